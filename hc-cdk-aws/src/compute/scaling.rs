//! What makes a service larger and smaller: rules that keep a metric at a target.

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Json, Value},
};

use super::tasks::Tasks;
use crate::cfn::applicationautoscaling::{ScalableTarget, ScalingPolicy, scaling_policy as property};

/// The share of CPU and memory in use, in percent, at which there is neither too little nor too much of it.
const CPU_PERCENT: u32 = 70;
const MEMORY_PERCENT: u32 = 75;

/// After making a service larger, wait a minute before doing it again; after making it smaller, five.
const OUT_SECONDS: u32 = 60;
const IN_SECONDS: u32 = 300;

/// Declares what scales a service, with rules on CPU and memory.
pub(super) fn declare(
    tasks: &Tasks,
    scope: &mut Scope<'_>,
    cluster: &Value<String>,
    service: &Value<String>,
) -> Made<ScalableTarget> {
    let resource: [Json; 4] = ["service/".into(), cluster.clone().into(), "/".into(), service.clone().into()];
    let target = scope.resource(
        "Scaling",
        ScalableTarget {
            max_capacity: Some(tasks.most.into()),
            min_capacity: Some(tasks.least.clone().into()),
            resource_id: Some(Value::concat(resource)),
            scalable_dimension: Some("ecs:service:DesiredCount".into()),
            service_namespace: Some("ecs".into()),
            ..Default::default()
        },
    );
    for (name, metric, percent) in [
        ("ScalingOnCpu", "ECSServiceAverageCPUUtilization", CPU_PERCENT),
        ("ScalingOnMemory", "ECSServiceAverageMemoryUtilization", MEMORY_PERCENT),
    ] {
        keep(scope, name, &target, metric, None, percent);
    }
    target
}

/// Declares, in the scope of an endpoint, a rule on the requests a minute that each task takes. `label` is what the metric
/// calls the endpoint's target group: `app/name/id/targetgroup/name/id`.
pub(crate) fn scale_on_requests(
    scope: &mut Scope<'_>,
    name: &str,
    target: &Made<ScalableTarget>,
    label: Value<String>,
    requests_per_minute: u32,
) -> Made<ScalingPolicy> {
    keep(scope, name, target, "ALBRequestCountPerTarget", Some(label), requests_per_minute)
}

/// Declares a rule that keeps a metric at a figure. The metric `ALBRequestCountPerTarget` takes the label of its target
/// group.
fn keep(
    scope: &mut Scope<'_>,
    name: &str,
    target: &Made<ScalableTarget>,
    metric: &'static str,
    label: Option<Value<String>>,
    figure: u32,
) -> Made<ScalingPolicy> {
    // Policies of one target have different names, and a service may have several endpoints.
    let policy_name = format!("{}-{name}", scope.name("-"));
    scope.resource(
        name.to_owned(),
        ScalingPolicy {
            policy_name: Some(policy_name.into()),
            policy_type: Some("TargetTrackingScaling".into()),
            scaling_target_id: Some(target.id()),
            target_tracking_scaling_policy_configuration: Some(property::TargetTrackingScalingPolicyConfiguration {
                predefined_metric_specification: Some(property::PredefinedMetricSpecification {
                    predefined_metric_type: Some(metric.into()),
                    resource_label: label,
                }),
                scale_in_cooldown: Some(IN_SECONDS.into()),
                scale_out_cooldown: Some(OUT_SECONDS.into()),
                target_value: Some(f64::from(figure).into()),
                ..Default::default()
            }),
            ..Default::default()
        },
    )
}
