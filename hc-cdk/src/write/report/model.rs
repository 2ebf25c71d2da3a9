//! What the page is made of, and how its parts find each other.

use super::html::escaped;
use crate::{
    check::Checked,
    model::{StackModel, change::Change},
    write::{
        cost::Estimate,
        evidence::model::{At, Read, Stated},
    },
};

/// What the page is made of.
pub(super) struct Report<'a> {
    pub(super) checked: &'a Checked<'a>,
    pub(super) read: Vec<Read<'a>>,
    pub(super) stated: Vec<Stated<'a>>,
    /// What it costs, if anything of it has a price.
    pub(super) cost: Option<&'a Estimate>,
    /// An earlier output, if there is one.
    pub(super) against: Option<&'a Against<'a>>,
}

/// An earlier output, and what would change if this one replaced it.
pub(crate) struct Against<'a> {
    /// The folder of the earlier output.
    pub(crate) folder: &'a str,
    /// What changes in the stacks that the program has.
    pub(crate) changes: &'a [Change],
    /// What is in stacks that leave the program.
    pub(crate) leaving: &'a [Change],
    /// Those stacks, each with its target.
    pub(crate) gone: &'a [(String, String)],
    /// What it cost in a month and would cost, in dollars.
    pub(crate) cost: Option<(f64, f64)>,
}

/// The address of a construct on the page.
pub(super) fn anchor((stack, construct): At) -> String {
    format!("c-{stack}-{construct}")
}

/// The address of a rule on the page, by its code.
pub(super) fn rule_anchor(code: &str) -> String {
    format!("r-{}", escaped(code))
}

/// A construct's path with the stack's name first.
pub(super) fn path(stack: &StackModel, construct: usize) -> String {
    stack.path_of(u32::try_from(construct).unwrap_or(u32::MAX))
}
