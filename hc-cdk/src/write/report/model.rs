//! What the page is made of, and how its parts find each other.

use super::changes::Against;
use crate::{
    check::Checked,
    model::StackModel,
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

/// The address of a construct on the page.
pub(super) fn anchor((stack, construct): At) -> String {
    format!("c-{stack}-{construct}")
}

/// A construct's path with the stack's name first.
pub(super) fn path(stack: &StackModel, construct: usize) -> String {
    stack.path_of(u32::try_from(construct).unwrap_or(u32::MAX))
}
