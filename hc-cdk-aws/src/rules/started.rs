//! Rules about tasks that are started one by one: by the clock, by an event, or by whoever runs them.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    dimension::availability::{MultiAz, MultiRegion},
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, at, lacks, one_or_many, real_data},
    value::Json,
};

use super::{
    possible::may_be,
    read::{flat_name, text_at, zones},
};

/// What starts tasks: where it says what it starts, and what it calls the network of a task.
const STARTERS: [(&str, &str, &str); 2] = [
    ("AWS::Events::Rule", "Targets", "AwsVpcConfiguration"),
    ("AWS::Scheduler::Schedule", "Target", "AwsvpcConfiguration"),
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SCHEDULED_TASK_HAS_NO_PUBLIC_ADDRESS = "ScheduledTaskHasNoPublicAddress" {
        sentence: "what is started by the clock or by an event has no public address",
        controls: &[hipaa::ACCESS_ISOLATION, hipaa::TRANSMISSION_SECURITY, soc2::BOUNDARY_PROTECTION, iso27001::ACCESS_RESTRICTION],
        on: &[STARTERS[0].0, STARTERS[1].0],
        when: real_data,
        must: Must::Judge(|it| match starts(it) {
            Some(all) if all.is_empty() => Verdict::NotApplicable,
            Some(all) => Verdict::of(all.iter().all(|start| text_at(start.network, "AssignPublicIp") == Some("DISABLED"))),
            None => Verdict::Broken,
        }),
        message: "starts a task with a public address, in no network of its own, or what nobody can read",
        help: "write what it starts in the program, and set `AssignPublicIp` to `DISABLED`, or use a `FargateTask`",
    }

    pub TASK_STARTS_IN_ANY_ZONE = "TaskStartsInAnyZone" {
        sentence: "its tasks start on Fargate, and what of the program starts them does so in as many zones as the policy asks for",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &["AWS::ECS::TaskDefinition"],
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Judge(|task| {
            // How many of a service run, and where, is the service's matter.
            if task.users_of("AWS::ECS::Service").next().is_some() {
                return Verdict::NotApplicable;
            }
            let machines = task.list("RequiresCompatibilities");
            let fargate = !machines.is_empty() && machines.iter().all(|it| it.as_text() == Some("FARGATE"));
            let floor = task.stack.policy.floor(Dimension::availability);
            let zones = floor < MultiAz::POSITION || floor < MultiRegion::POSITION && starts_in_zones(task);
            Verdict::of(fargate && zones)
        }),
        message: "may run on machines of its own, or is started in too few zones for what the policy asks for",
        help: "name `FARGATE` in `RequiresCompatibilities`, and start it in subnets of two zones, or use a `FargateTask`",
    }
}

/// A start of a task.
struct Start<'a> {
    /// What is started.
    target: &'a Json,
    /// How its network is configured; nothing that can be read, if it is not.
    network: &'a Json,
}

/// Nothing that can be read.
static UNREADABLE: Json = Json::Null;

/// The tasks that something starts; nothing if it cannot be read.
fn starts<'a>(it: &Subject<'a>) -> Option<Vec<Start<'a>>> {
    let (_, path, network) = STARTERS.iter().find(|(kind, ..)| it.is(kind))?;
    let targets = one_or_many(it.property(path));
    let network = format!("EcsParameters/NetworkConfiguration/{network}");
    // A schedule can call the API of ECS itself, by a text that is not read.
    let is_ecs = |arn: &str| arn.contains(":aws-sdk:ecs:");
    let calls = |target: &&Json| {
        at(target, "Arn").is_some_and(|it| may_be(it, is_ecs) && flat_name(it).is_none_or(|it| is_ecs(&it)))
    };
    let tasks = targets.iter().filter(|it| !lacks(it, "EcsParameters") || calls(it));
    let start = |target| Start { target, network: at(target, &network).unwrap_or(&UNREADABLE) };
    targets.iter().all(|it| it.as_object().is_some()).then(|| tasks.map(start).collect())
}

/// Whether whatever starts the task can do so in more than one zone.
fn starts_in_zones(task: &Subject<'_>) -> bool {
    STARTERS.iter().all(|(kind, ..)| {
        task.users_of(kind).all(|by| {
            let of_task = |start: &&Start<'_>| task.is_named_by(start.target);
            let several = |start: &Start<'_>| zones(&by, one_or_many(at(start.network, "Subnets"))) > 1;
            starts(&by).is_some_and(|all| all.iter().filter(of_task).all(several))
        })
    })
}
