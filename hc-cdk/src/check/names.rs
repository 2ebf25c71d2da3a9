//! There is something to deploy, names are well formed, and no two things have the same one.

use std::{hash::Hash, panic::Location};

use indexmap::{IndexMap, map::Entry};

use super::checked::Checked;
use crate::{
    model::{StackModel, System, finding::Finding, printable},
    value::{Kind as _, NameSuffix, Token, beyond},
};

/// The longest name of anything in a template.
const LONGEST: usize = 255;
/// The longest name of a stack or a system.
const LONGEST_STACK: usize = 128;

/// What a name is called in findings that is none, and one that two things have.
const NAME: &str = "ImpossibleName";
const TWICE: &str = "NameTwice";
/// What a move is called that moves nothing.
const MOVED: &str = "NothingMoved";

type Place = &'static Location<'static>;

pub(super) fn check(system: &System, findings: &mut Vec<Finding>) {
    of_system(system, findings);
    // A file system may not tell upper from lower case, and a stack's files bear its name.
    let mut seen: IndexMap<String, Place> = IndexMap::new();
    for stack in system.stacks() {
        if !is_stack_name(stack.name()) {
            findings.push(stack.finding_here(
                NAME,
                "is not a stack's name",
                format!("use letters, digits and hyphens, and begin with a letter; {LONGEST_STACK} characters at most"),
            ));
        }
        if let Some(first) = taken(&mut seen, stack.name().to_ascii_lowercase(), stack.written_at) {
            let finding = stack.finding_here(TWICE, "is the name of two stacks", "give one of them another name");
            findings.push(finding.beside(first, "is the first stack of that name"));
        }
        constructs(stack, findings);
        moved(stack, findings);
        owned(stack, findings);
        suffix(stack, findings);
        template(stack, findings);
        outputs(stack, findings);
    }
}

fn of_system(system: &System, findings: &mut Vec<Finding>) {
    let name = system.name();
    if !is_system_name(name) {
        findings.push(system.finding_here(
            NAME,
            "is not a system's name",
            format!("use letters, digits, blanks and any of `._-`; {LONGEST_STACK} characters at most"),
        ));
    }
    if system.stacks().is_empty() {
        let help = "give it at least one: `App::new(..).stack(stack)`";
        findings.push(system.finding_here("NoStacks", "has no stacks", help));
    }
}

fn constructs(stack: &StackModel, findings: &mut Vec<Finding>) {
    let mut seen: IndexMap<&str, Place> = IndexMap::with_capacity(stack.constructs.len());
    for (at, construct) in (0..).zip(&stack.constructs) {
        // A name of several parts would be that of a construct inside of another one.
        let parent = construct.parent.and_then(|parent| stack.constructs.get(parent as usize));
        let before = parent.map_or(0, |parent| parent.path.len() + 1);
        let name = construct.path.get(before..).unwrap_or_default();
        if !is_name(name) {
            findings.push(stack.finding(NAME, at, format!("cannot be named `{}`", name.escape_debug()), name_help()));
        }
        if let Some(first) = taken(&mut seen, construct.path.as_str(), construct.written_at) {
            let finding = stack.finding(TWICE, at, "is the name of two constructs", "give one of them another name");
            findings.push(finding.beside(first, "has the name already"));
        }
    }
}

/// Reports owners of constructs that the stack does not have.
fn owned(stack: &StackModel, findings: &mut Vec<Finding>) {
    for it in &stack.owners {
        if !it.path.is_empty() && !stack.constructs.iter().any(|construct| construct.path == it.path) {
            let message = format!("says whose `{}` is, and has no such construct", it.path);
            let help = "name a construct of the stack by its path, such as `Claims` or `Claims/Database`";
            findings.push(stack.finding_here("OwnerOfNothing", message, help).at(it.written_at));
        }
    }
}

/// What was said of constructs that have other names now.
fn moved(stack: &StackModel, findings: &mut Vec<Finding>) {
    for it in &stack.moved {
        let (old, new) = (it.old.as_str(), it.new.as_str());
        let keeps = stack.constructs.iter().find(|construct| construct.path == new && construct.known_as() == old);
        if keeps.is_none() {
            let message = format!("moves `{}` to `{}`, which has no effect", old.escape_debug(), new.escape_debug());
            let help =
                "say it once, before the construct is added by its new name; one inside of another is `Outer/Inner`";
            findings.push(stack.finding_here(MOVED, message, help).at(it.written_at));
        } else if let Some(at) = stack.constructs.iter().position(|it| it.path == old && it.known_as() == old) {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let message = format!("has the name that `{new}` keeps");
            let finding =
                stack.finding(TWICE, at, message, "give it another name, or let the other one have its new name");
            findings.push(finding.beside(it.written_at, "says so"));
        }
    }
}

/// What names in an account end in is said once, before there is one.
fn suffix(stack: &StackModel, findings: &mut Vec<Finding>) {
    let Some(suffix) = &stack.name_suffix else { return };
    let finding = |message: String, help| stack.finding_here(NAME, message, help).at(suffix.written_at);
    if let Some(text) = beyond(&NameSuffix::LIMITS, &suffix.value) {
        let message = format!("lets names in an account end in `{}`", text.escape_debug());
        findings.push(finding(message, "use 1 to 16 small letters and digits"));
    }
    if let Some(first) = stack.constructs.first().filter(|_| suffix.after > 0) {
        let message = format!("says what names in an account end in when `{}` has its names already", first.path);
        findings.push(finding(message, "say it before the first construct is added"));
    }
}

