//! Which rights reach secrets, shells and guards: by verbs and kinds of objects, as a cluster reads them.

use hc_cdk::value::Json;

use super::read::{at, items};

/// Whether a right reaches secrets or shells, or gives more.
pub(super) fn reaches_too_far(right: &Json) -> bool {
    is_about(right, CLOSED) || gives_more(right)
}

/// Whether a right makes pods, rights or ways for whoever has it.
pub(crate) fn gives_more(right: &Json) -> bool {
    let writes = means(right, "verbs", &["create", "update", "patch"]);
    let deletes = means(right, "verbs", &["delete", "deletecollection"]);
    lifts(right) || writes && is_about(right, GUARDED) || deletes && is_about(right, GUARDS)
}

/// Whether a right is about one of these kinds, or may be.
fn is_about(right: &Json, kinds: &Kinds) -> bool {
    kinds.iter().any(|(group, names)| means(right, "apiGroups", &[group]) && means(right, "resources", names))
}

/// Whether a right gives more than it names: by a verb that does so wherever it stands, or by any verb on what has one.
fn lifts(right: &Json) -> bool {
    let is_lifting = |it: &str| LIFTING.contains(&it) || it.starts_with(ACTING_AS);
    let is_named = items(right, &["verbs"]).iter().filter_map(Json::as_text).any(is_lifting);
    is_named || means(right, "verbs", &LIFTING) && is_about(right, LIFTED)
}

/// Whether a list of a right means one of these, or may: `*` stands for all, `*/exec` for that part of each, a verb of whoever acts as
/// somebody else for that verb, and what cannot be read may be any.
pub(crate) fn means(right: &Json, list: &str, wanted: &[&str]) -> bool {
    let is_meant = |it: &str| {
        let it = it.strip_prefix(ON_BEHALF).and_then(|it| it.split_once(':')).map_or(it, |(_, verb)| verb);
        let is_part =
            |wanted: &str| it.strip_prefix("*/").zip(wanted.split_once('/')).is_some_and(|(it, (_, part))| it == part);
        it == "*" || wanted.iter().any(|wanted| it == *wanted || is_part(wanted))
    };
    match at(right, &[list]) {
        None => right.as_object().is_none(),
        Some(Json::List(items)) => items.iter().any(|it| it.as_text().is_none_or(is_meant)),
        Some(_) => true,
    }
}

/// Verbs that give more rights than they name.
const LIFTING: [&str; 5] = ["escalate", "bind", "impersonate", "approve", "sign"];

/// How verbs begin by which somebody acts as a user, an account or a node for what is named beside (KEP-5284).
const ACTING_AS: &str = "impersonate:";

/// How verbs begin that say what somebody does who acts so: `impersonate-on:user-info:list`.
const ON_BEHALF: &str = "impersonate-on:";

