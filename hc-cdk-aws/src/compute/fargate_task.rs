//! Work on Fargate that comes to an end: a migration that somebody starts, or what is started by the clock.
//!
//! By construction its containers are as confined as those of a service, and what starts it by the clock may start this task in
//! this cluster, hand on its two roles, and nothing else.
//!
//! CloudFormation starts nothing itself. A task without a schedule is there to be started: its handle has the command.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::AllowedUnder,
    model::Role,
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    value::{Attr, Json, Value},
};

use super::{
    running::Prepared,
    schedule::{IsSchedule, Schedule},
};
use crate::{
    actions,
    audit::Logs,
    cfn::scheduler::schedule::{AwsVpcConfiguration, EcsParameters, NetworkConfiguration, Target},
    iam::Statement,
    kind::{SecurityGroupId, SubnetId},
    network::Network,
    rule,
    sentences::WorkListensNowhere,
};

/// Work on Fargate that comes to an end, cleared for data of class `D`.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{compute::Schedule, prelude::*, region};
///
/// const API: Image = image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
///
/// let migration = FargateTask::builder().perimeter(&clinical).image(API).command(&["api", "migrate"]);
/// let migration = stack.add("Migration", migration);
/// stack.output("Migrate", "starts the migration", migration.start());
///
/// let reports = FargateTask::builder().perimeter(&clinical).image(API).command(&["api", "reports"]);
/// stack.add("Reports", reports.schedule(Schedule::daily_at(2, 30)));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct FargateTask<D: DataClass> {
    parts: Parts<D>,
}

super::parts::parts! {
    /// What work is made of.
    pub struct Parts;
    /// Work that is being described.
    pub struct FargateTaskBuilder => FargateTask<D>;
    needs {}
    may {
        /// When it is started; by default by whoever runs its command.
        schedule(schedule: impl IsSchedule) -> Option<Schedule> { Some(schedule.it().clone()) } = None;
    }
    never { port: WorkListensNowhere }
}

impl<D: DataClass> From<Parts<D>> for FargateTask<D> {
    fn from(parts: Parts<D>) -> Self {
        Self { parts }
    }
}

impl<D: DataClass> FargateTask<D> {
    /// Starts the description of work.
    pub fn builder() -> FargateTaskBuilder<D> {
        Parts::builder()
    }
}

/// Work that a stack has taken, and can be started.
#[derive(Debug, Clone)]
pub struct Task<D> {
    definition: Value<String>,
    cluster: Value<String>,
    group: Attr<SecurityGroupId>,
    subnets: Vec<Attr<SubnetId>>,
    class: PhantomData<fn() -> D>,
}

impl<D> Task<D> {
    /// The ARN of its task definition, with the version.
    pub fn definition(&self) -> Value<String> {
        self.definition.clone()
    }

    /// The name of its cluster.
    pub fn cluster(&self) -> Value<String> {
        self.cluster.clone()
    }

    /// The command that starts it once, as whoever deploys the stack can run it.
    pub fn start(&self) -> Value<String> {
        let mut words: Vec<Json> = vec![
            "aws ecs run-task --launch-type FARGATE --cluster ".into(),
            self.cluster().into(),
            " --task-definition ".into(),
            self.definition().into(),
            " --network-configuration 'awsvpcConfiguration={assignPublicIp=DISABLED,securityGroups=[".into(),
            self.group.clone().into(),
            "],subnets=[".into(),
        ];
        for (nth, subnet) in self.subnets.iter().enumerate() {
            if nth > 0 {
                words.push(",".into());
            }
            words.push(subnet.clone().into());
        }
        words.push("]}'".into());
        Value::concat(words)
    }
}

impl<D: DataClass> Spec for FargateTask<D> {
    type Handle = Task<D>;
    const KIND: &'static str = "FargateTask";
    const INVARIANTS: &'static [Rule] = &[
        rule::TASK_IS_CONFINED,
        rule::TASK_HAS_NO_SECRET_AS_TEXT,
        rule::TASK_NAMES_ITS_IMAGES,
        rule::TASK_LOGS,
        rule::TASK_STARTS_IN_ANY_ZONE,
        rule::ACTIONS_ARE_NAMED,
        rule::RESOURCES_ARE_NAMED,
        rule::POLICIES_ARE_WRITTEN_HERE,
        rule::POLICY_STAYS_INSIDE,
        rule::LOG_GROUP_KEEPS,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
    ];
}

impl<D, P> Construct<P, Aws> for FargateTask<D>
where
    D: DataClass + AllowedUnder<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Task<D> {
        let (perimeter, cluster, schedule) =
            (self.parts.perimeter.clone(), self.parts.cluster.clone(), self.parts.schedule.clone());
        // ECS lets only what runs on and on into a mesh.
        let cluster = cluster.map(Cluster::without_mesh);
        let work = self.parts.work(None);
        scope.plays(Role::Workload, D::CLASS);
        work.tell(scope, None);
        let logs = Logs::of::<P>(&perimeter.key);
        let network = &perimeter.network;
        let prepared = Prepared::of(&work, cluster.as_ref(), scope, network, &logs);
        if let Some(schedule) = schedule {
            start_by_the_clock(&prepared, &schedule, scope, network);
        }
        Task {
            definition: prepared.definition.made.id(),
            cluster: prepared.cluster.name(),
            group: prepared.group.id(),
            subnets: network.private(),
            class: PhantomData,
        }
    }
}

/// Declares the schedule, for this task only.
fn start_by_the_clock(prepared: &Prepared, schedule: &Schedule, scope: &mut Scope<'_>, network: &Network) {
    let starts = Statement::allow(actions!["ecs:RunTask"], [Json::from(prepared.definition.made.id())]).when(
        "ArnEquals",
        "ecs:cluster",
        prepared.cluster.arn(),
    );
    let hands_on = Statement::allow(actions!["iam:PassRole"], prepared.definition.roles.clone().map(Json::from)).when(
        "StringEquals",
        "iam:PassedToService",
        "ecs-tasks.amazonaws.com",
    );
    let target = Target {
        arn: Some(prepared.cluster.arn()),
        ecs_parameters: Some(EcsParameters {
            launch_type: Some("FARGATE".into()),
            network_configuration: Some(NetworkConfiguration {
                awsvpc_configuration: Some(AwsVpcConfiguration {
                    assign_public_ip: Some("DISABLED".into()),
                    security_groups: Some(vec![prepared.group.id()]),
                    subnets: Some(network.private()),
                }),
            }),
            platform_version: Some("LATEST".into()),
            task_count: Some(1.0.into()),
            task_definition_arn: Some(prepared.definition.made.id()),
            ..Default::default()
        }),
        ..Default::default()
    };
    let made = schedule.declare(scope, "starts the task", vec![starts, hands_on], target);
    prepared.before(scope, network, &made);
}
