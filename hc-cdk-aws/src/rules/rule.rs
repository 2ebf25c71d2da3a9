//! What a rule is: the resources that it is about, the policies under which it holds, and what it asks for.

use hc_cdk::{
    control::{Control, hipaa},
    dimension::{availability::MultiAz, deletion::Protected, key_custody::CustomerManaged, recovery::Hours24},
    policy::{Dimension, PolicyFacts},
};

use super::subject::{Known, Subject};

/// One rule: what it is about, when it holds, and what it asks for.
pub(super) struct Rule {
    /// The name that scanners give it.
    pub(super) name: &'static str,
    /// The clauses that ask for it, the first of which a finding cites.
    pub(super) controls: &'static [Control],
    /// The resource types that it is about; none means all.
    pub(super) on: &'static [&'static str],
    /// Under which policies it holds.
    pub(super) when: fn(&PolicyFacts) -> bool,
    /// What it asks for.
    pub(super) must: Must,
    /// What is wrong, behind "which".
    pub(super) message: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

impl Rule {
    pub(super) fn is_about(&self, kind: &str) -> bool {
        self.on.is_empty() || self.on.contains(&kind)
    }
}

/// What a rule asks for. Properties are given by their path.
pub(super) enum Must {
    /// The property is there, whatever its value.
    Set(&'static str),
    /// The property is there, and is not one of AWS's own keys.
    CustomerKey(&'static str),
    /// The property is known to be true.
    True(&'static str),
    /// The property is known to be false.
    False(&'static str),
    /// The property is left out or known to be true.
    NotFalse(&'static str),
    /// The property is left out or known to be false.
    NotTrue(&'static str),
    /// Something that takes more than one property.
    Hold(fn(&Subject<'_>) -> bool),
}

impl Must {
    pub(super) fn holds(&self, subject: &Subject<'_>) -> bool {
        match *self {
            Self::Set(path) => subject.property(path).is_some(),
            Self::CustomerKey(path) => {
                subject.property(path).is_some_and(|key| !key.as_text().is_some_and(|key| key.contains("alias/aws/")))
            }
            Self::True(path) => subject.flag(path) == Known::Is(true),
            Self::False(path) => subject.flag(path) == Known::Is(false),
            Self::NotFalse(path) => matches!(subject.flag(path), Known::Missing | Known::Is(true)),
            Self::NotTrue(path) => matches!(subject.flag(path), Known::Missing | Known::Is(false)),
            Self::Hold(holds) => holds(subject),
        }
    }
}

/// Under every policy.
pub(super) fn always(_: &PolicyFacts) -> bool {
    true
}

/// Under policies that cite the HIPAA Security Rule, whoever declared them.
pub(super) fn regulated(policy: &PolicyFacts) -> bool {
    let mut cited = policy.requirements.iter().flat_map(|requirement| requirement.controls);
    cited.any(|control| control.framework == hipaa::ACCESS_CONTROL.framework)
}

// What follows narrows rules down that ask for a position on a dimension: there the policy has the last word.

/// Where several zones are asked for, too.
pub(super) fn in_several_zones(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::availability) >= MultiAz::POSITION
}

/// Where nothing is to be deleted by hand, too.
pub(super) fn undeletable(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::deletion) >= Protected::POSITION
}

/// Where data has to be back sooner than a day after a disaster, too.
pub(super) fn recoverable(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::recovery) > Hours24::POSITION
}

/// Where the keys have to be the customer's own, too.
pub(super) fn under_own_keys(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::key_custody) >= CustomerManaged::POSITION
}
