//! What leaves a network.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    // A group in a network that answers for named hosts only.
    Change {
        rule: "LeavesForNamedHosts",
        good: r#"{"V": {"Type": "AWS::EC2::VPC", "Properties": {}}, "N": {"Type": "AWS::Route53Resolver::FirewallDomainList", "Properties": {"Domains": ["api.lab.example", "*.amazonaws.com"]}}, "E": {"Type": "AWS::Route53Resolver::FirewallDomainList", "Properties": {"Domains": ["*"]}}, "R": {"Type": "AWS::Route53Resolver::FirewallRuleGroup", "Properties": {"FirewallRules": [{"Action": "ALLOW", "FirewallDomainListId": "@N.Id", "Priority": 1}, {"Action": "BLOCK", "BlockResponse": "NXDOMAIN", "FirewallDomainListId": "@E.Id", "Priority": 2}]}}, "A": {"Type": "AWS::Route53Resolver::FirewallRuleGroupAssociation", "Properties": {"FirewallRuleGroupId": "@R.Id", "Priority": 200, "VpcId": "@V.VpcId"}}, "G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"VpcId": "@V.VpcId", "SecurityGroupEgress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}]}}}"#,
        bad: &[
            (r#""tcp""#, r#""-1""#),
            ("api.lab.example", "{{resolve:ssm:/clinic/host}}"),
            (r#""tcp""#, r#""udp""#),
            (r#""tcp""#, r#""$later""#),
            (r#""FromPort": 443"#, r#""FromPort": 0"#),
            (r#""ToPort": 443"#, r#""ToPort": 65535"#),
            (
                r#""FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0""#,
                r#""FromPort": 22, "ToPort": 22, "CidrIp": "128.0.0.0/1""#,
            ),
            (
                r#""FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0""#,
                r#""FromPort": 53, "ToPort": 53, "CidrIpv6": "::/0""#,
            ),
            (
                r#""FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0""#,
                r#""FromPort": 22, "ToPort": 22, "CidrIp": "$later""#,
            ),
            (
                r#", "SecurityGroupEgress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}]"#,
                "",
            ),
            (r#"[{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}]"#, "[]"),
            (r#"[{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}]"#, r#""$later""#),
            (
                r#""AWS::EC2::SecurityGroup", "Properties": {"VpcId": "@V.VpcId""#,
                r#""AWS::EC2::SecurityGroup", "Properties": {"VpcId": "vpc-1a""#,
            ),
            (r#""Priority": 200, "VpcId": "@V.VpcId""#, r#""Priority": 200, "VpcId": "vpc-1a""#),
            ("api.lab.example", "*"),
            ("api.lab.example", "*.example"),
            (r#""api.lab.example""#, r#""$later""#),
            (r#"["*"]"#, r#"["*.example"]"#),
            (r#""BLOCK", "#, r#""ALERT", "#),
            (r#""BLOCK", "#, r#""$later", "#),
            (r#""BLOCK", "#, r#""BLOCK", "Qtype": "AAAA", "#),
            (r#""BLOCK", "#, r#""BLOCK", "Status": "DISABLED", "#),
            ("NXDOMAIN", "OVERRIDE"),
            (r#""FirewallDomainListId": "@N.Id""#, r#""FirewallDomainListId": "rslvr-fdl-1a""#),
            (r#""FirewallRuleGroupId": "@R.Id""#, r#""FirewallRuleGroupId": "rslvr-frg-1a""#),
        ],
    },
    // What is there already, by its id.
    Change {
        rule: "LeavesForNamedHosts",
        good: r#"{"V": {"Type": "AWS::EC2::VPC", "Properties": {}}, "N": {"Type": "AWS::Route53Resolver::FirewallDomainList", "Properties": {"Domains": ["api.lab.example", "*.amazonaws.com"]}}, "E": {"Type": "AWS::Route53Resolver::FirewallDomainList", "Properties": {"Domains": ["*"]}}, "R": {"Type": "AWS::Route53Resolver::FirewallRuleGroup", "Properties": {"FirewallRules": [{"Action": "ALLOW", "FirewallDomainListId": "@N.Id", "Priority": 1}, {"Action": "BLOCK", "BlockResponse": "NXDOMAIN", "FirewallDomainListId": "@E.Id", "Priority": 2}]}}, "A": {"Type": "AWS::Route53Resolver::FirewallRuleGroupAssociation", "Properties": {"FirewallRuleGroupId": "@R.Id", "Priority": 200, "VpcId": "vpc-1a"}}, "G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"VpcId": "vpc-1a", "SecurityGroupEgress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}]}}}"#,
        bad: &[(r#""Priority": 200, "VpcId": "vpc-1a""#, r#""Priority": 200, "VpcId": "vpc-1b""#)],
    },
    // A rule beside its group.
    Change {
        rule: "LeavesForNamedHosts",
        good: r#"{"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"VpcId": "vpc-1a", "SecurityGroupEgress": [{"IpProtocol": "icmp", "CidrIp": "255.255.255.255/32"}]}}, "L": {"Type": "AWS::EC2::PrefixList", "Properties": {"Entries": [{"Cidr": "198.51.100.0/24"}]}}, "W": {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": "@G.GroupId", "IpProtocol": "-1", "DestinationPrefixListId": "@L"}}}"#,
        bad: &[
            ("198.51.100.0/24", "0.0.0.0/1"),
            (r#""DestinationPrefixListId": "@L""#, r#""DestinationPrefixListId": "pl-1a2b3c""#),
            (r#""DestinationPrefixListId": "@L""#, r#""CidrIp": "0.0.0.0/0""#),
            (r#""DestinationPrefixListId": "@L""#, r#""CidrIpv6": "2000::/3""#),
        ],
    },
];
