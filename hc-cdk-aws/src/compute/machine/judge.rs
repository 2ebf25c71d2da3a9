//! What only the steps as a whole show to be wrong.

use hc_cdk::{control::iso27001, stack::Scope};
use indexmap::{IndexMap, IndexSet};

use super::{
    steps::{Does, Next, Step},
    when::is_field,
};

/// For how many seconds a step waits at most.
///
/// Source: the guide to Step Functions, "Wait workflow state".
const LONGEST_WAIT: u32 = 99_999_999;

/// For how many seconds a standard state machine runs at most: a year.
const LONGEST: u32 = 31_536_000;

/// Reports what the steps of a state machine are that none can be.
pub(super) fn check(scope: &mut Scope<'_>, steps: &[Step], is_stray: bool, seconds: u32) {
    if is_stray {
        wrong(scope, "says how it goes on before it has a step", "say the step first: `Steps::new().calls(..)`");
    }
    if seconds == 0 || seconds > LONGEST {
        wrong(scope, format!("may run for `{seconds}` seconds"), "give at least 1 and at most a year");
    }
    level(scope, steps, &mut IndexSet::new());
    in_time(scope, steps, 0, u64::from(seconds));
}

/// Reports steps that wait until it is over with the state machine, whichever way one comes to them. `before` is how many seconds have
/// gone by at least before the first step.
fn in_time(scope: &mut Scope<'_>, steps: &[Step], before: u64, timeout: u64) {
    let mut begins: IndexMap<&str, u64> = steps.first().map(|it| (it.name, before)).into_iter().collect();
    // The shortest way to a step has no step twice.
    for _ in steps {
        for (at, step) in steps.iter().enumerate() {
            let Some(ends) = begins.get(step.name).map(|it| it + waits(step)) else { continue };
            for name in leads_to(step, steps.get(at + 1).map(|it| it.name)) {
                let begins = begins.entry(name).or_insert(ends);
                *begins = ends.min(*begins);
            }
        }
    }
    for step in steps {
        let Some(begins) = begins.get(step.name).copied() else { continue };
        if waits(step) > 0 && begins + waits(step) >= timeout {
            let message = format!("is broken off after `{timeout}` seconds, while it waits in `{}`", step.name);
            wrong(scope, message, "give it more time, such as thirty days: `.timeout(30 * 86_400)`, or wait for less");
        }
        match &step.does {
            Does::Each { steps, .. } => in_time(scope, steps, begins, timeout),
            Does::Together(branches) => branches.iter().for_each(|steps| in_time(scope, steps, begins, timeout)),
            _ => {}
        }
    }
}

/// For how many seconds a step waits.
fn waits(step: &Step) -> u64 {
    if let Does::Wait(seconds) = step.does { u64::from(seconds) } else { 0 }
}

fn wrong(scope: &mut Scope<'_>, message: impl Into<String>, help: &'static str) {
    scope.reject(Some(iso27001::CONFIGURATION), message.into(), help);
}

/// Checks steps that are done by themselves. `seen` has the names of all steps of the machine.
fn level(scope: &mut Scope<'_>, steps: &[Step], seen: &mut IndexSet<&'static str>) {
    if steps.is_empty() {
        wrong(scope, "has nothing to do", "give it a step: `Steps::new().calls(\"Summarise\", &summarise)`");
    }
    let mut reached: IndexSet<&str> = steps.first().map(|it| it.name).into_iter().collect();
    for (at, step) in steps.iter().enumerate() {
        named(scope, step, seen);
        inside(scope, step, seen);
        let following = steps.get(at + 1).map(|it| it.name);
        for name in leads_to(step, following) {
            if steps.iter().any(|it| it.name == name) {
                reached.insert(name);
            } else {
                wrong(
                    scope,
                    format!("goes from `{}` to `{name}`, which it does not have", step.name),
                    "name a step beside it",
                );
            }
        }
    }
    for step in steps.iter().filter(|it| !reached.contains(it.name)) {
        wrong(
            scope,
            format!("never comes to `{}`", step.name),
            "name it in `.then(..)`, `.or(..)` or `.chooses(..)`, or leave it out",
        );
    }
}

fn named(scope: &mut Scope<'_>, step: &Step, seen: &mut IndexSet<&'static str>) {
    let name = step.name;
    if name.is_empty() || name.len() > 80 || name.chars().any(char::is_control) {
        wrong(scope, format!("has a step `{name}`"), "give it a name of 1 to 80 signs");
    }
    if !seen.insert(name) {
        wrong(scope, format!("has two steps `{name}`"), "give each a name of its own");
    }
}

/// Checks what a step does.
fn inside(scope: &mut Scope<'_>, step: &Step, seen: &mut IndexSet<&'static str>) {
    let name = step.name;
    let decides = matches!(step.does, Does::Choose(..) | Does::Succeed | Does::Fail { .. });
    if decides && step.next != Next::Following {
        wrong(
            scope,
            format!("goes on behind `{name}`, which says itself what comes"),
            "leave `.then(..)` or `.ends()` out there",
        );
    }
    let tries = matches!(step.does, Does::Call(_) | Does::Each { .. } | Does::Together(_));
    if !tries && (step.failed.is_some() || step.retries > 0) {
        wrong(
            scope,
            format!("says what to do if `{name}` fails, which cannot"),
            "say `.or(..)` and `.retries(..)` of what calls something",
        );
    }
    match &step.does {
        Does::Wait(seconds) if *seconds == 0 || *seconds > LONGEST_WAIT => {
            wrong(
                scope,
                format!("waits for `{seconds}` seconds in `{name}`"),
                "wait for at least 1 and at most 99 999 999",
            );
        }
        Does::Choose(ways, _) if ways.is_empty() => {
            wrong(scope, format!("has nothing to choose from in `{name}`"), "say when it goes another way");
        }
        Does::Choose(ways, _) => ways.iter().for_each(|(when, _)| field(scope, name, when.field)),
        Does::Each { of, steps, .. } => {
            field(scope, name, of);
            level(scope, steps, seen);
        }
        Does::Together(branches) if branches.len() < 2 => {
            wrong(scope, format!("does less than two things at once in `{name}`"), "say the steps by themselves");
        }
        Does::Together(branches) => branches.iter().for_each(|steps| level(scope, steps, seen)),
        Does::Wait(_) | Does::Call(_) | Does::Succeed | Does::Fail { .. } => {}
    }
}

fn field(scope: &mut Scope<'_>, step: &str, field: &str) {
    if !is_field(field) {
        wrong(
            scope,
            format!("asks in `{step}` for `{field}`, which is no field"),
            "name it by letters, digits and `_`, with `.` between: `visit.urgent`",
        );
    }
}

/// The steps to which a step leads.
fn leads_to(step: &Step, following: Option<&'static str>) -> Vec<&'static str> {
    let next = match (&step.does, step.next) {
        (Does::Choose(..) | Does::Succeed | Does::Fail { .. }, _) | (_, Next::End) => None,
        (_, Next::To(name)) => Some(name),
        (_, Next::Following) => following,
    };
    let chosen = match &step.does {
        Does::Choose(ways, otherwise) => ways.iter().map(|(_, to)| *to).chain([*otherwise]).collect(),
        _ => Vec::new(),
    };
    next.into_iter().chain(step.failed).chain(chosen).collect()
}
