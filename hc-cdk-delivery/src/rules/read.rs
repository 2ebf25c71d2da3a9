//! How rules read a workflow: its jobs, their steps, and the texts in them.

use hc_cdk::{
    rule::{Subject, Verdict},
    value::{Json, Object},
};

/// The type that the rules are about.
pub(super) const WORKFLOW: &str = "GitHub::Workflow";

/// The jobs of a workflow by name; nothing if they cannot be read.
pub(super) fn jobs<'a>(subject: &Subject<'a>) -> Option<Vec<(&'a str, &'a Json)>> {
    subject.property("jobs")?.as_object().map(|jobs| jobs.iter().collect())
}

/// The steps of a job; none of one that is another workflow.
pub(super) fn steps(job: &Json) -> &[Json] {
    job.get("steps").and_then(Json::as_list).unwrap_or_default()
}

/// Held if something holds of every job.
pub(super) fn every_job(subject: &Subject<'_>, holds: impl Fn(&Json) -> bool) -> Verdict {
    Verdict::of(jobs(subject).is_some_and(|jobs| jobs.iter().all(|(_, job)| is_readable(job) && holds(job))))
}

/// Whether the steps of a job are a list, if it has some, so that each can be read.
fn is_readable(job: &Json) -> bool {
    job.as_object().is_some() && job.get("steps").is_none_or(|steps| steps.as_list().is_some())
}

/// The container of a job, and those that run beside it.
pub(super) fn containers(job: &Json) -> impl Iterator<Item = &Json> {
    let services = job.get("services").and_then(Json::as_object).into_iter().flat_map(Object::iter);
    job.get("container").into_iter().chain(services.map(|(_, it)| it))
}

/// The lines that a step runs in a shell.
pub(crate) fn run(step: &Json) -> &str {
    step.get("run").and_then(Json::as_text).unwrap_or_default()
}

/// The action that a step uses, without its commit.
pub(crate) fn action(step: &Json) -> &str {
    let uses = step.get("uses").and_then(Json::as_text).unwrap_or_default();
    uses.split('@').next().unwrap_or_default()
}

/// The name of the environment that a job runs in.
pub(crate) fn environment(job: &Json) -> Option<&str> {
    let environment = job.get("environment")?;
    environment.as_text().or_else(|| environment.get("name")?.as_text())
}

/// Whether what comes after a job or a step begins only if it was done: nothing leaves it out, and it may not fail.
pub(super) fn has_to_go_well(it: &Json) -> bool {
    it.get("if").is_none() && matches!(it.get("continue-on-error"), None | Some(Json::Bool(false)))
}

/// Whether a job or a step begins whatever became of what is before it: its condition asks for that itself, or cannot be read.
pub(super) fn begins_anyway(it: &Json) -> bool {
    match it.get("if") {
        None | Some(Json::Bool(_)) => false,
        Some(Json::Text(condition)) => {
            let calls: Vec<&str> = condition.split('(').map(str::trim_end).collect();
            let asks = |call: &&str| STATUS.iter().any(|it| ends_with(call, it));
            calls.split_last().is_some_and(|(_, calls)| calls.iter().any(asks))
        }
        Some(_) => true,
    }
}

/// What a condition calls that is about what was before. One that calls none of them has `success()` before it.
const STATUS: [&str; 4] = ["always", "cancelled", "failure", "success"];

fn ends_with(text: &str, word: &str) -> bool {
    let end = text.len().checked_sub(word.len()).and_then(|at| text.get(at..));
    end.is_some_and(|it| it.eq_ignore_ascii_case(word))
}

/// The jobs that a job waits for, the ones that these wait for among them. There are none for one that begins whatever became of
/// them.
pub(super) fn before<'a>(jobs: &[(&'a str, &'a Json)], job: &'a Json) -> Vec<&'a Json> {
    let (mut found, mut waiting): (Vec<&str>, Vec<&Json>) = (Vec::new(), vec![job]);
    let mut all = Vec::new();
    while let Some(job) = waiting.pop() {
        let needs = if begins_anyway(job) { None } else { job.get("needs") };
        for name in hc_cdk::rule::one_or_many(needs).iter().filter_map(Json::as_text) {
            let Some((name, other)) = jobs.iter().find(|(it, _)| *it == name) else { continue };
            if !found.contains(name) {
                found.push(name);
                all.push(*other);
                waiting.push(other);
            }
        }
    }
    all
}
