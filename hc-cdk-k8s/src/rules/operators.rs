//! The kinds of objects by which operators make the pods of stores.

use hc_cdk::{
    rule::{Subject, Verdict},
    value::Json,
};

use super::operated::{Operated, each};

/// The members of what Redis and its sentinels have in common.
const OF_REDIS: &[&str] =
    &["image", "imagePullPolicy", "imagePullSecrets", "redisSecret", "resources", "updateStrategy"];

/// The kinds.
pub(super) const KINDS: [Operated; 6] = [ELASTIC, MONGO, POOLER, POSTGRES, REPLICATION, SENTINEL];

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
    other_disks: &[],
    images: &["spec/image"],
    containers: &[
        "spec/nodeSets/*/podTemplate/spec/containers/*/securityContext",
        "spec/nodeSets/*/podTemplate/spec/initContainers/*/securityContext",
    ],
    takes: &["spec/nodeSets/*/podTemplate/spec/containers/*/resources"],
    accounts: &["spec/nodeSets/*/podTemplate/spec/serviceAccountName"],
    secrets: &["spec/auth/fileRealm/*/secretName", "spec/secureSettings/*/secretName"],
    makes: &["*-es-elastic-user", "*-es-internal-users"],
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
                "imagePullSecrets",
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

/// What an exporter beside MongoDB is told, and may be told: to ask the member in its own pod, over TLS, and to tell how far members are
/// behind by the names that alerts have for it.
pub(crate) const ASKS_MONGO: [&str; 4] = [
    "--mongodb.uri=mongodb://localhost:27017/admin?tls=true&tlsCAFile=/etc/exporter/ca.crt",
    "--collector.diagnosticdata",
    "--collector.replicasetstatus",
    "--compatible-mode",
];

/// The same with backups.
const ASKS_OR_TELLS: [&str; 5] = {
    let [member, diagnosis, set, names] = ASKS_MONGO;
    [member, diagnosis, set, names, TELLS_BACKUPS]
};

/// What has the exporter tell of backups, the role by which it sees them, and where what makes them keeps its settings, the backups, and
/// who makes them.
pub(crate) const TELLS_BACKUPS: &str = "--collector.pbm";
pub(crate) const SEES_BACKUPS: &str = "seesBackups";
pub(crate) const KEEPS_BACKUPS: [&str; 3] = ["pbmConfig", "pbmBackups", "pbmAgents"];

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
    other_disks: &["spec/replsets/*/hidden", "spec/replsets/*/nonvoting", "spec/sharding/configsvrReplSet"],
    images: &["spec/image", "spec/initImage", "spec/backup/image", "spec/replsets/*/sidecars?/*/image"],
    containers: &[
        "spec/initContainerSecurityContext",
        "spec/replsets/*/containerSecurityContext",
        "spec/replsets/*/sidecars?/*/securityContext",
        "spec/backup/containerSecurityContext",
    ],
    takes: &["spec/replsets/*/resources", "spec/replsets/*/sidecars?/*/resources", "spec/backup/resources"],
    accounts: &["spec/replsets/*/serviceAccountName"],
    secrets: &["spec/secrets/users", "spec/users/*/passwordSecretRef/name"],
    makes: &["internal-*-users"],
    known: &[
        (
            "spec",
            &[
                "backup",
                "crVersion",
                "image",
                "imagePullPolicy",
                "imagePullSecrets",
                "initContainerSecurityContext",
                "initImage",
                "replsets",
                "roles",
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
                "sidecarVolumes",
                "sidecars",
                "size",
                "topologySpreadConstraints",
                "volumeSpec",
            ],
        ),
        (
            "spec/replsets/*/sidecars?/*",
            &["args", "env", "image", "name", "ports", "resources", "securityContext", "volumeMounts"],
        ),
        ("spec/replsets/*/sidecarVolumes?/*", &["name", "secret"]),
        ("spec/replsets/*/sidecarVolumes?/*/secret", &["defaultMode", "items", "secretName"]),
        ("spec/replsets/*/volumeSpec", &["persistentVolumeClaim"]),
        ("spec/backup", &["containerSecurityContext", "enabled", "image", "pitr", "resources", "storages", "tasks"]),
        ("spec/secrets", &["encryptionKey", "users"]),
        ("spec/roles?/*", &["db", "privileges", "role"]),
        ("spec/roles?/*/privileges/*", &["actions", "resource"]),
        ("spec/roles?/*/privileges/*/resource", &["collection", "db"]),
    ],
    named: &[
        ("spec/roles?/*/role", &[SEES_BACKUPS]),
        ("spec/roles?/*/privileges/*/actions/*", &["find"]),
        ("spec/roles?/*/privileges/*/resource/collection", &KEEPS_BACKUPS),
        ("spec/roles?/*/privileges/*/resource/db", &["admin"]),
        ("spec/replsets/*/sidecars?/*/name", &["mongo-exporter"]),
        ("spec/replsets/*/sidecars?/*/args/*", &ASKS_OR_TELLS),
        ("spec/replsets/*/sidecars?/*/env/*/name", &["MONGODB_USER", "MONGODB_PASSWORD"]),
        ("spec/replsets/*/sidecars?/*/volumeMounts/*/name", &["exporter-ca"]),
        ("spec/replsets/*/sidecarVolumes?/*/name", &["exporter-ca"]),
        ("spec/replsets/*/sidecarVolumes?/*/secret/items/*/key", &["ca.crt"]),
    ],
};

