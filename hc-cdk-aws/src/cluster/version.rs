//! The version of Kubernetes, with the version of each add-on that EKS knows for it.

/// A version of Kubernetes, and of what every cluster runs. Each is one, and not the newest that there is: what runs is what was
/// tried out.
///
/// The versions of `V1_35` are those that `aws eks describe-addon-versions` said first in May 2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KubernetesVersion {
    pub(super) kubernetes: &'static str,
    pub(super) network: &'static str,
    pub(super) names: &'static str,
    pub(super) proxy: &'static str,
    pub(super) identity: &'static str,
    pub(super) disks: &'static str,
    pub(super) metrics: &'static str,
}

impl KubernetesVersion {
    /// Kubernetes 1.35.
    pub const V1_35: Self = Self::new("1.35")
        .vpc_cni("v1.21.1-eksbuild.8")
        .coredns("v1.14.2-eksbuild.4")
        .kube_proxy("v1.35.3-eksbuild.5")
        .pod_identity_agent("v1.3.10-eksbuild.3")
        .ebs_csi_driver("v1.59.0-eksbuild.1")
        .metrics_server("v0.8.1-eksbuild.6");

    /// Another version, such as `1.36`, whose add-ons are to be named.
    #[must_use]
    pub const fn new(kubernetes: &'static str) -> Self {
        Self { kubernetes, network: "", names: "", proxy: "", identity: "", disks: "", metrics: "" }
    }

    /// The version of `vpc-cni`, which gives pods their addresses and keeps to network policies.
    #[must_use]
    pub const fn vpc_cni(self, version: &'static str) -> Self {
        Self { network: version, ..self }
    }

    /// The version of `coredns`.
    #[must_use]
    pub const fn coredns(self, version: &'static str) -> Self {
        Self { names: version, ..self }
    }

    /// The version of `kube-proxy`.
    #[must_use]
    pub const fn kube_proxy(self, version: &'static str) -> Self {
        Self { proxy: version, ..self }
    }

    /// The version of `eks-pod-identity-agent`, by which pods take on roles.
    #[must_use]
    pub const fn pod_identity_agent(self, version: &'static str) -> Self {
        Self { identity: version, ..self }
    }

    /// The version of `aws-ebs-csi-driver`, which makes the disks that charts ask for.
    #[must_use]
    pub const fn ebs_csi_driver(self, version: &'static str) -> Self {
        Self { disks: version, ..self }
    }

    /// The version of `metrics-server`, which measures the CPU and memory by which pods are scaled.
    #[must_use]
    pub const fn metrics_server(self, version: &'static str) -> Self {
        Self { metrics: version, ..self }
    }
}
