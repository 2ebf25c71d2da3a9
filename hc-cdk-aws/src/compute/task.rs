//! The tasks of a service: one container, its environment, and the roles of the program in it and of what starts it.

use std::collections::BTreeSet;

use hc_cdk::{
    control::{hipaa, iso27001},
    literal::variable::is_variable_name,
    resource::Made,
    stack::Scope,
    value::{Json, Value},
};
use indexmap::IndexMap;

use super::{Architecture, mounts, plan::Plan};
use crate::{
    actions,
    cfn::{
        ecs::{self, task_definition as property},
        iam::Role,
        logs::LogGroup,
    },
    iam::{Statement, role},
    pseudo,
    secrets::SecretField,
    uses::{Given, once},
};

/// The name of the container.
pub(super) const CONTAINER: &str = "app";

/// User and group of the program in the container. The number need not be known to the image.
const USER: &str = "1000:1000";

const SERVICE: &str = "ecs-tasks.amazonaws.com";

/// Declares the task definition with its roles; `allowed` is what the program in the container may do.
pub(super) fn definition(
    plan: &Plan,
    given: &Given,
    allowed: Vec<Statement>,
    scope: &mut Scope<'_>,
    lines: &Made<LogGroup>,
) -> Made<ecs::TaskDefinition> {
    let environment = Environment::of(plan, given);
    environment.check(scope);
    mounts::check(plan, given, scope);

    let started_by = role(scope, "ExecutionRole", SERVICE, "starts the container", starting(plan, &environment, lines));
    let runs_as = role(scope, "TaskRole", SERVICE, "what the program in the container may do", allowed);

    let quarter = plan.size.least_memory(scope) / 4;
    scope.resource(
        "Task",
        ecs::TaskDefinition {
            container_definitions: Some(vec![container(plan, given, environment, lines, quarter)]),
            cpu: Some(plan.size.cpu.clone().into()),
            execution_role_arn: Some(started_by.get(Role::ARN)),
            memory: Some(plan.size.memory.clone().into()),
            network_mode: Some("awsvpc".into()),
            requires_compatibilities: Some(vec!["FARGATE".into()]),
            runtime_platform: Some(property::RuntimePlatform {
                cpu_architecture: Some(
                    match plan.architecture {
                        Architecture::X86 => "X86_64",
                        Architecture::Arm => "ARM64",
                    }
                    .into(),
                ),
                operating_system_family: Some("LINUX".into()),
            }),
            task_role_arn: Some(runs_as.get(Role::ARN)),
            volumes: some(mounts::volumes(given)),
            ..Default::default()
        },
    )
}

/// What the program in the container may do: what it takes to use its stores, and what it asks for itself.
pub(super) fn allowed(plan: &Plan, given: &Given) -> Vec<Statement> {
    let mut allowed = given.statements.clone();
    plan.relations.statements.iter().for_each(|statement| once(&mut allowed, statement.clone()));
    allowed
}

/// What the container finds in its environment.
struct Environment {
    plain: Vec<(String, Value<String>)>,
    secret: Vec<(String, SecretField)>,
    /// What in the program's own values looks like a secret, with the variable's name.
    wrong: Vec<(String, &'static str)>,
}

impl Environment {
    fn of(plan: &Plan, given: &Given) -> Self {
        let mut it = Self { plain: given.variables.clone(), secret: given.secrets.clone(), wrong: Vec::new() };
        for variable in &plan.relations.variables {
            it.wrong.extend(variable.wrong_value().map(|what| (variable.name().to_owned(), what)));
            it.plain.push((variable.name().to_owned(), variable.value().clone()));
        }
        it.secret.extend(plan.relations.secrets.iter().map(|(name, field)| ((*name).to_owned(), field.clone())));
        it
    }

