//! A clinic in one region, and what takes over in another one: a replica, copies, and a second endpoint of the same name.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{
    backup::BackupPlan,
    compute::Service,
    database::{Database, ReadReplica},
    edge::IssuedCertificate,
    keys::Key,
    kind::FunctionArn,
    prelude::*,
    region,
    secrets::Generated,
};

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// Both regions. What copies go to is there first, and what follows them comes last.
pub(crate) fn standby() -> App {
    let mut west = Stack::<Prod>::new("west", region::UsWest2);
    let west_key = west.add("Key", CustomerKey::builder().build());
    let copies = west.add("Backups", BackupPlan::builder().key(&west_key).build());
    let west_zone = zone(&mut west, &west_key, &copies);

    let mut east = Stack::<Prod>::new("east", region::UsEast1);
    let key = east.add("Key", CustomerKey::builder().build());
    let backups = east.add("Backups", BackupPlan::builder().key(&key).copied_to(&copies).build());
    let clinical = zone(&mut east, &key, &backups);
    let rotate = arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:rotate-records");
    let user = Generated::field("password").beside("username", "administrator");
    let user = Secret::builder().perimeter(&clinical).rotated_by(rotate).generated(user).build();
    let user = east.add("User", user.replicated_to(region::UsWest2, &west_key));
    let records = EncryptedDatabase::builder().perimeter(&clinical).engine(Postgres::V17).credentials(&user);
    let records = east.add("Records", records.build());
    let reports = east.add("Reports", ReadReplica::builder().perimeter(&clinical).of(&records).build());
    let api = service(&mut east, &clinical, &[&records, &reports]);
    let names = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
    front(&mut east, &api, &names.first("/health"));

    let mut standby = Stack::<Prod>::new("standby", region::UsWest2);
    let replica = standby.add("Records", ReadReplica::builder().perimeter(&west_zone).of(&records).build());
    let api = service(&mut standby, &west_zone, &[&replica]);
    front(&mut standby, &api, &names.second());
    App::new("clinic").stack(west).stack(east).stack(standby)
}

fn zone(stack: &mut Stack<Prod>, key: &Key, backups: &hc_cdk_aws::backup::Backups) -> Perimeter<Phi> {
    let trail = stack.add("Audit", AuditTrail::builder().key(key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(key).build());
    let zone = Perimeter::<Phi>::builder().vpc(&vpc).key(key).trail(&trail).backups(backups);
    stack.add("Clinical", zone.build())
}

fn service(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>, stores: &[&Database<Phi>]) -> Service<Phi> {
    let api = FargateService::builder().perimeter(zone).image(IMAGE).port(8080);
    let api = stores.iter().fold(api, |api, store| api.connect(*store));
    stack.add("Api", api.build())
}

fn front(stack: &mut Stack<Prod>, api: &Service<Phi>, zone: &HostedZone) {
    let certificate = IssuedCertificate::builder().domain("api.example.org").zone(zone).build();
    let certificate = stack.add("Certificate", certificate);
    let front = HttpsEndpoint::builder().target(api).domain("api.example.org").certificate(&certificate);
    stack.add("Front", front.zone(zone).build());
}
