//! `diff`: what would change against the output folder, and in words what data would be lost.

use std::{collections::BTreeSet, fmt::Write, fs, io, path::Path};

use super::{
    earlier::{Earlier, STAYS},
    summary::left_open,
};
use crate::{
    check::Checked,
    model::{
        change::{Action, Change, Remains},
        printable,
    },
    write::app::App,
};

pub(super) fn print(app: &App, checked: &Checked<'_>, folder: &Path, text: &mut String) -> Result<(), String> {
    let before = |path: &str| match fs::read_to_string(folder.join(path)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("cannot read `{}`: {error}", folder.join(path).display())),
    };
    let (mut changes, mut leaving): (Vec<Change>, Vec<Change>) = (Vec::new(), Vec::new());
    // The mark names the stacks of targets that have none left, which nobody asks; a target, those that an old mark does not.
    let mut gone: Vec<(String, String)> = Earlier::read(folder).gone(checked).cloned().collect();
    for (target, writer) in app.writers() {
        let of_target = writer.changes(checked, &before).map_err(|message| {
            format!(
                "error: {message}\n  help: compare with the output of a run that succeeded, or choose another folder with `--out DIR`"
            )
        })?;
        let there: BTreeSet<&str> = checked.stacks_of(target).map(|(_, stack)| stack.name()).collect();
        for change in of_target {
            if there.contains(change.stack.as_str()) {
                changes.push(change);
                continue;
            }
            let stack = (change.stack.clone(), target.to_owned());
            leaving.push(change);
            if !gone.contains(&stack) {
                gone.push(stack);
            }
        }
    }
    if !folder.exists() {
        let _ = writeln!(text, "no earlier output in {}", folder.display());
    } else if changes.is_empty() && gone.is_empty() {
        let _ = writeln!(text, "no change against {}", folder.display());
    }
    let mut stack = None;
    for change in &changes {
        if stack != Some(&change.stack) {
            let _ = writeln!(text, "{}", change.stack);
            stack = Some(&change.stack);
        }
        line(change, text);
        if let Some(loss) = loss(change) {
            let _ = writeln!(text, "    data at risk: {loss}");
        }
    }
    for (name, target) in &gone {
        let _ = writeln!(text, "- {name} ({target})\n    it leaves the program; {STAYS}");
        // Nothing of it is deleted with the stack's files, so none of its data is at risk by that.
        leaving.iter().filter(|change| change.stack == *name).for_each(|change| line(change, text));
    }
    if !changes.is_empty() {
        left_open(checked, text);
    }
    Ok(())
}

fn line(change: &Change, text: &mut String) {
    let joined = |properties: &[String]| printable::line(&properties.join(", ")).into_owned();
    let (sign, what) = match &change.action {
        Action::Added => ("+", String::new()),
        Action::Removed(_) => ("-", String::new()),
        Action::Changed(properties) => ("~", format!(": {}", joined(properties))),
        Action::MaybeReplaced(properties) => ("?", format!(": {} may not change in place", joined(properties))),
        Action::Replaced(properties) | Action::Refused { properties, .. } => {
            ("!", format!(": {} cannot change in place", joined(properties)))
        }
    };
    let _ = writeln!(text, "  {sign} {} ({}){what}", printable::line(&change.name), printable::line(&change.kind));
    if let Action::Refused { help, .. } = &change.action {
        let _ = writeln!(text, "    the deployment would fail\n    help: {help}");
    }
}

/// What happens to the data of a resource that keeps some.
fn loss(change: &Change) -> Option<&'static str> {
    match (&change.action, change.stateful) {
        (Action::Removed(Remains::Nothing), true) => Some("it would be deleted with everything in it"),
        (Action::Removed(Remains::Snapshot), true) => Some("it would be deleted; a last snapshot of it stays behind"),
        (Action::Removed(Remains::Disks), true) => {
            Some("it would be deleted; the disks with its data stay behind, and nobody manages them any more")
        }
        (Action::Removed(Remains::Itself), true) => {
            Some("it would leave the stack; the store itself stays behind, and nobody manages it any more")
        }
        (Action::Replaced(_), true) => {
            Some("it would be replaced by an empty one; restore its data from a backup, or keep the property as it was")
        }
        (Action::MaybeReplaced(_), true) => Some(
            "depending on the values it would be replaced by an empty one; read the change set before it is executed",
        ),
        _ => None,
    }
}
