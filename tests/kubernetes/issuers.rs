//! Who gives out certificates: what is written, and what is found in an issuer that is weakened.

use hc_cdk::{
    app::App,
    data::Phi,
    date, image,
    image::Image,
    policy::{Hipaa, Production},
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
};
use hc_cdk_k8s::{
    assertions::{Manifest, Ward, json},
    edge::Controller,
    network::{AcmeIssuer, Certificate, Proof},
    prelude::*,
};

use crate::{own_objects::like, rules::Own};

type Prod = (Hipaa, Production);

const PROOF: Proof = Proof::CloudDns { project: "clinic", zone: "clinic-names" };

fn clinic(mail: &'static str, proof: Proof) -> Chart<Prod> {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let issuer = chart.add("Issuer", AcmeIssuer::builder().perimeter(&zone).mail(mail).proof(proof).build());
    let tls = Certificate::builder().perimeter(&zone).domain(domain!("claims.example.org")).issuer(&issuer).build();
    chart.add("Tls", tls);
    chart
}

fn found(chart: Chart<Prod>) -> String {
    App::new("clinic").stack(chart).synthesize().map_or_else(|findings| findings.to_string(), |_| String::new())
}

#[test]
fn a_certificate_is_given_out_by_an_issuer_of_the_app() {
    let azure = Proof::AzureDns { subscription: "0a1b", group: "names", zone: "example.org" };
    for (proof, line) in [
        (PROOF, "cloudDNS:\n          project: clinic\n          hostedZoneName: clinic-names\n"),
        (Proof::Route53 { region: "us-east-1", zone: "Z0A1" }, "route53:\n          region: us-east-1\n"),
        (azure, "azureDNS:\n          subscriptionID: "),
    ] {
        let files = App::new("clinic").stack(clinic("a@example.org", proof)).synthesize().unwrap();
        let text = String::from_utf8(files[0].bytes.clone()).unwrap();
        for line in
            [line, "kind: Issuer\n    name: issuer\n", "server: https://acme-v02.api.letsencrypt.org/directory\n"]
        {
            assert!(text.contains(line), "no `{line}` in:\n{text}");
        }
    }
}

#[test]
fn an_issuer_is_of_the_namespace_of_its_certificates() {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let issuer = AcmeIssuer::builder().perimeter(&zone).mail("a@example.org").proof(PROOF).build();
    let issuer = chart.add("Issuer", issuer);
    let other = chart.add("Other", Namespace::<Phi>::builder().build());
    let tls = Certificate::builder().perimeter(&other).domain(domain!("claims.example.org")).issuer(&issuer).build();
    chart.add("Tls", tls);
    let there = found(chart);
    assert!(there.contains("is given out by an issuer of the namespace `"), "{there}");
    let nobody = found(clinic("nobody", PROOF));
    assert!(nobody.contains("tells `nobody`, which is no address"), "{nobody}");
}

#[test]
fn whatever_weakens_an_issuer_is_found() {
    assert_eq!(found(clinic("a@example.org", PROOF)), "");
    let message = "asks who gives out certificates without TLS, or by other proofs than records of names";
    let ingress = || Object::new().with("ingress", Object::new().with("class", "nginx"));
    for (path, value) in [
        ("spec/acme/server", "http://acme.example.org".into()),
        ("spec/acme/skipTLSVerify", true.into()),
        ("spec/acme/solvers", Json::Null),
        ("spec/acme/solvers/0/dns01/cloudDNS", Json::Null),
        ("spec/acme/solvers/0/http01", ingress().into()),
        ("spec/acme/solvers/0/dns01/webhook", Object::new().with("groupName", "others").into()),
        ("spec/acme/solvers/0/dns01/cloudDNS/serviceAccountSecretRef", Object::new().with("name", "others").into()),
        ("spec/selfSigned", Object::new().into()),
        ("spec/acme", Json::Null),
    ] {
        let mut chart = clinic("a@example.org", PROOF);
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        chart.add("Weaker", waiver.property("Issuer", path, value.clone()));
        let found = found(chart);
        assert!(found.contains(message), "{path} = {value:?}: {found}");
    }
}

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const NGINX: Controller = Controller::Gateway { class: "nginx", namespace: "gateways" };
const BY_NGINX: Proof = Proof::Gateway { class: "nginx", namespace: "gateways" };

