//! Trails, keys, and who may do what.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "JudgedType",
        good: r#"{"E": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.us-east-1.kms"}}}"#,
        bad: &[
            ("com.amazonaws.us-east-1.kms", "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"),
            (r#""com.amazonaws.us-east-1.kms""#, r#""$later""#),
            (r#""Interface""#, r#""$later""#),
            (
                r#""Interface", "ServiceName": "com.amazonaws.us-east-1.kms""#,
                r#""Resource", "ResourceConfigurationArn": "arn:aws:vpc-lattice:us-east-1:999988887777:resourceconfiguration/rcfg-1""#,
            ),
            (
                r#""Interface", "ServiceName": "com.amazonaws.us-east-1.kms""#,
                r#""ServiceNetwork", "ServiceNetworkArn": "arn:aws:vpc-lattice:us-east-1:999988887777:servicenetwork/sn-1""#,
            ),
        ],
    },
    Change {
        rule: "JudgedType",
        good: r#"{"G": {"Type": "AWS::Logs::LogGroup", "Properties": {}}, "D": {"Type": "AWS::Logs::DeliveryDestination", "Properties": {"Name": "kept", "DestinationResourceArn": "@G.Arn"}}}"#,
        bad: &[
            (r#""@G.Arn""#, r#""arn:aws:s3:::somebody-elses""#),
            (r#""@G.Arn""#, r#""arn:aws:logs:us-east-1:999988887777:log-group:theirs""#),
            (r#""@G.Arn""#, r#""$later""#),
        ],
    },
    Change {
        rule: "TrailLogs",
        good: r#"{"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"IsLogging": true}}}"#,
        bad: &[(r#""IsLogging": true"#, r#""IsLogging": false"#), (r#""IsLogging""#, r#""NoIsLogging""#)],
    },
    Change {
        rule: "TrailEveryRegion",
        good: r#"{"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"IsMultiRegionTrail": true, "IncludeGlobalServiceEvents": true}}}"#,
        bad: &[
            (r#""IsMultiRegionTrail": true"#, r#""IsMultiRegionTrail": false"#),
            (r#""IncludeGlobalServiceEvents": true"#, r#""IncludeGlobalServiceEvents": false"#),
        ],
    },
    Change {
        rule: "TrailRecordsManagement",
        good: r#"{"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"AdvancedEventSelectors": [{"Name": "m", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}, {"Name": "d", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}]}]}}}"#,
        bad: &[
            (r#""Management""#, r#""NetworkActivity""#),
            (r#"["Management"]}"#, r#"["Management"]}, {"Field": "readOnly", "Equals": ["false"]}"#),
        ],
    },
    Change {
        rule: "TrailRecordsManagement",
        good: r#"{"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"EventSelectors": [{"ReadWriteType": "All", "IncludeManagementEvents": true}]}}}"#,
        bad: &[
            (r#""All""#, r#""WriteOnly""#),
            (r#""IncludeManagementEvents": true"#, r#""IncludeManagementEvents": false"#),
            (r#""ReadWriteType""#, r#""ExcludeManagementEventSources": ["kms.amazonaws.com"], "ReadWriteType""#),
        ],
    },
    Change {
        rule: "TrailRecordsObjects",
        good: r#"{"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"AdvancedEventSelectors": [{"Name": "m", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}, {"Name": "d", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}]}]}}}"#,
        bad: &[
            ("S3::Object", "Lambda::Function"),
            (
                r#""Equals": ["AWS::S3::Object"]}"#,
                r#""Equals": ["AWS::S3::Object"]}, {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::a/"]}"#,
            ),
            (r#""Equals": ["Data"]"#, r#""NotEquals": ["Data"]"#),
        ],
    },
    Change {
        rule: "TrailRecordsObjects",
        good: r#"{"A": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::Bucket", "Properties": {"LoggingConfiguration": {"DestinationBucketName": "@A"}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"AdvancedEventSelectors": [{"Name": "m", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}, {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}, {"Field": "resources.ARN", "NotStartsWith": [{"+": ["@A.Arn", "/"]}]}]}]}}}"#,
        bad: &[
            (r#""@A.Arn""#, r#""@P.Arn""#),
            ("NotStartsWith", "StartsWith"),
            (r#"{"+": ["@A.Arn", "/"]}"#, r#""@A.Arn""#),
        ],
    },
    Change {
        rule: "TrailRecordsObjects",
        good: r#"{"C": {"Type": "AWS::S3::Bucket", "Properties": {}}, "A": {"Type": "AWS::S3::Bucket", "Properties": {"ReplicationConfiguration": {"Role": "arn:aws:iam::123456789012:role/copier", "Rules": [{"Status": "Enabled", "Destination": {"Bucket": "@C.Arn"}}]}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"S3BucketName": "@A", "AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}, {"Field": "resources.ARN", "NotStartsWith": [{"+": ["@C.Arn", "/"]}]}]}]}}}"#,
        bad: &[(r#""Status": "Enabled""#, r#""Status": "Disabled""#), (r#""S3BucketName": "@A", "#, "")],
    },
    Change {
        rule: "TrailRecordsObjects",
        good: r#"{"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"EventSelectors": [{"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]}]}}}"#,
        bad: &[(r#""arn:aws:s3""#, r#""arn:aws:s3:::one/""#)],
    },
    Change {
        rule: "TrailIsLocked",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {"ObjectLockEnabled": true, "ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Days": 2192, "Mode": "COMPLIANCE"}}}}}, "T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"S3BucketName": "@B"}}}"#,
        bad: &[
            ("2192", "2191"),
            (r#""COMPLIANCE""#, r#""GOVERNANCE""#),
            (r#""ObjectLockEnabled": true"#, r#""ObjectLockEnabled": false"#),
            (r#""@B""#, r#""elsewhere""#),
        ],
    },
    Change {
        rule: "KeyRotates",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {"EnableKeyRotation": true}}}"#,
        bad: &[
            (r#""EnableKeyRotation": true"#, r#""EnableKeyRotation": false"#),
            (r#""EnableKeyRotation""#, r#""NoEnableKeyRotation""#),
            ("true", r#"true, "RotationPeriodInDays": 2560"#),
            ("true", r#"true, "Origin": "EXTERNAL""#),
        ],
    },
    Change {
        rule: "KeyStaysInside",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [{"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": "*", "Principal": {"AWS": {"+": ["arn:aws:iam::", "$account", ":root"]}}}, {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": "*", "Principal": {"Service": "logs.amazonaws.com"}}]}}}}"#,
        bad: &[
            (r#"{"+": ["arn:aws:iam::", "$account", ":root"]}"#, r#""*""#),
            (r#"{"+": ["arn:aws:iam::", "$account", ":root"]}"#, r#""arn:aws:iam::111122223333:root""#),
            (r#""Principal""#, r#""NotPrincipal""#),
            (r#""Effect": "Allow""#, r#""Effect": "Sometimes""#),
            (r#""KeyPolicy""#, r#""NoKeyPolicy""#),
            ("logs.amazonaws.com", "*"),
            (
                r#""Principal": {"Service": "logs.amazonaws.com"}"#,
                r#""Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/id.example"}, "Condition": {"StringEquals": {"id.example:sub": "a"}}"#,
            ),
        ],
    },
    Change {
        rule: "PolicyNamesWho",
        good: r#"{"B": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "b", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Principal": {"Service": "logging.s3.amazonaws.com"}}]}}}}"#,
        bad: &[
            (r#"{"Service": "logging.s3.amazonaws.com"}"#, r#""*""#),
            (r#"{"Service": "logging.s3.amazonaws.com"}"#, r#"{"AWS": ["*"]}"#),
            (r#""Principal""#, r#""NotPrincipal""#),
        ],
    },
    Change {
        rule: "PolicyNamesWho",
        good: r#"{"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/id.example"}, "Condition": {"StringEquals": {"id.example:sub": "system:serviceaccount:a:b"}}}]}}}}"#,
        bad: &[("StringEquals", "StringLike"), (r#":sub""#, r#":aud""#)],
    },
    Change {
        rule: "PolicyNamesWho",
        good: r#"{"T": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Deny", "Principal": "*"}]}}}}"#,
        bad: &[(r#"{"Statement": [{"Effect": "Deny", "Principal": "*"}]}"#, r#""{}""#)],
    },
    Change {
        rule: "PolicyNamesWho",
        good: r#"{"T": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:111122223333:ours", "Principal": {"AWS": "*"}, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}]}}}}"#,
        bad: &[
            ("StringEquals", "StringLike"),
            ("StringEquals", "StringEqualsIfExists"),
            ("StringEquals", "ForAllValues:StringEquals"),
            ("StringEquals", "StringNotEquals"),
            ("aws:PrincipalOrgID", "aws:PrincipalOrgPaths"),
            ("aws:PrincipalOrgID", "aws:SourceOrgID"),
            ("aws:PrincipalOrgID", "aws:PrincipalTag/org"),
            (r#""o-a1b2c3d4e5""#, r#""*""#),
            (r#""o-a1b2c3d4e5""#, r#""o-*""#),
            (r#""o-a1b2c3d4e5""#, r#"["o-a1b2c3d4e5", "*"]"#),
            (r#""o-a1b2c3d4e5""#, "[]"),
            (r#""o-a1b2c3d4e5""#, r#""$later""#),
            (r#""AWS": "*""#, r#""Federated": "*""#),
            (r#""Principal""#, r#""NotPrincipal""#),
        ],
    },
    Change {
        rule: "TrustsOneEnvironment",
        good: r#"{"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com:sub": "repo:clinic/hms:environment:production"}}}]}}}}"#,
        bad: &[
            ("StringEquals", "StringLike"),
            (r#""token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "#, ""),
            (r#""sts.amazonaws.com""#, r#""https://github.com/clinic""#),
            (":environment:production", ":ref:refs/heads/main"),
            (":environment:production", ":environment:*"),
            ("repo:clinic/hms", "repo:clinic/*"),
            (
                r#""repo:clinic/hms:environment:production""#,
                r#"["repo:clinic/hms:environment:production", "repo:clinic/hms:environment:staging"]"#,
            ),
            (r#""repo:clinic/hms:environment:production""#, r#""$later""#),
            (
                r#""Statement": ["#,
                r#""Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": "$later"}, "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com:sub": "repo:clinic/hms:environment:staging"}}}, "#,
            ),
        ],
    },
    Change {
        rule: "PolicyStaysInside",
        good: r#"{"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}}}}"#,
        bad: &[
            (r#"{"Service": "ecs-tasks.amazonaws.com"}"#, r#"{"AWS": "arn:aws:iam::999988887777:root"}"#),
            (r#"{"Service": "ecs-tasks.amazonaws.com"}"#, r#"{"AWS": "999988887777"}"#),
        ],
    },
    Change {
        rule: "PolicyStaysInside",
        good: r#"{"L": {"Type": "AWS::Lambda::Permission", "Properties": {"Principal": "secretsmanager.amazonaws.com"}}}"#,
        bad: &[("secretsmanager.amazonaws.com", "999988887777")],
    },
    Change {
        rule: "ActionsAreNamed",
        good: r#"{"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::records/*"}]}}}}"#,
        bad: &[
            ("GetObject", "Get*"),
            ("GetObject", "{{resolve:ssm:/clinic/action}}"),
            (r#""Action""#, r#""NotAction""#),
            (
                r#"{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::records/*"}]}"#,
                r#""text""#,
            ),
        ],
    },
    Change {
        rule: "ResourcesAreNamed",
        good: r#"{"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::records/*"}]}}}}"#,
        bad: &[
            ("arn:aws:s3:::records/*", "*"),
            ("arn:aws:s3:::records/*", "arn:aws:s3:::*"),
            (r#""Resource""#, r#""NotResource""#),
            (
                r#""s3:GetObject", "Resource": "arn:aws:s3:::records/*""#,
                r#"["iam:PassRole", "iam:CreateUser"], "Resource": "*""#,
            ),
            (
                r#""s3:GetObject", "Resource": "arn:aws:s3:::records/*""#,
                r#""secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:us-east-1:111122223333:secret:*""#,
            ),
        ],
    },
    Change {
        rule: "ResourcesAreNamed",
        good: r#"{"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "ec2:TerminateInstances", "Resource": "arn:aws:ec2:eu-west-2:111122223333:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/kubernetes.io/cluster/wards": "owned"}}}]}}}}"#,
        bad: &[
            ("StringEquals", "StringLike"),
            (r#""owned""#, r#""""#),
            (r#""owned""#, r#""$later""#),
            ("aws:ResourceTag/kubernetes.io/cluster/wards", "aws:RequestedRegion"),
            ("111122223333:instance/*", "*:instance/*"),
            ("111122223333:instance/*", ":instance/*"),
            ("instance/*", "*"),
        ],
    },
    Change {
        rule: "ResourcesAreNamed",
        good: r#"{"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "arn:aws:ec2:eu-west-2::image/*", "Condition": {"StringEquals": {"ec2:Owner": "amazon"}}}]}}}}"#,
        bad: &[(r#""amazon""#, r#""111122223333""#), ("ec2:Owner", "ec2:Region"), ("eu-west-2", "")],
    },
    Change {
        rule: "ResourcesAreNamed",
        good: r#"{"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}]}}}}"#,
        bad: &[("GetAuthorizationToken", "BatchGetImage")],
    },
    Change {
        rule: "ActionsExist",
        good: r#"{"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::records/*"}]}}}}"#,
        bad: &[
            ("GetObject", "ReadObject"),
            ("s3:GetObject", "s4:GetObject"),
            ("s3:GetObject", "GetObject"),
            (r#""s3:GetObject""#, r#"["s3:GetObject", "kms:Decipher"]"#),
            ("GetObject", "Read*"),
        ],
    },
    Change {
        rule: "ActionsExist",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "logs.amazonaws.com"}, "Action": "kms:GenerateDataKey*", "Resource": "*"}]}}}}"#,
        bad: &[("GenerateDataKey*", "MakeDataKey*"), (r#""kms:GenerateDataKey*""#, r#"{"Ref": "AWS::Region"}"#)],
    },
    Change {
        rule: "ActionsFit",
        good: r#"{"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "kms:Decrypt"], "Resource": ["arn:aws:s3:::records/*", "arn:aws:kms:eu-west-2:111122223333:key/0b"]}]}}}}"#,
        bad: &[
            ("records/*", "records"),
            (":key/0b", ":alias/0b"),
            (r#", "kms:Decrypt""#, ""),
            ("GetObject", "ListBucket"),
            ("kms:Decrypt", "sqs:SendMessage"),
            ("kms:Decrypt", "kms:Decipher"),
            ("kms:Decrypt", "kms:ListKeys"),
            (r#""Resource""#, r#""NotResource""#),
        ],
    },
    Change {
        rule: "ActionsFit",
        good: r#"{"Q": {"Type": "AWS::SQS::Queue", "Properties": {}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "@Q.Arn"}]}}}}"#,
        bad: &[
            ("sqs:SendMessage", "sns:Publish"),
            ("AWS::SQS::Queue", "AWS::ECS::Cluster"),
            ("@Q.Arn", "@Q"),
            ("@Q.Arn", "@Q.QueueName"),
            (r#""@Q.Arn""#, r#"{"+": ["@Q", "/*"]}"#),
        ],
    },
    Change {
        rule: "ActionsFit",
        good: r#"{"F": {"Type": "AWS::EFS::FileSystem", "Properties": {}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "elasticfilesystem:ClientMount", "Resource": "@F.Arn"}]}}}}"#,
        bad: &[("AWS::EFS::FileSystem", "AWS::EFS::AccessPoint")],
    },
    Change {
        rule: "ActionsFit",
        good: r#"{"A": {"Type": "AWS::S3::AccessPoint", "Properties": {}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"+": ["@A.Arn", "/object/*"]}}]}}}}"#,
        bad: &[("/object/*", "")],
    },
    Change {
        rule: "PoliciesAreWrittenHere",
        good: r#"{"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::records/*"}]}}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": ["@P", "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"]}}}"#,
        bad: &[
            (r#""@P""#, r#""arn:aws:iam::aws:policy/AdministratorAccess""#),
            (r#"RolePolicyForBackup""#, r#"RolePolicyForEverything""#),
        ],
    },
    Change {
        rule: "PoliciesAreWrittenHere",
        good: r#"{"G": {"Type": "AWS::IAM::Group", "Properties": {}}, "U": {"Type": "AWS::IAM::User", "Properties": {"Groups": ["@G"]}}, "A": {"Type": "AWS::IAM::UserToGroupAddition", "Properties": {"GroupName": "@G", "Users": ["@U"]}}}"#,
        bad: &[
            (r#"{"Groups": ["@G"]}"#, r#"{"Groups": ["@G", "Administrators"]}"#),
            (r#"{"Groups": ["@G"]}"#, r#"{"Groups": "$later"}"#),
            (r#""GroupName": "@G""#, r#""GroupName": "Administrators""#),
        ],
    },
];
