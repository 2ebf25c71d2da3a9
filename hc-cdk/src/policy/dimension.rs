//! The dimensions of compliance, made from their table (`table.rs`): for each the module with its markers and the bound
//! whose error message says in plain words what is too weak.
//!
//! Adding a dimension is described in CONTRIBUTING.md.

pub use super::lattice::{Level, MetBy, PolicyFloor, Position};
pub use super::residency::AtLeast;

/// Declares a chain of markers from weak to strong, each with its rank and, if it is a period, its days.
macro_rules! chain {
    ($($(#[$doc:meta])* $name:ident = $rank:literal $(($days:literal))?,)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl $crate::policy::lattice::Sealed for $name {}
            impl $name {
                /// The same as a value.
                pub const POSITION: $crate::dimension::Position =
                    $crate::dimension::Position::new(stringify!($name), $rank, 0 $(+ $days)?);
            }
            impl $crate::dimension::Level for $name {
                const POSITION: $crate::dimension::Position = $name::POSITION;
            }
            impl $crate::dimension::MetBy<$crate::dimension::PolicyFloor> for $name {}
        )+
        $crate::policy::dimension::chain!(@order $($name)+);
    };
    (@order $weakest:ident $($stronger:ident)*) => {
        impl $crate::dimension::MetBy<$weakest> for $weakest {}
        $(impl $crate::dimension::MetBy<$stronger> for $weakest {})*
        $crate::policy::dimension::chain!(@order $($stronger)*);
    };
    (@order) => {};
}

pub(crate) use chain;

/// Periods for which something is kept, shared by audit records, logs and backups.
///
/// Periods of a year and more are counted in days as CloudWatch Logs counts them (2192 days are six years).
pub mod retention {
    super::chain! {
        /// One day.
        Days1 = 1 (1),
        /// Three days.
        Days3 = 3 (3),
        /// Five days.
        Days5 = 5 (5),
        /// One week.
        Days7 = 7 (7),
        /// Two weeks.
        Days14 = 14 (14),
        /// 30 days.
        Days30 = 30 (30),
        /// 35 days, the longest that a database keeps its own backups.
        Days35 = 35 (35),
        /// 60 days.
        Days60 = 60 (60),
        /// 90 days.
        Days90 = 90 (90),
        /// 120 days.
        Days120 = 120 (120),
        /// 150 days.
        Days150 = 150 (150),
        /// 180 days.
        Days180 = 180 (180),
        /// One year.
        Days365 = 365 (365),
        /// 400 days.
        Days400 = 400 (400),
        /// 545 days.
        Days545 = 545 (545),
        /// Two years.
        Years2 = 731 (731),
        /// Three years.
        Years3 = 1096 (1096),
        /// Five years.
        Years5 = 1827 (1827),
        /// Six years.
        Years6 = 2192 (2192),
        /// Seven years.
        Years7 = 2557 (2557),
        /// Eight years.
        Years8 = 2922 (2922),
        /// Nine years.
        Years9 = 3288 (3288),
        /// Ten years.
        Years10 = 3653 (3653),
    }
}

/// The module of each dimension that is a chain.
macro_rules! modules {
    ([] $($(#[$doc:meta])* $name:ident: $Type:ident ($($bound:tt)+) = $weakest:ident, $words:literal { $($chain:tt)* })+) => {
        $(modules!(@ $(#[$doc])* $name $Type $($chain)*);)+
    };
    (@ $(#[$doc:meta])* $name:ident $Type:ident) => {};
    (@ $(#[$doc:meta])* $name:ident $Type:ident $(#[$about:meta])* $Bound:ident $message:tt $label:tt $note:tt
        $how:ident $($markers:tt)*) => {
        $(#[$doc])*
        pub mod $name {
            modules!(@markers $how $($markers)*);

            $(#[$about])*
            #[diagnostic::on_unimplemented(message = $message, label = $label, note = $note)]
            pub trait $Bound<P>: $crate::policy::lattice::Sealed {
                /// The position under the policy: the stricter of what was said and what the policy demands.
                const POSITION: $crate::dimension::Position;
            }

            #[diagnostic::do_not_recommend]
            impl<R, P> $Bound<P> for R
            where
                R: $crate::dimension::Level,
                P: $crate::policy::Policy,
                P::$Type: $crate::dimension::MetBy<R>,
            {
                const POSITION: $crate::dimension::Position = <R as $crate::dimension::Level>::POSITION
                    .or_stricter(<P::$Type as $crate::dimension::Level>::POSITION);
            }
        }
    };
    (@markers chain { $($chain:tt)* }) => { $crate::policy::dimension::chain! { $($chain)* } };
    (@markers of $from:ident { $($marker:tt)* }) => { pub use super::$from::{$($marker)*}; };
}

crate::__dimensions!({ modules });

/// Where data may be kept: a set of places rather than a chain.
pub mod residency {
    pub use crate::policy::residency::{Anywhere, AtLeast, EuOrAdequate, ResidencyFor, UkOrIreland};
}