    fn check(&self, scope: &mut Scope<'_>) {
        for (name, what) in &self.wrong {
            scope.reject(
                Some(hipaa::PASSWORDS),
                format!("has the variable `{name}`: {what}"),
                "use `.secret(name, &field)`, which names the secret and not its value",
            );
        }
        let mut seen = BTreeSet::new();
        for name in self.plain.iter().map(|it| &it.0).chain(self.secret.iter().map(|it| &it.0)) {
            if !is_variable_name(name) {
                scope.reject(
                    Some(iso27001::CONFIGURATION),
                    format!("has the variable `{name}`, which is no name of a variable"),
                    "use letters, digits and `_`, and do not begin with a digit",
                );
            } else if !seen.insert(name) {
                scope.reject(
                    Some(iso27001::CONFIGURATION),
                    format!("has two variables `{name}`"),
                    "rename one of them, or the store that brings it",
                );
            }
        }
    }
}

/// What starting the container takes: writing its log, reading its secrets, and pulling its image.
fn starting(plan: &Plan, environment: &Environment, lines: &Made<LogGroup>) -> Vec<Statement> {
    let mut statements = vec![Statement::allow(
        actions!["logs:CreateLogStream", "logs:PutLogEvents"],
        [Json::from(lines.get(LogGroup::ARN))],
    )];
    for statement in environment.secret.iter().flat_map(|(_, field)| field.statements()) {
        once(&mut statements, statement);
    }
    if let Some(repository) = plan.image.json().as_text().and_then(repository) {
        statements.push(Statement::allow(
            actions!["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            [repository],
        ));
        // The token is for the whole registry: this action supports no resource but `*`.
        statements.push(Statement::allow(actions!["ecr:GetAuthorizationToken"], ["*"]));
    }
    statements
}

/// The ARN of the image's repository, if it is one in ECR: `account.dkr.ecr.region.amazonaws.com/name@digest`.
fn repository(image: &str) -> Option<Value<String>> {
    let (host, rest) = image.split_once('/')?;
    let (account, host) = host.split_once(".dkr.ecr.")?;
    let (region, _) = host.split_once(".amazonaws.com")?;
    let (name, _) = rest.split_once('@')?;
    // The digest alone decides; a tag before it is no part of the repository's name.
    let name = name.split_once(':').map_or(name, |(name, _)| name);
    Some(pseudo::arn_global([format!("ecr:{region}:{account}:repository/{name}").into()]))
}

/// `quarter` is the size in MiB of the folders that it can write to.
fn container(
    plan: &Plan,
    given: &Given,
    environment: Environment,
    lines: &Made<LogGroup>,
    quarter: u32,
) -> property::ContainerDefinition {
    let variables = environment
        .plain
        .into_iter()
        .map(|(name, value)| property::KeyValuePair { name: Some(name.into()), value: Some(value) });
    let secrets = environment
        .secret
        .into_iter()
        .map(|(name, field)| property::Secret { name: Some(name.into()), value_from: Some(field.value_from()) });
    property::ContainerDefinition {
        environment: some(variables.collect()),
        essential: Some(true.into()),
        image: Some(Value::from_json(plan.image.clone())),
        linux_parameters: Some(property::LinuxParameters {
            capabilities: Some(property::KernelCapabilities { drop: Some(vec!["ALL".into()]), ..Default::default() }),
            init_process_enabled: Some(true.into()),
            tmpfs: some(plan.relations.scratch.iter().map(|path| scratch(quarter, path)).collect()),
            ..Default::default()
        }),
        log_configuration: Some(log_configuration(lines)),
        mount_points: some(mounts::points(given)),
        name: Some(CONTAINER.into()),
        port_mappings: Some(vec![property::PortMapping {
            container_port: Some(plan.port.clone().into()),
            protocol: Some("tcp".into()),
            ..Default::default()
        }]),
        privileged: Some(false.into()),
        readonly_root_filesystem: Some(true.into()),
        secrets: some(secrets.collect()),
        user: Some(USER.into()),
        ..Default::default()
    }
}

/// A folder in memory. Nothing in it can be executed, and a folder of the image at the same place keeps its permissions.
fn scratch(quarter: u32, path: &'static str) -> property::Tmpfs {
    property::Tmpfs {
        container_path: Some(path.into()),
        mount_options: Some(["rw", "noexec", "nosuid", "nodev"].map(Value::from).into()),
        size: Some(quarter.into()),
    }
}

/// The container goes on when its log cannot be written: up to 25 MiB wait in memory.
fn log_configuration(lines: &Made<LogGroup>) -> property::LogConfiguration {
    let options: [(&str, Value<String>); 5] = [
        ("awslogs-group", lines.id().into()),
        ("awslogs-region", Value::from_json(pseudo::region())),
        ("awslogs-stream-prefix", CONTAINER.into()),
        ("max-buffer-size", "25m".into()),
        ("mode", "non-blocking".into()),
    ];
    property::LogConfiguration {
        log_driver: Some("awslogs".into()),
        options: Some(options.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<IndexMap<_, _>>()),
        ..Default::default()
    }
}

/// A property that is left out if there is nothing in it.
fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}
