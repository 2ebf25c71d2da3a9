//! For what of a difference a run ends with an error.

/// What of a difference is reason enough to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fatal {
    /// Anything.
    Change,
    /// A store that would be deleted, replaced by an empty one, or left behind by its stack.
    DataLoss,
    /// What the deployment would refuse.
    Refusal,
}

impl Fatal {
    /// The words of the command line, in the order of [`ALL`](Self::ALL).
    pub(super) const WORDS: [&'static str; 3] = ["change", "data-loss", "refusal"];
    const ALL: [Self; 3] = [Self::Change, Self::DataLoss, Self::Refusal];

    /// What a word of the command line means.
    pub(super) fn of(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().zip(Self::ALL).find(|(it, _)| *it == word).map(|(_, fatal)| fatal)
    }
}
