//! Reads a registry schema: references followed, alternatives merged.
//!
//! Alternatives (`oneOf`, `anyOf`, `allOf`) mostly say which members go together, which a shape does not tell; what
//! they add to the shape is merged into one [`Node`].

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

/// References in a row that are followed before it must be a circle.
const MAX_DEPTH: usize = 32;

/// The schema of one resource type.
#[derive(Debug)]
pub(crate) struct Schema {
    pub(crate) name: String,
    pub(crate) root: Value,
}

/// A place in a schema that says what a value is.
#[derive(Debug, Default)]
pub(crate) struct Node<'a> {
    /// The reference under which the schema knows it, if it is exactly what is there.
    pub(crate) reference: Option<&'a str>,
    pub(crate) types: BTreeSet<&'a str>,
    pub(crate) formats: BTreeSet<&'a str>,
    /// Known members, each with all that is said about it.
    pub(crate) properties: IndexMap<&'a str, Vec<&'a Value>>,
    pub(crate) required: IndexSet<&'a str>,
    /// What is said about members whose names are not known.
    pub(crate) members: Vec<&'a Value>,
    /// Whether only known members may be given.
    pub(crate) closed: bool,
    pub(crate) items: Vec<&'a Value>,
    /// The values that are allowed, if they are listed.
    pub(crate) values: Option<Vec<&'a Value>>,
    /// Whether capitals and small letters are the same in an allowed value.
    pub(crate) any_case: bool,
    /// `minLength` and its like, and `pattern`.
    pub(crate) limits: BTreeMap<&'a str, &'a Value>,
}

impl Schema {
    pub(crate) fn new(name: &str, root: Value) -> Result<Self> {
        if !root.get("properties").is_some_and(Value::is_object) {
            bail!("the schema of `{name}` has no properties");
        }
        Ok(Self { name: name.to_owned(), root })
    }

    /// The whole resource.
    pub(crate) fn resource(&self) -> Result<Node<'_>> {
        self.node(&[&self.root])
    }

    /// What several places together say about one value.
    pub(crate) fn node<'a>(&'a self, places: &[&'a Value]) -> Result<Node<'a>> {
        let mut nodes = places.iter().map(|place| self.one(place, 0)).collect::<Result<Vec<_>>>()?.into_iter();
        let mut node = nodes.next().unwrap_or_default();
        for other in nodes {
            if node.reference != other.reference {
                node.reference = None;
            }
            node.limits.clear();
            node.required.retain(|name| other.required.contains(name));
            node.values = node.values.zip(other.values.clone()).map(union);
            node.merge(other);
        }
        Ok(node)
    }

    /// What is under a reference such as `#/definitions/Tag`.
    pub(crate) fn target(&self, reference: &str) -> Result<&Value> {
        reference
            .strip_prefix('#')
            .and_then(|pointer| self.root.pointer(pointer))
            .with_context(|| format!("`{reference}` refers to nothing in the schema"))
    }

    /// The property paths in a list of the schema, as `Rules/*/Id`.
    pub(crate) fn paths(&self, list: &str) -> Vec<String> {
        let paths = self.root.get(list).and_then(Value::as_array).into_iter().flatten();
        paths.filter_map(|path| path.as_str()?.strip_prefix("/properties/")).map(ToOwned::to_owned).collect()
    }

    fn one<'a>(&'a self, place: &'a Value, depth: usize) -> Result<Node<'a>> {
        if depth > MAX_DEPTH {
            bail!("references or alternatives go round in a circle");
        }
        let mut node = Node::default();
        if let Some(reference) = place.get("$ref").and_then(Value::as_str) {
            node = self.one(self.target(reference)?, depth + 1)?;
            node.reference = Some(node.reference.unwrap_or(reference));
        }
        let members = node.properties.len();
        node.read(place);
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let Some(alternatives) = place.get(keyword).and_then(Value::as_array) else { continue };
            let nodes =
                alternatives.iter().map(|alternative| self.one(alternative, depth + 1)).collect::<Result<Vec<_>>>()?;
            node.alternatives(nodes, keyword == "allOf");
        }
        if node.properties.len() != members {
            node.reference = None;
        }
        Ok(node)
    }
}

