//! The hospital, whatever it is held to: what must not be lost, the way in, and three groups of services are a stack each. Its
//! policy and the class of its data are those of the program that it stands in.

#[path = "images.rs"]
pub(crate) mod images;
#[path = "named.rs"]
pub(crate) mod named;
#[path = "services.rs"]
pub(crate) mod services;
#[path = "watch.rs"]
pub(crate) mod watch;

use std::error::Error;

use hc_cdk::{image::NotAnImage, prelude::*};
use hc_cdk_aws::{
    compute::{Cluster, Schedule, Service},
    kind::{CertificateArn, FunctionArn},
    prelude::*,
    region,
};

use self::images::Images;
use super::{Phi, Prod};

/// The services of each stack.
const SERVICES: [(&str, &str); 3] = [
    ("hms-care", "Auth Patient Appointment Admission Ward Nursing Emergency Surgery Maternity Triage Referral"),
    ("hms-clinical", "Lab Pharmacy Prescription Radiology Pathology Transfusion Vitals Diagnosis Allergy Immunization"),
    ("hms-office", "Billing Insurance Claims Inventory Staff Roster Notification Reporting Consent Document"),
];

/// How many connections the pool of the records has.
const POOL: u32 = 500;

/// The zone of the hospital's names.
pub(crate) fn names() -> HostedZone {
    HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org")
}

/// All of it in one region, with copies in another one if there is one.
pub(crate) fn hospital(app: App, copies: Option<&Copies>) -> Result<(App, Hospital), Box<dyn Error>> {
    let mut stack = Stack::<Prod>::new("hms-images", region::UsEast1);
    let services = SERVICES.iter().flat_map(|(_, services)| services.split(' ')).chain(["Results"]);
    let images = Images::of(&mut stack, "us-east-1", services, copies.is_some());
    if let Some(copies) = copies {
        images.copied(&mut stack, copies.services);
    }
    let mut base = Stack::<Prod>::new("hms-base", region::UsEast1);
    let hospital = keep(&mut base, images, copies)?;

    let mut edge = Stack::<Prod>::new("hms-edge", region::UsEast1);
    let certificate = arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/0b1c2d3e");
    let names = if copies.is_some() { names().first("/auth/health") } else { names() };
    let front = open(&mut edge, &hospital, &Certificate::existing(certificate), &names);

    let mut app = app.stack(stack).stack(base).stack(edge);
    let mut running: Vec<Service<Phi>> = Vec::new();
    for (name, services) in SERVICES {
        let mut stack = Stack::<Prod>::new(name, region::UsEast1);
        let served = services::serve(&mut stack, services, &hospital, &front, running.first())?;
        running.extend(served);
        app = app.stack(stack);
    }
    let mut stack = Stack::<Prod>::new("hms-watch", region::UsEast1);
    watch::watch(&mut stack, &hospital.figures, &running);
    Ok((app.stack(stack), hospital))
}

/// Where what must not be lost is copied to, a key and a plan of another region, and the services that take over there.
pub(crate) struct Copies {
    pub(crate) services: &'static str,
    pub(crate) key: Key,
    pub(crate) backups: Backups,
}

/// What all services are made in.
pub(crate) struct Hospital {
    pub(crate) key: Key,
    pub(crate) zone: Perimeter<Phi>,
    pub(crate) records: Database<Phi>,
    pub(crate) cluster: Cluster,
    pub(crate) figures: Workspace,
    pub(crate) images: Images,
}

/// What is called of AWS in both regions: collectors beside the services hand on figures and traces, and nothing of a service leaves the
/// network.
pub(crate) fn called() -> Vec<InterfaceEndpoint> {
    [&InterfaceEndpoint::USUAL[..], &[InterfaceEndpoint::Prometheus, InterfaceEndpoint::XRay]].concat()
}

