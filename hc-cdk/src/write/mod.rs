//! From a checked system to the bytes of its files.

pub mod app;
pub mod assertions;
pub(crate) mod target;
