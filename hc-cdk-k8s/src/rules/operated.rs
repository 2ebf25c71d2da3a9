//! Stores that operators run: where the object of each kind says what its pods are. A rule about pods or disks reads it there.

use hc_cdk::{
    rule::{Subject, Verdict},
    value::{Json, Object},
};

/// A kind of object by which an operator makes the pods of a store. Paths go through members of objects and, by `*`, through all of
/// a list or an object; what stands in an object of several groups of pods stands in each of them.
pub(crate) struct Operated {
    pub(super) kind: &'static str,
    /// Where its groups of pods are.
    groups: &'static str,
    /// In a group, how many pods it has.
    count: &'static str,
    /// In a group, what says over which zones and nodes they are spread.
    pod: &'static str,
    /// The labels of their pods, group by group.
    labels: &'static str,
    /// The labels that the operator gives them besides; an empty value is the name of the object.
    pub(crate) gives: &'static [(&'static str, &'static str)],
    /// The claims of disks, as far as they say which disks they want.
    pub(super) claims: &'static str,
    pub(super) images: &'static [&'static str],
    /// What each container may do.
    pub(super) containers: &'static [&'static str],
    /// What each container takes.
    pub(super) takes: &'static [&'static str],
    /// The accounts that the pods run as.
    pub(super) accounts: &'static [&'static str],
    /// The secrets by which it asks who somebody is.
    pub(super) secrets: &'static [&'static str],
    /// The members that objects at a path may have. What else can be said runs something beside it, mounts something, or lets somebody in.
    pub(super) known: &'static [(&'static str, &'static [&'static str])],
    /// The texts that may stand at a path, such as names of containers.
    pub(super) named: &'static [(&'static str, &'static [&'static str])],
}

/// The members of what Redis and its sentinels have in common.
const OF_REDIS: &[&str] = &["image", "imagePullPolicy", "redisSecret", "resources", "updateStrategy"];

/// The kinds.
pub(super) const KINDS: [Operated; 4] = [ELASTIC, MONGO, REPLICATION, SENTINEL];

/// What may be said of the configuration of a node: nothing about who is asked what.
pub(super) const OF_NODES: &[&str] = &[
    "cluster.routing.allocation.awareness.attributes",
    "node.attr.zone",
    "node.store.allow_mmap",
    "s3.client.default.endpoint",
    "s3.client.default.region",
];

const ELASTIC: Operated = Operated {
    kind: "Elasticsearch",
    groups: "spec/nodeSets/*",
    count: "count",
    pod: "podTemplate/spec",
    labels: "spec/nodeSets/*/podTemplate/metadata/labels",
    gives: &[("common.k8s.elastic.co/type", "elasticsearch"), ("elasticsearch.k8s.elastic.co/cluster-name", "")],
    claims: "spec/nodeSets/*/volumeClaimTemplates/*/spec",
    images: &["spec/image"],
    containers: &[
        "spec/nodeSets/*/podTemplate/spec/containers/*/securityContext",
        "spec/nodeSets/*/podTemplate/spec/initContainers/*/securityContext",
    ],
    takes: &["spec/nodeSets/*/podTemplate/spec/containers/*/resources"],
    accounts: &["spec/nodeSets/*/podTemplate/spec/serviceAccountName"],
    secrets: &["spec/auth/fileRealm/*/secretName", "spec/secureSettings/*/secretName"],
    known: &[
        (
            "spec",
            &["auth", "image", "nodeSets", "secureSettings", "updateStrategy", "version", "volumeClaimDeletePolicy"],
        ),
        ("spec/auth", &["disableElasticUser", "fileRealm"]),
        ("spec/nodeSets/*", &["config", "count", "name", "podTemplate", "volumeClaimTemplates"]),
        ("spec/nodeSets/*/config", OF_NODES),
        ("spec/nodeSets/*/podTemplate", &["metadata", "spec"]),
        (
            "spec/nodeSets/*/podTemplate/spec",
            &[
                "automountServiceAccountToken",
                "containers",
                "initContainers",
                "securityContext",
                "serviceAccountName",
                "topologySpreadConstraints",
            ],
        ),
        ("spec/nodeSets/*/podTemplate/spec/containers/*", &["env", "name", "resources", "securityContext"]),
        ("spec/nodeSets/*/podTemplate/spec/initContainers/*", &["name", "securityContext"]),
    ],
    named: &[
        ("spec/nodeSets/*/podTemplate/spec/containers/*/name", &["elasticsearch"]),
        ("spec/nodeSets/*/podTemplate/spec/containers/*/env/*/name", &["ZONE"]),
        (
            "spec/nodeSets/*/podTemplate/spec/initContainers/*/name",
            &["elastic-internal-init-filesystem", "elastic-internal-suspend"],
        ),
    ],
};

