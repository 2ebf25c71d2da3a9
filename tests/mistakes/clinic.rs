//! What the mistakes are made in: a stack, a chart and what other clouds have, each legal as it is.

pub(super) use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production, UkHealth},
    prelude::*,
    rule::BY_HAND,
    value::Object,
};
pub(super) use hc_cdk_aws::{
    cfn,
    compute::{Deployment, ImageCopies, Schedule},
    country,
    delivery::{ImageBuild, Source, Trial},
    edge::Certificate as AwsCertificate,
    iam::Statement,
    kind::{CertificateArn, OidcProviderArn, SecretArn, SnapshotArn},
    observe::Canary,
    prelude::{Perimeter as Zone, Secret as AwsSecret, *},
    region, rule,
    storage::*,
};
pub(super) use hc_cdk_azure::prelude as azure;
pub(super) use hc_cdk_delivery::{
    image::Handbook,
    prelude::{
        Deployment as Delivering, Environment, Identity, Input, Matrix, Pipelines, Program, Repository,
        Schedule as Times, Stacks, Trigger, Weekday, Workflow, jobs,
    },
    release::Cluster as Reached,
    script,
};
pub(super) use hc_cdk_k8s::{
    access::{Kind as Granted, Role as Rights, Rule, Verb},
    api_object::ApiObject,
    network::Certificate as Tls,
    prelude::*,
    recovery::{BackupLocation, NamespaceCopies},
    secret::{Keeper, SecretStore},
    storage::EncryptedStorage,
};

/// Google Cloud, with its regions.
pub(super) mod gcp {
    pub(crate) use hc_cdk_gcp::{prelude::*, region};
}

pub(super) type Prod = (Hipaa, Production);

/// What stands in a stack before the mistake is made.
pub(super) struct Base {
    pub(super) key: Key,
    pub(super) trail: hc_cdk_aws::audit::Trail,
    pub(super) vpc: hc_cdk_aws::network::Network,
    pub(super) zone: Zone<Phi>,
}

/// A stack with a perimeter for health data.
pub(super) fn base(name: &str) -> (Stack<Prod>, Base) {
    let mut stack = Stack::<Prod>::new(name, region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    let zone = stack.add("Clinical", Zone::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    (stack, Base { key, trail, vpc, zone })
}

/// A chart with a namespace for health data.
pub(super) fn chart(name: &str) -> (Chart<Prod>, Namespace<Phi>) {
    let mut chart = Chart::<Prod>::new(name);
    let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    (chart, zone)
}

/// Where a chart has its secrets from.
pub(super) fn vault(chart: &mut Chart<Prod>, zone: &Namespace<Phi>) -> hc_cdk_k8s::secret::Store {
    let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "lab" };
    chart.add("Vault", SecretStore::builder().perimeter(zone).keeper(keeper))
}

/// A perimeter for health data in a project of Google Cloud.
pub(super) fn google(stack: &mut gcp::Stack<Prod>) -> gcp::Perimeter<Phi> {
    let project = gcp::Project::builder().id(hc_cdk_gcp::project!("clinic-prod")).number(112_233_445_566);
    let project = stack.add("Project", project);
    let key = stack.add("Key", gcp::CryptoKey::builder().project(&project));
    let audit = stack.add("Audit", gcp::AuditSink::builder().key(&key));
    let network = stack.add("Network", gcp::Network::builder().project(&project).cidr(cidr!("10.40.0.0/16")));
    stack.add("Clinical", gcp::Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit))
}

