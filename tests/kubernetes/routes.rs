//! Several workloads behind one address: what a route is written as for either kind of controller, and who is let in.

#![expect(deprecated, reason = "clusters still have the controller that is retired")]

use hc_cdk::{
    data::Phi,
    date,
    image::Image,
    policy::{Hipaa, Production},
    prelude::*,
    rule::BY_HAND,
    value::Object,
};
use hc_cdk_k8s::{
    assertions::{Manifest, Value, Ward, json},
    edge::Controller,
    network::Certificate,
    prelude::*,
};

use crate::oracle::items;

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const GATEWAY: Controller = Controller::Gateway { class: "shared", namespace: "gateways" };

/// A chart with the workloads `Claims`, behind which are `Users` and `Lab`, and with these routes to the two in turn.
fn chart(controller: Controller, paths: &[&'static str]) -> Chart<Prod> {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let mut workload = |name, port| {
        let workload = Workload::builder().perimeter(&zone).image(IMAGE).port(port).probes(Probes::tcp());
        chart.add(name, workload.resources(cpu!("100m"), memory!("64Mi")).build())
    };
    let (claims, users, lab) = (workload("Claims", 8080), workload("Users", 8081), workload("Lab", 8082));
    let tls = Certificate::builder().perimeter(&zone).domain(domain!("a.example.org")).issuer("public").build();
    let tls = chart.add("Tls", tls);
    let route = HttpsRoute::builder().target(&claims).certificate(&tls).controller(controller);
    let routes = paths.iter().zip([&users, &lab].into_iter().cycle());
    chart.add("Front", routes.fold(route, |route, (path, to)| route.route(path, to)).build());
    chart
}

const PATHS: [&str; 4] = ["/users/login", "/lab/*", "/users/*", "/lab"];

#[test]
fn settings_of_a_controller_override_nothing() {
    let found = |more: &'static str| {
        let mut chart = chart(Controller::Nginx, &PATHS);
        let annotations = Object::new().with("nginx.ingress.kubernetes.io/force-ssl-redirect", "true");
        let annotations = annotations.with(more, "https://elsewhere.example.org");
        let waiver = Waiver::new(BY_HAND, "the team knows this controller", "jane.roe", date!("2027-01-31"));
        chart.add("More", waiver.property("Front", "metadata/annotations", annotations));
        App::new("clinic").stack(chart).synthesize().map_or_else(|it| it.to_string(), |_| String::new())
    };
    for name in
        ["server-snippet", "ssl-passthrough", "server-alias", "from-to-www-redirect", "mirror-target", "ssl-ciphers"]
    {
        let found = found(format!("nginx.ingress.kubernetes.io/{name}").leak());
        assert!(found.contains("code: TlsForEveryHost") && found.contains("code: NoPlainHttp"), "{name}: {found}");
    }
    assert_eq!(found("nginx.ingress.kubernetes.io/proxy-body-size"), "");
}

#[test]
fn an_ingress_has_a_path_for_each_route_and_one_for_the_rest() {
    for controller in [Controller::Nginx, Controller::Contour] {
        let manifest = Manifest::of_chart(chart(controller, &PATHS));
        let ingress = manifest.object("Ingress", "front").json();
        let paths = items(&ingress["spec"]["rules"][0]["http"]["paths"]);
        let paths: Vec<Value> =
            paths.iter().map(|it| json!([it["pathType"], it["path"], it["backend"]["service"]["name"]])).collect();
        let expected = [
            json!(["Exact", "/users/login", "users"]),
            json!(["Prefix", "/lab", "lab"]),
            json!(["Prefix", "/users", "users"]),
            json!(["Exact", "/lab", "lab"]),
            json!(["Prefix", "/", "claims"]),
        ];
        assert_eq!(paths, expected);
    }
}

/// The rules of all routes of the chart, by the names of these.
fn rules(manifest: &Manifest) -> Vec<(&str, Vec<Value>)> {
    let routes = manifest.objects().filter(|it| it.kind() == "HTTPRoute");
    let rules = |it: &Value| {
        let rules = items(&it["spec"]["rules"]).iter();
        rules.map(|it| json!([it["matches"], it["backendRefs"]])).collect()
    };
    routes.map(|it| (it.name(), rules(it.json()))).collect()
}

