//! What stands between readers and what they read.

use super::Change;

/// A distribution with all that it takes, and a bucket with a key that only it may read.
const SHOWN: &str = r#"{
    "A": {"Type": "AWS::CloudFront::OriginAccessControl", "Properties": {"OriginAccessControlConfig": {"Name": "a", "OriginAccessControlOriginType": "s3", "SigningBehavior": "always", "SigningProtocol": "sigv4"}}},
    "H": {"Type": "AWS::CloudFront::ResponseHeadersPolicy", "Properties": {"ResponseHeadersPolicyConfig": {"Name": "h", "SecurityHeadersConfig": {
        "ContentSecurityPolicy": {"ContentSecurityPolicy": "default-src 'self'", "Override": true}, "ContentTypeOptions": {"Override": true},
        "FrameOptions": {"FrameOption": "DENY", "Override": true}, "StrictTransportSecurity": {"AccessControlMaxAgeSec": 63072000, "Override": true}}}}},
    "W": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Scope": "CLOUDFRONT", "Rules": [{"Name": "r", "Action": {"Block": {}}, "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 100}}}]}},
    "D": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
        "Enabled": true,
        "Origins": [{"Id": "f", "DomainName": "f.s3.us-east-1.amazonaws.com", "OriginAccessControlId": "@A.Id", "S3OriginConfig": {"OriginAccessIdentity": ""}},
            {"Id": "o", "DomainName": "o.example.org", "CustomOriginConfig": {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]}}],
        "DefaultCacheBehavior": {"TargetOriginId": "f", "ViewerProtocolPolicy": "redirect-to-https", "ResponseHeadersPolicyId": "@H.Id"},
        "CacheBehaviors": [{"PathPattern": "/o/*", "TargetOriginId": "o", "ViewerProtocolPolicy": "https-only", "ResponseHeadersPolicyId": "@H.Id"}],
        "ViewerCertificate": {"AcmCertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1a2b", "MinimumProtocolVersion": "TLSv1.2_2021"},
        "WebACLId": "@W.Arn"}}},
    "S": {"Type": "AWS::Logs::DeliverySource", "Properties": {"Name": "s", "LogType": "ACCESS_LOGS", "ResourceArn": {"+": ["arn:aws:cloudfront::", "$account", ":distribution/", "@D.Id"]}}},
    "L": {"Type": "AWS::Logs::Delivery", "Properties": {"DeliverySourceName": "@S", "DeliveryDestinationArn": "arn:aws:logs:us-east-1:111122223333:delivery-destination:l"}}
}"#;

const CERTIFICATE: &str = r#"{"C": {"Type": "AWS::CertificateManager::Certificate", "Properties": {"DomainName": "www.example.org", "ValidationMethod": "DNS"}}}"#;

