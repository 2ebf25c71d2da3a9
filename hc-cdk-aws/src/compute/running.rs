//! What runs on and on: a service of ECS with what scales it, and what it has to have before its first task starts.

use hc_cdk::{
    resource::{Made, Resource},
    stack::Scope,
    value::Value,
};

use super::{
    Deployment,
    cluster::Cluster,
    plan::Work,
    scaling,
    task::{self, Definition},
    tasks::Tasks,
};
use crate::{
    audit::{Logs, log_group},
    cfn::{
        applicationautoscaling::ScalableTarget,
        ecs::{self, service as property},
        logs::LogGroup,
    },
    network::{Network, SecurityGroup},
    uses::Given,
};

/// What everything on Fargate has before something starts it.
pub(super) struct Prepared {
    pub(super) group: SecurityGroup,
    pub(super) cluster: Cluster,
    pub(super) definition: Definition,
    /// The names of what has to be there before a task starts: its permissions, and the rules of its ways.
    first: Vec<String>,
    /// Other services that it calls. Those are found that are there before it.
    members: Vec<Value<String>>,
    /// Where its lines go.
    lines: Made<LogGroup>,
}

impl Prepared {
    /// Declares it: logs, a cluster if there is none, the group with its ways, and the task definition with its roles.
    pub(super) fn of(
        work: &Work,
        cluster: Option<&Cluster>,
        scope: &mut Scope<'_>,
        network: &Network,
        logs: &Logs<'_>,
    ) -> Self {
        let lines = log_group(scope, "Logs", logs, None);
        let cluster = cluster.cloned().unwrap_or_else(|| {
            let commands = log_group(scope, "Commands", &logs.for_audit(), None);
            Cluster::declare(scope, "Cluster", logs, commands.id())
        });
        let group = SecurityGroup::closed(scope, &network.id());
        let mesh = cluster.mesh.as_ref().map(|it| &it.namespace);
        let mut given = Given::in_mesh(scope, &group, &work.relations.uses, mesh);
        let allowed = work.relations.allowed(&given);
        let mut first = vec!["ExecutionRolePolicy".to_owned()];
        if !allowed.is_empty() {
            first.push("TaskRolePolicy".to_owned());
        }
        let definition = task::definition(work, &given, allowed, scope, &lines);
        given.calls.extend(definition.calls.clone());
        given.reach(scope, &group, network, &work.relations.statements);
        first.extend(given.rules);
        Self { group, cluster, definition, first, members: given.members, lines }
    }

    /// Makes what starts tasks wait: a task that starts before its permissions, its rules and its way out are there fails, and
    /// with a few more the deployment does.
    pub(super) fn before<R: Resource>(&self, scope: &mut Scope<'_>, network: &Network, made: &Made<R>) {
        self.first.iter().for_each(|first| scope.after(made, first));
        self.members.iter().for_each(|member| scope.waits_for(made, member));
        network.is_left_by(scope, made);
    }
}

/// What a declared service has.
pub(super) struct Running {
    pub(super) group: SecurityGroup,
    pub(super) cluster: Cluster,
    pub(super) made: Made<ecs::Service>,
    pub(super) scaling: Made<ScalableTarget>,
    pub(super) definition: Definition,
}

/// Declares a service with its tasks.
pub(super) fn declare(
    work: &Work,
    tasks: &Tasks,
    deployment: Deployment,
    cluster: Option<&Cluster>,
    scope: &mut Scope<'_>,
    network: &Network,
    logs: &Logs<'_>,
) -> Running {
    let prepared = Prepared::of(work, cluster, scope, network, logs);
    let called = work.called.clone().zip(work.port.clone());
    let joined = prepared.cluster.mesh.as_ref().map(|it| it.joined(called, &prepared.lines));
    let service = ecs::Service { service_connect_configuration: joined, ..service(&prepared, network, deployment) };
    let made = scope.resource("", service);
    prepared.before(scope, network, &made);
    let Prepared { group, cluster, definition, .. } = prepared;
    let scaling = scaling::declare(tasks, scope, &cluster.name(), &made.get(ecs::Service::NAME));
    Running { group, cluster, made, scaling, definition }
}

/// The service. How many tasks are desired is left to what scales it: a figure here would be set again at each deployment.
fn service(prepared: &Prepared, network: &Network, deployment: Deployment) -> ecs::Service {
    let yes = || Some(true.into());
    ecs::Service {
        availability_zone_rebalancing: Some("ENABLED".into()),
        cluster: Some(prepared.cluster.name()),
        deployment_configuration: Some(deployment.configuration()),
        enable_ecs_managed_tags: yes(),
        enable_execute_command: Some(false.into()),
        launch_type: Some("FARGATE".into()),
        network_configuration: Some(property::NetworkConfiguration {
            awsvpc_configuration: Some(property::AwsVpcConfiguration {
                assign_public_ip: Some("DISABLED".into()),
                security_groups: Some(vec![prepared.group.id()]),
                subnets: Some(network.private()),
            }),
        }),
        platform_version: Some("LATEST".into()),
        propagate_tags: Some("SERVICE".into()),
        task_definition: Some(prepared.definition.made.id()),
        ..Default::default()
    }
}