/// A chart whose domain is proven so, and whose requests are taken so.
fn answering(proof: Proof, controller: Controller) -> Chart<Prod> {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let claims = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
    let claims = chart.add("Claims", claims.resources(cpu!("100m"), memory!("64Mi")).build());
    let issuer = AcmeIssuer::builder().perimeter(&zone).mail("a@example.org").proof(proof).build();
    let issuer = chart.add("Issuer", issuer);
    let tls = Certificate::builder().perimeter(&zone).domain(domain!("claims.example.org")).issuer(&issuer).build();
    let tls = chart.add("Tls", tls);
    chart.add("Front", HttpsRoute::builder().target(&claims).certificate(&tls).controller(controller).build());
    chart
}

#[test]
fn a_domain_is_proven_by_what_its_gateway_answers() {
    let manifest = Manifest::of_chart(answering(BY_NGINX, NGINX));
    let solver = json!({
        "serviceType": "ClusterIP",
        "parentRefs": [{ "name": "clinic-clinical--issuer", "namespace": "gateways", "sectionName": "http" }],
    });
    let solvers = json!([{ "http01": { "gatewayHTTPRoute": solver } }]);
    assert_eq!(manifest.object("Issuer", "issuer").json()["spec"]["acme"]["solvers"], solvers);
    let gateway = manifest.object("Gateway", "clinic-clinical--issuer").json();
    let listeners = gateway["spec"]["listeners"].as_array().unwrap();
    let said: Vec<_> =
        listeners.iter().map(|it| json!([it["name"], it["protocol"], it["port"], it["hostname"]])).collect();
    let of = "claims.example.org";
    assert_eq!(said, [json!(["https", "HTTPS", 443, of]), json!(["http", "HTTP", 80, of])]);
    assert_eq!(listeners[0]["allowedRoutes"], listeners[1]["allowedRoutes"]);
    let redirect = &manifest.object("HTTPRoute", "front-redirect").json()["spec"];
    let filter = json!({ "type": "RequestRedirect", "requestRedirect": { "scheme": "https", "statusCode": 301 } });
    assert_eq!(redirect["rules"], json!([{ "filters": [filter] }]));
    assert_eq!(redirect["parentRefs"][0]["sectionName"], "http");
    let policy = &manifest.object("NetworkPolicy", "front-in-proof").json()["spec"];
    assert_eq!(policy["podSelector"], json!({ "matchLabels": { "acme.cert-manager.io/http01-solver": "true" } }));
    assert_eq!(policy["ingress"][0]["ports"], json!([{ "port": 8089, "protocol": "TCP" }]));
}

/// Calls of gRPC are routes, too, and are sent on by nobody.
#[test]
fn calls_over_plain_http_are_found() {
    let calls = |listener: &str| {
        let mut chart = answering(BY_NGINX, NGINX);
        let parent = json!([{ "name": "clinic-clinical--issuer", "namespace": "gateways", "sectionName": listener }]);
        let route = json!({ "spec": { "parentRefs": parent, "rules": [{ "backendRefs": [{ "name": "claims", "port": 8080 }] }] } });
        chart.add("Calls", Own(like("gateway.networking.k8s.io/v1", "GRPCRoute", &route.to_string())));
        found(chart)
    };
    assert!(calls("http").contains("code: TlsForEveryHost"), "{}", calls("http"));
    assert!(!calls("https").contains("code: TlsForEveryHost"), "{}", calls("https"));
}

#[test]
fn a_domain_is_proven_behind_contour_and_cilium() {
    let manifest = Manifest::of_chart(answering(Proof::Contour, Controller::Contour));
    let solver = json!([{ "http01": { "ingress": { "serviceType": "ClusterIP", "ingressClassName": "contour" } } }]);
    assert_eq!(manifest.object("Issuer", "issuer").json()["spec"]["acme"]["solvers"], solver);
    let from = &manifest.object("NetworkPolicy", "front-in-proof").json()["spec"]["ingress"][0]["from"];
    let of = "kubernetes.io/metadata.name";
    assert_eq!(from[0]["namespaceSelector"]["matchLabels"][of], "projectcontour");
    let (class, namespace) = ("cilium", "gateways");
    let chart = answering(Proof::Gateway { class, namespace }, Controller::Gateway { class, namespace });
    let admits = Manifest::of_chart(chart);
    let policy = &admits.object("CiliumNetworkPolicy", "front-in-proof").json()["spec"];
    assert_eq!(policy["endpointSelector"]["matchLabels"], json!({ "acme.cert-manager.io/http01-solver": "true" }));
}

