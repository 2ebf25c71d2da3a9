//! Literals that every target needs, checked when the program is compiled: networks, domains, ports, variables.
//!
//! Each macro checks its text in a named constant, which `cargo check` evaluates. What is known only when the program runs
//! has a way in that returns a `Result`. Literals of one target, such as ARNs, are in the crate of that target.

pub mod cidr;
pub mod domain;
pub mod plain;
pub mod port;
mod shape;
pub mod variable;

use std::fmt;

/// Why a text is not what it should be: lower case, without a full stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotValid(&'static str);

impl NotValid {
    /// For the literals of a target.
    pub const fn new(what: &'static str) -> Self {
        Self(what)
    }
}

impl fmt::Display for NotValid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NotValid {}