const MONGO: Operated = Operated {
    kind: "PerconaServerMongoDB",
    groups: "spec/replsets/*",
    count: "size",
    pod: "",
    labels: "spec/replsets/*/labels",
    gives: &[
        ("app.kubernetes.io/component", "mongod"),
        ("app.kubernetes.io/instance", ""),
        ("app.kubernetes.io/managed-by", "percona-server-mongodb-operator"),
        ("app.kubernetes.io/name", "percona-server-mongodb"),
        ("app.kubernetes.io/part-of", "percona-server-mongodb"),
    ],
    claims: "spec/replsets/*/volumeSpec/persistentVolumeClaim",
    images: &["spec/image", "spec/initImage", "spec/backup/image"],
    containers: &[
        "spec/initContainerSecurityContext",
        "spec/replsets/*/containerSecurityContext",
        "spec/backup/containerSecurityContext",
    ],
    takes: &["spec/replsets/*/resources", "spec/backup/resources"],
    accounts: &["spec/replsets/*/serviceAccountName"],
    secrets: &["spec/secrets/users", "spec/users/*/passwordSecretRef/name"],
    known: &[
        (
            "spec",
            &[
                "backup",
                "crVersion",
                "image",
                "imagePullPolicy",
                "initContainerSecurityContext",
                "initImage",
                "replsets",
                "secrets",
                "tls",
                "updateStrategy",
                "upgradeOptions",
                "users",
            ],
        ),
        (
            "spec/replsets/*",
            &[
                "affinity",
                "configuration",
                "containerSecurityContext",
                "labels",
                "name",
                "podDisruptionBudget",
                "podSecurityContext",
                "resources",
                "serviceAccountName",
                "size",
                "topologySpreadConstraints",
                "volumeSpec",
            ],
        ),
        ("spec/replsets/*/volumeSpec", &["persistentVolumeClaim"]),
        ("spec/backup", &["containerSecurityContext", "enabled", "image", "pitr", "resources", "storages", "tasks"]),
        ("spec/secrets", &["encryptionKey", "users"]),
    ],
    named: &[],
};

const REPLICATION: Operated = Operated {
    kind: "RedisReplication",
    groups: "spec",
    count: "clusterSize",
    pod: "",
    labels: "metadata/labels",
    gives: &[("app", ""), ("redis_setup_type", "replication"), ("role", "replication")],
    claims: "spec/storage/volumeClaimTemplate/spec",
    images: &["spec/kubernetesConfig/image"],
    containers: &["spec/securityContext"],
    takes: &["spec/kubernetesConfig/resources"],
    accounts: &["spec/serviceAccountName"],
    secrets: &["spec/kubernetesConfig/redisSecret/name"],
    known: &[
        (
            "spec",
            &[
                "TLS",
                "clusterSize",
                "kubernetesConfig",
                "pdb",
                "podSecurityContext",
                "securityContext",
                "serviceAccountName",
                "storage",
                "topologySpreadConstraints",
            ],
        ),
        ("spec/kubernetesConfig", OF_REDIS),
        ("spec/storage", &["keepAfterDelete", "volumeClaimTemplate"]),
        ("spec/storage/volumeClaimTemplate", &["spec"]),
    ],
    named: &[],
};

const SENTINEL: Operated = Operated {
    kind: "RedisSentinel",
    groups: "spec",
    count: "clusterSize",
    pod: "",
    labels: "metadata/labels",
    gives: &[("redis_setup_type", "sentinel"), ("role", "sentinel")],
    claims: "",
    images: &["spec/kubernetesConfig/image"],
    containers: &["spec/securityContext"],
    takes: &["spec/kubernetesConfig/resources"],
    accounts: &["spec/serviceAccountName"],
    secrets: &[
        "spec/kubernetesConfig/redisSecret/name",
        "spec/redisSentinelConfig/redisReplicationPassword/secretKeyRef/name",
    ],
    known: &[
        (
            "spec",
            &[
                "TLS",
                "clusterSize",
                "kubernetesConfig",
                "pdb",
                "podSecurityContext",
                "redisSentinelConfig",
                "securityContext",
                "serviceAccountName",
                "topologySpreadConstraints",
            ],
        ),
        ("spec/kubernetesConfig", OF_REDIS),
        (
            "spec/redisSentinelConfig",
            &[
                "announceHostnames",
                "masterGroupName",
                "quorum",
                "redisPort",
                "redisReplicationName",
                "redisReplicationPassword",
                "resolveHostnames",
            ],
        ),
    ],
    named: &[],
};

