//! Stores that operators run: what is found in one that is weakened, and what whoever connects to one gets.

use hc_cdk::{
    app::App,
    data::Phi,
    date,
    image::Image,
    policy::{Hipaa, Production},
    prelude::*,
    rule::BY_HAND,
    value::Json,
    waiver::Waiver,
};
use hc_cdk_k8s::{
    database::{
        Archive, ClusterStore, MongoDb, MongoStore, PostgresCluster, PostgresStore, Redis, Search, SearchBuilder,
        SearchStore, mongo::USERS, redis::Eviction,
    },
    monitoring::StoreMonitor,
    prelude::*,
    secret::{Keeper, Secret, SecretStore, Store},
    storage::EncryptedStorage,
};

use crate::{
    weaker::{MONGO, REDIS, SEARCH, Weaker},
    weaker_postgres,
};

pub(crate) type Prod = (Hipaa, Production);

pub(crate) const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
pub(crate) const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1a2b";

/// A namespace with what stores take.
pub(crate) struct Clinic {
    pub(crate) chart: Chart<Prod>,
    pub(crate) zone: Namespace<Phi>,
    pub(crate) vault: Store,
}

impl Clinic {
    pub(crate) fn new() -> Self {
        let mut chart = Chart::<Prod>::new("clinic");
        let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
        let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone).build());
        let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "stores" };
        let vault = chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper).build());
        Self { chart, zone, vault }
    }

    pub(crate) fn secret(&mut self, name: &'static str, keys: &[&'static str]) -> Secret {
        let secret = ExternalSecret::builder().store(&self.vault);
        let secret = keys.iter().fold(secret, |it, key| it.key(key, "stores", key));
        self.chart.add(name, secret.build())
    }

    pub(crate) fn archive(&mut self) -> Archive<Phi> {
        let writer = self.secret("Writer", &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
        let s3 = self.chart.add("S3", Outside::<Phi>::builder().network(cidr!("10.20.64.0/20")).port(443).build());
        Archive::builder().bucket("clinic-backups", "us-east-1").key(KEY).credentials(&writer).through(&s3).build()
    }

    pub(crate) fn mongo(&mut self, users: &[&'static str]) -> MongoStore<Phi> {
        let records = self.unread_mongo(users);
        self.read(&records);
        records
    }

    /// The same without anybody who reads its figures.
    pub(crate) fn unread_mongo(&mut self, users: &[&'static str]) -> MongoStore<Phi> {
        self.mongo_of(users, "claims", Some(IMAGE), false)
    }

    /// One with a database of that name, and an exporter that may tell of backups.
    pub(crate) fn mongo_of(
        &mut self,
        users: &[&'static str],
        database: &'static str,
        exporter: Option<Image>,
        tells: bool,
    ) -> MongoStore<Phi> {
        let disks = self.chart.add("Disks", EncryptedStorage::ebs().key(KEY));
        let users = self.secret("Users", users);
        let (key, login) = (self.secret("FileKey", &["encryption-key"]), self.secret("Login", &["password"]));
        let backups = self.archive();
        let records = MongoDb::builder().perimeter(&self.zone).images(IMAGE, IMAGE, IMAGE).users(&users);
        let records = records.resources(cpu!("1"), memory!("4Gi")).keep(memory!("100Gi"), &disks);
        let records = records.encrypted_with(&key).database(database, &login).backups(backups);
        let records = exporter.into_iter().fold(records, hc_cdk_k8s::database::MongoDbBuilder::exporter);
        let records = if tells { records.tells_backups(&self.secret("Told", &["password"])) } else { records };
        self.chart.add("Records", records.build())
    }

    pub(crate) fn read(&mut self, store: &ClusterStore<Phi>) {
        self.chart.add("Read", StoreMonitor::builder().target(store));
    }

    pub(crate) fn redis(&mut self) -> ClusterStore<Phi> {
        let sessions = self.unread_redis();
        self.read(&sessions);
        sessions
    }

    pub(crate) fn unread_redis(&mut self) -> ClusterStore<Phi> {
        let disks = self.chart.add("Disks", EncryptedStorage::ebs().key(KEY));
        let login = self.secret("Login", &["password"]);
        let sessions = Redis::builder().perimeter(&self.zone).images(IMAGE, IMAGE).issuer("internal").password(&login);
        let sessions = sessions.resources(cpu!("500m"), memory!("1Gi")).keep(memory!("10Gi"), &disks);
        let sessions = sessions.exporter(IMAGE).evicts(Eviction::EndsFirst);
        self.chart.add("Sessions", sessions.build())
    }

    pub(crate) fn search(&mut self) -> SearchStore<Phi> {
        let index = self.index_of("9.2.1", Some(IMAGE));
        self.read(&index);
        index
    }

    /// One that tells no figures.
    pub(crate) fn quiet_search(&mut self) -> SearchStore<Phi> {
        self.index_of("9.2.1", None)
    }

    pub(crate) fn index_of(&mut self, version: &'static str, exporter: Option<Image>) -> SearchStore<Phi> {
        let disks = self.chart.add("Disks", EncryptedStorage::ebs().key(KEY));
        let login = self.secret("Login", &["username", "password", "roles"]);
        let backups = self.archive();
        let index = Search::builder().perimeter(&self.zone).image(version, IMAGE).login(&login).backups(backups);
        let index = index.resources(cpu!("2"), memory!("8Gi")).keep(memory!("100Gi"), &disks).indices_stay("logs", 30);
        let index = exporter.into_iter().fold(index, SearchBuilder::exporter);
        self.chart.add("Index", index.build())
    }

    pub(crate) fn postgres(&mut self) -> PostgresStore<Phi> {
        let disks = self.chart.add("Disks", EncryptedStorage::ebs().key(KEY));
        let login = self.secret("Login", &["username", "password"]);
        let backups = self.archive();
        let api = Outside::<Phi>::builder().network(cidr!("10.20.80.0/24")).port(443).build();
        let api = self.chart.add("Api", api);
        let records = PostgresCluster::builder().perimeter(&self.zone).image(IMAGE).backups(backups).api(&api);
        let records = records.resources(cpu!("2"), memory!("8Gi")).keep(memory!("100Gi"), &disks);
        self.chart.add("Records", records.database("claims", &login).pooled(IMAGE).build())
    }

    /// What is found in it with another value at a place of an object.
    pub(crate) fn found_with(mut self, object: &'static str, path: &'static str, value: impl Into<Json>) -> String {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        self.chart.add("Weaker", waiver.property(object, path, value));
        self.found()
    }

    pub(crate) fn found(self) -> String {
        let app = App::new("clinic").stack(self.chart);
        app.synthesize().map_or_else(|findings| findings.to_string(), |_| String::new())
    }

    pub(crate) fn written(self) -> String {
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

pub(crate) use workload;

/// Looks whether all that weakens an object is found.
pub(crate) fn is_found(clinic: impl Fn() -> Clinic, object: &'static str, weaker: &Weaker) {
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
    let configured: Weaker = vec![
        ("data/redis-additional.conf", "tls-port 0\n".into(), "takes connections that are not encrypted"),
        ("data/more.conf", "port 6380\n".into(), "takes connections that are not encrypted"),
    ];
    is_found(clinic, "SessionsSettings", &configured);
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
fn whatever_weakens_a_search_is_found() {
    let clinic = || {
        let mut clinic = Clinic::new();
        clinic.search();
        clinic
    };
    let [nodes, snapshots] = &*SEARCH;
    is_found(clinic, "Index", nodes);
    is_found(clinic, "IndexSnapshots", snapshots);
}

#[test]
fn whatever_weakens_postgresql_is_found() {
    let clinic = || {
        let mut clinic = Clinic::new();
        clinic.postgres();
        clinic
    };
    is_found(clinic, "Records", &weaker_postgres::MEMBERS);
    is_found(clinic, "RecordsArchive", &weaker_postgres::ARCHIVE);
    is_found(clinic, "RecordsDaily", &weaker_postgres::DAILY);
    is_found(clinic, "RecordsPooler", &weaker_postgres::POOLER);
}

#[test]
fn whoever_connects_to_postgresql_reaches_who_shares_connections() {
    let mut clinic = Clinic::new();
    let records = clinic.postgres();
    workload!(clinic, .connect(&records));
    let written = clinic.written();
    for line in [
        "name: RECORDS_HOST\n          value: records-pooler.clinic-clinical.svc\n",
        "name: RECORDS_USERNAME_FILE\n          value: /var/run/secrets/records/username\n",
        "secretName: records-ca",
        "- records-pooler.clinic-clinical.svc\n",
        "name: claims-to-records-pooler\n",
        "name: records-pooler-to-records\n",
        "name: records-pooler-to-api\n",
        "name: records-to-records\n",
        "name: records-to-api\n",
        "name: records-to-s3\n",
        "name: records-from-cnpg-system\n",
        "name: records-asked-from-cnpg-system\n",
        "retentionPolicy: \"30d\"",
    ] {
        assert!(written.contains(line), "no `{line}` in:\n{written}");
    }
    assert!(!written.contains("name: claims-to-records\n"), "{written}");
}

#[test]
fn whoever_connects_to_a_search_gets_what_it_is_known_by() {
    let mut clinic = Clinic::new();
    let index = clinic.search();
    workload!(clinic, .connect(&index));
    let written = clinic.written();
    for line in [
        "name: INDEX_HOST\n          value: index-es-http.clinic-clinical.svc\n",
        "name: INDEX_PORT\n          value: \"9200\"",
        "name: INDEX_USERNAME_FILE\n          value: /var/run/secrets/index/username\n",
        "name: INDEX_PASSWORD_FILE\n          value: /var/run/secrets/index/password\n",
        "secretName: index-es-http-certs-public",
        "name: claims-to-index\n",
        "name: index-to-index\n",
        "name: index-to-s3\n",
        "name: index-from-elastic-system\n",
        "expire_after: \"30d\"",
        "min_age: \"30d\"",
    ] {
        assert!(written.contains(line), "no `{line}` in:\n{written}");
    }
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
        "name: SESSIONS_PASSWORD_FILE\n          value: /var/run/secrets/sessions/password\n",
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
        "name: RECORDS_PASSWORD_FILE\n          value: /var/run/secrets/records/password\n",
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
