//! The kinds of identifier that the schemas distinguish, and their Rust names.

use std::collections::BTreeMap;

use super::{
    model::{Resource, Shape},
    names,
};

/// Rust names by the schemas' names: `VpcId` for `AWS::EC2::VPC.Id`.
#[derive(Debug)]
pub(crate) struct Kinds(BTreeMap<String, String>);

impl Kinds {
    /// The kinds that occur in these resources.
    pub(crate) fn of<'a>(resources: impl Iterator<Item = &'a Resource>) -> Self {
        let mut formats = BTreeMap::new();
        for resource in resources {
            let fields = resource.structs.iter().flat_map(|made| &made.fields).map(|field| &field.shape);
            let attributes = resource.attributes.iter().map(|attribute| &attribute.shape);
            for shape in fields.chain(attributes).chain([&resource.id]) {
                if let Some(format) = kind(shape) {
                    formats.entry(format.to_owned()).or_insert_with(|| short(format));
                }
            }
        }
        let mut uses: BTreeMap<String, usize> = BTreeMap::new();
        for name in formats.values() {
            *uses.entry(name.clone()).or_default() += 1;
        }
        for (format, name) in &mut formats {
            if uses.get(name).is_some_and(|uses| *uses > 1) {
                let service = format.split("::").nth(1).unwrap_or_default();
                *name = format!("{}{name}", names::camel(service));
            }
        }
        Self(formats)
    }

    /// The Rust name of a kind.
    pub(crate) fn name(&self, format: &str) -> &str {
        self.0.get(format).map_or("", String::as_str)
    }

    /// Format and Rust name, in alphabetical order of the Rust names.
    pub(crate) fn all(&self) -> Vec<(&str, &str)> {
        let mut all: Vec<(&str, &str)> = self.0.iter().map(|(format, name)| (format.as_str(), name.as_str())).collect();
        all.sort_by_key(|(_, name)| *name);
        all
    }
}

fn kind(shape: &Shape) -> Option<&str> {
    match shape {
        Shape::Kind(format) => Some(format),
        Shape::List(inner) | Shape::Map(inner) => kind(inner),
        _ => None,
    }
}

/// `VpcId` for `AWS::EC2::VPC.Id`, `AliasName` for `AWS::KMS::Alias.AliasName`.
fn short(format: &str) -> String {
    let name = format.rsplit("::").next().unwrap_or_default();
    let (resource, attribute) = name.split_once('.').unwrap_or((name, ""));
    let (resource, attribute) = (names::camel(resource), names::camel(attribute));
    if attribute.starts_with(&resource) { attribute } else { format!("{resource}{attribute}") }
}
