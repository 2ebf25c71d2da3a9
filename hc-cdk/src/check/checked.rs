//! The ticket: a system that was checked, with its graph, and what each target knows beside the core.

use std::fmt;

use super::{
    graph::Graph,
    links::Links,
    marks::Marks,
    network::NetworkMap,
    rules::{Reading, Subject, Verdicts},
    ways::{Place, WaivedWay, Way},
};
use crate::{
    model::{ResourceModel, Role, StackModel, System, finding::Finding, rule::Rule},
    policy::Dimension,
};

/// What a target knows that the core does not.
pub trait Judge: Sync + fmt::Debug {
    /// Findings that need the target's own knowledge, such as how many resources a stack may have. It is asked only when
    /// every other check has passed, so whatever a reference points at is there.
    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>);

    /// Adds the ways by which data can go between stores and whoever is let to them, as the target's resources open them. It says
    /// more rather than less: what cannot be read leads everywhere.
    fn ways(&self, _checked: &Checked<'_>, _ways: &mut Vec<Way>) {}

    /// Adds what its networks are made of, and what they let pass. It is asked only by whoever draws a map.
    fn network(&self, _checked: &Checked<'_>, _map: &mut NetworkMap) {}

    /// What starts by itself again and again, as is about to be written: when, and what. It is asked only by whoever makes a calendar.
    fn comes_again(&self, _checked: &Checked<'_>) -> Vec<(String, String)> {
        Vec::new()
    }

    /// The accounts of clusters that its workloads run as, by what their tokens say of them, each with a resource of the workload.
    fn accounts(&self, _checked: &Checked<'_>) -> Vec<(String, Place)> {
        Vec::new()
    }

    /// The images that nodes of a cluster pull for its workloads, as far as the program knows them: each with a resource that names it.
    fn pulls<'a>(&self, _checked: &Checked<'a>) -> Vec<(Place, &'a str)> {
        Vec::new()
    }

    /// Notes of a resource what only some resources have, before anything of the system is read: rules ask for it by
    /// [`Subject::marks`], and read no resource without it.
    fn marks(&self, _resource: &ResourceModel) -> Marks {
        Marks::default()
    }

    /// The rules of the target, each with how it is read.
    fn readings(&self) -> &'static [&'static [Reading]] {
        &[]
    }

    /// Whether the target's rules know all that a resource says of itself. Of one that says something else no rule is said to hold: that may
    /// undo what a rule reads.
    fn knows_all_of(&self, _resource: &Subject<'_>) -> bool {
        true
    }

    /// The dimensions that concern what plays a role, where a policy asks for a position on them. For each construct that plays
    /// it, each of them has to be answered by a rule that held.
    fn concerns(&self, _role: Role) -> &'static [Dimension] {
        &[]
    }

    /// The name of the output by which a stack tells an attribute of a resource of its, or the resource's id, to stacks of
    /// other targets; nothing if this target's stacks have no outputs.
    fn output(&self, _resource: &ResourceModel, _attribute: Option<&'static str>) -> Option<String> {
        None
    }

    /// What can be read of a resource that has no such attribute, in words; nothing if it has one, or nobody knows.
    fn reads_instead(&self, _resource: &ResourceModel, _attribute: &str) -> Option<String> {
        None
    }

    /// Whether what a stack knows of a resource of its means something in stacks of other regions, which then take it from this one.
    fn is_known_elsewhere(&self, _resource: &ResourceModel) -> bool {
        false
    }

    /// Whether this target's stacks take values from outputs of other targets' stacks.
    fn takes_outputs(&self) -> bool {
        false
    }
}

/// What a system is judged by.
#[derive(Debug)]
pub(crate) struct Judges<'a> {
    /// Who knows each of the system's targets, by the target's name.
    pub(crate) targets: Vec<(&'static str, &'a dyn Judge)>,
    /// The program's own rules.
    pub(crate) own: &'a [&'static [Reading]],
}

impl<'a> Judges<'a> {
    pub(super) fn iter(&self) -> impl Iterator<Item = &'a dyn Judge> + use<'a, '_> {
        self.targets.iter().map(|(_, judge)| *judge)
    }

    /// Who knows the target of a stack.
    pub(super) fn of(&self, stack: &StackModel) -> Option<&'a dyn Judge> {
        self.targets.iter().find(|(name, _)| *name == stack.target).map(|(_, judge)| *judge)
    }

    /// Whether a rule is one of the program's own.
    pub(super) fn is_own(&self, rule: &Rule) -> bool {
        self.own.iter().copied().flatten().any(|reading| reading.rule == *rule)
    }

    /// The rules that a stack is held to under some policy.
    pub(super) fn readings(&self, stack: &StackModel) -> impl Iterator<Item = &'static Reading> + use<'a> {
        let own: &'a [_] = self.own;
        let of_target = self.of(stack).map_or(&[][..], |judge| judge.readings());
        of_target.iter().chain(own).copied().flatten()
    }
}

/// A system that was checked: the ticket for whoever writes.
#[derive(Debug)]
pub struct Checked<'a> {
    system: &'a System,
    judges: Judges<'a>,
    graph: Graph,
    links: Links,
    pub(super) verdicts: Verdicts,
    pub(super) waived: Vec<WaivedWay>,
}

impl<'a> Checked<'a> {
    pub(super) fn new(system: &'a System, judges: Judges<'a>, graph: Graph, links: Links) -> Self {
        Self { system, judges, graph, links, verdicts: Verdicts::default(), waived: Vec::new() }
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

    /// What was read of the rules.
    pub fn verdicts(&self) -> &Verdicts {
        &self.verdicts
    }

    /// The ways of data that nobody declared or is cleared for, and that somebody signed for.
    pub fn waived_ways(&self) -> impl Iterator<Item = &WaivedWay> {
        self.waived.iter()
    }

    /// A resource as rules read it: that at a place in the stack at a place.
    pub fn subject(&self, stack: usize, resource: usize) -> Option<Subject<'_>> {
        Subject::at(self.system, &self.graph, (stack, resource))
    }

    /// A map of its networks, as its targets read them in what is about to be written.
    pub fn network(&self) -> NetworkMap {
        let mut map = NetworkMap::default();
        self.judges.iter().for_each(|judge| judge.network(self, &mut map));
        map
    }

    /// What starts by itself again and again: when, and what.
    pub fn comes_again(&self) -> Vec<(String, String)> {
        self.judges.iter().flat_map(|judge| judge.comes_again(self)).collect()
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
