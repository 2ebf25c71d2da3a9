//! Metrics that a workload exports, each a constant of the program, and the series of them that somebody reads.
//!
//! What can be read of a metric follows from its kind: a counter has a rate, a histogram has percentiles, a gauge has a level.

use std::{borrow::Cow, fmt::Debug, marker::PhantomData};

use hc_cdk::value::Value;

/// A metric that a workload exports.
pub trait Metric {
    /// What is read of it.
    type Series;

    /// Its name.
    fn name(&self) -> &'static str;

    /// The series of it that are selected.
    fn selected(&self, selected: Selected) -> Self::Series;

    /// The series of it of all workloads.
    fn everywhere(&self) -> Self::Series {
        self.selected(Selected::of(self.name()))
    }
}

/// Metrics that something exports: one by reference, or up to sixteen as a tuple.
///
/// ```
/// use hc_cdk_observe::{Counter, Histogram, Scraped, Seconds};
///
/// const REQUESTS: Counter = Counter::named("http_requests_total");
/// const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_duration_seconds");
///
/// let scraped = Scraped::new("claims", 8000).exports((&REQUESTS, &ANSWERED));
/// ```
#[diagnostic::on_unimplemented(
    message = "this is not what something exports",
    label = "give a metric, or several in one pair of brackets: `(&REQUESTS, &ERRORS)`"
)]
pub trait Metrics {
    /// Their names.
    fn names(self) -> Vec<&'static str>;
}

// rustc would say that a text is no `Metric`, and not what to give.
#[diagnostic::do_not_recommend]
impl<M: Metric> Metrics for &M {
    fn names(self) -> Vec<&'static str> {
        vec![self.name()]
    }
}

/// Lets tuples be given, from the longest down to that of two.
macro_rules! tuples {
    ($first:ident) => {};
    ($first:ident $($rest:ident)+) => {
        #[diagnostic::do_not_recommend]
        impl<$first: Metric, $($rest: Metric),+> Metrics for (&$first, $(&$rest),+) {
            fn names(self) -> Vec<&'static str> {
                #[allow(non_snake_case, reason = "a part of a tuple is called as its type is")]
                let ($first, $($rest),+) = self;
                vec![$first.name(), $($rest.name()),+]
            }
        }

        tuples!($($rest)+);
    };
}

tuples!(A B C D E F G H I J K L M N O P);

/// How the value of a label is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// It is this text.
    Is,
    /// It matches this regular expression.
    Like,
    /// It does not match this regular expression.
    Unlike,
}

/// Series of a metric: all that have such labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Selected {
    /// The name of the metric.
    pub name: Cow<'static, str>,
    /// What of its labels is asked for.
    pub labels: Vec<(&'static str, Compared, Value<String>)>,
    /// The workload that is known not to export it.
    pub not_exported_by: Option<String>,
}

impl Selected {
    /// All series of a metric.
    pub fn of(name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), labels: Vec::new(), not_exported_by: None }
    }

    /// Those with such a label.
    #[must_use]
    pub fn with(mut self, name: &'static str, how: Compared, value: impl Into<Value<String>>) -> Self {
        self.labels.push((name, how, value.into()));
        self
    }
}

impl Selected {
    /// The names of the labels that are asked for.
    pub(crate) fn label_names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.labels.iter().map(|(name, ..)| *name)
    }

    /// Whether the program knows what its labels are compared with.
    pub(crate) fn is_known(&self) -> bool {
        self.labels.iter().all(|(.., value)| value.json().as_text().is_some())
    }
}

/// A counter: it only grows, such as the number of requests.
///
/// ```
/// use hc_cdk_observe::Counter;
///
/// const REQUESTS: Counter = Counter::named("http_requests_total");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Counter {
    name: &'static str,
}

/// A gauge: it goes up and down, such as the connections that are open.
#[derive(Debug)]
pub struct Gauge<U> {
    name: &'static str,
    unit: PhantomData<fn() -> U>,
}

/// A histogram: amounts by how many there were of each size, such as times to answer.
#[derive(Debug)]
pub struct Histogram<U> {
    name: &'static str,
    unit: PhantomData<fn() -> U>,
}

