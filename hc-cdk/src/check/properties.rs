//! Properties are what a target can take at all: the required ones are there, and numbers are numbers.

use crate::{
    model::{ResourceModel, StackModel, finding::Finding},
    value::{Json, Object},
};

/// What is wrong with the properties of a resource, all numbers of which are finite or not.
pub(super) fn of(stack: &StackModel, resource: &ResourceModel, is_finite: bool, findings: &mut Vec<Finding>) {
    let (id, kind) = (&resource.logical_id, resource.kind.name);
    for required in resource.kind.required {
        if resource.properties.get(required).is_none_or(|it| matches!(it, Json::Null)) {
            findings.push(stack.finding(
                "MissingProperty",
                resource.construct,
                format!("makes `{id}` without `{required}`, which every `{kind}` has"),
                format!("set `{required}`"),
            ));
        }
    }
    if is_finite {
        return;
    }
    let members = resource.properties.as_object().into_iter().flat_map(Object::iter).chain(resource.options.iter());
    for name in members.filter(|(_, value)| has_no_number(value)).map(|(name, _)| name) {
        findings.push(stack.finding(
            "NoNumber",
            resource.construct,
            format!("makes `{id}` with a `{name}` that is infinite or not a number"),
            "divide by something else than zero",
        ));
    }
}

/// What is wrong with the outputs of a stack.
pub(super) fn check(stack: &StackModel, findings: &mut Vec<Finding>) {
    for output in stack.outputs.iter().filter(|output| has_no_number(&output.value)) {
        let message = format!("has an output `{}` that is infinite or not a number", output.name);
        let finding = stack.finding_here("NoNumber", message, "divide by something else than zero");
        findings.push(finding.at(output.written_at));
    }
}

/// Whether there is a floating-point number that JSON cannot write.
fn has_no_number(tree: &Json) -> bool {
    matches!(tree, Json::Float(number) if !number.is_finite()) || tree.inside(has_no_number)
}
