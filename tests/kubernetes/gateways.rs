//! Gateways with their proxies: what is written for them, and what is found where they take more, are granted more, or stand elsewhere.

use hc_cdk::{
    data::Phi,
    date,
    image::Image,
    policy::{Hipaa, Production},
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
};
use hc_cdk_k8s::{
    assertions::{Manifest, Ward, json},
    edge::Controller,
    network::Certificate,
    prelude::*,
};

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// A chart of that name whose workload takes the requests of a gateway in a namespace.
fn chart(name: &'static str, route: &'static str, namespace: &'static str) -> Chart<Prod> {
    chart_of(name, route, Controller::Gateway { class: "nginx", namespace })
}

fn chart_of(name: &'static str, route: &'static str, controller: Controller) -> Chart<Prod> {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new(name);
    let claims = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
    let claims = chart.add("Claims", claims.resources(cpu!("100m"), memory!("64Mi")).build());
    let tls = Certificate::builder().perimeter(&zone).domain(domain!("a.example.org")).issuer("public").build();
    let tls = chart.add("Tls", tls);
    let front = HttpsRoute::builder().target(&claims).certificate(&tls);
    chart.add(route, front.controller(controller).build());
    chart
}

/// What is found in a chart in which a member of an object is another one.
fn found(object: &'static str, path: &'static str, value: impl Into<Json>) -> String {
    weakened(chart("clinic", "Front", "gateways"), object, path, value)
}

fn weakened(mut chart: Chart<Prod>, object: &'static str, path: &'static str, value: impl Into<Json>) -> String {
    let waiver = Waiver::new(BY_HAND, "the team knows this controller", "jane.roe", date!("2027-01-31"));
    chart.add("More", waiver.property(object, path, value));
    App::new("clinic").stack(chart).synthesize().map_or_else(|it| it.to_string(), |_| String::new())
}

#[test]
fn a_gateway_stands_with_its_proxies_and_takes_one_namespace() {
    let manifest = Manifest::of_chart(chart("clinic", "Front", "gateways"));
    let gateway = manifest.object("Gateway", "clinic-clinical--front");
    assert_eq!(gateway.namespace(), Some("gateways"));
    let expected = json!([{
        "name": "https",
        "protocol": "HTTPS",
        "port": 443,
        "hostname": "a.example.org",
        "tls": {
            "mode": "Terminate",
            "certificateRefs": [{ "kind": "Secret", "name": "tls", "namespace": "clinic-clinical" }],
        },
        "allowedRoutes": { "namespaces": {
            "from": "Selector",
            "selector": { "matchLabels": { "kubernetes.io/metadata.name": "clinic-clinical" } },
        } },
    }]);
    assert_eq!(gateway.json()["spec"]["listeners"], expected);
    let grant = manifest.object("ReferenceGrant", "front");
    assert_eq!(grant.namespace(), Some("clinic-clinical"));
    let expected = json!({
        "from": [{ "group": "gateway.networking.k8s.io", "kind": "Gateway", "namespace": "gateways" }],
        "to": [{ "group": "", "kind": "Secret", "name": "tls" }],
    });
    assert_eq!(grant.json()["spec"], expected);
    let route = manifest.object("HTTPRoute", "front");
    let parent = json!({ "name": "clinic-clinical--front", "namespace": "gateways", "sectionName": "https" });
    assert_eq!((route.namespace(), &route.json()["spec"]["parentRefs"]), (Some("clinic-clinical"), &json!([parent])));
}

