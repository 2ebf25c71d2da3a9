//! The second region of the hospital: copies of what must not be lost, a replica of the records, and the services that patients
//! cannot wait for. It answers when the first region does not; whoever lets it write promotes its records.

use std::error::Error;

use hc_cdk::prelude::*;
use hc_cdk_aws::{kind::CertificateArn, prelude::*, region};

use super::{
    Phi, Prod,
    system::{self, images::Images},
};

/// What is served there.
const SERVICES: &str = "Auth Patient Emergency";

/// What is there before the first region is: a key, a network, and where recovery points are copied to.
pub(crate) struct West {
    pub(crate) copies: system::Copies,
    zone: Perimeter<Phi>,
    figures: Workspace,
}

pub(crate) fn ground(stack: &mut Stack<Prod>) -> West {
    let key = stack.add("Key", CustomerKey::builder());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    let network = Vpc::builder().cidr(cidr!("10.21.0.0/16")).key(&key).zones(Zones::Three);
    let vpc = stack.add("Network", network.interface_endpoints(system::called()));
    let backups = stack.add("Backups", BackupPlan::builder().key(&key));
    let zone = Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).backups(&backups);
    let alarms = Alarms::builder().key(&key).also_of_prometheus().notify(Contact::email("on-call@hms.example.org"));
    let alarms = stack.add("Alarms", alarms.watch("AuditSilent", preset::audit_silent(&trail)));
    let figures = system::watch::figures(stack, &key, &alarms);
    West { figures, zone: stack.add("Clinical", zone), copies: system::Copies { services: SERVICES, key, backups } }
}

/// What follows the first region, and takes over.
pub(crate) fn take_over(app: App, west: &West, records: &Database<Phi>) -> Result<App, Box<dyn Error>> {
    let West { copies: system::Copies { key, .. }, zone, figures } = west;
    let mut stack = Stack::<Prod>::new("hms-west-records", region::UsWest2);
    let records = stack.add("Records", ReadReplica::builder().perimeter(zone).of(records));
    let cluster = stack.add("Cluster", FargateCluster::builder().key(key).mesh());
    let mut copies = Stack::<Prod>::new("hms-west-images", region::UsWest2);
    let images = Images::of(&mut copies, "us-west-2", SERVICES.split(' '), true);
    let figures = figures.clone();
    let standby = system::Hospital { key: key.clone(), zone: zone.clone(), records, cluster, figures, images };

    let mut edge = Stack::<Prod>::new("hms-west-edge", region::UsWest2);
    let certificate = arn!(CertificateArn, "arn:aws:acm:us-west-2:111122223333:certificate/1c2d3e4f");
    let front = system::open(&mut edge, &standby, &Certificate::existing(certificate), &system::names().second());
    let mut care = Stack::<Prod>::new("hms-west-care", region::UsWest2);
    system::services::serve(&mut care, SERVICES, &standby, &front, None)?;
    Ok(app.stack(copies).stack(stack).stack(edge).stack(care))
}
