//! Values of a template, with their references written as CloudFormation's functions.

use hc_cdk::{
    model::{StackModel, System},
    value::{Json, ResourceRef, Token},
};
use serde_core::{Serialize, Serializer, ser::SerializeMap as _};

use super::{exports, references::NO_VALUE};

/// What is needed to write the references in a tree.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) system: &'a System,
    pub(super) stack: &'a StackModel,
}

impl<'a> Context<'a> {
    pub(super) fn tree(self, json: &'a Json) -> Tree<'a> {
        Tree { context: self, json }
    }

    /// The logical id of a resource, and the other stack if it is in one.
    fn find(self, reference: &ResourceRef) -> (Option<&'a StackModel>, &'a str) {
        if let Some(resource) = self.stack.resource(reference) {
            return (None, &resource.logical_id);
        }
        let other = self.system.stack(reference.stack());
        let resource = other.and_then(|stack| stack.resource(reference));
        // `check` has seen to it that every reference is found.
        (other, resource.map_or("", |resource| &resource.logical_id))
    }

    /// Whether a value is an output of a stack of another region.
    fn is_told_elsewhere(self, value: &Json) -> bool {
        let Json::Token(token) = value else { return false };
        let Token::Attribute { resource, .. } = token.as_ref() else { return false };
        self.find(resource).0.is_some_and(|other| other.region != self.stack.region)
    }
}

/// Where an output of a stack of another region is found. Exports do not leave their region.
fn elsewhere<'a>(stack: &'a StackModel, output: &'a str) -> impl Serialize + use<'a> {
    Pairs(vec![("OutputName", output), ("Region", stack.region), ("StackName", stack.name())])
}

/// `{name: value}`.
pub(super) struct One<V>(pub(super) &'static str, pub(super) V);

impl<V: Serialize> Serialize for One<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.0, &self.1)?;
        map.end()
    }
}

/// An object with these members.
pub(super) struct Pairs<K, V>(pub(super) Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for Pairs<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

pub(super) struct Attribute<'a> {
    pub(super) id: &'a str,
    pub(super) name: Option<&'a str>,
}

impl Serialize for Attribute<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.name {
            None => One("Ref", self.id).serialize(serializer),
            Some(name) => One("Fn::GetAtt", [self.id, name]).serialize(serializer),
        }
    }
}

pub(super) struct Members<'a, I> {
    pub(super) context: Context<'a>,
    pub(super) members: I,
}

impl<'a, I: Iterator<Item = (&'a str, &'a Json)> + Clone> Serialize for Members<'a, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.members.clone() {
            map.serialize_entry(name, &self.context.tree(value))?;
        }
        map.end()
    }
}

/// A property tree with its references written as CloudFormation's functions.
pub(super) struct Tree<'a> {
    context: Context<'a>,
    json: &'a Json,
}

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let context = self.context;
        match self.json {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(it) => serializer.serialize_bool(*it),
            Json::Int(it) => serializer.serialize_i64(*it),
            Json::Float(it) => serializer.serialize_f64(*it),
            Json::Text(it) => serializer.serialize_str(it),
            Json::List(items) => serializer.collect_seq(items.iter().map(|item| context.tree(item))),
            Json::Object(object) => {
                serializer.collect_map(object.iter().map(|(name, value)| (name, context.tree(value))))
            }
            Json::Token(token) => match token.as_ref() {
                Token::Attribute { resource, name } => match context.find(resource) {
                    (None, id) => Attribute { id, name: *name }.serialize(serializer),
                    (Some(other), id) if other.region == context.stack.region => {
                        let name = exports::name(other, context.stack, id, *name);
                        One("Fn::ImportValue", context.tree(&name)).serialize(serializer)
                    }
                    (Some(other), id) => {
                        One("Fn::GetStackOutput", elsewhere(other, &exports::output(id, *name))).serialize(serializer)
                    }
                },
                Token::Parameter { name, .. } => One("Ref", name).serialize(serializer),
                Token::Concat(parts) => {
                    let parts: Vec<_> = parts.iter().map(|part| context.tree(part)).collect();
                    One("Fn::Join", ("", parts)).serialize(serializer)
                }
                Token::Nothing => One("Ref", NO_VALUE).serialize(serializer),
                Token::Function { name, arguments } => match arguments.as_list() {
                    // It takes no `Fn::GetStackOutput`, and a text that is joined of one.
                    Some([separator, of]) if *name == "Fn::Split" && context.is_told_elsewhere(of) => {
                        let joined = One("Fn::Join", ("", [context.tree(of)]));
                        One(name, (context.tree(separator), joined)).serialize(serializer)
                    }
                    _ => One(name, context.tree(arguments)).serialize(serializer),
                },
            },
        }
    }
}
