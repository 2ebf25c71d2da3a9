//! APIs and who may call them, from description to template.

use hc_cdk::{
    data::{Internal, Phi},
    policy::{Dimension, Hipaa, Production},
    prelude::*,
};
use serde_json::{Value as Tree, json};

use super::{Certificate, CheckedBy, Firewall, HostedZone, Partner, SignedByIam};
use crate::{
    assertions::{Clinic, Template},
    compute::{Deployment, Lambda},
    kind::CertificateArn,
    observe::{Alarms, Contact, Count, Seconds},
    perimeter::Perimeter,
    prelude::{Function, Queue, RestApi, Stack, UserPool, Vpc, cidr},
    region, rule,
};

pub(super) type Prod = (Hipaa, Production);

const IMAGE: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/letters@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);

pub(super) fn image() -> Image {
    IMAGE
}

pub(super) fn clinic() -> Clinic<Prod, Phi> {
    Clinic::new("clinic", region::UsEast1)
}

pub(super) fn certificate() -> Certificate {
    Certificate::existing(crate::arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b"))
}

pub(super) fn function(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>, name: &'static str) -> Lambda<Phi> {
    stack.add(name, Function::builder().perimeter(zone).code(IMAGE).measures_starts().build())
}

/// The signature for keeping no answers.
pub(super) fn uncached() -> Waiver {
    let why = "answers about patients are kept nowhere";
    Waiver::new(rule::APIGW_CACHE_ENABLED_AND_ENCRYPTED, why, "jane.roe", date!("2099-01-31"))
}

pub(super) fn of(stack: Stack<Prod>) -> Tree {
    Template::of_stack(stack).json()["Resources"].clone()
}

pub(super) fn findings(stack: Stack<Prod>) -> String {
    App::new("test").stack(stack).synthesize().unwrap_err().to_string()
}

#[test]
fn an_api_hands_paths_to_functions_and_asks_who_calls() {
    let Clinic { mut stack, zone, .. } = clinic();
    let (visits, lab) = (function(&mut stack, &zone, "Visits"), function(&mut stack, &zone, "Lab"));
    let users = stack.add("Users", UserPool::builder().perimeter(&zone).build());
    let names = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&users).zone(&names).requests_per_second(50).firewall(Firewall::new().only_from(&["GB"]));
    let api = api.route("/visits/*", &visits).route("/visits", &visits).route("/lab/*", &lab);
    let api = stack.add("Api", uncached().construct(api.build()));
    stack.output("Url", "where it is", api.url());
    let resources = of(stack);
    let body = &resources["Api"]["Properties"]["Body"];
    let paths: Vec<&String> = body["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/visits/{proxy+}", "/visits", "/lab/{proxy+}"]);
    let any = &body["paths"]["/lab/{proxy+}"]["x-amazon-apigateway-any-method"];
    assert_eq!(any["security"], json!([{ "caller": [] }]));
    assert!(any["x-amazon-apigateway-integration"]["uri"].to_string().contains("[\"Lab\",\"Arn\"]"));
    let scheme = &body["components"]["securitySchemes"]["caller"]["x-amazon-apigateway-authorizer"];
    assert_eq!(scheme["providerARNs"], json!([{ "Fn::GetAtt": ["Users", "Arn"] }]));
    assert_eq!(resources["Api"]["Properties"]["DisableExecuteApiEndpoint"], true);
    let calls = resources.as_object().unwrap().values().filter(|it| it["Type"] == "AWS::Lambda::Permission");
    assert_eq!(calls.count(), 2);
    let stage = &resources["ApiStage"]["Properties"];
    assert_eq!(stage["MethodSettings"][0]["ThrottlingRateLimit"], 50.0);
    assert_eq!(stage["MethodSettings"][0]["DataTraceEnabled"], false);
    assert_eq!(stage["TracingEnabled"], true);
    assert!(resources["ApiStage"]["DependsOn"].as_array().unwrap().contains(&"ApiAccount".into()));
    let executions = resources["ApiExecutionLogs"]["Properties"]["LogGroupName"].to_string();
    assert!(executions.contains("API-Gateway-Execution-Logs_"), "{executions}");
    assert_eq!(resources["ApiDomain"]["Properties"]["SecurityPolicy"], "TLS_1_2");
    assert_eq!(resources["ApiRecord"]["Properties"]["Name"], "api.example.org");
    let guarded = resources["ApiFirewallAssociation"]["Properties"]["ResourceArn"].to_string();
    assert!(guarded.contains("/stages/"), "{guarded}");
}

