//! The component definition: each construct, and the sentences that were read of it, by clause.

use indexmap::{IndexMap, IndexSet};
use serde_json::{Value, json};

use super::{
    model::{At, Evidence, Outcome, Read, constructs, owner, path},
    oscal::{Oscal, control_id, once, prop, put, slug},
};
use crate::{
    model::{ConstructModel, StackModel, file::File, place},
    policy::control::{Control, FRAMEWORKS},
    value::by_key,
};

/// What held in all of a construct: for each clause, each rule once.
type ByClause<'a> = IndexMap<Control, IndexMap<&'static str, &'a Read<'a>>>;

pub(super) fn file(evidence: &Evidence<'_>) -> File {
    let mut read: IndexMap<At, ByClause<'_>> = IndexMap::new();
    let broken = evidence.read.iter().filter(|it| it.outcome != Outcome::Held);
    let broken: IndexSet<(At, &str)> = broken.map(|it| (it.at, it.rule.code)).collect();
    for it in evidence.read.iter().filter(|it| !broken.contains(&(it.at, it.rule.code))) {
        for control in &it.controls {
            read.entry(it.at).or_default().entry(*control).or_default().entry(it.rule.code).or_insert(it);
        }
    }
    let oscal = &evidence.oscal;
    let components = constructs(evidence.checked).map(|(at, stack, construct)| {
        let mut component = component(oscal, at, stack, construct);
        if let Some(read) = read.get(&at) {
            let path = path(stack, construct);
            put(&mut component, "control-implementations", implementations(oscal, &path, read));
        }
        component
    });
    let components = once(components.collect());
    let title = format!("{}: constructs, and what was read of them", oscal.system);
    oscal.file("component-definition", "component-definition", &title, json!({ "components": components }))
}

/// A construct as a component.
pub(super) fn component(oscal: &Oscal, at: At, stack: &StackModel, construct: &ConstructModel) -> Value {
    let path = path(stack, construct);
    let mut props = vec![
        prop("kind", construct.kind),
        prop("target", stack.target),
        prop("region", stack.region),
        prop("written-at", &place::line(construct.written_at)),
        prop("role", &format!("{:?}", construct.role)),
    ];
    props.extend(construct.class.map(|class| prop("data-class", class.name())));
    props.extend(owner(at, stack).map(|owner| prop("owner", owner)));
    props.extend(construct.answered_for.iter().map(|it| prop("answered-for", &format!("{}: {}", it.by, it.what))));
    let positions = construct.positions.iter();
    props.extend(positions.map(|(dimension, position)| prop(&format!("{dimension:?}"), position.name())));
    let mut written = json!({
        "uuid": oscal.id(&["component", &path]), "type": "service", "title": path, "props": props,
        "description": format!("a `{}` under {}", construct.kind, stack.policy.names.join(" + ")),
    });
    if let Some(owner) = owner(at, stack) {
        put(&mut written, "responsible-roles", oscal.answers(owner));
    }
    written
}

fn implementations(oscal: &Oscal, path: &str, read: &ByClause<'_>) -> Value {
    let of_framework = |(name, _): &(&'static str, &[Control])| {
        let requirements: Vec<Value> = by_key(read)
            .filter(|(control, _)| slug(**control) == *name)
            .map(|(control, rules)| requirement(oscal, path, *control, rules))
            .collect();
        (!requirements.is_empty()).then(|| {
            json!({
                "uuid": oscal.id(&["implementation", path, name]), "source": format!("catalog-{name}.json"),
                "description": "Sentences that were read from what is written. The clauses ask for more than that.",
                "implemented-requirements": requirements,
            })
        })
    };
    FRAMEWORKS.iter().filter_map(of_framework).collect()
}

fn requirement(oscal: &Oscal, path: &str, control: Control, rules: &IndexMap<&'static str, &Read<'_>>) -> Value {
    let id = control_id(control);
    let sentences: Vec<&str> = rules.values().map(|it| it.rule.sentence).collect();
    let props: Vec<Value> = rules.keys().map(|code| prop("rule", code)).collect();
    json!({
        "uuid": oscal.id(&["requirement", path, &id]), "control-id": id, "description": sentences.join("; "), "props": props,
    })
}
