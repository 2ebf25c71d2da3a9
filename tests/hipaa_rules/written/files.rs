//! Files that are mounted.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "FilesHaveTheCustomersKey",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {}}, "F": {"Type": "AWS::EFS::FileSystem", "Properties": {"Encrypted": true, "KmsKeyId": "@K.Arn", "ReplicationConfiguration": {"Destinations": [{"Region": "us-east-1", "KmsKeyId": "@K.Arn"}]}}}}"#,
        bad: &[
            (r#""Encrypted": true"#, r#""Encrypted": false"#),
            (r#""KmsKeyId": "@K.Arn", "R"#, r#""KmsKeyId": "alias/aws/elasticfilesystem", "R"#),
            (r#""KmsKeyId": "@K.Arn", "R"#, r#""R"#),
            (r#", "KmsKeyId": "@K.Arn"}]"#, "}]"),
            (r#", "KmsKeyId": "@K.Arn"}]"#, r#", "KmsKeyId": "@K.Arn", "FileSystemId": "fs-1"}]"#),
            (r#"[{"Region": "us-east-1", "KmsKeyId": "@K.Arn"}]"#, r#""$later""#),
            (r#"{"Destinations": [{"Region": "us-east-1", "KmsKeyId": "@K.Arn"}]}"#, r#""$later""#),
        ],
    },
    Change {
        rule: "FilesSpeakTls",
        good: r#"{"F": {"Type": "AWS::EFS::FileSystem", "Properties": {"FileSystemPolicy": {"Statement": [{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "elasticfilesystem:*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}}"#,
        bad: &[
            ("Deny", "Allow"),
            (r#""AWS": "*""#, r#""AWS": "$account""#),
            ("elasticfilesystem:*", "elasticfilesystem:ClientMount"),
            (r#""Bool""#, r#""BoolIfExists""#),
            (r#""false""#, r#""true""#),
            (r#""false"}"#, r#""false"}, "Bool2": {}"#),
            (r#""Action""#, r#""Resource": "arn:other", "Action""#),
            (r#""Action""#, r#""Resource": [], "Action""#),
            (
                r#""Action""#,
                r#""Resource": {"+": ["arn:aws:elasticfilesystem:us-east-1:", "$account", ":access-point/", "$account"]}, "Action""#,
            ),
            (r#""Action""#, r#""NotResource": "arn:other", "Action""#),
            (r#""Action""#, r#""NotAction": "elasticfilesystem:ClientMount", "Action""#),
            (r#""Principal""#, r#""NotPrincipal": {"AWS": "$account"}, "Principal""#),
            (r#""FileSystemPolicy""#, r#""NoFileSystemPolicy""#),
        ],
    },
    Change {
        rule: "FilesAreEnteredByName",
        good: r#"{"F": {"Type": "AWS::EFS::FileSystem", "Properties": {"FileSystemPolicy": {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientRootAccess", "elasticfilesystem:ClientWrite"], "Condition": {"Null": {"elasticfilesystem:AccessPointArn": "true"}}}, {"Effect": "Deny", "Principal": "*", "Action": "elasticfilesystem:ClientRootAccess"}]}}}}"#,
        bad: &[
            (r#""elasticfilesystem:ClientMount", "#, ""),
            (r#", "elasticfilesystem:ClientWrite""#, ""),
            (r#""Null""#, r#""Bool""#),
            (r#""true""#, r#""false""#),
            (r#""Action": "elasticfilesystem:ClientRootAccess""#, r#""Action": "elasticfilesystem:ClientMount""#),
            (
                r#"[{"Effect""#,
                r#"[{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "elasticfilesystem:ClientMount"}, {"Effect""#,
            ),
            (
                r#"[{"Effect""#,
                r#"[{"Effect": "Allow", "Principal": "*", "Action": "elasticfilesystem:ClientMount"}, {"Effect""#,
            ),
            (r#"[{"Effect""#, r#"["$later", {"Effect""#),
        ],
    },
    Change {
        rule: "AccessPointHasAUser",
        good: r#"{"A": {"Type": "AWS::EFS::AccessPoint", "Properties": {"PosixUser": {"Uid": "1000", "Gid": "1000"}}}}"#,
        bad: &[
            (r#""Uid": "1000""#, r#""Uid": "0""#),
            (r#""Uid": "1000""#, r#""Uid": "$later""#),
            ("PosixUser", "NoPosixUser"),
        ],
    },
    Change {
        rule: "FilesKeepBackups",
        good: r#"{"F": {"Type": "AWS::EFS::FileSystem", "Properties": {}}, "P": {"Type": "AWS::Backup::BackupPlan", "Properties": {"BackupPlan": {"BackupPlanRule": [{"Lifecycle": {"DeleteAfterDays": 30}}]}}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupPlanId": "@P", "BackupSelection": {"Resources": ["@F.Arn"]}}}}"#,
        bad: &[("30", "29"), (r#""@F.Arn""#, r#""arn:other""#)],
    },
    Change {
        rule: "FilesAreRestoredInTime",
        good: r#"{"F": {"Type": "AWS::EFS::FileSystem", "Properties": {"ReplicationConfiguration": {"Destinations": [{"Region": "us-east-1"}]}}}, "P": {"Type": "AWS::Backup::BackupPlan", "Properties": {"BackupPlan": {"BackupPlanRule": [{"ScheduleExpression": "cron(0 3 1 * ? *)"}, {"ScheduleExpression": "cron(0 3 * * ? *)"}]}}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupPlanId": "@P", "BackupSelection": {"Resources": ["@F.Arn"]}}}}"#,
        bad: &[
            (r#""ReplicationConfiguration""#, r#""NoReplicationConfiguration""#),
            (r#"[{"Region": "us-east-1"}]"#, r#""$later""#),
            (r#"{"Region": "us-east-1"}"#, r#""$later""#),
            (r#""@F.Arn""#, r#""arn:other""#),
            ("cron(0 3 * * ? *)", "cron(0 3 1 1 ? *)"),
            ("cron(0 3 * * ? *)", "cron(0 3 ? * MON *)"),
            ("cron(0 3 * * ? *)", "cron(0 3 * * ? 2030)"),
            ("cron(0 3 * * ? *)", "rate(7 days)"),
            (r#""cron(0 3 * * ? *)""#, r#""$later""#),
            (r#""@P""#, r#""of-another-program""#),
        ],
    },
    Change {
        rule: "FilesHaveZones",
        good: r#"{"A": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "us-east-1a"}}, "B": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "us-east-1b"}}, "F": {"Type": "AWS::EFS::FileSystem", "Properties": {"Encrypted": true}}, "M": {"Type": "AWS::EFS::MountTarget", "Properties": {"FileSystemId": "@F", "SubnetId": "@A"}}, "N": {"Type": "AWS::EFS::MountTarget", "Properties": {"FileSystemId": "@F", "SubnetId": "@B"}}}"#,
        bad: &[
            ("us-east-1b", "us-east-1a"),
            (r#""SubnetId": "@B""#, r#""SubnetId": "@A""#),
            (r#""Encrypted": true"#, r#""AvailabilityZoneName": "us-east-1a""#),
            (r#""AvailabilityZone": "us-east-1b""#, r#""CidrBlock": "10.0.0.0/24""#),
            (r#""AvailabilityZone": "us-east-1b""#, r#""AvailabilityZoneId": "use1-az1""#),
        ],
    },
    Change {
        rule: "FilesHaveZones",
        good: r#"{"A": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZoneId": "use1-az1"}}, "B": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZoneId": "use1-az2"}}, "F": {"Type": "AWS::EFS::FileSystem", "Properties": {}}, "M": {"Type": "AWS::EFS::MountTarget", "Properties": {"FileSystemId": "@F", "SubnetId": "@A"}}, "N": {"Type": "AWS::EFS::MountTarget", "Properties": {"FileSystemId": "@F", "SubnetId": "@B"}}}"#,
        bad: &[("use1-az2", "use1-az1")],
    },
    Change {
        rule: "StoreStays",
        good: r#"{"F": {"Type": "AWS::EFS::FileSystem", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": {"FileSystemPolicy": {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "elasticfilesystem:DeleteFileSystem"}]}}}}"#,
        bad: &[
            (r#""DeletionPolicy": "Retain""#, r#""DeletionPolicy": "Delete""#),
            ("DeleteFileSystem", "ClientMount"),
            ("Deny", "Allow"),
        ],
    },
    Change {
        rule: "TaskMountsByRole",
        good: r#"{"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"Volumes": [{"Name": "other"}, {"Name": "files", "EFSVolumeConfiguration": {"FilesystemId": "fs-1", "TransitEncryption": "ENABLED", "AuthorizationConfig": {"IAM": "ENABLED", "AccessPointId": "fsap-1"}}}]}}}"#,
        bad: &[
            (r#""TransitEncryption": "ENABLED""#, r#""TransitEncryption": "DISABLED""#),
            (r#""TransitEncryption": "ENABLED", "#, ""),
            (r#""IAM": "ENABLED""#, r#""IAM": "DISABLED""#),
            (r#", "AccessPointId": "fsap-1""#, ""),
        ],
    },
];
