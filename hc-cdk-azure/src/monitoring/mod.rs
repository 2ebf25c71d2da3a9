//! Who is told of what.

mod action;
mod alert;
pub mod preset;

pub use action::{ActionGroup, ActionHandle};
pub use alert::{Gauge, LogAlert, LogAlertBuilder, Measured, MetricAlert, MetricAlertBuilder};
