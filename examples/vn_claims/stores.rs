//! The stores of a stage, which operators run in its namespace, their backups, and copies of all of its namespaces in another region.

use hc_cdk::{
    dimension::{backup_retention::BackupRetentionFor, retention::Years7},
    prelude::*,
};
use hc_cdk_k8s::prelude::*;

use super::system::{IMAGES, Stage};

const MONGO: Image = image!(IMAGES, "psmdb");
const MONGO_OPERATOR: Image = image!(IMAGES, "psmdb-operator");
const MONGO_BACKUP: Image = image!(IMAGES, "pbm");
const RESTORE: Image = image!(IMAGES, "psmdb-pbm");
const RESTORE_SEARCH: Image = image!(IMAGES, "elasticsearch-python");
const REDIS: Image = image!(IMAGES, "redis");
const SENTINEL: Image = image!(IMAGES, "redis-sentinel");
const MONGO_EXPORTER: Image = image!(IMAGES, "mongodb-exporter");
const REDIS_EXPORTER: Image = image!(IMAGES, "redis-exporter");
const SEARCH_EXPORTER: Image = image!(IMAGES, "elasticsearch-exporter");
const ELASTIC: Image = image!(IMAGES, "elasticsearch");

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

    // No backup has this password in it, so nobody has to know it.
    let login = chart.add("RedisLogin", GeneratedSecret::builder().perimeter(zone).password("password"));
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
