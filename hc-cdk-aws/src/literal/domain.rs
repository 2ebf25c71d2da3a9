//! Names in the domain name system.

/// A domain name such as `api.example.org`, checked by `cargo check`: two labels at least, of small letters, digits and
/// hyphens.
///
/// What takes a domain name also takes plain text, which is checked when the program runs.
///
/// ```
/// let domain = hc_cdk_aws::domain!("api.example.org");
/// ```
///
/// ```compile_fail
/// let domain = hc_cdk_aws::domain!("https://api.example.org/");
/// ```
#[macro_export]
macro_rules! domain {
    ($text:expr) => {{
        const DOMAIN: &str = $crate::literal::domain::literal($text);
        DOMAIN
    }};
}

/// For [`domain!`](crate::domain!).
///
/// # Panics
///
/// If the text is not a domain name; in a constant that is a compile error.
#[doc(hidden)]
pub const fn literal(text: &'static str) -> &'static str {
    assert!(is_domain(text), "this is not a domain name: write it in small letters, such as `api.example.org`");
    text
}

/// Whether a text is a domain name: two labels at least of 1 to 63 small letters, digits and hyphens, 253 characters at
/// most.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
pub(crate) const fn is_domain(text: &str) -> bool {
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
    use super::is_domain;

    #[test]
    fn what_is_a_domain_name_and_what_is_not() {
        for text in ["example.org", "api.example.org", "a-b.c1.example.org", "1.example"] {
            assert!(is_domain(text), "{text}");
        }
        for text in ["", "localhost", ".example.org", "example.org.", "a..b", "-a.org", "a-.org", "a.org-"] {
            assert!(!is_domain(text), "{text}");
        }
        for text in ["API.example.org", "https://example.org", "*.example.org", "a b.org", "a_b.org"] {
            assert!(!is_domain(text), "{text}");
        }
        assert!(is_domain(&format!("{}.org", "a".repeat(63))));
        assert!(!is_domain(&format!("{}.org", "a".repeat(64))));
        assert!(!is_domain(&format!("{}org", "abc.".repeat(63))));
    }
}
