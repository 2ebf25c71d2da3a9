//! Which rights reach secrets, shells and guards: by verbs and kinds of objects, as a cluster reads them.

use hc_cdk::value::Json;

use super::read::{at, items};

/// Whether a right reaches secrets or shells, or gives more.
pub(super) fn reaches_too_far(right: &Json) -> bool {
    means(right, "resources", &CLOSED) || gives_more(right)
}

/// Whether a right makes pods, rights or ways for whoever has it.
pub(crate) fn gives_more(right: &Json) -> bool {
    let writes = means(right, "verbs", &["create", "update", "patch"]);
    let deletes = means(right, "verbs", &["delete", "deletecollection"]);
    lifts(right) || writes && means(right, "resources", GUARDED) || deletes && means(right, "resources", GUARDS)
}

/// Whether a right gives more than it names: by a verb that does so wherever it stands, or by any verb on what has one.
fn lifts(right: &Json) -> bool {
    let is_named = items(right, &["verbs"]).iter().filter_map(Json::as_text).any(|it| LIFTING.contains(&it));
    is_named || means(right, "verbs", &LIFTING) && means(right, "resources", &LIFTED)
}

/// Whether a list of a right means one of these, or may: `*` stands for all, `*/exec` for that part of each, and what cannot be read may
/// be any.
pub(crate) fn means(right: &Json, list: &str, wanted: &[&str]) -> bool {
    let is_meant = |it: &str| {
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

/// What such verbs are about, beside roles and accounts, which nobody may write either: whom somebody acts as, and who signs certificates.
const LIFTED: [&str; 4] = ["groups", "signers", "uids", "users"];

/// What gives a secret or a shell to whoever can do anything with it.
const CLOSED: [&str; 9] = [
    "secrets",
    "pods/exec",
    "pods/attach",
    "pods/portforward",
    "pods/proxy",
    "pods/ephemeralcontainers",
    "services/proxy",
    "nodes/proxy",
    "serviceaccounts/token",
];

/// What can be read, and makes pods, rights or ways for whoever can write it.
const GUARDED: &[&str] = &[
    "pods",
    "podtemplates",
    "replicationcontrollers",
    "services",
    "deployments",
    "statefulsets",
    "daemonsets",
    "replicasets",
    "jobs",
    "cronjobs",
    "rollouts",
    "namespaces",
    "serviceaccounts",
    "resourcequotas",
    "limitranges",
    "networkpolicies",
    "ingresses",
    "gateways",
    "grpcroutes",
    "httproutes",
    "referencegrants",
    "tcproutes",
    "tlsroutes",
    "udproutes",
    "roles",
    "rolebindings",
    "clusterroles",
    "clusterrolebindings",
    "externalsecrets",
    "secretstores",
    "validatingwebhookconfigurations",
    "mutatingwebhookconfigurations",
    "mutatingadmissionpolicies",
    "mutatingadmissionpolicybindings",
    // Who answers for a kind, and what is asked to change it, sees each object of it.
    "apiservices",
    "customresourcedefinitions",
    "endpoints",
    "endpointslices",
    "persistentvolumes",
    "validatingadmissionpolicies",
    "validatingadmissionpolicybindings",
    // Of External Secrets, and of who gives out certificates, which are secrets of whatever name.
    "clusterexternalsecrets",
    "clusterpushsecrets",
    "clustersecretstores",
    "pushsecrets",
    "certificates",
    "clusterissuers",
    "issuers",
    // Of Velero: what is downloaded has secrets in it, and what is restored brings pods.
    "backups",
    "backupstoragelocations",
    "downloadrequests",
    "restores",
    "schedules",
    "volumesnapshotlocations",
    // Of Kyverno, which changes what is made and copies secrets.
    "cleanuppolicies",
    "clustercleanuppolicies",
    "clusterpolicies",
    "generatingpolicies",
    "imagevalidatingpolicies",
    "mutatingpolicies",
    "namespacedgeneratingpolicies",
    "namespacedmutatingpolicies",
    "namespacedimagevalidatingpolicies",
    "namespacedvalidatingpolicies",
    "policies",
    "policyexceptions",
    "updaterequests",
    "validatingpolicies",
    // Of Cilium: who is let in, and where requests go.
    "ciliumclusterwideenvoyconfigs",
    "ciliumclusterwidenetworkpolicies",
    "ciliumegressgatewaypolicies",
    "ciliumenvoyconfigs",
    "ciliumlocalredirectpolicies",
    "ciliumnetworkpolicies",
    // Of Karpenter, whose machines run what their class says, and of who puts pods behind load balancers.
    "ec2nodeclasses",
    "nodeclaims",
    "nodeoverlays",
    "nodepools",
    "targetgroupbindings",
    // Of KEDA: jobs, and secrets that are shown to whatever is asked.
    "clustertriggerauthentications",
    "scaledjobs",
    "triggerauthentications",
    // Of Argo Rollouts, and of who runs databases, caches, indices and Prometheus.
    "analysisruns",
    "analysistemplates",
    "clusteranalysistemplates",
    "experiments",
    "agents",
    "alertmanagers",
    "apmservers",
    "beats",
    "clusterimagecatalogs",
    "databases",
    "objectstores",
    "perconaservermongodbbackups",
    "perconaservermongodbrestores",
    "publications",
    "scheduledbackups",
    "subscriptions",
    "clusters",
    "elasticmapsservers",
    "elasticsearches",
    "enterprisesearches",
    "imagecatalogs",
    "kibanas",
    "logstashes",
    "packageregistries",
    "perconaservermongodbs",
    "poolers",
    "prometheusagents",
    "prometheuses",
    "redis",
    "redisclusters",
    "redisreplications",
    "redissentinels",
    "stackconfigpolicies",
    "thanosrulers",
    // Whoever is asked for figures is given what a secret of the namespace says.
    "alertmanagerconfigs",
    "podmonitors",
    "probes",
    "scrapeconfigs",
    "servicemonitors",
    // Of Istio: who is let in, and where requests go.
    "authorizationpolicies",
    "envoyfilters",
    "destinationrules",
    "peerauthentications",
    "requestauthentications",
    "serviceentries",
    "proxyconfigs",
    "sidecars",
    "telemetries",
    "virtualservices",
    "wasmplugins",
    "workloadentries",
    "workloadgroups",
    // Of gateways: what they are, and what they take for a certificate.
    "backendtlspolicies",
    "gatewayclasses",
];

/// What keeps something out as long as it is there, so that whoever deletes it opens a way.
const GUARDS: &[&str] = &[
    "authorizationpolicies",
    "ciliumclusterwidenetworkpolicies",
    "ciliumnetworkpolicies",
    "clusterpolicies",
    "imagevalidatingpolicies",
    "limitranges",
    "namespacedimagevalidatingpolicies",
    "namespacedvalidatingpolicies",
    "networkpolicies",
    "peerauthentications",
    "policies",
    "requestauthentications",
    "resourcequotas",
    "validatingadmissionpolicies",
    "validatingadmissionpolicybindings",
    "validatingpolicies",
    "validatingwebhookconfigurations",
];
