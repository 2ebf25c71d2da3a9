//! A cluster as data, for the stacks of the cloud that it runs in.

use crate::value::{Json, literal::cidr::CidrBlock};

/// A cluster without its region as a type. What is in the cloud's spelling is for the cloud's own side to read.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterFacts {
    /// Its name, of letters, digits and hyphens.
    pub name: String,
    /// Its region's name.
    pub region: &'static str,
    /// The region of the stack that makes it, if a stack of the app does and a chart says for itself where it is.
    pub stands_in: Option<&'static str>,
    /// Who signs the tokens of its accounts, in the cloud's spelling.
    pub issuer: Json,
    /// What tells its hosts from others in the cloud's network, in the cloud's spelling.
    pub hosts: Json,
    /// The networks in which its pods find the services of the cloud; none if the program does not know them.
    pub services: Vec<CidrBlock>,
    /// Where its pods ask for tokens of what their accounts act as, if that takes a way of its own: networks and ports.
    pub tokens: Vec<(CidrBlock, u16)>,
    /// What it runs by itself of what charts take: drivers of disks by their names (`pd.csi.storage.gke.io`), and `metrics-server`.
    pub runs: Vec<&'static str>,
    /// The keys of the customer that its driver of disks may use, in the cloud's spelling; nothing if the program does not know.
    pub disk_keys: Option<Vec<Json>>,
    /// What pods are labelled with that act as something of the cloud, if the cloud knows them by that.
    pub labels: Vec<(&'static str, &'static str)>,
}
