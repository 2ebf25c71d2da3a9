//! The alerts of the real systems, with their owners' own figures, and series that just do and just do not raise each.

use hc_cdk_observe::{
    Alert, Burn, Channel, Count, Counter, Gauge, Histogram, KeyOf, Metric, Moment, PerMinute, Percent, Routes, Runbook,
    Seconds, Severity, Watch, Weekday, preset,
};

/// A system, what of it is watched, and what raises its alerts.
pub(crate) struct System {
    pub(crate) name: &'static str,
    pub(crate) watch: Watch,
    pub(crate) cases: &'static [Case],
}

/// An alert, the minute at which it is looked at, and series that raise it and that do not, as `promtool` writes them.
pub(crate) type Case =
    (&'static str, u32, &'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

const REQUESTS: Counter = Counter::named("requests_total");
const ERRORS: Counter = Counter::named("errors_total");
const ANSWERED: Histogram<Seconds> = Histogram::named("answered_seconds");
const USED: Gauge<Count> = Gauge::named("pool_used");
const SIZE: Gauge<Count> = Gauge::named("pool_size");
const AUDITED: Counter = Counter::named("audit_records_total");
const INCIDENTS: Counter = Counter::named("incidents_total");
const DECISIONS: Counter = Counter::named("decisions_total");
const RIGHT: Gauge<Percent> = Gauge::named("model_accuracy");
const LAG: Gauge<Seconds> = Gauge::named("replication_lag_seconds");
const BACKUP: Gauge<Moment> = Gauge::named("backup_seconds");
const EXPIRY: Gauge<Moment> = Gauge::named("probe_ssl_earliest_cert_expiry");
const COLD: Gauge<Seconds> = Gauge::named("cold_start_seconds");
const SPENT: Gauge<Percent> = Gauge::named("spent_more");
const SNAPSHOTS: Gauge<Count> = Gauge::named("snapshots_in_time");

pub(crate) fn all() -> [System; 4] {
    [hms(), healthhub(), vn_claims(), medical_ai()]
}

/// All systems tell the same people here.
fn watch(alerts: impl IntoIterator<Item = Alert>) -> Watch {
    let key = |key| KeyOf { secret: "channels".into(), key, place: String::new(), is_missing: false };
    let pager = Channel::pager("OnCall", &key("pager"));
    let mail = Channel::mail("Officer", "dpo@example.org", "a@example.org", "mail.example.org:587", &key("mail"));
    let team = Channel::slack("Team", "#team", &key("slack"));
    let (managers, desk) = (Channel::teams("Managers", &key("teams")), Channel::webhook("Desk", &key("hook")));
    let routes = Routes::to(&team).on(Severity::Critical, &pager).on(Severity::Compliance, &mail);
    let routes = routes.on(Severity::Low, &desk).escalate(Severity::Critical, 15, &managers);
    let watch = Watch::builder().runbooks("https://runbooks.example.org").routes(routes.quiet(Weekday::Sunday, 2..4));
    watch.alerts(alerts).build()
}

fn hms() -> System {
    let requests = REQUESTS.everywhere();
    let throughput = requests.clone().per_minute("throughput");
    let errors = ERRORS.everywhere().share_of(requests.clone(), "errors").by("service");
    let pool = USED.everywhere().of(SIZE.everywhere(), "pool");
    let audited = AUDITED.everywhere().within_minutes("audited", 60);
    let well = ERRORS.everywhere().rest_of(requests, "well").promised(Percent(99.99));
    let burns = Alert::builder().name("PromiseBurns").when(well.burns(Burn::Fast)).severity(Severity::Critical);
    let burns = burns.summary("99.99 % will not be kept").runbook(Runbook::first("see which errors there are")).build();
    System {
        name: "hms",
        watch: watch([
            preset::THROUGHPUT_LOST.of(&throughput),
            preset::ERROR_RATE.of(&errors),
            preset::POOL_NEARLY_FULL.of(&pool),
            preset::AUDIT_SILENT.of(&audited),
            burns,
        ]),
        cases: &[
            ("ThroughputLost", 6, &[("requests_total", "0+19x90")], &[("requests_total", "0+21x90")]),
            // Only the minute in which nothing is known yet is below, and five are needed.
            ("ThroughputLost", 5, &[("requests_total", "0+0x90")], &[("requests_total", "0+30x90")]),
            (
                "ErrorRate",
                10,
                &[("requests_total{service=\"auth\"}", "0+100x90"), ("errors_total{service=\"auth\"}", "0+3x90")],
                &[("requests_total{service=\"auth\"}", "0+100x90"), ("errors_total{service=\"auth\"}", "0+2x90")],
            ),
            (
                "PoolNearlyFull",
                10,
                &[("pool_used", "91x90"), ("pool_size", "100x90")],
                &[("pool_used", "90x90"), ("pool_size", "100x90")],
            ),
            ("AuditSilent", 75, &[("audit_records_total", "0+1x10 10x80")], &[("audit_records_total", "0+1x90")]),
            (
                "PromiseBurns",
                80,
                &[("requests_total", "0+10000x90"), ("errors_total", "0+15x90")],
                &[("requests_total", "0+10000x90"), ("errors_total", "0+14x90")],
            ),
        ],
    }
}

fn healthhub() -> System {
    let failed = |kind| ERRORS.everywhere().is("kind", kind);
    let waiting = ANSWERED.everywhere().p95("waiting");
    let tell = |name, kind, measured, limit, severity| {
        let when = failed(kind).within_minutes(measured, 5).above(Count(limit));
        let alert = Alert::builder().name(name).when(when).severity(severity).summary("requests fail");
        alert.runbook(Runbook::first("see what fails").then("go back to the release before")).build()
    };
    let cold = COLD.everywhere().highest("cold_start").above(Seconds(1.0));
    let cold =
        Alert::builder().name("ColdStart").when(cold).severity(Severity::Medium).summary("functions start slowly");
    System {
        name: "healthhub",
        watch: watch([
            tell("Api5xx", "api", "api_errors", 5.0, Severity::Critical),
            tell("FunctionErrors", "function", "function_errors", 10.0, Severity::Critical),
            tell("Throttled", "throttle", "throttles", 0.0, Severity::Critical),
            tell("EdgeErrors", "edge", "edge_errors", 5.0, Severity::Critical),
            preset::WAITING.at("Latency", &waiting, Seconds(0.2), Severity::Medium),
            cold.runbook(Runbook::first("see which functions start")).build(),
            preset::BUDGET.of(&SPENT.everywhere().highest("spent")),
            preset::CERTIFICATE_EXPIRING.of(&EXPIRY.everywhere().until("certificate")),
        ]),
        cases: &[
            (
                "Api5xx",
                10,
                &[("errors_total{kind=\"api\"}", "0x6 6x10")],
                &[("errors_total{kind=\"api\"}", "0x6 5x10")],
            ),
            (
                "FunctionErrors",
                10,
                &[("errors_total{kind=\"function\"}", "0x6 11x10")],
                &[("errors_total{kind=\"function\"}", "0x6 10x10")],
            ),
            (
                "Throttled",
                10,
                &[("errors_total{kind=\"throttle\"}", "0x6 1x10")],
                &[("errors_total{kind=\"throttle\"}", "0x20")],
            ),
            (
                "EdgeErrors",
                10,
                &[("errors_total{kind=\"edge\"}", "0x6 6x10")],
                &[("errors_total{kind=\"edge\"}", "0x6 5x10")],
            ),
            (
                "Latency",
                10,
                &[
                    ("answered_seconds_bucket{le=\"0.2\"}", "0+94x20"),
                    ("answered_seconds_bucket{le=\"1\"}", "0+100x20"),
                    ("answered_seconds_bucket{le=\"+Inf\"}", "0+100x20"),
                ],
                &[
                    ("answered_seconds_bucket{le=\"0.2\"}", "0+96x20"),
                    ("answered_seconds_bucket{le=\"1\"}", "0+100x20"),
                    ("answered_seconds_bucket{le=\"+Inf\"}", "0+100x20"),
                ],
            ),
            ("ColdStart", 5, &[("cold_start_seconds", "1.1x10")], &[("cold_start_seconds", "1x10")]),
            ("Budget", 5, &[("spent_more", "11x10")], &[("spent_more", "10x10")]),
            // The clock of these tests begins at 1970: 30 days are 2 592 000 seconds.
            (
                "CertificateExpiring",
                5,
                &[("probe_ssl_earliest_cert_expiry", "2592200x10")],
                &[("probe_ssl_earliest_cert_expiry", "2592400x10")],
            ),
        ],
    }
}

fn vn_claims() -> System {
    let requests = REQUESTS.everywhere();
    let waiting = ANSWERED.everywhere().p95("waiting");
    let available = ERRORS.everywhere().rest_of(requests.clone(), "available");
    let errors = ERRORS.everywhere().share_of(requests, "errors");
    let refused = INCIDENTS.everywhere().is("kind", "refused").within_minutes("refused", 5);
    let consent = INCIDENTS.everywhere().is("kind", "consent").within_minutes("consent", 5);
    System {
        name: "vn-claims",
        watch: watch([
            preset::WAITING.at("Slow", &waiting, Seconds(2.0), Severity::High),
            preset::WAITING.at("VerySlow", &waiting, Seconds(5.0), Severity::Critical),
            preset::AVAILABILITY.at("LessAvailable", &available, Percent(99.5), Severity::High),
            preset::AVAILABILITY.at("NotAvailable", &available, Percent(99.0), Severity::Critical),
            preset::ERROR_RATE.at("Errors", &errors, Percent(1.0), Severity::High),
            preset::ERROR_RATE.at("ManyErrors", &errors, Percent(5.0), Severity::Critical),
            preset::UNCLEARED_READ.of(&refused),
            preset::CONSENT_MISSING.of(&consent),
            preset::SNAPSHOTS_MISSED.of(&SNAPSHOTS.everywhere().is("color", "green").lowest("snapshots")),
        ]),
        cases: &[
            ("Slow", 10, SLOWER_THAN_TWO, QUICKER_THAN_TWO),
            ("VerySlow", 10, SLOWER_THAN_FIVE, SLOWER_THAN_TWO),
            ("LessAvailable", 10, &[ALL, ("errors_total", "0+6x20")], &[ALL, ("errors_total", "0+5x20")]),
            ("NotAvailable", 10, &[ALL, ("errors_total", "0+11x20")], &[ALL, ("errors_total", "0+10x20")]),
            ("Errors", 10, &[ALL, ("errors_total", "0+11x20")], &[ALL, ("errors_total", "0+10x20")]),
            ("ManyErrors", 10, &[ALL, ("errors_total", "0+51x20")], &[ALL, ("errors_total", "0+50x20")]),
            (
                "UnclearedRead",
                10,
                // Nothing is exported before the first read that is refused.
                &[("incidents_total{kind=\"refused\"}", "_x8 1x10")],
                &[("incidents_total{kind=\"refused\"}", "1x20")],
            ),
            (
                "ConsentMissing",
                10,
                &[("incidents_total{kind=\"consent\"}", "0x8 1x10")],
                // What was counted before somebody could not be asked is not counted again.
                &[("incidents_total{kind=\"consent\"}", "1x3 _x4 1x15")],
            ),
            (
                "SnapshotsMissed",
                10,
                &[
                    ("snapshots_in_time{color=\"green\"}", "1x4 0x15"),
                    ("snapshots_in_time{color=\"yellow\"}", "0x4 1x15"),
                ],
                &[("snapshots_in_time{color=\"green\"}", "1x20"), ("snapshots_in_time{color=\"yellow\"}", "0x20")],
            ),
        ],
    }
}

const ALL: (&str, &str) = ("requests_total", "0+1000x20");
const SLOWER_THAN_TWO: &[(&str, &str)] = &[
    ("answered_seconds_bucket{le=\"2\"}", "0+94x20"),
    ("answered_seconds_bucket{le=\"5\"}", "0+100x20"),
    ("answered_seconds_bucket{le=\"10\"}", "0+100x20"),
    ("answered_seconds_bucket{le=\"+Inf\"}", "0+100x20"),
];
const QUICKER_THAN_TWO: &[(&str, &str)] = &[
    ("answered_seconds_bucket{le=\"2\"}", "0+96x20"),
    ("answered_seconds_bucket{le=\"5\"}", "0+100x20"),
    ("answered_seconds_bucket{le=\"10\"}", "0+100x20"),
    ("answered_seconds_bucket{le=\"+Inf\"}", "0+100x20"),
];
const SLOWER_THAN_FIVE: &[(&str, &str)] = &[
    ("answered_seconds_bucket{le=\"2\"}", "0+80x20"),
    ("answered_seconds_bucket{le=\"5\"}", "0+94x20"),
    ("answered_seconds_bucket{le=\"10\"}", "0+100x20"),
    ("answered_seconds_bucket{le=\"+Inf\"}", "0+100x20"),
];

fn medical_ai() -> System {
    let incidents = |kind, name| INCIDENTS.everywhere().is("kind", kind).within_minutes(name, 5);
    let decided = DECISIONS.everywhere().within_minutes("decisions_logged", 60).below(Count(1.0));
    let decided = Alert::builder().name("DecisionsNotLogged").when(decided).severity(Severity::Compliance);
    let decided = decided.summary("what the model decides is not logged (FDA clinical decision support)");
    let requests = REQUESTS.everywhere();
    let available = ERRORS.everywhere().rest_of(requests, "available");
    System {
        name: "medical-ai",
        watch: watch([
            preset::UNCLEARED_READ.of(&incidents("hipaa", "hipaa_violations")),
            decided.runbook(Runbook::first("stop the model until it is logged again")).build(),
            preset::MODEL_ACCURACY.of(&RIGHT.everywhere().mean("accuracy")),
            preset::UNCLEARED_READ.at(
                "SecurityIncident",
                &incidents("security", "security"),
                Count(0.0),
                Severity::Critical,
            ),
            preset::AVAILABILITY.at("Availability", &available, Percent(99.95), Severity::Critical),
            preset::WAITING.at("Slow", &ANSWERED.everywhere().p95("waiting"), Seconds(2.0), Severity::High),
            preset::REPLICATION_LAG.of(&LAG.everywhere().highest("lag")),
            preset::BACKUP_MISSED.of(&BACKUP.everywhere().since("backup")),
            preset::THROUGHPUT_LOST.at(
                "NobodyServed",
                &REQUESTS.everywhere().per_minute("served"),
                PerMinute(1.0),
                Severity::Critical,
            ),
        ]),
        cases: &[
            (
                "UnclearedRead",
                10,
                &[("incidents_total{kind=\"hipaa\"}", "0x8 1x10")],
                &[("incidents_total{kind=\"hipaa\"}", "1x20")],
            ),
            ("DecisionsNotLogged", 75, &[("decisions_total", "0+1x10 10x80")], &[("decisions_total", "0+1x90")]),
            ("ModelAccuracy", 10, &[("model_accuracy", "89x20")], &[("model_accuracy", "90x20")]),
            (
                "SecurityIncident",
                10,
                &[("incidents_total{kind=\"security\"}", "0x8 1x10")],
                &[("incidents_total{kind=\"security\"}", "1x20")],
            ),
            (
                "Availability",
                10,
                &[("requests_total", "0+10000x20"), ("errors_total", "0+6x20")],
                &[("requests_total", "0+10000x20"), ("errors_total", "0+5x20")],
            ),
            ("Slow", 10, SLOWER_THAN_TWO, QUICKER_THAN_TWO),
            ("ReplicationLag", 10, &[("replication_lag_seconds", "61x20")], &[("replication_lag_seconds", "60x20")]),
            // The clock of these tests begins at 1970: what was a day and two hours before it is before that.
            ("BackupMissed", 10, &[("backup_seconds", "-93100x20")], &[("backup_seconds", "-92900x20")]),
            ("NobodyServed", 10, &[("requests_total", "7x20")], &[("requests_total", "0+1x20")]),
        ],
    }
}