#[test]
fn gateways_of_several_programs_have_names_of_their_own() {
    let name = |chart: &'static str, route: &'static str| {
        let manifest = Manifest::of_chart(self::chart(chart, route, "gateways"));
        let gateways: Vec<String> =
            manifest.objects().filter(|it| it.kind() == "Gateway").map(|it| it.name().to_owned()).collect();
        assert_eq!(gateways.len(), 1);
        gateways.concat()
    };
    let long = "AVeryLongNameOfARouteThatLeadsToTheClaims";
    let names = [
        name("clinic", "Front"),
        name("clinic", "Back"),
        name("wards", "Front"),
        name("a-very-long-name-of-a-clinic", long),
        name("a-very-long-name-of-a-ward", long),
    ];
    for (at, name) in names.iter().enumerate() {
        assert!(!names[..at].contains(name), "{name}");
        assert!(format!("{name}-nginx").len() <= 63, "{name}");
    }
}

#[test]
fn whatever_takes_or_is_granted_more_is_found() {
    let open = "code: TlsForEveryHost";
    let taken = "code: GatewayTakesOneNamespace";
    let granted = "code: GrantsOneCertificate";
    let lost = "code: RoutesOfAGateway";
    let listener = "spec/listeners/0/allowedRoutes/namespaces";
    let one = |name: &'static str, value: &str| Json::from(Object::new().with(name, value.to_owned()));
    let of = |kind: &str| one("kind", kind);
    for (object, path, value, codes) in [
        ("FrontGateway", listener, one("from", "All"), &[taken, open, lost, "code: InItsNamespace"][..]),
        ("FrontGateway", listener, one("from", "Same"), &[taken, open, lost, "code: InItsNamespace"]),
        ("FrontGateway", listener, one("from", "Selector"), &[taken, open, lost]),
        ("FrontGateway", "spec/listeners/0/allowedRoutes", Json::Null, &[taken, open, lost]),
        (
            "FrontGateway",
            "spec/listeners/0/allowedRoutes/namespaces/selector/matchExpressions",
            vec![of("a")].into(),
            &[taken],
        ),
        (
            "FrontGateway",
            "spec/listeners/0/allowedRoutes/namespaces/selector/matchLabels",
            one("team", "clinic"),
            &[taken],
        ),
        ("FrontGateway", "spec/listeners/0/protocol", "HTTP".into(), &[open, "code: NoPlainHttp"]),
        ("FrontGateway", "spec/listeners/0/name", "other".into(), &[lost]),
        ("FrontGateway", "spec/listeners/0/tls/certificateRefs/0/namespace", Json::Null, &[open, granted]),
        ("FrontGateway", "spec/listeners/0/tls/certificateRefs/0/name", "other".into(), &[open, granted]),
        ("FrontGateway", "spec/listeners/0/tls/certificateRefs/0/kind", "ConfigMap".into(), &[open]),
        ("FrontGateway", "metadata/namespace", "elsewhere".into(), &[open, granted]),
        ("FrontGrant", "spec/to/0/name", Json::Null, &[granted]),
        ("FrontGrant", "spec/to/0/name", "other".into(), &[granted, open]),
        ("FrontGrant", "spec/to/0/kind", "ConfigMap".into(), &[granted, open]),
        ("FrontGrant", "spec/to", vec![of("Secret"), of("ConfigMap")].into(), &[granted]),
        ("FrontGrant", "spec/from/0/namespace", "elsewhere".into(), &[granted, open]),
        ("FrontGrant", "spec/from/0/kind", "HTTPRoute".into(), &[granted, open]),
        ("FrontGrant", "spec/from", vec![of("Gateway"), of("Gateway")].into(), &[granted]),
        ("FrontGrant", "metadata/namespace", "elsewhere".into(), &[granted, open, "code: InItsNamespace"]),
        ("Front", "spec/parentRefs/0/name", "other".into(), &[lost]),
        ("Front", "spec/parentRefs/0/namespace", "elsewhere".into(), &[lost]),
        ("Front", "spec/parentRefs/0/namespace", Json::Null, &[lost]),
        ("Front", "spec/parentRefs/0/sectionName", "http".into(), &[lost]),
        ("Front", "spec/parentRefs/0/port", 80.into(), &[lost]),
        ("Front", "spec/parentRefs/0/group", "other.example".into(), &[lost]),
        ("FrontGateway", "spec/infrastructure", one("parametersRef", "proxies"), &[open, "code: NoPlainHttp"]),
        ("Front", "spec/rules/0/backendRefs/0/namespace", "elsewhere".into(), &[lost]),
        ("Front", "spec/rules/0/backendRefs/0/kind", "Backend".into(), &[lost]),
        ("Front", "spec/rules/0/backendRefs/0/group", "gateway.envoyproxy.io".into(), &[lost]),
        ("Front", "spec/rules/0/filters", vec![Object::new().with("extensionRef", of("Filter"))].into(), &[lost]),
        (
            "Front",
            "spec/rules/0/filters",
            vec![Object::new().with("requestRedirect", one("hostname", "other.example"))].into(),
            &[lost],
        ),
        (
            "Front",
            "spec/rules/0/filters",
            vec![Object::new().with("requestRedirect", one("scheme", "http"))].into(),
            &[lost],
        ),
    ] {
        let found = found(object, path, value);
        for code in codes {
            assert!(found.contains(code), "{object} {path}: no `{code}` in:\n{found}");
        }
    }
}

