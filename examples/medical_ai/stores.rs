//! What the services keep in the cluster: the record of decisions, and sessions. With copies in another region, backups that are read
//! back each month, and somebody who is told when a copy falls behind.

use hc_cdk::{data::Phi, dimension::retention::Years7, prelude::*};
use hc_cdk_k8s::{
    database::PostgresStore,
    monitoring::prelude::*,
    prelude::*,
    secret::{Secret, Store},
    storage::Encrypted,
};

use super::{
    IMAGES, Live,
    site::{Place, Site},
    watch::Watching,
};

const POSTGRES: Image = image!(IMAGES, "postgresql");
const PGBOUNCER: Image = image!(IMAGES, "pgbouncer");
const RESTORE: Image = image!(IMAGES, "postgresql-barman");
const REDIS: Image = image!(IMAGES, "redis");
const SENTINEL: Image = image!(IMAGES, "redis-sentinel");
const EXPORTER: Image = image!(IMAGES, "redis-exporter");

/// The stores of the cluster.
pub(crate) struct Stores {
    /// What was decided, by which model, for whom.
    pub(crate) decisions: PostgresStore<Phi>,
    /// Who works on which patient.
    pub(crate) sessions: ClusterStore<Phi>,
}

/// What stores of a cluster are made on: encrypted disks, and the secrets that somebody else keeps.
pub(crate) struct Kept {
    disks: Encrypted,
    vault: Store,
}

impl Kept {
    pub(crate) fn new(chart: &mut Chart<Live>, zone: &Namespace<Phi>, place: &Place) -> Self {
        let disks = chart.add("StoreDisks", place.disks.clone());
        let reader = chart.add("StoreReader", ServiceAccount::builder().perimeter(zone));
        let vault = SecretStore::builder().account(&reader).keeper(place.logins.clone());
        Self { disks, vault: chart.add("StoreSecrets", vault) }
    }
}

/// Who works on which patient, in the memory of three pods.
pub(crate) fn sessions(chart: &mut Chart<Live>, zone: &Namespace<Phi>, on: &Kept) -> ClusterStore<Phi> {
    let login = ExternalSecret::builder().store(&on.vault).keys("ai/stores", &["password"]);
    let login = chart.add("SessionsLogin", login);
    let sessions = Redis::builder().perimeter(zone).images(REDIS, SENTINEL);
    let sessions = sessions.exporter(EXPORTER).issuer("internal").password(&login);
    let sessions = sessions.resources(cpu!("500m"), memory!("2Gi")).keep(memory!("10Gi"), &on.disks);
    chart.add("Sessions", sessions.evicts(Eviction::LeastRecentlyUsed))
}

/// The stores, their copies in the other region, and the test that reads backups back.
pub(crate) fn stores(chart: &mut Chart<Live>, zone: &Namespace<Phi>, site: &Site) -> Stores {
    let place = site.place();
    let on = Kept::new(chart, zone, &place);
    let secret = |fields: &[&'static str]| ExternalSecret::builder().store(&on.vault).keys("ai/stores", fields);
    let writer = chart.add("BackupWriter", secret(&["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]));
    let s3 = chart.add("S3", Outside::<Phi>::builder().network(site.s3).port(443));
    let archive = Archive::builder().bucket(site.backups, site.region).key(site.backups_key);
    let archive = archive.credentials(&writer).through(&s3).build();

    let login = chart.add("DecisionsLogin", secret(&["username", "password"]));
    let api = chart.add("ClusterApi", Outside::<Phi>::builder().network(site.api).port(443));
    let decisions = PostgresCluster::builder().perimeter(zone).image(POSTGRES).pooled(PGBOUNCER).api(&api);
    let decisions = decisions.resources(cpu!("4"), memory!("16Gi")).keep(memory!("200Gi"), &on.disks);
    let decisions = decisions.database("decisions", &login).backups(archive.clone());
    let decisions = chart.add("DecisionLog", decisions);
    let sessions = sessions(chart, zone, &on);

    let test = RestoreTest::builder().perimeter(zone).of(&decisions).backups(archive).image(RESTORE);
    chart.add("RestoreTest", test.room(memory!("300Gi")).within_hours(4));
    let (place, [bucket, region, key]) = site.far;
    let far = chart.add(place, BackupLocation::builder().bucket(bucket, region).key(key));
    chart.add("Copies", NamespaceCopies::builder().perimeter(zone).location(&far).retention(Years7));
    Stores { decisions, sessions }
}

/// Reads what the stores tell, and tells the one who is on call what of it is wrong.
pub(crate) fn watch(chart: &mut Chart<Live>, stores: &Stores, watching: &Watching, keys: &Secret) {
    for (name, store) in [("Decision", &*stores.decisions), ("Session", &stores.sessions)] {
        let figures = StoreMonitor::builder().target(store).every(span!("15s")).watcher(&watching.prometheus);
        chart.add(format!("{name}StoreFigures"), figures);
    }
    let lag = stores.decisions.measured(&figures::REPLICATION_LAG).highest("replication_lag");
    let lag = lag.worse_above(Seconds(10.0), Seconds(60.0));
    let backed_up = stores.decisions.measured(&figures::BACKED_UP).since("backed_up");
    let waiting = stores.decisions.measured(&figures::POOL_WAITING).highest("pool_waiting");
    let memory = stores.sessions.measured(&figures::REDIS_USED);
    let memory = memory.of(stores.sessions.measured(&figures::REDIS_SIZE), "sessions_memory");
    let memory = memory.worse_above(Percent(75.0), Percent(95.0));
    let board = Board::new("stores", "Stores").row("Health", [lag.line(), waiting.line(), memory.dial()]);
    let pager = Channel::pager("StoresOnCall", &keys.field("pager"));
    let routes = Routes::to(&pager).on(Severity::High, &pager);
    let watch = Watch::builder().runbooks("https://runbooks.example.org/ai").routes(routes).boards([board]);
    let watch = watch.alerts([preset::REPLICATION_LAG.of(&lag), preset::BACKUP_MISSED.of(&backed_up)]);
    let watch = Monitoring::builder().perimeter(&watching.zone).watch(watch);
    chart.add("StoresWatch", watch.of_store(&stores.decisions).of_store(&stores.sessions));
}
