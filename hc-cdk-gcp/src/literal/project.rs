//! Names of projects.

hc_cdk::text_literal! {
    /// The name of a project: 6 to 30 small letters, digits and hyphens, which begins with a letter and ends with none of the last.
    ProjectId, wrong
}

/// The name of a project such as `medical-ai-prod`, checked by `cargo check`.
///
/// ```
/// # use hc_cdk_gcp::project;
/// let project = project!("medical-ai-prod");
/// ```
///
/// ```compile_fail
/// # use hc_cdk_gcp::project;
/// let project = project!("Medical AI");
/// ```
#[macro_export]
macro_rules! project {
    ($id:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_PROJECT: $crate::literal::ProjectId = $crate::literal::ProjectId::literal($id);
        HC_CDK_PROJECT
    }};
}

const WRONG: &str = "the name of a project has 6 to 30 small letters, digits and hyphens, such as `medical-ai-prod`";

const fn wrong(text: &[u8]) -> Option<&'static str> {
    let (Some(first), Some(last)) = (text.first(), text.last()) else { return Some(WRONG) };
    if text.len() < 6 || text.len() > 30 || !first.is_ascii_lowercase() || *last == b'-' {
        return Some(WRONG);
    }
    let mut rest = text;
    while let [it, others @ ..] = rest {
        if !(it.is_ascii_lowercase() || it.is_ascii_digit() || *it == b'-') {
            return Some(WRONG);
        }
        rest = others;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::ProjectId;

    #[test]
    fn names_of_projects_are_those_that_google_cloud_takes() {
        for text in ["medical-ai-prod", "abcdef", "a23456"] {
            assert!(ProjectId::parse(text).is_ok(), "{text}");
        }
        for text in ["", "short", "1bcdef", "medical-", "Medical", "medical_ai", "a-name-of-more-than-thirty-letters"] {
            assert!(ProjectId::parse(text).is_err(), "{text}");
        }
    }
}
