//! MongoDB, which the operator of Percona runs: a replica set of three members in different zones.
//!
//! Not for a sharded cluster, nor for one whose members are in several clusters. By construction it takes TLS only, encrypts its
//! files with a key of the program's, and is backed up every day and, in between, to the minute that the policy asks for.

use super::{
    archive::{self, Archive, ArchiveFor},
    exporter, figures,
    operated::{MEMBERS, container, image, pod},
    parts::kinds,
    store::{By, Figures, password},
};
use crate::network::connect;

/// MongoDB with data of class `D`.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{database::{Archive, MongoDb, mongo::USERS}, prelude::*, secret::{Keeper, SecretStore}, storage::EncryptedStorage};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// let disks = chart.add("Disks", EncryptedStorage::ebs().key("arn:aws:kms:us-east-1:111122223333:key/1a2b"));
/// let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone));
/// let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "mongo" };
/// let vault = chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper));
/// let secret = || ExternalSecret::builder().store(&vault);
/// let users = USERS.iter().fold(secret(), |it, key| it.key(key, "mongo/users", key));
/// let users = chart.add("Users", users);
/// let key = chart.add("FileKey", secret().key("encryption-key", "mongo/files", "key"));
/// let login = chart.add("Login", secret().key("password", "mongo/claims", "password"));
/// let writer = secret().key("AWS_ACCESS_KEY_ID", "backups", "id").key("AWS_SECRET_ACCESS_KEY", "backups", "key");
/// let writer = chart.add("Writer", writer);
/// let s3 = chart.add("S3", Outside::<Phi>::builder().network(cidr!("10.20.64.0/20")).port(443));
/// let archive = Archive::builder().bucket("clinic-backups", "us-east-1").credentials(&writer).through(&s3)
///     .key("arn:aws:kms:us-east-1:111122223333:key/3c4d").build();
///
/// let image = image!("registry.example/mongod@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
/// let records = MongoDb::builder().perimeter(&zone).images(image.clone(), image.clone(), image)
///     .resources(cpu!("1"), memory!("4Gi")).keep(memory!("100Gi"), &disks)
///     .users(&users).encrypted_with(&key).database("claims", &login).backups(archive);
/// let records = chart.add("Records", records);
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct MongoDb<D: DataClass>(Parts<D>);

super::parts::parts! {
    /// What MongoDB is made of.
    pub struct Parts;
    /// MongoDB as it is being described.
    pub struct MongoDbBuilder => MongoDb;
    operator = "psmdb-operator";
    needs {
        /// The images of MongoDB, of the operator, which prepares each pod, and of what makes backups, by digest.
        images(mongo: impl NamedByDigest, operator: impl NamedByDigest, backup: impl NamedByDigest) -> [Image; 3] {
            [mongo.it().clone(), operator.it().clone(), backup.it().clone()]
        }: MongoDbNeedsImages;
        /// The secret with the names and passwords by which the operator looks after it: its keys are [`USERS`]. Like each of
        /// its passwords it is kept outside the cluster, since a backup has them in it: a cluster that is made anew has to know them.
        users(secret: &(impl KeptOutside + ?Sized)) -> Secret { secret.it().clone() }: MongoDbNeedsUsers;
        /// The secret whose key `encryption-key` encrypts its files: 32 bytes in base64. It is never replaced while there is data.
        encrypted_with(secret: &(impl KeptOutside + ?Sized)) -> Secret { secret.it().clone() }: MongoDbNeedsKey;
        /// The database that workloads use, and the secret whose key `password` lets them in. Their user has its name.
        database(name: &'static str, secret: &(impl KeptOutside + ?Sized)) -> (&'static str, Secret) { (name, secret.it().clone()) }: DatabaseNeedsPassword;
        /// Where backups go.
        backups(archive: impl ArchiveFor<D>) -> Archive<D> { archive.archive() }: DatabaseNeedsBackups;
    }
    also { exporter: Option<Image>, told: Option<Secret> }
}

impl<D: DataClass, State> MongoDbBuilder<D, State> {
    /// Has it tell its figures, by `mongodb_exporter` of Percona beside each of its pods. The image is named by digest.
    ///
    /// The exporter asks the member that it is beside over TLS, as the user `MONGODB_CLUSTER_MONITOR_USER` of [`USERS`]. It reads its password
    /// in its environment, and nowhere else.
    #[allow(clippy::needless_pass_by_value, reason = "as the setters of a builder take it")]
    pub fn exporter(mut self, image: impl NamedByDigest) -> Self {
        self.exporter = Some(image.it().clone());
        self
    }

