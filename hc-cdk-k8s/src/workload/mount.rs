//! What a container finds in its folders.

use hc_cdk::value::Value;

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
    /// The name of the volume that the mount refers to.
    pub(super) fn volume(&self, at: usize) -> Value<String> {
        match self {
            Self::Certificate(_) | Self::Config(_) | Self::Scratch(_) => format!("volume-{at}").into(),
            Self::Kept(name) => (*name).into(),
        }
    }
}
