//! Values that are checked when the program is compiled: `cpu!("250m")`, `memory!("256Mi")`, `cron!("0 3 * * *")` and so on.
//!
//! Each has a `parse` for what is known only when the program runs. Networks, domains and variables are in the core.

pub mod cron;
pub mod duration;
pub mod quantity;

/// Declares a type that holds a text, with `literal` for its macro and `parse`.
macro_rules! literal {
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
            pub fn parse(text: impl Into<String>) -> Result<Self, hc_cdk::literal::NotValid> {
                let text = text.into();
                match $wrong(text.as_bytes()) {
                    None => Ok(Self(text.into())),
                    Some(wrong) => Err(hc_cdk::literal::NotValid::new(wrong)),
                }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for hc_cdk::value::Value<String> {
            fn from(it: $name) -> Self {
                Self::from_json(it.0)
            }
        }
    };
}

pub(crate) use literal;

#[cfg(test)]
mod tests {
    const CPU: &str = "250m";
    const MEMORY: &str = "256Mi";
    const TEXT: &str = "0 3 * * *";
    const USER: u32 = 1000;

    mod often {
        pub(super) const TEXT: &str = "30s";

        pub(super) fn every() -> crate::literal::duration::Span {
            crate::span!(TEXT)
        }
    }

    #[test]
    fn a_constant_may_have_any_name() {
        assert_eq!(crate::cpu!(CPU).millis(), 250);
        assert_eq!(crate::memory!(MEMORY).bytes(), 256 << 20);
        assert_eq!(crate::cron!(TEXT).as_str(), TEXT);
        assert_eq!(crate::uid!(USER).get(), USER);
        assert_eq!(often::every().as_str(), often::TEXT);
    }
}
