//! What a workflow runs that somebody sent.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Verdict, real_data},
    value::Json,
};

use super::{
    command::{Command, may_run, runs_only},
    read::{WORKFLOW, action, every_job, steps},
};
use crate::literal::script::EXPRESSION;

/// Events that only somebody of the repository begins, or whose runs have no secrets if somebody else does. All others, those that
/// there may be one day among them, may be begun by anybody.
const CLOSED: [&str; 6] = ["push", "pull_request", "schedule", "workflow_dispatch", "merge_group", "release"];

/// Actions that get no code, and run none of the folder.
const HARMLESS: [&str; 4] = ["actions/labeler", "actions/setup-node", "actions/setup-python", "actions/stale"];

/// Commands of the same kind. What stands behind them is given to them and not run.
const SAYING: [&str; 11] = [
    "echo",
    "printf",
    "exit",
    "gh pr comment",
    "gh pr edit",
    "gh pr list",
    "gh pr review",
    "gh pr view",
    "gh issue comment",
    "gh issue edit",
    "gh issue list",
];

/// Commands that put other code into the folder.
const GETTING: &[Command] = &[
    ("gh", &["pr checkout", "repo clone", "run download"]),
    ("git", &["am", "apply", "checkout", "clone", "fetch", "merge", "pull", "reset", "switch", "worktree"]),
];

const CHECKOUT: &str = "actions/checkout";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub NO_FOREIGN_CODE = "NoForeignCode" {
        sentence: "a workflow that anybody can begin with the secrets of the repository runs nothing that was sent",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| {
            let Some(open) = it.property("on").map(is_open_to_all) else { return Verdict::Broken };
            every_job(it, |job| !open || job.get("uses").is_none() && steps(job).iter().all(runs_nothing_sent))
        }),
        message: "has the secrets of the repository, can be begun by anybody, and may run code that was sent",
        help: "run it on `pull_request`; or check out nothing that was sent, and do no more than `gh pr comment` and its like",
    }
}

/// Whether it is such an event, or one of several.
fn is_open_to_all(on: &Json) -> bool {
    match on {
        Json::Text(event) => !CLOSED.contains(&event.as_ref()),
        Json::List(events) => events.iter().any(is_open_to_all),
        Json::Object(events) => events.iter().any(|(event, _)| !CLOSED.contains(&event)),
        _ => true,
    }
}

/// Whether it is known of a step that it gets no code that was sent, and runs none.
fn runs_nothing_sent(step: &Json) -> bool {
    let action = action(step);
    let harmless = HARMLESS.iter().any(|it| it.eq_ignore_ascii_case(action)) || is_checkout(step) && is_own(step);
    if step.get("uses").is_some() { harmless } else { runs_only(step, &SAYING) }
}

/// Whether what a job has in its folder is the repository as it is at the commit of the run, for all that is known of its steps.
pub(super) fn stays_its_own(job: &Json) -> bool {
    steps(job).iter().all(|it| if is_checkout(it) { is_own(it) } else { !may_run(it, GETTING) })
}

pub(super) fn is_checkout(step: &Json) -> bool {
    action(step).eq_ignore_ascii_case(CHECKOUT)
}

/// Whether a step checks out this repository, at the commit of the run or at one that the workflow names itself.
fn is_own(checkout: &Json) -> bool {
    let Some(with) = checkout.get("with") else { return true };
    let given = |name: &str| with.as_object()?.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, it)| it);
    let commit = |it: &str| it == "${{ github.sha }}" || !it.contains(EXPRESSION) && !it.contains("pull/");
    with.as_object().is_some()
        && given("repository").is_none_or(|it| it.as_text() == Some("${{ github.repository }}"))
        && given("ref").is_none_or(|it| it.as_text().is_some_and(commit))
}
