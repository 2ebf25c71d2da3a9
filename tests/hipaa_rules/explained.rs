//! What scanners find without cause is explained where the reason is true, and not in the nearest case where it is not.

use hc_cdk::policy::{Development, Production};
use hc_cdk_aws::assertions::Template;

use super::{written::Written, *};

/// Resources of which one is explained, and changes of a text there, after each of which none is.
struct Case {
    rule: &'static str,
    good: &'static str,
    bad: &'static [(&'static str, &'static str)],
}

const CASES: &[Case] = &[
    Case {
        rule: "CodeBuildProjectSourceRepoUrl",
        good: r#"{"Build": {"Type": "AWS::CodeBuild::Project", "Properties": {"Artifacts": {"Type": "CODEPIPELINE"},
            "Environment": {"ComputeType": "BUILD_GENERAL1_SMALL", "Image": "aws/codebuild/standard:7.0", "Type": "LINUX_CONTAINER"},
            "ServiceRole": "arn:aws:iam::123456789012:role/build", "Source": {"Type": "CODEPIPELINE"}}}}"#,
        bad: &[
            (
                r#""Source": {"Type": "CODEPIPELINE"}"#,
                r#""Source": {"Type": "GITHUB", "Location": "https://example.org"}"#,
            ),
            (
                r#""Source": {"Type": "CODEPIPELINE"}"#,
                r#""Source": {"Type": "CODEPIPELINE", "Auth": {"Type": "OAUTH"}}"#,
            ),
        ],
    },
    Case { rule: "EC2RestrictedSSH", good: INGRESS, bad: OTHER_INGRESS },
    Case { rule: "EC2RestrictedCommonPorts", good: INGRESS, bad: OTHER_INGRESS },
    Case {
        rule: "EFSInBackupPlan",
        good: r#"{"Files": {"Type": "AWS::EFS::FileSystem", "DeletionPolicy": "Delete", "Properties": {"Encrypted": true}}}"#,
        bad: &[
            (r#""DeletionPolicy": "Delete", "#, ""),
            (r#""DeletionPolicy": "Delete""#, r#""DeletionPolicy": "Retain""#),
        ],
    },
    Case { rule: "ELBDeletionProtectionEnabled", good: BALANCER, bad: &[(r#""false""#, r#""true""#)] },
    Case {
        rule: "ELBv2ACMCertificateRequired",
        good: r#"{"Http": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"Port": 80, "Protocol": "HTTP",
            "LoadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/front/0",
            "DefaultActions": [{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "StatusCode": "HTTP_301"}}]}}}"#,
        bad: &[
            (r#""Protocol": "HTTPS""#, r#""Protocol": "HTTP""#),
            (
                r#"{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "StatusCode": "HTTP_301"}}"#,
                r#"{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}"#,
            ),
        ],
    },
    Case {
        rule: "LambdaInsideVPC",
        good: EMPTIER,
        bad: &[
            ("$emptier", "print()"),
            (r#""Handler""#, r#""VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}, "Handler""#),
        ],
    },
    Case { rule: "LambdaDLQ", good: EMPTIER, bad: &[("$emptier", "print()")] },
    Case {
        rule: "LambdaConcurrency",
        good: EMPTIER,
        bad: &[(r#""Handler""#, r#""ReservedConcurrentExecutions": 1, "Handler""#)],
    },
    Case {
        rule: "RDSInBackupPlan",
        good: DATABASE,
        bad: &[(r#""DeletionPolicy": "Delete""#, r#""DeletionPolicy": "Snapshot""#)],
    },
    Case {
        rule: "RDSInstanceDeletionProtectionEnabled",
        good: DATABASE,
        bad: &[
            (r#""DeletionPolicy": "Delete""#, r#""DeletionPolicy": "Retain""#),
            (r#""Engine": "postgres""#, r#""Engine": "aurora-postgresql""#),
            (r#""Engine": "postgres""#, r#""Engine": "postgres", "DeletionProtection": true"#),
        ],
    },
    Case {
        rule: "RDSStorageEncrypted",
        good: r#"{"Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "records", "VpcId": "vpc-1"}},
            "Records": {"Type": "AWS::RDS::DBInstance", "DeletionPolicy": "Retain", "Properties": {"DBInstanceClass": "db.t4g.small", "VPCSecurityGroups": ["@Group"],
            "Engine": "postgres", "StorageEncrypted": true}}, "Reading": {"Type": "AWS::RDS::DBInstance", "DeletionPolicy": "Retain",
            "Properties": {"DBInstanceClass": "db.t4g.small", "VPCSecurityGroups": ["@Group"], "SourceDBInstanceIdentifier": "@Records.DBInstanceArn"}}}"#,
        bad: &[
            (r#", "StorageEncrypted": true"#, ""),
            ("@Records.DBInstanceArn", "arn:aws:rds:us-east-1:123456789012:db:records"),
            (r#"DBInstanceArn"}}"#, r#"DBInstanceArn", "StorageEncrypted": false}}"#),
        ],
    },
    Case {
        rule: "S3BucketReplicationEnabled",
        good: r#"{"Logs": {"Type": "AWS::S3::Bucket", "Properties": {}}, "Scans": {"Type": "AWS::S3::Bucket", "Properties":
            {"LoggingConfiguration": {"DestinationBucketName": "@Logs"}}}, "LogsPolicy": {"Type": "AWS::S3::BucketPolicy", "Properties":
            {"Bucket": "@Logs", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject",
            "Principal": {"Service": "logging.s3.amazonaws.com"}, "Resource": {"+": ["@Logs.Arn", "/*"]}}]}}}}"#,
        bad: &[
            ("logging.s3.amazonaws.com", "delivery.logs.amazonaws.com"),
            (
                r#""LogsPolicy""#,
                r#""Writer": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Version": "2012-10-17", "Statement":
                    [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["@Logs.Arn", "/*"]}}]}}}, "LogsPolicy""#,
            ),
        ],
    },
    Case {
        rule: "S3BucketReplicationEnabled",
        good: r#"{"Copy": {"Type": "AWS::S3::Bucket", "Properties": {}}, "Scans": {"Type": "AWS::S3::Bucket", "Properties":
            {"ReplicationConfiguration": {"Role": "arn:aws:iam::123456789012:role/copies", "Rules":
            [{"Status": "Enabled", "Destination": {"Bucket": "@Copy.Arn"}}]}}}}"#,
        bad: &[
            (r#""Enabled""#, r#""Disabled""#),
            (r#""Status": "Enabled""#, r#""Prefix": "scans/", "Status": "Enabled""#),
            ("@Copy.Arn", "arn:aws:s3:::elsewhere"),
        ],
    },
    Case {
        rule: "S3BucketReplicationEnabled",
        good: r#"{"Scratch": {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Delete", "Properties": {}}}"#,
        bad: &[(r#""DeletionPolicy": "Delete", "#, "")],
    },
    Case {
        rule: "S3DefaultEncryptionKMS",
        good: r#"{"Logs": {"Type": "AWS::S3::Bucket", "Properties": {"BucketEncryption": {"ServerSideEncryptionConfiguration":
            [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}}}, "Scans": {"Type": "AWS::S3::Bucket", "Properties":
            {"LoggingConfiguration": {"DestinationBucketName": "@Logs"}}}}"#,
        bad: &[("AES256", "aws:kms"), ("@Logs", "elsewhere")],
    },
    Case {
        rule: "VPCNoUnrestrictedRouteToIGW",
        good: r#"{"Table": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": "vpc-1"}}, "Way": {"Type": "AWS::EC2::Route", "Properties":
            {"RouteTableId": "@Table", "GatewayId": "igw-1", "DestinationCidrBlock": "0.0.0.0/0"}}, "Zone": {"Type": "AWS::EC2::Subnet",
            "Properties": {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24"}}, "OfZone": {"Type": "AWS::EC2::SubnetRouteTableAssociation",
            "Properties": {"RouteTableId": "@Table", "SubnetId": "@Zone"}}, "Nat": {"Type": "AWS::EC2::NatGateway", "Properties":
            {"SubnetId": "@Zone"}}}"#,
        bad: &[
            (r#""AWS::EC2::NatGateway""#, r#""AWS::EC2::NetworkInterface""#),
            (r#""GatewayId": "igw-1""#, r#""NatGatewayId": "nat-1""#),
        ],
    },
];

