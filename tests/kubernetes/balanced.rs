//! Requests that a load balancer of AWS hands to a gateway of a mesh: what is written, and what is found in objects that are weakened.

use hc_cdk::{
    app::App,
    data::Phi,
    date,
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
};
use hc_cdk_aws::{assertions::Clinic, cluster::Nodes, kind::CertificateArn, prelude::*, region};
use hc_cdk_k8s::{api_object::ApiObject, network, prelude::*};

use crate::{
    rules::Own,
    stores::{Prod, found},
};

const IMAGE: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);

/// A stack with an endpoint and a cluster, and its chart, in which a namespace has a mesh or none.
fn clinic(mesh: bool) -> (Stack<Prod>, Chart<Prod>) {
    clinic_with("Front", mesh)
}

fn clinic_with(front: &'static str, mesh: bool) -> (Stack<Prod>, Chart<Prod>) {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let cluster = EksCluster::builder().perimeter(&zone).region(region::UsEast1).nodes(Nodes::between(3..=50));
    let cluster = stack.add("Cluster", cluster.build());
    let certificate = arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b");
    let certificate = hc_cdk_aws::edge::Certificate::existing(certificate);
    let edge = HttpsEndpoint::builder().perimeter(&zone).domain(domain!("claims.example.org"));
    let edge = stack.add("Edge", edge.certificate(&certificate).build());
    let group = stack.add("Route", edge.cluster("/*", &cluster));

    let mut chart = Chart::in_cluster("wards", &cluster);
    let zone = Namespace::<Phi>::builder();
    let zone = chart.add("Clinical", if mesh { zone.mesh().build() } else { zone.build() });
    let claims = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
    let claims = chart.add("Claims", claims.resources(cpu!("250m"), memory!("256Mi")).build());
    let tls = network::Certificate::builder().perimeter(&zone).domain(domain!("claims.example.org"));
    let tls = chart.add("Tls", tls.issuer("letsencrypt").build());
    chart.add(front, HttpsRoute::builder().target(&claims).certificate(&tls).balancer(&group).build());
    (stack, chart)
}

fn app((stack, chart): (Stack<Prod>, Chart<Prod>)) -> App {
    App::new("clinic").stack(stack).stack(chart)
}

