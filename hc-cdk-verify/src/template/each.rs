//! `Fn::ForEach` of a list that the template says: what it repeats, written out.

use std::slice;

use crate::node::{Mark, Node, Tree};

/// The transform that knows it, and that makes nothing else of a template which is not read here.
const EXTENSIONS: &str = "AWS::LanguageExtensions";

/// How much is written out of a template, in bytes of names and texts and a few for each value: a few loops in one another can be
/// millions. CloudFormation takes a template of a megabyte.
const MOST: usize = 4 << 20;

/// What begins a loop where a member stands.
pub(super) const LOOP: &str = "Fn::ForEach::";

/// Whether the transforms of a template are all known here.
pub(super) fn is_known(transform: &Node) -> bool {
    transforms(transform).iter().all(knows_loops)
}

/// A document in which each loop is written out; nothing if it has no transform that knows loops.
pub(super) fn written_out(document: &Node) -> Option<Node> {
    transforms(document.get("Transform")?).iter().any(knows_loops).then(|| written(document, &mut 0))
}

/// The transforms of a template, which has one or a list.
fn transforms(transform: &Node) -> &[Node] {
    transform.list().unwrap_or(slice::from_ref(transform))
}

fn knows_loops(transform: &Node) -> bool {
    transform.text() == Some(EXTENSIONS)
}

fn written(node: &Node, count: &mut usize) -> Node {
    let tree = match &node.tree {
        Tree::List(items) => Tree::List(items.iter().map(|it| written(it, count)).collect()),
        Tree::Map(members) => {
            let mut all = Vec::with_capacity(members.len());
            for it in members {
                member(it, count, &mut all);
            }
            Tree::Map(all)
        }
        tree => tree.clone(),
    };
    Node { at: node.at, tree }
}

type Member = (Mark, String, Node);

/// What a member is written out to: itself, if it is no loop, or one that only the deployment knows.
fn member(member: &Member, count: &mut usize, all: &mut Vec<Member>) {
    let (at, name, value) = member;
    let Some((variable, items, body)) = looped(name, value) else {
        return all.push((*at, name.clone(), written(value, count)));
    };
    // A loop that is left says that it was not read.
    *count = count.saturating_add(items.len().saturating_mul(body.iter().map(size).sum()));
    if *count > MOST {
        return all.push((*at, name.clone(), value.clone()));
    }
    for item in items {
        for (at, name, value) in body {
            let one = (*at, filled(name, variable, item), with(value, variable, item));
            self::member(&one, count, all);
        }
    }
}

/// How large a member is.
fn size((_, name, value): &Member) -> usize {
    name.len() + size_of(value)
}

fn size_of(value: &Node) -> usize {
    const EACH: usize = 8;
    EACH + match &value.tree {
        Tree::Text(text) => text.len(),
        Tree::List(items) => items.iter().map(size_of).sum(),
        Tree::Map(members) => members.iter().map(size).sum(),
        _ => 0,
    }
}

/// The variable, the items and the body of a loop whose list is of texts.
fn looped<'a>(name: &str, value: &'a Node) -> Option<(&'a str, Vec<&'a str>, &'a [Member])> {
    let [variable, items, body] = value.list().filter(|_| name.starts_with(LOOP))? else { return None };
    let items = items.list()?.iter().map(Node::text).collect::<Option<Vec<_>>>()?;
    Some((variable.text()?, items, body.members()))
}

/// A value with an item in the place of a variable.
fn with(node: &Node, variable: &str, item: &str) -> Node {
    let tree = match &node.tree {
        Tree::Text(text) => Tree::Text(filled(text, variable, item)),
        Tree::List(items) => Tree::List(items.iter().map(|it| with(it, variable, item)).collect()),
        Tree::Map(_) if is_variable(node, variable) => Tree::Text(item.to_owned()),
        Tree::Map(members) => {
            let one = |(at, name, it): &Member| (*at, filled(name, variable, item), with(it, variable, item));
            Tree::Map(members.iter().map(one).collect())
        }
        tree => tree.clone(),
    };
    Node { at: node.at, tree }
}

fn is_variable(node: &Node, variable: &str) -> bool {
    node.function().is_some_and(|(name, of)| name == "Ref" && of.text() == Some(variable))
}

/// A text with an item in the place of `${Variable}`, and with its letters and digits in that of `&{Variable}`.
fn filled(text: &str, variable: &str, item: &str) -> String {
    let plain: String = item.chars().filter(char::is_ascii_alphanumeric).collect();
    text.replace(&format!("${{{variable}}}"), item).replace(&format!("&{{{variable}}}"), &plain)
}
