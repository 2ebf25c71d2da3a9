//! The stores of health-insurance claims, which operators run in a namespace of the cluster, and two services of a mesh that use them.

use std::process::ExitCode;

use hc_cdk::{
    data::Phi,
    image::Image,
    policy::{Production, VnHealth},
    prelude::*,
};
use hc_cdk_k8s::{
    database::{
        Archive, ClusterStore, MongoDb, MongoStore, PostgresCluster, PostgresStore, Redis, Search, SearchStore, mongo,
    },
    monitoring::StoreMonitor,
    prelude::*,
    recovery::{BackupLocation, NamespaceCopies, RestoreTest},
    secret::{Keeper, Secret, SecretStore, Store},
    storage::{Encrypted, EncryptedStorage},
    workload::Traffic,
};

type Prod = (VnHealth, Production);

const CLAIMS: Image =
    image!("registry.example/vn/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const FRONT: Image =
    image!("registry.example/vn/front@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752");
const MONGO: Image =
    image!("registry.example/psmdb@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752");
const MONGO_OPERATOR: Image =
    image!("registry.example/psmdb-operator@sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13");
const MONGO_BACKUP: Image =
    image!("registry.example/pbm@sha256:a4e624d686e03ed2767c0abd85c14426b0b1157d2ce81d27bb4fe4f6f01d688a");
const REDIS: Image =
    image!("registry.example/redis@sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9");
const SENTINEL: Image =
    image!("registry.example/redis-sentinel@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const ELASTIC: Image =
    image!("registry.example/elasticsearch@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752");
const POSTGRES: Image =
    image!("registry.example/postgresql@sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13");
const RESTORE: Image = image!(
    "registry.example/postgresql-barman@sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9"
);
const EXPORTER: Image =
    image!("registry.example/redis-exporter@sha256:a4e624d686e03ed2767c0abd85c14426b0b1157d2ce81d27bb4fe4f6f01d688a");
const PGBOUNCER: Image =
    image!("registry.example/pgbouncer@sha256:a4e624d686e03ed2767c0abd85c14426b0b1157d2ce81d27bb4fe4f6f01d688a");

fn main() -> ExitCode {
    stores().run()
}

/// All of it, up to what the command line makes of it.
pub(crate) fn stores() -> App {
    let mut chart = Chart::<Prod>::new("vn-stores");
    // Each pod has a proxy of the mesh beside it, which may take two cores.
    let zone = Namespace::<Phi>::builder().mesh().quota(cpu!("80"), memory!("128Gi"));
    let zone = chart.add("Clinical", zone);
    let reader = chart.add("SecretReader", ServiceAccount::builder().perimeter(&zone));
    let keeper = Keeper::Vault { server: domain!("vault.example.vn"), path: "claims", role: "stores" };
    let vault = chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper));
    let disks = chart.add("Disks", EncryptedStorage::azure("/subscriptions/clinic/diskEncryptionSets/claims"));
    let there = Outside::<Phi>::builder().network(cidr!("10.40.64.0/20")).port(443).host(domain!("s3.example.vn"));
    let backups = chart.add("Backups", there);
    let mut parts = Parts { chart, zone, vault, disks, backups };

    let archive = parts.archive("BackupWriter", "vn-claims-backups");
    let (records, sessions, index) = (parts.records(&archive), parts.sessions(), parts.index(&archive));
    let archive = parts.archive("PaymentsWriter", "vn-payments-backups");
    let payments = parts.payments(&archive);
    parts.recovery(&payments, archive);
    let Parts { mut chart, zone, .. } = parts;
    let claims = Workload::builder().perimeter(&zone).image(CLAIMS).port(8000).metrics(9090).connect(&records);
    let claims = claims.connect(&sessions).connect(&index).connect(&payments);
    let claims = claims.probes(Probes::http("/health/live", "/health/ready")).resources(cpu!("250m"), memory!("256Mi"));
    let claims = chart.add("Claims", claims.scale(2..=10));
    let front = Workload::builder().perimeter(&zone).image(FRONT).port(8080).connect(&claims).scale(2..=6);
    let front = front.probes(Probes::http("/live", "/ready")).resources(cpu!("100m"), memory!("128Mi"));
    chart.add("Pages", front.traffic(Traffic::default().sticky("claim")));
    App::new("vn-stores").stack(chart)
}