    /// Has the exporter tell when the last backup was made, too: `figures::MONGO_BACKED_UP`. The key `password` of the secret lets it in.
    ///
    /// It asks as a user of its own then, `exporter`, who reads how the members are and their log of writes, as the user for monitoring
    /// does, and of what makes backups the settings, the backups and who makes them; no collection of the application's. The settings have
    /// the keys of the bucket in them, and without them the exporter tells of no backup. Users with roles of their own take version 1.18 of
    /// the operator.
    pub fn tells_backups(mut self, secret: &(impl KeptOutside + ?Sized)) -> Self {
        self.told = Some(secret.it().clone());
        self
    }
}

/// The keys of the secret by which the operator looks after it.
pub const USERS: [&str; 10] = [
    "MONGODB_BACKUP_USER",
    "MONGODB_BACKUP_PASSWORD",
    "MONGODB_CLUSTER_ADMIN_USER",
    "MONGODB_CLUSTER_ADMIN_PASSWORD",
    "MONGODB_CLUSTER_MONITOR_USER",
    "MONGODB_CLUSTER_MONITOR_PASSWORD",
    "MONGODB_DATABASE_ADMIN_USER",
    "MONGODB_DATABASE_ADMIN_PASSWORD",
    "MONGODB_USER_ADMIN_USER",
    "MONGODB_USER_ADMIN_PASSWORD",
];

/// The key of the secret that encrypts files.
const FILE_KEY: &str = "encryption-key";
const PASSWORD: &str = "password";
const PORT: u16 = 27017;
/// The user of its images.
const USER: i64 = 1001;
/// The name of its replica set, which is a part of the names of its hosts.
const SET: &str = "rs0";
/// The name of the place of backups.
const ARCHIVE: &str = "archive";

/// Who connects need not have a certificate: he has a password, and sees the certificate of the server. Files are encrypted.
const CONFIGURATION: &str = "net:
  tls:
    allowConnectionsWithoutCertificates: true
security:
  enableEncryption: true
  encryptionCipherMode: AES256-GCM
";

impl<D: DataClass> Spec for MongoDb<D> {
    type Handle = MongoStore<D>;
    const KIND: &'static str = "MongoDb";
    const INVARIANTS: &'static [Rule] = holds!(STORE_ENCRYPTS_ITS_FILES, BACKUP_IS_ENCRYPTED);
}

impl<D: DataClass, P: Policy> Construct<P, Kubernetes> for MongoDb<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> MongoStore<D> {
        let shared = self.0.shared::<P>(name_of(scope));
        self.0.backups.check(scope);
        connect::open(scope, &shared.zone, shared.pods(), &self.0.backups.way());
        let bucket = self.0.backups.s3(&shared.name);
        let plan = Plan {
            images: self.0.images,
            users: self.0.users,
            key: self.0.encrypted_with,
            database: self.0.database,
            writer: self.0.backups.writer(),
            bucket,
            exporter: self.0.exporter,
            told: self.0.told,
        };
        let exports = if plan.told.is_some() { figures::MONGO_AND_BACKUPS } else { figures::MONGO };
        let figures = plan.exporter.as_ref().map(|_| Figures {
            pods: shared.name.clone(),
            by: By::Itself,
            port: exporter::PORT,
            port_name: exporter::PORT_NAME,
            exports,
        });
        let store = ClusterStore::new(declare(scope, &shared, &plan), &shared.zone, figures.into_iter().collect());
        MongoStore::new(store)
    }
}

/// What it is made of, without its class of data as a type.
struct Plan {
    images: [Image; 3],
    users: Secret,
    key: Secret,
    database: (&'static str, Secret),
    writer: Secret,
    bucket: Object,
    exporter: Option<Image>,
    told: Option<Secret>,
}

kinds! { MongoSpecification = "psmdb.percona.com/v1/PerconaServerMongoDB"; }

fn declare(scope: &mut Scope<'_>, shared: &Operated, plan: &Plan) -> Answering {
    let (database, login) = &plan.database;
    shared.reads(scope, &plan.users, &USERS);
    shared.reads(scope, &plan.key, &[FILE_KEY]);
    shared.reads(scope, login, &[PASSWORD]);
    shared.reads(scope, &plan.writer, &archive::KEYS);
    if database.is_empty() || !database.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-')) {
        scope.reject(None, format!("has a database called `{database}`"), "use letters, digits, `-` and `_`");
    }
    if let Some(told) = &plan.told {
        shared.reads(scope, told, &[PASSWORD]);
        if plan.exporter.is_none() {
            scope.reject(None, "tells of its backups by no exporter", "say which one that is: `.exporter(image)`");
        }
        if *database == exporter::OWN {
            scope.reject(
                None,
                format!("has a database called `{database}`, as the user of its exporter is"),
                "call it otherwise",
            );
        }
    }
    let account = shared.stands(scope, PORT, PORT);
    let spec = specification(shared, plan, account);
    scope.resource("", Custom { metadata: meta(shared.name.clone(), &shared.zone), spec: MongoSpecification(spec) });
    let (name, space) = (shared.name.clone(), shared.zone.space.clone());
    Answering {
        this: scope.this(),
        pods: name.clone(),
        // Its certificate has the whole name.
        host: format!("{name}-{SET}.{}.svc.cluster.local", space.text),
        port: PORT,
        authority: (format!("{name}-ssl"), "ca.crt"),
        variables: vec![
            ("DATABASE", (*database).to_owned()),
            ("USERNAME", (*database).to_owned()),
            ("REPLICA_SET", SET.to_owned()),
        ],
        password: password(login, PASSWORD),
        name,
        space,
    }
}

