//! What a policy asks for, as a value, and the dimensions by name.

use super::control::Control;

/// One thing that a policy asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    /// The policy that asks; of one that is only proposed with where.
    pub policy: &'static str,
    /// The dimension, as [`policy!`](crate::policy!) spells it.
    pub dimension: Dimension,
    /// The floor (or ceiling), as the program spells it.
    pub floor: &'static str,
    /// The clauses that say so.
    pub controls: &'static [Control],
    /// Clauses because of which it asks for just that, and that ask for something else: what holds the floor does not meet them.
    pub reasons: &'static [Control],
    /// Whose the figure is, if it is neither ours nor that of a clause.
    pub owner: Option<&'static str>,
    /// The one that names the very figure, if one does.
    pub named: Option<Control>,
}

impl Requirement {
    /// All clauses that it rests on.
    pub fn clauses(&self) -> impl Iterator<Item = Control> + use<> {
        self.controls.iter().chain(self.reasons).copied()
    }

    /// Whose figure it is, in the light of a clause; nothing if that clause names it.
    pub fn whose(&self, control: Control) -> Option<String> {
        let what = if self.dimension.is_figure() { "figure" } else { "choice" };
        match (self.named, self.owner) {
            (Some(named), _) if named == control => None,
            (Some(named), _) => Some(format!("the {what} is that of {named}")),
            (None, Some(owner)) => Some(format!("the {what} is that of {owner}")),
            (None, None) => Some(format!("the {what} is ours")),
        }
    }
}

impl Dimension {
    /// Whether its positions are numbers: days, hours, versions. Those of the others are choices.
    const fn is_figure(self) -> bool {
        !matches!(self, Self::data_ceiling | Self::availability | Self::residency | Self::key_custody | Self::deletion)
    }
}

/// The dimensions as values, from the table.
macro_rules! dimension {
    ([] $($(#[$doc:meta])* $name:ident: $Type:ident ($($bound:tt)+) = $weakest:ident, $words:literal { $($chain:tt)* })+) => {
        /// The dimensions by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(
            non_camel_case_types,
            reason = "a dimension is spelled as in `policy!`, so that a wrong name is reported there"
        )]
        pub enum Dimension {
            $(
                $(#[$doc])*
                $name,
            )+
        }

        impl Dimension {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What it is called where nothing answers it: see [`rule::answered`](crate::rule::answered).
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => concat!("Answered:", stringify!($name)),)+
                }
            }

            /// The dimension's name in plain words.
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)+
                }
            }
        }
    };
}

crate::__dimensions!({ dimension });
