//! What a construct is, for whoever writes one.
//!
//! [`Spec`] knows no policy: it says what the construct becomes. [`Construct`] has the bounds. Kept apart, rustc
//! underlines the argument of `stack.add(..)` when a bound is not met.

use crate::{control::Control, stack::Scope};

/// A description of something to build, such as an `EncryptedDatabase`, which knows no policy.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a construct, and a raw resource enters a stack only in a `Waiver`",
    label = "is `.build()` missing? otherwise use the construct for it, or `Waiver::new(clause, reason, approver, date!(\"2027-01-31\")).resource(..)`",
    note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.9: configuration management"
)]
pub trait Spec {
    /// What the program holds once a stack has taken the construct: small, cloneable, without lifetimes.
    type Handle;

    /// The construct's name in reports, such as `EncryptedDatabase`.
    const KIND: &'static str;

    /// What holds for every construct of this kind, whoever made it.
    const INVARIANTS: &'static [Invariant];
}

/// A construct that may stand in a stack under the policy `P`.
///
/// An implementation names the bounds (`A: AvailabilityFor<P>`), turns what the types say into values, and leaves the
/// work to a function that is not generic: users compile what is generic on every edit.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a construct, and a raw resource enters a stack only in a `Waiver`",
    label = "is `.build()` missing? otherwise use the construct for it, or `Waiver::new(clause, reason, approver, date!(\"2027-01-31\")).resource(..)`",
    note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.9: configuration management"
)]
pub trait Construct<P>: Spec {
    /// Declares the construct's resources in the scope that the stack opened for it.
    fn declare(self, scope: &mut Scope<'_>) -> Self::Handle;
}

/// A sentence that holds by construction, with the clauses that ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invariant {
    /// The sentence, lower case, without a full stop.
    pub sentence: &'static str,
    /// The clauses it meets.
    pub controls: &'static [Control],
}
