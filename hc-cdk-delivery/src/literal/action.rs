//! Actions, by commit: a tag can be moved to other code, a commit cannot.

use std::borrow::Cow;

use hc_cdk::literal::NotValid;

/// An action of somebody at a commit, with the version that it is for people and for tools that look for newer ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    reference: Cow<'static, str>,
    version: Cow<'static, str>,
}

/// An action such as `action!("actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683", "v4.2.2")`, checked by `cargo check`.
///
/// ```
/// # use hc_cdk_delivery::action;
/// let checkout = action!("actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683", "v4.2.2");
/// ```
///
/// ```compile_fail
/// # use hc_cdk_delivery::action;
/// let checkout = action!("actions/checkout@v4", "v4");
/// ```
#[macro_export]
macro_rules! action {
    ($reference:expr, $version:expr) => {{
        const HC_CDK_ACTION: $crate::literal::action::Action =
            $crate::literal::action::Action::literal($reference, $version);
        HC_CDK_ACTION
    }};
}

const NO_COMMIT: &str = "an action is named by its commit, `owner/name@` and 40 hexadecimal digits: a tag can be moved to other code (ISO/IEC 27001:2022 A.8.9, FDA 21 CFR 11.10(a))";
const NO_VERSION: &str = "the version of an action has letters, digits, `.`, `_` and `-`, such as `v4.2.2`";

impl Action {
    /// For [`action!`](crate::action!).
    ///
    /// # Panics
    ///
    /// If it is not valid; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn literal(reference: &'static str, version: &'static str) -> Self {
        match wrong(reference, version) {
            None => Self { reference: Cow::Borrowed(reference), version: Cow::Borrowed(version) },
            Some(wrong) => panic!("{}", wrong),
        }
    }

    /// An action that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If it is not named by a commit of 40 lower-case hexadecimal digits, or its version is none.
    pub fn parse(reference: impl Into<String>, version: impl Into<String>) -> Result<Self, NotValid> {
        let (reference, version) = (reference.into(), version.into());
        match wrong(&reference, &version) {
            None => Ok(Self { reference: reference.into(), version: version.into() }),
            Some(wrong) => Err(NotValid::new(wrong)),
        }
    }

    /// The action as workflows name it.
    pub fn as_str(&self) -> &str {
        &self.reference
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.version
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not an action that is named by its commit",
        label = "write it as `action!(\"owner/name@..\", \"v1.2.3\")`, or take one of `hc_cdk_delivery::actions`",
        note = "ISO/IEC 27001:2022 A.8.9: configuration management; FDA 21 CFR 11.10(a): validation of systems"
    )]
    /// An action.
    PinnedByCommit: Action;
}

const fn wrong(reference: &str, version: &str) -> Option<&'static str> {
    if !is_pinned(reference) {
        Some(NO_COMMIT)
    } else if !is_version(version.as_bytes()) {
        Some(NO_VERSION)
    } else {
        None
    }
}

/// Whether a text names an action of somebody by a commit.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
pub const fn is_pinned(reference: &str) -> bool {
    const DIGITS: usize = 40;
    let it = reference.as_bytes();
    if it.len() < DIGITS + 4 {
        return false;
    }
    let start = it.len() - DIGITS;
    let (mut at, mut slashes) = (0, 0);
    while at < it.len() {
        let right = if at >= start {
            matches!(it[at], b'0'..=b'9' | b'a'..=b'f')
        } else if at + 1 == start {
            it[at] == b'@'
        } else if it[at] == b'/' {
            slashes += 1;
            at > 0 && it[at - 1] != b'/' && it[at + 1] != b'@'
        } else {
            it[at].is_ascii_alphanumeric() || matches!(it[at], b'.' | b'_' | b'-')
        };
        if !right {
            return false;
        }
        at += 1;
    }
    // `./` is a folder of the repository, and no action of somebody.
    slashes > 0 && it[0] != b'.'
}

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn is_version(it: &[u8]) -> bool {
    let mut at = 0;
    while at < it.len() {
        if !it[at].is_ascii_alphanumeric() && !matches!(it[at], b'.' | b'_' | b'-') {
            return false;
        }
        at += 1;
    }
    !it.is_empty() && it.len() <= 40
}

#[cfg(test)]
mod tests {
    use super::Action;

    const COMMIT: &str = "11bd71901bbe5b1630ceea73d27597364c9af683";

    #[test]
    fn an_action_is_known_by_its_commit() {
        for name in ["actions/checkout", "github/codeql-action/init", "a/b.c_d-e/f"] {
            assert!(Action::parse(format!("{name}@{COMMIT}"), "v1.2.3").is_ok(), "{name}");
        }
        for reference in [
            String::new(),
            "actions/checkout@v4".to_owned(),
            "actions/checkout".to_owned(),
            format!("checkout@{COMMIT}"),
            format!("/checkout@{COMMIT}"),
            format!("actions/@{COMMIT}"),
            format!("./own/action@{COMMIT}"),
            format!("actions//checkout@{COMMIT}"),
            format!("actions/checkout@{}", COMMIT.to_uppercase()),
            format!("actions/checkout@{COMMIT}0"),
            format!("actions/checkout#{COMMIT}"),
            format!("actions/check out@{COMMIT}"),
        ] {
            assert!(Action::parse(&*reference, "v1").is_err(), "{reference}");
        }
        for version in ["", "v 4", "v4 # newest", "v4\n"] {
            assert!(Action::parse(format!("actions/checkout@{COMMIT}"), version).is_err(), "{version}");
        }
    }
}
