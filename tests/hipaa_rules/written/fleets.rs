//! Groups of machines, and what these are launched by.

use super::Change;

pub(crate) const CHANGES: &[Change] = &[
    Change {
        rule: "EC2IMDSv2Enabled",
        good: r#"{"C": {"Type": "AWS::AutoScaling::LaunchConfiguration", "Properties": {"MetadataOptions": {"HttpTokens": "required"}}}, "G": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"LaunchConfigurationName": "@C"}}}"#,
        bad: &[
            (r#""required""#, r#""optional""#),
            (r#""HttpTokens""#, r#""NoHttpTokens""#),
            (r#""LaunchConfigurationName": "@C""#, r#""LaunchConfigurationName": "elsewhere""#),
            (r#""LaunchConfigurationName""#, r#""NoLaunchConfigurationName""#),
        ],
    },
    Change {
        rule: "EC2IMDSv2Enabled",
        good: r#"{"T": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"MetadataOptions": {"HttpTokens": "required"}}}}, "G": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"MixedInstancesPolicy": {"LaunchTemplate": {"LaunchTemplateSpecification": {"LaunchTemplateId": "@T"}, "Overrides": [{"InstanceType": "m7g.large"}, {"LaunchTemplateSpecification": {"LaunchTemplateId": "@T"}}]}}}}, "H": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"LaunchTemplate": {"LaunchTemplateId": "@T"}}}}"#,
        bad: &[
            (r#"{"LaunchTemplateSpecification": {"LaunchTemplateId": "@T"}, "Overrides""#, r#"{"Overrides""#),
            (
                r#"{"LaunchTemplateSpecification": {"LaunchTemplateId": "@T"}}]"#,
                r#"{"LaunchTemplateSpecification": {"LaunchTemplateId": "lt-1"}}]"#,
            ),
            (
                r#""Properties": {"LaunchTemplate": {"LaunchTemplateId": "@T"}}"#,
                r#""Properties": {"LaunchTemplate": {"LaunchTemplateId": "lt-1"}}"#,
            ),
        ],
    },
    Change {
        rule: "EC2InstanceDetailedMonitoringEnabled",
        good: r#"{"C": {"Type": "AWS::AutoScaling::LaunchConfiguration", "Properties": {"InstanceMonitoring": true}}, "D": {"Type": "AWS::AutoScaling::LaunchConfiguration", "Properties": {}}}"#,
        bad: &[(r"true", r"false"), (r"true", r#""$later""#)],
    },
];
