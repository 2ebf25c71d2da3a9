//! The manifest of the cloud assembly, so that the CDK command line lists, compares and deploys the stacks.

use std::panic::Location;

use hc_cdk::{
    check::Checked,
    dimension::deletion::Protected,
    model::{ResourceModel, StackModel, place},
    policy::Dimension,
    target::File,
};
use indexmap::IndexMap;
use serde_core::{Serialize, Serializer, ser::SerializeMap};

use super::template;
use crate::stack::NAME;

/// A version of the manifest's schema that versions 2 and 3 of the CDK command line read.
const SCHEMA: &str = "36.0.0";

pub(super) fn manifest(checked: &Checked<'_>) -> File {
    File { path: "manifest.json".to_owned(), bytes: super::json(&Manifest(checked)) }
}

struct Manifest<'a>(&'a Checked<'a>);

impl Serialize for Manifest<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("version", SCHEMA)?;
        map.serialize_entry("artifacts", &Artifacts(self.0))?;
        map.end()
    }
}

struct Artifacts<'a>(&'a Checked<'a>);

impl Serialize for Artifacts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let checked = self.0;
        serializer
            .collect_map(checked.stacks_of(NAME).map(|(at, stack)| (stack.name(), Artifact { checked, at, stack })))
    }
}

struct Artifact<'a> {
    checked: &'a Checked<'a>,
    at: usize,
    stack: &'a StackModel,
}

impl Serialize for Artifact<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { checked, at, stack } = *self;
        let properties = serde_json::json!({
            "templateFile": template::path(stack),
            "stackName": stack.name(),
            "terminationProtection": stack.policy.floor(Dimension::deletion) >= Protected::POSITION,
        });
        let dependencies: Vec<&str> =
            checked.links().needs(at).filter_map(|other| Some(checked.stacks().get(other)?.name())).collect();
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry("type", "aws:cloudformation:stack")?;
        map.serialize_entry("environment", &format!("aws://unknown-account/{}", stack.region))?;
        map.serialize_entry("properties", &properties)?;
        map.serialize_entry("dependencies", &dependencies)?;
        map.serialize_entry("metadata", &Metadata::of(stack))?;
        map.end()
    }
}

/// What the command line shows beside the path of a construct or resource.
struct Metadata<'a>(IndexMap<String, Vec<Entry<'a>>>);

impl<'a> Metadata<'a> {
    fn of(stack: &'a StackModel) -> Self {
        let mut entries: IndexMap<String, Vec<Entry<'a>>> = IndexMap::with_capacity(stack.resources.len());
        for ResourceModel { construct, name, logical_id, .. } in &stack.resources {
            let name = if name.is_empty() { "Resource" } else { name };
            let (path, written_at) = stack
                .constructs
                .get(*construct as usize)
                .map_or(("", stack.written_at), |construct| (construct.path.as_str(), construct.written_at));
            let entry = Entry { kind: "aws:cdk:logicalId", data: logical_id.into(), written_at };
            entries.entry(format!("/{}/{path}/{name}", stack.name())).or_default().push(entry);
        }
        for waiver in &stack.waivers {
            let entry = Entry { kind: "aws:cdk:info", data: waiver.words().into(), written_at: waiver.written_at };
            entries.entry(format!("/{}/{}", stack.name(), waiver.path)).or_default().push(entry);
        }
        Self(entries)
    }
}

impl Serialize for Metadata<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.0)
    }
}

struct Entry<'a> {
    kind: &'static str,
    data: std::borrow::Cow<'a, str>,
    written_at: &'static Location<'static>,
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("type", self.kind)?;
        map.serialize_entry("data", &self.data)?;
        map.serialize_entry("trace", &[place::column(self.written_at)])?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use crate::stack::Stack;
    use hc_cdk::{app::App, date, policy::Production, waiver::Waiver};

    use crate::{cfn, region};

    #[test]
    fn the_manifest_names_stacks_resources_and_waivers() {
        let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "rebuilt nightly", "jane.roe", date!("2027-01-31"));
        let mut data = Stack::<Production>::new("data", region::EuWest2);
        let topic = data.add("Topic", waiver.clone().resource(cfn::sns::Topic::default()));
        let mut app = Stack::<Production>::new("app", region::EuWest2);
        let name = Some(hc_cdk::value::Attr::from_json(topic.id()));
        app.add("Copy", waiver.resource(cfn::sns::Topic { topic_name: name, ..Default::default() }));
        let files = App::new("test").stack(app).stack(data).synthesize().unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&files[0].bytes).unwrap();
        let artifact = &manifest["artifacts"]["app"];
        assert_eq!(artifact["dependencies"], serde_json::json!(["data"]));
        assert_eq!(artifact["environment"], "aws://unknown-account/eu-west-2");
        assert_eq!(artifact["properties"]["terminationProtection"], true);
        assert_eq!(artifact["properties"]["templateFile"], "app.template.json");
        let metadata = &manifest["artifacts"]["data"]["metadata"];
        assert_eq!(metadata["/data/Topic/Resource"][0]["data"], "Topic");
        let trace = metadata["/data/Topic/Resource"][0]["trace"][0].as_str().unwrap();
        assert!(trace.contains("assembly.rs:"), "{trace}");
        let expected = "breaks `ByHand` until 2027-01-31: rebuilt nightly (approved by jane.roe)";
        assert_eq!(metadata["/data/Topic"][0]["data"], expected);
    }
}
