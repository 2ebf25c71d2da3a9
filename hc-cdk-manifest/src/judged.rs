//! Which kinds of objects the rules of a target judge, and which of their members. Whatever else is declared needs a signature.

use hc_cdk::{
    control::{iso27001, soc2},
    rule::{Must, Reading, Rule, Subject, real_data},
    value::Json,
};

/// An object that no rule judges may open or keep anything.
pub const JUDGED_KIND: Rule = Rule {
    code: "JudgedKind",
    sentence: "an object is of a kind that rules judge",
    controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CONFIGURATION],
};

/// How the first is read: by what the target knows of its kinds.
pub const fn judged_kind(must: Must) -> Reading {
    Reading {
        rule: JUDGED_KIND,
        on: &[],
        when: real_data,
        answers: None,
        must,
        message: "is of a kind that no rule judges",
        help: "declare each object by itself, of a kind that rules judge, or let somebody sign for `rule::JUDGED_KIND`",
    }
}

/// A member that no rule judges may weaken what the others say.
pub const JUDGED_MEMBERS: Rule = Rule {
    code: "JudgedMembers",
    sentence: "an object of an operator of a cloud says nothing beside what rules judge",
    controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CONFIGURATION],
};

/// How the second is read: by what the target knows of the members of its kinds.
pub const fn judged_members(must: Must) -> Reading {
    Reading {
        rule: JUDGED_MEMBERS,
        on: &[],
        when: real_data,
        answers: None,
        must,
        message: "says something that no rule judges",
        help: "leave out what the construct does not set, or let somebody sign for `rule::JUDGED_MEMBERS`",
    }
}

/// A kind that was reviewed, and the members that its specification may have.
#[derive(Debug)]
pub struct Kind {
    /// Its API group without the end that the groups of its operator have, or nothing if it is one of Kubernetes' own.
    pub group: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Paths of members of its specification: names joined by `/`. `*` stands for any item of a list, `**` at the end for whatever is
    /// below.
    pub members: &'static [&'static str],
}

impl Kind {
    /// A kind by its group, its name and its members.
    pub const fn new(group: &'static str, name: &'static str, members: &'static [&'static str]) -> Self {
        Self { group, name, members }
    }
}

/// The kinds that were reviewed of an operator.
#[derive(Debug)]
pub struct Kinds {
    /// How the API groups end that are the operator's own, such as `.cnrm.cloud.google.com`.
    pub end: &'static str,
    /// Tables of them.
    pub tables: &'static [&'static [Kind]],
    /// The paths of members beside the specification that objects of every kind may have.
    pub beside: &'static [&'static str],
}

impl Kinds {
    /// The kind of an object, if it is one of these and written as the kind that the rules take it for.
    pub fn of(&self, subject: &Subject<'_>) -> Option<&Kind> {
        let full = subject.resource.kind();
        if let Some((version, kind)) = subject.text("apiVersion").zip(subject.text("kind"))
            && full.strip_prefix(version).and_then(|rest| rest.strip_prefix('/')) != Some(kind)
        {
            return None;
        }
        let (version, name) = full.rsplit_once('/')?;
        let group = version.split_once('/').map_or("", |(group, _)| group);
        let own = if group.is_empty() { group } else { group.strip_suffix(self.end)? };
        self.tables.iter().copied().flatten().find(|it| it.group == own && it.name == name)
    }

    /// Whether an object of a kind has no members but those that were reviewed.
    pub fn knows(&self, kind: &Kind, object: &Json) -> bool {
        let paths = |all: &[&'static str]| all.iter().map(|it| it.split('/').collect()).collect::<Vec<Vec<&str>>>();
        let (of_kind, beside) = (paths(kind.members), paths(self.beside));
        let known = |(name, it): (&str, &Json)| {
            if name == "spec" { is_known(it, &slices(&of_kind)) } else { is_known(it, &below(&slices(&beside), name)) }
        };
        object.as_object().is_some_and(|it| it.iter().all(known))
    }
}

type Paths<'a> = Vec<&'a [&'a str]>;

fn slices<'a>(paths: &'a [Vec<&'a str>]) -> Paths<'a> {
    paths.iter().map(Vec::as_slice).collect()
}

/// What is left of paths behind a name.
fn below<'a>(paths: &[&'a [&'a str]], name: &str) -> Paths<'a> {
    let step = |path: &&&[&str]| path.first().is_some_and(|it| *it == name || *it == "*" || *it == "**");
    paths.iter().filter(step).filter_map(|it| if it.first() == Some(&"**") { Some(*it) } else { it.get(1..) }).collect()
}

/// Whether each leaf of a tree stands at the end of a path.
fn is_known(json: &Json, paths: &[&[&str]]) -> bool {
    if paths.iter().any(|it| *it == ["**"]) {
        return true;
    }
    match json {
        Json::Object(members) => members.iter().all(|(name, it)| is_known(it, &below(paths, name))),
        Json::List(items) => items.iter().all(|it| is_known(it, &below(paths, "*"))),
        _ => paths.iter().any(|it| it.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::value::Json;

    use super::{Kind, Kinds};
    use crate::tree;

    const SHELF: Kind = Kind { group: "", name: "Shelf", members: &["size", "books/*/title", "labels/**"] };
    const KINDS: Kinds = Kinds { end: ".example", tables: &[&[SHELF]], beside: &["kind", "metadata/labels/**"] };

    fn knows(spec: hc_cdk::value::Object) -> bool {
        let labels = tree! { labels: { of: "books" } };
        KINDS.knows(&SHELF, &Json::from(tree! { kind: "Shelf", metadata: labels, spec: spec }))
    }

    #[test]
    fn what_no_path_leads_to_is_not_known() {
        assert!(knows(tree! { size: 1, books: vec![tree! { title: "a" }], labels: { a: { b: "c" } } }));
        assert!(knows(tree! {}));
        assert!(!knows(tree! { height: 1 }));
        assert!(!KINDS.knows(&SHELF, &Json::from(tree! { kind: "Shelf", data: 1 })));
        assert!(!KINDS.knows(&SHELF, &Json::from(tree! { metadata: { name: "a" } })));
        assert!(!knows(tree! { books: vec![tree! { title: "a", lent: true }] }));
    }

    #[test]
    fn what_is_another_tree_than_the_path_says_is_not_known() {
        assert!(!knows(tree! { size: { least: 1 } }));
        assert!(!knows(tree! { books: "all" }));
        assert!(!knows(tree! { books: { title: "a" } }));
    }
}
