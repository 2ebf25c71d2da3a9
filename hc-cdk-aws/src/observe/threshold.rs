//! When somebody is told: a metric, a limit in its unit, and how long it takes.

use hc_cdk_observe::{
    self as model, Alert, Amount, Condition, InUnitOf, Language, Measured, Severity, Side, Test, Words,
};

use super::metric::{Formula, Measure, Metric, Series, Source, Statistic};

/// A metric beyond a limit for some time.
///
/// ```
/// use hc_cdk_aws::observe::{Count, Measure, Metric, Missing, Statistic};
///
/// let admitted: Metric<Count> = Metric::of("patients admitted", Measure::new("Clinic", "Admitted", Statistic::Sum));
/// let quiet = admitted.every_minutes(60).below(Count(1.0)).periods(4).missing(Missing::Beyond);
/// ```
///
/// ```compile_fail
/// # use hc_cdk_aws::observe::{Count, Measure, Metric, Percent, Statistic};
/// # let admitted: Metric<Count> = Metric::of("patients admitted", Measure::new("Clinic", "Admitted", Statistic::Sum));
/// let wrong_unit = admitted.below(Percent(1.0));
/// ```
#[derive(Debug, Clone)]
pub struct Threshold {
    pub(super) series: Series,
    pub(super) compared: Compared,
    /// In the unit of the metric, or in deviations from what is usual.
    pub(super) limit: f64,
    pub(super) periods: u32,
    pub(super) datapoints: Option<u32>,
    pub(super) missing: Missing,
    pub(super) severity: Severity,
    unit: &'static str,
    /// What is told instead of the sentence, if an alert has words of its own.
    said: Option<String>,
}

/// What a metric is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compared {
    /// A limit.
    Limit(Side),
    /// What is usual at that hour of the week; on one side of it, or on both.
    Usual(Option<Side>),
}

impl Compared {
    pub(super) const fn is_usual(self) -> bool {
        matches!(self, Self::Usual(_))
    }

    pub(super) const fn operator(self) -> &'static str {
        match self {
            Self::Limit(Side::Above) => "GreaterThanThreshold",
            Self::Limit(Side::Below) => "LessThanThreshold",
            Self::Usual(Some(Side::Above)) => "GreaterThanUpperThreshold",
            Self::Usual(Some(Side::Below)) => "LessThanLowerThreshold",
            Self::Usual(None) => "LessThanLowerOrGreaterThanUpperThreshold",
        }
    }
}

/// What a period without data means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It counts as beyond the limit.
    Beyond,
    /// It counts as within the limit.
    Within,
    /// The alarm stays as it was.
    Ignored,
}

impl<U: Amount> Metric<U> {
    /// More than a limit. Periods without data count as within it: nothing happened.
    pub fn above(self, limit: impl InUnitOf<U>) -> Threshold {
        Threshold::new(self, Side::Above, limit.it(), Missing::Within)
    }

    /// Less than a limit. Periods without data count as beyond it: what should report does not.
    pub fn below(self, limit: impl InUnitOf<U>) -> Threshold {
        Threshold::new(self, Side::Below, limit.it(), Missing::Beyond)
    }

    /// More or less than is usual, by so many deviations: 2 is a good beginning. CloudWatch learns what is usual at that hour of the week
    /// from two weeks of the metric, so an alarm is of use after that. Periods without data leave the alarm as it was.
    ///
    /// ```
    /// use hc_cdk_aws::observe::{Count, Measure, Metric, Statistic};
    ///
    /// let read: Metric<Count> = Metric::of("records read", Measure::new("Clinic", "Read", Statistic::Sum));
    /// let curious = read.clone().unusually_high(3.0).periods(3);
    /// let strange = read.unusual(2.0);
    /// ```
    pub fn unusual(self, deviations: f64) -> Threshold {
        Threshold::unusual(self, None, deviations)
    }