#[test]
fn a_balancer_asks_a_gateway_of_the_mesh_and_nobody_else() {
    let files = app(clinic(true)).synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    let text = |end: &str| {
        let file = files.iter().find(|it| it.path.ends_with(end)).unwrap();
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    let (chart, stack) = (text("wards.yaml"), text("clinic.template.json"));
    for line in [
        "networking.istio.io/service-type: ClusterIP\n",
        "infrastructure:\n    labels:\n      app.kubernetes.io/name: front-istio\n",
        "serviceRef:\n    name: front-istio\n    port: 443\n",
        "targetGroupARN: \"${clinic_ExportRouteTargetsTargetGroupArn}\"\n",
        "targetRefs:\n  - group: gateway.networking.k8s.io\n    kind: Gateway\n    name: front\n",
        "ipBlocks:\n        - \"10.20.0.0/20\"\n",
        "- cluster.local/ns/wards-clinical/sa/front-istio\n",
        "name: front-istio-to-claims\n",
        "name: front-istio-to-istio-system\n",
        "name: front-istio-in-443\n",
        "name: front-istio-in-15021\n",
    ] {
        assert!(chart.contains(line), "no `{line}` in:\n{chart}");
    }
    assert!(!chart.contains("hostname:"), "a balancer of AWS says no domain when it connects:\n{chart}");
    let stack: serde_json::Value = serde_json::from_str(&stack).unwrap();
    let of = |id: &str| stack["Resources"][id]["Properties"].clone();
    assert_eq!((&of("RouteTargets")["Protocol"], &of("RouteTargets")["Port"]), (&"HTTPS".into(), &443.into()));
    assert_eq!(of("RouteClusterEgress")["DestinationSecurityGroupId"]["Fn::GetAtt"][0], "Cluster");
    let rights = &of("RouteFillerPolicy")["PolicyDocument"]["Statement"][0];
    assert_eq!(rights["Resource"], serde_json::json!({ "Fn::GetAtt": ["RouteTargets", "TargetGroupArn"] }));
}

#[test]
fn a_gateway_is_made_by_a_mesh() {
    let said = found(&app(clinic(false)));
    assert!(
        said.contains("takes requests of a load balancer in the namespace `wards-clinical`, which has no mesh"),
        "{said}"
    );
}

/// The mesh makes services and labels of the name of a gateway and of its own.
#[test]
fn a_gateway_has_a_name_that_leaves_room_for_the_mesh() {
    const LONG: &str = "A-very-long-name-of-a-way-in-that-leads-to-the-claims-of-all";
    let said = found(&app(clinic_with(LONG, true)));
    assert!(said.contains("has a gateway made that is called `a-very-long-name-of-a-way-in-"), "{said}");
    assert!(said.contains("-istio`, with more than 63 characters"), "{said}");
}

#[test]
fn whatever_weakens_the_way_of_a_balancer_is_found() {
    let handed = "has requests handed on without TLS, or to something else than a gateway of the app";
    let by_name = "lets in whoever asks, or does not say whom";
    let open = "takes requests without TLS, or for a host without a certificate of the app";
    let one = |name: &'static str, value: Json| Json::from(Object::new().with(name, value));
    let text = |it: &str| Json::from(vec![it.to_owned()]);
    let another = || text("arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/other/73e2d6bc24d8a067");
    for (object, path, value, message) in [
        ("FrontBinding", "spec/targetGroupARN", another(), handed),
        ("FrontBinding", "spec/targetType", "instance".into(), handed),
        ("FrontBinding", "spec/serviceRef/name", "claims".into(), handed),
        ("FrontBinding", "spec/serviceRef/port", 80.into(), handed),
        ("FrontBinding", "spec/networking", Object::new().into(), handed),
        ("FrontGateway", "metadata/annotations", Json::Null, handed),
        ("FrontGateway", "metadata/annotations/gateway.istio.io~1name-override", "other".into(), handed),
        ("FrontGateway", "spec/gatewayClassName", "other".into(), handed),
        ("FrontGateway", "spec/infrastructure/parametersRef", one("name", "options".into()), handed),
        ("FrontAdmitsNetworks", "spec/rules/0/from/0/source/ipBlocks", text("0.0.0.0/0"), by_name),
        ("FrontAdmitsNetworks", "spec/rules/0/from/0/source/ipBlocks", text("10.0.0.0/8"), by_name),
        ("FrontAdmitsNetworks", "spec/rules/0/from/0/source/ipBlocks", text("52.94.0.0/16"), by_name),
        ("FrontAdmitsNetworks", "spec/rules/0/from/0/source/notPrincipals", text("nobody"), by_name),
        ("FrontAdmitsNetworks", "spec/rules/0/to", Json::Null, by_name),
        ("FrontAdmitsNetworks", "spec/targetRefs", Json::Null, by_name),
        ("FrontAdmitsNetworks", "spec/targetRefs/0/kind", "Service".into(), by_name),
        ("FrontAdmitsNetworks", "spec/targetRefs/0/name", "other".into(), by_name),
        ("FrontAdmits", "spec/rules/0/from/0/source", one("ipBlocks", text("10.20.0.0/20")), by_name),
        ("Front", "spec/hostnames", Json::Null, open),
        ("Front", "spec/hostnames", text("other.example.org"), open),
        ("FrontGateway", "spec/listeners/0/hostname", "other.example.org".into(), open),
        ("FrontGateway", "spec/listeners/0/tls/certificateRefs", Json::Null, open),
        ("FrontGateway", "spec/listeners/0/tls/options", one("example.org/ciphers", "all".into()), open),
    ] {
        let (stack, mut chart) = clinic(true);
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        chart.add("Weaker", waiver.property(object, path, value));
        let said = found(&app((stack, chart)));
        assert!(said.contains(message), "no `{message}` for `{path}` of `{object}` in:\n{said}");
    }
    let others = Json::from(vec![one("Id", "10.20.0.7".into())]);
    for (path, value) in [("Protocol", "HTTP".into()), ("TargetType", "instance".into()), ("Targets", others)] {
        let (mut stack, chart) = clinic(true);
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        stack.add("Weaker", waiver.property("RouteTargets", path, value));
        let said = found(&app((stack, chart)));
        assert!(said.contains(handed), "no `{handed}` for `{path}` in:\n{said}");
    }
    let (stack, mut chart) = clinic(true);
    let made = ApiObject::new("v1", "Service", "front-istio".to_owned()).in_namespace("wards-clinical");
    let ports = Json::from(vec![one("port", 443.into())]);
    chart.add("Own", Own(made.with("spec", one("ports", ports))));
    let said = found(&app((stack, chart)));
    assert!(said.contains(handed), "a service of its own stands where the mesh makes one:\n{said}");
}
