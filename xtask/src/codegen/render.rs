//! Writes the model as Rust. The layout is rustfmt's business.
//!
//! Plain structs with public optional fields, one function each and no derive but `Default` are by far the cheapest to
//! compile, so that is what is written.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use indexmap::{IndexMap, IndexSet};

use super::{
    kinds::Kinds,
    model::{Attribute, Field, Resource, Shape, Struct, Tags},
    names::{self, Unique},
    output::HEADER,
    services::Service,
    told,
};

/// Of an object, more properties that hold it than these are counted and not listed.
const LISTED: usize = 6;

/// `kind.rs`.
pub(crate) fn kinds(kinds: &Kinds) -> String {
    let mut text = format!("{HEADER}//! What identifiers identify, as far as the schemas say.\n");
    for (format, name) in kinds.all() {
        let (resource, attribute) = format.rsplit_once('.').unwrap_or((format, ""));
        _ = write!(
            text,
            "\n/// `{attribute}` of `{resource}`.\n#[derive(Debug, Clone, Copy)]\npub struct {name};\n\n\
             impl hc_cdk::value::Kind for {name} {{}}\n"
        );
    }
    text
}

/// The `mod.rs` of a service.
pub(crate) fn service(service: &Service, resources: &[Resource]) -> Result<String> {
    let mut text = format!("{HEADER}//! The resource types of `AWS::{}`.\n\n", service.name);
    let mut uses = String::new();
    let mut taken = Unique::types();
    for Resource { name: full, module, structs, .. } in resources {
        let Some(Struct { name, .. }) = structs.first() else { bail!("`{full}` has no properties") };
        if taken.give(name, "") != *name {
            bail!("`{full}` would be called `{name}`, which is taken");
        }
        let module = names::identifier(module);
        _ = writeln!(text, "pub mod {module};");
        _ = writeln!(uses, "pub use self::{module}::{name};");
    }
    Ok(format!("{text}\n{uses}"))
}

/// The file of a resource type.
pub(crate) fn resource(resource: &Resource, kinds: &Kinds) -> String {
    let mut body = String::new();
    let mut shared: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for (index, made) in resource.structs.iter().enumerate() {
        if let Some(owner) = &made.owner {
            shared.entry(owner).or_default().push(&made.name);
            continue;
        }
        let doc = if index == 0 {
            format!("`{}`.", resource.name)
        } else {
            format!("An object in `{}`{}.", resource.name, holders(index, &resource.structs))
        };
        structure(&mut body, made, &doc, &resource.structs, kinds);
        members(&mut body, made);
        if index == 0 {
            facts(&mut body, resource, made, kinds);
            attributes(&mut body, &made.name, &resource.attributes, kinds);
        }
    }

    let mut text = format!("{HEADER}//! The resource type `{}`.\n\n", resource.name);
    let values: Vec<&str> =
        ["Attr", "IntoJson", "Json", "Object", "Value"].into_iter().filter(|name| uses(&body, name)).collect();
    _ = writeln!(text, "use hc_cdk::{{resource, value::{{{}}}}};", values.join(", "));
    if uses(&body, "IndexMap") {
        text.push_str("use indexmap::IndexMap;\n");
    }
    if body.contains("kind::") {
        text.push_str("\nuse crate::kind;\n");
    }
    for (owner, names) in shared {
        _ = writeln!(text, "\npub use super::{}::{{{}}};", names::identifier(owner), names.join(", "));
    }
    text.push('\n');
    text.push_str(&body);
    let told = format!("{}{}", told::text(&resource.structs), told::readable(&resource.readable));
    _ = writeln!(text, "/// Read by [`crate::schema`].\nconst SCHEMA: &str = {};", raw(&told));
    text
}

fn structure(text: &mut String, made: &Struct, doc: &str, structs: &[Struct], kinds: &Kinds) {
    _ = writeln!(text, "/// {doc}\npub struct {} {{", made.name);
    for field in &made.fields {
        let kind = field_type(&field.shape, structs, kinds);
        let kind = if field.boxed { format!("Box<{kind}>") } else { kind };
        _ = writeln!(text, "/// {}\npub {}: Option<{kind}>,", describe(field), names::identifier(&field.name));
    }
    text.push_str("}\n\n");
    _ = writeln!(text, "impl Default for {} {{\n#[inline]\nfn default() -> Self {{\nSelf {{", made.name);
    for field in &made.fields {
        _ = writeln!(text, "{}: None,", names::identifier(&field.name));
    }
    text.push_str("}\n}\n}\n\n");
}

