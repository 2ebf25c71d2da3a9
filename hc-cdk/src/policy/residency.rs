//! Where data may be kept: a set of places rather than a chain.
//!
//! A policy names a set, a target's region says of which sets it is part (`impl AtLeast<UkOrIreland> for EuWest2 {}`), and
//! the join of two sets is their intersection. A team's own set is one marker type and one such line per region.

use super::point::Policy;

/// A place (`Self`) that is part of the set `S`. Of a tuple of sets it is part if it is part of each.
pub trait AtLeast<S> {}

/// A region that belongs to the residency set of the policy `P`.
#[diagnostic::on_unimplemented(
    message = "data must not reside in `{Self}` where `{P}` applies",
    label = "outside the places that the policy allows: choose another region",
    note = "GDPR Article 44: transfers; UK health records stay in London or Ireland"
)]
pub trait ResidencyFor<P> {}

#[diagnostic::do_not_recommend]
impl<R, P: Policy> ResidencyFor<P> for R where R: AtLeast<P::Residency> {}

/// No restriction.
#[derive(Debug, Clone, Copy)]
pub struct Anywhere;

/// The European Union, and the United Kingdom and Switzerland, whose protection it holds to be adequate.
#[derive(Debug, Clone, Copy)]
pub struct EuOrAdequate;

/// London and Ireland.
#[derive(Debug, Clone, Copy)]
pub struct UkOrIreland;

macro_rules! join {
    ($($part:ident)+) => {
        impl<R, $($part),+> AtLeast<($($part,)+)> for R where $(R: AtLeast<$part>),+ {}
    };
}

super::lattice::tuples!(join);
