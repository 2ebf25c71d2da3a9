//! Rules about machines and containers.

use hc_cdk::{
    control::hipaa,
    rule::{Known, Must, Subject, at, known, one_or_many},
    value::Json,
};

use super::{
    backed_up::is_selected,
    clauses::{AUDITED, BACKED_UP, NOT_PUBLIC},
    possible::{is_looked_up, may_be},
    read::names_one,
    when::regulated,
};

const INSTANCE: &[&str] = &["AWS::EC2::Instance"];
const CONFIGURATION: &str = "AWS::AutoScaling::LaunchConfiguration";
/// Machines, groups of them, and what these are started by.
const MACHINES: &[&str] =
    &["AWS::EC2::Instance", "AWS::EC2::LaunchTemplate", CONFIGURATION, "AWS::AutoScaling::AutoScalingGroup"];

/// The types of machines that reserve no bandwidth for their volumes unless asked to.
///
/// Source: "Amazon EBS-optimized instances" in the EC2 user guide, "EBS optimization supported".
const OPTIMIZED_ON_DEMAND: &[&str] = &[
    "c1.xlarge",
    "c3.xlarge",
    "c3.2xlarge",
    "c3.4xlarge",
    "g2.2xlarge",
    "i2.xlarge",
    "i2.2xlarge",
    "i2.4xlarge",
    "m1.large",
    "m1.xlarge",
    "m2.2xlarge",
    "m2.4xlarge",
    "m3.xlarge",
    "m3.2xlarge",
    "r3.xlarge",
    "r3.2xlarge",
    "r3.4xlarge",
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub EC2_EBS_IN_BACKUP_PLAN = "EC2EBSInBackupPlan" {
        sentence: "a volume is in a backup plan",
        controls: BACKED_UP,
        on: &["AWS::EC2::Volume"],
        when: regulated,
        must: Must::Hold(is_selected),
        message: "is in no backup plan",
        help: "name its ARN in an `AWS::Backup::BackupSelection`",
    }

    pub EC2_EBS_OPTIMIZED_INSTANCE = "EC2EBSOptimizedInstance" {
        sentence: "a machine that can reserve bandwidth for its volumes does",
        controls: &[hipaa::CONTINGENCY_PLAN],
        on: INSTANCE,
        when: regulated,
        must: Must::Hold(is_optimized),
        message: "shares its bandwidth with that of its volumes",
        help: "set `EbsOptimized` to true, or use a type of the current generation",
    }

    pub EC2_IMDSV2_ENABLED = "EC2IMDSv2Enabled" {
        sentence: "the metadata of a machine, where its credentials are, cannot be read by a forged request",
        controls: &[
            hipaa::WORKFORCE_SECURITY,
            hipaa::ACCESS_ISOLATION,
            hipaa::ACCESS_MODIFICATION,
            hipaa::ACCESS_CONTROL,
        ],
        on: MACHINES,
        when: regulated,
        must: Must::Hold(requires_tokens),
        message: "gives its metadata to requests without a token",
        help: "set `MetadataOptions/HttpTokens` to `required`, in the machine or in what it is launched by",
    }

    pub EC2_INSTANCE_DETAILED_MONITORING_ENABLED = "EC2InstanceDetailedMonitoringEnabled" {
        sentence: "a machine is measured every minute",
        controls: AUDITED,
        on: &["AWS::EC2::Instance", CONFIGURATION],
        when: regulated,
        must: Must::Hold(is_monitored),
        message: "is not monitored in detail",
        help: "set `Monitoring` to true, or leave `InstanceMonitoring` of a launch configuration out",
    }

    pub EC2_INSTANCE_NO_PUBLIC_IP = "EC2InstanceNoPublicIp" {
        sentence: "a machine does not ask for a public address",
        controls: NOT_PUBLIC,
        on: INSTANCE,
        when: regulated,
        must: Must::Hold(has_no_public_address),
        message: "takes a public address",
        help: "set `AssociatePublicIpAddress` to false, and put a load balancer in front of it",
    }

    pub EC2_INSTANCE_PROFILE_ATTACHED = "EC2InstanceProfileAttached" {
        sentence: "a machine has permissions of its own",
        controls: &[
            hipaa::WORKFORCE_SECURITY,
            hipaa::WORKFORCE_AUTHORIZATION,
            hipaa::ACCESS_ISOLATION,
            hipaa::ACCESS_AUTHORIZATION,
            hipaa::ACCESS_MODIFICATION,
            hipaa::ACCESS_CONTROL,
        ],
        on: INSTANCE,
        when: regulated,
        must: Must::Hold(|it| names_one(it, "IamInstanceProfile", &["AWS::IAM::InstanceProfile"])),
        message: "has no role of its own",
        help: "set `IamInstanceProfile`, so that nobody puts keys on the machine",
    }

    pub EC2_INSTANCES_IN_VPC = "EC2InstancesInVPC" {
        sentence: "a machine is in a network of the customer",
        controls: NOT_PUBLIC,
        on: INSTANCE,
        when: regulated,
        must: Must::Hold(is_in_a_subnet),
        message: "names no subnet",
        help: "set `SubnetId` to a private subnet of a `Vpc`",
    }

    pub ECS_TASK_DEFINITION_USER_FOR_HOST_MODE = "ECSTaskDefinitionUserForHostMode" {
        sentence: "a container on the network of its host is not root there, unless it says that it is privileged",
        controls: &[
            hipaa::WORKFORCE_SECURITY,
            hipaa::WORKFORCE_AUTHORIZATION,
            hipaa::ACCESS_ISOLATION,
            hipaa::ACCESS_MODIFICATION,
            hipaa::ACCESS_CONTROL,
        ],
        on: &["AWS::ECS::TaskDefinition"],
        when: regulated,
        must: Must::Hold(names_users_on_the_host),
        message: "runs a container as root on the network of its host",
        help: "set `User` in each of its `ContainerDefinitions`, or use the network mode `awsvpc`",
    }
}

