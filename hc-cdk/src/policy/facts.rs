//! Policies as values, for checks and reports that compare stacks.

use super::{
    class::{Ceiling, Class},
    control::Control,
    lattice::{Level, PolicyFloor, Position},
    point::Policy,
    requirement::{Dimension, Requirement},
};

/// The floors of a policy, from the table: of each dimension that is a chain.
macro_rules! floors {
    ([$P:ident] $($(#[$doc:meta])* $name:ident: $Type:ident ($($bound:tt)+) = $weakest:ident, $words:literal { $($chain:tt)* })+) => {
        [$(floors!(@ $P $name $Type $($chain)*)),+].into_iter().flatten().collect()
    };
    (@ $P:ident $name:ident $Type:ident) => { None };
    (@ $P:ident $name:ident $Type:ident $($chain:tt)+) => { Some((Dimension::$name, <$P::$Type as Level>::POSITION)) };
}

/// A policy as values, for checks and reports that compare stacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFacts {
    /// The names of its parts, in order.
    pub names: Vec<&'static str>,
    /// The stage of the life cycle, such as `production`.
    pub stage: Option<&'static str>,
    /// What its parts ask for.
    pub requirements: Vec<Requirement>,
    /// The highest class of data.
    pub data_ceiling: Class,
    /// The floor of each dimension that is a chain.
    pub floors: Vec<(Dimension, Position)>,
}

impl PolicyFacts {
    /// The facts of the policy `P`.
    pub fn of<P: Policy>() -> Self {
        let mut names = Vec::new();
        P::names(&mut names);
        let mut requirements = Vec::new();
        P::requirements(&mut requirements);
        let floors = crate::__dimensions!({ floors } P);
        Self { names, stage: P::STAGE, requirements, data_ceiling: P::DataCeiling::HIGHEST, floors }
    }

    /// What both ask for together: as of policies that are joined by tuple, the stricter of each dimension.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let stricter = |(dimension, floor): &(Dimension, Position)| (*dimension, (*floor).max(other.floor(*dimension)));
        Self {
            names: [&self.names[..], &other.names].concat(),
            stage: self.stage.or(other.stage),
            requirements: [&self.requirements[..], &other.requirements].concat(),
            data_ceiling: self.data_ceiling.min(other.data_ceiling),
            floors: self.floors.iter().map(stricter).collect(),
        }
    }

    /// What asks for most on a dimension, if something asks for anything.
    pub fn asked(&self, dimension: Dimension) -> Option<&Requirement> {
        let floor = self.floor(dimension).name();
        let mut asked = self.requirements.iter().filter(|it| it.dimension == dimension);
        asked.clone().find(|it| it.floor == floor).or_else(|| asked.next())
    }

    /// The clauses that ask for something on a dimension, if one is named: what holds its floor meets them.
    pub fn asked_by(&self, dimension: Option<Dimension>) -> impl Iterator<Item = Control> {
        let asked = self.requirements.iter().filter(move |it| Some(it.dimension) == dimension);
        asked.flat_map(|it| it.controls).copied()
    }

    /// The floor of a dimension; of one that is no chain, the weakest position of all.
    pub fn floor(&self, dimension: Dimension) -> Position {
        let found = self.floors.iter().find(|(of, _)| *of == dimension);
        found.map_or(PolicyFloor::POSITION, |(_, floor)| *floor)
    }

    /// Whether it allows less data than another policy, or asks for less on a dimension.
    pub fn is_weaker_than(&self, other: &Self) -> bool {
        let falls_short = |(dimension, floor)| self.floor(dimension) < floor;
        self.data_ceiling < other.data_ceiling || other.floors.iter().copied().any(falls_short)
    }
}
