//! What files are called, and what they are.

use hc_cdk::{
    model::{ResourceModel, StackModel},
    value::kebab,
};

/// Where the file of a workflow is, in the folder that the stack is for.
pub(super) fn workflow(stack: &StackModel, resource: &ResourceModel) -> String {
    format!(".github/workflows/{}.yml", kebab(construct(stack, resource)))
}

/// The path of the construct that a file is of.
pub(super) fn construct<'a>(stack: &'a StackModel, resource: &ResourceModel) -> &'a str {
    stack.construct_of(resource).map_or("", |it| it.path.as_str())
}

/// What a file is, such as `Workflow`.
pub(super) fn kind(resource: &ResourceModel) -> &str {
    let kind = resource.kind();
    kind.rsplit_once("::").map_or(kind, |(_, kind)| kind)
}
