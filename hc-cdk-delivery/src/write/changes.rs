//! What would change, against the files of an earlier run.

use std::collections::BTreeSet;

use hc_cdk::{
    check::Checked,
    diff::{Action, Change, Remains},
    target::{Before, Target},
};

use super::{name, page, text};
use crate::target::GitHub;

pub(super) fn changes(checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
    let mut changes = Vec::new();
    for (_, stack) in checked.stacks_of(GitHub::NAME) {
        let mut now = BTreeSet::new();
        let change = |name: &str, kind: &str, action| Change {
            stack: stack.name().to_owned(),
            name: name.to_owned(),
            kind: kind.to_owned(),
            action,
            stateful: false,
            follows: Vec::new(),
            values: Vec::new(),
            shortened: false,
        };
        for resource in &stack.resources {
            let (construct, kind) = (name::construct(stack, resource), name::kind(resource));
            for (path, written) in text::of(checked, stack, resource) {
                match before(&format!("{}/{path}", stack.name()))? {
                    None => changes.push(change(construct, kind, Action::Added)),
                    Some(old) if old != written => {
                        changes.push(change(construct, kind, Action::Changed(vec![path.clone()])));
                    }
                    Some(_) => {}
                }
                now.insert(path);
            }
        }
        let earlier = before(&page::path(stack.name()))?.unwrap_or_default();
        let gone = page::listed(&earlier).filter(|(path, ..)| !now.contains(*path));
        changes.extend(gone.map(|(_, construct, kind)| change(construct, kind, Action::Removed(Remains::Nothing))));
    }
    Ok(changes)
}
