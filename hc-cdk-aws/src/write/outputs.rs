//! What a template tells: to whoever deploys it, and to other stacks.

use hc_cdk::{model::OutputModel, value::Json};
use serde_core::{Serialize, Serializer, ser::SerializeMap as _};

use super::{
    exports::{self, Exported},
    tree::{Attribute, Context, Members, One},
};

pub(super) struct Outputs<'a> {
    pub(super) context: Context<'a>,
    pub(super) exports: Vec<Exported<'a>>,
}

impl Serialize for Outputs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stack = self.context.stack;
        let mut map = serializer.serialize_map(None)?;
        for OutputModel { name, description, value, .. } in &stack.outputs {
            let description = Json::Text(description.clone());
            let members = [("Description", &description), ("Value", value)];
            map.serialize_entry(name, &Members { context: self.context, members: members.into_iter() })?;
        }
        for Exported { resource, attribute } in &self.exports {
            let (id, attribute) = (resource.logical_id.as_str(), attribute.as_deref());
            map.serialize_entry(
                &exports::output(id, attribute),
                &ExportedOutput { context: self.context, id, attribute },
            )?;
        }
        map.end()
    }
}

struct ExportedOutput<'a> {
    context: Context<'a>,
    id: &'a str,
    attribute: Option<&'a str>,
}

impl Serialize for ExportedOutput<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("Value", &Attribute { id: self.id, name: self.attribute })?;
        let stack = self.context.stack;
        let name = exports::name(stack, stack, self.id, self.attribute);
        map.serialize_entry("Export", &One("Name", self.context.tree(&name)))?;
        map.end()
    }
}