const POSTGRES: Operated = Operated {
    kind: "Cluster",
    groups: "spec",
    count: "instances",
    pod: "",
    labels: "spec/inheritedMetadata/labels",
    gives: &[("cnpg.io/cluster", ""), ("cnpg.io/podRole", "instance")],
    claims: "spec/storage/pvcTemplate",
    // The operator takes the class that stands beside the template before that of the template.
    other_disks: &["spec/storage/storageClass", "spec/tablespaces", "spec/walStorage"],
    images: &["spec/imageName"],
    containers: &["spec/securityContext"],
    takes: &["spec/resources"],
    accounts: &[],
    secrets: &["spec/bootstrap/initdb/secret/name"],
    makes: &["*-app", "*-replication", "*-superuser"],
    known: &[
        (
            "spec",
            &[
                "bootstrap",
                "certificates",
                "enablePDB",
                "enableSuperuserAccess",
                "imageName",
                "imagePullSecrets",
                "inheritedMetadata",
                "instances",
                "plugins",
                "podSecurityContext",
                "postgresql",
                "resources",
                "securityContext",
                "storage",
                "topologySpreadConstraints",
            ],
        ),
        ("spec/bootstrap", &["initdb"]),
        ("spec/bootstrap/initdb", &["dataChecksums", "database", "owner", "secret"]),
        ("spec/certificates", &["serverAltDNSNames"]),
        ("spec/plugins/*", &["isWALArchiver", "name", "parameters"]),
        ("spec/postgresql", &["parameters", "pg_hba", "synchronous"]),
        ("spec/storage", &["pvcTemplate"]),
    ],
    named: &[("spec/plugins/*/name", &["barman-cloud.cloudnative-pg.io"])],
};

const POOLER: Operated = Operated {
    kind: "Pooler",
    groups: "spec",
    count: "instances",
    pod: "template/spec",
    labels: "spec/template/metadata/labels",
    gives: &[("cnpg.io/poolerName", ""), ("cnpg.io/podRole", "pooler")],
    claims: "",
    other_disks: &[],
    images: &["spec/template/spec/containers/*/image"],
    containers: &["spec/template/spec/containers/*/securityContext"],
    takes: &["spec/template/spec/containers/*/resources"],
    accounts: &[],
    secrets: &[],
    makes: &[],
    known: &[
        ("spec", &["cluster", "instances", "pgbouncer", "template", "type"]),
        ("spec/pgbouncer", &["parameters", "poolMode"]),
        ("spec/template", &["metadata", "spec"]),
        (
            "spec/template/spec",
            &[
                "automountServiceAccountToken",
                "containers",
                "imagePullSecrets",
                "securityContext",
                "topologySpreadConstraints",
            ],
        ),
        (
            "spec/template/spec/containers/*",
            &["image", "livenessProbe", "name", "readinessProbe", "resources", "securityContext"],
        ),
    ],
    named: &[("spec/template/spec/containers/*/name", &["pgbouncer"])],
};

const REPLICATION: Operated = Operated {
    kind: "RedisReplication",
    groups: "spec",
    count: "clusterSize",
    pod: "",
    labels: "metadata/labels",
    gives: &[("app", ""), ("redis_setup_type", "replication"), ("role", "replication")],
    claims: "spec/storage/volumeClaimTemplate/spec",
    other_disks: &[],
    images: &["spec/kubernetesConfig/image", "spec/redisExporter?/image"],
    containers: &["spec/securityContext", "spec/redisExporter?/securityContext"],
    takes: &["spec/kubernetesConfig/resources", "spec/redisExporter?/resources"],
    accounts: &["spec/serviceAccountName"],
    secrets: &["spec/kubernetesConfig/redisSecret/name"],
    makes: &[],
    known: &[
        (
            "spec",
            &[
                "TLS",
                "clusterSize",
                "kubernetesConfig",
                "pdb",
                "podSecurityContext",
                "redisConfig",
                "redisExporter",
                "securityContext",
                "serviceAccountName",
                "storage",
                "topologySpreadConstraints",
            ],
        ),
        ("spec/kubernetesConfig", OF_REDIS),
        ("spec/redisConfig?", &["additionalRedisConfig", "maxMemoryPercentOfLimit"]),
        ("spec/redisExporter?", &["enabled", "image", "resources", "securityContext"]),
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
    other_disks: &[],
    images: &["spec/kubernetesConfig/image"],
    containers: &["spec/securityContext"],
    takes: &["spec/kubernetesConfig/resources"],
    accounts: &["spec/serviceAccountName"],
    secrets: &[
        "spec/kubernetesConfig/redisSecret/name",
        "spec/redisSentinelConfig/redisReplicationPassword/secretKeyRef/name",
    ],
    makes: &[],
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
}

/// Reads something in what an object of a store says at some paths: it has to be there, and to hold.
pub(super) fn reads(
    subject: &Subject<'_>,
    paths: fn(&Operated) -> &'static [&'static str],
    holds: impl Fn(&Json) -> bool,
) -> Option<Verdict> {
    let object = &subject.resource.properties;
    let paths = paths(Operated::of(subject.kind())?);
    let said = |path: &&str| each(object, path, &holds);
    Some(if paths.is_empty() { Verdict::NotApplicable } else { Verdict::of(paths.iter().all(said)) })
}
