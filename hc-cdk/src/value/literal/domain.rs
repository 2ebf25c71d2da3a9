//! Names in the domain name system.

use std::borrow::Cow;

use super::NotValid;
use crate::value::Value;

/// A domain name: two labels at least of 1 to 63 small letters, digits and hyphens, 253 characters at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain(Cow<'static, str>);

/// A domain name such as `api.example.org`, checked by `cargo check`.
///
/// ```
/// # use hc_cdk::domain;
/// assert_eq!(domain!("api.example.org").as_str(), "api.example.org");
/// ```
///
/// ```compile_fail
/// # use hc_cdk::domain;
/// let domain = domain!("https://api.example.org/");
/// ```
#[macro_export]
macro_rules! domain {
    ($text:expr) => {{
        const HC_CDK_DOMAIN: $crate::literal::domain::Domain = $crate::literal::domain::Domain::literal($text);
        HC_CDK_DOMAIN
    }};
}

const WRONG: &str =
    "a domain has labels of lower-case letters, digits and hyphens joined by dots, such as `api.example.org`";

impl Domain {
    /// A domain name that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the text is not one.
    pub fn parse(text: impl Into<String>) -> Result<Self, NotValid> {
        let text = text.into();
        if is_domain(&text) { Ok(Self(text.into())) } else { Err(NotValid(WRONG)) }
    }

    /// For [`domain!`](crate::domain!).
    ///
    /// # Panics
    ///
    /// If the text is not a domain name; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn literal(text: &'static str) -> Self {
        assert!(is_domain(text), "{}", WRONG);
        Self(Cow::Borrowed(text))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Domain> for Cow<'static, str> {
    fn from(domain: Domain) -> Self {
        domain.0
    }
}

impl From<Domain> for Value<String> {
    fn from(domain: Domain) -> Self {
        domain.0.into()
    }
}

/// Whether a text is a domain name, for what also takes plain text.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
pub const fn is_domain(text: &str) -> bool {
    let it = text.as_bytes();
    let mut at = 0;
    let mut label = 0;
    let mut labels = 0;
    while at < it.len() {
        if it[at] == b'.' {
            if label == 0 || it[at - 1] == b'-' {
                return false;
            }
            labels += 1;
            label = 0;
        } else {
            let inner = it[at] == b'-' && label > 0;
            if !(inner || it[at].is_ascii_lowercase() || it[at].is_ascii_digit()) || label == 63 {
                return false;
            }
            label += 1;
        }
        at += 1;
    }
    labels > 0 && label > 0 && it[at - 1] != b'-' && it.len() <= 253
}

#[cfg(test)]
mod tests {
    use super::Domain;

    #[test]
    fn what_is_a_domain_name_and_what_is_not() {
        for text in ["example.org", "api.example.org", "a-b.c1.example.org", "1.example"] {
            assert!(Domain::parse(text).is_ok(), "{text}");
        }
        for text in ["", "localhost", ".example.org", "example.org.", "a..b", "-a.org", "a-.org", "a.org-"] {
            assert!(Domain::parse(text).is_err(), "{text}");
        }
        for text in ["API.example.org", "https://example.org", "*.example.org", "a b.org", "a_b.org", "a.b:80"] {
            assert!(Domain::parse(text).is_err(), "{text}");
        }
        assert!(Domain::parse(format!("{}.org", "a".repeat(63))).is_ok());
        assert!(Domain::parse(format!("{}.org", "a".repeat(64))).is_err());
        assert!(Domain::parse(format!("{}org", "abc.".repeat(63))).is_err());
    }
}
