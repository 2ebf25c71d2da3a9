//! A stack with a suffix can be deployed twice into one account and region: nothing that it names there is called the same in both. What
//! random programs have is asked with them; here is what they do not have, too, and what is refused.

use std::collections::BTreeSet;

use hc_cdk::{
    data::{Phi, Public, Synthetic},
    dimension::residency::ResidencyFor,
    policy::{Development, Hipaa, Production},
    prelude::*,
    resource::Resource,
    rule::Rule,
    stack::Within,
    value::{Json, NameSuffix, Object, Value},
};
use hc_cdk_aws::{
    account::{AccountGuard, Budget},
    assertions::{Clinic, Template},
    cfn::{
        CloudFormation, dynamodb,
        iam::{Role, role},
    },
    cluster::Nodes,
    network::Vpc,
    observe::{Asked, Canary},
    prelude::*,
    proptest::programs,
    region, rule,
};
use proptest::prelude::*;
use serde_json::json;

use crate::template::{same_in_each_copy, wrongs};

type Prod = (Hipaa, Production);

const IMAGE: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/letters@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);

/// A stack whose names end in what the deployment gives.
fn suffixed<P: Policy>() -> Stack<P>
where
    region::UsEast1: ResidencyFor<P>,
{
    let mut stack = Stack::<P>::new("program", region::UsEast1);
    let suffix = stack.parameter("Suffix", Parameter::<NameSuffix>::new("which copy it is").default_value("dev"));
    stack.name_suffix(suffix);
    stack
}

fn network(key: &Key) -> Vpc {
    Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(key).zones(Zones::Three).build()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_random_program_has_its_own_names_in_each_copy(program in programs()) {
        let (stack, _) = program.in_stack::<Prod, Phi>(suffixed());
        let files = App::new("test").stack(stack).synthesize();
        prop_assert!(files.is_ok(), "{}", files.unwrap_err());
        let template = Template::from_files(&files.unwrap(), "program");
        prop_assert_eq!(wrongs(template.json()), Vec::<String>::new());
    }
}

#[test]
fn what_works_has_its_own_name_in_each_copy() {
    let Clinic { mut stack, key, trail, zone, .. } = Clinic::<Prod, Phi>::in_stack(suffixed(), network);
    let summarise = stack.add("Summarise", Function::builder().perimeter(&zone).code(IMAGE));
    let steps = Steps::new().calls("Summarise", &summarise);
    stack.add("Discharge", StateMachine::builder().perimeter(&zone).steps(steps));
    let users = stack.add("Users", UserPool::builder().perimeter(&zone));
    let names = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
    let certificate = IssuedCertificate::builder().domain("api.example.org").zone(&names);
    let certificate = stack.add("Certificate", certificate);
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate).zone(&names);
    let api = api.authorizer(&users).route("/letters", &summarise).partner(Partner::called("lab", 20, 50_000)).build();
    let why = "answers about patients are kept nowhere";
    let uncached = Waiver::new(rule::APIGW_CACHE_ENABLED_AND_ENCRYPTED, why, "jane.roe", date!("2027-10-31"));
    stack.add("Api", uncached.construct(api));
    stack.add("Cluster", FargateCluster::builder().key(&key).mesh());
    stack.add("Opening", Setting::builder().perimeter(&zone).value("08:00-18:00"));
    stack.add("Guard", AccountGuard::builder().key(&key).trail(&trail));
    stack.add("Budget", Budget::builder().dollars(175).notify(Contact::email("finance@example.org")));
    let alarms = Alarms::builder().key(&key).notify(Contact::email("security@example.org"));
    stack.add("Misuse", alarms.misuse(&trail));
    let template = Template::of_stack(stack);
    assert_eq!(same_in_each_copy(template.json()), Vec::<String>::new());
    template.has_properties(
        "AWS::CloudTrail::Trail",
        json!({ "TrailName": { "Fn::Join": ["", ["program-Audit-", { "Ref": "Suffix" }]] } }),
    );
}

