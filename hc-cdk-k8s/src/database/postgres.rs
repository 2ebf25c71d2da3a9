//! PostgreSQL, which the operator CloudNativePG runs: one member takes writes, and confirms them once another one has them, too.
//!
//! Not for a database whose members are in several clusters. By construction it speaks TLS 1.3 only, writes down who reads and
//! changes what, is backed up every day and, in between, with each piece of its log. What makes these backups is a plugin of the
//! operator, which runs beside each member; who installs the plugin says with which image.

use super::{
    archive::{self, Archive, ArchiveFor},
    figures,
    operated::{MEMBERS, container, image, pod},
    parts::kinds,
    pooler::{self, PORT},
    store::{By, Figures},
};
use crate::network::{Outside, connect};
use hc_cdk::{model::Role, uses::Use};

/// PostgreSQL with data of class `D`.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{database::{Archive, PostgresCluster}, prelude::*, secret::{Keeper, SecretStore}, storage::EncryptedStorage};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// let disks = chart.add("Disks", EncryptedStorage::ebs().key("arn:aws:kms:us-east-1:111122223333:key/1a2b"));
/// let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone));
/// let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "postgres" };
/// let vault = chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper));
/// let secret = || ExternalSecret::builder().store(&vault);
/// let login = secret().key("username", "postgres", "user").key("password", "postgres", "password");
/// let login = chart.add("Login", login);
/// let writer = secret().key("AWS_ACCESS_KEY_ID", "backups", "id").key("AWS_SECRET_ACCESS_KEY", "backups", "key");
/// let writer = chart.add("Writer", writer);
/// let s3 = chart.add("S3", Outside::<Phi>::builder().network(cidr!("10.20.64.0/20")).port(443));
/// let archive = Archive::builder().bucket("clinic-backups", "us-east-1").credentials(&writer).through(&s3)
///     .key("arn:aws:kms:us-east-1:111122223333:key/3c4d").build();
/// let api = chart.add("Api", Outside::<Phi>::builder().network(cidr!("10.20.80.0/24")).port(443));
///
/// let image = image!("registry.example/postgresql@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
/// let records = PostgresCluster::builder().perimeter(&zone).image(image).resources(cpu!("2"), memory!("8Gi"))
///     .keep(memory!("200Gi"), &disks).database("records", &login).backups(archive).api(&api);
/// let records = chart.add("Records", records);
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct PostgresCluster<D: DataClass>(Parts<D>);

super::parts::parts! {
    /// What PostgreSQL is made of.
    pub struct Parts;
    /// PostgreSQL as it is being described.
    pub struct PostgresClusterBuilder => PostgresCluster;
    operator = "cnpg-system";
    needs {
        /// The image of PostgreSQL with its extension `pgaudit`, by digest.
        image(image: impl NamedByDigest) -> Image { image.it().clone() }: PostgresNeedsImage;
        /// The database that workloads use, and the secret whose keys `username` and `password` let them in. The name of the
        /// user is that of the database.
        database(name: &'static str, secret: &(impl ByReference + ?Sized)) -> (&'static str, Secret) { (name, secret.it().clone()) }: DatabaseNeedsPassword;
        /// Where backups go.
        backups(archive: impl ArchiveFor<D>) -> Archive<D> { archive.archive() }: DatabaseNeedsBackups;
        /// The way to the cluster's own interface, by which its members tell the operator how they are.
        api(way: &Outside<D>) -> Outside<D> { way.clone() }: PostgresNeedsApi;
    }
    also { pooled: Option<Image> }
}

impl<D: DataClass, State> PostgresClusterBuilder<D, State> {
    /// Has workloads share connections, by `PgBouncer` in front of what takes writes. Its image is named by digest.
    #[allow(clippy::needless_pass_by_value, reason = "as the setters of a builder take it")]
    pub fn pooled(mut self, image: impl NamedByDigest) -> Self {
        self.pooled = Some(image.it().clone());
        self
    }
}

const KEYS: [&str; 2] = ["username", "password"];
/// Where members answer their operator.
const STATUS: u16 = 8000;
/// The user of its images.
const USER: i64 = 26;
/// The name of the plugin that makes backups.
const PLUGIN: &str = "barman-cloud.cloudnative-pg.io";

