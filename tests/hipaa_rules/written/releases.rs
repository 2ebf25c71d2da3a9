//! How requests move to a new version of a function, and what rolls it back.

use super::Change;

const GROUP: &str = r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {}}, "G": {"Type": "AWS::CodeDeploy::DeploymentGroup", "Properties": {"AlarmConfiguration": {"Enabled": true, "IgnorePollAlarmFailure": false, "Alarms": [{"Name": "@A"}]}, "AutoRollbackConfiguration": {"Enabled": true, "Events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]}}}}"#;

pub(crate) const CHANGES: &[Change] = &[
    Change {
        rule: "CodeDeployAutoRollbackMonitorEnabled",
        good: GROUP,
        bad: &[
            (r#""AlarmConfiguration": {"Enabled": true"#, r#""AlarmConfiguration": {"Enabled": false"#),
            (
                r#""AutoRollbackConfiguration": {"Enabled": true"#,
                r#""AutoRollbackConfiguration": {"Enabled": "$later""#,
            ),
            ("false", "true"),
            ("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST"),
            ("DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"),
            (r#"[{"Name": "@A"}]"#, "[]"),
            ("AWS::CloudWatch::Alarm", "AWS::SNS::Topic"),
            (r#""AlarmConfiguration""#, r#""NoAlarmConfiguration""#),
            (r#""AutoRollbackConfiguration""#, r#""NoAutoRollbackConfiguration""#),
        ],
    },
    Change {
        rule: "CodeDeployLambdaAllatonceTrafficShiftDisabled",
        good: r#"{"A": {"Type": "AWS::CodeDeploy::Application", "Properties": {"ComputePlatform": "Lambda"}}, "C": {"Type": "AWS::CodeDeploy::DeploymentConfig", "Properties": {"TrafficRoutingConfig": {"Type": "TimeBasedCanary"}}}, "G": {"Type": "AWS::CodeDeploy::DeploymentGroup", "Properties": {"ApplicationName": "@A", "DeploymentConfigName": "@C"}}}"#,
        bad: &[
            ("TimeBasedCanary", "AllAtOnce"),
            (r#""TimeBasedCanary""#, r#""$later""#),
            (r#""@C""#, r#""CodeDeployDefault.LambdaAllAtOnce""#),
            (r#", "DeploymentConfigName": "@C""#, ""),
        ],
    },
    Change {
        rule: "CodeDeployLambdaAllatonceTrafficShiftDisabled",
        good: r#"{"G": {"Type": "AWS::CodeDeploy::DeploymentGroup", "Properties": {"DeploymentConfigName": "CodeDeployDefault.LambdaLinear10PercentEvery1Minute"}}}"#,
        bad: &[
            ("LambdaLinear10PercentEvery1Minute", "LambdaAllAtOnce"),
            (r#""DeploymentConfigName""#, r#""NoConfigName""#),
        ],
    },
];
