//! `explain CLAUSE`: what a clause is about, which policy asks for what because of it, and what here meets it.

use std::fmt::Write;

use indexmap::IndexSet;

use crate::{
    model::System,
    policy::control::{self, Control},
};

pub(super) fn print(system: &System, clause: &str, text: &mut String) -> Result<(), String> {
    let wanted = clause.trim();
    let controls: Vec<_> = control::all().filter(|control| is_called(*control, wanted)).collect();
    if controls.is_empty() {
        let near: Vec<String> = control::all()
            .filter(|control| control.id.starts_with(wanted.split('(').next().unwrap_or(wanted)))
            .map(|control| format!("`{}`", control.id))
            .collect();
        let help = if near.is_empty() {
            "write it as auditors do, such as `164.312(b)`, `CC6.1`, `A.8.24`, `32(1)(a)` or `11.10(e)`".to_owned()
        } else {
            format!("did you mean one of {}?", near.join(", "))
        };
        return Err(format!("error: no clause `{wanted}` is known here\n  help: {help}"));
    }
    for control in controls {
        let _ = writeln!(text, "{control}: {}", control.subject);
        let asked: IndexSet<String> = system
            .stacks()
            .iter()
            .flat_map(|stack| &stack.policy.requirements)
            .filter(|requirement| requirement.controls.contains(&control))
            .map(|it| format!("  `{}` asks for {}: {}", it.policy, it.dimension.words(), it.floor))
            .collect();
        let met: IndexSet<String> = system
            .stacks()
            .iter()
            .flat_map(|stack| stack.constructs.iter().map(move |construct| (stack, construct)))
            .flat_map(|(stack, construct)| {
                construct.invariants.iter().filter(|invariant| invariant.controls.contains(&control)).map(
                    move |invariant| {
                        let (file, line) = (construct.written_at.file(), construct.written_at.line());
                        format!("  {}/{}: {} ({file}:{line})", stack.name(), construct.path, invariant.sentence)
                    },
                )
            })
            .collect();
        if asked.is_empty() && met.is_empty() {
            text.push_str("  nothing here rests on it\n");
        }
        for line in asked.into_iter().chain(met) {
            let _ = writeln!(text, "{line}");
        }
    }
    Ok(())
}

/// Whether somebody means a clause: its identifier, with the framework or a part of its name in front or not.
fn is_called(control: Control, wanted: &str) -> bool {
    let mut words = wanted.split_whitespace().rev();
    let is = |name: &str, word: &str| name.eq_ignore_ascii_case(word);
    words.next().is_some_and(|id| is(control.id, id))
        && words.all(|word| control.framework.split_whitespace().any(|name| is(name, word)))
}
