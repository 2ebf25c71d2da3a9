//! Functions, and the queues and topics that run them.

use super::Change;

const DIGEST: &str = "@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

pub(crate) const CHANGES: &[Change] = &[
    Change {
        rule: "FunctionHasTheCustomersKey",
        good: r#"{"$plays": "Workload", "F": {"Type": "AWS::Lambda::Function", "Properties": {"KmsKeyArn": "arn:aws:kms:us-east-1:111122223333:key/1", "Environment": {"Variables": {"LEVEL": "info"}}}}}"#,
        bad: &[
            (r#""KmsKeyArn""#, r#""NoKmsKeyArn""#),
            ("arn:aws:kms:us-east-1:111122223333:key/1", "arn:aws:kms:us-east-1:111122223333:alias/aws/lambda"),
        ],
    },
    Change {
        rule: "FunctionNamesItsCode",
        good: r#"{"F": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"ImageUri": "registry.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}}}}"#,
        bad: &[(DIGEST, ":latest"), (r#""ImageUri""#, r#""S3Key""#)],
    },
    Change {
        rule: "FunctionNamesItsCode",
        good: r#"{"F": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"S3Key": "a.zip", "S3ObjectVersion": "1a2b"}}}}"#,
        bad: &[("1a2b", "null"), (r#""S3ObjectVersion""#, r#""NoVersion""#)],
    },
    Change {
        rule: "FunctionIsTraced",
        good: r#"{"$plays": "Workload", "F": {"Type": "AWS::Lambda::Function", "Properties": {"TracingConfig": {"Mode": "Active"}}}}"#,
        bad: &[("Active", "PassThrough"), (r#""TracingConfig""#, r#""NoTracingConfig""#)],
    },
    Change {
        rule: "FunctionHasZones",
        good: r#"{"$plays": "Workload", "F": {"Type": "AWS::Lambda::Function", "Properties": {"VpcConfig": {"SubnetIds": ["a", "b"]}}}}"#,
        bad: &[(r#"["a", "b"]"#, r#"["a"]"#), (r#""VpcConfig""#, r#""NoVpcConfig""#)],
    },
    Change {
        rule: "FunctionIsCalledByOne",
        good: r#"{"P": {"Type": "AWS::Lambda::Permission", "Properties": {"Principal": "sns.amazonaws.com", "SourceArn": "arn"}}}"#,
        bad: &[(r#""SourceArn""#, r#""NoSourceArn""#)],
    },
    Change {
        rule: "TopicHasTheCustomersKey",
        good: r#"{"T": {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": "alias/clinic"}}}"#,
        bad: &[("alias/clinic", "alias/aws/sns"), (r#""KmsMasterKeyId""#, r#""NoKmsMasterKeyId""#)],
    },
    Change {
        rule: "QueueKeepsWhatFails",
        good: r#"{"$plays": "Channel", "F": {"Type": "AWS::SQS::Queue", "Properties": {}}, "Q": {"Type": "AWS::SQS::Queue", "Properties": {"RedrivePolicy": {"deadLetterTargetArn": "@F.Arn", "maxReceiveCount": 3}}}}"#,
        bad: &[(r#""deadLetterTargetArn""#, r#""noTargetArn""#), (r#""RedrivePolicy""#, r#""NoRedrivePolicy""#)],
    },
    Change {
        rule: "QueueStays",
        good: r#"{"$plays": "Channel", "Q": {"Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": {}}}"#,
        bad: &[
            (r#""DeletionPolicy": "Retain""#, r#""DeletionPolicy": "Delete""#),
            (r#""UpdateReplacePolicy": "Retain""#, r#""UpdateReplacePolicy": "Delete""#),
        ],
    },
    Change {
        rule: "MessagesSpeakTls",
        good: r#"{"$plays": "Channel", "Q": {"Type": "AWS::SQS::Queue", "Properties": {}}, "P": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": ["@Q"], "PolicyDocument": {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "@Q.Arn", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}}"#,
        bad: &[
            ("Deny", "Allow"),
            (r#""Queues": ["@Q"]"#, r#""Queues": ["other"]"#),
            ("sqs:*", "sqs:SendMessage"),
            (r#""Principal": "*""#, r#""Principal": {"AWS": "111122223333"}"#),
            (r#""@Q.Arn""#, r#""arn:aws:sqs:us-east-1:111122223333:other""#),
            (r#""false""#, r#""true""#),
            (r#"{"Bool""#, r#"{"StringEquals": {"aws:userid": "a"}, "Bool""#),
        ],
    },
    Change {
        rule: "MessagesSpeakTls",
        good: r#"{"$plays": "Channel", "T": {"Type": "AWS::SNS::Topic", "Properties": {}}, "P": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": ["@T"], "PolicyDocument": {"Statement": [{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sns:Publish", "Resource": "@T", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}}"#,
        bad: &[("Deny", "Allow"), ("sns:Publish", "sns:Subscribe"), (r#""Topics""#, r#""NoTopics""#)],
    },
];
