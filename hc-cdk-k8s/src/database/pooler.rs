//! `PgBouncer`, which the operator CloudNativePG runs in front of PostgreSQL: workloads share the connections of a pool.

use hc_cdk::{image::Image, rule::Rule, stack::Scope, uses::Use, value::Object};
use hc_cdk_manifest::object::Custom;

use super::{
    operated::{Operated, container, image, pod},
    parts::kinds,
};
use crate::{
    naming::{Pods, meta},
    network::connect,
    rules::rule,
};

/// The port of PostgreSQL, and of who speaks like it.
pub(super) const PORT: u16 = 5432;
/// How many pods share connections: one may be lost while another is replaced.
const PODS: i64 = 3;
/// The user of its images.
const USER: i64 = 998;

/// What holds for it.
const POOLING: &[Rule] = &[
    rule::STORE_SPEAKS_TLS,
    rule::STORE_IS_CONFINED,
    rule::IMAGE_BY_DIGEST,
    rule::STATES_WHAT_IT_TAKES,
    rule::READ_ONLY_ROOT,
    rule::ASKED_WHETHER_IT_LIVES,
    rule::TOKEN_IS_ASKED_FOR,
    rule::IN_ITS_NAMESPACE,
    rule::OPENS_NAMED_WAYS,
    rule::SURVIVES_ITS_ZONE,
    rule::LOGS_SAY_HOW_LONG,
];

kinds! { PoolerSpecification = "postgresql.cnpg.io/v1/Pooler"; }

/// Declares it, with the ways to the database and to the cluster's interface. Gives its name.
pub(super) fn declare(scope: &mut Scope<'_>, shared: &Operated, of: &Image, api: &Use) -> String {
    let (name, zone) = (format!("{}-pooler", shared.name), &shared.zone);
    let pods = Pods::of_store(&name);
    let mut scope = scope.child("Pooler", "Pooler", POOLING);
    connect::pair(&mut scope, (zone, pods), (zone, shared.pods()), PORT);
    connect::open(&mut scope, zone, pods, api);
    let spec = PoolerSpecification(specification(shared, pods, of));
    scope.resource("", Custom { metadata: meta(name.clone(), zone), spec });
    name
}

fn specification(shared: &Operated, pods: Pods<'_>, of: &Image) -> Object {
    let parameters = Object::new()
        .with("client_tls_sslmode", "require")
        .with("max_client_conn", "1000")
        .with("server_tls_protocols", "tlsv1.3")
        .with("server_tls_sslmode", "verify-ca");
    let amount = || Object::new().with("cpu", "500m").with("memory", "256Mi");
    let asked = || Object::new().with("tcpSocket", Object::new().with("port", PORT));
    let own = Object::new()
        .with("name", "pgbouncer")
        .with("image", image(of))
        .with("resources", Object::new().with("limits", amount()).with("requests", amount()))
        .with("livenessProbe", asked())
        .with("readinessProbe", asked())
        .with("securityContext", container(USER).with("readOnlyRootFilesystem", true));
    // It is told of changes by the cluster's own interface, with an account that its operator makes.
    let spec = Object::new()
        .with("automountServiceAccountToken", true)
        .with("containers", vec![own])
        .with("securityContext", pod(USER))
        .with("topologySpreadConstraints", Operated::spread(pods));
    let template = Object::new().with("metadata", Object::new().with("labels", shared.labels(pods)));
    let template = template.with("spec", shared.zone.pulling(spec));
    Object::new()
        .with("cluster", Object::new().with("name", shared.name.clone()))
        .with("instances", PODS)
        .with("type", "rw")
        .with("pgbouncer", Object::new().with("poolMode", "transaction").with("parameters", parameters))
        .with("template", template)
}
