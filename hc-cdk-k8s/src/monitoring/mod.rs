//! Watching workloads: what Prometheus reads, who is told what by Alertmanager, what Grafana shows, what is left of logs. The model is that of
//! [`hc_cdk_observe`], and the objects are those of Prometheus' operator.

mod finding;
pub mod keda;
pub mod logs;
pub mod prometheus;
pub mod receiver;
pub mod service_monitor;
pub mod store_monitor;
pub mod watching;

pub use hc_cdk_observe as observe;
pub use keda::{Keda, KedaBuilder};
pub use logs::{CollectorConfig, CollectorConfigBuilder, LokiConfig, LokiConfigBuilder};
pub use prometheus::{Prometheus, PrometheusBuilder, Watcher};
pub use receiver::{AuditReceiver, AuditReceiverBuilder};
pub use service_monitor::{ServiceMonitor, ServiceMonitorBuilder};
pub use store_monitor::{StoreMonitor, StoreMonitorBuilder};
pub use watching::{Monitored, Monitoring, MonitoringBuilder};

/// What a file about watching needs beside the prelude of the crate: the model's, and what is made of it here.
pub mod prelude {
    pub use hc_cdk_observe::prelude::*;

    pub use crate::monitoring::{Monitoring, Prometheus, Watcher, receiver::RECORDS};
}

/// The namespace that Prometheus is in, if the app has none.
pub(crate) const NAMESPACE: &str = "monitoring";
