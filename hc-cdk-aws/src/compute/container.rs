//! The containers of a task: the program's own, and those beside it.

use hc_cdk::{control::iso27001, image::Image, resource::Made, stack::Scope, value::Value};
use indexmap::{IndexMap, IndexSet};

use super::{
    environment::Environment,
    mesh, mounts,
    plan::{self, USER, Work, some},
    sidecar::Sidecar,
};
use crate::{
    cfn::{ecs::task_definition as property, logs::LogGroup},
    pseudo,
    uses::Given,
};

/// The name of the program's own container.
pub(crate) const PROGRAM: &str = "app";

/// A container that is going to be written.
pub(super) struct Container {
    name: &'static str,
    pub(super) image: Value<Image>,
    command: &'static [&'static str],
    healthy_if: &'static [&'static str],
    pub(super) environment: Environment,
}

impl Container {
    /// The containers of a task: the program's own first. Reports what cannot be.
    pub(super) fn all(work: &Work, given: &Given, scope: &mut Scope<'_>) -> Vec<Self> {
        plan::check_sidecars(scope, &work.sidecars);
        let program = Self {
            name: PROGRAM,
            image: work.image.clone(),
            command: work.command,
            healthy_if: work.healthy_if,
            environment: Environment::of_program(&work.relations, given),
        };
        let all: Vec<Self> = std::iter::once(program).chain(work.sidecars.iter().map(Self::beside)).collect();
        let mut names = IndexSet::new();
        for it in &all {
            it.environment.check(scope);
            scope.starts_something("command", it.command);
            scope.starts_something("check of health", it.healthy_if);
            if !names.insert(it.name) || !is_name(it.name) {
                scope.reject(
                    Some(iso27001::CONFIGURATION),
                    format!("has a sidecar `{}`, which is no name of its own", it.name),
                    "use letters, digits, `-` and `_`, and another name than `app` and those of other sidecars",
                );
            }
        }
        all
    }

    fn beside(sidecar: &Sidecar) -> Self {
        Self {
            name: sidecar.name,
            image: sidecar.image.clone().into(),
            command: sidecar.command,
            healthy_if: sidecar.healthy_if,
            environment: Environment::default().with(&sidecar.variables, &sidecar.secrets),
        }
    }

    /// The container as a task definition has it. The program's own comes last to start and has its ports and folders; `quarter` is
    /// the size in MiB of those that are kept in memory.
    pub(super) fn written(
        self,
        work: &Work,
        given: &Given,
        lines: &Made<LogGroup>,
        quarter: u32,
    ) -> property::ContainerDefinition {
        let is_program = self.name == PROGRAM;
        let scratch = work.scratch.iter().filter(|_| is_program).map(|path| scratch(quarter, path));
        let first = work.sidecars.iter().filter(|_| is_program).map(|it| property::ContainerDependency {
            condition: Some("START".into()),
            container_name: Some(it.name.into()),
        });
        let port = work.port.clone().filter(|_| is_program).map(|port| property::PortMapping {
            app_protocol: work.called.as_ref().map(|_| "http".into()),
            container_port: Some(port.into()),
            name: work.called.as_ref().map(|_| mesh::PORT.into()),
            protocol: Some("tcp".into()),
            ..Default::default()
        });
        let (environment, secrets) = self.environment.written();
        property::ContainerDefinition {
            command: words(self.command),
            depends_on: some(first.collect()),
            environment,
            essential: Some(true.into()),
            health_check: health_check(self.healthy_if),
            image: Some(Value::from_json(self.image)),
            linux_parameters: Some(property::LinuxParameters {
                capabilities: Some(property::KernelCapabilities {
                    drop: Some(vec!["ALL".into()]),
                    ..Default::default()
                }),
                init_process_enabled: Some(true.into()),
                tmpfs: some(scratch.collect()),
                ..Default::default()
            }),
            log_configuration: Some(log_configuration(lines, self.name)),
            mount_points: some(if is_program { mounts::points(given) } else { Vec::new() }),
            name: Some(self.name.into()),
            port_mappings: port.map(|port| vec![port]),
            privileged: Some(false.into()),
            readonly_root_filesystem: Some(true.into()),
            secrets,
            user: Some(format!("{USER}:{USER}").into()),
            ..Default::default()
        }
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 255 && name.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
}

fn words(words: &[&'static str]) -> Option<Vec<Value<String>>> {
    some(words.iter().map(|word| (*word).into()).collect())
}

/// The program is asked every 30 seconds, given up after three failures, and left in peace for its first minute.
fn health_check(command: &[&'static str]) -> Option<property::HealthCheck> {
    let command = std::iter::once("CMD").chain(command.iter().copied()).map(Value::from);
    let command: Vec<Value<String>> = command.collect();
    (command.len() > 1).then(|| property::HealthCheck {
        command: Some(command),
        interval: Some(30.into()),
        retries: Some(3.into()),
        start_period: Some(60.into()),
        timeout: Some(5.into()),
    })
}

/// A folder in memory. Nothing in it can be executed, and a folder of the image at the same place keeps its permissions.
fn scratch(quarter: u32, path: &'static str) -> property::Tmpfs {
    property::Tmpfs {
        container_path: Some(path.into()),
        mount_options: Some(["rw", "noexec", "nosuid", "nodev"].map(Value::from).into()),
        size: Some(quarter.into()),
    }
}

/// The container goes on when its log cannot be written: up to 25 MiB wait in memory, and what is more is lost. Who may lose no record
/// keeps those in a store of its own, in the transaction that they are about; the log of a program is none.
///
/// Source: AWS, "Preventing log loss with non-blocking mode in the `AWSLogs` container log driver"; ECS does so by default since June 2025.
fn log_configuration(lines: &Made<LogGroup>, container: &'static str) -> property::LogConfiguration {
    let options: [(&str, Value<String>); 5] = [
        ("awslogs-group", lines.id().into()),
        ("awslogs-region", pseudo::region()),
        ("awslogs-stream-prefix", container.into()),
        ("max-buffer-size", "25m".into()),
        ("mode", "non-blocking".into()),
    ];
    property::LogConfiguration {
        log_driver: Some("awslogs".into()),
        options: Some(options.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<IndexMap<_, _>>()),
        ..Default::default()
    }
}
