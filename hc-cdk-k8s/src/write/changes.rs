//! What would change in a cluster, against the files of an earlier run.
//!
//! A file of ours is compared as text: every object begins with a line that says which construct made it. What of an object
//! differs is found in `differing.rs`, and what of it a cluster does not let change is listed in `fixed.rs`.

mod differing;
mod fixed;

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::{
    check::Checked,
    diff::{Action, Change, Remains},
    target::Before,
};

use self::differing::{Members, differing, members};
use super::{KUSTOMIZATION, NAME, manifest};

pub(super) fn changes(checked: &Checked<'_>, read: &Before<'_>) -> Result<Vec<Change>, String> {
    let mut changes = Vec::new();
    let mut names = BTreeSet::new();
    for (_, chart) in checked.stacks_of(NAME) {
        let earlier = read(&manifest::path(chart.name()))?.unwrap_or_default();
        compare(chart.name(), &earlier, &manifest::text(checked, chart), &mut changes);
        names.insert(chart.name());
    }
    let earlier = read(KUSTOMIZATION)?.unwrap_or_default();
    for name in charts(&earlier).filter(|name| !names.contains(name)) {
        compare(name, &read(&manifest::path(name))?.unwrap_or_default(), "", &mut changes);
    }
    Ok(changes)
}

/// The charts that a `kustomization.yaml` of ours names.
fn charts(kustomization: &str) -> impl Iterator<Item = &str> {
    kustomization.lines().filter_map(|line| line.strip_prefix("- ")?.strip_suffix(".yaml"))
}

fn compare(chart: &str, earlier: &str, now: &str, changes: &mut Vec<Change>) {
    let (earlier, now) = (objects(earlier), objects(now));
    let before: BTreeMap<_, _> = earlier.iter().map(|object| (object.identity(), object)).collect();
    let after: BTreeSet<_> = now.iter().map(Object::identity).collect();
    let mut push = |object: &Object<'_>, action| {
        changes.push(Change {
            stack: chart.to_owned(),
            name: object.heading.trim_start_matches("# ").to_owned(),
            kind: object.kind().to_owned(),
            action,
            stateful: object.is_stateful(),
        });
    };
    for object in &now {
        match before.get(&object.identity()) {
            None => push(object, Action::Added),
            Some(old) if old.members != object.members => push(object, action(old, object)),
            Some(_) => {}
        }
    }
    for object in earlier.iter().filter(|object| !after.contains(&object.identity())) {
        push(object, Action::Removed(object.remains()));
    }
}

fn action(old: &Object<'_>, new: &Object<'_>) -> Action {
    let paths = differing(&old.members, &new.members);
    let immutable = old.member("immutable") == "true";
    match fixed::refused(new.kind(), immutable, &paths) {
        Some((properties, help)) => Action::Refused { properties, help },
        None => Action::Changed(paths),
    }
}

/// An object of a file.
struct Object<'a> {
    heading: &'a str,
    body: &'a str,
    members: Members<'a>,
}

impl<'a> Object<'a> {
    fn member(&self, name: &str) -> &'a str {
        self.members.get(name).copied().unwrap_or_default().trim()
    }

    fn kind(&self) -> &'a str {
        self.member("kind")
    }

    /// What tells one object from another in a cluster, and which construct made it. A construct that makes an object of
    /// another kind or name makes another object, beside which the first one stays.
    fn identity(&self) -> (&'a str, &'a str, Option<&'a str>, Option<&'a str>) {
        let metadata = self.members.get("metadata").copied().unwrap_or_default();
        let line = |start: &str| metadata.lines().find_map(|line| line.strip_prefix(start));
        (self.heading, self.kind(), line("  name: "), line("  namespace: "))
    }

    fn is_stateful(&self) -> bool {
        match self.kind() {
            "StatefulSet" => self.body.contains("\n  volumeClaimTemplates:"),
            kind => matches!(kind, "PersistentVolumeClaim" | "Namespace"),
        }
    }

    /// What is left when it is deleted. The claims of a stateful set stay unless it says otherwise; a namespace takes
    /// everything in it along.
    fn remains(&self) -> Remains {
        let disks = self.kind() == "StatefulSet" && !self.body.contains("\n    whenDeleted: Delete");
        if disks { Remains::Disks } else { Remains::Nothing }
    }
}

/// The objects of a file.
fn objects(text: &str) -> Vec<Object<'_>> {
    let text = text.strip_prefix("---\n").unwrap_or(text);
    text.split("\n---\n")
        .filter_map(|object| object.split_once('\n'))
        .map(|(heading, body)| Object { heading, body, members: members(body) })
        .collect()
}

#[cfg(test)]
#[path = "changes/tests.rs"]
mod tests;
