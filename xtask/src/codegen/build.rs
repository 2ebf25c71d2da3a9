//! Makes the model of a resource type from its schema.

use anyhow::{Context as _, Result, bail};
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::{
    cycles,
    model::{Attribute, Field, Resource, Shape, Struct},
    names::{self, Unique},
    paths,
    phrase::Phrase,
    readable,
    schema::{Node, Schema},
    tags,
};

/// The model of the resource type that the schema describes.
pub(crate) fn resource(schema: &Schema) -> Result<Resource> {
    let short = schema.name.rsplit("::").next().unwrap_or_default();
    let mut builder = Builder { schema, structs: Vec::new(), known: IndexMap::new(), open: Vec::new() };
    let root = schema.resource()?;
    builder.structure(&root, &names::camel(short), true)?;

    let read_only = schema.paths("readOnlyProperties");
    let attributes = builder.attributes(&read_only)?;
    let id = builder.id()?;
    let mut structs = builder.structs;

    let create_only = schema.paths("createOnlyProperties");
    paths::note(&mut structs, &create_only, "replaced if changed");
    let sometimes = schema.paths("conditionalCreateOnlyProperties");
    paths::note(&mut structs, &sometimes, "some changes replace the resource");
    paths::note(&mut structs, &schema.paths("deprecatedProperties"), "deprecated");
    // Some schemas call a member of list items read-only that must nevertheless be given: these stay, with a note.
    let (in_lists, alone): (Vec<_>, Vec<_>) = read_only.into_iter().partition(|path| path.contains('*'));
    paths::note(&mut structs, &in_lists, "read-only");
    paths::remove(&mut structs, &alone);
    cycles::break_cycles(&mut structs);
    name_structs(&mut structs);

    let inputs: Vec<&str> =
        structs.first().into_iter().flat_map(|root| &root.fields).map(|field| field.property.as_str()).collect();
    let required = root.required.iter().filter(|name| inputs.contains(name)).map(|name| (*name).to_owned()).collect();
    let of_inputs = |paths: Vec<String>| {
        paths.into_iter().filter(|path| inputs.contains(&path.split('/').next().unwrap_or_default())).collect()
    };
    Ok(Resource {
        name: schema.name.clone(),
        module: names::snake(short),
        readable: readable::of(&schema.name, &attributes, &structs),
        attributes,
        id,
        required,
        create_only: of_inputs(create_only),
        sometimes_create_only: of_inputs(sometimes),
        tags: tags::of(schema, &structs),
        structs,
    })
}

struct Builder<'a> {
    schema: &'a Schema,
    structs: Vec<Struct>,
    /// The objects that the schema names, by reference.
    known: IndexMap<&'a str, usize>,
    /// References that are being looked into: a list of itself has no shape.
    open: Vec<&'a str>,
}

impl<'a> Builder<'a> {
    fn structure(&mut self, node: &Node<'a>, wish: &str, named: bool) -> Result<usize> {
        let index = self.structs.len();
        self.structs.push(Struct { wish: wish.to_owned(), named, open: !node.closed, ..Struct::default() });
        if let Some(reference) = node.reference {
            self.known.insert(reference, index);
        }
        let mut taken = Unique::default();
        let mut fields = Vec::with_capacity(node.properties.len());
        for (&property, places) in &node.properties {
            let inner = if index == 0 { names::camel(property) } else { format!("{wish}{}", names::camel(property)) };
            let (shape, phrase) = self
                .schema
                .node(places)
                .and_then(|node| self.shape(&node, &inner))
                .with_context(|| format!("in property `{property}` of `{wish}`"))?;
            let required = node.required.contains(property);
            fields.push(Field {
                property: property.to_owned(),
                name: taken.give(&names::snake(property), "_"),
                shape,
                boxed: false,
                phrase: phrase.to_string(),
                facts: phrase.facts,
                required,
                notes: if required { vec!["required"] } else { Vec::new() },
            });
        }
        if let Some(made) = self.structs.get_mut(index) {
            made.fields = fields;
        }
        Ok(index)
    }

    /// The shape of a value, and the facts about it. `wish` names it if it is an object without a name of its own.
    fn shape(&mut self, node: &Node<'a>, wish: &str) -> Result<(Shape, Phrase)> {
        let Some(reference) = node.reference else { return self.shape_here(node, wish) };
        if let Some(&index) = self.known.get(reference) {
            return Ok((Shape::Struct(index), Phrase::of(node, "object")));
        }
        if self.open.contains(&reference) {
            return Ok((Shape::Json, Phrase::of(node, "any value")));
        }
        self.open.push(reference);
        let wish = names::camel(reference.rsplit('/').next().unwrap_or_default());
        let found = self.shape_here(node, &wish);
        self.open.pop();
        found
    }

