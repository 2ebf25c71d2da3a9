//! Which constructs say the same as what others wrote: where a move to a program begins.
//!
//! `constructs.tsv` is what is known of it: for each type the constructs whose point it is, and those that bring it along.

mod report;

use std::collections::BTreeSet;

pub(crate) use self::report::{in_json, in_words};
use crate::{
    manifest::{is_nothing, objects},
    node::Mark,
    source::Source,
    template::{Template, is_template},
};

const CONSTRUCTS: &str = include_str!("constructs.tsv");

/// A resource, and what it is in a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    /// The file.
    pub file: String,
    /// Where in it.
    pub at: Mark,
    /// The resource, as findings call it.
    pub path: String,
    /// Its type: `AWS::S3::Bucket`, or `apps/Deployment`.
    pub kind: String,
    /// The constructs that say it, any one of them.
    pub said_by: Vec<&'static str>,
    /// Those that bring it along: of what is suggested for its neighbours, if any of these do.
    pub brought_by: Vec<&'static str>,
}

/// What is known of a type: the constructs that say it, and those that bring it along. Objects of a cluster are called by group and
/// kind, `apps/Deployment`, and by kind alone where they have no group.
pub fn known(kind: &str) -> (Vec<&'static str>, Vec<&'static str>) {
    let names = |list: &'static str| if list == "-" { Vec::new() } else { list.split(' ').collect() };
    let found = CONSTRUCTS.lines().find_map(|line| line.strip_prefix(kind)?.strip_prefix('\t')?.split_once('\t'));
    found.map_or_else(Default::default, |(said, brought)| (names(said), names(brought)))
}

/// What the resources of templates and manifests are in a program that has all of them.
pub fn suggest(sources: &[Source]) -> Vec<Suggested> {
    let mut all: Vec<Suggested> = sources.iter().filter(|it| !is_nothing(&it.document)).flat_map(of).collect();
    let said: BTreeSet<&str> = all.iter().flat_map(|it| it.said_by.iter().copied()).collect();
    for it in &mut all {
        let there: Vec<&str> = it.brought_by.iter().copied().filter(|name| said.contains(name)).collect();
        if !there.is_empty() {
            it.brought_by = there;
        }
    }
    all
}

fn of(source: &Source) -> Vec<Suggested> {
    let suggested = |at, path, kind: &str| {
        let (said_by, brought_by) = known(kind);
        Suggested { file: source.file.clone(), at, path, kind: kind.to_owned(), said_by, brought_by }
    };
    if is_template(&source.document) {
        let resources =
            Template::of(&source.document, source.region.as_deref().unwrap_or_default()).resources.into_iter();
        let path = |name: &str| format!("{}/{name}", source.stack);
        return resources.map(|it| suggested(it.at, path(&it.name), &it.kind)).collect();
    }
    objects(&source.document).0.iter().map(|it| suggested(it.at, it.called(), &it.group_and_kind())).collect()
}

#[cfg(test)]
mod tests {
    use super::{CONSTRUCTS, known};

    #[test]
    fn types_stand_once_and_say_something() {
        let rows: Vec<Vec<&str>> = CONSTRUCTS.lines().skip(1).map(|line| line.split('\t').collect()).collect();
        let kinds: Vec<&str> = rows.iter().map(|row| row[0]).collect();
        let mut sorted = kinds.clone();
        sorted.sort_unstable_by_key(|it| (!it.contains("::"), *it));
        sorted.dedup();
        assert_eq!(kinds, sorted);
        let wrong: Vec<_> = rows.iter().filter(|row| row.len() != 3 || row[1..] == ["-", "-"]).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_type_is_known_by_its_whole_name() {
        assert_eq!(known("AWS::KMS::Key").0, ["CustomerKey"]);
        assert_eq!(known("AWS::S3"), (vec![], vec![]));
        assert_eq!(known("Namespace").0, ["Namespace"]);
    }
}
