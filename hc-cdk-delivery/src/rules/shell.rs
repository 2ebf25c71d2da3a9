//! What others can have a workflow run.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Verdict, real_data},
    value::Json,
};

use super::read::{WORKFLOW, action, every_job, jobs, steps, texts};
use crate::literal::script::EXPRESSION;

/// Events whose runs have the secrets of the repository, and are begun by whoever sends a pull request or writes a comment.
const OPEN_TO_ALL: [&str; 3] = ["pull_request_target", "workflow_run", "issue_comment"];

/// What names the code of whoever sent a pull request.
const FOREIGN: [&str; 4] = ["pull_request.head", "github.head_ref", "workflow_run.head_", "refs/pull/"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub NO_EXPRESSION_IN_SHELL = "NoExpressionInShell" {
        sentence: "no line that is run has an expression in it",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| every_job(it, |job| steps(job).iter().all(|step| {
            let script = step.get("with").and_then(|with| with.get("script"));
            [step.get("run"), script].into_iter().flatten().all(|it| it.as_text().is_some_and(|it| !it.contains(EXPRESSION)))
        }))),
        message: "runs a line with an expression in it, which whoever chooses its value can break out of",
        help: "hand the value over by a variable of the environment: `.env(\"NAME\", ..)` and `\"$NAME\"`",
    }

    pub NO_FOREIGN_CODE = "NoForeignCode" {
        sentence: "nothing that has the secrets of the repository runs code that anybody sent",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| {
            let Some(open) = it.property("on").map(is_open_to_all) else { return Verdict::Broken };
            let Some(jobs) = jobs(it) else { return Verdict::Broken };
            let sent = jobs.iter().flat_map(|(_, job)| steps(job)).any(checks_out_what_was_sent);
            if open { Verdict::of(!sent) } else { Verdict::Held }
        }),
        message: "checks out code that anybody sent, and has the secrets of the repository",
        help: "run on `pull_request`, or check out nothing that was sent",
    }
}

/// Whether it is the event, one of several, or what has them as names.
fn is_open_to_all(on: &Json) -> bool {
    match on {
        Json::Text(event) => OPEN_TO_ALL.contains(&event.as_ref()),
        Json::List(events) => events.iter().any(is_open_to_all),
        Json::Object(events) => events.iter().any(|(event, _)| OPEN_TO_ALL.contains(&event)),
        _ => true,
    }
}

/// Whether a step checks out what somebody sent: by an action, or by a command.
fn checks_out_what_was_sent(step: &Json) -> bool {
    let mut foreign = false;
    texts(step, &mut |text| foreign |= FOREIGN.iter().any(|it| text.contains(it)));
    let run = super::read::run(step);
    let fetches = run.contains("gh pr checkout") || run.contains("git fetch") && foreign;
    fetches || action(step) == "actions/checkout" && foreign
}
