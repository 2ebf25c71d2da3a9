//! Usage: what no file says and an estimate of cost has to know, such as how much a bucket holds.
//!
//! It is said of a handle, and only a usage that the thing has compiles: no database has calls.

use std::panic::Location;

use super::stack::Stack;
use crate::{
    model::usage::UsageRecord,
    value::{Json, Token},
};

/// A kind of usage, such as gigabytes that are kept. The crate of a target has those that its prices ask for.
pub trait Usage {
    /// What is measured, with its unit, and how much of it there is in a month.
    fn measures(&self) -> Vec<(&'static str, u64)>;
}

/// What has a usage of the kind `U`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no usage of the kind `{U}`",
    label = "say of it what it is paid by: a store by what it keeps, a function by its calls",
    note = "ISO/IEC 27001:2022 A.8.6: capacity management"
)]
pub trait Metered<U: Usage> {
    /// A value that refers to the resource which is paid for, such as its ARN.
    fn metered(&self) -> Json;
}

impl<P, T> Stack<P, T> {
    /// Says how much of something is used in a month, for the command `cost`. Nothing that is written depends on it.
    ///
    /// Of what exists already there is nothing to estimate, and it has no effect.
    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "a usage is made where it is said")]
    pub fn expect<U: Usage>(&mut self, of: &(impl Metered<U> + ?Sized), usage: U) {
        let written_at = Location::caller();
        let metered = of.metered();
        let Json::Token(token) = &metered else { return };
        let Token::Attribute { resource, .. } = token.as_ref() else { return };
        let said = usage.measures().into_iter();
        let records =
            said.map(|(measure, amount)| UsageRecord { resource: resource.clone(), measure, amount, written_at });
        self.note_usage(records);
    }
}
