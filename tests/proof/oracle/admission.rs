//! Which images a cluster lets in: what the documentation of Kyverno says of the fields of its policies.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, is_on, list, value, words};

pub(super) const TABLE: Table = &[("AdmitsSignedImages", |it| {
    let webhook = "spec/webhookConfiguration";
    let failing = it.text(&format!("{webhook}/failurePolicy")).or(it.text("spec/failurePolicy"));
    let idle = it.at("spec/admission").is_some_and(|it| !is_on(it));
    let part = it.at(&format!("{webhook}/matchConditions")).is_some();
    let rules = it.list("spec/rules");
    when(failing == Some("Ignore"), "pods get in while nobody answers")
        .or_else(|| when(idle || part || rules.is_empty(), "it is not asked of all pods"))
        .or_else(|| rules.iter().find_map(|rule| weak(it, rule)))
})];

/// Why a rule lets in what nobody signed.
fn weak(it: Thing<'_>, rule: &Value) -> Option<String> {
    let has = |name: &str| rule.get(name).is_some();
    let resources: Vec<&Value> = list(value(rule, "match/any"))
        .iter()
        .chain(list(value(rule, "match/all")))
        .map(|it| &it["resources"])
        .collect();
    let narrowed = |it: &&Value| {
        let names = it.as_object().map(|it| it.keys().any(|name| !["kinds", "namespaces"].contains(&name.as_str())));
        names.unwrap_or(true) || !list(it.get("kinds")).iter().any(|it| it == "Pod" || it == "*")
    };
    let verified = list(rule.get("verifyImages"));
    let other = ["mutate", "generate"].iter().any(|name| has(name));
    when(has("exclude") || has("preconditions") || has("celPreconditions"), "it leaves out some pods")
        .or_else(|| when(resources.is_empty() || resources.iter().any(narrowed), "it is about some pods alone"))
        .or_else(|| when(other, "it changes what it looks at"))
        .or_else(|| when(verified.is_empty(), "it verifies nothing"))
        .or_else(|| verified.iter().find_map(|images| unsigned(it, images)))
}

/// Why images get in that nobody signed.
fn unsigned(it: Thing<'_>, images: &Value) -> Option<String> {
    let off = |name: &str| images.get(name).is_some_and(|it| !is_on(it));
    let action = images["failureAction"].as_str().or(it.text("spec/validationFailureAction")).unwrap_or("Audit");
    let skipped = list(images.get("skipImageReferences"));
    let attested = list(images.get("attestations"));
    let all = [list(images.get("attestors"))].into_iter().chain(attested.iter().map(|it| list(it.get("attestors"))));
    let all: Vec<&[Value]> = all.collect();
    when(action.to_lowercase() != "enforce", "it only tells")
        .or_else(|| when(off("required") || off("verifyDigest"), "it takes what has no signature or no digest"))
        .or_else(|| when(images.get("mutateDigest").is_none_or(is_on), "it changes what it looks at"))
        .or_else(|| {
            when(!list(images.get("imageReferences")).iter().any(|it| it == "*"), "it is about some images alone")
        })
        .or_else(|| when(!skipped.iter().all(|it| words(it).contains("@sha256:")), "it leaves out some images"))
        .or_else(|| when(attested.is_empty(), "nobody says what is in them"))
        .or_else(|| when(!all.iter().all(|it| is_one_repository(it)), "others may sign"))
}

/// Whether it takes the signature of workflows of one repository, as the log of signatures shows it.
fn is_one_repository(attestors: &[Value]) -> bool {
    let entries = attestors.iter().flat_map(|it| list(it.get("entries")));
    let is_signer = |it: &Value| {
        let keyless = &it["keyless"];
        let workflows = keyless["subject"].as_str().and_then(|it| it.strip_prefix("https://github.com/"));
        let mut names = workflows.unwrap_or_default().splitn(3, '/');
        let is_named = names.by_ref().take(2).filter(|it| !it.is_empty() && !it.contains('*')).count() == 2;
        let unlogged = value(keyless, "rekor/ignoreTlog").is_some_and(is_on);
        let issuer = keyless["issuer"] == "https://token.actions.githubusercontent.com";
        is_named
            && issuer
            && !unlogged
            && keyless.get("subjectRegExp").is_none()
            && keyless.get("issuerRegExp").is_none()
    };
    !attestors.is_empty()
        && attestors.iter().all(|it| !list(it.get("entries")).is_empty())
        && entries.into_iter().all(is_signer)
}
