//! What of the hospital is measured, who is told of what, and what its board shows.

use hc_cdk::prelude::*;
use hc_cdk_aws::{
    compute::Service,
    observe::{model::preset, prelude::*},
    prelude::{AlarmSet, Key, Sidecar},
    stack::Stack,
};

use super::Phi;

// What every service exports at `/metrics`.
const REQUESTS: Counter = Counter::named("http_requests_total");
const ERRORS: Counter = Counter::named("http_errors_total");
const WAITED: Histogram<Seconds> = Histogram::named("appointment_wait_seconds");
const AUDITED: Counter = Counter::named("audit_records_total");
const USED: Gauge<Count> = Gauge::named("pool_connections");
const SIZE: Gauge<Count> = Gauge::named("pool_size");

/// Where figures are kept for a year. Whoever is told of alarms is told of alerts on them.
pub(crate) fn figures<P: Policy>(stack: &mut Stack<P>, key: &Key, told: &AlarmSet) -> Workspace {
    let figures = Prometheus::builder().key(key).routes(Routes::to(&told.channel("Hospital"))).kept_days(365);
    stack.add("Figures", figures)
}

/// What reads the figures of a service every 15 seconds.
pub(crate) fn collector(figures: &Workspace, image: Image, service: &str) -> Sidecar {
    let exported = (&REQUESTS, &ERRORS, &WAITED, &AUDITED, &USED, &SIZE);
    figures.collector(image, &Scraped::new(service, 8000).exports(exported))
}

/// The board of the hospital, and the alerts on what it shows.
pub(crate) fn watch<P: Policy>(stack: &mut Stack<P>, figures: &Workspace, services: &[Service<Phi>]) {
    let requests = || REQUESTS.everywhere();
    let throughput = requests().per_minute("throughput").title("patients served");
    let throughput = throughput.worse_below(PerMinute(100.0), PerMinute(50.0));
    let waiting = WAITED.everywhere().p95("waiting").title("wait for an appointment, 95 of 100");
    let waiting = waiting.worse_above(Seconds(30.0), Seconds(60.0));
    let uptime = ERRORS.everywhere().rest_of(requests(), "uptime").promised(Percent(99.99));
    let uptime = uptime.title("answered as promised").worse_below(Percent(99.99), Percent(99.9));
    let errors = ERRORS.everywhere().share_of(requests(), "errors").by("service").title("errors of each service");
    let errors = errors.worse_above(Percent(1.0), Percent(2.0));
    let audited = AUDITED.everywhere().per_minute("audited").title("audit records, for 365 days");
    let silent = AUDITED.everywhere().within_minutes("audit_records", 60);
    let pool = USED.everywhere().of(SIZE.everywhere(), "pool").title("connections in use");
    let pool = pool.worse_above(Percent(80.0), Percent(90.0));

    let board = Board::new("hospital", "Hospital")
        .row("Patients", [throughput.line(), waiting.line()])
        .row("Promise", [uptime.figure(), errors.bars()])
        .row("Records", [audited.line(), pool.dial()]);
    let burns = Alert::builder().name("PromiseBurns").when(uptime.burns(Burn::Fast)).severity(Severity::Critical);
    let burns = burns.summary("99.99 % of requests will not be answered this month");
    let burns = burns.runbook(Runbook::first("see which service fails").then("go back to the release before it"));
    let alerts = [
        preset::THROUGHPUT_LOST.of(&throughput),
        preset::WAITING.of(&waiting),
        preset::ERROR_RATE.at("ErrorRate", &errors, Percent(2.0), Severity::Medium),
        preset::POOL_NEARLY_FULL.of(&pool),
        preset::AUDIT_SILENT.of(&silent),
        burns.build(),
    ];
    let watch = Watch::builder().runbooks("https://runbooks.hms.example.org").routes(figures.told());
    let watch = watch.alerts(alerts).boards([board]);
    let mut monitoring = Monitoring::builder().workspace(figures).watch(watch);
    for service in services {
        monitoring = monitoring.of(service);
    }
    stack.add("Watch", monitoring);
}
