//! A data perimeter: one class of data, one network, one key, one audit trail, one backup plan.
//!
//! It can only be made from all of these, and every store and workload is made inside one. So nothing has to check that a
//! store is encrypted, in private subnets, audited and backed up: without them there is no perimeter to make it in. Where all data is
//! made up and nothing is asked to stay, there is no backup plan. Stores that stand in no subnet do with a [`StorePerimeter`], which has no
//! network.

mod stores;

use std::{marker::PhantomData, ops::Deref};

use hc_cdk::{
    construct::{Construct, Spec},
    control::{gdpr, hipaa, iso27001, soc2},
    data::{AllowedUnder, DataClass},
    policy::Policy,
    rule::Rule,
    stack::Within,
};

use crate::{
    audit::{Audited, IsTrail},
    backup::Backups,
    keys::{IsKey, Key},
    network::{self, IsNetwork, Network},
    sentences::{PerimeterNeedsKey, PerimeterNeedsNetwork, PerimeterNeedsTrail},
    stack::Aws,
};

pub use stores::{StorePerimeter, StorePerimeterSpec, StorePerimeterSpecBuilder};

/// A perimeter that a stack has taken: what stores and workloads are made in.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Perimeter<D> {
    pub(crate) network: Network,
    stores: StorePerimeter<D>,
}

/// But for its network it is a perimeter of stores.
impl<D> Deref for Perimeter<D> {
    type Target = StorePerimeter<D>;

    fn deref(&self) -> &StorePerimeter<D> {
        &self.stores
    }
}

impl<D: DataClass> Perimeter<D> {
    /// Starts the description of a perimeter for data of class `D`.
    pub fn builder() -> PerimeterSpecBuilder<D> {
        PerimeterSpec::builder()
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }
}

hc_cdk::builder! {
    /// The description of a perimeter.
    pub struct PerimeterSpec<D: DataClass>;
    /// A perimeter that is being described.
    pub struct PerimeterSpecBuilder => PerimeterSpec<D>;
    needs {
        /// The network.
        vpc(vpc: &(impl IsNetwork + ?Sized)) -> Network { vpc.it().clone() }: PerimeterNeedsNetwork;
        /// The key that encrypts everything inside.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: PerimeterNeedsKey;
        /// The audit trail.
        trail(trail: &(impl IsTrail + ?Sized)) -> Audited { trail.it().clone() }: PerimeterNeedsTrail;
    }
    may {
        /// The backup plan; by default one of its own, as the policy asks for. Where all data is made up and nothing is asked to stay
        /// there is none.
        backups(backups: &Backups) -> Option<Backups> { Some(backups.clone()) } = None;
    }
    also { class: PhantomData<fn() -> D> }
}

impl<D: DataClass> Spec for PerimeterSpec<D> {
    type Handle = Perimeter<D>;
    const KIND: &'static str = "Perimeter";
    const INVARIANTS: &'static [Rule] = &[Rule::stated(
        "everything inside shares one class of data, one network, one key, one audit trail and one backup plan",
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

impl<D, P> Construct<P, Aws> for PerimeterSpec<D>
where
    D: DataClass + AllowedUnder<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Perimeter<D> {
        let Self { vpc: network, key, trail, backups, class } = self;
        network::check(&network, scope);
        scope.stands_on(&network.id());
        Perimeter { network, stores: StorePerimeter::of(scope, key, trail, backups, class) }
    }
}

/// The perimeter of a class of data.
#[diagnostic::on_unimplemented(
    message = "this is not a perimeter for `{D}` data",
    label = "give what `stack.add` returned for a `Perimeter` of that class; a `StorePerimeter` has no network, and nothing runs in it",
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

/// The perimeter of a class of data for what stands in no subnet: one with a network, or one of stores alone.
#[diagnostic::on_unimplemented(
    message = "this is not a perimeter for `{D}` data",
    label = "give what `stack.add` returned for a `Perimeter` or a `StorePerimeter` of that class",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; ISO/IEC 27001:2022 A.8.3: information access restriction"
)]
pub trait StorePerimeterFor<D> {
    /// What is given, without its network.
    fn it(&self) -> &StorePerimeter<D>;
}

impl<D> StorePerimeterFor<D> for Perimeter<D> {
    fn it(&self) -> &StorePerimeter<D> {
        self
    }
}

impl<D> StorePerimeterFor<D> for StorePerimeter<D> {
    fn it(&self) -> &Self {
        self
    }
}
