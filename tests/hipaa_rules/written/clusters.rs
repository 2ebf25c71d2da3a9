//! What is asked of clusters on EKS, of their nodes, and of who gets in.

use super::Change;

const CLUSTER: &str = r#"{
    "K": {"Type": "AWS::KMS::Key", "Properties": {}},
    "S1": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "a"}},
    "S2": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "b"}},
    "L": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/aws/eks/wards/cluster"}},
    "C": {"Type": "AWS::EKS::Cluster", "DependsOn": ["L"], "Properties": {"Name": "wards",
        "ResourcesVpcConfig": {"EndpointPublicAccess": false, "EndpointPrivateAccess": true, "SubnetIds": ["@S1.SubnetId", "@S2.SubnetId"]},
        "EncryptionConfig": [{"Provider": {"KeyArn": "@K.Arn"}, "Resources": ["secrets"]}],
        "Logging": {"ClusterLogging": {"EnabledTypes": [{"Type": "api"}, {"Type": "audit"}, {"Type": "authenticator"}, {"Type": "controllerManager"}, {"Type": "scheduler"}]}},
        "AccessConfig": {"AuthenticationMode": "API", "BootstrapClusterCreatorAdminPermissions": false}}}
}"#;

const NODES: &str = r#"{
    "K": {"Type": "AWS::KMS::Key", "Properties": {}},
    "S1": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "a"}},
    "S2": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "b"}},
    "T": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {
        "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 1},
        "BlockDeviceMappings": [
            {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": true, "KmsKeyId": "@K.Arn"}},
            {"DeviceName": "/dev/xvdb", "Ebs": {"Encrypted": true, "KmsKeyId": "@K.Arn"}}]}}},
    "N": {"Type": "AWS::EKS::Nodegroup", "Properties": {"AmiType": "BOTTLEROCKET_x86_64", "LaunchTemplate": {"Id": "@T.LaunchTemplateId", "Version": "@T.LatestVersionNumber"}, "ScalingConfig": {"MinSize": 2, "MaxSize": 4, "DesiredSize": 2}, "Subnets": ["@S1.SubnetId", "@S2.SubnetId"]}}
}"#;

const ENTRY: &str = r#"{
    "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": {"+": ["arn:aws:iam::", "$account", ":root"]}},
        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}}},
    "E": {"Type": "AWS::EKS::AccessEntry", "Properties": {"PrincipalArn": "@R.Arn", "AccessPolicies": [{
        "PolicyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", "AccessScope": {"Type": "cluster"}}]}}
}"#;

