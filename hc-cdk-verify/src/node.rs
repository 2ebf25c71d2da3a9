//! A file as it was read: a tree in which everything knows its line and column.

use std::{borrow::Cow, collections::BTreeSet};

use hc_cdk::value::{Json, Object};

/// A line and a column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Mark {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it begins.
    pub at: Mark,
    /// What it is.
    pub tree: Tree,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// Nothing.
    Null,
    /// A flag.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Members in their order, each with where its name stands.
    Map(Vec<(Mark, String, Node)>),
}

/// Why a file cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where.
    pub at: Mark,
    /// Why.
    pub message: String,
}

/// A map of these members, of which no two have one name.
pub(crate) fn map(members: Vec<(Mark, String, Node)>) -> Result<Tree, Unreadable> {
    let mut names = BTreeSet::new();
    match members.iter().find(|(_, name, _)| !names.insert(name)) {
        Some((at, name, _)) => Err(Unreadable { at: *at, message: format!("`{name}` is there twice") }),
        None => Ok(Tree::Map(members)),
    }
}

/// The levels that a file may be nested in.
pub(crate) const DEPTH: usize = 100;

impl Node {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Tree::Text(text) = &self.tree { Some(text) } else { None }
    }

    /// The items, if it is a list.
    pub fn list(&self) -> Option<&[Node]> {
        if let Tree::List(items) = &self.tree { Some(items) } else { None }
    }

    /// The members; none if it has none.
    pub fn members(&self) -> &[(Mark, String, Node)] {
        if let Tree::Map(members) = &self.tree { members } else { &[] }
    }

    /// The member of that name.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.members().iter().find(|(_, it, _)| it == name).map(|(.., node)| node)
    }

    /// The name and the argument of an intrinsic function, if it is nothing else.
    pub fn function(&self) -> Option<(&str, &Node)> {
        match self.members() {
            [(_, name, argument)] if matches!(name.as_str(), "Ref" | "Condition") || name.starts_with("Fn::") => {
                Some((name, argument))
            }
            _ => None,
        }
    }

    /// The value as the library has it, without a thought of functions.
    pub(crate) fn json(&self) -> Json {
        match &self.tree {
            Tree::Null => Json::Null,
            Tree::Bool(flag) => Json::Bool(*flag),
            Tree::Int(number) => Json::Int(*number),
            Tree::Float(number) => Json::Float(*number),
            Tree::Text(text) => Json::Text(Cow::Owned(text.clone())),
            Tree::List(items) => Json::List(items.iter().map(Self::json).collect()),
            Tree::Map(members) => {
                let mut object = Object::new();
                for (_, name, it) in members {
                    object.insert(Cow::Owned(name.clone()), it.json());
                }
                Json::Object(object)
            }
        }
    }

    /// Whether two values are the same, wherever they stand.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.tree, &other.tree) {
            (Tree::List(one), Tree::List(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.is_same(two))
            }
            (Tree::Map(one), Tree::Map(two)) => {
                let same = |((_, a, one), (_, b, two)): (&(Mark, String, Node), &(Mark, String, Node))| {
                    a == b && one.is_same(two)
                };
                one.len() == two.len() && one.iter().zip(two).all(same)
            }
            (one, two) => one == two,
        }
    }
}
