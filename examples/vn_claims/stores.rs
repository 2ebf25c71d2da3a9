//! The stores of a stage, which operators run in its namespace, their backups, and copies of all of its namespaces in another region.

use hc_cdk::{
    data::{AllowedUnder, DataClass},
    dimension::{backup_retention::BackupRetentionFor, retention::Years7},
    image::Image,
    literal::cidr::CidrBlock,
    policy::Policy,
    prelude::*,
};
use hc_cdk_k8s::{
    database::{Archive, ClusterStore, MongoDb, Redis, Search, mongo, redis::Eviction},
    literal::quantity::Memory,
    prelude::*,
    recovery::{BackupLocation, NamespaceCopies},
    secret::{Secret, Store},
    storage::EncryptedStorage,
};

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

/// The stores of a stage.
pub(crate) struct Stores<D> {
    pub(crate) records: ClusterStore<D>,
    pub(crate) sessions: ClusterStore<D>,
    pub(crate) index: ClusterStore<D>,
}

/// What stores are made in.
pub(crate) struct Keeping<'a, D: DataClass> {
    pub(crate) zone: &'a Namespace<D>,
    pub(crate) vault: &'a Store,
    /// Where the buckets of backups are.
    pub(crate) backups: CidrBlock,
    /// How large the disk of the records is.
    pub(crate) size: Memory,
}

impl<D: DataClass> Keeping<'_, D> {
    pub(crate) fn stores<P: Policy>(self, chart: &mut Chart<P>) -> Stores<D>
    where
        D: AllowedUnder<P>,
    {
        let zone = self.zone;
        let disks = EncryptedStorage::azure("/subscriptions/clinic/diskEncryptionSets/claims");
        let disks = chart.add("StoreDisks", disks);
        let archive = self.archive(chart);
        let users = self.secret(chart, "MongoUsers", &mongo::USERS);
        let files = self.secret(chart, "MongoFiles", &["encryption-key"]);
        let login = self.secret(chart, "MongoLogin", &["password"]);
        let records = MongoDb::builder().perimeter(zone).images(MONGO, MONGO_OPERATOR, MONGO_BACKUP).users(&users);
        let records = records.resources(cpu!("1"), memory!("2Gi")).keep(self.size.clone(), &disks);
        let records = records.encrypted_with(&files).database("claims", &login).backups(archive.clone());
        let records = chart.add("Records", records.build());

        let login = self.secret(chart, "RedisLogin", &["password"]);
        let sessions = Redis::builder().perimeter(zone).images(REDIS, SENTINEL).issuer("internal").password(&login);
        let sessions = sessions.resources(cpu!("250m"), memory!("512Mi")).keep(memory!("10Gi"), &disks);
        let sessions = chart.add("Sessions", sessions.evicts(Eviction::LeastRecentlyUsed).build());

        let login = self.secret(chart, "SearchLogin", &["username", "password", "roles"]);
        let index = Search::builder().perimeter(zone).image("9.2.1", ELASTIC).login(&login).backups(archive);
        let index = index.resources(cpu!("1"), memory!("2Gi")).keep(self.size.clone(), &disks);
        let index = chart.add("Index", index.indices_stay("logs", 30).build());
        Stores { records, sessions, index }
    }

    /// A secret of the vault, with fields of the same names as its keys.
    fn secret<P: Policy>(&self, chart: &mut Chart<P>, name: &'static str, keys: &[&'static str]) -> Secret {
        let secret = ExternalSecret::builder().perimeter(self.zone).store(self.vault);
        chart.add(name, keys.iter().fold(secret, |it, key| it.key(key, "stores", key)).build())
    }

    /// Where backups go: a bucket beside the cluster.
    fn archive<P: Policy>(&self, chart: &mut Chart<P>) -> Archive<D>
    where
        D: AllowedUnder<P>,
    {
        let writer = self.secret(chart, "BackupWriter", &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
        let there = Outside::<D>::builder().network(self.backups).port(443).host(domain!("s3.example.vn"));
        let there = chart.add("Backups", there.build());
        let archive = Archive::builder().bucket("vn-claims-backups", "hanoi").key("claims");
        archive.credentials(&writer).through(&there).build()
    }
}

/// Copies of all that the namespaces of a stage have, logs and configurations too, kept for seven years.
pub(crate) fn copies<P, D, L>(chart: &mut Chart<P>, zones: &[&Namespace<D>], logs: &Namespace<L>)
where
    P: Policy,
    D: DataClass,
    L: DataClass,
    Years7: BackupRetentionFor<P>,
{
    let far = BackupLocation::builder().bucket("vn-claims-copies", "danang").key("copies");
    let far = chart.add("DaNang", far.host(domain!("s3.danang.example.vn")).build());
    for (place, zone) in zones.iter().enumerate() {
        let copies = NamespaceCopies::builder().perimeter(*zone).location(&far).build();
        chart.add(format!("Copies{place}"), copies.retention(Years7));
    }
    let copies = NamespaceCopies::builder().perimeter(logs).location(&far).build();
    chart.add("LogCopies", copies.retention(Years7));
}
