//! Checks that need the whole graph. One file for each; all findings come back at once.
//!
//! Success is a [`Checked`], which whoever writes demands: nothing unchecked can be written, and nothing can be added
//! afterwards.

mod ceiling;
mod checked;
mod clock;
mod cycles;
mod files;
mod foreign;
pub mod graph;
mod index;
mod links;
mod marks;
mod names;
pub mod network;
mod parameters;
mod policies;
mod properties;
mod pulls;
mod reachability;
mod references;
pub mod rules;
mod secrets;
mod stages;
mod texts;
mod waivers;
pub mod ways;

pub(crate) use checked::Judges;
pub use checked::{Checked, Judge};
pub use clock::Clock;
pub use foreign::Foreign;
pub use index::Index;
pub use links::{Export, Links};
pub use marks::Marks;
pub use pulls::Pulls;

use indexmap::IndexSet;

use crate::{
    model::{
        StackModel, System,
        finding::{Finding, Findings},
    },
    value::{Json, date::Date, sorted},
};
use graph::Graph;
use rules::Tables;

/// Checks a system. Waivers that ended before `today` are findings; without a date they do not expire.
///
/// # Errors
///
/// All findings, in the order of the checks and of declaration.
pub(crate) fn check<'a>(system: &'a System, judges: Judges<'a>, today: Option<Date>) -> Result<Checked<'a>, Findings> {
    let (mut checked, mut findings, _) = form(system, judges, today);
    if findings.is_empty() {
        content(&mut checked, &mut Tables::default(), &mut findings);
        checked.judges().iter().for_each(|judge| judge.check(&checked, &mut findings));
    }
    if findings.is_empty() { Ok(checked) } else { Err(Findings(once_each(findings))) }
}

/// What was read, and all findings, those too that others hide: the rules are read although references point at nothing, and targets judge
/// the whole wherever references can be followed. It is no ticket:
/// whoever asks for it writes nothing of the system that is deployed.
pub(crate) fn all<'a>(
    system: &'a System,
    judges: Judges<'a>,
    today: Option<Date>,
    tables: &mut Tables,
) -> (Checked<'a>, Findings) {
    let (mut checked, mut findings, is_whole) = form(system, judges, today);
    content(&mut checked, tables, &mut findings);
    if is_whole {
        checked.judges().iter().for_each(|judge| judge.check(&checked, &mut findings));
    }
    (checked, Findings(once_each(findings)))
}

/// What is wrong with the form of a system: names, references, circles; and whether its resources and what they refer to can be followed,
/// whatever else is wrong.
fn form<'a>(system: &'a System, judges: Judges<'a>, today: Option<Date>) -> (Checked<'a>, Vec<Finding>, bool) {
    let stacks = system.stacks();
    let taken_up = stacks.iter().flat_map(|it| &it.taken_up);
    let taken_up = taken_up.filter_map(|it| Some((system.place(&it.stack)?, it.index()))).collect();
    let mut findings: Vec<Finding> = Vec::new();
    for (at, stack) in stacks.iter().enumerate() {
        findings.extend(stack.findings.iter().chain(idle(at, stack, &taken_up)).cloned());
    }
    let declared = findings.len();
    names::check(system, &mut findings);
    // Of a large system, a resource has left the processor's cache when the next walk over all of them comes to it. So its
    // tokens are looked up once, and all that looks at it does so in turn.
    let (mut referring, mut valued, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
    let (mut graph, mut links) = (Graph::of(system), Links::of(stacks.len()));
    for (at, stack) in stacks.iter().enumerate() {
        let judge = judges.of(stack);
        let mut marks = Vec::with_capacity(stack.resources.len());
        for (place, resource) in stack.resources.iter().enumerate() {
            tokens.clear();
            let mut is_finite = true;
            resource.visit(&mut |tree| match tree {
                Json::Token(token) => tokens.push(token.as_ref()),
                Json::Float(number) => is_finite &= number.is_finite(),
                _ => {}
            });
            references::of(system, &judges, stack, resource, &tokens, &mut referring);
            properties::of(stack, resource, is_finite, &mut valued);
            graph.connect(system, at, stack, place, resource, &tokens);
            links.take(system, at, stack, &tokens);
            marks.push(judge.map_or_else(Marks::default, |it| it.marks(resource)));
        }
        graph.mark(marks);
        references::check(system, &judges, stack, &mut referring);
        properties::check(stack, &mut valued);
        graph.flow(system, stack);
        links.finish(system, at, stack);
    }
    let refers = findings.len() == declared && referring.is_empty();
    findings.append(&mut referring);
    findings.append(&mut valued);
    parameters::check(stacks, &mut findings);
    policies::check(stacks, &mut findings);
    waivers::check(stacks, today, &mut findings);
    texts::check(stacks, &mut findings);
    secrets::check(stacks, &mut findings);
    files::check(stacks, &mut findings);
    ceiling::check(system, &mut findings);
    let checked = Checked::new(system, judges, graph, links);
    let before = findings.len();
    cycles::check(&checked, &mut findings);
    let is_whole = refers && findings.len() == before;
    stages::check(&checked, &mut findings);
    names::handed_on(&checked, &mut findings);
    reachability::check(&checked, &mut findings);
    (checked, findings, is_whole)
}

/// What constructs of a stack were told and none of the system has taken up.
fn idle<'a>(
    at: usize,
    stack: &'a StackModel,
    taken_up: &IndexSet<(usize, usize)>,
) -> impl Iterator<Item = &'a Finding> {
    let is_idle = move |construct: u32| !taken_up.contains(&(at, construct as usize));
    stack.idle.iter().filter(move |(construct, _)| is_idle(*construct)).map(|(_, finding)| finding)
}

/// What is wrong with what is in it: ways of data, and rules.
fn content(checked: &mut Checked<'_>, tables: &mut Tables, findings: &mut Vec<Finding>) {
    let compared = ways::judge(checked, findings);
    checked.verdicts = rules::judge(checked, compared.signed, tables, findings);
    compared.tallies.into_iter().for_each(|(rule, tally)| checked.verdicts.note(rule, tally));
    checked.waived = sorted(compared.waived);
}

/// What is wrong in several resources of a construct reads the same each time, and is said once.
fn once_each(findings: Vec<Finding>) -> Vec<Finding> {
    let is_first: Vec<bool> = {
        let mut said = IndexSet::with_capacity(findings.len());
        findings.iter().map(|finding| said.insert(finding.read())).collect()
    };
    findings.into_iter().zip(is_first).filter_map(|(finding, is_first)| is_first.then_some(finding)).collect()
}
