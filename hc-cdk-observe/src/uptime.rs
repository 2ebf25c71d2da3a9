//! Uptime checks: an address is asked every so often, from outside of what it belongs to.

use hc_cdk::value::Value;

use crate::{
    indicator::{Fold, Indicator, Reading},
    series::{Compared, Selected},
    unit::Percent,
};

/// An address that is asked every so often.
#[derive(Debug, Clone, PartialEq)]
pub struct UptimeCheck {
    /// Its name: lower-case letters, digits and `-`.
    pub name: &'static str,
    /// The address.
    pub address: Value<String>,
    /// How often it is asked, in seconds.
    pub seconds: u32,
}

/// What the prober says of an address: 1 if it answered.
const ANSWERED: &str = "probe_success";

impl UptimeCheck {
    /// An address, asked every so many seconds.
    pub fn new(name: &'static str, address: impl Into<Value<String>>, seconds: u32) -> Self {
        Self { name, address: address.into(), seconds }
    }

    /// How many of a hundred times it answered, of the last five minutes.
    pub fn uptime(&self, name: &'static str) -> Indicator<Percent> {
        let of = Selected::of(ANSWERED).with("job", Compared::Is, self.name);
        Indicator::of(name, Reading::Level { of, fold: Fold::Mean, times: 100 }).over_minutes(5)
    }

    /// What is wrong with it, and what to do.
    pub(crate) fn fault(&self) -> Option<(String, &'static str)> {
        (!(10..=3600).contains(&self.seconds))
            .then(|| (format!("asks `{}` every {} s", self.name, self.seconds), "ask every 10 seconds to every hour"))
    }
}
