//! What a workflow knows that nobody else may.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    literal::plain::{has_key, secret_in_text},
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::read::{WORKFLOW, jobs, run, steps, texts};
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
        sentence: "no workflow has a secret as text",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| Verdict::of(!has_secret(it))),
        message: "has a secret as text",
        help: "keep it among the secrets of the repository, and name it: `Input::secret(&secret!(\"NAME\"))`",
    }
}

/// Whether it names a secret that is such a key, anywhere, or hands one to an action.
fn has_long_lived_key(subject: &Subject<'_>) -> bool {
    let mut found = false;
    texts(&subject.resource.properties, &mut |text| {
        let named = text.split("secrets").skip(1).any(|behind| {
            let name = behind.trim_start_matches(['.', '[', '\'', '"', ' ']);
            let name: String =
                name.chars().take_while(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-')).collect();
            is_long_lived(name.as_bytes())
        });
        // All secrets of the repository at once, whatever they are.
        found |= named || text.contains("toJSON(secrets)");
    });
    let all = jobs(subject).unwrap_or_default();
    let given = |step: &Json| step.get("with").is_some_and(|with| KEY_INPUTS.iter().any(|it| with.get(it).is_some()));
    found
        || all.iter().any(|(_, job)| {
            steps(job).iter().any(given) || job.get("secrets").and_then(Json::as_text) == Some("inherit")
        })
}

/// Whether a line that is run gives a value to the name of a secret, or a text has a key in it that is known by its shape.
fn has_secret(subject: &Subject<'_>) -> bool {
    let mut found = false;
    texts(&subject.resource.properties, &mut |text| found |= has_key(text));
    let all = jobs(subject).unwrap_or_default();
    found
        || all.iter().any(|(_, job)| {
            names_a_secret(job)
                || steps(job).iter().any(|step| secret_in_text(run(step)).is_some() || names_a_secret(step))
        })
}

/// Whether a variable of the environment, or an input of an action, has the name of a secret and a text for its value.
fn names_a_secret(of: &Json) -> bool {
    let members = ["env", "with"].iter().filter_map(|it| of.get(it)?.as_object()).flat_map(hc_cdk::value::Object::iter);
    members.into_iter().any(|(name, value)| {
        value
            .as_text()
            .is_some_and(|value| !value.contains("${{") && secret_in_text(&format!("{name} = {value}")).is_some())
    })
}
