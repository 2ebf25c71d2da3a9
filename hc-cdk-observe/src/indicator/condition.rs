//! When somebody is told: an indicator beyond a limit for some time, or a promise that is used up too fast.

use super::Measured;

/// On which side of a limit something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Above it.
    Above,
    /// Below it.
    Below,
}

/// What it means if nothing is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It counts as beyond the limit.
    Beyond,
    /// It counts as within the limit.
    Within,
}

/// How fast what is promised is used up. The figures are those of Google's *Site Reliability Workbook*, chapter 5, for a promise
/// over 30 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Burn {
    /// 2 % of what may go wrong in 30 days do so within an hour.
    Fast,
    /// 5 % of it do so within six hours.
    Slow,
}

impl Burn {
    /// How many times faster than it lasts, in tenths, and the long and the short window in seconds.
    pub const fn figures(self) -> (u32, u32, u32) {
        match self {
            Self::Fast => (144, 3600, 300),
            Self::Slow => (60, 21_600, 1800),
        }
    }
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Test {
    /// The indicator with a limit.
    Beyond {
        /// The side on which it must not be.
        side: Side,
        /// The limit.
        limit: f64,
        /// What it means if nothing is measured.
        missing: Missing,
    },
    /// What goes wrong with what may.
    Burn(Burn),
}

/// An indicator that is not as it should be, for some time.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a condition does nothing until an alert has it: `.when(..)`"]
pub struct Condition {
    /// The indicator.
    pub measured: Measured,
    /// What is compared.
    pub test: Test,
    /// Over how many of the indicator's periods one looks back.
    pub periods: u32,
    /// In how many of these it has to hold.
    pub datapoints: u32,
}

impl Condition {
    pub(super) fn beyond(measured: &Measured, side: Side, limit: f64, missing: Missing) -> Self {
        let test = Test::Beyond { side, limit, missing };
        Self { measured: measured.clone(), test, periods: 1, datapoints: 1 }
    }

    pub(super) fn burning(measured: &Measured, burn: Burn) -> Self {
        Self { measured: measured.clone(), test: Test::Burn(burn), periods: 1, datapoints: 1 }
    }

    /// In each of the periods of so many minutes: at once if not said.
    pub fn for_minutes(self, minutes: u32) -> Self {
        let periods = minutes.saturating_mul(60).div_ceil(self.measured.period.max(1)).max(1);
        Self { periods, datapoints: periods, ..self }
    }

    /// In so many of the last so many periods: `.in_some_of(3, 5)`.
    pub fn in_some_of(self, datapoints: u32, periods: u32) -> Self {
        Self { periods, datapoints, ..self }
    }

    /// What it means if nothing is measured, instead of what `above` and `below` say.
    pub fn missing(mut self, it: Missing) -> Self {
        if let Test::Beyond { missing, .. } = &mut self.test {
            *missing = it;
        }
        self
    }

    /// The condition as a sentence for whoever is told.
    pub fn sentence(&self) -> String {
        let Measured { title, unit, period, .. } = &self.measured;
        let name = title.in_or_english(crate::words::Language::English);
        let unit = if unit.word == "count" { String::new() } else { format!(" {}", unit.word) };
        let time = match (self.datapoints, self.periods) {
            (some, all) if some < all => format!("in {some} of {all} periods of {} min", period / 60),
            (_, all) => format!("for {} min", period / 60 * all),
        };
        match self.test {
            Test::Beyond { side: Side::Above, limit, .. } => format!("{name} above {limit}{unit} {time}"),
            Test::Beyond { side: Side::Below, limit, .. } => format!("{name} below {limit}{unit} {time}"),
            Test::Burn(burn) => {
                let (tenths, long, _) = burn.figures();
                format!(
                    "{name} uses up what is promised {} times as fast as it lasts, for {} min",
                    f64::from(tenths) / 10.0,
                    long / 60
                )
            }
        }
    }

    /// What is wrong with it, and what to do.
    pub(crate) fn fault(&self) -> Option<(String, &'static str)> {
        let promised = self.measured.promised;
        match self.test {
            Test::Burn(_) if promised.is_none_or(|it| !(0.0..100.0).contains(&it)) => Some((
                "compares with a promise that nobody made".to_owned(),
                "say what is promised: `.promised(Percent(99.9))`, below 100",
            )),
            Test::Beyond { limit, .. }
                if !limit.is_finite() || self.measured.unit.word == "%" && !(0.0..=100.0).contains(&limit) =>
            {
                Some((
                    format!("has the limit `{limit} {}`", self.measured.unit.word),
                    "use a finite number, from 0 to 100 for percent",
                ))
            }
            _ if self.periods == 0 || self.datapoints == 0 || self.datapoints > self.periods => Some((
                format!("waits for `{}` of `{}` periods", self.datapoints, self.periods),
                "wait for one of them at least, and for all of them at most",
            )),
            _ => None,
        }
    }
}