    /// More than is usual, and not less: see [`Metric::unusual`].
    pub fn unusually_high(self, deviations: f64) -> Threshold {
        Threshold::unusual(self, Some(Side::Above), deviations)
    }

    /// Less than is usual, and not more: see [`Metric::unusual`].
    pub fn unusually_low(self, deviations: f64) -> Threshold {
        Threshold::unusual(self, Some(Side::Below), deviations)
    }
}

impl Threshold {
    fn new<U: Amount>(metric: Metric<U>, side: Side, limit: U, missing: Missing) -> Self {
        Self {
            series: metric.into_series(),
            compared: Compared::Limit(side),
            limit: limit.number(),
            periods: 1,
            datapoints: None,
            missing,
            severity: Severity::Medium,
            unit: U::UNIT.word,
            said: None,
        }
    }

    fn unusual<U: Amount>(metric: Metric<U>, side: Option<Side>, deviations: f64) -> Self {
        Self {
            series: metric.into_series(),
            compared: Compared::Usual(side),
            limit: deviations,
            periods: 1,
            datapoints: None,
            missing: Missing::Ignored,
            severity: Severity::Medium,
            unit: U::UNIT.word,
            said: None,
        }
    }

    /// What an alert says of metrics of a namespace; nothing if CloudWatch cannot tell.
    pub(super) fn of(alert: &Alert, namespace: &'static str) -> Option<Self> {
        let Condition { measured, test, periods, datapoints } = alert.condition();
        let Test::Beyond { side, limit, missing } = *test else { return None };
        let missing = match missing {
            model::Missing::Beyond => Missing::Beyond,
            model::Missing::Within => Missing::Within,
        };
        let label = measured.title.in_or_english(Language::English).to_owned().into();
        let series = Series { label, source: source(measured, namespace)?, period: measured.period };
        let (severity, unit) = (alert.severity(), measured.unit.word);
        let (periods, datapoints) = (*periods, (datapoints < periods).then_some(*datapoints));
        let compared = Compared::Limit(side);
        Some(Self { series, compared, limit, periods, datapoints, missing, severity, unit, said: Some(said(alert)) })
    }

    /// Over how many of the metric's periods one looks back: 1 if not said.
    #[must_use]
    pub fn periods(mut self, periods: u32) -> Self {
        self.periods = periods;
        self
    }

    /// In how many of these periods the limit has to be passed: in all if not said.
    #[must_use]
    pub fn datapoints(mut self, datapoints: u32) -> Self {
        self.datapoints = Some(datapoints);
        self
    }

    /// What periods without data mean, instead of what [`Metric::above`] and [`Metric::below`] say.
    #[must_use]
    pub fn missing(mut self, missing: Missing) -> Self {
        self.missing = missing;
        self
    }

    /// How bad it is, which decides who is told: [`Severity::Medium`] if not said.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// What is told instead of limits: what is wrong, and what to do.
    pub(super) fn saying(mut self, summary: &str, steps: &[&str]) -> Self {
        let steps: Vec<_> = (1..).zip(steps).map(|(number, step)| format!("{number}. {step}")).collect();
        self.said = Some(format!("{}: {summary}. {}", self.severity.name(), steps.join(" ")));
        self
    }

    /// The threshold as a sentence for whoever is told: how bad it is, and what is so.
    pub(super) fn sentence(&self) -> String {
        if let Some(said) = &self.said {
            return said.clone();
        }
        let side = match self.compared {
            Compared::Limit(Side::Above) | Compared::Usual(Some(Side::Above)) => "above",
            Compared::Limit(Side::Below) | Compared::Usual(Some(Side::Below)) => "below",
            Compared::Usual(None) => "unlike",
        };
        let limit = match (self.compared, self.unit) {
            (Compared::Usual(_), _) => format!("what is usual by {} deviations", self.limit),
            (_, "count") => self.limit.to_string(),
            (_, unit) => format!("{} {unit}", self.limit),
        };
        let minutes = self.series.period / 60;
        let time = match self.datapoints {
            Some(datapoints) => format!("in {datapoints} of {} periods of {minutes} min", self.periods),
            None => format!("for {} min", minutes.saturating_mul(self.periods)),
        };
        format!("{}: {} {side} {limit} {time}", self.severity.name(), self.series.label)
    }

