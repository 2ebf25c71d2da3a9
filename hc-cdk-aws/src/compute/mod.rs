//! Workloads.

mod service;

pub use service::Service;
