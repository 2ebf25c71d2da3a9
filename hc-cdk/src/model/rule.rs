//! What holds for a construct, as data.

use crate::policy::control::Control;

/// A sentence that holds by construction, with the clauses that ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invariant {
    /// The sentence, lower case, without a full stop.
    pub sentence: &'static str,
    /// The clauses it meets.
    pub controls: &'static [Control],
}
