//! What of the claims of a health insurance is watched on Kubernetes: who is told what in Vietnamese, and what boards show.

use hc_cdk::{data::NotPersonal, prelude::*};
use hc_cdk_k8s::{
    monitoring::prelude::*,
    network::{Declassified, ThirdParty},
    prelude::*,
    secret::Secret,
    workload::WorkloadBuilder,
};

use super::{
    stores::Stores,
    system::{IMAGES, Stage, vault},
};

const PROBER: Image = image!(IMAGES, "blackbox");
const PROMETHEUS: Image = image!(IMAGES, "prometheus");
const ALERTMANAGER: Image = image!(IMAGES, "alertmanager");
const LOKI: Image = image!(IMAGES, "loki");
const COLLECTOR: Image = image!(IMAGES, "otelcol");

const REQUESTS: Counter = Counter::named("http_requests_total");
const ERRORS: Counter = Counter::named("http_errors_total");
const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_duration_seconds");
const SUBMITTED: Counter = Counter::named("claims_submitted_total");
const UNCLEARED: Counter = Counter::named("patient_data_refused_total");
const CONSENT: Counter = Counter::named("consent_missing_total");
const USED: Gauge<Count> = Gauge::named("pool_connections");
const SIZE: Gauge<Count> = Gauge::named("pool_size");

/// By what Loki writes into its bucket.
const KEYS: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

/// Says what the services of the application export.
pub(crate) fn exports<D: DataClass, S>(service: WorkloadBuilder<D, S>) -> WorkloadBuilder<D, S> {
    service.exports((&REQUESTS, &ERRORS, &ANSWERED, &SUBMITTED, &UNCLEARED, &CONSENT, &USED, &SIZE))
}