/// Its settings. What is audited are statements, without the values bound to them.
const SETTINGS: [(&str, &str); 8] = [
    ("archive_timeout", "5min"),
    ("log_connections", "on"),
    ("log_disconnections", "on"),
    ("password_encryption", "scram-sha-256"),
    ("pgaudit.log", "all, -misc"),
    ("pgaudit.log_catalog", "off"),
    ("pgaudit.log_parameter", "off"),
    ("ssl_min_protocol_version", "TLSv1.3"),
];

/// The first of the lines that say who is let in: nobody without TLS.
const TLS_ONLY: &str = "hostnossl all all all reject";

impl<D: DataClass> Spec for PostgresCluster<D> {
    type Handle = PostgresStore<D>;
    const KIND: &'static str = "PostgresCluster";
    const INVARIANTS: &'static [Rule] = &[
        rule::SPEAKS_TLS_13,
        rule::WRITES_ARE_COPIED,
        rule::STATEMENTS_ARE_AUDITED,
        rule::DATABASE_IS_CONFINED,
        rule::BACKUP_IS_ENCRYPTED,
        rule::STORE_SPEAKS_TLS,
        rule::STORE_ASKS_WHO,
        rule::IMAGE_BY_DIGEST,
        rule::STATES_WHAT_IT_TAKES,
        rule::IN_ITS_NAMESPACE,
        rule::OPENS_NAMED_WAYS,
        rule::ON_ENCRYPTED_DISKS,
        rule::KEY_OF_DISKS,
        rule::DISKS_OUTLIVE_THEIR_PODS,
        rule::BACKED_UP,
        rule::RECOVERED_IN_TIME,
        rule::SURVIVES_ITS_ZONE,
        rule::LOGS_SAY_HOW_LONG,
    ];
}

impl<D: DataClass, P: Policy> Construct<P, Kubernetes> for PostgresCluster<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> PostgresStore<D> {
        let shared = self.0.shared::<P>(name_of(scope));
        self.0.backups.check(scope);
        connect::open(scope, &shared.zone, shared.pods(), &self.0.backups.way());
        let plan = Plan {
            writer: self.0.backups.writer(),
            bucket: self.0.backups.barman(&shared.name),
            region: self.0.backups.region(),
            api: Use::of(&self.0.api),
            image: self.0.image,
            database: self.0.database,
            pooled: self.0.pooled,
        };
        let tells = |pods: &str, port, exports| {
            let pods = pods.to_owned();
            Figures { pods, by: By::Itself, port, port_name: "metrics", exports }
        };
        let answering = declare(scope, &shared, &plan);
        let pooler = plan.pooled.iter().map(|_| tells(&answering.pods, 9127, figures::POOLER));
        let own = tells(&shared.name, 9187, figures::POSTGRES);
        let figures = [own].into_iter().chain(pooler).collect();
        PostgresStore::new(ClusterStore::new(answering, &shared.zone, figures))
    }
}

