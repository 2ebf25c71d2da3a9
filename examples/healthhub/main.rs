//! A patient platform without servers: 41 functions in seven services behind one API, what they remember in seven tables, and a
//! website that is read in the United Kingdom, Ireland and the United States. What happens is told by a bus, by which reminders and
//! conversations begin. Data of patients stays in London and Ireland.

mod delivery;
mod paths;
mod services;
mod usage;
mod watch;

use std::process::ExitCode;

use hc_cdk::{
    control::gdpr,
    data::{Phi, Public},
    dimension::residency::AtLeast,
    policy,
    policy::{Hipaa, Production, UkHealth},
    prelude::*,
};
use hc_cdk_aws::{
    country::{self, Gb, Ie, Us},
    edge::{IssuedCertificate, Website, WebsiteHandle},
    keys::Key,
    kind::FunctionArn,
    messages::Events,
    prelude::*,
    region,
    storage::{Bucket, Capacity, Table},
};

/// Where the website is read, and from where it is served.
#[derive(Debug)]
pub struct UkIrelandOrUs;

impl AtLeast<UkIrelandOrUs> for country::Gb {}
impl AtLeast<UkIrelandOrUs> for country::Ie {}
impl AtLeast<UkIrelandOrUs> for country::Us {}
impl AtLeast<UkIrelandOrUs> for region::UsEast1 {}
impl AtLeast<UkIrelandOrUs> for region::EuWest2 {}

policy! {
    /// Where what everybody may read is read.
    pub Readers { residency: UkIrelandOrUs [gdpr::TRANSFERS], .. }
}

/// What is held of patients.
type Care = (Hipaa, UkHealth, Production);

/// What is shown to everybody.
type Shown = (Hipaa, Production, Readers);

/// What the platform is made in.
struct Base {
    key: Key,
    trail: hc_cdk_aws::audit::Trail,
    zone: Perimeter<Phi>,
    public: Perimeter<Public>,
    /// How often each patient asked: it is read with every question, so that its load is known.
    asked: Table<Phi>,
    /// What happened to patients, for whoever has to do something about it.
    happened: Events<Phi>,
}

fn main() -> ExitCode {
    let mut ireland = Stack::<Care>::new("healthhub-copies", region::EuWest1);
    let (key, copies) = copies(&mut ireland);

    let mut london = Stack::<Care>::new("healthhub-base", region::EuWest2);
    let base = base(&mut london);
    let state = london.add("State", SecureBucket::builder().perimeter(&base.zone).copied_to(&copies).build());
    usage::state(&mut london, &state);
    usage::state(&mut ireland, &copies);
    let rotate = arn!(FunctionArn, "arn:aws:lambda:eu-west-2:111122223333:function:replace-keys");
    let session = Secret::builder().perimeter(&base.zone).rotated_by(rotate).build();
    london.add("SessionKey", session.replicated_to(region::EuWest1, &key));
    let budget = watch::account(&mut london, &base);
    let mut care = Stack::<Care>::new("healthhub", region::EuWest2);
    let platform = services::platform(&mut care, &base);
    paths::paths(&mut care, &base, &platform);
    watch::releases(&mut care, &base, &platform);
    let mut told = Stack::<Care>::new("healthhub-watch", region::EuWest2);
    watch::watch(&mut told, &base, &platform, &budget);

    let mut edge = Stack::<Shown>::new("healthhub-edge", region::UsEast1);
    let web = web(&mut edge);
    let mut site = Stack::<Shown>::new("healthhub-site", region::EuWest2);
    site.add("Files", web.files(&base.public));
    let (access, delivery) = delivery::delivery();
    let app = App::new("healthhub").stack(ireland).stack(london).stack(care).stack(told).stack(edge).stack(site);
    app.stack(access).stack(delivery).run()
}

/// Where copies go: to Ireland.
fn copies(stack: &mut Stack<Care>) -> (Key, Bucket<Phi>) {
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.61.0.0/16")).key(&key).build());
    let zone = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let copies = stack.add("State", SecureBucket::builder().perimeter(&zone).build());
    (key, copies)
}

/// The network in London, with a perimeter for patients and one for everybody.
fn base(stack: &mut Stack<Care>) -> Base {
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.60.0.0/16")).key(&key).build());
    let zone = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let public = stack.add("Public", Perimeter::<Public>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let asked = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient"));
    let asked = stack.add("Asked", asked.capacity(Capacity::SCALED).build());
    let happened = stack.add("Happened", Bus::builder().perimeter(&zone).build());
    Base { key, trail, zone, public, asked, happened }
}

/// The website, from the edge of the network.
fn web(edge: &mut Stack<Shown>) -> WebsiteHandle {
    let key = edge.add("Key", CustomerKey::builder().build());
    let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "healthhub.example");
    let certificate = IssuedCertificate::builder().domain("www.healthhub.example").zone(&zone).build();
    let certificate = edge.add("Certificate", certificate);
    let web = Website::builder().key(&key).domain("www.healthhub.example").certificate(&certificate).zone(&zone);
    let web = edge.add("Web", web.files_in(region::EuWest2).single_page().build().readers((Gb, Ie, Us)));
    usage::web(edge, &web);
    watch::edge(edge, &key, &web, &certificate);
    web
}
