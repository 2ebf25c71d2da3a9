//! Boards: rows of indicators, each with its bands.

use crate::{
    indicator::{Indicator, Measured},
    words::Words,
};

/// How an indicator is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A line over time.
    Line,
    /// Its value now, as a figure.
    Figure,
    /// Its value now, on a dial.
    Dial,
    /// A bar for each value of a label.
    Bars,
}

/// An indicator as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The indicator.
    pub measured: Measured,
    /// How it is drawn.
    pub shape: Shape,
}

impl<U> Indicator<U> {
    /// A line over time.
    pub fn line(&self) -> Panel {
        self.panel(Shape::Line)
    }

    /// Its value now, as a figure.
    pub fn figure(&self) -> Panel {
        self.panel(Shape::Figure)
    }

    /// Its value now, on a dial.
    pub fn dial(&self) -> Panel {
        self.panel(Shape::Dial)
    }

    /// A bar for each value of its label.
    pub fn bars(&self) -> Panel {
        self.panel(Shape::Bars)
    }

    fn panel(&self, shape: Shape) -> Panel {
        Panel { measured: self.measured.clone(), shape }
    }
}

/// A board.
///
/// ```
/// use hc_cdk_observe::{Board, Counter, Metric};
///
/// const REQUESTS: Counter = Counter::named("http_requests_total");
///
/// let throughput = REQUESTS.everywhere().per_minute("throughput");
/// let board = Board::new("overview", "Overview").row("Requests", [throughput.line(), throughput.figure()]);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// Its name: lower-case letters, digits and `-`.
    pub name: &'static str,
    /// Its title.
    pub title: Words,
    /// Its rows, each with its title.
    pub rows: Vec<(Words, Vec<Panel>)>,
}

impl Board {
    /// A board without rows.
    pub fn new(name: &'static str, title: impl Into<Words>) -> Self {
        Self { name, title: title.into(), rows: Vec::new() }
    }

    /// Adds a row.
    #[must_use]
    pub fn row(mut self, title: impl Into<Words>, panels: impl IntoIterator<Item = Panel>) -> Self {
        self.rows.push((title.into(), panels.into_iter().collect()));
        self
    }

    /// The indicators that it shows.
    pub fn measured(&self) -> impl Iterator<Item = &Measured> {
        self.rows.iter().flat_map(|(_, panels)| panels.iter().map(|panel| &panel.measured))
    }
}
