//! What a service has to stand after it was deployed.

use hc_cdk::value::Value;

use super::buildspec::{Buildspec, Phase, Report};

/// The variable that says where what is tried answers.
pub(super) const ADDRESS: &str = "ADDRESS";

/// Commands that try a service from outside, in the folder of its source. They find its address in `$ADDRESS`, and fail if it does
/// not do what it should. They stand in no network of the program, have no secrets, and get at nothing that a stranger does not.
///
/// ```
/// use hc_cdk_aws::delivery::Trial;
///
/// let trial = Trial::at("https://api.clinic.example").command(r#"curl --fail --silent "$ADDRESS/health""#);
/// ```
#[derive(Debug, Clone)]
#[must_use = "a pipeline tries nothing until it is given: `.trial(..)`"]
pub struct Trial {
    pub(super) at: Value<String>,
    pub(super) spec: Buildspec,
}

impl Trial {
    /// Tries what answers at an address, such as `front.url()`.
    pub fn at(address: impl Into<Value<String>>) -> Self {
        Self { at: address.into(), spec: Buildspec::default() }
    }

    /// Runs a command. The trial stops at the first one that fails.
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.spec.commands.push((Phase::Build, command.into()));
        self
    }

    /// Keeps results of tests.
    pub fn report(mut self, report: Report) -> Self {
        self.spec.reports.push(report);
        self
    }
}
