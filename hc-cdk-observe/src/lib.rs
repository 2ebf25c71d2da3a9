//! Observability as one model: what is measured, when somebody is told, what a board shows, who is paged.
//!
//! It is said once, typed, and written in the native files of whatever runs there: rules of Prometheus, a configuration of
//! Alertmanager, boards of Grafana, a configuration of the OpenTelemetry Collector. Of an alert an alarm of CloudWatch can be made, too:
//! `hc-cdk-aws` writes both rules of Prometheus and alarms of them, and has alarms on metrics of AWS of its own.
//!
//! ```
//! use std::collections::BTreeSet;
//! use hc_cdk_observe::{Channel, Counter, KeyOf, Metric, PerMinute, Routes, Watch, preset, write};
//!
//! const REQUESTS: Counter = Counter::named("http_requests_total");
//!
//! // Targets give the keys of their secrets; this one stands for such a key.
//! let key = KeyOf { secret: "pager".into(), key: "key", place: String::new(), is_missing: false };
//! let throughput = REQUESTS.everywhere().per_minute("throughput").worse_below(PerMinute(100.0), PerMinute(50.0));
//! let watch = Watch::builder().runbooks("https://runbooks.example.org").routes(Routes::to(&Channel::pager("OnCall", &key)))
//!     .alerts([preset::THROUGHPUT_LOST.of(&throughput)]).build();
//!
//! assert_eq!(watch.faults(&BTreeSet::from(["http_requests_total".to_owned()])), []);
//! let rules = write::prometheus::rules(&watch, "clinic", None);
//! assert_eq!(rules.at("groups/0/rules/1/alert").and_then(|it| it.as_text()), Some("ThroughputLost"));
//! ```
//!
//! A file imports only from what stands above its own folder in this list:
//!
//! | part | what |
//! |---|---|
//! | `sentences` | what the compiler says of a part that is missing |
//! | `unit` | amounts and their units |
//! | `words` | sentences in several languages |
//! | `series` | metrics that workloads export, and what is read of them |
//! | `load` | how much there is to do, for autoscalers |
//! | `indicator` | what is measured, and when it is beyond a limit |
//! | `alert` | when somebody is told, and what to do |
//! | `preset` | alerts that clinical systems keep having |
//! | `board` | rows of indicators |
//! | `uptime` | addresses that are asked every so often |
//! | `channel` | by what somebody is told |
//! | `route` | who is told of what |
//! | `scraped` | figures that a program tells, and how often they are read |
//! | `collector` | who hands logs on, and what is left of them |
//! | `watch` | the whole, and what is wrong with it |
//! | `write` | from the whole to what tools read |
//! | `read` | whether what is written says what it has to say |
//!
//! Invariant: this crate knows no target. What it writes are trees of properties; targets put them where they belong.

mod alert;
mod board;
mod channel;
mod collector;
mod indicator;
mod load;
pub mod preset;
pub mod read;
mod route;
mod scraped;
#[doc(hidden)]
pub mod sentences;
mod series;
mod unit;
mod uptime;
mod watch;
mod words;
pub mod write;

pub use alert::{Alert, AlertBuilder, IsCondition, IsSeverity, Runbook, Severity};
pub use board::{Board, Panel, Shape};
pub use channel::{Channel, HandedOver, KeyOf, Kind};
pub use collector::{Collector, Handed, IsRedaction, Redaction, RedactionBuilder, Sink, Takes, TakesLogsOf, Target};
pub use indicator::{Bands, Burn, Condition, Fold, Indicator, Measured, Missing, Reading, Side, Test};
pub use load::{AddsUp, Load, Shared};
pub use route::{Quiet, Routes, Weekday};
pub use scraped::Scraped;
pub use series::{Compared, Counted, Counter, Gauge, Histogram, Level, Metric, Metrics, Moment, Selected, Spread};
pub use unit::{Amount, Bytes, Count, Dollars, InUnitOf, PerMinute, Percent, Seconds, Unit};
pub use uptime::UptimeCheck;
pub use watch::{Fault, IsWatch, Watch, WatchBuilder};
pub use words::{Language, Words};

/// What a program says of what it watches.
pub mod prelude {
    pub use crate::{
        Alert, Board, Burn, Bytes, Channel, Count, Counter, Gauge, Histogram, Language, Metric, PerMinute, Percent,
        Redaction, Routes, Runbook, Scraped, Seconds, Severity, UptimeCheck, Watch, Weekday, Words, preset,
    };
}
