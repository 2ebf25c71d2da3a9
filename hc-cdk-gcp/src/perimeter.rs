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
    key::{IsCryptoKey, Key},
    network::{IsNet, Net},
    project::Home,
    sentences::{PerimeterNeedsAudit, PerimeterNeedsCryptoKey, PerimeterNeedsNet},
    stack::Gcp,
};

/// A perimeter that a stack has taken: what stores and clusters are made in.
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
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Perimeter<D> {
    pub(crate) zone: Zone,
    class: PhantomData<fn() -> D>,
}

/// The same without its class of data as a type.
#[derive(Debug, Clone)]
pub(crate) struct Zone {
    pub(crate) network: Net,
    pub(crate) key: Key,
}

impl Zone {
    /// The project that everything inside is in.
    pub(crate) fn home(&self) -> &Home {
        &self.network.home
    }
}

impl<D: DataClass> Perimeter<D> {
    /// Starts the description of a perimeter for data of class `D`.
    pub fn builder() -> PerimeterSpecBuilder<D> {
        PerimeterSpec::builder()
    }
}

hc_cdk::builder! {
    /// The description of a perimeter.
    pub struct PerimeterSpec<D: DataClass>;
    /// A perimeter that is being described.
    pub struct PerimeterSpecBuilder => PerimeterSpec<D>;
    needs {
        /// The network.
        network(network: &(impl IsNet + ?Sized)) -> Net { network.it().clone() }: PerimeterNeedsNet;
        /// The key that encrypts everything inside.
        key(key: &(impl IsCryptoKey + ?Sized)) -> Key { key.it().clone() }: PerimeterNeedsCryptoKey;
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

impl<D, P> Construct<P, Gcp> for PerimeterSpec<D>
where
    D: DataClass + AllowedUnder<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Gcp>) -> Perimeter<D> {
        let Self { network, key, audit, class } = self;
        for used in [&network.id, &key.id, &audit.bucket] {
            scope.stands_on(used);
        }
        let (of_network, of_key) = (network.home.id(), key.home.id());
        if of_network != of_key {
            let message = format!("has its network in the project `{of_network}` and its key in `{of_key}`");
            scope.reject(None, message, "make both in one project");
        }
        Perimeter { zone: Zone { network, key }, class }
    }
}

/// The perimeter of a class of data on Google Cloud.
#[diagnostic::on_unimplemented(
    message = "this is not a perimeter on Google Cloud for `{D}` data",
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
