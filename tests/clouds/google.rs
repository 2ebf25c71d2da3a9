//! Workloads of a cluster on GKE, and a database on Cloud SQL that they use.

use hc_cdk::{
    data::Phi,
    date,
    policy::{Hipaa, Policy, Production},
    prelude::*,
    rule::{NOT_CLEARED, UNDECLARED_WAY},
    value::Object,
};
use hc_cdk_gcp::{
    cluster::GkeHandle, database::SqlStore, literal::ProjectId, perimeter::Perimeter, prelude::*, region, rule,
};
use hc_cdk_k8s::{
    api_object::ApiObject,
    chart::Chart,
    cpu, memory,
    namespace::Namespace,
    workload::{Probes, Workload},
};

pub(super) type Prod = (Hipaa, Production);

/// A stack with a database and a cluster.
pub(super) fn stack() -> (Stack<Prod>, SqlStore<Phi>, GkeHandle<Phi>) {
    stack_in("clinic", project!("clinic-prod"))
}

/// The same in a project.
pub(super) fn stack_in(name: &str, project: ProjectId) -> (Stack<Prod>, SqlStore<Phi>, GkeHandle<Phi>) {
    with_way_out(name, project, None)
}

/// The same with a network that lets nodes out to a port of another one.
pub(super) fn with_way_out(
    name: &str,
    project: ProjectId,
    port: Option<u16>,
) -> (Stack<Prod>, SqlStore<Phi>, GkeHandle<Phi>) {
    let (mut stack, zone) = ground(name, project, port);
    let patients = CloudSql::builder().perimeter(&zone).version(SqlVersion::Postgres17).build();
    let patients = stack.add("Patients", patients);
    let cluster = cluster(&mut stack, &zone);
    (stack, patients, cluster)
}

/// A stack with a perimeter.
pub(super) fn ground(name: &str, project: ProjectId, port: Option<u16>) -> (Stack<Prod>, Perimeter<Phi>) {
    let mut stack = Stack::<Prod>::new(name, region::Iowa);
    let project = Project::builder().id(project).number(112_233_445_566).build();
    let project = stack.add("Project", project);
    let key = stack.add("Key", CryptoKey::builder().project(&project).build());
    let audit = stack.add("Audit", AuditSink::builder().key(&key).build());
    let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16"));
    let network = match port {
        Some(port) => network.allow_out(cidr!("203.0.113.0/24"), port),
        None => network,
    };
    let network = stack.add("Network", network.build());
    let zone = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit).build();
    let zone = stack.add("Clinical", zone);
    (stack, zone)
}

/// A cluster in a perimeter.
pub(super) fn cluster(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>) -> GkeHandle<Phi> {
    let cluster = GkeCluster::builder().perimeter(zone).nodes(Nodes::of("n2-standard-4").between(3, 50));
    stack.add("Cluster", cluster)
}

/// A chart with a workload that uses the database, and one that does not.
pub(super) fn chart(patients: &SqlStore<Phi>, cluster: &GkeHandle<Phi>) -> Chart<Prod> {
    chart_of("wards", "us-central1-docker.pkg.dev/clinic-prod/images", patients, cluster)
}

/// The same by a name, with images of a registry.
pub(super) fn chart_of(name: &str, registry: &str, patients: &SqlStore<Phi>, cluster: &GkeHandle<Phi>) -> Chart<Prod> {
    let mut chart = Chart::<Prod>::in_cluster(name, &cluster.in_region(region::Iowa));
    let zone = chart.add("Zone", Namespace::<Phi>::builder().build());
    let workload = || {
        let digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        let image = Image::parse(format!("{registry}/wards@{digest}")).unwrap();
        let workload = Workload::builder().perimeter(&zone).image(image).port(8080).probes(Probes::tcp());
        workload.resources(cpu!("250m"), memory!("256Mi"))
    };
    chart.add("Wards", workload().connect(patients).build());
    chart.add("Menus", workload().build());
    chart
}

pub(super) fn files(app: &App) -> String {
    let files = app.synthesize().unwrap();
    files.into_iter().map(|file| String::from_utf8(file.bytes).unwrap()).collect()
}

pub(super) fn codes(app: &App) -> Vec<String> {
    app.check()
        .map(|_| ())
        .map_or_else(|found| found.0.into_iter().map(|it| it.code.to_owned()).collect(), |()| Vec::new())
}

