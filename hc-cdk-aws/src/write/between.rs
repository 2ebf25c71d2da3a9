//! What goes from stack to stack, as templates have it: who imports what, and what is told that is not what it was.
//!
//! As long as a deployed stack imports a value, CloudFormation neither changes nor removes its export ("Export .. cannot be updated as it
//! is in use by .."). An output that another region looks up by `Fn::GetStackOutput` is not held fast. `cdk diff` compares each stack by
//! itself and says nothing of either.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use hc_cdk::diff::Action;
use serde_json::Value;

use super::exports;

/// Where a template has its resources.
pub(super) const RESOURCES: &str = "Resources";
/// Where it has what it tells.
pub(super) const OUTPUTS: &str = "Outputs";

/// The members of a section of a template, or of another tree.
pub(super) fn section<'a>(template: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    template.get(name).and_then(Value::as_object).into_iter().flatten()
}

/// What stands at a path such as `Rules/*/Id`, in order.
pub(super) fn at<'a>(properties: Option<&'a Value>, path: &str) -> Vec<&'a Value> {
    path.split('/').fold(properties.into_iter().collect(), |values, name| {
        let inner = |value: &'a Value| -> Vec<&'a Value> {
            if name == "*" {
                value.as_array().into_iter().flatten().collect()
            } else {
                value.get(name).into_iter().collect()
            }
        };
        values.into_iter().flat_map(inner).collect()
    })
}

/// Which deployed stacks import an export, by its name.
#[derive(Debug, Default)]
pub(super) struct Importers(IndexMap<String, BTreeSet<String>>);

impl Importers {
    /// Of templates as they are deployed, each with the name of its stack.
    pub(super) fn of<'a>(templates: impl Iterator<Item = (&'a str, &'a Value)>) -> Self {
        let mut all = Self::default();
        for (stack, template) in templates {
            for part in [RESOURCES, OUTPUTS].iter().filter_map(|name| template.get(name)) {
                all.find(stack, part);
            }
        }
        all
    }

    fn find(&mut self, stack: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|it| self.find(stack, it)),
            Value::Object(members) => {
                for (name, member) in members {
                    match exports::shown(member).filter(|_| name == "Fn::ImportValue") {
                        Some(export) => _ = self.0.entry(export).or_default().insert(stack.to_owned()),
                        None => self.find(stack, member),
                    }
                }
            }
            _ => {}
        }
    }

    /// Why CloudFormation does not let an output go or change, if it does not.
    pub(super) fn refuse(&self, old: Option<&Value>, action: &Action) -> Option<Action> {
        let export = export(old?)?;
        let by: Vec<String> = self.0.get(&export)?.iter().map(|it| format!("`{it}`")).collect();
        let by = by.join(", ");
        let (properties, help) = match action {
            Action::Removed(_) => (
                vec!["Export".to_owned()],
                format!(
                    "{by} imports it as deployed: keep it for one release, `.keep_export({export:?})`, or deploy {by} alone first"
                ),
            ),
            Action::Changed(names) if names.iter().any(|it| it == "Value" || it == "Export") => (
                names.clone(),
                format!(
                    "{by} imports it, and what is imported stays: make the new one under another name, move the uses and keep this export, and take it away in the release after"
                ),
            ),
            _ => return None,
        };
        Some(Action::Refused { properties, help: help.into() })
    }
}

/// The outputs that are not what they were, each with what is replaced behind it, as `stack/Resource`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    exports: IndexMap<String, BTreeSet<String>>,
    outputs: IndexMap<(String, String), BTreeSet<String>>,
}

impl Told {
    /// Adds those of a stack. `behind` says what an output refers to and is replaced.
    pub(super) fn add(&mut self, stack: &str, (old, new): (&Value, &Value), behind: impl Fn(&str) -> Vec<String>) {
        for (name, output) in section(new, OUTPUTS) {
            let Some(before) = old.get(OUTPUTS).and_then(|it| it.get(name)) else { continue };
            if before.get("Value") == output.get("Value") {
                continue;
            }
            let at = |it: String| if it.contains('/') { it } else { format!("{stack}/{it}") };
            let mut from: BTreeSet<String> = behind(name).into_iter().map(at).collect();
            if from.is_empty() {
                from.insert(at(name.clone()));
            }
            if let Some(export) = export(output).filter(|it| export(before).as_ref() == Some(it)) {
                self.exports.insert(export, from.clone());
            }
            self.outputs.insert((stack.to_owned(), name.clone()), from);
        }
    }

    /// What is replaced behind a value that is imported by its name.
    pub(super) fn imported(&self, name: &Value) -> Option<&BTreeSet<String>> {
        self.exports.get(&exports::shown(name)?)
    }

    /// The same of one that is looked up in a stack of another region.
    pub(super) fn looked_up(&self, of: &Value) -> Option<&BTreeSet<String>> {
        let text = |name: &str| of.get(name)?.as_str().map(str::to_owned);
        self.outputs.get(&(text("StackName")?, text("OutputName")?))
    }
}

/// The name by which other stacks import an output.
fn export(output: &Value) -> Option<String> {
    exports::shown(output.get("Export")?.get("Name")?)
}
