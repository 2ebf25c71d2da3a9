//! `diff`: what would change against the output folder, and what data would be lost.

mod difference;
pub(super) mod json;
pub(super) mod text;

pub(super) use difference::Difference;
