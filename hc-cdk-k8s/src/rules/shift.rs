//! How all requests get to new pods at once, and back.

use hc_cdk::{
    control::{Control, hipaa, iso27001, part11, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::read::{at, every, has_members, has_only, inside, is, items, namespace, text};

/// The clauses on which these rules rest.
const CHANGES: &[Control] =
    &[hipaa::EVALUATION, soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, part11::VALIDATION];

/// What runs a trial.
const ANALYSIS: &str = "AnalysisTemplate";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SHIFTS_AFTER_A_TRIAL = "ShiftsAfterATrial" {
        sentence: "all requests are shifted from old pods to new ones at once only after a trial of these, and go back if a second one fails",
        controls: CHANGES,
        on: &["Rollout"],
        when: real_data,
        must: Must::Judge(judged),
        message: "shifts all requests at once without a trial, or without a way back",
        help: "declare a `Trial` of it",
    }

    pub TRIES_BY_A_PROGRAM = "TriesByAProgram" {
        sentence: "a trial is one program of the app that has to end well",
        controls: CHANGES,
        on: &[ANALYSIS],
        when: real_data,
        must: Must::Hold(|it| it.property("spec").is_some_and(is_a_program)),
        message: "tries pods by something else than one program that has to end well",
        help: "use a `Trial`",
    }
}

/// Not applicable to what replaces pods in another way.
fn judged(rollout: &Subject<'_>) -> Verdict {
    let Some(spec) = rollout.property("spec") else { return Verdict::Broken };
    if !has_members(spec, &["strategy", "blueGreen"]) {
        return Verdict::NotApplicable;
    }
    let Some(shift) = at(spec, &["strategy", "blueGreen"]) else { return Verdict::Broken };
    let (active, other) = (text(shift, &["activeService"]), text(shift, &["previewService"]));
    let two = active.is_some() && other.is_some() && active != other;
    let waits = matches!(at(shift, &["autoPromotionSeconds"]), None | Some(Json::Int(0)));
    let stays = matches!(at(shift, &["scaleDownDelaySeconds"]), Some(Json::Int(1800..)));
    let tried = ["prePromotionAnalysis", "postPromotionAnalysis"].iter().all(|it| is_tried(rollout, shift, it));
    // What goes back within such a window is not tried.
    let always = !has_members(spec, &["rollbackWindow"]);
    Verdict::of(two && waits && stays && tried && always && is(spec, &["progressDeadlineAbort"], true))
}

/// Whether an analysis is there, and is one of the app's in the same namespace.
fn is_tried(rollout: &Subject<'_>, shift: &Json, analysis: &str) -> bool {
    let Some(it) = at(shift, &[analysis]) else { return false };
    let is_there = |template: &Json| {
        let name = text(template, &["templateName"]);
        let there = |zone: Subject<'_>| inside(&zone, ANALYSIS).any(|it| it.text("metadata/name") == name);
        name.is_some() && has_only(template, &["templateName"]) && namespace(rollout).is_some_and(there)
    };
    // A dry run, such as one may ask for, fails nothing.
    has_only(it, &["args", "templates"]) && !items(it, &["templates"]).is_empty() && every(it, &["templates"], is_there)
}

/// Whether all that is asked is how one job ends.
fn is_a_program(spec: &Json) -> bool {
    let runs = |metric: &Json| {
        has_only(metric, &["name", "provider"])
            && at(metric, &["provider"]).is_some_and(|it| has_only(it, &["job"]))
            && at(metric, &["provider", "job"]).is_some_and(|it| has_only(it, &["spec"]))
            && at(metric, &["provider", "job", "spec", "template", "spec"]).is_some()
    };
    has_only(spec, &["args", "metrics"]) && items(spec, &["metrics"]).len() == 1 && every(spec, &["metrics"], runs)
}
