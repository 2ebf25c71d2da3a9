//! Labels and annotations of one's own, by which people and tools find things: the name of a team, a cost centre, where a runbook is.
//!
//! Network policies, services and operators select by other labels, and what changes pods reads other annotations: those are the library's,
//! and nobody sets them.

use hc_cdk_manifest::naming::{wrong_annotation, wrong_label};

/// A label of one's own: its name and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnLabel {
    pub(crate) name: &'static str,
    pub(crate) value: &'static str,
}

/// A label of one's own, such as `label!("team", "claims")` or `label!("example.org/cost-centre", "4711")`. `cargo check` refuses what a
/// cluster refuses, and names by which the library, Kubernetes or an operator selects.
///
/// ```
/// let team = hc_cdk_k8s::label!("team", "claims");
/// ```
///
/// ```compile_fail
/// let another = hc_cdk_k8s::label!("app.kubernetes.io/name", "claims");
/// ```
#[macro_export]
macro_rules! label {
    ($name:expr, $value:expr $(,)?) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_LABEL: $crate::literal::label::OwnLabel = $crate::literal::label::OwnLabel::literal($name, $value);
        HC_CDK_LABEL
    }};
}

impl OwnLabel {
    /// For [`label!`](crate::label!).
    ///
    /// # Panics
    ///
    /// If it is no label, or is none of one's own; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn literal(name: &'static str, value: &'static str) -> Self {
        match wrong_label(name, value) {
            None => Self { name, value },
            Some(wrong) => panic!("{}", wrong),
        }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a label that was checked",
        label = "write it as `label!(\"team\", \"claims\")`"
    )]
    /// A label of one's own.
    IsOwnLabel: OwnLabel;
}

/// An annotation of one's own: its name and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnAnnotation {
    pub(crate) name: &'static str,
    pub(crate) value: &'static str,
}

/// An annotation of one's own, such as `annotation!("example.org/runbook", "https://runbooks.example.org/claims")`. `cargo check` refuses
/// what a cluster refuses, and names by which Kubernetes, the library, an operator or an agent acts. A value has up to 1024 bytes.
///
/// ```
/// let runbook = hc_cdk_k8s::annotation!("example.org/runbook", "https://runbooks.example.org/claims");
/// ```
///
/// ```compile_fail
/// let agent = hc_cdk_k8s::annotation!("vault.hashicorp.com/agent-inject", "true");
/// ```
#[macro_export]
macro_rules! annotation {
    ($name:expr, $value:expr $(,)?) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_ANNOTATION: $crate::literal::label::OwnAnnotation =
            $crate::literal::label::OwnAnnotation::literal($name, $value);
        HC_CDK_ANNOTATION
    }};
}

impl OwnAnnotation {
    /// For [`annotation!`](crate::annotation!).
    ///
    /// # Panics
    ///
    /// If it is no annotation, or is none of one's own; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn literal(name: &'static str, value: &'static str) -> Self {
        match wrong_annotation(name, value) {
            None => Self { name, value },
            Some(wrong) => panic!("{}", wrong),
        }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not an annotation that was checked",
        label = "write it as `annotation!(\"example.org/runbook\", \"https://runbooks.example.org/claims\")`"
    )]
    /// An annotation of one's own.
    IsOwnAnnotation: OwnAnnotation;
}
