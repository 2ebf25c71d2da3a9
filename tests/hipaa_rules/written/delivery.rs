//! Images, and what builds and deploys them.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "ImagesAreScanned",
        good: r#"{"R": {"Type": "AWS::ECR::Repository", "Properties": {"ImageScanningConfiguration": {"ScanOnPush": true}}}}"#,
        bad: &[("true", "false"), ("ScanOnPush", "NoScanOnPush"), ("true", r#""$later""#)],
    },
    // What the registry says is so of every repository.
    Change {
        rule: "ImagesAreScanned",
        good: r#"{"G": {"Type": "AWS::ECR::RegistryScanningConfiguration", "Properties": {"ScanType": "ENHANCED", "Rules": [{"ScanFrequency": "CONTINUOUS_SCAN", "RepositoryFilters": [{"Filter": "*", "FilterType": "WILDCARD"}]}]}}, "R": {"Type": "AWS::ECR::Repository", "Properties": {"ImageScanningConfiguration": {"ScanOnPush": true}}}}"#,
        bad: &[
            (r#""CONTINUOUS_SCAN""#, r#""MANUAL""#),
            (r#""CONTINUOUS_SCAN""#, r#""$later""#),
            (r#""Filter": "*""#, r#""Filter": "clinic/*""#),
            (r#""Rules""#, r#""NoRules""#),
        ],
    },
    Change {
        rule: "ImagesAreCopiedIntoRepositories",
        good: r#"{"R": {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": "clinic/api"}}, "C": {"Type": "AWS::ECR::ReplicationConfiguration", "Properties": {"ReplicationConfiguration": {"Rules": [{"RepositoryFilters": [{"Filter": "clinic/api", "FilterType": "PREFIX_MATCH"}], "Destinations": [{"Region": "us-east-1", "RegistryId": "$account"}]}]}}}}"#,
        bad: &[
            (r#""Region": "us-east-1""#, r#""Region": "us-west-2""#),
            (r#""Filter": "clinic/api""#, r#""Filter": "ward/api""#),
            (r#""Filter": "clinic/api""#, r#""Filter": "clinic/""#),
            ("$account", "444455556666"),
            (r#""RepositoryFilters""#, r#""NoRepositoryFilters""#),
            (r#""Rules""#, r#""NoRules""#),
        ],
    },
    Change {
        rule: "ImagesStayAsTheyAre",
        good: r#"{"R": {"Type": "AWS::ECR::Repository", "Properties": {"ImageTagMutability": "IMMUTABLE"}}}"#,
        bad: &[(r#""IMMUTABLE""#, r#""MUTABLE""#), ("ImageTagMutability", "NoImageTagMutability")],
    },
    Change {
        rule: "ImagesHaveTheCustomersKey",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {}}, "R": {"Type": "AWS::ECR::Repository", "Properties": {"EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": "@K.Arn"}}}}"#,
        bad: &[
            (r#", "KmsKey": "@K.Arn""#, ""),
            ("@K.Arn", "alias/aws/ecr"),
            (r#""KMS""#, r#""AES256""#),
            (r#""EncryptionType": "KMS", "#, ""),
        ],
    },
    Change {
        rule: "RecordsStay",
        good: r#"{"R": {"Type": "AWS::ECR::Repository", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": {}}}"#,
        bad: &[(r#""DeletionPolicy": "Retain""#, r#""DeletionPolicy": "Delete""#)],
    },
    Change {
        rule: "BuildHasTheCustomersKey",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {}}, "P": {"Type": "AWS::CodeBuild::Project", "Properties": {"EncryptionKey": "@K.Arn"}}}"#,
        bad: &[
            (r#""EncryptionKey""#, r#""NoEncryptionKey""#),
            ("@K.Arn", "alias/aws/s3"),
            (r#""EncryptionKey""#, r#""Artifacts": {"EncryptionDisabled": true}, "EncryptionKey""#),
            (r#""EncryptionKey""#, r#""Artifacts": {"EncryptionDisabled": "$later"}, "EncryptionKey""#),
            (r#""EncryptionKey""#, r#""SecondaryArtifacts": [{}, {"EncryptionDisabled": true}], "EncryptionKey""#),
        ],
    },
    Change {
        rule: "BuildLogs",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {}}, "P": {"Type": "AWS::CodeBuild::Project", "Properties": {"LogsConfig": {"CloudWatchLogs": {"Status": "ENABLED", "GroupName": "@L"}, "S3Logs": {"Status": "DISABLED"}}}}}"#,
        bad: &[
            (r#""ENABLED""#, r#""DISABLED""#),
            (r#""@L""#, r#""/aws/codebuild/api""#),
            (r#""S3Logs": {"Status": "DISABLED"}"#, r#""S3Logs": {"Status": "ENABLED"}"#),
            ("LogsConfig", "NoLogsConfig"),
        ],
    },
    Change {
        rule: "BuildRunsInANamedImage",
        good: r#"{"P": {"Type": "AWS::CodeBuild::Project", "Properties": {"Environment": {"Image": "aws/codebuild/standard:7.0"}}}}"#,
        bad: &[
            ("aws/codebuild/standard:7.0", "registry.example/build:latest"),
            ("aws/codebuild/standard:7.0", "registry.example/aws/codebuild/standard:7.0"),
            (r#""aws/codebuild/standard:7.0""#, r#""$later""#),
            (r#""Image""#, r#""NoImage""#),
        ],
    },
    Change {
        rule: "BuildRunsInANamedImage",
        good: r#"{"P": {"Type": "AWS::CodeBuild::Project", "Properties": {"Environment": {"Image": "registry.example/build@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}}}}"#,
        bad: &[("@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", ":1.0")],
    },
    Change {
        rule: "BuildIsPrivilegedForDocker",
        good: r#"{"P": {"Type": "AWS::CodeBuild::Project", "Properties": {"Environment": {"PrivilegedMode": true}, "Source": {"BuildSpec": "{\"version\":\"0.2\",\"phases\":{\"build\":{\"commands\":[\"docker build .\"]}}}"}}}}"#,
        bad: &[("docker build", "make"), (r#""BuildSpec""#, r#""NoBuildSpec""#)],
    },
    Change {
        rule: "BuildIsPrivilegedForDocker",
        good: r#"{"P": {"Type": "AWS::CodeBuild::Project", "Properties": {"Environment": {"PrivilegedMode": false}}}}"#,
        bad: &[("false", "true"), ("false", r#""$later""#)],
    },
    Change {
        rule: "BuildHasNoSecretAsText",
        good: r#"{"P": {"Type": "AWS::CodeBuild::Project", "Properties": {"Environment": {"EnvironmentVariables": [{"Name": "DB_PASSWORD", "Type": "SECRETS_MANAGER", "Value": "lab"}, {"Name": "STAGE", "Value": "ci"}]}, "Source": {"BuildSpec": "phases:\n  build:\n    commands: make test"}}}}"#,
        bad: &[
            ("SECRETS_MANAGER", "PLAINTEXT"),
            (r#""Type": "SECRETS_MANAGER", "#, ""),
            (r#""ci""#, r#""AKIAIOSFODNN7EXAMPLE""#),
            ("make test", "curl https://app:hunter2@example.org"),
            (r#""phases:\n  build:\n    commands: make test""#, r#""$later""#),
            (r#""phases:\n  build:\n    commands: make test""#, r#""other/buildspec.yml""#),
            (r#""BuildSpec""#, r#""Type": "S3", "NoBuildSpec""#),
        ],
    },
    Change {
        rule: "PipelineAsksSomebody",
        good: r#"{"P": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {"Stages": [{"Name": "Approve", "Actions": [{"Name": "Ask", "ActionTypeId": {"Category": "Approval", "Owner": "AWS", "Provider": "Manual", "Version": "1"}}]}, {"Name": "Deploy", "Actions": [{"Name": "Deploy", "ActionTypeId": {"Category": "Deploy", "Owner": "AWS", "Provider": "ECS", "Version": "1"}}]}]}}}"#,
        bad: &[
            (r#""Category": "Approval""#, r#""Category": "Test""#),
            (r#""Category": "Approval""#, r#""Category": "$later""#),
            (r#""Provider": "Manual""#, r#""Provider": "Other""#),
            (r#""Name": "Approve","#, r#""Name": "Approve", "OnFailure": {"Result": "SKIP"},"#),
            (r#""Name": "Approve","#, r#""Name": "Approve", "BeforeEntry": "$later","#),
            (
                r#""Stages": ["#,
                r#""Stages": [{"Name": "First", "Actions": [{"Name": "A", "ActionTypeId": {"Category": "Deploy", "Owner": "AWS", "Provider": "ECS", "Version": "1"}}]}, "#,
            ),
        ],
    },
    Change {
        rule: "PipelineChangesWhatWasShown",
        good: r#"{"P": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {"Stages": [{"Name": "Deploy", "Actions": [{"Name": "Prepare", "RunOrder": 1, "ActionTypeId": {"Category": "Deploy", "Owner": "AWS", "Provider": "CloudFormation", "Version": "1"}, "Configuration": {"ActionMode": "CHANGE_SET_REPLACE", "StackName": "wards", "ChangeSetName": "a", "RoleArn": "arn:aws:iam::111122223333:role/r"}}, {"Name": "Ask", "RunOrder": 2, "ActionTypeId": {"Category": "Approval", "Owner": "AWS", "Provider": "Manual", "Version": "1"}}, {"Name": "Make", "RunOrder": 3, "ActionTypeId": {"Category": "Deploy", "Owner": "AWS", "Provider": "CloudFormation", "Version": "1"}, "Configuration": {"ActionMode": "CHANGE_SET_EXECUTE", "StackName": "wards", "ChangeSetName": "a"}}]}]}}}"#,
        bad: &[
            (r#""RunOrder": 3"#, r#""RunOrder": 1"#),
            (r#""RunOrder": 3"#, r#""RunOrder": "$later""#),
            (r#", "RoleArn": "arn:aws:iam::111122223333:role/r""#, ""),
            ("CHANGE_SET_REPLACE", "CREATE_UPDATE"),
            ("CHANGE_SET_REPLACE", "$later"),
            ("CHANGE_SET_EXECUTE", "CHANGE_SET_REPLACE"),
            (r#""CHANGE_SET_EXECUTE", "StackName": "wards""#, r#""CHANGE_SET_EXECUTE", "StackName": "other""#),
            (r#""StackName": "wards", "ChangeSetName": "a"}"#, r#""StackName": "wards", "ChangeSetName": "b"}"#),
            (
                r"]}]}}}",
                r#"]}, {"Name": "Again", "Actions": [{"Name": "Make", "ActionTypeId": {"Category": "Deploy", "Owner": "AWS", "Provider": "CloudFormation", "Version": "1"}, "Configuration": {"ActionMode": "CHANGE_SET_EXECUTE", "StackName": "wards", "ChangeSetName": "a"}}]}]}}}"#,
            ),
        ],
    },
    // Nobody has to see what changes before it is made ready.
    Change {
        rule: "PipelineAsksSomebody",
        good: r#"{"P": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {"Stages": [{"Name": "Deploy", "Actions": [{"Name": "Prepare", "RunOrder": 1, "ActionTypeId": {"Category": "Deploy", "Owner": "AWS", "Provider": "CloudFormation", "Version": "1"}, "Configuration": {"ActionMode": "CHANGE_SET_REPLACE", "StackName": "wards", "ChangeSetName": "a", "RoleArn": "arn:aws:iam::111122223333:role/r"}}, {"Name": "Ask", "RunOrder": 2, "ActionTypeId": {"Category": "Approval", "Owner": "AWS", "Provider": "Manual", "Version": "1"}}, {"Name": "Make", "RunOrder": 3, "ActionTypeId": {"Category": "Deploy", "Owner": "AWS", "Provider": "CloudFormation", "Version": "1"}, "Configuration": {"ActionMode": "CHANGE_SET_EXECUTE", "StackName": "wards", "ChangeSetName": "a"}}]}]}}}"#,
        bad: &[
            (r#""Category": "Approval""#, r#""Category": "Test""#),
            (r#""RunOrder": 2"#, r#""RunOrder": 3"#),
            (r#""RunOrder": 2"#, r#""RunOrder": "$later""#),
            ("CHANGE_SET_REPLACE", "CREATE_UPDATE"),
        ],
    },
    Change {
        rule: "PipelineTakesBackWhatFails",
        good: r#"{"P": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {"Stages": [{"Name": "Deploy", "Actions": [{"Name": "Deploy", "ActionTypeId": {"Category": "Deploy", "Owner": "AWS", "Provider": "ECS", "Version": "1"}}, {"Name": "Trial", "RunOrder": 2, "ActionTypeId": {"Category": "Test", "Owner": "AWS", "Provider": "CodeBuild", "Version": "1"}}], "OnFailure": {"Result": "ROLLBACK"}}]}}}"#,
        bad: &[
            (r#""RunOrder": 2"#, r#""RunOrder": 1"#),
            (r#""RunOrder": 2"#, r#""RunOrder": "$later""#),
            (
                r#""Stages": ["#,
                r#""Stages": [{"Name": "First", "Actions": [{"Name": "A", "ActionTypeId": {"Category": "Deploy", "Owner": "AWS", "Provider": "ECS", "Version": "1"}}]}, "#,
            ),
            (
                r#""OnFailure": {"Result": "ROLLBACK"}}"#,
                r#""OnFailure": {"Result": "ROLLBACK"}}, {"Name": "Smoke", "Actions": [{"Name": "S", "ActionTypeId": {"Category": "Invoke", "Owner": "AWS", "Provider": "Lambda", "Version": "1"}}]}"#,
            ),
            (r#""ROLLBACK""#, r#""SKIP""#),
            (r#""ROLLBACK""#, r#""$later""#),
            (r#", "OnFailure": {"Result": "ROLLBACK"}"#, ""),
            (r#""OnFailure": {"Result": "ROLLBACK"}"#, r#""OnFailure": "$later""#),
            (
                r#"}, {"Name": "Trial""#,
                r#"}], "OnFailure": {"Result": "ROLLBACK"}}, {"Name": "Try", "Actions": [{"Name": "Trial""#,
            ),
        ],
    },
    Change {
        rule: "PipelineHasTheCustomersKey",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {}}, "B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {"ArtifactStore": {"Type": "S3", "Location": "@B", "EncryptionKey": {"Type": "KMS", "Id": "@K.Arn"}}}}}"#,
        bad: &[
            ("@K.Arn", "alias/aws/s3"),
            (r#""EncryptionKey""#, r#""NoEncryptionKey""#),
            ("@B", "somewhere"),
            (r#""ArtifactStore""#, r#""ArtifactStores": [{"Region": "us-east-1"}], "ArtifactStore""#),
        ],
    },
];
