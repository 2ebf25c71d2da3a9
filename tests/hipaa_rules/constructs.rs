//! Our own constructs break no rule, under whatever policy they stand.

use hc_cdk::{
    data::{Phi, Public},
    dimension::residency::AtLeast,
    policy::{FdaPart11, Gdpr, Hipaa, Iso27001, Production, Soc2, UkHealth, VnHealth},
    prelude::*,
    rule::Verdict,
};
use hc_cdk_aws::{
    account::{AccountGuard, AdministratorRole, Budget},
    actions,
    assertions::{Clinic, Template, json},
    audit::LogGroup,
    backup::BackupPlan,
    compute::{Archive, Deployment, Runtime, Schedule, Sidecar, Steps},
    country,
    database::{Engine, ReadReplica},
    delivery::{ImageBuild, Source, StackChange, StackPipeline, Trial},
    edge::{Body, EdgeEndpoint, Field, IssuedCertificate, Method, Partner, Website},
    iam::Statement,
    kind::{CertificateArn, FunctionArn, RoleArn, SecretArn},
    observe::{Alarms, Contact, preset},
    prelude::*,
    region,
    secrets::{Generated, RotatedSecret},
    storage::{AccessPoint, Capacity, IdleFor, PosixUser, Setting},
};

const IMAGE: Image =
    image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// A system of all constructs, under a policy.
macro_rules! system {
    ($policy:ty) => {{
        let Clinic { mut stack, key, trail, zone, .. } = Clinic::<$policy, Phi>::new("clinic", region::EuWest2);
        stack.add("Backups", BackupPlan::builder().key(&key).build());
        stack.add("Imports", LogGroup::builder().key(&key).build());
        let database = |engine: Engine| EncryptedDatabase::builder().perimeter(&zone).engine(engine).build();
        let patients = stack.add("Patients", database(Postgres::V17.into()));
        stack.add("Billing", database(Mysql::V8_4.into()));
        stack.add("Letters", database(AuroraPostgres::V17.into()));
        let scans = stack.add("Scans", SecureBucket::builder().perimeter(&zone).build());
        let visits = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient"));
        let visits = stack.add("Visits", visits.capacity(Capacity::SCALED).build());
        let uploads = stack.add("Uploads", FileSystem::builder().perimeter(&zone).idle(IdleFor::MONTH).build());
        let opened = stack.add("Opened", Cache::builder().perimeter(&zone).build());
        let drafts = AccessPoint::builder().files(&uploads).user(PosixUser::new(1001, 1001)).build();
        let drafts = stack.add("Drafts", drafts);
        let rotate = arn!(FunctionArn, "arn:aws:lambda:eu-west-2:111122223333:function:rotate-lab");
        let lab = Secret::builder().perimeter(&zone).rotated_by(rotate).generated(Generated::field("password"));
        let lab = stack.add("Lab", lab.build());
        let images = stack.add("Images", ImageRepository::builder().key(&key).build());
        let digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        let cluster = stack.add("Cluster", FargateCluster::builder().key(&key).mesh().build());
        let letters = FargateWorker::builder().perimeter(&zone).image(IMAGE).cluster(&cluster);
        let reports = FargateTask::builder().perimeter(&zone).image(IMAGE).schedule(Schedule::daily_at(2, 30));
        stack.add("Reports", reports.connect(&visits).build());
        let office = FargateService::builder().perimeter(&zone).image(IMAGE).port(8081).cluster(&cluster);
        let office = stack.add("Office", office.build());
        let letters = letters.sidecar(Sidecar::of("collector", IMAGE)).connect(&visits).connect(&office);
        stack.add("Sending", letters.build());
        let api = FargateService::builder()
            .perimeter(&zone)
            .image(images.image(digest).expect("it is a digest"))
            .port(8080)
            .connect(&patients)
            .connect(&scans)
            .connect(&visits)
            .connect(&uploads)
            .connect(&opened)
            .reads(&drafts)
            .secret("LAB_PASSWORD", &lab.field("password"));
        let api = stack.add("Api", api.build());
        let image = ImageBuild::to(&images).tested("npm test").scanned().signed().approved("Release?");
        let delivery = Pipeline::builder().key(&key).trail(&trail).source(Source::upload("api.zip"));
        let trial = Trial::at("https://api.example.org").command("npm run smoke");
        stack.add("Delivery", delivery.image(image).deploy(&api).trial(trial).build());
        let role = arn!(RoleArn, "arn:aws:iam::111122223333:role/execution");
        let change = StackChange::of("wards", "cdk.out/wards.template.json", role).approved("Change the wards?");
        let wards = StackPipeline::builder().key(&key).trail(&trail).source(Source::upload("wards.zip"));
        stack.add("Wards", wards.change(change).build());
        stack.add("Opening", Setting::builder().perimeter(&zone).value("08:00-18:00").build());
        let letters_waiting = stack.add("LettersWaiting", Queue::builder().perimeter(&zone).build());
        let admissions = stack.add("Admissions", Topic::builder().perimeter(&zone).build());
        let print = Function::builder().perimeter(&zone).code(images.image(digest).expect("it is a digest"));
        let print =
            print.connect(&visits).connect(&admissions).on(&letters_waiting).schedule(Schedule::daily_at(2, 30));
        let print = stack.add("Print", print.build());
        let steps = Steps::new().calls("Print", &print).calls("Tell", &admissions).calls("Wait", &letters_waiting);
        stack.add("Discharge", StateMachine::builder().perimeter(&zone).steps(steps).build());
        let shifted = Function::builder().perimeter(&zone).code(images.image(digest).expect("it is a digest"));
        let shifted = stack.add("Shifted", shifted.deployment(Deployment::canary(10, 15)).build());
        let archive = Archive::new(&scans, "hear.zip", "3sL4kqtJ", Runtime::Python314, "hear.handler");
        stack.add("Hear", Function::builder().perimeter(&zone).code(archive).on(&admissions).build());
        let certificate = arn!(CertificateArn, "arn:aws:acm:eu-west-2:111122223333:certificate/1a2b");
        let certificate = Certificate::existing(certificate);
        let users =
            stack.add("Users", UserPool::builder().perimeter(&zone).callback("https://app.example.org/in").build());
        let interface = RestApi::builder().perimeter(&zone).domain("print.example.org").certificate(&certificate);
        let interface = interface.authorizer(&users).route("/print/*", &print);
        let letter = Body::new().needs("to", Field::text(200));
        let interface = interface.body(Method::Post, "/print/*", &letter);
        let interface = interface.needs_query("/print/*", "copies").pages(&domain!("www.example.org"));
        let interface = interface.partner(Partner::called("lab", 5, 500)).build();
        let why = "answers about patients are kept nowhere";
        let cache = hc_cdk_aws::rule::APIGW_CACHE_ENABLED_AND_ENCRYPTED;
        stack.add("Interface", Waiver::new(cache, why, "jane.roe", date!("2099-01-31")).construct(interface));
        let shared = HttpsEndpoint::builder().perimeter(&zone).domain("office.example.org").certificate(&certificate);
        let shared = stack.add("Shared", shared.build());
        stack.add("OfficeRoute", shared.route("/office/*", &office));
        let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
        let front = HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&certificate);
        stack.add("Front", front.zone(&zone).build());
        let silent = preset::audit_silent(&trail);
        let alarms = Alarms::builder().key(&key).notify(Contact::email("compliance@example.org"));
        let failing = shifted.errors().above(Count(1.0));
        let alarms =
            alarms.watch("AuditSilent", silent).watch("ShiftedFailing", failing).misuse(&trail).also_of_guard();
        let alarms = stack.add("Compliance", alarms.build());
        stack.add("ShiftedRollback", alarms.roll_back("ShiftedFailing", &shifted));
        stack
    }};
}

