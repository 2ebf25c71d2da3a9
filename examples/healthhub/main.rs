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
    policy::{Hipaa, Production, UkHealth},
    prelude::*,
};
use hc_cdk_aws::{
    country::{Gb, Ie, Us},
    kind::FunctionArn,
    prelude::*,
    region::{EuWest1, EuWest2, UsEast1},
};

/// Where the website is read, and from where it is served.
#[derive(Debug)]
pub struct UkIrelandOrUs;

impl AtLeast<UkIrelandOrUs> for Gb {}
impl AtLeast<UkIrelandOrUs> for Ie {}
impl AtLeast<UkIrelandOrUs> for Us {}
impl AtLeast<UkIrelandOrUs> for UsEast1 {}
impl AtLeast<UkIrelandOrUs> for EuWest2 {}

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
    trail: Trail,
    zone: Perimeter<Phi>,
    public: Perimeter<Public>,
    /// How often each patient asked: it is read with every question, so that its load is known.
    asked: Table<Phi>,
    /// What happened to patients, for whoever has to do something about it.
    happened: Events<Phi>,
}

fn main() -> ExitCode {
    platform().run()
}

/// All of it, up to what the command line makes of it.
pub(crate) fn platform() -> App {
    let mut ireland = Stack::<Care>::new("healthhub-copies", EuWest1);
    let (key, copies) = copies(&mut ireland);

    let mut london = Stack::<Care>::new("healthhub-base", EuWest2);
    let base = base(&mut london);
    let state = london.add("State", SecureBucket::builder().perimeter(&base.zone).copied_to(&copies));
    usage::state(&mut london, &state);
    usage::state(&mut ireland, &copies);
    let rotate = arn!(FunctionArn, "arn:aws:lambda:eu-west-2:111122223333:function:replace-keys");
    let session = Secret::builder().perimeter(&base.zone).rotated_by(rotate).build();
    london.add("SessionKey", session.replicated_to(EuWest1, &key));
    let budget = watch::account(&mut london, &base);
    let mut care = Stack::<Care>::new("healthhub", EuWest2);
    let platform = services::platform(&mut care, &base);
    let paths = paths::paths(&mut care, &base, &platform);
    watch::releases(&mut care, &base, &platform);
    let mut told = Stack::<Care>::new("healthhub-watch", EuWest2);
    watch::watch(&mut told, &base, &platform, &paths, &budget);

    let mut edge = Stack::<Shown>::new("healthhub-edge", UsEast1);
    let web = web(&mut edge, &platform);
    let mut site = Stack::<Shown>::new("healthhub-site", EuWest2);
    site.add("Files", web.files(&base.public));
    let (access, delivery) = delivery::delivery();
    let app = App::new("healthhub")
        .tag("owner", "patient-platform")
        .stack(ireland)
        .stack(london)
        .stack(care)
        .stack(told)
        .stack(edge)
        .stack(site);
    app.stack(access).stack(delivery)
}

/// Where copies go: to Ireland, where nothing runs, and so nothing has a network.
fn copies(stack: &mut Stack<Care>) -> (Key, Bucket<Phi>) {
    let key = stack.add("Key", CustomerKey::builder());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    let zone = stack.add("Copies", StorePerimeter::<Phi>::builder().key(&key).trail(&trail));
    let copies = stack.add("State", SecureBucket::builder().perimeter(&zone));
    (key, copies)
}

/// The network in London, with a perimeter for patients and one for everybody.
fn base(stack: &mut Stack<Care>) -> Base {
    let key = stack.add("Key", CustomerKey::builder());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    // What functions call of AWS, but for tables, which cost nothing to reach. Their images and logs go another way.
    let called = [InterfaceEndpoint::EventBridge, InterfaceEndpoint::SecretsManager];
    let vpc = Vpc::builder().cidr(cidr!("10.60.0.0/16")).key(&key).interface_endpoints(called);
    let vpc = stack.add("Network", vpc);
    let zone = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    let public = stack.add("Public", Perimeter::<Public>::builder().vpc(&vpc).key(&key).trail(&trail));
    let asked = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient"));
    let asked = stack.add("Asked", asked.capacity(Capacity::SCALED));
    let happened = stack.add("Happened", Bus::builder().perimeter(&zone));
    Base { key, trail, zone, public, asked, happened }
}

/// The website, from the edge of the network.
fn web(edge: &mut Stack<Shown>, platform: &services::Platform) -> WebsiteHandle {
    let key = edge.add("Key", CustomerKey::builder());
    let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "healthhub.example");
    let certificate = IssuedCertificate::builder().domain("www.healthhub.example").zone(&zone);
    let certificate = edge.add("Certificate", certificate);
    let web = Website::builder().key(&key).domain("www.healthhub.example").certificate(&certificate).zone(&zone);
    let web = web.calls(&platform.api).calls(&platform.users);
    let web = edge.add("Web", web.files_in(EuWest2).single_page().readers((Gb, Ie, Us)));
    usage::web(edge, &web);
    watch::edge(edge, &key, &web, &certificate);
    web
}
