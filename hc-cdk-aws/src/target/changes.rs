//! What would change in a deployed stack, from the templates of the earlier run and of this one.

use hc_cdk::{
    check::Checked,
    diff::{Action, Change},
    model::StackModel,
    resource::ResourceType,
};
use serde_json::{Map, Value};

use super::{NAME, template};

/// Types that keep data: the loss of such a resource is the loss of what is in it.
const STATEFUL: [&str; 12] = [
    "AWS::Backup::BackupVault",
    "AWS::Cognito::UserPool",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::ECR::Repository",
    "AWS::EFS::FileSystem",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
];

pub(super) fn changes(checked: &Checked<'_>, before: &dyn Fn(&str) -> Option<String>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (at, stack) in checked.stacks_of(NAME) {
        let old = before(&template::path(stack)).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        compare(stack, &resources(old), &resources(template::value(checked, at, stack)), &mut changes);
    }
    for (name, path) in gone(checked, before) {
        let old = before(&path).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        changes.extend(resources(old).iter().map(|(id, resource)| removed(&name, id, resource)));
    }
    changes
}

fn resources(mut template: Value) -> Map<String, Value> {
    match template.get_mut("Resources").map(Value::take) {
        Some(Value::Object(resources)) => resources,
        _ => Map::new(),
    }
}

/// The stacks of the earlier run that the app no longer has, with their templates.
fn gone(checked: &Checked<'_>, before: &dyn Fn(&str) -> Option<String>) -> Vec<(String, String)> {
    let manifest: Value = before("manifest.json").and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let artifacts = manifest.get("artifacts").and_then(Value::as_object).into_iter().flatten();
    artifacts
        .filter(|(name, _)| checked.stacks_of(NAME).all(|(_, stack)| stack.name() != name.as_str()))
        .filter_map(|(name, artifact)| {
            let path = artifact.get("properties")?.get("templateFile")?.as_str()?;
            Some((name.clone(), path.to_owned()))
        })
        .collect()
}

fn compare(stack: &StackModel, old: &Map<String, Value>, new: &Map<String, Value>, changes: &mut Vec<Change>) {
    for resource in &stack.resources {
        let id = resource.logical_id.as_str();
        let action = match (old.get(id), new.get(id)) {
            (None, _) => Action::Added,
            (Some(old), Some(new)) if kind(old) == kind(new) => match changed(old, new) {
                properties if properties.is_empty() => continue,
                properties => in_place_or_not(resource.kind, properties),
            },
            _ => Action::Replaced(vec!["Type".to_owned()]),
        };
        changes.push(Change {
            stack: stack.name().to_owned(),
            logical_id: id.to_owned(),
            kind: resource.kind.name.to_owned(),
            action,
            stateful: is_stateful(resource.kind.name),
        });
    }
    for (id, resource) in old {
        if !new.contains_key(id) {
            changes.push(removed(stack.name(), id, resource));
        }
    }
}

fn removed(stack: &str, id: &str, resource: &Value) -> Change {
    let policy = resource.get("DeletionPolicy").and_then(Value::as_str);
    Change {
        stack: stack.to_owned(),
        logical_id: id.to_owned(),
        kind: kind(resource).to_owned(),
        action: Action::Removed { kept: matches!(policy, Some("Retain" | "RetainExceptOnCreate")) },
        stateful: is_stateful(kind(resource)),
    }
}

/// The names of the properties, and of what stands beside them, that differ.
fn changed(old: &Value, new: &Value) -> Vec<String> {
    let mut names = differing(old.get("Properties"), new.get("Properties"));
    names.extend(differing(Some(old), Some(new)).into_iter().filter(|name| name != "Properties"));
    names
}

fn differing(old: Option<&Value>, new: Option<&Value>) -> Vec<String> {
    let (old, new) = (old.and_then(Value::as_object), new.and_then(Value::as_object));
    let names = new.into_iter().flatten().chain(old.into_iter().flatten()).map(|(name, _)| name);
    let mut differing: Vec<String> = Vec::new();
    for name in names {
        let same = old.and_then(|it| it.get(name)) == new.and_then(|it| it.get(name));
        if !same && !differing.contains(name) {
            differing.push(name.clone());
        }
    }
    differing
}

fn in_place_or_not(kind: &ResourceType, properties: Vec<String>) -> Action {
    let fixed: Vec<String> = properties
        .iter()
        .filter(|property| kind.create_only.iter().any(|path| path.split('/').next() == Some(property.as_str())))
        .cloned()
        .collect();
    if fixed.is_empty() { Action::Changed(properties) } else { Action::Replaced(fixed) }
}

fn kind(resource: &Value) -> &str {
    resource.get("Type").and_then(Value::as_str).unwrap_or_default()
}

fn is_stateful(kind: &str) -> bool {
    STATEFUL.contains(&kind)
}
