//! Positions on the dimensions as values: what the types of a construct and the policy of its stack come to.

use hc_cdk::{
    dimension::{
        Level, Position,
        deletion::{DeletionFor, Protected, Retained},
    },
    policy::Policy,
    resource::{Made, Resource},
    stack::Scope,
};

/// What happens to a store when it leaves the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Deletion {
    /// It is deleted with its stack.
    Destroyable,
    /// It stays behind.
    Retained,
    /// It stays behind and refuses to be deleted by hand.
    Protected,
}

impl Deletion {
    /// What the policy asks for.
    pub(crate) fn of<P: Policy>() -> Self {
        Self::of_position(<P::Deletion as Level>::POSITION)
    }

    /// What a position comes to under the policy.
    pub(crate) fn at<P, X: DeletionFor<P>>() -> Self {
        Self::of_position(X::POSITION)
    }

    fn of_position(position: Position) -> Self {
        if position >= Protected::POSITION {
            Self::Protected
        } else if position >= Retained::POSITION {
            Self::Retained
        } else {
            Self::Destroyable
        }
    }

    /// Writes the deletion policy of a store that has no snapshots.
    pub(crate) fn apply<R: Resource>(self, scope: &mut Scope<'_>, made: &Made<R>) {
        self.apply_or(scope, made, "Retain");
    }

    /// Writes the deletion policy of something that has a name of its own. What a first deployment made before it failed goes with it: else
    /// it would be in the way of the next one.
    pub(crate) fn apply_named<R: Resource>(self, scope: &mut Scope<'_>, made: &Made<R>) {
        self.apply(scope, made);
        if self.is_kept() {
            scope.option(made, "DeletionPolicy", "RetainExceptOnCreate");
        }
    }

    /// Writes the deletion policy of a store, with the way in which it is kept: `Retain` or `Snapshot`.
    pub(crate) fn apply_or<R: Resource>(self, scope: &mut Scope<'_>, made: &Made<R>, keep: &'static str) {
        let policy = if self == Self::Destroyable { "Delete" } else { keep };
        scope.option(made, "DeletionPolicy", policy);
        scope.option(made, "UpdateReplacePolicy", policy);
    }

    /// Whether the store outlives its stack.
    pub(crate) fn is_kept(self) -> bool {
        self != Self::Destroyable
    }

    /// Whether the store refuses to be deleted by hand.
    pub(crate) fn is_protected(self) -> bool {
        self == Self::Protected
    }
}

/// The days of a policy's floor, for dimensions of which the positions are periods.
pub(crate) const fn days<F: Level>() -> u32 {
    F::POSITION.days()
}

/// The oldest TLS that a policy allows.
pub(crate) fn tls<P: Policy>() -> Position {
    <P::Tls as Level>::POSITION
}
