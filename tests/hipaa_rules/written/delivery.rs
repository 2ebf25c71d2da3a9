//! Images, and what builds and deploys them.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "ImagesAreScanned",
        good: r#"{"R": {"Type": "AWS::ECR::Repository", "Properties": {"ImageScanningConfiguration": {"ScanOnPush": true}}}}"#,
        bad: &[("true", "false"), ("ScanOnPush", "NoScanOnPush"), ("true", r#""$later""#)],
    },
    Change {
        rule: "ImagesStayAsTheyAre",
        good: r#"{"R": {"Type": "AWS::ECR::Repository", "Properties": {"ImageTagMutability": "IMMUTABLE"}}}"#,
        bad: &[(r#""IMMUTABLE""#, r#""MUTABLE""#), ("ImageTagMutability", "NoImageTagMutability")],
    },
    Change {
        rule: "ImagesHaveTheCustomersKey",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {}}, "R": {"Type": "AWS::ECR::Repository", "Properties": {"EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": "@K.Arn"}}}}"#,
        bad: &[(r#", "KmsKey": "@K.Arn""#, ""), ("@K.Arn", "alias/aws/ecr")],
    },
    Change {
        rule: "RecordsStay",
        good: r#"{"R": {"Type": "AWS::ECR::Repository", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": {}}}"#,
        bad: &[(r#""DeletionPolicy": "Retain""#, r#""DeletionPolicy": "Delete""#)],
    },
];
