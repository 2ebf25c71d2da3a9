//! The ticket: a system that was checked, with its graph, and what each target knows beside the core.

use std::{collections::BTreeMap, fmt};

use super::{graph::Graph, links::Links};
use crate::model::{ResourceModel, StackModel, System, finding::Finding};

/// What a target knows that the core does not.
pub trait Judge: Sync + fmt::Debug {
    /// Findings that need the target's own knowledge, such as how many resources a stack may have. It is asked only when
    /// every other check has passed, so whatever a reference points at is there.
    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>);

    /// The name of the output by which a stack tells an attribute of a resource of its, or the resource's id, to stacks of
    /// other targets; nothing if this target's stacks have no outputs.
    fn output(&self, _resource: &ResourceModel, _attribute: Option<&'static str>) -> Option<String> {
        None
    }

    /// Whether this target's stacks take values from outputs of other targets' stacks.
    fn takes_outputs(&self) -> bool {
        false
    }
}

/// What knows each of the system's targets, by the target's name.
#[derive(Debug, Default)]
pub struct Judges<'a>(BTreeMap<&'static str, &'a dyn Judge>);

impl<'a> FromIterator<(&'static str, &'a dyn Judge)> for Judges<'a> {
    fn from_iter<I: IntoIterator<Item = (&'static str, &'a dyn Judge)>>(judges: I) -> Self {
        Self(judges.into_iter().collect())
    }
}

impl<'a> Judges<'a> {
    pub(super) fn iter(&self) -> impl Iterator<Item = &'a dyn Judge> + use<'a, '_> {
        self.0.values().copied()
    }

    /// Who knows the target of a stack.
    pub(super) fn of(&self, stack: &StackModel) -> Option<&'a dyn Judge> {
        self.0.get(stack.target).copied()
    }
}

/// A system that was checked: the ticket for whoever writes.
#[derive(Debug)]
pub struct Checked<'a> {
    system: &'a System,
    judges: Judges<'a>,
    graph: Graph,
    links: Links,
}

impl<'a> Checked<'a> {
    pub(super) fn new(system: &'a System, judges: Judges<'a>, graph: Graph, links: Links) -> Self {
        Self { system, judges, graph, links }
    }

    /// The system.
    pub fn system(&self) -> &'a System {
        self.system
    }

    pub(super) fn judges(&self) -> &Judges<'a> {
        &self.judges
    }

    /// Its stacks, in the order of declaration.
    pub fn stacks(&self) -> &'a [StackModel] {
        self.system.stacks()
    }

    /// Its graph.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// What its stacks take from one another.
    pub fn links(&self) -> &Links {
        &self.links
    }

    /// The stacks of a target, each with its place in the system.
    pub fn stacks_of(&self, target: &str) -> impl Iterator<Item = (usize, &'a StackModel)> {
        self.stacks().iter().enumerate().filter(move |(_, stack)| stack.target == target)
    }
}
