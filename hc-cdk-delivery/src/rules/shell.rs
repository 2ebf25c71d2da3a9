//! What whoever chooses a title, a branch or an input can have a workflow run.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::{Json, Object},
};

use super::read::{WORKFLOW, containers, every_job, steps};
use crate::literal::script::EXPRESSION;

/// Inputs that actions hand to a shell or to a program, in small letters.
const RUN: [&str; 13] = [
    "args",
    "arguments",
    "bash",
    "cmd",
    "command",
    "commands",
    "entrypoint",
    "extra_args",
    "inlinescript",
    "post-entrypoint",
    "pre-entrypoint",
    "run",
    "script",
];

/// What of a container is arguments of a program.
const ARGUMENTS: [&str; 3] = ["command", "entrypoint", "options"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub NO_EXPRESSION_IN_SHELL = "NoExpressionInShell" {
        sentence: "no line, shell or argument that is run has an expression in it",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(judged),
        message: "runs a line with an expression in it, which whoever chooses its value can break out of",
        help: "hand the value over by a variable of the environment: `.env(\"NAME\", ..)` and `\"$NAME\"`",
    }
}

fn judged(subject: &Subject<'_>) -> Verdict {
    let held = every_job(subject, |job| {
        let arguments = containers(job).flat_map(|it| ARGUMENTS.iter().filter_map(|name| it.get(name)));
        steps(job).iter().flat_map(run).chain(job.at(SHELL)).chain(arguments).all(is_plain)
    });
    let whole = subject.resource.properties.at(SHELL);
    if whole.is_none_or(is_plain) { held } else { Verdict::Broken }
}

/// The shell of all steps that name none.
const SHELL: &str = "defaults/run/shell";

/// What a step hands to a shell or to a program.
fn run(step: &Json) -> impl Iterator<Item = &Json> {
    let given = step.get("with").and_then(Json::as_object).into_iter().flat_map(Object::iter);
    let given = given.filter(|(name, _)| RUN.iter().any(|it| it.eq_ignore_ascii_case(name))).map(|(_, it)| it);
    ["run", "shell"].into_iter().filter_map(|name| step.get(name)).chain(given)
}

/// Whether it is a value without an expression. What cannot be read may have one.
fn is_plain(json: &Json) -> bool {
    match json {
        Json::Text(text) => !text.contains(EXPRESSION),
        Json::List(items) => items.iter().all(is_plain),
        Json::Bool(_) | Json::Int(_) | Json::Float(_) | Json::Null => true,
        Json::Object(_) | Json::Token(_) => false,
    }
}
