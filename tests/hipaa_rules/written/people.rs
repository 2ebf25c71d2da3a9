//! Who is told, and who is let in from the internet.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "AlarmCanBeRaised",
        good: r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"DatapointsToAlarm": 3, "EvaluationPeriods": 5}}}"#,
        bad: &[("3", "6"), (": 3", ": 0"), (r#""EvaluationPeriods""#, r#""NoPeriods""#), ("5", r#""$later""#)],
    },
    Change {
        rule: "AlarmCanBeRaised",
        good: r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "AWS/EC2", "MetricName": "CPUUtilization", "EvaluationPeriods": 5, "Statistic": "Average", "ComparisonOperator": "GreaterThanThreshold", "Threshold": 90}}}"#,
        bad: &[
            (r#""Threshold": 90"#, r#""Threshold": 100"#),
            (r#""Threshold": 90"#, r#""Threshold": "900""#),
            (
                r#""ComparisonOperator": "GreaterThanThreshold", "Threshold": 90"#,
                r#""ComparisonOperator": "GreaterThanOrEqualToThreshold", "Threshold": 100.5"#,
            ),
            (
                r#""ComparisonOperator": "GreaterThanThreshold", "Threshold": 90"#,
                r#""ComparisonOperator": "LessThanThreshold", "Threshold": 0"#,
            ),
            (
                r#""ComparisonOperator": "GreaterThanThreshold", "Threshold": 90"#,
                r#""ComparisonOperator": "LessThanOrEqualToThreshold", "Threshold": -1"#,
            ),
        ],
    },
    Change {
        rule: "AlarmCanBeRaised",
        good: r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "AWS/RDS", "MetricName": "CPUUtilization", "EvaluationPeriods": 5, "Statistic": "Maximum", "ComparisonOperator": "GreaterThanOrEqualToThreshold", "Threshold": 100}}}"#,
        bad: &[(r#""Threshold": 100"#, r#""Threshold": 101"#)],
    },
    Change {
        rule: "AlarmCanBeRaised",
        good: r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "AWS/ECS", "MetricName": "CPUUtilization", "EvaluationPeriods": 5, "DatapointsToAlarm": 3, "Statistic": "Average", "ComparisonOperator": "GreaterThanThreshold", "Threshold": 120}}}"#,
        bad: &[(r#""DatapointsToAlarm": 3"#, r#""DatapointsToAlarm": 6"#)],
    },
    Change {
        rule: "AlarmCanBeRaised",
        good: r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "AWS/EC2", "MetricName": "CPUUtilization", "EvaluationPeriods": 5, "DatapointsToAlarm": 3, "Statistic": "Sum", "ComparisonOperator": "GreaterThanThreshold", "Threshold": 400}}}"#,
        bad: &[(r#""DatapointsToAlarm": 3"#, r#""DatapointsToAlarm": 6"#)],
    },
    Change {
        rule: "AlarmCanBeRaised",
        good: r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "AWS/RDS", "MetricName": "ReplicaLag", "EvaluationPeriods": 5, "DatapointsToAlarm": 3, "Statistic": "Minimum", "ComparisonOperator": "LessThanThreshold", "Threshold": 0}}}"#,
        bad: &[(r#""DatapointsToAlarm": 3"#, r#""DatapointsToAlarm": 6"#)],
    },
    Change {
        rule: "AlarmCanBeRaised",
        good: r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "AWS/DX", "MetricName": "ConnectionLightLevelRx", "EvaluationPeriods": 5, "Statistic": "Average", "ComparisonOperator": "LessThanThreshold", "Threshold": -14}}}"#,
        bad: &[(r#""Threshold": -14"#, r#""Threshold": 0"#)],
    },
    Change {
        rule: "AlarmCanBeRaised",
        good: r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "AWS/ApplicationELB", "MetricName": "RequestCount", "EvaluationPeriods": 5, "Statistic": "Sum", "ComparisonOperator": "LessThanThreshold", "Threshold": 1, "TreatMissingData": "breaching"}}}"#,
        bad: &[(r#""breaching""#, r#""notBreaching""#), (r#", "TreatMissingData": "breaching""#, r"")],
    },
    Change {
        rule: "AlarmCanBeRaised",
        good: r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "Clinic", "MetricName": "Balance", "EvaluationPeriods": 5, "DatapointsToAlarm": 3, "Statistic": "Sum", "ComparisonOperator": "LessThanThreshold", "Threshold": -5}}}"#,
        bad: &[(r#""DatapointsToAlarm": 3"#, r#""DatapointsToAlarm": 6"#)],
    },
    Change {
        rule: "AlarmCanBeRaised",
        good: r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "AWS/Lambda", "MetricName": "Invocations", "EvaluationPeriods": 5, "Statistic": "Sum", "ComparisonOperator": "LessThanThreshold", "Threshold": 1, "TreatMissingData": "breaching"}}}"#,
        bad: &[
            (r#""breaching""#, r#""notBreaching""#),
            (r#", "TreatMissingData": "breaching""#, r#", "TreatMissingData": "missing""#),
            (r#", "TreatMissingData": "breaching""#, r""),
        ],
    },
    Change {
        rule: "AlarmCanBeRaised",
        good: r#"{"F": {"Type": "AWS::Logs::MetricFilter", "Properties": {"MetricTransformations": [{"MetricNamespace": "Clinic", "MetricName": "Beats", "MetricValue": "1"}]}}, "A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "Clinic", "MetricName": "Beats", "EvaluationPeriods": 5, "Statistic": "Sum", "ComparisonOperator": "LessThanThreshold", "Threshold": 2, "TreatMissingData": "notBreaching"}}}"#,
        bad: &[
            (r#""Threshold": 2"#, r#""Threshold": 1"#),
            (r#""MetricValue": "1""#, r#""MetricValue": "3""#),
            (r#""LessThanThreshold", "Threshold": 2"#, r#""LessThanOrEqualToThreshold", "Threshold": 0"#),
        ],
    },
    Change {
        rule: "AlarmCanBeRaised",
        good: r#"{"F": {"Type": "AWS::Logs::MetricFilter", "Properties": {"MetricTransformations": [{"MetricNamespace": "Clinic", "MetricName": "Beats", "MetricValue": "1", "DefaultValue": 0}]}}, "A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "Clinic", "MetricName": "Beats", "EvaluationPeriods": 5, "Statistic": "Sum", "ComparisonOperator": "LessThanThreshold", "Threshold": 1}}}"#,
        bad: &[(r#", "DefaultValue": 0"#, r"")],
    },
    Change {
        rule: "AlarmTellsSomebody",
        good: r#"{"T": {"Type": "AWS::SNS::Topic", "Properties": {}}, "S": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "@T", "Endpoint": "a@example.org", "Protocol": "email"}}, "A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmActions": ["@T"]}}}"#,
        bad: &[
            (r#""TopicArn": "@T""#, r#""TopicArn": "other""#),
            (r#""AlarmActions": ["@T"]"#, r#""AlarmActions": []"#),
            (r#""Endpoint""#, r#""NoEndpoint""#),
            (r#""AlarmActions""#, r#""ActionsEnabled": false, "AlarmActions""#),
        ],
    },
    Change {
        rule: "AlarmTellsSomebody",
        good: r#"{"T": {"Type": "AWS::SNS::Topic", "Properties": {}}, "S": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "@T", "Endpoint": "a@example.org", "Protocol": "email", "FilterPolicyScope": "MessageBody", "FilterPolicy": {"AlarmDescription": [{"prefix": "high:"}]}}}, "A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmDescription": "high: too many", "AlarmActions": ["@T"]}}}"#,
        bad: &[
            (r#""high: too many""#, r#""low: too many""#),
            (r#""MessageBody""#, r#""MessageAttributes""#),
            (r#"[{"prefix": "high:"}]"#, r#"[{"anything-but": "high:"}]"#),
            (r#""FilterPolicy": {"#, r#""FilterPolicy": {"NewStateValue": ["OK"], "#),
        ],
    },
    Change {
        rule: "AlarmTellsSomebody",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Principal": {"Service": "cloudwatch.amazonaws.com"}}]}}}, "T": {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": "@K.Arn"}}, "P": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": ["@T"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "@T", "Principal": {"Service": "cloudwatch.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "S": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "@T", "Endpoint": "a@example.org", "Protocol": "email"}}, "A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmActions": ["@T"]}}}"#,
        bad: &[
            (r#""Action": "sns:Publish""#, r#""Action": "sns:Subscribe""#),
            (
                r#""S": {"#,
                r#""Q": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": ["@T"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "@T", "Principal": {"Service": "events.amazonaws.com"}}]}}}, "S": {"#,
            ),
            (r#""cloudwatch.amazonaws.com"}, "Condition""#, r#""events.amazonaws.com"}, "Condition""#),
            (
                r#""aws:SourceAccount": "$account""#,
                r#""aws:SourceArn": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:other""#,
            ),
            (r#""@K.Arn""#, r#""alias/aws/sns""#),
            (r#""kms:GenerateDataKey*""#, r#""kms:DescribeKey""#),
            (r#""kms:GenerateDataKey*""#, r#""kms:*Tags""#),
            (
                r#"[{"Effect": "Allow", "Action": "sns:Publish""#,
                r#"[{"Effect": "Deny", "Action": "sns:Publis?", "Principal": "*", "Resource": "*"}, {"Effect": "Allow", "Action": "sns:Publish""#,
            ),
        ],
    },
    Change {
        rule: "AlarmTellsSomebody",
        good: r#"{"T": {"Type": "AWS::SNS::Topic", "Properties": {}}, "S": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "@T", "Endpoint": "a@example.org", "Protocol": "email"}}, "A": {"Type": "AWS::CloudWatch::CompositeAlarm", "Properties": {"AlarmRule": "ALARM(a)", "AlarmActions": ["@T"]}}}"#,
        bad: &[(r#""AlarmRule""#, r#""ActionsSuppressor": "b", "AlarmRule""#)],
    },
    Change {
        rule: "FindingsAreTold",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Principal": {"Service": "events.amazonaws.com"}}]}}}, "T": {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": "@K.Arn"}}, "P": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": ["@T"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "@T", "Principal": {"Service": "events.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "S": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "@T", "Endpoint": "a@example.org", "Protocol": "email"}}, "R": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": ["aws.guardduty"]}, "State": "ENABLED", "Targets": [{"Id": "Topic", "Arn": "@T"}]}}}"#,
        bad: &[
            (r#""State": "ENABLED""#, r#""State": "DISABLED""#),
            (r#""State": "ENABLED""#, r#""EventBusName": "clinic""#),
            (r#""Arn": "@T""#, r#""Arn": "other""#),
            (r#""Arn": "@T""#, r#""Arn": "@T", "RoleArn": "arn:aws:iam::111122223333:role/tells""#),
            (r#"{"Topics": ["@T"]"#, r#"{"Topics": ["other"]"#),
            (r#""Resource": "@T""#, r#""Resource": "other""#),
            (r#""Action": "sns:Publish""#, r#""Action": "sns:Subscribe""#),
            (r#""$account""#, r#""444455556666""#),
            (
                r#"[{"Effect": "Allow", "Action": "sns:Publish""#,
                r#"[{"Effect": "Deny", "Action": "sns:*", "Principal": "*", "Resource": "*"}, {"Effect": "Allow", "Action": "sns:Publish""#,
            ),
            (r#""@K.Arn""#, r#""alias/aws/sns""#),
            (r#""kms:GenerateDataKey*""#, r#""kms:DescribeKey""#),
            // Who tells does not say to the key for whom.
            (
                r#"{"Service": "events.amazonaws.com"}}]}}}, "T""#,
                r#"{"Service": "events.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "T""#,
            ),
            (r#""TopicArn": "@T""#, r#""TopicArn": "other""#),
            (r#""Endpoint""#, r#""NoEndpoint""#),
            (
                r#", "Protocol": "email""#,
                r#", "Protocol": "email", "FilterPolicyScope": "MessageBody", "FilterPolicy": {"AlarmDescription": [{"prefix": "high:"}]}"#,
            ),
        ],
    },
    Change {
        rule: "MisuseIsTold",
        good: r#"{"G": {"Type": "AWS::Logs::LogGroup", "Properties": {}}, "C": {"Type": "AWS::CloudTrail::Trail", "Properties": {"CloudWatchLogsLogGroupArn": "@G.Arn"}}, "F": {"Type": "AWS::Logs::MetricFilter", "Properties": {"LogGroupName": "@G", "FilterPattern": "{ $.a = 1 }", "MetricTransformations": [{"MetricNamespace": "Misuse", "MetricName": "root", "MetricValue": "1"}]}}, "T": {"Type": "AWS::SNS::Topic", "Properties": {}}, "S": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "@T", "Endpoint": "a@example.org", "Protocol": "email"}}, "A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "Misuse", "MetricName": "root", "Statistic": "Sum", "Threshold": 0, "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold", "AlarmActions": ["@T"]}}}"#,
        bad: &[
            (r#""MetricValue": "1""#, r#""MetricValue": "0""#),
            (r#""MetricValue": "1""#, r#""MetricValue": "1", "Dimensions": [{"Key": "who", "Value": "$.who"}]"#),
            (r#""MetricNamespace": "Misuse""#, r#""MetricNamespace": "$later""#),
            (r#""Namespace": "Misuse", "MetricName": "root""#, r#""Namespace": "Misuse", "MetricName": "other""#),
            (r#""Namespace": "Misuse", "#, r#""Dimensions": [{"Name": "a", "Value": "b"}], "Namespace": "Misuse", "#),
            ("GreaterThanThreshold", "LessThanThreshold"),
            (r#""Threshold": 0"#, r#""Threshold": 1"#),
            (r#""Threshold": 0"#, r#""Threshold": "$later""#),
            (r#""EvaluationPeriods": 1"#, r#""EvaluationPeriods": 3"#),
            (r#""Statistic": "Sum""#, r#""ExtendedStatistic": "p99""#),
            (r#""Statistic": "Sum""#, r#""Statistic": "Sum", "Unit": "Seconds""#),
            (r#""AlarmActions": ["@T"]"#, r#""AlarmActions": []"#),
            (r#""TopicArn": "@T""#, r#""TopicArn": "other""#),
        ],
    },
    Change {
        rule: "MisuseIsTold",
        good: r#"{"G": {"Type": "AWS::Logs::LogGroup", "Properties": {}}, "C": {"Type": "AWS::CloudTrail::Trail", "Properties": {"CloudWatchLogsLogGroupArn": "@G.Arn"}}, "F": {"Type": "AWS::Logs::MetricFilter", "Properties": {"LogGroupName": "@G", "FilterPattern": "{ $.a = 1 }", "MetricTransformations": [{"MetricNamespace": "Misuse", "MetricName": "root", "MetricValue": "1"}]}}, "T": {"Type": "AWS::SNS::Topic", "Properties": {}}, "S": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "@T", "Endpoint": "a@example.org", "Protocol": "email"}}, "A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Metrics": [{"MetricStat": {"Metric": {"Namespace": "Misuse", "MetricName": "root"}, "Stat": "Sum"}}], "Threshold": 1, "EvaluationPeriods": 5, "DatapointsToAlarm": 1, "ComparisonOperator": "GreaterThanOrEqualToThreshold", "AlarmActions": ["@T"]}}}"#,
        bad: &[
            (r#""MetricName": "root"}, "Stat""#, r#""MetricName": "other"}, "Stat""#),
            (r#""Threshold": 1"#, r#""Threshold": 2"#),
            (r#""DatapointsToAlarm": 1"#, r#""DatapointsToAlarm": 2"#),
            (r#""Stat": "Sum""#, r#""Stat": "IQM""#),
            (r#""Stat": "Sum""#, r#""Stat": "Sum", "Unit": "Seconds""#),
            (r#"[{"MetricStat""#, r#"[{"AccountId": "444455556666", "MetricStat""#),
            (r#""Namespace": "Misuse", "MetricName": "root"}"#, r#""Namespace": "$later", "MetricName": "root"}"#),
            (r#""Metrics": [{"#, r#""Metrics": [{"Expression": "0 * m"}, {"#),
        ],
    },
    Change {
        rule: "ToldOverTls",
        good: r#"{"S": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "arn:aws:sns:us-east-1:111122223333:t", "Endpoint": "https://a.example.org", "Protocol": "https"}}}"#,
        bad: &[
            (r#""https"}"#, r#""http"}"#),
            (r#""https"}"#, r#""HTTP"}"#),
            (r#""https"}"#, r#""$later"}"#),
            (r#""Protocol""#, r#""NoProtocol""#),
        ],
    },
    Change {
        rule: "ToldOverTls",
        good: r#"{"T": {"Type": "AWS::SNS::Topic", "Properties": {"Subscription": [{"Endpoint": "a@example.org", "Protocol": "email"}, {"Endpoint": "https://a.example.org", "Protocol": "https"}]}}}"#,
        bad: &[(r#""https"}"#, r#""http"}"#), (r#"[{"Endpoint": "a@"#, r#"["$later", {"Endpoint": "a@"#)],
    },
    Change {
        rule: "BoardShows",
        good: r#"{"D": {"Type": "AWS::CloudWatch::Dashboard", "Properties": {"DashboardBody": {"+": ["{\"widgets\": [{\"type\": \"text\", \"properties\": {\"markdown\": \"Wards\"}}, {\"type\": \"metric\", \"properties\": {\"metrics\": [[\"AWS/RDS\", \"CPUUtilization\", \"DBInstanceIdentifier\", \"", "$account", "\"]]}}, {\"type\": \"alarm\", \"properties\": {\"alarms\": [\"a\"]}}]}"]}}}}"#,
        bad: &[
            (r#""DashboardBody""#, r#""NoDashboardBody""#),
            (r#"\"metric\""#, r#"\"alarm\""#),
            (r#"[\"a\"]"#, "[]"),
            ("]}\"]", "]\"]"),
            (r#"{"+": ["#, r#"{"+": ["$later", "#),
        ],
    },
    Change {
        rule: "BoardShows",
        good: r#"{"D": {"Type": "AWS::CloudWatch::Dashboard", "Properties": {"DashboardBody": "{\"widgets\": [{\"type\": \"log\", \"properties\": {\"query\": \"fields @message\"}}]}"}}}"#,
        bad: &[
            (r#"\"fields @message\""#, r#"\"\""#),
            (r#"\"log\""#, r#"\"text\""#),
            (r#"[{\"type\": \"log\", \"properties\": {\"query\": \"fields @message\"}}]"#, "[]"),
            (r#"\"widgets\""#, r#"\"start\""#),
        ],
    },
    Change {
        rule: "ListenerSpeaksTls",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"Protocol": "HTTPS", "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"}}}"#,
        bad: &[
            ("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "ELBSecurityPolicy-2016-08"),
            (r#""SslPolicy""#, r#""NoSslPolicy""#),
            (r#""HTTPS""#, r#""HTTP""#),
        ],
    },
    Change {
        rule: "ListenerSpeaksTls",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"Protocol": "HTTP", "DefaultActions": [{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS"}}]}}}"#,
        bad: &[
            (r#""Protocol": "HTTPS""#, r#""Protocol": "HTTP""#),
            (
                "]}}}",
                r#"]}}, "R": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": "@L"}}}"#,
            ),
        ],
    },
    Change {
        rule: "BalancerHasAFirewall",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internet-facing"}}, "W": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [{"Action": {"Block": {}}, "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 100}}}]}}, "A": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": "@L", "WebACLArn": "@W.Arn"}}}"#,
        bad: &[
            (r#""Block""#, r#""Count""#),
            (
                r#""Scheme""#,
                r#""LoadBalancerAttributes": [{"Key": "waf.fail_open.enabled", "Value": "true"}], "Scheme""#,
            ),
            (r#""ResourceArn": "@L""#, r#""ResourceArn": "other""#),
            (r#""@W.Arn""#, r#""arn:aws:wafv2""#),
        ],
    },
    Change {
        rule: "BalancerHasAFirewall",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internal"}}}"#,
        bad: &[("internal", "internet-facing"), (r#""Scheme""#, r#""NoScheme""#)],
    },
    Change {
        rule: "BalancerHasAFirewall",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internet-facing"}}, "W": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [{"OverrideAction": {"None": {}}, "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "AWSManagedRulesKnownBadInputsRuleSet"}}}]}}, "A": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": "@L", "WebACLArn": "@W.Arn"}}}"#,
        bad: &[
            (r#"{"None": {}}"#, r#"{"Count": {}}"#),
            (
                r#""VendorName""#,
                r#""RuleActionOverrides": [{"Name": "Log4JRCE_HEADER", "ActionToUse": {"Count": {}}}], "VendorName""#,
            ),
            (r#""VendorName""#, r#""ExcludedRules": [{"Name": "Log4JRCE_HEADER"}], "VendorName""#),
        ],
    },
    Change {
        rule: "BalancerHasAFirewall",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internet-facing"}}, "G": {"Type": "AWS::WAFv2::RuleGroup", "Properties": {"Rules": [{"Action": {"Block": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["ZZ"]}}}]}}, "W": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [{"OverrideAction": {"None": {}}, "Statement": {"RuleGroupReferenceStatement": {"Arn": "@G.Arn"}}}]}}, "A": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": "@L", "WebACLArn": "@W.Arn"}}}"#,
        bad: &[
            (r#""Block""#, r#""Count""#),
            (r#""@G.Arn""#, r#""arn:aws:wafv2:us-east-1:111122223333:regional/rulegroup/a/b""#),
            (r#""Arn": "@G.Arn""#, r#""Arn": "@G.Arn", "RuleActionOverrides": [{"Name": "a"}]"#),
        ],
    },
    Change {
        rule: "FirewallLimitsRates",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internet-facing"}}, "W": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [{"Action": {"Block": {}}, "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 100}}}]}}, "A": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": "@L", "WebACLArn": "@W.Arn"}}}"#,
        bad: &[
            (r#""Block""#, r#""Count""#),
            (r#""Limit""#, r#""ScopeDownStatement": {"a": 1}, "Limit""#),
            (r#""RateBasedStatement""#, r#""NoRateBasedStatement""#),
        ],
    },
    Change {
        rule: "BalancerReachesGroups",
        good: r#"{"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupEgress": [{"CidrIp": "255.255.255.255/32"}]}}, "S": {"Type": "AWS::EC2::SecurityGroup", "Properties": {}}, "E": {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": "@G.GroupId", "DestinationSecurityGroupId": "@S.GroupId"}}, "L": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"SecurityGroups": ["@G.GroupId"]}}}"#,
        bad: &[
            (r#""CidrIp": "255.255.255.255/32""#, r#""CidrIp": "0.0.0.0/0""#),
            (r#""DestinationSecurityGroupId": "@S.GroupId""#, r#""CidrIp": "10.0.0.0/8""#),
            (r#""SecurityGroupEgress": ["#, r#""Other": ["#),
            (r#""SecurityGroups": ["@G.GroupId"]"#, r#""SecurityGroups": ["sg-1"]"#),
        ],
    },
    Change {
        rule: "BalancerHasZones",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Subnets": ["a", "b"]}}}"#,
        bad: &[(r#""a", "b""#, r#""a""#)],
    },
    Change {
        rule: "OpenIngress",
        good: r#"{"I": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"CidrIp": "10.0.0.0/8", "FromPort": 5432, "ToPort": 5432, "IpProtocol": "tcp"}}}"#,
        bad: &[
            ("10.0.0.0/8", "0.0.0.0/1"),
            ("10.0.0.0/8", "128.0.0.0/1"),
            ("10.0.0.0/8", "8.0.0.0/7"),
            ("10.0.0.0/8", "9.0.0.0/8"),
            ("10.0.0.0/8", "any"),
            (r#""CidrIp": "10.0.0.0/8""#, r#""CidrIpv6": "2000::/3""#),
        ],
    },
    Change {
        rule: "JudgedType",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}}"#,
        bad: &[
            ("AWS::S3::Bucket", "AWS::MemoryDB::Cluster"),
            ("AWS::S3::Bucket", "Custom::Anything"),
            ("AWS::S3::Bucket", "AWS::CloudFormation::Stack"),
            ("AWS::S3::Bucket", "AWS::SSM::Document"),
        ],
    },
    Change {
        rule: "JudgedType",
        good: r#"{"R": {"Type": "AWS::IAM::Role", "Properties": {}}, "I": {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": ["@R"]}}}"#,
        bad: &[(r#""@R""#, r#""reader""#), (r#"["@R"]"#, r#"["@R"], "InstanceProfileName": "reader""#)],
    },
    Change {
        rule: "KeysAreHere",
        good: r#"{"Q": {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": "arn:aws:kms:us-east-1:111122223333:key/1a2b"}}, "S": {"Type": "AWS::SecretsManager::Secret", "Properties": {"ReplicaRegions": [{"KmsKeyId": "arn:aws:kms:us-west-2:111122223333:key/1a2b"}]}}}"#,
        bad: &[
            ("kms:us-east-1", "kms:eu-west-1"),
            (
                r#""KmsMasterKeyId": "arn:aws:kms:us-east-1:111122223333:key/1a2b""#,
                r#""Tags": [{"ValueFrom": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a"}]"#,
            ),
            (r#""ReplicaRegions": "#, r#""Others": "#),
            (
                r#""arn:aws:kms:us-east-1:111122223333:key/1a2b"}}, "S""#,
                r#"{"+": ["arn:aws:kms:eu-west-1:", "$account", ":key/1a2b"]}}}, "S""#,
            ),
            (
                r#""arn:aws:kms:us-east-1:111122223333:key/1a2b"}}, "S""#,
                r#"{"Fn::Sub": "arn:${AWS::Partition}:kms:eu-west-1:${AWS::AccountId}:key/1a2b"}}}, "S""#,
            ),
            (
                r#""arn:aws:kms:us-east-1:111122223333:key/1a2b"}}, "S""#,
                r#"{"+": ["arn:aws:kms:eu-west-1:", "$later"]}}}, "S""#,
            ),
            (
                r#""arn:aws:kms:us-east-1:111122223333:key/1a2b"}}, "S""#,
                r#"{"+": ["arn:aws:kms:", "$later", ":111122223333:key/1a2b"]}}}, "S""#,
            ),
        ],
    },
    Change {
        rule: "KeysAreHere",
        good: r#"{"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Environment": [{"Name": "THEIRS", "Value": "arn:aws:kms:us-west-2:111122223333:key/1a2b"}]}]}}, "Q": {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": {"Fn::Sub": "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/1a2b"}}}}"#,
        bad: &[("AWS::ECS::TaskDefinition", "AWS::ECS::TaskSet"), ("${AWS::Region}", "eu-west-1")],
    },
    Change {
        rule: "KeysAreHere",
        good: r#"{"P": {"Type": "AWS::CodeBuild::Project", "Properties": {"Environment": {"EnvironmentVariables": [{"Name": "DB", "Type": "SECRETS_MANAGER", "Value": "arn:aws:secretsmanager:us-east-1:111122223333:secret:a"}]}}}}"#,
        bad: &[("us-east-1", "eu-west-1")],
    },
    Change {
        rule: "KeyInTemplate",
        good: r#"{"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "letters"}}}"#,
        bad: &[
            (r#""letters""#, r#""AKIAIOSFODNN7EXAMPLE""#),
            (r#""letters""#, r#"{"+": ["x ", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"]}"#),
            (r#""letters""#, r#""letters", "Tags": [{"Key": "a", "Value": "xoxb-123456789012-abcdefghijklmnop"}]"#),
            (r#""letters""#, r#""letters", "More": {"AKIAIOSFODNN7EXAMPLE": "a"}"#),
            (r#""letters""#, r#"{"Fn::Split": [",", "a,AKIAIOSFODNN7EXAMPLE"]}"#),
            (r#""Properties""#, r#""Metadata": {"Of": "AKIAIOSFODNN7EXAMPLE"}, "Properties""#),
        ],
    },
];
