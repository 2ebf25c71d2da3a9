//! What a service does by a role: it is there only if the role trusts the service and lets it.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "FlowLogRecordsAll",
        good: r#"{"E": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}}}, "L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "vpc-flow-logs.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "@L.Arn"}]}}}, "F": {"Type": "AWS::EC2::FlowLog", "Properties": {"TrafficType": "ALL", "LogGroupName": "@L", "DeliverLogsPermissionArn": "@R.Arn"}}}"#,
        bad: &[
            (r#""Service": "vpc-flow-logs.amazonaws.com""#, r#""Service": "transcribe.amazonaws.com""#),
            (r#""aws:SourceAccount""#, r#""aws:PrincipalOrgID""#),
            (r#""StringEquals": {"aws:SourceAccount""#, r#""StringNotEquals": {"aws:SourceAccount""#),
            (
                r#""F": {"#,
                r#""D": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "logs:PutLogEvents", "Resource": "*"}]}}}, "F": {"#,
            ),
            (r#""AssumeRolePolicyDocument""#, r#""PermissionsBoundary": "@E", "AssumeRolePolicyDocument""#),
            (r#""logs:PutLogEvents""#, r#""logs:GetLogEvents""#),
            (r#""@L.Arn""#, r#""arn:aws:logs:us-east-1:111122223333:log-group:other:*""#),
            (r#""Roles": ["@R"]"#, r#""Roles": ["other"]"#),
        ],
    },
    Change {
        rule: "CloudTrailCloudWatchLogsEnabled",
        good: r#"{"E": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}}}, "L": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "trail", "RetentionInDays": 365}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": {"+": ["arn:", "$later", ":logs:us-east-1:111122223333:log-group:", "@L", ":log-stream:*"]}}]}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"CloudWatchLogsLogGroupArn": "@L.Arn", "CloudWatchLogsRoleArn": "@R.Arn"}}}"#,
        bad: &[
            (r#"":log-stream:*""#, r#""-other:log-stream:*""#),
            (r#""@L", ":log-stream:*""#, r#""@R", ":log-stream:*""#),
        ],
    },
    Change {
        rule: "CloudTrailCloudWatchLogsEnabled",
        good: r#"{"E": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}}}, "L": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "trail", "RetentionInDays": 365}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "arn:aws:logs:us-east-1:111122223333:log-group:trail:log-stream:111122223333_CloudTrail_us-east-1*"}]}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"CloudWatchLogsLogGroupArn": "@L.Arn", "CloudWatchLogsRoleArn": "@R.Arn"}}}"#,
        bad: &[
            (r#""Service": "cloudtrail.amazonaws.com""#, r#""Service": "transcribe.amazonaws.com""#),
            (r#""aws:SourceAccount""#, r#""aws:PrincipalOrgID""#),
            (r#""StringEquals": {"aws:SourceAccount""#, r#""StringNotEquals": {"aws:SourceAccount""#),
            (
                r#""T": {"#,
                r#""D": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "logs:*", "Resource": "*"}]}}}, "T": {"#,
            ),
            (r#""AssumeRolePolicyDocument""#, r#""PermissionsBoundary": "@E", "AssumeRolePolicyDocument""#),
            (r"log-group:trail:", r"log-group:other:"),
        ],
    },
    Change {
        rule: "TrailRecordsManagement",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/AWSLogs/*"]}, "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}}, {"Effect": "Deny", "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/*"]}, "Principal": "*", "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}}, {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"AWS": "arn:aws:iam::111122223333:role/guest"}}, {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-clinic"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}}, {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"AWS": {"+": ["arn:aws:iam::", "$account", ":root"]}}}, {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*", "Principal": {"Service": "config.amazonaws.com"}}, {"Effect": "Deny", "NotAction": ["s3:GetBucketAcl", "s3:PutObject"], "Resource": "*", "Principal": "*"}, {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}, {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*", "Principal": "*", "Condition": {"StringNotEquals": {"s3:x-amz-acl": ["bucket-owner-full-control"]}}}, {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*", "Principal": "*", "Condition": {"Null": {"s3:x-amz-acl": "true"}}}]}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"S3BucketName": "@B", "KMSKeyId": "arn:aws:kms:us-east-1:111122223333:key/records", "EventSelectors": [{"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]}]}}}"#,
        bad: &[
            (r#""Service": "cloudtrail"#, r#""Service": "config"#),
            (r#""Action": "s3:PutObject""#, r#""Action": "s3:GetBucketAcl""#),
            (r#""arn:aws:iam::111122223333:role/guest""#, r#""*""#),
            (r#", "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}"#, r""),
            (r#""s3:x-amz-server-side-encryption""#, r#""aws:PrincipalAccount""#),
            (r#"{"aws:PrincipalIsAWSService": "false"}"#, r#"{"aws:PrincipalIsAWSService": "true"}"#),
            (r#"{"aws:SecureTransport": "false"}"#, r#"{"aws:SecureTransport": "true"}"#),
            (r#"["bucket-owner-full-control"]"#, r#"["public-read"]"#),
            (r#"{"s3:x-amz-acl": "true"}"#, r#"{"s3:x-amz-acl": "false"}"#),
            (r#""NotAction": ["s3:GetBucketAcl", "s3:PutObject"]"#, r#""NotAction": ["s3:GetBucketAcl"]"#),
            (
                r#""T": {"#,
                r#""Q": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/AWSLogs/*"]}, "Principal": {"Service": "config.amazonaws.com"}, "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}}, {"Effect": "Deny", "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/*"]}, "Principal": "*", "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}}]}}}, "T": {"#,
            ),
        ],
    },
    Change {
        rule: "TrailRecordsObjects",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/AWSLogs/*"]}, "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}}, {"Effect": "Deny", "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/*"]}, "Principal": "*", "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}}]}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"S3BucketName": "@B", "KMSKeyId": "arn:aws:kms:us-east-1:111122223333:key/records", "EventSelectors": [{"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]}]}}}"#,
        bad: &[
            (r#""Service": "cloudtrail"#, r#""Service": "config"#),
            (
                r#""T": {"#,
                r#""Q": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/AWSLogs/*"]}, "Principal": {"Service": "config.amazonaws.com"}, "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}}, {"Effect": "Deny", "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/*"]}, "Principal": "*", "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}}]}}}, "T": {"#,
            ),
        ],
    },
    Change {
        rule: "S3BucketReplicationEnabled",
        good: r#"{"E": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}}}, "B": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "s3.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObjectVersion*", "Resource": "arn:aws:s3:::scans/*"}, {"Effect": "Allow", "Action": "s3:ReplicateObject", "Resource": {"+": ["@B.Arn", "/*"]}}]}}}, "S": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "scans", "VersioningConfiguration": {"Status": "Enabled"}, "ReplicationConfiguration": {"Role": "@R.Arn", "Rules": [{"Status": "Enabled", "Destination": {"Bucket": "@B.Arn"}}]}}}}"#,
        bad: &[
            (r#""Service": "s3.amazonaws.com""#, r#""Service": "transcribe.amazonaws.com""#),
            (r#""aws:SourceAccount""#, r#""aws:PrincipalOrgID""#),
            (r#""StringEquals": {"aws:SourceAccount""#, r#""StringNotEquals": {"aws:SourceAccount""#),
            (
                r#""S": {"#,
                r#""D": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "s3:ReplicateObject", "Resource": "*"}]}}}, "S": {"#,
            ),
            (r#""AssumeRolePolicyDocument""#, r#""PermissionsBoundary": "@E", "AssumeRolePolicyDocument""#),
            (r"s3:GetObjectVersion*", r"s3:GetObjectAcl"),
            (r#""arn:aws:s3:::scans/*""#, r#""arn:aws:s3:::scans/old/*""#),
            (r#"["@B.Arn", "/*"]"#, r#"["@B.Arn", "/old/*"]"#),
        ],
    },
    Change {
        rule: "BucketIsRestoredInTime",
        good: r#"{"E": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}}}, "B": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "s3.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObjectVersion*", "Resource": "arn:aws:s3:::scans/*"}, {"Effect": "Allow", "Action": "s3:ReplicateObject", "Resource": {"+": ["@B.Arn", "/*"]}}]}}}, "S": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "scans", "VersioningConfiguration": {"Status": "Enabled"}, "ReplicationConfiguration": {"Role": "@R.Arn", "Rules": [{"Status": "Enabled", "Destination": {"Bucket": "@B.Arn"}}]}}}}"#,
        bad: &[
            (r#""Service": "s3.amazonaws.com""#, r#""Service": "transcribe.amazonaws.com""#),
            (r#""aws:SourceAccount""#, r#""aws:PrincipalOrgID""#),
            (r#""StringEquals": {"aws:SourceAccount""#, r#""StringNotEquals": {"aws:SourceAccount""#),
            (
                r#""S": {"#,
                r#""D": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "s3:ReplicateObject", "Resource": "*"}]}}}, "S": {"#,
            ),
            (r#""AssumeRolePolicyDocument""#, r#""PermissionsBoundary": "@E", "AssumeRolePolicyDocument""#),
            (r"s3:GetObjectVersion*", r"s3:GetObjectAcl"),
            (r#""arn:aws:s3:::scans/*""#, r#""arn:aws:s3:::scans/old/*""#),
            (r#"["@B.Arn", "/*"]"#, r#"["@B.Arn", "/old/*"]"#),
        ],
    },
    Change {
        rule: "DynamoDBInBackupPlan",
        good: r#"{"E": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}}}, "T": {"Type": "AWS::DynamoDB::Table", "Properties": {}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"], "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "backup.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupSelection": {"Resources": ["@T.Arn"], "IamRoleArn": "@R.Arn"}}}}"#,
        bad: &[
            (r#""Service": "backup.amazonaws.com""#, r#""Service": "transcribe.amazonaws.com""#),
            (r#""aws:SourceAccount""#, r#""aws:PrincipalOrgID""#),
            (r#""StringEquals": {"aws:SourceAccount""#, r#""StringNotEquals": {"aws:SourceAccount""#),
            (
                r#""B": {"#,
                r#""D": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "dynamodb:*", "Resource": "*"}]}}}, "B": {"#,
            ),
            (r#""AssumeRolePolicyDocument""#, r#""PermissionsBoundary": "@E", "AssumeRolePolicyDocument""#),
            (r"ForBackup", r"ForRestores"),
        ],
    },
    // A pattern means a table or it does not, by its service and by its name.
    Change {
        rule: "DynamoDBInBackupPlan",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "dynamodb:CreateBackup", "Resource": "arn:aws:dynamodb:*:*:table/*"}]}}], "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "backup.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupSelection": {"Resources": ["@T.Arn"], "IamRoleArn": "@R.Arn"}}}}"#,
        bad: &[
            ("table/*", "table/other-*"),
            ("table/*", "index/*"),
            (":dynamodb:*:*:", ":ec2:*:*:"),
            (":dynamodb:*:*:", ":dynamodb:eu-south-2:*:"),
        ],
    },
    Change {
        rule: "DynamoDBInBackupPlan",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "wards-live"}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "dynamodb:CreateBackup", "Resource": "arn:aws:dynamodb:*:*:table/wards-*"}]}}], "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "backup.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupSelection": {"Resources": ["@T.Arn"], "IamRoleArn": "@R.Arn"}}}}"#,
        bad: &[("table/wards-*", "table/other-*"), ("wards-live", "patients-live")],
    },
    // AWS Backup comes for what is its own.
    Change {
        rule: "DynamoDBInBackupPlan",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "dynamodb:CreateBackup", "Resource": "*"}]}}], "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "backup.amazonaws.com"}, "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:backup:*:111122223333:*"}}}]}}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupSelection": {"Resources": ["@T.Arn"], "IamRoleArn": "@R.Arn"}}}}"#,
        bad: &[("arn:aws:backup:*:111122223333:*", "arn:aws:sqs:us-east-1:111122223333:else")],
    },
    Change {
        rule: "DynamoDBInBackupPlan",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "dynamodb:CreateBackup", "Resource": "*"}]}}], "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "backup.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupSelection": {"Resources": ["@T.Arn"], "IamRoleArn": "@R.Arn"}}}}"#,
        bad: &[(r#""dynamodb:CreateBackup""#, r#""rds:CreateDBSnapshot""#)],
    },
    Change {
        rule: "S3BucketLoggingEnabled",
        good: r#"{"T": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@T", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["@T.Arn", "/*"]}, "Principal": {"Service": "logging.s3.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}, {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}, "B": {"Type": "AWS::S3::Bucket", "Properties": {"LoggingConfiguration": {"DestinationBucketName": "@T"}}}}"#,
        bad: &[
            (r#""logging.s3"#, r#""config"#),
            (r#""Action": "s3:PutObject""#, r#""Action": "s3:GetObject""#),
            (r#""aws:SecureTransport": "false""#, r#""aws:PrincipalAccount": "111122223333""#),
            (
                r#""B": {"#,
                r#""Q": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@T", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["@T.Arn", "/*"]}, "Principal": {"Service": "config.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}, {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}, "B": {"#,
            ),
        ],
    },
    Change {
        rule: "S3BucketLoggingEnabled",
        good: r#"{"T": {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "LogDeliveryWrite"}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@T", "PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}, "B": {"Type": "AWS::S3::Bucket", "Properties": {"LoggingConfiguration": {"DestinationBucketName": "@T"}}}}"#,
        bad: &[
            (r#""LogDeliveryWrite""#, r#""Private""#),
            (r#", "Condition": {"Bool": {"aws:SecureTransport": "false"}}"#, r""),
        ],
    },
    Change {
        rule: "S3BucketReplicationEnabled",
        good: r#"{"C": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@C", "PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}, "S": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}, "BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]}, "ReplicationConfiguration": {"Role": "arn:aws:iam::111122223333:role/copies", "Rules": [{"Status": "Enabled", "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}}, "Destination": {"Bucket": "@C.Arn"}}]}}}}"#,
        bad: &[
            (
                r#""SseKmsEncryptedObjects": {"Status": "Enabled"}"#,
                r#""SseKmsEncryptedObjects": {"Status": "Disabled"}"#,
            ),
            (r#""SourceSelectionCriteria""#, r#""NoCriteria""#),
            (r#", "Condition": {"Bool": {"aws:SecureTransport": "false"}}"#, r""),
        ],
    },
    Change {
        rule: "BucketIsRestoredInTime",
        good: r#"{"C": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@C", "PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}, "S": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}, "BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]}, "ReplicationConfiguration": {"Role": "arn:aws:iam::111122223333:role/copies", "Rules": [{"Status": "Enabled", "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}}, "Destination": {"Bucket": "@C.Arn"}}]}}}}"#,
        bad: &[
            (
                r#""SseKmsEncryptedObjects": {"Status": "Enabled"}"#,
                r#""SseKmsEncryptedObjects": {"Status": "Disabled"}"#,
            ),
            (r#""SourceSelectionCriteria""#, r#""NoCriteria""#),
            (r#", "Condition": {"Bool": {"aws:SecureTransport": "false"}}"#, r""),
        ],
    },
    Change {
        rule: "TrailRecordsManagement",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}}}]}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"KMSKeyId": "@K.Arn"}}}"#,
        bad: &[
            (r#""cloudtrail."#, r#""config."#),
            (r#""kms:GenerateDataKey*""#, r#""kms:DescribeKey""#),
            (
                r#"[{"Effect": "Allow""#,
                r#"[{"Effect": "Deny", "Action": "kms:*", "Resource": "*", "Principal": "*"}, {"Effect": "Allow""#,
            ),
        ],
    },
    Change {
        rule: "QueueKeepsWhatFails",
        good: r#"{"$plays": "Channel", "G": {"Type": "AWS::SQS::Queue", "Properties": {"RedrivePolicy": {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:111122223333:x"}}}, "F": {"Type": "AWS::SQS::Queue", "Properties": {"RedriveAllowPolicy": {"redrivePermission": "byQueue", "sourceQueueArns": ["arn:aws:sqs:us-east-1:111122223333:letters"]}, "MessageRetentionPeriod": 1209600}}, "Q": {"Type": "AWS::SQS::Queue", "Properties": {"RedrivePolicy": {"deadLetterTargetArn": "@F.Arn", "maxReceiveCount": 3}}}}"#,
        bad: &[
            (r#""byQueue""#, r#""denyAll""#),
            (r#""byQueue""#, r#""$later""#),
            (r#"["arn:aws:sqs:us-east-1:111122223333:letters"]"#, r#"["@G.Arn"]"#),
        ],
    },
];