#[test]
fn a_domain_is_proven_by_what_takes_its_requests() {
    let apart = "takes its requests by something else than what the issuer of its certificate proves the domain by";
    for (proof, controller) in [
        (BY_NGINX, Controller::Contour),
        (BY_NGINX, Controller::Gateway { class: "nginx", namespace: "elsewhere" }),
        (BY_NGINX, Controller::Gateway { class: "envoy", namespace: "gateways" }),
        (Proof::Contour, NGINX),
    ] {
        let found = found(answering(proof, controller));
        assert!(found.contains(apart), "{found}");
    }
    assert_eq!(found(answering(PROOF, NGINX)), "");
    let nobody = found(clinic("a@example.org", BY_NGINX));
    assert!(nobody.contains("code: DomainCanBeProven") && nobody.contains("code: IssuerIsAskedOverTls"), "{nobody}");
}

#[test]
fn whatever_answers_more_than_the_proof_is_found() {
    let (open, plain) = ("code: TlsForEveryHost", "code: NoPlainHttp");
    let (proven, closed) = ("code: IssuerIsAskedOverTls", "code: DomainCanBeProven");
    let one = |name: &'static str, value: &'static str| Json::from(Object::new().with(name, value));
    let solver = "spec/acme/solvers/0/http01/gatewayHTTPRoute";
    let service = vec![Object::new().with("name", "claims").with("port", 8080)];
    for (object, path, value, codes) in [
        ("FrontRedirect", "spec/rules/0/backendRefs".to_owned(), service.into(), &[open, plain][..]),
        ("FrontRedirect", "spec/rules/0/filters/0/requestRedirect/scheme".to_owned(), "http".into(), &[open, plain]),
        ("FrontRedirect", "spec/rules/0/filters".to_owned(), Json::Null, &[open, plain]),
        ("FrontRedirect", "spec/parentRefs/0/sectionName".to_owned(), "https".into(), &[open, plain]),
        // The requests of the workload come without TLS, too.
        ("Front", "spec/parentRefs/0/sectionName".to_owned(), Json::Null, &[open, plain]),
        ("Front", "spec/parentRefs/0/sectionName".to_owned(), "http".into(), &[open, plain]),
        ("FrontGateway", "spec/listeners/1/protocol".to_owned(), "TCP".into(), &[open, plain, proven]),
        ("FrontGateway", "spec/listeners/0/protocol".to_owned(), "HTTP".into(), &[open, plain]),
        ("FrontGateway", "spec/listeners/1/allowedRoutes/namespaces".to_owned(), one("from", "All"), &[open, proven]),
        ("FrontGateway", "spec/listeners/1/name".to_owned(), "other".into(), &[proven]),
        ("Issuer", format!("{solver}/parentRefs/0/name"), "other".into(), &[proven]),
        ("Issuer", format!("{solver}/parentRefs"), Json::Null, &[proven]),
        ("Issuer", format!("{solver}/serviceType"), "NodePort".into(), &[proven]),
        ("Issuer", format!("{solver}/serviceType"), Json::Null, &[proven]),
        ("Issuer", format!("{solver}/podTemplate"), one("metadata", "any"), &[proven]),
        ("Issuer", "spec/acme/solvers/0/http01/ingress".to_owned(), one("ingressClassName", "nginx"), &[proven]),
        ("FrontProofFromGateways", "spec/ingress/0/ports/0/port".to_owned(), 8080.into(), &[closed]),
        ("FrontProofFromGateways", "spec/podSelector/matchLabels".to_owned(), one("a", "b"), &[closed]),
    ] {
        let mut chart = answering(BY_NGINX, NGINX);
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        chart.add("Weaker", waiver.property(object, path.clone().leak(), value));
        let found = found(chart);
        assert!(codes.iter().all(|it| found.contains(it)), "{object} {path}: {found}");
    }
}

#[test]
fn there_is_room_for_what_proves_a_domain() {
    let room = |memory: Memory| {
        let mut chart = Chart::<Prod>::new("clinic");
        let zone = chart.add("Clinical", Namespace::<Phi>::builder().quota(cpu!("4"), memory).build());
        let claims = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp()).scale(2..=2);
        let claims = chart.add("Claims", claims.resources(cpu!("100m"), memory!("64Mi")).build());
        let issuer = AcmeIssuer::builder().perimeter(&zone).mail("a@example.org").proof(BY_NGINX).build();
        let issuer = chart.add("Issuer", issuer);
        let tls = Certificate::builder().perimeter(&zone).domain(domain!("claims.example.org")).issuer(&issuer).build();
        let tls = chart.add("Tls", tls);
        chart.add("Front", HttpsRoute::builder().target(&claims).certificate(&tls).controller(NGINX).build());
        found(chart)
    };
    // Two pods, one beside them while they are replaced, and the one of the proof.
    assert_eq!(room(memory!("256Mi")), "");
    let little = room(memory!("255Mi"));
    assert!(little.contains("they take 256Mi of 255Mi for `requests.memory`"), "{little}");
}
