//! Findings as text, as SARIF for code hosts, and as `JUnit` for build servers.

mod junit;
mod sarif;
mod text;

pub(crate) use self::{junit::junit, sarif::sarif, text::text};
