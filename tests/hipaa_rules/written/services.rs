//! Services that no construct is made of.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "APIGWCacheEnabledAndEncrypted",
        good: r#"{"S": {"Type": "AWS::ApiGateway::Stage", "Properties": {"MethodSettings": [{"HttpMethod": "*", "ResourcePath": "/*", "CachingEnabled": true, "CacheDataEncrypted": true, "LoggingLevel": "INFO"}]}}}"#,
        bad: &[
            (r#""CachingEnabled": true"#, r#""CachingEnabled": false"#),
            (r#""CacheDataEncrypted": true"#, r#""CacheDataEncrypted": false"#),
            (r#""/*""#, r#""/patients""#),
        ],
    },
    Change {
        rule: "APIGWExecutionLoggingEnabled",
        good: r#"{"S": {"Type": "AWS::ApiGateway::Stage", "Properties": {"MethodSettings": [{"HttpMethod": "*", "ResourcePath": "/*", "CachingEnabled": true, "CacheDataEncrypted": true, "LoggingLevel": "INFO"}]}}}"#,
        bad: &[(r#""INFO""#, r#""OFF""#), (r#""MethodSettings""#, r#""NoMethodSettings""#)],
    },
    Change {
        rule: "APIGWSSLEnabled",
        good: r#"{"S": {"Type": "AWS::ApiGateway::Stage", "Properties": {"ClientCertificateId": "cert"}}}"#,
        bad: &[(r#""ClientCertificateId""#, r#""NoClientCertificateId""#)],
    },
    Change {
        rule: "APIGWXrayEnabled",
        good: r#"{"S": {"Type": "AWS::ApiGateway::Stage", "Properties": {"TracingEnabled": true}}}"#,
        bad: &[(r#""TracingEnabled": true"#, r#""TracingEnabled": false"#)],
    },
    Change {
        rule: "AutoScalingGroupELBHealthCheckRequired",
        good: r#"{"G": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"TargetGroupARNs": ["arn"], "HealthCheckType": "ELB"}}}"#,
        bad: &[(r#""ELB""#, r#""EC2""#), (r#""HealthCheckType""#, r#""NoHealthCheckType""#)],
    },
    Change {
        rule: "AutoScalingLaunchConfigPublicIpDisabled",
        good: r#"{"L": {"Type": "AWS::AutoScaling::LaunchConfiguration", "Properties": {"AssociatePublicIpAddress": false}}}"#,
        bad: &[("false", "true"), (r#""AssociatePublicIpAddress""#, r#""NoAssociatePublicIpAddress""#)],
    },
    Change {
        rule: "CodeBuildProjectEnvVarAwsCred",
        good: r#"{"P": {"Type": "AWS::CodeBuild::Project", "Properties": {"Environment": {"EnvironmentVariables": [{"Name": "AWS_ACCESS_KEY_ID", "Type": "SECRETS_MANAGER", "Value": "lab"}]}}}}"#,
        bad: &[(r#""SECRETS_MANAGER""#, r#""PLAINTEXT""#), (r#""Type": "SECRETS_MANAGER", "#, "")],
    },
    Change {
        rule: "CodeBuildProjectSourceRepoUrl",
        good: r#"{"P": {"Type": "AWS::CodeBuild::Project", "Properties": {"Source": {"Type": "GITHUB", "Auth": {"Type": "OAUTH"}}}}}"#,
        bad: &[
            (r#""OAUTH""#, r#""BASIC_AUTH""#),
            (r#""Auth""#, r#""NoAuth""#),
            (r#""Auth""#, r#""Location": "https://jane:hunter2@github.com/clinic/api", "Auth""#),
            (r#""Auth""#, r#""Location": "$later", "Auth""#),
            (r#""GITHUB", "Auth""#, r#""GITLAB", "NoAuth""#),
            (
                r#""GITHUB", "Auth""#,
                r#""CODECOMMIT", "Location": "https://jane:hunter2@git-codecommit.example", "Auth""#,
            ),
            (r#"{"Type": "OAUTH"}}"#, r#"{"Type": "OAUTH"}}, "SecondarySources": [{"Type": "GITHUB_ENTERPRISE"}]"#),
        ],
    },
    Change {
        rule: "DMSReplicationNotPublic",
        good: r#"{"D": {"Type": "AWS::DMS::ReplicationInstance", "Properties": {"PubliclyAccessible": false}}}"#,
        bad: &[("false", "true"), (r#""PubliclyAccessible""#, r#""NoPubliclyAccessible""#)],
    },
    Change {
        rule: "DynamoDBAutoScalingEnabled",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST"}}}"#,
        bad: &[("PAY_PER_REQUEST", "PROVISIONED")],
    },
    Change {
        rule: "DynamoDBInBackupPlan",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupSelection": {"Resources": ["@T.Arn"]}}}}"#,
        bad: &[(r#""@T.Arn""#, r#""arn:other""#)],
    },
    Change {
        rule: "DynamoDBPITREnabled",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}}}}"#,
        bad: &[(r#""PointInTimeRecoveryEnabled": true"#, r#""PointInTimeRecoveryEnabled": false"#)],
    },
    Change {
        rule: "TableIsRestoredInTime",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}}}}"#,
        bad: &[("true", "false")],
    },
    Change {
        rule: "TableKeepsBackups",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}}}}"#,
        bad: &[("true", "false")],
    },
    Change {
        rule: "TableKeepsBackups",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {}}, "P": {"Type": "AWS::Backup::BackupPlan", "Properties": {"BackupPlan": {"BackupPlanRule": [{"Lifecycle": {"DeleteAfterDays": 30}}]}}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupPlanId": "@P", "BackupSelection": {"Resources": ["@T.Arn"]}}}}"#,
        bad: &[("30", "29"), (r#""@T.Arn""#, r#""arn:other""#)],
    },
    Change {
        rule: "TableKeepsBackups",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": 30}}}}"#,
        bad: &[("30", "29"), ("30", r#""$account""#)],
    },
    Change {
        rule: "PlanKeeps",
        good: r#"{"P": {"Type": "AWS::Backup::BackupPlan", "Properties": {"BackupPlan": {"BackupPlanRule": [{"Lifecycle": {"DeleteAfterDays": 30}}]}}}}"#,
        bad: &[
            (r#"{"DeleteAfterDays": 30}"#, r#""$account""#),
            (r#"{"Lifecycle": {"DeleteAfterDays": 30}}"#, r#""$account""#),
            ("30", r#""$account""#),
        ],
    },
    Change {
        rule: "BucketKeepsVersions",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}, "LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "NoncurrentVersionExpiration": {"NoncurrentDays": 30}}]}}}}"#,
        bad: &[
            ("30", "29"),
            (r#"{"NoncurrentDays": 30}"#, r#""$account""#),
            (r#"{"Status": "Enabled", "NoncurrentVersionExpiration": {"NoncurrentDays": 30}}"#, r#""$account""#),
        ],
    },
    Change {
        rule: "QueueHasTheCustomersKey",
        good: r#"{"Q": {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": "alias/clinic"}}}"#,
        bad: &[
            ("alias/clinic", "alias/aws/sqs"),
            (r#""alias/clinic""#, r#"["alias/aws/sqs"]"#),
            (r#""alias/clinic""#, r#"{"+": ["alias/", "aws/sqs"]}"#),
            (r#""alias/clinic""#, r#"{"+": ["arn:aws:kms:us-east-1:", "$account", ":alias/aws/sqs"]}"#),
        ],
    },
    Change {
        rule: "OpenIngress",
        good: r#"{"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [{"CidrIp": "10.0.0.0/16", "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}]}}}"#,
        bad: &[
            ("10.0.0.0/16", "0.0.0.0/0"),
            (r#"[{"CidrIp": "10.0.0.0/16", "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}]"#, r#""$account""#),
            (r#"{"CidrIp": "10.0.0.0/16", "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}"#, r#""$account""#),
        ],
    },
    Change {
        rule: "IAMPolicyNoStatementsWithFullAccess",
        good: r#"{"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}}}}"#,
        bad: &[(r#""s3:GetObject""#, r#"{"+": ["s3:", "$later"]}"#), (r#""s3:GetObject""#, r#"{"+": ["s3:", "*"]}"#)],
    },
    Change {
        rule: "RDSLoggingEnabled",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "postgres", "EnableCloudwatchLogsExports": ["postgresql", "upgrade"]}}}"#,
        bad: &[(r#""postgres""#, r#""some-engine""#)],
    },
    Change {
        rule: "S3BucketSSLRequestsOnly",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["@B.Arn", {"+": ["@B.Arn", "/*"]}], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}}"#,
        bad: &[
            (r#""/*""#, r#""/a/*""#),
            (r#"{"Bool": "#, r#"{"StringEquals": {"aws:PrincipalAccount": "999999999999"}, "Bool": "#),
            (r#""false""#, r#""false", "aws:ViaAWSService": "false""#),
        ],
    },
    Change {
        rule: "AllowEverything",
        good: r#"{"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}, "ManagedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"]}}}"#,
        bad: &[
            ("service-role/AWSBackupServiceRolePolicyForBackup", "AdministratorAccess"),
            (r#""sts:AssumeRole""#, r#""*:*""#),
            (r#""Allow""#, r#"{"+": ["Al", "$later"]}"#),
        ],
    },
    Change {
        rule: "AllowEverything",
        good: r#"{"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}}}}"#,
        bad: &[
            (r#"{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}"#, r#""text""#),
            (r#"{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}"#, r#""$later""#),
            (r#""s3:GetObject""#, r#""{{resolve:ssm:/action}}""#),
        ],
    },
    Change {
        rule: "OpenIngress",
        good: r#"{"L": {"Type": "AWS::EC2::PrefixList", "Properties": {"Entries": [{"Cidr": "198.51.100.0/24"}]}}, "I": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "SourcePrefixListId": "@L"}}}"#,
        bad: &[("198.51.100.0/24", "0.0.0.0/0"), (r#""@L""#, r#""pl-12345678""#)],
    },
    Change {
        rule: "EC2RestrictedSSH",
        good: r#"{"I": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}}}"#,
        bad: &[(r#""tcp""#, r#""$later""#), (r#""tcp""#, "-1")],
    },
    Change {
        rule: "DatabaseHasTheCustomersKey",
        good: r#"{"K": {"Type": "AWS::KMS::Key", "Properties": {}}, "C": {"Type": "AWS::RDS::DBCluster", "Properties": {"StorageEncrypted": true, "KmsKeyId": "@K.Arn", "PerformanceInsightsEnabled": false}}, "I": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": "@C", "EnablePerformanceInsights": false}}}"#,
        bad: &[
            (r#""PerformanceInsightsEnabled": false"#, r#""PerformanceInsightsEnabled": true"#),
            (r#""EnablePerformanceInsights": false"#, r#""EnablePerformanceInsights": true"#),
            (r#""StorageEncrypted": true"#, r#""StorageEncrypted": true, "ManageMasterUserPassword": "$later""#),
        ],
    },
    Change {
        rule: "DatabaseHasZones",
        good: r#"{"C": {"Type": "AWS::RDS::DBCluster", "Properties": {}}, "I": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": "@C", "AvailabilityZone": "us-east-1a"}}, "J": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": "@C", "AvailabilityZone": "us-east-1b"}}}"#,
        bad: &[
            ("us-east-1b", "us-east-1a"),
            (
                r#", "J": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": "@C", "AvailabilityZone": "us-east-1b"}}"#,
                "",
            ),
            (
                r#""AvailabilityZone": "us-east-1a"}}, "J": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": "@C", "AvailabilityZone": "us-east-1b"}}"#,
                r#""Tags": [{"Key": "c", "Value": "@C"}]}}"#,
            ),
        ],
    },
    Change {
        rule: "RDSInBackupPlan",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupSelection": {"Resources": ["@D.DBInstanceArn"]}}}}"#,
        bad: &[
            (r#""Resources": "#, r#""NotResources": ["@D.DBInstanceArn"], "Resources": "#),
            (r#""Resources": "#, r#""Conditions": {"StringEquals": []}, "Resources": "#),
        ],
    },
    Change {
        rule: "CloudWatchAlarmAction",
        good: r#"{"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmActions": ["arn:aws:sns:us-east-1:111122223333:on-call"]}}}"#,
        bad: &[(r#"{"AlarmActions""#, r#"{"ActionsEnabled": false, "AlarmActions""#)],
    },
    Change {
        rule: "SecretIsMade",
        good: r#"{"S": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {"SecretStringTemplate": "{\"username\":\"app\"}", "GenerateStringKey": "password"}}}}"#,
        bad: &[
            (r#"{\"username\":\"app\"}"#, r#"{\"password\":\"hunter2\"}"#),
            (r#""{\"username\":\"app\"}""#, r#""$later""#),
        ],
    },
    Change {
        rule: "ServiceHasZones",
        good: r#"{"A": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "us-east-1a"}}, "B": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "us-east-1b"}}, "S": {"Type": "AWS::ECS::Service", "Properties": {"DesiredCount": 2, "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["@A", "@B"]}}}}}"#,
        bad: &[("us-east-1b", "us-east-1a"), (r#"["@A", "@B"]"#, r#"["@A", "@A"]"#)],
    },
    Change {
        rule: "EFSEncrypted",
        good: r#"{"F": {"Type": "AWS::EFS::FileSystem", "Properties": {"Encrypted": true}}}"#,
        bad: &[(r#""Encrypted": true"#, r#""Encrypted": false"#), (r#""Encrypted""#, r#""NoEncrypted""#)],
    },
    Change {
        rule: "EFSInBackupPlan",
        good: r#"{"F": {"Type": "AWS::EFS::FileSystem", "Properties": {}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupSelection": {"Resources": ["@F.Arn"]}}}}"#,
        bad: &[(r#""@F.Arn""#, r#""arn:other""#)],
    },
    Change {
        rule: "ElastiCacheRedisClusterAutomaticBackup",
        good: r#"{"C": {"Type": "AWS::ElastiCache::ReplicationGroup", "Properties": {"SnapshotRetentionLimit": 15}}}"#,
        bad: &[("15", "14"), (r#""SnapshotRetentionLimit""#, r#""NoSnapshotRetentionLimit""#)],
    },
    Change {
        rule: "ElastiCacheRedisClusterAutomaticBackup",
        good: r#"{"C": {"Type": "AWS::ElastiCache::CacheCluster", "Properties": {"Engine": "memcached"}}}"#,
        bad: &[("memcached", "redis")],
    },
    Change {
        rule: "ElasticBeanstalkEnhancedHealthReportingEnabled",
        good: r#"{"E": {"Type": "AWS::ElasticBeanstalk::Environment", "Properties": {"OptionSettings": [{"Namespace": "aws:elasticbeanstalk:healthreporting:system", "OptionName": "SystemType", "Value": "enhanced"}]}}}"#,
        bad: &[("enhanced", "basic")],
    },
    Change {
        rule: "ElasticBeanstalkManagedUpdatesEnabled",
        good: r#"{"E": {"Type": "AWS::ElasticBeanstalk::Environment", "Properties": {"OptionSettings": [{"Namespace": "aws:elasticbeanstalk:managedactions", "OptionName": "ManagedActionsEnabled", "Value": "true"}, {"Namespace": "aws:elasticbeanstalk:managedactions", "OptionName": "PreferredStartTime", "Value": "Sun:03:00"}, {"Namespace": "aws:elasticbeanstalk:managedactions:platformupdate", "OptionName": "UpdateLevel", "Value": "minor"}]}}}"#,
        bad: &[(r#""true""#, r#""false""#), ("PreferredStartTime", "Other"), (r#""minor""#, r#""none""#)],
    },
    Change {
        rule: "ELBACMCertificateRequired",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancing::LoadBalancer", "Properties": {"Listeners": [{"SSLCertificateId": "arn:aws:acm:us-east-1:111122223333:certificate/1a2b"}]}}}"#,
        bad: &[(":acm:", ":iam:"), (r#""SSLCertificateId""#, r#""NoSSLCertificateId""#)],
    },
    Change {
        rule: "ELBCrossZoneLoadBalancingEnabled",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancing::LoadBalancer", "Properties": {"CrossZone": true}}}"#,
        bad: &[(r#""CrossZone": true"#, r#""CrossZone": false"#), (r#""CrossZone""#, r#""NoCrossZone""#)],
    },
    Change {
        rule: "ELBLoggingEnabled",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "L": {"Type": "AWS::ElasticLoadBalancing::LoadBalancer", "Properties": {"AccessLoggingPolicy": {"Enabled": true, "S3BucketName": "@B"}}}}"#,
        bad: &[
            (r#""Enabled": true"#, r#""Enabled": false"#),
            (r#""Enabled": true"#, r#""Enabled": "$later""#),
            (r#""S3BucketName""#, r#""NoS3BucketName""#),
            (r#""AccessLoggingPolicy""#, r#""NoAccessLoggingPolicy""#),
            ("AWS::S3::Bucket", "AWS::Logs::LogGroup"),
        ],
    },
    Change {
        rule: "ELBTlsHttpsListenersOnly",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancing::LoadBalancer", "Properties": {"Listeners": [{"Protocol": "https", "InstanceProtocol": "HTTPS"}, {"Protocol": "SSL"}]}}}"#,
        bad: &[(r#""https""#, r#""http""#), (r#""SSL""#, r#""TCP""#), (r#""HTTPS""#, r#""HTTP""#)],
    },
    Change {
        rule: "EMRKerberosEnabled",
        good: r#"{"C": {"Type": "AWS::EMR::Cluster", "Properties": {"KerberosAttributes": {"Realm": "CLINIC"}, "SecurityConfiguration": "kerberos"}}}"#,
        bad: &[
            (r#""KerberosAttributes""#, r#""NoKerberosAttributes""#),
            (r#""SecurityConfiguration""#, r#""NoSecurityConfiguration""#),
        ],
    },
    Change {
        rule: "OpenSearchEncryptedAtRest",
        good: r#"{"D": {"Type": "AWS::Elasticsearch::Domain", "Properties": {"EncryptionAtRestOptions": {"Enabled": true}}}}"#,
        bad: &[(r#""Enabled": true"#, r#""Enabled": false"#)],
    },
    Change {
        rule: "OpenSearchErrorLogsToCloudWatch",
        good: r#"{"D": {"Type": "AWS::Elasticsearch::Domain", "Properties": {"LogPublishingOptions": {"ES_APPLICATION_LOGS": {"Enabled": true, "CloudWatchLogsLogGroupArn": "arn:aws:logs"}}}}}"#,
        bad: &[
            (r#""Enabled": true"#, r#""Enabled": false"#),
            (r#""CloudWatchLogsLogGroupArn""#, r#""NoCloudWatchLogsLogGroupArn""#),
        ],
    },
    Change {
        rule: "OpenSearchInVPCOnly",
        good: r#"{"D": {"Type": "AWS::Elasticsearch::Domain", "Properties": {"VPCOptions": {"SubnetIds": ["subnet-1"]}}}}"#,
        bad: &[(r#""subnet-1""#, "")],
    },
    Change {
        rule: "OpenSearchNodeToNodeEncryption",
        good: r#"{"D": {"Type": "AWS::Elasticsearch::Domain", "Properties": {"NodeToNodeEncryptionOptions": {"Enabled": true}}}}"#,
        bad: &[(r#""Enabled": true"#, r#""Enabled": false"#)],
    },
    Change {
        rule: "OpenSearchEncryptedAtRest",
        good: r#"{"D": {"Type": "AWS::OpenSearchService::Domain", "Properties": {"EncryptionAtRestOptions": {"Enabled": true}}}}"#,
        bad: &[(r#""Enabled": true"#, r#""Enabled": false"#)],
    },
    Change {
        rule: "OpenSearchErrorLogsToCloudWatch",
        good: r#"{"D": {"Type": "AWS::OpenSearchService::Domain", "Properties": {"LogPublishingOptions": {"ES_APPLICATION_LOGS": {"Enabled": true, "CloudWatchLogsLogGroupArn": "arn:aws:logs"}}}}}"#,
        bad: &[
            (r#""Enabled": true"#, r#""Enabled": false"#),
            (r#""CloudWatchLogsLogGroupArn""#, r#""NoCloudWatchLogsLogGroupArn""#),
        ],
    },
    Change {
        rule: "OpenSearchInVPCOnly",
        good: r#"{"D": {"Type": "AWS::OpenSearchService::Domain", "Properties": {"VPCOptions": {"SubnetIds": ["subnet-1"]}}}}"#,
        bad: &[(r#""subnet-1""#, "")],
    },
    Change {
        rule: "OpenSearchNodeToNodeEncryption",
        good: r#"{"D": {"Type": "AWS::OpenSearchService::Domain", "Properties": {"NodeToNodeEncryptionOptions": {"Enabled": true}}}}"#,
        bad: &[(r#""Enabled": true"#, r#""Enabled": false"#)],
    },
    Change {
        rule: "RedshiftBackupEnabled",
        good: r#"{"C": {"Type": "AWS::Redshift::Cluster", "Properties": {"AutomatedSnapshotRetentionPeriod": 1}}}"#,
        bad: &[(r#"": 1"#, r#"": 0"#), (r#"": 1"#, r#"": 36"#)],
    },
    Change {
        rule: "RedshiftClusterConfiguration",
        good: r#"{"C": {"Type": "AWS::Redshift::Cluster", "Properties": {"Encrypted": true, "LoggingProperties": {"BucketName": "logs"}}}}"#,
        bad: &[
            (r#""Encrypted": true"#, r#""Encrypted": false"#),
            (r#""LoggingProperties""#, r#""NoLoggingProperties""#),
        ],
    },
    Change {
        rule: "RedshiftClusterMaintenanceSettings",
        good: r#"{"C": {"Type": "AWS::Redshift::Cluster", "Properties": {"AllowVersionUpgrade": true, "AutomatedSnapshotRetentionPeriod": 7, "PreferredMaintenanceWindow": "sun:03:00-sun:04:00"}}}"#,
        bad: &[
            (r#""AllowVersionUpgrade": true"#, r#""AllowVersionUpgrade": false"#),
            (r#"": 7"#, r#"": 0"#),
            (r#""PreferredMaintenanceWindow""#, r#""NoPreferredMaintenanceWindow""#),
        ],
    },
    Change {
        rule: "RedshiftClusterPublicAccess",
        good: r#"{"C": {"Type": "AWS::Redshift::Cluster", "Properties": {"PubliclyAccessible": false}}}"#,
        bad: &[("false", "true")],
    },
    Change {
        rule: "RedshiftEnhancedVPCRoutingEnabled",
        good: r#"{"C": {"Type": "AWS::Redshift::Cluster", "Properties": {"EnhancedVpcRouting": true}}}"#,
        bad: &[(r#""EnhancedVpcRouting": true"#, r#""EnhancedVpcRouting": false"#)],
    },
    Change {
        rule: "RedshiftRequireTlsSSL",
        good: r#"{"G": {"Type": "AWS::Redshift::ClusterParameterGroup", "Properties": {"Parameters": [{"ParameterName": "require_ssl", "ParameterValue": "true"}]}}, "C": {"Type": "AWS::Redshift::Cluster", "Properties": {"ClusterParameterGroupName": "@G"}}}"#,
        bad: &[(r#""true""#, r#""false""#), (r#""@G""#, r#""default.redshift-1.0""#)],
    },
    Change {
        rule: "SageMakerEndpointConfigurationKMSKeyConfigured",
        good: r#"{"E": {"Type": "AWS::SageMaker::EndpointConfig", "Properties": {"KmsKeyId": "arn:aws:kms"}}}"#,
        bad: &[(r#""KmsKeyId""#, r#""NoKmsKeyId""#)],
    },
    Change {
        rule: "SageMakerNotebookInstanceKMSKeyConfigured",
        good: r#"{"N": {"Type": "AWS::SageMaker::NotebookInstance", "Properties": {"KmsKeyId": "arn:aws:kms"}}}"#,
        bad: &[(r#""KmsKeyId""#, r#""NoKmsKeyId""#)],
    },
    Change {
        rule: "SageMakerNotebookNoDirectInternetAccess",
        good: r#"{"N": {"Type": "AWS::SageMaker::NotebookInstance", "Properties": {"DirectInternetAccess": "Disabled"}}}"#,
        bad: &[("Disabled", "Enabled")],
    },
];
