//! What is found in what is watched: alerts that say too little, on what nobody exports, or told to nobody.

use hc_cdk::{data::Phi, image};
use hc_cdk_k8s::{
    monitoring::{
        Monitoring,
        observe::{
            Alert, Channel, Condition, Count, Gauge, KeyOf, Metric, Routes, Runbook, Severity, UptimeCheck, Watch,
        },
    },
    prelude::*,
    workload::{Service, Workload},
};

use crate::findings::found;

const POOL: Gauge<Count> = Gauge::named("pool_used");
const QUEUE: Gauge<Count> = Gauge::named("queue_length");

/// A key of a secret beside what is watched.
fn key(zone: &Namespace<Phi>) -> KeyOf {
    KeyOf { secret: "pager".into(), key: "key", place: zone.name().to_owned(), is_missing: false }
}

/// A watch with one alert.
fn watch(runbooks: &'static str, key: &KeyOf, alert: Alert) -> Watch {
    let routes = Routes::to(&Channel::pager("OnCall", key));
    Watch::builder().runbooks(runbooks).routes(routes).alerts([alert]).build()
}

fn slow(summary: &'static str) -> Alert {
    let up: Gauge<Count> = Gauge::named("up");
    raised(up.everywhere().lowest("up").below(Count(1.0)), summary)
}

fn raised(when: Condition, summary: &'static str) -> Alert {
    let alert = Alert::builder().name("Slow").when(when).severity(Severity::High).summary(summary);
    alert.runbook(Runbook::first("look")).build()
}

/// What is found if that is watched.
fn found_in(watch: impl FnOnce(&Namespace<Phi>) -> Watch) -> String {
    found(|chart, zone| {
        chart.add("Alerts", Monitoring::builder().perimeter(zone).watch(watch(zone)).build());
    })
}

/// What is found if that of a workload is watched, which exports how full its pool is.
fn found_of(watch: impl FnOnce(&Namespace<Phi>, &Service<Phi>) -> Watch) -> String {
    found(|chart, zone| {
        let image =
            image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        let claims = Workload::builder().perimeter(zone).image(image).port(8080).metrics(9090).exports(&POOL);
        let claims = claims.probes(Probes::http("/live", "/ready")).resources(cpu!("200m"), memory!("128Mi"));
        let claims = chart.add("Claims", claims.build());
        chart.add("Figures", ServiceMonitor::builder().target(&claims).build());
        let watch = watch(zone, &claims);
        chart.add("Alerts", Monitoring::builder().perimeter(zone).watch(watch).of(&claims).build());
    })
}

const PAGES: &str = "https://runbooks.example.org";

#[test]
fn what_is_right_passes() {
    assert_eq!(found_in(|zone| watch(PAGES, &key(zone), slow("slow"))), "");
    let pool = |claims: &Service<Phi>| raised(claims.measured(&POOL).highest("pool").above(Count(9.0)), "full");
    assert_eq!(found_of(|zone, claims| watch(PAGES, &key(zone), pool(claims))), "");
}

#[test]
fn an_alert_says_something() {
    let found = found_in(|zone| watch(PAGES, &key(zone), slow(" ")));
    assert!(found.contains("has an alert `Slow` that says too little"), "{found}");
}

#[test]
fn runbooks_have_an_address() {
    let found = found_in(|zone| watch("ask jane", &key(zone), slow("slow")));
    assert!(found.contains("has its runbooks at `ask jane`, which is no address"), "{found}");
}

#[test]
fn a_channel_has_its_key_beside_it() {
    let elsewhere = |zone: &Namespace<Phi>| KeyOf { place: "elsewhere".to_owned(), ..key(zone) };
    let found = found_in(|zone| watch(PAGES, &elsewhere(zone), slow("slow")));
    assert!(found.contains("tells `OnCall` by a key in the namespace `elsewhere`"), "{found}");
    let missing = |zone: &Namespace<Phi>| KeyOf { is_missing: true, ..key(zone) };
    let found = found_in(|zone| watch(PAGES, &missing(zone), slow("slow")));
    assert!(found.contains("tells `OnCall` by the key `key` of a secret that has none"), "{found}");
}

#[test]
fn an_alert_is_on_what_is_exported() {
    let queue = |claims: &Service<Phi>| claims.measured(&QUEUE).highest("queue").above(Count(9.0));
    let found = found_of(|zone, claims| watch(PAGES, &key(zone), raised(queue(claims), "long")));
    assert!(found.contains("measures `queue` by `queue_length`, which `claims` does not export"), "{found}");
    let anybody = || QUEUE.everywhere().highest("queue").above(Count(9.0));
    let found = found_of(|zone, _| watch(PAGES, &key(zone), raised(anybody(), "long")));
    assert!(found.contains("measures `queue` by `queue_length`, which nobody exports"), "{found}");
}

#[test]
fn a_limit_and_its_periods_are_possible() {
    let full = |claims: &Service<Phi>| claims.measured(&POOL).highest("pool").above(Count(9.0)).in_some_of(4, 3);
    let found = found_of(|zone, claims| watch(PAGES, &key(zone), raised(full(claims), "full")));
    assert!(found.contains("has an alert `Slow` that waits for `4` of `3` periods"), "{found}");
}

#[test]
fn an_uptime_check_is_asked_by_somebody() {
    let found = found_in(|zone| {
        let routes = Routes::to(&Channel::pager("OnCall", &key(zone)));
        let check = UptimeCheck::new("claims", "http://claims", 60);
        Watch::builder().runbooks(PAGES).routes(routes).uptimes([check]).build()
    });
    assert!(found.contains("asks `claims` by nobody"), "{found}");
}

#[test]
fn alerts_have_names_of_their_own() {
    let found = found_in(|zone| {
        let routes = Routes::to(&Channel::pager("OnCall", &key(zone)));
        Watch::builder().runbooks(PAGES).routes(routes).alerts([slow("slow"), slow("slow")]).build()
    });
    assert!(found.contains("`clinic/Alerts` has two alerts called `Slow`"), "{found}");
}
