//! Writes types as Rust: plain structs without derives beyond `Default`, and one inline function for each that writes its
//! tree, which is what compiles fastest.

use std::fmt::Write as _;

use super::schema::{Field, Groups, Type};
use crate::codegen::{names, output::HEADER};

/// The module that has the groups.
pub(super) fn root(groups: &Groups) -> String {
    let mut text = format!(
        "{HEADER}//! Kubernetes objects as plain structs, as far as `kinds.txt` takes them.\n\n\
         #![allow(dead_code, reason = \"generated whole; constructs use what they need\")]\n\
         #![allow(clippy::doc_markdown, clippy::struct_field_names, reason = \"descriptions and names are those of the schemas\")]\n\n"
    );
    for group in groups.keys() {
        let _ = writeln!(text, "pub(crate) mod {group};");
    }
    text
}

/// The module of one group.
pub(super) fn group(name: &str, types: &[Type]) -> String {
    let body: String = types.iter().map(one).collect();
    let mut text = format!("{HEADER}//! The types of the API group `{name}`.\n\n");
    if types.iter().any(|it| it.kind.is_some()) {
        text.push_str("use hc_cdk::resource;\n");
    }
    let used: Vec<&str> = ["Json", "Object", "Value"].into_iter().filter(|name| contains_word(&body, name)).collect();
    let _ = writeln!(text, "use hc_cdk::value::{{{}}};\n", used.join(", "));
    text.push_str(&body);
    text
}

fn contains_word(text: &str, word: &str) -> bool {
    text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').any(|it| it == word)
}

fn one(it: &Type) -> String {
    let mut text = String::new();
    let required: Vec<&Field> = it.fields.iter().filter(|field| field.required).collect();
    let _ = writeln!(text, "/// {}.", it.description);
    if required.is_empty() {
        text.push_str("#[derive(Default)]\n");
    }
    let _ = writeln!(text, "pub(crate) struct {} {{", it.name);
    for field in &it.fields {
        let value = if field.required { field.value.clone() } else { format!("Option<{}>", field.value) };
        let _ = writeln!(text, "/// `{}`.\npub(crate) {}: {value},", field.name, rust_name(field));
    }
    text.push_str("}\n\n");
    if !required.is_empty() {
        text.push_str(&constructor(it, &required));
    }
    text.push_str(&conversion(it));
    for field in &it.fields {
        if let Some((name, values)) = &field.values {
            text.push_str(&enumeration(name, values));
        }
    }
    text
}

fn rust_name(field: &Field) -> String {
    names::identifier(&names::snake(&field.name))
}

/// A function that takes what is required and leaves the rest out.
fn constructor(it: &Type, required: &[&Field]) -> String {
    let arguments: Vec<String> =
        required.iter().map(|field| format!("{}: {}", rust_name(field), field.value)).collect();
    let members: Vec<String> = it
        .fields
        .iter()
        .map(|field| if field.required { rust_name(field) } else { format!("{}: None", rust_name(field)) })
        .collect();
    format!(
        "impl {} {{\n/// With what is required.\npub(crate) fn new({}) -> Self {{ Self {{ {} }} }}\n}}\n\n",
        it.name,
        arguments.join(", "),
        members.join(", ")
    )
}

/// The function that writes the tree.
fn conversion(it: &Type) -> String {
    let name = &it.name;
    let mut text = format!(
        "impl From<{name}> for Json {{\n#[inline]\nfn from(it: {name}) -> Self {{\n\
         let mut object = Object::with_capacity({});\n",
        it.fields.len()
    );
    for field in &it.fields {
        let value = format!("it.{}", rust_name(field));
        let value = if field.required { format!("Some({value})") } else { value };
        let _ = writeln!(text, "object.put(\"{}\", {value});", field.name);
    }
    text.push_str("object.into()\n}\n}\n\n");
    if let Some(kind) = &it.kind {
        let _ = write!(
            text,
            "impl resource::Resource for {name} {{\ntype Id = String;\ntype Of = hc_cdk_manifest::object::Objects;\n\n\
             const TYPE: &'static resource::ResourceType = &resource::ResourceType::untyped(\"{kind}\");\n\n\
             #[inline]\nfn into_properties(self) -> Json {{\nself.into()\n}}\n}}\n\n"
        );
    }
    text
}

fn enumeration(name: &str, values: &[String]) -> String {
    let mut text = format!("/// The values of a text.\n#[derive(Debug, Clone, Copy)]\npub(crate) enum {name} {{\n");
    for value in values {
        let _ = writeln!(text, "/// `{value}`.\n{},", names::camel(value));
    }
    let _ =
        writeln!(text, "}}\n\nimpl From<{name}> for Json {{\n#[inline]\nfn from(it: {name}) -> Self {{\nmatch it {{");
    for value in values {
        let _ = writeln!(text, "{name}::{} => \"{value}\".into(),", names::camel(value));
    }
    text.push_str("}\n}\n}\n\n");
    text
}
