//! What is of the account.

use super::Change;

const RECORDED: &str = r#"{
    "K": {"Type": "AWS::KMS::Key", "Properties": {}},
    "B": {"Type": "AWS::S3::Bucket", "Properties": {}},
    "R": {"Type": "AWS::Config::ConfigurationRecorder", "Properties": {"RoleARN": "arn", "RecordingGroup": {"AllSupported": true}}},
    "D": {"Type": "AWS::Config::DeliveryChannel", "Properties": {"S3BucketName": "@B", "S3KmsKeyArn": "@K.Arn"}}
}"#;

const PASSWORDS: &str = r#"{
    "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ssm.amazonaws.com"}}]}}},
    "M": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{
        "Effect": "Allow", "Action": ["iam:UpdateAccountPasswordPolicy"], "Resource": "*"}]}}},
    "C": {"Type": "AWS::Config::ConfigRule", "Properties": {"ConfigRuleName": "passwords",
        "Source": {"Owner": "AWS", "SourceIdentifier": "IAM_PASSWORD_POLICY"}}},
    "P": {"Type": "AWS::Config::RemediationConfiguration", "Properties": {
        "ConfigRuleName": "passwords", "TargetType": "SSM_DOCUMENT", "TargetId": "AWSConfigRemediation-SetIAMPasswordPolicy",
        "Automatic": true, "MaximumAutomaticAttempts": 5, "RetryAttemptSeconds": 60, "Parameters": {
            "AutomationAssumeRole": {"StaticValue": {"Values": ["@R.Arn"]}},
            "MinimumPasswordLength": {"StaticValue": {"Values": ["14"]}},
            "RequireLowercaseCharacters": {"StaticValue": {"Values": ["true"]}},
            "RequireNumbers": {"StaticValue": {"Values": ["true"]}},
            "RequireSymbols": {"StaticValue": {"Values": ["true"]}},
            "RequireUppercaseCharacters": {"StaticValue": {"Values": ["true"]}}}}}
}"#;

const TRUST: &str = r#"{"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{
    "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": {"+": ["arn:aws:iam::", "$account", ":root"]}},
    "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}}}}"#;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "ThreatsAreLookedFor",
        good: r#"{"D": {"Type": "AWS::GuardDuty::Detector", "Properties": {"Enable": true}}}"#,
        bad: &[("true", "false"), (r#""Enable""#, r#""NoEnable""#)],
    },
    Change {
        rule: "SettingsAreRecorded",
        good: RECORDED,
        bad: &[("true", "false"), ("AWS::Config::DeliveryChannel", "AWS::SNS::Topic")],
    },
    Change {
        rule: "SettingsAreDelivered",
        good: RECORDED,
        bad: &[
            (r#""S3KmsKeyArn""#, r#""NoKey""#),
            (r#""S3BucketName": "@B""#, r#""S3BucketName": "@K""#),
            ("@K.Arn", "@B.Arn"),
        ],
    },
    Change {
        rule: "SettingsAreHeldToRules",
        good: r#"{"C": {"Type": "AWS::Config::ConfigRule", "Properties": {"Source": {"Owner": "AWS", "SourceIdentifier": "IAM_PASSWORD_POLICY"}}}}"#,
        bad: &[(r#""AWS""#, r#""CUSTOM_LAMBDA""#), (r#""SourceIdentifier""#, r#""None""#)],
    },
    Change {
        rule: "PasswordPolicyIsSet",
        good: PASSWORDS,
        bad: &[
            (r#""Automatic": true"#, r#""Automatic": false"#),
            ("IAM_PASSWORD_POLICY", "ACCESS_KEYS_ROTATED"),
            (r#""ConfigRuleName": "passwords", "TargetType""#, r#""ConfigRuleName": "keys", "TargetType""#),
            (r#""ConfigRuleName": "passwords", "TargetType""#, r#""ConfigRuleName": "@R", "TargetType""#),
            (r#""14""#, r#""12""#),
            (
                r#""RequireSymbols": {"StaticValue": {"Values": ["true"]}}"#,
                r#""RequireSymbols": {"StaticValue": {"Values": ["false"]}}"#,
            ),
            (r#""RequireNumbers""#, r#""RequiresNumbers""#),
            (r#""AutomationAssumeRole""#, r#""AssumeRole""#),
            ("ssm.amazonaws.com", "config.amazonaws.com"),
            ("iam:UpdateAccountPasswordPolicy", "iam:GetAccountPasswordPolicy"),
        ],
    },
    // What some other document does nobody knows.
    Change {
        rule: "JudgedType",
        good: PASSWORDS,
        bad: &[("AWSConfigRemediation-SetIAMPasswordPolicy", "AWS-RunShellScript")],
    },
    Change {
        rule: "FindingsAreGathered",
        good: r#"{"H": {"Type": "AWS::SecurityHub::Hub", "Properties": {"EnableDefaultStandards": true}}}"#,
        bad: &[("true", "false"), ("true", "\"$later\"")],
    },
    Change {
        rule: "AccessIsAnalyzed",
        good: r#"{"A": {"Type": "AWS::AccessAnalyzer::Analyzer", "Properties": {"Type": "ACCOUNT"}}}"#,
        bad: &[(r#""ACCOUNT""#, r#""ACCOUNT_UNUSED_ACCESS""#), (r#"{"Type": "ACCOUNT"}"#, "{}")],
    },
    Change {
        rule: "BudgetTellsSomebody",
        good: r#"{"B": {"Type": "AWS::Budgets::Budget", "Properties": {"NotificationsWithSubscribers": [{"Notification": {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 110}, "Subscribers": [{"SubscriptionType": "EMAIL", "Address": "a@example.org"}]}]}}}"#,
        bad: &[
            ("ACTUAL", "FORECASTED"),
            ("GREATER_THAN", "LESS_THAN"),
            ("110", "0"),
            (r#"[{"SubscriptionType": "EMAIL", "Address": "a@example.org"}]"#, "[]"),
            (r#""SubscriptionType": "EMAIL", "#, ""),
            (r#", "Address": "a@example.org""#, ""),
        ],
    },
    Change {
        rule: "PeopleProveWhoTheyAre",
        good: TRUST,
        bad: &[("MultiFactorAuthPresent", "MultiFactorAuthAge"), ("Bool", "BoolIfExists"), (r#""true""#, r#""false""#)],
    },
    Change {
        rule: "SecretRotatesInTime",
        good: r#"{"S": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {"SecretId": "arn", "RotationRules": {"AutomaticallyAfterDays": 90}}}}"#,
        bad: &[("90", "91"), ("90", "0"), (r#""AutomaticallyAfterDays""#, r#""No""#)],
    },
    Change {
        rule: "SecretCopiesHaveKeys",
        good: r#"{"S": {"Type": "AWS::SecretsManager::Secret", "Properties": {"ReplicaRegions": [{"Region": "us-east-2", "KmsKeyId": "arn:aws:kms:us-east-2:111122223333:key/1a2b"}]}}}"#,
        bad: &[
            (r#""KmsKeyId""#, r#""No""#),
            ("arn:aws:kms:us-east-2:111122223333:key/1a2b", "alias/aws/secretsmanager"),
            (r#""Region""#, r#""No""#),
        ],
    },
];
