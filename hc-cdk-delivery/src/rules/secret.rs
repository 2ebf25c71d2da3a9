//! What a workflow knows that nobody else may.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    literal::plain::{has_key, keeps_key, names_secret, secret_in_text},
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::{
    read::{WORKFLOW, jobs, steps},
    text::{named, plain, scalars},
};
use crate::literal::secret::is_long_lived;

/// Inputs of actions by which a key of a cloud is handed over.
const KEY_INPUTS: [&str; 6] =
    ["aws-access-key-id", "aws-secret-access-key", "credentials_json", "service_account_key", "creds", "kubeconfig"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub NO_LONG_LIVED_KEY = "NoLongLivedKey" {
        sentence: "no key of a cloud is kept that lives until somebody replaces it",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| Verdict::of(!has_long_lived_key(it))),
        message: "takes a key of a cloud that lives until somebody replaces it",
        help: "let the workflow in by its own token: `job.sign_in(&Identity::aws(..))`",
    }

    pub NO_SECRET_IN_WORKFLOW = "NoSecretInWorkflow" {
        sentence: "no text of a workflow has the shape of a key or token, or is a value for the name of a secret",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| Verdict::of(!has_secret(it))),
        message: "has a secret as text",
        help: "keep it among the secrets of the repository, and name it: `Input::secret(&secret!(\"NAME\"))`",
    }
}

/// Whether it takes such a key from the secrets of the repository, or what may be one, or hands one over by its name.
fn has_long_lived_key(subject: &Subject<'_>) -> bool {
    let mut found = false;
    scalars(&subject.resource.properties, &mut |_, text| {
        // What is not named may be any of them.
        found |= named(text, "secrets").into_iter().any(|name| name.is_none_or(|it| is_long_lived(it.as_bytes())));
    });
    let all = jobs(subject).unwrap_or_default();
    let given =
        |step: &Json| names_of(step, "with").any(|name| KEY_INPUTS.iter().any(|it| it.eq_ignore_ascii_case(name)));
    let inherits = |job: &Json| job.get("secrets").is_some_and(|it| it.as_object().is_none());
    found
        || hands_over(&subject.resource.properties)
        || all.iter().any(|(_, job)| steps(job).iter().any(given) || inherits(job))
}

/// Whether a variable of an environment, or a secret of a called workflow, has the name of such a key, anywhere in a tree.
fn hands_over(json: &Json) -> bool {
    let named = ["env", "secrets"].into_iter().flat_map(|it| names_of(json, it)).any(|it| is_long_lived(it.as_bytes()));
    named || json.inside(hands_over)
}

/// The names of the members that a member has.
fn names_of<'a>(json: &'a Json, member: &str) -> impl Iterator<Item = &'a str> {
    json.get(member).and_then(Json::as_object).into_iter().flat_map(|all| all.iter().map(|(name, _)| name))
}

/// Whether a text or a name has a key in it that is known by its shape, or the name of a secret has a value, anywhere.
fn has_secret(subject: &Subject<'_>) -> bool {
    let mut found = keeps_key(&subject.resource.properties);
    scalars(&subject.resource.properties, &mut |name, value| {
        let value = plain(value);
        let named = || names_secret(name) && secret_in_text(&format!("{name} = {value}")).is_some();
        let permission = name == ID_TOKEN && matches!(&*value, "read" | "write" | "none");
        found |= !permission && (has_key(&value) || secret_in_text(&value).is_some() || named());
    });
    found
}

/// A permission that has the name of a secret.
const ID_TOKEN: &str = "id-token";
