//! What would change in a deployed stack, from the templates of the earlier run and of this one.

use std::collections::BTreeSet;

use hc_cdk::{
    check::Checked,
    diff::{Action, Change, Remains, Values},
    model::{ResourceModel, StackModel},
    resource::ResourceType,
    target::Before,
    value::parsed,
};
use indexmap::IndexSet;
use serde_json::{Map, Value};

use super::{
    between::{Importers, OUTPUTS, RESOURCES, Told, at, section},
    documented,
    keeps::is_shortened,
    refused,
    replaced::Replaced,
    template,
};
use crate::{stack::NAME, stores::keeps_data};

pub(super) fn changes(checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
    let mut changes = Vec::new();
    let compared = |(at, stack): (usize, _)| {
        let old = read(before, &template::path(stack), RESOURCES)?;
        Ok(Compared { stack, old, new: template::value(checked, at, stack), replaced: Replaced::default() })
    };
    let mut stacks = checked.stacks_of(NAME).map(compared).collect::<Result<Vec<_>, String>>()?;
    let manifest = read(before, "manifest.json", ARTIFACTS)?;
    let gone = gone(checked, &manifest).into_iter().map(|(name, path)| Ok((name, read(before, &path, RESOURCES)?)));
    let gone = gone.collect::<Result<Vec<_>, String>>()?;
    follow(&mut stacks);
    let deployed = stacks.iter().map(|it| (it.stack.name(), &it.old));
    let importers = Importers::of(deployed.chain(gone.iter().map(|(name, old)| (name.as_str(), old))));
    for it in &stacks {
        it.compare(&importers, &mut changes);
    }
    for (name, old) in &gone {
        changes.extend(section(old, RESOURCES).map(|(id, resource)| removed(name, id, resource)));
    }
    Ok(changes)
}

/// A stack as it was and as it will be.
struct Compared<'a> {
    stack: &'a StackModel,
    old: Value,
    /// What refers to something that is replaced differs in it.
    new: Value,
    replaced: Replaced,
}

