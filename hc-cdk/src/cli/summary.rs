//! What is printed after the output was written.

use std::{fmt::Write, path::Path};

use indexmap::{IndexMap, IndexSet};

use super::output::Replaced;
use crate::{
    check::{Checked, rules::Tally},
    model::{Role, StackModel, file::File},
    policy::{control::Control, data::Class},
    value::{by_key, sorted},
    write::app::App,
};

pub(super) fn print(app: &App, checked: &Checked<'_>, files: &[File], replaced: &Replaced, text: &mut String) {
    let stacks = checked.stacks();
    let resources: usize = stacks.iter().map(|stack| stack.resources.len()).sum();
    let constructs: usize = stacks.iter().map(|stack| stack.constructs.len()).sum();
    let _ = writeln!(
        text,
        "{}: {}, {}, {}",
        checked.system().name(),
        count(stacks.len(), "stack"),
        count(constructs, "construct"),
        count(resources, "resource")
    );
    for stack in stacks {
        let _ = writeln!(
            text,
            "  {} ({}): {} under {}",
            stack.name(),
            stack.region,
            count(stack.resources.len(), "resource"),
            stack.policy.names.join(" + ")
        );
    }
    let _ = writeln!(text, "stores: {}", or_none(stores(checked)));
    let _ = writeln!(text, "clauses with rules that held: {}", or_none(clauses(checked)));
    waivers(stacks, text);
    for (_, writer) in app.writers() {
        for note in writer.notes(checked, files) {
            let _ = writeln!(text, "note: {note}");
        }
    }
    left_open(app, checked, text);
    for path in &replaced.changed {
        let _ = writeln!(text, "note: `{path}` was changed by hand after the run that wrote it, and is replaced");
    }
    if let Some(note) = replaced.earlier.note(checked) {
        let _ = writeln!(text, "note: {note}");
    }
}

/// What was written, and where.
pub(super) fn written(files: &[File], folder: &Path, text: &mut String) {
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let _ =
        writeln!(text, "written: {} ({}, {} KiB)", folder.display(), count(files.len(), "file"), bytes.div_ceil(1024));
}

/// A note of the stacks whose values have to be filled in elsewhere, if there are any.
pub(super) fn left_open(app: &App, checked: &Checked<'_>, text: &mut String) {
    let stacks: Vec<&StackModel> = checked.left_open().collect();
    if stacks.is_empty() {
        return;
    }
    let names: Vec<String> = stacks.iter().map(|stack| format!("`{}`", stack.name())).collect();
    let commands = app.told_by(|target| stacks.iter().any(|stack| stack.target == target));
    let _ = writeln!(
        text,
        "note: values of {} stay open, as `${{..}}`, until they are known: `--outputs FILE` fills them in{}",
        names.join(", "),
        [vec![String::new()], commands].concat().join(", with the file of ")
    );
}

/// What somebody signed for, each signature once, with the constructs that it is for.
fn waivers(stacks: &[StackModel], text: &mut String) {
    /// So many constructs are named.
    const NAMED: usize = 3;
    let mut signed: IndexMap<String, Vec<String>> = IndexMap::new();
    for stack in stacks {
        for waiver in &stack.waivers {
            signed.entry(waiver.words()).or_default().push(format!("{}/{}", stack.name(), waiver.path));
        }
    }
    for (words, paths) in signed {
        let named = paths.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = paths.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = writeln!(text, "waiver: {named}{more} {words}");
    }
}

/// How many stores hold data of which class.
fn stores(checked: &Checked<'_>) -> String {
    let mut stores: IndexMap<Class, usize> = IndexMap::new();
    for construct in checked.stacks().iter().flat_map(|stack| &stack.constructs) {
        if let (Role::Store | Role::Outside, Some(class)) = (construct.role, construct.class) {
            *stores.entry(class).or_default() += 1;
        }
    }
    by_key(&stores).rev().map(|(class, count)| format!("{count} {}", class.name())).collect::<Vec<_>>().join(", ")
}

/// How many clauses of each framework have rules that held, and no signature for what rests on them. That does not say that a clause
/// is met: rules read what is written, and clauses ask for more.
fn clauses(checked: &Checked<'_>) -> String {
    let all = |some: fn(Tally) -> usize| {
        let read = checked.verdicts().iter().filter(move |(_, tally)| some(*tally) > 0);
        read.flat_map(|(rule, _)| rule.controls).copied()
    };
    let mut met = sorted(all(|tally| tally.held));
    let signed = checked.stacks().iter().flat_map(|stack| stack.waivers.iter().map(move |waiver| (stack, waiver)));
    let signed = signed.flat_map(|(stack, waiver)| stack.controls_unread(waiver));
    let signed: IndexSet<Control> = all(|tally| tally.waived).chain(signed).collect();
    met.retain(|control| !signed.contains(control));
    let mut frameworks: IndexMap<&str, usize> = IndexMap::new();
    for control in met {
        // One clause is `GDPR Article 32`, and several are of the GDPR.
        let framework = control.framework.trim_end_matches(" Article");
        *frameworks.entry(framework).or_default() += 1;
    }
    frameworks.iter().map(|(framework, count)| format!("{count} of {framework}")).collect::<Vec<_>>().join(", ")
}

fn count(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn or_none(text: String) -> String {
    if text.is_empty() { "none".to_owned() } else { text }
}
