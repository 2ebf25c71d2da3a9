//! What is measured: an indicator with its unit as a type, and when it is beyond a limit.

mod condition;
mod fault;
mod reading;

use std::{fmt, marker::PhantomData};

pub use self::{
    condition::{Burn, Condition, Missing, Side, Test},
    reading::{Fold, Reading},
};
use crate::{
    series::{Counted, Level, Moment, Spread},
    unit::{Amount, Count, InUnitOf, PerMinute, Percent, Seconds, Unit},
    words::Words,
};

/// A quantity that is measured in the unit `U`.
///
/// ```
/// use hc_cdk_observe::{Counter, Histogram, Metric, PerMinute, Seconds};
///
/// const REQUESTS: Counter = Counter::named("http_requests_total");
/// const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_duration_seconds");
///
/// let throughput = REQUESTS.everywhere().per_minute("throughput").worse_below(PerMinute(100.0), PerMinute(50.0));
/// let waiting = ANSWERED.everywhere().p95("waiting").worse_above(Seconds(30.0), Seconds(60.0));
/// ```
pub struct Indicator<U> {
    pub(crate) measured: Measured,
    unit: PhantomData<fn() -> U>,
}

/// An indicator without its unit as a type, as writers read it.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Its name: lower-case letters, digits and `_`.
    pub name: &'static str,
    /// What boards call it.
    pub title: Words,
    /// Its unit.
    pub unit: Unit,
    /// How its value comes about.
    pub reading: Reading,
    /// Over how many seconds each of its values is made.
    pub period: u32,
    /// The label for each value of which there is one of its values.
    pub by: Option<&'static str>,
    /// From where on it is yellow, and from where on it is red.
    pub bands: Option<Bands>,
    /// The share of time or requests that is promised to be well, over 30 days.
    pub promised: Option<f64>,
}

/// From where on an indicator is yellow, and from where on it is red.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bands {
    /// On which side it gets worse.
    pub worse: Side,
    /// From here on it is yellow.
    pub yellow: f64,
    /// From here on it is red.
    pub red: f64,
}

impl<U> Clone for Indicator<U> {
    fn clone(&self) -> Self {
        Self { measured: self.measured.clone(), unit: PhantomData }
    }
}

impl<U> fmt::Debug for Indicator<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.measured.fmt(f)
    }
}

impl Counted {
    /// How many there are in a minute.
    pub fn per_minute(self, name: &'static str) -> Indicator<PerMinute> {
        Indicator::of(name, Reading::PerMinute(self.selected))
    }

    /// How many there are within a time.
    pub fn within_minutes(self, name: &'static str, minutes: u32) -> Indicator<Count> {
        Indicator::of(name, Reading::Within(self.selected)).over_minutes(minutes)
    }

    /// How many of a hundred there are of all of these.
    pub fn share_of(self, all: Self, name: &'static str) -> Indicator<Percent> {
        Indicator::of(name, Reading::Share { part: self.selected, whole: all.selected, rest: false })
    }

    /// How many of a hundred of all of these are something else than what is counted here.
    pub fn rest_of(self, all: Self, name: &'static str) -> Indicator<Percent> {
        Indicator::of(name, Reading::Share { part: self.selected, whole: all.selected, rest: true })
    }
}

impl<U: Amount> Spread<U> {
    /// What 95 of a hundred do not exceed. It is as exact as the histogram's buckets: the last one that has an end has to end above
    /// every limit.
    pub fn p95(self, name: &'static str) -> Indicator<U> {
        Indicator::of(name, Reading::Quantile { of: self.selected, hundredths: 95 })
    }

    /// What 99 of a hundred do not exceed, as exact as for 95.
    pub fn p99(self, name: &'static str) -> Indicator<U> {
        Indicator::of(name, Reading::Quantile { of: self.selected, hundredths: 99 })
    }
}

impl<U: Amount> Level<U> {
    /// Its mean.
    pub fn mean(self, name: &'static str) -> Indicator<U> {
        Indicator::of(name, Reading::Level { of: self.selected, fold: Fold::Mean, times: 1 })
    }

    /// The highest.
    pub fn highest(self, name: &'static str) -> Indicator<U> {
        Indicator::of(name, Reading::Level { of: self.selected, fold: Fold::Highest, times: 1 })
    }

    /// The lowest.
    pub fn lowest(self, name: &'static str) -> Indicator<U> {
        Indicator::of(name, Reading::Level { of: self.selected, fold: Fold::Lowest, times: 1 })
    }

