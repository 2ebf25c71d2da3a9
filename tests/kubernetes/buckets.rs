//! Workloads of a cluster that use buckets, and stores of somebody's own: a role for exactly their own account, with exactly the
//! rights that they were connected for.

use std::collections::BTreeSet;

use hc_cdk::{
    cluster::Cluster,
    construct::{Construct, Spec},
    data::{Internal, Phi},
    date,
    model::{ConstructRef, Role},
    prelude::*,
    resource::Made,
    rule::Rule,
    stack::Within,
    uses::{Connection, Place, Readable, Usable},
    waiver::Waiver,
};
use hc_cdk_aws::{
    assertions::{Clinic, Template},
    cfn::sqs,
    iam::Statement,
    network::SecurityGroup,
    prelude::*,
    region,
    rule::QUEUE_HAS_THE_CUSTOMERS_KEY,
    storage::Bucket,
};
use hc_cdk_k8s::{assertions::Ward, prelude::*};
use serde_json::{Value as Tree, json};

use crate::{
    oracle::{Asked, items, wrongs},
    stores::{IMAGE, Prod, cluster, found, objects, of_type},
};

/// A queue of somebody's own.
struct Queue;

#[derive(Clone)]
struct QueueHandle {
    this: ConstructRef,
    made: Made<sqs::Queue>,
}

impl Spec for Queue {
    type Handle = QueueHandle;
    const KIND: &'static str = "Queue";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Aws> for Queue {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> QueueHandle {
        scope.plays(Role::Outside, hc_cdk::data::Class::Phi);
        let queue = sqs::Queue { kms_master_key_id: Some("alias/aws/sqs".into()), ..Default::default() };
        QueueHandle { this: scope.this(), made: scope.resource("", queue) }
    }
}

impl Usable for QueueHandle {
    type Class = Phi;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let on = |actions| Statement::allow(actions, [self.made.get(sqs::Queue::ARN)]);
        Connection::new(self.this.clone(), "Letters")
            .reads(on(actions!["sqs:ReceiveMessage", "sqs:DeleteMessage"]))
            .writes(on(actions!["sqs:SendMessage"]))
            .variable("URL", self.made.id())
    }
}

impl Readable for QueueHandle {}

/// A cache of somebody's own, in the network: as far as others see it, a group and a port.
struct Cache(Perimeter<Phi>);

#[derive(Clone)]
struct CacheHandle {
    this: ConstructRef,
    place: Place,
}

impl Spec for Cache {
    type Handle = CacheHandle;
    const KIND: &'static str = "Cache";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Aws> for Cache {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> CacheHandle {
        scope.plays(Role::Outside, hc_cdk::data::Class::Phi);
        let network = self.0.network();
        let group = SecurityGroup::closed(scope, &network.id());
        let place = group.listening("cache.internal".into(), port!(6379), network.isolated_networks());
        CacheHandle { this: scope.this(), place }
    }
}

impl Usable for CacheHandle {
    type Class = Phi;
    type Target = Aws;

    fn connection(&self) -> Connection {
        Connection::new(self.this.clone(), "Cache").at(self.place.clone())
    }
}

struct Stores {
    stack: Stack<Prod>,
    zone: Perimeter<Phi>,
    scans: Bucket<Phi>,
    exports: Bucket<Phi>,
    forms: Bucket<Internal>,
    letters: QueueHandle,
}

fn stores(name: &str) -> Stores {
    let Clinic { mut stack, key, trail, vpc, zone } = Clinic::<Prod, Phi>::new(name, region::UsEast1);
    let office = stack.add("Office", Perimeter::<Internal>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let scans = stack.add("Scans", SecureBucket::builder().perimeter(&zone).build());
    let exports = stack.add("Exports", SecureBucket::builder().perimeter(&zone).build());
    let forms = stack.add("Forms", SecureBucket::builder().perimeter(&office).build());
    let waiver = Waiver::new(QUEUE_HAS_THE_CUSTOMERS_KEY, "letters are sealed", "jane.roe", date!("2099-12-31"));
    let letters = stack.add("Letters", waiver.construct(Queue));
    Stores { stack, zone, scans, exports, forms, letters }
}

fn with_services() -> Cluster<region::UsEast1> {
    cluster().services_in([cidr!("10.20.64.0/20"), cidr!("10.20.80.0/20")])
}

/// The name and the statements of each policy of a role.
fn statements_of<'a>(template: &'a Tree, role: &str) -> Vec<(&'a str, &'a Vec<Tree>)> {
    let policies = of_type(template, "AWS::IAM::ManagedPolicy").into_iter();
    let mine = policies.filter(|(_, it)| it["Roles"] == json!([{ "Ref": role }]));
    mine.map(|(name, it)| (name, it["PolicyDocument"]["Statement"].as_array().unwrap())).collect()
}

