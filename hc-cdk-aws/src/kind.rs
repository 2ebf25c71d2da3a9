//! What identifiers identify: those of the schemas, and those that only the constructs tell apart.

pub use hc_cdk_cfn::kind::*;

use crate::literal::arn::ArnKind;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl hc_cdk::value::Kind for $name {}
    )*};
}

kinds! {
    /// A secret in Secrets Manager.
    SecretArn;
    /// A bucket.
    BucketArn;
    /// A repository of container images.
    RepositoryArn;
    /// An identity provider for web identities (OIDC).
    OidcProviderArn;
    /// A web ACL.
    WebAclArn;
    /// A load balancer.
    LoadBalancerArn;
    /// A snapshot of a database.
    SnapshotArn;
    /// A snapshot of a cluster of Aurora.
    ClusterSnapshotArn;
    /// A connection to a host of source code, such as GitHub.
    ConnectionArn;
    /// An audit trail of CloudTrail.
    TrailArn;
}

macro_rules! arns {
    ($($kind:ident = $service:literal, $resource:literal $(, $what:ident = $is:literal)*;)*) => {$(
        impl ArnKind for $kind {
            const SERVICE: &'static str = $service;
            const RESOURCE: &'static str = $resource;
            $(const $what: bool = $is;)*
        }
    )*};
}

arns! {
    BucketArn = "s3", "", IN_A_REGION = false, IN_AN_ACCOUNT = false;
    CertificateArn = "acm", "certificate/";
    ClusterSnapshotArn = "rds", "cluster-snapshot:";
    ConnectionArn = "codeconnections", "connection/";
    FunctionArn = "lambda", "function:";
    KeyArn = "kms", "key/";
    OidcProviderArn = "iam", "oidc-provider/", IN_A_REGION = false;
    RepositoryArn = "ecr", "repository/";
    RoleArn = "iam", "role/", IN_A_REGION = false;
    SecretArn = "secretsmanager", "secret:", ENDS_IN_SIX = true;
    SnapshotArn = "rds", "snapshot:";
    TopicArn = "sns", "";
    TrailArn = "cloudtrail", "trail/";
}
