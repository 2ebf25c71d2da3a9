//! The part on AWS: a perimeter with the records of patients and the validated models, a cluster in it, and who may do what there. What the second
//! region has as well is here, too.

use hc_cdk::{data::Phi, dimension::availability::MultiAz, literal::cidr::Cidr, machines::Machines, prelude::*};
use hc_cdk_aws::{
    cluster::Nodes,
    kind::{FunctionArn, OidcProviderArn, SecretArn},
    network::Network,
    prelude::*,
    region::{UsEast1, UsWest2},
};

use super::{
    Live,
    site::{EAST, Site},
    west::West,
};

/// What the services use.
pub(crate) struct Records {
    pub(crate) database: Database<Phi>,
    pub(crate) models: Bucket<Phi>,
    /// Answers of models that were given before.
    pub(crate) answers: Cached<Phi>,
}

/// What there is in a region of AWS.
pub(crate) struct Amazon<R> {
    /// Where requests from the internet are handed to.
    pub(crate) front: TargetGroup,
    pub(crate) cluster: Eks<R>,
    /// What Karpenter starts machines by.
    pub(crate) machines: Machines,
    pub(crate) deploys: Delivers,
}

/// What everything in a region stands on.
pub(crate) fn base(stack: &mut Stack<Live>, addresses: Cidr<16>) -> (Key, Trail, Network) {
    let key = stack.add("Key", CustomerKey::builder());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    let network = Vpc::builder().cidr(addresses).key(&key).zones(Zones::Three);
    // Pods take on their roles at STS.
    let services = [&InterfaceEndpoint::USUAL[..], &[InterfaceEndpoint::Sts]].concat();
    // What its nodes pull images from, and whom its alerts go to.
    let hosts = [domain!("registry.example"), domain!("pager.example.org")];
    let vpc = stack.add("Network", network.interface_endpoints(services).answers_for(hosts));
    (key, trail, vpc)
}

/// The first region: the perimeter, and what is in it, with copies in the second.
pub(crate) fn amazon(stack: &mut Stack<Live>, west: &West) -> (Records, Amazon<UsEast1>) {
    let (key, trail, vpc) = base(stack, cidr!("10.30.0.0/16"));
    let backups = stack.add("Backups", BackupPlan::builder().key(&key).copied_to(&west.backups));
    let zone = Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).backups(&backups);
    let zone = stack.add("Clinical", zone);
    let rotate = arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:medical-ai-rotate");
    let user = Generated::field("password").beside("username", "administrator");
    let user = Secret::builder().perimeter(&zone).rotated_by(rotate).generated(user).build();
    let user = stack.add("User", user.replicated_to(UsWest2, &west.key));
    let database = EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).credentials(&user).build();
    let database = stack.add("Records", database.availability(MultiAz));
    stack.owner("Records", "health-records");
    let models = stack.add("Models", SecureBucket::builder().perimeter(&zone).copied_to(&west.models));
    let answers = stack.add("Answers", Cache::builder().perimeter(&zone).nodes(3));
    security(stack, &key, &trail);
    let serves = serve(stack, &zone, (UsEast1, &EAST), &names().first("/health/ready"));
    (Records { database, models, answers }, serves)
}

/// The names of the hospital, which the first region answers to as long as it can.
pub(crate) fn names() -> HostedZone {
    HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org")
}

/// What a region serves with: its cluster, the way in, and who may do what there.
pub(crate) fn serve<R: Region<Target = Aws>>(
    stack: &mut Stack<Live>,
    zone: &Perimeter<Phi>,
    (region, site): (R, &Site),
    names: &HostedZone,
) -> Amazon<R> {
    let cluster = EksCluster::builder().perimeter(zone).region(region).nodes(Nodes::between(3..=3));
    let cluster = stack.add("Cluster", cluster.disk_keys(site.disk_keys()));
    let machines = stack.add("Karpenter", Karpenter::builder().cluster(&cluster));
    let front = front(stack, zone, &cluster, names);
    let deploys = access(stack, &cluster, site);
    Amazon { front, cluster, machines, deploys }
}

/// Who hears of misuse: security of everything, whoever answers for records if somebody touched them, and the pager of the worst.
fn security(stack: &mut Stack<Live>, key: &Key, trail: &Trail) {
    let alarms = Alarms::builder().key(key).notify(Contact::email("security@hospital.example"));
    let alarms = alarms.notify_on(Severity::Compliance, Contact::email("privacy@hospital.example"));
    let pager = arn!(SecretArn, "arn:aws:secretsmanager:us-east-1:111122223333:secret:pager-AbCdEf");
    let pager = Contact::pager(&Secret::existing(pager, key), "address");
    let alarms = alarms.notify_on(Severity::Critical, pager);
    stack.add("Security", alarms.misuse(trail));
}

/// The one way in from the internet: by TLS, from where the hospital has patients, by people, and not too often where records are.
fn front<R: Region<Target = Aws>>(
    stack: &mut Stack<Live>,
    zone: &Perimeter<Phi>,
    cluster: &Eks<R>,
    turn: &HostedZone,
) -> TargetGroup {
    let certificate = IssuedCertificate::builder().domain("assistant.example.org").zone(&names());
    let certificate = stack.add("Certificate", certificate);
    let firewall = Firewall::new().only_from(&["US"]).without_bots();
    let firewall = firewall.rate_limit_of("/records/*", 300).rate_limit_of("/decisions/*", 100);
    let front = HttpsEndpoint::builder().perimeter(zone).firewall(firewall).zone(turn).certificate(&certificate);
    let front = stack.add("Front", front.domain(domain!("assistant.example.org")));
    stack.add("FrontRoute", front.cluster("/*", cluster))
}

/// Who gets into the cluster: people who proved who they are by a second factor, and deployments of one environment of one repository.
fn access<R: Region<Target = Aws>>(stack: &mut Stack<Live>, cluster: &Eks<R>, site: &Site) -> Delivers {
    let sees = Statement::allow(actions!["eks:AccessKubernetesApi", "eks:DescribeCluster"], [cluster.arn()]);
    let people = AdministratorRole::builder().purpose("administers the cluster").allow(&sees);
    let people = stack.add("Administrators", people);
    stack.add("Administering", ClusterAccess::builder().cluster(cluster).role(people.arn()));

    let github = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
    let role = GithubRole::builder().provider(github).repository("hospital/medical-ai").environment(site.environment);
    let role = role.allow(Statement::allow(actions!["eks:DescribeCluster"], [cluster.arn()]));
    let deploys = stack.add("Deploys", role);
    let deploying = ClusterAccess::builder().cluster(cluster).role(deploys.arn()).may(AccessLevel::Edit);
    stack.add("Deploying", deploying.namespace(site.namespaces[0]).namespace(site.namespaces[1]));
    deploys
}
