//! Names of secrets that exist already.

use hc_cdk::{
    literal::NotValid,
    value::{Kind, Limits, Value},
};

/// The name of a secret in Secrets Manager, such as `clinic/records`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretName(&'static str);

/// The name of a secret, checked by `cargo check`.
///
/// ```
/// let name = hc_cdk_aws::secret_name!("clinic/records");
/// ```
///
/// ```compile_fail
/// let name = hc_cdk_aws::secret_name!("clinic records");
/// ```
#[macro_export]
macro_rules! secret_name {
    ($text:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_SECRET: $crate::literal::secret_name::SecretName =
            $crate::literal::secret_name::SecretName::literal($text);
        HC_CDK_SECRET
    }};
}

const SHAPE: &str = "the name of a secret has 1 to 512 letters, digits and any of `/_+=.@-`";

impl SecretName {
    /// A name that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If Secrets Manager has no secrets of that name.
    pub const fn parse(text: &'static str) -> Result<Self, NotValid> {
        if is_name(text.as_bytes()) { Ok(Self(text)) } else { Err(NotValid::new(SHAPE)) }
    }

    /// For [`secret_name!`](crate::secret_name!).
    ///
    /// # Panics
    ///
    /// If it is none; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn literal(text: &'static str) -> Self {
        match Self::parse(text) {
            Ok(name) => name,
            Err(_) => panic!("{}", SHAPE),
        }
    }
}

// A secret whose name ends like the six characters that Secrets Manager adds is found by its ARN only.
impl Kind for SecretName {
    const LIMITS: Limits = Limits::matching("[0-9A-Za-z/_+=.@-]{1,512}", SHAPE);
}

impl From<SecretName> for Value<SecretName> {
    fn from(name: SecretName) -> Self {
        Self::literal(name.0)
    }
}

const fn is_name(text: &[u8]) -> bool {
    let mut rest = text;
    while let [byte, behind @ ..] = rest {
        if !matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'/' | b'_' | b'+' | b'=' | b'.' | b'@' | b'-') {
            return false;
        }
        rest = behind;
    }
    !text.is_empty() && text.len() <= 512
}

#[cfg(test)]
mod tests {
    use hc_cdk::value::Kind as _;
    use regex_lite::Regex;

    use super::SecretName;

    #[test]
    fn what_is_given_passes_where_a_literal_does() {
        let pattern = Regex::new(&format!("^(?:{})$", SecretName::LIMITS.pattern.unwrap())).unwrap();
        let long: &'static str = "x".repeat(513).leak();
        for (text, is_name) in [
            ("clinic/records", true),
            ("a", true),
            ("Az09/_+=.@-", true),
            (long.get(1..).unwrap(), true),
            (long, false),
            ("", false),
            ("a b", false),
            ("a:b", false),
            ("*", false),
        ] {
            assert_eq!(SecretName::parse(text).is_ok(), is_name, "{text}");
            assert_eq!(pattern.is_match(text), is_name, "{text}");
        }
    }
}
