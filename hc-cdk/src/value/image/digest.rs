//! An image by its digest.

use std::{borrow::Cow, fmt};

use super::super::{Json, Limits, Token, Value};

/// A container image with the digest of its contents.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// What comes behind the repository's address, or all of it.
    text: Cow<'static, str>,
    /// The address of its repository, if only the deployment knows it.
    repository: Option<Value<String>>,
}

/// An image such as `registry.example/clinic/api@sha256:` and 64 hexadecimal digits, checked by `cargo check`.
///
/// ```
/// # use hc_cdk::image;
/// let api = image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
/// ```
///
/// Or one of the [`images!`](crate::images!) of a file, by its name: `image!(IMAGES, "clinic/api")`.
#[macro_export]
macro_rules! image {
    ($text:expr) => {{
        const HC_CDK_TEXT: &str = $crate::image::checked($text);
        $crate::image::Image::from_checked(HC_CDK_TEXT)
    }};
    ($list:expr, $name:expr) => {{
        const HC_CDK_TEXT: &str = $list.line($name);
        $crate::image::Image::from_checked(HC_CDK_TEXT)
    }};
}

/// Why a text is not an image by digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnImage(pub(super) Cow<'static, str>);

impl fmt::Display for NotAnImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
            None => Ok(Self { text: text.into(), repository: None }),
            Some(what) => Err(NotAnImage(what.into())),
        }
    }

    /// The image of a digest in a repository whose address only the deployment knows.
    ///
    /// # Errors
    ///
    /// If the digest is not `sha256:` and 64 lower-case hexadecimal digits.
    pub fn in_repository(address: impl Into<Value<String>>, digest: &str) -> Result<Self, NotAnImage> {
        match wrong(&format!("repository@{digest}")) {
            None => Ok(Self { text: format!("@{digest}").into(), repository: Some(address.into()) }),
            Some(what) => Err(NotAnImage(what.into())),
        }
    }

    /// The same image in another registry, to which it was copied under the last part of its name, without what is before that: of two that
    /// have this in common, `clinic/api` and `ward/api`, one is in a registry of its own. One whose repository only the deployment knows stays there.
    ///
    /// ```
    /// # use hc_cdk::image;
    /// let api = image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    /// let copy = api.copied_to("clinicprod.azurecr.io");
    /// assert_eq!(copy.as_str(), "clinicprod.azurecr.io/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    /// ```
    #[must_use]
    pub fn copied_to(&self, registry: &str) -> Self {
        if self.repository.is_some() {
            return self.clone();
        }
        let name = self.text.rsplit('/').next().unwrap_or(&self.text);
        Self { text: format!("{registry}/{name}").into(), repository: None }
    }

    /// For [`image!`](crate::image!).
    #[doc(hidden)]
    pub const fn from_checked(text: &'static str) -> Self {
        Self { text: Cow::Borrowed(text), repository: None }
    }

    /// What an image may be that only the deployment knows: what [`image!`](crate::image!) asks of a literal.
    pub const LIMITS: Limits = Limits::matching("[0-9a-z._/:-]+@sha256:[0-9a-f]{64}", NO_DIGEST);

    /// The image as registries spell it; if only the deployment knows its repository, what comes behind that.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The image as it is written.
    pub fn value(&self) -> Value<String> {
        match &self.repository {
            None => self.text.clone().into_owned().into(),
            Some(address) => Value::concat([address.clone().into(), self.text.clone().into_owned().into()]),
        }
    }
}

impl From<Image> for Value<Image> {
    fn from(image: Image) -> Self {
        Self::from_json(image.value())
    }
}

impl Value<Image> {
    /// The address of its repository; nobody knows that of an image which is a parameter.
    pub fn address(&self) -> Option<Value<String>> {
        let parts = match self.json() {
            Json::Token(token) => match token.as_ref() {
                Token::Concat(parts) => parts.as_slice(),
                _ => return None,
            },
            whole => std::slice::from_ref(whole),
        };
        let (last, before) = parts.split_last()?;
        let name = last.as_text()?.split('@').next().unwrap_or_default();
        // The digest alone decides; a tag before it is no part of the repository's name.
        let (host, last) = name.rsplit_once('/').map_or(("", name), |(host, last)| (host, last));
        let last = last.split(':').next().unwrap_or_default();
        let own = if host.is_empty() { last.to_owned() } else { format!("{host}/{last}") };
        Some(Value::concat(before.iter().cloned().chain([own.into()])))
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

#[cfg(test)]
mod tests {
    use super::Image;
    use crate::value::{Json, Limits, StackId, Token, Value};

    const DIGEST: &str = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    fn address(image: Image) -> Option<Value<String>> {
        Value::<Image>::from(image).address()
    }

    #[test]
    fn an_image_has_the_address_of_its_repository() {
        for (image, of) in [("a", "a"), ("host:5000/clinic/a", "host:5000/clinic/a"), ("host/a:1", "host/a")] {
            let image = Image::parse(format!("{image}@{DIGEST}")).ok();
            assert_eq!(image.and_then(address), Some(of.into()));
        }
    }

    #[test]
    fn the_address_may_be_known_to_the_deployment_only() {
        let parameter = || {
            Json::Token(Box::new(Token::Parameter {
                stack: StackId::new("clinic"),
                name: "Images".into(),
                limits: &Limits::NONE,
            }))
        };
        let of = Value::<String>::from_json(parameter());
        let image = Image::in_repository(of.clone(), DIGEST).ok();
        assert_eq!(image.and_then(address), Some(of));
        assert_eq!(Value::<Image>::from_json(parameter()).address(), None);
    }
}
