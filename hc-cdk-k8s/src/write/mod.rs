//! Kubernetes as a target: one YAML file for each chart, in the order in which it is applied, and a `kustomization.yaml`.

mod again;
mod amounts;
mod balancers;
mod brings;
mod clashes;
mod containers;
mod disk_keys;
mod fixed;
mod gateways;
mod object;
mod pods;
mod ports;
mod proxy;
mod pulls;
mod requests;
mod room;
#[cfg(test)]
mod tests;

use hc_cdk::{
    check::Checked,
    diff::{Change, Remains},
    finding::Finding,
    model::{ResourceModel, Role},
    need::{Need, Needs, Sort},
    policy::Dimension,
    rule::{Marks, Reading},
    target::{Before, File, Judge, NetworkMap, Place, Target, Way, Writer},
    value::Json,
};
use hc_cdk_manifest::{
    dialect::{Apart, Dialect, Earlier, Makes},
    naming::{LONGEST, is_domain},
    needs,
    read::{has_members, items, text},
};

use crate::{
    audit,
    chart::Kubernetes,
    flows,
    monitoring::receiver,
    rules::{NAME_OF_A_NAMESPACE, READINGS, marks},
};

const DIALECT: Dialect = Dialect {
    target: Kubernetes::NAME,
    folder: "k8s",
    first: &[
        "Namespace",
        // Before the first pod is let in.
        "ClusterPolicy",
        "ResourceQuota",
        "LimitRange",
        "NetworkPolicy",
        "CiliumNetworkPolicy",
        "PeerAuthentication",
        "AuthorizationPolicy",
        "ServiceAccount",
        "Role",
        "RoleBinding",
        "StorageClass",
        "EC2NodeClass",
        "NodePool",
        "SecretStore",
        "Password",
        "ExternalSecret",
        "ConfigMap",
        "PersistentVolumeClaim",
        "Service",
        "PodDisruptionBudget",
        "AnalysisTemplate",
    ],
    last: &[
        "HorizontalPodAutoscaler",
        "ScaledObject",
        "VerticalPodAutoscaler",
        "Issuer",
        "Certificate",
        "ReferenceGrant",
        "Gateway",
        "HTTPRoute",
        "TargetGroupBinding",
        "DestinationRule",
        "VirtualService",
        "Ingress",
        "ServiceMonitor",
        "PodMonitor",
        "PrometheusRule",
        "AlertmanagerConfig",
        "Probe",
        "PerconaServerMongoDB",
        "RedisReplication",
        "RedisSentinel",
        "StackConfigPolicy",
        "Elasticsearch",
        "ObjectStore",
        "Cluster",
        "ScheduledBackup",
        "Pooler",
        "Alertmanager",
        "Prometheus",
    ],
    // A job's pods take 11 characters more than its name, and so do the revisions of a stateful set.
    longest: &[
        ("CronJob", 52),
        ("Job", 52),
        ("StatefulSet", 52),
        // The operator takes no longer names of clusters; what is made by a schedule has 15 characters more than it.
        ("Cluster", 48),
        ("PerconaServerMongoDB", 47),
        ("RedisReplication", 43),
        ("RedisSentinel", 43),
        ("Elasticsearch", 36),
    ],
    is_name,
    makes: &[
        Makes { group: "cert-manager.io", kind: "Certificate", made: "Secret" },
        Makes { group: "external-secrets.io", kind: "ExternalSecret", made: "Secret" },
    ],
    apart: &[audit::POLICY, receiver::WEBHOOK],
    fixed: &fixed::FIXED,
    rises: &fixed::RISES,
    is_stateful,
    has_tags: true,
    remains,
};

impl Judge for Kubernetes {
    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) {
        DIALECT.check(checked, findings);
        clashes::check(checked, findings);
        disk_keys::check(checked, findings);
        gateways::check(checked, findings);
        room::check(checked, findings);
        pods::check(checked, findings);
        ports::check(checked, findings);
        balancers::check(checked, findings);
    }

    fn ways(&self, checked: &Checked<'_>, ways: &mut Vec<Way>) {
        flows::ways(checked, ways);
    }

    fn network(&self, checked: &Checked<'_>, map: &mut NetworkMap) {
        flows::network(checked, map);
    }

    fn comes_again(&self, checked: &Checked<'_>) -> Vec<(String, String)> {
        checked.clocks(Kubernetes::NAME, &again::CLOCKS)
    }

    fn accounts(&self, checked: &Checked<'_>) -> Vec<(String, Place)> {
        flows::accounts(checked)
    }

    fn pulls<'a>(&self, checked: &Checked<'a>) -> Vec<(Place, &'a str)> {
        pulls::pulls(checked)
    }

    fn marks(&self, resource: &ResourceModel) -> Marks {
        marks(resource)
    }

    fn readings(&self) -> &'static [&'static [Reading]] {
        READINGS
    }

    fn concerns(&self, role: Role) -> &'static [Dimension] {
        match role {
            Role::Store => {
                &[Dimension::backup_retention, Dimension::recovery, Dimension::key_custody, Dimension::deletion]
            }
            Role::Workload => &[Dimension::availability, Dimension::log_retention],
            Role::Endpoint => &[Dimension::tls],
            Role::Channel | Role::Outside | Role::Exposed | Role::Other => &[],
        }
    }

    fn takes_outputs(&self) -> bool {
        true
    }
}

