//! Values that are checked when the program is compiled: `cpu!("250m")`, `memory!("256Mi")`, `cron!("0 3 * * *")` and so on.
//!
//! Each has a `parse` for what is known only when the program runs. Networks, domains and variables are in the core.

pub mod cron;
pub mod digest;
pub mod duration;
pub mod label;
pub mod quantity;

pub(crate) use hc_cdk::text_literal as literal;

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
