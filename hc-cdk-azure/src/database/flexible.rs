//! PostgreSQL as a Flexible Server.
//!
//! For data that several workloads read and write by queries. By construction
//!
//! - it is encrypted with the key of the perimeter, and so are its backups,
//! - it has an address in the network of the perimeter and none that the internet knows, and takes no connection without TLS 1.2 or newer,
//! - whoever logs in is an identity of the tenant, without a password, and each log-in and each statement is recorded (pgaudit),
//! - it is backed up every day, and can be set back to any moment for as long as its backups are kept.
//!
//! Its backups are in its region, or in the pair of it as well if there is a key of the customer's there. Azure Service Operator makes no
//! locks: whoever is asked to protect it from being deleted by hand signs for `rule::STORE_STAYS`, and has the resource group locked.
//! pgaudit records statements once `create extension pgaudit` was run in a database.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{Class, DataClass},
    dimension::{
        PolicyFloor, Position,
        availability::{AvailabilityFor, MultiAz, MultiRegion},
        backup_retention::BackupRetentionFor,
        deletion::{DeletionFor, Retained},
        tls::{Tls13, TlsFor},
    },
    model::Role,
    policy::{Dimension, Policy},
    rule::Rule,
    stack::{Scope, Within},
    value::{Object, Value},
};
use hc_cdk_manifest::{naming::name_of, tree};

use super::handle::{Facts, ServerStore};
use crate::{
    endpoint,
    kinds::{Server, ServerDatabase, ServerSetting},
    naming::{Thing, keep, owner, put},
    network::Service,
    perimeter::{Perimeter, PerimeterFor},
    region::pair,
    rules::{LONGEST, SETTINGS, TLS_SETTING, rule, tier},
    sentences::{ServerIsPrivate, ServerNeedsPerimeter, ServerNeedsVersion},
    stack::Azure,
    vault::{IsVaultKey, Key},
};

/// A version of PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostgresVersion {
    /// PostgreSQL 14.
    V14,
    /// PostgreSQL 15.
    V15,
    /// PostgreSQL 16.
    V16,
}

impl PostgresVersion {
    const fn name(self) -> &'static str {
        match self {
            Self::V14 => "14",
            Self::V15 => "15",
            Self::V16 => "16",
        }
    }
}

/// A database for data of class `D`, which its perimeter says.
///
/// `A` is its availability, `B` for how long its backups are kept, `X` what happens to it when it leaves the program, `T` the oldest TLS that
/// it speaks.
///
/// ```
/// # use hc_cdk::{data::Phi, date, policy::{Hipaa, Production}, prelude::*};
/// # use hc_cdk_azure::{prelude::*, region, rule};
/// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
/// # let group = ResourceGroup::builder().name(group!("clinic-prod"));
/// # let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
/// # let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
/// # let network = stack.add("Network", Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")));
/// # let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
/// # let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")));
/// # let audit = stack.add("Audit", AuditLogs::builder().key(&key));
/// # let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
/// # let clinical = stack.add("Clinical", clinical);
/// let locked = "the platform team has locked the resource group: `az lock create`";
/// let waiver = Waiver::new(rule::STORE_STAYS, locked, "jane.roe", date!("2027-06-30"));
/// let patients = FlexibleServer::builder().perimeter(&clinical).version(PostgresVersion::V16);
/// let patients = stack.add("Patients", waiver.construct(patients));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct FlexibleServer<D: DataClass, A = PolicyFloor, B = PolicyFloor, X = PolicyFloor, T = PolicyFloor> {
    parts: ServerParts<D>,
    position: PhantomData<(A, B, X, T)>,
}

