//! The next step of the patient management system, with data of patients: it is near its visitors, keeps its backups for years, says
//! where its time goes, and leaves to a queue and a function what nobody has to wait for.

use std::process::ExitCode;

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk::{data::Phi, dimension::backup_retention::Years7, prelude::*};
use hc_cdk_aws::backup::BackupPlan;
use hc_cdk_aws::compute::{Service, Sidecar};
use hc_cdk_aws::database::Database;
use hc_cdk_aws::edge::{EdgeEndpoint, Endpoint, IssuedCertificate};
use hc_cdk_aws::iam::Statement;
use hc_cdk_aws::keys::Key;
use hc_cdk_aws::storage::Setting;
use hc_cdk_aws::{prelude::*, region};

type Prod = (Hipaa, Production);

const MIGRATION: Image =
    image!("healthtech.example/migrate@sha256:7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730");
const APP: Image =
    image!("healthtech.example/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const REMINDER: Image = image!(
    "111122223333.dkr.ecr.eu-south-1.amazonaws.com/healthtech/remind@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
);

/// What collects the traces of a program beside it, and hands them to X-Ray.
const COLLECTOR: Image =
    image!("healthtech.example/otel-collector@sha256:6b9cc15d4404b66313b1fb961b91c913ad791c3fcbe453ac82d90faaf6834540");
const COLLECTOR_CONFIG: &str = "{ receivers: { otlp: { protocols: { grpc: { endpoint: localhost:4317 } } } }, \
    processors: { batch: {} }, exporters: { awsxray: {} }, service: { pipelines: { \
    traces: { receivers: [otlp], processors: [batch], exporters: [awsxray] } } } }";

fn main() -> ExitCode {
    next().run()
}

/// All of it, up to what the command line makes of it.
pub(crate) fn next() -> App {
    let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "healthtech.example");
    let mut stack = Stack::<Prod>::new("healthtech-next", region::EuSouth1);
    let (key, clinical) = clinical(&mut stack);
    let records = EncryptedDatabase::builder().perimeter(&clinical).engine(Postgres::V17);
    let records = stack.add("Records", records.database_name("healthtech"));
    // It makes the users of the app and of the reminders, and what they keep in there: whoever deploys starts it first.
    let migration = FargateTask::builder().perimeter(&clinical).image(MIGRATION).connect(&records.administrator());
    let migration = stack.add("Migration", migration);
    stack.output("Migrate", "changes the schema of the records", migration.start());
    let app = service(&mut stack, &clinical, &records);
    let front = front(&mut stack, &app, &zone);
    let alarms = Alarms::builder().key(&key).notify(Contact::email("team@healthtech.example"));
    stack.add("Alarms", alarms.watch("Failing", preset::failing(&front)));

    let mut edge = Stack::<Prod>::new("healthtech-edge", region::UsEast1);
    near(&mut edge, &front, &zone);
    App::new("healthtech_next").stack(stack).stack(edge)
}

/// The perimeter of patients' data, whose backups are kept for seven years.
fn clinical(stack: &mut Stack<Prod>) -> (Key, Perimeter<Phi>) {
    let key = stack.add("Key", CustomerKey::builder());
    let trail = stack.add("Trail", AuditTrail::builder().key(&key));
    let vpc = stack.add("Vpc", Vpc::builder().cidr(cidr!("10.1.0.0/16")).key(&key));
    let backups = stack.add("Backups", BackupPlan::builder().key(&key).retention(Years7));
    let clinical = Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).backups(&backups);
    (key, stack.add("Clinical", clinical))
}

/// The service, which says where its time goes, looks up what it is set to, and leaves reminders to a function.
fn service(stack: &mut Stack<Prod>, clinical: &Perimeter<Phi>, records: &Database<Phi>) -> Service<Phi> {
    let opening = stack.add("Opening", Setting::builder().perimeter(clinical).value("08:00-18:00"));
    let reminders = stack.add("Reminders", Queue::builder().perimeter(clinical));
    let remind = Function::builder().perimeter(clinical).code(REMINDER).connect(records).on(&reminders);
    stack.add("Remind", remind);

    let collector = Sidecar::of("collector", COLLECTOR)
        .command(&["--config=env:COLLECTOR_CONFIG"])
        .variable(variable!("COLLECTOR_CONFIG", COLLECTOR_CONFIG));
    let traces = actions!["xray:PutTelemetryRecords", "xray:PutTraceSegments"];
    let app = FargateService::builder()
        .perimeter(clinical)
        .image(APP)
        .port(8080)
        .scale(2..=10)
        .connect(records)
        .connect(&reminders)
        .reads(&opening)
        .variable(variable!("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317"))
        .sidecar(collector)
        .allow(Statement::allow(traces, ["*"]));
    stack.add("App", app)
}

/// The way in, by the name that the edge asks.
fn front(stack: &mut Stack<Prod>, app: &Service<Phi>, zone: &HostedZone) -> Endpoint {
    let certificate = IssuedCertificate::builder().domain("origin.healthtech.example").zone(zone);
    let certificate = stack.add("Certificate", certificate);
    let front = HttpsEndpoint::builder().target(app).domain("origin.healthtech.example");
    stack.add("LoadBalancer", front.certificate(&certificate).zone(zone))
}

/// What stands before that, where its visitors are.
fn near(edge: &mut Stack<Prod>, front: &Endpoint, zone: &HostedZone) {
    let key = edge.add("Key", CustomerKey::builder());
    let certificate = IssuedCertificate::builder().domain("www.healthtech.example").zone(zone);
    let certificate = edge.add("Certificate", certificate);
    let near = EdgeEndpoint::builder().key(&key).before(front).domain("www.healthtech.example");
    let near = edge.add("Near", near.certificate(&certificate).zone(zone));
    edge.output("Url", "where patients find it", near.url());
}
