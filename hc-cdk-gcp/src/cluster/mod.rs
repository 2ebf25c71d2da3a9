//! Clusters on GKE.

mod gke;
mod nodes;

pub use gke::{ClusterParts, GkeCluster, GkeClusterBuilder, GkeHandle};
pub use nodes::Nodes;
