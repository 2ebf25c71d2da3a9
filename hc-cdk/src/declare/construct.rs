//! What a construct is, for whoever writes one.
//!
//! [`Spec`] knows no policy: it says what the construct becomes. [`Construct`] has the bounds. Kept apart, rustc
//! underlines the argument of `stack.add(..)` when a bound is not met.

use std::{
    borrow::Cow,
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

use super::{region::Target, scope::Scope};
use crate::model::rule::Rule;

/// A description of something to build, such as an `EncryptedDatabase`, which knows no policy.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a construct, and a raw resource enters a stack only in a `Waiver`",
    label = "use the construct for it, or `Waiver::new(rule, reason, approver, date!(\"2027-01-31\")).resource(..)`",
    note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.9: configuration management"
)]
pub trait Spec {
    /// What the program holds once a stack has taken the construct: small, cloneable, without lifetimes.
    type Handle;

    /// The construct's name in reports, such as `EncryptedDatabase`.
    const KIND: &'static str;

    /// The rules that hold for every construct of this kind, whoever made it. Reports repeat of them what was read; a sentence
    /// that nothing reads is [`Rule::stated`].
    const INVARIANTS: &'static [Rule];
}

/// A construct that may stand in a stack under the policy `P` that is written for the target `T`.
///
/// An implementation names the bounds (`A: AvailabilityFor<P>`), turns what the types say into values, and leaves the
/// work to a function that is not generic: users compile what is generic on every edit.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a construct for a stack on `{T}`, and a raw resource enters one only in a `Waiver`",
    label = "is it a construct of another target? otherwise use the construct for it, or `Waiver::new(rule, reason, approver, date!(\"2027-01-31\")).resource(..)`",
    note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.9: configuration management"
)]
pub trait Construct<P, T>: Spec {
    /// Declares the construct's resources in the scope that the stack opened for it.
    fn declare(self, scope: &mut Within<'_, P, T>) -> Self::Handle;
}

/// The scope of a construct in a stack under the policy `P` on the target `T`: as a [`Scope`], it takes resources, and for a
/// construct that is made of others, it takes these under the same policy.
#[derive(Debug)]
pub struct Within<'a, P, T> {
    scope: Scope<'a>,
    kind: PhantomData<fn() -> (P, T)>,
}

impl<'a, P, T: Target> Within<'a, P, T> {
    pub(super) fn new(scope: Scope<'a>) -> Self {
        Self { scope, kind: PhantomData }
    }

    /// Takes a construct inside this one: `scope.add("Logs", ..)`.
    pub fn add<C>(&mut self, name: impl Into<Cow<'static, str>>, construct: C) -> C::Handle
    where
        C: Spec + Construct<P, T>,
    {
        construct.declare(&mut Within::new(self.scope.child(&name.into(), C::KIND, C::INVARIANTS)))
    }
}

impl<'a, P, T> Deref for Within<'a, P, T> {
    type Target = Scope<'a>;

    fn deref(&self) -> &Scope<'a> {
        &self.scope
    }
}

impl<'a, P, T> DerefMut for Within<'a, P, T> {
    fn deref_mut(&mut self) -> &mut Scope<'a> {
        &mut self.scope
    }
}
