//! What is measured: a metric of CloudWatch, or arithmetic on several, with its unit as a type.

use std::{borrow::Cow, fmt, marker::PhantomData};

use hc_cdk::value::Value;
use hc_cdk_observe::{Amount, Count};

/// Something that is measured in the unit `U`.
///
/// Handles give them: `endpoint.requests()`, `service.cpu()`. For what no handle gives, there is [`Metric::of`].
///
/// ```
/// use hc_cdk_aws::observe::{Count, Measure, Metric, Statistic};
///
/// let admitted: Metric<Count> =
///     Metric::of("patients admitted", Measure::new("Clinic/Admissions", "Admitted", Statistic::Sum));
/// ```
pub struct Metric<U> {
    series: Series,
    unit: PhantomData<fn() -> U>,
}

/// A metric of some unit.
#[diagnostic::on_unimplemented(
    message = "this is not a metric that a graph shows",
    label = "give what measures something, such as `records.cpu()`"
)]
pub trait IsMetric {
    /// What it is measured in.
    type Unit: Amount;

    /// What is given.
    fn it(self) -> Metric<Self::Unit>;
}

#[diagnostic::do_not_recommend]
impl<U: Amount> IsMetric for Metric<U> {
    type Unit = U;

    fn it(self) -> Self {
        self
    }
}

impl<U> Clone for Metric<U> {
    fn clone(&self) -> Self {
        Self { series: self.series.clone(), unit: PhantomData }
    }
}

impl<U> fmt::Debug for Metric<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.series.fmt(f)
    }
}

/// A metric of CloudWatch and how its values of one period become one.
#[derive(Debug, Clone)]
pub struct Measure {
    pub(super) namespace: Cow<'static, str>,
    pub(super) name: Value<String>,
    pub(super) dimensions: Vec<(&'static str, Value<String>)>,
    pub(super) statistic: Statistic,
}

/// How the values of one period become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// Their mean.
    Average,
    /// Their sum.
    Sum,
    /// The largest.
    Maximum,
    /// The smallest.
    Minimum,
    /// What 95 of a hundred do not exceed.
    P95,
    /// What 99 of a hundred do not exceed.
    P99,
}

impl Statistic {
    const ALL: [Self; 6] = [Self::Average, Self::Sum, Self::Maximum, Self::Minimum, Self::P95, Self::P99];

    /// The one of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Average => "Average",
            Self::Sum => "Sum",
            Self::Maximum => "Maximum",
            Self::Minimum => "Minimum",
            Self::P95 => "p95",
            Self::P99 => "p99",
        }
    }
}

impl Measure {
    /// A metric without dimensions, by its namespace, such as `AWS/RDS`, and its name.
    pub fn new(namespace: impl Into<Cow<'static, str>>, name: impl Into<Value<String>>, statistic: Statistic) -> Self {
        Self { namespace: namespace.into(), name: name.into(), dimensions: Vec::new(), statistic }
    }

    /// The same metric for one value of a dimension, such as one database.
    #[must_use]
    pub fn dimension(mut self, name: &'static str, value: impl Into<Value<String>>) -> Self {
        self.dimensions.push((name, value.into()));
        self
    }
}

/// A metric without its unit, as alarms and graphs write it.
#[derive(Debug, Clone)]
pub(super) struct Series {
    pub(super) label: Cow<'static, str>,
    pub(super) source: Source,
    pub(super) period: u32,
}

impl Series {
    /// How many metrics CloudWatch is asked for.
    pub(super) fn inputs(&self) -> usize {
        match &self.source {
            Source::Measured(_) => 1,
            Source::Computed(formula) => formula.inputs.len(),
        }
    }
}

#[derive(Debug, Clone)]
pub(super) enum Source {
    Measured(Measure),
    Computed(Formula),
}

/// Arithmetic on metrics, in the language of CloudWatch. `$0` stands for the first of them, `$1` for the second.
#[derive(Debug, Clone)]
pub(super) struct Formula {
    pub(super) expression: Cow<'static, str>,
    pub(super) inputs: Vec<Measure>,
}

impl Formula {
    /// The expression over inputs that are called `prefix` and their place.
    pub(super) fn written(&self, prefix: &str) -> String {
        let mut written = self.expression.clone().into_owned();
        // From the last, so that `$1` does not take the beginning of `$10`.
        for place in (0..self.inputs.len()).rev() {
            written = written.replace(&format!("${place}"), &format!("{prefix}{place}"));
        }
        written
    }
}

impl Metric<Count> {
    /// What several metrics count together, such as the errors of all functions of a service. Where one has no value, it counts as none. An
    /// alarm takes ten metrics.
    ///
    /// ```
    /// # use hc_cdk::data::Phi;
    /// # use hc_cdk_aws::{compute::Lambda, observe::Metric};
    /// # fn program(book: &Lambda<Phi>, cancel: &Lambda<Phi>) {
    /// let errors = Metric::total("errors", [book, cancel].map(|function| function.errors()));
    /// # let _ = errors;
    /// # }
    /// ```
    pub fn total(label: impl Into<Cow<'static, str>>, of: impl IntoIterator<Item = Self>) -> Self {
        let (mut inputs, mut sums, mut period) = (Vec::new(), Vec::new(), 60);
        for Series { source, period: of, .. } in of.into_iter().map(Self::into_series) {
            period = period.max(of);
            let Formula { expression, inputs: more } = match source {
                Source::Measured(measure) => Formula { expression: "FILL($0, 0)".into(), inputs: vec![measure] },
                Source::Computed(formula) => formula,
            };
            sums.push(behind(&expression, inputs.len(), more.len()));
            inputs.extend(more);
        }
        let expression = sums.join(" + ").into();
        let mut total = Self::from_source(label.into(), Source::Computed(Formula { expression, inputs }));
        total.series.period = period;
        total
    }
}

/// An expression over `count` inputs that have so many others before them.
fn behind(expression: &str, before: usize, count: usize) -> String {
    // What was written already is no place: `$1` would be the beginning of `$10`.
    let places = (0..count).rev();
    let moved =
        places.fold(expression.to_owned(), |it, at| it.replace(&format!("${at}"), &format!("#{}", at + before)));
    moved.replace('#', "$")
}

impl<U: Amount> Metric<U> {
    /// One metric by the minute. The label says in a few words what it is, as alarms and graphs show it.
    pub fn of(label: impl Into<Cow<'static, str>>, measure: Measure) -> Self {
        Self::from_source(label.into(), Source::Measured(measure))
    }

    /// Arithmetic on metrics by the minute, such as `100 * $0 / $1`: `$0` is the first input.
    pub fn computed(
        label: impl Into<Cow<'static, str>>,
        expression: &'static str,
        inputs: impl IntoIterator<Item = Measure>,
    ) -> Self {
        let inputs = inputs.into_iter().collect();
        Self::from_source(label.into(), Source::Computed(Formula { expression: expression.into(), inputs }))
    }

    fn from_source(label: Cow<'static, str>, source: Source) -> Self {
        Self { series: Series { label, source, period: 60 }, unit: PhantomData }
    }

    /// The same, by periods of so many minutes.
    #[must_use]
    pub fn every_minutes(mut self, minutes: u32) -> Self {
        self.series.period = minutes.saturating_mul(60);
        self
    }

    pub(super) fn into_series(self) -> Series {
        self.series
    }
}
