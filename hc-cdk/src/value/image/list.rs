//! A list of images, as what builds them notes them in a file.

use super::digest::{Image, NotAnImage, checked};

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
        let mut found: Option<&'static str> = None;
        let mut rest = self.0;
        while let Some((line, behind)) = next_line(rest) {
            if is_named(line, name) {
                match found {
                    Some(other) if !is_same(other.as_bytes(), line.as_bytes()) => return Err(SEVERAL),
                    _ => found = Some(line),
                }
            }
            rest = behind;
        }
        match found {
            Some(line) => Ok(line),
            None => Err(NONE),
        }
    }
}

const NONE: &str =
    "no image of the list has this name, which is what stands before its `@`, or the end of that behind a `/`";
const SEVERAL: &str = "several images of the list have this name: more of what stands before it tells them apart";

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
    let (before, from) = line.split_at(end - name.len());
    matches!(before, [] | [.., b'/']) && is_same(from.split_at(name.len()).0, name)
}

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

#[cfg(test)]
mod tests {
    use super::ImageList;
    use crate::image;

    #[test]
    fn an_image_of_a_list_is_found_by_its_name_and_by_nothing_else() {
        const A: &str = "host/clinic/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        const LIST: ImageList = images!(
            "\nhost/clinic/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\r\n\n\
             host/ward/b:2@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n\
             host/clinic/b:2@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752\n\
             host/clinic/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
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
}
