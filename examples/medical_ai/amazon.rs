//! The part on AWS: a perimeter with the records of patients and the validated models, a cluster in it, and who may do what there.

use hc_cdk::{data::Phi, dimension::availability::MultiAz, route::TargetGroup};
use hc_cdk_aws::{
    account::AdministratorRole,
    audit::Trail,
    cluster::{AccessLevel, ClusterAccess, Eks, Nodes},
    database::Database,
    edge::{Firewall, IssuedCertificate},
    github::{Delivers, GithubRole},
    iam::Statement,
    keys::Key,
    kind::{OidcProviderArn, SecretArn},
    network::InterfaceEndpoint,
    observe::Severity,
    prelude::*,
    region::UsEast1,
    storage::{Bucket, Cached},
};

use super::Live;

/// What the services use.
pub(crate) struct Records {
    pub(crate) database: Database<Phi>,
    pub(crate) models: Bucket<Phi>,
    /// Answers of models that were given before.
    pub(crate) answers: Cached<Phi>,
}

/// What there is on AWS.
pub(crate) struct Amazon {
    /// Where requests from the internet are handed to.
    pub(crate) front: TargetGroup,
    pub(crate) records: Records,
    pub(crate) cluster: Eks<UsEast1>,
    pub(crate) deploys: Delivers,
}

/// Where copies of the models go, and of what is learned from them: to another region, with a key of that.
pub(crate) fn copies(stack: &mut Stack<Live>) -> Bucket<Phi> {
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.31.0.0/16")).key(&key).build());
    let zone = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    stack.add("Models", SecureBucket::builder().perimeter(&zone).build())
}

/// The perimeter, and what is in it.
pub(crate) fn amazon(stack: &mut Stack<Live>, copies: &Bucket<Phi>) -> Amazon {
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let network = Vpc::builder().cidr(cidr!("10.30.0.0/16")).key(&key).zones(Zones::Three);
    // Pods take on their roles at STS.
    let services = [&InterfaceEndpoint::USUAL[..], &[InterfaceEndpoint::Sts]].concat();
    // What its nodes pull images from, and whom its alerts go to.
    let hosts = [domain!("registry.example"), domain!("pager.example.org")];
    let vpc = stack.add("Network", network.interface_endpoints(services).answers_for(hosts).build());
    let zone = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let database = EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build();
    let database = stack.add("Records", database.availability(MultiAz));
    let models = stack.add("Models", SecureBucket::builder().perimeter(&zone).copied_to(copies).build());
    let answers = stack.add("Answers", Cache::builder().perimeter(&zone).nodes(3).build());
    let cluster = cluster(stack, &zone);
    let front = front(stack, &zone, &cluster);
    let deploys = access(stack, &cluster);
    security(stack, &key, &trail);
    Amazon { front, records: Records { database, models, answers }, cluster, deploys }
}

/// Who hears of misuse: security of everything, whoever answers for records if somebody touched them, and the pager of the worst.
fn security(stack: &mut Stack<Live>, key: &Key, trail: &Trail) {
    let alarms = Alarms::builder().key(key).notify(Contact::email("security@hospital.example"));
    let alarms = alarms.notify_on(Severity::Compliance, Contact::email("privacy@hospital.example"));
    let pager = arn!(SecretArn, "arn:aws:secretsmanager:us-east-1:111122223333:secret:pager-AbCdEf");
    let pager = Contact::pager(&Secret::existing(pager, key), "address");
    let alarms = alarms.notify_on(Severity::Critical, pager);
    stack.add("Security", alarms.misuse(trail).build());
}

/// The one way in from the internet: by TLS, from where the hospital has patients, by people, and not too often where records are.
fn front(stack: &mut Stack<Live>, zone: &Perimeter<Phi>, cluster: &Eks<UsEast1>) -> TargetGroup {
    let names = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
    let certificate = IssuedCertificate::builder().domain("assistant.example.org").zone(&names).build();
    let certificate = stack.add("Certificate", certificate);
    let firewall = Firewall::new().only_from(&["US"]).without_bots();
    let firewall = firewall.rate_limit_of("/records/*", 300).rate_limit_of("/decisions/*", 100);
    let front = HttpsEndpoint::builder().perimeter(zone).firewall(firewall).zone(&names).certificate(&certificate);
    let front = stack.add("Front", front.domain(domain!("assistant.example.org")).build());
    stack.add("FrontRoute", front.cluster("/*", cluster))
}

/// The cluster of the services: from 3 to 50 nodes, in three zones.
fn cluster(stack: &mut Stack<Live>, zone: &Perimeter<Phi>) -> Eks<UsEast1> {
    let cluster = EksCluster::builder().perimeter(zone).region(UsEast1).nodes(Nodes::between(3..=50)).build();
    stack.add("Cluster", cluster)
}

/// Who gets into the cluster: people who proved who they are by a second factor, and deployments of one environment of one repository.
fn access(stack: &mut Stack<Live>, cluster: &Eks<UsEast1>) -> Delivers {
    let sees = Statement::allow(actions!["eks:AccessKubernetesApi", "eks:DescribeCluster"], [cluster.arn()]);
    let people = AdministratorRole::builder().purpose("administers the cluster").allow(&sees).build();
    let people = stack.add("Administrators", people);
    stack.add("Administering", ClusterAccess::builder().cluster(cluster).role(people.arn()).build());

    let github = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
    let role = GithubRole::builder().provider(github).repository("hospital/medical-ai").environment("production");
    let role = role.allow(Statement::allow(actions!["eks:DescribeCluster"], [cluster.arn()])).build();
    let deploys = stack.add("Deploys", role);
    let deploying = ClusterAccess::builder().cluster(cluster).role(deploys.arn()).may(AccessLevel::Edit);
    stack.add("Deploying", deploying.namespace("assistant-clinical").namespace("assistant-monitoring").build());
    deploys
}