    /// What is wrong with the threshold, and what to do.
    ///
    /// Source of the limits: `PutMetricAlarm` of CloudWatch, which looks back one day, or seven if periods are an hour or
    /// longer.
    pub(super) fn fault(&self) -> Option<(String, &'static str)> {
        let period = self.series.period;
        let window = period.saturating_mul(self.periods);
        let longest = if period < 3600 { 86_400 } else { 604_800 };
        let datapoints = self.datapoints.unwrap_or(self.periods);
        if self.compared.is_usual() && !(self.limit > 0.0 && self.limit <= 100.0) {
            Some((
                format!("waits for `{}` deviations from what is usual", self.limit),
                "use more than none, and 100 at most: 2 is a good beginning",
            ))
        } else if !self.limit.is_finite() || (self.unit == "%" && !(0.0..=100.0).contains(&self.limit)) {
            Some((
                format!("has the limit `{} {}`", self.limit, self.unit),
                "use a finite number, from 0 to 100 for percent",
            ))
        } else if window == 0 || window > longest {
            Some((
                format!("looks back over `{}` periods of `{}` minutes", self.periods, period / 60),
                "look back over one period at least, and one day at most, or seven days in periods of an hour or longer",
            ))
        } else if !(1..=MOST_METRICS).contains(&self.series.inputs()) {
            Some((
                format!("is computed of `{}` metrics", self.series.inputs()),
                "take one at least, and ten at most, and watch the others by an alarm of their own",
            ))
        } else if datapoints == 0 || datapoints > self.periods {
            Some((
                format!("waits for `{datapoints}` of `{}` periods", self.periods),
                "wait for one of them at least, and for all of them at most",
            ))
        } else {
            None
        }
    }
}

/// How many metrics an alarm is computed of at most.
///
/// Source: "Create a CloudWatch alarm based on a metric math expression".
const MOST_METRICS: usize = 10;

/// What CloudWatch is asked for.
fn source(measured: &Measured, namespace: &'static str) -> Option<Source> {
    let asked = model::write::cloudwatch::asked(measured)?;
    let measure = |(series, statistic): &(&model::Selected, String)| {
        let dimensions = series.labels.iter().map(|(name, _, value)| (*name, value.clone())).collect();
        let statistic = Statistic::named(statistic)?;
        Some(Measure { namespace: namespace.into(), name: series.name.clone().into(), dimensions, statistic })
    };
    let mut inputs: Vec<Measure> = asked.metrics.iter().map(measure).collect::<Option<_>>()?;
    match asked.expression {
        // There the first metric is called `m0`, and here `$0`.
        Some(it) => Some(Source::Computed(Formula { expression: it.replace('m', "$").into(), inputs })),
        None => inputs.pop().map(Source::Measured),
    }
}

/// What is wrong, how it is seen, and what to do. It begins with how bad it is, by which subscriptions filter.
fn said(alert: &Alert) -> String {
    let english = |words: &Words| words.in_or_english(Language::English).to_owned();
    let steps = (1..).zip(alert.runbook().steps()).map(|(number, step)| format!("{number}. {}", english(step)));
    let (severity, steps) = (alert.severity().name(), steps.collect::<Vec<_>>().join(" "));
    format!("{severity}: {} ({}). {steps}", english(alert.summary()), alert.condition().sentence())
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a limit of a metric",
        label = "say when it is raised: `metric.above(Percent(80.0))` or `.below(..)`, or take a `preset`"
    )]
    /// A limit.
    IsThreshold: Threshold;
}
