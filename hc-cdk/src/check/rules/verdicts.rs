//! What was read of rules.

use indexmap::{IndexMap, IndexSet};

use super::reading::Verdict;
use crate::{
    check::index::Place,
    model::{ResourceModel, StackModel, rule::Rule, waiver::WaiverRecord},
    policy::Dimension,
    value::by_key,
};

/// Signatures that something needs: by the place of the stack, the waiver's place in it and the code of the rule.
pub(crate) type Signed = IndexMap<usize, IndexSet<(usize, &'static str)>>;

/// How often a rule held, and how often somebody signed for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// In how many resources it held.
    pub held: usize,
    /// In how many it is broken and waived.
    pub waived: usize,
}

/// The verdicts of a system's rules. What was broken and not waived is a finding, so no report ever says it.
#[derive(Debug, Default)]
pub struct Verdicts {
    /// Each rule that was read, by its code.
    pub(super) tallies: IndexMap<&'static str, (Rule, Tally)>,
    /// What is broken and waived: the resource's place, the rule, and the place of the first waiver in the stack. Resources are in
    /// their order, and the rules of each in that of their readings.
    pub(super) waived: Vec<(Place, Rule, usize)>,
}

impl Verdicts {
    /// The rules that were read, each with how often it held.
    pub fn iter(&self) -> impl Iterator<Item = (&Rule, Tally)> {
        by_key(&self.tallies).map(|(_, (rule, tally))| (rule, *tally))
    }

    /// The rules that are broken in the resource at a place and that somebody signed for, each with the place of the first waiver in
    /// its stack.
    pub(crate) fn waived_at(&self, place: Place) -> impl Iterator<Item = (Rule, usize)> {
        let start = self.waived.partition_point(|(at, ..)| *at < place);
        let from = self.waived.get(start..).unwrap_or_default().iter();
        from.take_while(move |(at, ..)| *at == place).map(|(_, rule, waiver)| (*rule, *waiver))
    }

    /// Adds what was read of a rule, if anything was.
    pub(crate) fn note(&mut self, rule: Rule, Tally { held, waived }: Tally) {
        if held + waived > 0 {
            let (_, all) = self.tallies.entry(rule.code).or_insert((rule, Tally::default()));
            all.held += held;
            all.waived += waived;
        }
    }

    /// What was read of a rule.
    pub fn of(&self, rule: &Rule) -> Tally {
        self.tallies.get(rule.code).map_or(Tally::default(), |(_, tally)| *tally)
    }
}

/// A rule, where it was read, and what came of it.
#[derive(Debug, Clone)]
pub struct Judged<'a> {
    /// The rule.
    pub rule: Rule,
    /// Whether the rule is one of the program's own, and what it reads is the program's to say.
    pub is_own: bool,
    /// The stack's place in the system.
    pub stack_at: usize,
    /// The stack.
    pub stack: &'a StackModel,
    /// The resource.
    pub resource: &'a ResourceModel,
    /// The dimension whose floor it answers, if it does.
    pub answers: Option<Dimension>,
    /// Whether it held. One that is broken stands only where it was waived.
    pub verdict: Verdict,
    /// Who signed, if it is broken.
    pub waivers: Vec<&'a WaiverRecord>,
}