#[test]
fn a_definition_that_changes_is_deployed_again_and_one_that_stays_is_not() {
    let deployment = |path: &'static str, other: bool| {
        let Clinic { mut stack, zone, .. } = clinic();
        let visits = function(&mut stack, &zone, "Visits");
        if other {
            function(&mut stack, &zone, "Other");
        }
        let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
        let api = api.authorizer(&SignedByIam).route(path, &visits).build();
        stack.add("Api", uncached().construct(api));
        let resources = of(stack);
        let scheme = &resources["Api"]["Properties"]["Body"]["components"]["securitySchemes"]["caller"];
        assert_eq!(scheme["x-amazon-apigateway-authtype"], "awsSigv4");
        resources.as_object().unwrap().keys().find(|name| name.starts_with("ApiDeployment")).unwrap().clone()
    };
    assert_eq!(deployment("/visits/*", false), deployment("/visits/*", true));
    assert_ne!(deployment("/visits/*", false), deployment("/lab/*", false));
}

#[test]
fn routes_of_an_api_are_checked_like_those_of_an_endpoint() {
    let mut clinic = clinic();
    let zone = &clinic.zone;
    let (visits, lab) = (function(&mut clinic.stack, zone, "Visits"), function(&mut clinic.stack, zone, "Lab"));
    let far = Certificate::existing(crate::arn!(CertificateArn, "arn:aws:acm:eu-west-2:111122223333:certificate/1a2b"));
    let api = RestApi::builder().perimeter(zone).domain("Api.example").certificate(&far).authorizer(&SignedByIam);
    let api = api.route("/visits*", &visits).route("/lab", &lab).route("/lab", &visits).rate_limit(1);
    clinic.stack.add("Api", uncached().construct(api.build()));
    clinic.stack.add("Users", UserPool::builder().perimeter(zone).password_length(8).build());
    let found = findings(clinic.stack);
    for sentence in [
        "hands `/visits*` to `Visits`, which is not a path",
        "hands `/lab` to `Visits`, and to `Lab` as well",
        "answers to `Api.example`, which is not a domain name",
        "stands in `us-east-1`, but its certificate in `eu-west-2`",
        "lets one address make `1` requests in five minutes",
        "`clinic/Users` asks for passwords of 8 characters",
    ] {
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
}

#[test]
fn an_api_that_keeps_no_answers_takes_a_signature() {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    stack.add("Api", api.authorizer(&SignedByIam).route("/visits/*", &visits).build());
    assert!(findings(stack).contains("APIGWCacheEnabledAndEncrypted"));
}

#[test]
fn an_api_is_for_the_highest_class_behind_it() {
    let mut clinic = clinic();
    let office = Perimeter::<Internal>::builder().vpc(&clinic.vpc).key(&clinic.key).trail(&clinic.trail).build();
    let office = clinic.stack.add("Office", office);
    let visits = function(&mut clinic.stack, &clinic.zone, "Visits");
    let api = RestApi::builder().perimeter(&office).domain("api.example.org").certificate(&certificate());
    clinic.stack.add("Api", uncached().construct(api.authorizer(&SignedByIam).route("/*", &visits).build()));
    let constructs = &clinic.stack.model().constructs;
    let api = constructs.iter().find(|it| it.path == "Api").unwrap();
    assert_eq!(api.class, Some(hc_cdk::data::Class::Phi));
    assert!(api.positions.iter().any(|(dimension, _)| *dimension == Dimension::tls));
}

#[test]
fn a_user_pool_asks_for_two_factors() {
    let Clinic { mut stack, zone, .. } = clinic();
    let users = UserPool::builder().perimeter(&zone).callback("https://app.example.org/signed-in").build();
    stack.add("Users", users);
    let resources = of(stack);
    let it = &resources["Users"];
    assert_eq!((&it["DeletionPolicy"], &it["Properties"]["DeletionProtection"]), (&"Retain".into(), &"ACTIVE".into()));
    assert_eq!(it["Properties"]["MfaConfiguration"], "ON");
    assert_eq!(it["Properties"]["Policies"]["PasswordPolicy"]["MinimumLength"], 12);
    assert_eq!(it["Properties"]["UserPoolAddOns"]["AdvancedSecurityMode"], "ENFORCED");
    assert_eq!(resources["UsersClient"]["Properties"]["CallbackURLs"], json!(["https://app.example.org/signed-in"]));
}

#[test]
fn people_sign_in_at_a_domain_and_are_marked_by_groups() {
    let users_of = |own: bool| {
        let Clinic { mut stack, zone, .. } = clinic();
        let users = UserPool::builder().perimeter(&zone).callback("https://app.example.org/signed-in");
        let users = users.group("administrators", "add and remove people").group("Night-shift", "see who is in");
        let names = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
        let users = if own { users.domain("login.example.org", &certificate()).zone(&names) } else { users };
        let users = stack.add("Users", users.build());
        stack.output("SignIn", "where people sign in", users.sign_in().unwrap());
        of(stack)
    };
    let (own, of_cognito) = (users_of(true), users_of(false));
    assert_eq!(own["UsersDomain"]["Properties"]["Domain"], "login.example.org");
    assert!(own["UsersDomain"]["Properties"]["CustomDomainConfig"]["CertificateArn"].is_string());
    let points = &own["UsersRecord"]["Properties"]["AliasTarget"];
    assert_eq!(points["DNSName"], json!({ "Fn::GetAtt": ["UsersDomain", "CloudFrontDistribution"] }));
    // No other account has a domain of that name.
    let name = &of_cognito["UsersDomain"]["Properties"]["Domain"];
    assert!(name.to_string().contains("clinic-users-") && name.to_string().contains("AWS::AccountId"), "{name}");
    assert_eq!(of_cognito.get("UsersRecord"), None);
    let group = &of_cognito["UsersGroupAdministrators"]["Properties"];
    assert_eq!((&group["GroupName"], &group["UserPoolId"]), (&"administrators".into(), &json!({ "Ref": "Users" })));
    assert_eq!(of_cognito["UsersGroupNightShift"]["Properties"]["GroupName"], "Night-shift");
}

/// Cognito takes no domain that has its own name or one of AWS in it.
#[test]
fn a_word_that_cognito_keeps_for_itself_is_parted() {
    let mut clinic = clinic();
    let users = UserPool::builder().perimeter(&clinic.zone).callback("https://a.example.org").build();
    clinic.stack.add("AwsCognitoUsers", users);
    let written = of(clinic.stack);
    let name = written["AwsCognitoUsersDomain"]["Properties"]["Domain"].to_string();
    assert!(name.contains("clinic-a-wsc-ognitousers-"), "{name}");
}

#[test]
fn where_nobody_could_sign_in_is_found() {
    let mut clinic = clinic();
    let far = Certificate::existing(crate::arn!(CertificateArn, "arn:aws:acm:eu-west-2:111122223333:certificate/1a2b"));
    let users = || UserPool::builder().perimeter(&clinic.zone);
    let alone = users().domain("login.example.org", &certificate()).build();
    let other = users().callback("https://a.example.org").domain("login.example.org.", &far);
    let other = other.group("lab", "a").group("Lab", "b").group("the lab", "c").build();
    let ours = users().callback("https://a.example.org").build();
    for (name, it) in [("Alone", alone), ("Other", other), ("UsersOfEveryClinicInTheNorthAndInTheSouthOfIt", ours)] {
        clinic.stack.add(name, it);
    }
    let found = findings(clinic.stack);
    for sentence in [
        "`clinic/Alone` has the domain `login.example.org`, at which no app has people signed in",
        "answers to `login.example.org.`, which is not a domain name",
        "has the certificate of its domain in `eu-west-2`, and Cognito looks in `us-east-1` only",
        "has two groups called `Lab`",
        "has a group called `the lab`",
        "begins with `clinic-usersofeveryclinicinthenorthandinthesouthofit`, which is too long or none of Cognito's",
    ] {
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
}

#[test]
fn what_is_measured_of_functions_apis_and_queues_is_what_aws_records() {
    let Clinic { mut stack, key, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let letters = stack.add("Letters", Queue::builder().perimeter(&zone).build());
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&SignedByIam).route("/visits/*", &visits).build();
    let api = stack.add("Api", uncached().construct(api));
    let alarms = Alarms::builder()
        .key(&key)
        .notify(Contact::email("oncall@example.org"))
        .watch("Api5xx", api.errors_5xx().every_minutes(5).above(Count(5.0)))
        .watch("Latency", api.latency_p95().above(Seconds(0.2)))
        .watch("Errors", visits.errors().every_minutes(5).above(Count(10.0)))
        .watch("Throttles", visits.throttles().above(Count(0.0)))
        .watch("Duration", visits.duration_p95().above(Seconds(20.0)))
        .watch("Start", visits.start().unwrap().above(Seconds(1.0)))
        .watch("Waiting", letters.oldest().above(Seconds(600.0)))
        .watch("Unhandled", letters.unhandled().above(Count(0.0)));
    stack.add("Alarms", alarms.build());
    let resources = of(stack);
    let measured = |name: &str| {
        let metrics = resources[format!("Alarms{name}Alarm")]["Properties"]["Metrics"].as_array().unwrap().clone();
        metrics.into_iter().find_map(|it| it.get("MetricStat").map(|it| it["Metric"].clone())).unwrap()
    };
    let api_5xx = measured("Api5xx");
    assert_eq!((&api_5xx["Namespace"], &api_5xx["MetricName"]), (&"AWS/ApiGateway".into(), &"5XXError".into()));
    let dimensions = json!([{ "Name": "ApiName", "Value": "clinic-Api" }, { "Name": "Stage", "Value": "live" }]);
    assert_eq!(api_5xx["Dimensions"], dimensions);
    let errors = measured("Errors");
    assert_eq!((&errors["Namespace"], &errors["MetricName"]), (&"AWS/Lambda".into(), &"Errors".into()));
    assert_eq!(errors["Dimensions"], json!([{ "Name": "FunctionName", "Value": { "Ref": "Visits" } }]));
    let (start, filter) = (measured("Start"), &resources["VisitsStarts"]["Properties"]["MetricTransformations"][0]);
    assert_eq!((&start["Namespace"], &start["MetricName"]), (&filter["MetricNamespace"], &filter["MetricName"]));
    assert_eq!(measured("Waiting")["MetricName"], "ApproximateAgeOfOldestMessage");
    let latency = resources["AlarmsLatencyAlarm"]["Properties"]["Metrics"].to_string();
    assert!(latency.contains("m0 / 1000"), "{latency}");
}

#[test]
fn what_people_do_is_counted_by_path_and_not_by_person() {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let users = stack.add("Users", UserPool::builder().perimeter(&zone).build());
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&users).route("/visits/*", &visits).counts_interactions();
    let api = stack.add("Api", uncached().construct(api.build()));
    let alarms = Alarms::builder().key(zone.key()).notify(Contact::email("on-call@example.org"));
    let idle = api.interactions("/visits/*").unwrap().below(Count(1.0));
    stack.add("Told", alarms.watch("Idle", idle).build());
    let resources = of(stack);
    let counted = &resources["ApiInteractions"]["Properties"]["MetricTransformations"][0];
    assert_eq!(counted["Dimensions"], json!([{ "Key": "path", "Value": "$.path" }]));
    let metric = &resources["ToldIdleAlarm"]["Properties"]["Metrics"][0]["MetricStat"]["Metric"];
    assert_eq!(metric["Dimensions"], json!([{ "Name": "path", "Value": "/visits/{proxy+}" }]));
    assert_eq!((&metric["Namespace"], &metric["MetricName"]), (&counted["MetricNamespace"], &counted["MetricName"]));
}

#[test]
fn an_api_calls_what_goes_from_version_to_version() {
    let of_api = |deployment: Deployment| {
        let Clinic { mut stack, key, zone, .. } = clinic();
        let visits = Function::builder().perimeter(&zone).code(IMAGE).deployment(deployment).build();
        let visits = stack.add("Visits", visits);
        if deployment != Deployment::rolling() {
            let alarms = Alarms::builder().key(&key).notify(Contact::email("on-call@example.org"));
            let alarms = stack.add("Alarms", alarms.watch("Failing", visits.errors().above(Count(1.0))).build());
            stack.add("Rollback", alarms.roll_back("Failing", &visits));
        }
        let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
        let api = api.authorizer(&SignedByIam).route("/visits/*", &visits);
        stack.add("Api", uncached().construct(api.build()));
        of(stack)
    };
    let deployment = |all: &Tree| {
        let mut all = all.as_object().unwrap().iter();
        all.find(|(_, it)| it["Type"] == "AWS::ApiGateway::Deployment").map(|(name, _)| name.clone())
    };
    let (plain, live) = (of_api(Deployment::rolling()), of_api(Deployment::canary(10, 15)));
    assert_eq!(live["ApiCallsVisits"]["Properties"]["FunctionName"], json!({ "Ref": "VisitsLive" }));
    assert!(live["Api"]["Properties"]["Body"].to_string().contains("VisitsLive"));
    assert_ne!(deployment(&plain), deployment(&live), "what is called has changed, and is deployed again");
}

#[test]
fn a_function_looks_at_tokens() {
    let Clinic { mut stack, zone, .. } = clinic();
    let (visits, tokens) = (function(&mut stack, &zone, "Visits"), function(&mut stack, &zone, "Tokens"));
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&CheckedBy::function(&tokens)).route("/visits/*", &visits);
    stack.add("Api", uncached().construct(api.build()));
    let resources = of(stack);
    let scheme = &resources["Api"]["Properties"]["Body"]["components"]["securitySchemes"]["caller"];
    assert_eq!(scheme["x-amazon-apigateway-authtype"], "custom");
    let asks = &scheme["x-amazon-apigateway-authorizer"];
    assert_eq!((&asks["type"], &asks["authorizerResultTtlInSeconds"]), (&"request".into(), &0.into()));
    assert_eq!(asks["identitySource"], "method.request.header.Authorization");
    assert!(asks["authorizerUri"].to_string().contains("[\"Tokens\",\"Arn\"]"), "{asks}");
    let right = &resources["ApiAsksTokens"]["Properties"];
    assert_eq!(right["FunctionName"], json!({ "Fn::GetAtt": ["Tokens", "Arn"] }));
    assert!(right["SourceArn"].to_string().contains("/authorizers/*"), "{right}");
    let format = resources["ApiStage"]["Properties"]["AccessLogSetting"]["Format"].as_str().unwrap();
    assert!(format.contains("\"caller\":\"$context.authorizer.principalId\""), "{format}");
}

