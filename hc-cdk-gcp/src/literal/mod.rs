//! Texts of Google Cloud that the compiler checks.

mod project;

pub use project::ProjectId;