hc_cdk::builder! {
    /// What a database is made of.
    pub struct ServerParts<D: DataClass>;
    /// A database that is being described.
    pub struct FlexibleServerBuilder => FlexibleServer<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: ServerNeedsPerimeter;
        /// Its version.
        version(version: PostgresVersion) -> PostgresVersion { version }: ServerNeedsVersion;
    }
    may {
        /// Its machine, such as `Standard_D4ds_v5` or `Standard_E4ds_v5`.
        machine(machine: &'static str) -> &'static str { machine } = "Standard_D2ds_v5";
        /// With how many GiB of disk it begins. It grows by itself.
        storage_gib(gib: u32) -> u32 { gib } = 128;
        /// The name of the database that it begins with.
        database_name(name: &'static str) -> &'static str { name } = "main";
    }
    also { copies: Option<Key> }
    never { public_address: ServerIsPrivate }
    positions FlexibleServer {
        /// What may fail without the database failing, instead of what the policy asks for.
        availability: A,
        /// How long its backups are kept, instead of what the policy asks for: 35 days at most.
        backup_retention: B,
        /// What happens to it when it leaves the program, instead of what the policy asks for.
        deletion: X,
        /// The oldest TLS that it speaks, instead of what the policy asks for.
        tls: T,
    }
}

impl<D: DataClass, State> FlexibleServerBuilder<D, State> {
    /// Copies its backups to the pair of its region, where they are encrypted with that key.
    pub fn backups_in_the_pair(mut self, key: &(impl IsVaultKey + ?Sized)) -> Self {
        self.copies = Some(key.it().clone());
        self
    }
}

impl<D: DataClass, A, B, X, T> Spec for FlexibleServer<D, A, B, X, T> {
    type Handle = ServerStore<D>;
    const KIND: &'static str = "FlexibleServer";
    const INVARIANTS: &'static [Rule] = &[
        rule::SERVER_HAS_THE_CUSTOMERS_KEY,
        rule::STORE_IS_PRIVATE,
        rule::SERVER_SPEAKS_TLS,
        rule::SERVER_KEEPS_BACKUPS,
        rule::SERVER_IS_RESTORED_IN_TIME,
        rule::SERVER_HAS_ZONES,
        rule::SERVER_RECORDS_STATEMENTS,
        rule::SERVER_ASKS_THE_TENANT,
        rule::STORE_STAYS,
        rule::IS_WATCHED,
        rule::IN_ITS_REGION,
        rule::IN_ITS_GROUP,
    ];
}

impl<D, A, B, X, T, P> Construct<P, Azure> for FlexibleServer<D, A, B, X, T>
where
    D: DataClass,
    A: AvailabilityFor<P>,
    B: BackupRetentionFor<P>,
    X: DeletionFor<P>,
    T: TlsFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Azure>) -> ServerStore<D> {
        let request = Request {
            version: self.parts.version,
            machine: self.parts.machine,
            storage_gib: self.parts.storage_gib,
            database_name: self.parts.database_name,
            copies: self.parts.copies,
            availability: A::POSITION,
            backup_days: B::POSITION.days(),
            deletion: X::POSITION,
            tls: T::POSITION,
        };
        scope.stands_at(Dimension::availability, A::POSITION);
        scope.stands_at(Dimension::backup_retention, B::POSITION);
        scope.stands_at(Dimension::deletion, X::POSITION);
        scope.stands_at(Dimension::tls, T::POSITION);
        let (thing, facts) = declare(scope, D::CLASS, &self.parts.perimeter, &request);
        ServerStore::new(thing, facts)
    }
}

/// What is asked of a database, as values.
struct Request {
    version: PostgresVersion,
    machine: &'static str,
    storage_gib: u32,
    database_name: &'static str,
    copies: Option<Key>,
    availability: Position,
    backup_days: u32,
    deletion: Position,
    tls: Position,
}

fn declare<D: DataClass>(
    scope: &mut Scope<'_>,
    class: Class,
    zone: &Perimeter<D>,
    request: &Request,
) -> (Thing, Facts) {
    scope.plays(Role::Store, class);
    judge(scope, request);
    let (home, name) = (zone.home(), name_of(scope));
    let spec = specification(home.global(&name), scope.region(), zone, request);
    let server = keep(scope, home, "", request.deletion >= Retained::POSITION, Server(spec));
    settings(scope, zone, &server, request.tls);
    let spec = tree! { azureName: request.database_name, owner: owner(&server), charset: "UTF8" };
    keep(scope, home, "Database", request.deletion >= Retained::POSITION, ServerDatabase(spec));
    let thing = Thing::new("dbforpostgresql", "FlexibleServer", server);
    endpoint::declare(scope, &zone.network, &thing, Service::Postgres);
    zone.audit.watches(scope, "Logs", &thing);
    let facts = Facts {
        this: scope.this(),
        server: home.global(&name),
        name,
        database_name: request.database_name,
        network: zone.network.thing.id.clone(),
        endpoints: zone.network.plan.endpoints,
        home: home.clone(),
    };
    (thing, facts)
}

