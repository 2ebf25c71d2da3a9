//! A resource of a finished template: its properties, with the defaults of parameters in their places.

use std::collections::BTreeSet;

use serde_json::Value;

/// A template.
pub(super) struct Template {
    all: Value,
    /// The functions that only CloudFormation calls, when it deploys.
    called_by_deployments: BTreeSet<String>,
}

/// A resource of it.
#[derive(Clone, Copy)]
pub(super) struct Thing<'a> {
    pub(super) name: &'a str,
    json: &'a Value,
    template: &'a Template,
}

impl Template {
    pub(super) fn of(all: Value) -> Self {
        let resources = all.get("Resources").and_then(Value::as_object);
        let called = resources.into_iter().flatten().filter_map(|(_, it)| {
            let function = it.pointer("/Properties/ServiceToken")?;
            referred(function).map(str::to_owned)
        });
        Self { called_by_deployments: called.collect(), all }
    }

    pub(super) fn things(&self) -> impl Iterator<Item = Thing<'_>> {
        let resources = self.all.get("Resources").and_then(Value::as_object);
        resources.into_iter().flatten().map(|(name, json)| Thing { name, json, template: self })
    }

    fn thing(&self, name: &str) -> Option<Thing<'_>> {
        let (name, json) = self.all.get("Resources")?.as_object()?.get_key_value(name)?;
        Some(Thing { name, json, template: self })
    }
}

impl<'a> Thing<'a> {
    pub(super) fn kind(&self) -> &'a str {
        self.json.get("Type").and_then(Value::as_str).unwrap_or_default()
    }

    /// A property by its path, as names and places joined by `/`: what a parameter is when nothing is given counts as its value.
    pub(super) fn at(&self, path: &str) -> Option<&'a Value> {
        let value = self.json.pointer(&format!("/Properties/{path}"))?;
        let parameter = value.get("Ref").and_then(Value::as_str);
        let default = parameter.and_then(|it| self.template.all.get("Parameters")?.get(it)?.get("Default"));
        Some(default.unwrap_or(value))
    }

    pub(super) fn text(&self, path: &str) -> Option<&'a str> {
        self.at(path)?.as_str()
    }

    pub(super) fn is(&self, path: &str, text: &str) -> bool {
        self.text(path) == Some(text)
    }

    /// A number, in any of the ways in which CloudFormation takes it.
    pub(super) fn number(&self, path: &str) -> Option<f64> {
        let value = self.at(path)?;
        value.as_f64().or_else(|| value.as_str()?.parse().ok()).filter(|it| it.is_finite())
    }

    pub(super) fn flag(&self, path: &str) -> bool {
        self.at(path).is_some_and(|it| it == true || it == "true")
    }

    /// The items of a list; none if it is not set or not a literal list.
    pub(super) fn list(&self, path: &str) -> &'a [Value] {
        self.at(path).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// The resource of the template that a property refers to.
    pub(super) fn target(&self, path: &str) -> Option<Self> {
        self.template.thing(referred(self.at(path)?)?)
    }

    /// The resources of that type which name this one anywhere in their properties.
    pub(super) fn users(&self, kind: &'static str) -> impl Iterator<Item = Self> + use<'a> {
        let (template, name) = (self.template, self.name);
        template
            .things()
            .filter(move |it| it.kind() == kind && it.json.get("Properties").is_some_and(|it| names(it, name)))
    }

    /// Whether it runs when something is deployed and at no other time.
    pub(super) fn runs_for_deployments(&self) -> bool {
        self.template.called_by_deployments.contains(self.name)
    }
}

/// The resource that a value refers to, if it does nothing else.
fn referred(value: &Value) -> Option<&str> {
    let attribute = || value.get("Fn::GetAtt")?.get(0)?.as_str();
    value.get("Ref").and_then(Value::as_str).or_else(attribute)
}

fn names(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(members) => referred(value) == Some(name) || members.values().any(|it| names(it, name)),
        Value::Array(items) => items.iter().any(|it| names(it, name)),
        _ => false,
    }
}