const INGRESS: &str = r#"{"In": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": "sg-1", "IpProtocol": "tcp",
    "FromPort": "$later", "ToPort": "$later", "SourceSecurityGroupId": "sg-2"}}}"#;
const OTHER_INGRESS: &[(&str, &str)] = &[
    (r#""SourceSecurityGroupId": "sg-2""#, r#""CidrIp": "10.0.0.0/8""#),
    (r#""FromPort": "$later", "ToPort": "$later""#, r#""FromPort": 8080, "ToPort": 8080"#),
];

const EMPTIER: &str = r#"{"Logs": {"Type": "AWS::Logs::LogGroup", "DeletionPolicy": "Retain", "UpdateReplacePolicy":
    "Retain", "Properties": {"RetentionInDays": 3653}}, "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action":
    "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}}}, "RolePolicy": {"Type": "AWS::IAM::ManagedPolicy", "Properties":
    {"Roles": ["@Role"], "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "@Logs.Arn", "Action":
    ["logs:CreateLogStream", "logs:PutLogEvents"]}]}}}, "Emptier": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"ZipFile":
    "$emptier"}, "Handler": "index.handler", "LoggingConfig": {"LogGroup": "@Logs"}, "Role": "@Role.Arn", "Runtime": "python3.14"}}}"#;

