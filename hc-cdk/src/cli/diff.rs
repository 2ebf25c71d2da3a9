//! `diff`: what would change against the output folder, and in words what data would be lost.

use std::{fmt::Write, fs, path::Path};

use crate::{
    check::Checked,
    diff::{Action, Change},
};

pub(super) fn print(checked: &Checked<'_>, folder: &Path, text: &mut String) {
    let before = |path: &str| fs::read_to_string(folder.join(path)).ok();
    let mut targets: Vec<_> = checked.stacks().iter().map(|stack| stack.target).collect();
    targets.sort_by_key(|target| target.name());
    targets.dedup_by_key(|target| target.name());
    let changes: Vec<Change> = targets.iter().flat_map(|target| target.changes(checked, &before)).collect();
    if changes.is_empty() {
        let _ = writeln!(text, "no change against {}", folder.display());
        return;
    }
    let mut stack = None;
    for change in &changes {
        if stack != Some(&change.stack) {
            let _ = writeln!(text, "{}", change.stack);
            stack = Some(&change.stack);
        }
        let (sign, what) = match &change.action {
            Action::Added => ("+", String::new()),
            Action::Removed { .. } => ("-", String::new()),
            Action::Changed(properties) => ("~", format!(": {}", properties.join(", "))),
            Action::Replaced(properties) => ("!", format!(": {} cannot change in place", properties.join(", "))),
        };
        let _ = writeln!(text, "  {sign} {} ({}){what}", change.logical_id, change.kind);
        if let Some(loss) = loss(change) {
            let _ = writeln!(text, "    data at risk: {loss}");
        }
    }
}

/// What happens to the data of a resource that keeps some.
fn loss(change: &Change) -> Option<&'static str> {
    match (&change.action, change.stateful) {
        (Action::Removed { kept: false }, true) => Some("it would be deleted with everything in it"),
        (Action::Removed { kept: true }, true) => {
            Some("it would leave the stack; the store itself stays behind, and nobody manages it any more")
        }
        (Action::Replaced(_), true) => {
            Some("it would be replaced by an empty one; restore its data from a backup, or keep the property as it was")
        }
        _ => None,
    }
}