/// Kinds of objects, by their groups and their plural names there.
type Kinds = [(&'static str, &'static [&'static str])];

/// What such verbs are about, beside roles and accounts, which nobody may write either: whom somebody acts as, and who signs certificates.
const LIFTED: &Kinds = &[
    ("", &["groups", "users"]),
    ("authentication.k8s.io", &["groups", "nodes", "serviceaccounts", "uids", "users"]),
    ("cert-manager.io", &["signers"]),
    ("certificates.k8s.io", &["signers"]),
];

/// What gives a secret or a shell to whoever can do anything with it.
const CLOSED: &Kinds = &[(
    "",
    &[
        "nodes/proxy",
        "pods/attach",
        "pods/ephemeralcontainers",
        "pods/exec",
        "pods/portforward",
        "pods/proxy",
        "secrets",
        "serviceaccounts/token",
        "services/proxy",
    ],
)];

/// What can be read, and makes pods, rights or ways for whoever can write it.
const GUARDED: &Kinds = &[
    (
        "",
        &[
            "endpoints",
            "limitranges",
            "namespaces",
            "persistentvolumes",
            "pods",
            "podtemplates",
            "replicationcontrollers",
            "resourcequotas",
            "serviceaccounts",
            "services",
        ],
    ),
    ("apps", &["daemonsets", "deployments", "replicasets", "statefulsets"]),
    ("batch", &["cronjobs", "jobs"]),
    ("discovery.k8s.io", &["endpointslices"]),
    ("networking.k8s.io", &["ingresses", "networkpolicies"]),
    ("rbac.authorization.k8s.io", &["clusterrolebindings", "clusterroles", "rolebindings", "roles"]),
    (
        "admissionregistration.k8s.io",
        &[
            "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings",
            "mutatingwebhookconfigurations",
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
            "validatingwebhookconfigurations",
        ],
    ),
    // Who answers for a kind, and what is asked to change it, sees each object of it.
    ("apiextensions.k8s.io", &["customresourcedefinitions"]),
    ("apiregistration.k8s.io", &["apiservices"]),
    // Of gateways: what they are, where they lead, and what they take for a certificate.
    (
        "gateway.networking.k8s.io",
        &[
            "backendtlspolicies",
            "gatewayclasses",
            "gateways",
            "grpcroutes",
            "httproutes",
            "referencegrants",
            "tcproutes",
            "tlsroutes",
            "udproutes",
        ],
    ),
    // Of who gives out certificates, which are secrets of whatever name.
    ("cert-manager.io", &["certificates", "clusterissuers", "issuers"]),
    (
        "external-secrets.io",
        &[
            "clusterexternalsecrets",
            "clusterpushsecrets",
            "clustersecretstores",
            "externalsecrets",
            "pushsecrets",
            "secretstores",
        ],
    ),
    // Of Velero: what is downloaded has secrets in it, and what is restored brings pods.
    (
        "velero.io",
        &["backups", "backupstoragelocations", "downloadrequests", "restores", "schedules", "volumesnapshotlocations"],
    ),
    // Of Kyverno, which changes what is made and copies secrets.
    (
        "kyverno.io",
        &[
            "cleanuppolicies",
            "clustercleanuppolicies",
            "clusterpolicies",
            "policies",
            "policyexceptions",
            "updaterequests",
        ],
    ),
    (
        "policies.kyverno.io",
        &[
            "generatingpolicies",
            "imagevalidatingpolicies",
            "mutatingpolicies",
            "namespacedgeneratingpolicies",
            "namespacedimagevalidatingpolicies",
            "namespacedmutatingpolicies",
            "namespacedvalidatingpolicies",
            "policyexceptions",
            "validatingpolicies",
        ],
    ),
    // Of Calico and Cilium: who is let in, and where requests go.
    ("crd.projectcalico.org", &["networkpolicies"]),
    ("projectcalico.org", &["networkpolicies"]),
    (
        "cilium.io",
        &[
            "ciliumclusterwideenvoyconfigs",
            "ciliumclusterwidenetworkpolicies",
            "ciliumegressgatewaypolicies",
            "ciliumenvoyconfigs",
            "ciliumlocalredirectpolicies",
            "ciliumnetworkpolicies",
        ],
    ),
    // Of Karpenter, whose machines run what their class says, and of who puts pods behind load balancers.
    ("karpenter.k8s.aws", &["ec2nodeclasses"]),
    ("karpenter.sh", &["nodeclaims", "nodeoverlays", "nodepools"]),
    ("eks.amazonaws.com", &["targetgroupbindings"]),
    ("elbv2.k8s.aws", &["targetgroupbindings"]),
    // Of KEDA: jobs, and secrets that are shown to whatever is asked.
    ("keda.sh", &["clustertriggerauthentications", "scaledjobs", "triggerauthentications"]),
    ("argoproj.io", &["analysisruns", "analysistemplates", "clusteranalysistemplates", "experiments", "rollouts"]),
    // Of who runs databases, caches and indices.
    ("barmancloud.cnpg.io", &["objectstores"]),
    (
        "postgresql.cnpg.io",
        &[
            "backups",
            "clusterimagecatalogs",
            "clusters",
            "databases",
            "imagecatalogs",
            "poolers",
            "publications",
            "scheduledbackups",
            "subscriptions",
        ],
    ),
    ("psmdb.percona.com", &["perconaservermongodbbackups", "perconaservermongodbrestores", "perconaservermongodbs"]),
    ("redis.redis.opstreelabs.in", &["redis", "redisclusters", "redisreplications", "redissentinels"]),
    ("agent.k8s.elastic.co", &["agents"]),
    ("apm.k8s.elastic.co", &["apmservers"]),
    ("beat.k8s.elastic.co", &["beats"]),
    ("elasticsearch.k8s.elastic.co", &["elasticsearches"]),
    ("enterprisesearch.k8s.elastic.co", &["enterprisesearches"]),
    ("kibana.k8s.elastic.co", &["kibanas"]),
    ("logstash.k8s.elastic.co", &["logstashes"]),
    ("maps.k8s.elastic.co", &["elasticmapsservers"]),
    ("packageregistry.k8s.elastic.co", &["packageregistries"]),
    ("stackconfigpolicy.k8s.elastic.co", &["stackconfigpolicies"]),
    // Of who runs Prometheus. Whoever is asked for figures is given what a secret of the namespace says.
    (
        "monitoring.coreos.com",
        &[
            "alertmanagerconfigs",
            "alertmanagers",
            "podmonitors",
            "probes",
            "prometheusagents",
            "prometheuses",
            "scrapeconfigs",
            "servicemonitors",
            "thanosrulers",
        ],
    ),
    // Of Istio: who is let in, and where requests go.
    ("extensions.istio.io", &["wasmplugins"]),
    (
        "networking.istio.io",
        &[
            "destinationrules",
            "envoyfilters",
            "gateways",
            "proxyconfigs",
            "serviceentries",
            "sidecars",
            "virtualservices",
            "workloadentries",
            "workloadgroups",
        ],
    ),
    ("security.istio.io", &["authorizationpolicies", "peerauthentications", "requestauthentications"]),
    ("telemetry.istio.io", &["telemetries"]),
];

/// What keeps something out as long as it is there, so that whoever deletes it opens a way.
const GUARDS: &Kinds = &[
    ("", &["limitranges", "resourcequotas"]),
    ("networking.k8s.io", &["networkpolicies"]),
    (
        "admissionregistration.k8s.io",
        &["validatingadmissionpolicies", "validatingadmissionpolicybindings", "validatingwebhookconfigurations"],
    ),
    ("cilium.io", &["ciliumclusterwidenetworkpolicies", "ciliumnetworkpolicies"]),
    ("crd.projectcalico.org", &["networkpolicies"]),
    ("kyverno.io", &["clusterpolicies", "policies"]),
    (
        "policies.kyverno.io",
        &[
            "imagevalidatingpolicies",
            "namespacedimagevalidatingpolicies",
            "namespacedvalidatingpolicies",
            "validatingpolicies",
        ],
    ),
    ("projectcalico.org", &["networkpolicies"]),
    ("security.istio.io", &["authorizationpolicies", "peerauthentications", "requestauthentications"]),
];
