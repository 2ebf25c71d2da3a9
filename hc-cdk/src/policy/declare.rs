//! The `policy!` macro: a policy from the dimensions that it names.

/// Declares a policy. A dimension that is not named keeps its weakest position, and `..` may say so.
///
/// The name of a position is looked up among the markers of its dimension, so nothing needs to be imported for it; a
/// residency set of one's own is given by the name under which it is in scope. Clauses of [`control`](crate::control) may follow in brackets.
///
/// A policy that stands for a stage of the life cycle says so behind its name (`Production as "production"`); the stage
/// becomes a tag.
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
    ($(#[$doc:meta])* $vis:vis $name:ident $(as $stage:literal)? { .. }) => {
        $crate::policy! { $(#[$doc])* $vis $name $(as $stage)? {} }
    };
    ($(#[$doc:meta])* $vis:vis $name:ident $(as $stage:literal)? { $($dimension:ident : $floor:ident $([$($control:path),* $(,)?])?),* $(, ..)? $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        $vis struct $name;

        $($crate::__is_dimension!($dimension);)*

        // A dimension that is named twice is reported as a field that is declared twice.
        const _: () = {
            #[allow(dead_code, reason = "only its field names matter")]
            struct Dimensions {
                $($dimension: (),)*
            }
        };

        impl $crate::policy::Policy for $name {
            type DataCeiling = $crate::__position!(data_ceiling $($dimension $floor)*);
            type AuditRetention = $crate::__position!(audit_retention $($dimension $floor)*);
            type LogRetention = $crate::__position!(log_retention $($dimension $floor)*);
            type BackupRetention = $crate::__position!(backup_retention $($dimension $floor)*);
            type Availability = $crate::__position!(availability $($dimension $floor)*);
            type Recovery = $crate::__position!(recovery $($dimension $floor)*);
            type Residency = $crate::__position!(residency $($dimension $floor)*);
            type Tls = $crate::__position!(tls $($dimension $floor)*);
            type KeyCustody = $crate::__position!(key_custody $($dimension $floor)*);
            type SecretRotation = $crate::__position!(secret_rotation $($dimension $floor)*);
            type Deletion = $crate::__position!(deletion $($dimension $floor)*);

            const STAGE: Option<&'static str> = $crate::__stage!($($stage)?);

            fn names(names: &mut Vec<&'static str>) {
                names.push(stringify!($name));
            }

            fn requirements(requirements: &mut Vec<$crate::policy::Requirement>) {
                requirements.extend_from_slice(&[$(
                    $crate::policy::Requirement {
                        policy: stringify!($name),
                        dimension: $crate::policy::Dimension::$dimension,
                        floor: stringify!($floor),
                        controls: &[$($($control),*)?],
                    },
                )*]);
            }
        }
    };
}

/// The stage of the life cycle, if one is given.
#[doc(hidden)]
#[macro_export]
macro_rules! __stage {
    () => {
        None
    };
    ($stage:literal) => {
        Some($stage)
    };
}

/// The position on one dimension: the first argument names the dimension, the others are all that the policy names.
#[doc(hidden)]
#[macro_export]
macro_rules! __position {
    (data_ceiling data_ceiling $floor:ident $($rest:tt)*) => { $crate::__marker!(data_ceiling $floor) };
    (data_ceiling) => { $crate::data::Phi };
    (audit_retention audit_retention $floor:ident $($rest:tt)*) => { $crate::__marker!(audit_retention $floor) };
    (audit_retention) => { $crate::dimension::audit_retention::Days90 };
    (log_retention log_retention $floor:ident $($rest:tt)*) => { $crate::__marker!(log_retention $floor) };
    (log_retention) => { $crate::dimension::log_retention::Days1 };
    (backup_retention backup_retention $floor:ident $($rest:tt)*) => { $crate::__marker!(backup_retention $floor) };
    (backup_retention) => { $crate::dimension::backup_retention::Days1 };
    (availability availability $floor:ident $($rest:tt)*) => { $crate::__marker!(availability $floor) };
    (availability) => { $crate::dimension::availability::SingleAz };
    (recovery recovery $floor:ident $($rest:tt)*) => { $crate::__marker!(recovery $floor) };
    (recovery) => { $crate::dimension::recovery::Hours24 };
    (residency residency $floor:ident $($rest:tt)*) => { $crate::__marker!(residency $floor) };
    (residency) => { $crate::dimension::residency::Anywhere };
    (tls tls $floor:ident $($rest:tt)*) => { $crate::__marker!(tls $floor) };
    (tls) => { $crate::dimension::tls::Tls12 };
    (key_custody key_custody $floor:ident $($rest:tt)*) => { $crate::__marker!(key_custody $floor) };
    (key_custody) => { $crate::dimension::key_custody::AwsManaged };
    (secret_rotation secret_rotation $floor:ident $($rest:tt)*) => { $crate::__marker!(secret_rotation $floor) };
    (secret_rotation) => { $crate::dimension::rotation::Every365Days };
    (deletion deletion $floor:ident $($rest:tt)*) => { $crate::__marker!(deletion $floor) };
    (deletion) => { $crate::dimension::deletion::Destroyable };
    ($dimension:ident $other:ident $floor:ident $($rest:tt)*) => { $crate::__position!($dimension $($rest)*) };
}

/// Where the markers of a dimension are.
#[doc(hidden)]
#[macro_export]
macro_rules! __marker {
    (data_ceiling $floor:ident) => {
        $crate::data::$floor
    };
    (audit_retention $floor:ident) => {
        $crate::dimension::audit_retention::$floor
    };
    (log_retention $floor:ident) => {
        $crate::dimension::log_retention::$floor
    };
    (backup_retention $floor:ident) => {
        $crate::dimension::backup_retention::$floor
    };
    (availability $floor:ident) => {
        $crate::dimension::availability::$floor
    };
    (recovery $floor:ident) => {
        $crate::dimension::recovery::$floor
    };
    (tls $floor:ident) => {
        $crate::dimension::tls::$floor
    };
    (key_custody $floor:ident) => {
        $crate::dimension::key_custody::$floor
    };
    (secret_rotation $floor:ident) => {
        $crate::dimension::rotation::$floor
    };
    (deletion $floor:ident) => {
        $crate::dimension::deletion::$floor
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
}
