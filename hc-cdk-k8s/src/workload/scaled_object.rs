//! The object by which KEDA scales a workload: by CPU and memory as the cluster measures them, and by what Prometheus reads.
//!
//! Source: KEDA, "`ScaledObject` specification", and its scalers "CPU", "Memory" and "Prometheus". The names are those of version 2.17.

use hc_cdk::{
    resource::ResourceType,
    stack::Scope,
    value::{Json, Object, Value},
};
use hc_cdk_manifest::object::{Custom, Specification};
use hc_cdk_observe::write;

use super::{
    scaler::{Measured, Target},
    service::Running,
};
use crate::naming::meta;

/// How often Prometheus may fail to answer, asked every 30 seconds, until there are as many pods as there were.
const FAILURES: u32 = 3;

/// Declares what scales the pods that `made` makes, between so many.
pub(super) fn declare(
    scope: &mut Scope<'_>,
    running: &Running,
    made: Value<String>,
    (least, most): (u32, u32),
    targets: &[Target],
) {
    let Running { zone, name, kind, .. } = running;
    let target = Object::new().with("apiVersion", running.api_version()).with("kind", *kind).with("name", made);
    // What is kept is what there is: by another behaviour, pods that the load asks for would be gone with Prometheus.
    let fallback = Object::new()
        .with("behavior", "currentReplicasIfHigher")
        .with("failureThreshold", FAILURES)
        .with("replicas", least);
    let triggers: Vec<Object> = targets.iter().map(|it| trigger(running, it)).collect();
    let spec = Object::new()
        .with("scaleTargetRef", target)
        .with("pollingInterval", 30)
        .with("minReplicaCount", least)
        .with("maxReplicaCount", most)
        .with("fallback", fallback)
        .with("triggers", triggers);
    scope.resource("Autoscaler", Custom { metadata: meta(name.clone(), zone), spec: ScaledObject(spec) });
}

fn trigger(running: &Running, target: &Target) -> Object {
    let by = |kind: &'static str, how: &'static str, metadata: Object| {
        Object::new().with("type", kind).with("metricType", how).with("metadata", metadata)
    };
    let value = |it: Value<String>| Object::new().with("value", it);
    match target {
        Target::Cpu(share) => by("cpu", "Utilization", value(share.to_string().into())),
        Target::Memory(share) => by("memory", "Utilization", value(share.to_string().into())),
        Target::MemoryAmount(amount) => by("memory", "AverageValue", value(amount.clone().into())),
        Target::Measured(Measured { scaler, figure, each }) => {
            let own = || (running.zone.text.clone(), running.name.clone());
            let (space, job) = figure.of_another.as_ref().map_or_else(own, |(told_by, _)| told_by.clone());
            let query = write::prometheus::load(&figure.load, &[("namespace", &space), ("job", &job)]);
            let metadata = Object::new()
                .with("serverAddress", scaler.server.clone())
                .with("query", query)
                .with("threshold", figure.load.share(*each).unwrap_or_default().to_string())
                // Where nothing is read any more, nothing is known: that is not the same as nothing to do.
                .with("ignoreNullValues", "false");
            by("prometheus", "AverageValue", metadata).with("name", figure.load.name)
        }
    }
}

struct ScaledObject(Object);

impl Specification for ScaledObject {
    const TYPE: &'static ResourceType = &ResourceType::untyped("keda.sh/v1alpha1/ScaledObject");
}

impl From<ScaledObject> for Json {
    fn from(it: ScaledObject) -> Self {
        it.0.into()
    }
}
