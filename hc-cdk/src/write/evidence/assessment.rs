//! The assessment: an observation for each rule, construct and outcome, whose subjects are the resources of which that is so; a finding for
//! each sentence under each clause, and a risk for each waiver.
//!
//! What a finding calls satisfied is the sentence, and not the clause.

use indexmap::{IndexMap, IndexSet};
use serde_json::{Value, json};

use super::{
    components,
    model::{self, At, Evidence, Outcome, Read, constructs, path},
    objective::{self, Objective},
    oscal::{Oscal, control_id, objective_id, once, prop, put},
};
use crate::{
    check::rules::Tally,
    model::{ResourceModel, StackModel, file::File, printable, rule::Rule, waiver::WaiverRecord},
    policy::control::Control,
    value::{by_key, sorted},
};

const METHOD: &str = "The finished resources were read before they were written.";

/// An observation, with what it is of and whether that held.
struct Observed {
    objective: Objective,
    is_held: bool,
    id: String,
    written: Value,
}

pub(super) fn files(evidence: &Evidence<'_>) -> [File; 2] {
    let observed: Vec<Observed> = of_rules(evidence).chain(of_ways(evidence)).chain(of_findings(evidence)).collect();
    let controls = sorted(observed.iter().flat_map(|it| &it.objective.controls).copied());
    let reviewed = json!({ "control-selections": [{ "include-controls": ids(controls) }] });
    [plan(evidence, &reviewed), results(evidence, &observed, &reviewed)]
}

fn ids(controls: Vec<Control>) -> Vec<Value> {
    controls.into_iter().map(|it| json!({ "control-id": control_id(it) })).collect()
}

fn plan(evidence: &Evidence<'_>, reviewed: &Value) -> File {
    let oscal = &evidence.oscal;
    let resource = oscal.id(&["resource", "component-definition"]);
    let body = json!({
        "import-ssp": { "href": format!("#{resource}"), "remarks": "The components; the plan for their security is yours." },
        "reviewed-controls": reviewed,
        "back-matter": { "resources": [{
            "uuid": resource, "title": "component definition", "rlinks": [{ "href": "component-definition.json" }],
        }] },
    });
    oscal.file("assessment-plan", "assessment-plan", &format!("{}: what is read", oscal.system), body)
}

fn results(evidence: &Evidence<'_>, observed: &[Observed], reviewed: &Value) -> File {
    let oscal = &evidence.oscal;
    let mut result = json!({
        "uuid": oscal.id(&["result"]), "title": "Rules read in the finished resources", "start": oscal.start(),
        "description": "What is not written, such as how people work, was not looked at.",
        "reviewed-controls": reviewed,
    });
    for (name, list) in [
        ("observations", observed.iter().map(|it| it.written.clone()).chain(stated(evidence)).collect::<Vec<_>>()),
        ("risks", model::waivers(evidence.checked).map(|(stack, it)| risk(oscal, stack, it)).collect()),
        ("findings", findings(oscal, observed)),
    ] {
        if !list.is_empty() {
            put(&mut result, name, once(list));
        }
    }
    let subjects = subjects(evidence);
    if subjects.as_object().is_some_and(|it| !it.is_empty()) {
        put(&mut result, "local-definitions", subjects);
    }
    let body = json!({ "import-ap": { "href": "assessment-plan.json" }, "results": [result] });
    oscal.file("assessment-results", "assessment-results", &format!("{}: what was read", oscal.system), body)
}

/// What observations are of: constructs as components, and resources as items of the inventory.
fn subjects(evidence: &Evidence<'_>) -> Value {
    let oscal = &evidence.oscal;
    let read = evidence.read.iter().map(|it| it.at).chain(evidence.stated.iter().map(|it| it.at));
    let read: IndexSet<At> = read.collect();
    let components = constructs(evidence.checked).filter(|(at, ..)| read.contains(at)).map(|(at, stack, construct)| {
        let mut component = components::component(oscal, at, stack, construct);
        let remarks = "written, and not looked at as deployed";
        put(&mut component, "status", json!({ "state": "under-development", "remarks": remarks }));
        component
    });
    let resources: IndexMap<String, (&Read<'_>, &ResourceModel)> = evidence
        .read
        .iter()
        .flat_map(|read| read.resources.iter().map(move |it| (item_id(oscal, read, it), (read, *it))))
        .collect();
    let items = resources.into_iter().map(|(id, (read, resource))| item(oscal, &id, read, resource));
    let mut subjects = json!({});
    for (name, list) in [("components", components.collect::<Vec<_>>()), ("inventory-items", items.collect())] {
        if !list.is_empty() {
            put(&mut subjects, name, once(list));
        }
    }
    subjects
}

fn item_id(oscal: &Oscal, read: &Read<'_>, resource: &ResourceModel) -> String {
    oscal.id(&["resource", read.stack.name(), &resource.logical_id])
}

/// A resource, by its name in what is written.
fn item(oscal: &Oscal, id: &str, read: &Read<'_>, resource: &ResourceModel) -> Value {
    let component = oscal.id(&["component", &read.path()]);
    json!({
        "uuid": id, "description": format!("`{}` of {}", resource.logical_id, read.path()),
        "props": [prop("name", &resource.logical_id), prop("kind", resource.kind()), prop("stack", read.stack.name())],
        "implemented-components": [{ "component-uuid": component }],
    })
}

fn component_subject(oscal: &Oscal, path: &str) -> Value {
    json!({ "subject-uuid": oscal.id(&["component", path]), "type": "component", "title": path })
}

fn of_rules<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = Observed> + use<'a> {
    let oscal = &evidence.oscal;
    evidence.read.iter().map(move |it| {
        let (path, word) = (it.path(), it.outcome.word());
        let what = if it.outcome == Outcome::Broken { word } else { it.outcome.waiver().unwrap_or_default() };
        let id = oscal.id(&["observation", &path, it.rule.code, what]);
        let mut props = vec![prop("rule", it.rule.code), prop("verdict", word)];
        props.extend(it.outcome.waiver().map(|words| prop("waiver", words)));
        props.extend(it.is_own.then(|| prop("rule-of", "program")));
        let mut subjects = vec![component_subject(oscal, &path)];
        let ids = it.resources.iter().map(|resource| item_id(oscal, it, resource)).collect::<IndexSet<_>>();
        subjects.extend(ids.iter().map(|id| json!({ "subject-uuid": id, "type": "inventory-item" })));
        let written = json!({
            "uuid": id, "title": format!("{}: {path}", it.rule.code), "description": it.rule.sentence, "props": props,
            "methods": ["EXAMINE"], "collected": oscal.start(), "subjects": subjects,
            "relevant-evidence": [{ "description": METHOD }],
        });
        Observed { objective: Objective::of_read(it), is_held: it.outcome == Outcome::Held, id, written }
    })
}

