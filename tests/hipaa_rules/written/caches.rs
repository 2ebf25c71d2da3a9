//! What is asked of caches.

use super::Change;

const CACHE: &str = r#"{
    "K": {"Type": "AWS::KMS::Key", "Properties": {}},
    "S": {"Type": "AWS::EC2::Subnet", "Properties": {}},
    "T": {"Type": "AWS::EC2::RouteTable", "Properties": {}},
    "A": {"Type": "AWS::EC2::SubnetRouteTableAssociation", "Properties": {"SubnetId": "@S.SubnetId", "RouteTableId": "@T"}},
    "R": {"Type": "AWS::EC2::Route", "Properties": {"RouteTableId": "@T", "VpcPeeringConnectionId": "pcx-1"}},
    "N": {"Type": "AWS::ElastiCache::SubnetGroup", "Properties": {"SubnetIds": ["@S.SubnetId"]}},
    "W": {"Type": "AWS::EC2::SecurityGroup", "Properties": {}},
    "G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {}},
    "I": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": "@G.GroupId", "SourceSecurityGroupId": "@W.GroupId"}},
    "U": {"Type": "AWS::ElastiCache::User", "Properties": {"AuthenticationMode": {"Type": "iam"}}},
    "V": {"Type": "AWS::ElastiCache::UserGroup", "Properties": {"Engine": "valkey", "UserIds": ["@U"]}},
    "C": {"Type": "AWS::ElastiCache::ReplicationGroup", "DeletionPolicy": "Snapshot", "UpdateReplacePolicy": "Snapshot", "Properties": {
        "AtRestEncryptionEnabled": true, "KmsKeyId": "@K.Arn",
        "TransitEncryptionEnabled": true, "TransitEncryptionMode": "required",
        "UserGroupIds": ["@V"], "SecurityGroupIds": ["@G.GroupId"], "CacheSubnetGroupName": "@N",
        "AutomaticFailoverEnabled": true, "MultiAZEnabled": true, "NumCacheClusters": 2, "SnapshotRetentionLimit": 30}}
}"#;

const REDIS: &str = r#"{
    "U": {"Type": "AWS::ElastiCache::User", "Properties": {"AuthenticationMode": {"Type": "iam"}}},
    "D": {"Type": "AWS::ElastiCache::User", "Properties": {"UserName": "default", "AccessString": "off -@all", "AuthenticationMode": {"Type": "no-password-required"}}},
    "V": {"Type": "AWS::ElastiCache::UserGroup", "Properties": {"Engine": "redis", "UserIds": ["@U", "@D"]}},
    "C": {"Type": "AWS::ElastiCache::ReplicationGroup", "Properties": {"UserGroupIds": ["@V"]}}
}"#;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "CacheHasTheCustomersKey",
        good: CACHE,
        bad: &[
            (r#""AtRestEncryptionEnabled": true"#, r#""AtRestEncryptionEnabled": false"#),
            (r#""@K.Arn""#, r#""alias/aws/elasticache""#),
            (r#""KmsKeyId""#, r#""NoKey""#),
        ],
    },
    Change {
        rule: "CacheSpeaksTls",
        good: CACHE,
        bad: &[
            (r#""TransitEncryptionEnabled": true"#, r#""TransitEncryptionEnabled": false"#),
            (r#""required""#, r#""preferred""#),
            (r#""required""#, r#""$later""#),
        ],
    },
    Change {
        rule: "CacheKnowsWho",
        good: CACHE,
        bad: &[
            (r#"{"Type": "iam"}"#, r#"{"Type": "no-password-required"}"#),
            (r#"{"Type": "iam"}"#, r#"{"Type": "password", "Passwords": ["a"]}"#),
            (r#""valkey""#, r#""redis""#),
            (r#""UserGroupIds": ["@V"]"#, r#""UserGroupIds": []"#),
            (r#""UserGroupIds": ["@V"]"#, r#""UserGroupIds": ["others"]"#),
            (r#""UserGroupIds""#, r#""AuthToken": "$later", "UserGroupIds""#),
        ],
    },
    // The default user of Redis is one of the program, and may not sign in.
    Change {
        rule: "CacheKnowsWho",
        good: REDIS,
        bad: &[
            ("off -@all", "on -@all"),
            ("off -@all", "off -@all on"),
            (r#""off -@all""#, r#""$later""#),
            (r#""UserName": "default""#, r#""UserName": "nobody""#),
            (r#"["@U", "@D"]"#, r#"["@U"]"#),
        ],
    },
    Change {
        rule: "CacheIsIsolated",
        good: CACHE,
        bad: &[
            (r#""VpcPeeringConnectionId": "pcx-1""#, r#""NatGatewayId": "nat-1""#),
            (r#""CacheSubnetGroupName": "@N""#, r#""CacheSubnetGroupName": "default""#),
            (r#"["@S.SubnetId"]"#, "[]"),
        ],
    },
    Change {
        rule: "CacheLetsInGroups",
        good: CACHE,
        bad: &[
            (r#""SourceSecurityGroupId": "@W.GroupId""#, r#""CidrIp": "10.0.0.0/8""#),
            (r#""SecurityGroupIds": ["@G.GroupId"]"#, r#""SecurityGroupIds": ["sg-1"]"#),
            (r#""SecurityGroupIds""#, r#""NoGroups""#),
        ],
    },
    Change {
        rule: "CacheHasZones",
        good: CACHE,
        bad: &[
            (r#""AutomaticFailoverEnabled": true"#, r#""AutomaticFailoverEnabled": false"#),
            (r#""MultiAZEnabled": true, "#, ""),
            (r#""NumCacheClusters": 2"#, r#""NumCacheClusters": 1"#),
        ],
    },
    Change {
        rule: "CacheHasZones",
        good: r#"{"C": {"Type": "AWS::ElastiCache::ReplicationGroup", "Properties": {"AutomaticFailoverEnabled": true, "MultiAZEnabled": true, "NumCacheClusters": 2, "PreferredCacheClusterAZs": ["us-east-1a", "us-east-1b"]}}}"#,
        bad: &[("us-east-1b", "us-east-1a"), (r#""us-east-1b""#, r#""$later""#), (r#", "us-east-1b""#, "")],
    },
    Change {
        rule: "CacheKeepsSnapshots",
        good: CACHE,
        bad: &[
            (r#""SnapshotRetentionLimit": 30"#, r#""SnapshotRetentionLimit": 29"#),
            (r#", "SnapshotRetentionLimit": 30"#, ""),
            (r#""DeletionPolicy": "Snapshot""#, r#""DeletionPolicy": "Delete""#),
        ],
    },
];
