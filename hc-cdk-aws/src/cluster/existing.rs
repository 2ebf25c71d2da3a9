//! A cluster that exists already, as far as stores have to know it: whose tokens they trust, and which hosts reach them.

use hc_cdk::{cluster::Cluster, data::Internal, target::Region, value::Attr};

use super::EksCluster;
use crate::{
    kind::{OidcProviderArn, SecurityGroupId},
    literal::arn::Arn,
    region::UsEast1,
};

impl EksCluster<Internal, UsEast1> {
    /// A cluster that exists already, by its name, the identity provider of its accounts, which is in the account of the
    /// stores, and the security group of its nodes, which EKS calls the cluster security group. The nodes are in the network
    /// of the stores or in one that is peered with it: a rule cannot name a group from anywhere else. That the cluster's
    /// secrets are encrypted and its logs kept is for its owner to show.
    ///
    /// ```
    /// use hc_cdk::prelude::*;
    /// use hc_cdk_aws::{kind::OidcProviderArn, prelude::*, region};
    ///
    /// let provider = arn!(
    ///     OidcProviderArn,
    ///     "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0B1C2D3E4F5061728394A5B6C7D8E9F0"
    /// );
    /// let cluster = EksCluster::existing("clinic", region::UsEast1, provider, Value::literal("sg-0a1b2c3d4e5f60718"));
    /// ```
    #[allow(clippy::needless_pass_by_value, reason = "it is given, as the identifiers of other existing things are")]
    pub fn existing<R: Region>(
        name: &'static str,
        region: R,
        identity_provider: Arn<OidcProviderArn>,
        security_group: Attr<SecurityGroupId>,
    ) -> Cluster<R> {
        Cluster::new(name, region, identity_provider.as_str().to_owned(), security_group)
    }
}
