//! What an endpoint becomes, and what it makes of its service.

use hc_cdk::{
    data::{AllowedUnder, Class, DataClass, Internal, Phi, Synthetic},
    dimension::{residency::ResidencyFor, tls::Tls13},
    policy::{Development, Hipaa, Policy, Production},
    prelude::*,
};
use serde_json::Value as Tree;

use super::{Certificate, Endpoint, HostedZone, HttpsEndpoint};
use crate::{
    assertions::{Clinic, Template},
    compute::Service,
    kind::CertificateArn,
    prelude::*,
    region,
};

pub(crate) type Prod = (Hipaa, Production);

/// A stack with a service, under any policy.
pub(crate) fn with_service<P: Policy, D>(name: &str) -> (Stack<P>, Perimeter<D>, Service<D>)
where
    D: DataClass + AllowedUnder<P>,
    region::EuWest2: ResidencyFor<P>,
{
    let Clinic { mut stack, zone, .. } = Clinic::new(name, region::EuWest2);
    let image =
        image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let service = FargateService::builder().perimeter(&zone).image(image).port(8080).build();
    let service = stack.add("Api", service);
    (stack, zone, service)
}

pub(crate) fn certificate() -> Certificate {
    Certificate::existing(arn!(CertificateArn, "arn:aws:acm:eu-west-2:111122223333:certificate/1a2b"))
}

pub(crate) fn front(stack: &mut Stack<Prod>, service: &Service<Phi>) -> Endpoint {
    stack.add(
        "Front",
        HttpsEndpoint::builder().target(service).domain("api.example.org").certificate(&certificate()).build(),
    )
}

/// The template of an app's first stack.
pub(crate) fn template<P: Policy>(stack: Stack<P>) -> Tree {
    let name = format!("{}.template.json", stack.model().name());
    let files = App::new("clinic").stack(stack).synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    let file = files.iter().find(|file| file.path == name).unwrap();
    serde_json::from_slice(&file.bytes).unwrap()
}

pub(super) fn findings<P: Policy>(stacks: impl IntoIterator<Item = Stack<P>>) -> String {
    let app = stacks.into_iter().fold(App::new("clinic"), App::stack);
    app.check().err().map(|it| it.to_string()).unwrap_or_default()
}

fn attribute<'a>(resource: &'a Tree, list: &str, key: &str) -> &'a Tree {
    let entries = resource["Properties"][list].as_array().unwrap();
    &entries.iter().find(|entry| entry["Key"] == key).unwrap()["Value"]
}

/// Two endpoints of different regions answer to one name; the first as long as it answers.
#[test]
fn a_second_region_answers_when_the_first_does_not() {
    let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
    let (mut here, _, first) = with_service::<Prod, Phi>("here");
    let (mut there, _, second) = with_service::<Prod, Phi>("there");
    for (stack, service, zone) in [(&mut here, &first, zone.first("/health")), (&mut there, &second, zone.second())] {
        let front = HttpsEndpoint::builder().target(service).domain("api.example.org").certificate(&certificate());
        stack.add("Front", front.zone(&zone).build());
    }
    let app = App::new("clinic").stack(here).stack(there);
    let read = |name| Template::of(&app, name).json().clone();
    let (here, there) = (read("here"), read("there"));
    let record = &here["Resources"]["FrontRecord"]["Properties"];
    let asked = serde_json::json!({ "Fn::GetAtt": ["FrontHealth", "HealthCheckId"] });
    assert_eq!((&record["Failover"], &record["HealthCheckId"]), (&"PRIMARY".into(), &asked));
    let health = &here["Resources"]["FrontHealth"]["Properties"]["HealthCheckConfig"];
    let name = serde_json::json!({ "Fn::GetAtt": ["Front", "DNSName"] });
    assert_eq!((&health["FullyQualifiedDomainName"], &health["ResourcePath"]), (&name, &"/health".into()));
    let other = &there["Resources"]["FrontRecord"]["Properties"];
    assert_eq!((&other["Failover"], &other["HealthCheckId"]), (&"SECONDARY".into(), &Tree::Null));
    assert_eq!([&record["SetIdentifier"], &other["SetIdentifier"]], ["here-Front", "there-Front"]);
}

