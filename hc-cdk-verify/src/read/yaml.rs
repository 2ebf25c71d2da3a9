//! YAML with places, and with the short forms of CloudFormation's functions: `!Ref Key` is `{"Ref": "Key"}`.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::word::Reader;
use crate::node::{DEPTH, Mark, Node, Tree, Unreadable, map};

/// The values that a file may have.
const MOST: usize = 1_000_000;

/// The values that its aliases may repeat: a few of a line each can be millions.
const REPEATED: usize = 100_000;

/// The documents of a text.
pub(super) fn documents(text: &str, word: Reader) -> Result<Vec<Node>, Unreadable> {
    let mut builder =
        Builder { word, documents: Vec::new(), open: Vec::new(), anchors: BTreeMap::new(), count: 0, repeated: 0 };
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| Unreadable { at: mark(*error.marker()), message: error.info().to_owned() })?;
        builder.take(event, span)?;
    }
    Ok(builder.documents)
}

fn mark(marker: saphyr_parser::Marker) -> Mark {
    Mark { line: marker.line(), column: marker.col() + 1 }
}

/// A list or a map that is being read.
struct Open {
    at: Mark,
    anchor: usize,
    /// The function that it is the argument of, by a short form.
    function: Option<String>,
    what: What,
}

enum What {
    List(Vec<Node>),
    Map(Vec<(Mark, String, Node)>, Option<(Mark, String)>),
}

struct Builder {
    word: Reader,
    documents: Vec<Node>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, (Node, Extent)>,
    /// How many values are written.
    count: usize,
    /// How many more its aliases stand for.
    repeated: usize,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Unreadable> {
        let at = mark(span.start);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tree = match (&tag, style) {
                    (None, ScalarStyle::Plain) => (self.word)(&text),
                    _ => Tree::Text(text.into_owned()),
                };
                self.put(anchor, wrapped(Node { at, tree }, tag.as_deref().and_then(function)))
            }
            Event::SequenceStart(anchor, tag) => {
                self.begin(at, anchor, tag.as_deref().and_then(function), What::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.begin(at, anchor, tag.as_deref().and_then(function), What::Map(Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => {
                let Some((node, extent)) = self.anchors.get(&anchor) else {
                    return Err(wrong(at, "an alias stands inside of what it repeats"));
                };
                if self.open.len() + extent.levels > DEPTH {
                    return Err(too_deep(at));
                }
                self.repeated += extent.values;
                if self.repeated > REPEATED {
                    return Err(wrong(at, &format!("its aliases repeat more than {REPEATED} values")));
                }
                let node = node.clone();
                self.put(0, node)
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    fn begin(&mut self, at: Mark, anchor: usize, function: Option<String>, what: What) -> Result<(), Unreadable> {
        if self.open.len() >= DEPTH {
            return Err(too_deep(at));
        }
        self.open.push(Open { at, anchor, function, what });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Unreadable> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let tree = match open.what {
            What::List(items) => Tree::List(items),
            What::Map(members, _) => map(members)?,
        };
        self.put(open.anchor, wrapped(Node { at: open.at, tree }, open.function))
    }

    /// Puts a value where it belongs: it is an item, a name, a member or a document.
    fn put(&mut self, anchor: usize, node: Node) -> Result<(), Unreadable> {
        self.count += 1;
        if self.count > MOST {
            return Err(wrong(node.at, &format!("it has more than {MOST} values")));
        }
        if anchor > 0 {
            let extent = Extent::of(&node);
            self.anchors.insert(anchor, (node.clone(), extent));
        }
        match self.open.last_mut().map(|it| &mut it.what) {
            None => self.documents.push(node),
            Some(What::List(items)) => items.push(node),
            Some(What::Map(members, name)) => match name.take() {
                None => *name = Some((node.at, named(&node)?)),
                Some((at, name)) => members.push((at, name, node)),
            },
        }
        Ok(())
    }
}

fn wrong(at: Mark, message: &str) -> Unreadable {
    Unreadable { at, message: message.to_owned() }
}

fn too_deep(at: Mark) -> Unreadable {
    wrong(at, &format!("it is nested in more than {DEPTH} levels"))
}

/// How much there is wherever an alias repeats something.
#[derive(Clone, Copy, Default)]
struct Extent {
    values: usize,
    levels: usize,
}

impl Extent {
    fn of(node: &Node) -> Self {
        let inside: Vec<Self> = match &node.tree {
            Tree::List(items) => items.iter().map(Self::of).collect(),
            Tree::Map(members) => members.iter().map(|(.., it)| Self::of(it)).collect(),
            _ => return Self { values: 1, levels: 0 },
        };
        let levels = inside.iter().map(|it| it.levels).max().unwrap_or_default() + 1;
        Self { values: inside.iter().map(|it| it.values).sum::<usize>() + 1, levels }
    }
}

/// The text of a name: numbers and flags are names too.
fn named(node: &Node) -> Result<String, Unreadable> {
    match &node.tree {
        Tree::Text(text) => Ok(text.clone()),
        Tree::Int(number) => Ok(number.to_string()),
        Tree::Float(number) => Ok(number.to_string()),
        Tree::Bool(flag) => Ok(flag.to_string()),
        Tree::Null => Ok(String::new()),
        Tree::List(_) | Tree::Map(_) => Err(wrong(node.at, "a name is a text")),
    }
}

/// The name of a function by its short form.
fn function(tag: &Tag) -> Option<String> {
    let name = tag.suffix.as_str();
    match (tag.handle.as_str(), name) {
        ("!", "Ref" | "Condition") => Some(name.to_owned()),
        ("!", _) if !name.is_empty() => Some(format!("Fn::{name}")),
        _ => None,
    }
}

fn wrapped(node: Node, function: Option<String>) -> Node {
    let Some(name) = function else { return node };
    Node { at: node.at, tree: Tree::Map(vec![(node.at, name, node)]) }
}
