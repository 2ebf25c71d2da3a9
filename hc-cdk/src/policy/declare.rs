//! The `policy!` macro: a policy from the dimensions that it names.

/// Declares a policy. A dimension that is not named keeps its weakest position, and `..` may say so.
///
/// The name of a position is looked up among the markers of its dimension, so nothing needs to be imported for it; a
/// residency set of one's own is given by the name under which it is in scope. Clauses of [`control`](crate::control) may follow in
/// brackets, and behind them those that are a reason for just that and ask for something else, which nothing that is held to the floor meets
/// (`because [gdpr::STORAGE_LIMITATION]`). Where one of them names the very figure, `by` says which; `of "the owners"` says whose it is otherwise. Of all others
/// `explain` says that the figure is ours.
///
/// A policy that stands for a stage of the life cycle says so behind its name (`Production as "production"`); the stage
/// becomes a tag. One that says how health data is kept says so, too (`AcmeClinic about health`): without such a policy among
/// those that are joined, a stack holds no health data. What is only proposed says where (`proposed "90 FR 898"`), and is printed with that
/// wherever its name is.
///
/// ```
/// use hc_cdk::{control::iso27001, policy, policy::{Hipaa, Production}};
///
/// policy! {
///     /// What the Acme clinics promise their patients.
///     pub AcmeClinic {
///         audit_retention: Years10 [iso27001::RECORDS],
///         tls: Tls13,
///         ..
///     }
/// }
///
/// type Prod = (Hipaa, AcmeClinic, Production);
/// ```
#[macro_export]
macro_rules! policy {
    ($(#[$doc:meta])* $vis:vis $name:ident $(as $stage:literal)? $(about $health:ident)? $(proposed $proposal:literal)? { .. }) => {
        $crate::policy! { $(#[$doc])* $vis $name $(as $stage)? $(about $health)? $(proposed $proposal)? {} }
    };
    ($(#[$doc:meta])* $vis:vis $name:ident $(as $stage:literal)? $(about $health:ident)? $(proposed $proposal:literal)? { $($dimension:ident : $floor:ident $([$($control:path),* $(,)?])? $(because [$($reason:path),* $(,)?])? $(of $owner:literal)? $(by $named:path)?),* $(, ..)? $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        $vis struct $name;

        $($crate::__dimensions! { { $crate::__is_dimension } $dimension })*

        // A dimension that is named twice is reported as a field that is declared twice.
        const _: () = {
            #[allow(dead_code, reason = "only its field names matter")]
            struct Dimensions {
                $($dimension: (),)*
            }
        };

        $crate::__dimensions! { { $crate::__policy } $name [$($stage)?] [$($health)?] [$($proposal)?] { $($dimension $floor [$($($control),*)?] [$($($reason),*)?] [$($owner)?] [$($named)?])* } }
    };
}

/// Says so if the table has no such dimension.
#[doc(hidden)]
#[macro_export]
macro_rules! __is_dimension {
    ([$asked:ident]
        $($(#[$doc:meta])* $name:ident: $Type:ident ($($bound:tt)+) = $weakest:ident, $words:literal { $($chain:tt)* })+) => {
        const _: () = {
            // The first that fits counts.
            macro_rules! is_dimension {
                $(($name) => {};)+
                ($asked) => {
                    compile_error!(concat!(
                        "a policy has no dimension `", stringify!($asked), "`: it has",
                        $(" `", stringify!($name), "`,",)+
                        " and no others"
                    ));
                };
            }

            is_dimension!($asked);
        };
    };
}

/// Implements a policy, from the table behind what it names.
#[doc(hidden)]
#[macro_export]
macro_rules! __policy {
    ([$policy:ident [$($stage:literal)?] [$($health:ident)?] [$($proposal:literal)?] { $($dimension:ident $floor:ident [$($control:path),*] [$($reason:path),*] [$($owner:literal)?] [$($named:path)?])* }]
        $($(#[$doc:meta])* $name:ident: $Type:ident ($($bound:tt)+) = $weakest:ident, $words:literal { $($chain:tt)* })+) => {
        const _: () = {
            // The first that fits counts: what the policy names, and then what is weakest.
            macro_rules! position {
                $(($dimension) => { $crate::__marker!($dimension $floor) };)*
                $(($name) => { $crate::__marker!($name $weakest) };)+
            }

            const NAME: &str = concat!(stringify!($policy) $(, " (proposed, ", $proposal, ")")?);

            impl $crate::policy::Policy for $policy {
                $(type $Type = position!($name);)+

                type Health = $crate::__health!($($health)?);

                const STAGE: Option<&'static str> = $crate::__optional!($($stage)?);

                fn names(names: &mut Vec<&'static str>) {
                    names.push(NAME);
                }

                fn requirements(requirements: &mut Vec<$crate::policy::Requirement>) {
                    requirements.extend_from_slice(&[$(
                        $crate::policy::Requirement {
                            policy: NAME,
                            dimension: $crate::policy::Dimension::$dimension,
                            floor: stringify!($floor),
                            controls: &[$($control),*],
                            reasons: &[$($reason),*],
                            owner: $crate::__optional!($($owner)?),
                            named: $crate::__optional!($($named)?),
                        },
                    )*]);
                }
            }
        };
    };
}

/// Whether the policy is about health data.
#[doc(hidden)]
#[macro_export]
macro_rules! __health {
    () => {
        $crate::data::Unsaid
    };
    (health) => {
        $crate::data::Said
    };
}

/// What may be left out.
#[doc(hidden)]
#[macro_export]
macro_rules! __optional {
    () => {
        None
    };
    ($given:expr) => {
        Some($given)
    };
}

/// Where the marker of a position is. A residency set of a team's own is in scope by its name.
#[doc(hidden)]
#[macro_export]
macro_rules! __marker {
    (data_ceiling $floor:ident) => {
        $crate::data::$floor
    };
    (residency Anywhere) => {
        $crate::dimension::residency::Anywhere
    };
    (residency EuOrAdequate) => {
        $crate::dimension::residency::EuOrAdequate
    };
    (residency UkOrIreland) => {
        $crate::dimension::residency::UkOrIreland
    };
    (residency $own:ident) => {
        $own
    };
    ($dimension:ident $floor:ident) => {
        $crate::dimension::$dimension::$floor
    };
}
