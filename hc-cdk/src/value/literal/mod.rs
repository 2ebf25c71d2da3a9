//! Literals that every target needs, checked when the program is compiled: networks, domains, ports, variables, signers, workflows.
//!
//! Each macro checks its text in a named constant, which `cargo check` evaluates. What is known only when the program runs
//! has a way in that returns a `Result`. Literals of one target, such as ARNs, are in the crate of that target.

pub mod cidr;
pub mod domain;
pub mod login;
mod named;
pub mod plain;
pub mod port;
mod shape;
pub mod signer;
pub mod variable;
pub mod workflows;

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

/// For the literals of a target: declares a type that holds a text, with `literal` for its macro and `parse`.
#[doc(hidden)]
#[macro_export]
macro_rules! text_literal {
    ($(#[$doc:meta])* $name:ident, $wrong:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(std::borrow::Cow<'static, str>);

        impl $name {
            /// For the macro.
            ///
            /// # Panics
            ///
            /// If the text is not valid; in a constant that is a compile error.
            #[doc(hidden)]
            #[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the error message")]
            pub const fn literal(text: &'static str) -> Self {
                match $wrong(text.as_bytes()) {
                    None => Self(std::borrow::Cow::Borrowed(text)),
                    Some(wrong) => panic!("{}", wrong),
                }
            }

            /// One that is known only when the program runs.
            ///
            /// # Errors
            ///
            /// What is wrong with the text.
            pub fn parse(text: impl Into<String>) -> Result<Self, $crate::literal::NotValid> {
                let text = text.into();
                match $wrong(text.as_bytes()) {
                    None => Ok(Self(text.into())),
                    Some(wrong) => Err($crate::literal::NotValid::new(wrong)),
                }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for $crate::value::Value<String> {
            fn from(it: $name) -> Self {
                Self::from_json(it.0)
            }
        }
    };
}