const NETWORK: &str = r#"{"A": {"Type": "AWS::EKS::Addon", "Properties": {"AddonName": "vpc-cni", "AddonVersion": "v1.21.1-eksbuild.8", "ConfigurationValues": "{\"enableNetworkPolicy\":\"true\"}"}}}"#;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "ClusterIsPrivate",
        good: CLUSTER,
        bad: &[
            (r#""EndpointPublicAccess": false"#, r#""EndpointPublicAccess": true"#),
            (r#""EndpointPublicAccess": false, "#, ""),
            (r#""EndpointPublicAccess": false"#, r#""EndpointPublicAccess": "$later""#),
            (r#""EndpointPrivateAccess": true"#, r#""EndpointPrivateAccess": false"#),
        ],
    },
    Change {
        rule: "ClusterEncryptsSecrets",
        good: CLUSTER,
        bad: &[
            (r#"["secrets"]"#, r#"["pods"]"#),
            (r#""KeyArn": "@K.Arn""#, r#""KeyArn": "alias/aws/eks""#),
            (r#""EncryptionConfig""#, r#""None""#),
        ],
    },
    Change {
        rule: "ClusterLogsAll",
        good: CLUSTER,
        bad: &[(r#"{"Type": "audit"}, "#, ""), (r#"{"Type": "scheduler"}"#, r#"{"Type": "$later"}"#)],
    },
    Change {
        rule: "ClusterLogsHaveAGroup",
        good: CLUSTER,
        bad: &[
            ("/aws/eks/wards/cluster", "/aws/eks/beds/cluster"),
            (r#""DependsOn": ["L"], "#, ""),
            (r#""Name": "wards""#, r#""Name": "$later""#),
        ],
    },
    Change {
        rule: "ClusterLetsInByEntries",
        good: CLUSTER,
        bad: &[
            (r#""API""#, r#""API_AND_CONFIG_MAP""#),
            (
                r#""BootstrapClusterCreatorAdminPermissions": false"#,
                r#""BootstrapClusterCreatorAdminPermissions": true"#,
            ),
            (r#", "BootstrapClusterCreatorAdminPermissions": false"#, ""),
        ],
    },
    Change {
        rule: "ClusterHasZones",
        good: CLUSTER,
        bad: &[(r#""AvailabilityZone": "b""#, r#""AvailabilityZone": "a""#), (r#", "@S2.SubnetId""#, "")],
    },
    Change {
        rule: "NodesRunAnImageForContainers",
        good: NODES,
        bad: &[
            (r#", "Version": "@T.LatestVersionNumber""#, ""),
            (r#""@T.LatestVersionNumber""#, r#""1""#),
            (r#""@T.LatestVersionNumber""#, r#""@T.DefaultVersionNumber""#),
            ("BOTTLEROCKET_x86_64", "AL2_x86_64"),
            ("BOTTLEROCKET_x86_64", "CUSTOM"),
            (r#""Subnets""#, r#""RemoteAccess": {"Ec2SshKey": "k"}, "Subnets""#),
            (r#""MetadataOptions""#, r#""ImageId": "ami-1", "MetadataOptions""#),
            (r#""LaunchTemplate": {"Id": "@T.LaunchTemplateId", "Version": "@T.LatestVersionNumber"}, "#, ""),
        ],
    },
    Change {
        rule: "NodesKeepTheirCredentials",
        good: NODES,
        bad: &[
            (r#", "Version": "@T.LatestVersionNumber""#, ""),
            (r#""@T.LatestVersionNumber""#, r#""1""#),
            (r#""@T.LatestVersionNumber""#, r#""@T.DefaultVersionNumber""#),
            (r#""required""#, r#""optional""#),
            (r#""HttpPutResponseHopLimit": 1"#, r#""HttpPutResponseHopLimit": 2"#),
            (r#", "HttpPutResponseHopLimit": 1"#, ""),
        ],
    },
    Change {
        rule: "NodesHaveTheCustomersKey",
        good: NODES,
        bad: &[
            (r#", "Version": "@T.LatestVersionNumber""#, ""),
            (r#""@T.LatestVersionNumber""#, r#""1""#),
            (r#""@T.LatestVersionNumber""#, r#""@T.DefaultVersionNumber""#),
            (r#""/dev/xvdb""#, r#""/dev/xvdc""#),
            (r#""Encrypted": true"#, r#""Encrypted": false"#),
            (r#""KmsKeyId": "@K.Arn""#, r#""KmsKeyId": "alias/aws/ebs""#),
        ],
    },
    Change {
        rule: "NodesHaveZones",
        good: NODES,
        bad: &[
            (r#""AvailabilityZone": "b""#, r#""AvailabilityZone": "a""#),
            (r#", "@S2.SubnetId""#, ""),
            (r#""MinSize": 2"#, r#""MinSize": 1"#),
            (r#""DesiredSize": 2"#, r#""DesiredSize": 1"#),
            (r#""MinSize": 2"#, r#""MinSize": "$later""#),
        ],
    },
    Change {
        rule: "ClusterIsAdministeredByPeople",
        good: ENTRY,
        bad: &[
            ("aws:MultiFactorAuthPresent", "aws:SecureTransport"),
            (r#""@R.Arn""#, r#""arn:aws:iam::111122223333:role/somebody""#),
            (r#""Bool""#, r#""BoolIfExists""#),
            (
                "}}}]}}},",
                r#"}}}, {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}}},"#,
            ),
            (
                "}}}]}}},",
                r#"}}}, {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::111122223333:user/somebody"}}]}}},"#,
            ),
        ],
    },
    Change {
        rule: "ClusterIsAdministeredByPeople",
        good: r#"{"R": {"Type": "AWS::IAM::Role", "Properties": {}}, "E": {"Type": "AWS::EKS::AccessEntry", "Properties": {"PrincipalArn": "@R.Arn", "AccessPolicies": [{"PolicyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy", "AccessScope": {"Type": "namespace", "Namespaces": ["clinic"]}}]}}}"#,
        bad: &[
            (r#"["clinic"]"#, r#"["kube-system"]"#),
            (r#"["clinic"]"#, r#"["clinic*"]"#),
            (r#"["clinic"]"#, r#"["{{resolve:ssm:/clinic/namespace}}"]"#),
            (r#"["clinic"]"#, "[]"),
            (r#"["clinic"]"#, r#"["clinic", "$later"]"#),
            (r#""namespace""#, r#""cluster""#),
        ],
    },
    Change {
        rule: "AddonsHaveAVersion",
        good: NETWORK,
        bad: &[
            (r#""AddonVersion": "v1.21.1-eksbuild.8", "#, ""),
            ("v1.21.1-eksbuild.8", "latest"),
            ("v1.21.1-eksbuild.8", "$later"),
        ],
    },
    Change {
        rule: "PodsKeepToPolicies",
        good: NETWORK,
        bad: &[
            (
                r#""{\"enableNetworkPolicy\":\"true\"}""#,
                r#""enableNetworkPolicy: \"false\" # \"enableNetworkPolicy\":\"true\"""#,
            ),
            (r#"{\"enableNetworkPolicy\":\"true\"}"#, r#"{\"env\":{\"enableNetworkPolicy\":\"true\"}}"#),
            (r#"\"true\""#, r#"\"false\""#),
            (r#", "ConfigurationValues": "{\"enableNetworkPolicy\":\"true\"}""#, ""),
            (r#""vpc-cni""#, r#""$later""#),
        ],
    },
    Change {
        rule: "DatabaseLetsInGroups",
        good: r#"{
            "C": {"Type": "AWS::EKS::Cluster", "Properties": {}},
            "G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {}},
            "I": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": "@G.GroupId", "SourceSecurityGroupId": "@C.ClusterSecurityGroupId"}},
            "D": {"Type": "AWS::RDS::DBInstance", "Properties": {"VPCSecurityGroups": ["@G.GroupId"]}}
        }"#,
        bad: &[
            ("@C.ClusterSecurityGroupId", "@C.Arn"),
            ("AWS::EKS::Cluster", "AWS::EC2::VPC"),
            (
                r#""D": {"Type""#,
                r#""L": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"SecurityGroups": ["@C.ClusterSecurityGroupId"]}}, "D": {"Type""#,
            ),
        ],
    },
];
