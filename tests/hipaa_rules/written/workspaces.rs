//! Workspaces of Prometheus: how figures are kept, what alerts say, and who is told.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "FiguresHaveTheCustomersKey",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {}}, "W": {"Type": "AWS::APS::Workspace", "Properties": {"KmsKeyArn": "@K.Arn"}}}"#,
        bad: &[(r#""KmsKeyArn""#, r#""NoKey""#), (r#""@K.Arn""#, r#""alias/aws/aps""#)],
    },
    Change {
        rule: "WorkspaceLogs",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}, "W": {"Type": "AWS::APS::Workspace", "Properties": {"LoggingConfiguration": {"LogGroupArn": "@L.Arn"}}}}"#,
        bad: &[(r#""@L.Arn""#, r#""other""#), ("365", "30"), (r#""LoggingConfiguration""#, r#""NoLogging""#)],
    },
    Change {
        rule: "WorkspaceTellsSomebody",
        good: r#"{"T": {"Type": "AWS::SNS::Topic", "Properties": {}}, "P": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": ["@T"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "aps.amazonaws.com"}, "Action": ["sns:GetTopicAttributes", "sns:Publish"], "Resource": "@T", "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "S": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "@T", "Endpoint": "a@example.org", "Protocol": "email"}}, "W": {"Type": "AWS::APS::Workspace", "Properties": {"AlertManagerDefinition": {"+": ["alertmanager_config: |\n  {\"route\":{\"receiver\":\"a\",\"routes\":[{\"receiver\":\"a\",\"matchers\":[\"severity=\\\"low\\\"\"]}]},\"receivers\":[{\"name\":\"a\",\"sns_configs\":[{\"topic_arn\":\"", "@T", "\"}]}]}"]}}}}"#,
        bad: &[
            (r#""TopicArn": "@T""#, r#""TopicArn": "other""#),
            (r#""Endpoint""#, r#""NoEndpoint""#),
            (r#""aps.amazonaws.com""#, r#""sqs.amazonaws.com""#),
            (r#""sns:Publish""#, r#""sns:Subscribe""#),
            (r#""Effect": "Allow""#, r#""Effect": "Deny""#),
            (r#""aws:SourceAccount""#, r#""aws:SourceVpc""#),
            (r#""$account""#, r#""111122223333""#),
            (r#""Topics": ["@T"]"#, r#""Topics": ["other"]"#),
            (r#"\"sns_configs\""#, r#"\"no_configs\""#),
            (r#""AWS::SNS::Topic""#, r#""AWS::SQS::Queue""#),
            (r#"\"receiver\":\"a\",\"routes\""#, r#"\"receiver\":\"b\",\"routes\""#),
        ],
    },
    Change {
        rule: "WorkspaceTellsSomebody",
        good: r#"{"T": {"Type": "AWS::SNS::Topic", "Properties": {}}, "P": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": ["@T"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "aps.amazonaws.com"}, "Action": ["sns:GetTopicAttributes", "sns:Publish"], "Resource": "@T", "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "S": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "@T", "Endpoint": "a@example.org", "Protocol": "email"}}, "W": {"Type": "AWS::APS::Workspace", "Properties": {"AlertManagerDefinition": {"+": ["alertmanager_config: |\n  {\"route\":{\"receiver\":\"a\",\"routes\":[{\"receiver\":\"a\",\"matchers\":[\"severity=\\\"low\\\"\"]}]},\"receivers\":[{\"name\":\"a\",\"sns_configs\":[{\"topic_arn\":\"", "@T", "\"}]}]}"]}}}, "R": {"Type": "AWS::APS::RuleGroupsNamespace", "Properties": {"Workspace": "@W.Arn", "Name": "n", "Data": "groups: []"}}}"#,
        bad: &[(r#""AlertManagerDefinition""#, r#""NoDefinition""#)],
    },
    Change {
        rule: "RulesSayWhatToDo",
        good: r#"{"R": {"Type": "AWS::APS::RuleGroupsNamespace", "Properties": {"Workspace": "w", "Name": "n", "Data": "{\"groups\":[{\"name\":\"a\",\"rules\":[{\"record\":\"b\",\"expr\":\"1\"},{\"alert\":\"A\",\"expr\":\"b > 1\",\"labels\":{\"severity\":\"high\"},\"annotations\":{\"summary\":\"slow\",\"runbook_url\":\"https://r.example.org/A.md\"}}]}]}"}}}"#,
        bad: &[
            (r#"\"severity\""#, r#"\"how_bad\""#),
            ("https://", "http://"),
            (r#"\"slow\""#, r#"\" \""#),
            (r#"\"b > 1\""#, r#"\"\""#),
        ],
    },
];
