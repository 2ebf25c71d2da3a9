//! The handle of a cluster: what charts are made for, and who may administer it refers to.

use std::ops::Deref;

use hc_cdk::{
    cluster::{Cluster, IsCluster},
    resource::Made,
    target::Region,
    value::{Attr, Value},
};

use crate::{
    cfn::{eks, iam::Role},
    keys::Key,
    kind::{SecurityGroupId, VpcId},
    network::Network,
};

/// A cluster that a stack has taken, in the region `R`. Charts are made for it: `Chart::in_cluster("wards", &cluster)`.
#[derive(Debug, Clone)]
pub struct Eks<R> {
    pub(super) cluster: Cluster<R>,
    pub(super) parts: Parts,
}

/// What a cluster is made of, without its region as a type.
#[derive(Debug, Clone)]
pub struct Parts {
    pub(super) made: Made<eks::Cluster>,
    pub(super) name: String,
    pub(super) region: &'static str,
    pub(super) filler: Made<Role>,
    pub(super) network: Network,
    pub(super) key: Key,
}

impl<R> Eks<R> {
    /// The cluster's name.
    pub fn name(&self) -> Value<String> {
        self.parts.made.id()
    }

    /// The cluster's ARN.
    pub fn arn(&self) -> Value<String> {
        self.parts.made.get(eks::Cluster::ARN)
    }

    /// The security group that EKS makes for its nodes.
    pub fn security_group(&self) -> Attr<SecurityGroupId> {
        self.parts.made.get(eks::Cluster::CLUSTER_SECURITY_GROUP_ID)
    }
}

#[diagnostic::do_not_recommend]
impl<R: Region> IsCluster for Eks<R> {
    type Region = R;

    fn it(&self) -> &Cluster<R> {
        &self.cluster
    }
}

impl<R> Deref for Eks<R> {
    type Target = Cluster<R>;

    fn deref(&self) -> &Cluster<R> {
        &self.cluster
    }
}

/// A cluster that a stack has taken.
#[diagnostic::on_unimplemented(
    message = "this is not a cluster that a stack makes",
    label = "give what `stack.add` returned for an `EksCluster`"
)]
pub trait IsEks {
    /// Its resource.
    fn made(&self) -> &Made<eks::Cluster> {
        &self.parts().made
    }

    /// The role of the controller that fills target groups with its pods.
    fn filler(&self) -> &Made<Role> {
        &self.parts().filler
    }

    /// The network that it is in.
    fn vpc(&self) -> Attr<VpcId> {
        self.parts().network.id()
    }

    /// What it is made of.
    #[doc(hidden)]
    fn parts(&self) -> &Parts;
}

impl<R> IsEks for Eks<R> {
    fn parts(&self) -> &Parts {
        &self.parts
    }
}
