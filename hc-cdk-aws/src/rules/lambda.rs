//! Rules about functions.

use super::{
    clauses::{AUDITED, NOT_PUBLIC},
    rule::{Must, Rule, regulated},
    subject::{Subject, may_be},
};

const FUNCTION: &[&str] = &["AWS::Lambda::Function"];

pub(super) const RULES: &[Rule] = &[
    // A function has its own share of the account, which no other can take and which it cannot exceed.
    Rule {
        name: "LambdaConcurrency",
        controls: AUDITED,
        on: FUNCTION,
        when: regulated,
        must: Must::Set("ReservedConcurrentExecutions"),
        message: "has no concurrency of its own",
        help: "set `ReservedConcurrentExecutions`",
    },
    // An event that a function fails on is kept.
    Rule {
        name: "LambdaDLQ",
        controls: AUDITED,
        on: FUNCTION,
        when: regulated,
        must: Must::Set("DeadLetterConfig/TargetArn"),
        message: "loses the events that it fails on",
        help: "set `DeadLetterConfig/TargetArn` to an encrypted queue or topic",
    },
    // Not everybody may call a function.
    Rule {
        name: "LambdaFunctionPublicAccessProhibited",
        controls: NOT_PUBLIC,
        on: &["AWS::Lambda::Permission"],
        when: regulated,
        must: Must::Hold(|it| !it.property("Principal").is_some_and(|who| may_be(who, |it| it == "*"))),
        message: "lets everybody call the function",
        help: "name the account or the service that may call it in `Principal`",
    },
    // A function is in a network of the customer.
    Rule {
        name: "LambdaInsideVPC",
        controls: NOT_PUBLIC,
        on: FUNCTION,
        when: regulated,
        must: Must::Hold(is_in_a_network),
        message: "runs outside of every network",
        help: "set `VpcConfig` to private subnets of a `Vpc` and a security group",
    },
];

fn is_in_a_network(function: &Subject<'_>) -> bool {
    function.property("VpcConfig/SubnetIds").is_some() && function.property("VpcConfig/SecurityGroupIds").is_some()
}
