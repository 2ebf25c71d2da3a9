//! Amounts of something that is measured: a limit has the unit of its metric, or does not compile.

/// An amount in some unit.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an amount in a unit",
    label = "use `Percent(2.0)`, `Seconds(0.5)`, `Count(20.0)` or `Bytes::gibibytes(10)`"
)]
pub trait Amount: Copy + std::fmt::Debug + 'static {
    /// The unit, as the axis of a graph shows it.
    const UNIT: &'static str;

    /// The amount without its unit.
    fn number(self) -> f64;
}

macro_rules! amounts {
    ($($(#[$doc:meta])* $name:ident = $unit:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name(pub f64);

        impl Amount for $name {
            const UNIT: &'static str = $unit;
            fn number(self) -> f64 { self.0 }
        }
    )*};
}

amounts! {
    /// Parts of a hundred.
    Percent = "%";
    /// Seconds; `Seconds(0.2)` are 200 milliseconds.
    Seconds = "s";
    /// How many: requests, connections, events.
    Count = "count";
    /// Bytes.
    Bytes = "bytes";
}

impl Bytes {
    /// So many times 1 073 741 824 bytes.
    pub fn gibibytes(count: u32) -> Self {
        Self(f64::from(count) * 1_073_741_824.0)
    }
}

/// An amount in a unit.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an amount in the unit of this metric",
    label = "the metric is measured in `{U}`: give the limit in it, too"
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