/// What it is made of, without its class of data as a type.
struct Plan {
    image: Image,
    database: (&'static str, Secret),
    writer: Secret,
    bucket: Object,
    region: &'static str,
    api: Use,
    pooled: Option<Image>,
}

kinds! { ClusterSpecification = "postgresql.cnpg.io/v1/Cluster"; }
kinds! { BackupSpecification = "postgresql.cnpg.io/v1/ScheduledBackup"; }
kinds! { ArchiveSpecification = "barmancloud.cnpg.io/v1/ObjectStore"; }

fn declare(scope: &mut Scope<'_>, shared: &Operated, plan: &Plan) -> Answering {
    let (database, login) = &plan.database;
    shared.reads(scope, login, &KEYS);
    shared.reads(scope, &plan.writer, &archive::KEYS);
    if database.is_empty() || !database.chars().all(|it| it.is_ascii_lowercase() || it == '_') {
        scope.reject(None, format!("has a database called `{database}`"), "use small letters and `_`");
    }
    let (name, zone) = (shared.name.clone(), &shared.zone);
    scope.plays(Role::Store, zone.class);
    zone.check_pulls(scope);
    shared.reached(scope, shared.pods(), PORT, STATUS);
    let asked = format!("{name}-asked-from-{}", shared.operator);
    connect::admit(scope, "Asked", &asked, (zone, shared.pods()), shared.operator, PORT);
    connect::open(scope, zone, shared.pods(), &plan.api);

    let (pods, host) = match &plan.pooled {
        Some(image) => {
            let pods = pooler::declare(scope, shared, image, &plan.api);
            (pods.clone(), pods)
        }
        None => (name.clone(), format!("{name}-rw")),
    };
    let host = format!("{host}.{}.svc", zone.text);
    let metadata = || meta(name.clone(), zone);
    scope.resource("Archive", Custom { metadata: metadata(), spec: ArchiveSpecification(archive_of(shared, plan)) });
    scope.resource("Daily", Custom { metadata: metadata(), spec: BackupSpecification(daily(&name)) });
    let spec = specification(shared, plan, &host);
    scope.resource("", Custom { metadata: metadata(), spec: ClusterSpecification(spec) });
    Answering {
        this: scope.this(),
        pods,
        host,
        port: PORT,
        authority: (format!("{name}-ca"), "ca.crt"),
        variables: vec![("DATABASE", (*database).to_owned())],
        password: (login.name(), vec![("USERNAME", "username"), ("PASSWORD", "password")]),
        name,
        space: zone.space.clone(),
    }
}

fn specification(shared: &Operated, plan: &Plan, host: &str) -> Object {
    let (database, login) = &plan.database;
    let first = Object::new()
        .with("database", *database)
        .with("owner", *database)
        .with("secret", Object::new().with("name", login.name()))
        .with("dataChecksums", true);
    let copies = Object::new().with("method", "any").with("number", 1).with("dataDurability", "required");
    let settings = SETTINGS.iter().fold(Object::new(), |all, (name, value)| all.with(*name, *value));
    let settings =
        Object::new().with("parameters", settings).with("pg_hba", vec![TLS_ONLY]).with("synchronous", copies);
    let plugin = Object::new()
        .with("name", PLUGIN)
        .with("isWALArchiver", true)
        .with("parameters", Object::new().with("barmanObjectName", shared.name.clone()));
    let spec = Object::new()
        .with("imageName", image(&plan.image))
        .with("instances", MEMBERS)
        .with("inheritedMetadata", Object::new().with("labels", shared.labels(shared.pods())))
        .with("bootstrap", Object::new().with("initdb", first))
        .with("postgresql", settings)
        .with("plugins", vec![plugin])
        .with("enablePDB", true)
        .with("enableSuperuserAccess", false)
        .with("topologySpreadConstraints", Operated::spread(shared.pods()))
        .with("podSecurityContext", pod(USER))
        .with("securityContext", container(USER).with("readOnlyRootFilesystem", true))
        .with("resources", shared.takes())
        .with("storage", Object::new().with("pvcTemplate", shared.claim()));
    let spec = shared.zone.pulling(spec);
    match plan.pooled {
        // Who shares connections is known by the certificate of what he asks.
        Some(_) => spec.with("certificates", Object::new().with("serverAltDNSNames", vec![host.to_owned()])),
        None => spec,
    }
}

/// Where backups and pieces of the log go, and for how long they stay.
fn archive_of(shared: &Operated, plan: &Plan) -> Object {
    let days = shared.backups.map_or(30, |it| it.days);
    let amount = || Object::new().with("cpu", "500m").with("memory", "1Gi");
    let region = Object::new().with("name", "AWS_DEFAULT_REGION").with("value", plan.region);
    let beside = Object::new()
        .with("env", vec![region])
        .with("resources", Object::new().with("limits", amount()).with("requests", amount()));
    Object::new()
        .with("configuration", plan.bucket.clone())
        .with("instanceSidecarConfiguration", beside)
        .with("retentionPolicy", format!("{days}d"))
}

/// A whole backup every day.
fn daily(name: &str) -> Object {
    Object::new()
        .with("cluster", Object::new().with("name", name.to_owned()))
        .with("schedule", "0 0 3 * * *")
        .with("immediate", true)
        .with("method", "plugin")
        .with("pluginConfiguration", Object::new().with("name", PLUGIN))
        .with("backupOwnerReference", "self")
}
