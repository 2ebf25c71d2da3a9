//! Scaling a service by the requests that its endpoint hands to each task.

use hc_cdk::{
    control::iso27001,
    resource::Made,
    stack::Scope,
    value::{Json, Value},
};

use super::target::Target;
use crate::cfn::{
    applicationautoscaling::{
        ScalingPolicy,
        scaling_policy::{PredefinedMetricSpecification, TargetTrackingScalingPolicyConfiguration},
    },
    elasticloadbalancingv2::{Listener, LoadBalancer, TargetGroup},
};

/// Declares that the service has as many tasks as keep each at about that many requests a minute.
pub(super) fn by_requests(
    scope: &mut Scope<'_>,
    target: &Target,
    requests: u32,
    balancer: &Made<LoadBalancer>,
    targets: &Made<TargetGroup>,
    listener: &Made<Listener>,
) {
    let Some(scaling) = &target.scaling else {
        scope.reject(
            Some(iso27001::CAPACITY),
            format!("scales `{}` by requests, but the service keeps a fixed number of tasks", target.name),
            "give the service a range of tasks, or leave the requests for each task out",
        );
        return;
    };
    let label: [Json; 3] = [
        balancer.get(LoadBalancer::LOAD_BALANCER_FULL_NAME).into(),
        "/".into(),
        targets.get(TargetGroup::TARGET_GROUP_FULL_NAME).into(),
    ];
    let policy = scope.resource(
        "RequestScaling",
        ScalingPolicy {
            policy_name: Some(format!("{}-requests", scope.path().replace('/', "-")).into()),
            policy_type: Some("TargetTrackingScaling".into()),
            scaling_target_id: Some(scaling.id()),
            target_tracking_scaling_policy_configuration: Some(TargetTrackingScalingPolicyConfiguration {
                predefined_metric_specification: Some(PredefinedMetricSpecification {
                    predefined_metric_type: Some("ALBRequestCountPerTarget".into()),
                    resource_label: Some(Value::concat(label)),
                }),
                target_value: Some(f64::from(requests).into()),
                ..Default::default()
            }),
            ..Default::default()
        },
    );
    // The metric exists only for a target group that a listener forwards to.
    scope.depends_on(&policy, listener);
}
