//! A service on Fargate: containers without servers, inside a perimeter.
//!
//! By construction its containers run as a user without privileges on a read-only root file system, what they write stays
//! in memory, its roles name each action and each resource, secrets reach it by reference only, its logs are encrypted and
//! kept, and a deployment that fails is rolled back. Where the policy asks for several zones, at least two tasks run.
//!
//! A service has a cluster of its own. A cluster costs nothing, and so alarms, permissions and the log of commands that are
//! run inside a task belong to one service and not to all of them.
//!
//! It is not for jobs that end, for images by tag, or for containers that must write to their root file system. Nothing can
//! reach it but an `HttpsEndpoint`.

use std::marker::PhantomData;

use hc_cdk::{
    builder::MayBeLeftOut,
    construct::{Construct, Spec},
    data::{AllowedUnder, ClearedFor, DataClass, WrittenBy},
    dimension::{PolicyFloor, availability::AvailabilityFor},
    image::Image,
    literal::variable::Variable,
    model::Role,
    policy::{Dimension, Policy},
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    uses::{LetsIn, Readable, Usable, Use},
    value::Value,
};

use super::{
    Service,
    plan::{Architecture, Plan, Relations},
    scaling, task,
    tasks::Tasks,
};
use crate::{
    audit::{Logs, log_group},
    cfn::{
        applicationautoscaling::ScalableTarget,
        ecs::{self, cluster, service as property},
    },
    iam::Statement,
    kind::LogGroupName,
    literal::fargate::FargateSize,
    network::{Network, SecurityGroup},
    parameters::{ContainerPort, ImageByDigest, PortOfTask, TaskSize},
    perimeter::{Perimeter, PerimeterFor},
    rule,
    secrets::ByReference,
    sentences::{ServiceNeedsImage, ServiceNeedsPerimeter, ServiceNeedsPort},
    stack::Aws,
    uses::Given,
};

/// A service on Fargate, cleared for data of class `D`. `A` is what may fail without the service failing.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder().build());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
/// let api = stack.add("Api", FargateService::builder().perimeter(&clinical)
///     .image(image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .port(8080)
///     .size(fargate!(cpu = 512, memory = 1024))
///     .scale(2..=10)
///     .variable(variable!("LOG_LEVEL", "info"))
///     .scratch("/tmp")
///     .build());
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct FargateService<D: DataClass, A = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> A>,
}

hc_cdk::builder! {
    /// What a service is made of.
    pub struct Parts<D: DataClass>;
    /// A service that is being described.
    pub struct FargateServiceBuilder => FargateService<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &impl PerimeterFor<D>) -> Perimeter<D> { perimeter.it().clone() }: ServiceNeedsPerimeter;
        /// The image of its container: `image!("..")`, or a parameter of the type [`Image`]. Of an image that only the deployment
        /// knows nobody knows the repository: one in ECR is not pulled, since nothing permits it.
        image(image: impl ImageByDigest) -> Value<Image> { image.value() }: ServiceNeedsImage;
        /// The port that it listens on: a number, `port!(8080)`, or a parameter of the type [`ContainerPort`]; from 1024 up, since its
        /// program has no privileges.
        port(port: impl PortOfTask) -> Value<ContainerPort> { port.value() }: ServiceNeedsPort;
        /// How many tasks run at least and at most; by default up to ten, and as few as its availability lets.
        scale(tasks: impl Into<Tasks>) -> Option<Tasks> { Some(tasks.into()) }: MayBeLeftOut;
    }
    may {
        /// The CPU and memory of a task: `fargate!(..)`, or a [`TaskSize`]; by default the smallest there is.
        size(size: impl Into<TaskSize>) -> TaskSize { size.into() } = FargateSize::SMALLEST.into();
        /// The processors that its image is built for.
        architecture(architecture: Architecture) -> Architecture { architecture } = Architecture::default();
        /// How many requests a minute each task takes before there are more of them; an endpoint counts them.
        requests_per_minute(requests: u32) -> u32 { requests } = 1000;
        /// The path that says whether it is healthy.
        health_check(path: &'static str) -> &'static str { path } = "/health";
    }
    also { relations: Relations }
}