#[test]
fn a_gateway_is_not_where_no_balancer_may_be() {
    let found = |app: App| app.synthesize().map_or_else(|it| it.to_string(), |_| String::new());
    let own = found(App::new("clinic").stack(chart("clinic", "Front", "clinic-clinical")));
    let said = "has a gateway in the namespace `clinic-clinical`, whose quota has no load balancer for it";
    assert!(own.contains(said), "{own}");
    let wards = chart("wards", "Front", "clinic-clinical");
    let Ward { chart: clinic, .. } = Ward::<Prod, Phi>::new("clinic");
    let other = found(App::new("clinic").stack(clinic).stack(wards));
    assert!(other.contains(said), "{other}");
    assert_eq!(found(App::new("clinic").stack(chart("clinic", "Front", "gateways"))), "");
}

#[test]
fn gateways_of_cilium_are_let_in_as_what_they_are() {
    let chart = || chart_of("clinic", "Front", Controller::Gateway { class: "cilium", namespace: "gateways" });
    let manifest = Manifest::of_chart(chart());
    let expected = json!({
        "endpointSelector": { "matchLabels": { "app.kubernetes.io/name": "claims" } },
        "ingress": [{
            "fromEntities": ["ingress"],
            "toPorts": [{ "ports": [{ "port": "8080", "protocol": "TCP" }] }],
        }],
    });
    assert_eq!(manifest.object("CiliumNetworkPolicy", "front-in").json()["spec"], expected);
    assert!(!manifest.objects().any(|it| it.kind() == "NetworkPolicy" && it.name() == "front-in"));
    let (wide, way) = ("code: CiliumAdmitsItsGateways", "code: NotCleared");
    let one = |name: &'static str, value: Json| Json::from(Object::new().with(name, value));
    let all = || Json::from(vec!["all".to_owned()]);
    for (path, value, codes) in [
        ("spec/ingress/0/fromEntities", all(), &[wide, way][..]),
        ("spec/ingress/0/fromEntities", Json::Null, &[wide, way]),
        ("spec/ingress/0/fromCIDR", Json::from(vec!["0.0.0.0/0".to_owned()]), &[wide, way]),
        ("spec/ingress/0/toPorts", Json::Null, &[wide]),
        ("spec/ingress/0/toPorts/0/ports/0/port", "0".into(), &[wide]),
        ("spec/ingress/0/toPorts/0/ports/0/endPort", 9000.into(), &[wide]),
        ("spec/endpointSelector", one("matchLabels", Object::new().into()), &[wide]),
        ("spec/egress", vec![one("toEntities", all())].into(), &[wide, way]),
        ("specs", vec![one("ingress", all())].into(), &[wide, way]),
    ] {
        let found = weakened(chart(), "FrontFromCilium", path, value);
        for code in codes {
            assert!(found.contains(code), "{path}: no `{code}` in:\n{found}");
        }
    }
}
