//! How rules read an object: its members, and the other objects that it names.
//!
//! Paths are lists of names here. Whatever is on the way and cannot be read may have what a rule looks for.

use hc_cdk::{
    rule::{Index, Subject, Subjects},
    value::{Json, Object, Token},
};

use crate::labels;

/// The member at a path of names. A null is what is left out.
pub fn at<'a>(json: &'a Json, path: &[&str]) -> Option<&'a Json> {
    path.iter().try_fold(json, |json, name| json.get(name)).filter(|it| !matches!(it, Json::Null))
}

/// The items of a list at a path; none where there is no list.
pub fn items<'a>(json: &'a Json, path: &[&str]) -> &'a [Json] {
    at(json, path).and_then(Json::as_list).unwrap_or_default()
}

/// The items of a list that may be left out; nothing where it cannot be read.
pub fn list<'a>(json: &'a Json, path: &[&str]) -> Option<&'a [Json]> {
    if has_members(json, path) { at(json, path)?.as_list() } else { Some(&[]) }
}

/// Whether something holds for each item of a list that may be left out.
pub fn every(json: &Json, path: &[&str], holds: impl Fn(&Json) -> bool) -> bool {
    list(json, path).is_some_and(|it| it.iter().all(holds))
}

/// Whether an object has no members but these.
pub fn has_only(json: &Json, known: &[&str]) -> bool {
    json.as_object().is_some_and(|it| it.iter().all(|(name, _)| known.contains(&name)))
}

/// The text at a path, if it is a literal.
pub fn text<'a>(json: &'a Json, path: &[&str]) -> Option<&'a str> {
    at(json, path).and_then(Json::as_text)
}

/// The texts of a list at a path; nothing where one is no literal, or what stands there is no list.
pub fn texts<'a>(json: &'a Json, path: &[&str]) -> Option<Vec<&'a str>> {
    list(json, path)?.iter().map(Json::as_text).collect()
}

/// What stands in a member as a text, or in another as a list of texts; nothing where one of them is no literal, or there is none.
pub fn either<'a>(json: &'a Json, one: &[&str], several: &[&str]) -> Option<Vec<&'a str>> {
    let mut all = texts(json, several)?;
    if has_members(json, one) {
        all.push(text(json, one)?);
    }
    Some(all).filter(|it| !it.is_empty())
}

/// A property that is a known number.
pub fn number(subject: &Subject<'_>, path: &str) -> Option<i64> {
    subject.property(path)?.as_int()
}

/// Whether a text names a port: by its number, as one of several in a row, or as all.
pub fn has_port(text: &str, port: u16) -> bool {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let number = |it: &str| it.trim().parse::<u16>();
    text == "*" || number(first).is_ok_and(|it| it <= port) && number(last).is_ok_and(|it| port <= it)
}

/// Whether all annotations of an object have names that are known to be right.
pub fn has_annotations(subject: &Subject<'_>, is_right: impl Fn(&str) -> bool) -> bool {
    let noted = subject.property("metadata/annotations").map(Json::as_object);
    noted.is_none_or(|it| it.is_some_and(|it| it.iter().all(|(name, _)| is_right(name))))
}

/// Whether the member at a path is that flag, as a literal.
pub fn is(json: &Json, path: &[&str], value: bool) -> bool {
    matches!(at(json, path), Some(Json::Bool(it)) if *it == value)
}

/// Whether an object may have members at a path. What is inside of something that cannot be read may be there.
pub fn has_members(json: &Json, path: &[&str]) -> bool {
    match (json, path) {
        (Json::Null, _) => false,
        (Json::Object(members), []) => !members.is_empty(),
        (Json::Object(members), [name, rest @ ..]) => members.get(name).is_some_and(|it| has_members(it, rest)),
        _ => true,
    }
}

/// Objects by their kinds and names.
static NAMES: Index =
    Index::by(|it| Some([it.short_kind(), "/", text(&it.properties, &["metadata", "name"])?].concat()));

/// Objects by their kinds.
static KINDS: Index = Index::by(|it| Some(it.short_kind().to_owned()));

/// The objects of that kind in the stack.
pub fn of_stack<'a>(subject: &Subject<'a>, kind: &str) -> Subjects<'a> {
    subject.found_by(&KINDS, kind)
}

/// The same in all stacks of the app.
pub fn of_app<'a>(subject: &Subject<'a>, kind: &str) -> Subjects<'a> {
    subject.found_in_app(&KINDS, kind)
}

