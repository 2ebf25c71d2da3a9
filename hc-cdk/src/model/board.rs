//! Boards as people see them: what a preview draws without figures.

/// A board.
#[derive(Debug, Clone, PartialEq)]
pub struct Pictured {
    /// Its name, by which the command line finds it.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its rows, each with its title.
    pub rows: Vec<(String, Vec<PicturedPanel>)>,
}

/// What a board shows of one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct PicturedPanel {
    /// Its title.
    pub title: String,
    /// What it is measured in.
    pub unit: String,
    /// How it is drawn: `line`, `figure`, `dial` or `bars`.
    pub shape: &'static str,
    /// The colours of its values, from the lowest value on, each with the value from which on it is so.
    pub bands: Vec<(&'static str, Option<f64>)>,
}