/// A stack on Azure with a perimeter for health data, and the group that it is in.
pub(super) fn on_azure() -> (azure::Stack<Prod>, azure::Perimeter<Phi>, hc_cdk_azure::group::Home) {
    let mut stack = azure::Stack::<Prod>::new("azure", hc_cdk_azure::region::EastUs2);
    let group = azure::ResourceGroup::builder().name(hc_cdk_azure::group!("clinic-prod"));
    let group = group.subscription(hc_cdk_azure::guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    let group = group.tenant(hc_cdk_azure::guid!("72f988bf-86f1-41af-91ab-2d7cd011db47"));
    let group = stack.add("Group", group);
    let network = stack.add("Network", azure::Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")));
    let vault = azure::KeyVault::builder().network(&network).name(hc_cdk_azure::vault!("clinic-prod-keys"));
    let key = vault.key(hc_cdk_azure::key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5"));
    let key = stack.add("Key", key);
    let audit = stack.add("Audit", azure::AuditLogs::builder().key(&key));
    let zone = azure::Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
    let zone = stack.add("Clinical", zone);
    (stack, zone, group)
}

/// That somebody has locked what Azure's operator cannot lock.
pub(super) fn locked() -> Waiver {
    let reason = "the platform team has locked the resource group";
    Waiver::new(hc_cdk_azure::rule::STORE_STAYS, reason, "jane.roe", date!("2027-06-30"))
}

/// That an API has no cache.
pub(super) fn uncached() -> Waiver {
    let reason = "answers about patients are kept nowhere";
    Waiver::new(rule::APIGW_CACHE_ENABLED_AND_ENCRYPTED, reason, "jane.roe", date!("2027-06-30"))
}

pub(super) fn img() -> Image {
    image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
}

pub(super) fn ecr_img() -> Image {
    image!(
        "111122223333.dkr.ecr.us-east-1.amazonaws.com/clinic/fn@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )
}

pub(super) fn cert() -> AwsCertificate {
    AwsCertificate::existing(arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b"))
}

pub(super) fn names() -> HostedZone {
    HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org")
}

pub(super) fn program() -> Program {
    Program::new(script!("cargo run --locked --quiet --"))
}

pub(super) fn one(stack: Stack<Prod>) -> App {
    App::new("clinic").stack(stack)
}

pub(super) fn onec(chart: Chart<Prod>) -> App {
    App::new("clinic").stack(chart)
}

/// A service in the perimeter.
macro_rules! svc {
    ($base:expr) => {
        FargateService::builder().perimeter(&$base.zone).image(img()).port(8080)
    };
}

/// A function in the perimeter.
macro_rules! fun {
    ($base:expr) => {
        Function::builder().perimeter(&$base.zone).code(ecr_img())
    };
}

/// A database in the perimeter.
macro_rules! db {
    ($base:expr) => {
        EncryptedDatabase::builder().perimeter(&$base.zone).engine(Postgres::V17)
    };
}

/// A workload in a namespace.
macro_rules! wl {
    ($zone:expr) => {
        Workload::builder()
            .perimeter(&$zone)
            .image(img())
            .port(8080)
            .probes(Probes::tcp())
            .resources(cpu!("250m"), memory!("256Mi"))
    };
}

pub(super) use {db, fun, svc, wl};

/// What most mistakes are made in, as it is without any.
pub(super) fn legal() -> Vec<App> {
    let (mut stack, base) = base("clinic");
    let records = stack.add("Records", db!(base));
    let letters = stack.add("Letters", Queue::builder().perimeter(&base.zone));
    let api = stack.add("Api", svc!(base).connect(&records));
    stack.add("Print", fun!(base).on(&letters));
    stack.add(
        "Front",
        HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&cert()).zone(&names()),
    );
    let (mut chart, zone) = chart("wards");
    let vault = vault(&mut chart, &zone);
    let partner = chart.add("Partner", ExternalSecret::builder().store(&vault).key("token", "lab/partner", "token"));
    chart.add("Api", wl!(zone).secret("PARTNER_TOKEN", &partner, "token"));
    let mut iowa = gcp::Stack::<Prod>::new("google", gcp::region::Iowa);
    google(&mut iowa);
    vec![one(stack), onec(chart), App::new("clinic").stack(iowa), App::new("clinic").stack(on_azure().0)]
}