impl Writer for Kubernetes {
    fn has_tags(&self) -> bool {
        DIALECT.has_tags
    }

    fn files(&self, checked: &Checked<'_>, _findings: &mut Vec<Finding>) -> Vec<File> {
        DIALECT.files(checked)
    }

    fn notes(&self, checked: &Checked<'_>, _: &[File]) -> Vec<String> {
        notes(checked)
    }

    fn needs(&self, checked: &Checked<'_>) -> Vec<Need> {
        needs(checked)
    }

    fn changes(&self, checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
        DIALECT.changes(checked, before)
    }
}

/// Names of rights may be nearly anything; those of most other kinds are domains, of which pods and services cannot be made.
fn is_name(kind: &str, name: &str) -> bool {
    match kind {
        "ClusterRole" | "ClusterRoleBinding" | "Role" | "RoleBinding" => {
            !matches!(name, "" | "." | "..") && !name.contains(['/', '%'])
        }
        "Namespace" => is_domain(name) && !name.contains('.') && name.len() <= LONGEST,
        "Service" => false,
        kind => is_domain(name) && !DIALECT.longest.iter().any(|(it, _)| *it == kind),
    }
}

fn is_stateful(object: &Earlier<'_>) -> bool {
    match object.kind() {
        "StatefulSet" => object.body().contains("\n  volumeClaimTemplates:"),
        kind => matches!(
            kind,
            "PersistentVolumeClaim"
                | "Namespace"
                | "Cluster"
                | "PerconaServerMongoDB"
                | "RedisReplication"
                | "Elasticsearch"
        ),
    }
}

/// The claims of a stateful set stay unless it says otherwise; a namespace takes everything in it along.
fn remains(object: &Earlier<'_>) -> Remains {
    if matches!(object.kind(), "Cluster" | "PerconaServerMongoDB" | "RedisReplication" | "Elasticsearch") {
        return Remains::Disks;
    }
    let disks = object.kind() == "StatefulSet" && !object.body().contains("\n    whenDeleted: Delete");
    if disks { Remains::Disks } else { Remains::Nothing }
}

/// Who makes something of objects of an API group.
const OPERATORS: [(&str, &str); 20] = [
    ("external-secrets.io", "External Secrets"),
    ("cert-manager.io", "cert-manager"),
    ("monitoring.coreos.com", "the Prometheus operator"),
    ("autoscaling.k8s.io", "the vertical autoscaler"),
    ("gateway.networking.k8s.io", "the Gateway API"),
    ("elbv2.k8s.aws", "the AWS Load Balancer Controller"),
    ("argoproj.io", "Argo Rollouts"),
    ("cilium.io", "Cilium"),
    ("karpenter.k8s.aws", "Karpenter"),
    ("karpenter.sh", "Karpenter"),
    ("keda.sh", "KEDA"),
    ("kyverno.io", "Kyverno"),
    ("velero.io", "Velero"),
    ("security.istio.io", "Istio"),
    ("psmdb.percona.com", "Percona's operator for MongoDB"),
    ("postgresql.cnpg.io", "CloudNativePG"),
    ("barmancloud.cnpg.io", "its plugin Barman Cloud"),
    ("redis.redis.opstreelabs.in", "Opstree's operator for Redis"),
    ("elasticsearch.k8s.elastic.co", ECK),
    ("stackconfigpolicy.k8s.elastic.co", ECK),
];

/// The operator of Elasticsearch and of what is said of it.
const ECK: &str = "Elastic's operator (ECK)";