/// Every construct, under the policy of the examples.
pub(crate) fn everything() -> Stack<super::Prod> {
    system!(super::Prod)
}

#[test]
fn constructs_break_no_rule() {
    assert_eq!(super::findings(system!(Hipaa)), []);
    assert_eq!(super::findings(system!((Hipaa, Production))), []);
    assert_eq!(super::findings(system!((Hipaa, UkHealth, Gdpr))), []);
    let all = system!((Hipaa, Soc2, Iso27001, Gdpr, UkHealth, VnHealth, FdaPart11, Production));
    assert_eq!(super::findings(all), []);
}

/// What a construct says of itself is read somewhere in what it declares.
/// What nothing written shows.
const LEFT: &str = "Perimeter: `` everything inside shares one class of data, one network, one key, one audit trail and one backup plan";

#[test]
fn sentences_of_constructs_are_read_and_hold() {
    let wrong = not_held(&App::new("clinic").stack(everything()));
    assert_eq!(wrong, [LEFT, ALONE]);
}

/// What a plan copies needs a stack of another region.
const ALONE: &str = "BackupPlan: `PlanCopiesElsewhere` what a plan copies is in a vault of another region, and is kept there for as long as what it is a copy of";

#[test]
fn sentences_of_copies_and_replicas_hold() {
    type Prod = (Hipaa, Production);

    let app = App::new("clinic");
    let mut west = Clinic::<Prod, Phi>::new("west", region::UsWest2);
    let copies = west.stack.add("Backups", BackupPlan::builder().key(&west.key).build());
    let mut stack = Stack::<Prod>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Backups", BackupPlan::builder().key(&key).copied_to(&copies).build());
    assert!(not_held(&app.stack(stack).stack(west.stack)).is_empty());

    let mut clinic = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let rotate = arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:rotate-patients");
    let user = Secret::builder().perimeter(&clinic.zone).rotated_by(rotate);
    let user = user.generated(Generated::field("password").beside("username", "administrator")).build();
    let user = clinic.stack.add("User", user);
    let patients = EncryptedDatabase::builder().perimeter(&clinic.zone).engine(Postgres::V17).credentials(&user);
    let patients = clinic.stack.add("Patients", patients.build());
    clinic.stack.add("Reports", ReadReplica::builder().perimeter(&clinic.zone).of(&patients).build());
    assert_eq!(not_held(&App::new("clinic").stack(clinic.stack)), [LEFT]);
}