#[test]
fn a_workload_uses_a_database_as_an_account_of_the_project() {
    let (stack, patients, cluster) = stack();
    let chart = chart(&patients, &cluster);
    let text = files(&App::new("clinic").stack(stack).stack(chart));
    for part in [
        "iam.gke.io/gcp-service-account: wards-",
        "member: \"serviceAccount:clinic-prod.svc.id.goog[wards-zone/wards]\"",
        "resource.name == \\\"projects/clinic-prod/instances/patients\\\"",
        "type: CLOUD_IAM_SERVICE_ACCOUNT",
        "name: PATIENTS_INSTANCE\n          value: clinic-prod:us-central1:patients",
        "port: 3307",
    ] {
        assert!(text.contains(part), "{part}");
    }
    // One account for the one that uses it, one for the nodes.
    assert_eq!(text.matches("kind: IAMServiceAccount\nmetadata").count(), 2);
}

/// An app in which somebody may do something beside what the program says.
fn with_grant(grant: Object) -> App {
    let (mut stack, patients, cluster) = stack();
    let object = ApiObject::new("iam.cnrm.cloud.google.com/v1beta1", "IAMPolicyMember", "other");
    let object = object.in_namespace("clinic-prod").with("spec", grant);
    let waiver = Waiver::new(rule::GRANT_IS_NARROW, "to see what is found", "nobody", date!("2027-01-31"));
    let waiver = waiver.and(rule::JUDGED_MEMBERS).and(rule::IN_ITS_PROJECT);
    stack.add("Other", waiver.resource(object));
    let chart = chart(&patients, &cluster);
    App::new("clinic").stack(stack).stack(chart)
}

pub(super) fn on_the_project(member: &'static str, role: &'static str) -> Object {
    let project = Object::new().with("kind", "Project").with("external", "projects/clinic-prod");
    Object::new().with("member", member).with("role", role).with("resourceRef", project)
}

#[test]
fn objects_of_a_cloud_say_whose_they_are() {
    let (mut stack, patients, cluster) = stack();
    let chart = chart(&patients, &cluster);
    stack.owner("Patients", "records");
    let text = files(&App::new("clinic").tag("owner", "platform").stack(stack).stack(chart));
    let cloud: Vec<&str> = text.split("---\n").filter(|it| it.contains(".cnrm.cloud.google.com/")).collect();
    let of = |owner: &str| cloud.iter().filter(|it| it.contains(&format!("    hc-cdk/owner: {owner}\n"))).count();
    assert!(of("records") > 0 && of("platform") > 0);
    assert_eq!(of("records") + of("platform"), cloud.len());
    assert!(!cloud.iter().any(|it| it.contains("\n    owner: ")), "an operator would make no label of it");
    assert!(text.contains("\n    owner: platform\n"), "objects of the chart have it as a label");
}

#[test]
fn whoever_may_read_every_database_has_to_be_known() {
    for role in ["roles/cloudsql.client", "roles/owner"] {
        let found = codes(&with_grant(on_the_project("user:somebody@example.org", role)));
        assert!(found.iter().any(|it| it == UNDECLARED_WAY.code || it == NOT_CLEARED.code), "{role}: {found:?}");
    }
    let harmless = codes(&with_grant(on_the_project("user:somebody@example.org", "roles/artifactregistry.reader")));
    assert!(!harmless.iter().any(|it| it == UNDECLARED_WAY.code || it == NOT_CLEARED.code), "{harmless:?}");
}

/// An app in which objects give roles that no rule judges.
fn with_policy(kind: &'static str, member: Object) -> Vec<String> {
    let (mut stack, patients, cluster) = stack();
    let object = ApiObject::new("iam.cnrm.cloud.google.com/v1beta1", kind, "other").in_namespace("clinic-prod");
    let project = Object::new().with("kind", "Project").with("external", "projects/clinic-prod");
    let binding = Object::new().with("role", "roles/editor").with("members", vec![member]);
    let spec = Object::new().with("resourceRef", project).with("bindings", vec![binding]);
    let waiver = Waiver::new(rule::JUDGED_KIND, "to see what is found", "nobody", date!("2027-01-31"));
    stack.add("Other", waiver.and(rule::IN_ITS_PROJECT).resource(object.with("spec", spec)));
    let chart = chart(&patients, &cluster);
    codes(&App::new("clinic").stack(stack).stack(chart))
}

#[test]
fn each_way_to_give_a_role_is_read() {
    let is_found = |found: &[String]| found.iter().any(|it| it == UNDECLARED_WAY.code || it == NOT_CLEARED.code);
    let somebody = || Object::new().with("member", "user:somebody@example.org");
    for kind in ["IAMPartialPolicy", "IAMPolicy"] {
        assert!(is_found(&with_policy(kind, somebody())), "{kind}");
    }
    // Nodes run as an account of the app, and so does whatever runs on them.
    let nodes = |role: &'static str| {
        let account = Object::new().with("serviceAccountRef", Object::new().with("name", "cluster-nodes"));
        let project = Object::new().with("kind", "Project").with("external", "projects/clinic-prod");
        let grant = Object::new().with("memberFrom", account).with("role", role).with("resourceRef", project);
        codes(&with_grant(grant))
    };
    assert!(is_found(&nodes("roles/editor")));
    assert!(!is_found(&nodes("roles/container.defaultNodeServiceAccount")));
}

