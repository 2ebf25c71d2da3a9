//! APIs for whoever has a token of somebody else, from description to template and finding.

use serde_json::json;

use super::{
    SignedByIam,
    rest_tests::{certificate, clinic, findings, function, of, uncached},
};
use crate::{
    assertions::Clinic,
    prelude::{RestApi, TokenChecker, domain},
};

#[test]
fn a_token_is_looked_at_by_a_function_that_asks_its_issuer_alone() {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let staff = TokenChecker::builder().perimeter(&zone).issuer(domain!("login.hospital.example"), "/realms/staff");
    let staff = stack.add("Staff", staff.audience("visits").concurrency(30).build());
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    stack.add("Api", uncached().construct(api.authorizer(&staff).route("/visits/*", &visits).build()));
    let resources = of(stack);
    let checker = &resources["StaffFunction"]["Properties"];
    let told = json!({
        "ISSUER_HOST": "login.hospital.example",
        "ISSUER_PORT": "443",
        "ISSUER": "https://login.hospital.example/realms/staff",
        "AUDIENCE": "visits",
        "KEYS_HOST": "login.hospital.example",
    });
    assert_eq!(checker["Environment"]["Variables"], told);
    assert_eq!((&checker["Runtime"], &checker["Handler"]), (&json!("nodejs24.x"), &json!("index.handler")));
    assert_eq!(checker["ReservedConcurrentExecutions"], 30);
    assert!(checker["Code"]["ZipFile"].as_str().unwrap().contains("the signature is wrong"));
    let scheme = &resources["Api"]["Properties"]["Body"]["components"]["securitySchemes"]["caller"];
    let asked = &scheme["x-amazon-apigateway-authorizer"];
    assert!(asked["authorizerUri"].to_string().contains("StaffFunction"), "{asked}");
    assert_eq!(asked["authorizerResultTtlInSeconds"], 0);
    let names =
        resources.as_object().unwrap().values().filter(|it| it["Type"] == "AWS::Route53Resolver::FirewallDomainList");
    assert!(names.into_iter().any(|it| it.to_string().contains("login.hospital.example")), "nobody answers for it");
}

#[test]
fn keys_may_be_elsewhere() {
    let Clinic { mut stack, zone, .. } = clinic();
    let google = TokenChecker::builder().perimeter(&zone).issuer(domain!("accounts.google.com"), "");
    stack.add("Google", google.audience("visits").keys_from(domain!("www.googleapis.com")).build());
    let resources = of(stack);
    let told = &resources["GoogleFunction"]["Properties"]["Environment"]["Variables"];
    assert_eq!(
        (&told["ISSUER"], &told["KEYS_HOST"]),
        (&json!("https://accounts.google.com"), &json!("www.googleapis.com"))
    );
    assert_eq!((&told["ISSUER_HOST"], &told["KEY_SET_PORT"]), (&json!("accounts.google.com"), &json!("443")));
}

#[test]
fn tokens_of_nobody_and_for_nobody_are_found() {
    let Clinic { mut stack, zone, .. } = clinic();
    let staff = TokenChecker::builder().perimeter(&zone).issuer(domain!("login.hospital.example"), "realms?x");
    let staff = stack.add("Staff", staff.audience(" ").build());
    let visits = function(&mut stack, &zone, "Visits");
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    stack.add("Api", uncached().construct(api.authorizer(&staff).route("/visits/*", &visits).build()));
    let other = RestApi::builder().perimeter(&zone).domain("b.example.org").certificate(&certificate());
    stack.add("Other", uncached().construct(other.authorizer(&SignedByIam).route("/visits/*", &visits).build()));
    let found = findings(stack);
    for sentence in [
        "`clinic/Staff` looks for an issuer at `realms?x`, which is no path",
        "`clinic/Staff` takes tokens that are for nobody",
    ] {
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
}
