//! What a target knows that the others do not: where its files are, the order of its kinds, and what a cluster does with
//! them.

mod earlier;
mod fixed;
mod members;
mod rises;

use hc_cdk::diff::Remains;

pub(crate) use self::members::Differing;
pub use self::{earlier::Earlier, fixed::Fixed, rises::Rises};
use crate::naming::LONGEST;

/// What a target knows of its objects.
#[derive(Debug)]
pub struct Dialect {
    /// The target's name, by which its stacks are known.
    pub target: &'static str,
    /// The folder of its files in the output.
    pub folder: &'static str,
    /// Kinds that others need, in the order in which they are applied; what is in no list comes after them.
    pub first: &'static [&'static str],
    /// Kinds that are applied last, in their order: what takes requests from outside, and what watches.
    pub last: &'static [&'static str],
    /// Kinds whose names are made longer by the cluster, with the most characters that this leaves. All others have
    /// [`LONGEST`].
    pub longest: &'static [(&'static str, usize)],
    /// Whether a name that is no label of DNS, or longer than that, is one for objects of a kind.
    pub is_name: fn(kind: &str, name: &str) -> bool,
    /// Kinds of which an operator makes another object of the same name.
    pub makes: &'static [Makes],
    /// What no cluster takes as an object: whoever runs the cluster gives its files to it.
    pub apart: &'static [Apart],
    /// Kinds of which a cluster does not let everything change.
    pub fixed: &'static [Fixed],
    /// Kinds of which something grows and never shrinks.
    pub rises: &'static [Rises],
    /// Whether an object keeps data, so that its loss is the loss of data.
    pub is_stateful: fn(&Earlier<'_>) -> bool,
    /// Whether the tags of a stack are labels of its objects. Where they are not, nothing that an operator makes would have them.
    pub has_tags: bool,
    /// What is left of an object when it is deleted.
    pub remains: fn(&Earlier<'_>) -> Remains,
}

/// What no cluster takes as an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart {
    /// Its API group; the core has none.
    pub group: &'static str,
    /// Its kind.
    pub kind: &'static str,
    /// The folder of its files.
    pub folder: &'static str,
    /// Whether its files have no metadata: it has none where it is read.
    pub bare: bool,
}

/// An object of which an operator makes another one.
#[derive(Debug, Clone, Copy)]
pub struct Makes {
    /// Its API group.
    pub group: &'static str,
    /// Its kind.
    pub kind: &'static str,
    /// The kind of what is made of it, which has no group.
    pub made: &'static str,
}

impl Dialect {
    /// The place of a kind among all kinds, in the order in which they are applied.
    pub(crate) fn rank(&self, kind: &str) -> usize {
        let place = |list: &[&str]| list.iter().position(|it| *it == kind);
        let last = || place(self.last).map(|at| self.first.len() + 1 + at);
        place(self.first).or_else(last).unwrap_or(self.first.len())
    }

    /// The most characters that the name of an object of that kind may have.
    pub(crate) fn longest(&self, kind: &str) -> usize {
        self.longest.iter().find(|(it, _)| *it == kind).map_or(LONGEST, |(_, longest)| *longest)
    }

    /// The group and kind under which an object takes its name: those of what is made of it, or its own.
    pub(crate) fn takes<'a>(&self, group: &'a str, kind: &'a str) -> (&'a str, &'a str) {
        let made = self.makes.iter().find(|it| it.group == group && it.kind == kind);
        made.map_or((group, kind), |it| ("", it.made))
    }

    /// Whether a file of the output is one of this target.
    pub fn has(&self, path: &str) -> bool {
        path.strip_prefix(self.folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The path of a chart's file in the output.
    pub(crate) fn path(&self, chart: &str) -> String {
        format!("{}/{}", self.folder, file_name(chart))
    }

    /// What is known of an object that is no part of its chart's file.
    pub(crate) fn apart(&self, version: &str, kind: &str) -> Option<&'static Apart> {
        let group = version.split_once('/').map_or("", |(group, _)| group);
        self.apart.iter().find(|it| it.group == group && it.kind == kind)
    }

    /// The path of the file that names the charts' files.
    pub(crate) fn kustomization(&self) -> String {
        format!("{}/kustomization.yaml", self.folder)
    }
}

/// The name of a chart's file in its folder.
pub(crate) fn file_name(chart: &str) -> String {
    format!("{chart}.yaml")
}