/// The sizes of disks, in GiB.
///
/// Source: "Storage options in Azure Database for PostgreSQL", Premium SSD.
const SIZES: [u32; 11] = [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_767];

/// What only values show to be wrong.
fn judge(scope: &mut Scope<'_>, request: &Request) {
    if tier(request.machine).is_none() {
        let message = format!("has the machine `{}`, which is none of its own", request.machine);
        scope.reject(None, message, "take one that begins with `Standard_D` or `Standard_E`: others share processors");
    }
    if !SIZES.contains(&request.storage_gib) {
        let message = format!("begins with {} GiB of disk, which Azure does not have", request.storage_gib);
        scope.reject(None, message, "take 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384 or 32767");
    }
    if request.backup_days > LONGEST {
        let message =
            format!("keeps backups for {} days, and Azure keeps them for {LONGEST} at most", request.backup_days);
        scope.reject(
            None,
            message,
            "have what must stay longer copied to an account that keeps it, and sign for the rest",
        );
    }
    if request.availability >= MultiRegion::POSITION {
        let help = "a Flexible Server survives the loss of a zone: have a second one in another region";
        scope.reject(None, "is in one region, and its position is `MultiRegion`", help);
    }
    if let Some(copies) = &request.copies
        && pair(scope.region()) != Some(copies.region)
    {
        let message = format!("has a key for copies in `{}`, where Azure copies nothing to", copies.region);
        scope.reject(None, message, "make it by `.in_the_pair(..)` of a `KeyVault`");
    }
}

fn specification<D: DataClass>(name: String, region: &'static str, zone: &Perimeter<D>, request: &Request) -> Object {
    let (home, days) = (zone.home(), request.backup_days.clamp(7, LONGEST));
    let several = request.availability >= MultiAz::POSITION;
    tree! {
        azureName: name,
        location: region,
        owner: owner(&home.id),
        version: request.version.name(),
        createMode: "Default",
        sku: { name: request.machine, tier: tier(request.machine).unwrap_or("GeneralPurpose") },
        storage: { storageSizeGB: request.storage_gib, autoGrow: "Enabled" },
        highAvailability: { mode: if several { "ZoneRedundant" } else { "Disabled" } },
        backup: {
            backupRetentionDays: days,
            geoRedundantBackup: if request.copies.is_some() { "Enabled" } else { "Disabled" },
        },
        network: { publicNetworkAccess: "Disabled" },
        authConfig: {
            activeDirectoryAuth: "Enabled",
            passwordAuth: "Disabled",
            tenantId: home.tenant.as_str().to_owned(),
        },
        identity: identities(zone, request.copies.as_ref()),
        dataEncryption: {
            type: "AzureKeyVault",
            primaryKeyURI: zone.key.uri(),
            primaryUserAssignedIdentityReference: zone.key.identity.thing.named(),
            geoBackupKeyURI?: request.copies.as_ref().map(Key::uri),
            geoBackupUserAssignedIdentityReference?: request.copies.as_ref().map(|it| it.identity.thing.named()),
        },
    }
}

/// What it is known by to the vaults: one identity for each key.
fn identities<D: DataClass>(zone: &Perimeter<D>, copies: Option<&Key>) -> Object {
    let all = std::iter::once(&zone.key).chain(copies).map(|it| it.identity.thing.reference());
    tree! { type: "UserAssigned", userAssignedIdentities: all.collect::<Vec<_>>() }
}

/// What it is told beside what it is.
fn settings<D: DataClass>(scope: &mut Scope<'_>, zone: &Perimeter<D>, server: &Value<String>, tls: Position) {
    let oldest = if tls >= Tls13::POSITION { "TLSv1.3" } else { "TLSv1.2" };
    for (name, value) in SETTINGS.iter().copied().chain([(TLS_SETTING, oldest)]) {
        let spec = tree! { azureName: name, owner: owner(server), source: "user-override", value: value };
        put(scope, zone.home(), &hc_cdk_manifest::naming::pascal(name), ServerSetting(spec));
    }
}
