//! Ways of data that the types do not see: each is found however it comes in, and a legal program has none.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "what is not as expected fails the test")]

mod by_hand;
mod in_full;
mod network;
mod policies;
mod powers;
mod roles;
mod secrets;
mod strangers;
mod waived;

use hc_cdk::{
    app::App,
    construct::{Construct, Spec},
    data::{Class, Internal, Phi},
    finding::Finding,
    image,
    image::Image,
    model::{ConstructRef, Role},
    policy::{Hipaa, Production},
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object},
};
use hc_cdk_aws::{assertions::Clinic, cfn::iam, database::Database, prelude::*, region, storage::Bucket};

type Prod = (Hipaa, Production);

/// A stack with a database and a bucket of health data, and a perimeter for internal data.
struct Ward {
    stack: Stack<Prod>,
    zone: Perimeter<Phi>,
    office: Perimeter<Internal>,
    records: Database<Phi>,
    scans: Bucket<Phi>,
}

fn ward() -> Ward {
    ward_in("clinic")
}

/// The same in a stack of that name.
fn ward_in(name: &'static str) -> Ward {
    let Clinic { mut stack, key, trail, vpc, zone } = Clinic::<Prod, Phi>::new(name, region::UsEast1);
    let office = stack.add("Office", Perimeter::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let records = stack.add("Records", EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build());
    let scans = stack.add("Scans", SecureBucket::builder().perimeter(&zone).build());
    Ward { stack, zone, office, records, scans }
}

fn picture() -> Image {
    image!("registry.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
}

/// The findings on ways: each by the name of its rule, whose it is, and what it says.
fn found(stack: Stack<Prod>) -> Vec<(&'static str, String, String)> {
    let findings = App::new("clinic").stack(stack).check().map_or_else(|findings| findings.0, |_| Vec::new());
    // A reference to nothing, or a member that is missing, is found first, and then nothing is said of ways.
    let first = |it: &&Finding| matches!(it.code, "MissingProperty" | "UnknownResource" | "ImpossibleValue");
    assert_eq!(findings.iter().find(first), None);
    let ways = |it: &Finding| matches!(it.code, "NotCleared" | "UndeclaredWay");
    findings.into_iter().filter(ways).map(|it| (it.code, it.path, it.message)).collect()
}

/// What is found is just this: a rule, whose it is, and words of what it says.
#[track_caller]
fn finds(stack: Stack<Prod>, rule: &str, path: &str, words: &[&str]) {
    let found = found(stack);
    let fits = |(code, whose, says): &(&str, String, String)| {
        *code == rule && whose == path && words.iter().all(|it| says.contains(it))
    };
    assert!(found.iter().any(fits), "{rule} of {path}, {words:?}: {found:#?}");
}

#[track_caller]
fn finds_nothing(stack: Stack<Prod>) {
    let found = found(stack);
    assert!(found.is_empty(), "{found:#?}");
}

/// A construct of a user's own, which does what a function does in its scope.
struct Own<F>(F);

impl<F> Spec for Own<F> {
    type Handle = ();
    const KIND: &'static str = "Own";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P, F: FnOnce(&mut Scope<'_>)> Construct<P, Aws> for Own<F> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) {
        (self.0)(scope);
    }
}

/// A statement.
fn statement(action: impl Into<Json>, resource: impl Into<Json>) -> Object {
    Object::new().with("Effect", "Allow").with("Action", action).with("Resource", resource)
}

/// A document of one statement.
fn document(statement: Object) -> Json {
    Object::new().with("Version", "2012-10-17").with("Statement", vec![statement]).into()
}

/// The trust of a function's role.
fn trust(principal: Object) -> Json {
    document(Object::new().with("Effect", "Allow").with("Action", "sts:AssumeRole").with("Principal", principal))
}

/// A function with a role of its own, which has that policy.
fn function(scope: &mut Scope<'_>, policy: Json) -> Made<iam::Role> {
    let service = Object::new().with("Service", "lambda.amazonaws.com");
    let role =
        scope.resource("Role", iam::Role { assume_role_policy_document: Some(trust(service)), ..Default::default() });
    scope.resource(
        "Policy",
        iam::ManagedPolicy { policy_document: Some(policy), roles: Some(vec![role.id()]), ..Default::default() },
    );
    lambda(scope, "Function", &Object::new().with("Role", role.get(iam::Role::ARN)));
    role
}

/// A function with these properties, and what every function has to have.
fn lambda(scope: &mut Scope<'_>, name: &'static str, properties: &Object) {
    let made = scope.resource(name, hc_cdk_aws::cfn::lambda::Function::default());
    let ours = scope.amend(&made, |it| {
        it.insert("Code", Object::new().with("ImageUri", "registry.example/job"));
        it.insert("PackageType", "Image");
        it.insert("Role", "arn:aws:iam::111122223333:role/job");
        properties.iter().for_each(|(name, value)| it.insert(name.to_owned(), value.clone()));
    });
    assert!(ours);
}

/// Makes a construct of one's own a workload that is cleared for health data and declares where that comes from.
fn works(scope: &mut Scope<'_>, to: &ConstructRef) {
    scope.plays(Role::Workload, Class::Phi);
    scope.flow_of(Class::Phi, to);
}

#[test]
fn what_is_declared_is_no_finding() {
    let Ward { mut stack, zone, records, scans, .. } = ward();
    let api = FargateService::builder().perimeter(&zone).image(picture()).port(8080);
    stack.add("Api", api.connect(&records).reads(&scans).build());
    finds_nothing(stack);
}