impl<'a> Node<'a> {
    /// The kind of JSON value, if it is only one. An integer is a number.
    pub(crate) fn single_type(&self) -> Option<&'a str> {
        let types: Vec<&str> = self.types.iter().copied().filter(|name| *name != "null").collect();
        match types.as_slice() {
            [one] => Some(one),
            ["integer", "number"] => Some("number"),
            [] => self.implied_type(),
            _ => None,
        }
    }

    /// The formats that say what a text identifies.
    pub(crate) fn kinds(&self) -> Vec<&'a str> {
        self.formats.iter().copied().filter(|format| format.starts_with("AWS::") && format.contains('.')).collect()
    }

    fn implied_type(&self) -> Option<&'a str> {
        if !self.properties.is_empty() || !self.members.is_empty() {
            Some("object")
        } else if !self.items.is_empty() {
            Some("array")
        } else if self.lists_texts() || !self.kinds().is_empty() {
            Some("string")
        } else {
            None
        }
    }

    fn lists_texts(&self) -> bool {
        self.values.as_ref().is_some_and(|values| values.iter().all(|value| value.is_string()))
    }

    /// Adds what is written at the place itself. What it says goes before what it refers to.
    fn read(&mut self, place: &'a Value) {
        let Some(place) = place.as_object() else { return };
        for (keyword, value) in place {
            match (keyword.as_str(), value) {
                ("type", Value::String(name)) => {
                    self.types.insert(name);
                }
                ("type", Value::Array(names)) => self.types.extend(names.iter().filter_map(Value::as_str)),
                ("format", Value::String(name)) => {
                    self.formats.insert(name);
                }
                ("properties", Value::Object(properties)) => {
                    for (name, property) in properties {
                        self.property(name, property);
                    }
                }
                ("required", Value::Array(names)) => self.required.extend(names.iter().filter_map(Value::as_str)),
                ("patternProperties", Value::Object(patterns)) => self.members.extend(patterns.values()),
                ("additionalProperties", Value::Object(_)) => self.members.push(value),
                ("additionalProperties", Value::Bool(false)) => self.closed = true,
                ("items", Value::Object(_)) => self.items = vec![value],
                ("enum" | "enumCaseInsensitive", Value::Array(values)) => {
                    self.values = Some(values.iter().collect());
                    self.any_case = keyword != "enum";
                }
                ("const", Value::Bool(_) | Value::Number(_) | Value::String(_)) => self.values = Some(vec![value]),
                (
                    "minLength" | "maxLength" | "minimum" | "maximum" | "minItems" | "maxItems" | "minProperties"
                    | "maxProperties" | "pattern",
                    _,
                ) => {
                    self.limits.insert(keyword, value);
                }
                _ => {}
            }
        }
    }

    fn alternatives(&mut self, nodes: Vec<Node<'a>>, all_hold: bool) {
        if self.values.is_none() && !all_hold {
            let listed: Option<Vec<_>> = nodes.iter().map(|node| node.values.clone()).collect();
            self.values = listed.and_then(|lists| lists.into_iter().reduce(|one, other| union((one, other))));
        }
        for mut node in nodes {
            if all_hold {
                self.required.append(&mut node.required);
                self.values = self.values.take().or_else(|| node.values.take());
                for (limit, value) in std::mem::take(&mut node.limits) {
                    self.limits.entry(limit).or_insert(value);
                }
            }
            self.merge(node);
        }
    }

    /// Adds the shape of another description of the same value.
    fn merge(&mut self, other: Self) {
        self.types.extend(other.types);
        self.formats.extend(other.formats);
        self.closed |= other.closed;
        self.any_case |= other.any_case;
        for (name, places) in other.properties {
            for place in places {
                self.property(name, place);
            }
        }
        for (mine, theirs) in [(&mut self.members, other.members), (&mut self.items, other.items)] {
            for place in theirs {
                if !mine.contains(&place) {
                    mine.push(place);
                }
            }
        }
    }

    fn property(&mut self, name: &'a str, place: &'a Value) {
        let places = self.properties.entry(name).or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    }
}

fn union<'a>((mut one, other): (Vec<&'a Value>, Vec<&'a Value>)) -> Vec<&'a Value> {
    for value in other {
        if !one.contains(&value) {
            one.push(value);
        }
    }
    one
}
