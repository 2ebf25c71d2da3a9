//! A service with a made-up store, from description to template.

use hc_cdk::{
    app::App,
    construct::{Construct, Spec},
    data::{Class, DataClass, Phi, Public, Synthetic},
    date,
    dimension::availability::{MultiAz, MultiRegion, SingleAz},
    image,
    model::{ConstructRef, Role},
    policy::{Development, Dimension, Hipaa, Policy, Production},
    rule::{Rule, answered},
    stack::Within,
    uses::{Connection, Credentials, Readable, Usable},
    value::Value,
    waiver::Waiver,
};

use super::{Architecture, FargateService, ImageCopies, ImageRepository, Repository, Service};
use crate::{
    actions, assertions::Clinic, iam::Statement, network::SecurityGroup, perimeter::Perimeter, prelude::*, region,
    secrets::SecretField, stack::Aws,
};

type Prod = (Hipaa, Production);

/// A database as far as a workload sees it.
struct Fake<D>(Perimeter<D>);

struct FakeHandle<D> {
    perimeter: Perimeter<D>,
    this: ConstructRef,
    name: String,
    group: SecurityGroup,
}

impl<D> Spec for Fake<D> {
    type Handle = FakeHandle<D>;
    const KIND: &'static str = "Fake";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<D: DataClass, P> Construct<P, Aws> for Fake<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> FakeHandle<D> {
        scope.plays(Role::Store, D::CLASS);
        let group = SecurityGroup::closed(scope, &self.0.network.id());
        FakeHandle { perimeter: self.0, this: scope.this(), name: scope.path().to_owned(), group }
    }
}

/// It is no resource that a rule could read, so somebody signs for all that the policy asks of a store.
fn signed<D: DataClass>(fake: Fake<D>) -> hc_cdk::waiver::Signed<Fake<D>> {
    let asked = ["deletion", "availability", "recovery", "backup_retention", "tls", "key_custody"];
    let mut rules = Dimension::ALL.iter().filter(|it| asked.contains(&&it.code()["Answered:".len()..])).copied();
    let first = answered(rules.next().unwrap());
    let waiver = Waiver::new(first, "made up for a test", "jane.roe", date!("2099-12-31"));
    rules.fold(waiver, |waiver, dimension| waiver.and(answered(dimension))).construct(fake)
}

const SECRET: &str = "arn:aws:secretsmanager:us-east-1:111122223333:secret:Patients-Ab12Cd";

impl<D: DataClass> FakeHandle<D> {
    fn field(&self, field: &'static str) -> SecretField {
        let (secret, right_on) = (Value::literal(SECRET), SECRET.into());
        SecretField { secret, right_on, key: self.perimeter.key.arn(), field: Some(field), fault: None }
    }
}

impl<D: DataClass> Usable for FakeHandle<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let user = "arn:aws:rds-db:us-east-1:111122223333:dbuser:db-ABC/app";
        Connection::new(self.this.clone(), self.name.clone())
            .at(self.group.listening("patients.internal".into(), hc_cdk::port!(5432), &[]))
            .reads(Statement::allow(actions!["rds-db:connect"], [user]))
            .writes(Statement::allow(
                actions!["rds-data:ExecuteStatement"],
                ["arn:aws:rds:us-east-1:111122223333:cluster:a"],
            ))
            .credentials(Credentials {
                keeper: "SecretsManager",
                region: "us-east-1",
                id: SECRET.into(),
                right_on: SECRET.into(),
                key: self.perimeter.key.arn().into(),
                home: hc_cdk::value::Object::new(),
                fields: vec![("USER", "username"), ("PASSWORD", "password")],
            })
    }
}

impl<D: DataClass> Readable for FakeHandle<D> {}

