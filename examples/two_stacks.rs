//! A clinic in two stacks: one that keeps the records, and one with the service that uses them. The second one can be
//! deployed, changed and removed many times a day while the first stays as it is.

use std::process::ExitCode;

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk::{data::Phi, prelude::*};
use hc_cdk_aws::{database::Database, kind::CertificateArn, prelude::*, region};

type Prod = (Hipaa, Production);

const API: Image = image!("clinic.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

fn main() -> ExitCode {
    clinic().run()
}

/// All of it, up to what the command line makes of it.
pub(crate) fn clinic() -> App {
    let mut data = Stack::<Prod>::new("clinic-data", region::UsEast1);
    let (clinical, records) = keep(&mut data);

    let mut app = Stack::<Prod>::new("clinic-app", region::UsEast1);
    serve(&mut app, &clinical, &records);

    App::new("clinic").stack(data).stack(app)
}

/// What must never be lost.
fn keep(stack: &mut Stack<Prod>) -> (Perimeter<Phi>, Database<Phi>) {
    let key = stack.add("Key", CustomerKey::builder());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.30.0.0/16")).key(&key));
    let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    let records = EncryptedDatabase::builder().perimeter(&clinical).engine(Postgres::V17);
    let records = stack.add("Records", records);
    (clinical, records)
}

/// What is replaced with every release. It takes the database of the other stack like one of its own.
fn serve(stack: &mut Stack<Prod>, clinical: &Perimeter<Phi>, records: &Database<Phi>) {
    let api = FargateService::builder().perimeter(clinical).image(API).port(8080).connect(records);
    let api = stack.add("Api", api);
    let certificate = arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b");
    let front = HttpsEndpoint::builder()
        .target(&api)
        .domain(domain!("api.example.org"))
        .certificate(&Certificate::existing(certificate));
    let front = stack.add("Front", front);
    stack.output("Url", "where the clinic finds it", front.url());
}
