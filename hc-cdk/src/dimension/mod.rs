//! The dimensions of compliance: ordered chains of marker types, and what it takes to compare them.
//!
//! A policy names a floor on each dimension, a construct its position. Each file here is one dimension: its chain and the
//! trait whose error message says in plain words what is too weak. Adding a dimension is described in CONTRIBUTING.md.
//!
//! Invariant: nothing in this folder knows a policy or a construct.

pub mod audit_retention;
pub mod availability;
pub mod backup_retention;
pub mod deletion;
pub mod key_custody;
pub mod log_retention;
pub mod recovery;
pub mod residency;
pub mod retention;
pub mod rotation;
pub mod tls;

/// A position that is at or above `Floor`. Implemented for every ordered pair of a chain.
///
/// A floor may be a tuple, as policies join by tuple: then the position is at or above each of its parts.
pub trait AtLeast<Floor> {}

/// A position in a chain as a number: larger is stricter, and each dimension says what the number counts.
pub trait Level: 'static {
    /// The position's number. A joined floor has the largest of its parts.
    const RANK: u32;
}

/// The position of whoever says nothing: at least every floor, and exactly what the policy demands.
#[derive(Debug, Clone, Copy)]
pub struct PolicyFloor;

impl Level for PolicyFloor {
    const RANK: u32 = 0;
}

/// That [`PolicyFloor`] meets every floor of the policy `P`, in one bound.
///
/// It holds for every policy; code that is generic over policies names it, because rustc cannot know that.
pub trait Floors<P>:
    audit_retention::AuditRetentionFor<P>
    + availability::AvailabilityFor<P>
    + backup_retention::BackupRetentionFor<P>
    + deletion::DeletionFor<P>
    + log_retention::LogRetentionFor<P>
    + recovery::RecoveryFor<P>
    + rotation::SecretRotationFor<P>
    + tls::TlsFor<P>
{
}

impl<P, F> Floors<P> for F where
    F: audit_retention::AuditRetentionFor<P>
        + availability::AvailabilityFor<P>
        + backup_retention::BackupRetentionFor<P>
        + deletion::DeletionFor<P>
        + log_retention::LogRetentionFor<P>
        + recovery::RecoveryFor<P>
        + rotation::SecretRotationFor<P>
        + tls::TlsFor<P>
{
}

/// The stricter of two ranks.
pub const fn stricter(left: u32, right: u32) -> u32 {
    if left > right { left } else { right }
}

/// Declares a chain of markers from weak to strong, each with its rank.
macro_rules! chain {
    ($($(#[$doc:meta])* $name:ident = $rank:expr),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl $crate::dimension::Level for $name { const RANK: u32 = $rank; }
            impl $crate::dimension::AtLeast<$name> for $crate::dimension::PolicyFloor {}
        )+
        $crate::dimension::chain!(@order $($name)+);
    };
    (@order $weakest:ident $($stronger:ident)*) => {
        impl $crate::dimension::AtLeast<$weakest> for $weakest {}
        $(impl $crate::dimension::AtLeast<$weakest> for $stronger {})*
        $crate::dimension::chain!(@order $($stronger)*);
    };
    (@order) => {};
}

/// Implements a dimension's trait for every position that is at or above the policy's floor.
macro_rules! floor {
    ($bound:ident, $dimension:ident) => {
        #[diagnostic::do_not_recommend]
        impl<R, P> $bound<P> for R
        where
            P: $crate::policy::Policy,
            R: $crate::dimension::Level + $crate::dimension::AtLeast<P::$dimension>,
        {
            const RANK: u32 = $crate::dimension::stricter(
                <R as $crate::dimension::Level>::RANK,
                <P::$dimension as $crate::dimension::Level>::RANK,
            );
        }
    };
}

/// Calls a macro for tuples of two to eight parts.
macro_rules! tuples {
    ($each:ident) => {
        $each!(P1 P2);
        $each!(P1 P2 P3);
        $each!(P1 P2 P3 P4);
        $each!(P1 P2 P3 P4 P5);
        $each!(P1 P2 P3 P4 P5 P6);
        $each!(P1 P2 P3 P4 P5 P6 P7);
        $each!(P1 P2 P3 P4 P5 P6 P7 P8);
    };
}

/// Joins floors: a position is at or above a tuple if it is at or above each of its parts.
macro_rules! join {
    ($($part:ident)+) => {
        impl<R, $($part),+> AtLeast<($($part,)+)> for R where $(R: AtLeast<$part>),+ {}
        impl<$($part: Level),+> Level for ($($part,)+) {
            const RANK: u32 = {
                let mut rank = 0;
                $(rank = stricter(rank, $part::RANK);)+
                rank
            };
        }
    };
}

tuples!(join);

pub(crate) use {chain, floor, tuples};
