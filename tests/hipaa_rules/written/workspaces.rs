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
            (r#"{\"receiver\":\"a\",\"matchers\":[\"severity=\\\"low\\\"\"]}"#, r#"{\"receiver\":\"void\"}"#),
            (
                r#"{\"receiver\":\"a\",\"matchers\":[\"severity=\\\"low\\\"\"]}"#,
                r#"{\"receiver\":\"void\",\"matchers\":[\"team=\\\"x\\\"\"]}"#,
            ),
            (
                r#"{\"receiver\":\"a\",\"matchers\":[\"severity=\\\"low\\\"\"]}"#,
                r#"{\"receiver\":\"a\",\"matchers\":[\"severity=\\\"low\\\"\"],\"mute_time_intervals\":[\"always\"]}"#,
            ),
            (
                r#"\"receivers\":["#,
                r#"\"inhibit_rules\":[{\"target_matchers\":[\"severity=\\\"low\\\"\"]}],\"receivers\":["#,
            ),
            (
                r#""Protocol": "email""#,
                r#""Protocol": "email", "FilterPolicyScope": "MessageBody", "FilterPolicy": {"AlarmDescription": [{"prefix": ""}]}"#,
            ),
            (
                r#"{"Statement": ["#,
                r#"{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sns:*", "Resource": "@T"}, "#,
            ),
            (
                r#"{"Statement": ["#,
                r#"{"Statement": [{"Effect": "Deny", "Principal": "*", "NotAction": "sns:Subscribe", "Resource": "@T"}, "#,
            ),
            (r#""Resource": "@T""#, r#""Resource": "arn:aws:sns:us-east-1:111122223333:other""#),
            (
                r#"{"Type": "AWS::SNS::Topic", "Properties": {}}"#,
                r#"{"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": "alias/aws/sns"}}"#,
            ),
        ],
    },
    Change {
        rule: "WorkspaceTellsSomebody",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "aps.amazonaws.com"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"}]}}}, "T": {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": "@K.Arn"}}, "P": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": ["@T"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "aps.amazonaws.com"}, "Action": ["sns:GetTopicAttributes", "sns:Publish"], "Resource": "@T", "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "S": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "@T", "Endpoint": "a@example.org", "Protocol": "email", "FilterPolicyScope": "MessageBody", "FilterPolicy": {"AlarmDescription": [{"prefix": "low:"}, {"prefix": "medium:"}, {"prefix": "high:"}, {"prefix": "critical:"}, {"prefix": "compliance:"}]}}}, "W": {"Type": "AWS::APS::Workspace", "Properties": {"AlertManagerDefinition": {"+": ["alertmanager_config: |\n  {\"route\":{\"receiver\":\"a\",\"routes\":[{\"receiver\":\"a\",\"matchers\":[\"severity=\\\"low\\\"\"],\"mute_time_intervals\":[\"quiet\"]}]},\"time_intervals\":[{\"name\":\"quiet\",\"time_intervals\":[{\"weekdays\":[\"sunday\"],\"times\":[{\"start_time\":\"02:00\",\"end_time\":\"04:00\"}]}]}],\"inhibit_rules\":[{\"source_matchers\":[\"severity=\\\"high\\\"\"],\"target_matchers\":[\"severity=\\\"low\\\"\"],\"equal\":[\"indicator\"]}],\"receivers\":[{\"name\":\"a\",\"sns_configs\":[{\"topic_arn\":\"", "@T", "\",\"message\":\"{\\\"AlarmDescription\\\":\\\"{{ .CommonLabels.severity }}: {{ .CommonLabels.alertname }}\\\",\\\"State\\\":\\\"{{ .Status }}\\\",\\\"Runbook\\\":\\\"{{ .CommonAnnotations.runbook_url }}\\\"}\"}]}]}"]}}}}"#,
        bad: &[
            (r#""kms:GenerateDataKey*""#, r#""kms:Encrypt""#),
            (
                r#""Service": "aps.amazonaws.com"}, "Action": ["kms"#,
                r#""Service": "logs.amazonaws.com"}, "Action": ["kms"#,
            ),
            (r#""prefix": "low:""#, r#""prefix": "none:""#),
            (".CommonLabels.alertname", ".CommonLabels.name"),
            (r#"\"sunday\""#, r#"\"monday:sunday\""#),
            (r#"severity=\\\"low\\\"\"],\"mute"#, r#"severity=\\\"critical\\\"\"],\"mute"#),
            (r#"\"source_matchers\":[\"severity=\\\"high"#, r#"\"source_matchers\":[\"severity=\\\"low"#),
            (r#"\"equal\":[\"indicator\"]"#, r#"\"equal\":[]"#),
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
