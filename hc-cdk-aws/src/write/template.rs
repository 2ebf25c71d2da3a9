//! One stack as a CloudFormation template.

use hc_cdk::{
    check::Checked,
    model::{ParameterModel, ResourceModel, StackModel},
    value::{Json, Object},
};
use serde_core::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeSeq},
};

use super::{
    exports,
    metadata::{self, Metadata},
    outputs::Outputs,
    parameter,
    signed::Signed,
    substituted::Substituted,
    tags::Tags,
    tree::{Context, Members, One, Pairs},
};

/// How the names of templates end, as the CDK names them.
const ENDING: &str = ".template.json";

/// The template's file name.
pub(super) fn path(stack: &StackModel) -> String {
    format!("{}{ENDING}", stack.name())
}

/// Whether a file of that name is a template.
pub(super) fn is_template(path: &str) -> bool {
    path.ends_with(ENDING)
}

/// The template's bytes.
pub(super) fn bytes(checked: &Checked<'_>, at: usize, stack: &StackModel) -> Vec<u8> {
    super::json(&Template { checked, at, stack })
}

/// The template as a JSON value, for comparing. It is read back from the bytes: writing it by a second serializer would
/// have every user compile all of this file twice.
pub(super) fn value(checked: &Checked<'_>, at: usize, stack: &StackModel) -> serde_json::Value {
    serde_json::from_slice(&bytes(checked, at, stack)).unwrap_or_default()
}

struct Template<'a> {
    checked: &'a Checked<'a>,
    at: usize,
    stack: &'a StackModel,
}

impl Serialize for Template<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let context = Context { system: self.checked.system(), stack: self.stack };
        let system = context.system.name();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("AWSTemplateFormatVersion", "2010-09-09")?;
        map.serialize_entry("Description", &format!("{system}: {}", self.stack.name()))?;
        if !self.stack.waivers.is_empty() {
            map.serialize_entry("Metadata", &Signed(self.stack))?;
        }
        if !self.stack.parameters.is_empty() {
            map.serialize_entry("Parameters", &Parameters(context))?;
        }
        if !self.stack.only_where.is_empty() {
            map.serialize_entry("Rules", &Rules(context))?;
        }
        map.serialize_entry("Resources", &Resources { context, system, ticket: (self.checked, self.at) })?;
        let exports = exports::of(self.checked, self.at, self.stack);
        if !self.stack.outputs.is_empty() || !exports.is_empty() {
            map.serialize_entry("Outputs", &Outputs { context, exports })?;
        }
        map.end()
    }
}

struct Parameters<'a>(Context<'a>);

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for ParameterModel { name, facts, .. } in &self.0.stack.parameters {
            let members = parameter::members(facts);
            map.serialize_entry(name, &Members { context: self.0, members: members.iter() })?;
        }
        map.end()
    }
}

/// What CloudFormation refuses of parameters that are right one by one.
struct Rules<'a>(Context<'a>);

impl Serialize for Rules<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for limit in &self.0.stack.only_where {
            let members = parameter::rule(limit);
            map.serialize_entry(&limit.name, &Members { context: self.0, members: members.iter() })?;
        }
        map.end()
    }
}

struct Resources<'a> {
    context: Context<'a>,
    system: &'a str,
    /// The ticket, and the stack's place in the system.
    ticket: (&'a Checked<'a>, usize),
}

impl Serialize for Resources<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.context.stack.resources.len()))?;
        let (checked, stack) = self.ticket;
        for (at, model) in self.context.stack.resources.iter().enumerate() {
            let ticket = (checked, (stack, at));
            map.serialize_entry(
                &model.logical_id,
                &Resource { context: self.context, system: self.system, ticket, model },
            )?;
        }
        map.end()
    }
}

struct Resource<'a> {
    context: Context<'a>,
    system: &'a str,
    ticket: (&'a Checked<'a>, (usize, usize)),
    model: &'a ResourceModel,
}

impl Serialize for Resource<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { context, system, ticket: (checked, place), model } = *self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("Type", model.kind())?;
        let tags = Tags::of(context.stack, system, model);
        map.serialize_entry("Properties", &Properties { context, tags, model })?;
        let first: Vec<&str> = model
            .depends_on
            .iter()
            .filter_map(|other| Some(context.stack.resources.get(*other as usize)?.logical_id.as_str()))
            .collect();
        if !first.is_empty() {
            map.serialize_entry("DependsOn", &first)?;
        }
        for (name, value) in model.options.iter().filter(|(name, _)| *name != metadata::MEMBER) {
            map.serialize_entry(name, &context.tree(value))?;
        }
        if let Some(metadata) = Metadata::of(checked, place, model, |it| context.tree(it)) {
            map.serialize_entry(metadata::MEMBER, &metadata)?;
        }
        map.end()
    }
}

/// A resource's properties, with the tags of its stack put among its own.
struct Properties<'a> {
    context: Context<'a>,
    tags: Option<Tags<'a>>,
    model: &'a ResourceModel,
}

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let context = self.context;
        let mut map = serializer.serialize_map(None)?;
        let mut missing = self.tags.as_ref();
        for (name, value) in self.model.properties.as_object().into_iter().flat_map(Object::iter) {
            match missing {
                Some(tags) if tags.property == name => {
                    let own = match value {
                        Json::List(items) => items.as_slice(),
                        _ => &[],
                    };
                    map.serialize_entry(name, &WithTags { context, own, members: value.as_object(), tags })?;
                    missing = None;
                }
                _ => match Substituted::of(value) {
                    Some(text) => {
                        let (text, values) = text.in_template(|it| context.tree(it));
                        map.serialize_entry(name, &One("Fn::Sub", (text, Pairs(values))))?;
                    }
                    None => map.serialize_entry(name, &context.tree(value))?,
                },
            }
        }
        if let Some(tags) = missing {
            map.serialize_entry(tags.property, &WithTags { context, own: &[], members: None, tags })?;
        }
        map.end()
    }
}

struct WithTags<'a> {
    context: Context<'a>,
    own: &'a [Json],
    members: Option<&'a Object>,
    tags: &'a Tags<'a>,
}

impl Serialize for WithTags<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A key stands once, and the tags that everything has are the same everywhere.
        let of_stack = |key: &str| self.tags.pairs.iter().any(|(name, _)| *name == key);
        if self.tags.map {
            let mut map = serializer.serialize_map(None)?;
            for (name, value) in self.members.into_iter().flat_map(Object::iter).filter(|(name, _)| !of_stack(name)) {
                map.serialize_entry(name, &self.context.tree(value))?;
            }
            for (key, value) in &self.tags.pairs {
                map.serialize_entry(key, &self.context.tree(value))?;
            }
            return map.end();
        }
        let mut list = serializer.serialize_seq(None)?;
        for own in self.own.iter().filter(|own| !own.get("Key").and_then(Json::as_text).is_some_and(of_stack)) {
            list.serialize_element(&self.context.tree(own))?;
        }
        for (key, value) in &self.tags.pairs {
            let key = Json::from((*key).to_owned());
            let members = [("Key", &key), ("Value", value.as_ref())];
            list.serialize_element(&Members { context: self.context, members: members.into_iter() })?;
        }
        list.end()
    }
}
