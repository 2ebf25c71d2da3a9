//! Names of users of databases.

use std::borrow::Cow;

use hc_cdk::literal::NotValid;

/// The name of a user of a database, such as `lab`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserName(Cow<'static, str>);

/// The name of a user of a database, checked by `cargo check`.
///
/// ```
/// let name = hc_cdk_aws::user_name!("lab");
/// ```
///
/// ```compile_fail
/// let name = hc_cdk_aws::user_name!("administrator");
/// ```
#[macro_export]
macro_rules! user_name {
    ($text:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_USER: $crate::literal::user_name::UserName = $crate::literal::user_name::UserName::literal($text);
        HC_CDK_USER
    }};
}

/// How many letters it has at most: MySQL takes 32, and PostgreSQL more.
pub(crate) const LONGEST: usize = 32;

const SHAPE: &str = "the name of a user of a database has 1 to 32 lower-case letters, digits and underscores and begins with a letter, and is neither one of the engine's own nor `administrator`";

/// Who is there before anybody is made.
const TAKEN: [&[u8]; 7] = [b"administrator", b"admin", b"mysql", b"postgres", b"public", b"root", b"rdsadmin"];
/// How the names begin that engines and RDS keep for themselves.
const KEPT: [&[u8]; 3] = [b"pg_", b"rds_", b"mysql_"];

impl UserName {
    /// A name that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If an engine lets nobody have that name, or somebody has it already.
    pub fn parse(text: impl Into<String>) -> Result<Self, NotValid> {
        let text = text.into();
        if is_name(text.as_bytes()) { Ok(Self(text.into())) } else { Err(NotValid::new(SHAPE)) }
    }

    /// For [`user_name!`](crate::user_name!).
    ///
    /// # Panics
    ///
    /// If it is none; in a constant that is a compile error.
    #[doc(hidden)]
    pub const fn literal(text: &'static str) -> Self {
        assert!(is_name(text.as_bytes()), "{}", SHAPE);
        Self(Cow::Borrowed(text))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const fn is_name(text: &[u8]) -> bool {
    let mut rest = text;
    while let [byte, behind @ ..] = rest {
        if !matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'_') {
            return false;
        }
        rest = behind;
    }
    let [first, ..] = text else { return false };
    first.is_ascii_lowercase()
        && text.len() <= LONGEST
        && !is_one_of(text, &TAKEN, false)
        && !is_one_of(text, &KEPT, true)
}

/// Whether a text is one of these, or begins with one of them.
const fn is_one_of(text: &[u8], all: &[&[u8]], begins: bool) -> bool {
    let mut rest = all;
    while let [one, behind @ ..] = rest {
        if starts(text, one) && (begins || text.len() == one.len()) {
            return true;
        }
        rest = behind;
    }
    false
}

const fn starts(text: &[u8], with: &[u8]) -> bool {
    let (mut text, mut with) = (text, with);
    while let [expected, rest @ ..] = with {
        let [byte, behind @ ..] = text else { return false };
        if *byte != *expected {
            return false;
        }
        (text, with) = (behind, rest);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::UserName;

    #[test]
    fn a_user_has_a_name_that_engines_take_and_nobody_has() {
        for (text, is_name) in [
            ("lab", true),
            ("lab_2", true),
            ("rds", true),
            ("administrators", true),
            ("administrator", false),
            ("postgres", false),
            ("rds_iam", false),
            ("pg_monitor", false),
            ("", false),
            ("2nd", false),
            ("Lab", false),
            ("lab*", false),
            ("a/b", false),
            ("a2345678901234567890123456789012", true),
            ("a23456789012345678901234567890123", false),
        ] {
            assert_eq!(UserName::parse(text).is_ok(), is_name, "{text}");
        }
    }
}