#[test]
fn what_is_asked_of_the_first_is_a_path() {
    let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org").first("health");
    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic");
    let front = HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&certificate());
    stack.add("Front", front.zone(&zone).build());
    let found = findings([stack]);
    assert!(found.contains("`clinic/Front` is asked for `health`, which is no path"), "{found}");
}

#[test]
fn an_endpoint_is_closed_logged_and_firewalled() {
    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic");
    front(&mut stack, &api);
    let template = template(stack);
    let resources = &template["Resources"];
    let balancer = &resources["Front"];
    for (key, value) in [
        ("access_logs.s3.enabled", "true"),
        ("access_logs.s3.prefix", "clinic/Front"),
        ("deletion_protection.enabled", "true"),
        ("routing.http.drop_invalid_header_fields.enabled", "true"),
        ("waf.fail_open.enabled", "false"),
    ] {
        assert_eq!(attribute(balancer, "LoadBalancerAttributes", key), value);
    }
    assert_eq!(balancer["DependsOn"], serde_json::json!(["AuditAccessLogsPolicy", "NetworkGatewayAttachment"]));
    let action = &resources["FrontHttp"]["Properties"]["DefaultActions"][0];
    assert_eq!(action["Type"], "redirect");
    assert_eq!(action["RedirectConfig"]["Host"], "api.example.org");
    let https = &resources["FrontHttps"]["Properties"];
    assert_eq!(https["SslPolicy"], "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09");
    let association = &resources["FrontFirewallAssociation"]["Properties"];
    assert_eq!(association["ResourceArn"], https["LoadBalancerArn"]);
    assert_eq!(association["WebACLArn"], resources["FrontFirewallLogging"]["Properties"]["ResourceArn"]);
    let logs = &resources["FrontFirewallLogs"]["Properties"];
    assert_eq!(logs["LogGroupName"], "aws-waf-logs-clinic-Front");
    assert_eq!(logs["KmsKeyId"], serde_json::json!({ "Fn::GetAtt": ["Key", "Arn"] }));
}

#[test]
fn a_service_learns_of_each_of_its_endpoints() {
    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic");
    front(&mut stack, &api);
    let partners = HttpsEndpoint::builder()
        .target(&api)
        .domain(domain!("partners.example.org"))
        .certificate(&certificate())
        .zone(&HostedZone::existing("Z0123456789", "example.org"))
        .rate_limit(100)
        .build();
    stack.add("Partners", partners.tls(Tls13));
    let template = template(stack);
    let resources = &template["Resources"];
    let service = &resources["Api"];
    let members: Vec<&Tree> = service["Properties"]["LoadBalancers"].as_array().unwrap().iter().collect();
    assert_eq!(members.len(), 2);
    assert_eq!(members[1]["ContainerName"], "app");
    assert_eq!(
        members[1]["TargetGroupArn"],
        serde_json::json!({ "Fn::GetAtt": ["PartnersTargets", "TargetGroupArn"] })
    );
    assert_eq!(service["Properties"]["HealthCheckGracePeriodSeconds"], 60);
    for listener in ["FrontHttps", "PartnersHttps"] {
        assert!(service["DependsOn"].as_array().unwrap().contains(&listener.into()), "{listener}");
    }
    assert_eq!(resources["PartnersHttps"]["Properties"]["SslPolicy"], "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09");
    assert_eq!(resources["PartnersRecord"]["Properties"]["Name"], "partners.example.org");
    assert_eq!(resources["PartnersScalingOnRequests"]["DependsOn"], serde_json::json!(["PartnersHttps"]));
}