/// A moment, in seconds since 1970: a gauge of it says when something happened last, or when it ends.
#[derive(Debug, Clone, Copy)]
pub struct Moment;

impl Counter {
    /// A counter by its name, which is evaluated at compile time where it is a constant's.
    ///
    /// # Panics
    ///
    /// If it is not the name of one.
    pub const fn named(name: &'static str) -> Self {
        assert!(
            is_name(name),
            "the name of a metric has lower-case letters, digits and `_`, such as `http_requests_total`"
        );
        assert!(
            ends_in_total(name.as_bytes()),
            "the name of a counter ends in `_total`, such as `http_requests_total`"
        );
        Self { name }
    }
}

impl<U> Gauge<U> {
    /// A gauge by its name, which is evaluated at compile time where it is a constant's.
    ///
    /// # Panics
    ///
    /// If it is not the name of one.
    pub const fn named(name: &'static str) -> Self {
        assert!(
            is_name(name),
            "the name of a metric has lower-case letters, digits and `_`, such as `http_requests_total`"
        );
        Self { name, unit: PhantomData }
    }
}

impl<U> Histogram<U> {
    /// A histogram by its name without `_bucket`, which is evaluated at compile time where it is a constant's.
    ///
    /// # Panics
    ///
    /// If it is not the name of one.
    pub const fn named(name: &'static str) -> Self {
        assert!(
            is_name(name),
            "the name of a metric has lower-case letters, digits and `_`, such as `http_requests_total`"
        );
        Self { name, unit: PhantomData }
    }
}

const fn is_name(name: &str) -> bool {
    let [first, rest @ ..] = name.as_bytes() else { return false };
    let mut rest = rest;
    while let [letter, behind @ ..] = rest {
        if !matches!(letter, b'a'..=b'z' | b'0'..=b'9' | b'_') {
            return false;
        }
        rest = behind;
    }
    first.is_ascii_lowercase()
}

const fn ends_in_total(name: &[u8]) -> bool {
    matches!(name, [.., b'_', b't', b'o', b't', b'a', b'l'])
}

/// Declares what is read of a kind of metric.
macro_rules! read {
    ($($(#[$doc:meta])* $series:ident $(<$unit:ident>)? of $metric:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $series $(<$unit>)? {
            pub(crate) selected: Selected,
            $(unit: PhantomData<fn() -> $unit>,)?
        }

        impl $(<$unit>)? Clone for $series $(<$unit>)? {
            fn clone(&self) -> Self {
                Self { selected: self.selected.clone(), $(unit: PhantomData::<fn() -> $unit>,)? }
            }
        }

        impl $(<$unit>)? $series $(<$unit>)? {
            /// Those of which a label is this text.
            #[must_use]
            pub fn is(self, label: &'static str, text: &'static str) -> Self {
                self.with(label, Compared::Is, text)
            }

            /// Those of which a label matches this regular expression, from its beginning to its end.
            #[must_use]
            pub fn like(self, label: &'static str, expression: &'static str) -> Self {
                self.with(label, Compared::Like, expression)
            }

            /// Those of which a label does not match this regular expression.
            #[must_use]
            pub fn unlike(self, label: &'static str, expression: &'static str) -> Self {
                self.with(label, Compared::Unlike, expression)
            }

            fn with(mut self, label: &'static str, how: Compared, text: &'static str) -> Self {
                self.selected = self.selected.with(label, how, text);
                self
            }
        }

        impl $(<$unit>)? Metric for $metric $(<$unit>)? {
            type Series = $series $(<$unit>)?;

            fn name(&self) -> &'static str {
                self.name
            }

            fn selected(&self, selected: Selected) -> Self::Series {
                $series { selected, $(unit: PhantomData::<fn() -> $unit>,)? }
            }
        }
    )*};
}

read! {
    /// Series of a counter.
    Counted of Counter;
    /// Series of a gauge.
    Level<U> of Gauge;
    /// Series of a histogram.
    Spread<U> of Histogram;
}
