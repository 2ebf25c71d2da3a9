//! What was read of a system, gathered once for everything that reports it.

use std::vec::IntoIter;

use indexmap::IndexMap;

use super::oscal::Oscal;
use crate::{
    check::{
        Checked,
        rules::{Judged, Tally},
    },
    model::{
        ConstructModel, StackModel,
        rule::{NOT_CLEARED, Rule, UNDECLARED_WAY},
        waiver::WaiverRecord,
    },
    policy::control::Control,
};

/// What the documents are made of.
pub(super) struct Evidence<'a> {
    pub(super) checked: &'a Checked<'a>,
    pub(super) read: Vec<Read<'a>>,
    pub(super) stated: Vec<Stated<'a>>,
    pub(super) oscal: Oscal,
}

/// A construct, by the places of its stack in the system and its own in the stack.
pub(crate) type At = (usize, usize);

/// What was read of a rule in the resources of one construct.
pub(crate) struct Read<'a> {
    /// The construct that declares them.
    pub(crate) at: At,
    pub(crate) stack: &'a StackModel,
    pub(crate) construct: &'a ConstructModel,
    pub(crate) rule: Rule,
    /// Whether it is one of the program's own.
    pub(crate) is_own: bool,
    /// What was signed for, if the rule is broken there.
    pub(crate) waived: Option<String>,
    /// The resources, by their names in the template.
    pub(crate) resources: Vec<&'a str>,
}

/// A sentence that nothing reads, and whose it is.
pub(crate) struct Stated<'a> {
    pub(crate) at: At,
    pub(crate) stack: &'a StackModel,
    pub(crate) construct: &'a ConstructModel,
    pub(crate) rule: &'a Rule,
}

impl<'a> Read<'a> {
    /// What was read of the rules that are wanted: once for each rule, construct and signature.
    pub(crate) fn all(judged: &[Judged<'a>], wanted: impl Fn(&Rule) -> bool) -> Vec<Self> {
        let mut all: IndexMap<(At, &str, Option<String>), Self> = IndexMap::new();
        for Judged { rule, is_own, stack_at, stack, resource, waivers, .. } in
            judged.iter().filter(|it| wanted(&it.rule))
        {
            let Some(construct) = stack.construct_of(resource) else { continue };
            let words: Vec<String> = waivers.iter().map(|it| it.words()).collect();
            let waived = (!words.is_empty()).then(|| words.join("; "));
            let at = (*stack_at, resource.construct as usize);
            let (rule, is_own, resources) = (*rule, *is_own, Vec::new());
            let empty = || Self { at, stack, construct, rule, is_own, waived: waived.clone(), resources };
            let read = all.entry((at, rule.code, waived.clone())).or_insert_with(empty);
            read.resources.push(&resource.logical_id);
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
pub(crate) fn ways(checked: &Checked<'_>, wanted: impl Fn(&Rule) -> bool) -> Vec<(Rule, Tally)> {
    let rules = [NOT_CLEARED, UNDECLARED_WAY].into_iter().filter(wanted);
    rules.map(|rule| (rule, checked.verdicts().of(&rule))).filter(|(_, tally)| *tally != Tally::default()).collect()
}

/// A construct's path with the stack's name first.
pub(crate) fn path(stack: &StackModel, construct: &ConstructModel) -> String {
    format!("{}/{}", stack.name(), construct.path)
}
