//! Which members of an object of a file of ours differ, as paths such as `spec.template.spec.containers`.
//!
//! It knows the YAML that `yaml.rs` writes and no other: what is in an object stands two blanks further to the right, and the
//! items of a list stand where its name does.

use hc_cdk::{diff::Values, value::sorted};
use indexmap::IndexMap;

/// The members of an object, each with its text.
pub(crate) type Members<'a> = IndexMap<&'a str, &'a str>;

/// What differs, by paths. A list or a value that differs is named as a whole.
#[derive(Debug, Default)]
pub(crate) struct Differing {
    pub(crate) paths: Vec<String>,
    /// What of it is one value, before and after.
    pub(crate) values: Vec<Values>,
}

impl Differing {
    pub(crate) fn of(old: &Members<'_>, new: &Members<'_>) -> Self {
        let mut all = Self::default();
        descend("", old, new, &mut all);
        all
    }
}

/// What a member was and would be, if each stands on one line or is not there.
fn values(property: &str, members: [Option<&&str>; 2]) -> Option<Values> {
    let is_one = members.into_iter().flatten().all(|it| !it.contains('\n'));
    let [before, after] = members.map(|it| it.map(|text| text.trim().to_owned()));
    is_one.then(|| Values { property: property.to_owned(), before, after })
}

fn descend(before: &str, old: &Members<'_>, new: &Members<'_>, all: &mut Differing) {
    for name in sorted(old.keys().chain(new.keys()).copied()) {
        let (old, new) = (old.get(name), new.get(name));
        if old == new {
            continue;
        }
        let (path, found) = (format!("{before}{name}"), all.paths.len());
        if let (Some(old), Some(new)) = (old.and_then(|it| inner(it)), new.and_then(|it| inner(it))) {
            descend(&format!("{path}."), &members(&old), &members(&new), all);
        }
        if all.paths.len() == found {
            all.values.extend(values(&path, [old, new]));
            all.paths.push(path);
        }
    }
}

/// What is in a member that is an object, at the left edge.
fn inner(value: &str) -> Option<String> {
    let text = value.strip_prefix('\n').filter(|text| text.starts_with("  "))?;
    Some(text.lines().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect::<Vec<_>>().join("\n"))
}

pub(super) fn members(body: &str) -> Members<'_> {
    let mut members = Members::new();
    let mut rest = body;
    while let Some((name, behind)) = member(rest) {
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

/// A name and what is behind its colon, which a blank or the end of the line follows: other colons are of the name itself.
fn member(text: &str) -> Option<(&str, &str)> {
    let parts = text.match_indices(':').filter_map(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?)));
    parts.into_iter().find(|(_, behind)| behind.is_empty() || behind.starts_with([' ', '\n']))
}

#[cfg(test)]
mod tests {
    use hc_cdk::diff::Values;

    use super::{Differing, members};

    #[test]
    fn members_are_cut_where_the_next_one_begins() {
        let members = members("kind: ConfigMap\ndata:\n  a: |\n    one:\n\n    two\nlist:\n- x: 1\n- y\na:b: c\n");
        assert_eq!(members["data"], "\n  a: |\n    one:\n\n    two");
        assert_eq!(members["list"], "\n- x: 1\n- y");
        assert_eq!((members["kind"], members["a:b"]), (" ConfigMap", " c"));
    }

    #[test]
    fn what_differs_is_named_by_its_path_down_to_lists_and_values() {
        let before = "kind: A\nspec:\n  replicas: 2\n  same: x\n  template:\n    spec:\n      containers:\n      - name: a\n        \
                      env: 1\n      gone: {}\n      text: |\n        one\n\n        two\n";
        let after = "kind: A\nspec:\n  replicas: 3\n  same: x\n  template:\n    spec:\n      containers:\n      - name: a\n        \
                     env: 2\n      new: {}\n      text: |\n        one\n\n        three\nmore: {}\n";
        let Differing { paths, values } = Differing::of(&members(before), &members(after));
        let replicas = Values { property: "spec.replicas".into(), before: Some("2".into()), after: Some("3".into()) };
        assert!(values.contains(&replicas) && !values.iter().any(|it| it.property.ends_with("text")), "{values:?}");
        let spec = ["containers", "gone", "new", "text"].map(|it| format!("spec.template.spec.{it}"));
        assert_eq!(paths, [&["more".to_owned(), "spec.replicas".to_owned()], &spec[..]].concat());
    }

    #[test]
    fn an_object_that_becomes_something_else_is_named_itself() {
        for (before, after) in [("a:\n  b: 1\n", "a: {}\n"), ("a:\n  b: 1\n", "a:\n- b: 1\n"), ("a: {}\n", "")] {
            assert_eq!(Differing::of(&members(before), &members(after)).paths, ["a"]);
        }
    }
}
