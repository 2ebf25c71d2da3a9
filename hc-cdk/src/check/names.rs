//! There is something to deploy, names are well formed, and no two things have the same one.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    panic::Location,
};

use crate::model::{StackModel, System, finding::Finding};

/// The longest name of anything in a template.
const LONGEST: usize = 255;
/// The longest name of a stack or a system.
const LONGEST_STACK: usize = 128;

type Place = &'static Location<'static>;

pub(super) fn check(system: &System, findings: &mut Vec<Finding>) {
    of_system(system, findings);
    // A file system may not tell upper from lower case, and a stack's files bear its name.
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    for stack in system.stacks() {
        if !is_stack_name(stack.name()) {
            findings.push(stack.finding_here(
                "is not a stack's name",
                format!("use letters, digits and hyphens, and begin with a letter; {LONGEST_STACK} characters at most"),
            ));
        }
        if let Some(first) = taken(&mut seen, stack.name().to_ascii_lowercase(), stack.written_at) {
            findings.push(Finding {
                other: Some((first, "is the first stack of that name")),
                ..stack.finding_here("is the name of two stacks", "give one of them another name")
            });
        }
        constructs(stack, findings);
        template(stack, findings);
        outputs(stack, findings);
    }
}

fn of_system(system: &System, findings: &mut Vec<Finding>) {
    let name = system.name();
    if !is_system_name(name) {
        findings.push(system.finding_here(
            "is not a system's name",
            format!("use letters, digits, blanks and any of `._-`; {LONGEST_STACK} characters at most"),
        ));
    }
    if system.stacks().is_empty() {
        findings.push(system.finding_here("has no stacks", "give it at least one: `App::new(..).stack(stack)`"));
    }
}

fn constructs(stack: &StackModel, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    for (at, construct) in (0..).zip(&stack.constructs) {
        let name = construct.path.rsplit('/').next().unwrap_or_default();
        if !is_name(name) {
            findings.push(stack.finding(at, format!("cannot be named `{name}`"), name_help()));
        }
        if let Some(first) = taken(&mut seen, construct.path.as_str(), construct.written_at) {
            findings.push(Finding {
                other: Some((first, "has the name already")),
                ..stack.finding(at, "is the name of two constructs", "give one of them another name")
            });
        }
    }
}

/// Resources by logical id and parameters by name: a template refers to both in the same way.
fn template(stack: &StackModel, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    let mut owners: BTreeMap<&str, u32> = BTreeMap::new();
    for resource in &stack.resources {
        let written_at = stack.construct_of(resource).map_or(stack.written_at, |it| it.written_at);
        let id = resource.logical_id.as_str();
        // What is made of a name that was refused is not said once more for each resource.
        let accepted = || stack.construct_of(resource).is_none_or(|it| it.path.split('/').all(is_name));
        if !is_name(id) && accepted() {
            findings.push(stack.finding(
                resource.construct,
                format!("makes a resource that would be called `{id}` in the template"),
                format!("use letters and digits for names, at most {LONGEST} in all from the stack down"),
            ));
        }
        let owner = *owners.entry(id).or_insert(resource.construct);
        if let Some(first) = taken(&mut seen, id, written_at) {
            let itself = owner == resource.construct;
            // Of two constructs with one name, every resource has the name of another; that they have it is said once.
            if !itself && stack.path_of(owner) == stack.path_of(resource.construct) {
                continue;
            }
            findings.push(Finding {
                other: (!itself).then_some((first, "makes the other one")),
                ..stack.finding(
                    resource.construct,
                    format!("makes a second resource that would be called `{id}` in the template"),
                    if itself {
                        "give one of the construct's parts another name"
                    } else {
                        "give one of the constructs another name"
                    },
                )
            });
        }
    }
    for parameter in &stack.parameters {
        let name = parameter.name.as_ref();
        let finding = |message: String, help: String| Finding {
            written_at: parameter.written_at,
            ..stack.finding_here(message, help)
        };
        if !is_name(name) {
            findings.push(finding(format!("has a parameter named `{name}`"), name_help()));
        }
        if let Some(first) = taken(&mut seen, name, parameter.written_at) {
            findings.push(Finding {
                other: Some((first, "has the name already")),
                ..finding(
                    format!("has a parameter `{name}`, and a resource or parameter of that name already"),
                    "give the parameter another name".to_owned(),
                )
            });
        }
    }
}

fn outputs(stack: &StackModel, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    for output in &stack.outputs {
        let name = output.name.as_ref();
        let finding = |message: String, help: String| Finding {
            written_at: output.written_at,
            ..stack.finding_here(message, help)
        };
        if !is_name(name) {
            findings.push(finding(format!("has an output named `{name}`"), name_help()));
        }
        if let Some(first) = taken(&mut seen, name, output.written_at) {
            findings.push(Finding {
                other: Some((first, "has the name already")),
                ..finding(format!("has two outputs named `{name}`"), "give one of them another name".to_owned())
            });
        }
    }
}

fn name_help() -> String {
    format!("use letters and digits, and begin with a letter; {LONGEST} characters at most")
}

/// Notes who has a name. If somebody had it before: where.
fn taken<K: Ord>(seen: &mut BTreeMap<K, Place>, name: K, written_at: Place) -> Option<Place> {
    match seen.entry(name) {
        Entry::Occupied(first) => Some(*first.get()),
        Entry::Vacant(slot) => {
            slot.insert(written_at);
            None
        }
    }
}

/// Letters and digits, and a letter first.
fn is_name(name: &str) -> bool {
    name.len() <= LONGEST
        && name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.chars().all(|it| it.is_ascii_alphanumeric())
}

/// Letters, digits and hyphens, and a letter first.
fn is_stack_name(name: &str) -> bool {
    name.len() <= LONGEST_STACK
        && name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-')
}

/// What every tag may hold: letters, digits, blanks and a few signs.
fn is_system_name(name: &str) -> bool {
    !name.trim().is_empty()
        && name.len() <= LONGEST_STACK
        && name.chars().all(|it| it.is_alphanumeric() || matches!(it, ' ' | '.' | '_' | '-'))
}