/// What the cluster has to have, so that it takes the objects and keeps what they promise: settings first.
fn needs(checked: &Checked<'_>) -> Vec<Need> {
    let mut needs = Needs::default();
    let setting = |what: &str| Need::new(Sort::Setting, "", what);
    needs.add_for_all(setting(
        "the cluster's network has to enforce network policies: without that, namespaces are open",
    ));
    for (of, text) in [(audit::POLICY, AUDIT), (receiver::WEBHOOK, WEBHOOK)] {
        if is_made(checked, of) {
            needs.add_for_all(setting(&format!("`{}/` is for the API server and no object: {text}", of.folder)));
        }
    }
    if needs::has_kind(checked, Kubernetes::NAME, "stackconfigpolicy.k8s.elastic.co", "StackConfigPolicy") {
        needs.add_for_all(setting(LICENCE));
    }
    for (is_asked, text) in [(asks_ingress_nginx as fn(&_) -> _, RETIRED), (is_proven_by_a_gateway, READS_GATEWAYS)] {
        if objects(checked).any(is_asked) {
            needs.add_for_all(setting(text));
        }
    }
    brings::needs(checked, &mut needs);
    needs::operators(checked, Kubernetes::NAME, &OPERATORS, &mut needs);
    needs::named(checked, Kubernetes::NAME, &mut needs);
    needs.into_all()
}

/// Source: Kubernetes, "Ingress NGINX: Statement from the Kubernetes Steering and Security Response Committees", January 2026.
const RETIRED: &str = "`ingress-nginx` was retired in March 2026 and gets no security updates: take a `Controller::Gateway`, or answer for a fork that somebody maintains";
/// Source: cert-manager, "HTTP01", on the Gateway API.
const READS_GATEWAYS: &str =
    "cert-manager has to read the Gateway API (`enableGatewayAPI`): without that it proves no domain by a gateway";

fn objects<'a>(checked: &'a Checked<'_>) -> impl Iterator<Item = &'a ResourceModel> {
    checked.stacks_of(Kubernetes::NAME).flat_map(|(_, chart)| &chart.resources)
}

/// Whether an ingress has settings of that controller, or a policy lets its namespace in. Its class is that of other controllers, too.
fn asks_ingress_nginx(object: &ResourceModel) -> bool {
    let noted = object.properties.at("metadata/annotations").and_then(Json::as_object);
    let is_set = noted.is_some_and(|it| it.iter().any(|(name, _)| name.starts_with("nginx.ingress.kubernetes.io/")));
    let lets_in = |way: &Json| {
        items(way, &["from"])
            .iter()
            .any(|it| text(it, &["namespaceSelector", "matchLabels", NAME_OF_A_NAMESPACE]) == Some("ingress-nginx"))
    };
    match object.short_kind() {
        "Ingress" => is_set,
        "NetworkPolicy" => items(&object.properties, &["spec", "ingress"]).iter().any(lets_in),
        _ => false,
    }
}

fn is_proven_by_a_gateway(object: &ResourceModel) -> bool {
    let by_gateway = |it: &Json| has_members(it, &["http01", "gatewayHTTPRoute"]);
    object.short_kind() == "Issuer" && items(&object.properties, &["spec", "acme", "solvers"]).iter().any(by_gateway)
}

/// Source: "Elastic Stack configuration policies" of Elastic Cloud on Kubernetes.
const LICENCE: &str = "Elastic's operator has to have an Enterprise licence: it takes no `StackConfigPolicy` without one, by which snapshots of indices are made";
const AUDIT: &str = "`--audit-policy-file` takes its file, and the records are kept for as many days as its label says, by `--audit-log-maxage` or wherever they go";
const WEBHOOK: &str = "`--audit-webhook-config-file` takes its file, and the page beside the receiver says which keys and which other flags that takes";

/// Whether there is an object that is no part of its chart's file.
fn is_made(checked: &Checked<'_>, of: Apart) -> bool {
    needs::has_kind(checked, Kubernetes::NAME, of.group, of.kind)
}

/// The same in short, for every run.
fn notes(checked: &Checked<'_>) -> Vec<String> {
    let settings = needs(checked).into_iter().filter(|it| it.sort == Sort::Setting);
    let mut notes: Vec<String> = settings.map(|it| it.what).collect();
    let needed = OPERATORS.iter().filter(|(group, _)| needs::has_group(checked, Kubernetes::NAME, group));
    let mut operators: Vec<String> = needed.map(|(_, name)| (*name).to_owned()).collect();
    operators.dedup();
    operators.splice(0..0, brings::names(checked));
    if !operators.is_empty() {
        notes.push(format!("the cluster has to have {}", operators.join(", ")));
    }
    for space in needs::absent_namespaces(checked, Kubernetes::NAME) {
        notes.push(format!("the cluster has to have the namespace `{space}`, which no chart makes"));
    }
    notes
}
