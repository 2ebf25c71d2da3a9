//! What an endpoint becomes, with a service that has nothing but what an endpoint needs.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Invariant, Spec},
    data::{DataClass, Phi},
    dimension::tls::Tls13,
    model::Role,
    policy::{Development, Hipaa, Policy, Production},
    prelude::*,
    stack::Scope,
};
use serde_json::Value as Tree;

use super::{Certificate, Endpoint, HostedZone, HttpsEndpoint};
use crate::{
    cfn::{applicationautoscaling::ScalableTarget, ecs},
    compute::Service,
    kind::CertificateArn,
    network::SecurityGroup,
    prelude::*,
    region,
};

pub(crate) type Prod = (Hipaa, Production);

/// A service that is a service and nothing more.
pub(crate) struct Plain<D> {
    perimeter: Perimeter<D>,
    scaled: bool,
    class: PhantomData<D>,
}

impl<D: DataClass> Spec for Plain<D> {
    type Handle = Service<D>;
    const KIND: &'static str = "Plain";
    const INVARIANTS: &'static [Invariant] = &[];
}

impl<D: DataClass, P: Policy> Construct<P> for Plain<D> {
    fn declare(self, scope: &mut Scope<'_>) -> Service<D> {
        scope.plays(Role::Workload, D::CLASS);
        let group = SecurityGroup::closed(scope, &self.perimeter.network.id());
        let cluster = scope.resource("Cluster", ecs::Cluster::default());
        let task = scope.resource(
            "Task",
            ecs::TaskDefinition {
                container_definitions: Some(vec![ecs::task_definition::ContainerDefinition {
                    image: Some("registry.example/api@sha256:0".into()),
                    name: Some("app".into()),
                    ..Default::default()
                }]),
                ..Default::default()
            },
        );
        let made = scope.resource(
            "",
            ecs::Service { cluster: Some(cluster.id()), task_definition: Some(task.id()), ..Default::default() },
        );
        let scaling = self.scaled.then(|| {
            let name = hc_cdk::value::Value::concat([
                "service/".into(),
                cluster.id().into(),
                "/".into(),
                made.get(ecs::Service::NAME).into(),
            ]);
            scope.resource(
                "Scaling",
                ScalableTarget {
                    max_capacity: Some(4.into()),
                    min_capacity: Some(2.into()),
                    resource_id: Some(name),
                    scalable_dimension: Some("ecs:service:DesiredCount".into()),
                    service_namespace: Some("ecs".into()),
                    ..Default::default()
                },
            )
        });
        Service {
            this: scope.this(),
            name: scope.path().to_owned(),
            perimeter: self.perimeter,
            group,
            port: Port::new(8080).unwrap(),
            health_path: "/health/ready",
            container: "app",
            made,
            cluster: cluster.id(),
            scaling,
        }
    }
}

/// A stack with a service, under any policy.
pub(crate) fn with_service<P: Policy, D>(name: &str, scaled: bool) -> (Stack<P>, Perimeter<D>, Service<D>)
where
    D: DataClass + hc_cdk::data::AllowedUnder<P>,
    region::EuWest2: hc_cdk::dimension::residency::ResidencyFor<P>,
    hc_cdk::dimension::PolicyFloor: hc_cdk::dimension::audit_retention::AuditRetentionFor<P>,
{
    let mut stack = Stack::<P>::new(name, region::EuWest2);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    let perimeter = stack.add("Zone", Perimeter::<D>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let service = stack.add("Api", Plain { perimeter: perimeter.clone(), scaled, class: PhantomData });
    (stack, perimeter, service)
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
    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic", false);
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
    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic", true);
    front(&mut stack, &api);
    let partners = HttpsEndpoint::builder()
        .target(&api)
        .domain(domain!("partners.example.org"))
        .certificate(&certificate())
        .zone(&HostedZone::existing("Z0123456789", "example.org"))
        .rate_limit(100)
        .requests_per_task(600)
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
    assert_eq!(service["DependsOn"], serde_json::json!(["FrontHttps", "PartnersHttps"]));
    assert_eq!(resources["PartnersHttps"]["Properties"]["SslPolicy"], "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09");
    assert_eq!(resources["PartnersRecord"]["Properties"]["Name"], "partners.example.org");
    assert_eq!(resources["PartnersRequestScaling"]["DependsOn"], serde_json::json!(["PartnersHttps"]));
}

#[test]
fn a_test_environment_can_be_torn_down() {
    let (mut stack, _, api) = with_service::<Development, hc_cdk::data::Synthetic>("trial", false);
    let front = HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&certificate()).build();
    stack.add("Front", front);
    let template = template(stack);
    let balancer = &template["Resources"]["Front"];
    assert_eq!(attribute(balancer, "LoadBalancerAttributes", "deletion_protection.enabled"), "false");
}

#[test]
fn wrong_values_are_all_reported() {
    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic", false);
    let elsewhere = Certificate::existing(arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b"));
    let wrong = HttpsEndpoint::builder()
        .target(&api)
        .domain("https://api.example.org")
        .certificate(&elsewhere)
        .zone(&HostedZone::existing("example.org", "badexample.org"))
        .rate_limit(1)
        .requests_per_task(0)
        .build();
    stack.add("Front", wrong);
    let findings = findings([stack]);
    for part in [
        "answers to `https://api.example.org`, which is not a domain name",
        "stands in `eu-west-2`, but its certificate in `us-east-1`",
        "lets one address make `1` requests",
        "gives each task `0` requests",
        "scales `Api` by requests",
        "writes its name into `example.org`",
        "which is no name of the zone `badexample.org`",
    ] {
        assert!(findings.contains(part), "{part}\n{findings}");
    }
}

#[test]
fn an_endpoint_stands_in_the_stack_of_its_service() {
    let (service_stack, _, api) = with_service::<Prod, Phi>("clinic", false);
    let mut edge = Stack::<Prod>::new("edge", region::EuWest2);
    front(&mut edge, &api);
    let findings = findings([service_stack, edge]);
    assert!(findings.contains("hands requests to `Api`, a service of another stack"), "{findings}");
}
