//! Rules about what serves: that tasks are asked whether they are fit to answer, and that what runs is measured.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Known, Must, Subject, real_data},
    value::Json,
};

use super::{
    possible::may_be,
    read::{is_set, names_one, number},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub TARGETS_ARE_ASKED = "TargetsAreAsked" {
        sentence: "tasks are asked for their health at least every 30 seconds, and get no requests once they failed three times",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::EMERGENCY_MODE, soc2::MONITORING, iso27001::MONITORING],
        on: &["AWS::ElasticLoadBalancingV2::TargetGroup"],
        when: real_data,
        must: Must::Hold(|targets| {
            // What is left out is 30 seconds and two failures, and for a function no question, or one each 35 seconds.
            let function = targets.property("TargetType").is_some_and(|it| may_be(it, |it| it == "lambda"));
            let at_most = |name: &str, most: i64| {
                targets.property(name).map_or(!function, |it| number(it).is_some_and(|it| it <= most))
            };
            let asked = targets.flag("HealthCheckEnabled");
            (asked == Known::Is(true) || asked == Known::Missing && !function)
                && at_most("HealthCheckIntervalSeconds", 30)
                && at_most("UnhealthyThresholdCount", 3)
        }),
        message: "asks tasks for their health too seldom, or sends requests to those that fail",
        help: "set `HealthCheckIntervalSeconds` to 30 and `UnhealthyThresholdCount` to 3 at most, or use a `FargateService`",
    }

    pub CLUSTER_IS_MEASURED = "ClusterIsMeasured" {
        sentence: "what its tasks use is measured, and the words of whoever runs commands in them are recorded",
        controls: &[hipaa::AUDIT_CONTROLS, soc2::MONITORING, iso27001::MONITORING],
        on: &["AWS::ECS::Cluster"],
        when: real_data,
        must: Must::Hold(|cluster| {
            let is_on = |it: &Json| matches!(it.as_text(), Some("enabled" | "enhanced"));
            is_set(cluster.list("ClusterSettings"), ("Name", "containerInsights"), is_on) && records_commands(cluster)
        }),
        message: "does not measure what its tasks use, or does not record the commands that are run in them",
        help: "turn on `containerInsights` and log `ExecuteCommandConfiguration`, or use a `FargateCluster`",
    }
}

fn records_commands(cluster: &Subject<'_>) -> bool {
    let commands = "Configuration/ExecuteCommandConfiguration";
    let group = format!("{commands}/LogConfiguration/CloudWatchLogGroupName");
    // A name of a group that exists already has letters, digits and a few signs, as CloudWatch Logs takes it.
    let fits = |it: &str| it.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_/.#".contains(&it));
    cluster.text(&format!("{commands}/Logging")) == Some("OVERRIDE")
        && names_one(cluster, &group, &["AWS::Logs::LogGroup"])
        && cluster.text(&group).is_none_or(fits)
}
