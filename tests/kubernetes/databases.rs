//! Stores that operators run: what is found in one that is weakened, and what whoever connects to one gets.

use std::sync::LazyLock;

use hc_cdk::{
    app::App,
    data::Phi,
    date,
    image::Image,
    policy::{Hipaa, Production},
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
    waiver::Waiver,
};
use hc_cdk_k8s::{
    database::{Archive, ClusterStore, MongoDb, Redis, mongo::USERS},
    prelude::*,
    secret::{Keeper, Secret, SecretStore, Store},
    storage::EncryptedStorage,
};

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1a2b";

/// A namespace with what stores take.
struct Clinic {
    chart: Chart<Prod>,
    zone: Namespace<Phi>,
    vault: Store,
}

impl Clinic {
    fn new() -> Self {
        let mut chart = Chart::<Prod>::new("clinic");
        let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
        let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone).build());
        let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "stores" };
        let vault = chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper).build());
        Self { chart, zone, vault }
    }

    fn secret(&mut self, name: &'static str, keys: &[&'static str]) -> Secret {
        let secret = ExternalSecret::builder().perimeter(&self.zone).store(&self.vault);
        let secret = keys.iter().fold(secret, |it, key| it.key(key, "stores", key));
        self.chart.add(name, secret.build())
    }

    fn archive(&mut self) -> Archive<Phi> {
        let writer = self.secret("Writer", &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
        let s3 = self.chart.add("S3", Outside::<Phi>::builder().network(cidr!("10.20.64.0/20")).port(443).build());
        Archive::builder().bucket("clinic-backups", "us-east-1").key(KEY).credentials(&writer).through(&s3).build()
    }

    fn mongo(&mut self, users: &[&'static str]) -> ClusterStore<Phi> {
        let disks = self.chart.add("Disks", EncryptedStorage::ebs().key(KEY));
        let users = self.secret("Users", users);
        let (key, login) = (self.secret("FileKey", &["encryption-key"]), self.secret("Login", &["password"]));
        let backups = self.archive();
        let records = MongoDb::builder().perimeter(&self.zone).images(IMAGE, IMAGE, IMAGE).users(&users);
        let records = records.resources(cpu!("1"), memory!("4Gi")).keep(memory!("100Gi"), &disks);
        let records = records.encrypted_with(&key).database("claims", &login).backups(backups);
        self.chart.add("Records", records.build())
    }

    fn redis(&mut self) -> ClusterStore<Phi> {
        let disks = self.chart.add("Disks", EncryptedStorage::ebs().key(KEY));
        let login = self.secret("Login", &["password"]);
        let sessions = Redis::builder().perimeter(&self.zone).images(IMAGE, IMAGE).issuer("internal").password(&login);
        let sessions = sessions.resources(cpu!("500m"), memory!("1Gi")).keep(memory!("10Gi"), &disks);
        self.chart.add("Sessions", sessions.build())
    }

    /// What is found in it with another value at a place of an object.
    fn found_with(mut self, object: &'static str, path: &'static str, value: impl Into<Json>) -> String {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        self.chart.add("Weaker", waiver.property(object, path, value));
        self.found()
    }

    fn found(self) -> String {
        let app = App::new("clinic").stack(self.chart);
        app.synthesize().map_or_else(|findings| findings.to_string(), |_| String::new())
    }

    fn written(self) -> String {
        let files = App::new("clinic").stack(self.chart).synthesize().unwrap();
        String::from_utf8(files[0].bytes.clone()).unwrap()
    }
}

/// A workload, and what else is said of it.
macro_rules! workload {
    ($clinic:expr, $($rest:tt)*) => {{
        let workload = Workload::builder().perimeter(&$clinic.zone).image(IMAGE).port(8080).probes(Probes::tcp());
        let workload = workload.resources(cpu!("200m"), memory!("128Mi"))$($rest)*;
        $clinic.chart.add("Claims", workload.build());
    }};
}

fn object(members: &[(&'static str, Json)]) -> Json {
    members.iter().fold(Object::new(), |object, (name, value)| object.with(*name, value.clone())).into()
}

/// Changes to an object of a store, and what is found then.
type Weaker = Vec<(&'static str, Json, &'static str)>;

static MONGO: LazyLock<Weaker> = LazyLock::new(|| {
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
        ("spec/unsafeFlags", object(&[("tls", true.into())]), confined),
        ("spec/secrets/users", "others".into(), password),
        ("spec/users/0/passwordSecretRef/name", "others".into(), password),
        ("spec/secrets/encryptionKey", "others".into(), files),
        ("spec/replsets/0/configuration", "security:\n  enableEncryption: false\n".into(), files),
        ("spec/replsets/0/configuration", "storage:\n  enableEncryption: true\n".into(), files),
        ("spec/replsets/0/configuration", Json::Null, files),
        ("spec/replsets/0/sidecars", vec![object(&[("name", "shell".into())])].into(), confined),
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
static REDIS: LazyLock<[Weaker; 2]> = LazyLock::new(|| {
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
        ("spec/storage/volumeMount", object(&[("mountPath", Json::Null)]), confined),
        ("spec/storage", Json::Null, disks),
    ];
    [both, keeping]
});

/// Looks whether all that weakens an object is found.
fn is_found(clinic: impl Fn() -> Clinic, object: &'static str, weaker: &Weaker) {
    assert_eq!(clinic().found(), "");
    for (path, value, message) in weaker {
        let found = clinic().found_with(object, path, value.clone());
        assert!(found.contains(message), "no `{message}` for `{path}` = {value:?} of `{object}` in:\n{found}");
    }
}

#[test]
fn whatever_weakens_mongodb_is_found() {
    let clinic = || {
        let mut clinic = Clinic::new();
        clinic.mongo(&USERS);
        clinic
    };
    is_found(clinic, "Records", &MONGO);
}

#[test]
fn whatever_weakens_redis_is_found() {
    let clinic = || {
        let mut clinic = Clinic::new();
        clinic.redis();
        clinic
    };
    let [both, keeping] = &*REDIS;
    is_found(clinic, "Sessions", both);
    is_found(clinic, "Sessions", keeping);
    is_found(clinic, "SessionsSentinels", both);
    let password = "spec/redisSentinelConfig/redisReplicationPassword/secretKeyRef/name";
    let found = clinic().found_with("SessionsSentinels", password, "others");
    assert!(found.contains("has a password that is no secret of the app"), "{found}");
    let schedule: Weaker = vec![
        ("spec/template/ttl", "24h0m0s".into(), "backups are deleted too early"),
        ("spec/schedule", "0 3 * * *".into(), "is backed up more rarely than the policy asks for"),
        ("spec/template/labelSelector/matchLabels/app", "others".into(), "of which there is no backup"),
    ];
    is_found(clinic, "SessionsBackups", &schedule);
}

#[test]
fn whoever_connects_to_redis_reaches_who_takes_writes() {
    let mut clinic = Clinic::new();
    let sessions = clinic.redis();
    workload!(clinic, .connect(&sessions));
    let written = clinic.written();
    for line in [
        "name: SESSIONS_HOST\n          value: sessions-master.clinic-clinical.svc.cluster.local",
        "name: SESSIONS_PORT\n          value: \"6379\"",
        "name: SESSIONS_PASSWORD\n          valueFrom:\n            secretKeyRef:\n              key: password\n              name: login",
        "secretName: sessions-tls",
        "- sessions-master.clinic-clinical.svc.cluster.local\n",
        "name: claims-to-sessions\n",
        "name: sessions-from-clinic-clinical-claims\n",
        "name: sessions-sentinel-to-sessions\n",
        "name: sessions-sentinel-to-sessions-sentinel\n",
        "name: sessions-from-redis-operator\n",
        "name: sessions-sentinel-from-redis-operator\n",
    ] {
        assert!(written.contains(line), "no `{line}` in:\n{written}");
    }
    let key = "- key: ca.crt\n            path: ca.crt";
    assert!(written.contains(key), "{written}");
}

#[test]
fn a_store_finds_what_it_takes_of_its_secrets() {
    let mut clinic = Clinic::new();
    clinic.mongo(&USERS[1..]);
    let found = clinic.found();
    assert!(found.contains("takes keys of `users` that it does not have: MONGODB_BACKUP_USER"), "{found}");
}

#[test]
fn whoever_connects_gets_the_way_the_password_and_what_the_store_is_known_by() {
    let mut clinic = Clinic::new();
    let records = clinic.mongo(&USERS);
    workload!(clinic, .connect(&records));
    let written = clinic.written();
    for line in [
        "name: RECORDS_HOST\n          value: records-rs0.clinic-clinical.svc.cluster.local",
        "name: RECORDS_PORT\n          value: \"27017\"",
        "name: RECORDS_CA_FILE\n          value: /var/run/secrets/records-ca/ca.crt",
        "name: RECORDS_PASSWORD\n          valueFrom:\n            secretKeyRef:\n              key: password\n              name: login",
        "name: claims-to-records\n",
        "name: records-from-clinic-clinical-claims\n",
        "name: records-to-records\n",
        "name: records-to-s3\n",
        "name: records-from-psmdb-operator\n",
        "matchLabels:\n      hc-cdk/store: records",
    ] {
        assert!(written.contains(line), "no `{line}` in:\n{written}");
    }
    let key = "- key: ca.crt\n            path: ca.crt";
    assert!(written.contains(key) && !written.contains("tls.key"), "{written}");
}

#[test]
fn a_password_without_a_connection_is_an_undeclared_way() {
    let mut clinic = Clinic::new();
    clinic.mongo(&USERS);
    let login = clinic.secret("Other", &["password"]);
    workload!(clinic, .secret("PASSWORD", &login, "password"));
    let weaker = "spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/name";
    let found = clinic.found_with("Claims", weaker, "login");
    assert!(found.contains("`clinic/Records`") && found.contains("1 finding"), "{found}");
}

#[test]
fn a_password_is_of_the_namespace_of_its_store() {
    let mut clinic = Clinic::new();
    let records = clinic.mongo(&USERS);
    clinic.zone = clinic.chart.add("Ward", Namespace::<Phi>::builder().build());
    workload!(clinic, .connect(&records));
    let found = clinic.found();
    let message = "connects to `records`, whose password is a secret of the namespace `clinic-clinical`";
    assert!(found.contains(message), "{found}");
}
