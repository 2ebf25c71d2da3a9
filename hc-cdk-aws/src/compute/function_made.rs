//! What a function is declared as: the function itself, its group, its role, its logs, and the queue of what it fails on.

use hc_cdk::{
    control::{hipaa, iso27001},
    parameter::ParameterType,
    resource::Made,
    stack::Scope,
    value::{Attr, Json, Value},
};

use super::{
    deployment::Deployment,
    environment::Environment,
    function_code::Code,
    function_handle::called,
    function_release::{self, Release},
    function_source::{Run, Source},
    plan::{Architecture, Relations, some},
    schedule::Schedule,
    telemetry::Telemetry,
};
use crate::{
    actions,
    audit::{Logs, log_group},
    cfn::{
        iam,
        lambda::{self, function as property},
        logs::{self, metric_filter},
        scheduler, sqs,
    },
    channel::{self, QueueParts, WithPolicy, sending},
    iam::{Statement, by_way_of, permit, service_role},
    keys::Key,
    kind::FunctionArn,
    network::{Network, SecurityGroup},
    parameters::{FunctionConcurrency, FunctionMemory, FunctionSeconds},
    position::Deletion,
    pseudo,
    storage::FILES_KEEPER,
    uses::{Given, once},
};

/// A function as it is asked for, without the types of its description.
pub(super) struct Asked {
    pub(super) code: Code,
    pub(super) memory: Value<FunctionMemory>,
    pub(super) timeout: Value<FunctionSeconds>,
    pub(super) concurrency: Value<FunctionConcurrency>,
    pub(super) architecture: Architecture,
    pub(super) command: &'static [&'static str],
    pub(super) schedule: Option<Schedule>,
    pub(super) relations: Relations,
    pub(super) sources: Vec<Source>,
    pub(super) deployment: Deployment,
    pub(super) telemetry: Option<Telemetry>,
    /// What its longest start is called in metrics, if it is measured.
    pub(super) start: Option<String>,
}

/// The namespace of metrics about starts.
pub(crate) const STARTS: &str = "Functions";

/// Declares it.
pub(super) fn declare(
    asked: &Asked,
    scope: &mut Scope<'_>,
    network: &Network,
    logs: &Logs<'_>,
    deletion: Deletion,
) -> (Made<lambda::Function>, Option<Release>) {
    limits(asked, scope);
    let lines = log_group(scope, "Logs", logs, None);
    if let Some(name) = &asked.start {
        scope.resource("Starts", starts(&lines, name));
    }
    let events = asked.sources.iter().filter_map(Source::events).collect();
    let parts = QueueParts { name: None, key: logs.key, deletion, hidden_seconds: None, failed: None, events };
    let with_policy = channel::queue_with_policy(scope, "Failed", &parts);
    let failed = &with_policy.made;
    let group = SecurityGroup::closed(scope, &network.id());
    let mut given = Given::to(scope, &group, &asked.relations.uses);
    asked.relations.secrets.iter().for_each(|(_, field)| given.calls.by(&field.statements()));
    given.reach(scope, &group, network, &asked.relations.statements);
    let mut environment = Environment::of_function(&asked.relations, &given);
    if let Some(telemetry) = &asked.telemetry {
        telemetry.check(scope, &asked.code);
        environment.plain.extend(Telemetry::variables());
    }
    environment.check(scope);
    reserved(&environment, scope);
    let role = service_role(
        scope,
        "Role",
        "lambda.amazonaws.com",
        "what the function may do",
        // To be in a network, it needs actions on interfaces that name no resource.
        &["AWSLambdaENIManagementAccess"],
    );
    permit(scope, "RolePolicy", &role, allowed(asked, &given, logs, &lines, failed));
    let function = function(asked, scope, &given, environment, logs);
    let function = lambda::Function {
        dead_letter_config: Some(property::DeadLetterConfig { target_arn: Some(failed.get(sqs::Queue::ARN).into()) }),
        logging_config: Some(property::LoggingConfig {
            log_format: Some("JSON".into()),
            log_group: Some(lines.id().into()),
            ..Default::default()
        }),
        role: Some(role.get(iam::Role::ARN).into()),
        vpc_config: Some(property::VpcConfig {
            security_group_ids: Some(vec![group.id()]),
            subnet_ids: Some(network.private().into_iter().map(Into::into).collect()),
            ..Default::default()
        }),
        ..function
    };
    let made = scope.resource("", function);
    // Lambda tries the queue and the files when the function is made.
    scope.after(&made, "RolePolicy");
    given.rules.iter().for_each(|first| scope.after(&made, first));
    network.is_left_by(scope, &made);
    let release = asked.deployment.shifts().then(|| function_release::declare(scope, &made, asked.deployment));
    run(asked, scope, &called(&made, release.as_ref()), (&with_policy, logs.key));
    (made, release)
}

/// The function, as far as its description says it.
fn function(
    asked: &Asked,
    scope: &mut Scope<'_>,
    given: &Given,
    environment: Environment,
    logs: &Logs<'_>,
) -> lambda::Function {
    let written = asked.code.written(scope, asked.command);
    lambda::Function {
        architectures: Some(vec![
            match asked.architecture {
                Architecture::X86 => "x86_64",
                Architecture::Arm => "arm64",
            }
            .into(),
        ]),
        code: Some(written.code),
        environment: environment.for_function().map(|all| property::Environment { variables: Some(all) }),
        file_system_configs: some(files(given, scope)),
        handler: written.handler,
        image_config: written.image,
        kms_key_arn: Some(logs.key.arn()),
        layers: asked.telemetry.as_ref().and_then(Telemetry::layers),
        memory_size: Some(asked.memory.clone().into()),
        package_type: Some(written.package.into()),
        reserved_concurrent_executions: Some(asked.concurrency.clone().into()),
        runtime: written.runtime,
        timeout: Some(asked.timeout.clone().into()),
        tracing_config: Some(property::TracingConfig { mode: Some("Active".into()) }),
        ..Default::default()
    }
}

