//! The system, whatever the stage: what differs is the policy, the class of the data, sizes and hosts.

use hc_cdk::{
    data::NotPersonal,
    dimension::{backup_retention::BackupRetentionFor, retention::Years7},
    prelude::*,
};
use hc_cdk_k8s::{
    network::{Certificate, Declassified, SentryLocation},
    prelude::*,
};

use super::{
    stores::{Stores, copies, stores},
    watch,
};

/// Where the names of the insurance are kept.
const NAMES: Proof = Proof::AzureDns {
    subscription: "0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
    group: "claims-names",
    zone: "claims.example.vn",
};

/// The images of the system by digest.
pub(crate) const IMAGES: ImageList = images!(include_str!("images.txt"));
const FRONT: Image = image!(IMAGES, "pages");
const GATEWAY: Image = image!(IMAGES, "nginx");
const CLAIMS: Image = image!(IMAGES, "claims");
const POLICIES: Image = image!(IMAGES, "policies");
const USERS: Image = image!(IMAGES, "users");

/// Where a service says that it is ready, and where claims says how its database is.
pub(crate) const READY: &str = "/health/ready";
pub(crate) const DATABASE: &str = "/health/database";

/// Where the gateway has claims, policies, users, and the pages. It cuts off what stands before `/*`.
pub(crate) const WAYS: [&str; 4] = ["/api/*", "/api/policies/*", "/api/users/*", "/*"];

/// What of a stage is no matter of its policy.
pub(crate) struct Stage {
    pub(crate) name: &'static str,
    pub(crate) domain: Domain,
    /// Where the buckets of backups are.
    pub(crate) backups: CidrBlock,
    /// Where the machines of the control plane are.
    pub(crate) control: CidrBlock,
    /// How large the disk of the records is.
    pub(crate) size: Memory,
    /// How many pods a service has at most.
    pub(crate) most: u32,
    /// What a pod may take.
    pub(crate) limits: (Cpu, Memory),
    /// What all pods together may take.
    pub(crate) quota: (Cpu, Memory),
    /// Every how many seconds the prober asks each service whether it is up.
    pub(crate) asked_every: u32,
}

/// What every workload of a stage is made of.
struct Made<D: DataClass> {
    zone: Namespace<D>,
    kept: Stores<D>,
    errors: Declassified<D>,
    collector: Service<D>,
}

/// One stage of the system under the policy `P`, with records of class `D`; what leaves it is of class `L` once it is redacted.
pub(crate) fn system<P, D, L>(stage: &Stage) -> Chart<P>
where
    P: Policy + LetsResideAnywhere,
    D: DataClass + AllowedUnder<P>,
    L: NotPersonal + AllowedUnder<P>,
    Years7: BackupRetentionFor<P>,
{
    let mut chart = Chart::<P>::new(stage.name);
    chart.add("Requests", ApiAudit::builder());
    let (cpu, memory) = stage.quota.clone();
    let zone = chart.add("Clinical", Namespace::<D>::builder().mesh().quota(cpu, memory));
    let monitoring = chart.add("Monitoring", Namespace::<D>::builder().mesh());
    let vault = chart.add("Vault", vault(&zone));
    let keys = chart.add("Keys", ExternalSecret::builder().store(&vault).key("sentry", "sentry", "dsn"));
    let sentry = Sentry::<L>::builder().organization(1, SentryLocation::Germany).dsn(&keys, "sentry").traces(1.0);
    let errors =
        Declassified::<D>::builder().to(&chart.add("Sentry", sentry)).method("before_send cuts who it is about");
    let errors = chart.add("Errors", errors.approved_by("dpo@example.vn"));
    let kept = stores(&mut chart, &zone, &vault, stage);
    let logs = chart.add("Logs", Namespace::<L>::builder());
    let loki = watch::loki(&mut chart, &logs);
    let collector = watch::collect(&mut chart, &zone, &loki);
    // The API server is in no mesh.
    let audit = chart.add("Audit", Namespace::<D>::builder());
    let records = watch::requests(&mut chart, &audit, &loki, stage.control);

    let made = Made { zone, kept, errors, collector };
    let services = services(&mut chart, &made, stage);
    watch::watch::<_, _, L>(&mut chart, &monitoring, &services, &records, (&made.kept, stage));
    copies(&mut chart, [&made.zone, &monitoring], &logs);
    chart
}