/// Follows what is replaced through all stacks, until nothing is told any more that was not.
fn follow(stacks: &mut [Compared<'_>]) {
    let mut told = Told::default();
    loop {
        for Compared { stack, old, new, replaced } in stacks.iter_mut() {
            replaced.follow(new, &told, |new| are_replaced(stack, old, new));
        }
        let mut now = Told::default();
        for it in stacks.iter() {
            now.add(it.stack.name(), (&it.old, &it.new), |output| it.replaced.of(output));
        }
        if now == told {
            return;
        }
        told = now;
    }
}

/// An earlier file; `null` if there was none. What is no object of objects there would read as if it had nothing.
fn read(before: &Before<'_>, path: &str, section: &str) -> Result<Value, String> {
    let Some(text) = before(path)? else { return Ok(Value::Null) };
    let value = parsed(&text).map_err(|error| format!("the earlier `{path}` is not JSON: {error}"))?;
    let all = value.get(section).and_then(Value::as_object);
    let (what, of, is_one): (_, _, fn(&Value) -> bool) = match section {
        RESOURCES => ("template", "resources, each with a `Type`", is_resource),
        _ => ("manifest of a cloud assembly", "objects", Value::is_object),
    };
    if all.is_some_and(|all| all.values().all(is_one)) {
        Ok(value)
    } else {
        Err(format!("the earlier `{path}` is no {what}: it has no object `{section}` of {of}"))
    }
}

/// Whether that is a resource: it has a type, and properties that are an object if it has any.
fn is_resource(value: &Value) -> bool {
    value.get("Type").is_some_and(Value::is_string) && value.get("Properties").is_none_or(Value::is_object)
}

const ARTIFACTS: &str = "artifacts";

/// The stacks of the earlier run that the app no longer has, with their templates.
fn gone(checked: &Checked<'_>, manifest: &Value) -> Vec<(String, String)> {
    let stacks: IndexSet<&str> = checked.stacks_of(NAME).map(|(_, stack)| stack.name()).collect();
    section(manifest, ARTIFACTS)
        .filter(|(name, _)| !stacks.contains(name.as_str()))
        .filter_map(|(name, artifact)| {
            let path = artifact.get("properties")?.get("templateFile")?.as_str()?;
            Some((name.clone(), path.to_owned()))
        })
        .collect()
}

impl Compared<'_> {
    fn compare(&self, importers: &Importers, changes: &mut Vec<Change>) {
        let Self { stack, old, new, replaced } = self;
        let (old_resources, new_resources) = (old.get(RESOURCES), new.get(RESOURCES));
        for resource in &stack.resources {
            let id = resource.logical_id.as_str();
            let old = old_resources.and_then(|it| it.get(id));
            let Some(action) = happens(resource, old, new_resources) else { continue };
            // A type that was replaced takes the data of the old type with it.
            let stateful = keeps_data(resource.kind()) || old.is_some_and(|old| keeps_data(kind(old)));
            let new = new_resources.and_then(|it| it.get(id));
            let values = values(&action, old, new);
            let [before, after] = [old, new].map(|it| it.and_then(|it| it.get("Properties")));
            changes.push(Change {
                stack: stack.name().to_owned(),
                name: id.to_owned(),
                kind: resource.kind().to_owned(),
                action,
                stateful,
                follows: if old.is_some() { replaced.of(id) } else { Vec::new() },
                values,
                shortened: old.is_some() && is_shortened(resource.kind(), before, after),
            });
        }
        for (id, resource) in section(old, RESOURCES) {
            if new_resources.is_none_or(|it| it.get(id).is_none()) {
                changes.push(removed(stack.name(), id, resource));
            }
        }
        self.compare_section("Parameters", "parameter", importers, changes);
        self.compare_section(OUTPUTS, "output", importers, changes);
    }

    /// Compares what keeps no data and has no type.
    fn compare_section(&self, section: &str, kind: &str, importers: &Importers, changes: &mut Vec<Change>) {
        let (old, new) = (self.old.get(section), self.new.get(section));
        for name in differing(old, new) {
            let (old, new) = (old.and_then(|it| it.get(&name)), new.and_then(|it| it.get(&name)));
            let action = match (old, new) {
                (None, _) => Action::Added,
                (_, None) => Action::Removed(Remains::Nothing),
                _ => Action::Changed(differing(old, new)),
            };
            let follows = if matches!(action, Action::Changed(_)) { self.replaced.of(&name) } else { Vec::new() };
            let action = importers.refuse(old, &action).unwrap_or(action);
            let (stack, kind) = (self.stack.name().to_owned(), kind.to_owned());
            changes.push(Change {
                stack,
                name,
                kind,
                action,
                stateful: false,
                follows,
                values: Vec::new(),
                shortened: false,
            });
        }
    }
}

/// What is replaced of a stack.
fn are_replaced(stack: &StackModel, old: &Value, new: &Value) -> BTreeSet<String> {
    let (old, new) = (old.get(RESOURCES), new.get(RESOURCES));
    let is_replaced = |resource: &&ResourceModel| {
        let before = old.and_then(|it| it.get(&resource.logical_id));
        matches!(happens(resource, before, new), Some(Action::Replaced(_)))
    };
    stack.resources.iter().filter(is_replaced).map(|it| it.logical_id.clone()).collect()
}

/// What happens to a resource, if something does.
fn happens(resource: &ResourceModel, old: Option<&Value>, new: Option<&Value>) -> Option<Action> {
    match (old, new.and_then(|it| it.get(&resource.logical_id))) {
        (None, _) => Some(Action::Added),
        (Some(old), Some(new)) if kind(old) == kind(new) => action(resource.kind, old, new),
        // "Update of resource type is not permitted", as CloudFormation says.
        _ => Some(Action::Refused { properties: vec!["Type".to_owned()], help: ANOTHER_TYPE.into() }),
    }
}

