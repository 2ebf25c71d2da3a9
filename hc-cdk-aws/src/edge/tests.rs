//! What an endpoint becomes, and what it makes of its service.

use hc_cdk::{
    data::{AllowedUnder, Class, DataClass, Internal, Phi, Synthetic},
    dimension::{residency::ResidencyFor, tls::Tls13},
    policy::{Development, Hipaa, Policy, Production},
    prelude::*,
};
use serde_json::Value as Tree;

use super::{Certificate, Endpoint, HostedZone, HttpsEndpoint};
use crate::{assertions::Clinic, compute::Service, kind::CertificateArn, prelude::*, region};

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

fn findings<P: Policy>(stacks: impl IntoIterator<Item = Stack<P>>) -> String {
    let app = stacks.into_iter().fold(App::new("clinic"), App::stack);
    app.check().err().map(|it| it.to_string()).unwrap_or_default()
}

fn attribute<'a>(resource: &'a Tree, list: &str, key: &str) -> &'a Tree {
    let entries = resource["Properties"][list].as_array().unwrap();
    &entries.iter().find(|entry| entry["Key"] == key).unwrap()["Value"]
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
fn other(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>, name: &'static str) -> Service<Phi> {
    let image =
        image!("registry.example/clinic/it@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    stack.add(name, FargateService::builder().perimeter(zone).image(image).port(8081).build())
}

/// The rules of an endpoint's listener by path: where each is asked, and the name of its resource.
fn rules(template: &Tree) -> std::collections::BTreeMap<String, (i64, String)> {
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

/// A stack with an endpoint whose services come from other stacks.
fn with_front(name: &str) -> (Stack<Prod>, Perimeter<Phi>, Endpoint) {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new(name, region::EuWest2);
    let front = HttpsEndpoint::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let front = stack.add("Front", front.build());
    (stack, zone, front)
}

/// The templates of an app by the names of their stacks.
fn templates<const N: usize>(stacks: [Stack<Prod>; N]) -> [Tree; N] {
    let names = stacks.each_ref().map(|it| format!("{}.template.json", it.model().name()));
    let app = stacks.into_iter().fold(App::new("clinic"), App::stack);
    let files = app.synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    names.map(|name| serde_json::from_slice(&files.iter().find(|it| it.path == name).unwrap().bytes).unwrap())
}

#[test]
fn services_of_other_stacks_take_paths_of_an_endpoint() {
    let (edge, zone, front) = with_front("edge");
    let mut apps = Stack::<Prod>::new("apps", region::EuWest2);
    let lab = other(&mut apps, &zone, "Lab");
    let lab = apps.add("LabRoute", front.route("/lab/*", &lab).and("/tests/*"));
    assert!(lab.healthy_targets().is_some() && front.healthy_targets().is_none());
    let flow = apps.model().flows.last().unwrap();
    assert_eq!((flow.from.stack().name(), flow.to.stack().name()), ("edge", "apps"));

    let [edge, apps] = templates([edge, apps]);
    let https = &edge["Resources"]["FrontHttps"]["Properties"]["DefaultActions"][0];
    assert_eq!(
        (&https["Type"], &https["FixedResponseConfig"]["StatusCode"]),
        (&"fixed-response".into(), &"404".into())
    );
    assert!(edge.to_string().find("Lab").is_none(), "the endpoint's stack knows nothing of its services");
    let resources = &apps["Resources"];
    let imported = |it: &Tree| it["Fn::ImportValue"].as_str().unwrap_or_default().to_owned();
    for (name, property, from) in [
        ("LabRouteLabEgress", "GroupId", "FrontGroup"),
        ("LabRouteLabIngress", "SourceSecurityGroupId", "FrontGroup"),
        (rules(&apps)["/lab/*"].1.as_str(), "ListenerArn", "FrontHttps"),
        (rules(&apps)["/tests/*"].1.as_str(), "ListenerArn", "FrontHttps"),
    ] {
        let value = imported(&resources[name]["Properties"][property]);
        assert!(value.contains(from), "{name} {property}: {value}");
    }
    let members = &resources["Lab"]["Properties"]["LoadBalancers"];
    assert_eq!(
        members[0]["TargetGroupArn"],
        serde_json::json!({ "Fn::GetAtt": ["LabRouteTargets", "TargetGroupArn"] })
    );
    assert!(resources["Lab"]["DependsOn"].as_array().unwrap().contains(&rules(&apps)["/lab/*"].1.as_str().into()));
    assert_eq!(resources["LabRouteTargets"]["Properties"]["HealthCheckIntervalSeconds"], 30);
}

#[test]
fn two_routes_in_one_place_are_found_over_all_stacks() {
    let (edge, zone, front) = with_front("edge");
    let mut apps = Stack::<Prod>::new("apps", region::EuWest2);
    let mut more = Stack::<Prod>::new("more", region::EuWest2);
    let lab = other(&mut apps, &zone, "Lab");
    let auth = other(&mut more, &zone, "Auth");
    apps.add("LabRoute", front.route("/lab/*", &lab).asked_at(7));
    apps.add("TestsRoute", front.route("/tests/*", &lab));
    more.add("AuthRoute", front.route("/auth/*", &auth).asked_at(7));
    more.add("TestsRoute", front.route("/tests/*", &auth));
    let findings = findings([edge, apps, more]);
    for sentence in [
        "`more/AuthRoute` takes `/auth/*`, which comes to be asked in the same place as `/lab/*` of `apps/LabRoute`",
        "`more/TestsRoute` takes `/tests/*`, which `apps/TestsRoute` takes already",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
    assert_eq!(findings.matches("error: ").count(), 2, "{findings}");
}

#[test]
fn routes_that_cannot_be_are_found() {
    let Clinic { mut stack, key, trail, vpc, zone } = Clinic::<Prod, Phi>::new("clinic", region::EuWest2);
    let office = stack.add("Office", Perimeter::<Internal>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let front = HttpsEndpoint::builder().perimeter(&office).domain("api.example.org").certificate(&certificate());
    let front = stack.add("Front", front.build());
    let lab = other(&mut stack, &zone, "Lab");
    let own = HttpsEndpoint::builder().target(&lab).domain("lab.example.org").certificate(&certificate());
    let own = stack.add("Own", own.build());
    let auth = other(&mut stack, &zone, "Auth");
    stack.add("LabRoute", front.route("lab", &lab).asked_at(50_001));
    stack.add("AuthRoute", own.route("/*", &auth));
    let elsewhere = Clinic::<Prod, Phi>::new("elsewhere", region::EuWest2);
    let mut apart = elsewhere.stack;
    let far = other(&mut apart, &elsewhere.zone, "Far");
    apart.add("FarRoute", own.route("/far/*", &far));
    let findings = findings([stack, apart]);
    for sentence in [
        "hands `lab` to `Lab`, which is not a path",
        "is asked at `50001`",
        "hands `phi` data to `Lab`, by an endpoint for `internal` data",
        "hands `/*` to `Auth`, which leaves nothing to the endpoint's own target",
        "hands requests to `Far`, which stands in another network than the endpoint",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}