/// What must never be lost: the key, the trail, the network, the records.
fn keep(stack: &mut Stack<Prod>, images: Images, copies: Option<&Copies>) -> Result<Hospital, NotAnImage> {
    let key = stack.add("Key", CustomerKey::builder());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    let network = Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).zones(Zones::Three);
    let vpc = stack.add("Network", network.interface_endpoints(called()));
    let mut zone = Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail);
    if let Some(copies) = copies {
        let backups = BackupPlan::builder().key(&key).copied_to(&copies.backups);
        zone = zone.backups(&stack.add("Backups", backups));
    }
    let zone = stack.add("Clinical", zone);
    let cluster = stack.add("Cluster", FargateCluster::builder().key(&key).mesh());
    let user = user(stack, &zone, copies);
    let records = EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).credentials(&user);
    let records = stack.add("Records", records);
    // What is long reads here, and goes on while the schema of the records changes.
    let reading = match copies {
        Some(_) => stack.add("Reading", ReadReplica::builder().perimeter(&zone).of(&records)),
        None => records.clone(),
    };

    // The schema, and who may do what in it, change before the services do: whoever deploys starts this first.
    let task = || FargateTask::builder().perimeter(&zone).cluster(&cluster).built_elsewhere();
    let migration = task().image(images.image("patient")?).command(&["python", "-m", "hms.migrate"]);
    let migration = stack.add("Migration", migration.connect(&records.administrator()));
    stack.output("Migrate", "changes the schema of the records", migration.start());
    let review = task().image(images.image("reporting")?).command(&["python", "-m", "hms.review"]);
    let review = review.connect(&reading.user(user_name!("review"))).schedule(Schedule::daily_at(2, 30));
    stack.add("Review", review);

    let alarms = Alarms::builder()
        .key(&key)
        .also_of_prometheus()
        .notify_on(Severity::Compliance, Contact::email("compliance@hms.example.org"))
        .notify(Contact::email("on-call@hms.example.org"))
        .watch("AuditSilent", preset::audit_silent(&trail))
        .watch("PoolNearlyFull", preset::pool_nearly_full(records.connections(), POOL))
        .watch("RecordsBusy", records.cpu().above(Percent(80.0)).periods(5))
        .watch("CuriousReading", trail.recorded().unusually_high(3.0).severity(Severity::Compliance));
    let alarms = stack.add("Alarms", alarms);
    let figures = watch::figures(stack, &key, &alarms);
    Ok(Hospital { key, zone, records, cluster, figures, images })
}

/// The user of the records, which a function replaces in the copy as well.
fn user(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>, copies: Option<&Copies>) -> SecretHandle {
    let rotate = arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:hms-rotate");
    let user = Generated::field("password").beside("username", "administrator");
    let user = Secret::builder().perimeter(zone).rotated_by(rotate).generated(user).build();
    match copies {
        Some(copies) => stack.add("User", user.replicated_to(region::UsWest2, &copies.key)),
        None => stack.add("User", user),
    }
}

/// The one address of the hospital, and who is told when hardly anybody is served.
pub(crate) fn open(
    stack: &mut Stack<Prod>,
    hospital: &Hospital,
    certificate: &Certificate,
    names: &HostedZone,
) -> Endpoint {
    let front = HttpsEndpoint::builder()
        .perimeter(&hospital.zone)
        .firewall(Firewall::new().large_bodies("/document/*").rate_limit_of("/auth/*", 100))
        .domain(domain!("hms.example.org"))
        .certificate(certificate)
        .zone(names);
    let front = stack.add("Front", front);
    let alarms = Alarms::builder()
        .key(&hospital.key)
        .notify(Contact::email("on-call@hms.example.org"))
        .watch("ThroughputLost", preset::throughput_lost(&front))
        .watch("Failing", preset::failing(&front))
        .watch("Waiting", preset::waiting(&front))
        .all_of("Outage", Severity::Critical, ["ThroughputLost", "Failing"]);
    let alarms = stack.add("Alarms", alarms);
    let board = Dashboard::builder()
        .alarms("Now", &alarms)
        .graph("Requests", [front.requests()])
        .graph("Wait, 95 of 100", [front.latency_p95()])
        .graph("Errors", [front.errors()])
        .graph("Connections", [hospital.records.connections()]);
    stack.add("Board", board);
    stack.output("Url", "where the hospital finds it", front.url());
    front
}
