//! Where a stack goes: a region of some target, and what a target has to do.

use crate::{check::Checked, diff::Change, emit::File, finding::Finding};

/// A place that a stack is deployed to. Which residency sets it belongs to is said by
/// [`AtLeast`](crate::dimension::AtLeast).
pub trait Region: Copy {
    /// The place's name in the target's own spelling, such as `eu-west-2`.
    const NAME: &'static str;
    /// What a stack in this place is written for.
    const TARGET: &'static dyn Target;
}

/// Something that stacks are written for, such as CloudFormation.
pub trait Target: Sync + std::fmt::Debug {
    /// The target's name; stacks of one name are written together.
    fn name(&self) -> &'static str;

    /// Findings that need the target's own knowledge, such as the limits of a template.
    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>);

    /// The files of all the target's stacks, in a fixed order.
    fn files(&self, checked: &Checked<'_>) -> Vec<File>;

    /// What would change against files of an earlier run; `before` gives an earlier file's text by its path.
    fn changes(&self, checked: &Checked<'_>, before: &dyn Fn(&str) -> Option<String>) -> Vec<Change>;
}
