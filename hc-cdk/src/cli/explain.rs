//! `explain CLAUSE`: what a clause is about, which policy asks for what because of it, and what here meets it, as it was read.

use std::fmt::Write;

use indexmap::{IndexMap, IndexSet};

use crate::{
    check::{
        Checked,
        rules::{Judged, Verdict},
    },
    model::place,
    policy::control::{self, Control},
};

pub(super) fn print(checked: &Checked<'_>, clause: &str, text: &mut String) -> Result<(), String> {
    let wanted = clause.trim();
    let controls: Vec<_> = control::all().filter(|control| is_called(*control, wanted)).collect();
    if controls.is_empty() {
        return Err(unknown(wanted));
    }
    for control in controls {
        let _ = writeln!(text, "{control}: {}", control.subject);
        let lines: IndexSet<String> = asked(checked, control)
            .chain(read(checked, control).into_iter().map(|(line, resources)| format!("{line}{resources}")))
            .chain(stated(checked, control))
            .collect();
        if lines.is_empty() {
            text.push_str("  nothing here rests on it\n");
        }
        for line in lines {
            let _ = writeln!(text, "{line}");
        }
    }
    Ok(())
}

fn unknown(wanted: &str) -> String {
    let near: Vec<String> = control::all()
        .filter(|control| control.id.starts_with(wanted.split('(').next().unwrap_or(wanted)))
        .map(|control| format!("`{}`", control.id))
        .collect();
    let help = if near.is_empty() {
        "write it as auditors do, such as `164.312(b)`, `CC6.1`, `A.8.24`, `32(1)(a)` or `11.10(e)`".to_owned()
    } else {
        format!("did you mean one of {}?", near.join(", "))
    };
    format!("error: no clause `{wanted}` is known here\n  help: {help}")
}

/// What policies ask for because of a clause.
fn asked(checked: &Checked<'_>, control: Control) -> impl Iterator<Item = String> {
    let requirements = checked.stacks().iter().flat_map(|stack| &stack.policy.requirements);
    requirements
        .filter(move |requirement| requirement.controls.contains(&control))
        .map(|it| format!("  `{}` asks for {}: {}", it.policy, it.dimension.words(), it.floor))
}

/// What was read of the rules that rest on a clause: a line for each rule and construct, with the names of the resources.
fn read(checked: &Checked<'_>, control: Control) -> IndexMap<String, String> {
    let mut lines: IndexMap<String, Vec<&str>> = IndexMap::new();
    let judged = checked.judged(|rule| rule.controls.contains(&control));
    for Judged { rule, stack, resource, verdict, waiver, .. } in &judged {
        let Some(construct) = stack.construct_of(resource) else { continue };
        let place = place::line(construct.written_at);
        let path = format!("{}/{}", stack.name(), construct.path);
        let line = match (verdict, waiver) {
            (Verdict::Held, _) => format!("  held: {path}: {} (`{}`, {place})", rule.sentence, rule.code),
            (_, Some(waiver)) => format!("  waived: {path} {} ({place})", waiver.words()),
            (_, None) => continue,
        };
        lines.entry(line).or_default().push(&resource.logical_id);
    }
    lines.into_iter().map(|(line, resources)| (line, format!(" in {}", resources.join(", ")))).collect()
}

/// The sentences that nothing reads.
fn stated(checked: &Checked<'_>, control: Control) -> impl Iterator<Item = String> {
    let constructs = checked.stacks().iter().flat_map(|stack| stack.constructs.iter().map(move |it| (stack, it)));
    constructs.flat_map(move |(stack, construct)| {
        let rules = construct.invariants.iter();
        let rules = rules.filter(move |rule| rule.is_stated() && rule.controls.contains(&control));
        rules.map(move |rule| {
            let place = place::line(construct.written_at);
            let path = format!("{}/{}", stack.name(), construct.path);
            format!("  stated by its author, not read: {path}: {} ({place})", rule.sentence)
        })
    })
}

/// Whether somebody means a clause: its identifier, with the framework or a part of its name in front or not.
fn is_called(control: Control, wanted: &str) -> bool {
    let mut words = wanted.split_whitespace().rev();
    let is = |name: &str, word: &str| name.eq_ignore_ascii_case(word);
    words.next().is_some_and(|id| is(control.id, id))
        && words.all(|word| control.framework.split_whitespace().any(|name| is(name, word)))
}
