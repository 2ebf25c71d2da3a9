//! The lattice that policies are points of: positions on chains, and what it takes to compare them.
//!
//! A policy names a floor on each dimension, a construct its position. Both are marker types, so that the compiler compares
//! them, and both are a [`Position`] as a value, so that checks and reports do.

use std::{cmp::Ordering, fmt};

/// What only hc-cdk implements: a position or a class of one's own would be compared with nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no position that hc-cdk knows",
    label = "use one of the markers in `hc_cdk::dimension` or `hc_cdk::data`",
    note = "a team's own policy is made of them: `policy! {{ .. }}`"
)]
pub trait Sealed {}

/// A position in a chain, as a type.
pub trait Level: Sealed + 'static {
    /// The same as a value. A joined floor is the strictest of its parts.
    const POSITION: Position;
}

/// A floor (`Self`) that the position `R` meets. Implemented for every ordered pair of a chain.
///
/// A floor may be a tuple, as policies join by tuple: `R` meets it if it meets each of its parts.
pub trait MetBy<R> {}

/// The position of whoever says nothing: it meets every floor, and is exactly what the policy demands.
#[derive(Debug, Clone, Copy)]
pub struct PolicyFloor;

impl Sealed for PolicyFloor {}

impl Level for PolicyFloor {
    const POSITION: Position = Position::new("PolicyFloor", 0, 0);
}

/// A position in a chain, as a value. The greater one is the stricter one; those of different chains are not to be compared.
#[derive(Clone, Copy)]
pub struct Position {
    name: &'static str,
    rank: u32,
    days: u32,
}

impl Position {
    pub(super) const fn new(name: &'static str, rank: u32, days: u32) -> Self {
        Self { name, rank, days }
    }

    /// The stricter of two.
    #[must_use]
    pub const fn or_stricter(self, other: Self) -> Self {
        if self.rank < other.rank { other } else { self }
    }

    /// The marker's name, such as `MultiAz`.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The days that it stands for, on dimensions of which the positions are periods; 0 on others.
    pub const fn days(self) -> u32 {
        self.days
    }
}

impl PartialEq for Position {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Position {}

impl PartialOrd for Position {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Position {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank.cmp(&other.rank)
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Calls a macro for tuples of two to eight parts.
macro_rules! tuples {
    ($each:ident) => {
        $each!(P1 P2);
        $each!(P1 P2 P3);
        $each!(P1 P2 P3 P4);
        $each!(P1 P2 P3 P4 P5);
        $each!(P1 P2 P3 P4 P5 P6);
        $each!(P1 P2 P3 P4 P5 P6 P7);
        $each!(P1 P2 P3 P4 P5 P6 P7 P8);
    };
}

macro_rules! join {
    ($($part:ident)+) => {
        impl<$($part: Sealed),+> Sealed for ($($part,)+) {}
        impl<R, $($part: MetBy<R>),+> MetBy<R> for ($($part,)+) {}
        impl<$($part: Level),+> Level for ($($part,)+) {
            const POSITION: Position = PolicyFloor::POSITION$(.or_stricter($part::POSITION))+;
        }
    };
}

tuples!(join);

pub(super) use tuples;