/// What is found where a user of a database was made by hand, beside an account of the project.
fn with_user(id: &'static str) -> Vec<String> {
    let (mut stack, ..) = stack();
    let waiver = || Waiver::new(rule::JUDGED_MEMBERS, "to see what is found", "nobody", date!("2027-01-31"));
    let account = ApiObject::new("iam.cnrm.cloud.google.com/v1beta1", "IAMServiceAccount", "reader");
    stack.add("Reader", waiver().resource(account.in_namespace("clinic-prod").with("spec", Object::new())));
    let spec = Object::new().with("type", "CLOUD_IAM_SERVICE_ACCOUNT").with("resourceID", id);
    let spec = spec.with("instanceRef", Object::new().with("name", "patients"));
    let user = ApiObject::new("sql.cnrm.cloud.google.com/v1beta1", "SQLUser", "reader");
    stack.add("User", waiver().resource(user.in_namespace("clinic-prod").with("spec", spec)));
    codes(&App::new("clinic").stack(stack))
}

#[test]
fn a_user_of_a_database_is_an_account_of_its_project() {
    let code = rule::SQL_ASKS_THE_PROJECT.code.to_owned();
    assert!(!with_user("reader@clinic-prod.iam").contains(&code));
    for id in
        ["reader@other-project.iam", "nobody@clinic-prod.iam", "reader@clinic-prod.iam.gserviceaccount.com", "reader"]
    {
        assert!(with_user(id).contains(&code), "{id}");
    }
}

#[test]
fn whoever_has_a_password_is_one_of_the_database() {
    for of in [Object::new().with("name", "patients"), Object::new().with("external", "patients")] {
        let (mut stack, ..) = stack();
        let waiver = Waiver::new(rule::JUDGED_MEMBERS, "to see what is found", "nobody", date!("2027-01-31"));
        let spec = Object::new().with("type", "BUILT_IN").with("resourceID", "postgres").with("instanceRef", of);
        let user =
            ApiObject::new("sql.cnrm.cloud.google.com/v1beta1", "SQLUser", "postgres").in_namespace("clinic-prod");
        stack.add("User", waiver.and(rule::SQL_ASKS_THE_PROJECT).resource(user.with("spec", spec)));
        let found = App::new("clinic").stack(stack).check().map(|_| ()).unwrap_err().to_string();
        let is_of_the_database =
            |it: &str| it.contains("`clinic/Patients` declares") && it.contains("SqlAsksTheProject");
        assert!(found.split("\n\n").any(is_of_the_database), "{found}");
    }
}

#[test]
fn a_database_is_of_the_network_of_the_cluster() {
    let (first, patients, _) = stack();
    let (second, _, cluster) = stack();
    let chart = chart(&patients, &cluster);
    let found = App::new("clinic").stack(first).stack(chart).check().map(|_| ()).unwrap_err();
    assert!(found.to_string().contains("is in another network than the cluster `cluster`"), "{found}");
    drop(second);
}

/// What is under a policy that asks for less is held to less, and the same programs pass.
fn under<P: Policy>() -> App
where
    Phi: hc_cdk::data::AllowedUnder<P>,
    region::London: hc_cdk::dimension::residency::ResidencyFor<P>,
{
    let mut stack = Stack::<P>::new("clinic", region::London);
    let project = Project::builder().id(project!("clinic-test")).number(112_233_445_566).build();
    let project = stack.add("Project", project);
    let key = stack.add("Key", CryptoKey::builder().project(&project).in_hardware().build());
    let audit = stack.add("Audit", AuditSink::builder().key(&key).build());
    let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16")).build();
    let network = stack.add("Network", network);
    let zone = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit).build();
    let zone = stack.add("Clinical", zone);
    stack.add("Patients", CloudSql::builder().perimeter(&zone).version(SqlVersion::Postgres16).build());
    stack.add("Sessions", Memorystore::builder().perimeter(&zone).memory_gib(1).build());
    App::new("clinic").stack(stack)
}

#[test]
fn every_policy_gets_what_it_asks_for() {
    use hc_cdk::policy::{FdaPart11, Gdpr, UkHealth};
    assert!(files(&under::<Hipaa>()).contains("retentionPeriod: 189388800"));
    assert!(files(&under::<Gdpr>()).contains("location: EUROPE-WEST2"));
    assert!(files(&under::<(FdaPart11, Production)>()).contains("availabilityType: REGIONAL"));
    assert!(files(&under::<(UkHealth, Production)>()).contains("tier: STANDARD_HA"));
}
