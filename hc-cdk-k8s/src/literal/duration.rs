//! Spans of time as operators write them.

super::literal! {
    /// A span of time such as `30s`, `5m` or `1h`.
    Span,
    wrong
}

/// A span of time such as `30s`, `5m` or `1h`, checked by `cargo check`.
///
/// ```
/// let often = hc_cdk_k8s::span!("30s");
/// ```
#[macro_export]
macro_rules! span {
    ($text:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_TEXT: $crate::literal::duration::Span = $crate::literal::duration::Span::literal($text);
        HC_CDK_TEXT
    }};
}

const fn wrong(text: &[u8]) -> Option<&'static str> {
    const WRONG: Option<&str> = Some("a span of time is a whole number above zero and a unit (s, m, h), such as `30s`");
    let [first, middle @ .., unit] = text else { return WRONG };
    if !matches!(*first, b'1'..=b'9') || !matches!(*unit, b's' | b'm' | b'h') || middle.len() > 6 {
        return WRONG;
    }
    let mut rest = middle;
    while let [digit, behind @ ..] = rest {
        if !digit.is_ascii_digit() {
            return WRONG;
        }
        rest = behind;
    }
    None
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a span of time that was checked",
        label = "write it as `span!(\"30s\")`"
    )]
    /// A span of time.
    IsSpan: Span;
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn a_span_has_a_number_and_a_unit() {
        for right in ["1s", "30s", "5m", "720h"] {
            assert!(Span::parse(right).is_ok(), "{right}");
        }
        for wrong in ["", "s", "0s", "05m", "5", "5d", "-5m", "1h30m", "1.5h"] {
            assert!(Span::parse(wrong).is_err(), "{wrong}");
        }
    }
}
