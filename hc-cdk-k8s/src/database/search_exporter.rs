//! What tells the figures of Elasticsearch: `elasticsearch_exporter` of the Prometheus community, a workload beside the nodes.
//!
//! It asks them over TLS, knows them by the authority that their operator made, and reads its password in its environment: it knows no
//! other way. It is the operator's own user for monitoring, whose role `remote_monitoring_collector` sees how the cluster and its indices
//! are, and reads no documents but those in which Kibana keeps its settings. The operator makes the password.
//!
//! Source: Elastic Cloud on Kubernetes, `reconcileInternalUsers` of its package `user`; Elasticsearch, "Built-in roles";
//! `elasticsearch_exporter`, "Configuration".

use hc_cdk::{data::DataClass, image::Image, policy::Policy, stack::Scope, uses::Use};

use hc_cdk_manifest::naming::name_of;

use super::{
    figures,
    store::{By, ClusterStore, Figures},
};
use crate::{
    workload::{Probes, RUNNING, deployment::brought, pod::Pod, resources::Resources, service, user::UserId},
    zone::Scoped,
};

/// The port on which it tells them.
const PORT: u16 = 9114;
/// What it calls the store in its environment: `STORE_HOST`.
const STORE: &str = "store";
/// What it is told: to ask for all nodes, whichever answers, and for how snapshots are, which the role lets it see.
const ASKS: &[&str] = &[
    "/bin/elasticsearch_exporter",
    "--collector.health-report",
    "--es.all",
    "--es.ca=$(STORE_CA_FILE)",
    "--es.uri=https://$(STORE_HOST):$(STORE_PORT)",
];
/// The user for monitoring, and the end of the name of the secret that has its password by that key.
const MONITORING: &str = "elastic-internal-monitoring";
const PASSWORDS: &str = "-es-internal-users";

/// Declares it, with the ways to the nodes. Gives what it tells.
pub(super) fn beside<P: Policy, D: DataClass>(
    scope: &mut Scope<'_>,
    of: Image,
    store: &ClusterStore<D>,
    zone: &Scoped,
) -> Figures {
    let mut scope = scope.child("Exporter", "SearchExporter", RUNNING);
    let mut uses = Use::of(store);
    STORE.clone_into(&mut uses.connection.name);
    // Its password is that of another user than the one of workloads.
    uses.connection.credentials = None;
    let pod = Pod {
        zone: zone.clone(),
        image: of,
        resources: Resources { requests: (crate::cpu!("100m"), crate::memory!("128Mi")), limits: None },
        command: ASKS,
        user: UserId::USUAL,
        account: None,
        uses: vec![uses],
        decides: None,
        variables: vec![hc_cdk::variable!("ES_USERNAME", MONITORING)],
        secrets: Vec::new(),
        keys: vec![("ES_PASSWORD", format!("{}{PASSWORDS}", store.name()), MONITORING)],
        mounts: Vec::new(),
        proxied: None,
        // The handle of the store says what it tells.
        exports: Vec::new(),
        labels: Vec::new(),
        annotations: Vec::new(),
        is_built_elsewhere: true,
        in_environment: false,
        port: None,
        metrics: Some(PORT),
        peers: None,
        probes: Some(Probes::http("/healthz", "/healthz")),
    };
    let pods = name_of(&scope);
    let running = brought::<P>(pod, service::At::Any, &mut scope);
    Figures { pods, by: By::Workload(running.this), port: PORT, port_name: service::METRICS, exports: figures::SEARCH }
}