fn specification(shared: &Operated, plan: &Plan, account: Value<String>) -> Object {
    let [mongo, operator, _] = &plan.images;
    let (database, login) = &plan.database;
    let own = plan.told.as_ref().map(|told| user(exporter::OWN, told, &exporter::ROLES));
    let users: Vec<Object> = [user(database, login, &[("readWrite", database)])].into_iter().chain(own).collect();
    let secrets = Object::new().with("users", plan.users.name()).with("encryptionKey", plan.key.name());
    let spec = Object::new()
        .with("image", image(mongo))
        .with("initImage", image(operator))
        .with("initContainerSecurityContext", container(USER))
        .with("updateStrategy", "SmartUpdate")
        // Another image is a change of the program.
        .with("upgradeOptions", Object::new().with("apply", "disabled"))
        .with("tls", Object::new().with("mode", "requireTLS"))
        .with("secrets", secrets)
        .with("users", users)
        .with("replsets", vec![members(shared, plan, account)])
        .with("backup", backup(shared, plan));
    let spec = if plan.told.is_some() { spec.with("roles", vec![exporter::role()]) } else { spec };
    shared.zone.pulling(spec)
}

/// A user whom the operator makes, by the key `password` of a secret, with roles by their names and databases.
fn user(name: &'static str, secret: &Secret, roles: &[(&'static str, &'static str)]) -> Object {
    let roles = roles.iter().map(|(name, of)| Object::new().with("name", *name).with("db", *of));
    Object::new()
        .with("name", name)
        .with("db", "admin")
        .with("passwordSecretRef", Object::new().with("name", secret.name()).with("key", PASSWORD))
        .with("roles", roles.collect::<Vec<_>>())
}

fn members(shared: &Operated, plan: &Plan, account: Value<String>) -> Object {
    let members = Object::new()
        .with("name", SET)
        .with("size", MEMBERS)
        .with("labels", shared.labels(shared.pods()))
        .with("serviceAccountName", account)
        .with("configuration", CONFIGURATION)
        .with("affinity", Object::new().with("antiAffinityTopologyKey", "kubernetes.io/hostname"))
        .with("topologySpreadConstraints", Operated::spread(shared.pods()))
        .with("podDisruptionBudget", Object::new().with("maxUnavailable", 1))
        .with("podSecurityContext", pod(USER))
        .with("containerSecurityContext", container(USER))
        .with("resources", shared.takes())
        .with("volumeSpec", Object::new().with("persistentVolumeClaim", shared.claim()));
    match &plan.exporter {
        Some(image) => {
            let told = plan.told.as_ref();
            let who = told.map_or(exporter::Who::Monitor(&plan.users), |it| exporter::Who::Own(it, PASSWORD));
            exporter::beside(members, image, &shared.name, who)
        }
        None => members,
    }
}

/// A whole backup a day, and what happens in between, every so many minutes.
fn backup(shared: &Operated, plan: &Plan) -> Object {
    let [.., image_of_backup] = &plan.images;
    let (days, minutes) = shared.backups.map_or((30, 10), |it| (it.days, it.minutes.min(10)));
    let kept = Object::new().with("type", "count").with("count", i64::from(days)).with("deleteFromStorage", true);
    let daily = Object::new()
        .with("name", "daily")
        .with("enabled", true)
        .with("schedule", "0 3 * * *")
        .with("storageName", ARCHIVE)
        .with("compressionType", "gzip")
        .with("retention", kept);
    let between =
        Object::new().with("enabled", true).with("oplogSpanMin", i64::from(minutes)).with("compressionType", "gzip");
    let place = Object::new().with("type", "s3").with("main", true).with("s3", plan.bucket.clone());
    Object::new()
        .with("enabled", true)
        .with("image", image(image_of_backup))
        .with("containerSecurityContext", container(USER))
        .with("resources", Object::new().with("limits", amount()).with("requests", amount()))
        .with("storages", Object::new().with(ARCHIVE, place))
        .with("pitr", between)
        .with("tasks", vec![daily])
}

/// What making backups takes.
fn amount() -> Object {
    Object::new().with("cpu", "500m").with("memory", "1Gi")
}
