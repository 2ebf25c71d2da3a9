//! Watching workloads: what Prometheus reads, and what it tells whom. Both are objects of its operator.

pub mod prometheus_rule;
pub mod service_monitor;

pub use prometheus_rule::{Alert, AlertBuilder, PrometheusRule, PrometheusRuleBuilder, Severity};
pub use service_monitor::{ServiceMonitor, ServiceMonitorBuilder};

/// The namespace that Prometheus is in.
pub(crate) const NAMESPACE: &str = "monitoring";
