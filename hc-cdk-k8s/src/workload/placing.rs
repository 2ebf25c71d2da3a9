//! Where pods are placed: on several nodes, and in several zones.

use crate::{api::core, naming::selector};

/// How pods are spread and what becomes of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placing {
    /// Whether the loss of a zone is survived.
    pub(crate) zones: bool,
    /// Whether pods are spread at all.
    pub(crate) spread: bool,
    /// When a pod is started again.
    pub(crate) restart: core::PodSpecRestartPolicy,
    /// How long its logs are kept.
    pub(crate) log_days: u32,
    /// The kind of the object that makes the pods.
    pub(crate) kind: &'static str,
}

/// The label by which what makes pods tells those of one version from those of another.
fn version_of(kind: &str) -> Option<&'static str> {
    match kind {
        "Deployment" => Some("pod-template-hash"),
        "Rollout" => Some("rollouts-pod-template-hash"),
        _ => None,
    }
}

/// Pods on different nodes if that is possible, and in different zones if a zone may be lost.
pub(super) fn spread(name: &str, placing: Placing) -> Vec<core::TopologySpreadConstraint> {
    use core::TopologySpreadConstraintWhenUnsatisfiable::{DoNotSchedule, ScheduleAnyway};
    let over = |key: &'static str, otherwise| core::TopologySpreadConstraint {
        label_selector: Some(selector(name)),
        // While pods are replaced, old ones in a zone do not stand for new ones.
        match_label_keys: version_of(placing.kind).map(|label| vec![label.into()]),
        ..core::TopologySpreadConstraint::new(1, key.into(), otherwise)
    };
    let zones = over("topology.kubernetes.io/zone", if placing.zones { DoNotSchedule } else { ScheduleAnyway });
    vec![
        // Where all nodes are in one zone, pods would be spread over it.
        core::TopologySpreadConstraint { min_domains: placing.zones.then_some(2), ..zones },
        over("kubernetes.io/hostname", ScheduleAnyway),
    ]
}
