//! Secrets of a repository, by name. None of them is a key of a cloud that lives until somebody replaces it: a cloud lets a
//! workflow in by the token that GitHub makes for each run.

use super::contains;

hc_cdk::text_literal! {
    /// The name of a secret of the repository or of an environment of it. No file has its value.
    Secret, wrong
}

/// The name of a secret such as `secret!("SONAR_TOKEN")`, checked by `cargo check`.
///
/// ```
/// # use hc_cdk_delivery::secret;
/// let token = secret!("SONAR_TOKEN");
/// ```
///
/// ```compile_fail
/// # use hc_cdk_delivery::secret;
/// let key = secret!("AWS_SECRET_ACCESS_KEY");
/// ```
#[macro_export]
macro_rules! secret {
    ($name:expr) => {{
        const HC_CDK_SECRET: $crate::literal::secret::Secret = $crate::literal::secret::Secret::literal($name);
        HC_CDK_SECRET
    }};
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not the name of a secret that was checked",
        label = "write it as `secret!(\"NAME\")`; a value has no place in a workflow",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    /// The name of a secret.
    IsSecret: Secret;
}

const NAME: &str =
    "the name of a secret has capital letters, digits and underscores, and begins with neither a digit nor `GITHUB_`";
const LIVES_LONG: &str = "no key of a cloud lives in a repository until somebody replaces it: let the workflow in by its identity, `job.sign_in(..)` (HIPAA 45 CFR 164.308(a)(5)(ii)(D), ISO/IEC 27001:2022 A.8.5)";

/// What the names of keys have in them that a cloud gives for good, without signs between words.
const KEYS: [&[u8]; 10] = [
    b"ACCESSKEY",
    b"AWSSECRET",
    b"SERVICEACCOUNTKEY",
    b"SAKEY",
    b"GCPCREDENTIALS",
    b"GOOGLECREDENTIALS",
    b"GOOGLEAPPLICATIONCREDENTIALS",
    b"AZURECREDENTIALS",
    b"CLIENTSECRET",
    b"KUBECONFIG",
];

const fn wrong(it: &[u8]) -> Option<&'static str> {
    if !is_name(it) {
        Some(NAME)
    } else if is_long_lived(it) {
        Some(LIVES_LONG)
    } else {
        None
    }
}

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn is_name(it: &[u8]) -> bool {
    let mut at = 0;
    while at < it.len() {
        if !(matches!(it[at], b'A'..=b'Z' | b'_') || it[at].is_ascii_digit() && at > 0) {
            return false;
        }
        at += 1;
    }
    let reserved = matches!(it, [b'G', b'I', b'T', b'H', b'U', b'B', b'_', ..]);
    !it.is_empty() && it.len() <= 100 && !reserved
}

/// Whether a name is that of a key which a cloud gives for good.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
pub(crate) const fn is_long_lived(name: &[u8]) -> bool {
    let (mut plain, mut length, mut at) = ([0; 100], 0, 0);
    while at < name.len() && length < plain.len() {
        if name[at].is_ascii_alphanumeric() {
            plain[length] = name[at].to_ascii_uppercase();
            length += 1;
        }
        at += 1;
    }
    let mut key = 0;
    while key < KEYS.len() {
        if contains(&plain, KEYS[key]) {
            return true;
        }
        key += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_key_of_a_cloud_is_no_secret_of_a_repository() {
        for name in ["SONAR_TOKEN", "SLACK_URL", "_A1", "SNYK_TOKEN", "GITLEAKS_LICENSE"] {
            assert!(Secret::parse(name).is_ok(), "{name}");
        }
        for name in [
            "",
            "1A",
            "token",
            "A-B",
            "GITHUB_TOKEN",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "PROD_AWS_SECRET",
            "GCP_SA_KEY",
            "GOOGLE_CREDENTIALS",
            "AZURE_CREDENTIALS",
            "ARM_CLIENT_SECRET",
            "KUBE_CONFIG",
        ] {
            assert!(Secret::parse(name).is_err(), "{name}");
        }
    }
}
