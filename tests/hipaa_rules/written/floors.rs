//! What is kept, where, and for how long.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "StoreStays",
        good: r#"{"X": {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": {}}}"#,
        bad: &[
            (r#""DeletionPolicy": "Retain""#, r#""DeletionPolicy": "Delete""#),
            (r#""UpdateReplacePolicy": "Retain""#, r#""UpdateReplacePolicy": "Delete""#),
            (r#""DeletionPolicy""#, r#""NoDeletionPolicy""#),
        ],
    },
    Change {
        rule: "StoreStays",
        good: r#"{"X": {"Type": "AWS::RDS::DBInstance", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": {"DeletionProtection": true}}}"#,
        bad: &[
            (r#""DeletionPolicy": "Retain""#, r#""DeletionPolicy": "Delete""#),
            (r#""UpdateReplacePolicy": "Retain""#, r#""UpdateReplacePolicy": "Delete""#),
            (r#""DeletionPolicy""#, r#""NoDeletionPolicy""#),
            (r#""DeletionProtection": true"#, r#""DeletionProtection": false"#),
        ],
    },
    Change {
        rule: "RecordsStay",
        good: r#"{"X": {"Type": "AWS::KMS::Key", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": {}}}"#,
        bad: &[
            (r#""DeletionPolicy": "Retain""#, r#""DeletionPolicy": "Delete""#),
            (r#""UpdateReplacePolicy": "Retain""#, r#""UpdateReplacePolicy": "Delete""#),
            (r#""DeletionPolicy""#, r#""NoDeletionPolicy""#),
        ],
    },
    Change {
        rule: "RecordsStay",
        good: r#"{"X": {"Type": "AWS::Logs::LogGroup", "DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain", "Properties": {}}}"#,
        bad: &[
            (r#""DeletionPolicy": "RetainExceptOnCreate""#, r#""DeletionPolicy": "Delete""#),
            (r#""UpdateReplacePolicy": "Retain""#, r#""UpdateReplacePolicy": "RetainExceptOnCreate""#),
            (r#""DeletionPolicy""#, r#""NoDeletionPolicy""#),
        ],
    },
    Change {
        rule: "QueueHasTheCustomersKey",
        good: r#"{"Q": {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": "arn:aws:kms:us-east-1:111122223333:key/1"}}}"#,
        bad: &[
            ("arn:aws:kms:us-east-1:111122223333:key/1", "alias/aws/sqs"),
            (r#""KmsMasterKeyId""#, r#""NoKmsMasterKeyId""#),
        ],
    },
    Change {
        rule: "VaultIsLocked",
        good: r#"{"V": {"Type": "AWS::Backup::BackupVault", "Properties": {"EncryptionKeyArn": "arn:aws:kms", "LockConfiguration": {"MinRetentionDays": 30}}}}"#,
        bad: &[
            ("30", "29"),
            (r#""LockConfiguration""#, r#""NoLockConfiguration""#),
            (r#""EncryptionKeyArn""#, r#""NoEncryptionKeyArn""#),
        ],
    },
    Change {
        rule: "PlanKeeps",
        good: r#"{"P": {"Type": "AWS::Backup::BackupPlan", "Properties": {"BackupPlan": {"BackupPlanRule": [{"Lifecycle": {"DeleteAfterDays": 30}}]}}}}"#,
        bad: &[("30", "29"), (r#"{"Lifecycle": {"DeleteAfterDays": 30}}"#, "")],
    },
    Change {
        rule: "PlanCopiesElsewhere",
        good: r#"{"P": {"Type": "AWS::Backup::BackupPlan", "Properties": {"BackupPlan": {"BackupPlanRule": [{"Lifecycle": {"DeleteAfterDays": 30}, "CopyActions": [{"DestinationBackupVaultArn": "arn:aws:backup:us-west-2:111122223333:backup-vault:copies", "Lifecycle": {"DeleteAfterDays": 30}}]}]}}}}"#,
        bad: &[
            (r#""Lifecycle": {"DeleteAfterDays": 30}}]}]"#, r#""Lifecycle": {"DeleteAfterDays": 29}}]}]"#),
            (r#""Lifecycle": {"DeleteAfterDays": 30}}]}]"#, r#""Lifecycle": "$later"}]}]"#),
            (":us-west-2:", ":us-east-1:"),
            (":us-west-2:", "::"),
            (r#""arn:aws:backup:us-west-2:111122223333:backup-vault:copies""#, r#""$later""#),
            (
                r#"[{"DestinationBackupVaultArn": "arn:aws:backup:us-west-2:111122223333:backup-vault:copies", "Lifecycle": {"DeleteAfterDays": 30}}]"#,
                r#""$later""#,
            ),
        ],
    },
    Change {
        rule: "LogGroupKeeps",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}}"#,
        bad: &[
            ("365", "180"),
            (r#""RetentionInDays""#, r#""NoRetentionInDays""#),
            (r#""RetentionInDays""#, r#""LogGroupClass": "DELIVERY", "RetentionInDays""#),
            (r#""RetentionInDays""#, r#""LogGroupClass": "$later", "RetentionInDays""#),
        ],
    },
    Change {
        rule: "AuditRecordsKeep",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 2192}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"CloudWatchLogsLogGroupArn": "@L.Arn"}}}"#,
        bad: &[("2192", "1827"), (r#""RetentionInDays""#, r#""NoRetentionInDays""#)],
    },
    Change {
        rule: "AuditRecordsKeep",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 2192, "LogGroupName": "/aws/rds/instance/records/postgresql"}}, "A": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 2557, "LogGroupName": "/aws/rds/cluster/records/audit"}}, "E": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365, "LogGroupName": "/aws/rds/instance/records/error"}}}"#,
        bad: &[
            ("2192", "365"),
            ("2557", "365"),
            ("records/error", "records/audit"),
            ("/aws/rds/instance/records/error", "aws-waf-logs-front"),
            (r#""/aws/rds/instance/records/error""#, r#"{"+": ["/aws/rds/instance/", "@L", "/audit"]}"#),
            (r#""/aws/rds/instance/records/error""#, r#"{"+": ["/aws/rds/instance/", "$later"]}"#),
        ],
    },
    Change {
        rule: "AuditRecordsKeep",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 2192}}, "C": {"Type": "AWS::ECS::Cluster", "Properties": {"Configuration": {"ExecuteCommandConfiguration": {"LogConfiguration": {"CloudWatchLogGroupName": "@L"}}}}}}"#,
        bad: &[("2192", "365")],
    },
    Change {
        rule: "AuditRecordsKeep",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 2192}}, "S": {"Type": "AWS::ApiGateway::Stage", "Properties": {"AccessLogSetting": {"DestinationArn": "@L.Arn"}}}}"#,
        bad: &[("2192", "365")],
    },
    Change {
        rule: "AuditRecordsKeep",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 2192}}, "D": {"Type": "AWS::OpenSearchService::Domain", "Properties": {"LogPublishingOptions": {"AUDIT_LOGS": {"CloudWatchLogsLogGroupArn": "@L.Arn"}}}}}"#,
        bad: &[("2192", "365")],
    },
    Change {
        rule: "AuditRecordsKeep",
        good: r#"{"A": {"Type": "AWS::S3::Bucket", "Properties": {"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "ExpirationInDays": 2192}]}}}, "B": {"Type": "AWS::ElasticLoadBalancing::LoadBalancer", "Properties": {"AccessLoggingPolicy": {"S3BucketName": "@A"}}}}"#,
        bad: &[("2192", "365")],
    },
    Change {
        rule: "AuditRecordsKeep",
        good: r#"{"A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "aws-waf-logs-front", "LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "ExpirationInDays": 2192}]}}}, "W": {"Type": "AWS::WAFv2::LoggingConfiguration", "Properties": {"LogDestinationConfigs": ["@A.Arn"]}}, "O": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "letters", "LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "ExpirationInDays": 30}]}}}}"#,
        bad: &[("2192", "365"), (r#""letters""#, r#""aws-waf-logs-letters""#), (r#""letters""#, r#""$later""#)],
    },
    Change {
        rule: "AuditRecordsKeep",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 2192}}, "W": {"Type": "AWS::WAFv2::LoggingConfiguration", "Properties": {"LogDestinationConfigs": [{"+": ["arn:aws:logs:us-east-1:111122223333:log-group:", "@L"]}]}}}"#,
        bad: &[("2192", "365")],
    },
    Change {
        rule: "AuditRecordsKeep",
        good: r#"{"A": {"Type": "AWS::S3::Bucket", "Properties": {"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "ExpirationInDays": 2192, "NoncurrentVersionExpiration": {"NoncurrentDays": 2193}}]}}}, "P": {"Type": "AWS::S3::Bucket", "Properties": {"LoggingConfiguration": {"DestinationBucketName": "@A"}}}}"#,
        bad: &[
            ("2192", "365"),
            ("2193", "1"),
            (r#""ExpirationInDays": 2192"#, r#""ExpirationDate": "2030-01-01""#),
            (r#"[{"Status""#, r#"[{"Status": "Enabled", "ExpirationInDays": 30}, {"Status""#),
        ],
    },
    Change {
        rule: "AuditRecordsKeep",
        good: r#"{"A": {"Type": "AWS::S3::Bucket", "Properties": {"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "ExpirationInDays": 2192}]}}}, "B": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"LoadBalancerAttributes": [{"Key": "access_logs.s3.bucket", "Value": "@A"}]}}}"#,
        bad: &[("2192", "365")],
    },
    Change {
        rule: "TaskLogs",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}, "T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"LogConfiguration": {"LogDriver": "awslogs", "Options": {"awslogs-group": "@L", "awslogs-region": {"Ref": "AWS::Region"}}}}]}}}"#,
        bad: &[
            ("365", "180"),
            (r#""@L""#, r#""group""#),
            (r#""awslogs","#, r#""json-file","#),
            (r#"{"Ref": "AWS::Region"}"#, r#""eu-west-1""#),
            (r#"{"Ref": "AWS::Region"}"#, r#""$later""#),
            (r#"{"LogDriver""#, r#"{"Driver""#),
        ],
    },
    Change {
        rule: "FunctionLogs",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}, "F": {"Type": "AWS::Lambda::Function", "Properties": {"LoggingConfig": {"LogGroup": "@L"}}}}"#,
        bad: &[
            ("365", "180"),
            (r#""@L""#, r#""group""#),
            (r#""LoggingConfig""#, r#""NoLoggingConfig""#),
            (r#"{"LogGroup": "@L"}"#, r#"{"LogGroup": "@L", "LogFormat": "JSON", "ApplicationLogLevel": "ERROR"}"#),
        ],
    },
    // Without a right to write, what it writes is dropped.
    Change {
        rule: "FunctionLogs",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}, "R": {"Type": "AWS::IAM::Role", "Properties": {}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "@L.Arn"}]}}}, "F": {"Type": "AWS::Lambda::Function", "Properties": {"Role": "@R.Arn", "LoggingConfig": {"LogGroup": "@L"}}}}"#,
        bad: &[
            ("logs:PutLogEvents", "logs:DescribeLogStreams"),
            (r#""Allow""#, r#""Deny""#),
            (r#""@L.Arn""#, r#""arn:aws:logs:us-east-1:111122223333:log-group:other""#),
            (r#""Roles": ["@R"]"#, r#""Roles": ["other"]"#),
            (r#""Roles": ["@R"]"#, r#""Roles": "$later""#),
            (r#""@L.Arn""#, r#""arn:aws:logs:us-east-1:111122223333:log-group:/other/*""#),
            (r#""@L.Arn""#, r#""arn:aws:logs:eu-west-1:111122223333:log-group:*""#),
            (r#"["logs:CreateLogStream", "logs:PutLogEvents"]"#, r#"["logs:PutLogEvents"]"#),
            (r#""Statement": ["#, r#""Statement": [{"Effect": "Deny", "Action": "logs:*", "Resource": "*"}, "#),
            (
                r#""R": {"Type": "AWS::IAM::Role", "Properties": {}}"#,
                r#""R": {"Type": "AWS::IAM::Role", "Properties": {"PermissionsBoundary": "arn:aws:iam::111122223333:policy/none"}}"#,
            ),
            (r#""@R.Arn""#, r#""arn:aws:iam::111122223333:role/there""#),
            (r#""Effect": "Allow""#, r#""Effect": "Allow", "Condition": {"Bool": {"aws:SecureTransport": "false"}}"#),
        ],
    },
    Change {
        rule: "FunctionLogs",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]}}, "F": {"Type": "AWS::Lambda::Function", "Properties": {"Role": "@R.Arn", "LoggingConfig": {"LogGroup": "@L"}}}}"#,
        bad: &[
            ("AWSLambdaBasicExecutionRole", "AWSLambdaENIManagementAccess"),
            ("iam::aws:policy", "iam::111122223333:policy"),
        ],
    },
    Change {
        rule: "FirewallLogs",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}, "W": {"Type": "AWS::WAFv2::LoggingConfiguration", "Properties": {"LogDestinationConfigs": [{"+": ["arn:aws:logs:us-east-1:111122223333:log-group:", "@L"]}]}}}"#,
        bad: &[("365", "180"), (r#""@L""#, r#""group""#)],
    },
    Change {
        rule: "FlowLogRecordsAll",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}, "F": {"Type": "AWS::EC2::FlowLog", "Properties": {"TrafficType": "ALL", "LogGroupName": "@L"}}}"#,
        bad: &[
            (r#""ALL""#, r#""REJECT""#),
            (r#""TrafficType""#, r#""LogFormat": "${srcaddr} ${dstaddr}", "TrafficType""#),
            (r#""@L""#, r#""group""#),
            (r#""TrafficType""#, r#""LogDestinationType": "s3", "TrafficType""#),
        ],
    },
    Change {
        rule: "SecretIsReplacedInTime",
        good: r#"{"S": {"Type": "AWS::SecretsManager::Secret", "Properties": {}}, "R": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {"SecretId": "@S", "RotationRules": {"AutomaticallyAfterDays": 90}}}}"#,
        bad: &[
            ("90", "91"),
            (r#""AutomaticallyAfterDays": 90"#, r#""ScheduleExpression": "rate(100 days)""#),
            (r#""AutomaticallyAfterDays": 90"#, r#""ScheduleExpression": "cron(0 3 1 * ? *)""#),
            (r#""@S""#, r#""other""#),
            // Of several schedules nobody knows which counts.
            (
                r#""R": {"#,
                r#""Q": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {"SecretId": "@S", "RotationRules": {"AutomaticallyAfterDays": 999}}}, "R": {"#,
            ),
            (
                r#""Properties": {}}, "R": {"#,
                r#""Properties": {"Name": "lab"}}, "Q": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {"SecretId": "lab", "RotationRules": {"AutomaticallyAfterDays": 999}}}, "R": {"#,
            ),
            (
                r#""R": {"#,
                r#""A": {"Type": "AWS::SecretsManager::SecretTargetAttachment", "Properties": {"SecretId": "@S"}}, "Q": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {"SecretId": "@A", "RotationRules": {"AutomaticallyAfterDays": 999}}}, "R": {"#,
            ),
        ],
    },
    Change {
        rule: "SecretIsMade",
        good: r#"{"S": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {"PasswordLength": 40}}}}"#,
        bad: &[
            (r#""GenerateSecretString""#, r#""NoGenerateSecretString""#),
            (r#""GenerateSecretString""#, r#""SecretString": "hunter2", "GenerateSecretString""#),
        ],
    },
];
