//! Finds out how a resource type is tagged.

use serde_json::Value;

use super::{
    model::{Shape, Struct, Tags},
    schema::Schema,
};

/// The property that holds the tags, if the resource can be tagged and the property has one of the two usual shapes.
pub(crate) fn of(schema: &Schema, structs: &[Struct]) -> Option<Tags> {
    let tagging = schema.root.get("tagging");
    let taggable = tagging.and_then(|tagging| tagging.get("taggable")).or_else(|| schema.root.get("taggable"));
    if taggable.and_then(Value::as_bool) == Some(false) {
        return None;
    }
    let property = tagging.and_then(|tagging| tagging.get("tagProperty")).and_then(Value::as_str);
    let property = property.and_then(|path| path.strip_prefix("/properties/")).unwrap_or("Tags");
    let field = structs.first()?.fields.iter().find(|field| field.property == property)?;
    match &field.shape {
        Shape::List(item) => match **item {
            Shape::Struct(index) if structs.get(index).is_some_and(is_tag) => Some(Tags::List(property.to_owned())),
            _ => None,
        },
        Shape::Map(value) if **value == Shape::Text => Some(Tags::Map(property.to_owned())),
        _ => None,
    }
}

fn is_tag(item: &Struct) -> bool {
    let text = |name| item.fields.iter().any(|field| field.property == name && field.shape == Shape::Text);
    let needs_only = item.fields.iter().all(|field| !field.required || matches!(&*field.property, "Key" | "Value"));
    text("Key") && text("Value") && needs_only
}
