//! A perimeter without a network: one class of data, one key, one audit trail, one backup plan.
//!
//! It is for stores that are reached by rights alone, such as copies in a second region: nothing runs in one, so there is nothing that a
//! network would be for, and none is paid for. What computes, and stores that stand in subnets, take a [`Perimeter`](super::Perimeter).

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::{gdpr, hipaa},
    data::{AllowedUnder, DataClass},
    policy::Policy,
    rule::Rule,
    stack::Within,
};

use crate::{
    audit::{Audited, IsTrail},
    backup::{self, Backups, is_continuous},
    emptied::is_passing,
    keys::{IsKey, Key},
    position::{Deletion, days},
    sentences::{PerimeterNeedsKey, PerimeterNeedsTrail},
    stack::Aws,
};

/// A perimeter without a network that a stack has taken: what stores are made in that no subnet holds.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("copies", region::UsWest2);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let copies = stack.add("Copies", StorePerimeter::<Phi>::builder().key(&key).trail(&trail));
/// stack.add("Scans", SecureBucket::builder().perimeter(&copies));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct StorePerimeter<D> {
    pub(crate) key: Key,
    pub(crate) trail: Audited,
    pub(crate) backups: Backups,
    class: PhantomData<fn() -> D>,
}

impl<D> StorePerimeter<D> {
    /// One of these, with a backup plan of its own unless it was given one.
    pub(super) fn of<P: Policy>(
        scope: &mut Within<'_, P, Aws>,
        key: Key,
        trail: Audited,
        backups: Option<Backups>,
        class: PhantomData<fn() -> D>,
    ) -> Self {
        scope.stands_on(&key.arn());
        scope.stands_on(&trail.arn());
        let backups = backups.unwrap_or_else(|| own_backups(scope, &key));
        Self { key, trail, backups, class }
    }
}

impl<D: DataClass> StorePerimeter<D> {
    /// Starts the description of a perimeter without a network, for data of class `D`.
    pub fn builder() -> StorePerimeterSpecBuilder<D> {
        StorePerimeterSpec::builder()
    }

    /// The key that encrypts everything inside.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// The audit trail.
    pub fn trail(&self) -> &Audited {
        &self.trail
    }
}

hc_cdk::builder! {
    /// The description of a perimeter without a network.
    pub struct StorePerimeterSpec<D: DataClass>;
    /// A perimeter without a network that is being described.
    pub struct StorePerimeterSpecBuilder => StorePerimeterSpec<D>;
    needs {
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

impl<D: DataClass> Spec for StorePerimeterSpec<D> {
    type Handle = StorePerimeter<D>;
    const KIND: &'static str = "StorePerimeter";
    const INVARIANTS: &'static [Rule] = &[Rule::stated(
        "everything inside shares one class of data, one key, one audit trail and one backup plan",
        &[hipaa::ACCESS_ISOLATION, hipaa::ACCESS_MANAGEMENT, hipaa::ENCRYPTION, gdpr::BY_DESIGN],
    )];
}

impl<D, P> Construct<P, Aws> for StorePerimeterSpec<D>
where
    D: DataClass + AllowedUnder<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> StorePerimeter<D> {
        let Self { key, trail, backups, class } = self;
        StorePerimeter::of(scope, key, trail, backups, class)
    }
}

/// The backup plan of a perimeter that was given none.
fn own_backups<P: Policy>(scope: &mut Within<'_, P, Aws>, key: &Key) -> Backups {
    if is_passing(scope.policy()) {
        return Backups::none();
    }
    let continuous = is_continuous::<P>();
    backup::alone(key, scope, days::<P::BackupRetention>(), continuous, Deletion::of::<P>())
}
