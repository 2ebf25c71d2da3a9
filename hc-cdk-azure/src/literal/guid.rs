//! Numbers of subscriptions and tenants.

hc_cdk::text_literal! {
    /// The number of a subscription, a tenant or a group of people: 32 hexadecimal digits, in five parts.
    Guid, wrong
}

/// A number such as `0b1f6471-1bf0-4dda-aec3-cb9272f09590`, checked by `cargo check`.
///
/// ```
/// # use hc_cdk_azure::guid;
/// let subscription = guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590");
/// ```
///
/// ```compile_fail
/// # use hc_cdk_azure::guid;
/// let subscription = guid!("production");
/// ```
#[macro_export]
macro_rules! guid {
    ($number:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_GUID: $crate::literal::Guid = $crate::literal::Guid::literal($number);
        HC_CDK_GUID
    }};
}

const WRONG: &str =
    "a number of Azure has 32 small hexadecimal digits in five parts, such as `0b1f6471-1bf0-4dda-aec3-cb9272f09590`";

const fn wrong(text: &[u8]) -> Option<&'static str> {
    if text.len() != 36 {
        return Some(WRONG);
    }
    let (mut rest, mut at) = (text, 0);
    while let [it, others @ ..] = rest {
        let is_right = match at {
            8 | 13 | 18 | 23 => *it == b'-',
            _ => it.is_ascii_digit() || matches!(*it, b'a'..=b'f'),
        };
        if !is_right {
            return Some(WRONG);
        }
        (rest, at) = (others, at + 1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Guid;

    #[test]
    fn numbers_have_five_parts_of_hexadecimal_digits() {
        assert!(Guid::parse("0b1f6471-1bf0-4dda-aec3-cb9272f09590").is_ok());
        for text in ["", "production", "0B1F6471-1BF0-4DDA-AEC3-CB9272F09590", "0b1f64711bf0-4dda-aec3-cb9272f095900"] {
            assert!(Guid::parse(text).is_err(), "{text}");
        }
    }
}