#[test]
fn who_looks_at_tokens_is_cleared_for_what_is_asked() {
    let Clinic { mut stack, key, trail, zone, .. } = clinic();
    let vpc = stack.add("Other", Vpc::builder().cidr(cidr!("10.30.0.0/16")).key(&key).build());
    let office = Perimeter::<Internal>::builder().vpc(&vpc).key(&key).trail(&trail).build();
    let office = stack.add("Office", office);
    let tokens = stack.add("Tokens", Function::builder().perimeter(&office).code(IMAGE).build());
    let visits = function(&mut stack, &zone, "Visits");
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&CheckedBy::function(&tokens)).route("/visits/*", &visits);
    stack.add("Api", uncached().construct(api.build()));
    let found = findings(stack);
    assert!(found.contains("asks `Tokens` who calls, which is not cleared for its `phi` data"), "{found}");
}

#[test]
fn a_partner_has_a_share_by_a_key_beside_what_says_who_calls() {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let users = stack.add("Users", UserPool::builder().perimeter(&zone).build());
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&users).route("/visits", &visits).partner(Partner::called("lab-west", 20, 50_000));
    let api = stack.add("Api", uncached().construct(api.build()));
    assert!(api.key_id("lab-west").is_some() && api.key_id("pharmacy").is_none());
    let resources = of(stack);
    let body = &resources["Api"]["Properties"]["Body"];
    let any = &body["paths"]["/visits"]["x-amazon-apigateway-any-method"];
    assert_eq!(any["security"], json!([{ "caller": [] }, { "api_key": [] }]));
    assert_eq!(body["components"]["securitySchemes"]["api_key"]["name"], "x-api-key");
    assert_eq!(body["x-amazon-apigateway-api-key-source"], "HEADER");
    let key = &resources["ApiLabWestKey"]["Properties"];
    assert_eq!((&key["Name"], &key["Enabled"]), (&json!("clinic-Api-lab-west"), &json!(true)));
    assert_eq!(key.get("Value"), None);
    let share = &resources["ApiLabWestShare"]["Properties"];
    assert_eq!(share["Throttle"], json!({ "BurstLimit": 40, "RateLimit": 20.0 }));
    assert_eq!(share["Quota"], json!({ "Limit": 50_000, "Period": "DAY" }));
    assert_eq!(share["ApiStages"], json!([{ "ApiId": { "Ref": "Api" }, "Stage": { "Ref": "ApiStage" } }]));
    let of_key = &resources["ApiLabWestShareKey"]["Properties"];
    assert_eq!(of_key["KeyId"], json!({ "Fn::GetAtt": ["ApiLabWestKey", "APIKeyId"] }));
    let format = resources["ApiStage"]["Properties"]["AccessLogSetting"]["Format"].as_str().unwrap();
    assert!(format.contains("$context.identity.apiKeyId"), "{format}");
}

#[test]
fn partners_that_have_no_share_are_found() {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let users = stack.add("Users", UserPool::builder().perimeter(&zone).build());
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&users).route("/visits", &visits).partner(Partner::called("lab", 0, 1));
    let api = api.partner(Partner::called("lab", 1, 1)).partner(Partner::called("the lab", 1, 1));
    stack.add("Api", uncached().construct(api.build()));
    let findings = findings(stack);
    for sentence in ["lets no request of `lab` through", "two partners called `lab`", "has a partner called `the lab`"]
    {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}