/// The objects of that kind and name in the stack, in whatever namespace.
pub fn called<'a>(subject: &Subject<'a>, name: &str, kind: &str) -> impl Iterator<Item = Subject<'a>> + use<'a> {
    subject.found_by(&NAMES, &[kind, "/", name].concat())
}

/// The same of all stacks.
pub fn called_in_app<'a>(subject: &Subject<'a>, name: &str, kind: &str) -> impl Iterator<Item = Subject<'a>> + use<'a> {
    subject.found_in_app(&NAMES, &[kind, "/", name].concat())
}

/// The object of that kind that a value names: by reference, or by its name in the same stack and namespace. Objects of the kinds
/// in `of_the_cluster` are in no namespace.
pub fn named<'a>(
    subject: &Subject<'a>,
    name: Option<&Json>,
    kind: &'static str,
    of_the_cluster: &[&str],
) -> Option<Subject<'a>> {
    match name? {
        Json::Text(name) => called(subject, name, kind)
            .find(|it| of_the_cluster.contains(&kind) || namespace_name(it) == namespace_name(subject)),
        value => subject.referred(value).filter(|it| it.is(kind) && is_reached(subject, it, of_the_cluster)),
    }
}

/// The object of that kind that a value names in the namespace that another value names: by reference, or by its name in the same stack.
/// Without a namespace it is that of who names it.
pub fn named_in<'a>(
    subject: &Subject<'a>,
    space: Option<&Json>,
    name: Option<&Json>,
    kind: &'static str,
) -> Option<Subject<'a>> {
    let Some(space) = space else { return named(subject, name, kind, &[]) };
    let space = said(subject, space)?;
    let is_there = |it: &Subject<'_>| namespace_name(it) == Some(&space);
    match name? {
        Json::Text(name) => called(subject, name, kind).find(is_there),
        value => subject.referred(value).filter(|it| it.is(kind) && is_there(it) && in_one_cluster(subject, it)),
    }
}

/// Whether a value in one object is the name of another: a reference to it or its name as text, and both in one namespace.
pub fn names(who: &Subject<'_>, it: &Subject<'_>, name: Option<&Json>, of_the_cluster: &[&str]) -> bool {
    name.is_some_and(|name| match name {
        Json::Text(name) => {
            it.text("metadata/name") == Some(name)
                && (of_the_cluster.contains(&it.kind()) || namespace_name(who) == namespace_name(it))
        }
        value => it.is_named_by(value) && is_reached(who, it, of_the_cluster),
    })
}

/// What a text says, with the names of objects where it refers to them; nothing where only the deployment knows.
pub fn said(it: &Subject<'_>, text: &Json) -> Option<String> {
    match text {
        Json::Text(text) => Some(text.to_string()),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => parts.iter().map(|part| said(it, part)).collect(),
            Token::Attribute { name: None, .. } => it.referred(text)?.text("metadata/name").map(str::to_owned),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an object that is referred to is meant by its name, too: that is all that is written, and the cluster looks for it in the
/// namespace of who names it.
fn is_reached(subject: &Subject<'_>, target: &Subject<'_>, of_the_cluster: &[&str]) -> bool {
    let in_none = of_the_cluster.contains(&target.kind());
    let same_place = match (subject.property("metadata/namespace"), target.property("metadata/namespace")) {
        // Without a word about it, an object goes to a namespace that the program does not know.
        (here, None) => here.is_none() || in_none,
        (Some(here), Some(there)) => {
            here == there || namespace_name(subject).is_some_and(|it| namespace_name(target) == Some(it))
        }
        (None, Some(_)) => false,
    };
    // That a namespace is of another cluster is a finding of its own.
    same_place && (target.is("Namespace") || in_one_cluster(subject, target))
}

/// Whether two objects may be in one cluster, as far as both say in which they are.
pub fn in_one_cluster(one: &Subject<'_>, other: &Subject<'_>) -> bool {
    one.stack.cluster.as_ref().zip(other.stack.cluster.as_ref()).is_none_or(|(one, other)| one == other)
}

/// The labels that an object is written with, whoever says them.
pub fn labels(subject: &Subject<'_>) -> Object {
    let Subject { stack, resource, .. } = subject;
    labels::of_object(labels::of_chart(subject.app(), stack), stack, resource, true)
}

/// The name of the namespace that an object is in, if it is known.
pub fn namespace_name<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    let namespace = subject.property("metadata/namespace")?;
    namespace.as_text().or_else(|| subject.referred(namespace)?.text("metadata/name"))
}