#[test]
fn what_is_shown_has_its_own_name_in_each_copy() {
    let Clinic { mut stack, key, zone, .. } = Clinic::<Prod, Public>::in_stack(suffixed(), network);
    let names = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
    let www = stack.add("Certificate", IssuedCertificate::builder().domain("www.example.org").zone(&names));
    let web = Website::builder().key(&key).domain("www.example.org").certificate(&www).zone(&names);
    let web = stack.add("Web", web);
    stack.add("Files", web.files(&zone));
    let works = Canary::builder().perimeter(&zone).address("https://www.example.org").every_minutes(5);
    stack.add("Works", works.ask(Asked::path("/health")));
    assert_eq!(same_in_each_copy(Template::of_stack(stack).json()), Vec::<String>::new());
}

#[test]
fn a_suffix_may_be_a_text() {
    let mut stack = Stack::<Development>::new("program", region::UsEast1);
    stack.name_suffix("blue");
    let Clinic { stack, .. } = Clinic::<_, Synthetic>::in_stack(stack, network);
    Template::of_stack(stack).has_properties("AWS::CloudTrail::Trail", json!({ "TrailName": "program-Audit-blue" }));
}

#[track_caller]
fn found(app: &App) -> String {
    app.synthesize().unwrap_err().to_string()
}

#[test]
fn a_suffix_comes_first_and_is_one() {
    let mut stack = Stack::<Development>::new("program", region::UsEast1);
    stack.name_suffix("Blue Moon");
    stack.add("Key", CustomerKey::builder());
    let app = App::new("test").stack(stack);
    assert!(found(&app).contains("lets names in an account end in `Blue Moon`"));

    let mut stack = Stack::<Development>::new("program", region::UsEast1);
    stack.add("Key", CustomerKey::builder());
    stack.name_suffix("blue");
    let said = found(&App::new("test").stack(stack));
    assert!(said.contains("says what names in an account end in when `Key` has its names already"), "{said}");
}

#[test]
fn what_others_name_before_it_is_deployed_has_no_suffix() {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::in_stack(suffixed(), network);
    let cluster = EksCluster::builder().perimeter(&zone).region(region::UsEast1).nodes(Nodes::between(3..=3));
    stack.add("Cluster", cluster);
    let said = found(&App::new("test").stack(stack));
    assert!(said.contains("would be called `program-cluster-<suffix>`, and charts name their cluster"), "{said}");

    let Clinic { stack, key, .. } = Clinic::<Prod, Phi>::in_stack(suffixed(), network);
    let mut other = Stack::<Prod>::new("other", region::UsEast1);
    other.add("Audit", AuditTrail::builder().key(&key));
    let said = found(&App::new("test").stack(stack).stack(other));
    assert!(said.contains("takes values of `program`, whose names end in what the deployment gives"), "{said}");
    assert!(said.contains("end its names in a parameter, too"), "{said}");
}

/// A stack that has the key of another one for its trail, with a suffix of its own.
fn beside(mut other: Stack<Prod>) -> (Stack<Prod>, Stack<Prod>) {
    let Clinic { stack, key, .. } = Clinic::<Prod, Phi>::in_stack(suffixed(), network);
    let suffix = other.parameter("Copy", Parameter::<NameSuffix>::new("Which copy it is"));
    other.name_suffix(suffix);
    other.add("Audit", AuditTrail::builder().key(&key));
    (stack, other)
}

#[test]
fn what_is_handed_on_has_the_suffix_of_either_stack() {
    let (stack, other) = beside(Stack::new("other", region::UsEast1));
    let app = App::new("test").stack(stack).stack(other);
    let json = |file: &str| {
        let files = app.synthesize().unwrap();
        let file = files.iter().find(|it| it.path == file).unwrap();
        serde_json::from_slice::<serde_json::Value>(&file.bytes).unwrap()
    };
    let named = |suffix: &str| json!({ "Fn::Join": ["", ["program-", { "Ref": suffix }, ":Key:Arn"]] });
    assert_eq!(json("program.template.json")["Outputs"]["ExportKeyArn"]["Export"]["Name"], named("Suffix"));
    let taken = json!({ "Fn::ImportValue": named("Copy") });
    assert!(json("other.template.json").to_string().contains(&taken.to_string()));
}

