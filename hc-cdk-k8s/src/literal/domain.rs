//! Names of hosts on the internet.

super::literal! {
    /// The name of a host, such as `claims.example.org`.
    Domain,
    wrong,
    "a domain has labels of lower-case letters, digits and hyphens joined by dots, such as `claims.example.org`"
}

/// The name of a host such as `claims.example.org`, checked by `cargo check`.
///
/// ```
/// let host = hc_cdk_k8s::domain!("claims.example.org");
/// assert!(hc_cdk_k8s::literal::domain::Domain::parse("*.example.org").is_err());
/// ```
#[macro_export]
macro_rules! domain {
    ($text:expr) => {{
        const TEXT: $crate::literal::domain::Domain = $crate::literal::domain::Domain::literal($text);
        TEXT
    }};
}

const WRONG: &str = "a domain has labels of lower-case letters, digits and hyphens joined by dots";

const fn wrong(text: &[u8]) -> Option<&'static str> {
    if text.len() > 253 {
        return Some(WRONG);
    }
    let mut rest = text;
    let mut before = b'.';
    let mut label = 0;
    let mut dots = 0;
    while let [byte, behind @ ..] = rest {
        rest = behind;
        label += 1;
        match *byte {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b'-' if before != b'.' => {}
            b'.' if before != b'.' && before != b'-' => {
                dots += 1;
                label = 0;
            }
            _ => return Some(WRONG),
        }
        if label > 63 {
            return Some(WRONG);
        }
        before = *byte;
    }
    if dots == 0 || before == b'.' || before == b'-' { Some(WRONG) } else { None }
}

#[cfg(test)]
mod tests {
    use super::Domain;

    #[test]
    fn a_domain_is_made_of_labels() {
        for right in ["a.b", "claims.example.org", "x1-2.example.vn"] {
            assert!(Domain::parse(right).is_ok(), "{right}");
        }
        for wrong in ["", "localhost", ".a", "a.", "a..b", "-a.b", "a-.b", "a.b-", "*.a.b", "A.b", "a_b.c", "a.b:80"] {
            assert!(Domain::parse(wrong).is_err(), "{wrong}");
        }
    }
}
