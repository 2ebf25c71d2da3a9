//! What pages may reach, as a `Content-Security-Policy` has it.
//!
//! Source: "Content Security Policy Level 3", on `connect-src`, whose sources are those of `default-src` where it is not there.

use hc_cdk::value::Value;

use crate::rules::directive;

/// A policy whose pages may reach these domains, too.
pub(super) fn reaching(policy: &str, domains: &[Value<String>]) -> Value<String> {
    // Where nothing says what is reached, everything is.
    let Some(before) = reached(policy).filter(|_| !domains.is_empty()) else { return policy.to_owned().into() };
    let is_other = |it: &&str| !it.split_whitespace().next().is_some_and(|it| it.eq_ignore_ascii_case("connect-src"));
    let others = policy.split(';').map(str::trim).filter(|it| !it.is_empty()).filter(is_other);
    let before = before.split_whitespace().filter(|it| *it != "'none'").map(|it| format!(" {it}"));
    let text = others.map(|it| format!("{it}; ")).chain(["connect-src".to_owned()]).chain(before).collect::<String>();
    let more = domains.iter().flat_map(|it| [" https://".into(), it.clone().into()]);
    Value::concat([text.into()].into_iter().chain(more))
}

/// Whether pages of a policy reach a domain.
pub(in super::super) fn reaches(policy: &str, domain: &str) -> bool {
    let is_it = |source: &str| {
        let source = source.to_ascii_lowercase();
        let host = source.strip_prefix("https://").unwrap_or(&source);
        let host = host.split([':', '/']).next().unwrap_or_default();
        let is_part = |of: &str| domain.strip_suffix(of).is_some_and(|it| it.ends_with('.'));
        matches!(source.as_str(), "*" | "https:") || host == domain || host.strip_prefix("*.").is_some_and(is_part)
    };
    reached(policy).is_none_or(|it| it.split_whitespace().any(is_it))
}

fn reached(policy: &str) -> Option<&str> {
    directive(policy, "connect-src").or_else(|| directive(policy, "default-src"))
}

#[cfg(test)]
mod tests {
    use super::{reaches, reaching};

    #[test]
    fn what_is_reached_is_beside_what_was_reached_before() {
        let text = |it: hc_cdk::value::Value<String>| it.json().as_text().map(str::to_owned).unwrap();
        let with = |policy| text(reaching(policy, &["api.example.org".into()]));
        assert_eq!(with("default-src 'self'"), "default-src 'self'; connect-src 'self' https://api.example.org");
        assert_eq!(
            with("default-src 'none'; Connect-Src https://a.example; img-src *"),
            "default-src 'none'; img-src *; connect-src https://a.example https://api.example.org"
        );
        assert_eq!(with("default-src 'none'"), "default-src 'none'; connect-src https://api.example.org");
        assert_eq!(with("img-src *"), "img-src *");
        assert_eq!(text(reaching("default-src 'self'", &[])), "default-src 'self'");
    }

    #[test]
    fn a_domain_is_reached_by_its_name_or_by_one_that_means_it() {
        for sources in ["https:", "*", "api.example.org", "'self' https://API.example.org:443/v1", "*.example.org"] {
            assert!(reaches(&format!("default-src 'self'; connect-src {sources}"), "api.example.org"), "{sources}");
        }
        for sources in ["'self'", "'none'", "https://www.example.org", "*.org.example", "https://*.api.example.org"] {
            assert!(!reaches(&format!("connect-src {sources}; default-src *"), "api.example.org"), "{sources}");
        }
        assert!(reaches("img-src 'self'", "api.example.org"));
    }
}
