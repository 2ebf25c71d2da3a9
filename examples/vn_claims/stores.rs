//! The stores of a stage, which operators run in its namespace, their backups, and copies of all of its namespaces in another region.

use hc_cdk::{
    dimension::{backup_retention::BackupRetentionFor, retention::Years7},
    prelude::*,
};
use hc_cdk_k8s::prelude::*;

use super::system::Stage;

const MONGO: Image =
    image!("registry.example/psmdb@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752");
const MONGO_OPERATOR: Image =
    image!("registry.example/psmdb-operator@sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13");
const MONGO_BACKUP: Image =
    image!("registry.example/pbm@sha256:a4e624d686e03ed2767c0abd85c14426b0b1157d2ce81d27bb4fe4f6f01d688a");
const RESTORE: Image =
    image!("registry.example/psmdb-pbm@sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9");
const RESTORE_SEARCH: Image = image!(
    "registry.example/elasticsearch-python@sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13"
);
const REDIS: Image =
    image!("registry.example/redis@sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9");
const SENTINEL: Image =
    image!("registry.example/redis-sentinel@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const MONGO_EXPORTER: Image =
    image!("registry.example/mongodb-exporter@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const REDIS_EXPORTER: Image =
    image!("registry.example/redis-exporter@sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13");
const SEARCH_EXPORTER: Image = image!(
    "registry.example/elasticsearch-exporter@sha256:a4e624d686e03ed2767c0abd85c14426b0b1157d2ce81d27bb4fe4f6f01d688a"
);
const ELASTIC: Image =
    image!("registry.example/elasticsearch@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752");

/// The stores of a stage.
pub(crate) struct Stores<D> {
    pub(crate) records: MongoStore<D>,
    pub(crate) sessions: ClusterStore<D>,
    pub(crate) index: SearchStore<D>,
}

/// The stores, with what of the vault they are opened by. Their backups go to a bucket beside the cluster.
pub(crate) fn stores<P: Policy, D: DataClass + AllowedUnder<P>>(
    chart: &mut Chart<P>,
    zone: &Namespace<D>,
    vault: &Store,
    stage: &Stage,
) -> Stores<D> {
    let secret = |fields: &[&'static str]| ExternalSecret::builder().store(vault).keys("stores", fields);
    let disks = EncryptedStorage::azure("/subscriptions/clinic/diskEncryptionSets/claims");
    let disks = chart.add("StoreDisks", disks);
    let there = Outside::<D>::builder().network(stage.backups).port(443).host(domain!("s3.example.vn"));
    let there = chart.add("Backups", there);
    // Whoever may write to a bucket may read it, so what is read back has one of its own.
    let archives = [("BackupWriter", "vn-claims-backups"), ("SnapshotWriter", "vn-claims-snapshots")];
    let [backups, snapshots] = archives.map(|(writer, bucket)| {
        let writer = chart.add(writer, secret(&["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]));
        Archive::builder().bucket(bucket, "hanoi").key("claims").credentials(&writer).through(&there).build()
    });

    let users = chart.add("MongoUsers", secret(&mongo::USERS));
    let files = chart.add("MongoFiles", secret(&["encryption-key"]));
    let login = chart.add("MongoLogin", secret(&["password"]));
    let records = MongoDb::builder().perimeter(zone).images(MONGO, MONGO_OPERATOR, MONGO_BACKUP).users(&users);
    let records = records.resources(cpu!("1"), memory!("2Gi")).keep(stage.size.clone(), &disks).encrypted_with(&files);
    let told = chart.add("MongoExporterLogin", secret(&["password"]));
    let records = records.database("claims", &login).backups(backups.clone());
    let records = chart.add("Records", records.exporter(MONGO_EXPORTER).tells_backups(&told));
    let test = RestoreTest::builder().perimeter(zone).of(&records).backups(backups).image(RESTORE);
    chart.add("RestoreTest", test.room(stage.size.clone()).within_hours(4));

    let login = chart.add("RedisLogin", secret(&["password"]));
    let sessions = Redis::builder().perimeter(zone).images(REDIS, SENTINEL).issuer("internal").password(&login);
    let sessions = sessions.resources(cpu!("250m"), memory!("512Mi")).keep(memory!("10Gi"), &disks);
    let sessions = chart.add("Sessions", sessions.evicts(Eviction::LeastRecentlyUsed).exporter(REDIS_EXPORTER));

    let login = chart.add("SearchLogin", secret(&["username", "password", "roles"]));
    let index = Search::builder().perimeter(zone).image("9.2.1", ELASTIC).login(&login).backups(snapshots.clone());
    let index = index.resources(cpu!("1"), memory!("2Gi")).keep(stage.size.clone(), &disks);
    let index = chart.add("Index", index.exporter(SEARCH_EXPORTER).indices_stay("logs", 30));
    let test = RestoreTest::builder().perimeter(zone).of(&index).backups(snapshots).image(RESTORE_SEARCH);
    chart.add("IndexRestoreTest", test.room(stage.size.clone()).within_hours(4));
    Stores { records, sessions, index }
}

/// Copies of all that the namespaces of a stage have, logs and configurations too, kept for seven years.
pub(crate) fn copies<P: Policy, D: DataClass, L: DataClass>(
    chart: &mut Chart<P>,
    [clinical, monitoring]: [&Namespace<D>; 2],
    logs: &Namespace<L>,
) where
    Years7: BackupRetentionFor<P>,
{
    let far = BackupLocation::builder().bucket("vn-claims-copies", "danang").key("copies");
    let far = chart.add("DaNang", far.host(domain!("s3.danang.example.vn")));
    for (name, zone) in [("Copies0", clinical), ("Copies1", monitoring)] {
        chart.add(name, NamespaceCopies::builder().perimeter(zone).location(&far).retention(Years7));
    }
    chart.add("LogCopies", NamespaceCopies::builder().perimeter(logs).location(&far).retention(Years7));
}
