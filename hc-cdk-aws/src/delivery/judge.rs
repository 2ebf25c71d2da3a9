//! What makes a pipeline impossible that only values show, not types.

use hc_cdk::{
    control::{hipaa, iso27001},
    literal::{
        plain::secret_in_words,
        variable::{Variable, is_variable_name},
    },
    stack::Scope,
};

use super::{
    build::Build,
    buildspec::{Buildspec, Phase},
    source::From,
    stack_change::Change,
    trial::Trial,
};

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

/// Reports a stack that has no name of one, and a template that is nowhere.
pub(super) fn change(scope: &mut Scope<'_>, change: &Change) {
    let letters = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
    let is_name = change.stack.starts_with(|it: char| it.is_ascii_alphabetic()) && change.stack.len() <= 128;
    if !is_name || !change.stack.bytes().all(letters) {
        let help = "use letters, digits and hyphens, and begin with a letter";
        scope.reject(Some(iso27001::CONFIGURATION), format!("changes `{}`, which is no stack", change.stack), help);
    }
    if change.template.is_empty() || change.template.starts_with('/') || change.template.contains("::") {
        let help = "name it as it is in the source: `cdk.out/clinic.template.json`";
        scope.reject(Some(iso27001::CONFIGURATION), format!("takes its template from `{}`", change.template), help);
    }
}

/// Reports what is no command, no variable, no report, or a secret as text.
pub(super) fn build(scope: &mut Scope<'_>, build: &Build) {
    if build.spec.commands.iter().any(|(phase, command)| *phase == Phase::PreBuild && command.trim().is_empty()) {
        scope.reject(
            Some(iso27001::CHANGE_MANAGEMENT),
            "tests nothing of the image that it makes",
            "give a command that fails if something is wrong: `.tested(\"npm ci && npm test\")`",
        );
    }
    commands(scope, &build.spec, "build", "use `.secret(name, &field)`, and `$NAME` in the command");
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
    build.secrets.iter().for_each(|(_, field)| field.check(scope));
    reports(scope, &build.spec);
}

/// Reports what tries nothing, or has a secret as text.
pub(super) fn trial(scope: &mut Scope<'_>, trial: &Trial) {
    if trial.spec.commands.is_empty() {
        scope.reject(
            Some(iso27001::CHANGE_MANAGEMENT),
            "has a trial of what it deploys that tries nothing",
            "give it a command that fails if something is wrong: `.command(\"npm run smoke\")`",
        );
    }
    if let Some(address) = trial.at.json().as_text().filter(|it| !it.starts_with("https://")) {
        scope.reject(
            Some(hipaa::TRANSMISSION_ENCRYPTION),
            format!("tries `{address}`, which is no address that is spoken to over TLS"),
            "write `https://` and the domain, or give what an endpoint says: `front.url()`",
        );
    }
    commands(scope, &trial.spec, "trial", "leave it out: what tries a service from outside takes no secrets");
    reports(scope, &trial.spec);
}

fn commands(scope: &mut Scope<'_>, spec: &Buildspec, of: &str, help: &'static str) {
    for (_, command) in &spec.commands {
        if let Some((_, what)) = secret_in_words(command.split_whitespace()) {
            let message = format!("has a secret in a command of its {of}: {what}");
            scope.reject(Some(hipaa::PASSWORDS), message, help);
        }
    }
}

fn reports(scope: &mut Scope<'_>, spec: &Buildspec) {
    let reports: Vec<&str> = spec.reports.iter().map(|it| it.name).collect();
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