#[test]
fn two_names_that_differ_in_nothing_but_case_are_one() {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::in_stack(suffixed(), network);
    for name in ["Records", "RECORDS"] {
        stack.add(name, EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17));
    }
    let said = found(&App::new("test").stack(stack));
    assert!(said.contains("has an `AWS::RDS::DBInstance` of the name `program-records-<Suffix>`"), "{said}");
}

/// A resource that a program declares as it is.
struct Own<R>(R);

impl<R> Spec for Own<R> {
    type Handle = ();
    const KIND: &'static str = "Own";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<R: Resource<Of = CloudFormation>, P> Construct<P, Aws> for Own<R> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) {
        scope.resource("", self.0);
    }
}

/// The codes of what is found when a resource has a text behind a hyphen, or whatever the deployment gives there.
fn codes<R: Resource<Of = CloudFormation>>(
    make: impl Fn(Json) -> R,
    end: Option<&'static str>,
) -> BTreeSet<&'static str> {
    let mut stack = Stack::<Prod>::new("program", region::UsEast1);
    let suffix = stack.parameter("Suffix", Parameter::<NameSuffix>::new("which copy it is"));
    let key = Json::from(Object::new().with("AttributeName", "patient").with("KeyType", "HASH"));
    let records = dynamodb::Table {
        table_name: Some("clinic-records".into()),
        key_schema: Some(vec![key].into()),
        ..Default::default()
    };
    let Clinic { mut stack, .. } = Clinic::<Prod, Phi>::in_stack(stack, network);
    stack.add("Records", Own(records));
    stack.add(
        "Kept",
        Own(Role { role_name: Some("clinic-keeper".into()), ..trusted("ecs-tasks.amazonaws.com".into()) }),
    );
    stack.add("It", Own(make(end.map_or_else(|| suffix.into(), Json::from))));
    App::new("test").stack(stack).synthesize().unwrap_err().0.into_iter().map(|it| it.code).collect()
}

fn trusted(service: Json) -> Role {
    let statement = Object::new()
        .with("Effect", "Allow")
        .with("Action", "sts:AssumeRole")
        .with("Principal", Object::new().with("Service", service));
    Role { assume_role_policy_document: Some(document(statement)), ..Default::default() }
}

fn document(statement: Object) -> Json {
    Object::new().with("Version", "2012-10-17").with("Statement", vec![Json::from(statement)]).into()
}

fn behind(start: &'static str, end: Json, rest: &'static str) -> Json {
    Value::<String>::concat([start.into(), end, rest.into()]).into()
}

/// Whoever deploys chooses the suffix, so that what has it may turn out to be somebody else, or what something else is called.
#[test]
fn a_suffix_may_turn_out_to_be_what_something_else_is_called() {
    let signed_in = |end| {
        let provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
        let sub = Object::new().with(
            "token.actions.githubusercontent.com:sub",
            behind("repo:hospital-", end, "/records:environment:live"),
        );
        let statement = Object::new()
            .with("Effect", "Allow")
            .with("Action", "sts:AssumeRoleWithWebIdentity")
            .with("Principal", Object::new().with("Federated", provider))
            .with("Condition", Object::new().with("StringEquals", sub));
        Role { assume_role_policy_document: Some(document(statement)), ..Default::default() }
    };
    let (one, any) = (codes(signed_in, Some("it")), codes(signed_in, None));
    assert!(any.difference(&one).next().is_some(), "{any:?}");

    let reads = |end| {
        let statement = Object::new()
            .with("Effect", "Allow")
            .with("Action", "dynamodb:GetItem")
            .with("Resource", behind("arn:aws:dynamodb:us-east-1:111122223333:table/clinic-", end, ""));
        let policy = role::Policy { policy_name: Some("reads".into()), policy_document: Some(document(statement)) };
        Role { policies: Some(vec![policy]), ..trusted("ecs-tasks.amazonaws.com".into()) }
    };
    let (one, any) = (codes(reads, Some("records")), codes(reads, None));
    assert!(one.contains("UndeclaredWay") || one.contains("NotCleared"), "{one:?}");
    assert!(any.is_superset(&one), "{any:?} of {one:?}");
}