    /// How many of a hundred it is of what there is.
    pub fn of(self, size: Self, name: &'static str) -> Indicator<Percent> {
        Indicator::of(name, Reading::Filled { part: self.selected, whole: size.selected })
    }
}

impl Level<Moment> {
    /// How long ago the last of these moments is.
    pub fn since(self, name: &'static str) -> Indicator<Seconds> {
        Indicator::of(name, Reading::Since(self.selected))
    }

    /// How long it is until the first of these moments.
    pub fn until(self, name: &'static str) -> Indicator<Seconds> {
        Indicator::of(name, Reading::Until(self.selected))
    }
}

impl<U: Amount> Indicator<U> {
    /// An indicator by its reading: one value a minute.
    pub(crate) fn of(name: &'static str, reading: Reading) -> Self {
        let title = Words::from(name.replace('_', " "));
        let measured =
            Measured { name, title, unit: U::UNIT, reading, period: 60, by: None, bands: None, promised: None };
        Self { measured, unit: PhantomData }
    }

    /// What boards call it, instead of its name in words.
    #[must_use]
    pub fn title(mut self, title: impl Into<Words>) -> Self {
        self.measured.title = title.into();
        self
    }

    /// The same, where each value is made over so many minutes.
    #[must_use]
    pub fn over_minutes(mut self, minutes: u32) -> Self {
        self.measured.period = minutes.saturating_mul(60);
        self
    }

    /// The same for each value of a label, such as `service`.
    ///
    /// Nobody says which values there should be. So one that reports nothing any more, while others do, raises no alert, whatever
    /// is said of what is missing: give each that must report an indicator of its own.
    #[must_use]
    pub fn by(mut self, label: &'static str) -> Self {
        self.measured.by = Some(label);
        self
    }

    /// It is yellow above the first limit and red above the second.
    #[must_use]
    pub fn worse_above(self, yellow: impl InUnitOf<U>, red: impl InUnitOf<U>) -> Self {
        self.worse(Side::Above, yellow.it(), red.it())
    }

    /// It is yellow below the first limit and red below the second.
    #[must_use]
    pub fn worse_below(self, yellow: impl InUnitOf<U>, red: impl InUnitOf<U>) -> Self {
        self.worse(Side::Below, yellow.it(), red.it())
    }

    fn worse(mut self, worse: Side, yellow: U, red: U) -> Self {
        self.measured.bands = Some(Bands { worse, yellow: yellow.number(), red: red.number() });
        self
    }

    /// More than a limit. Where nothing is measured nothing happened, and that is within it, unless it is about how long ago
    /// something happened: that is beyond it.
    pub fn above(&self, limit: impl InUnitOf<U>) -> Condition {
        let missing = if let Reading::Since(_) = self.measured.reading { Missing::Beyond } else { Missing::Within };
        Condition::beyond(&self.measured, Side::Above, limit.it().number(), missing)
    }

    /// Less than a limit. Where nothing is measured, what should report does not: that is beyond it. Of an indicator with a value for
    /// each of a label that is so where there is none at all: see [`by`](Self::by).
    pub fn below(&self, limit: impl InUnitOf<U>) -> Condition {
        Condition::beyond(&self.measured, Side::Below, limit.it().number(), Missing::Beyond)
    }
}

impl Indicator<Percent> {
    /// The share that is promised to be well, over 30 days.
    #[must_use]
    pub fn promised(mut self, share: Percent) -> Self {
        self.measured.promised = Some(share.0);
        self
    }

    /// What is promised is used up faster than it lasts.
    pub fn burns(&self, burn: Burn) -> Condition {
        Condition::burning(&self.measured, burn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Gauge, Metric, preset};

    fn missing(condition: &Condition) -> Option<Missing> {
        if let Test::Beyond { missing, .. } = condition.test { Some(missing) } else { None }
    }

    #[test]
    fn what_never_happened_is_long_ago() {
        const BACKED_UP: Gauge<Moment> = Gauge::named("last_backup_timestamp_seconds");
        const LAG: Gauge<Seconds> = Gauge::named("lag_seconds");
        let alert = preset::BACKUP_MISSED.of(&BACKED_UP.everywhere().since("backed_up"));
        assert_eq!(missing(alert.condition()), Some(Missing::Beyond));
        let lag = LAG.everywhere().highest("lag");
        assert_eq!(missing(&lag.above(Seconds(1.0))), Some(Missing::Within));
        assert_eq!(missing(&lag.below(Seconds(1.0))), Some(Missing::Beyond));
    }
}