/// The names of the roles that an account of the cluster takes on, with the account.
fn roles_of_accounts(template: &Tree) -> Vec<(&str, &str)> {
    let trusts = of_type(template, "AWS::IAM::Role").into_iter().filter_map(|(name, role)| {
        let condition = &role["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]["StringEquals"];
        let subject = condition.as_object()?.iter().find(|(key, _)| key.ends_with(":sub"))?.1;
        Some((name, subject.as_str()?))
    });
    trusts.collect()
}

/// A chart with one workload, and the app with the stack.
macro_rules! app {
    ($stack:expr, $cluster:expr, $($use:tt)*) => {{
        let Ward { mut chart, zone } = Ward::<Prod, Phi>::of(Chart::in_cluster("clinic", $cluster));
        let claims = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
        chart.add("Claims", claims.resources(cpu!("250m"), memory!("256Mi"))$($use)*.build());
        App::new("clinic").stack($stack).stack(chart)
    }};
}

#[test]
fn the_account_of_a_workload_bears_one_role_with_exactly_its_rights() {
    let Stores { stack, scans, forms, letters, .. } = stores("data");
    let app = app!(stack, &with_services(), .connect(&scans).reads(&forms).connect(&letters));
    let template = Template::of(&app, "data");
    let template = template.json();
    assert_eq!(roles_of_accounts(template), [("ScansByClinicClaims", "system:serviceaccount:clinic-clinical:claims")]);
    let policies = statements_of(template, "ScansByClinicClaims");
    let names: Vec<&str> = policies.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["ScansByClinicClaimsPolicy", "FormsByClinicClaimsPolicy", "LettersByClinicClaimsPolicy"]);
    let actions: Vec<Vec<&Tree>> =
        policies.iter().map(|(_, statements)| statements.iter().map(|it| &it["Action"]).collect()).collect();
    let whole = json!(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]);
    assert_eq!(actions[0], [&json!("s3:ListBucket"), &whole, &json!(["kms:Decrypt", "kms:GenerateDataKey"])]);
    assert_eq!(actions[1], [&json!("s3:ListBucket"), &json!("s3:GetObject"), &json!("kms:Decrypt")]);
    assert_eq!(actions[2], [&json!(["sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"])]);
    let arn = |name: &str| json!({ "Fn::GetAtt": [name, "Arn"] });
    let first = |at: usize| policies[at].1[0]["Resource"].clone();
    assert_eq!([first(0), first(1), first(2)], [arn("Scans"), arn("Forms"), arn("Letters")]);
}

#[test]
fn the_pods_find_the_services_of_the_cloud_and_nothing_else_of_it() {
    let Stores { stack, scans, forms, letters, .. } = stores("data");
    let app = app!(stack, &with_services(), .connect(&scans).reads(&forms).connect(&letters));
    let objects = objects(&app);
    let account = objects.object("ServiceAccount", "claims").json();
    let role = "${data_ExportScansByClinicClaimsArn}";
    assert_eq!(account["metadata"]["annotations"]["eks.amazonaws.com/role-arn"].as_str(), Some(role));
    let pod = &objects.object("Deployment", "claims").pods().unwrap()["spec"];
    assert_eq!(pod["serviceAccountName"].as_str(), Some("claims"));
    let names: Vec<_> = items(&pod["containers"][0]["env"]).iter().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(names, ["SCANS_BUCKET", "FORMS_BUCKET", "LETTERS_URL"]);
    let way = &objects.object("NetworkPolicy", "claims-to-cloud-services").json()["spec"]["egress"][0];
    let blocks: Vec<_> = items(&way["to"]).iter().filter_map(|it| it["ipBlock"]["cidr"].as_str()).collect();
    assert_eq!(blocks, ["10.20.64.0/20", "10.20.80.0/20"]);
    assert_eq!((items(&way["ports"]).len(), way["ports"][0]["port"].as_i64()), (1, Some(443)));
    let asked = Asked { zones: true, disks_kept: true, log_days: 365, backup_days: 30, tls: "1.2" };
    assert_eq!(wrongs(&objects, asked), Vec::<String>::new());
}

