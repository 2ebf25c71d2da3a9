//! How the value of an indicator comes about, as data that every writer reads.

use crate::series::Selected;

/// How the value of an indicator comes about, for each of its periods.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// By how much a counter grows in a minute.
    PerMinute(Selected),
    /// By how much a counter grows in the period.
    Within(Selected),
    /// How many of a hundred one counter grows of what another one does, or those that it does not.
    Share {
        /// What is counted.
        part: Selected,
        /// All.
        whole: Selected,
        /// Whether it is about all that is not counted.
        rest: bool,
    },
    /// What so many of a hundred do not exceed.
    Quantile {
        /// The histogram.
        of: Selected,
        /// How many of a hundred.
        hundredths: u8,
    },
    /// A gauge.
    Level {
        /// The gauge.
        of: Selected,
        /// How several values become one.
        fold: Fold,
        /// What it is multiplied by.
        times: u8,
    },
    /// How many of a hundred one gauge is of another one.
    Filled {
        /// What is in use.
        part: Selected,
        /// What there is.
        whole: Selected,
    },
    /// How many seconds ago the last moment of a gauge is.
    Since(Selected),
    /// How many seconds it is until the first moment of a gauge.
    Until(Selected),
}

/// How several values of a gauge become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// Their mean.
    Mean,
    /// The highest.
    Highest,
    /// The lowest.
    Lowest,
}

impl Reading {
    /// The series that it reads.
    pub fn series(&self) -> Vec<&Selected> {
        match self {
            Self::PerMinute(it) | Self::Within(it) | Self::Since(it) | Self::Until(it) => vec![it],
            Self::Quantile { of, .. } | Self::Level { of, .. } => vec![of],
            Self::Share { part, whole, .. } | Self::Filled { part, whole } => vec![part, whole],
        }
    }
}
