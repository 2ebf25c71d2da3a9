//! Plain environment variables. What is secret does not belong in one: whoever can read the task sees it.

use std::borrow::Cow;

use super::{NotValid, shape};
use crate::value::{Json, Token, Value};

/// A plain variable of a container's environment: a name that names no secret, and a value that holds none.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    name: Cow<'static, str>,
    value: Value<String>,
}

/// A plain variable such as `variable!("LOG_LEVEL", "info")`. `cargo check` refuses a name or a literal value that looks
/// like a secret's; a value that the program computes is looked at when the program runs.
///
/// ```
/// # use hc_cdk::variable;
/// let level = variable!("LOG_LEVEL", "info");
/// ```
///
/// ```compile_fail
/// # use hc_cdk::variable;
/// let password = variable!("SMTP_PASSWORD", "hunter2");
/// ```
#[macro_export]
macro_rules! variable {
    // The constants have names that no program uses, and the value stays outside of their block: a constant of the
    // program with the same name would be hidden.
    ($name:expr, $value:literal $(,)?) => {
        $crate::literal::variable::Variable::from_checked(
            {
                const HC_CDK_NAME: &str = $crate::literal::variable::checked_name($name);
                HC_CDK_NAME
            },
            {
                const HC_CDK_VALUE: &str = $crate::literal::variable::checked_value($value);
                HC_CDK_VALUE
            },
        )
    };
    ($name:expr, $value:expr $(,)?) => {
        $crate::literal::variable::Variable::from_checked(
            {
                const HC_CDK_NAME: &str = $crate::literal::variable::checked_name($name);
                HC_CDK_NAME
            },
            $value,
        )
    };
}

impl Variable {
    /// A variable of which the name is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the name is not made of letters, digits and underscores, or if name or value look like a secret's.
    pub fn new(name: impl Into<String>, value: impl Into<Value<String>>) -> Result<Self, NotValid> {
        let variable = Self { name: name.into().into(), value: value.into() };
        match wrong_name(&variable.name).or_else(|| variable.wrong_value()) {
            None => Ok(variable),
            Some(what) => Err(NotValid(what)),
        }
    }

    /// For [`variable!`](crate::variable!).
    #[doc(hidden)]
    pub fn from_checked(name: &'static str, value: impl Into<Value<String>>) -> Self {
        Self { name: name.into(), value: value.into() }
    }

    /// The variable's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The variable's value.
    pub fn value(&self) -> &Value<String> {
        &self.value
    }

    /// What in the value looks like a secret, if something does. Constructs ask this of every variable: the macro does not
    /// see what the program computes.
    pub fn wrong_value(&self) -> Option<&'static str> {
        let mut text = String::new();
        write_text(self.value.json(), &mut text);
        wrong_value(&text)
    }
}

/// The text of a value as far as it is known, with a letter for what the deployment fills in.
fn write_text(json: &Json, text: &mut String) {
    match json {
        Json::Text(part) => text.push_str(part),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => parts.iter().for_each(|part| write_text(part, text)),
            Token::Attribute { .. } | Token::Parameter { .. } | Token::Function { .. } | Token::Nothing => {
                text.push('x');
            }
        },
        _ => {}
    }
}

/// For [`variable!`](crate::variable!): the name, if it can be that of a plain variable.
///
/// # Panics
///
/// If it cannot; in a constant that is a compile error.
#[doc(hidden)]
#[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
pub const fn checked_name(name: &'static str) -> &'static str {
    match wrong_name(name) {
        None => name,
        Some(what) => panic!("{}", what),
    }
}

/// For [`variable!`](crate::variable!): the value, if it holds no secret.
///
/// # Panics
///
/// If it does; in a constant that is a compile error.
#[doc(hidden)]
#[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
pub const fn checked_value(value: &'static str) -> &'static str {
    match wrong_value(value) {
        None => value,
        Some(what) => panic!("{}", what),
    }
}

/// What makes a name that of a secret wherever it stands in it.
const SECRET_WORDS: [&str; 11] = [
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "CREDENTIAL",
    "API_KEY",
    "APIKEY",
    "PRIVATE_KEY",
    "ACCESS_KEY",
    "CONNECTION_STRING",
];

/// What makes a name that of a secret if it is its last word.
const SECRET_ENDS: [&str; 3] = ["KEY", "PASS", "PWD"];

/// What is wrong with the name of a plain variable, if something is.
const fn wrong_name(name: &str) -> Option<&'static str> {
    const SECRET: &str = "a variable of that name would hold a secret in plain text: hand it over by `.secret(..)`, which names the secret and not its value (HIPAA 45 CFR 164.308(a)(5)(ii)(D), ISO/IEC 27001:2022 A.8.5)";
    if !is_variable_name(name) {
        return Some("the name of a variable has letters, digits and `_`, and does not begin with a digit");
    }
    if names_secret(name.as_bytes()) { Some(SECRET) } else { None }
}

/// Whether shells and programs take that name for a variable.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
pub const fn is_variable_name(name: &str) -> bool {
    let it = name.as_bytes();
    let mut at = 0;
    while at < it.len() {
        if !(it[at].is_ascii_alphabetic() || it[at] == b'_' || (at > 0 && it[at].is_ascii_digit())) {
            return false;
        }
        at += 1;
    }
    !it.is_empty()
}

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn names_secret(name: &[u8]) -> bool {
    let mut at = 0;
    while at < SECRET_WORDS.len() {
        if find(name, SECRET_WORDS[at].as_bytes(), 0).is_some() {
            return true;
        }
        at += 1;
    }
    at = 0;
    while at < SECRET_ENDS.len() {
        let end = SECRET_ENDS[at].as_bytes();
        // `PWD` alone is the working directory, and no other of these says anything alone.
        if name.len() > end.len()
            && name[name.len() - end.len() - 1] == b'_'
            && begins(name, name.len() - end.len(), end)
        {
            return true;
        }
        at += 1;
    }
    false
}

/// What in a value looks like a secret, if something does.
pub(super) const fn wrong_value(value: &str) -> Option<&'static str> {
    let it = value.as_bytes();
    if find(it, b"PRIVATE KEY-----", 0).is_some() || is_access_key(it) || shape::is_secret(it) {
        Some(
            "this value is a key in plain text: hand it over by `.secret(..)` (HIPAA 45 CFR 164.308(a)(5)(ii)(D), ISO/IEC 27001:2022 A.8.5)",
        )
    } else if find(it, b"{{resolve:", 0).is_some() {
        Some(
            "this value would be resolved to plain text: hand it over by `.secret(..)` (HIPAA 45 CFR 164.308(a)(5)(ii)(D), ISO/IEC 27001:2022 A.8.5)",
        )
    } else if has_password(it) {
        Some(
            "this address has a password in it: hand the password over by `.secret(..)` (HIPAA 45 CFR 164.308(a)(5)(ii)(D), ISO/IEC 27001:2022 A.8.5)",
        )
    } else {
        None
    }
}

