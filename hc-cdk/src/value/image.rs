//! Container images, by digest: a tag can be moved to other contents, a digest cannot.

use std::fmt;

use super::{Json, Limits, Value};

/// A container image with the digest of its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image(std::borrow::Cow<'static, str>);

/// An image such as `registry.example/clinic/api@sha256:` and 64 hexadecimal digits, checked by `cargo check`.
///
/// ```
/// # use hc_cdk::image;
/// let api = image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
/// ```
#[macro_export]
macro_rules! image {
    ($text:expr) => {{
        const HC_CDK_TEXT: &str = $crate::image::checked($text);
        $crate::image::Image::from_checked(HC_CDK_TEXT)
    }};
}

/// Why a text is not an image by digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnImage(&'static str);

impl fmt::Display for NotAnImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NotAnImage {}

impl Image {
    /// An image that is known only when the program runs.
    ///
    /// # Errors
    ///
    /// If the text does not end in `@sha256:` and 64 lower-case hexadecimal digits.
    pub fn parse(text: impl Into<String>) -> Result<Self, NotAnImage> {
        let text = text.into();
        match wrong(&text) {
            None => Ok(Self(text.into())),
            Some(what) => Err(NotAnImage(what)),
        }
    }

    /// For [`image!`](crate::image!).
    #[doc(hidden)]
    pub const fn from_checked(text: &'static str) -> Self {
        Self(std::borrow::Cow::Borrowed(text))
    }

    /// What an image may be that only the deployment knows: what [`image!`](crate::image!) asks of a literal.
    pub const LIMITS: Limits = Limits::matching("[0-9a-z._/:-]+@sha256:[0-9a-f]{64}", NO_DIGEST);

    /// The image as registries spell it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Image> for Value<Image> {
    fn from(image: Image) -> Self {
        Self::from_json(Json::Text(image.0))
    }
}

const NO_DIGEST: &str = "an image ends in `@sha256:` and 64 lower-case hexadecimal digits";

/// For [`image!`](crate::image!): the text, if it is an image by digest.
///
/// # Panics
///
/// If it is not; in a constant that is a compile error.
#[doc(hidden)]
#[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
pub const fn checked(text: &'static str) -> &'static str {
    match wrong(text) {
        None => text,
        Some(_) => panic!(
            "an image is named by its digest, `registry/name@sha256:` and 64 hexadecimal digits: a tag can be moved to other contents (ISO/IEC 27001:2022 A.8.9, FDA 21 CFR 11.10(a))"
        ),
    }
}

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn wrong(text: &str) -> Option<&'static str> {
    const MARK: &[u8] = b"@sha256:";
    const DIGITS: usize = 64;
    let it = text.as_bytes();
    if it.len() <= MARK.len() + DIGITS {
        return Some(NO_DIGEST);
    }
    let start = it.len() - DIGITS;
    let mut at = 0;
    while at < it.len() {
        let byte = it[at];
        let right = if at >= start {
            matches!(byte, b'0'..=b'9' | b'a'..=b'f')
        } else if at >= start - MARK.len() {
            byte == MARK[at - (start - MARK.len())]
        } else {
            matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'.' | b'_' | b'-' | b'/' | b':')
        };
        if !right {
            return Some(if at < start - MARK.len() {
                "the name of an image has lower-case letters, digits and `.`, `_`, `-`, `/`, `:`"
            } else {
                NO_DIGEST
            });
        }
        at += 1;
    }
    None
}