#[test]
fn a_gateway_has_a_rule_for_each_route_and_one_for_the_rest() {
    let manifest = Manifest::of_chart(chart(GATEWAY, &PATHS));
    let rule = |kind: &str, path: &str, name: &str, port: u16| json!([[{ "path": { "type": kind, "value": path } }], [{ "name": name, "port": port }]]);
    let expected = vec![
        rule("Exact", "/users/login", "users", 8081),
        rule("PathPrefix", "/lab", "lab", 8082),
        rule("PathPrefix", "/users", "users", 8081),
        rule("Exact", "/lab", "lab", 8082),
        rule("PathPrefix", "/", "claims", 8080),
    ];
    assert_eq!(rules(&manifest), [("front", expected)]);
}

/// The Gateway API takes sixteen rules in a route, and any number of routes.
#[test]
fn a_gateway_with_more_rules_than_a_route_has_several_routes() {
    const MANY: [&str; 17] =
        ["/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9", "/10", "/11", "/12", "/13", "/14", "/15", "/16", "/17"];
    let sizes = |paths: &[&'static str]| {
        let manifest = Manifest::of_chart(chart(GATEWAY, paths));
        assert_eq!(manifest.find_objects("Gateway", json!({})).len(), 1);
        for route in manifest.find_objects("HTTPRoute", json!({})) {
            let parent = json!({ "name": "clinic-clinical--front", "namespace": "gateways", "sectionName": "https" });
            assert_eq!(route.json()["spec"]["parentRefs"], json!([parent]));
        }
        rules(&manifest).into_iter().map(|(name, rules)| (name.to_owned(), rules.len())).collect::<Vec<_>>()
    };
    assert_eq!(sizes(&MANY[..15]), [("front".to_owned(), 16)]);
    assert_eq!(sizes(&MANY), [("front".to_owned(), 16), ("front-2".to_owned(), 2)]);
}

#[test]
fn the_controller_reaches_each_workload_once_and_on_its_port() {
    for (controller, namespace) in [(Controller::Nginx, "ingress-nginx"), (GATEWAY, "gateways")] {
        let manifest = Manifest::of_chart(chart(controller, &PATHS));
        for (name, app, port) in
            [("front-in", "claims", 8080), ("front-in-users", "users", 8081), ("front-in-lab", "lab", 8082)]
        {
            let from = json!({ "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": namespace } } });
            let expected = json!({
                "podSelector": { "matchLabels": { "app.kubernetes.io/name": app } },
                "policyTypes": ["Ingress"],
                "ingress": [{ "ports": [{ "port": port, "protocol": "TCP" }], "from": [from] }],
            });
            assert_eq!(manifest.object("NetworkPolicy", name).json()["spec"], expected, "{name}");
        }
        let policies = manifest.objects().filter(|it| it.kind() == "NetworkPolicy" && it.name().starts_with("front"));
        assert_eq!(policies.count(), 3);
    }
}

#[test]
fn data_flows_to_each_workload_once() {
    let chart = chart(Controller::Nginx, &PATHS);
    let targets: Vec<String> = chart.model().flows.iter().map(|flow| format!("{:?}", flow.to)).collect();
    assert_eq!(targets.len(), 3);
    assert!(targets.iter().enumerate().all(|(at, it)| !targets[..at].contains(it)), "{targets:?}");
    assert!(chart.model().flows.iter().all(|flow| flow.class == hc_cdk::data::Class::Phi));
}

hc_cdk::policy! {
    /// Asks for the newest TLS.
    Newest { tls: Tls13, .. }
}

#[test]
fn a_controller_is_told_the_newest_tls_where_the_policy_asks_for_it() {
    let found = |version: &'static str| {
        let Ward { mut chart, zone } = Ward::<(Hipaa, Newest), Phi>::new("clinic");
        let claims = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
        let claims = chart.add("Claims", claims.resources(cpu!("100m"), memory!("64Mi")).build());
        let tls = Certificate::builder().perimeter(&zone).domain(domain!("a.example.org")).issuer("public").build();
        let tls = chart.add("Tls", tls);
        let front = HttpsRoute::builder().target(&claims).certificate(&tls).controller(Controller::Contour);
        chart.add("Front", front.build());
        let waiver = Waiver::new(BY_HAND, "the team knows this controller", "jane.roe", date!("2027-01-31"));
        let annotations = Object::new().with("projectcontour.io/tls-minimum-protocol-version", version);
        chart.add("More", waiver.property("Front", "metadata/annotations", annotations));
        App::new("clinic").stack(chart).synthesize().map_or_else(|it| it.to_string(), |_| String::new())
    };
    assert!(!found("1.3").contains("code: NoOlderTls"));
    for older in ["1.2", "1.1", ""] {
        let found = found(older);
        assert!(found.contains("code: NoOlderTls"), "{older}: {found}");
    }
}
