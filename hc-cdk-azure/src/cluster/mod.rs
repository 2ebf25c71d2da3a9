//! Clusters on AKS.

mod aks;
mod nodes;

pub use aks::{AksCluster, AksClusterBuilder, AksHandle, AksParts};
pub use nodes::Nodes;