/// What the stores are made in.
struct Parts {
    chart: Chart<Prod>,
    zone: Namespace<Phi>,
    vault: Store,
    disks: Encrypted,
    /// Where the buckets of backups are.
    backups: Outside<Phi>,
}

impl Parts {
    /// A secret of the vault, with fields of the same names as its keys.
    fn secret(&mut self, name: &'static str, at: &'static str, keys: &[&'static str]) -> Secret {
        let secret = ExternalSecret::builder().store(&self.vault);
        self.chart.add(name, keys.iter().fold(secret, |it, key| it.key(key, at, key)))
    }

    /// Where backups go: buckets beside the cluster. Who may write to one may read it, so what is read back has one of its own.
    fn archive(&mut self, writer: &'static str, bucket: &'static str) -> Archive<Phi> {
        let writer = self.secret(writer, bucket, &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
        Archive::builder().bucket(bucket, "hanoi").key("claims").credentials(&writer).through(&self.backups).build()
    }

    fn records(&mut self, archive: &Archive<Phi>) -> MongoStore<Phi> {
        let users = self.secret("MongoUsers", "mongo/users", &mongo::USERS);
        let files = self.secret("MongoFiles", "mongo/files", &["encryption-key"]);
        let login = self.secret("MongoLogin", "mongo/claims", &["password"]);
        let records = MongoDb::builder().perimeter(&self.zone).images(MONGO, MONGO_OPERATOR, MONGO_BACKUP);
        let records = records.resources(cpu!("2"), memory!("8Gi")).keep(memory!("200Gi"), &self.disks);
        let records = records.users(&users).encrypted_with(&files).database("claims", &login).backups(archive.clone());
        self.chart.add("Records", records)
    }

    fn index(&mut self, archive: &Archive<Phi>) -> SearchStore<Phi> {
        let login = self.secret("SearchLogin", "search", &["username", "password", "roles"]);
        let index = Search::builder().perimeter(&self.zone).image("9.2.1", ELASTIC).login(&login);
        let index = index.resources(cpu!("2"), memory!("8Gi")).keep(memory!("100Gi"), &self.disks);
        self.chart.add("Index", index.backups(archive.clone()).indices_stay("logs", 30))
    }

    fn payments(&mut self, archive: &Archive<Phi>) -> PostgresStore<Phi> {
        let login =
            GeneratedSecret::builder().perimeter(&self.zone).password("password").beside("username", "payments");
        let login = self.chart.add("PostgresLogin", login);
        let api = Outside::<Phi>::builder().network(cidr!("10.40.80.0/24")).port(6443);
        let api = self.chart.add("ClusterApi", api);
        let payments = PostgresCluster::builder().perimeter(&self.zone).image(POSTGRES).pooled(PGBOUNCER).api(&api);
        let payments = payments.resources(cpu!("2"), memory!("8Gi")).keep(memory!("100Gi"), &self.disks);
        self.chart.add("Payments", payments.database("payments", &login).backups(archive.clone()))
    }

    /// Copies in another region, and a test that reads the payments back.
    fn recovery(&mut self, payments: &PostgresStore<Phi>, archive: Archive<Phi>) {
        let test = RestoreTest::builder().perimeter(&self.zone).of(payments).backups(archive).image(RESTORE);
        self.chart.add("RestoreTest", test.room(memory!("150Gi")));
        let far = BackupLocation::builder().bucket("vn-claims-copies", "danang").key("copies");
        let far = self.chart.add("DaNang", far.host(domain!("s3.danang.example.vn")));
        self.chart.add("Copies", NamespaceCopies::builder().perimeter(&self.zone).location(&far));
    }

    fn sessions(&mut self) -> ClusterStore<Phi> {
        let login = GeneratedSecret::builder().perimeter(&self.zone).password("password");
        let login = self.chart.add("RedisLogin", login);
        let sessions =
            Redis::builder().perimeter(&self.zone).images(REDIS, SENTINEL).issuer("internal").exporter(EXPORTER);
        let sessions = sessions.resources(cpu!("500m"), memory!("1Gi")).keep(memory!("10Gi"), &self.disks);
        let sessions = self.chart.add("Sessions", sessions.password(&login));
        self.chart.add("SessionsFigures", StoreMonitor::builder().target(&sessions));
        sessions
    }
}
