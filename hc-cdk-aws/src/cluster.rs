//! A Kubernetes cluster on EKS, as far as stores have to know it: whose tokens they trust, and which hosts reach them.
//!
//! The cluster exists already. Charts are made for it (`Chart::in_cluster` of `hc-cdk-k8s`), and their workloads connect to
//! databases here as services of a stack do.

use hc_cdk::{cluster::Cluster, region::Region, value::Attr};

use crate::{
    kind::{OidcProviderArn, SecurityGroupId},
    literal::arn::Arn,
};

/// A cluster that exists already.
///
/// ```
/// use hc_cdk::prelude::*;
/// use hc_cdk_aws::{cluster::ExistingCluster, kind::OidcProviderArn, prelude::*, region};
///
/// let cluster = EksCluster::existing(ExistingCluster {
///     name: "clinic",
///     region: region::UsEast1,
///     identity_provider: arn!(
///         OidcProviderArn,
///         "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0B1C2D3E4F5061728394A5B6C7D8E9F0"
///     ),
///     security_group: Value::literal("sg-0a1b2c3d4e5f60718"),
/// });
/// ```
#[derive(Debug)]
pub struct ExistingCluster<R> {
    /// Its name.
    pub name: &'static str,
    /// Its region.
    pub region: R,
    /// The identity provider of its accounts, in the account of the stores.
    pub identity_provider: Arn<OidcProviderArn>,
    /// The security group of its nodes. On EKS it is called the cluster security group.
    pub security_group: Attr<SecurityGroupId>,
}

/// A cluster on EKS.
#[derive(Debug, Clone, Copy)]
pub struct EksCluster;

impl EksCluster {
    /// A cluster that exists already. That its secrets are encrypted and its logs kept is for its owner to show.
    pub fn existing<R: Region>(cluster: ExistingCluster<R>) -> Cluster<R> {
        let ExistingCluster { name, region, identity_provider, security_group } = cluster;
        Cluster::new(name, region, identity_provider.as_str(), security_group)
    }
}
