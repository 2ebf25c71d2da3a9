//! The manifest of the cloud assembly, so that the CDK command line lists, compares and deploys the stacks.

use hc_cdk::{check::Checked, emit::File, model::StackModel};
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
    let mut metadata = Map::new();
    for resource in &stack.resources {
        let mut path = stack.path_of(resource.construct);
        path.insert(0, '/');
        path.push('/');
        path.push_str(if resource.name.is_empty() { "Resource" } else { &resource.name });
        let trace = stack.construct_of(resource).map(|construct| {
            let at = construct.written_at;
            format!("{}:{}:{}", at.file(), at.line(), at.column())
        });
        metadata.insert(
            path,
            json!([{ "type": "aws:cdk:logicalId", "data": resource.logical_id, "trace": trace.as_slice() }]),
        );
    }
    let protected = stack.policy.deletion >= 3;
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
        "metadata": metadata,
    })
}