const READ: &str = r#"{
    "D": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {"Enabled": true}}},
    "B": {"Type": "AWS::S3::Bucket", "Properties": {}},
    "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "@B", "PolicyDocument": {"Statement": [{
        "Effect": "Allow", "Action": "s3:GetObject", "Resource": {"+": ["@B.Arn", "/*"]}, "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Condition": {"StringEquals": {"aws:SourceArn": {"+": ["arn:aws:cloudfront::", "$account", ":distribution/", "@D.Id"]}}}}]}}}
}"#;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "FailoverIsAsked",
        good: r#"{"H": {"Type": "AWS::Route53::HealthCheck", "Properties": {"HealthCheckConfig": {"Type": "HTTPS", "FullyQualifiedDomainName": "a.example.org"}}}, "R": {"Type": "AWS::Route53::RecordSet", "Properties": {"Name": "api.example.org", "Type": "A", "SetIdentifier": "here", "Failover": "PRIMARY", "AliasTarget": {"DNSName": "a.example.org"}, "HealthCheckId": "@H.HealthCheckId"}}, "S": {"Type": "AWS::Route53::RecordSet", "Properties": {"Name": "API.example.org.", "Type": "A", "SetIdentifier": "there", "Failover": "SECONDARY", "AliasTarget": {"DNSName": "b.example.org"}}}}"#,
        bad: &[
            (r#""SECONDARY""#, r#""PRIMARY""#),
            (r#""API.example.org.", "Type": "A""#, r#""www.example.org", "Type": "A""#),
            (r#""API.example.org.", "Type": "A""#, r#""api.example.org", "Type": "AAAA""#),
            (r#""API.example.org.""#, r#""API.example.org.", "HostedZoneId": "Z1""#),
            (r#""SECONDARY""#, r#""$later""#),
            (r#""FullyQualifiedDomainName": "a.example.org""#, r#""FullyQualifiedDomainName": "b.example.org""#),
            (r#""DNSName": "a.example.org""#, r#""DNSName": "$later""#),
            // It asks the address, and calls it by the name.
            (r#""HTTPS""#, r#""HTTPS", "IPAddress": "192.0.2.1""#),
            // What stands in is what has failed.
            (r#""DNSName": "b.example.org""#, r#""DNSName": "A.example.org.""#),
            (r#""HTTPS""#, r#""CALCULATED", "HealthThreshold": 0"#),
            (r#""HTTPS""#, r#""HTTPS", "Inverted": true"#),
            (r#""HTTPS""#, r#""HTTPS", "Disabled": true"#),
            (r#", "HealthCheckId": "@H.HealthCheckId""#, ""),
            (r#""@H.HealthCheckId""#, r#""$later""#),
            (r#""@H.HealthCheckId""#, r#""1a2b""#),
            (
                r#""PRIMARY", "AliasTarget": {"DNSName": "a.example.org"}, "HealthCheckId": "@H.HealthCheckId""#,
                r#""$later""#,
            ),
        ],
    },
    Change {
        rule: "DistributionSpeaksTls",
        good: SHOWN,
        bad: &[
            ("TLSv1.2_2021", "TLSv1.2_2019"),
            ("redirect-to-https", "allow-all"),
            (r#""ViewerProtocolPolicy": "https-only""#, r#""ViewerProtocolPolicy": "allow-all""#),
            (r#""AcmCertificateArn""#, r#""CloudFrontDefaultCertificate": true, "No""#),
        ],
    },
    Change {
        rule: "DistributionHasAFirewall",
        good: SHOWN,
        bad: &[
            (r#""WebACLId""#, r#""NoWebACLId""#),
            ("CLOUDFRONT", "REGIONAL"),
            ("Block", "Count"),
            ("@W.Arn", "arn:w"),
        ],
    },
    Change {
        rule: "DistributionReadsPrivately",
        good: SHOWN,
        bad: &[
            (r#""OriginAccessControlId""#, r#""NoOriginAccessControlId""#),
            ("always", "no-override"),
            (r#""OriginProtocolPolicy": "https-only""#, r#""OriginProtocolPolicy": "match-viewer""#),
            (r#"["TLSv1.2"]"#, r#"["TLSv1.1", "TLSv1.2"]"#),
            (r#""Enabled": true"#, r#""Enabled": true, "S3Origin": {"DNSName": "old.s3.amazonaws.com"}"#),
        ],
    },
    Change {
        rule: "DistributionSendsHeaders",
        good: SHOWN,
        bad: &[
            ("redirect-to-https\", \"ResponseHeadersPolicyId", "redirect-to-https\", \"NoPolicyId"),
            ("https-only\", \"ResponseHeadersPolicyId", "https-only\", \"NoPolicyId"),
            ("\"FrameOptions\"", "\"NoFrameOptions\""),
            ("default-src 'self'", ""),
            ("default-src 'self'", "default-src *"),
            ("default-src 'self'", "default-src 'self'; script-src 'unsafe-inline'"),
            ("default-src 'self'", "default-src 'self'; script-src-elem *"),
            ("default-src 'self'", "Script-Src *; script-src 'self'"),
            ("default-src 'self'", "default-src 'self'; script-src https://*"),
            ("default-src 'self'", "{{resolve:ssm:/clinic/content}}"),
            ("default-src 'self'", "default-src 'self'; script-src {{resolve:ssm:/clinic/content}}"),
            ("63072000", "0"),
        ],
    },
    Change {
        rule: "DistributionIsLogged",
        good: SHOWN,
        bad: &[("ACCESS_LOGS", "CONNECTION_LOGS"), ("@S", "other"), ("@D.Id", "other")],
    },
    Change { rule: "DistributionAnswers", good: SHOWN, bad: &[(r#""Enabled": true"#, r#""Enabled": false"#)] },
    Change {
        rule: "OneDistributionReads",
        good: READ,
        bad: &[
            ("@D.Id", "*"),
            ("StringEquals", "StringLike"),
            ("aws:SourceArn", "aws:SourceAccount"),
            (":distribution/", ":function/"),
        ],
    },
    Change {
        rule: "CertificateRenews",
        good: CERTIFICATE,
        bad: &[(r#""DNS""#, r#""EMAIL""#), (r#""ValidationMethod""#, r#""NoMethod""#)],
    },
    Change {
        rule: "UptimeIsAskedOverTls",
        good: r#"{"H": {"Type": "AWS::Route53::HealthCheck", "Properties": {"HealthCheckConfig": {"Type": "HTTPS", "FullyQualifiedDomainName": "api.example.org"}}}}"#,
        bad: &[
            (r#""HTTPS""#, r#""HTTP""#),
            ("FullyQualifiedDomainName", "IPAddress"),
            (r#""Type": "HTTPS""#, r#""EnableSNI": false, "Type": "HTTPS""#),
            (r#""Type": "HTTPS""#, r#""Inverted": true, "Type": "HTTPS""#),
        ],
    },
];