fn is_optimized(instance: &Subject<'_>) -> bool {
    let in_question =
        instance.property("InstanceType").is_some_and(|kind| may_be(kind, |it| OPTIMIZED_ON_DEMAND.contains(&it)));
    !in_question || instance.flag("EbsOptimized") == Known::Is(true)
}

fn requires_tokens(machine: &Subject<'_>) -> bool {
    if says_tokens(machine).is_some() {
        return asks_for_tokens(machine);
    }
    let mixed = "MixedInstancesPolicy/LaunchTemplate";
    let own = [
        "LaunchTemplate/LaunchTemplateId",
        "LaunchConfigurationName",
        &format!("{mixed}/LaunchTemplateSpecification/LaunchTemplateId"),
    ];
    let asks = |it: Option<Subject<'_>>| it.is_some_and(|it| asks_for_tokens(&it));
    // A type of machine may be launched by a template of its own.
    let of_type = |it: &Json| match at(it, "LaunchTemplateSpecification") {
        Some(other) => asks(at(other, "LaunchTemplateId").and_then(|id| machine.referred(id))),
        None => it.as_object().is_some(),
    };
    asks(own.iter().find_map(|it| machine.target(it)))
        && one_or_many(machine.property(&format!("{mixed}/Overrides"))).iter().all(of_type)
}

/// Whether a machine or what it is launched by says itself that it wants tokens.
fn asks_for_tokens(machine: &Subject<'_>) -> bool {
    says_tokens(machine).and_then(Json::as_text) == Some("required")
}

fn says_tokens<'a>(machine: &Subject<'a>) -> Option<&'a Json> {
    let of_template = if machine.is("AWS::EC2::LaunchTemplate") { "LaunchTemplateData/" } else { "" };
    machine.property(&format!("{of_template}MetadataOptions/HttpTokens"))
}

/// Machines of a launch configuration are, unless it says otherwise.
fn is_monitored(machine: &Subject<'_>) -> bool {
    if machine.is(CONFIGURATION) {
        return matches!(machine.flag("InstanceMonitoring"), Known::Missing | Known::Is(true));
    }
    machine.flag("Monitoring") == Known::Is(true)
}

fn has_no_public_address(instance: &Subject<'_>) -> bool {
    let address = |it| at(it, "AssociatePublicIpAddress").map_or(Known::Missing, known);
    let mut interfaces = one_or_many(instance.property("NetworkInterfaces")).iter();
    interfaces.all(|it| it.as_object().is_some() && matches!(address(it), Known::Missing | Known::Is(false)))
}

fn is_in_a_subnet(instance: &Subject<'_>) -> bool {
    let interfaces = instance.list("NetworkInterfaces");
    instance.property("SubnetId").is_some()
        || interfaces.iter().any(|it| at(it, "SubnetId").is_some() || at(it, "NetworkInterfaceId").is_some())
}

fn names_users_on_the_host(task: &Subject<'_>) -> bool {
    let on_the_host = task.property("NetworkMode").is_some_and(|mode| may_be(mode, |it| it == "host"));
    let containers = task.list("ContainerDefinitions");
    !on_the_host || !containers.is_empty() && containers.iter().all(is_accounted_for)
}

fn is_accounted_for(container: &Json) -> bool {
    let privileged = at(container, "Privileged").map(known) == Some(Known::Is(true));
    let user = at(container, "User").and_then(Json::as_text).filter(|user| !is_looked_up(user));
    privileged
        || user.is_some_and(|user| {
            let user = user.split(':').next().unwrap_or_default();
            user != "root" && user.parse() != Ok(0)
        })
}
