//! What makes a pipeline impossible that only values show, not types.

use hc_cdk::{
    control::{hipaa, iso27001},
    literal::{
        plain::secret_in_words,
        variable::{Variable, is_variable_name},
    },
    stack::Scope,
};

use super::{build::ImageBuild, source::From};

/// Reports a source that is nowhere.
pub(super) fn source(scope: &mut Scope<'_>, from: &From) {
    let (named, wrong, what) = match from {
        From::Upload { key } => (*key, key.is_empty(), "the name of a file, such as `api.zip`"),
        From::Connection { branch: "", .. } => ("", true, "a branch, such as `main`"),
        From::Connection { repository, .. } => {
            let wrong = !repository.contains('/') || repository.split('/').any(str::is_empty);
            (*repository, wrong, "a repository with its owner, such as `clinic/api`")
        }
    };
    if wrong {
        let message = format!("takes its source from `{named}`, which is nowhere");
        scope.reject(Some(iso27001::CONFIGURATION), message, format!("give {what}"));
    }
}

/// Reports what is no command, no variable, no report, or a secret as text.
pub(super) fn build(scope: &mut Scope<'_>, build: &ImageBuild) {
    for (_, command) in &build.spec.commands {
        if let Some((_, what)) = secret_in_words(command.split_whitespace()) {
            let message = format!("has a secret in a command of its build: {what}");
            scope.reject(Some(hipaa::PASSWORDS), message, "use `.secret(name, &field)`, and `$NAME` in the command");
        }
    }
    for (name, what) in build.variables.iter().filter_map(|it| Some((it.name(), it.wrong_value()?))) {
        let message = format!("has the variable `{name}` in its build: {what}");
        scope.reject(
            Some(hipaa::PASSWORDS),
            message,
            "use `.secret(name, &field)`, which names the secret and not its value",
        );
    }
    let variables = build.variables.iter().map(Variable::name).chain(build.secrets.iter().map(|it| it.0));
    let variables: Vec<&str> = variables.chain(["REPOSITORY", "DOCKERFILE"]).collect();
    names(scope, &variables, is_variable_name, "variable", "use letters, digits and `_`, and each name once");
    let reports: Vec<&str> = build.spec.reports.iter().map(|it| it.name).collect();
    names(scope, &reports, is_report_name, "report", "use letters, digits and hyphens, and each name once");
}

/// Reports names that are none, and those that are there twice.
fn names(scope: &mut Scope<'_>, names: &[&str], is_one: fn(&str) -> bool, what: &str, help: &'static str) {
    for (at, name) in names.iter().enumerate() {
        if !is_one(name) || names.iter().take(at).any(|it| it == name) {
            let message = format!("has the {what} `{name}` in its build, which is none or is there already");
            scope.reject(Some(iso27001::CONFIGURATION), message, help);
        }
    }
}

/// The role of a build names its reports, so that `*` in a name would be all of them.
fn is_report_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
}
