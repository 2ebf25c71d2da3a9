//! What the oracle sees that is wrong with an autoscaler of KEDA.

use hc_cdk_k8s::assertions::json;

use super::{example::manifest, mutations::all_are_seen};

#[test]
fn what_is_wrong_with_what_keda_scales_is_seen() {
    all_are_seen(
        &manifest(),
        vec![
            ("ScaledObject desk", "/spec/minReplicaCount", json!(1), "as many pods as the policy asks for"),
            ("ScaledObject desk", "/spec/minReplicaCount", json!(null), "a range of pods"),
            ("ScaledObject desk", "/spec/maxReplicaCount", json!(1), "a range of pods"),
            (
                "ScaledObject desk",
                "/spec/scaleTargetRef/name",
                json!("api"),
                "a number of pods that one object decides",
            ),
            ("ScaledObject desk", "/spec/scaleTargetRef/apiVersion", json!("apps/v2"), "a workload that exists"),
            ("ScaledObject desk", "/spec/fallback", json!(null), "as many pods as before when nobody answers"),
            ("ScaledObject desk", "/spec/fallback/behavior", json!("static"), "as many pods as before"),
            ("ScaledObject desk", "/spec/fallback/replicas", json!(1), "as many pods as before"),
            ("ScaledObject desk", "/spec/triggers", json!([]), "something to go by"),
            ("ScaledObject desk", "/spec/triggers/0/metadata/value", json!("0"), "one figure, and its aim"),
            ("ScaledObject desk", "/spec/triggers/2/metricType", json!("Value"), "one figure, and its aim"),
            ("ScaledObject desk", "/spec/triggers/2/metadata/threshold", json!("0.5"), "one figure, and its aim"),
            (
                "ScaledObject desk",
                "/spec/triggers/2/metadata/ignoreNullValues",
                json!("true"),
                "one figure, and its aim",
            ),
            ("ScaledObject desk", "/spec/triggers/2/metadata/serverAddress", json!("http://a"), "a Prometheus that is"),
            ("ScaledObject desk", "/spec/triggers/2/metadata/query", json!("sum(a)"), "figures that somebody reads"),
            ("Service desk", "/metadata/labels", json!({}), "figures that somebody reads"),
        ],
    );
}