const BALANCER: &str = r#"{"Front": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"LoadBalancerAttributes": [
            {"Key": "deletion_protection.enabled", "Value": "false"}]}}}"#;

const DATABASE: &str = r#"{"Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "records", "VpcId": "vpc-1"}},
            "Records": {"Type": "AWS::RDS::DBInstance", "DeletionPolicy": "Delete", "Properties":
    {"DBInstanceClass": "db.t4g.small", "VPCSecurityGroups": ["@Group"], "Engine": "postgres", "StorageEncrypted": true}}}"#;

/// The rules that are explained of some resource, unless a finding keeps the template from being written.
fn explained<P: Policy>(written: &str) -> Result<Vec<String>, String>
where
    hc_cdk_aws::region::UsEast1: hc_cdk::dimension::residency::ResidencyFor<P>,
{
    let code = include_str!("../../hc-cdk-aws/src/rules/emptied.py");
    let code = serde_json::to_string(code).expect("a text is JSON");
    let written = written.replace("$emptier", code.trim_matches('"'));
    let resources: serde_json::Map<_, _> =
        serde_json::from_str(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
    let mut stack = Stack::<P>::new("clinic", hc_cdk_aws::region::UsEast1);
    stack.add("It", Written(resources));
    let files = App::new("clinic").stack(stack).synthesize().map_err(|it| it.to_string())?;
    let template = Template::from_files(&files, "clinic");
    let resources = template.json()["Resources"].as_object().into_iter().flatten();
    let rows = resources.filter_map(|(_, it)| it["Metadata"]["cdk_nag"]["rules_to_suppress"].as_array()).flatten();
    Ok(rows.map(|it| it["id"].as_str().expect("a name").replace("HIPAA.Security-", "")).collect())
}

#[test]
fn a_reason_stands_where_it_is_true_and_nowhere_else() {
    let mut wrong = Vec::new();
    for Case { rule, good, bad } in CASES {
        let mut is_explained = |written: &str, wanted: bool| match explained::<Development>(written) {
            Ok(rules) if rules.iter().any(|it| it == rule) == wanted => {}
            Ok(_) if wanted => wrong.push(format!("`{rule}` is not explained: {written}")),
            Ok(_) => wrong.push(format!("`{rule}` is explained: {written}")),
            Err(findings) => wrong.push(format!("`{rule}`: {written} is refused: {findings}")),
        };
        is_explained(good, true);
        for (from, to) in *bad {
            assert!(good.contains(from), "`{rule}`: nothing says `{from}`");
            is_explained(&good.replacen(from, to, 1), false);
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn nothing_is_called_made_up_where_data_is_real() {
    let all = ["LambdaConcurrency", "LambdaDLQ", "LambdaInsideVPC"].map(str::to_owned).to_vec();
    assert_eq!(explained::<Development>(EMPTIER), Ok(all));
    assert_eq!(explained::<Production>(EMPTIER), Ok(Vec::new()));
}
