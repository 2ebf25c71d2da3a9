//! What would change in a cluster, against the files of an earlier run.
//!
//! A file of ours is compared as text: every object begins with a line that says which construct made it, and nothing else
//! in it begins at the left edge but the object's own members.

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::{
    check::Checked,
    diff::{Action, Change, Remains},
    region::Before,
};

use super::{NAME, manifest};

/// The members of an object, each with its text.
type Members<'a> = BTreeMap<&'a str, &'a str>;

pub(super) fn changes(checked: &Checked<'_>, read: &Before<'_>) -> Result<Vec<Change>, String> {
    let mut changes = Vec::new();
    for (_, chart) in checked.stacks_of(NAME) {
        let earlier = read(&manifest::path(chart))?.unwrap_or_default();
        let now = manifest::text(checked, chart);
        let (earlier, now) = (objects(&earlier), objects(&now));
        let before: BTreeMap<_, _> = earlier.iter().map(|(heading, members)| (*heading, members)).collect();
        let after: BTreeSet<_> = now.iter().map(|(heading, _)| *heading).collect();
        let mut push = |heading: &str, members: &Members<'_>, action| {
            let kind = members.get("kind").copied().unwrap_or_default().trim();
            changes.push(Change {
                stack: chart.name().to_owned(),
                name: heading.trim_start_matches("# ").to_owned(),
                kind: kind.to_owned(),
                action,
                stateful: matches!(kind, "StatefulSet" | "PersistentVolumeClaim" | "Namespace"),
            });
        };
        for (heading, members) in &now {
            match before.get(heading) {
                None => push(heading, members, Action::Added),
                Some(old) if *old != members => push(heading, members, Action::Changed(differing(old, members))),
                Some(_) => {}
            }
        }
        for (heading, members) in &earlier {
            if !after.contains(heading) {
                push(heading, members, Action::Removed(Remains::Nothing));
            }
        }
    }
    Ok(changes)
}

fn differing(old: &Members<'_>, new: &Members<'_>) -> Vec<String> {
    let mut names: Vec<String> =
        new.iter().filter(|(name, text)| old.get(*name) != Some(text)).map(|(name, _)| (*name).to_owned()).collect();
    names.extend(old.keys().filter(|name| !new.contains_key(*name)).map(|name| (*name).to_owned()));
    names
}

/// The objects of a file, each with its heading.
fn objects(text: &str) -> Vec<(&str, Members<'_>)> {
    let text = text.strip_prefix("---\n").unwrap_or(text);
    text.split("\n---\n")
        .filter_map(|object| object.split_once('\n'))
        .map(|(heading, body)| (heading, members(body)))
        .collect()
}

fn members(body: &str) -> Members<'_> {
    let mut members = Members::new();
    let mut rest = body;
    while let Some((name, behind)) = rest.split_once(':') {
        // A member ends before the next line that begins at the left edge with anything but an item of its list.
        let end = behind
            .match_indices('\n')
            .map(|(at, _)| at)
            .find(|at| behind.get(at + 1..).is_some_and(|next| !next.starts_with([' ', '-', '\n'])))
            .unwrap_or(behind.len());
        let (value, next) = behind.split_at_checked(end).unwrap_or((behind, ""));
        members.insert(name, value.trim_end());
        rest = next.trim_start_matches('\n');
    }
    members
}

#[cfg(test)]
mod tests {
    use super::{differing, objects};

    #[test]
    fn an_object_is_compared_member_by_member() {
        let before = "---\n# clinic/Rates\napiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    one:\n\n    two\nlist:\n- x: 1\n- y\n";
        let after = "---\n# clinic/Zone\nkind: Namespace\n---\n# clinic/Rates\napiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    one:\n\n    three\nlist:\n- x: 1\n- y\nmore: {}\n";
        let (before, after) = (objects(before), objects(after));
        let headings: Vec<&str> = after.iter().map(|(heading, _)| *heading).collect();
        assert_eq!(headings, ["# clinic/Zone", "# clinic/Rates"]);
        assert_eq!(before[0].1["data"], "\n  a: |\n    one:\n\n    two");
        assert_eq!(before[0].1["list"], "\n- x: 1\n- y");
        assert_eq!(differing(&before[0].1, &after[1].1), ["data", "more"]);
        assert!(objects("").is_empty());
    }
}