/// The services, and the way in to them. The first one is what takes claims.
fn services<P: Policy, D: DataClass>(
    chart: &mut Chart<P>,
    Made { zone, kept, errors, collector }: &Made<D>,
    stage: &Stage,
) -> [(&'static str, Service<D>); 4] {
    let (cpu, memory) = &stage.limits;
    let health = || Probes::http("/health/live", READY);
    let pod = |image, port, health| {
        let pod = Workload::builder().perimeter(zone).image(image).port(port).scale(2..=stage.most);
        let pod = pod.probes(health).scratch("/tmp", memory!("64Mi"));
        pod.resources(cpu!("250m"), memory!("256Mi")).limits(cpu.clone(), memory.clone())
    };
    // With the stores, and with somebody to tell what it logs and what goes wrong.
    let service = |image, health| {
        let service = pod(image, 8000, health).connect(&kept.records).connect(&kept.sessions).connect(&kept.index);
        watch::exports(service.connect(collector).connect(errors).metrics(9090))
    };
    let migration = Job::builder().perimeter(zone).image(CLAIMS).built_elsewhere().command(&["flask", "db", "upgrade"]);
    chart.add("Migration", migration.connect(&kept.records).resources(cpu!("500m"), memory!("256Mi")));
    let users = chart.add("Users", service(USERS, health().asked("users", stage.asked_every)));
    let policies = chart.add("Policies", service(POLICIES, health().asked("policies", stage.asked_every)));
    // What looks at all that it needs, and the page on which everybody reads how the system is.
    let deep = [
        ("status", "/status", stage.asked_every),
        ("claims-health", "/health", 30),
        ("claims-detailed", "/health/detailed", 30),
        ("claims-care", "/health/healthcare", 30),
        ("claims-database", DATABASE, 30),
        ("claims-cache", "/health/redis", 30),
        ("claims-others", "/health/external", 120),
    ];
    let health_of_claims = health().asked("claims", stage.asked_every);
    let health_of_claims =
        deep.into_iter().fold(health_of_claims, |it, (name, path, every)| it.asked_at(name, path, every));
    let claims = service(CLAIMS, health_of_claims)
        .connect(&users)
        .connect(&policies)
        .traffic(Traffic::default().sticky("session"));
    let shifting = chart.add("Claims", claims.build().blue_green());
    let trial = Trial::builder().perimeter(zone).of(&shifting).image(CLAIMS).built_elsewhere();
    let trial = trial.command(&["python", "-m", "claims.trial"]).resources(cpu!("250m"), memory!("256Mi"));
    chart.add("ClaimsTrial", trial);
    let claims = shifting.service().clone();
    let pages = chart.add("Pages", pod(FRONT, 8080, health().asked("pages", stage.asked_every)).connect(errors));

    let ways = ProxyRules::builder().perimeter(zone).listens(8081).behind(cidr!("10.0.0.0/8")).limit(10, 20);
    let api = |path| ProxyPath::of(path).limited().cut();
    let [to_claims, to_policies, to_users, to_pages] = WAYS;
    let ways = ways.way(api(to_claims), &claims).way(api(to_policies), &policies).way(api(to_users), &users);
    let ways = chart.add("GatewayRules", ways.way("/status", &claims).way(to_pages, &pages));
    let gateway = chart.add("Gateway", pod(GATEWAY, 8081, health()).built_elsewhere().hands_on(&ways));
    let issuer = AcmeIssuer::builder().perimeter(zone).mail("certificates@claims.example.vn").proof(NAMES);
    let issuer = chart.add("LetsEncrypt", issuer);
    let tls = Certificate::builder().perimeter(zone).domain(stage.domain.clone()).issuer(&issuer);
    let tls = chart.add("Tls", tls);
    let way = HttpsRoute::builder().target(&gateway).certificate(&tls);
    chart.add("Front", way.controller(Controller::Gateway { class: "istio", namespace: "istio-ingress" }));
    [("claims", claims), ("policies", policies), ("users", users), ("pages", pages)]
}

/// Where the secrets of a namespace are kept.
pub(crate) fn vault<D: DataClass>(zone: &Namespace<D>) -> SecretStore {
    let keeper = Keeper::Vault { server: domain!("vault.example.vn"), path: "claims", role: "reader" };
    SecretStore::builder().perimeter(zone).keeper(keeper).build()
}
