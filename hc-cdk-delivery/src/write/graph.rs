//! The services of the app and what they use, as the graph has them.

use hc_cdk::{
    check::Checked,
    construct::Spec,
    data::Synthetic,
    declassified::DeclassifiedSpec,
    model::{ConstructModel, ConstructRef, Front, Role, Runs, StackModel},
    target::Target,
    value::kebab,
};

use crate::target::GitHub;

/// A service of the app.
#[derive(Debug, Clone, Copy)]
pub(super) struct Service<'a> {
    pub(super) construct: &'a ConstructModel,
    /// What its target says of its container.
    pub(super) runs: Option<&'a Runs>,
}

impl Service<'_> {
    pub(super) fn name(&self) -> String {
        kebab(&self.construct.path)
    }

    pub(super) fn is_built_elsewhere(&self) -> bool {
        self.runs.is_some_and(|it| it.is_built_elsewhere)
    }
}

pub(super) fn stacks<'a>(checked: &Checked<'a>) -> impl Iterator<Item = &'a StackModel> {
    checked.stacks().iter().filter(|stack| stack.target != GitHub::NAME)
}

/// The services of an app that are built with it.
pub(super) fn services<'a>(checked: &Checked<'a>) -> Vec<Service<'a>> {
    all(checked).into_iter().filter(|it| !it.is_built_elsewhere()).collect()
}

/// The services of an app: its workloads, in the order of declaration. The same service of two stages is one.
pub(super) fn all<'a>(checked: &Checked<'a>) -> Vec<Service<'a>> {
    let mut found: Vec<Service<'a>> = Vec::new();
    for stack in stacks(checked) {
        for (at, construct) in (0..).zip(&stack.constructs).filter(|(_, it)| it.role == Role::Workload) {
            if !found.iter().any(|it| it.construct.path == construct.path) {
                let runs = stack.runs.iter().find(|(of, _)| *of == at).map(|(_, runs)| runs);
                found.push(Service { construct, runs });
            }
        }
    }
    found
}

/// The names of the services of an app that are built with it.
pub(super) fn names(checked: &Checked<'_>) -> Vec<String> {
    services(checked).iter().map(Service::name).collect()
}

/// Where requests from the internet come in, to the app or to one stack of it.
fn fronts<'a>(checked: &Checked<'a>, of_stack: Option<&str>) -> impl Iterator<Item = &'a Front> {
    stacks(checked).filter(move |it| of_stack.is_none_or(|name| it.name() == name)).flat_map(|stack| &stack.fronts)
}

/// The addresses under which the internet finds the app or one stack of it, each once: two regions may answer to one.
pub(super) fn addresses(checked: &Checked<'_>, of_stack: Option<&str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for Front { domain, paths } in fronts(checked, of_stack) {
        let of = paths.iter().map(|path| format!("https://{domain}{path}"));
        let new: Vec<String> = of.filter(|it| !all.contains(it)).collect();
        all.extend(new);
    }
    all
}

/// The name of a stack, if the app has it and it is delivered.
pub(super) fn stack<'a>(checked: &Checked<'a>, name: &str) -> Option<&'a str> {
    stacks(checked).map(StackModel::name).find(|it| *it == name)
}

/// The kind of what data goes down by.
const DECLASSIFIED: &str = <DeclassifiedSpec<Synthetic, GitHub> as Spec>::KIND;

/// What a reference points at.
pub(super) fn find<'a>(checked: &Checked<'a>, to: &ConstructRef) -> Option<&'a ConstructModel> {
    checked.system().stack(to.stack())?.constructs.get(to.index())
}

/// What a service uses by a reference: what that points at, or if data goes down by it, what it leads to.
pub(super) fn end<'a>(checked: &Checked<'a>, to: &ConstructRef) -> Option<&'a ConstructModel> {
    let construct = find(checked, to)?;
    if construct.kind != DECLASSIFIED {
        return Some(construct);
    }
    end(checked, &checked.system().stack(to.stack())?.flows.iter().find(|it| it.from == *to)?.to)
}

/// What these services use and is none of them, by name, each once.
pub(super) fn used<'a>(checked: &Checked<'a>, by: &[Service<'a>]) -> Vec<(String, &'a ConstructModel)> {
    let mut found: Vec<(String, &ConstructModel)> = Vec::new();
    for (to, _) in by.iter().filter_map(|it| it.runs).flat_map(|it| &it.uses) {
        let Some(construct) = end(checked, to).filter(|it| it.role != Role::Workload) else { continue };
        let name = kebab(&construct.path);
        if !found.iter().any(|(it, _)| *it == name) {
            found.push((name, construct));
        }
    }
    found
}

/// The port of a service that a reference points at.
pub(super) fn port(checked: &Checked<'_>, to: &ConstructRef) -> Option<u16> {
    let runs = &checked.system().stack(to.stack())?.runs;
    runs.iter().find(|(of, _)| *of as usize == to.index()).and_then(|(_, runs)| runs.port)
}
