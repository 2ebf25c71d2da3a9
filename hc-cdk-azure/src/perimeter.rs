//! A data perimeter: one class of data, one network, one key, one place for the records of who did what.
//!
//! It can only be made from all of these, and every store and cluster is made inside one. So nothing has to check that a store is
//! encrypted, private and recorded: without them there is no perimeter to make it in. What backs a store up is the store's own.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::{gdpr, hipaa, iso27001, soc2},
    data::{AllowedUnder, DataClass},
    policy::Policy,
    rule::Rule,
    stack::Within,
};

use crate::{
    audit::{Audit, IsAudit},
    group::Home,
    network::{IsVNet, VNet},
    sentences::{PerimeterNeedsAudit, PerimeterNeedsVNet, PerimeterNeedsVaultKey},
    stack::Azure,
    vault::{IsVaultKey, Key},
};

/// A perimeter that a stack has taken: what stores and clusters are made in.
///
/// ```
/// # use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// # use hc_cdk_azure::{prelude::*, region};
/// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
/// # let group = ResourceGroup::builder().name(group!("clinic-prod"));
/// # let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
/// # let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
/// # let network = stack.add("Network", Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")));
/// # let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
/// # let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")));
/// # let audit = stack.add("Audit", AuditLogs::builder().key(&key));
/// let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
/// let clinical = stack.add("Clinical", clinical);
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Perimeter<D> {
    pub(crate) network: VNet,
    pub(crate) key: Key,
    pub(crate) audit: Audit,
    class: PhantomData<fn() -> D>,
}

impl<D: DataClass> Perimeter<D> {
    /// Starts the description of a perimeter for data of class `D`.
    pub fn builder() -> PerimeterSpecBuilder<D> {
        PerimeterSpec::builder()
    }

    pub(crate) fn home(&self) -> &Home {
        &self.network.home
    }
}

hc_cdk::builder! {
    /// The description of a perimeter.
    pub struct PerimeterSpec<D: DataClass>;
    /// A perimeter that is being described.
    pub struct PerimeterSpecBuilder => PerimeterSpec<D>;
    needs {
        /// The network.
        network(network: &(impl IsVNet + ?Sized)) -> VNet { network.it().clone() }: PerimeterNeedsVNet;
        /// The key that encrypts everything inside.
        key(key: &(impl IsVaultKey + ?Sized)) -> Key { key.it().clone() }: PerimeterNeedsVaultKey;
        /// Where the records are kept of who did what.
        audit(audit: &(impl IsAudit + ?Sized)) -> Audit { audit.it().clone() }: PerimeterNeedsAudit;
    }
    also { class: PhantomData<fn() -> D> }
}

impl<D: DataClass> Spec for PerimeterSpec<D> {
    type Handle = Perimeter<D>;
    const KIND: &'static str = "Perimeter";
    const INVARIANTS: &'static [Rule] = &[Rule::stated(
        "everything inside shares one class of data, one network, one key and one place for the records of who did what",
        &[
            hipaa::ACCESS_ISOLATION,
            hipaa::ACCESS_MANAGEMENT,
            hipaa::ENCRYPTION,
            soc2::BOUNDARY_PROTECTION,
            iso27001::SEGREGATION,
            gdpr::BY_DESIGN,
        ],
    )];
}

impl<D, P> Construct<P, Azure> for PerimeterSpec<D>
where
    D: DataClass + AllowedUnder<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Azure>) -> Perimeter<D> {
        let Self { network, key, audit, class } = self;
        for used in [&network.thing.id, &key.vault.id, &audit.archive.id] {
            scope.stands_on(used);
        }
        if key.region != scope.region() {
            let message = format!("has its key in `{}`, where copies are", key.region);
            scope.reject(None, message, "have a key in the region of the stack, and use this one for copies");
        }
        let (of_network, of_key) = (network.home.name(), key.home().name());
        if of_network != of_key {
            let message = format!("has its network in the resource group `{of_network}` and its key in `{of_key}`");
            scope.reject(None, message, "make both in one resource group");
        }
        Perimeter { network, key, audit, class }
    }
}

/// The perimeter of a class of data on Azure.
#[diagnostic::on_unimplemented(
    message = "this is not a perimeter on Azure for `{D}` data",
    label = "give what `stack.add` returned for a `Perimeter` of that class",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; ISO/IEC 27001:2022 A.8.3: information access restriction"
)]
pub trait PerimeterFor<D> {
    /// What is given.
    fn it(&self) -> &Perimeter<D>;
}

impl<D> PerimeterFor<D> for Perimeter<D> {
    fn it(&self) -> &Self {
        self
    }
}
