//! What is read because of a clause: the sentences of rules, and those of checks that found something.

use indexmap::{IndexMap, IndexSet};

use super::model::{self, Evidence, Outcome, Read};
use crate::{
    model::{
        finding::Finding,
        rule::{self, BY_HAND, NOT_CLEARED, Rule, UNDECLARED_WAY},
    },
    policy::{Dimension, control::Control},
    value::by_key,
};

/// A sentence, and the clauses that ask for it.
#[derive(Debug, Clone)]
pub(super) struct Objective {
    pub(super) code: &'static str,
    pub(super) sentence: &'static str,
    pub(super) controls: IndexSet<Control>,
}

impl Objective {
    pub(super) fn of(rule: &Rule) -> Self {
        Self { code: rule.code, sentence: rule.sentence, controls: rule.controls.iter().copied().collect() }
    }

    /// That of a rule where it was read.
    pub(super) fn of_read(read: &Read<'_>) -> Self {
        Self { controls: read.controls.clone(), ..Self::of(&read.rule) }
    }

    /// That of the check which found something.
    pub(super) fn of_finding(finding: &Finding) -> Self {
        Self { code: finding.code, sentence: sentence(finding.code), controls: finding.control.into_iter().collect() }
    }
}

/// All of a system, by their codes.
pub(super) fn all(evidence: &Evidence<'_>) -> Vec<Objective> {
    let read = evidence.read.iter().map(Objective::of_read);
    let ways = model::ways(evidence.checked, &|_| true).into_iter().map(|(rule, _)| Objective::of(&rule));
    let found = found(evidence).map(Objective::of_finding);
    let mut all: IndexMap<&str, Objective> = IndexMap::new();
    for it in read.chain(ways).chain(found) {
        all.entry(it.code).or_insert_with(|| it.clone()).controls.extend(&it.controls);
    }
    by_key(&all).map(|(_, it)| it.clone()).collect()
}

/// The findings that no rule broken in a construct shows already.
pub(super) fn found<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = &'a Finding> + use<'a> {
    let broken = evidence.read.iter().filter(|it| it.outcome == Outcome::Broken);
    let shown: IndexSet<(String, &str)> = broken.map(|it| (it.path(), it.rule.code)).collect();
    evidence.findings.iter().filter(move |it| !shown.contains(&(it.path.clone(), it.code)))
}

/// What a check looks for.
fn sentence(code: &str) -> &'static str {
    let floors = Dimension::ALL.iter().map(|it| rule::answered(*it));
    let mut known = [BY_HAND, NOT_CLEARED, UNDECLARED_WAY].into_iter().chain(floors);
    known.find(|it| it.code == code).map_or("the check of this name finds nothing", |it| it.sentence)
}
