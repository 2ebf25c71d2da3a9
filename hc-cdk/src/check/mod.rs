//! Checks that need the whole graph. One file for each; all findings come back at once.
//!
//! Success is a [`Checked`], which `emit` demands: nothing unchecked can be written, and nothing can be added afterwards.

mod ceiling;
mod cycles;
mod links;
mod names;
mod parameters;
mod properties;
mod reachability;
mod references;
mod stages;
mod waivers;

pub use links::{Export, Links};

use std::collections::BTreeSet;

use crate::{
    app::App,
    date::Date,
    finding::{Finding, Findings},
    graph::Graph,
    model::StackModel,
};

/// An app that was checked: the ticket for `emit`.
#[derive(Debug)]
pub struct Checked<'a> {
    app: &'a App,
    graph: Graph,
    links: Links,
}

impl<'a> Checked<'a> {
    /// The app.
    pub fn app(&self) -> &'a App {
        self.app
    }

    /// Its stacks, in the order of declaration.
    pub fn stacks(&self) -> &'a [StackModel] {
        self.app.stacks()
    }

    /// Its graph.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// What its stacks take from one another.
    pub fn links(&self) -> &Links {
        &self.links
    }

    /// The stacks of a target, each with its place in the app.
    pub fn stacks_of(&self, target: &str) -> impl Iterator<Item = (usize, &'a StackModel)> {
        self.app.stacks().iter().enumerate().filter(move |(_, stack)| stack.target.name() == target)
    }
}

/// Checks an app. Waivers that ended before `today` are findings; without a date they do not expire.
///
/// # Errors
///
/// All findings, in the order of the checks and of declaration.
pub fn check(app: &App, today: Option<Date>) -> Result<Checked<'_>, Findings> {
    let stacks = app.stacks();
    let mut findings: Vec<Finding> = stacks.iter().flat_map(|stack| stack.findings.iter().cloned()).collect();
    names::check(app, &mut findings);
    // Of a large system, a resource has left the processor's cache when the next walk over all of them comes to it. So its
    // tokens are looked up once, and all that looks at it does so in turn.
    let (mut referring, mut valued, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
    let (mut graph, mut links) = (Graph::of(app), Links::of(stacks.len()));
    for (at, stack) in stacks.iter().enumerate() {
        graph.contain(at, stack);
        for (place, resource) in stack.resources.iter().enumerate() {
            tokens.clear();
            resource.tokens(&mut |token| tokens.push(token));
            references::of(app, stack, resource, &tokens, &mut referring);
            properties::of(stack, resource, &mut valued);
            graph.connect(app, at, stack, place, resource, &tokens);
            links.take(app, at, stack, &tokens);
        }
        references::check(app, stack, &mut referring);
        properties::check(stack, &mut valued);
        graph.flow(app, stack);
        links.finish(app, at, stack);
    }
    findings.append(&mut referring);
    findings.append(&mut valued);
    parameters::check(stacks, &mut findings);
    waivers::check(stacks, today, &mut findings);
    ceiling::check(app, &mut findings);
    let checked = Checked { app, graph, links };
    cycles::check(&checked, &mut findings);
    stages::check(&checked, &mut findings);
    reachability::check(&checked, &mut findings);
    if findings.is_empty() {
        app.targets().into_iter().for_each(|target| target.check(&checked, &mut findings));
    }
    if findings.is_empty() { Ok(checked) } else { Err(Findings(once_each(findings))) }
}

/// What is wrong in several resources of a construct reads the same each time, and is said once.
fn once_each(findings: Vec<Finding>) -> Vec<Finding> {
    let mut said = BTreeSet::new();
    findings.into_iter().filter(|finding| said.insert(finding.to_string())).collect()
}

impl StackModel {
    /// A finding at one of the stack's constructs.
    pub fn finding(&self, construct: u32, message: impl Into<String>, help: impl Into<String>) -> Finding {
        let written_at = self.constructs.get(construct as usize).map_or(self.written_at, |it| it.written_at);
        Finding { path: self.path_of(construct), written_at, ..self.finding_here(message, help) }
    }

    /// A finding at the stack itself.
    pub fn finding_here(&self, message: impl Into<String>, help: impl Into<String>) -> Finding {
        Finding {
            path: self.name().to_owned(),
            written_at: self.written_at,
            control: None,
            message: message.into(),
            help: help.into(),
            other: None,
        }
    }
}
