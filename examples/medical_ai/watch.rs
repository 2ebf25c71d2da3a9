//! What is watched of the assistant: what the models decide, who reads health data, and whether everything answers.

use hc_cdk::{
    control::part11,
    data::{Internal, Phi},
    prelude::*,
};
use hc_cdk_k8s::{
    monitoring::prelude::*,
    network::{Declassified, ThirdParty},
    prelude::*,
    secret::Secret,
    workload::{Scaler, WorkloadBuilder},
};

use super::{IMAGES, Live, site::Place};

const PROBER: Image = image!(IMAGES, "blackbox");
const PROMETHEUS: Image = image!(IMAGES, "prometheus");
const ALERTMANAGER: Image = image!(IMAGES, "alertmanager");

pub(crate) const REQUESTS: Counter = Counter::named("http_requests_total");
const ERRORS: Counter = Counter::named("http_errors_total");
pub(crate) const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_duration_seconds");
pub(crate) const INFERRED: Histogram<Seconds> = Histogram::named("model_inference_seconds");
const CHECKED: Counter = Counter::named("decisions_checked_total");
const WRONG: Counter = Counter::named("decisions_wrong_total");
const DECIDED: Counter = Counter::named("decisions_recorded_total");
const UNRECORDED: Counter = Counter::named("decisions_without_record_total");
const UNCLEARED: Counter = Counter::named("patient_data_refused_total");
const REFUSED: Counter = Counter::named("logins_refused_total");
pub(crate) const USED: Gauge<Count> = Gauge::named("pool_connections");
const SIZE: Gauge<Count> = Gauge::named("pool_size");
pub(crate) const SESSIONS: Gauge<Count> = Gauge::named("active_sessions");

/// Says what the services export.
pub(crate) fn exports<D: DataClass, S>(service: WorkloadBuilder<D, S>) -> WorkloadBuilder<D, S> {
    let service = service.exports((&REQUESTS, &ERRORS, &ANSWERED, &INFERRED, &CHECKED, &WRONG, &DECIDED, &UNRECORDED));
    service.exports((&UNCLEARED, &REFUSED, &USED, &SIZE, &SESSIONS))
}

/// Who watches, and who scales by what is read.
pub(crate) struct Watching {
    pub(crate) zone: Namespace<Phi>,
    pub(crate) prometheus: Watcher<Phi>,
    pub(crate) scaler: Scaler,
}

/// Prometheus in a namespace of its own, and KEDA, which asks it.
pub(crate) fn prometheus(chart: &mut Chart<Live>, place: &Place) -> Watching {
    let zone = chart.add("Monitoring", Namespace::<Phi>::builder().mesh());
    let disks = chart.add("Disks", place.figures.clone());
    let prometheus =
        Prometheus::builder().perimeter(&zone).disks(memory!("200Gi"), &disks).api_server([place.api], 443);
    let channels = [
        ("Pager", cidr!("203.0.113.0/24").into(), domain!("pager.example.org")),
        ("Slack", cidr!("198.51.100.64/26").into(), domain!("hooks.slack.com")),
    ];
    let prometheus = channels.into_iter().fold(prometheus, |it, (name, network, host): (_, CidrBlock, _)| {
        let party = ThirdParty::<Internal>::builder().network(network).port(443).host(host);
        let told =
            Declassified::<Phi>::builder().to(&chart.add(name, party)).method("alerts name indicators, and nobody");
        it.tells_through(&chart.add(format!("{name}Alerts"), told.approved_by("privacy@example.org")))
    });
    let prometheus = chart.add("Prometheus", prometheus.images(PROMETHEUS, ALERTMANAGER));
    let scaler = chart.add("Scaler", Keda::builder().watcher(&prometheus).namespace(place.scales_in));
    Watching { zone, prometheus, scaler }
}

/// The prober, and what is told to whom. The first service is what people use. Gives the keys of the channels.
pub(crate) fn watch(
    chart: &mut Chart<Live>,
    Watching { zone, prometheus, .. }: &Watching,
    place: &Place,
    services: &[Service<Phi>; 4],
) -> Secret {
    let prober = Workload::builder().perimeter(zone).image(PROBER).built_elsewhere().port(9115).probes(Probes::tcp());
    let mut prober = prober.resources(cpu!("50m"), memory!("64Mi"));
    for (name, service) in ["assistant", "inference", "records", "decisions"].into_iter().zip(services) {
        let figures = ServiceMonitor::builder().target(service).every(span!("15s")).watcher(prometheus);
        chart.add(format!("{name}Figures"), figures);
        prober = prober.connect(service);
    }
    let prober = chart.add("Prober", prober);
    let reader = chart.add("SecretReader", ServiceAccount::builder().perimeter(zone));
    let store = SecretStore::builder().account(&reader).keeper(place.channels.clone());
    let store = chart.add("SecretsManager", store);
    let keys = ExternalSecret::builder().store(&store).keys("ai/channels", &["pager", "slack"]);
    let keys = chart.add("Channels", keys);
    let [assistant, ..] = services;
    let watch = Monitoring::builder().perimeter(zone).watch(told(assistant, &keys)).of(assistant).prober(&prober);
    chart.add("Watch", watch.watcher(prometheus));
    keys
}

