//! Workloads.

mod fargate_service;
mod mounts;
mod plan;
mod repository;
mod scaling;
mod service;
mod task;
mod tasks;
#[cfg(test)]
mod tests;

pub use fargate_service::{FargateService, FargateServiceBuilder};
pub use plan::Architecture;
pub use repository::Repository;
pub(crate) use scaling::scale_on_requests;
pub use service::{Served, Service};
pub use tasks::Tasks;
