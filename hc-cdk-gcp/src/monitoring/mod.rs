//! Who is told of what happens on Google Cloud.

mod alert;
mod channel;
pub mod preset;
mod uptime;

pub use alert::{AlertPolicy, AlertPolicyBuilder};
pub use channel::{ChannelHandle, IsChannel, NotificationChannel};
pub use preset::{Cause, Condition, Severity};
pub use uptime::{UptimeCheckConfig, UptimeCheckConfigBuilder};