#[test]
fn a_name_leads_to_one_endpoint() {
    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic");
    for name in ["Front", "Back"] {
        let zone = HostedZone::existing("Z0123456789", "example.org");
        let endpoint = HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&certificate());
        stack.add(name, endpoint.zone(&zone).build());
    }
    let findings = findings([stack]);
    let message = "`clinic/Back` writes `api.example.org` into a zone, where another construct has written it already";
    assert!(findings.contains(message), "{findings}");
    assert!(!findings.contains("`clinic/Front`"), "{findings}");
}

#[test]
fn a_test_environment_can_be_torn_down() {
    let (mut stack, _, api) = with_service::<Development, Synthetic>("trial");
    let front = HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&certificate()).build();
    stack.add("Front", front);
    let template = template(stack);
    let balancer = &template["Resources"]["Front"];
    assert_eq!(attribute(balancer, "LoadBalancerAttributes", "deletion_protection.enabled"), "false");
}

#[test]
fn wrong_values_are_all_reported() {
    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic");
    let elsewhere = Certificate::existing(arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b"));
    let wrong = HttpsEndpoint::builder()
        .target(&api)
        .domain("https://api.example.org")
        .certificate(&elsewhere)
        .zone(&HostedZone::existing("example.org", "badexample.org"))
        .rate_limit(1)
        .build();
    stack.add("Front", wrong);
    let findings = findings([stack]);
    for part in [
        "answers to `https://api.example.org`, which is not a domain name",
        "stands in `eu-west-2`, but its certificate in `us-east-1`",
        "lets one address make `1` requests",
        "writes its name into `example.org`",
        "which is no name of the zone `badexample.org`",
    ] {
        assert!(findings.contains(part), "{part}\n{findings}");
    }
}

/// Another service beside `Api`.
pub(super) fn other(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>, name: &'static str) -> Service<Phi> {
    let image =
        image!("registry.example/clinic/it@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    stack.add(name, FargateService::builder().perimeter(zone).image(image).port(8081).build())
}

/// The rules of an endpoint's listener by path: where each is asked, and the name of its resource.
pub(super) fn rules(template: &Tree) -> std::collections::BTreeMap<String, (i64, String)> {
    let resources = template["Resources"].as_object().unwrap().iter();
    let rules = resources.filter(|(_, it)| it["Type"] == "AWS::ElasticLoadBalancingV2::ListenerRule");
    rules
        .map(|(name, it)| {
            let it = &it["Properties"];
            let path = it["Conditions"][0]["PathPatternConfig"]["Values"][0].as_str().unwrap();
            (path.to_owned(), (it["Priority"].as_i64().unwrap(), name.clone()))
        })
        .collect()
}

#[test]
fn the_narrower_path_is_asked_first_whatever_the_order() {
    let made = |routes: &[(&'static str, bool)]| {
        let (mut stack, zone, api) = with_service::<Prod, Phi>("clinic");
        let (lab, auth) = (other(&mut stack, &zone, "Lab"), other(&mut stack, &zone, "Auth"));
        let front = HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&certificate());
        let route = |front: super::HttpsEndpointBuilder<_>, (path, is_lab): &(&'static str, bool)| {
            front.route(path, if *is_lab { &lab } else { &auth })
        };
        stack.add("Front", routes.iter().fold(front, route).build());
        template(stack)
    };
    let first = made(&[("/lab/*", true), ("/auth/tokens/*", false), ("/auth/*", true)]);
    let of_first = rules(&first);
    assert_eq!(of_first, rules(&made(&[("/auth/*", true), ("/lab/*", true), ("/auth/tokens/*", false)])));
    assert!(of_first["/auth/tokens/*"].0 < of_first["/auth/*"].0);
    let (number, name) = &of_first["/auth/*"];
    assert_eq!(*name, format!("FrontLabRule{number}"));
    let forwards = &first["Resources"][name]["Properties"]["Actions"][0]["TargetGroupArn"];
    assert_eq!(*forwards, serde_json::json!({ "Fn::GetAtt": ["FrontLabTargets", "TargetGroupArn"] }));
    assert_eq!(first["Resources"]["Lab"]["Properties"]["LoadBalancers"].as_array().unwrap().len(), 1);
}

#[test]
fn routes_that_lead_nowhere_are_found() {
    let (mut stack, zone, api) = with_service::<Prod, Phi>("clinic");
    let lab = other(&mut stack, &zone, "Lab");
    let front = HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&certificate());
    let front = front.route("lab", &lab).route("/api/*", &api).route("/lab*", &lab).route("/lab*", &lab);
    stack.add("Front", front.route("/*", &lab).build());
    let findings = findings([stack]);
    for part in [
        "hands `lab` to `Lab`, which is not a path",
        "hands `/api/*` to `Api`, which answers everything else already",
        "hands `/lab*` to `Lab`, and to `Lab` as well",
        "hands `/*` to `Lab`, which leaves nothing to `Api`",
    ] {
        assert!(findings.contains(part), "{part}\n{findings}");
    }
}

#[test]
fn an_endpoint_is_of_the_highest_class_that_is_behind_it() {
    let Clinic { mut stack, key, trail, vpc, zone } = Clinic::<Prod, Phi>::new("clinic", region::EuWest2);
    let office = stack.add("Office", Perimeter::<Internal>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let image =
        image!("registry.example/clinic/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let web = stack.add("Web", FargateService::builder().perimeter(&office).image(image).port(8080).build());
    let lab = other(&mut stack, &zone, "Lab");
    let front = HttpsEndpoint::builder().target(&web).domain("api.example.org").certificate(&certificate());
    stack.add("Front", front.route("/lab/*", &lab).route("/tests/*", &lab).build());
    let model = stack.model();
    let place = model.constructs.iter().position(|it| it.path == "Front").unwrap();
    assert_eq!(model.constructs[place].class, Some(Class::Phi));
    let flows: Vec<Class> = model.flows.iter().filter(|it| it.from.index() == place).map(|it| it.class).collect();
    assert_eq!(flows, [Class::Internal, Class::Phi]);
}

#[test]
fn an_endpoint_that_names_a_service_stands_in_its_stack() {
    let (service_stack, _, api) = with_service::<Prod, Phi>("clinic");
    let mut edge = Stack::<Prod>::new("edge", region::EuWest2);
    front(&mut edge, &api);
    let findings = findings([service_stack, edge]);
    assert!(findings.contains("hands requests to `Api`, a service of another stack"), "{findings}");
}

#[test]
fn what_a_service_is_told_for_endpoints_takes_one() {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::EuWest2);
    let image =
        image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let service = || FargateService::builder().perimeter(&zone).image(image.clone()).port(8080);
    stack.add("Plain", service().build());
    let api = stack.add("Api", service().health_check("/ok").requests_per_minute(500).build());
    front(&mut stack, &api);
    let worker = service().health_check("/alive").build();
    let batch = service().requests_per_minute(90).build();
    stack.add("Worker", worker);
    stack.add("Batch", batch);
    let found = findings([stack]);
    for sentence in [
        "`clinic/Worker` is to be asked for `/alive`, and no endpoint hands requests to it",
        "`clinic/Batch` is scaled at `90` requests a minute, and no endpoint hands requests to it",
        "2 findings",
    ] {
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
    // Behind another's endpoint is behind one, too.
    let (mut stack, zone, first) = with_service::<Prod, Phi>("clinic");
    let other = FargateService::builder().perimeter(&zone).image(image).port(8080).health_check("/ok").build();
    let other = stack.add("Other", other);
    let front = HttpsEndpoint::builder().target(&first).route("/other/*", &other).domain("api.example.org");
    stack.add("Front", front.certificate(&certificate()).build());
    assert_eq!(findings([stack]), "");
}
