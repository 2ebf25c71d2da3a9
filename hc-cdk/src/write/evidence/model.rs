//! What was read of a system, gathered once for everything that reports it.

use std::vec::IntoIter;

use indexmap::{IndexMap, IndexSet};

use super::oscal::Oscal;
use crate::{
    check::{
        Checked,
        rules::{Judged, Tally, Verdict},
    },
    model::{
        ConstructModel, ResourceModel, StackModel,
        finding::Finding,
        rule::{NOT_CLEARED, Rule, UNDECLARED_WAY},
        waiver::WaiverRecord,
    },
    policy::{Dimension, control::Control},
};

/// What the documents are made of.
pub(super) struct Evidence<'a> {
    pub(super) checked: &'a Checked<'a>,
    pub(super) read: Vec<Read<'a>>,
    pub(super) stated: Vec<Stated<'a>>,
    /// What is wrong with the program, if it is attested all the same.
    pub(super) findings: &'a [Finding],
    pub(super) oscal: Oscal,
}

/// A construct, by the places of its stack in the system and its own in the stack.
pub(crate) type At = (usize, usize);

/// What was read of a rule in the resources of one construct.
#[derive(Clone)]
pub(crate) struct Read<'a> {
    /// The construct that declares them.
    pub(crate) at: At,
    pub(crate) stack: &'a StackModel,
    pub(crate) construct: &'a ConstructModel,
    pub(crate) rule: Rule,
    /// The clauses that ask for it: those that it rests on, and those because of which the policy asks for the floor that it answers.
    pub(crate) controls: IndexSet<Control>,
    /// Whether it is one of the program's own.
    pub(crate) is_own: bool,
    pub(crate) outcome: Outcome,
    /// The resources of which that is so.
    pub(crate) resources: Vec<&'a ResourceModel>,
}

/// What came of reading a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Outcome {
    Held,
    /// It is broken, and signed for in these words.
    Waived(String),
    /// It is broken, and nobody signed. That is a finding.
    Broken,
}

impl Outcome {
    fn of(judged: &Judged<'_>) -> Self {
        let words: Vec<String> = judged.waivers.iter().map(|it| it.words()).collect();
        match judged.verdict {
            Verdict::Broken if words.is_empty() => Self::Broken,
            Verdict::Broken => Self::Waived(words.join("; ")),
            Verdict::Held | Verdict::NotApplicable => Self::Held,
        }
    }

    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Waived(_) => "waived",
            Self::Broken => "broken",
        }
    }

    /// What was signed for.
    pub(crate) fn waiver(&self) -> Option<&str> {
        if let Self::Waived(words) = self { Some(words) } else { None }
    }
}

/// A sentence that nothing reads, and whose it is.
pub(crate) struct Stated<'a> {
    pub(crate) at: At,
    pub(crate) stack: &'a StackModel,
    pub(crate) construct: &'a ConstructModel,
    pub(crate) rule: &'a Rule,
}

impl<'a> Read<'a> {
    /// What was read: once for each rule, construct and outcome.
    pub(crate) fn all(judged: &[Judged<'a>]) -> Vec<Self> {
        let mut all: IndexMap<(At, &str, Outcome), Self> = IndexMap::new();
        let mut asked: IndexMap<(usize, Option<Dimension>), Vec<Control>> = IndexMap::new();
        for it in judged {
            let (stack, resource) = (it.stack, it.resource);
            let Some(construct) = stack.construct_of(resource) else { continue };
            let (at, outcome) = ((it.stack_at, resource.construct as usize), Outcome::of(it));
            let empty = || Self {
                at,
                stack,
                construct,
                rule: it.rule,
                controls: it.rule.controls.iter().copied().collect(),
                is_own: it.is_own,
                outcome: outcome.clone(),
                resources: Vec::new(),
            };
            let read = all.entry((at, it.rule.code, outcome.clone())).or_insert_with(empty);
            let asked = asked.entry((it.stack_at, it.answers));
            read.controls.extend(asked.or_insert_with(|| stack.policy.asked_by(it.answers).collect()).iter().copied());
            read.resources.push(resource);
        }
        all.into_values().collect()
    }

    /// The construct's path with the stack's name first.
    pub(crate) fn path(&self) -> String {
        path(self.stack, self.construct)
    }

    /// Whose the rule is, behind its sentence or code, if it is not of hc-cdk.
    pub(crate) fn whose(&self) -> &'static str {
        if self.is_own { OWN } else { "" }
    }

    /// The resources by their names in the template.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.resources.iter().map(|it| it.logical_id.as_str())
    }
}

/// What is said of a rule of the program's own.
pub(crate) const OWN: &str = ", a rule of the program's own";

impl<'a> Stated<'a> {
    pub(crate) fn all(checked: &Checked<'a>) -> impl Iterator<Item = Self> {
        constructs(checked).flat_map(|(at, stack, construct)| {
            let stated = construct.invariants.iter().filter(|rule| rule.is_stated());
            stated.map(move |rule| Self { at, stack, construct, rule })
        })
    }

    pub(crate) fn path(&self) -> String {
        path(self.stack, self.construct)
    }
}

/// Who answers for a construct, if a text says it.
pub(super) fn owner(at: At, stack: &StackModel) -> Option<&str> {
    stack.owner_of(u32::try_from(at.1).ok()?)?.as_text()
}

/// Every construct, stack by stack.
pub(crate) fn constructs<'a>(checked: &Checked<'a>) -> IntoIter<(At, &'a StackModel, &'a ConstructModel)> {
    let mut all = Vec::new();
    for (stack_at, stack) in checked.stacks().iter().enumerate() {
        all.extend(stack.constructs.iter().enumerate().map(|(at, construct)| ((stack_at, at), stack, construct)));
    }
    all.into_iter()
}

/// Every waiver, stack by stack.
pub(crate) fn waivers<'a>(checked: &Checked<'a>) -> IntoIter<(&'a StackModel, &'a WaiverRecord)> {
    checked
        .stacks()
        .iter()
        .flat_map(|stack| stack.waivers.iter().map(move |it| (stack, it)))
        .collect::<Vec<_>>()
        .into_iter()
}

/// Signatures for a clause that no resource shows: for floors that nothing answers, and for what is not from a construct.
pub(crate) fn signed<'a>(checked: &Checked<'a>, control: Control) -> IntoIter<(&'a StackModel, &'a WaiverRecord)> {
    let all = waivers(checked).filter(|(stack, waiver)| stack.controls_unread(waiver).any(|it| it == control));
    all.collect::<Vec<_>>().into_iter()
}

/// What was read of the rules on ways of data, which are about more than one resource.
pub(crate) fn ways(checked: &Checked<'_>, wanted: &dyn Fn(&Rule) -> bool) -> Vec<(Rule, Tally)> {
    let rules = [NOT_CLEARED, UNDECLARED_WAY].into_iter().filter(|it| wanted(it));
    rules.map(|rule| (rule, checked.verdicts().of(&rule))).filter(|(_, tally)| *tally != Tally::default()).collect()
}

/// A construct's path with the stack's name first.
pub(crate) fn path(stack: &StackModel, construct: &ConstructModel) -> String {
    format!("{}/{}", stack.name(), construct.path)
}
