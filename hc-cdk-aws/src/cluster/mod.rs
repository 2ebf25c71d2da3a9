//! Kubernetes clusters on EKS: made in a perimeter, or there already. Charts are made for them, and their workloads use what is in
//! stacks as the stacks' own do.

mod access;
mod addons;
mod eks_cluster;
mod existing;
mod handle;
mod karpenter;
#[cfg(test)]
mod karpenter_tests;
mod nodes;
mod request;
#[cfg(test)]
mod tests;
mod version;

pub use access::{AccessLevel, ClusterAccess, ClusterAccessBuilder, IsRoleArn};
pub use eks_cluster::{DiskKeys, EksCluster, EksClusterBuilder};
pub use handle::{Eks, IsEks};
pub use karpenter::{Karpenter, KarpenterBuilder};
pub use nodes::{IsNodes, Machine, NodeImage, Nodes};
pub use version::KubernetesVersion;
