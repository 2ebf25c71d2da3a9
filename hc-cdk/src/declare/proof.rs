//! Proof by possession: what an image has gone through is a type, and a deployment takes no image that has not gone through what
//! the policy asks for. One vocabulary for whatever builds and deploys: workflows of a repository, and pipelines of a cloud.
//!
//! `Built -> Tested -> Scanned -> Cosigned`: each step wants an image at the one before it and gives one at its own, so none can be
//! left out or done in another order.

use crate::policy::Unregulated;

/// Declares markers of what was done.
#[doc(hidden)]
#[macro_export]
macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
    )+};
}

markers! {
    /// A job that tests what is in images.
    Tests,
    /// A job that looks for vulnerabilities in images.
    Scans,
    /// A job that signs images, and the list of what is in them.
    Signs,
    /// An image that was built.
    Built,
    /// An image that was built, and what is in it tested.
    Tested,
    /// An image that was built, tested and scanned.
    Scanned,
    /// An image that was built, tested, scanned and signed with the list of what is in it, by cosign.
    Cosigned,
    /// A deployment that somebody approves.
    Approved,
    /// A deployment that is a rehearsal, with nobody's data.
    Rehearsed,
    /// A deployment that nobody approves.
    Unapproved,
}

/// A job that takes an image at `S` one step on.
#[diagnostic::on_unimplemented(
    message = "a job that `{Self}` does not come right after an image is `{S}`",
    label = "an image is built, tested, scanned and then signed: a step is left out before this one, or it is done already",
    note = "HIPAA 45 CFR 164.308(a)(8): evaluation; ISO/IEC 27001:2022 A.8.25: secure development; FDA 21 CFR 11.10(a): validation of systems"
)]
pub trait Follows<S> {
    /// What the image is afterwards.
    type Gives;
}

impl Follows<Built> for Tests {
    type Gives = Tested;
}

impl Follows<Tested> for Scans {
    type Gives = Scanned;
}

impl Follows<Scanned> for Signs {
    type Gives = Cosigned;
}

/// An image that has gone through what the policy `P` asks for. An unregulated policy asks for nothing, and every other one for all.
#[diagnostic::on_unimplemented(
    message = "an image that is only `{Self}` must not be deployed under `{P}`",
    label = "let it go through the rest first, up to `Cosigned`: `.then(\"scans\", images, registry.scan())` in a workflow, `.scanned()` in a `Pipeline`",
    note = "HIPAA 45 CFR 164.308(a)(5)(ii)(B): protection from malicious software; ISO/IEC 27001:2022 A.8.25: secure development; FDA 21 CFR 11.10(a): validation of systems"
)]
pub trait ProvenFor<P> {}

impl<P> ProvenFor<P> for Cosigned {}

/// A way of approving deployments that is enough for the policy `P`.
#[diagnostic::on_unimplemented(
    message = "a deployment that is `{Self}` must not be made under `{P}`",
    label = "let somebody approve it: `Environment::approved(\"production\")` in a workflow, where a rehearsal is `Environment::staging()`; `.approved(\"Release?\")` in a `Pipeline`",
    note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.32: change management; FDA 21 CFR 11.10(g): authority checks"
)]
pub trait ApprovedFor<P> {}

impl<P> ApprovedFor<P> for Approved {}
impl<P> ApprovedFor<P> for Rehearsed {}

macro_rules! unregulated {
    ($($Trait:ident for $Kind:ident,)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<P: Unregulated> $Trait<P> for $Kind {}
    )+};
}

unregulated! {
    ProvenFor for Built,
    ProvenFor for Tested,
    ProvenFor for Scanned,
    ApprovedFor for Unapproved,
}
