//! A relational database: PostgreSQL or MySQL on RDS, or Aurora for PostgreSQL.
//!
//! For data that several workloads read and write by queries. Not for files, which a `SecureBucket` keeps. By construction
//!
//! - storage, backups, logs, performance data and the credentials that RDS makes are encrypted with the key of the perimeter,
//! - it lives in the network's subnets for stores, has no public address, and only workloads that are connected to it reach it,
//! - connections without TLS, or with an older version than the policy's, are refused,
//! - each log-in, and each statement that reads or changes, is recorded (pgaudit, or the audit plugin of MySQL), and
//!   every log is exported,
//! - its password is made by RDS itself, kept in Secrets Manager and replaced every seven days, unless the program names a secret,
//! - each workload that is connected to it is a user of its own, by its role, and whoever administers it says so,
//! - it is backed up by RDS to any second of the last days (35 at most), and by the perimeter's backup plan, if that has one, beyond.
//!
//! RDS names the log groups after the identifier of the database, so that they can only be declared, encrypted and kept
//! if the identifier is fixed: `stack-path`, in lower case. The price is that CloudFormation cannot replace the database:
//! it would need a second one of the same name, so the change fails instead (of the key or the name of the database,
//! say), and the database stays as it is. To replace it on purpose, declare one of another name and move the data. Logs
//! that were kept after a stack was deleted have to be renamed or deleted before a stack of that name is made again.
//!
//! Enhanced monitoring writes to `RDSOSMetrics`, one log group for all databases of an account and region, which RDS makes
//! itself and which no single stack can own. It holds figures of the operating system and no data.
//!
//! pgaudit records statements from the start; its records of schema changes have their full detail once
//! `create extension pgaudit` was run in a database.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{Class, DataClass},
    dimension::{
        PolicyFloor, availability::AvailabilityFor, backup_retention::BackupRetentionFor, deletion::DeletionFor,
    },
    model::Role,
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};

use super::{
    cluster,
    engine::{Engine, Family, IsEngine, Log},
    handle::{Database, Facts, Server},
    instance,
    instance_class::{InstanceClass, IsInstanceClass},
    judge,
    request::{Asked, Beginning, Request, Surroundings},
    snapshot::{IsSnapshot, Snapshot},
};
use crate::{
    audit::log_group,
    cfn::{iam::Role as IamRole, rds},
    iam::service_role,
    network::SecurityGroup,
    parameters::StorageGib,
    perimeter::{Perimeter, PerimeterFor},
    rule,
    secrets::SecretHandle,
    sentences::{DatabaseHasItsOwnGroup, DatabaseIsIsolated, DatabaseNeedsEngine, DatabaseNeedsPerimeter},
    stack::Aws,
};

/// A database for data of class `D`, which its perimeter says.
///
/// `A` is its availability, `B` for how long its backups are kept, `X` what happens to it when it leaves the program.
///
/// ```
/// use hc_cdk::{data::Phi, dimension::backup_retention::Days35, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
///
/// let patients = EncryptedDatabase::builder()
///     .perimeter(&clinical)
///     .engine(Postgres::V17)
///     .instance_class(InstanceClass::R6gXlarge)
///     .storage_gib(200)
///     .database_name("patients")
///     .build();
/// let patients = stack.add("Patients", patients);
/// stack.output("PatientsHost", "Where patients' records are", patients.endpoint());
///
/// let billing = EncryptedDatabase::builder().perimeter(&clinical).engine(Mysql::V8_4);
/// stack.add("Billing", billing);
///
/// let images = EncryptedDatabase::builder().perimeter(&clinical).engine(AuroraPostgres::V17);
/// stack.add("Images", images);
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct EncryptedDatabase<D: DataClass, A = PolicyFloor, B = PolicyFloor, X = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<(A, B, X)>,
}

hc_cdk::builder! {
    /// What a database is made of.
    pub struct Parts<D: DataClass>;
    /// A database that is being described.
    pub struct EncryptedDatabaseBuilder => EncryptedDatabase<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: DatabaseNeedsPerimeter;
        /// The engine and its version: a [`Postgres`](super::Postgres), [`Mysql`](super::Mysql) or
        /// [`AuroraPostgres`](super::AuroraPostgres).
        engine(engine: impl IsEngine) -> Engine { engine.it() }: DatabaseNeedsEngine;
    }
    may {
        /// The size of its machines.
        instance_class(class: impl IsInstanceClass) -> Value<InstanceClass> { class.it() } = InstanceClass::R6gLarge.into();
        /// With how many GiB of storage it begins, from 20 to 65536; 100 if nothing is said. It grows by itself up to four
        /// times as much. Aurora takes what it needs.
        storage_gib(gib: impl Into<Value<StorageGib>>) -> Option<Value<StorageGib>> { Some(gib.into()) } = None;
        /// A secret with the `username` and the `password` of the user that it begins with, instead of one that RDS makes and replaces.
        /// Neither stands in the template. One that the program makes has its function replace it. Of one that exists already its owner
        /// has the password replaced, which nobody here can see: where there is real data, somebody has to sign for that.
        credentials(secret: &SecretHandle) -> Option<SecretHandle> { Some(secret.clone()) } = None;
        /// The snapshot that it is restored from, whose version is of the engine that is named here. Whoever connects finds it by the name
        /// that the database has in there (`.database_name(..)`), and its first user gets another password.
        ///
        /// CloudFormation restores what is new and nothing else: so name a construct anew, say this from its first deployment to its
        /// last, move the uses, and take the old one away. Aurora encrypts what it restores with the key of the perimeter. An instance has the key of
        /// its snapshot, which nobody here can see: where the policy asks for a customer's key, somebody has to sign for that.
        restored_from(snapshot: impl IsSnapshot) -> Option<Snapshot> { Some(snapshot.it()) } = None;
        /// Whether RDS may take what is deployed to the next major version, with minutes in which nobody can use it and no way back but
        /// a backup. Say it with the new engine, and take it away when the upgrade is done; Aurora asks for no such word.
        allow_major_version_upgrade(is_allowed: bool) -> bool { is_allowed } = false;
        /// The name of the database that it begins with: a letter, and letters, digits and underscores.
        database_name(name: &'static str) -> &'static str { name } = "main";
    }
    never { security_group: DatabaseHasItsOwnGroup, subnets: DatabaseIsIsolated }
    positions EncryptedDatabase {
        /// What may fail without the database failing, instead of what the policy asks for.
        availability: A,
        /// How long its backups are kept, instead of what the policy asks for. Beyond 35 days it is the perimeter's backup
        /// plan that keeps them, which must keep them as long.
        backup_retention: B,
        /// What happens to it when it leaves the program, instead of what the policy asks for.
        deletion: X,
    }
}

