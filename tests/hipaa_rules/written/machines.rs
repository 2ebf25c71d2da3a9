//! State machines: what they do, with which key, and what is known of it.

use super::Change;

pub(crate) const CHANGES: &[Change] = &[
    Change {
        rule: "StateMachineHasTheCustomersKey",
        good: r#"{"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"EncryptionConfiguration": {"Type": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": "arn:aws:kms:us-east-1:111122223333:key/1"}}}}"#,
        bad: &[
            ("CUSTOMER_MANAGED_KMS_KEY", "AWS_OWNED_KEY"),
            ("arn:aws:kms:us-east-1:111122223333:key/1", "alias/aws/states"),
            (r#""KmsKeyId""#, r#""NoKmsKeyId""#),
            (r#""CUSTOMER_MANAGED_KMS_KEY""#, r#""$later""#),
        ],
    },
    Change {
        rule: "StateMachineIsWrittenOut",
        good: r#"{"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"Definition": {"StartAt": "A"}}}}"#,
        bad: &[
            (r#""Definition""#, r#""NoDefinition""#),
            (r#""Definition": {"StartAt": "A"}"#, r#""DefinitionS3Location": {"Key": "a.json"}"#),
            (r#"{"StartAt": "A"}"#, r#""$later""#),
            (r#""A""#, r#""$later""#),
            (r#""A""#, r#""{{resolve:ssm:/first}}""#),
            (r#"{"StartAt": "A"}"#, r#"{"StartAt": "A", "States": {"A": {"Arguments": ["$later"]}}}"#),
            (r#""Definition": {"StartAt": "A"}"#, r#""DefinitionString": "$later""#),
            (r#""Definition": {"#, r#""DefinitionSubstitutions": {"first": "$later"}, "Definition": {"#),
        ],
    },
    Change {
        rule: "StateMachineIsWrittenOut",
        good: r#"{"T": {"Type": "AWS::SNS::Topic", "Properties": {}}, "M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": {"+": ["{\"StartAt\": \"", "@T", "\"}"]}, "DefinitionSubstitutions": {"of": "$account"}}}}"#,
        bad: &[(r#""@T""#, r#""$later""#), (r#""$account""#, r#""$later""#)],
    },
    Change {
        rule: "StateMachineIsWrittenOut",
        good: r#"{"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionS3Location": {"Key": "a.json", "Version": "1a2b"}}}}"#,
        bad: &[
            ("1a2b", "null"),
            ("1a2b", "{{resolve:ssm:/clinic/version}}"),
            (r#""1a2b""#, r#""$later""#),
            (r#""Version""#, r#""NoVersion""#),
        ],
    },
    Change {
        rule: "StateMachineLogs",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}, "M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"LoggingConfiguration": {"Level": "ALL", "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": "@L.Arn"}}]}}}}"#,
        bad: &[
            ("365", "180"),
            ("ALL", "ERROR"),
            (r#""ALL""#, r#""$later""#),
            (r#""@L.Arn""#, r#""arn:aws:logs:us-east-1:111122223333:log-group:other:*""#),
            (r#""Level""#, r#""NoLevel""#),
            (r#""LoggingConfiguration""#, r#""NoLoggingConfiguration""#),
        ],
    },
    Change {
        rule: "StateMachineLogsNoData",
        good: r#"{"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"LoggingConfiguration": {"IncludeExecutionData": false}}}}"#,
        bad: &[("false", "true"), ("false", r#""$later""#)],
    },
    Change {
        rule: "StateMachineIsTraced",
        good: r#"{"$plays": "Workload", "M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"TracingConfiguration": {"Enabled": true}}}}"#,
        bad: &[
            ("true", "false"),
            ("true", r#""$later""#),
            (r#""TracingConfiguration""#, r#""NoTracingConfiguration""#),
        ],
    },
];
