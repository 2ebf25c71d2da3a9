//! Container images, by digest: a tag can be moved to other contents, a digest cannot.

use std::{borrow::Cow, fmt};

use super::{Json, Limits, Token, Value};

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

/// The images of a system by digest, a line each, as what builds them notes them in a file, checked by `cargo check`.
///
/// ```
/// use hc_cdk::{image, image::ImageList, images};
///
/// // In a program: `images!(include_str!("images.txt"))`.
/// const IMAGES: ImageList = images!(
///     "registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
/// registry.example/redis@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
/// );
/// let api = image!(IMAGES, "clinic/api");
/// assert_eq!(IMAGES.image("api"), Ok(api));
/// assert!(IMAGES.image("letters").is_err());
/// ```
#[macro_export]
macro_rules! images {
    ($lines:expr) => {{
        const HC_CDK_LIST: $crate::image::ImageList = $crate::image::ImageList::checked($lines);
        HC_CDK_LIST
    }};
}

/// Images by digest, each found by its name: what stands before its `@`, or the end of that behind a `/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageList(&'static str);

/// Why a text is not an image by digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnImage(Cow<'static, str>);

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

impl ImageList {
    /// For [`images!`](crate::images!): the lines, if each is an image by digest.
    ///
    /// # Panics
    ///
    /// If one is not; in a constant that is a compile error.
    #[doc(hidden)]
    pub const fn checked(lines: &'static str) -> Self {
        let mut rest = lines;
        while let Some((line, behind)) = next_line(rest) {
            checked(line);
            rest = behind;
        }
        Self(lines)
    }

    /// The image of a name that only the run knows.
    ///
    /// # Errors
    ///
    /// If no line has that name, or several do.
    pub fn image(&self, name: &str) -> Result<Image, NotAnImage> {
        match self.find(name) {
            Ok(line) => Ok(Image::from_checked(line)),
            Err(what) => Err(NotAnImage(format!("{what}: `{name}`").into())),
        }
    }

    /// For [`image!`](crate::image!): the image of this name.
    ///
    /// # Panics
    ///
    /// If no line has that name, or several do; in a constant that is a compile error.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
    pub const fn line(&self, name: &str) -> &'static str {
        match self.find(name) {
            Ok(line) => line,
            Err(what) => panic!("{}", what),
        }
    }

    const fn find(&self, name: &str) -> Result<&'static str, &'static str> {
        let mut found = None;
        let mut rest = self.0;
        while let Some((line, behind)) = next_line(rest) {
            if is_named(line, name) {
                if found.is_some() {
                    return Err(
                        "several images of the list have this name: more of what stands before it tells them apart",
                    );
                }
                found = Some(line);
            }
            rest = behind;
        }
        match found {
            Some(line) => Ok(line),
            None => Err(
                "no image of the list has this name, which is what stands before its `@`, or the end of that behind a `/`",
            ),
        }
    }
}

/// The next line that is not empty, and what is behind it.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn next_line(text: &str) -> Option<(&str, &str)> {
    let it = text.as_bytes();
    let mut start = 0;
    while start < it.len() && matches!(it[start], b'\n' | b'\r') {
        start += 1;
    }
    let mut end = start;
    while end < it.len() && !matches!(it[end], b'\n' | b'\r') {
        end += 1;
    }
    if start == end {
        return None;
    }
    let (line, behind) = text.split_at(end);
    Some((line.split_at(start).1, behind))
}

/// Whether what stands before the digest is this name, or ends in it behind a `/`.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn is_named(line: &str, name: &str) -> bool {
    let (line, name) = (line.as_bytes(), name.as_bytes());
    let mut end = 0;
    while end < line.len() && line[end] != b'@' {
        end += 1;
    }
    if name.is_empty() || name.len() > end {
        return false;
    }
    let start = end - name.len();
    let mut at = 0;
    while at < name.len() {
        if line[start + at] != name[at] {
            return false;
        }
        at += 1;
    }
    start == 0 || line[start - 1] == b'/'
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

/// The hosts from which an image is pulled that is named so: that of its registry, and those that the registry sends whoever pulls on to,
/// as far as its documentation names them.
///
/// Sources: "Allowlist for Docker Desktop" of Docker, "Configuring your firewall" of `OpenShift` for Quay, and "Communication requirements for
/// GitHub-hosted runners" of GitHub, read in November 2026.
///
/// ```
/// # use hc_cdk::image::hosts;
/// assert_eq!(hosts("registry.example:5000/clinic/api"), ["registry.example"]);
/// assert!(hosts("library/redis").contains(&"registry-1.docker.io"));
/// ```
pub fn hosts(image: &str) -> Vec<&str> {
    let first = image.split_once('/').map(|(first, _)| first);
    // What is no host is a name at Docker's registry.
    let is_host = |it: &&str| it.contains(['.', ':']) || *it == "localhost";
    let host = first.filter(is_host).map_or(DOCKER, |it| it.split(':').next().unwrap_or(it));
    let known = REGISTRIES.iter().find(|(names, _)| names.contains(&host));
    known.map_or_else(|| vec![host], |(_, hosts)| hosts.to_vec())
}

const DOCKER: &str = "docker.io";

/// Registries that keep layers elsewhere, or ask elsewhere who somebody is: what they are called, and their hosts.
const REGISTRIES: [(&[&str], &[&str]); 3] = [
    (
        &[DOCKER, "index.docker.io", "registry-1.docker.io"],
        &[
            "auth.docker.io",
            "docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com",
            "production.cloudflare.docker.com",
            "production.cloudfront.docker.com",
            "registry-1.docker.io",
        ],
    ),
    (&["ghcr.io"], &["ghcr.io", "pkg-containers.githubusercontent.com"]),
    (
        &["quay.io"],
        &[
            "cdn.quay.io",
            "cdn01.quay.io",
            "cdn02.quay.io",
            "cdn03.quay.io",
            "cdn04.quay.io",
            "cdn05.quay.io",
            "cdn06.quay.io",
            "quay.io",
        ],
    ),
];

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
    use super::{Image, ImageList, hosts};
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
    fn an_image_is_pulled_from_wherever_its_registry_sends_one() {
        assert_eq!(hosts("registry.example:5000/clinic/a"), ["registry.example"]);
        assert_eq!(hosts("localhost/a"), ["localhost"]);
        assert_eq!(hosts("ghcr.io/clinic/a"), ["ghcr.io", "pkg-containers.githubusercontent.com"]);
        for it in ["redis", "bitnami/redis", "docker.io/library/redis", "index.docker.io/bitnami/redis"] {
            assert!(hosts(it).contains(&"auth.docker.io") && !hosts(it).contains(&"docker.io"), "{it}");
        }
    }

    #[test]
    fn an_image_of_a_list_is_found_by_its_name_and_by_nothing_else() {
        const A: &str = "host/clinic/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        const LIST: ImageList = images!(
            "\nhost/clinic/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\r\n\n\
             host/ward/b:2@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n\
             host/clinic/b:2@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752\n"
        );
        assert_eq!(image!(LIST, "host/clinic/a").as_str(), A);
        for (name, is_found) in [
            ("a", true),
            ("clinic/a", true),
            ("inic/a", false),
            ("", false),
            ("b", false),
            ("b:2", false),
            ("ward/b:2", true),
        ] {
            assert_eq!(LIST.image(name).is_ok(), is_found, "{name}");
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
