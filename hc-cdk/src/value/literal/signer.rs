//! Whose workflows sign images: what signs, what verifies before a deployment, and what lets pods into a cluster name the same.

crate::text_literal! {
    /// A repository on GitHub, whose workflows sign images by the tokens of their runs. No key is kept.
    Signer, wrong
}

/// The repository whose workflows sign images, such as `signer!("clinic/hms")`, checked by `cargo check`.
///
/// ```
/// # use hc_cdk::signer;
/// assert_eq!(signer!("clinic/hms").as_str(), "clinic/hms");
/// ```
///
/// ```compile_fail
/// # use hc_cdk::signer;
/// let anybody = signer!("clinic/*");
/// ```
#[macro_export]
macro_rules! signer {
    ($repository:expr) => {{
        const HC_CDK_SIGNER: $crate::literal::signer::Signer = $crate::literal::signer::Signer::literal($repository);
        HC_CDK_SIGNER
    }};
}

const WRONG: &str = "images are signed by one repository, named by its owner and its name, such as `clinic/hms` (ISO/IEC 27001:2022 A.8.25, FDA 21 CFR 11.10(a))";

/// Who says whose workflow has signed.
pub const ISSUER: &str = "https://token.actions.githubusercontent.com";

/// The branch whose workflows sign: what is on it was reviewed.
const BRANCH: &str = "refs/heads/main";

impl Signer {
    /// Whom signatures name, where `*` stands for the workflow's file.
    pub fn subject(&self) -> String {
        format!("https://github.com/{}/.github/workflows/*@{BRANCH}", self.as_str())
    }

    /// The same as a regular expression.
    pub fn pattern(&self) -> String {
        let repository = self.as_str().replace('.', "\\.");
        format!("^https://github\\.com/{repository}/\\.github/workflows/[^@/]+@{BRANCH}$")
    }

    /// The repository that a subject of signatures names, if it names one alone.
    pub fn of_subject(subject: &str) -> Option<Self> {
        let repository = subject.strip_prefix("https://github.com/")?.strip_suffix(&format!("*@{BRANCH}"))?;
        Self::parse(repository.strip_suffix("/.github/workflows/")?).ok()
    }
}

const fn wrong(it: &[u8]) -> Option<&'static str> {
    let (mut rest, mut slashes, mut length) = (it, 0, 0);
    while let [first, behind @ ..] = rest {
        match *first {
            b'/' if length == 0 => return Some(WRONG),
            b'/' => (slashes, length) = (slashes + 1, 0),
            b'-' | b'_' | b'.' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => length += 1,
            _ => return Some(WRONG),
        }
        rest = behind;
    }
    if slashes == 1 && length > 0 { None } else { Some(WRONG) }
}

#[cfg(test)]
mod tests {
    use super::Signer;

    #[test]
    fn a_repository_has_an_owner_and_a_name() {
        for wrong in ["", "clinic", "clinic/", "/hms", "clinic/hms/x", "clinic/*", "clinic/h ms", "clinic/hms@main"] {
            assert!(Signer::parse(wrong).is_err(), "{wrong}");
        }
        let hms = Signer::parse("clinic/h.ms").unwrap();
        assert_eq!(Signer::of_subject(&hms.subject()), Some(hms.clone()));
        assert_eq!(hms.pattern(), r"^https://github\.com/clinic/h\.ms/\.github/workflows/[^@/]+@refs/heads/main$");
        for anybody in ["*", "https://github.com/*", "https://github.com/clinic/*/.github/workflows/*@refs/heads/main"]
        {
            assert_eq!(Signer::of_subject(anybody), None, "{anybody}");
        }
    }
}
