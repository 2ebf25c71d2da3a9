//! What a task is made of: its containers, and the roles of the program in it and of what starts it.

use hc_cdk::{
    image::Image,
    resource::Made,
    stack::{PhysicalName, Scope},
    value::{Attr, Json, Token, Value},
};

use super::{
    container::Container,
    mounts,
    plan::{Architecture, Work, some},
    repository::Repository,
};
use crate::{
    actions,
    cfn::{
        ecs::{self, task_definition as property},
        iam::Role,
        logs::LogGroup,
    },
    iam::{Statement, role},
    kind::RoleArn,
    network::Calls,
    pseudo,
    uses::{Given, once},
};

const SERVICE: &str = "ecs-tasks.amazonaws.com";

/// A task definition.
pub(super) struct Definition {
    pub(super) made: Made<ecs::TaskDefinition>,
    /// The roles that whoever starts a task has to hand on.
    pub(super) roles: [Attr<RoleArn>; 2],
    /// What its definitions are called.
    pub(super) family: PhysicalName,
    /// What is called before the program runs: for its image, its secrets and its log.
    pub(super) calls: Calls,
}

/// Declares the task definition with its roles; `allowed` is what the program in the container may do.
pub(super) fn definition(
    work: &Work,
    given: &Given,
    allowed: Vec<Statement>,
    scope: &mut Scope<'_>,
    lines: &Made<LogGroup>,
) -> Definition {
    let containers = Container::all(work, given, scope);
    mounts::check(work, given, scope);

    let starting = starting(work, &containers, lines);
    let mut calls = Calls::default();
    calls.by(&starting);
    for it in &containers {
        calls.pulls(&it.image, scope.region());
    }
    let started_by = role(scope, "ExecutionRole", SERVICE, "starts the container", starting);
    let runs_as = role(scope, "TaskRole", SERVICE, "what the program in the container may do", allowed);

    work.size.limit(scope);
    let quarter = work.size.least_memory(scope) / 4;
    let family = scope.physical_name();
    let made = scope.resource(
        "Task",
        ecs::TaskDefinition {
            container_definitions: Some(
                containers.into_iter().map(|it| it.written(work, given, lines, quarter)).collect(),
            ),
            cpu: Some(work.size.cpu.clone().into()),
            execution_role_arn: Some(started_by.get(Role::ARN)),
            family: Some((&family).into()),
            memory: Some(work.size.memory.clone().into()),
            network_mode: Some("awsvpc".into()),
            requires_compatibilities: Some(vec!["FARGATE".into()]),
            runtime_platform: Some(property::RuntimePlatform {
                cpu_architecture: Some(
                    match work.architecture {
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
    );
    Definition { made, roles: [started_by.get(Role::ARN), runs_as.get(Role::ARN)], family, calls }
}

/// What starting the container takes: writing its log, reading its secrets, and pulling its image.
fn starting(work: &Work, containers: &[Container], lines: &Made<LogGroup>) -> Vec<Statement> {
    let mut statements = vec![Statement::allow(
        actions!["logs:CreateLogStream", "logs:PutLogEvents"],
        [Json::from(lines.get(LogGroup::ARN))],
    )];
    for statement in containers.iter().flat_map(|it| &it.environment.secret).flat_map(|(_, field)| field.statements()) {
        once(&mut statements, statement);
    }
    let first = containers.iter().filter_map(|it| repository(&it.image));
    for repository in first.chain(work.releases.as_ref().map(Repository::arn)) {
        let pull = actions!["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
        once(&mut statements, Statement::allow(pull, [repository]));
        // The token is for the whole registry: this action supports no resource but `*`.
        once(&mut statements, Statement::allow(actions!["ecr:GetAuthorizationToken"], ["*"]));
    }
    statements
}

/// The ARN of the image's repository, if it is one in ECR: one of the program, or `account.dkr.ecr.region.amazonaws.com/name`. Nobody
/// knows that of an image which is a parameter.
pub(super) fn repository(image: &Value<Image>) -> Option<Value<String>> {
    let address = image.address()?;
    if let Json::Token(token) = address.json()
        && let Token::Attribute { resource, .. } = token.as_ref()
    {
        return Some(resource.attribute("Arn"));
    }
    let (host, name) = address.json().as_text()?.split_once('/')?;
    let (account, host) = host.split_once(".dkr.ecr.")?;
    let (region, _) = host.split_once(".amazonaws.com")?;
    Some(pseudo::arn_global([format!("ecr:{region}:{account}:repository/{name}").into()]))
}
