//! What a service does to something that has a policy: it is there only if the policy lets the service do so, by what it names and under its
//! conditions, and nothing refuses it.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "TrailRecordsManagement",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/clinic/AWSLogs/", "$account", "/*"]}, "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceArn": {"+": ["arn:aws:cloudtrail:us-east-1:", "$account", ":trail/records"]}, "s3:x-amz-acl": "bucket-owner-full-control"}, "Bool": {"aws:SecureTransport": "true"}}}, {"Effect": "Deny", "Action": "s3:PutObject", "Principal": "*", "Resource": {"+": ["@B.Arn", "/reports/*"]}}, {"Effect": "Deny", "Action": "s3:PutObject", "Principal": "*", "NotResource": {"+": ["@B.Arn", "/clinic/AWSLogs/*"]}}, {"Effect": "Deny", "Action": "s3:*", "Principal": "*", "Resource": "@B.Arn"}, {"Effect": "Deny", "Action": "s3:PutObject", "Principal": "*", "Resource": "*", "Condition": {"ArnNotLike": {"aws:SourceArn": "arn:aws:cloudtrail:*:111122223333:trail/*"}}}, {"Effect": "Deny", "Action": "s3:PutObject", "Principal": "*", "Resource": "*", "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}}, {"Effect": "Deny", "Action": "s3:PutObject", "Principal": "*", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/guest"}}}]}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"TrailName": "records", "S3BucketName": "@B", "S3KeyPrefix": "clinic", "KMSKeyId": "arn:aws:kms:us-east-1:111122223333:key/records"}}}"#,
        bad: &[
            (r#":trail/records""#, r#":trail/others""#),
            (r#"["arn:aws:cloudtrail:us-east-1:""#, r#"["arn:aws:cloudtrail:eu-west-1:""#),
            (r#""/clinic/AWSLogs/", "$account""#, r#""/AWSLogs/", "$account""#),
            (r#""/clinic/AWSLogs/", "$account", "/*""#, r#""/clinic/AWSLogs/*/Config/*""#),
            (r#""bucket-owner-full-control""#, r#""private""#),
            (r#""s3:x-amz-acl": "bucket-owner"#, r#""aws:PrincipalOrgID": "bucket-owner"#),
            (r#""Bool": {"aws:SecureTransport": "true"}"#, r#""Bool": {"aws:SecureTransport": "false"}"#),
            (r#""/reports/*""#, r#""/clinic/*""#),
            (r#""/reports/*""#, r#""/*/reports/*""#),
            (
                r#""NotResource": {"+": ["@B.Arn", "/clinic/AWSLogs/*"]}"#,
                r#""NotResource": {"+": ["@B.Arn", "/clinic/reports/*"]}"#,
            ),
            (r#""Resource": "@B.Arn""#, r#""Resource": {"+": ["@B.Arn", "*"]}"#),
            (r#"trail/*""#, r#"trail/others""#),
            (
                r#""StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}"#,
                r#""StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}"#,
            ),
            (r#", "KMSKeyId": "arn:aws:kms:us-east-1:111122223333:key/records""#, r""),
            (r#""ArnLike": {"aws:PrincipalArn""#, r#""ArnNotLike": {"aws:PrincipalArn""#),
        ],
    },
    Change {
        rule: "TrailRecordsManagement",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/clinic/AWSLogs/", "$account", "/*"]}, "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceArn": {"+": ["arn:aws:cloudtrail:us-east-1:", "$account", ":trail/", "$later"]}, "s3:x-amz-acl": "bucket-owner-full-control"}, "Bool": {"aws:SecureTransport": "true"}}}]}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"TrailName": "$later", "S3BucketName": "@B", "S3KeyPrefix": "clinic", "KMSKeyId": "arn:aws:kms:us-east-1:111122223333:key/records"}}}"#,
        bad: &[
            (r#""TrailName": "$later""#, r#""TrailName": {"+": ["$later", "-2"]}"#),
            (r#"":trail/", "$later""#, r#""$later""#),
        ],
    },
    Change {
        rule: "TrailRecordsManagement",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [{"Effect": "Allow", "Action": "kms:GenerateDataKey*", "Resource": "*", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/records"}, "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:111122223333:trail/*"}}}]}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"TrailName": "records", "KMSKeyId": "@K.Arn"}}}"#,
        bad: &[
            (
                r#""aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/records""#,
                r#""aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/others""#,
            ),
            (r"111122223333:trail/*", r"111122223333:trail/other*"),
            (r#""kms:EncryptionContext:aws:cloudtrail:arn""#, r#""kms:ViaService""#),
        ],
    },
    Change {
        rule: "TrailRecordsManagement",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["arn:aws:s3:::", "@B", "/", "$later", "/AWSLogs/111122223333/*"]}, "Principal": {"Service": "cloudtrail.amazonaws.com"}}]}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"S3BucketName": "@B", "S3KeyPrefix": "$later"}}}"#,
        bad: &[
            (r#""$later", "/AWSLogs/111122223333/*""#, r#""clinic/AWSLogs/111122223333/*""#),
            ("/AWSLogs/", "/Config/"),
        ],
    },
    Change {
        rule: "TrailRecordsManagement",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/AWSLogs/o-clinic/*"]}, "Principal": {"Service": "cloudtrail.amazonaws.com"}}]}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"S3BucketName": "@B", "IsOrganizationTrail": true}}}"#,
        bad: &[(r#""IsOrganizationTrail": true"#, r#""IsOrganizationTrail": false"#)],
    },
    Change {
        rule: "FlowLogRecordsAll",
        good: r#"{"O": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}, "L": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/clinic/flows", "RetentionInDays": 365}}, "E": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]}}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"PermissionsBoundary": "@E", "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "vpc-flow-logs.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "$account"}, "ArnLike": {"aws:SourceArn": {"+": ["arn:aws:ec2:us-east-1:", "$account", ":vpc-flow-log/*"]}}}}]}}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["@R"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "@L.Arn"}, {"Effect": "Deny", "Action": "logs:*", "Resource": "@O.Arn"}, {"Effect": "Deny", "Action": "logs:*", "Resource": "arn:aws:logs:us-east-1:111122223333:log-group:/clinic/flows-of-others:*"}, {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}, "F": {"Type": "AWS::EC2::FlowLog", "Properties": {"TrafficType": "ALL", "LogGroupName": "@L", "DeliverLogsPermissionArn": "@R.Arn"}}}"#,
        bad: &[
            (r#""Resource": "@O.Arn""#, r#""Resource": "@L.Arn""#),
            (r#""Resource": "@O.Arn""#, r#""Resource": "$later""#),
            (r"/clinic/flows-of-others:*", r"/clinic/flows:*"),
            (r"/clinic/flows-of-others:*", r"/clinic/*"),
            (r"/clinic/flows-of-others:*", r"*"),
            (r#""aws:SecureTransport": "false""#, r#""aws:SecureTransport": "true""#),
            (r#""Action": "iam:*""#, r#""Action": "logs:PutLogEvents""#),
            (r#"":vpc-flow-log/*""#, r#"":instance/*""#),
        ],
    },
    Change {
        rule: "S3BucketLoggingEnabled",
        good: r#"{"T": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@T", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["@T.Arn", "/scans/*"]}, "Principal": {"Service": "logging.s3.amazonaws.com"}, "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::clinic-scans"}}}, {"Effect": "Deny", "Action": "s3:PutObject", "Principal": "*", "Resource": {"+": ["@T.Arn", "/notes/*"]}}]}}}, "B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "clinic-scans", "LoggingConfiguration": {"DestinationBucketName": "@T", "LogFilePrefix": "scans/"}}}}"#,
        bad: &[
            (r#", "P": {"Type": "AWS::S3::BucketPolicy""#, r#", "P": {"Type": "AWS::SNS::TopicPolicy""#),
            (r#""arn:aws:s3:::clinic-scans""#, r#""arn:aws:s3:::clinic-notes""#),
            (r#""/scans/*""#, r#""/notes/*""#),
            (r#""/notes/*""#, r#""/scans/2026/*""#),
            (r#""LogFilePrefix": "scans/""#, r#""LogFilePrefix": "reports/""#),
            (r#""ArnLike": {"#, r#""StringEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}, "ArnLike": {"#),
        ],
    },
    Change {
        rule: "S3BucketLoggingEnabled",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "LogDeliveryWrite", "LoggingConfiguration": {"LogFilePrefix": "logs/"}}}}"#,
        bad: &[(r#""LogDeliveryWrite""#, r#""Private""#)],
    },
    Change {
        rule: "S3BucketReplicationEnabled",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {}}, "L": {"Type": "AWS::KMS::Key", "Properties": {}}, "C": {"Type": "AWS::S3::Bucket", "Properties": {}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "s3.amazonaws.com"}}]}, "Policies": [{"PolicyName": "a", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObjectVersionForReplication", "Resource": "arn:aws:s3:::scans/*"}, {"Effect": "Allow", "Action": "s3:ReplicateObject", "Resource": {"+": ["@C.Arn", "/*"]}}, {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "@K.Arn", "Condition": {"StringLike": {"kms:ViaService": "s3.us-east-1.amazonaws.com", "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::scans/*"]}}}, {"Effect": "Allow", "Action": ["kms:Encrypt"], "Resource": ["@L.Arn"]}, {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::payroll/*"}]}}]}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@C", "PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": {"+": ["@C.Arn", "/*"]}, "Principal": {"AWS": "arn:aws:iam::111122223333:role/guest"}}, {"Effect": "Deny", "Action": "s3:*", "Resource": {"+": ["@C.Arn", "/*"]}, "Principal": "*", "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "@R.Arn"}}}, {"Effect": "Deny", "Action": "s3:*", "Resource": {"+": ["@C.Arn", "/*"]}, "Principal": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-clinic"}}}]}}}, "S": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "scans", "BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "@K.Arn"}}]}, "ReplicationConfiguration": {"Role": "@R.Arn", "Rules": [{"Status": "Enabled", "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}}, "Destination": {"Bucket": "@C.Arn", "EncryptionConfiguration": {"ReplicaKmsKeyID": "@L.Arn"}}}]}}}}"#,
        bad: &[
            (r#""kms:Decrypt", "Resource": "@K.Arn""#, r#""kms:Decrypt", "Resource": "@L.Arn""#),
            (r#""kms:Decrypt""#, r#""kms:DescribeKey""#),
            (r#"["kms:Encrypt"]"#, r#"["kms:GenerateDataKey"]"#),
            (r#"["@L.Arn"]"#, r#"["@K.Arn"]"#),
            (r#""s3.us-east-1.amazonaws.com""#, r#""s3.eu-west-1.amazonaws.com""#),
            (r#""s3.us-east-1.amazonaws.com""#, r#""rds.us-east-1.amazonaws.com""#),
            (r#"["arn:aws:s3:::scans/*"]}"#, r#"["arn:aws:s3:::notes/*"]}"#),
            (r#""arn:aws:iam::111122223333:role/guest""#, r#""@R.Arn""#),
            (
                r#""arn:aws:iam::111122223333:role/guest""#,
                r#"["arn:aws:iam::111122223333:role/guest", "arn:aws:iam::111122223333:root"]"#,
            ),
            (
                r#""ArnNotEquals": {"aws:PrincipalArn": "@R.Arn"}"#,
                r#""ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/guest"}"#,
            ),
            (r#""ArnNotEquals": {"aws:PrincipalArn": "@R.Arn"}"#, r#""ArnNotEquals": {"aws:SourceArn": "@R.Arn"}"#),
            (
                r#""ArnNotEquals": {"aws:PrincipalArn": "@R.Arn"}"#,
                r#""BoolIfExists": {"aws:PrincipalIsAWSService": "false"}"#,
            ),
            (r#""s3:GetObjectVersionForReplication""#, r#""s3:GetObjectVersion""#),
            (r"arn:aws:s3:::payroll/*", r"arn:aws:s3:::scans/*"),
            (r"arn:aws:s3:::payroll/*", r"*"),
        ],
    },
    Change {
        rule: "S3BucketReplicationEnabled",
        good: r#"{"L": {"Type": "AWS::KMS::Key", "Properties": {}}, "C": {"Type": "AWS::S3::Bucket", "Properties": {}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "s3.amazonaws.com"}}]}, "Policies": [{"PolicyName": "a", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObjectVersionForReplication", "Resource": "arn:aws:s3:::scans/*"}, {"Effect": "Allow", "Action": "s3:ReplicateObject", "Resource": {"+": ["@C.Arn", "/*"]}}, {"Effect": "Allow", "Action": ["kms:Encrypt"], "Resource": ["@L.Arn"]}, {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::payroll/*"}]}}]}}, "K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Principal": {"AWS": "@R.Arn"}}]}}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@C", "PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": {"+": ["@C.Arn", "/*"]}, "Principal": {"AWS": "arn:aws:iam::111122223333:role/guest"}}, {"Effect": "Deny", "Action": "s3:*", "Resource": {"+": ["@C.Arn", "/*"]}, "Principal": "*", "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "@R.Arn"}}}, {"Effect": "Deny", "Action": "s3:*", "Resource": {"+": ["@C.Arn", "/*"]}, "Principal": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-clinic"}}}]}}}, "S": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "scans", "BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "@K.Arn"}}]}, "ReplicationConfiguration": {"Role": "@R.Arn", "Rules": [{"Status": "Enabled", "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}}, "Destination": {"Bucket": "@C.Arn", "EncryptionConfiguration": {"ReplicaKmsKeyID": "@L.Arn"}}}]}}}}"#,
        bad: &[
            (r#""kms:Decrypt""#, r#""kms:Encrypt""#),
            (r#"{"AWS": "@R.Arn"}"#, r#"{"AWS": "arn:aws:iam::111122223333:role/guest"}"#),
        ],
    },
    Change {
        rule: "S3BucketReplicationEnabled",
        good: r#"{"C": {"Type": "AWS::S3::Bucket", "Properties": {}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "s3.amazonaws.com"}}]}, "Policies": [{"PolicyName": "a", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": ["s3:GetObjectVersion", "s3:ReplicateObject"], "Resource": "*"}]}}]}}, "S": {"Type": "AWS::S3::Bucket", "Properties": {"BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}, "ReplicationConfiguration": {"Role": "@R.Arn", "Rules": [{"Status": "Enabled", "Destination": {"Bucket": "@C.Arn"}}]}}}}"#,
        bad: &[
            (r#""s3:GetObjectVersion""#, r#""s3:GetObject""#),
            (r#""SSEAlgorithm": "AES256""#, r#""SSEAlgorithm": "aws:kms""#),
        ],
    },
];