const ANOTHER_TYPE: &str = "give it another name: what is made stays of its type";

fn removed(stack: &str, id: &str, resource: &Value) -> Change {
    let policy = resource.get("DeletionPolicy").and_then(Value::as_str);
    Change {
        stack: stack.to_owned(),
        name: id.to_owned(),
        kind: kind(resource).to_owned(),
        action: Action::Removed(match policy {
            Some("Retain" | "RetainExceptOnCreate") => Remains::Itself,
            Some("Snapshot") => Remains::Snapshot,
            _ => Remains::Nothing,
        }),
        stateful: keeps_data(kind(resource)),
        follows: Vec::new(),
        values: Vec::new(),
        shortened: false,
    }
}

/// What the properties of a change were and would be, where that is one text, number or flag.
fn values(action: &Action, old: Option<&Value>, new: Option<&Value>) -> Vec<Values> {
    let (Action::Changed(properties)
    | Action::MaybeReplaced(properties)
    | Action::Replaced(properties)
    | Action::Refused { properties, .. }) = action
    else {
        return Vec::new();
    };
    let all = properties.iter().filter_map(|property| {
        let one = |resource: Option<&Value>| match said(resource?, property).as_slice() {
            [] => Some(None),
            [Value::String(text)] => Some(Some(text.clone())),
            [value] if value.is_number() || value.is_boolean() => Some(Some(value.to_string())),
            _ => None,
        };
        let (before, after) = (one(old)?, one(new)?);
        (before != after).then(|| Values { property: property.clone(), before, after })
    });
    all.collect()
}

/// What a resource says of a property, or of what stands beside its properties, such as `DeletionPolicy`.
fn said<'a>(resource: &'a Value, property: &str) -> Vec<&'a Value> {
    let all = at(resource.get("Properties"), property);
    if all.is_empty() { resource.get(property).into_iter().collect() } else { all }
}

/// What happens to a resource that is there before and after, if something does.
fn action(kind: &ResourceType, old: &Value, new: &Value) -> Option<Action> {
    let (before, after) = (old.get("Properties"), new.get("Properties"));
    let changed = |paths: &[&str]| -> Vec<String> {
        paths.iter().filter(|path| at(before, path) != at(after, path)).map(|path| (*path).to_owned()).collect()
    };
    let fixed = [changed(kind.create_only), changed(&documented::fixed(kind.name))].concat();
    if let Some((properties, help)) = refused::of(kind.name, (before, after), &fixed) {
        return Some(Action::Refused { properties, help: help.into() });
    }
    if !fixed.is_empty() {
        return Some(Action::Replaced(fixed));
    }
    let perhaps = [changed(kind.sometimes_create_only), changed(&documented::doubtful(kind.name))].concat();
    if !perhaps.is_empty() {
        return Some(Action::MaybeReplaced(perhaps));
    }
    let mut names = differing(before, after);
    names.extend(differing(Some(old), Some(new)).into_iter().filter(|name| name != "Properties"));
    (!names.is_empty()).then_some(Action::Changed(names))
}

/// The names of the members that differ: those of the new object first, then those that only the old one has.
fn differing(old: Option<&Value>, new: Option<&Value>) -> Vec<String> {
    let (old, new) = (old.and_then(Value::as_object), new.and_then(Value::as_object));
    let only_old = old.into_iter().flatten().filter(|(name, _)| new.is_none_or(|new| !new.contains_key(*name)));
    let names = new.into_iter().flatten().chain(only_old).map(|(name, _)| name);
    names.filter(|name| member(old, name) != member(new, name)).cloned().collect()
}

fn member<'a>(object: Option<&'a Map<String, Value>>, name: &str) -> Option<&'a Value> {
    object?.get(name)
}

fn kind(resource: &Value) -> &str {
    resource.get("Type").and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests;
