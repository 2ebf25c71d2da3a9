//! Where a stack goes: a region of some target, and what a target has to do.

use crate::{check::Checked, diff::Change, emit::File, finding::Finding, model::ResourceModel};

/// A place that a stack is deployed to. Which residency sets it belongs to is said by
/// [`AtLeast`](crate::dimension::AtLeast).
pub trait Region: Copy {
    /// The place's name in the target's own spelling, such as `eu-west-2`.
    const NAME: &'static str;
    /// What a stack in this place is written for.
    const TARGET: &'static dyn Target;
}

/// Reads a file of an earlier run by its path; if there was no such file, nothing.
pub type Before<'a> = dyn Fn(&str) -> Result<Option<String>, String> + 'a;

/// Something that stacks are written for, such as CloudFormation.
pub trait Target: Sync + std::fmt::Debug {
    /// The target's name; stacks of one name are written together.
    fn name(&self) -> &'static str;

    /// Findings that need the target's own knowledge, such as how many resources a stack may have. It is asked only when
    /// every other check has passed, so whatever a reference points at is there.
    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>);

    /// The files of all the target's stacks, in a fixed order, and findings about what only they show: their size.
    fn files(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) -> Vec<File>;

    /// The name of the output by which a stack tells an attribute of a resource of its, or the resource's id, to stacks of
    /// other targets; nothing if this target's stacks have no outputs.
    fn output(&self, _resource: &ResourceModel, _attribute: Option<&'static str>) -> Option<String> {
        None
    }

    /// Whether this target's stacks take values from outputs of other targets' stacks.
    fn takes_outputs(&self) -> bool {
        false
    }

    /// What whoever deploys these files has to know, a sentence each.
    fn notes(&self, files: &[File]) -> Vec<String>;

    /// What would change against the files of an earlier run; `before` reads one of them.
    ///
    /// # Errors
    ///
    /// Why an earlier file cannot be read or understood.
    fn changes(&self, checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String>;
}
