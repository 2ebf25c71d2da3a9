//! Amounts of something that is measured: a limit has the unit of its indicator, or does not compile.

/// A unit, in the words of those who read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// As the axis of a graph shows it.
    pub word: &'static str,
    /// As the name of a recorded series has it.
    pub name: &'static str,
    /// As Grafana calls it.
    pub grafana: &'static str,
}

/// An amount in some unit.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an amount in a unit",
    label = "use `Percent(2.0)`, `Seconds(0.5)`, `Count(20.0)`, `PerMinute(20.0)` or `Bytes::gibibytes(10)`"
)]
pub trait Amount: Copy + std::fmt::Debug + 'static {
    /// The unit.
    const UNIT: Unit;

    /// The amount without its unit.
    fn number(self) -> f64;
}

macro_rules! amounts {
    ($($(#[$doc:meta])* $type:ident = $word:literal $name:literal $grafana:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $type(pub f64);

        impl Amount for $type {
            const UNIT: Unit = Unit { word: $word, name: $name, grafana: $grafana };
            fn number(self) -> f64 { self.0 }
        }
    )*};
}

amounts! {
    /// Parts of a hundred.
    Percent = "%" "percent" "percent";
    /// Seconds; `Seconds(0.2)` are 200 milliseconds.
    Seconds = "s" "seconds" "s";
    /// How many: connections, events.
    Count = "count" "count" "short";
    /// How many in a minute: requests, patients.
    PerMinute = "per minute" "per_minute" "cpm";
    /// Dollars of the United States.
    Dollars = "USD" "dollars" "currencyUSD";
    /// Bytes.
    Bytes = "bytes" "bytes" "bytes";
}

impl Bytes {
    /// So many times 1 073 741 824 bytes.
    pub fn gibibytes(count: u32) -> Self {
        Self(f64::from(count) * 1_073_741_824.0)
    }
}

impl Seconds {
    /// So many times 86 400 seconds.
    pub fn days(count: u32) -> Self {
        Self(f64::from(count) * 86_400.0)
    }

    /// So many times 3600 seconds.
    pub fn hours(count: u32) -> Self {
        Self(f64::from(count) * 3_600.0)
    }
}

/// An amount in a unit.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an amount in the unit of what is measured",
    label = "it is measured in `{U}`: give the limit in it, too"
)]
pub trait InUnitOf<U> {
    /// What is given.
    fn it(self) -> U;
}

impl<U: Amount> InUnitOf<U> for U {
    fn it(self) -> U {
        self
    }
}
