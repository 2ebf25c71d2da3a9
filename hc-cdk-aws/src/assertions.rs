//! Assertions about templates, for the tests of users and for ours.
//!
//! A [`Template`] is what would be written for one stack. Its assertions panic with what was expected, what there is, and
//! where the nearest resource differs. They are for tests: programs have the checks. A [`Clinic`] is a stack with a perimeter,
//! for the test of a construct that is made in one.
//!
//! What is expected is a part of what there is; [`hc_cdk::assertions`] says how the two are compared.

#![allow(clippy::panic, reason = "assertions are for tests, where a panic is how one fails")]

mod clinic;

pub use hc_cdk::assertions::{Value, json};
use hc_cdk::{
    app::App,
    assertions::{Piece, assert_count, assert_has, assert_some, bytes_of, files_of, has},
    policy::Policy,
    target::File,
};

pub use self::clinic::Clinic;
use crate::stack::Stack;

/// A template, with assertions about it.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{assertions::{Template, json}, prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// stack.add("Key", CustomerKey::builder());
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
        Self::from_files(&files_of(app), stack)
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
        match serde_json::from_slice(bytes_of(files, &path)) {
            Ok(json) => Self { json },
            Err(error) => panic!("`{path}` is not JSON: {error}"),
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
        self.resources().filter(|(_, resource)| type_of(resource) == kind && has(resource, &expected)).collect()
    }

    /// Asserts how many resources of a type there are.
    ///
    /// # Panics
    ///
    /// If there are more or fewer, which are then named.
    #[track_caller]
    pub fn resource_count(&self, kind: &str, expected: usize) {
        assert_count(self.pieces(), kind, expected);
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
    /// # stack.add("Key", CustomerKey::builder());
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
        assert_some(self.pieces(), kind, &expected);
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
    /// let key = stack.add("Key", CustomerKey::builder());
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
        assert_has(&format!("the output `{name}`"), output, &expected);
    }

    fn members(&self, section: &str) -> impl Iterator<Item = (&str, &Value)> {
        let members = self.json.get(section).and_then(Value::as_object);
        members.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        self.resources().map(|(name, json)| Piece { kind: type_of(json), name, json })
    }
}

fn type_of(resource: &Value) -> &str {
    resource.get("Type").and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Template, json};

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
