//! What decides by a model: which one, and where what it decided is written down.
//!
//! FDA's guidance on clinical decision support says nothing that infrastructure meets; of records of decisions, Part 11 does.

use hc_cdk::{
    control::{iso27001, part11},
    image::Image,
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::read::{IS_ANNOTATED, at, items, text};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DECIDES_BY_A_NAMED_MODEL = "DecidesByANamedModel" {
        sentence: "a workload that says by which model it decides names it by its digest, and its pods are told no other, and where decisions are written down",
        controls: &[part11::AUDIT_TRAIL, part11::DOCUMENTATION, iso27001::CONFIGURATION],
        on: &[],
        when: real_data,
        must: Must::Judge(decides),
        message: "decides by a model that it does not name by its digest, tells its pods another one, or not where decisions are written down",
        help: "say both at once: `.decides(digest!(\"sha256:..\"), &log)`",
    }
}

/// The annotations by which pods say by which model they decide, and under which name they know where decisions are written down.
pub(crate) const MODEL: &str = "hc-cdk/model";
pub(crate) const DECISION_LOG: &str = "hc-cdk/decision-log";
/// The variable in which pods have the digest.
pub(crate) const MODEL_VARIABLE: &str = "MODEL";

/// What the last word of a variable is that says where something is, as `connect` names them: `LOG_HOST`, `LOG_QUEUE_URL`.
const WHERE: [&str; 16] = [
    "ADDRESS", "ARN", "BUCKET", "BUS", "DATABASE", "ENDPOINT", "HOST", "INSTANCE", "NAME", "PORT", "QUEUE", "STREAM",
    "TABLE", "TOPIC", "URI", "URL",
];

fn decides(it: &Subject<'_>) -> Verdict {
    if !it.marks().has(IS_ANNOTATED) {
        return Verdict::NotApplicable;
    }
    let mut all = Vec::new();
    say(&it.resource.properties, &mut all);
    if all.is_empty() { Verdict::NotApplicable } else { Verdict::of(all.into_iter().all(is_named)) }
}

/// What says something of a model, wherever it stands: pods, templates of them, and lists of these.
fn say<'a>(json: &'a Json, found: &mut Vec<&'a Json>) {
    let says = |name: &&str| at(json, &["metadata", "annotations", name]).is_some();
    match json {
        Json::Object(_) if [MODEL, DECISION_LOG].iter().any(says) => found.push(json),
        Json::Object(members) => members.iter().for_each(|(_, it)| say(it, found)),
        Json::List(items) => items.iter().for_each(|it| say(it, found)),
        _ => {}
    }
}

/// Whether the end of a variable's name says that it has where something is.
fn says_where(end: &str) -> bool {
    end.rsplit('_').next().is_some_and(|it| WHERE.contains(&it))
}

/// Whether pods name a model by its digest, and are told that one and where decisions are written down.
fn is_named(pods: &Json) -> bool {
    let said = |name: &str| text(pods, &["metadata", "annotations", name]);
    let (Some(model), Some(log)) = (said(MODEL), said(DECISION_LOG)) else { return false };
    let start = format!("{}_", log.replace('-', "_").to_ascii_uppercase());
    let containers = items(pods, &["spec", "containers"]);
    let variables = || containers.iter().flat_map(|it| items(it, &["env"]));
    let mut models = variables().filter(|it| text(it, &["name"]) == Some(MODEL_VARIABLE)).peekable();
    Image::parse(format!("model@{model}")).is_ok()
        && !log.is_empty()
        && models.peek().is_some()
        && models.all(|it| text(it, &["value"]) == Some(model))
        && variables().filter_map(|it| text(it, &["name"])?.strip_prefix(&start)).any(says_where)
}