    fn shape_here(&mut self, node: &Node<'a>, wish: &str) -> Result<(Shape, Phrase)> {
        let named = node.reference.is_some();
        Ok(match node.single_type() {
            Some("string") if node.formats.contains("json") => (Shape::Json, Phrase::of(node, "JSON value")),
            Some("string") => match node.kinds().as_slice() {
                [kind] if node.formats.len() == 1 => {
                    (Shape::Kind((*kind).to_owned()), Phrase::identifier(node, &[kind]))
                }
                [] => (Shape::Text, Phrase::of(node, "text")),
                kinds => (Shape::Text, Phrase::identifier(node, kinds)),
            },
            Some("integer") => (Shape::Integer, Phrase::of(node, "integer")),
            Some("number") => (Shape::Number, Phrase::of(node, "number")),
            Some("boolean") => (Shape::Boolean, Phrase::of(node, "boolean")),
            Some("array") => {
                let (shape, phrase) = self.inner(&node.items, &format!("{wish}Item"))?;
                (Shape::List(Box::new(shape)), phrase.list(node))
            }
            Some("object") if !node.properties.is_empty() => {
                (Shape::Struct(self.structure(node, wish, named)?), Phrase::of(node, "object"))
            }
            Some("object") if !node.members.is_empty() => {
                let (shape, phrase) = self.inner(&node.members, &format!("{wish}Value"))?;
                (Shape::Map(Box::new(shape)), phrase.map(node))
            }
            Some("object") if node.closed => {
                (Shape::Struct(self.structure(node, wish, named)?), Phrase::of(node, "object without members"))
            }
            Some("object") => (Shape::Json, Phrase::of(node, "JSON object")),
            Some(other) => bail!("`{other}` is not a type of JSON Schema"),
            None => (Shape::Json, Phrase::of(node, "JSON value")),
        })
    }

    fn inner(&mut self, places: &[&'a Value], wish: &str) -> Result<(Shape, Phrase)> {
        if places.is_empty() {
            return Ok((Shape::Json, Phrase::of(&Node::default(), "JSON value")));
        }
        self.shape(&self.schema.node(places)?, wish)
    }

    fn id(&self) -> Result<Shape> {
        let [only] = self.schema.paths("primaryIdentifier").try_into().unwrap_or([const { String::new() }]);
        if only.is_empty() {
            return Ok(Shape::Text);
        }
        match self.at(&only)? {
            Some(places) => match self.schema.node(&places)?.kinds().as_slice() {
                [kind] => Ok(Shape::Kind((*kind).to_owned())),
                _ => Ok(Shape::Text),
            },
            None => Ok(Shape::Text),
        }
    }

    /// What can be read: each read-only property, and of one that is an object each member.
    fn attributes(&mut self, read_only: &[String]) -> Result<Vec<Attribute>> {
        let mut found = IndexMap::new();
        for path in read_only.iter().filter(|path| !path.contains('*')) {
            let places = self.at(path)?.with_context(|| format!("read-only property `{path}` does not exist"))?;
            self.read(&places, &path.replace('/', "."), &mut IndexSet::new(), &mut found)?;
        }
        let mut taken = Unique::default();
        let attributes = found.into_iter().map(|(name, (shape, phrase))| {
            let constant = taken.give(&names::screaming(&name), "_");
            Attribute { name, constant, shape, phrase }
        });
        Ok(attributes.collect())
    }

    fn read(
        &mut self,
        places: &[&'a Value],
        name: &str,
        above: &mut IndexSet<&'a str>,
        found: &mut IndexMap<String, (Shape, String)>,
    ) -> Result<()> {
        let node = self.schema.node(places)?;
        if node.properties.is_empty() {
            let structs = self.structs.len();
            let (shape, phrase) = self.shape_here(&node, "")?;
            // The shape is only asked for what can be read; an object in it is no input.
            self.structs.truncate(structs);
            self.known.retain(|_, index| *index < structs);
            let shape = if shape.innermost_struct().is_some() { Shape::Json } else { shape };
            found.entry(name.to_owned()).or_insert((shape, phrase.to_string()));
            return Ok(());
        }
        if node.reference.is_some_and(|reference| !above.insert(reference)) {
            return Ok(());
        }
        for (member, places) in &node.properties {
            self.read(places, &format!("{name}.{member}"), above, found)?;
        }
        if let Some(reference) = node.reference {
            above.shift_remove(reference);
        }
        Ok(())
    }

    /// What is said about the property at a path without `*`.
    fn at(&self, path: &str) -> Result<Option<Vec<&'a Value>>> {
        let mut places = vec![&self.schema.root];
        for segment in path.split('/') {
            let mut node = self.schema.node(&places)?;
            let Some(next) = node.properties.swap_remove(segment) else { return Ok(None) };
            places = next;
        }
        Ok(Some(places))
    }
}

/// Names the schema's own objects first, so that those named for their place give way.
fn name_structs(structs: &mut [Struct]) {
    let mut names = Unique::types();
    for named in [true, false] {
        for made in structs.iter_mut().filter(|made| made.named == named) {
            made.name = names.give(&made.wish, "Property");
        }
    }
}
