//! A registry of images, which nodes of clusters pull from by their own identity, and workflows push to by theirs.
//!
//! By construction it is reached from its network alone, nobody gets in by a password, and no image is pulled by somebody who is nobody;
//! images are encrypted with the key of the perimeter, stand in each zone of its region, do not leave it by an export, and are kept
//! whether or not a tag means them: what is deployed names them by their digest.
//!
//! Azure has no tags that stay: a tag means what was pushed last. So an image is named by its digest.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    value::Object,
};
use hc_cdk_manifest::{
    naming::{name_of, pascal},
    tree,
};

use crate::{
    audit::{Audit, IsAudit},
    endpoint,
    grant::Known,
    kinds::ContainerRegistry as Images,
    names::{PRINCIPAL_OF_A_REGISTRY, REGISTRIES, SYSTEM, role},
    naming::{Thing, keep, owner},
    network::Service,
    rules::rule,
    sentences::{RegistryAsksWho, RegistryIsPrivate, RegistryNeedsAudit},
    stack::Azure,
};

/// A registry that a stack has taken.
#[derive(Debug, Clone)]
pub struct Registry {
    pub(crate) thing: Thing,
    address: String,
}

impl Registry {
    /// Where images are pushed to and pulled from, such as `clinicprodimages.azurecr.io`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What it is called among all registries, in names of what is about it.
    pub(crate) fn called(&self) -> String {
        pascal(self.address.trim_end_matches(REGISTRIES))
    }
}

hc_cdk::builder! {
    /// A registry of images.
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
    /// # let audit = stack.add("Audit", AuditLogs::builder().key(&key));
    /// let images = stack.add("Images", ContainerRegistry::builder().audit(&audit));
    /// assert_eq!(images.address(), "clinicprodimages.azurecr.io");
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    ///
    /// A cluster that is told so pulls from it (`.pulls_from(&images)`), and so do workflows that push to it (`.pushes_to(&images)`).
    pub struct ContainerRegistry;
    /// A registry that is being described.
    pub struct ContainerRegistryBuilder => ContainerRegistry;
    needs {
        /// Where its logs go: who pulled and pushed what. It is encrypted with the key of these.
        audit(audit: &(impl IsAudit + ?Sized)) -> Audit { audit.it().clone() }: RegistryNeedsAudit;
    }
    never {
        admin_user: RegistryAsksWho,
        public_access: RegistryIsPrivate,
    }
}

impl Spec for ContainerRegistry {
    type Handle = Registry;
    const KIND: &'static str = "ContainerRegistry";
    const INVARIANTS: &'static [Rule] = &[
        rule::REGISTRY_IS_PRIVATE,
        rule::REGISTRY_ASKS_WHO,
        rule::REGISTRY_HAS_THE_CUSTOMERS_KEY,
        rule::REGISTRY_KEEPS_IMAGES,
        rule::IS_WATCHED,
        rule::GRANT_IS_NARROW,
        rule::IN_ITS_REGION,
        rule::IN_ITS_GROUP,
    ];
}

impl<P: Policy> Construct<P, Azure> for ContainerRegistry {
    fn declare(self, scope: &mut Within<'_, P, Azure>) -> Registry {
        declare(scope, &self.audit)
    }
}

/// How many characters the name of a registry has at least and at most.
const LENGTH: std::ops::RangeInclusive<usize> = 5..=50;

fn declare(scope: &mut Scope<'_>, audit: &Audit) -> Registry {
    let home = audit.key.home().clone();
    let both = format!("{}{}", home.name(), name_of(scope));
    let name: String = both.chars().filter(char::is_ascii_alphanumeric).collect();
    if !LENGTH.contains(&name.len()) {
        let message = format!("would have the name `{name}` in the world, and Azure takes from 5 to 50 characters");
        scope.reject(None, message, "give the registry or its resource group another name");
    }
    let known = Known::of(scope, "Principal");
    let spec = specification(scope.region(), audit, &name, &known);
    let thing = Thing::new("containerregistry", "Registry", keep(scope, &home, "", true, Images(spec)));
    known.may(scope, &home, "KeyUse", role::ENCRYPTS, &audit.key.vault);
    endpoint::declare(scope, &audit.key.network, &thing, Service::Images);
    audit.watches(scope, "Logs", &thing);
    Registry { thing, address: format!("{name}{REGISTRIES}") }
}

fn specification(region: &'static str, audit: &Audit, name: &str, known: &Known) -> Object {
    let key = &audit.key;
    tree! {
        azureName: name.to_owned(),
        location: region,
        owner: owner(&key.home().id),
        sku: { name: "Premium" },
        adminUserEnabled: false,
        publicNetworkAccess: "Disabled",
        networkRuleBypassOptions: "AzureServices",
        networkRuleSet: { defaultAction: "Deny" },
        zoneRedundancy: "Enabled",
        identity: {
            type: "SystemAssigned, UserAssigned",
            userAssignedIdentities: vec![key.identity.thing.reference()],
        },
        encryption: {
            status: "enabled",
            keyVaultProperties: { identity: SYSTEM, keyIdentifier: key.uri() },
        },
        policies: {
            exportPolicy: { status: "disabled" },
            retentionPolicy: { status: "disabled" },
        },
        operatorSpec: { configMapExpressions: vec![known.expression(PRINCIPAL_OF_A_REGISTRY)] },
    }
}
