//! The manifest of the cloud assembly, so that the CDK command line lists, compares and deploys the stacks.

use std::panic::Location;

use hc_cdk::{
    check::Checked,
    dimension::{Level, deletion::Protected},
    emit::File,
    model::StackModel,
    waiver::WaiverRecord,
};
use serde_json::{Map, Value, json};

use super::{NAME, template};

/// A version of the manifest's schema that versions 2 and 3 of the CDK command line read.
const SCHEMA: &str = "36.0.0";

pub(super) fn manifest(checked: &Checked<'_>) -> File {
    let mut artifacts = Map::new();
    for (at, stack) in checked.stacks_of(NAME) {
        artifacts.insert(stack.name().to_owned(), artifact(checked, at, stack));
    }
    let manifest = json!({ "version": SCHEMA, "artifacts": artifacts });
    let mut bytes = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    bytes.push(b'\n');
    File { path: "manifest.json".to_owned(), bytes }
}

fn artifact(checked: &Checked<'_>, at: usize, stack: &StackModel) -> Value {
    let mut metadata = Metadata::default();
    for resource in &stack.resources {
        let name = if resource.name.is_empty() { "Resource" } else { &resource.name };
        let written_at = stack.construct_of(resource).map_or(stack.written_at, |construct| construct.written_at);
        metadata.put(
            format!("/{}/{name}", stack.path_of(resource.construct)),
            "aws:cdk:logicalId",
            &resource.logical_id,
            written_at,
        );
    }
    for waiver in &stack.waivers {
        let WaiverRecord { path, control, reason, approver, end, written_at } = waiver;
        let text = format!("does without {control} until {end}: {reason} (approved by {approver})");
        metadata.put(format!("/{}/{path}", stack.name()), "aws:cdk:info", &text, written_at);
    }
    let protected = stack.policy.deletion >= Protected::RANK;
    let dependencies: Vec<&str> =
        checked.links().needs(at).filter_map(|other| Some(checked.stacks().get(other)?.name())).collect();
    json!({
        "type": "aws:cloudformation:stack",
        "environment": format!("aws://unknown-account/{}", stack.region),
        "properties": {
            "templateFile": template::path(stack),
            "stackName": stack.name(),
            "terminationProtection": protected,
        },
        "dependencies": dependencies,
        "metadata": metadata.0,
    })
}

/// What the command line shows beside a construct's path.
#[derive(Default)]
struct Metadata(Map<String, Value>);

impl Metadata {
    fn put(&mut self, path: String, kind: &str, data: &str, at: &Location<'_>) {
        let trace = format!("{}:{}:{}", at.file(), at.line(), at.column());
        let entry = json!({ "type": kind, "data": data, "trace": [trace] });
        if let Value::Array(entries) = self.0.entry(path).or_insert_with(|| Value::Array(Vec::new())) {
            entries.push(entry);
        }
    }
}
