//! The core of a hospital management system: patients' data in one perimeter, three of its services behind one address,
//! somebody who is told when it fails, and in the hospital's Kubernetes cluster what the wards see of the same records.

use std::process::ExitCode;

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk::{data::Phi, prelude::*};
use hc_cdk_aws::{database::Database, kind::CertificateArn, kind::OidcProviderArn, prelude::*, region};
use hc_cdk_k8s::prelude::*;

type Prod = (Hipaa, Production);

const AUTH: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/hms/auth@sha256:5b2c8f0e7d6a49318c5e1f7a9b3d2046e8f1c0a7b6d5948372615f4e3d2c1b0a"
);
const PATIENT: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/hms/patient@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);
const LAB: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/hms/lab@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
);
const MIGRATION: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/hms/migrate@sha256:7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730"
);
const WARD: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/hms/ward@sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13"
);

fn main() -> ExitCode {
    hospital().run()
}

/// All of it, up to what the command line makes of it.
pub(crate) fn hospital() -> App {
    let mut stack = Stack::<Prod>::new("hms", region::UsEast1);

    let key = stack.add("Key", CustomerKey::builder());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    let network = Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).zones(Zones::Three);
    let vpc = stack.add("Network", network);
    let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));

    let records = EncryptedDatabase::builder().perimeter(&clinical).engine(Postgres::V17);
    let records = stack.add("Records", records);
    let scans = stack.add("Scans", SecureBucket::builder().perimeter(&clinical));

    // It makes the services' users in there, and what they keep it in: whoever deploys starts it before they change.
    let migration = FargateTask::builder().perimeter(&clinical).image(MIGRATION).connect(&records.administrator());
    let migration = stack.add("Migration", migration);
    stack.output("Migrate", "changes the schema of the records", migration.start());

    let auth = stack.add("Auth", service(AUTH, &clinical, &records));
    let patient = stack.add("Patient", service(PATIENT, &clinical, &records));
    let lab = FargateService::builder().perimeter(&clinical).image(LAB).port(8000).connect(&records).connect(&scans);
    let lab = stack.add("Lab", lab.size(fargate!(cpu = 1024, memory = 4096)));

    let certificate = arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/0b1c2d3e");
    let front = HttpsEndpoint::builder()
        .target(&patient)
        .route("/auth/*", &auth)
        .route("/lab/*", &lab)
        .domain(domain!("hms.example.org"))
        .certificate(&Certificate::existing(certificate))
        .zone(&HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org"));
    let front = stack.add("Front", front);

    let alarms = Alarms::builder()
        .key(&key)
        .notify(Contact::email("on-call@example.org"))
        .watch("ThroughputLost", preset::throughput_lost(&front))
        .watch("Failing", preset::failing(&front))
        .watch("AuditSilent", preset::audit_silent(&trail))
        .watch("RecordsBusy", records.cpu().above(Percent(80.0)).periods(5));
    let alarms = stack.add("Alarms", alarms);
    let board = Dashboard::builder()
        .alarms("Now", &alarms)
        .graph("Requests", [front.requests()])
        .graph("Processors", [auth.cpu(), patient.cpu(), lab.cpu(), records.cpu()]);
    stack.add("Board", board);

    stack.output("Url", "where the hospital finds it", front.url());
    App::new("hms").tag("owner", "clinical-platform").stack(stack).stack(wards(&records))
}

/// What runs in the cluster that the hospital has already: it uses the same records.
fn wards(records: &Database<Phi>) -> Chart<Prod> {
    let oidc =
        arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0B1C");
    let cluster = EksCluster::existing("hms", region::UsEast1, oidc, Value::literal("sg-0a1b2c3d"));
    // The interface endpoints of the network, where a workload takes on its role.
    let cluster = cluster.services_in([cidr!("10.20.64.0/20"), cidr!("10.20.80.0/20")]);
    let mut chart = Chart::<Prod>::in_cluster("hms-wards", &cluster);
    let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    let ward = Workload::builder().perimeter(&zone).image(WARD).port(8000).resources(cpu!("500m"), memory!("1Gi"));
    let ward = ward.probes(Probes::http("/health/live", "/health/ready")).metrics(9090).connect(records).scale(2..=10);
    let ward = chart.add("Ward", ward);
    chart.add("Figures", ServiceMonitor::builder().target(&ward).every(span!("15s")));
    chart
}

/// One of the services that differ in their image only.
fn service(image: Image, zone: &Perimeter<Phi>, records: &Database<Phi>) -> FargateService<Phi> {
    FargateService::builder().perimeter(zone).image(image).port(8000).connect(records).scale(2..=10).build()
}
