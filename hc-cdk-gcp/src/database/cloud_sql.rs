//! PostgreSQL on Cloud SQL.
//!
//! For data that several workloads read and write by queries. By construction
//!
//! - it is encrypted with the key of the perimeter, and so are its backups, which stay in its region,
//! - it has an address in the network of the perimeter and none that the internet knows, and takes no connection without TLS,
//! - whoever logs in is an account of the project, without a password, and each log-in and each statement is recorded (pgaudit),
//! - it is backed up every day, and can be set back to any moment of the last seven days.
//!
//! The records of statements are logs of the project: the sinks of the perimeter keep them. pgaudit records statements once
//! `create extension pgaudit` was run in a database.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{Class, DataClass},
    dimension::{
        PolicyFloor, Position,
        availability::{AvailabilityFor, MultiAz, MultiRegion},
        backup_retention::BackupRetentionFor,
        deletion::{DeletionFor, Protected, Retained},
    },
    model::Role,
    policy::{Dimension, Policy},
    rule::Rule,
    stack::{Scope, Within},
    value::Object,
};
use hc_cdk_manifest::{naming::name_of, object::Custom, tree};

use super::handle::{Facts, SqlStore};
use crate::{
    kinds::{SqlDatabase, SqlInstance},
    naming::{by_name, kept, meta},
    perimeter::{Perimeter, PerimeterFor, Zone},
    rules::{FLAGS, VERSIONS, rule},
    sentences::{SqlIsPrivate, SqlNeedsPerimeter, SqlNeedsVersion},
    stack::Gcp,
};

/// A version of PostgreSQL on Cloud SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SqlVersion {
    /// PostgreSQL 15.
    Postgres15,
    /// PostgreSQL 16.
    Postgres16,
    /// PostgreSQL 17.
    Postgres17,
}

impl SqlVersion {
    const fn name(self) -> &'static str {
        let [first, second, third] = VERSIONS;
        match self {
            Self::Postgres15 => first,
            Self::Postgres16 => second,
            Self::Postgres17 => third,
        }
    }
}

/// A database for data of class `D`, which its perimeter says.
///
/// `A` is its availability, `B` for how long its backups are kept, `X` what happens to it when it leaves the program.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_gcp::{prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
/// let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
/// let project = stack.add("Project", project);
/// let key = stack.add("Key", CryptoKey::builder().project(&project));
/// let audit = stack.add("Audit", AuditSink::builder().key(&key));
/// let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16"));
/// let network = stack.add("Network", network);
/// let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
/// let clinical = stack.add("Clinical", clinical);
/// let patients = CloudSql::builder().perimeter(&clinical).version(SqlVersion::Postgres17).machine(4, 16);
/// let patients = stack.add("Patients", patients);
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct CloudSql<D: DataClass, A = PolicyFloor, B = PolicyFloor, X = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<(A, B, X)>,
}

hc_cdk::builder! {
    /// What a database is made of.
    pub struct Parts<D: DataClass>;
    /// A database that is being described.
    pub struct CloudSqlBuilder => CloudSql<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: SqlNeedsPerimeter;
        /// Its version.
        version(version: SqlVersion) -> SqlVersion { version }: SqlNeedsVersion;
    }
    may {
        /// Its machine: how many processors, and how many GiB of memory.
        machine(processors: u16, gib: u16) -> (u16, u16) { (processors, gib) } = (2, 8);
        /// With how many GiB of disk it begins. It grows by itself.
        storage_gib(gib: u32) -> u32 { gib } = 100;
        /// The name of the database that it begins with.
        database_name(name: &'static str) -> &'static str { name } = "main";
    }
    never { public_address: SqlIsPrivate }
    positions CloudSql {
        /// What may fail without the database failing, instead of what the policy asks for.
        availability: A,
        /// How long its backups are kept, instead of what the policy asks for: 365 days at most.
        backup_retention: B,
        /// What happens to it when it leaves the program, instead of what the policy asks for.
        deletion: X,
    }
}

impl<D: DataClass, A, B, X> Spec for CloudSql<D, A, B, X> {
    type Handle = SqlStore<D>;
    const KIND: &'static str = "CloudSql";
    const INVARIANTS: &'static [Rule] = &[
        rule::SQL_HAS_THE_CUSTOMERS_KEY,
        rule::SQL_IS_PRIVATE,
        rule::SQL_SPEAKS_TLS,
        rule::SQL_KEEPS_BACKUPS,
        rule::SQL_IS_RESTORED_IN_TIME,
        rule::SQL_HAS_ZONES,
        rule::SQL_RECORDS_STATEMENTS,
        rule::SQL_ASKS_THE_PROJECT,
        rule::STORE_STAYS,
        rule::IN_ITS_REGION,
        rule::IN_ITS_PROJECT,
    ];
}

