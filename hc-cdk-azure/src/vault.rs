//! A vault with the key that encrypts everything in a perimeter, the identity that uses it, and the set by which disks are encrypted.
//!
//! By construction the vault is reached from its network alone, lets in identities by their roles, and what is deleted in it can be had
//! back for 90 days by anybody and is destroyed before that by nobody. It stays when it leaves the program.
//!
//! Azure Service Operator makes vaults and no keys: whoever holds the key makes it in the vault, by `az keyvault key create`, and the program
//! names its version.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
};
use hc_cdk_manifest::tree;

use crate::{
    endpoint,
    grant::{self, Identified},
    group::Home,
    kinds::{DiskEncryptionSet, Vault},
    literal::{KeyVersion, VaultName},
    names::{VAULTS, role},
    naming::{Thing, keep, owner, put},
    network::{IsVNet, Service, VNet},
    region::{OfTheStack, PlaceFor, pair},
    rules::rule,
    sentences::{VaultIsPrivate, VaultNeedsKey, VaultNeedsName, VaultNeedsNetwork},
    stack::Azure,
};

/// A key that a stack has taken, with its vault.
#[derive(Debug, Clone)]
pub struct Key {
    pub(crate) vault: Thing,
    pub(crate) vault_name: VaultName,
    pub(crate) version: KeyVersion,
    /// What may encrypt with it.
    pub(crate) identity: Identified,
    /// What encrypts disks with it, if it is in the region of its stack.
    pub(crate) disks: Option<Thing>,
    pub(crate) network: VNet,
    /// The region of its vault.
    pub(crate) region: &'static str,
}

impl Key {
    pub(crate) fn home(&self) -> &Home {
        &self.network.home
    }

    /// The name of the vault in the world.
    pub(crate) fn vault_uri(&self) -> String {
        format!("https://{}{VAULTS}", self.vault_name.as_str())
    }

    /// The key, as services name it that encrypt with it.
    pub(crate) fn uri(&self) -> String {
        format!("{}/keys/{}", self.vault_uri(), self.version.as_str())
    }
}

/// A vault and the key in it that encrypts. `R` is where it is.
///
/// ```
/// # use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// # use hc_cdk_azure::{prelude::*, region};
/// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
/// # let group = ResourceGroup::builder().name(group!("clinic-prod"));
/// # let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
/// # let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
/// # let network = Network::builder().group(&group).cidr(cidr!("10.50.0.0/16"));
/// # let network = stack.add("Network", network);
/// let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
/// let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")));
/// # let audit = stack.add("Audit", AuditLogs::builder().key(&key));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct KeyVault<R = OfTheStack> {
    parts: VaultParts,
    place: PhantomData<R>,
}

hc_cdk::builder! {
    /// What a vault is made of.
    pub struct VaultParts;
    /// A vault that is being described.
    pub struct KeyVaultBuilder => KeyVault;
    needs {
        /// The network that it is reached from.
        network(network: &(impl IsVNet + ?Sized)) -> VNet { network.it().clone() }: VaultNeedsNetwork;
        /// Its name in the world.
        name(name: VaultName) -> VaultName { name }: VaultNeedsName;
        /// The key in it that encrypts, and its version.
        key(key: KeyVersion) -> KeyVersion { key }: VaultNeedsKey;
    }
    may {
        /// Has its keys in hardware security modules.
        in_hardware() -> bool { true } = false;
    }
    never { public_access: VaultIsPrivate }
}

impl From<VaultParts> for KeyVault {
    fn from(parts: VaultParts) -> Self {
        Self { parts, place: PhantomData }
    }
}

impl KeyVault {
    /// Starts the description of a vault.
    pub fn builder() -> KeyVaultBuilder {
        VaultParts::builder()
    }

    /// Has it in the region that Azure has paired with that of the stack, for the key of what is copied there.
    pub fn in_the_pair<R>(self, _region: R) -> KeyVault<R> {
        KeyVault { parts: self.parts, place: PhantomData }
    }
}

impl<R> Spec for KeyVault<R> {
    type Handle = Key;
    const KIND: &'static str = "KeyVault";
    const INVARIANTS: &'static [Rule] = &[
        rule::VAULT_IS_PRIVATE,
        rule::VAULT_ASKS_FOR_ROLES,
        rule::VAULT_STAYS,
        rule::DISKS_HAVE_THE_CUSTOMERS_KEY,
        rule::GRANT_IS_NARROW,
        rule::IN_ITS_REGION,
        rule::IN_ITS_GROUP,
    ];
}

impl<R, P> Construct<P, Azure> for KeyVault<R>
where
    R: PlaceFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Azure>) -> Key {
        declare(scope, self.parts, R::REGION)
    }
}

/// For how many days what is deleted can be had back: as many as Azure lets somebody ask for.
const REGRET: i64 = 90;

fn declare(scope: &mut Scope<'_>, parts: VaultParts, elsewhere: Option<&'static str>) -> Key {
    let VaultParts { network, name, key, in_hardware } = parts;
    let region = elsewhere.unwrap_or(scope.region());
    if elsewhere.is_some() && pair(scope.region()) != elsewhere {
        let message = format!("is in `{region}`, which is not the pair of `{}`", scope.region());
        scope.reject(None, message, "name the region that Azure has paired with that of the stack, if there is one");
    }
    let home = &network.home;
    let spec = tree! {
        azureName: name.as_str().to_owned(),
        location: region,
        owner: owner(&home.id),
        properties: {
            tenantId: home.tenant.as_str().to_owned(),
            sku: { family: "A", name: if in_hardware { "premium" } else { "standard" } },
            createMode: "createOrRecover",
            enableRbacAuthorization: true,
            enablePurgeProtection: true,
            enableSoftDelete: true,
            softDeleteRetentionInDays: REGRET,
            publicNetworkAccess: "Disabled",
            networkAcls: { bypass: "AzureServices", defaultAction: "Deny" },
        },
    };
    let vault = Thing::new("keyvault", "Vault", keep(scope, home, "", true, Vault(spec)));
    endpoint::declare(scope, &network, &vault, Service::Vault);
    let identity = grant::identity(scope, home, "Identity", region);
    identity.may(scope, home, "KeyUse", role::ENCRYPTS, &vault);
    let mut made = Key { vault, vault_name: name, version: key, identity, disks: None, network, region };
    if elsewhere.is_none() {
        made.disks = Some(disks(scope, &made));
    }
    made
}

fn disks(scope: &mut Scope<'_>, key: &Key) -> Thing {
    let home = key.home();
    let spec = tree! {
        location: key.region,
        owner: owner(&home.id),
        identity: key.identity.thing.identity(),
        encryptionType: "EncryptionAtRestWithPlatformAndCustomerKeys",
        activeKey: { keyUrl: key.uri(), sourceVault: key.vault.reference() },
        rotationToLatestKeyVersionEnabled: true,
    };
    Thing::new("compute", "DiskEncryptionSet", put(scope, home, "Disks", DiskEncryptionSet(spec)))
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a key of a vault",
        label = "give what `stack.add` returned for a `KeyVault`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    /// A key.
    IsVaultKey: Key;
}