impl<D: DataClass, State> FargateServiceBuilder<D, State> {
    /// Lets the service use something, to read and to write: data flows, ports open on both sides, and its variables and
    /// secrets are in the container's environment. What the service knows flows into what it writes to, so that is for data of
    /// the service's own class.
    pub fn connect<U>(mut self, to: &U) -> Self
    where
        U: Usable,
        U::Target: LetsIn<Aws>,
        D: ClearedFor<U::Class>,
        U::Class: WrittenBy<D>,
    {
        self.relations.uses.push(Use::of(to));
        self
    }

    /// Lets the service read something, and not write to it: data of its class or of a lower one.
    pub fn reads<U>(mut self, from: &U) -> Self
    where
        U: Readable,
        U::Target: LetsIn<Aws>,
        D: ClearedFor<U::Class>,
    {
        self.relations.uses.push(Use::reading(from));
        self
    }

    /// Puts a plain variable into the container's environment: `variable!("LOG_LEVEL", "info")`.
    pub fn variable(mut self, variable: Variable) -> Self {
        self.relations.variables.push(variable);
        self
    }

    /// Puts a secret into the container's environment, by reference: the template never has its value.
    pub fn secret(mut self, name: &'static str, field: &(impl ByReference + ?Sized)) -> Self {
        self.relations.secrets.push((name, field.it().clone()));
        self
    }

    /// Lets the program inside the container do something else.
    pub fn allow(mut self, statement: Statement) -> Self {
        self.relations.statements.push(statement);
        self
    }

    /// Mounts a folder that the container can write to, such as `/tmp`. It is kept in memory, takes a quarter of the task's
    /// at most, and is gone when the task stops.
    pub fn scratch(mut self, path: &'static str) -> Self {
        self.relations.scratch.push(path);
        self
    }
}

impl<D: DataClass> From<Parts<D>> for FargateService<D> {
    fn from(parts: Parts<D>) -> Self {
        Self { parts, position: PhantomData }
    }
}

impl<D: DataClass> FargateService<D> {
    /// Starts the description of a service.
    pub fn builder() -> FargateServiceBuilder<D> {
        Parts::builder()
    }
}

impl<D: DataClass, A> FargateService<D, A> {
    /// What may fail without the service failing, instead of what the policy asks for.
    pub fn availability<N>(self, _availability: N) -> FargateService<D, N> {
        FargateService { parts: self.parts, position: PhantomData }
    }
}

impl<D: DataClass, A> Spec for FargateService<D, A> {
    type Handle = Service<D>;
    const KIND: &'static str = "FargateService";
    const INVARIANTS: &'static [Rule] = &[
        rule::TASK_IS_CONFINED,
        rule::TASK_HAS_NO_SECRET_AS_TEXT,
        rule::TASK_NAMES_ITS_IMAGES,
        rule::TASK_LOGS,
        rule::SERVICE_HAS_NO_PUBLIC_ADDRESS,
        rule::SERVICE_ROLLS_BACK,
        rule::SERVICE_HAS_ZONES,
        rule::ACTIONS_ARE_NAMED,
        rule::RESOURCES_ARE_NAMED,
        rule::POLICIES_ARE_WRITTEN_HERE,
        rule::POLICY_STAYS_INSIDE,
        rule::LOG_GROUP_KEEPS,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
    ];
}

impl<D, A, P> Construct<P, Aws> for FargateService<D, A>
where
    D: DataClass + AllowedUnder<P>,
    A: AvailabilityFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Service<D> {
        let Parts { perimeter, image, port, size, architecture, scale, requests_per_minute, health_check, relations } =
            self.parts;
        let tasks = scale.unwrap_or_else(|| Tasks::usual(A::POSITION));
        let health_path = health_check;
        let plan = Plan { image, port, size, architecture, tasks, requests_per_minute, health_path, relations };
        plan.check(scope, A::POSITION);
        scope.stands_at(Dimension::availability, A::POSITION);
        let logs = Logs::of::<P>(&perimeter.key);
        scope.plays(Role::Workload, D::CLASS);
        let Running { group, cluster, made, scaling } = declare(&plan, scope, &perimeter.network, &logs);
        Service {
            this: scope.this(),
            name: scope.path().rsplit('/').next().unwrap_or_default().to_owned(),
            perimeter,
            group,
            port: plan.port,
            health_path,
            container: task::CONTAINER,
            made,
            cluster,
            scaling,
            requests_per_minute,
        }
    }
}

