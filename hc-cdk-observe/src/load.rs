//! How much there is to do of something, as all pods of a workload tell it together: what an autoscaler divides among them.
//!
//! What adds up follows from the kind of the metric: what a counter counts in a minute, what a gauge stands at, and the mean of a
//! histogram in each pod.

use crate::{
    series::{Counter, Gauge, Histogram, Metric},
    unit::{Amount, PerMinute, Seconds},
};

/// A metric of which each pod has its share.
pub trait Shared: Metric {
    /// The unit of a share.
    type Unit: Amount;

    /// How the shares add up.
    const ADDS_UP: AddsUp;

    /// How much there is to do of it.
    fn load(&self) -> Load {
        Load { name: self.name(), adds_up: Self::ADDS_UP, times: times::<Self::Unit>() }
    }
}

/// How much there is to do of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// The name of the metric.
    pub name: &'static str,
    /// How what pods tell adds up.
    pub adds_up: AddsUp,
    /// By how much amounts are multiplied to be whole numbers: seconds are written as milliseconds.
    pub times: u32,
}

/// How what pods tell adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddsUp {
    /// How often a counter counts in a minute.
    PerMinute,
    /// What a gauge stands at.
    Level,
    /// The mean of a histogram in each pod.
    Mean,
}

impl Load {
    /// What each pod has of it at most, as a whole number; nothing if that would be less than one, or more than there is.
    pub fn share(&self, each: f64) -> Option<u32> {
        // An autoscaler that gets no answer counts in whole numbers, and of less than one it would make none.
        (each * f64::from(self.times)).round().to_string().parse().ok().filter(|it| *it > 0)
    }
}

fn times<U: Amount>() -> u32 {
    if U::UNIT == Seconds::UNIT { 1000 } else { 1 }
}

impl Shared for Counter {
    type Unit = PerMinute;
    const ADDS_UP: AddsUp = AddsUp::PerMinute;
}

impl<U: Amount> Shared for Gauge<U> {
    type Unit = U;
    const ADDS_UP: AddsUp = AddsUp::Level;
}

impl<U: Amount> Shared for Histogram<U> {
    type Unit = U;
    const ADDS_UP: AddsUp = AddsUp::Mean;
}

#[cfg(test)]
mod tests {
    use super::Shared;
    use crate::{Count, Gauge, Histogram, Seconds};

    #[test]
    fn a_share_is_a_whole_number() {
        let sessions = Gauge::<Count>::named("active_sessions").load();
        assert_eq!(sessions.share(100.0), Some(100));
        assert_eq!(sessions.share(0.4), None);
        assert_eq!(sessions.share(-2.0), None);
        assert_eq!(sessions.share(f64::NAN), None);
        assert_eq!(sessions.share(1e20), None);
        assert_eq!(Histogram::<Seconds>::named("answered").load().share(0.5), Some(500));
    }
}
