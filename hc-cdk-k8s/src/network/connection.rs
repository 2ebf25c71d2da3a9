//! What can be connected to, and what that takes: whoever can be reached says it once, every workload follows it.

use hc_cdk::{
    cluster::Offer,
    data::{Class, DataClass},
    literal::cidr::CidrBlock,
    model::ConstructRef,
};

use crate::zone::Scoped;

/// Something that a workload of that clearance can connect to: another workload, something outside, or a store of the cloud
/// that the cluster runs in.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a workload of a cluster can connect to",
    label = "connect to what `add` returned for a workload, for something outside, or for a database of a stack"
)]
pub trait Reachable {
    /// The class of its data.
    type Class: DataClass;

    /// What a workload needs.
    fn connection(&self) -> Connection;
}

/// What a workload needs to use something.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The other's construct, for the data flow.
    pub(crate) to: ConstructRef,
    /// The class of its data.
    pub(crate) class: Class,
    /// Its name, such as `policies`. It names the rules, and in upper case begins the names of the variables:
    /// `POLICIES_HOST`.
    pub(crate) name: String,
    /// The name of its host, if it has one.
    pub(crate) host: Option<String>,
    /// The port that it listens on; nothing if it listens on none.
    pub(crate) port: Option<u16>,
    /// Where it is.
    pub(crate) place: Place,
    /// What else a store of the cloud offers.
    pub(crate) offer: Option<Offer>,
}

/// Where something is that can be reached.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// In a namespace of a cluster.
    Inside(Scoped),
    /// Outside all clusters, in these networks.
    Outside(Vec<CidrBlock>),
}