/// Six boards, and an alert for each thing that somebody has to know.
fn told(assistant: &Service<Phi>, keys: &Secret) -> Watch {
    let all = || assistant.measured(&REQUESTS);
    let throughput = all().per_minute("throughput");
    let waiting = assistant.measured(&ANSWERED).p95("waiting").worse_above(Seconds(1.0), Seconds(2.0));
    let errors = assistant.measured(&ERRORS).share_of(all(), "error_rate").worse_above(Percent(1.0), Percent(2.0));
    let available = assistant.measured(&ERRORS).rest_of(all(), "availability").promised(Percent(99.95));
    let inference = assistant.measured(&INFERRED).p95("inference").worse_above(Seconds(0.5), Seconds(1.0));
    let checked = || assistant.measured(&CHECKED);
    let accuracy = assistant.measured(&WRONG).rest_of(checked(), "accuracy").worse_below(Percent(95.0), Percent(90.0));
    let recorded = assistant.measured(&DECIDED).per_minute("decisions");
    let unrecorded = assistant.measured(&UNRECORDED).within_minutes("unrecorded_decisions", 5);
    let uncleared = assistant.measured(&UNCLEARED).within_minutes("uncleared_reads", 5);
    let refused = assistant.measured(&REFUSED).within_minutes("refused_logins", 5);
    let sessions = assistant.measured(&SESSIONS).highest("sessions");
    let pool = assistant.measured(&USED).of(assistant.measured(&SIZE), "pool");
    let pool = pool.worse_above(Percent(80.0), Percent(90.0));
    let up = assistant.uptime("assistant", 60);

    let boards = [
        Board::new("compliance", "Compliance of the models")
            .row("Decisions", [accuracy.dial(), recorded.line(), unrecorded.figure()]),
        Board::new("clinical", "Clinical performance").row("Answers", [inference.line(), accuracy.line()]),
        Board::new("access", "Security and access").row("Refused", [uncleared.figure(), refused.line()]),
        Board::new("health", "Health of the system")
            .row("Answers", [available.dial(), errors.line(), waiting.line()])
            .row("Connections", [pool.dial()]),
        Board::new("operations", "Operations").row("Use", [throughput.line(), sessions.line()]),
        Board::new("alerts", "What somebody was told of")
            .row("Now", [errors.figure(), unrecorded.figure(), uncleared.figure(), refused.figure()]),
    ];
    let unrecorded = Alert::builder().name("DecisionWithoutRecord").when(unrecorded.above(Count(0.0)));
    let unrecorded = unrecorded.severity(Severity::Compliance).clause(part11::AUDIT_TRAIL);
    let unrecorded = unrecorded.summary("a model decided, and nobody can read what");
    let unrecorded = unrecorded.runbook(Runbook::first("take the model out of use").then("find out what it decided"));
    let attempts = Alert::builder().name("ManyLoginsRefused").when(refused.above(Count(50.0)));
    let attempts = attempts.severity(Severity::High).summary("somebody tries to get in");
    let attempts = attempts.runbook(Runbook::first("see where it comes from").then("close that way"));
    let alerts = [
        preset::MODEL_ACCURACY.of(&accuracy),
        preset::UNCLEARED_READ.of(&uncleared),
        preset::WAITING.at("AssistantSlow", &waiting, Seconds(2.0), Severity::High),
        preset::AVAILABILITY.at("AssistantNotAvailable", &available, Percent(99.95), Severity::Critical),
        preset::ERROR_RATE.of(&errors),
        preset::POOL_NEARLY_FULL.of(&pool),
        unrecorded.build(),
        attempts.build(),
    ];
    let pager = Channel::pager("OnCall", &keys.field("pager"));
    let team = Channel::slack("Team", "#clinical-ai", &keys.field("slack"));
    let routes = Routes::to(&team).on(Severity::Critical, &team).on(Severity::Compliance, &pager);
    let routes = routes.escalate(Severity::Critical, 15, &pager);
    let watch = Watch::builder().runbooks("https://runbooks.example.org/ai").routes(routes);
    watch.alerts(alerts).boards(boards).uptimes([up]).build()
}