impl Operated {
    /// The kind of an object, if it is one of a store.
    pub(crate) fn of(kind: &str) -> Option<&'static Self> {
        KINDS.iter().find(|it| it.kind == kind)
    }

    /// How many groups of pods an object has.
    pub(super) fn groups(&self, object: &Json) -> usize {
        all(object, self.groups).len()
    }

    /// The labels of the pods that an object makes, group by group.
    pub(crate) fn labels<'a>(&self, object: &'a Json) -> Vec<&'a Json> {
        all(object, self.labels)
    }

    /// The labels that the operator gives to what it makes of an object of that name.
    pub(super) fn given(&self, name: &str) -> Object {
        let value = |value: &'static str| if value.is_empty() { name.to_owned() } else { value.to_owned() };
        self.gives.iter().fold(Object::new(), |all, (label, it)| all.with(*label, value(it)))
    }

    /// The secrets whose passwords open a store.
    pub(crate) fn opened_by<'a>(&self, object: &'a Json) -> Vec<&'a Json> {
        self.secrets.iter().flat_map(|path| all(object, path)).collect()
    }

    /// Whether there are so many pods, and something holds for each group of pods and their labels.
    pub(super) fn every_group(&self, object: &Json, least: i64, holds: impl Fn(&Json, Option<&Json>) -> bool) -> bool {
        let groups = all(object, self.groups);
        let labels = self.labels(object);
        let counted = |group: &&Json| match group.at(self.count) {
            Some(Json::Int(number)) => *number,
            _ => 0,
        };
        let holds = |(group, labels): (&&Json, &&Json)| {
            let pod = if self.pod.is_empty() { Some(*group) } else { group.at(self.pod) };
            pod.is_some_and(|pod| holds(pod, Some(labels)))
        };
        groups.len() == labels.len()
            && groups.iter().map(counted).sum::<i64>() >= least
            && groups.iter().zip(&labels).all(holds)
    }
}

/// Reads something in what an object of a store says at some paths: it has to be there, and to hold.
pub(super) fn reads(
    subject: &Subject<'_>,
    paths: fn(&Operated) -> &'static [&'static str],
    holds: impl Fn(&Json) -> bool,
) -> Option<Verdict> {
    let object = &subject.resource.properties;
    let paths = paths(Operated::of(subject.kind())?);
    let said = |path: &&str| {
        let found = all(object, path);
        !found.is_empty() && found.iter().all(|it| holds(it))
    };
    Some(if paths.is_empty() { Verdict::NotApplicable } else { Verdict::of(paths.iter().all(said)) })
}

/// Whether an object has no members at a path but these.
pub(super) fn has_only(object: &Json, path: &str, known: &[&str]) -> bool {
    let plain = |it: &Json| it.as_object().is_some_and(|it| it.iter().all(|(name, _)| known.contains(&name)));
    all(object, path).iter().all(|it| plain(it))
}

/// What stands at a path; `*` is every item of a list, and every member of an object. What is on the way and is neither counts as
/// what stands there.
pub(super) fn all<'a>(object: &'a Json, path: &str) -> Vec<&'a Json> {
    path.split('/')
        .filter(|it| !it.is_empty())
        .fold(vec![object], |found, name| found.into_iter().flat_map(|it| below(it, name)).collect())
}

fn below<'a>(json: &'a Json, name: &str) -> Vec<&'a Json> {
    match json {
        Json::List(items) if name == "*" => items.iter().collect(),
        Json::Object(members) if name == "*" => members.iter().map(|(_, it)| it).collect(),
        Json::Object(members) => members.get(name).filter(|it| **it != Json::Null).into_iter().collect(),
        // What cannot be read is not what is asked for.
        other => vec![other],
    }
}
