//! What weakens an object of a store that an operator runs, and what is found then.

use std::sync::LazyLock;

use hc_cdk::value::{Json, Object};

/// Changes to an object of a store, and what is found then.
pub(crate) type Weaker = Vec<(&'static str, Json, &'static str)>;

fn object(members: &[(&'static str, Json)]) -> Json {
    members.iter().fold(Object::new(), |object, (name, value)| object.with(*name, value.clone())).into()
}

/// Of MongoDB.
pub(crate) static MONGO: LazyLock<Weaker> = LazyLock::new(|| {
    let tls = "takes connections that are not encrypted";
    let confined = "lets its pods have rights, run as root, or have something beside them";
    let files = "does not encrypt its files";
    let bucket = "sends backups to a bucket that does not encrypt them";
    let zones = "has fewer than two pods, has them in one zone";
    let backups = "keeps data of which there is no backup, or of which backups are deleted too early";
    let late = "keeps data that is backed up more rarely than the policy asks for";
    let password = "has a password that is no secret of the app";
    let digest = "has an image that is not named by digest";
    let takes = "does not state what it takes of a node";
    let logs = "says that its logs are kept for fewer days";
    let disks = "keeps data on disks that are not known to be encrypted";
    vec![
        ("spec/tls/mode", "preferTLS".into(), tls),
        ("spec/tls", Json::Null, tls),
        ("spec/replsets/0/configuration", "net:\n  tls:\n    mode: allowTLS\n".into(), tls),
        ("spec/replsets/0/configuration", "net: { tls: { mode: allowTLS } }\n".into(), tls),
        ("spec/replsets/0/configuration", "net:\n  tls:\n    \"mode\": allowTLS\n".into(), tls),
        ("spec/unsafeFlags", object(&[("tls", true.into())]), confined),
        ("spec/replsets/0/configuration", "security:\n  transitionToAuth: true\n".into(), password),
        ("spec/replsets/0/configuration", "setParameter:\n  enableLocalhostAuthBypass: true\n".into(), password),
        ("spec/secrets/users", "others".into(), password),
        ("spec/users/0/passwordSecretRef/name", "others".into(), password),
        ("spec/secrets/encryptionKey", "others".into(), files),
        ("spec/replsets/0/configuration", "security:\n  enableEncryption: false\n".into(), files),
        ("spec/replsets/0/configuration", "storage:\n  enableEncryption: true\n".into(), files),
        ("spec/replsets/0/configuration", Json::Null, files),
        ("spec/replsets/0/sidecars", vec![object(&[("name", "shell".into())])].into(), confined),
        ("spec/replsets/0/sidecars/0/name", "shell".into(), confined),
        ("spec/replsets/0/sidecars/0/args/0", "--mongodb.uri=mongodb://elsewhere".into(), confined),
        ("spec/replsets/0/sidecars/0/env/0/name", "LD_PRELOAD".into(), confined),
        ("spec/replsets/0/sidecars/0/command", vec!["sh"].into(), confined),
        ("spec/replsets/0/sidecars/0/volumeMounts/0/name", "mongod-data".into(), confined),
        ("spec/replsets/0/sidecarVolumes/0/hostPath", object(&[("path", "/".into())]), confined),
        ("spec/replsets/0/sidecarVolumes/0/secret/items/0/key", "tls.key".into(), confined),
        ("spec/replsets/0/sidecars/0/securityContext/runAsUser", 0.into(), confined),
        ("spec/replsets/0/sidecars/0/image", "registry.example/a:1".into(), digest),
        ("spec/replsets/0/sidecars/0/resources", Json::Null, takes),
        ("spec/replsets/0/expose", object(&[("enabled", true.into())]), confined),
        ("spec/replsets/0/containerSecurityContext/privileged", true.into(), confined),
        ("spec/replsets/0/containerSecurityContext/runAsUser", 0.into(), confined),
        ("spec/initContainerSecurityContext", Json::Null, confined),
        ("spec/backup/containerSecurityContext/capabilities/drop", vec!["KILL"].into(), confined),
        ("spec/replsets/0/volumeSpec/hostPath", object(&[("path", "/data".into())]), confined),
        ("spec/image", "registry.example/a:latest".into(), digest),
        ("spec/initImage", Json::Null, digest),
        ("spec/backup/image", "registry.example/a".into(), digest),
        ("spec/replsets/0/resources/limits/memory", "0".into(), takes),
        ("spec/replsets/0/serviceAccountName", "default".into(), "runs as the default account of its namespace"),
        ("spec/replsets/0/size", 2.into(), zones),
        ("spec/replsets/0/topologySpreadConstraints/0/whenUnsatisfiable", "ScheduleAnyway".into(), zones),
        ("spec/replsets/0/labels", object(&[("hc-cdk/store", "other".into())]), zones),
        (
            "spec/replsets/0/labels",
            object(&[("hc-cdk/store", "records".into()), ("hc-cdk/log-retention-days", "30".into())]),
            logs,
        ),
        ("spec/replsets/0/volumeSpec/persistentVolumeClaim/storageClassName", "fast".into(), disks),
        ("spec/replsets/0/volumeSpec/persistentVolumeClaim/volumeName", "fast".into(), disks),
        ("spec/backup/storages/archive/s3/serverSideEncryption/kmsKeyID", "alias/aws/s3".into(), bucket),
        ("spec/backup/storages/archive/s3/insecureSkipTLSVerify", true.into(), bucket),
        ("spec/backup/storages/archive/s3/endpointUrl", "http://minio.example".into(), bucket),
        ("spec/backup/enabled", false.into(), backups),
        ("spec/backup/tasks/0/retention/count", 29.into(), backups),
        ("spec/backup/tasks/0/enabled", false.into(), backups),
        ("spec/backup/tasks/0/storageName", "elsewhere".into(), backups),
        ("spec/backup/pitr/enabled", false.into(), late),
        ("spec/backup/pitr/oplogSpanMin", 241.into(), late),
    ]
});

/// Of Redis, what its sentinels have as well, and what only the pods have that keep something.
pub(crate) static REDIS: LazyLock<[Weaker; 2]> = LazyLock::new(|| {
    let tls = "takes connections that are not encrypted";
    let confined = "lets its pods have rights, run as root, or have something beside them";
    let zones = "has fewer than two pods, has them in one zone";
    let password = "has a password that is no secret of the app";
    let backups = "keeps data of which there is no backup, or of which backups are deleted too early";
    let disks = "keeps data on disks that are not known to be encrypted";
    let both = vec![
        ("spec/TLS", Json::Null, tls),
        ("spec/TLS/secret/secretName", "others".into(), tls),
        ("spec/env", vec![object(&[("name", "TLS_MODE".into()), ("value", "false".into())])].into(), tls),
        ("spec/kubernetesConfig/redisSecret/name", "others".into(), password),
        ("spec/kubernetesConfig/service", object(&[("serviceType", "LoadBalancer".into())]), confined),
        ("spec/sidecars", vec![object(&[("name", "shell".into())])].into(), confined),
        ("spec/hostPort", 6379.into(), confined),
        ("spec/securityContext/runAsNonRoot", false.into(), confined),
        ("spec/securityContext/capabilities/add", vec!["NET_ADMIN"].into(), confined),
        ("spec/kubernetesConfig/image", "registry.example/a:7".into(), "has an image that is not named by digest"),
        ("spec/kubernetesConfig/resources", Json::Null, "does not state what it takes of a node"),
        ("spec/serviceAccountName", "default".into(), "runs as the default account of its namespace"),
        ("spec/clusterSize", 2.into(), zones),
        ("spec/topologySpreadConstraints/0/minDomains", 1.into(), zones),
        ("metadata/labels", object(&[("hc-cdk/store", "other".into())]), zones),
    ];
    let keeping = vec![
        ("spec/storage/volumeClaimTemplate/spec/storageClassName", "fast".into(), disks),
        ("spec/storage/volumeClaimTemplate/spec/selector", object(&[("matchLabels", Json::Null)]), disks),
        (
            "spec/storage/volumeClaimTemplate/metadata",
            object(&[("labels", object(&[("velero.io/exclude-from-backup", "true".into())]))]),
            backups,
        ),
        ("spec/redisExporter/image", "registry.example/a:1".into(), "has an image that is not named by digest"),
        ("spec/redisExporter/image", Json::Null, "has an image that is not named by digest"),
        ("spec/redisExporter/resources", Json::Null, "does not state what it takes of a node"),
        ("spec/redisExporter/securityContext/runAsUser", 0.into(), confined),
        ("spec/redisExporter/env", vec![object(&[("name", "REDIS_EXPORTER_TLS".into())])].into(), confined),
        ("spec/redisConfig/dynamicConfig", vec!["tls-port 0"].into(), tls),
        ("spec/redisConfig/additionalRedisConfig", "others".into(), tls),
        ("spec/storage/volumeMount", object(&[("mountPath", Json::Null)]), confined),
        ("spec/storage", Json::Null, disks),
    ];
    [both, keeping]
});

/// Of Elasticsearch, the nodes and the policy of their snapshots.
pub(crate) static SEARCH: LazyLock<[Weaker; 2]> = LazyLock::new(|| {
    let tls = "takes connections that are not encrypted";
    let confined = "lets its pods have rights, run as root, or have something beside them";
    let zones = "has fewer than two pods, has them in one zone";
    let password = "has a password that is no secret of the app";
    let backups = "keeps data of which there is no backup, or of which backups are deleted too early";
    let late = "keeps data that is backed up more rarely than the policy asks for";
    let disks = "keeps data on disks that are not known to be encrypted";
    let policy = "sends snapshots to buckets that do not encrypt them, or changes more";
    let pods = "spec/nodeSets/0/podTemplate/spec";
    let path = |rest: &str| -> &'static str { Box::leak(format!("{pods}/{rest}").into_boxed_str()) };
    let disabled = object(&[("tls", object(&[("selfSignedCertificate", object(&[("disabled", true.into())]))]))]);
    let nodes = vec![
        ("spec/http", disabled, tls),
        ("spec/nodeSets/0/config", object(&[("xpack.security.http.ssl.enabled", false.into())]), tls),
        (path("containers/0/env/0/name"), "xpack.security.enabled".into(), tls),
        ("spec/auth/fileRealm/0/secretName", "others".into(), password),
        ("spec/auth/disableElasticUser", false.into(), password),
        ("spec/auth/disableElasticUser", Json::Null, password),
        ("spec/secureSettings/0/secretName", "others".into(), password),
        ("spec/auth/roles", vec![object(&[("secretName", "others".into())])].into(), confined),
        (path("containers/0/name"), "shell".into(), confined),
        (path("hostNetwork"), true.into(), confined),
        (path("volumes"), vec![object(&[("hostPath", object(&[("path", "/".into())]))])].into(), confined),
        (path("initContainers/0/securityContext"), object(&[("privileged", true.into())]), confined),
        (path("containers/0/securityContext/allowPrivilegeEscalation"), true.into(), confined),
        (path("containers/0/resources/limits/cpu"), Json::Null, "does not state what it takes of a node"),
        (path("serviceAccountName"), Json::Null, "runs as the default account of its namespace"),
        (path("topologySpreadConstraints/0/maxSkew"), 2.into(), zones),
        ("spec/nodeSets/0/count", 1.into(), zones),
        ("spec/image", "registry.example/a:9".into(), "has an image that is not named by digest"),
        ("spec/nodeSets/0/volumeClaimTemplates/0/spec/storageClassName", "fast".into(), disks),
        ("metadata/labels", object(&[("hc-cdk/store", "other".into())]), backups),
    ];
    let snapshots = "spec/elasticsearch/snapshotLifecyclePolicies/regular";
    let path = |rest: &str| -> &'static str { Box::leak(format!("{snapshots}/{rest}").into_boxed_str()) };
    let snapshots = vec![
        (path("retention/expire_after"), "29d".into(), backups),
        (path("retention"), Json::Null, backups),
        (path("repository"), "elsewhere".into(), backups),
        (path("config"), object(&[("indices", "logs".into())]), backups),
        (path("schedule"), "0 0 3 * * ?".into(), late),
        ("spec/resourceSelector/matchLabels", object(&[("hc-cdk/store", "other".into())]), backups),
        ("spec/elasticsearch/snapshotRepositories/archive/settings/server_side_encryption", false.into(), policy),
        ("spec/elasticsearch/snapshotRepositories/archive/type", "fs".into(), policy),
        ("spec/elasticsearch/securityRoleMappings", object(&[("all", Json::Null)]), policy),
    ];
    [nodes, snapshots]
});