/// What a stack hands to others is exported under a name that ends in its suffix: whoever takes it has to end its own names in one that the
/// deployment gives, too, and to be in the same region, where there are exports.
pub(super) fn handed_on(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    // A text is the same in each deployment of what is written, and so tells nothing apart that exports do not.
    let given = |stack: &StackModel| stack.name_suffix.as_ref().is_some_and(|it| it.value.as_text().is_none());
    for (at, stack) in checked.stacks().iter().enumerate() {
        for other in checked.links().needs(at).filter_map(|it| checked.stacks().get(it)).filter(|it| given(it)) {
            let is_near = stack.target == other.target && stack.region == other.region;
            if (is_near && given(stack)) || !takes(stack, other) {
                continue;
            }
            let message = format!("takes values of `{}`, whose names end in what the deployment gives", other.name());
            let help = if is_near {
                "end its names in a parameter, too, by `.name_suffix(..)`, and give both the same at the deployment"
            } else {
                "only stacks of the same region can find them: put what needs the values there, or do without the suffix"
            };
            findings.push(stack.finding_here(NAME, message, help));
        }
    }
}

/// Whether something in a stack refers to a resource of another one.
fn takes(stack: &StackModel, other: &StackModel) -> bool {
    let mut found = false;
    let mut look = |token: &Token| {
        found |= matches!(token, Token::Attribute { resource, .. } if *resource.stack() == other.id);
    };
    for resource in &stack.resources {
        resource.properties.tokens(&mut look);
        resource.options.iter().for_each(|(_, option)| option.tokens(&mut look));
    }
    stack.outputs.iter().for_each(|it| it.value.tokens(&mut look));
    found
}

/// Resources by logical id and parameters by name: a template refers to both in the same way.
fn template(stack: &StackModel, findings: &mut Vec<Finding>) {
    let mut seen: IndexMap<&str, (Place, Option<u32>)> = IndexMap::with_capacity(stack.resources.len());
    for resource in &stack.resources {
        let written_at = stack.construct_of(resource).map_or(stack.written_at, |it| it.written_at);
        let id = resource.logical_id.as_str();
        // What is made of a name that was refused is not said once more for each resource.
        let accepted = || stack.construct_of(resource).is_none_or(|it| it.path.split('/').all(is_name));
        if !is_name(id) && accepted() {
            findings.push(stack.finding(
                NAME,
                resource.construct,
                format!("makes a resource that would be called `{id}` in the template"),
                format!("use letters and digits for names, at most {LONGEST} in all from the stack down"),
            ));
        }
        if let Some((first, owner)) = taken(&mut seen, id, (written_at, Some(resource.construct))) {
            let itself = owner == Some(resource.construct);
            // Of two constructs with one name, every resource has the name of another; that they have it is said once.
            if !itself && owner.map(|it| stack.path_of(it)) == Some(stack.path_of(resource.construct)) {
                continue;
            }
            let help = if itself {
                "give one of the construct's parts another name"
            } else {
                "give one of the constructs another name"
            };
            let message = format!("makes a second resource that would be called `{id}` in the template");
            let finding = stack.finding(TWICE, resource.construct, message, help);
            findings.push(if itself { finding } else { finding.beside(first, "makes the other one") });
        }
    }
    for parameter in &stack.parameters {
        let name = parameter.name.as_ref();
        let finding =
            |code, message: String, help: String| stack.finding_here(code, message, help).at(parameter.written_at);
        if !is_name(name) {
            findings.push(finding(NAME, format!("has a parameter named `{name}`"), name_help()));
        }
        if let Some((first, _)) = taken(&mut seen, name, (parameter.written_at, None)) {
            let message = format!("has a parameter `{name}`, and a resource or parameter of that name already");
            let finding = finding(TWICE, message, "give the parameter another name".to_owned());
            findings.push(finding.beside(first, "has the name already"));
        }
    }
}

fn outputs(stack: &StackModel, findings: &mut Vec<Finding>) {
    let mut seen: IndexMap<&str, Place> = IndexMap::new();
    for output in &stack.outputs {
        let name = output.name.as_ref();
        let finding =
            |code, message: String, help: String| stack.finding_here(code, message, help).at(output.written_at);
        if !is_name(name) {
            findings.push(finding(NAME, format!("has an output named `{name}`"), name_help()));
        }
        if let Some(first) = taken(&mut seen, name, output.written_at) {
            let message = format!("has two outputs named `{name}`");
            let finding = finding(TWICE, message, "give one of them another name".to_owned());
            findings.push(finding.beside(first, "has the name already"));
        }
    }
}

fn name_help() -> String {
    format!("use letters and digits, and begin with a letter; {LONGEST} characters at most")
}

/// Notes who has a name. If somebody had it before: who, or where.
fn taken<K: Eq + Hash, V: Copy>(seen: &mut IndexMap<K, V>, name: K, who: V) -> Option<V> {
    match seen.entry(name) {
        Entry::Occupied(first) => Some(*first.get()),
        Entry::Vacant(slot) => {
            slot.insert(who);
            None
        }
    }
}

/// Letters and digits, and a letter first.
fn is_name(name: &str) -> bool {
    name.len() <= LONGEST
        && name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.bytes().all(|it| it.is_ascii_alphanumeric())
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
        && name
            .chars()
            .all(|it| (it.is_alphanumeric() && !printable::is_hidden(it)) || matches!(it, ' ' | '.' | '_' | '-'))
}
