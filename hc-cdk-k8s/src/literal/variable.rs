//! Plain variables of a container's environment. A secret is none of them: it comes by reference.

use std::borrow::Cow;

use super::NotValid;

/// A plain variable: a name and a text that everybody may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    pub(crate) name: Cow<'static, str>,
    pub(crate) value: Cow<'static, str>,
}

/// A plain variable such as `variable!("LOG_LEVEL", "info")`, checked by `cargo check`. A name that speaks of a secret is
/// refused: secrets come by reference, from an [`ExternalSecret`](crate::secret::ExternalSecret).
///
/// ```
/// let level = hc_cdk_k8s::variable!("LOG_LEVEL", "info");
/// ```
#[macro_export]
macro_rules! variable {
    ($name:expr, $value:expr) => {{
        const VARIABLE: $crate::literal::variable::Variable =
            $crate::literal::variable::Variable::literal($name, $value);
        VARIABLE
    }};
}

const WRONG_NAME: &str = "a variable's name has upper-case letters, digits and `_`, and begins with a letter";
const SECRET: &str = "a secret is no plain variable: take it by reference with `.secret(..)` from an `ExternalSecret` (HIPAA 45 CFR 164.308(a)(5)(ii)(D), SOC 2 CC6.1)";

impl Variable {
    /// For [`variable!`](crate::variable!).
    ///
    /// # Panics
    ///
    /// If the name is none, or speaks of a secret; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn literal(name: &'static str, value: &'static str) -> Self {
        assert!(is_name(name.as_bytes()), "{}", WRONG_NAME);
        assert!(!is_secret(name.as_bytes()), "{}", SECRET);
        Self { name: Cow::Borrowed(name), value: Cow::Borrowed(value) }
    }

    /// A variable that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the name is none, or speaks of a secret.
    pub fn parse(name: impl Into<String>, value: impl Into<String>) -> Result<Self, NotValid> {
        let name = name.into();
        if !is_name(name.as_bytes()) {
            return Err(NotValid(WRONG_NAME));
        }
        if is_secret(name.as_bytes()) {
            return Err(NotValid(SECRET));
        }
        Ok(Self { name: name.into(), value: Cow::Owned(value.into()) })
    }
}

pub(crate) const fn is_name(text: &[u8]) -> bool {
    let [b'A'..=b'Z', rest @ ..] = text else { return false };
    let mut rest = rest;
    while let [byte, behind @ ..] = rest {
        if !matches!(*byte, b'A'..=b'Z' | b'0'..=b'9' | b'_') {
            return false;
        }
        rest = behind;
    }
    true
}

/// Whether a name speaks of something that nobody may read.
const fn is_secret(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 8] =
        [b"PASSWORD", b"PASSWD", b"SECRET", b"TOKEN", b"API_KEY", b"APIKEY", b"PRIVATE_KEY", b"CREDENTIAL"];
    let mut words: &[&[u8]] = &WORDS;
    while let [word, others @ ..] = words {
        let mut rest = text;
        loop {
            if begins_with(rest, word) {
                return true;
            }
            match rest {
                [_, behind @ ..] => rest = behind,
                [] => break,
            }
        }
        words = others;
    }
    false
}

const fn begins_with(mut text: &[u8], mut word: &[u8]) -> bool {
    while let [expected, others @ ..] = word {
        let [found, rest @ ..] = text else { return false };
        if *found != *expected {
            return false;
        }
        (text, word) = (rest, others);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::Variable;

    #[test]
    fn secrets_are_no_plain_variables() {
        for right in ["LOG_LEVEL", "A1", "KEYBOARD"] {
            assert!(Variable::parse(right, "").is_ok(), "{right}");
        }
        for wrong in ["", "a", "1A", "A-B", "DB_PASSWORD", "TOKEN", "STRIPE_API_KEY", "MY_SECRETS"] {
            assert!(Variable::parse(wrong, "").is_err(), "{wrong}");
        }
    }
}
