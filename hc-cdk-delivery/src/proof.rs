//! Proof by possession: what an image has gone through is a type, and a deployment takes no image that has not gone through what
//! the policy asks for.
//!
//! `Built -> Tested -> Scanned -> Cosigned`: each step wants an image at the one before it and gives one at its own, so none can be
//! left out or done in another order.

use std::marker::PhantomData;

#[doc(inline)]
pub use hc_cdk::proof::{
    Approved, ApprovedFor, Built, Cosigned, Follows, ProvenFor, Rehearsed, Scanned, Scans, Signs, Tested, Tests,
    Unapproved,
};

hc_cdk::markers! {
    /// A job that does nothing to images.
    Works,
    /// A job that builds images.
    Builds,
    /// A deployment of templates and objects, whose images were built and signed elsewhere.
    NoImages,
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

/// An image that is copied to another registry, with what was proven of it: once its digest is signed.
#[diagnostic::on_unimplemented(
    message = "an image that is only `{Self}` is not copied to another registry",
    label = "let it go through the rest first: `.then(\"scans\", images, registry.scan())`, up to `Cosigned`",
    note = "HIPAA 45 CFR 164.308(a)(5)(ii)(B): protection from malicious software; ISO/IEC 27001:2022 A.8.25: secure development"
)]
pub trait MayBeCopied {}

impl MayBeCopied for Cosigned {}

impl<P> ProvenFor<P> for NoImages {}

/// A deployment of an image that has gone through `S`, approved as `E` says.
#[derive(Debug, Clone, Copy)]
pub struct Deployed<S, E>(PhantomData<fn() -> (S, E)>);

/// What is deployed, all of it as the policy `P` asks for.
pub trait MayDeployUnder<P> {}

impl<P> MayDeployUnder<P> for NothingDeployed {}

impl<P, S: ProvenFor<P>, E: ApprovedFor<P>> MayDeployUnder<P> for Deployed<S, E> {}

impl<P, A: MayDeployUnder<P>, B: MayDeployUnder<P>> MayDeployUnder<P> for (A, B) {}
