//! Thresholds that clinical systems keep having.

use hc_cdk_observe::{Count, Percent, Seconds, Severity};

use super::{
    canary::IsCanary,
    metric::Metric,
    threshold::{Missing, Threshold},
};
use crate::{
    audit::Trail,
    edge::{Certificate, Endpoint, IsUptime, WebsiteHandle},
};

/// Hardly anybody is served: fewer than 20 requests a minute for 5 minutes.
pub fn throughput_lost(endpoint: &Endpoint) -> Threshold {
    endpoint.requests().below(Count(20.0)).periods(5).severity(Severity::Critical)
}

/// More than 2 % of the requests end in an error, in 3 of 5 minutes.
pub fn failing(endpoint: &Endpoint) -> Threshold {
    endpoint.errors().above(Percent(2.0)).periods(5).datapoints(3).severity(Severity::High)
}

/// People wait: 5 of a hundred requests take more than a minute, in 3 of 5 minutes.
pub fn waiting(endpoint: &Endpoint) -> Threshold {
    endpoint.latency_p95().above(Seconds(60.0)).periods(5).datapoints(3).severity(Severity::High)
}

/// Nothing is audited any more: no record for an hour. CloudTrail delivers within minutes, and a system that runs calls
/// AWS all the time.
pub fn audit_silent(trail: &Trail) -> Threshold {
    trail.recorded().every_minutes(60).below(Count(1.0)).severity(Severity::Compliance)
}

/// A pool of connections of that size is more than 90 % in use, in 3 of 5 minutes.
pub fn pool_nearly_full(connections: Metric<Count>, size: u32) -> Threshold {
    connections.above(Count(f64::from(size) * 0.9)).periods(5).datapoints(3).severity(Severity::High)
}

/// More than 5 % of the requests to a website end in an error, in 3 of 5 minutes.
pub fn website_failing(website: &WebsiteHandle) -> Threshold {
    website.errors().above(Percent(5.0)).periods(5).datapoints(3)
}

/// A certificate is valid for less than 30 days. One that renews by itself does that 45 days before it ends at the latest.
pub fn certificate_expiring(certificate: &Certificate) -> Threshold {
    certificate.days_left().below(Count(30.0)).missing(Missing::Ignored)
}

/// It is not there, for 3 minutes.
pub fn gone(uptime: &(impl IsUptime + ?Sized)) -> Threshold {
    uptime.it().is_there().below(Count(1.0)).periods(3)
}

/// In a day it was there for less than 99.9 % of the time.
pub fn less_than_three_nines(uptime: &(impl IsUptime + ?Sized)) -> Threshold {
    uptime.it().available().every_minutes(24 * 60).below(Percent(99.9)).missing(Missing::Ignored)
}

/// Something is not answered as it should, in two runs one after the other. One that asks no more counts as not answered.
pub fn canary_failing(canary: &(impl IsCanary + ?Sized)) -> Threshold {
    canary.it().successes().below(Percent(100.0)).periods(2)
}
