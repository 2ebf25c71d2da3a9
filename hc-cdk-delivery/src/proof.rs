//! Proof by possession: what an image has gone through is a type, and a deployment takes no image that has not gone through what
//! the policy asks for.
//!
//! `Built -> Tested -> Scanned -> Cosigned`: each step wants an image at the one before it and gives one at its own, so none can be
//! left out or done in another order.

use std::marker::PhantomData;

use hc_cdk::policy::Unregulated;

macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
    )+};
}

markers! {
    /// A job that does nothing to images.
    Works,
    /// A job that builds images.
    Builds,
    /// A job that tests what is in images.
    Tests,
    /// A job that looks for vulnerabilities in images, and lists what is in them.
    Scans,
    /// A job that signs images.
    Signs,
    /// An image that was built.
    Built,
    /// An image that was built, and what is in it tested.
    Tested,
    /// An image that was built, tested and scanned.
    Scanned,
    /// An image that was built, tested, scanned and signed, by cosign.
    Cosigned,
    /// A deployment of templates and objects, whose images were built and signed elsewhere.
    NoImages,
    /// A deployment that somebody approves, of those that the repository names for it.
    Approved,
    /// A deployment that is a rehearsal, with nobody's data.
    Rehearsed,
    /// A deployment that nobody approves.
    Unapproved,
    /// Nothing is deployed.
    NothingDeployed,
}

/// A job that builds images.
#[diagnostic::on_unimplemented(
    message = "a job that only `{Self}` builds no image",
    label = "begin with one that does: `registry.build()`, or a job of your own with `.builds()`"
)]
pub trait BuildsImages {}

impl BuildsImages for Builds {}

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

/// An image that is copied to another registry, with what was proven of it: once its digest is signed.
#[diagnostic::on_unimplemented(
    message = "an image that is only `{Self}` is not copied to another registry",
    label = "let it go through the rest first: `.then(\"scans\", images, registry.scan())`, up to `Cosigned`",
    note = "HIPAA 45 CFR 164.308(a)(5)(ii)(B): protection from malicious software; ISO/IEC 27001:2022 A.8.25: secure development"
)]
pub trait MayBeCopied {}

impl MayBeCopied for Cosigned {}

/// An image that has gone through what the policy `P` asks for. An unregulated policy asks for nothing, and every other one for all.
#[diagnostic::on_unimplemented(
    message = "an image that is only `{Self}` must not be deployed under `{P}`",
    label = "let it go through the rest first: `.then(\"scans\", images, registry.scan())`, up to `Cosigned`",
    note = "HIPAA 45 CFR 164.308(a)(5)(ii)(B): protection from malicious software; ISO/IEC 27001:2022 A.8.25: secure development; FDA 21 CFR 11.10(a): validation of systems"
)]
pub trait ProvenFor<P> {}

impl<P> ProvenFor<P> for Cosigned {}
impl<P> ProvenFor<P> for NoImages {}

/// A way of approving deployments that is enough for the policy `P`.
#[diagnostic::on_unimplemented(
    message = "a deployment that is `{Self}` must not be made under `{P}`",
    label = "let somebody approve it: `Environment::approved(\"production\")`; a rehearsal is `Environment::staging()`",
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

/// A deployment of an image that has gone through `S`, approved as `E` says.
#[derive(Debug, Clone, Copy)]
pub struct Deployed<S, E>(PhantomData<fn() -> (S, E)>);

/// What is deployed, all of it as the policy `P` asks for.
pub trait MayDeployUnder<P> {}

impl<P> MayDeployUnder<P> for NothingDeployed {}

impl<P, S: ProvenFor<P>, E: ApprovedFor<P>> MayDeployUnder<P> for Deployed<S, E> {}

impl<P, A: MayDeployUnder<P>, B: MayDeployUnder<P>> MayDeployUnder<P> for (A, B) {}
