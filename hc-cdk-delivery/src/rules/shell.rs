//! What whoever chooses a title, a branch or an input can have a workflow run.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::{Json, Object},
};

use super::{
    read::{WORKFLOW, containers, every_job, run, steps},
    text::{named, scalars},
};
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

/// Variables of which shells, loaders and languages run what they say, or what lies there.
const RUN_BY_THEMSELVES: [&str; 19] = [
    "BASH_ENV",
    "CLASSPATH",
    "ENV",
    "GIT_CONFIG_GLOBAL",
    "GIT_EXTERNAL_DIFF",
    "GIT_SSH_COMMAND",
    "JAVA_TOOL_OPTIONS",
    "LD_AUDIT",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "NODE_OPTIONS",
    "NODE_PATH",
    "PATH",
    "PERL5OPT",
    "PROMPT_COMMAND",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "RUBYOPT",
    "RUSTC_WRAPPER",
];

/// The files by which a step gives variables and folders of programs to all steps behind it.
const HANDED_ON: [&str; 2] = ["GITHUB_ENV", "GITHUB_PATH"];

/// What of a run whoever begins it chooses, beside its inputs: titles, branches, messages.
const CHOSEN: [&str; 4] = ["event", "head_ref", "ref", "ref_name"];

/// Variables that each step has, in which that stands, too.
const CHOSEN_VARIABLES: [&str; 4] = ["GITHUB_EVENT_PATH", "GITHUB_HEAD_REF", "GITHUB_REF", "GITHUB_REF_NAME"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub NO_EXPRESSION_IN_SHELL = "NoExpressionInShell" {
        sentence: "no line, shell or argument that is run has an expression in it, and no variable that a shell, a loader or a language runs by itself",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(judged),
        message: "runs a line with an expression in it, which whoever chooses its value can break out of",
        help: "hand the value over by a variable of the environment: `.env(\"NAME\", ..)` and `\"$NAME\"`",
    }

    pub NOTHING_CHOSEN_IS_HANDED_ON = "NothingChosenIsHandedOn" {
        sentence: "no step that has a title, a branch or an input in its environment gives variables or folders of programs to later steps",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| {
            let whole = it.resource.properties.get("env");
            every_job(it, |job| {
                steps(job).iter().filter(|step| hands_on(step)).all(|step| {
                    let given = [whole, job.get("env"), step.get("env")];
                    !given.into_iter().flatten().any(is_chosen) && !CHOSEN_VARIABLES.iter().any(|it| says(run(step), it))
                })
            })
        }),
        message: "gives later steps variables by a step that knows a title, a branch or an input: a second line in that is a variable more",
        help: "write it to `GITHUB_OUTPUT`, and name the output in the environment of the step that needs it",
    }
}

fn judged(subject: &Subject<'_>) -> Verdict {
    let held = every_job(subject, |job| {
        let arguments = containers(job).flat_map(|it| ARGUMENTS.iter().filter_map(|name| it.get(name)));
        let given = steps(job).iter().chain([job]).chain(containers(job)).all(variables_are_plain);
        given && steps(job).iter().flat_map(handed).chain(job.at(SHELL)).chain(arguments).all(is_plain)
    });
    let whole = subject.resource.properties.at(SHELL);
    let is_right = whole.is_none_or(is_plain) && variables_are_plain(&subject.resource.properties);
    if is_right { held } else { Verdict::Broken }
}

/// Whether no variable that is run by itself has an expression in it.
fn variables_are_plain(it: &Json) -> bool {
    let Some(env) = it.get("env") else { return true };
    let is_run = |name: &str| RUN_BY_THEMSELVES.iter().any(|it| it.eq_ignore_ascii_case(name));
    match env.as_object() {
        Some(all) => all.iter().all(|(name, value)| !is_run(name) || is_plain(value)),
        // What an expression gives may be any variable.
        None => false,
    }
}

/// Whether a step writes into the environment of later ones.
fn hands_on(step: &Json) -> bool {
    HANDED_ON.iter().any(|it| says(run(step), it))
}

/// Whether a text has a name in it, and not as a part of a longer one.
fn says(text: &str, name: &str) -> bool {
    text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').any(|it| it == name)
}

/// Whether whoever begins a run chooses what one of the variables says.
fn is_chosen(env: &Json) -> bool {
    let mut found = false;
    scalars(env, &mut |_, text| {
        let of_run = named(text, "github").into_iter().any(|it| it.is_none_or(|it| CHOSEN.contains(&it)));
        found |= of_run || !named(text, "inputs").is_empty();
    });
    found
}

/// The shell of all steps that name none.
const SHELL: &str = "defaults/run/shell";

/// What a step hands to a shell or to a program.
fn handed(step: &Json) -> impl Iterator<Item = &Json> {
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
