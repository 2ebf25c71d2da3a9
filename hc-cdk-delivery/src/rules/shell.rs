//! What whoever chooses a title, a branch or an input can have a workflow run.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::{Json, Object},
};

use super::{
    read::{WORKFLOW, containers, every_job, run, steps},
    text::{expressions, scalars, taken},
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
const RUN_BY_THEMSELVES: [&str; 41] = [
    "BASH_ENV",
    "CARGO_BUILD_RUSTC",
    "CARGO_BUILD_RUSTC_WRAPPER",
    "CLASSPATH",
    "DOTNET_STARTUP_HOOKS",
    "DYLD_INSERT_LIBRARIES",
    "DYLD_LIBRARY_PATH",
    "GIT_ASKPASS",
    "GIT_EDITOR",
    "GIT_EXEC_PATH",
    "GIT_EXTERNAL_DIFF",
    "GIT_PAGER",
    "GIT_PROXY_COMMAND",
    "GIT_SEQUENCE_EDITOR",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GOFLAGS",
    "GRADLE_OPTS",
    "JAVA_TOOL_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "LD_AUDIT",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "MAVEN_OPTS",
    "NODE_OPTIONS",
    "NODE_PATH",
    "PAGER",
    "PATH",
    "PERL5LIB",
    "PERL5OPT",
    "PROMPT_COMMAND",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "RUBYLIB",
    "RUBYOPT",
    "RUSTC",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "SSH_ASKPASS",
    "_JAVA_OPTIONS",
];

/// How variables begin by which Git takes its configuration, which names programs: `GIT_CONFIG_GLOBAL`, `GIT_CONFIG_KEY_0`.
const GIT_CONFIG: &str = "GIT_CONFIG_";

/// What nobody chooses of a run: where its files are, and the commit.
const OF_THE_RUN: [&str; 3] = ["github.action_path", "github.sha", "github.workspace"];

/// What of the event is a number or a commit.
const NO_TEXT: [&str; 18] = [
    "github.event.after",
    "github.event.before",
    "github.event.comment.id",
    "github.event.discussion.number",
    "github.event.head_commit.id",
    "github.event.issue.id",
    "github.event.issue.number",
    "github.event.number",
    "github.event.pull_request.base.sha",
    "github.event.pull_request.head.sha",
    "github.event.pull_request.id",
    "github.event.pull_request.merge_commit_sha",
    "github.event.pull_request.number",
    "github.event.release.id",
    "github.event.repository.id",
    "github.event.review.id",
    "github.event.workflow_run.head_sha",
    "github.event.workflow_run.id",
];

/// Branches and tags: they have no second line, but one may be a folder.
const REFS: [&str; 3] = ["head_ref", "ref", "ref_name"];

/// Variables that each step has, in which that stands, too.
const REF_VARIABLES: [&str; 3] = ["GITHUB_HEAD_REF", "GITHUB_REF", "GITHUB_REF_NAME"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub NO_EXPRESSION_IN_SHELL = "NoExpressionInShell" {
        sentence: "no line, shell or argument that is run has an expression in it, and no variable that is known to be run by a shell, a loader or a language by itself has one in it, but for what the machine says of itself, the run's folders and its commit",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(judged),
        message: "runs an expression, in a line or by a variable that is run by itself: whoever chooses its value chooses what is run",
        help: "hand the value over by a variable that nothing runs by itself: `.env(\"NAME\", ..)` and `\"$NAME\"`",
    }

    pub NOTHING_CHOSEN_IS_HANDED_ON = "NothingChosenIsHandedOn" {
        sentence: "no step that names a text of the event, an input or an output, in its lines or its environment, names `GITHUB_ENV` or `GITHUB_PATH` there, and none that names a branch or a tag names `GITHUB_PATH`; files that it runs are not read",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| {
            let whole = it.resource.properties.get("env");
            every_job(it, |job| {
                let inside = job.get("container").and_then(|it| it.get("env"));
                let around = [whole, job.get("env"), inside];
                steps(job).iter().all(|step| keeps_to_itself(step, around.into_iter().chain([step.get("env")])))
            })
        }),
        message: "gives later steps variables by a step that knows a text, an input or an output: a second line in that is a variable more, and a branch may be a folder",
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
    // Windows finds its programs by `Path`, and elsewhere names have capitals.
    let is_run = |name: &str| {
        RUN_BY_THEMSELVES.contains(&name) || name.starts_with(GIT_CONFIG) || name.eq_ignore_ascii_case("PATH")
    };
    match env.as_object() {
        Some(all) => all.iter().all(|(name, value)| !is_run(name) || is_of_the_run(value)),
        // What an expression gives may be any variable.
        None => false,
    }
}

/// Whether a value has no expression in it but for what nobody chooses.
fn is_of_the_run(value: &Json) -> bool {
    let is_known = |it: &String| {
        let of_machine = it.strip_prefix("runner.");
        OF_THE_RUN.contains(&it.as_str())
            || of_machine.is_some_and(|it| it.chars().all(|it| it == '_' || it.is_ascii_alphabetic()))
    };
    match value {
        Json::Text(text) => expressions(text).iter().all(is_known),
        other => is_plain(other),
    }
}

/// Whether a step that knows what somebody chose writes nothing into the environment of later ones.
fn keeps_to_itself<'a>(step: &Json, environments: impl Iterator<Item = Option<&'a Json>>) -> bool {
    let mut texts = vec![run(step).to_owned()];
    for env in environments.flatten() {
        scalars(env, &mut |_, text| texts.push(text.to_owned()));
    }
    let known: Vec<String> = texts.iter().flat_map(|it| expressions(it)).collect();
    let named = |name: &str| texts.iter().any(|it| says(it, name));
    let takes =
        |names: &[&str]| known.iter().any(|it| taken(it, "github").iter().flatten().any(|it| names.contains(it)));
    let writes = |variable: &str, file: &str| named(variable) || takes(&[file]);
    let has_text = || named("GITHUB_EVENT_PATH") || known.iter().any(|it| is_chosen(it));
    let has_ref = || takes(&REFS) || REF_VARIABLES.iter().any(|it| named(it));
    let folders = writes("GITHUB_PATH", "path");
    !(folders && has_ref() || (folders || writes("GITHUB_ENV", "env")) && has_text())
}

/// Whether a text has a name in it, and not as a part of a longer one.
fn says(text: &str, name: &str) -> bool {
    text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').any(|it| it == name)
}

/// Whether somebody chooses the text that an expression gives, in small letters. Of what an earlier step gives nobody knows.
fn is_chosen(expression: &str) -> bool {
    let of_event = || taken(expression, "github").iter().any(|it| it.is_none_or(|it| it == "event"));
    let of_before = |context: &str| !taken(expression, context).is_empty() && !is_result(expression);
    let given = || !taken(expression, "inputs").is_empty() || of_before("steps") || of_before("needs");
    !NO_TEXT.contains(&expression) && (of_event() || given())
}

/// Whether an expression is how a step or a job ended: `steps.build.outcome`.
fn is_result(expression: &str) -> bool {
    let parts: Vec<&str> = expression.split('.').collect();
    matches!(parts.as_slice(), [_, _, "conclusion" | "outcome" | "result"])
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
