//! What would change in a cluster, against the files of an earlier run.

use hc_cdk::{
    check::Checked,
    diff::{Action, Change, Values},
    target::Before,
};
use indexmap::{IndexMap, IndexSet};

use super::{chart, kustomization};
use crate::dialect::{Dialect, Differing, Earlier, Fixed, Rises};

impl Dialect {
    /// What would change against the files of an earlier run; `read` reads one of them.
    ///
    /// # Errors
    ///
    /// Why an earlier file cannot be read.
    pub fn changes(&self, checked: &Checked<'_>, read: &Before<'_>) -> Result<Vec<Change>, String> {
        let mut changes = Vec::new();
        let mut names = IndexSet::new();
        for (_, chart) in checked.stacks_of(self.target) {
            let earlier = read(&self.path(chart.name()))?.unwrap_or_default();
            changes.extend(self.compare(chart.name(), &earlier, &chart::text(self, checked, chart)));
            names.insert(chart.name());
        }
        let earlier = read(&self.kustomization())?.unwrap_or_default();
        for name in kustomization::charts(&earlier).filter(|name| !names.contains(name)) {
            changes.extend(self.compare(name, &read(&self.path(name))?.unwrap_or_default(), ""));
        }
        Ok(changes)
    }

    /// What would change between two texts of a chart's file.
    pub fn compare(&self, chart: &str, earlier: &str, now: &str) -> Vec<Change> {
        let mut changes = Vec::new();
        let (earlier, now) = (Earlier::all(earlier), Earlier::all(now));
        let before: IndexMap<_, _> = earlier.iter().map(|object| (object.identity(), object)).collect();
        let after: IndexSet<_> = now.iter().map(Earlier::identity).collect();
        let mut push = |object: &Earlier<'_>, action, values| {
            changes.push(Change {
                stack: chart.to_owned(),
                name: object.made_by().to_owned(),
                kind: object.kind().to_owned(),
                action,
                stateful: (self.is_stateful)(object),
                follows: Vec::new(),
                values,
                shortened: false,
            });
        };
        for object in &now {
            match before.get(&object.identity()) {
                None => push(object, Action::Added, Vec::new()),
                Some(old) if old.members() != object.members() => {
                    let differing = Differing::of(old.members(), object.members());
                    let action = self.action(old, differing.paths, &differing.values);
                    push(object, action, differing.values);
                }
                Some(_) => {}
            }
        }
        for object in earlier.iter().filter(|object| !after.contains(&object.identity())) {
            push(object, Action::Removed((self.remains)(object)), Vec::new());
        }
        changes
    }

    /// What would happen to an object in which these members differ.
    fn action(&self, old: &Earlier<'_>, paths: Vec<String>, values: &[Values]) -> Action {
        let refused = Fixed::refused(self.fixed, old, &paths);
        match refused.or_else(|| Rises::refused(self.rises, old.kind(), values)) {
            Some((properties, help)) => Action::Refused { properties, help: help.into() },
            None => Action::Changed(paths),
        }
    }
}