/// The properties that hold an object, for its documentation.
fn holders(index: usize, structs: &[Struct]) -> String {
    let fields = structs.iter().flat_map(|made| &made.fields);
    let holders = fields.filter(|field| field.shape.innermost_struct() == Some(index));
    let holders: IndexSet<String> = holders.map(|field| format!("`{}`", field.property)).collect();
    match holders.len() {
        0 => String::new(),
        1..=LISTED => format!(": {}", Vec::from_iter(holders).join(", ")),
        more => format!(", in {more} properties"),
    }
}

fn describe(field: &Field) -> String {
    let mut doc = format!("`{}`: {}", field.property, field.phrase);
    for note in &field.notes {
        _ = write!(doc, "; {note}");
    }
    doc + "."
}

fn facts(text: &mut String, resource: &Resource, made: &Struct, kinds: &Kinds) {
    let tags = match &resource.tags {
        None => "None".to_owned(),
        Some(Tags::List(property)) => format!("Some(resource::Tagging::List({property:?}))"),
        Some(Tags::Map(property)) => format!("Some(resource::Tagging::Map({property:?}))"),
    };
    _ = writeln!(
        text,
        "impl resource::Resource for {} {{\ntype Id = {};\ntype Of = crate::CloudFormation;\n\n\
         const TYPE: &'static resource::ResourceType = &resource::ResourceType {{\n\
         name: {:?},\nrequired: &{:?},\ncreate_only: &{:?},\nsometimes_create_only: &{:?},\ntags: {tags},\n\
         schema: SCHEMA,\n}};\n\n\
         #[inline]\nfn into_properties(self) -> Json {{\nself.into()\n}}\n}}\n\n",
        made.name,
        kind_type(&resource.id, kinds),
        resource.name,
        resource.required,
        resource.create_only,
        resource.sometimes_create_only,
    );
}

/// A raw text over several lines.
fn raw(text: &str) -> String {
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let mark = if hashes.is_empty() && !text.contains('\\') { "" } else { "r" };
    format!("{mark}{hashes}\"\n{text}\n\"{hashes}")
}

fn members(text: &mut String, made: &Struct) {
    let object = if made.fields.is_empty() { "_" } else { "object" };
    _ = writeln!(
        text,
        "impl IntoJson for {} {{\n#[inline]\nfn put_into(&mut self, {object}: &mut Object) {{",
        made.name
    );
    if !made.fields.is_empty() {
        _ = writeln!(text, "object.reserve({});", made.fields.len());
    }
    for field in &made.fields {
        _ = writeln!(text, "object.take({:?}, &mut self.{});", field.property, names::identifier(&field.name));
    }
    text.push_str("}\n}\n\n");
}

fn attributes(text: &mut String, name: &str, attributes: &[Attribute], kinds: &Kinds) {
    if attributes.is_empty() {
        return;
    }
    _ = writeln!(text, "impl {name} {{");
    for Attribute { name, constant, shape, phrase } in attributes {
        let kind = kind_type(shape, kinds);
        _ = writeln!(
            text,
            "/// `{name}`: {phrase}.\n\
             pub const {constant}: resource::Attribute<Self, {kind}> = resource::Attribute::new({name:?});"
        );
    }
    text.push_str("}\n\n");
}

/// The Rust type of a field's value.
fn field_type(shape: &Shape, structs: &[Struct], kinds: &Kinds) -> String {
    match shape {
        Shape::Text | Shape::Integer | Shape::Number | Shape::Boolean => format!("Value<{}>", kind_type(shape, kinds)),
        Shape::Kind(_) => format!("Attr<{}>", kind_type(shape, kinds)),
        Shape::List(inner) => format!("Vec<{}>", field_type(inner, structs, kinds)),
        Shape::Map(inner) => format!("IndexMap<String, {}>", field_type(inner, structs, kinds)),
        Shape::Struct(index) => structs.get(*index).map(|made| made.name.clone()).unwrap_or_default(),
        Shape::Json => "Json".to_owned(),
    }
}

/// The `T` of a `Value<T>` that is known only once the resource was made.
fn kind_type(shape: &Shape, kinds: &Kinds) -> String {
    match shape {
        Shape::Text => "String".to_owned(),
        Shape::Integer => "i64".to_owned(),
        Shape::Number => "f64".to_owned(),
        Shape::Boolean => "bool".to_owned(),
        Shape::Kind(format) => format!("kind::{}", kinds.name(format)),
        Shape::List(inner) => format!("Vec<{}>", kind_type(inner, kinds)),
        Shape::Map(_) | Shape::Struct(_) | Shape::Json => "Json".to_owned(),
    }
}

/// Whether code, apart from its comments, names the type.
fn uses(code: &str, name: &str) -> bool {
    let word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    code.lines().filter(|line| !line.starts_with("///")).any(|line| {
        line.match_indices(name).any(|(start, _)| {
            let (before, rest) = line.split_at(start);
            !word(before.chars().next_back()) && !word(rest.chars().nth(name.len())) && !before.ends_with('"')
        })
    })
}
