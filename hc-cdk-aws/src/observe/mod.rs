//! Watching a system: what is measured, when somebody is told, and what a board shows.
//!
//! [`Metric`]s come from handles (`endpoint.requests()`, `service.cpu()`) and know their unit, so a limit in another unit
//! does not compile.

mod alarms;
#[cfg(test)]
mod alert_tests;
mod asked;
mod canary;
#[cfg(test)]
mod canary_tests;
mod contact;
mod dashboard;
mod json_text;
mod measured;
mod metric;
mod misuse;
mod monitoring;
pub mod preset;
mod query;
#[cfg(test)]
mod release_tests;
mod roll_back;
#[cfg(test)]
mod tests;
mod threats;
mod threshold;
mod together;
mod workspace;
#[cfg(test)]
mod workspace_tests;

/// What a watch is made of: metrics that programs export, indicators, alerts, boards and routes.
pub use hc_cdk_observe as model;
pub use hc_cdk_observe::{Amount, Bytes, Count, Dollars, InUnitOf, PerMinute, Percent, Seconds, Severity};

pub use alarms::{AlarmSet, Alarms, AlarmsBuilder};
pub use asked::Asked;
pub use canary::{Canary, CanaryBuilder, CanaryRuns, IsCanary};
pub use contact::{Contact, IsContact};
pub use dashboard::{Board, Dashboard, DashboardBuilder};
pub use measured::AllFunctions;
pub use metric::{IsMetric, Measure, Metric, Statistic};
pub use monitoring::{Monitoring, MonitoringBuilder};
pub use roll_back::{Deployed, RollBack, RollsBack};
pub use threshold::{IsThreshold, Missing, Threshold};
pub use workspace::{Prometheus, PrometheusBuilder, Workspace};

/// What a file about metrics of the program's own needs beside the prelude of the crate: the model's, and what is made of it here.
pub mod prelude {
    pub use hc_cdk_observe::prelude::*;

    pub use crate::observe::{Monitoring, Prometheus, Workspace};
}
