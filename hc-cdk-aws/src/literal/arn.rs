//! Amazon Resource Names of things that exist already.

use std::{borrow::Cow, fmt, marker::PhantomData};

use hc_cdk::value::{Attr, Json, Kind};

/// An ARN of which the service and the kind of resource were checked: `Arn<KeyArn>` is a key's.
pub struct Arn<K> {
    text: Cow<'static, str>,
    kind: PhantomData<fn() -> K>,
}

/// A kind of ARN: what comes before and behind the account.
pub trait ArnKind: Kind {
    /// The service, such as `kms`.
    const SERVICE: &'static str;
    /// What the resource part begins with, such as `key/`.
    const RESOURCE: &'static str;
    /// Whether it says a region; what is in all of them says none.
    const IN_A_REGION: bool = true;
    /// Whether it says an account; a bucket's says none.
    const IN_AN_ACCOUNT: bool = true;
    /// Whether it ends in six characters that the service adds to a name.
    const ENDS_IN_SIX: bool = false;
}

/// An ARN such as `arn:aws:kms:us-east-1:111122223333:key/..`, checked by `cargo check` against what it is used for.
///
/// ```
/// use hc_cdk_aws::{arn, kind::KeyArn};
///
/// let key = arn!(KeyArn, "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");
/// ```
#[macro_export]
macro_rules! arn {
    ($kind:ty, $text:expr) => {{
        const HC_CDK_ARN: $crate::literal::arn::Arn<$kind> = $crate::literal::arn::Arn::new($text);
        HC_CDK_ARN
    }};
}

impl<K: ArnKind> Arn<K> {
    /// An ARN. In a constant, what is wrong with it is a compile error.
    ///
    /// # Panics
    ///
    /// If the text is not `arn:partition:service:region:account:resource`, or of another kind.
    pub const fn new(text: &'static str) -> Self {
        assert!(
            is_arn(text, &Shape::of::<K>()),
            "this is not the ARN of that kind of resource: it is written `arn:partition:service:region:account:resource`, and service and resource must be of the kind that is asked for"
        );
        assert!(
            !K::ENDS_IN_SIX || is_whole(text),
            "this is a part of the ARN of a secret: the whole ends in a hyphen and six characters, which Secrets Manager adds to the name"
        );
        Self { text: Cow::Borrowed(text), kind: PhantomData }
    }

    /// An ARN that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the text is not `arn:partition:service:region:account:resource`, or of another kind.
    pub fn parse(text: impl Into<String>) -> Result<Self, NotAnArn> {
        let text = text.into();
        let is_right = is_arn(&text, &Shape::of::<K>()) && (!K::ENDS_IN_SIX || is_whole(&text));
        if is_right { Ok(Self { text: text.into(), kind: PhantomData }) } else { Err(NotAnArn) }
    }

    /// The ARN as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// That a text is not an ARN of the kind that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnArn;

impl fmt::Display for NotAnArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not the ARN of that kind of resource: it is written `arn:partition:service:region:account:resource`")
    }
}

impl std::error::Error for NotAnArn {}

impl<K: Kind> From<Arn<K>> for Attr<K> {
    fn from(arn: Arn<K>) -> Self {
        Self::literal(arn.text)
    }
}

impl<K> From<Arn<K>> for Json {
    fn from(arn: Arn<K>) -> Self {
        Self::Text(arn.text)
    }
}

impl<K> Clone for Arn<K> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), kind: PhantomData }
    }
}

impl<K> fmt::Debug for Arn<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What an ARN of a kind says.
struct Shape {
    service: &'static str,
    resource: &'static str,
    region: bool,
    account: bool,
}

impl Shape {
    const fn of<K: ArnKind>() -> Self {
        Self { service: K::SERVICE, resource: K::RESOURCE, region: K::IN_A_REGION, account: K::IN_AN_ACCOUNT }
    }
}

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn is_arn(text: &str, shape: &Shape) -> bool {
    let it = text.as_bytes();
    let mut part = 0;
    let mut start = 0;
    let mut at = 0;
    while at < it.len() && part < 5 {
        if it[at] == b'*' || it[at] == b' ' {
            return false;
        }
        if it[at] == b':' {
            let right = match part {
                0 => is_part(it, start, at, b"arn"),
                1 => at > start + 2 && begins(it, start, b"aws"),
                2 => is_part(it, start, at, shape.service.as_bytes()),
                3 => shape.region == (at > start),
                _ => shape.account == (at > start) && is_number(it, start, at),
            };
            if !right {
                return false;
            }
            part += 1;
            start = at + 1;
        }
        at += 1;
    }
    part == 5 && start + shape.resource.len() < it.len() && begins(it, start, shape.resource.as_bytes())
}

/// Whether a part is the number of an account, of 12 digits, or empty.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn is_number(it: &[u8], start: usize, end: usize) -> bool {
    let mut at = start;
    while at < end {
        if !it[at].is_ascii_digit() {
            return false;
        }
        at += 1;
    }
    end == start || end - start == 12
}

/// Whether it ends in a hyphen and six letters or digits, as the ARN of a secret does.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
pub(crate) const fn is_whole(text: &str) -> bool {
    let it = text.as_bytes();
    if it.len() < 8 || it[it.len() - 7] != b'-' {
        return false;
    }
    let mut at = it.len() - 6;
    while at < it.len() {
        if !it[at].is_ascii_alphanumeric() {
            return false;
        }
        at += 1;
    }
    true
}

const fn is_part(it: &[u8], start: usize, end: usize, expected: &[u8]) -> bool {
    end - start == expected.len() && begins(it, start, expected)
}

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn begins(it: &[u8], start: usize, expected: &[u8]) -> bool {
    let mut at = 0;
    while at < expected.len() {
        if start + at >= it.len() || it[start + at] != expected[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// An ARN of a kind.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an ARN of the kind `{K}`",
    label = "name the kind and write it as `arn!(KeyArn, \"arn:aws:kms:..\")`"
)]
pub trait ArnOf<K> {
    /// What is given.
    fn it(self) -> Arn<K>;
}

impl<K> ArnOf<K> for Arn<K> {
    fn it(self) -> Self {
        self
    }
}