/// Whether the value is the id of an AWS access key: `AKIA` or `ASIA` and sixteen letters and digits.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
pub(super) const fn is_access_key(it: &[u8]) -> bool {
    if it.len() != 20 || !(begins(it, 0, b"AKIA") || begins(it, 0, b"ASIA")) {
        return false;
    }
    let mut at = 4;
    while at < it.len() {
        if !(it[at].is_ascii_uppercase() || it[at].is_ascii_digit()) {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether the value has an address such as `scheme://user:password@host`.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn has_password(it: &[u8]) -> bool {
    let mut from = 0;
    while let Some(scheme) = find(it, b"://", from) {
        let mut at = scheme + 3;
        let mut colon = false;
        while at < it.len() && !matches!(it[at], b'/' | b'?' | b'#' | b' ') {
            if it[at] == b'@' && colon {
                return true;
            }
            colon = colon || it[at] == b':';
            at += 1;
        }
        from = scheme + 3;
    }
    false
}

/// Where `word` is found at or behind `from`, in upper or lower case.
const fn find(it: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while at + word.len() <= it.len() {
        if begins(it, at, word) {
            return Some(at);
        }
        at += 1;
    }
    None
}

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn begins(it: &[u8], start: usize, word: &[u8]) -> bool {
    let mut at = 0;
    while at < word.len() {
        if start + at >= it.len() || !it[start + at].eq_ignore_ascii_case(&word[at]) {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::Variable;
    use crate::value::{Json, Token, Value};

    #[test]
    fn a_name_that_says_secret_is_refused() {
        for name in [
            "PASSWORD",
            "SMTP_PASSWORD",
            "smtp_password",
            "DB_PASS",
            "DB_PWD",
            "JWT_SECRET",
            "AUTH_TOKEN",
            "OPENAI_KEY",
            "OPENAI_API_KEY",
            "STRIPE_APIKEY",
            "TLS_PRIVATE_KEY",
            "AWS_ACCESS_KEY_ID",
            "CREDENTIALS",
        ] {
            assert!(Variable::new(name, "x").is_err(), "{name}");
        }
    }

    #[test]
    fn other_names_are_taken_if_they_are_names() {
        for name in ["LOG_LEVEL", "PATIENTS_HOST", "PWD", "KEYBOARD", "_x", "COMPASS", "MONKEY"] {
            assert!(Variable::new(name, "x").is_ok(), "{name}");
        }
        for name in ["", "1ST", "LOG-LEVEL", "LOG LEVEL", "É"] {
            assert!(Variable::new(name, "x").is_err(), "{name}");
        }
    }

    #[test]
    fn a_value_that_is_a_secret_is_refused() {
        for value in [
            "postgres://app:hunter2@db/clinic",
            "see https://db/ and postgres://app:x@db",
            "-----BEGIN RSA PRIVATE KEY-----",
            "AKIAIOSFODNN7EXAMPLE",
            "{{resolve:secretsmanager:Patients:SecretString:password}}",
        ] {
            assert!(Variable::new("PLACE", value).is_err(), "{value}");
        }
        for value in ["https://api.example.org:8443/a@b", "user@example.org", "info", "", "AKIA"] {
            assert!(Variable::new("PLACE", value).is_ok(), "{value}");
        }
    }

    #[test]
    fn a_value_that_is_put_together_is_looked_at_as_a_whole() {
        let host = Json::Token(Box::new(Token::Function { name: "Ref", arguments: "AWS::Region".into() }));
        let place = Value::concat(["postgres://app:hunter2@".into(), host.clone()]);
        assert!(Variable::new("PLACE", place).is_err());
        let place = Value::concat(["postgres://".into(), host]);
        assert!(Variable::new("PLACE", place).is_ok());
    }
}
