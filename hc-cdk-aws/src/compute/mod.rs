//! Workloads.

mod cluster;
mod container;
mod deployment;
mod environment;
mod fargate_service;
mod fargate_task;
mod fargate_worker;
mod function;
mod function_code;
mod function_handle;
mod function_made;
mod function_quota;
mod function_release;
mod function_source;
#[cfg(test)]
mod function_tests;
mod image_copies;
mod image_repository;
mod machine;
mod mesh;
#[cfg(test)]
mod mesh_tests;
mod mounts;
mod parts;
mod plan;
mod related;
mod repository;
mod running;
mod scaling;
mod schedule;
mod service;
mod sidecar;
mod task;
mod tasks;
mod telemetry;
#[cfg(test)]
mod telemetry_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod works_tests;

pub use cluster::{Cluster, FargateCluster, FargateClusterBuilder, IsFargateCluster};
pub(crate) use container::PROGRAM;
pub use deployment::Deployment;
pub use fargate_service::{FargateService, FargateServiceBuilder};
pub use fargate_task::{FargateTask, FargateTaskBuilder, Task};
pub use fargate_worker::{FargateWorker, FargateWorkerBuilder, Worker};
pub use function::{Function, FunctionBuilder};
pub use function_code::{Archive, Code, CodeOfFunction, Inline, Runtime};
pub use function_handle::Lambda;
pub(crate) use function_made::STARTS;
pub use function_quota::FunctionQuota;
pub(crate) use function_quota::{ACCOUNT_CONCURRENCY, CONCURRENCY_QUOTA};
pub use function_source::{Source, Triggers};
pub use image_copies::ImageCopies;
pub use image_repository::{Accounts, ImageRepository, ImageRepositoryBuilder};
pub use machine::{
    CalledInStep, Constant, Machine, StateMachine, StateMachineBuilder, StepCall, Steps, StepsFor, When,
};
pub use plan::Architecture;
pub use repository::Repository;
pub(crate) use scaling::scale_on_requests;
pub(crate) use schedule::TIME_ZONES;
pub use schedule::{IsSchedule, Schedule, Weekday};
pub(crate) use service::Deployed;
pub use service::{Served, Service};
pub use sidecar::{IsSidecar, Sidecar};
pub use tasks::{NumberOfTasks, Tasks};
pub use telemetry::{IsTelemetry, Telemetry, TelemetryLayer};
