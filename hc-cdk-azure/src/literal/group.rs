//! Names of resource groups.

hc_cdk::text_literal! {
    /// The name of a resource group: 3 to 40 small letters, digits and hyphens, which begins with a letter and ends with none of the last. It is
    /// a namespace of the management cluster, too.
    GroupName, wrong
}

/// The name of a resource group such as `medical-ai-prod`, checked by `cargo check`.
///
/// ```
/// # use hc_cdk_azure::group;
/// let group = group!("medical-ai-prod");
/// ```
///
/// ```compile_fail
/// # use hc_cdk_azure::group;
/// let group = group!("Medical AI");
/// ```
#[macro_export]
macro_rules! group {
    ($name:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_GROUP: $crate::literal::GroupName = $crate::literal::GroupName::literal($name);
        HC_CDK_GROUP
    }};
}

const WRONG: &str =
    "the name of a resource group has 3 to 40 small letters, digits and hyphens, such as `medical-ai-prod`";

const fn wrong(text: &[u8]) -> Option<&'static str> {
    let (Some(first), Some(last)) = (text.first(), text.last()) else { return Some(WRONG) };
    if text.len() < 3 || text.len() > 40 || !first.is_ascii_lowercase() || *last == b'-' {
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
    use super::GroupName;

    #[test]
    fn names_of_groups_are_those_that_azure_and_a_cluster_take() {
        for text in ["medical-ai-prod", "abc", "a2-3"] {
            assert!(GroupName::parse(text).is_ok(), "{text}");
        }
        for text in ["", "ab", "1bc", "medical-", "Medical", "medical_ai"] {
            assert!(GroupName::parse(text).is_err(), "{text}");
        }
    }
}
