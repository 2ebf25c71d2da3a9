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

/// A kind that was reviewed, and the members that its objects may have.
#[derive(Debug)]
pub struct Kind {
    /// Its API group.
    pub group: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Paths of members: names joined by `/`. `*` stands for any item of a list, `**` at the end for whatever is below.
    pub members: &'static [&'static str],
}

impl Kind {
    /// What a table says of the kind of an object, if it is one of the table and written as the kind that the rules take it for.
    pub fn of<'k>(table: &'k [Self], subject: &Subject<'_>) -> Option<&'k Self> {
        let full = subject.resource.kind();
        if let Some((version, kind)) = subject.text("apiVersion").zip(subject.text("kind"))
            && full.strip_prefix(version).and_then(|rest| rest.strip_prefix('/')) != Some(kind)
        {
            return None;
        }
        let (version, name) = full.rsplit_once('/')?;
        let group = version.split_once('/').map_or("", |(group, _)| group);
        table.iter().find(|it| it.group == group && it.name == name)
    }

    /// Whether an object has no members but those of its kind and these of every kind.
    pub fn knows(&self, of_all: &[&str], object: &Json) -> bool {
        let mut all = self.members.iter().chain(of_all).map(|it| it.split('/').collect::<Vec<_>>());
        let all: Vec<_> = all.by_ref().collect();
        is_known(object, &all.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }
}

/// Whether each leaf of a tree stands at the end of a path.
fn is_known(json: &Json, paths: &[&[&str]]) -> bool {
    if paths.iter().any(|it| *it == ["**"]) {
        return true;
    }
    let below = |name: &str| -> Vec<&[&str]> {
        let step = |path: &&[&str]| path.first().is_some_and(|it| *it == name || *it == "*");
        paths.iter().filter(|it| step(it) || it.first() == Some(&"**")).filter_map(|it| it.get(1..)).collect()
    };
    match json {
        Json::Object(members) => members.iter().all(|(name, it)| is_known(it, &below(name))),
        Json::List(items) => items.iter().all(|it| is_known(it, &below("*"))),
        _ => paths.iter().any(|it| it.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::value::Json;

    use super::Kind;
    use crate::tree;

    const SHELF: Kind =
        Kind { group: "", name: "Shelf", members: &["spec/size", "spec/books/*/title", "spec/labels/**"] };

    fn knows(spec: hc_cdk::value::Object) -> bool {
        SHELF.knows(&["kind"], &Json::from(tree! { kind: "Shelf", spec: spec }))
    }

    #[test]
    fn what_no_path_leads_to_is_not_known() {
        assert!(knows(tree! { size: 1, books: vec![tree! { title: "a" }], labels: { a: { b: "c" } } }));
        assert!(knows(tree! {}));
        assert!(!knows(tree! { height: 1 }));
        assert!(!knows(tree! { books: vec![tree! { title: "a", lent: true }] }));
    }

    #[test]
    fn what_is_another_tree_than_the_path_says_is_not_known() {
        assert!(!knows(tree! { size: { least: 1 } }));
        assert!(!knows(tree! { books: "all" }));
        assert!(!knows(tree! { books: { title: "a" } }));
    }
}
