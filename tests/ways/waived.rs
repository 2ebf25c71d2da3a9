//! A way that somebody signs for: it is let through, and drawn.

use hc_cdk::{
    app::App,
    data::Class,
    prelude::*,
    rule::{BY_HAND, NOT_CLEARED, Rule, UNDECLARED_WAY},
    value::{Json, Object},
};
use hc_cdk_aws::{cfn::s3::BucketPolicy, rule};

use crate::{Ward, finds, found, statement, ward};

fn signed(rule: Rule) -> Waiver {
    Waiver::new(rule, "agreed with the partner", "jane.roe", date!("2099-12-31"))
}

/// A policy under a waiver, by which everybody reads the scans, over TLS.
fn shared(waiver: Waiver) -> hc_cdk_aws::stack::Stack<crate::Prod> {
    let Ward { mut stack, scans, .. } = ward();
    let everybody = statement("s3:GetObject", "*").with("Principal", Object::new().with("AWS", "*"));
    let plain = Object::new().with("Bool", Object::new().with("aws:SecureTransport", "false"));
    let refused = statement("s3:*", "*").with("Effect", "Deny").with("Principal", "*").with("Condition", plain);
    let document = Object::new().with("Version", "2012-10-17").with("Statement", vec![everybody, refused]);
    let policy = BucketPolicy { bucket: Some(scans.name()), policy_document: Some(document.into()) };
    stack.add("Shared", waiver.resource(policy));
    stack
}

#[test]
fn a_raw_resource_opens_no_way_by_hand() {
    finds(shared(signed(BY_HAND)), "NotCleared", "clinic/Shared", &["lets everybody read `clinic/Scans`"]);
}

#[test]
fn a_property_that_was_changed_opens_no_way_by_hand() {
    let Ward { mut stack, .. } = ward();
    let rule = Json::from(Object::new().with("CidrIp", "10.0.0.0/8").with("IpProtocol", "-1"));
    stack.add("Opened", signed(BY_HAND).property("RecordsGroup", "SecurityGroupIngress", vec![rule]));
    finds(stack, "NotCleared", "clinic/Records", &["lets `10.0.0.0/8` read `clinic/Records` by `RecordsGroup`"]);
}

#[test]
fn who_signs_for_the_rule_signs_for_the_way() {
    assert_eq!(found(shared(signed(NOT_CLEARED))), []);
    let Ward { mut stack, .. } = ward();
    let rule = Json::from(Object::new().with("CidrIp", "10.0.0.0/8").with("IpProtocol", "-1"));
    stack.add("Opened", signed(NOT_CLEARED).property("RecordsGroup", "SecurityGroupIngress", vec![rule]));
    assert_eq!(found(stack), []);
}

#[test]
fn a_signature_for_a_way_that_is_none_is_a_finding() {
    let findings = App::new("clinic").stack(shared(signed(NOT_CLEARED).and(UNDECLARED_WAY))).check().err().unwrap();
    let says = "stands under a waiver of `UndeclaredWay`, which is not broken there";
    assert!(findings.0.iter().any(|it| it.message == says), "{findings}");
    assert!(!findings.0.iter().any(|it| it.message.contains("waiver of `NotCleared`")), "{findings}");
}

#[test]
fn a_way_that_is_waived_is_known_as_one() {
    let app = App::new("clinic").stack(shared(signed(NOT_CLEARED).and(rule::POLICY_NAMES_WHO)));
    let checked = app.check().unwrap();
    let stack = &checked.stacks()[0];
    let path = |at: (usize, usize)| stack.constructs[at.1].path.as_str();
    let ways: Vec<_> = checked.waived_ways().map(|way| (path(way.from), path(way.to), way.class)).collect();
    assert_eq!(ways, [("Shared", "Scans", Some(Class::Phi))]);
    assert_eq!(checked.verdicts().of(&NOT_CLEARED).waived, 1);
}