impl<D, A, B, X, P> Construct<P, Gcp> for CloudSql<D, A, B, X>
where
    D: DataClass,
    A: AvailabilityFor<P>,
    B: BackupRetentionFor<P>,
    X: DeletionFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Gcp>) -> SqlStore<D> {
        let Parts { perimeter, version, machine, storage_gib, database_name } = &self.parts;
        let request = Request {
            version: *version,
            machine: *machine,
            storage_gib: *storage_gib,
            database_name,
            availability: A::POSITION,
            backup_days: B::POSITION.days(),
            deletion: X::POSITION,
        };
        scope.stands_at(Dimension::availability, A::POSITION);
        scope.stands_at(Dimension::backup_retention, B::POSITION);
        scope.stands_at(Dimension::deletion, X::POSITION);
        SqlStore::new(declare(scope, D::CLASS, &perimeter.zone, &request))
    }
}

/// What is asked of a database, as values.
struct Request {
    version: SqlVersion,
    machine: (u16, u16),
    storage_gib: u32,
    database_name: &'static str,
    availability: Position,
    backup_days: u32,
    deletion: Position,
}

fn declare(scope: &mut Scope<'_>, class: Class, zone: &Zone, request: &Request) -> Facts {
    scope.plays(Role::Store, class);
    judge(scope, request);
    let name = name_of(scope);
    zone.key.serves(scope, "gcp-sa-cloud-sql");
    let spec = specification(scope.region(), zone, request);
    let metadata = kept(meta(name.clone(), zone.home()), request.deletion >= Retained::POSITION);
    let made = scope.resource("", Custom { metadata, spec: SqlInstance(spec) });
    // Without the connection there is no private address that it could get, and without the right to its key it cannot be made.
    scope.stands_on(&zone.network.services);
    scope.after(&made, "KeyUse");
    let spec = tree! { instanceRef: by_name(&made.id()), resourceID: request.database_name, deletionPolicy: "ABANDON" };
    scope.resource("Database", Custom { metadata: meta(name.clone(), zone.home()), spec: SqlDatabase(spec) });
    Facts {
        this: scope.this(),
        name,
        region: scope.region(),
        database_name: request.database_name,
        instance: made.id(),
        network: zone.network.id.clone(),
        stores: zone.network.plan.stores,
        home: zone.home().clone(),
    }
}

/// What only values show to be wrong.
fn judge(scope: &mut Scope<'_>, request: &Request) {
    let (processors, gib) = request.machine;
    let even = processors == 1 || processors.is_multiple_of(2) && (2..=96).contains(&processors);
    // From 0.9 to 6.5 GiB for each processor, and at least 3.75.
    let fits = gib >= 4
        && u32::from(gib) * 10 >= u32::from(processors) * 9
        && u32::from(gib) * 2 <= u32::from(processors) * 13;
    if !even || !fits {
        let message = format!("has a machine of {processors} processors and {gib} GiB, which Cloud SQL does not have");
        scope.reject(None, message, "take 1 processor or an even number up to 96, and from 0.9 to 6.5 GiB for each");
    }
    if request.backup_days > 365 {
        let message =
            format!("keeps backups for {} days, and Cloud SQL keeps them for 365 at most", request.backup_days);
        scope.reject(
            None,
            message,
            "have what must stay longer copied to a bucket that keeps it, and sign for the rest",
        );
    }
    if request.availability >= MultiRegion::POSITION {
        let help = "a database on Cloud SQL survives the loss of a zone: have a second one in another region";
        scope.reject(None, "is in one region, and its position is `MultiRegion`", help);
    }
}

fn specification(region: &'static str, zone: &Zone, request: &Request) -> Object {
    let (processors, gib) = request.machine;
    let flag = |(name, value): &(&'static str, &'static str)| tree! { name: *name, value: *value };
    tree! {
        databaseVersion: request.version.name(),
        region: region,
        encryptionKMSCryptoKeyRef: by_name(&zone.key.id),
        settings: {
            tier: format!("db-custom-{processors}-{}", u32::from(gib) * 1024),
            edition: "ENTERPRISE",
            availabilityType: if request.availability >= MultiAz::POSITION { "REGIONAL" } else { "ZONAL" },
            diskType: "PD_SSD",
            diskSize: request.storage_gib,
            diskAutoresize: true,
            deletionProtectionEnabled: request.deletion >= Protected::POSITION,
            ipConfiguration: {
                ipv4Enabled: false,
                privateNetworkRef: by_name(&zone.network.id),
                sslMode: "ENCRYPTED_ONLY",
            },
            backupConfiguration: backups(region, request.backup_days),
            databaseFlags: FLAGS.iter().map(flag).collect::<Vec<_>>(),
            insightsConfig: { queryInsightsEnabled: true, recordClientAddress: true },
        },
    }
}

/// A backup every night, and what it takes to go back to any moment between.
fn backups(region: &'static str, days: u32) -> Object {
    tree! {
        enabled: true,
        startTime: "03:00",
        location: region,
        pointInTimeRecoveryEnabled: true,
        transactionLogRetentionDays: 7,
        backupRetentionSettings: { retainedBackups: days, retentionUnit: "COUNT" },
    }
}
