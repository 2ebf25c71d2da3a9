//! What a container finds in its folders.

use hc_cdk::value::Value;
use hc_cdk_manifest::{
    hash,
    naming::{LONGEST, is_label},
};

use crate::{config::Config, literal::quantity::Memory};

/// What a container finds in a folder.
#[derive(Debug, Clone)]
pub(crate) enum Mount {
    /// The files of a configuration.
    Config(Config),
    /// The files of a secret that a certificate is in.
    Certificate(String),
    /// A folder that it can write to, of that size, which is gone with the pod.
    Scratch(Memory),
    /// A volume that stays, by its name.
    Kept(&'static str),
}

impl Mount {
    /// The name of the volume that a mount at that path refers to: made of the path, so that a mount more or less renames no other one.
    pub(super) fn volume(&self, path: &str) -> Value<String> {
        let is_plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '/';
        let plain = format!("at-{}", path.trim_matches('/').replace('/', "-"));
        let is_name = path.chars().all(is_plain) && is_label(&plain) && plain.len() <= LONGEST;
        match self {
            Self::Certificate(_) | Self::Config(_) | Self::Scratch(_) if is_name => plain.into(),
            Self::Certificate(_) | Self::Config(_) | Self::Scratch(_) => format!("at-{}", hash::of([path])).into(),
            Self::Kept(name) => (*name).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_is_called_by_its_path() {
        let scratch = Mount::Scratch(crate::memory!("64Mi"));
        let name = |path: &str| scratch.volume(path).json().as_text().unwrap_or_default().to_owned();
        assert_eq!(name("/etc/loki"), "at-etc-loki");
        let long = format!("/{}", "a".repeat(80));
        let others = ["/a/b", "/a-b", "/a_b", "/a.b", "/A/b", &long].map(&name);
        for (at, one) in others.iter().enumerate() {
            assert!(is_label(one) && one.len() <= LONGEST, "{one}");
            assert!(others.iter().skip(at + 1).all(|it| it != one), "{one} is two");
        }
    }
}
