//! Rules about what runs on machines that come and go: groups of machines, Elastic Beanstalk and EMR.
//!
//! No construct declares such things yet: the rules are for what a construct of a user's own declares.

use hc_cdk::{
    control::hipaa,
    rule::{Must, Subject, at},
    value::Json,
};

use super::{possible::may_be, read::text_at, when::regulated};

const ENVIRONMENT: &[&str] = &["AWS::ElasticBeanstalk::Environment"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub AUTO_SCALING_GROUP_ELB_HEALTH_CHECK_REQUIRED = "AutoScalingGroupELBHealthCheckRequired" {
        sentence: "a machine behind a load balancer is replaced when it stops answering there",
        controls: &[hipaa::AUDIT_CONTROLS],
        on: &["AWS::AutoScaling::AutoScalingGroup"],
        when: regulated,
        must: Must::Hold(|it| !is_behind_a_balancer(it) || asks_the_balancer(it)),
        message: "does not ask its load balancer how its machines are",
        help: "set `HealthCheckType` to `ELB`",
    }

    pub AUTO_SCALING_LAUNCH_CONFIG_PUBLIC_IP_DISABLED = "AutoScalingLaunchConfigPublicIpDisabled" {
        sentence: "machines have no address on the internet",
        controls: &[hipaa::WORKFORCE_SECURITY, hipaa::WORKFORCE_CLEARANCE, hipaa::ACCESS_ISOLATION, hipaa::ACCESS_MODIFICATION, hipaa::ACCESS_CONTROL, hipaa::TRANSMISSION_SECURITY],
        on: &["AWS::AutoScaling::LaunchConfiguration"],
        when: regulated,
        must: Must::False("AssociatePublicIpAddress"),
        message: "may give its machines an address on the internet",
        help: "set `AssociatePublicIpAddress` to false",
    }

    pub ELASTIC_BEANSTALK_ENHANCED_HEALTH_REPORTING_ENABLED = "ElasticBeanstalkEnhancedHealthReportingEnabled" {
        sentence: "the health of an environment is told in detail",
        controls: &[hipaa::AUDIT_CONTROLS],
        on: ENVIRONMENT,
        when: regulated,
        must: Must::Hold(|it| option(it, "aws:elasticbeanstalk:healthreporting:system", "SystemType") == Some("enhanced")),
        message: "does not tell its health in detail",
        help: "set the option `SystemType` of `aws:elasticbeanstalk:healthreporting:system` to `enhanced`",
    }

    pub ELASTIC_BEANSTALK_MANAGED_UPDATES_ENABLED = "ElasticBeanstalkManagedUpdatesEnabled" {
        sentence: "new versions of the platform are installed by themselves",
        controls: &[hipaa::UPDATES],
        on: ENVIRONMENT,
        when: regulated,
        must: Must::Hold(is_updated),
        message: "does not install new versions of its platform by itself",
        help: "set the options `ManagedActionsEnabled`, `PreferredStartTime` and `UpdateLevel` of its managed actions",
    }

    pub EMR_KERBEROS_ENABLED = "EMRKerberosEnabled" {
        sentence: "whoever speaks to a cluster is known by Kerberos",
        controls: &[hipaa::WORKFORCE_SECURITY, hipaa::WORKFORCE_AUTHORIZATION, hipaa::WORKFORCE_CLEARANCE, hipaa::ACCESS_MANAGEMENT, hipaa::ACCESS_ISOLATION, hipaa::ACCESS_AUTHORIZATION, hipaa::ACCESS_MODIFICATION, hipaa::ACCESS_CONTROL],
        on: &["AWS::EMR::Cluster"],
        when: regulated,
        must: Must::Hold(|it| it.property("KerberosAttributes/Realm").is_some() && it.property("SecurityConfiguration").is_some()),
        message: "does not know who speaks to it",
        help: "set `KerberosAttributes` and a `SecurityConfiguration` with Kerberos",
    }
}

fn is_behind_a_balancer(group: &Subject<'_>) -> bool {
    ["LoadBalancerNames", "TargetGroupARNs", "TrafficSources"].iter().any(|it| group.property(it).is_some())
}

fn asks_the_balancer(group: &Subject<'_>) -> bool {
    group.text("HealthCheckType").is_some_and(|kinds| kinds.split(',').any(|kind| kind == "ELB"))
}

/// An option of an environment, as it is set last.
fn option<'a>(environment: &Subject<'a>, space: &str, name: &str) -> Option<&'a str> {
    let can_be = |it: &Json, member: &str, word: &str| at(it, member).is_none_or(|it| may_be(it, |it| it == word));
    let may_set = |it: &&Json| can_be(it, "Namespace", space) && can_be(it, "OptionName", name);
    let last = environment.list("OptionSettings").iter().rev().find(may_set)?;
    let is_meant = text_at(last, "Namespace") == Some(space) && text_at(last, "OptionName") == Some(name);
    text_at(last, "Value").filter(|_| is_meant)
}

fn is_updated(environment: &Subject<'_>) -> bool {
    const ACTIONS: &str = "aws:elasticbeanstalk:managedactions";
    let level = option(environment, "aws:elasticbeanstalk:managedactions:platformupdate", "UpdateLevel");
    option(environment, ACTIONS, "ManagedActionsEnabled") == Some("true")
        && option(environment, ACTIONS, "PreferredStartTime").is_some()
        && matches!(level, Some("minor" | "patch"))
}