/// What is measured of the lines that Lambda itself writes: only a run for which it had to start a function says how long that took.
///
/// Source: "Lambda Telemetry API event schema reference", `platform.report`.
fn starts(lines: &Made<logs::LogGroup>, name: &str) -> logs::MetricFilter {
    logs::MetricFilter {
        filter_pattern: Some("{ $.type = \"platform.report\" && $.record.metrics.initDurationMs > 0 }".into()),
        log_group_name: Some(lines.id()),
        metric_transformations: Some(vec![metric_filter::MetricTransformation {
            metric_name: Some(name.to_owned().into()),
            metric_namespace: Some(STARTS.into()),
            metric_value: Some("$.record.metrics.initDurationMs".into()),
            unit: Some("Milliseconds".into()),
            ..Default::default()
        }]),
        ..Default::default()
    }
}

/// What the function may do: write its log and its traces, read its environment, hand over what it fails on, take what it is run by,
/// and what its program needs.
fn allowed(
    asked: &Asked,
    given: &Given,
    logs: &Logs<'_>,
    lines: &Made<logs::LogGroup>,
    failed: &Made<sqs::Queue>,
) -> Vec<Statement> {
    let mut allowed = vec![
        Statement::allow(
            actions!["logs:CreateLogStream", "logs:PutLogEvents"],
            [Json::from(lines.get(logs::LogGroup::ARN))],
        ),
        // These actions support no resource but `*`.
        Statement::allow(actions!["xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"]),
        by_way_of("lambda", logs.key.arn(), actions!["kms:Decrypt"]),
    ];
    let secrets = asked.relations.secrets.iter().flat_map(|(_, field)| field.statements());
    let more =
        sending(failed, logs.key).into_iter().chain(asked.sources.iter().flat_map(Source::rights)).chain(secrets);
    for statement in more.chain(asked.relations.allowed(given)) {
        once(&mut allowed, statement);
    }
    allowed
}

/// Declares what runs it.
fn run(
    asked: &Asked,
    scope: &mut Scope<'_>,
    function: &Attr<FunctionArn>,
    (failed, key): (&WithPolicy<sqs::Queue, sqs::QueuePolicy>, &Key),
) {
    let (seconds, at_once) = (asked.timeout.json().as_int(), asked.concurrency.json().as_int());
    let run = Run { function, seconds, at_once, failed, key };
    asked.sources.iter().for_each(|source| source.declare(scope, &run));
    asked.sources.iter().for_each(|source| source.check_loop(scope, &asked.relations.uses));
    let Some(schedule) = &asked.schedule else { return };
    let arn = || Json::from(function.clone());
    let starts = vec![Statement::allow(actions!["lambda:InvokeFunction"], [arn()])];
    let target = scheduler::schedule::Target { arn: Some(Value::from_json(arn())), ..Default::default() };
    schedule.declare(scope, "starts the function", starts, target);
}

/// The files that it mounts, of which Lambda takes one, below `/mnt`.
fn files(given: &Given, scope: &mut Scope<'_>) -> Vec<property::FileSystemConfig> {
    let is_mounted_right = |folder: &str| folder.strip_prefix("/mnt/").is_some_and(|rest| !rest.contains('/'));
    let wrong = given.mounts.iter().any(|it| it.mount.keeper != FILES_KEEPER || !is_mounted_right(&it.mount.folder));
    if wrong || given.mounts.len() > 1 {
        scope.reject(
            Some(iso27001::CONFIGURATION),
            "mounts what a function does not: it has one file system at most, in a folder of `/mnt`",
            "connect it to one `FileSystem`, and let that be `.mounted_at(\"/mnt/letters\")`",
        );
    }
    let config = |it: &crate::uses::Mounted| property::FileSystemConfig {
        arn: Some(pseudo::arn_here("elasticfilesystem", ["access-point/".into(), it.mount.entry.clone().into()])),
        local_mount_path: Some(it.mount.folder.clone().into()),
        ..Default::default()
    };
    given.mounts.iter().map(config).collect()
}

/// Reports figures that Lambda does not take.
fn limits(asked: &Asked, scope: &mut Scope<'_>) {
    limit(scope, &asked.memory, "MiB of memory");
    limit(scope, &asked.timeout, "seconds to run");
    limit(scope, &asked.concurrency, "runs at once");
    asked.deployment.check_of_function(scope);
}

fn limit<K: ParameterType>(scope: &mut Scope<'_>, value: &Value<K>, what: &str) {
    scope.holds(value, Some(iso27001::CAPACITY), |number| {
        format!("is a function with {number} {what}, which Lambda does not have")
    });
}

/// The variables that Lambda sets itself, and refuses from others.
///
/// Source: "Defined runtime environment variables" in the developer guide of Lambda.
const RESERVED: [&str; 18] = [
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
];

fn reserved(environment: &Environment, scope: &mut Scope<'_>) {
    for (name, _) in environment.plain.iter().filter(|(name, _)| RESERVED.contains(&name.as_str())) {
        scope.reject(
            Some(hipaa::AUDIT_CONTROLS),
            format!("has the variable `{name}`, which Lambda sets itself"),
            "give it another name",
        );
    }
}
