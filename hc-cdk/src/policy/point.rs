//! A policy: a floor (or a ceiling) on each dimension. Regulations and stages of the life cycle are both policies.

use super::{
    class::{AtMost, HealthRules, KeptUnder, NotAboutHealth},
    lattice::{Level, MetBy, PolicyFloor, tuples},
    requirement::Requirement,
};

/// The trait, from the table: an associated type for each dimension.
macro_rules! policy_trait {
    ([] $($(#[$doc:meta])* $name:ident: $Type:ident ($($bound:tt)+) = $weakest:ident, $words:literal { $($chain:tt)* })+) => {
        /// A point in the lattice of compliance: a position on every dimension that constructs must reach.
        pub trait Policy: 'static {
            $(
                $(#[$doc])*
                type $Type: $($bound)+;
            )+

            /// Whether it says how health data is kept; without that, nothing under it holds any.
            type Health: HealthRules;

            /// The stage of the life cycle that the policy stands for, if it is one; a join has the first of its parts.
            const STAGE: Option<&'static str>;

            /// The names of the policy's parts, in order.
            fn names(names: &mut Vec<&'static str>);

            /// What the policy asks for, dimension by dimension, with the clauses that say so.
            fn requirements(requirements: &mut Vec<Requirement>);
        }
    };
}

crate::__dimensions!({ policy_trait });

/// The types of a join, from the table: on each dimension the tuple of what its parts have.
macro_rules! joined_types {
    ([$parts:tt] $($(#[$doc:meta])* $name:ident: $Type:ident ($($bound:tt)+) = $weakest:ident, $words:literal { $($chain:tt)* })+) => {
        $(type $Type = joined_types!(@ $Type $parts);)+
    };
    (@ $Type:ident ($($part:ident)+)) => { ($($part::$Type,)+) };
}

/// What the first part says, or else what the others do.
macro_rules! joined_health {
    ($last:ident) => { $last::Health };
    ($first:ident $($rest:ident)+) => { <$first::Health as HealthRules>::Or<joined_health!($($rest)+)> };
}

macro_rules! join {
    ($($part:ident)+) => {
        impl<$($part: Policy),+> Policy for ($($part,)+) {
            crate::__dimensions!({ joined_types } ($($part)+));

            type Health = joined_health!($($part)+);

            const STAGE: Option<&'static str> = {
                let mut stage = None;
                $(if stage.is_none() { stage = $part::STAGE; })+
                stage
            };

            fn names(names: &mut Vec<&'static str>) {
                $($part::names(names);)+
            }

            fn requirements(requirements: &mut Vec<Requirement>) {
                $($part::requirements(requirements);)+
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($part: Unregulated),+> Unregulated for ($($part,)+) where Self: Policy<Health: NotAboutHealth> {}
    };
}

tuples!(join);

/// A class of data that the policy `P` lets its stacks hold.
#[diagnostic::on_unimplemented(
    message = "`{Self}` data must not be kept where `{P}` applies",
    label = "above the policy's ceiling: use a lower class of data here, or a policy that allows this one; health data takes a regulation, such as `(Hipaa, Production)`",
    note = "ISO/IEC 27001:2022 A.8.31: separation of environments; HIPAA 45 CFR 164.308(a)(4)(i): information access management"
)]
pub trait AllowedUnder<P> {}

#[diagnostic::do_not_recommend]
impl<D, P: Policy> AllowedUnder<P> for D where D: AtMost<P::DataCeiling> + KeptUnder<P::Health> {}

/// A policy under which a resource may be declared as it is, without a `Waiver`.
#[diagnostic::on_unimplemented(
    message = "a raw resource must not enter a stack under `{Self}` without a waiver",
    label = "wrap the resource: `Waiver::new(rule, reason, approver, date!(\"2027-01-31\")).resource(..)`",
    note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.9: configuration management"
)]
pub trait Unregulated: Policy<Health: NotAboutHealth> {}
