//! Which workflows a cloud lets in: those of one environment of one repository on GitHub, as the tokens of their runs say it.

use super::signer::ISSUER as SIGNS;

crate::text_literal! {
    /// The workflows of one environment of one repository on GitHub: the subject of the tokens of their runs.
    Workflows, wrong
}

/// The workflows of one environment of one repository, such as `workflows!("clinic/hms", "production")`, checked by `cargo check`.
///
/// ```
/// # use hc_cdk::workflows;
/// assert_eq!(workflows!("clinic/hms", "production").as_str(), "repo:clinic/hms:environment:production");
/// ```
///
/// ```compile_fail
/// # use hc_cdk::workflows;
/// let anybody = workflows!("clinic/hms", "*");
/// ```
#[macro_export]
macro_rules! workflows {
    ($repository:literal, $environment:literal) => {{
        const HC_CDK_WORKFLOWS: $crate::literal::workflows::Workflows = $crate::literal::workflows::Workflows::literal(
            concat!("repo:", $repository, ":environment:", $environment),
        );
        HC_CDK_WORKFLOWS
    }};
}

const WRONG: &str = "a cloud lets in the workflows of one environment of one repository, such as `clinic/hms` and `production`: whoever can push a branch could be one without an environment (HIPAA 45 CFR 164.308(a)(4)(ii)(B), SOC 2 CC6.3)";

/// Who signs the tokens of runs.
pub const ISSUER: &str = SIGNS;

impl Workflows {
    /// The repository, and the environment of it.
    pub fn parts(&self) -> (&str, &str) {
        self.as_str().strip_prefix("repo:").and_then(|it| it.split_once(":environment:")).unwrap_or_default()
    }
}

const fn wrong(it: &[u8]) -> Option<&'static str> {
    let owner = after_name(after(Some(it), b"repo:"));
    let name = after_name(after(owner, b"/"));
    match after_name(after(name, b":environment:")) {
        Some([]) => None,
        _ => Some(WRONG),
    }
}

/// What stands behind some text, if it begins with that.
const fn after<'a>(it: Option<&'a [u8]>, text: &[u8]) -> Option<&'a [u8]> {
    let (Some(mut rest), mut text) = (it, text) else { return None };
    while let [expected, others @ ..] = text {
        match rest {
            [first, behind @ ..] if *first == *expected => (rest, text) = (behind, others),
            _ => return None,
        }
    }
    Some(rest)
}

/// What stands behind a name of letters, digits, `-`, `_` and `.`, if there is one.
const fn after_name(it: Option<&[u8]>) -> Option<&[u8]> {
    let Some(mut rest) = it else { return None };
    let mut length = 0;
    while let [b'-' | b'_' | b'.' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9', behind @ ..] = rest {
        (rest, length) = (behind, length + 1);
    }
    if length > 0 { Some(rest) } else { None }
}

#[cfg(test)]
mod tests {
    use super::Workflows;

    #[test]
    fn they_are_of_one_environment_of_one_repository() {
        for wrong in [
            "",
            "repo:clinic/hms",
            "repo:clinic/hms:environment:",
            "repo:clinic/hms:environment:*",
            "repo:clinic/*:environment:production",
            "repo:clinic:environment:production",
            "repo:/hms:environment:production",
            "repo:clinic/hms/x:environment:production",
            "repo:clinic/hms:ref:refs/heads/main",
            "repo:clinic/hms:environment:production:job_workflow_ref:x",
            "clinic/hms:environment:production",
        ] {
            assert!(Workflows::parse(wrong).is_err(), "{wrong}");
        }
        let one = Workflows::parse("repo:clinic/h.ms:environment:production").unwrap();
        assert_eq!(one.parts(), ("clinic/h.ms", "production"));
    }
}
