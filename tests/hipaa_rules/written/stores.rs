//! Buckets and databases.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "BucketNamesItsPages",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {"CorsConfiguration": {"CorsRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["https://portal.example.org"]}]}}}}"#,
        bad: &[
            ("https://portal.example.org", "*"),
            ("portal.example.org", "{{resolve:ssm:/clinic/portal}}"),
            ("https://portal.example.org", "https://*.example.org"),
            ("https://portal", "http://portal"),
            (r#""https://portal.example.org""#, r#""$later""#),
            (r#""AllowedOrigins""#, r#""NoAllowedOrigins""#),
        ],
    },
    Change {
        rule: "BucketHasTheCustomersKey",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "arn:aws:kms"}}]}}}}"#,
        bad: &[
            (r#""aws:kms""#, r#""AES256""#),
            (r#""KMSMasterKeyID""#, r#""NoKMSMasterKeyID""#),
            (r#""arn:aws:kms""#, r#""alias/aws/s3""#),
        ],
    },
    Change {
        rule: "BucketSpeaksTls",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:*", "Resource": ["@B.Arn", {"+": ["@B.Arn", "/*"]}], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}}"#,
        bad: &[
            (r#""false""#, r#""true""#),
            (r#""Deny""#, r#""Allow""#),
            (r#""s3:*""#, r#""s3:GetObject""#),
            (r#"["@B.Arn", "#, r#"["arn:aws:s3:::other", "#),
            // Of two policies the last one counts, and one is about a bucket that it names by a text, too.
            (
                r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "#,
                r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "scans"}}, "Q": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "scans", "PolicyDocument": {}}}, "#,
            ),
            (
                r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "#,
                r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "Q": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "clinic-itb-1abcdefgh2jk", "PolicyDocument": {}}}, "#,
            ),
            (
                r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "#,
                r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "Q": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "$later", "PolicyDocument": {}}}, "#,
            ),
        ],
    },
    Change {
        rule: "BucketKeepsVersions",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}, "LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "NoncurrentVersionExpiration": {"NoncurrentDays": 30}}]}}}}"#,
        bad: &[
            (r#""Enabled"}, "Life"#, r#""Suspended"}, "Life"#),
            ("30", "29"),
            (
                r#"{"Rules": [{"Status": "Enabled", "NoncurrentVersionExpiration": {"NoncurrentDays": 30}}]}"#,
                r#""text""#,
            ),
        ],
    },
    Change {
        rule: "BucketIsRestoredInTime",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}, "ReplicationConfiguration": {"Rules": [{"Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::copy"}}]}}}}"#,
        bad: &[
            (r#"{"Status": "Enabled", "Dest"#, r#"{"Status": "Disabled", "Dest"#),
            (r#"{"Status": "Enabled", "Dest"#, r#"{"Status": "Enabled", "Filter": {"Prefix": "none/"}, "Dest"#),
            (r#", "Destination": {"Bucket": "arn:aws:s3:::copy"}"#, ""),
            (r#""Enabled"}, "Repl"#, r#""Suspended"}, "Repl"#),
        ],
    },
    Change {
        rule: "BucketHasZones",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "Transitions": [{"StorageClass": "STANDARD_IA"}]}]}}}}"#,
        bad: &[("STANDARD_IA", "ONEZONE_IA")],
    },
    Change {
        rule: "DatabaseIsIsolated",
        good: r#"{"S": {"Type": "AWS::EC2::Subnet", "Properties": {}}, "T": {"Type": "AWS::EC2::RouteTable", "Properties": {}}, "A": {"Type": "AWS::EC2::SubnetRouteTableAssociation", "Properties": {"SubnetId": "@S", "RouteTableId": "@T"}}, "R": {"Type": "AWS::EC2::Route", "Properties": {"RouteTableId": "@T", "VpcPeeringConnectionId": "pcx-1"}}, "G": {"Type": "AWS::RDS::DBSubnetGroup", "Properties": {"SubnetIds": ["@S"]}}, "D": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBSubnetGroupName": "@G"}}}"#,
        bad: &[
            (
                r#""G": {"#,
                r#""V": {"Type": "AWS::EC2::VPNGatewayRoutePropagation", "Properties": {"RouteTableIds": ["@T"]}}, "G": {"#,
            ),
            (
                r#""G": {"#,
                r#""V": {"Type": "AWS::EC2::RouteServerPropagation", "Properties": {"RouteServerId": "rs-1", "RouteTableId": "@T"}}, "G": {"#,
            ),
            (r#""VpcPeeringConnectionId": "pcx-1""#, r#""GatewayId": "igw-1""#),
            (r#""VpcPeeringConnectionId": "pcx-1""#, r#""NatGatewayId": "nat-1""#),
            (r#""VpcPeeringConnectionId": "pcx-1""#, r#""InstanceId": "i-1""#),
            (r#""SubnetId": "@S""#, r#""SubnetId": "other""#),
            (r#""DBSubnetGroupName": "@G""#, r#""DBSubnetGroupName": "default""#),
            (r#""SubnetIds": ["@S"]"#, r#""SubnetIds": []"#),
        ],
    },
    Change {
        rule: "DatabaseLetsInGroups",
        good: r#"{"W": {"Type": "AWS::EC2::SecurityGroup", "Properties": {}}, "G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {}}, "I": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": "@G.GroupId", "SourceSecurityGroupId": "@W.GroupId"}}, "D": {"Type": "AWS::RDS::DBInstance", "Properties": {"VPCSecurityGroups": ["@G.GroupId"]}}, "L": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"SecurityGroups": ["sg-1"]}}}"#,
        bad: &[
            (r#""SourceSecurityGroupId": "@W.GroupId""#, r#""CidrIp": "10.0.0.0/8""#),
            (r#""sg-1""#, r#""@W.GroupId""#),
            (r#""sg-1""#, r#""@G.GroupId""#),
            (r#""VPCSecurityGroups": ["@G.GroupId"]"#, r#""VPCSecurityGroups": ["sg-1"]"#),
        ],
    },
    Change {
        rule: "DatabaseLetsInGroups",
        good: r#"{"W": {"Type": "AWS::EC2::SecurityGroup", "Properties": {}}, "G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [{"SourceSecurityGroupId": "@W.GroupId"}]}}, "D": {"Type": "AWS::RDS::DBInstance", "Properties": {"VPCSecurityGroups": ["@G.GroupId"]}}, "L": {"Type": "AWS::VpcLattice::ResourceGateway", "Properties": {"SecurityGroupIds": ["sg-1"]}}, "C": {"Type": "AWS::EC2::ClientVpnEndpoint", "Properties": {"SecurityGroupIds": ["sg-2"]}}, "T": {"Type": "AWS::EC2::InstanceConnectEndpoint", "Properties": {"SecurityGroupIds": ["sg-3"]}}}"#,
        bad: &[(r#""sg-1""#, r#""@W.GroupId""#), (r#""sg-2""#, r#""@W.GroupId""#), (r#""sg-3""#, r#""@W.GroupId""#)],
    },
    Change {
        rule: "DatabaseSpeaksTls",
        good: r#"{"P": {"Type": "AWS::RDS::DBParameterGroup", "Properties": {"Parameters": {"rds.force_ssl": "1", "ssl_min_protocol_version": "TLSv1.2", "pgaudit.log": "ddl,read,role,write", "shared_preload_libraries": "pgaudit", "log_connections": "1", "log_disconnections": "1"}}}, "D": {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "postgres", "DBParameterGroupName": "@P"}}}"#,
        bad: &[
            (r#""rds.force_ssl": "1""#, r#""rds.force_ssl": "0""#),
            (r#""TLSv1.2""#, r#""TLSv1""#),
            (r#""@P""#, r#""default.postgres17""#),
        ],
    },
    Change {
        rule: "DatabaseSpeaksTls",
        good: r#"{"O": {"Type": "AWS::RDS::OptionGroup", "Properties": {"OptionConfigurations": [{"OptionName": "MARIADB_AUDIT_PLUGIN", "OptionSettings": [{"Name": "SERVER_AUDIT_EVENTS", "Value": "CONNECT,QUERY"}]}]}}, "P": {"Type": "AWS::RDS::DBParameterGroup", "Properties": {"Parameters": {"require_secure_transport": "ON"}}}, "D": {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "mysql", "EngineVersion": "8.4.10", "DBParameterGroupName": "@P", "OptionGroupName": "@O", "EnableCloudwatchLogsExports": ["audit"]}}}"#,
        bad: &[
            (r#""ON""#, r#""OFF""#),
            ("8.4.10", "5.7.44"),
            (r#""require_secure_transport""#, r#""tls_version": "TLSv1.1,TLSv1.2", "require_secure_transport""#),
        ],
    },
    Change {
        rule: "DatabaseRecordsStatements",
        good: r#"{"P": {"Type": "AWS::RDS::DBParameterGroup", "Properties": {"Parameters": {"rds.force_ssl": "1", "ssl_min_protocol_version": "TLSv1.2", "pgaudit.log": "ddl,read,role,write", "shared_preload_libraries": "pgaudit", "log_connections": "1", "log_disconnections": "1"}}}, "D": {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "postgres", "DBParameterGroupName": "@P"}}}"#,
        bad: &[
            ("ddl,read,role,write", "ddl"),
            (r#""pgaudit""#, r#""pg_stat_statements""#),
            (r#""log_connections": "1""#, r#""log_connections": "0""#),
        ],
    },
    Change {
        rule: "DatabaseRecordsStatements",
        good: r#"{"P": {"Type": "AWS::RDS::DBClusterParameterGroup", "Properties": {"Parameters": {"rds.force_ssl": "1", "ssl_min_protocol_version": "TLSv1.2", "pgaudit.log": "ddl,read,role,write", "shared_preload_libraries": "pgaudit", "log_connections": "1", "log_disconnections": "1"}}}, "D": {"Type": "AWS::RDS::DBCluster", "Properties": {"Engine": "aurora-postgresql", "DBClusterParameterGroupName": "@P"}}, "O": {"Type": "AWS::RDS::DBParameterGroup", "Properties": {"Parameters": {"work_mem": "1"}}}, "I": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": "@D", "DBParameterGroupName": "@O"}}}"#,
        bad: &[
            (r#""work_mem": "1""#, r#""pgaudit.log": "none""#),
            (r#"{"work_mem": "1"}"#, r#""$later""#),
            (r#""@O""#, r#""default""#),
        ],
    },
    Change {
        rule: "DatabaseRecordsStatements",
        good: r#"{"O": {"Type": "AWS::RDS::OptionGroup", "Properties": {"OptionConfigurations": [{"OptionName": "MARIADB_AUDIT_PLUGIN", "OptionSettings": [{"Name": "SERVER_AUDIT_EVENTS", "Value": "CONNECT,QUERY"}]}]}}, "P": {"Type": "AWS::RDS::DBParameterGroup", "Properties": {"Parameters": {"require_secure_transport": "ON"}}}, "D": {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "mysql", "EngineVersion": "8.4.10", "DBParameterGroupName": "@P", "OptionGroupName": "@O", "EnableCloudwatchLogsExports": ["audit"]}}}"#,
        bad: &[
            ("CONNECT,QUERY", "CONNECT"),
            (r#"[{"Name": "SERVER"#, r#"[{"Name": "SERVER_AUDIT_EXCL_USERS", "Value": "app"}, {"Name": "SERVER"#),
            (r#"["audit"]"#, r#"["error"]"#),
            (r#""@O""#, r#""default""#),
        ],
    },
    Change {
        rule: "DatabasePasswordIsMade",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"ManageMasterUserPassword": true}}}"#,
        bad: &[
            (r#""ManageMasterUserPassword": true"#, r#""ManageMasterUserPassword": false"#),
            ("true", r#"true, "MasterUserPassword": "hunter2""#),
        ],
    },
    Change {
        rule: "DatabasePasswordIsMade",
        good: r#"{"S": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {"GenerateStringKey": "password"}}}, "R": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {"SecretId": "@S", "RotationRules": {"AutomaticallyAfterDays": 30}}}, "D": {"Type": "AWS::RDS::DBInstance", "Properties": {"MasterUserPassword": {"+": ["{{resolve:secretsmanager:", "@S", ":SecretString:password}}"]}}}}"#,
        bad: &[
            (r#"{"GenerateStringKey": "password"}"#, r#""$later""#),
            (r#""GenerateSecretString": {"GenerateStringKey": "password"}"#, r#""SecretString": "hunter2""#),
            (r#""AutomaticallyAfterDays": 30"#, r#""AutomaticallyAfterDays": 400"#),
            (
                r#"{"+": ["{{resolve:secretsmanager:", "@S", ":SecretString:password}}"]}"#,
                r#""{{resolve:secretsmanager:clinic:SecretString:password}}""#,
            ),
            (r#"{"+": ["{{resolve:secretsmanager:", "@S", ":SecretString:password}}"]}"#, r#""$later""#),
            (r#""{{resolve:secretsmanager:", "@S""#, r#""{{resolve:ssm:", "@S""#),
            (":SecretString:password", ":SecretString:username"),
        ],
    },
    Change {
        rule: "DatabasePasswordIsMade",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"ManageMasterUserPassword": true}}, "C": {"Type": "AWS::RDS::DBInstance", "Properties": {"SourceDBInstanceIdentifier": "@D"}}}"#,
        bad: &[
            (r#""@D""#, r#""other""#),
            (r#""@D""#, r#""$later""#),
            ("true", "false"),
            (r#""@D""#, r#""@D", "MasterUserPassword": "hunter2""#),
        ],
    },
    Change {
        rule: "DatabasePasswordIsMade",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"ManageMasterUserPassword": true, "DBSnapshotIdentifier": "snap"}}}"#,
        bad: &[("true", "false"), (r#""DBSnapshotIdentifier": "snap""#, r#""SourceDbiResourceId": "db-1""#)],
    },
    Change {
        rule: "DatabaseHasTheCustomersKey",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"StorageEncrypted": true, "KmsKeyId": "arn:aws:kms"}}, "C": {"Type": "AWS::RDS::DBInstance", "Properties": {"SourceDBInstanceIdentifier": "@D"}}}"#,
        bad: &[(r#""@D""#, r#""other""#), (r#""@D""#, r#""@D", "KmsKeyId": "alias/aws/rds""#)],
    },
    Change {
        rule: "DatabaseHasTheCustomersKey",
        good: r#"{"D": {"Type": "AWS::RDS::DBCluster", "Properties": {"StorageEncrypted": true, "SnapshotIdentifier": "snap", "KmsKeyId": "arn:aws:kms"}}}"#,
        bad: &[
            ("DBCluster", "DBInstance"),
            (r#""KmsKeyId""#, r#""NoKmsKeyId""#),
            (r#""arn:aws:kms""#, r#""alias/aws/rds""#),
            (r#""SnapshotIdentifier""#, r#""SourceDBClusterIdentifier""#),
        ],
    },
    Change {
        rule: "RDSStorageEncrypted",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"StorageEncrypted": true}}, "C": {"Type": "AWS::RDS::DBCluster", "Properties": {"StorageEncrypted": true, "SnapshotIdentifier": "snap", "KmsKeyId": "arn:aws:kms"}}}"#,
        bad: &[
            (r#"{"StorageEncrypted": true}"#, r#"{"StorageEncrypted": true, "DBSnapshotIdentifier": "snap"}"#),
            (r#"{"StorageEncrypted": true}"#, r#"{"StorageEncrypted": true, "DBClusterSnapshotIdentifier": "snap"}"#),
            (r#", "KmsKeyId": "arn:aws:kms""#, ""),
        ],
    },
    Change {
        rule: "DatabaseHasTheCustomersKey",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"StorageEncrypted": true, "KmsKeyId": "arn:aws:kms", "ManageMasterUserPassword": true, "MasterUserSecret": {"KmsKeyId": "arn:aws:kms"}, "EnablePerformanceInsights": true, "PerformanceInsightsKMSKeyId": "arn:aws:kms"}}}"#,
        bad: &[
            (r#""StorageEncrypted": true"#, r#""StorageEncrypted": false"#),
            (r#""StorageEncrypted": true, "KmsKeyId""#, r#""StorageEncrypted": true, "NoKey""#),
            (r#""MasterUserSecret""#, r#""NoMasterUserSecret""#),
            (r#""PerformanceInsightsKMSKeyId""#, r#""NoPerformanceInsightsKMSKeyId""#),
        ],
    },
    Change {
        rule: "DatabaseKeepsBackups",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"BackupRetentionPeriod": 30}}}"#,
        bad: &[("30", "29"), (r#""BackupRetentionPeriod""#, r#""NoBackupRetentionPeriod""#)],
    },
    Change {
        rule: "DatabaseKeepsBackups",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"BackupRetentionPeriod": 7}}, "P": {"Type": "AWS::Backup::BackupPlan", "Properties": {"BackupPlan": {"BackupPlanRule": [{"Lifecycle": {"DeleteAfterDays": 30}}]}}}, "S": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupPlanId": "@P", "BackupSelection": {"Resources": ["@D.DBInstanceArn"]}}}}"#,
        bad: &[
            ("30", "29"),
            (r#""@D.DBInstanceArn""#, r#""other""#),
            (
                r#"{"Lifecycle": {"DeleteAfterDays": 30}}"#,
                r#"{"Lifecycle": {"DeleteAfterDays": 1}}, {"ScheduleExpression": "cron(0 5 1 1 ? *)"}"#,
            ),
        ],
    },
    Change {
        rule: "DatabaseIsRestoredInTime",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"BackupRetentionPeriod": 1}}}"#,
        bad: &[(": 1}", ": 0}"), (r#""BackupRetentionPeriod""#, r#""NoBackupRetentionPeriod""#)],
    },
    Change {
        rule: "DatabaseHasZones",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"MultiAZ": true}}}"#,
        bad: &[(r#""MultiAZ": true"#, r#""MultiAZ": false"#)],
    },
    Change {
        rule: "DatabaseHasZones",
        good: r#"{"C": {"Type": "AWS::RDS::DBCluster", "Properties": {}}, "A": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": "@C"}}, "B": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": "@C"}}}"#,
        bad: &[(r#""@C""#, r#""other""#)],
    },
    Change {
        rule: "DatabaseLogsHaveGroups",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/aws/rds/instance/clinic-patients/postgresql"}}, "D": {"Type": "AWS::RDS::DBInstance", "DependsOn": ["L"], "Properties": {"DBInstanceIdentifier": "clinic-patients", "EnableCloudwatchLogsExports": ["postgresql"]}}}"#,
        bad: &[
            (r#"/postgresql""#, r#"/upgrade""#),
            (r#"["L"]"#, "[]"),
            (r#"["postgresql"]"#, r#"["postgresql", "upgrade"]"#),
            (r#"["postgresql"]"#, "[]"),
        ],
    },
];
