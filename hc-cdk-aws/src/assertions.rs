//! Assertions about templates, for the tests of users and for ours.
//!
//! A [`Template`] is what would be written for one stack. Its assertions panic with what was expected, what there is, and
//! where the nearest resource differs. They are for tests: programs have the checks.
//!
//! What is expected is a part of what there is. Of an object, the members that are named have to be there; of a list, the
//! items have to be there in that order, and others may stand between them.

#![allow(clippy::panic, reason = "assertions are for tests, where a panic is how one fails")]

use std::fmt::Write as _;

use hc_cdk::{app::App, emit::File, policy::Policy, stack::Stack};
pub use serde_json::{Value, json};

/// A template, with assertions about it.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{assertions::{Template, json}, prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// stack.add("Key", CustomerKey::builder().build());
///
/// let template = Template::of_stack(stack);
/// template.resource_count("AWS::KMS::Key", 1);
/// template.has_properties("AWS::KMS::Key", json!({ "EnableKeyRotation": true }));
/// template.has_resource("AWS::KMS::Key", json!({ "DeletionPolicy": "Retain" }));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    json: Value,
}

impl Template {
    /// The template of one of an app's stacks.
    ///
    /// # Panics
    ///
    /// If the app has findings, which are printed, or no such stack.
    #[track_caller]
    pub fn of(app: &App, stack: &str) -> Self {
        match app.synthesize() {
            Ok(files) => Self::from_files(&files, stack),
            Err(findings) => panic!("the app has findings\n\n{findings}"),
        }
    }

    /// The template of a stack that is an app of its own.
    ///
    /// # Panics
    ///
    /// If the stack has findings, which are printed.
    #[track_caller]
    pub fn of_stack<P: Policy>(stack: Stack<P>) -> Self {
        let name = stack.model().name().to_owned();
        Self::of(&App::new("test").stack(stack), &name)
    }

    /// The template of a stack among the files of an app.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[track_caller]
    pub fn from_files(files: &[File], stack: &str) -> Self {
        let path = format!("{stack}.template.json");
        let file = files.iter().find(|file| file.path == path);
        match file.map(|file| serde_json::from_slice(&file.bytes)) {
            Some(Ok(json)) => Self { json },
            Some(Err(error)) => panic!("`{path}` is not JSON: {error}"),
            None => {
                let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
                panic!("no file `{path}`; there are: {}", paths.join(", "))
            }
        }
    }

    /// The whole template.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// Every resource with its logical id, in order.
    pub fn resources(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.members("Resources")
    }

    /// The resources of a type whose properties have what is named; `json!({})` names nothing.
    #[allow(clippy::needless_pass_by_value, reason = "what is expected is written at the call")]
    pub fn find_resources(&self, kind: &str, properties: Value) -> Vec<(&str, &Value)> {
        let expected = json!({ "Properties": properties });
        self.of_type(kind).filter(|(_, resource)| differences(&expected, resource).is_empty()).collect()
    }

    /// Asserts how many resources of a type there are.
    ///
    /// # Panics
    ///
    /// If there are more or fewer, which are then named.
    #[track_caller]
    pub fn resource_count(&self, kind: &str, expected: usize) {
        let found: Vec<&str> = self.of_type(kind).map(|(id, _)| id).collect();
        assert!(
            found.len() == expected,
            "expected {expected} of `{kind}`, and there are {}: {}",
            found.len(),
            found.join(", ")
        );
    }

    /// Asserts that some resource of a type has these properties, among others.
    ///
    /// # Panics
    ///
    /// If there is none. The nearest one is shown with what differs:
    ///
    /// ```should_panic
    /// # use hc_cdk::{policy::Development, prelude::*};
    /// # use hc_cdk_aws::{assertions::{Template, json}, prelude::*, region};
    /// # let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
    /// # stack.add("Key", CustomerKey::builder().build());
    /// // no `AWS::KMS::Key` is as expected; the nearest is `Key`:
    /// //   Properties/EnableKeyRotation
    /// //     expected: false
    /// //     found:    true
    /// Template::of_stack(stack).has_properties("AWS::KMS::Key", json!({ "EnableKeyRotation": false }));
    /// ```
    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "what is expected is written at the call")]
    pub fn has_properties(&self, kind: &str, properties: Value) {
        self.has_resource(kind, json!({ "Properties": properties }));
    }

    /// Asserts that some resource of a type has these members, such as a `DeletionPolicy`, among others.
    ///
    /// # Panics
    ///
    /// If there is none. The nearest one is shown with what differs.
    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "what is expected is written at the call")]
    pub fn has_resource(&self, kind: &str, expected: Value) {
        let compared = self.of_type(kind).map(|(id, resource)| (id, differences(&expected, resource)));
        match compared.min_by_key(|(_, differences)| differences.len()) {
            Some((_, differences)) if differences.is_empty() => {}
            Some((id, differences)) => {
                panic!("no `{kind}` is as expected; the nearest is `{id}`:\n{}", lines(&differences))
            }
            None => panic!("there is no `{kind}`; there are: {}", self.types().join(", ")),
        }
    }

    /// Asserts that there is an output of that name with these members, among others.
    ///
    /// # Panics
    ///
    /// If there is none, or if it differs.
    ///
    /// ```
    /// # use hc_cdk::{policy::Development, prelude::*};
    /// # use hc_cdk_aws::{assertions::{Template, json}, prelude::*, region};
    /// let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder().build());
    /// stack.output("KeyArn", "encrypts the records", key.arn());
    ///
    /// Template::of_stack(stack).has_output("KeyArn", json!({ "Value": { "Fn::GetAtt": ["Key", "Arn"] } }));
    /// ```
    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "what is expected is written at the call")]
    pub fn has_output(&self, name: &str, expected: Value) {
        let Some((_, output)) = self.members("Outputs").find(|(output, _)| *output == name) else {
            let names: Vec<&str> = self.members("Outputs").map(|(name, _)| name).collect();
            panic!("there is no output `{name}`; there are: {}", names.join(", "))
        };
        let differences = differences(&expected, output);
        assert!(differences.is_empty(), "the output `{name}` is not as expected:\n{}", lines(&differences));
    }

    fn members(&self, section: &str) -> impl Iterator<Item = (&str, &Value)> {
        let members = self.json.get(section).and_then(Value::as_object);
        members.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    fn of_type(&self, kind: &str) -> impl Iterator<Item = (&str, &Value)> {
        self.resources().filter(move |(_, resource)| type_of(resource) == kind)
    }

    /// The types that there are, each once.
    fn types(&self) -> Vec<&str> {
        let mut types: Vec<&str> = self.resources().map(|(_, resource)| type_of(resource)).collect();
        types.sort_unstable();
        types.dedup();
        types
    }
}