#[test]
fn a_service_and_a_workload_may_do_the_same() {
    let Stores { mut stack, zone, scans, forms, letters, .. } = stores("data");
    let visits = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient"));
    let visits = stack.add("Visits", visits.build());
    let service = FargateService::builder().perimeter(&zone).image(IMAGE).port(8080);
    stack.add("Api", service.connect(&scans).reads(&forms).connect(&letters).connect(&visits).build());
    let app = app!(stack, &with_services(), .connect(&scans).reads(&forms).connect(&letters).connect(&visits));
    let template = Template::of(&app, "data");
    let template = template.json();
    let of = |role: &str| -> Vec<Tree> {
        statements_of(template, role).into_iter().flat_map(|(_, statements)| statements.clone()).collect()
    };
    assert_eq!(of("ApiTaskRole"), of("ScansByClinicClaims"));
    assert_eq!(of("ApiTaskRole").len(), 9);
}

#[test]
fn credentials_are_read_by_another_account_than_the_jobs_own() {
    let Stores { mut stack, zone, scans, .. } = stores("data");
    let records = EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build();
    let records = stack.add("Records", records);
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::of(Chart::in_cluster("clinic", &with_services()));
    let claims = Job::builder().perimeter(&zone).image(IMAGE).resources(cpu!("250m"), memory!("256Mi"));
    chart.add("Claims", claims.connect(&records.administrator()).connect(&scans).build());
    let app = App::new("clinic").stack(stack).stack(chart);
    let template = Template::of(&app, "data");
    let expected = [
        ("RecordsForClinicClaims", "system:serviceaccount:clinic-clinical:claims-records"),
        ("ScansByClinicClaims", "system:serviceaccount:clinic-clinical:claims"),
    ];
    let found: BTreeSet<_> = roles_of_accounts(template.json()).into_iter().collect();
    assert_eq!(found, expected.into());
}

#[test]
fn a_store_of_ones_own_in_the_network_takes_services_and_nodes_on_its_port() {
    let Stores { mut stack, zone, .. } = stores("data");
    let cache = stack.add("Cache", Cache(zone.clone()));
    let service = FargateService::builder().perimeter(&zone).image(IMAGE).port(8080);
    stack.add("Api", service.connect(&cache).build());
    let app = app!(stack, &cluster(), .connect(&cache));
    let template = Template::of(&app, "data");
    let group = json!({ "Fn::GetAtt": ["CacheGroup", "GroupId"] });
    let rules = of_type(template.json(), "AWS::EC2::SecurityGroupIngress").into_iter();
    let rules = rules.filter(|(_, it)| it["GroupId"] == group);
    let rules: Vec<_> = rules.map(|(name, it)| (name, it["ToPort"].as_u64().unwrap())).collect();
    assert_eq!(rules, [("ApiCacheIngress", 6379), ("CacheFromClinicEuIngress", 6379)]);
    // It takes no rights, so nobody has a role for it.
    assert_eq!(roles_of_accounts(template.json()), []);
    let objects = objects(&app);
    let way = &objects.object("NetworkPolicy", "claims-to-cache").json()["spec"]["egress"][0];
    assert_eq!((items(&way["to"]).len(), way["ports"][0]["port"].as_i64()), (3, Some(6379)));
    assert!(!objects.objects().any(|it| it.json()["metadata"]["name"].as_str() == Some("claims-to-cloud-services")));
}

#[test]
fn a_workload_says_where_the_services_of_the_cloud_are() {
    let Stores { stack, scans, .. } = stores("data");
    let findings = found(&app!(stack, &cluster(), .connect(&scans)));
    let expected = "`clinic/Claims` uses `Scans` by rights of its account, and nothing says in which networks the cloud's services are";
    assert!(findings.contains(expected), "{findings}");
    assert!(findings.contains(".services_in("), "{findings}");
}

#[test]
fn an_account_of_several_workloads_gets_no_rights_in_the_cloud() {
    let Stores { stack, scans, .. } = stores("data");
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::of(Chart::in_cluster("clinic", &with_services()));
    let account = chart.add("Operator", ServiceAccount::builder().perimeter(&zone).build());
    let job = Job::builder().perimeter(&zone).image(IMAGE).account(&account).connect(&scans);
    chart.add("Nightly", job.resources(cpu!("250m"), memory!("256Mi")).build());
    let findings = found(&App::new("clinic").stack(stack).stack(chart));
    let expected = "`clinic/Nightly` uses `Scans` by rights of its account, and others may have that account, too";
    assert!(findings.contains(expected), "{findings}");
}

#[test]
fn an_account_is_let_in_by_one_stack() {
    let (one, other) = (stores("data"), stores("archive"));
    let app = app!(one.stack, &with_services(), .connect(&one.scans).connect(&other.exports)).stack(other.stack);
    let findings = found(&app);
    let expected = "`clinic/Claims` uses `Exports` by rights of its account, which has others in another stack already";
    assert!(findings.contains(expected), "{findings}");
}