/// What holds for whatever is a database.
pub(super) const INVARIANTS: &[Rule] = &[
    rule::DATABASE_HAS_THE_CUSTOMERS_KEY,
    rule::DATABASE_IS_ISOLATED,
    rule::DATABASE_LETS_IN_GROUPS,
    rule::RDS_INSTANCE_PUBLIC_ACCESS,
    rule::DATABASE_SPEAKS_TLS,
    rule::DATABASE_RECORDS_STATEMENTS,
    rule::RDS_LOGGING_ENABLED,
    rule::DATABASE_LOGS_HAVE_GROUPS,
    rule::DATABASE_PASSWORD_IS_MADE,
    rule::DATABASE_TELLS_USERS_APART,
    rule::DATABASE_KEEPS_BACKUPS,
    rule::DATABASE_IS_RESTORED_IN_TIME,
    rule::RDS_IN_BACKUP_PLAN,
    rule::DATABASE_HAS_ZONES,
    rule::STORE_STAYS,
    rule::RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED,
    rule::LOG_GROUP_KEEPS,
    rule::AUDIT_RECORDS_KEEP,
    rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
    rule::RECORDS_STAY,
];

impl<D: DataClass, A, B, X> Spec for EncryptedDatabase<D, A, B, X> {
    type Handle = Database<D>;
    const KIND: &'static str = "EncryptedDatabase";
    const INVARIANTS: &'static [Rule] = INVARIANTS;
}

impl<D, A, B, X, P> Construct<P, Aws> for EncryptedDatabase<D, A, B, X>
where
    D: DataClass,
    A: AvailabilityFor<P>,
    B: BackupRetentionFor<P>,
    X: DeletionFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Database<D> {
        let Parts { perimeter, engine, instance_class, storage_gib, credentials, restored_from, database_name, .. } =
            &self.parts;
        let asked = Asked::of::<D, A, B, X, P>(scope, perimeter);
        let facts = declare(
            scope,
            D::CLASS,
            &Request {
                asked,
                engine: *engine,
                class: instance_class,
                storage_gib: storage_gib.as_ref(),
                credentials: credentials.as_ref(),
                beginning: restored_from.as_ref().map_or(Beginning::Empty, Beginning::Restored),
                is_upgraded: self.parts.allow_major_version_upgrade,
                database_name,
            },
        );
        Database { facts, class: PhantomData }
    }
}

pub(super) fn declare(scope: &mut Scope<'_>, class: Class, request: &Request<'_>) -> Facts {
    scope.plays(Role::Store, class);
    let identifier = scope.physical_name().lower();
    judge::judge(scope, request, &identifier);

    let subnets = scope.resource(
        "Subnets",
        rds::DbSubnetGroup {
            db_subnet_group_description: Some("Subnets of stores".into()),
            subnet_ids: Some(request.asked.network.isolated().into_iter().map(Into::into).collect()),
            ..Default::default()
        },
    );
    let group = SecurityGroup::closed(scope, &request.asked.network.id());
    let policies = ["AmazonRDSEnhancedMonitoringRole"];
    let monitor =
        service_role(scope, "Monitor", "monitoring.rds.amazonaws.com", "measures the operating system", &policies);
    let place = if request.engine.family == Family::AuroraCluster { "cluster" } else { "instance" };
    for Log { name, group, is_audit } in request.engine.logs() {
        let kept = if *is_audit { &request.asked.audit } else { &request.asked.logs };
        log_group(scope, group, kept, Some(identifier.within(&format!("/aws/rds/{place}/"), &format!("/{name}"))));
    }
    let around = Surroundings { identifier, subnets: subnets.id(), group, monitor: monitor.get(IamRole::ARN) };
    // RDS makes a log group that is not there, unencrypted and for ever, so ours come first.
    let server = if request.engine.family == Family::AuroraCluster {
        let made = cluster::declare(scope, request, &around);
        request.engine.logs().iter().for_each(|log| scope.after(&made, log.group));
        request.asked.backups.select(scope, made.get(rds::DbCluster::DB_CLUSTER_ARN));
        Server::Cluster(made)
    } else {
        let made = instance::declare(scope, request, &around);
        request.engine.logs().iter().for_each(|log| scope.after(&made, log.group));
        request.asked.backups.select(scope, made.get(rds::DbInstance::DB_INSTANCE_ARN));
        Server::Instance(made)
    };
    Facts {
        this: scope.this(),
        name: scope.name(""),
        region: scope.region(),
        engine: request.engine,
        networks: request.asked.network.isolated_networks().to_vec(),
        group: around.group,
        key: request.asked.key.clone(),
        port: request.engine.port(),
        database_name: request.database_name,
        credentials: request.credentials.cloned(),
        server,
    }
}