/// What a declared service has.
struct Running {
    group: SecurityGroup,
    cluster: Made<ecs::Cluster>,
    made: Made<ecs::Service>,
    scaling: Made<ScalableTarget>,
}

fn declare(plan: &Plan, scope: &mut Scope<'_>, network: &Network, logs: &Logs<'_>) -> Running {
    let lines = log_group(scope, "Logs", logs, None);
    let cluster = scope.resource("Cluster", cluster(logs, lines.id()));
    let group = SecurityGroup::closed(scope, &network.id());
    group.reach_services(scope);
    let given = Given::to(scope, &group, &plan.relations.uses);
    let allowed = task::allowed(plan, &given);
    let has_rights = !allowed.is_empty();
    let definition = task::definition(plan, &given, allowed, scope, &lines);
    let made = scope.resource("", service(&cluster.id(), &definition, &group, network));
    // A task that starts before its permissions and rules are there fails, and with a few more the deployment does.
    for first in ["ExecutionRolePolicy", "HttpsEgress"] {
        scope.after(&made, first);
    }
    if has_rights {
        scope.after(&made, "TaskRolePolicy");
    }
    given.rules.iter().for_each(|rule| scope.after(&made, rule));
    let scaling = scaling::declare(plan, scope, &cluster.id(), &made.get(ecs::Service::NAME));
    Running { group, cluster, made, scaling }
}

/// A cluster with insights. Nobody can run commands in its tasks; if somebody changes that by hand, the sessions are
/// encrypted and logged beside what the tasks write.
fn cluster(logs: &Logs<'_>, lines: Value<LogGroupName>) -> ecs::Cluster {
    ecs::Cluster {
        cluster_settings: Some(vec![cluster::ClusterSettings {
            name: Some("containerInsights".into()),
            value: Some("enhanced".into()),
        }]),
        configuration: Some(cluster::ClusterConfiguration {
            execute_command_configuration: Some(cluster::ExecuteCommandConfiguration {
                kms_key_id: Some(logs.key.arn().into()),
                log_configuration: Some(cluster::ExecuteCommandLogConfiguration {
                    cloud_watch_encryption_enabled: Some(true.into()),
                    cloud_watch_log_group_name: Some(lines.into()),
                    ..Default::default()
                }),
                logging: Some("OVERRIDE".into()),
            }),
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// The service. How many tasks are desired is left to what scales it: a figure here would be set again at each deployment.
fn service(
    cluster: &Value<String>,
    definition: &Made<ecs::TaskDefinition>,
    group: &SecurityGroup,
    network: &Network,
) -> ecs::Service {
    let yes = || Some(true.into());
    ecs::Service {
        availability_zone_rebalancing: Some("ENABLED".into()),
        cluster: Some(cluster.clone()),
        deployment_configuration: Some(property::DeploymentConfiguration {
            deployment_circuit_breaker: Some(property::DeploymentCircuitBreaker {
                enable: yes(),
                rollback: yes(),
                ..Default::default()
            }),
            maximum_percent: Some(200.into()),
            minimum_healthy_percent: Some(100.into()),
            ..Default::default()
        }),
        enable_ecs_managed_tags: yes(),
        enable_execute_command: Some(false.into()),
        launch_type: Some("FARGATE".into()),
        network_configuration: Some(property::NetworkConfiguration {
            awsvpc_configuration: Some(property::AwsVpcConfiguration {
                assign_public_ip: Some("DISABLED".into()),
                security_groups: Some(vec![group.id()]),
                subnets: Some(network.private()),
            }),
        }),
        platform_version: Some("LATEST".into()),
        propagate_tags: Some("SERVICE".into()),
        task_definition: Some(definition.id()),
        ..Default::default()
    }
}
