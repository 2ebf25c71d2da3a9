//! What functions say by `OpenTelemetry`, from description to template and finding.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use serde_json::json;

use super::{Archive, Runtime, Telemetry, TelemetryLayer};
use crate::{
    assertions::{Clinic, Template},
    prelude::*,
    region,
};

type Prod = (Hipaa, Production);

const IMAGE: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/letters@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);

/// A stack with a layer, and an archive for a runtime.
fn clinic() -> (Clinic<Prod, Phi>, Telemetry, impl Fn(Runtime) -> Archive) {
    let mut clinic = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let archives = clinic.stack.add("Archives", SecureBucket::builder().perimeter(&clinic.zone).build());
    let layer = clinic.stack.add("Telemetry", TelemetryLayer::of(&archives, "otel.zip", "v1"));
    (clinic, layer, move |runtime| Archive::new(&archives, "remind.zip", "v2", runtime, "remind.handler"))
}

#[test]
fn a_function_says_what_it_does_by_what_is_of_the_account() {
    let (Clinic { mut stack, zone, .. }, layer, archive) = clinic();
    let of_archive = Function::builder().perimeter(&zone).code(archive(Runtime::Python314)).telemetry(&layer);
    stack.add("Remind", of_archive.build());
    let of_image = Function::builder().perimeter(&zone).code(IMAGE).telemetry(&Telemetry::in_image());
    stack.add("Print", of_image.build());
    stack.add("Silent", Function::builder().perimeter(&zone).code(IMAGE).build());
    let template = Template::of_stack(stack);
    let resources = &template.json()["Resources"];
    let content = json!({ "S3Bucket": { "Ref": "Archives" }, "S3Key": "otel.zip", "S3ObjectVersion": "v1" });
    assert_eq!(resources["Telemetry"]["Properties"]["Content"], content);
    assert_eq!(resources["Remind"]["Properties"]["Layers"], json!([{ "Ref": "Telemetry" }]));
    let said =
        json!({ "AWS_LAMBDA_EXEC_WRAPPER": "/opt/otel-instrument", "OTEL_AWS_APPLICATION_SIGNALS_ENABLED": "false" });
    for name in ["Remind", "Print"] {
        assert_eq!(resources[name]["Properties"]["Environment"]["Variables"], said, "{name}");
        assert_eq!(resources[name]["Properties"]["TracingConfig"]["Mode"], "Active", "{name}");
    }
    for (name, path) in [("Print", "Layers"), ("Silent", "Layers"), ("Silent", "Environment")] {
        assert_eq!(resources[name]["Properties"][path], json!(null), "{name}/{path}");
    }
}

#[test]
fn telemetry_that_the_code_does_not_take_is_found() {
    let (Clinic { mut stack, zone, .. }, layer, archive) = clinic();
    let function = || Function::builder().perimeter(&zone);
    stack.add("Image", function().code(IMAGE).telemetry(&layer).build());
    stack.add("Archive", function().code(archive(Runtime::Java25)).telemetry(&Telemetry::in_image()).build());
    stack.add("Rust", function().code(archive(Runtime::Provided)).telemetry(&layer).build());
    stack.add("Ruby", function().code(archive(Runtime::Ruby34)).telemetry(&layer).build());
    stack.add("Node", function().code(archive(Runtime::Nodejs24)).telemetry(&layer).build());
    let found = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
    for sentence in [
        "`clinic/Image` runs an image, and takes its telemetry from a layer, which no image has",
        "`clinic/Archive` runs an archive, and takes its telemetry from an image",
        "`clinic/Rust` is started by a wrapper, which Lambda's runtimes of languages take and this one does not",
        "`clinic/Ruby` is written in Ruby, of which the distribution of OpenTelemetry for Lambda instruments nothing",
    ] {
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
    assert!(!found.contains("clinic/Node"), "{found}");
}
