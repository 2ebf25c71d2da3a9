//! Workloads that call an API, from description to template and finding.

use hc_cdk::{
    app::App,
    data::{Internal, Phi},
};
use serde_json::{Value as Tree, json};

use super::{
    Api, SignedByIam,
    rest_tests::{Prod, certificate, clinic, findings, function, image, of, uncached},
};
use crate::{
    actions,
    assertions::Clinic,
    iam::Statement,
    perimeter::Perimeter,
    prelude::{Function, RestApi, Stack, UserPool, Vpc, cidr},
    pseudo,
};

/// An API of two routes.
fn api(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>, is_signed: bool) -> Api<Phi> {
    let visits = function(stack, zone, "Visits");
    let users = stack.add("Users", UserPool::builder().perimeter(zone).build());
    let api = RestApi::builder().perimeter(zone).domain("api.example.org").certificate(&certificate());
    let api = if is_signed { api.authorizer(&SignedByIam) } else { api.authorizer(&users) };
    let api = api.route("/visits/*", &visits).route("/lab", &visits);
    stack.add("Api", uncached().construct(api.build()))
}

fn policy(resources: &Tree, at: &str) -> Vec<Tree> {
    let statements = resources[at]["Properties"]["PolicyDocument"]["Statement"].as_array();
    let of_api = |it: &&Tree| it["Action"] == "execute-api:Invoke";
    statements.into_iter().flatten().filter(of_api).cloned().collect()
}

#[test]
fn a_workload_calls_the_routes_of_an_api_by_its_role() {
    let Clinic { mut stack, zone, .. } = clinic();
    let api = api(&mut stack, &zone, true);
    stack.add("Letters", Function::builder().perimeter(&zone).code(image()).connect(&api).build());
    let flows = stack.model().flows.len();
    let resources = of(stack);
    let rights = policy(&resources, "LettersRolePolicy");
    assert_eq!(rights.len(), 1, "{resources}");
    let routes = rights[0]["Resource"].as_array().unwrap();
    let ends = |at: usize| routes[at].to_string().replace('"', "");
    assert_eq!(routes.len(), 2);
    assert!(ends(0).contains("/live/*/visits/*") && ends(1).contains("/live/*/lab"), "{routes:?}");
    assert!(ends(0).contains("execute-api") && ends(0).contains("Api"), "{routes:?}");
    let variables = &resources["Letters"]["Properties"]["Environment"]["Variables"];
    assert_eq!((&variables["API_HOST"], flows > 0), (&json!("api.example.org"), true));
}

#[test]
fn a_workload_brings_a_token_where_an_api_asks_for_one() {
    let Clinic { mut stack, zone, .. } = clinic();
    let api = api(&mut stack, &zone, false);
    stack.add("Letters", Function::builder().perimeter(&zone).code(image()).connect(&api).build());
    assert_eq!(policy(&of(stack), "LettersRolePolicy"), Vec::<Tree>::new());
}

#[test]
fn a_way_to_an_api_that_nobody_declared_is_found() {
    for (action, is_found) in [("Invoke", true), ("ManageConnections", false)] {
        let Clinic { mut stack, zone, .. } = clinic();
        let api = api(&mut stack, &zone, true);
        let at = [pseudo::arn_here("execute-api", [api.id().into(), "/live/GET/lab".into()])];
        let calls = Statement::allow(actions!["execute-api:Invoke"], at.clone());
        let manages = Statement::allow(actions!["execute-api:ManageConnections"], at);
        let letters = Function::builder().perimeter(&zone).code(image());
        stack.add("Letters", letters.allow(if is_found { calls } else { manages }).build());
        let found = App::new("test").stack(stack).check().err().map(|it| it.to_string()).unwrap_or_default();
        let says = "can read and write `clinic/Api` by `LettersRolePolicy` (`AWS::IAM::ManagedPolicy`), and no declared flow says so";
        assert_eq!(found.contains(says), is_found, "{action}: {found}");
    }
}

/// The type is that of the perimeter, and a function behind it may be of a higher class.
#[test]
fn who_calls_an_api_is_cleared_for_what_is_behind_it() {
    let Clinic { mut stack, key, trail, zone, .. } = clinic();
    let vpc = stack.add("Other", Vpc::builder().cidr(cidr!("10.30.0.0/16")).key(&key).build());
    let office = stack.add("Office", Perimeter::<Internal>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let visits = function(&mut stack, &zone, "Visits");
    let api = RestApi::builder().perimeter(&office).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&SignedByIam).route("/visits", &visits).build();
    let api = stack.add("Api", uncached().construct(api));
    stack.add("Letters", Function::builder().perimeter(&office).code(image()).connect(&api).build());
    let found = findings(stack);
    assert!(found.contains("can read and write `clinic/Api` by `LettersRolePolicy`"), "{found}");
    assert!(found.contains("is not cleared for `phi` data"), "{found}");
}

#[test]
fn who_gets_at_people_without_a_word_is_found() {
    for action in [
        actions!["cognito-idp:AdminListGroupsForUser"],
        actions!["cognito-idp:AdminRespondToAuthChallenge"],
        actions!["cognito-idp:StartUserImportJob"],
        actions!["cognito-idp:CreateIdentityProvider"],
        actions!["cognito-idp:SetUserPoolMfaConfig"],
    ] {
        let Clinic { mut stack, zone, .. } = clinic();
        let users = stack.add("Users", UserPool::builder().perimeter(&zone).build());
        let may = Statement::allow(action, [users.arn()]);
        stack.add("Looks", Function::builder().perimeter(&zone).code(image()).allow(may).build());
        let found = findings(stack);
        assert!(found.contains("`clinic/Users` by `LooksRolePolicy`"), "{action:?}\n{found}");
    }
}

#[test]
fn a_workload_looks_after_people_and_says_nothing_of_their_second_factor() {
    let Clinic { mut stack, zone, .. } = clinic();
    let users = stack.add("Users", UserPool::builder().perimeter(&zone).build());
    stack.add("Register", Function::builder().perimeter(&zone).code(image()).connect(&users).build());
    stack.add("Known", Function::builder().perimeter(&zone).code(image()).reads(&users).build());
    let resources = of(stack);
    let rights = |at: &str| {
        let statements = resources[at]["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
        let of_pool = |it: &&Tree| it["Resource"] == json!({ "Fn::GetAtt": ["Users", "Arn"] });
        statements.iter().filter(of_pool).map(|it| it["Action"].to_string()).collect::<String>()
    };
    let (changes, finds) = (rights("RegisterRolePolicy"), rights("KnownRolePolicy"));
    assert!(changes.contains("AdminCreateUser") && changes.contains("AdminGetUser"), "{changes}");
    assert!(finds.contains("AdminGetUser") && !finds.contains("Create") && !finds.contains("Update"), "{finds}");
    for other in ["AddUserToGroup", "SetUserPassword", "MFAPreference", "InitiateAuth"] {
        assert!(!changes.contains(other), "{other}: {changes}");
    }
    let variables = &resources["Register"]["Properties"]["Environment"]["Variables"];
    assert_eq!(variables["USERS_POOL"], json!({ "Ref": "Users" }));
}
