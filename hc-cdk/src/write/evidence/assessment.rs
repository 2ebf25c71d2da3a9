//! The assessment: an observation for each rule and construct, a finding for each sentence under each clause, and a risk for
//! each waiver.
//!
//! What a finding calls satisfied is the sentence, and not the clause.

use indexmap::{IndexMap, IndexSet};
use serde_json::{Value, json};

use super::{
    components,
    model::{self, At, Evidence, constructs},
    oscal::{Oscal, control_id, objective_id, prop, put},
};
use crate::{
    check::rules::Tally,
    model::{StackModel, file::File, rule::Rule, waiver::WaiverRecord},
    policy::control::Control,
    value::{by_key, sorted},
};

const METHOD: &str = "The finished resources were read before they were written.";

/// An observation, with the rule that it is of and whether that is broken and signed for.
struct Observed {
    rule: Rule,
    is_waived: bool,
    id: String,
    written: Value,
}

pub(super) fn files(evidence: &Evidence<'_>) -> [File; 2] {
    let observed: Vec<Observed> = of_rules(evidence).chain(of_ways(evidence)).collect();
    let controls = sorted(observed.iter().flat_map(|it| it.rule.controls).copied());
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
            put(&mut result, name, list);
        }
    }
    let subjects: IndexSet<At> =
        evidence.read.iter().map(|it| it.at).chain(evidence.stated.iter().map(|it| it.at)).collect();
    let all = constructs(evidence.checked).filter(|(at, ..)| subjects.contains(at));
    let components = all.map(|(_, stack, construct)| {
        let mut component = components::component(oscal, stack, construct);
        put(
            &mut component,
            "status",
            json!({ "state": "under-development", "remarks": "written, and not looked at as deployed" }),
        );
        component
    });
    let components: Vec<Value> = components.collect();
    if !components.is_empty() {
        put(&mut result, "local-definitions", json!({ "components": components }));
    }
    let body = json!({ "import-ap": { "href": "assessment-plan.json" }, "results": [result] });
    oscal.file("assessment-results", "assessment-results", &format!("{}: what was read", oscal.system), body)
}

fn of_rules<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = Observed> + use<'a> {
    let oscal = &evidence.oscal;
    evidence.read.iter().map(move |it| {
        let (path, verdict) = (it.path(), if it.waived.is_some() { "waived" } else { "held" });
        let id = oscal.id(&["observation", &path, it.rule.code, it.waived.as_deref().unwrap_or_default()]);
        let mut props = vec![prop("rule", it.rule.code), prop("verdict", verdict)];
        props.extend(it.waived.iter().map(|words| prop("waiver", words)));
        props.extend(it.is_own.then(|| prop("rule-of", "program")));
        let written = json!({
            "uuid": id, "title": format!("{}: {path}", it.rule.code), "description": it.rule.sentence, "props": props,
            "methods": ["EXAMINE"], "collected": oscal.start(),
            "subjects": [{ "subject-uuid": oscal.id(&["component", &path]), "type": "component", "title": path }],
            "relevant-evidence": [{ "description": format!("{METHOD} Resources: {}", it.resources.join(", ")) }],
        });
        Observed { rule: it.rule, is_waived: it.waived.is_some(), id, written }
    })
}

/// The rules on ways of data are about the system as a whole.
fn of_ways<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = Observed> + use<'a> {
    let oscal = &evidence.oscal;
    let verdicts = |(rule, Tally { held, waived }): (Rule, Tally)| [(rule, "held", held), (rule, "waived", waived)];
    let counted = model::ways(evidence.checked, |_| true).into_iter().flat_map(verdicts);
    counted.filter(|(.., count)| *count > 0).map(|(rule, verdict, count)| {
        let id = oscal.id(&["observation", rule.code, verdict]);
        let written = json!({
            "uuid": id, "title": rule.code, "description": rule.sentence,
            "props": [prop("rule", rule.code), prop("verdict", verdict)], "methods": ["EXAMINE"], "collected": oscal.start(),
            "relevant-evidence": [{ "description": format!("{METHOD} Ways of data: {count}") }],
        });
        Observed { rule, is_waived: verdict == "waived", id, written }
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
            "subjects": [{ "subject-uuid": oscal.id(&["component", &path]), "type": "component", "title": path }],
            "collected": oscal.start(), "remarks": "Its author states it; nothing reads it.",
        })
    })
}

/// A finding for each sentence under each clause that asks for it: satisfied where it held everywhere and nobody had to sign.
fn findings(oscal: &Oscal, observed: &[Observed]) -> Vec<Value> {
    let mut by_sentence: IndexMap<(Control, &str), Vec<&Observed>> = IndexMap::new();
    for it in observed {
        for control in it.rule.controls {
            by_sentence.entry((*control, it.rule.code)).or_default().push(it);
        }
    }
    let finding = |((control, code), observed): (&(Control, &str), &Vec<&Observed>)| {
        let is_waived = observed.iter().any(|it| it.is_waived);
        let (state, id) = (if is_waived { "not-satisfied" } else { "satisfied" }, objective_id(*control, code));
        let related: Vec<Value> = observed.iter().map(|it| json!({ "observation-uuid": it.id })).collect();
        json!({
            "uuid": oscal.id(&["finding", &id]), "title": format!("{control}: {code}"),
            "description": observed.first().map_or("", |it| it.rule.sentence),
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
