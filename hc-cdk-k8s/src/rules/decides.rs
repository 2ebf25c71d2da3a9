//! What decides by a model: which one, and where what it decided is written down.
//!
//! FDA's guidance on clinical decision support says nothing that infrastructure meets; of records of decisions, Part 11 does.

use hc_cdk::{
    control::{iso27001, part11},
    image::Image,
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::read::{at, items, text};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DECIDES_BY_A_NAMED_MODEL = "DecidesByANamedModel" {
        sentence: "a workload that says by which model it decides names it by its digest, and its pods are told no other, and where decisions are written down",
        controls: &[part11::AUDIT_TRAIL, part11::DOCUMENTATION, part11::VALIDATION, iso27001::CONFIGURATION],
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

/// Where an object says what its pods are made of.
const TEMPLATES: [&[&str]; 3] = [&["spec", "template"], &["spec", "jobTemplate", "spec", "template"], &[]];

fn decides(it: &Subject<'_>) -> Verdict {
    let says =
        |pods: &&Json| [MODEL, DECISION_LOG].iter().any(|name| at(pods, &["metadata", "annotations", name]).is_some());
    let object = &it.resource.properties;
    let mut pods = TEMPLATES.iter().filter_map(|path| if path.is_empty() { Some(object) } else { at(object, path) });
    pods.find(says).map_or(Verdict::NotApplicable, |pods| Verdict::of(is_named(pods)))
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
        && variables().any(|it| text(it, &["name"]).is_some_and(|it| it.starts_with(&start)))
}
