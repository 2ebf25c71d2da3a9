//! Rules about how requests move to a new version of a function.

use hc_cdk::{
    control::{Control, iso27001, part11, soc2},
    rule::{Known, Must, Subject, Verdict, at, real_data},
    value::Json,
};

use super::read::may_be_of;

const GROUP: &[&str] = &["AWS::CodeDeploy::DeploymentGroup"];

const CHANGED: &[Control] = &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, part11::VALIDATION];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CODE_DEPLOY_AUTO_ROLLBACK_MONITOR_ENABLED = "CodeDeployAutoRollbackMonitorEnabled" {
        sentence: "a deployment that fails, or during which an alarm is raised, is rolled back",
        controls: CHANGED,
        on: GROUP,
        when: real_data,
        must: Must::Hold(rolls_back),
        message: "keeps a version that fails, since nothing rolls it back",
        help: "add `alarms.roll_back(\"Failing\", &function)`, which names an alarm in `AlarmConfiguration` and in `AutoRollbackConfiguration`",
    }

    pub CODE_DEPLOY_LAMBDA_ALLATONCE_TRAFFIC_SHIFT_DISABLED = "CodeDeployLambdaAllatonceTrafficShiftDisabled" {
        sentence: "requests move to a new version of a function by and by",
        controls: CHANGED,
        on: GROUP,
        when: real_data,
        must: Must::Judge(shifts),
        message: "moves all requests to a new version of a function at once",
        help: "use `Deployment::canary(10, 15)` or `Deployment::linear(10, 5)`",
    }
}

fn rolls_back(group: &Subject<'_>) -> bool {
    let events = group.list("AutoRollbackConfiguration/Events");
    let says = |event: &str| events.iter().any(|it| it.as_text() == Some(event));
    let alarms = group.list("AlarmConfiguration/Alarms");
    let is_alarm = |it: &Json| {
        let kinds = ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"];
        at(it, "Name").is_some_and(|name| may_be_of(group, name, &kinds))
    };
    let waits = matches!(group.flag("AlarmConfiguration/IgnorePollAlarmFailure"), Known::Is(false) | Known::Missing);
    group.flag("AutoRollbackConfiguration/Enabled") == Known::Is(true)
        && says("DEPLOYMENT_FAILURE")
        && says("DEPLOYMENT_STOP_ON_ALARM")
        && group.flag("AlarmConfiguration/Enabled") == Known::Is(true)
        && waits
        && !alarms.is_empty()
        && alarms.iter().all(is_alarm)
}

/// Of what is deployed to machines or to ECS nothing is said.
fn shifts(group: &Subject<'_>) -> Verdict {
    let platform = group.target("ApplicationName").filter(|it| it.is("AWS::CodeDeploy::Application"));
    let is_other =
        |it: &Subject<'_>| it.lacks("ComputePlatform") || matches!(it.text("ComputePlatform"), Some("ECS" | "Server"));
    if platform.as_ref().is_some_and(is_other) {
        return Verdict::NotApplicable;
    }
    let config = group.target("DeploymentConfigName").filter(|it| it.is("AWS::CodeDeploy::DeploymentConfig"));
    let by_and_by =
        |it: &Subject<'_>| matches!(it.text("TrafficRoutingConfig/Type"), Some("TimeBasedCanary" | "TimeBasedLinear"));
    let known = ["CodeDeployDefault.LambdaCanary", "CodeDeployDefault.LambdaLinear"];
    let name = group.text("DeploymentConfigName");
    let is_known = name.is_some_and(|it| known.iter().any(|known| it.starts_with(known)));
    Verdict::of(config.as_ref().map_or(is_known, by_and_by))
}
