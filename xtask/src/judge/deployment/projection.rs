//! What moto can make of a template: the resources of the types that it knows, and literals where they refer to others.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::super::case::text;

/// A template that only has what the server makes for real.
pub(super) struct Projection {
    pub(super) template: Value,
    /// How many resources are in it.
    pub(super) real: usize,
    /// The types of those that are not.
    pub(super) away: Vec<String>,
}

impl Projection {
    pub(super) fn of(template: &Value, makes: impl Fn(&str) -> bool) -> Result<Self> {
        let mut template = template.clone();
        let resources =
            template.pointer_mut("/Resources").and_then(Value::as_object_mut).context("a template has no resources")?;
        let mut gone = BTreeSet::new();
        let mut away = Vec::new();
        resources.retain(|id, resource| {
            let kind = text(resource, "/Type").unwrap_or_default();
            let real = makes(kind);
            if !real {
                gone.insert(id.clone());
                away.push(kind.to_owned());
            }
            real
        });
        let real = resources.len();
        if resources.is_empty() {
            // No stack is without resources.
            resources.insert("Nothing".to_owned(), json!({"Type": "AWS::SNS::Topic"}));
        }
        for resource in resources.values_mut() {
            if let Some(Value::Array(first)) = resource.get_mut("DependsOn") {
                first.retain(|id| id.as_str().is_none_or(|id| !gone.contains(id)));
            }
        }
        stand_in(&mut template, &gone);
        Ok(Self { template, real, away })
    }
}

/// Puts a literal where a value refers to a resource that is gone.
fn stand_in(value: &mut Value, gone: &BTreeSet<String>) {
    let literal = match (value.get("Ref").and_then(Value::as_str), value.get("Fn::GetAtt")) {
        // Some are their own ARN, of which parts are taken.
        (Some(id), _) if gone.contains(id) => {
            Some(format!("arn:aws:none:us-east-1:123456789012:oidc-provider/{id}-id:{id}"))
        }
        (None, Some(Value::Array(names))) => match names.as_slice() {
            [Value::String(id), Value::String(name)] if gone.contains(id) => Some(if name.ends_with("Arn") {
                format!("arn:aws:none:us-east-1:123456789012:oidc-provider/{id}/{name}")
            } else {
                format!("{id}-{name}")
            }),
            _ => None,
        },
        _ => None,
    };
    match (literal, value) {
        (Some(literal), value) => *value = Value::String(literal),
        (None, Value::Array(items)) => items.iter_mut().for_each(|item| stand_in(item, gone)),
        (None, Value::Object(members)) => members.values_mut().for_each(|member| stand_in(member, gone)),
        (None, _) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Projection;

    #[test]
    fn references_to_what_is_gone_become_literals() {
        let template = json!({"Resources": {
            "Kept": {"Type": "A", "DependsOn": ["Gone", "Other"], "Properties": {
                "Id": {"Ref": "Gone"}, "Arn": [{"Fn::GetAtt": ["Gone", "Arn"]}], "Other": {"Fn::GetAtt": ["Other", "Arn"]},
            }},
            "Gone": {"Type": "B", "Properties": {}},
            "Other": {"Type": "A", "Properties": {"Id": {"Ref": "AWS::Region"}}},
        }});
        let projection = Projection::of(&template, |kind| kind == "A").unwrap();
        let expected = json!({"Resources": {
            "Kept": {"Type": "A", "DependsOn": ["Other"], "Properties": {
                "Id": "arn:aws:none:us-east-1:123456789012:oidc-provider/Gone-id:Gone", "Arn": ["arn:aws:none:us-east-1:123456789012:oidc-provider/Gone/Arn"],
                "Other": {"Fn::GetAtt": ["Other", "Arn"]},
            }},
            "Other": {"Type": "A", "Properties": {"Id": {"Ref": "AWS::Region"}}},
        }});
        assert_eq!(projection.template, expected);
        assert_eq!((projection.real, projection.away), (2, vec!["B".to_owned()]));
    }
}
