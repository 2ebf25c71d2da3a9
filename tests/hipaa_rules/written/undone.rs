//! What holds by itself, and is undone elsewhere: by a second resource for the same thing, by what is read before it, by a value that
//! another resource keeps, or by a name that only begins like the one that is meant.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "RDSInBackupPlan",
        good: r#"{"D": {"Type": "AWS::RDS::DBInstance", "Properties": {}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupSelection": {"Resources": [{"+": ["arn:aws:rds:us-east-1:", "$account", ":db:", "@D"]}]}}}}"#,
        bad: &[(r#"":db:""#, r#"":cluster:""#), (r#"":db:""#, r#"":db:old-""#)],
    },
    Change {
        rule: "BalancerHasAFirewall",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internet-facing"}}, "W": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [{"Priority": 1, "Action": {"Block": {}}, "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 100}}}]}}, "A": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": "@L", "WebACLArn": "@W.Arn"}}}"#,
        bad: &[
            (
                r#""Rules": [{"#,
                r#""Rules": [{"Priority": 0, "Action": {"Allow": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["US"]}}}, {"#,
            ),
            (
                r#"{"Priority": 1"#,
                r#"{"Priority": 0, "Action": {"Allow": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["US"]}}}, {"Priority": 1"#,
            ),
            (
                r#""Rules": [{"#,
                r#""Rules": [{"Priority": "0", "Action": {"Allow": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["US"]}}}, {"#,
            ),
            (
                r#""Rules": [{"#,
                r#""Rules": [{"Priority": "$later", "Action": {"Allow": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["US"]}}}, {"#,
            ),
            (
                r#""Rules": [{"#,
                r#""Rules": [{"Priority": 0, "Action": "$later", "Statement": {"GeoMatchStatement": {"CountryCodes": ["US"]}}}, {"#,
            ),
            (r#"{"Block": {}}"#, r#"{"Count": {}, "Block": "$nothing"}"#),
            (r#"{"Block": {}}"#, r#"{"Block": "$nothing"}"#),
            (
                r#""A": {"#,
                r#""V": {"Type": "AWS::WAFv2::WebACL", "Properties": {}}, "O": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": "@L", "WebACLArn": "@V.Arn"}}, "A": {"#,
            ),
        ],
    },
    Change {
        rule: "FirewallLimitsRates",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internet-facing"}}, "W": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [{"Priority": 1, "Action": {"Block": {}}, "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 100}}}]}}, "A": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": "@L", "WebACLArn": "@W.Arn"}}}"#,
        bad: &[
            (
                r#""Rules": [{"#,
                r#""Rules": [{"Priority": 0, "Action": {"Allow": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["US"]}}}, {"#,
            ),
            (
                r#"{"Priority": 1"#,
                r#"{"Priority": 0, "Action": {"Allow": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["US"]}}}, {"Priority": 1"#,
            ),
            (
                r#""Rules": [{"#,
                r#""Rules": [{"Priority": "0", "Action": {"Allow": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["US"]}}}, {"#,
            ),
            (
                r#""Rules": [{"#,
                r#""Rules": [{"Priority": "$later", "Action": {"Allow": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["US"]}}}, {"#,
            ),
            (
                r#""Rules": [{"#,
                r#""Rules": [{"Priority": 0, "Action": "$later", "Statement": {"GeoMatchStatement": {"CountryCodes": ["US"]}}}, {"#,
            ),
            (r#"{"Block": {}}"#, r#"{"Count": {}, "Block": "$nothing"}"#),
            (r#"{"Block": {}}"#, r#"{"Block": "$nothing"}"#),
        ],
    },
    Change {
        rule: "BalancerHasAFirewall",
        good: r#"{"L": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internet-facing"}}, "G": {"Type": "AWS::WAFv2::RuleGroup", "Properties": {"Rules": [{"Priority": 1, "Action": {"Block": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["ZZ"]}}}]}}, "W": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [{"Priority": 1, "OverrideAction": {"None": {}}, "Statement": {"RuleGroupReferenceStatement": {"Arn": "@G.Arn"}}}]}}, "A": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": "@L", "WebACLArn": "@W.Arn"}}}"#,
        bad: &[
            (r#"{"None": {}}"#, r#"{"None": "$nothing", "Count": {}}"#),
            (
                r#""Rules": [{"Priority": 1, "Action""#,
                r#""Rules": [{"Priority": 0, "Action": {"Allow": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["US"]}}}, {"Priority": 1, "Action""#,
            ),
            (
                r#""Rules": [{"Priority": 1, "Override"#,
                r#""Rules": [{"Priority": 0, "Action": {"Allow": {}}, "Statement": {"GeoMatchStatement": {"CountryCodes": ["US"]}}}, {"Priority": 1, "Override"#,
            ),
        ],
    },
    Change {
        rule: "MessagesSpeakTls",
        good: r#"{"$plays": "Channel", "Q": {"Type": "AWS::SQS::Queue", "Properties": {}}, "P": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": ["@Q"], "PolicyDocument": {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "@Q.Arn", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}}"#,
        bad: &[
            (r#""Resource": "@Q.Arn""#, r#""Resource": {"+": ["@Q.Arn", "-dead"]}"#),
            (r#"["@Q"]"#, r#"[{"+": ["@Q", "-dead"]}]"#),
            (
                r#""P": {"#,
                r#""O": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": ["@Q"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "@Q.Arn"}]}}}, "P": {"#,
            ),
            (
                r#""P": {"#,
                r#""O": {"Type": "AWS::SQS::QueueInlinePolicy", "Properties": {"Queue": "@Q", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "@Q.Arn"}]}}}, "P": {"#,
            ),
        ],
    },
    Change {
        rule: "MessagesSpeakTls",
        good: r#"{"$plays": "Channel", "Q": {"Type": "AWS::SNS::Topic", "Properties": {}}, "P": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": ["@Q"], "PolicyDocument": {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sns:Publish", "Resource": "@Q", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}}"#,
        bad: &[
            (r#""Resource": "@Q""#, r#""Resource": {"+": ["@Q", "-dead"]}"#),
            (r#"["@Q"]"#, r#"[{"+": ["@Q", "-dead"]}]"#),
            (
                r#""P": {"#,
                r#""O": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": ["@Q"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sns:Publish", "Resource": "@Q"}]}}}, "P": {"#,
            ),
        ],
    },
    Change {
        rule: "S3BucketSSLRequestsOnly",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["@B.Arn", {"+": ["@B.Arn", "/*"]}], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}}}"#,
        bad: &[
            (r#""Bucket": "@B""#, r#""Bucket": {"+": ["@B", "-copy"]}"#),
            (
                r#""P": {"#,
                r#""O": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "delivery.logs.amazonaws.com"}, "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/*"]}}]}}}, "P": {"#,
            ),
        ],
    },
    Change {
        rule: "PolicyNamesWho",
        good: r#"{"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "*"}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "$account"}}]}}}}"#,
        bad: &[(r#""$account""#, r#""@P.Value""#), (r#""$account""#, r#"{"+": ["@P.Value"]}"#)],
    },
    Change {
        rule: "LambdaFunctionPublicAccessProhibited",
        good: r#"{"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "*"}}, "U": {"Type": "AWS::IAM::User", "Properties": {"UserName": "999988887777"}}, "L": {"Type": "AWS::Lambda::Permission", "Properties": {"Principal": "s3.amazonaws.com", "SourceAccount": "$account"}}}"#,
        bad: &[(r#""s3.amazonaws.com""#, r#""@P.Value""#)],
    },
    Change {
        rule: "PolicyNamesWho",
        good: r#"{"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "*"}}, "U": {"Type": "AWS::IAM::User", "Properties": {"UserName": "999988887777"}}, "L": {"Type": "AWS::Lambda::Permission", "Properties": {"Principal": "s3.amazonaws.com", "SourceAccount": "$account"}}}"#,
        bad: &[(r#""s3.amazonaws.com""#, r#""@P.Value""#)],
    },
    Change {
        rule: "PolicyStaysInside",
        good: r#"{"U": {"Type": "AWS::IAM::User", "Properties": {"UserName": "999988887777"}}, "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "@U.Arn"}}]}}}}"#,
        bad: &[(r#""@U.Arn""#, r#""@U""#)],
    },
    Change {
        rule: "FunctionIsCalledByOne",
        good: r#"{"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "*"}}, "B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "L": {"Type": "AWS::Lambda::Permission", "Properties": {"Principal": "s3.amazonaws.com", "SourceArn": "@B.Arn"}}}"#,
        bad: &[
            (r#""@B.Arn""#, r#""@P.Value""#),
            (r#""@B.Arn""#, r#"{"+": ["arn:aws:s3:::*", "@B"]}"#),
            (r#""@B.Arn""#, r#"{"+": ["arn:aws:events:*:*:rule/*", "@B"]}"#),
        ],
    },
    Change {
        rule: "StageLogs",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}}, "S": {"Type": "AWS::ApiGateway::Stage", "Properties": {"AccessLogSetting": {"Format": "$context.requestId", "DestinationArn": "@L.Arn"}}}}"#,
        bad: &[(
            r#""@L.Arn""#,
            r#"{"+": ["arn:aws:firehose:us-east-1:111122223333:deliverystream/amazon-apigateway-", "@L"]}"#,
        )],
    },
    Change {
        rule: "FirewallLogs",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365, "LogGroupName": "aws-waf-logs-a"}}, "C": {"Type": "AWS::WAFv2::LoggingConfiguration", "Properties": {"LogDestinationConfigs": ["@L.Arn"]}}}"#,
        bad: &[
            (r#""@L.Arn""#, r#"{"+": ["arn:aws:firehose:us-east-1:111122223333:deliverystream/", "@L"]}"#),
            (r#""@L.Arn""#, r#"{"+": ["arn:aws:s3:::", "@L"]}"#),
        ],
    },
    Change {
        rule: "DynamoDBAutoScalingEnabled",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {}}, "R": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {"ResourceId": {"+": ["table/", "@T"]}, "ScalableDimension": "dynamodb:table:ReadCapacityUnits", "MinCapacity": 5, "MaxCapacity": 40}}, "W": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {"ResourceId": {"+": ["table/", "@T"]}, "ScalableDimension": "dynamodb:table:WriteCapacityUnits", "MinCapacity": 5, "MaxCapacity": 40}}, "A": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy", "Properties": {"ScalingTargetId": "@R"}}, "B": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy", "Properties": {"ScalingTargetId": "@W"}}}"#,
        bad: &[
            (r#""ScalingTargetId": "@R""#, r#""ScalingTargetId": "@W""#),
            (
                r#""ScalableDimension""#,
                r#""SuspendedState": {"DynamicScalingOutSuspended": true}, "ScalableDimension""#,
            ),
            (r#""@T""#, r#""@T", "-old""#),
            (":Write", ":Read"),
            (r#""MaxCapacity": 40"#, r#""MaxCapacity": 5"#),
            (r#""MaxCapacity": 40"#, r#""MaxCapacity": 40, "ServiceNamespace": "ecs""#),
            (r#""MinCapacity": 5"#, r#""MinCapacity": "$later""#),
        ],
    },
    Change {
        rule: "DynamoDBInBackupPlan",
        good: r#"{"T": {"Type": "AWS::DynamoDB::Table", "Properties": {}}, "B": {"Type": "AWS::Backup::BackupSelection", "Properties": {"BackupSelection": {"Resources": ["@T.Arn"]}}}}"#,
        bad: &[(r#""@T.Arn""#, r#"{"+": ["@T.Arn", "-old"]}"#)],
    },
    Change {
        rule: "ServiceHasZones",
        good: r#"{"S": {"Type": "AWS::ECS::Service", "Properties": {"ServiceName": "api", "DesiredCount": 2, "NetworkConfiguration": {"AwsvpcConfiguration": {"AssignPublicIp": "DISABLED", "Subnets": ["a", "b"]}}}}, "Z": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {"ResourceId": "service/clinic/web", "MinCapacity": 1, "ServiceNamespace": "ecs"}}}"#,
        bad: &[
            ("service/clinic/web", "service/clinic/api"),
            (r#""service/clinic/web""#, r#""$later""#),
            (r#""DesiredCount""#, r#""DeploymentConfiguration": {"MinimumHealthyPercent": 50}, "DesiredCount""#),
            (r#""DesiredCount""#, r#""DeploymentConfiguration": {"MinimumHealthyPercent": 0}, "DesiredCount""#),
            (r#""DesiredCount""#, r#""DeploymentConfiguration": {"MinimumHealthyPercent": "$later"}, "DesiredCount""#),
            (r#""DesiredCount""#, r#""DeploymentConfiguration": "$later", "DesiredCount""#),
            (r#""DesiredCount""#, r#""PlacementStrategies": [{"Type": "binpack", "Field": "memory"}], "DesiredCount""#),
            (
                r#""DesiredCount""#,
                r#""PlacementConstraints": [{"Type": "memberOf", "Expression": "attribute:ecs.availability-zone == us-east-1a"}], "DesiredCount""#,
            ),
        ],
    },
    Change {
        rule: "JudgedType",
        good: r#"{"D": {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": "a"}}}"#,
        bad: &[
            (r#""RestApiId""#, r#""StageName": "live", "RestApiId""#),
            (r#""RestApiId""#, r#""StageDescription": {"TracingEnabled": false}, "RestApiId""#),
        ],
    },
    Change {
        rule: "LambdaConcurrency",
        good: r#"{"F": {"Type": "AWS::Lambda::Function", "Properties": {"ReservedConcurrentExecutions": 5}}}"#,
        bad: &[(r": 5", r": 0"), (r": 5", r#": "0""#), (r": 5", r": -1"), (r": 5", r#": "$later""#)],
    },
    Change {
        rule: "LambdaInsideVPC",
        good: r#"{"F": {"Type": "AWS::Lambda::Function", "Properties": {"VpcConfig": {"SubnetIds": ["a"], "SecurityGroupIds": ["b"]}}}}"#,
        bad: &[
            (r#"["b"]"#, "[]"),
            (
                r#""VpcConfig": {"SubnetIds": ["a"], "SecurityGroupIds": ["b"]}"#,
                r#""VpcConfig": {"SubnetIds": "$nothing", "SecurityGroupIds": ["b"]}"#,
            ),
        ],
    },
    Change {
        rule: "DistributionSpeaksTls",
        good: r#"{"D": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {"ViewerCertificate": {"AcmCertificateArn": "arn", "MinimumProtocolVersion": "TLSv1.2_2021"}, "DefaultCacheBehavior": {"ViewerProtocolPolicy": "https-only"}}}}}"#,
        bad: &[
            (r#""AcmCertificateArn": "arn", "#, ""),
            (r#""AcmCertificateArn": "arn""#, r#""AcmCertificateArn": "$nothing""#),
            (r#""AcmCertificateArn""#, r#""CloudFrontDefaultCertificate": "$later", "AcmCertificateArn""#),
        ],
    },
    Change {
        rule: "CacheHasZones",
        good: r#"{"C": {"Type": "AWS::ElastiCache::ReplicationGroup", "Properties": {"AutomaticFailoverEnabled": true, "MultiAZEnabled": true, "NumCacheClusters": 2}}}"#,
        bad: &[
            (
                r#""NumCacheClusters""#,
                r#""PreferredCacheClusterAZs": ["us-east-1a", "us-east-1a"], "NumCacheClusters""#,
            ),
            (r": 2", r": -2"),
        ],
    },
    Change {
        rule: "FilesHaveZones",
        good: r#"{"F": {"Type": "AWS::EFS::FileSystem", "Properties": {}}, "M": {"Type": "AWS::EFS::MountTarget", "Properties": {"FileSystemId": "@F", "SubnetId": "a"}}, "N": {"Type": "AWS::EFS::MountTarget", "Properties": {"FileSystemId": "@F", "SubnetId": "b"}}}"#,
        bad: &[(r#""FileSystemId": "@F", "SubnetId": "b""#, r#""FileSystemId": {"+": ["@F", "0"]}, "SubnetId": "b""#)],
    },
    Change {
        rule: "WAFv2LoggingEnabled",
        good: r#"{"W": {"Type": "AWS::WAFv2::WebACL", "Properties": {}}, "C": {"Type": "AWS::WAFv2::LoggingConfiguration", "Properties": {"ResourceArn": "@W.Arn"}}}"#,
        bad: &[(
            r#""C": {"#,
            r#""O": {"Type": "AWS::WAFv2::LoggingConfiguration", "Properties": {"ResourceArn": "@W.Arn", "LoggingFilter": {"DefaultBehavior": "DROP"}}}, "C": {"#,
        )],
    },
    Change {
        rule: "EC2RestrictedSSH",
        good: r#"{"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "0.0.0.0/0"}}, "G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "10.0.0.0/16"}]}}}"#,
        bad: &[(r#""10.0.0.0/16""#, r#""@P.Value""#)],
    },
    Change {
        rule: "OpenIngress",
        good: r#"{"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "0.0.0.0/0"}}, "G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "10.0.0.0/16"}]}}}"#,
        bad: &[(r#""10.0.0.0/16""#, r#""@P.Value""#)],
    },
];
