//! From the schemas' definitions to types: those that the wanted objects are made of, group by group.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value};

use super::list::{List, Wanted};
use crate::codegen::names;

/// The types of each API group, by the group's name, in alphabetical order.
pub(super) type Groups = BTreeMap<String, Vec<Type>>;

/// An object of the schemas.
#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: String,
    /// What the schema says that it is.
    pub(super) description: String,
    pub(super) fields: Vec<Field>,
    /// The name of the resource type, such as `apps/v1/Deployment`, if it is one.
    pub(super) kind: Option<String>,
}

/// A field of an object.
#[derive(Debug)]
pub(super) struct Field {
    /// Its name in the schema.
    pub(super) name: String,
    pub(super) required: bool,
    /// The Rust type of its value.
    pub(super) value: String,
    /// For a text of which the values are known, or a list of such texts: the type of the values, and the values.
    pub(super) values: Option<(String, Vec<String>)>,
}

/// Fields of an object that are written by others: the first two by the target, the last by the cluster.
const NOT_OURS: [&str; 3] = ["apiVersion", "kind", "status"];

pub(super) fn groups(definitions: &Value, list: &List) -> Result<Groups> {
    let definitions = definitions.get("$defs").and_then(Value::as_object).context("there are no definitions")?;
    let mut waiting = Vec::new();
    let mut kinds = BTreeMap::new();
    for (version, name) in &list.kinds {
        let id = find(definitions, version, name)?;
        kinds.insert(id.clone(), format!("{version}/{name}"));
        waiting.push(id);
    }
    let mut unused: BTreeSet<&str> = list.fields.keys().map(String::as_str).collect();
    let mut unused_values: BTreeSet<&str> = list.values.keys().map(String::as_str).collect();
    let mut seen = BTreeSet::new();
    let mut groups = Groups::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let schema = definitions.get(&id).with_context(|| format!("there is no definition `{id}`"))?;
        unused.remove(short(&id));
        let found = object(&id, schema, list, kinds.get(&id).cloned(), &mut waiting)
            .with_context(|| format!("cannot generate `{id}`"))?;
        for field in &found.fields {
            unused_values.remove(format!("{}.{}", short(&id), field.name).as_str());
        }
        groups.entry(group(&id)?.to_owned()).or_default().push(found);
    }
    if !unused.is_empty() {
        bail!("no wanted object has a part of the type {unused:?}");
    }
    if !unused_values.is_empty() {
        bail!("no wanted object has the field {unused_values:?}");
    }
    for types in groups.values_mut() {
        types.sort_by(|one, other| one.name.cmp(&other.name));
        let twice = types.iter().zip(types.iter().skip(1)).find(|(one, other)| one.name == other.name);
        if let Some((one, _)) = twice {
            bail!("two types of one group are called `{}`", one.name);
        }
    }
    Ok(groups)
}

/// The definition of an object, by the marks that the schema puts on it.
fn find(definitions: &Map<String, Value>, version: &str, name: &str) -> Result<String> {
    let (group, plain) = version.split_once('/').unwrap_or(("", version));
    let is = |mark: &Value| mark["group"] == group && mark["version"] == plain && mark["kind"] == name;
    definitions
        .iter()
        .find(|(_, schema)| {
            schema["x-kubernetes-group-version-kind"].as_array().is_some_and(|marks| marks.iter().any(is))
        })
        .map(|(id, _)| id.clone())
        .with_context(|| format!("there is no object `{name}` of `{version}`"))
}

/// `core.v1.Pod` for `io.k8s.api.core.v1.Pod`.
fn short(id: &str) -> &str {
    ["io.k8s.api.", "io.k8s.apimachinery.pkg.apis."].iter().find_map(|prefix| id.strip_prefix(prefix)).unwrap_or(id)
}

fn group(id: &str) -> Result<&str> {
    let (group, _) = short(id).split_once('.').with_context(|| format!("`{id}` has no group"))?;
    Ok(group)
}

fn type_name(id: &str) -> &str {
    id.rsplit('.').next().unwrap_or(id)
}

fn object(id: &str, schema: &Value, list: &List, kind: Option<String>, waiting: &mut Vec<String>) -> Result<Type> {
    let wanted = list.fields.get(short(id));
    let properties = schema["properties"].as_object().context("it has no properties")?;
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if let Some(Wanted::Only(names) | Wanted::Omit(names)) = wanted
        && let Some(name) = names.iter().find(|name| !properties.contains_key(*name))
    {
        bail!("it has no field `{name}`");
    }
    let taken = |name: &str| match wanted {
        None => true,
        Some(Wanted::Only(names)) => names.iter().any(|it| it == name),
        Some(Wanted::Omit(names)) => !names.iter().any(|it| it == name),
    };
    let mut fields = Vec::new();
    for (name, property) in properties {
        let needed = required.contains(&name.as_str()) || (kind.is_some() && name == "metadata");
        if kind.is_some() && NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        if !taken(name) {
            if needed {
                bail!("its field `{name}` is required");
            }
            continue;
        }
        let values = property["enum"]
            .as_array()
            .map(|values| values.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>())
            .or_else(|| list.values.get(&format!("{}.{name}", short(id))).cloned())
            .map(|values| (format!("{}{}", type_name(id), names::camel(name)), values));
        let mut value = rust_type(property, waiting).with_context(|| format!("its field `{name}`"))?;
        if let Some((of, _)) = &values {
            value = match value.as_str() {
                "Value<String>" => of.clone(),
                "Vec<Value<String>>" => format!("Vec<{of}>"),
                _ => bail!("only texts have values, and its field `{name}` is none"),
            };
        }
        fields.push(Field { name: name.clone(), required: needed, value, values });
    }
    let description = schema["description"].as_str().unwrap_or_default();
    Ok(Type { name: type_name(id).to_owned(), description: first_sentence(description), fields, kind })
}

/// The Rust type of a value. A type that it refers to is put on the list of those to generate.
fn rust_type(property: &Value, waiting: &mut Vec<String>) -> Result<String> {
    if let Some(reference) = property["$ref"].as_str() {
        let id = reference.rsplit('/').next().unwrap_or(reference);
        return Ok(match type_name(id) {
            // Both are text that a type of ours has checked; a port or a share is a number or text.
            "Quantity" | "Time" | "MicroTime" => "Value<String>".to_owned(),
            "IntOrString" => "Json".to_owned(),
            // Every target that writes objects has the same.
            "ObjectMeta" => "hc_cdk_manifest::object::Metadata".to_owned(),
            name => {
                waiting.push(id.to_owned());
                format!("super::{}::{name}", group(id)?)
            }
        });
    }
    let kind = match &property["type"] {
        Value::String(kind) => kind.as_str(),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or_default(),
        _ => "",
    };
    Ok(match kind {
        "string" => "Value<String>".to_owned(),
        "integer" => "i64".to_owned(),
        "boolean" => "bool".to_owned(),
        "array" => format!("Vec<{}>", rust_type(&property["items"], waiting)?),
        "object" if property.get("additionalProperties").is_some() => "Object".to_owned(),
        other => bail!("values of type `{other}` are not understood"),
    })
}

/// The first sentence of a description, without marks that Rust's documentation would take for its own.
fn first_sentence(description: &str) -> String {
    let line = description.lines().next().unwrap_or_default();
    let sentence = line.split_once(". ").map_or(line, |(first, _)| first);
    sentence.trim_end_matches('.').replace(['<', '>', '[', ']', '`'], "")
}