fn type_of(resource: &Value) -> &str {
    resource.get("Type").and_then(Value::as_str).unwrap_or_default()
}

/// A place where something else was expected.
#[derive(Debug, PartialEq)]
struct Difference {
    path: String,
    expected: String,
    found: Option<String>,
}

/// Where `found` lacks what is expected.
fn differences(expected: &Value, found: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    compare("", expected, Some(found), &mut differences);
    differences
}

fn compare(path: &str, expected: &Value, found: Option<&Value>, differences: &mut Vec<Difference>) {
    let inside = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
    match (expected, found) {
        (Value::Object(expected), Some(Value::Object(found))) => {
            for (name, expected) in expected {
                compare(&inside(name), expected, found.get(name), differences);
            }
        }
        (Value::Array(expected), Some(Value::Array(items))) => {
            let mut rest = items.iter();
            for (at, expected) in expected.iter().enumerate() {
                let is_next = |item: &Value| self::differences(expected, item).is_empty();
                if !rest.by_ref().any(is_next) {
                    // The items in front of it are there; to show the others apart would only hide this one.
                    differences.push(difference(inside(&at.to_string()), expected, found));
                    return;
                }
            }
        }
        (expected, Some(found)) if expected == found => {}
        (expected, found) => differences.push(difference(path.to_owned(), expected, found)),
    }
}

fn difference(path: String, expected: &Value, found: Option<&Value>) -> Difference {
    Difference { path, expected: expected.to_string(), found: found.map(Value::to_string) }
}

fn lines(differences: &[Difference]) -> String {
    let mut text = String::new();
    for Difference { path, expected, found } in differences {
        let found = found.as_deref().unwrap_or("nothing");
        // Writing to memory does not fail.
        let _ = writeln!(text, "  {path}\n    expected: {expected}\n    found:    {found}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Template, differences, json, lines};

    fn template() -> Template {
        Template {
            json: json!({
                "Resources": {
                    "Records": { "Type": "AWS::S3::Bucket", "Properties": { "Tags": ["a", "b", "c"], "Name": "x" } },
                    "Logs": { "Type": "AWS::S3::Bucket", "Properties": { "Name": "y" }, "DeletionPolicy": "Retain" },
                },
                "Outputs": { "Name": { "Value": "x" } },
            }),
        }
    }

    #[test]
    fn what_is_expected_may_be_a_part_of_what_there_is() {
        let template = template();
        template.has_properties("AWS::S3::Bucket", json!({ "Tags": ["a", "c"] }));
        template.has_resource("AWS::S3::Bucket", json!({ "DeletionPolicy": "Retain" }));
        template.has_output("Name", json!({}));
        template.resource_count("AWS::S3::Bucket", 2);
        let found = template.find_resources("AWS::S3::Bucket", json!({ "Name": "y" }));
        assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ["Logs"]);
    }

    #[test]
    fn items_of_a_list_are_expected_in_order() {
        assert_eq!(differences(&json!(["a", "b"]), &json!(["b", "a"])).len(), 1);
        assert_eq!(differences(&json!([]), &json!(["b"])).len(), 0);
        assert_eq!(differences(&json!(["b", "b"]), &json!(["b"])).len(), 1);
    }

    #[test]
    fn differences_name_the_place() {
        let found = differences(&json!({ "A": { "B": 1, "C": 2 } }), &json!({ "A": { "B": 3 } }));
        assert_eq!(
            lines(&found),
            "  A/B\n    expected: 1\n    found:    3\n  A/C\n    expected: 2\n    found:    nothing\n"
        );
    }

    #[test]
    #[should_panic(expected = "the nearest is `Logs`:\n  Properties/Name\n    expected: \"z\"\n    found:    \"y\"")]
    fn the_nearest_resource_is_shown() {
        let expected = json!({ "Properties": { "Name": "z" }, "DeletionPolicy": "Retain" });
        template().has_resource("AWS::S3::Bucket", expected);
    }

    #[test]
    #[should_panic(expected = "expected 1 of `AWS::S3::Bucket`, and there are 2: Records, Logs")]
    fn what_was_counted_is_named() {
        template().resource_count("AWS::S3::Bucket", 1);
    }

    #[test]
    #[should_panic(expected = "there is no `AWS::KMS::Key`; there are: AWS::S3::Bucket")]
    fn the_types_that_there_are_are_named() {
        template().has_properties("AWS::KMS::Key", json!({}));
    }

    #[test]
    #[should_panic(expected = "there is no output `Arn`; there are: Name")]
    fn the_outputs_that_there_are_are_named() {
        template().has_output("Arn", json!({}));
    }
}
