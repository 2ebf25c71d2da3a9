//! What the policies of stores and keys allow, and to whom.

use hc_cdk::{
    stack::Scope,
    uses::Usable,
    value::{Json, Object, Value},
};
use hc_cdk_aws::{
    cfn::{events, iam, kms, s3, sqs},
    messages::Bus,
    prelude::*,
    principal::Principal,
    pseudo,
};

use crate::{Own, Ward, document, finds, finds_nothing, statement, ward, works};

/// The statement for that principal.
fn by(principal: impl Into<Json>, action: &'static str) -> Json {
    document(statement(action, "*").with("Principal", principal))
}

#[test]
fn a_bucket_is_not_for_everybody() {
    let outside: [Json; 4] = [
        "*".into(),
        Object::new().with("AWS", "*").into(),
        Object::new().with("AWS", "arn:aws:iam::999988887777:root").into(),
        Object::new().with("Service", "cloudfront.amazonaws.com").into(),
    ];
    for principal in outside {
        let Ward { mut stack, scans, .. } = ward();
        let name = scans.name();
        stack.add(
            "Shared",
            Own(move |scope: &mut Scope<'_>| {
                let policy = by(principal, "s3:GetObject");
                scope.resource("", s3::BucketPolicy { bucket: Some(name), policy_document: Some(policy) });
            }),
        );
        finds(stack, "NotCleared", "clinic/Shared", &["`clinic/Scans`", "`Shared` (`AWS::S3::BucketPolicy`)"]);
    }
}

#[test]
fn a_service_that_delivers_is_let_in() {
    let Ward { mut stack, scans, .. } = ward();
    let bucket = scans.clone();
    stack.add(
        "Mail",
        Own(move |scope: &mut Scope<'_>| {
            bucket.let_in(scope, &Principal::Service("ses.amazonaws.com"), actions!["s3:PutObject"]);
        }),
    );
    finds_nothing(stack);
}

#[test]
fn a_key_is_not_for_another_account() {
    for principal in ["*", "arn:aws:iam::999988887777:root"] {
        let Ward { mut stack, .. } = ward();
        stack.add(
            "Shared",
            Own(move |scope: &mut Scope<'_>| {
                let policy = by(Object::new().with("AWS", principal), "kms:*");
                let key = scope.resource("", kms::Key { key_policy: Some(policy), ..Default::default() });
                let queue = sqs::Queue { kms_master_key_id: Some(key.id().into()), ..Default::default() };
                scope.resource("Queue", queue);
            }),
        );
        finds(stack, "UndeclaredWay", "clinic/Shared", &["`Shared` (`AWS::KMS::Key`)"]);
    }
}

#[test]
fn a_role_that_a_bucket_lets_in_is_declared_by_that() {
    let reader = |clears: bool| {
        let Ward { mut stack, scans, .. } = ward();
        let this = scans.connection().to;
        stack.add(
            "Job",
            Own(move |scope: &mut Scope<'_>| {
                if clears {
                    works(scope, &this);
                }
                let nothing = document(statement("ec2:DescribeVpcs", "*"));
                let role = crate::function(scope, nothing);
                scans.let_in(scope, &Principal::Role(role.get(iam::Role::ARN)), actions!["s3:GetObject"]);
            }),
        );
        stack
    };
    finds_nothing(reader(true));
    finds(reader(false), "NotCleared", "clinic/Job", &["read `clinic/Scans` by `ScansPolicy`"]);
}

#[test]
fn a_rule_on_a_bus_hands_on_what_it_has_however_the_bus_is_named() {
    let names: [Value<String>; 3] = [
        "clinic-Happened".into(),
        "arn:aws:events:us-east-1:111122223333:event-bus/clinic-Happened".into(),
        Value::concat([pseudo::stack_name().into(), "-Happened".into()]),
    ];
    for name in names {
        let Ward { mut stack, zone, .. } = ward();
        stack.add("Happened", Bus::builder().perimeter(&zone).build());
        stack.add("Theirs", Own(move |scope: &mut Scope<'_>| on(scope, Some(name), "a", THEIRS)));
        finds(stack, "NotCleared", "clinic/Theirs", &["`clinic/Happened`"]);
    }
    let Ward { mut stack, zone, .. } = ward();
    stack.add("Happened", Bus::builder().perimeter(&zone).build());
    stack.add("Theirs", Own(|scope: &mut Scope<'_>| on(scope, Some("another".into()), "a", THEIRS)));
    finds_nothing(stack);
}

#[test]
fn what_becomes_of_the_objects_of_a_bucket_is_told_to_pipelines_and_to_who_is_cleared() {
    let told = |target: &'static str| {
        let Ward { mut stack, zone, .. } = ward();
        stack.add("Letters", SecureBucket::builder().perimeter(&zone).tells_events().build());
        stack.add("Theirs", Own(move |scope: &mut Scope<'_>| on(scope, None, "aws.s3", target)));
        stack
    };
    finds_nothing(told("arn:aws:codepipeline:us-east-1:111122223333:deploys"));
    for target in [THEIRS, "arn:aws:lambda:us-east-1:999988887777:function:theirs:codepipeline:"] {
        finds(told(target), "NotCleared", "clinic/Theirs", &["`clinic/Letters`"]);
    }
}

/// Somebody else's queue.
const THEIRS: &str = "arn:aws:sqs:us-east-1:999988887777:theirs";

/// A rule on a bus, or on that of the account, for events of a source.
fn on(scope: &mut Scope<'_>, bus: Option<Value<String>>, source: &'static str, target: &'static str) {
    let target = events::rule::Target { arn: Some(target.into()), id: Some("A".into()), ..Default::default() };
    let pattern = Object::new().with("source", Json::List(vec![source.into()]));
    scope.resource(
        "",
        events::Rule {
            event_bus_name: bus,
            event_pattern: Some(pattern.into()),
            targets: Some(vec![target]),
            ..Default::default()
        },
    );
}
