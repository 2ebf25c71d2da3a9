//! What records who did what, and where the records are kept.
//!
//! By construction the log of the subscription and all logs of what is in the perimeter go to two places: to a workspace, in which they
//! are searched for, and to an account of storage that lets nobody delete or change them for as long as the policy asks for. The account is
//! encrypted with the key of the perimeter, and reached from its network alone.
//!
//! Azure takes a lock on records only of an account that has them already without one: make the account once by hand with
//! `az storage account create --immutability-state unlocked`, and the operator takes it over. A workspace is encrypted with a key of the
//! customer's only in a cluster of its own, which the operator does not make.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    dimension::{PolicyFloor, audit_retention::AuditRetentionFor, log_retention::LogRetentionFor},
    policy::{Dimension, Policy},
    rule::Rule,
    stack::{Scope, Within},
    value::Object,
};
use hc_cdk_manifest::tree;

use crate::{
    endpoint,
    kinds::{Diagnostics, StorageAccount, Workspace},
    naming::{Thing, keep, owner, put},
    network::Service,
    rules::{ACTIVITIES, SEARCHABLE, rule},
    sentences::{AuditIsNotTurnedOff, AuditNeedsKey},
    stack::Azure,
    vault::{IsVaultKey, Key},
};

/// The records of a subscription that a stack has taken.
#[derive(Debug, Clone)]
pub struct Audit {
    /// Where they are searched for.
    pub(crate) workspace: Thing,
    /// Where they are kept.
    pub(crate) archive: Thing,
    pub(crate) key: Key,
}

/// Records who did what in a subscription, and in what is made in the perimeter.
///
/// `T` is for how long the records are kept, `L` for how long other logs are. Both are in one account, which keeps them for the longer of both.
///
/// ```
/// # use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// # use hc_cdk_azure::{prelude::*, region};
/// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
/// # let group = ResourceGroup::builder().name(group!("clinic-prod"));
/// # let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
/// # let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
/// # let network = stack.add("Network", Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")));
/// # let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
/// # let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")));
/// let audit = stack.add("Audit", AuditLogs::builder().key(&key));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct AuditLogs<T = PolicyFloor, L = PolicyFloor> {
    parts: AuditParts,
    position: PhantomData<(T, L)>,
}

hc_cdk::builder! {
    /// What is recorded with.
    pub struct AuditParts;
    /// Records that are being described.
    pub struct AuditLogsBuilder => AuditLogs;
    needs {
        /// The key that encrypts the records.
        key(key: &(impl IsVaultKey + ?Sized)) -> Key { key.it().clone() }: AuditNeedsKey;
    }
    never { logging: AuditIsNotTurnedOff }
    positions AuditLogs {
        /// For how long the records of who did what are kept, instead of what the policy asks for.
        retention: T,
        /// For how long all other logs are kept, instead of what the policy asks for.
        log_retention: L,
    }
}

impl<T, L> Spec for AuditLogs<T, L> {
    type Handle = Audit;
    const KIND: &'static str = "AuditLogs";
    const INVARIANTS: &'static [Rule] = &[
        rule::RECORDS_ARE_LOCKED,
        rule::ARCHIVE_IS_PRIVATE,
        rule::ARCHIVE_HAS_THE_CUSTOMERS_KEY,
        rule::LOGS_ARE_SEARCHABLE,
        rule::LOGS_ARE_SENT,
        rule::LOGS_ARE_KEPT,
        rule::IN_ITS_REGION,
        rule::IN_ITS_GROUP,
    ];
}

impl<T, L, P> Construct<P, Azure> for AuditLogs<T, L>
where
    T: AuditRetentionFor<P>,
    L: LogRetentionFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Azure>) -> Audit {
        scope.stands_at(Dimension::audit_retention, T::POSITION);
        scope.stands_at(Dimension::log_retention, L::POSITION);
        declare(scope, self.parts.key, T::POSITION.days().max(L::POSITION.days()))
    }
}

fn declare(scope: &mut Scope<'_>, key: Key, days: u32) -> Audit {
    let home = key.home().clone();
    let spec = tree! {
        azureName: home.global("logs"),
        location: scope.region(),
        owner: owner(&home.id),
        sku: { name: "PerGB2018" },
        retentionInDays: i64::from(days.clamp(30, SEARCHABLE)),
        features: { disableLocalAuth: true },
    };
    let workspace = keep(scope, &home, "Workspace", true, Workspace(spec));
    let workspace = Thing::new("operationalinsights", "Workspace", workspace);
    let archive = keep(scope, &home, "", true, StorageAccount(account(scope.region(), &key, days)));
    let archive = Thing::new("storage", "StorageAccount", archive);
    endpoint::declare(scope, &key.network, &archive, Service::Blobs);
    let audit = Audit { workspace, archive, key };
    let activities = ACTIVITIES.map(|it| tree! { category: it, enabled: true });
    let of = tree! { armId: home.subscription_path() };
    audit.sends(scope, "Activities", of, activities.to_vec());
    audit.watches(scope, "KeyLogs", &audit.key.vault);
    audit
}

fn account(region: &'static str, key: &Key, days: u32) -> Object {
    let name: String = key.vault_name.as_str().chars().filter(char::is_ascii_alphanumeric).collect();
    let (key_name, version) = key.version.as_str().split_once('/').unwrap_or_default();
    tree! {
        azureName: format!("{name}logs"),
        location: region,
        owner: owner(&key.home().id),
        kind: "StorageV2",
        sku: { name: "Standard_ZRS" },
        identity: key.identity.thing.identity(),
        encryption: {
            keySource: "Microsoft.Keyvault",
            keyvaultproperties: {
                keyvaulturi: key.vault_uri(),
                keyname: key_name.to_owned(),
                keyversion: version.to_owned(),
            },
            identity: { userAssignedIdentityReference: key.identity.thing.named() },
            requireInfrastructureEncryption: true,
        },
        immutableStorageWithVersioning: {
            enabled: true,
            immutabilityPolicy: {
                state: "Locked",
                immutabilityPeriodSinceCreationInDays: i64::from(days),
                allowProtectedAppendWrites: true,
            },
        },
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        minimumTlsVersion: "TLS1_2",
        supportsHttpsTrafficOnly: true,
        publicNetworkAccess: "Disabled",
        networkAcls: { bypass: "AzureServices", defaultAction: "Deny" },
    }
}

impl Audit {
    /// Keeps all logs of something.
    pub(crate) fn watches(&self, scope: &mut Scope<'_>, part: &str, what: &Thing) {
        self.sends(scope, part, what.named(), vec![tree! { categoryGroup: "allLogs", enabled: true }]);
    }

    fn sends(&self, scope: &mut Scope<'_>, part: &str, of: Object, logs: Vec<Object>) {
        let spec = tree! {
            owner: of,
            logs: logs,
            workspaceReference: self.workspace.named(),
            storageAccountReference: self.archive.named(),
        };
        put(scope, self.key.home(), part, Diagnostics(spec));
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "these are not the records of who did what on Azure",
        label = "give what `stack.add` returned for `AuditLogs`",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    /// Records.
    IsAudit: Audit;
}
