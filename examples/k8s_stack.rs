//! Health-insurance claims on Kubernetes: three services, a search index, a nightly backup, the way in, and what watches them.

use std::process::ExitCode;

use hc_cdk::{
    data::Phi,
    image::Image,
    policy::{Production, VnHealth},
    prelude::*,
};
use hc_cdk_k8s::{
    monitoring::{
        Monitoring,
        observe::{Channel, Counter, Histogram, PerMinute, Routes, Seconds, Severity, Watch, preset},
    },
    network::Certificate,
    prelude::*,
    secret::{Keeper, SecretStore, Store},
    storage::EncryptedStorage,
    workload::Service,
};

type Prod = (VnHealth, Production);

const CLAIMS: Image =
    image!("registry.example/vn/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const POLICIES: Image =
    image!("registry.example/vn/policies@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752");
const USERS: Image =
    image!("registry.example/vn/users@sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13");
const SEARCH: Image =
    image!("registry.example/vn/search@sha256:a4e624d686e03ed2767c0abd85c14426b0b1157d2ce81d27bb4fe4f6f01d688a");
const BACKUP: Image =
    image!("registry.example/vn/backup@sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9");

const REQUESTS: Counter = Counter::named("http_requests_total");
const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_duration_seconds");

fn main() -> ExitCode {
    claims().run()
}

/// All of it, up to what the command line makes of it.
pub(crate) fn claims() -> App {
    let mut chart = Chart::<Prod>::new("vn-claims");
    chart.add("Requests", ApiAudit::builder());
    let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    let reader = chart.add("SecretReader", ServiceAccount::builder().perimeter(&zone));
    let records = chart.add(
        "Records",
        Outside::<Phi>::builder().network(cidr!("10.40.128.0/20")).port(27017).host(domain!("mongo.example.vn")),
    );
    let keeper = Keeper::Vault { server: domain!("vault.example.vn"), path: "claims", role: "reader" };
    let vault = chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper));
    let database = ExternalSecret::builder().store(&vault).key("password", "mongo", "password");
    let database = chart.add("Mongo", database);
    let service = |image| {
        let given = Workload::builder().perimeter(&zone).image(image).port(8000).metrics(9090);
        let given = given.probes(Probes::http("/health/live", "/health/ready")).scratch("/tmp", memory!("64Mi"));
        given.resources(cpu!("250m"), memory!("256Mi")).limits(cpu!("1"), memory!("512Mi"))
    };
    let connected = |image| service(image).connect(&records).secret("MONGO_PASSWORD", &database, "password");

    let users = chart.add("Users", connected(USERS).scale(2..=6));
    let policies = chart.add("Policies", connected(POLICIES).scale(2..=6));
    let disks = chart.add("Disks", EncryptedStorage::azure("/subscriptions/clinic/diskEncryptionSets/claims"));
    let search = StatefulWorkload::builder().perimeter(&zone).image(SEARCH).port(9200).probes(Probes::tcp());
    let search = search.resources(cpu!("1"), memory!("2Gi")).keep("/usr/share/data", memory!("20Gi"), &disks);
    let search = chart.add("Search", search.scale(3));
    let rates = chart.add("Rates", ConfigMap::builder().perimeter(&zone).file("rates.toml", "standard = 12\n"));
    let scaler = chart.add("Scaler", Keda::builder());
    let scale = Scale::between(2..=10).cpu(60).measured(&scaler, &REQUESTS, PerMinute(3000.0));
    let claims = connected(CLAIMS).connect(&users).connect(&policies).connect(&search).config("/etc/claims", &rates);
    let claims = chart.add("Claims", claims.exports((&ANSWERED, &REQUESTS)).scale(scale));
    let backup = CronJob::builder().perimeter(&zone).schedule(cron!("0 18 * * *")).image(BACKUP).connect(&records);
    let backup = backup.secret("MONGO_PASSWORD", &database, "password").resources(cpu!("500m"), memory!("512Mi"));
    chart.add("Backup", backup);

    let tls =
        Certificate::builder().perimeter(&zone).domain(domain!("claims.example.vn")).issuer("letsencrypt").build();
    let tls = chart.add("Tls", tls);
    let front = HttpsRoute::builder().target(&claims).route("/policies/*", &policies).route("/users/*", &users);
    chart.add("Front", front.certificate(&tls).controller(Controller::Contour));
    watch(&mut chart, &zone, &vault, &claims);
    App::new("vn-claims").stack(chart)
}

fn watch(chart: &mut Chart<Prod>, zone: &Namespace<Phi>, reader: &Store, claims: &Service<Phi>) {
    chart.add("ClaimsFigures", ServiceMonitor::builder().target(claims).every(span!("15s")));
    let keys = ExternalSecret::builder().store(reader).key("pager", "on-call", "key");
    let pager = Channel::pager("OnCall", &chart.add("OnCall", keys).field("pager"));
    let waiting = claims.measured(&ANSWERED).p95("waiting");
    let slow = preset::WAITING.at("ClaimsSlow", &waiting, Seconds(5.0), Severity::Critical);
    let watch = Watch::builder().runbooks("https://runbooks.example.vn").routes(Routes::to(&pager)).alerts([slow]);
    chart.add("Alerts", Monitoring::builder().perimeter(zone).watch(watch).of(claims));
}