/// What is measured, what the prober asks, and who is told what, in a namespace of its own.
pub(crate) fn watch<P: Policy, D: DataClass + AllowedUnder<P>, L: NotPersonal + AllowedUnder<P>>(
    chart: &mut Chart<P>,
    zone: &Namespace<D>,
    services: &[(&'static str, Service<D>); 4],
    records: &Service<D>,
    (kept, stage): (&Stores<D>, &Stage),
) {
    let disks = chart.add("Disks", EncryptedStorage::azure("/subscriptions/clinic/diskEncryptionSets/figures"));
    let prometheus = Prometheus::builder().perimeter(zone).disks(memory!("50Gi"), &disks);
    let prometheus = prometheus.api_server([stage.control], 6443);
    // The channels, each with where it leads.
    let channels = [
        ("Pager", cidr!("203.0.113.0/26"), 443, domain!("pager.example.org")),
        ("Mail", cidr!("198.51.100.0/26"), 587, domain!("mail.example.vn")),
        ("Slack", cidr!("198.51.100.64/26"), 443, domain!("hooks.slack.com")),
        ("Teams", cidr!("198.51.100.128/26"), 443, domain!("teams.example.vn")),
        ("Desk", cidr!("198.51.100.192/26"), 443, domain!("desk.example.vn")),
    ];
    let prometheus = channels.into_iter().fold(prometheus, |it, (name, network, port, host)| {
        let party = ThirdParty::<L>::builder().network(network).port(port).host(host);
        let told =
            Declassified::<D>::builder().to(&chart.add(name, party)).method("alerts name indicators, and nobody");
        it.tells_through(&chart.add(format!("{name}Alerts"), told.approved_by("dpo@example.vn")))
    });
    let prometheus = chart.add("Prometheus", prometheus.images(PROMETHEUS, ALERTMANAGER));
    let mut prober =
        Workload::builder().perimeter(zone).image(PROBER).built_elsewhere().port(9115).probes(Probes::tcp());
    for (name, service) in services {
        prober = prober.connect(service);
        if *name != "pages" {
            let figures = ServiceMonitor::builder().target(service).every(span!("15s")).watcher(&prometheus);
            chart.add(format!("{name}Figures"), figures);
        }
    }
    chart.add("TrailFigures", ServiceMonitor::builder().target(records).watcher(&prometheus));
    for (name, store) in [("Record", &*kept.records), ("Session", &kept.sessions), ("Index", &*kept.index)] {
        chart.add(format!("{name}StoreFigures"), StoreMonitor::builder().target(store).watcher(&prometheus));
    }
    let prober = chart.add("Prober", prober.resources(cpu!("50m"), memory!("64Mi")));
    let vault = chart.add("MonitoringVault", vault(zone));
    let keys = ExternalSecret::builder().store(&vault);
    let keys = chart.add("Channels", keys.keys("channels", &["pager", "mail", "slack", "teams", "hook"]));
    let [(_, claims), ..] = services;
    let asked: Vec<UptimeCheck> = services.iter().flat_map(|(_, it)| it.uptimes()).collect();
    let watch = Monitoring::builder().perimeter(zone).watch(told(asked, claims, records, (kept, &keys)));
    let watch = watch.of(claims).of(records).of_store(&kept.records).of_store(&kept.sessions).of_store(&kept.index);
    chart.add("Watch", watch.prober(&prober).watcher(&prometheus));
}

/// Keeps logs, and for longer what the API server recorded.
pub(crate) fn loki<P: Policy, L: DataClass + AllowedUnder<P>>(chart: &mut Chart<P>, logs: &Namespace<L>) -> Service<L> {
    let bucket = Outside::<L>::builder().network(cidr!("203.0.114.0/24")).port(443);
    let bucket = chart.add("LogBucket", bucket.host(domain!("storage.example.vn")));
    let vault = chart.add("LogVault", vault(logs));
    let keys = chart.add("LogWriter", ExternalSecret::builder().store(&vault).keys("logs", &KEYS));
    let archive = Archive::builder().bucket("vn-claims-logs", "hanoi").key("logs").credentials(&keys).through(&bucket);
    let told = LokiConfig::builder().perimeter(logs).bucket(archive, "loki");
    let told = chart.add("LokiTold", told.requests());
    let disks = chart.add("LogDisks", EncryptedStorage::azure("/subscriptions/clinic/diskEncryptionSets/logs"));
    let loki = StatefulWorkload::builder().perimeter(logs).image(LOKI).built_elsewhere().port(3100).peers(7946);
    let loki = loki.command(&["loki", "-config.file=/etc/loki/loki.yaml"]).config("/etc/loki", &told);
    let loki = loki.resources(cpu!("500m"), memory!("1Gi")).keep("/loki", memory!("20Gi"), &disks);
    let loki = KEYS.into_iter().fold(loki.secrets_in_environment(), |it, key| it.secret(key, &keys, key));
    chart.add("Loki", loki.probes(Probes::tcp()).connect(&bucket))
}

/// What is left of what the API server recorded goes to Loki, too. Who did what stays.
pub(crate) fn requests<P: Policy, D: DataClass, L: DataClass>(
    chart: &mut Chart<P>,
    zone: &Namespace<D>,
    loki: &Service<L>,
    control: CidrBlock,
) -> Service<D> {
    let left = Redaction::builder().keeping(&["level"]).masking(&["[0-9]{9,12}"]).approved_by("dpo@example.vn");
    let receiver = AuditReceiver::builder().perimeter(zone).image(COLLECTOR).address([10, 96, 0, 14]);
    chart.add("Trail", receiver.control_plane([control]).issuer("internal").redacted(left, loki))
}

/// What is left of what is logged goes to Loki.
pub(crate) fn collect<P: Policy, D: DataClass, L: DataClass>(
    chart: &mut Chart<P>,
    zone: &Namespace<D>,
    loki: &Service<L>,
) -> Service<D> {
    let left = Redaction::builder().keeping(&["level", "service.name", "trace_id"]);
    // Numbers of citizens and of telephones, and addresses of mail.
    let left = left.masking(&["[0-9]{9,12}", "[^ @]+@[^ @]+"]).approved_by("dpo@example.vn");
    let handed = chart.add("Collecting", CollectorConfig::builder().perimeter(zone).redacted(left, loki));
    let collector = NodeAgent::builder().perimeter(zone).image(COLLECTOR).built_elsewhere().port(4317);
    let collector = collector.command(&["otelcol-contrib", "--config=/etc/otelcol/config.yaml"]).collects(&handed);
    chart.add("Collector", collector.resources(cpu!("100m"), memory!("256Mi")).probes(Probes::tcp()))
}

fn told<D: DataClass>(
    asked: Vec<UptimeCheck>,
    claims: &Service<D>,
    records: &Service<D>,
    (kept, keys): (&Stores<D>, &Secret),
) -> Watch {
    let vi = |english, vietnamese| Words::from(english).and(Language::Vietnamese, vietnamese);
    let all = || claims.measured(&REQUESTS);
    let throughput = all().per_minute("throughput").title(vi("requests", "số yêu cầu"));
    let waiting = claims.measured(&ANSWERED).p95("waiting").worse_above(Seconds(2.0), Seconds(5.0));
    let waiting = waiting.title(vi("waiting, 95 of 100", "thời gian chờ, 95 trên 100"));
    let errors = claims.measured(&ERRORS).share_of(all(), "error_rate").worse_above(Percent(1.0), Percent(5.0));
    let errors = errors.title(vi("errors", "tỷ lệ lỗi"));
    let available = claims.measured(&ERRORS).rest_of(all(), "availability").worse_below(Percent(99.5), Percent(99.0));
    let available = available.title(vi("availability", "mức sẵn sàng")).promised(Percent(99.5));
    let submitted = claims.measured(&SUBMITTED).per_minute("claims").title(vi("claims", "hồ sơ bồi thường"));
    let uncleared = claims.measured(&UNCLEARED).within_minutes("uncleared_reads", 5);
    let consent = claims.measured(&CONSENT).within_minutes("consent_missing", 5);
    let audit = records.measured(&RECORDS).within_minutes("audit_records", 60);
    let pool = claims.measured(&USED).of(claims.measured(&SIZE), "pool").worse_above(Percent(80.0), Percent(90.0));
    let lag = kept.records.measured(&figures::MONGO_LAG).highest("replication_lag");
    let lag = lag.title(vi("how far a copy is behind", "độ trễ bản sao")).worse_above(Seconds(10.0), Seconds(60.0));
    let backed_up = kept.records.measured(&figures::MONGO_BACKED_UP).is("status", "done").since("records_backed_up");
    let backed_up =
        backed_up.title(vi("time since the last backup of the records", "thời gian từ bản sao lưu hồ sơ gần nhất"));
    let memory = kept.sessions.measured(&figures::REDIS_USED);
    let memory = memory.of(kept.sessions.measured(&figures::REDIS_SIZE), "sessions_memory");
    let memory = memory.title(vi("memory of sessions", "bộ nhớ phiên")).worse_above(Percent(90.0), Percent(99.0));
    let missing = kept.index.measured(&figures::SEARCH_MISSING).highest("index_copies_missing");
    let missing = missing.title(vi("copies of the index that are missing", "bản sao chỉ mục còn thiếu"));
    let free = kept.index.measured(&figures::SEARCH_FREE);
    let free = free.of(kept.index.measured(&figures::SEARCH_DISK), "index_room");
    let free = free.title(vi("room for the index", "dung lượng trống")).worse_below(Percent(30.0), Percent(15.0));
    let snapshots = kept.index.measured(&figures::SEARCH_SNAPSHOTS).is("color", "green").lowest("index_snapshots");
    let snapshots = snapshots.title(vi("snapshots of the index in time", "ảnh chụp chỉ mục đúng hạn"));
    let policies = kept.index.measured(&figures::SEARCH_SNAPSHOT_POLICIES).lowest("index_snapshot_policies");
    let policies = policies.title(vi("policies that make snapshots", "chính sách tạo ảnh chụp"));
    let shown = [
        ("claims", "claims_up"),
        ("policies", "policies_up"),
        ("users", "users_up"),
        ("pages", "pages_up"),
        ("status", "status_up"),
    ];
    let up = shown.into_iter().filter_map(|(check, name)| Some(asked.iter().find(|it| it.name == check)?.uptime(name)));
    let up = up.map(|it| it.worse_below(Percent(99.5), Percent(99.0)));

    let boards = [
        Board::new("overview", vi("Overview", "Tổng quan"))
            .row(vi("Requests", "Yêu cầu"), [throughput.line(), waiting.line(), errors.figure()])
            .row(vi("Availability", "Sẵn sàng"), [available.dial(), throughput.figure()])
            .row(vi("What is there", "Trạng thái"), up.map(|it| it.figure())),
        Board::new("claims", vi("Claims", "Bồi thường")).row(vi("Claims", "Hồ sơ"), [submitted.line()]),
        Board::new("infrastructure", vi("Infrastructure", "Hạ tầng"))
            .row(vi("Connections", "Kết nối"), [pool.dial(), pool.line()])
            .row(vi("Stores", "Kho dữ liệu"), [lag.line(), memory.dial(), missing.figure(), free.dial()]),
        Board::new("security", vi("Security", "An ninh"))
            .row(vi("Access", "Truy cập"), [uncleared.figure(), consent.figure()]),
    ];
    let alerts = [
        preset::WAITING.at("ClaimsSlow", &waiting, Seconds(2.0), Severity::High),
        preset::WAITING.at("ClaimsVerySlow", &waiting, Seconds(5.0), Severity::Critical),
        preset::AVAILABILITY.at("ClaimsLessAvailable", &available, Percent(99.5), Severity::High),
        preset::AVAILABILITY.at("ClaimsNotAvailable", &available, Percent(99.0), Severity::Critical),
        preset::ERROR_RATE.at("ClaimsErrors", &errors, Percent(1.0), Severity::High),
        preset::ERROR_RATE.at("ClaimsManyErrors", &errors, Percent(5.0), Severity::Critical),
        preset::POOL_NEARLY_FULL.at("PoolNearlyFull", &pool, Percent(90.0), Severity::Medium),
        preset::REPLICATION_LAG.of(&lag),
        preset::BACKUP_MISSED.of(&backed_up),
        preset::MEMORY_NEARLY_FULL.of(&memory),
        preset::COPIES_MISSING.of(&missing),
        preset::DISK_NEARLY_FULL.of(&free),
        preset::SNAPSHOTS_MISSED.of(&snapshots),
        preset::SNAPSHOTS_MISSED.at("NoSnapshots", &policies, Count(1.0), Severity::High),
        preset::AUDIT_SILENT.of(&audit),
        preset::UNCLEARED_READ.of(&uncleared),
        preset::CONSENT_MISSING.of(&consent),
    ];
    let watch = Watch::builder().runbooks("https://runbooks.example.vn/claims").routes(routes(keys));
    watch.language(Language::Vietnamese).alerts(alerts).boards(boards).uptimes(asked).build()
}

fn routes(keys: &Secret) -> Routes {
    let pager = Channel::pager("OnCall", &keys.field("pager"));
    let (from, server) = ("alerts@example.vn", "mail.example.vn:587");
    let officer = Channel::mail("Officer", "dpo@example.vn", from, server, &keys.field("mail"));
    let team = Channel::slack("Team", "#boi-thuong", &keys.field("slack"));
    let managers = Channel::teams("Managers", &keys.field("teams"));
    let desk = Channel::webhook("ServiceDesk", &keys.field("hook"));
    Routes::to(&team)
        .on(Severity::Critical, &pager)
        .on(Severity::Critical, &team)
        .on(Severity::Compliance, &officer)
        .on(Severity::Low, &desk)
        .escalate(Severity::Critical, 15, &managers)
        .quiet(Weekday::Saturday, 19..21)
}
