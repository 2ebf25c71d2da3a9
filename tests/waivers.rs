//! What a waiver lets through, and what it does not.

use hc_cdk::{
    policy::{Hipaa, Production},
    prelude::*,
    rule::{BY_HAND, Rule},
};
use hc_cdk_aws::{
    assertions::{Template, json},
    prelude::*,
    region, rule,
};

type Prod = (Hipaa, Production);

fn stack() -> (Stack<Prod>, hc_cdk_aws::keys::Key) {
    let mut stack = Stack::<Prod>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    (stack, key)
}

fn signed(rule: Rule) -> Waiver {
    Waiver::new(rule, "agreed with the auditors", "jane.roe", date!("2099-12-31"))
}

fn findings(stack: Stack<Prod>) -> String {
    App::new("clinic").stack(stack).check().err().map(|it| it.to_string()).unwrap_or_default()
}

#[test]
fn a_signed_property_is_in_the_template_with_its_signature() {
    let (mut stack, key) = stack();
    stack.add("Audit", AuditTrail::builder().key(&key).build());
    stack.add("Described", signed(BY_HAND).property("Key", "Description", "the clinic's key"));
    let place = "BucketEncryption/ServerSideEncryptionConfiguration/0/BucketKeyEnabled";
    stack.add("Direct", signed(BY_HAND).property("AuditRecords", place, false));
    let template = Template::of_stack(stack);
    template.has_properties("AWS::KMS::Key", json!({ "Description": "the clinic's key" }));
    let rule = json!({ "BucketKeyEnabled": false });
    let encryption = json!({ "BucketEncryption": { "ServerSideEncryptionConfiguration": [rule] } });
    template.has_properties("AWS::S3::Bucket", encryption);
    let waivers = &template.json()["Metadata"]["Waivers"];
    assert_eq!(waivers[0]["Construct"], "Key");
    assert_eq!(waivers[1]["Construct"], "Audit");
    assert_eq!(waivers[0]["Approver"], "jane.roe");
    let changed = json!({ "Resource": "AuditRecords", "Property": place, "Old": "true", "New": "false" });
    assert_eq!(waivers[1]["Changed"], changed);
}

#[test]
fn a_waiver_of_one_rule_covers_no_other() {
    let close = |waiver: Waiver| {
        let (mut stack, key) = stack();
        stack.add("Audit", AuditTrail::builder().key(&key).build());
        stack.add("Unlocked", waiver.property("AuditRecords", "VersioningConfiguration/Status", "Suspended"));
        findings(stack)
    };
    let kept = |waiver: Waiver| waiver.and(rule::BUCKET_KEEPS_VERSIONS).and(rule::BUCKET_IS_RESTORED_IN_TIME);
    assert_eq!(close(kept(signed(rule::S3_BUCKET_VERSIONING_ENABLED))), "");
    let unsigned = close(signed(BY_HAND));
    assert!(unsigned.contains("code: S3BucketVersioningEnabled"), "{unsigned}");
    let nothing = close(signed(rule::S3_BUCKET_VERSIONING_ENABLED).and(rule::S3_BUCKET_SSL_REQUESTS_ONLY));
    assert!(nothing.contains("a waiver of `S3BucketSSLRequestsOnly`, which is not broken there"), "{nothing}");
}

#[test]
fn a_property_of_nothing_is_a_finding() {
    for (resource, path) in [("Nothing", "Description"), ("Key", "KeyPolicy/Statement/99/Action")] {
        let (mut stack, _) = stack();
        stack.add("Missing", signed(BY_HAND).property(resource, path, "x"));
        let findings = findings(stack);
        assert!(findings.contains(&format!("`clinic/Missing` sets `{path}` of `{resource}`")), "{findings}");
        assert!(findings.contains("tests/waivers.rs") || findings.contains("waivers.rs:"), "{findings}");
    }
}