/// The builder of a service with what every service says.
macro_rules! service {
    ($perimeter:expr) => {
        FargateService::builder()
            .perimeter($perimeter)
            .image(image!(
                "111122223333.dkr.ecr.us-east-1.amazonaws.com/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            ))
            .port(8080)
    };
}

fn template<P: Policy>(stack: Stack<P>) -> serde_json::Value {
    let name = stack.model().name().to_owned();
    let files = App::new("test").stack(stack).synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    let file = files.iter().find(|file| file.path == format!("{name}.template.json")).unwrap_or_else(|| {
        panic!("{:?}", files.iter().map(|file| &file.path).collect::<Vec<_>>());
    });
    serde_json::from_slice(&file.bytes).unwrap()
}

fn findings<P: Policy>(stack: Stack<P>) -> String {
    App::new("test").stack(stack).synthesize().unwrap_err().to_string()
}

fn prod() -> (Stack<Prod>, Perimeter<Phi>) {
    let clinic = Clinic::new("clinic", region::UsEast1);
    (clinic.stack, clinic.zone)
}

#[test]
fn a_connection_brings_rules_variables_secrets_and_permissions() {
    let (mut stack, clinical) = prod();
    let patients = stack.add("PatientRecords", signed(Fake(clinical.clone())));
    let api: Service<Phi> = stack.add(
        "Api",
        service!(&clinical)
            .connect(&patients)
            .secret("SMTP_PASSWORD", &patients.field("smtp"))
            .size(crate::fargate!(cpu = 512, memory = 2048))
            .architecture(Architecture::Arm)
            .scratch("/tmp")
            .build(),
    );
    assert_eq!(api.name, "Api");
    stack.add("Worker", service!(&clinical).scale(3..=3).build().availability(MultiAz));
    let (flow, workload) = (&stack.model().flows[0], &stack.model().constructs[api.this.index()]);
    assert_eq!((&flow.from, &flow.to, flow.class), (&api.this, &patients.this, Class::Phi));
    assert_eq!((workload.role, workload.class), (Role::Workload, Some(Class::Phi)));

    let template = template(stack);
    let of = |id: &str| template["Resources"][id]["Properties"].clone();
    let container = &of("ApiTask")["ContainerDefinitions"][0];
    assert_eq!(container["Environment"][0]["Name"], "PATIENT_RECORDS_HOST");
    let secrets: Vec<_> = container["Secrets"].as_array().unwrap().iter().map(|it| it["Name"].clone()).collect();
    assert_eq!(secrets, ["PATIENT_RECORDS_USER", "PATIENT_RECORDS_PASSWORD", "SMTP_PASSWORD"]);
    assert!(container["Secrets"][0]["ValueFrom"].to_string().contains(":username::"));
    assert_eq!(container["ReadonlyRootFilesystem"], true);
    assert_eq!(container["LinuxParameters"]["Tmpfs"][0]["Size"], 512);
    assert_eq!(of("ApiPatientRecordsEgress")["ToPort"], 5432);
    assert_eq!(of("ApiPatientRecordsIngress")["ToPort"], 5432);

    // Logs, the secret once, its key once, the repository, and the token.
    let starting = of("ApiExecutionRolePolicy")["PolicyDocument"]["Statement"].clone();
    assert_eq!(starting.as_array().unwrap().len(), 5, "{starting:#}");
    assert!(starting[3]["Resource"].to_string().contains("ecr:us-east-1:111122223333:repository/clinic/api"));
    assert_eq!(of("ApiTaskRolePolicy")["PolicyDocument"]["Statement"][0]["Action"], "rds-db:connect");
    assert_eq!(of("ApiScaling")["MinCapacity"], 2);
    assert_eq!(of("WorkerScaling")["MaxCapacity"], 3);
    assert!(of("WorkerTaskRolePolicy").is_null());
    let waits = template["Resources"]["Api"]["DependsOn"].as_array().unwrap();
    for first in
        ["ApiExecutionRolePolicy", "ApiTaskRolePolicy", "ApiEndpointsEgress", "ApiS3Egress", "ApiPatientRecordsIngress"]
    {
        assert!(waits.contains(&first.into()), "{waits:?}");
    }
}

#[test]
fn one_zone_is_enough_where_the_policy_lets_it() {
    let Clinic { mut stack, zone, .. } = Clinic::<Development, Synthetic>::new("play", region::UsEast1);
    stack.add("Api", service!(&zone).build().availability(SingleAz));
    assert_eq!(template(stack)["Resources"]["ApiScaling"]["Properties"]["MinCapacity"], 1);
}

#[test]
fn what_only_values_show_is_found() {
    let (mut stack, clinical) = prod();
    let patients = stack.add("Patients", Fake(clinical.clone()));
    let place = String::from("postgres://app:hunter2@db/clinic");
    let api = service!(&clinical)
        .scale(1..=4)
        .health_check("health")
        .requests_per_minute(0)
        .connect(&patients)
        .connect(&patients)
        .variable(hc_cdk::variable!("PLACE", place))
        .secret("1ST", &patients.field("first"))
        .scratch("tmp");
    stack.add("Api", api.build().availability(MultiRegion));
    #[allow(clippy::reversed_empty_ranges, reason = "this is what must be found")]
    stack.add("Worker", service!(&clinical).scale(5..=2).build());
    for (name, port) in [("Batch", 0), ("Web", 80), ("Proxy", 1023)] {
        let image =
            image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        stack.add(name, FargateService::builder().perimeter(&clinical).port(port).image(image).build());
    }
    let findings = findings(stack);
    for sentence in [
        "may be scaled down to `1`",
        "is asked to survive the loss of a region",
        "has the health check `health`",
        "is scaled at `0` requests a minute",
        "connects to `Patients` twice",
        "has two variables `PATIENTS_HOST`",
        "has the variable `PLACE`: this address has a password in it",
        "has the variable `1ST`",
        "writes to `tmp`",
        "is scaled from `5` to `2` tasks",
        "listens on port `0`",
        "listens on port `80`",
        "listens on port `1023`",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
    assert!(!findings.contains("hunter2"), "a finding does not repeat a secret");
}

#[test]
fn no_service_has_more_tasks_than_ecs_runs() {
    let (mut stack, clinical) = prod();
    stack.add("Many", service!(&clinical).scale(6000..=4_000_000).build());
    stack.add("Most", service!(&clinical).scale(5000).build());
    let findings = findings(stack);
    assert!(findings.contains("`clinic/Many` is scaled to `4000000` tasks"), "{findings}");
    assert!(!findings.contains("clinic/Most"), "{findings}");
}

#[test]
fn a_folder_has_one_name_and_one_thing_in_it() {
    let (mut stack, clinical) = prod();
    stack.add("Twice", service!(&clinical).scratch("/tmp").scratch("/tmp").build());
    for (name, path) in [("End", "/tmp/"), ("Up", "/tmp/../etc"), ("Here", "/./tmp"), ("Empty", "//tmp")] {
        stack.add(name, service!(&clinical).scratch(path).build());
    }
    stack.add("Fine", service!(&clinical).scratch("/tmp").scratch("/var/.cache/a..b").build());
    let findings = findings(stack);
    assert!(findings.contains("`clinic/Twice` has two things in the folder `/tmp`"), "{findings}");
    for path in ["/tmp/", "/tmp/../etc", "/./tmp", "//tmp"] {
        assert!(findings.contains(&format!("writes to `{path}`, which is no folder")), "{path}\n{findings}");
    }
    assert!(!findings.contains("clinic/Fine"), "{findings}");
}

#[test]
fn a_workload_reads_stores_of_a_lower_class_and_does_not_write_to_them() {
    let Clinic { mut stack, key, trail, vpc, zone } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let web = stack.add("Web", Perimeter::<Public>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let leaflets = stack.add("Leaflets", signed(Fake(web)));
    stack.add("Api", service!(&zone).reads(&leaflets).build());
    assert_eq!(stack.model().flows.last().map(|flow| flow.class), Some(Class::Public));
    let template = template(stack).to_string();
    assert!(template.contains("rds-db:connect") && template.contains("LEAFLETS_HOST"));
    assert!(!template.contains("rds-data:ExecuteStatement"));
}

#[test]
fn a_store_may_be_in_another_stack() {
    let (mut data, clinical) = prod();
    let patients = data.add("Patients", signed(Fake(clinical.clone())));
    let mut apps = Stack::<Prod>::new("apps", region::UsEast1);
    apps.add("Api", service!(&clinical).connect(&patients).build());
    let app = App::new("test").stack(data).stack(apps);
    app.check().unwrap_or_else(|findings| panic!("{findings}"));
    assert!(app.synthesize().is_ok());
}

#[test]
fn an_image_of_a_repository_of_the_program() {
    let Clinic { mut stack, zone, key, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let images = stack.add("Images", ImageRepository::builder().key(&key).keep_last(7).untagged_days(3).build());
    let digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    assert!(images.image("latest").is_err());
    let image = images.image(digest).unwrap();
    stack.add("Api", FargateService::builder().perimeter(&zone).image(image).port(8080).build());
    let template = template(stack);
    let of = |id: &str| template["Resources"][id]["Properties"].clone();
    let address = serde_json::json!({ "Fn::GetAtt": ["Images", "RepositoryUri"] });
    let expected = serde_json::json!({ "Fn::Join": ["", [address, format!("@{digest}")]] });
    assert_eq!(of("ApiTask")["ContainerDefinitions"][0]["Image"], expected);
    let starting = of("ApiExecutionRolePolicy")["PolicyDocument"]["Statement"].clone();
    assert_eq!(starting[1]["Resource"], serde_json::json!({ "Fn::GetAtt": ["Images", "Arn"] }));
    assert_eq!(of("Images")["ImageTagMutability"], "IMMUTABLE");
    assert_eq!(of("Images")["EncryptionConfiguration"]["EncryptionType"], "KMS");
    let lifecycle = of("Images")["LifecyclePolicy"]["LifecyclePolicyText"].as_str().unwrap().to_owned();
    let lifecycle: serde_json::Value = serde_json::from_str(&lifecycle).unwrap();
    assert_eq!(lifecycle["rules"][0]["selection"]["countNumber"], 3);
    assert_eq!(lifecycle["rules"][1]["selection"]["countNumber"], 7);
}

#[test]
fn a_repository_keeps_something() {
    let Clinic { mut stack, key, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    stack.add("Images", ImageRepository::builder().key(&key).keep_last(0).build());
    assert!(findings(stack).contains("`clinic/Images` keeps 0 images"));
}

#[test]
fn other_accounts_pull_when_somebody_signs_for_them() {
    let pulled = |account: &'static str| {
        let Clinic { mut stack, key, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
        stack.add("Images", ImageRepository::builder().key(&key).pulled_by([account]).build());
        findings(stack)
    };
    let unsigned = pulled("444455556666");
    assert!(unsigned.contains("PolicyStaysInside") && !unsigned.contains("PolicyNamesWho"), "{unsigned}");
    assert!(pulled("4444-5555").contains("lets the account `4444-5555` pull its images"));
}

#[test]
fn an_image_in_a_repository_that_exists() {
    let repository = Repository::existing(arn!(
        crate::kind::RepositoryArn,
        "arn:aws:ecr:eu-west-2:111122223333:repository/clinic/api"
    ));
    let digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let image = repository.image(digest).unwrap();
    let expected = format!("111122223333.dkr.ecr.eu-west-2.amazonaws.com/clinic/api@{digest}");
    assert_eq!(image.as_str(), expected);
    assert!(repository.image("latest").is_err());
}

#[test]
fn copies_of_images_go_into_repositories_of_the_program() {
    let repository = |stack: &mut Stack<Development>, name: Option<&'static str>| -> Repository {
        let key = stack.add("Key", CustomerKey::builder().build());
        let images = ImageRepository::builder().key(&key);
        match name {
            Some(name) => stack.add("Images", images.called(name).build()),
            None => stack.add("Images", images.build()),
        }
    };
    let app = |here: Option<&'static str>, there: &'static str| {
        let mut west = Stack::<Development>::new("west", region::UsWest2);
        repository(&mut west, Some(there));
        let mut east = Stack::<Development>::new("east", region::UsEast1);
        let images = repository(&mut east, here);
        east.add("Copies", ImageCopies::to(region::UsWest2).of(&images));
        App::new("clinic").stack(west).stack(east)
    };
    let files = app(Some("clinic/api"), "clinic/api").synthesize().unwrap();
    let east = files.iter().find(|it| it.path.ends_with("east.template.json")).unwrap();
    let template: serde_json::Value = serde_json::from_slice(&east.bytes).unwrap();
    let rule = &template["Resources"]["Copies"]["Properties"]["ReplicationConfiguration"]["Rules"][0];
    assert_eq!(rule["Destinations"][0]["Region"], "us-west-2");
    assert_eq!(rule["RepositoryFilters"][0]["Filter"], "clinic/api");
    assert_eq!(template["Resources"]["Images"]["Properties"]["RepositoryName"], "clinic/api");
    assert!(app(None, "clinic/api").check().is_err(), "it has no name");
}