/// What checks found that look at more than a rule in a resource.
fn of_findings<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = Observed> + use<'a> {
    let oscal = &evidence.oscal;
    let paths: IndexSet<String> = constructs(evidence.checked).map(|(_, stack, it)| path(stack, it)).collect();
    objective::found(evidence).map(move |it| {
        let id = oscal.id(&["observation", &it.path, it.code, "broken", &it.message]);
        let mut written = json!({
            "uuid": id, "title": format!("{}: {}", it.code, it.path), "description": printable::line(&it.message),
            "props": [prop("rule", it.code), prop("verdict", "broken")], "methods": ["EXAMINE"], "collected": oscal.start(),
            "relevant-evidence": [{ "description": METHOD }], "remarks": printable::line(&it.help),
        });
        if paths.contains(&it.path) {
            put(&mut written, "subjects", json!([component_subject(oscal, &it.path)]));
        }
        Observed { objective: Objective::of_finding(it), is_held: false, id, written }
    })
}

/// The rules on ways of data are about the system as a whole.
fn of_ways<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = Observed> + use<'a> {
    let oscal = &evidence.oscal;
    let verdicts = |(rule, Tally { held, waived }): (Rule, Tally)| [(rule, "held", held), (rule, "waived", waived)];
    let counted = model::ways(evidence.checked, &|_| true).into_iter().flat_map(verdicts);
    counted.filter(|(.., count)| *count > 0).map(|(rule, verdict, count)| {
        let id = oscal.id(&["observation", rule.code, verdict]);
        let written = json!({
            "uuid": id, "title": rule.code, "description": rule.sentence,
            "props": [prop("rule", rule.code), prop("verdict", verdict)], "methods": ["EXAMINE"], "collected": oscal.start(),
            "relevant-evidence": [{ "description": format!("{METHOD} Ways of data: {count}") }],
        });
        Observed { objective: Objective::of(&rule), is_held: verdict == "held", id, written }
    })
}

/// Sentences that somebody states and nothing reads.
fn stated<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = Value> + use<'a> {
    let oscal = &evidence.oscal;
    evidence.stated.iter().map(move |it| {
        let path = it.path();
        json!({
            "uuid": oscal.id(&["stated", &path, it.rule.sentence]), "title": format!("stated: {path}"),
            "description": it.rule.sentence, "props": [prop("verdict", "stated")], "methods": ["UNKNOWN"],
            "subjects": [component_subject(oscal, &path)],
            "collected": oscal.start(), "remarks": "Its author states it; nothing reads it.",
        })
    })
}

/// A finding for each sentence under each clause that asks for it: satisfied where it held everywhere and nobody had to sign.
fn findings(oscal: &Oscal, observed: &[Observed]) -> Vec<Value> {
    let mut by_sentence: IndexMap<(Control, &str), Vec<&Observed>> = IndexMap::new();
    for it in observed {
        for control in &it.objective.controls {
            by_sentence.entry((*control, it.objective.code)).or_default().push(it);
        }
    }
    let finding = |((control, code), observed): (&(Control, &str), &Vec<&Observed>)| {
        let is_held = observed.iter().all(|it| it.is_held);
        let (state, id) = (if is_held { "satisfied" } else { "not-satisfied" }, objective_id(*control, code));
        let related: Vec<Value> = observed.iter().map(|it| json!({ "observation-uuid": it.id })).collect();
        json!({
            "uuid": oscal.id(&["finding", &id]), "title": format!("{control}: {code}"),
            "description": observed.first().map_or("", |it| it.objective.sentence),
            "target": { "type": "objective-id", "target-id": id, "status": { "state": state } },
            "related-observations": related,
        })
    };
    by_key(&by_sentence).map(finding).collect()
}

fn risk(oscal: &Oscal, stack: &StackModel, waiver: &WaiverRecord) -> Value {
    let (path, words) = (format!("{}/{}", stack.name(), waiver.path), waiver.words());
    let props: Vec<Value> = waiver.rules.iter().map(|rule| prop("rule", rule.code)).collect();
    json!({
        "uuid": oscal.id(&["risk", &path, &words]), "title": format!("waiver: {path}"), "description": words,
        "statement": waiver.reason, "props": props, "status": "deviation-approved",
        "deadline": format!("{}T23:59:59Z", waiver.end),
    })
}
