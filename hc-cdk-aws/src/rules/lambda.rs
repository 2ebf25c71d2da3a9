//! Rules about functions.

use hc_cdk::rule::{Must, Subject};

use super::{
    clauses::{AUDITED, NOT_PUBLIC},
    possible::may_be,
    read::names_one,
    task::fewest,
    when::regulated,
};

pub(super) const FUNCTION: &[&str] = &["AWS::Lambda::Function"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub LAMBDA_CONCURRENCY = "LambdaConcurrency" {
        sentence: "a function has its own share of the account, which no other can take and which it cannot exceed",
        controls: AUDITED,
        on: FUNCTION,
        when: regulated,
        must: Must::Hold(|it| it.property("ReservedConcurrentExecutions").and_then(|share| fewest(it, share)).is_some_and(|it| it > 0)),
        message: "has no concurrency of its own, or none at all",
        help: "set `ReservedConcurrentExecutions` to 1 or more",
    }

    pub LAMBDA_DLQ = "LambdaDLQ" {
        sentence: "an event that a function fails on is kept",
        controls: AUDITED,
        on: FUNCTION,
        when: regulated,
        must: Must::Hold(|it| names_one(it, "DeadLetterConfig/TargetArn", &["AWS::SQS::Queue", "AWS::SNS::Topic"])),
        message: "loses the events that it fails on",
        help: "set `DeadLetterConfig/TargetArn` to an encrypted queue or topic",
    }

    pub LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED = "LambdaFunctionPublicAccessProhibited" {
        sentence: "not everybody may call a function",
        controls: NOT_PUBLIC,
        on: &["AWS::Lambda::Permission"],
        when: regulated,
        must: Must::Hold(|it| !it.property("Principal").is_some_and(|who| may_be(who, |it| it == "*"))),
        message: "lets everybody call the function",
        help: "name the account or the service that may call it in `Principal`",
    }

    pub LAMBDA_INSIDE_VPC = "LambdaInsideVPC" {
        sentence: "a function is in a network of the customer",
        controls: NOT_PUBLIC,
        on: FUNCTION,
        when: regulated,
        must: Must::Hold(is_in_a_network),
        message: "runs outside of every network",
        help: "set `VpcConfig` to private subnets of a `Vpc` and a security group",
    }
}

fn is_in_a_network(function: &Subject<'_>) -> bool {
    function.property("VpcConfig/SubnetIds").is_some() && function.property("VpcConfig/SecurityGroupIds").is_some()
}