hc_cdk::policy! {
    /// Asks where data may be.
    Placed { residency: Virginia, .. }
}

/// Where the edge is.
#[derive(Debug)]
struct Virginia;
impl AtLeast<Virginia> for region::UsEast1 {}
impl AtLeast<Virginia> for country::Us {}

#[test]
fn sentences_of_the_edge_and_of_accounts_hold() {
    type Edge = (Hipaa, Production, Placed);

    let Clinic { mut stack, key, trail, zone, .. } = Clinic::<Edge, Public>::new("edge", region::UsEast1);
    let names = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
    let www = IssuedCertificate::builder().domain("www.example.org").zone(&names);
    let www = stack.add("Certificate", www.also("origin.example.org").also("near.example.org"));
    let web = Website::builder().key(&key).domain("www.example.org").certificate(&www).zone(&names).build();
    let web = stack.add("Web", web.readers(country::Us));
    stack.add("Files", web.files(&zone));
    let image = image!("registry.example/page@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let page = stack.add("Page", FargateService::builder().perimeter(&zone).image(image).port(8080).build());
    let front = HttpsEndpoint::builder().target(&page).domain("origin.example.org").certificate(&www);
    let front = stack.add("Front", front.build());
    let near = EdgeEndpoint::builder().key(&key).before(&front).domain("near.example.org").certificate(&www).build();
    stack.add("Near", near.readers(country::Us));
    stack.add("Guard", AccountGuard::builder().key(&key).trail(&trail).build());
    stack.add("Budget", Budget::builder().dollars(175).notify(Contact::email("finance@example.org")).build());
    let look = Statement::allow(actions!["kms:DescribeKey"], [key.arn()]);
    stack.add("Keeper", AdministratorRole::builder().purpose("looks after keys").allow(&look).build());
    let speech = arn!(SecretArn, "arn:aws:secretsmanager:us-east-1:111122223333:secret:speech-AbCdEf");
    let rotate = arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:rotate-speech");
    let speech = RotatedSecret::builder().secret(&Secret::existing(speech, &key)).rotated_by(rotate).build();
    stack.add("Speech", speech);
    let staff = TokenChecker::builder().perimeter(&zone).issuer(domain!("login.example.org"), "/realms/staff");
    stack.add("Staff", staff.audience("visits").build());
    assert_eq!(not_held(&App::new("clinic").stack(stack)), [LEFT]);
}

/// The invariants of constructs that no verdict says to hold.
fn not_held(app: &App) -> Vec<String> {
    let checked = app.check().expect("constructs break no rule");
    let stack = &checked.stacks()[0];
    let judged = checked.judged(|_| true);
    let inside = |of: &str, resource: u32| {
        let path = stack.constructs[resource as usize].path.as_str();
        path == of || path.starts_with(&format!("{of}/"))
    };
    let mut wrong = Vec::new();
    for construct in &stack.constructs {
        for rule in construct.invariants {
            let held = judged.iter().any(|it| {
                it.rule == *rule && it.verdict == Verdict::Held && inside(&construct.path, it.resource.construct)
            });
            if !held {
                wrong.push(format!("{}: `{}` {}", construct.kind, rule.code, rule.sentence));
            }
        }
    }
    wrong
}

#[test]
fn a_network_closes_its_default_group_before_its_way_out_is_gone() {
    let template = Template::of_stack(system!((Hipaa, Production)));
    template.has_resource(
        "Custom::ClosedDefaultSecurityGroup",
        json!({
            "Properties": { "GroupId": { "Fn::GetAtt": ["Network", "DefaultSecurityGroup"] } },
            "DependsOn": ["NetworkPublicRoute1", "NetworkPrivateAssociation1", "NetworkPrivateRoute3"],
        }),
    );
    template.has_properties(
        "AWS::Lambda::Function",
        json!({
            "DeadLetterConfig": { "TargetArn": { "Fn::GetAtt": ["NetworkDefaultGroupFailed", "Arn"] } },
            "ReservedConcurrentExecutions": 1,
            "VpcConfig": { "SubnetIds": [{ "Fn::GetAtt": ["NetworkPrivateSubnet1", "SubnetId"] }] },
        }),
    );
    template.has_properties("AWS::SQS::Queue", json!({ "KmsMasterKeyId": { "Fn::GetAtt": ["Key", "Arn"] } }));
}
