//! Services that call each other.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "CallsAreEncrypted",
        good: r#"{"A": {"Type": "AWS::ACMPCA::CertificateAuthorityActivation", "Properties": {}}, "K": {"Type": "AWS::KMS::Key", "Properties": {}}, "O": {"Type": "AWS::S3::Bucket", "Properties": {}}, "D": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"PortMappings": [{"Name": "app", "ContainerPort": 8080}]}, {"Name": "beside"}]}}, "S": {"Type": "AWS::ECS::Service", "Properties": {"TaskDefinition": "@D", "ServiceConnectConfiguration": {"Enabled": true, "Services": [{"PortName": "app", "Tls": {"IssuerCertificateAuthority": {"AwsPcaAuthorityArn": "@A"}, "KmsKey": "@K.Arn", "RoleArn": "role"}}]}}}}"#,
        bad: &[
            (r#""Tls""#, r#""NoTls""#),
            (r#""AwsPcaAuthorityArn": "@A""#, r#""AwsPcaAuthorityArn": "@O""#),
            (r#""AwsPcaAuthorityArn": "@A""#, r#""NoAwsPcaAuthorityArn": "@A""#),
            (r#""KmsKey": "@K.Arn", "#, ""),
            (r#""@K.Arn""#, r#""alias/aws/secretsmanager""#),
            (r#", "RoleArn": "role""#, ""),
            (r#""PortName""#, r#""IngressPortOverride": 9090, "PortName""#),
            (r#""Enabled": true"#, r#""Enabled": false"#),
            (r#"[{"Name": "app""#, r#"[{"Name": "figures", "ContainerPort": 9090}, {"Name": "app""#),
            (r#"{"Name": "beside"}"#, r#"{"Name": "beside", "PortMappings": [{"ContainerPort": 9090}]}"#),
            (r#""TaskDefinition": "@D""#, r#""TaskDefinition": "other:1""#),
            (
                r#""TaskDefinition": "@D""#,
                r#""TaskDefinition": "@D", "VpcLatticeConfigurations": [{"PortName": "app"}]"#,
            ),
            (r#""Services": [{"PortName""#, r#""Services": [{"PortName": "other"}, {"PortName""#),
        ],
    },
    Change {
        rule: "CertificatesEnd",
        good: r#"{"A": {"Type": "AWS::ACMPCA::CertificateAuthority", "Properties": {"UsageMode": "SHORT_LIVED_CERTIFICATE"}}}"#,
        bad: &[("SHORT_LIVED_CERTIFICATE", "GENERAL_PURPOSE"), (r#""UsageMode""#, r#""NoUsageMode""#)],
    },
    Change {
        rule: "CertificatesEnd",
        good: r#"{"A": {"Type": "AWS::ACMPCA::CertificateAuthority", "Properties": {"RevocationConfiguration": {"OcspConfiguration": {"Enabled": true}}}}}"#,
        bad: &[("true", "false"), ("OcspConfiguration", "NoOcspConfiguration")],
    },
    Change {
        rule: "CertificatesEnd",
        good: r#"{"A": {"Type": "AWS::ACMPCA::CertificateAuthority", "Properties": {"RevocationConfiguration": {"CrlConfiguration": {"Enabled": true, "S3BucketName": "revoked"}}}}}"#,
        bad: &[
            ("true", "false"),
            // Nobody learns from a certificate where the list is.
            (
                r#""S3BucketName""#,
                r#""CrlDistributionPointExtensionConfiguration": {"OmitExtension": true}, "S3BucketName""#,
            ),
        ],
    },
    Change {
        rule: "AuthoritiesAreSigned",
        good: r#"{"A": {"Type": "AWS::ACMPCA::CertificateAuthority", "Properties": {}}, "O": {"Type": "AWS::S3::Bucket", "Properties": {}}, "C": {"Type": "AWS::ACMPCA::Certificate", "Properties": {"CertificateSigningRequest": "@A.CertificateSigningRequest", "TemplateArn": "arn:aws:acm-pca:::template/RootCACertificate/V1"}}}"#,
        bad: &[
            (r#""@A.CertificateSigningRequest""#, r#""-----BEGIN CERTIFICATE REQUEST-----""#),
            (r#""@A.CertificateSigningRequest""#, r#""@O.Arn""#),
            ("RootCACertificate", "EndEntityCertificate"),
            (r#""TemplateArn""#, r#""NoTemplateArn""#),
            (r#""TemplateArn""#, r#""ApiPassthrough": {"Subject": {"CommonName": "records"}}, "TemplateArn""#),
        ],
    },
];
