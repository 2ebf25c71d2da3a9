//! Names are well formed, and no two things have the same one.

use std::{collections::BTreeMap, collections::btree_map::Entry, panic::Location};

use crate::{app::App, finding::Finding, model::StackModel};

/// The longest logical id that CloudFormation takes.
const LONGEST: usize = 255;

pub(super) fn check(app: &App, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<&str, &'static Location<'static>> = BTreeMap::new();
    for stack in app.stacks() {
        if !is_stack_name(stack.name()) {
            findings.push(stack.finding_here(
                "is not a stack's name",
                "use letters, digits and hyphens, and begin with a letter; 128 characters at most",
            ));
        }
        match seen.entry(stack.name()) {
            Entry::Occupied(first) => findings.push(Finding {
                other: Some((first.get(), "is the first stack of that name")),
                ..stack.finding_here("is the name of two stacks", "give one of them another name")
            }),
            Entry::Vacant(place) => {
                place.insert(stack.written_at);
            }
        }
        constructs(stack, findings);
        templates(stack, findings);
    }
}

fn constructs(stack: &StackModel, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, construct) in stack.constructs.iter().enumerate() {
        let place = u32::try_from(at).unwrap_or(u32::MAX);
        let name = construct.path.rsplit('/').next().unwrap_or_default();
        if !is_name(name) {
            findings.push(stack.finding(
                place,
                format!("cannot be named `{name}`"),
                "use letters and digits, and begin with a letter",
            ));
        }
        match seen.entry(&construct.path) {
            Entry::Occupied(first) => {
                let first = stack.constructs.get(*first.get()).map(|it| (it.written_at, "has the name already"));
                findings.push(Finding {
                    other: first,
                    ..stack.finding(place, "is the name of two constructs", "give one of them another name")
                });
            }
            Entry::Vacant(slot) => {
                slot.insert(at);
            }
        }
    }
}

/// Names of the template: resources by logical id, parameters and outputs by name.
fn templates(stack: &StackModel, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<&str, &'static Location<'static>> = BTreeMap::new();
    for resource in &stack.resources {
        let written_at = stack.construct_of(resource).map_or(stack.written_at, |it| it.written_at);
        let id = resource.logical_id.as_str();
        if !is_name(id) || id.len() > LONGEST {
            findings.push(stack.finding(
                resource.construct,
                format!("makes a resource that would be called `{id}` in the template"),
                format!("use letters and digits for names, at most {LONGEST} in all from the stack down"),
            ));
        }
        match seen.entry(id) {
            Entry::Occupied(first) => findings.push(Finding {
                other: Some((first.get(), "makes the other one")),
                ..stack.finding(
                    resource.construct,
                    format!("makes a second resource that would be called `{id}` in the template"),
                    "give one of the constructs another name",
                )
            }),
            Entry::Vacant(slot) => {
                slot.insert(written_at);
            }
        }
    }
    for parameter in &stack.parameters {
        let name = parameter.name.as_ref();
        let finding = |message: String, help: &str| Finding {
            written_at: parameter.written_at,
            ..stack.finding_here(message, help)
        };
        if !is_name(name) {
            findings.push(finding(
                format!("has a parameter named `{name}`"),
                "use letters and digits, and begin with a letter",
            ));
        }
        match seen.entry(name) {
            Entry::Occupied(first) => findings.push(Finding {
                other: Some((first.get(), "has the name already")),
                ..finding(format!("has a second thing called `{name}`"), "give the parameter another name")
            }),
            Entry::Vacant(slot) => {
                slot.insert(parameter.written_at);
            }
        }
    }
    let mut outputs: BTreeMap<&str, &'static Location<'static>> = BTreeMap::new();
    for output in &stack.outputs {
        let name = output.name.as_ref();
        let finding = |message: String, help: &str| Finding {
            written_at: output.written_at,
            ..stack.finding_here(message, help)
        };
        if !is_name(name) {
            findings.push(finding(
                format!("has an output named `{name}`"),
                "use letters and digits, and begin with a letter",
            ));
        }
        if let Some(first) = outputs.insert(name, output.written_at) {
            findings.push(Finding {
                other: Some((first, "has the name already")),
                ..finding(format!("has a second output called `{name}`"), "give one of them another name")
            });
        }
    }
}

/// Letters and digits, and a letter first.
fn is_name(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_alphabetic()) && name.chars().all(|it| it.is_ascii_alphanumeric())
}

/// Letters, digits and hyphens, and a letter first.
fn is_stack_name(name: &str) -> bool {
    name.len() <= 128
        && name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-')
}
