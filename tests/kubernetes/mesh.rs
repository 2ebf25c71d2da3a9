//! The mesh of a namespace: who is let in, and what is found in objects that are weakened.

use hc_cdk::{
    app::App,
    data::Phi,
    date,
    image::Image,
    policy::{Hipaa, Production},
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
};
use hc_cdk_k8s::{
    api_object::ApiObject,
    edge::Controller,
    network::Certificate,
    prelude::*,
    workload::{Service, Traffic},
};

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const ISTIO: Controller = Controller::Gateway { class: "istio", namespace: "istio-ingress" };

/// A workload, and what else is said of it.
macro_rules! workload {
    ($chart:expr, $zone:expr, $name:literal, $($rest:tt)*) => {{
        let workload = Workload::builder().perimeter($zone).image(IMAGE).port(8080).probes(Probes::tcp());
        let workload = workload.resources(cpu!("200m"), memory!("128Mi"))$($rest)*;
        $chart.add($name, workload.build())
    }};
}

/// Claims that ask users, in a namespace with a mesh.
fn clinic() -> (Chart<Prod>, Namespace<Phi>, Service<Phi>) {
    let mut chart = Chart::<Prod>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().mesh().build());
    let users = workload!(chart, &zone, "Users", .metrics(9090).traffic(Traffic::default().sticky("patient")));
    let claims = workload!(chart, &zone, "Claims", .connect(&users).traffic(Traffic::default().answers_within(span!("2s")).at_once(50)));
    (chart, zone, claims)
}

fn front(chart: &mut Chart<Prod>, zone: &Namespace<Phi>, claims: &Service<Phi>, controller: Controller) {
    let tls =
        Certificate::builder().perimeter(zone).domain(domain!("claims.example.org")).issuer("letsencrypt").build();
    let tls = chart.add("Tls", tls);
    chart.add("Front", HttpsRoute::builder().target(claims).certificate(&tls).controller(controller).build());
}

fn found(chart: Chart<Prod>) -> String {
    App::new("clinic").stack(chart).synthesize().map_or_else(|findings| findings.to_string(), |_| String::new())
}

fn written(chart: Chart<Prod>) -> String {
    let files = App::new("clinic").stack(chart).synthesize().unwrap();
    String::from_utf8(files[0].bytes.clone()).unwrap()
}

#[test]
fn who_connects_is_let_in_by_his_account() {
    let (mut chart, zone, claims) = clinic();
    front(&mut chart, &zone, &claims, ISTIO);
    let written = written(chart);
    for line in [
        "name: users-from-clinic-clinical-claims\n",
        "- cluster.local/ns/clinic-clinical/sa/claims\n",
        "namespaces:\n        - istio-ingress\n",
        "mtls:\n    mode: STRICT\n",
        "\"9090\":\n      mode: PERMISSIVE\n",
        "sidecar.istio.io/inject: \"true\"\n",
        "name: claims-to-istio-system\n",
        "consistentHash:\n        httpCookie:\n          name: patient\n",
        "simple: LEAST_REQUEST\n",
        "timeout: \"2s\"\n",
        "http2MaxRequests: 50\n",
    ] {
        assert!(written.contains(line), "no `{line}` in:\n{written}");
    }
}

#[test]
fn nobody_asks_a_mesh_from_outside_of_it() {
    let (mut chart, _, claims) = clinic();
    let other = chart.add("Ward", Namespace::<Phi>::builder().build());
    workload!(chart, &other, "Beds", .connect(&claims));
    let found_there = found(chart);
    assert!(found_there.contains("connects to `claims`, which takes requests of its mesh only"), "{found_there}");
    let (mut chart, zone, claims) = clinic();
    front(&mut chart, &zone, &claims, Controller::Contour);
    let found = found(chart);
    assert!(found.contains("leads to `claims`, which takes requests of its mesh only"), "{found}");
}

#[test]
fn requests_go_as_is_said_in_a_mesh_only() {
    let mut chart = Chart::<Prod>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    workload!(chart, &zone, "Claims", .traffic(Traffic::default()));
    let found = found(chart);
    assert!(found.contains("says how requests go to it, and its namespace has no mesh"), "{found}");
}

#[test]
fn whatever_weakens_a_mesh_is_found() {
    let strict = "lets pods of a mesh be asked without mutual TLS";
    let by_name = "lets in whoever asks, or does not say whom";
    let past = "speaks past the mesh of its namespace";
    let open = "sends requests without mutual TLS, or to pods that fail";
    let endless = "has requests that never end, or that go elsewhere";
    let one = |name: &'static str, value: Json| Json::from(Object::new().with(name, value));
    let anybody = || vec![one("source", one("principals", vec!["*"].into()))];
    for (object, path, value, message) in [
        ("ClinicalMesh", "spec/mtls/mode", "PERMISSIVE".into(), strict),
        ("ClinicalMesh", "spec/mtls", Json::Null, strict),
        ("ClinicalMesh", "spec/portLevelMtls", one("8080", one("mode", "DISABLE".into())), strict),
        ("UsersFiguresInTheOpen", "spec/portLevelMtls", one("8080", one("mode", "PERMISSIVE".into())), strict),
        ("ClinicalNobody", "spec/rules", vec![Object::new()].into(), by_name),
        ("ClinicalNobody", "spec/action", "DENY".into(), by_name),
        ("ClaimsAdmitsClinicClinicalUsers", "spec/rules/0/from", Json::Null, by_name),
        ("ClaimsAdmitsClinicClinicalUsers", "spec/rules/0/from", anybody().into(), by_name),
        ("ClaimsAdmitsClinicClinicalUsers", "spec/rules/0/to", Json::Null, by_name),
        ("ClaimsAdmitsClinicClinicalUsers", "spec/rules/0/to/0/operation/ports/0", "*".into(), by_name),
        ("ClaimsAdmitsClinicClinicalUsers", "spec/selector", Json::Null, by_name),
        ("ClaimsAdmitsClinicClinicalUsers", "spec/action", "AUDIT".into(), by_name),
        ("UsersFigures", "spec/rules/0/to/0/operation/ports/0", "8080".into(), by_name),
        ("ClaimsAdmitsClinicClinicalUsers", "spec/rules/0/to/0/operation/notPorts", vec!["9"].into(), by_name),
        ("Users", "spec/template/metadata/labels", one("app.kubernetes.io/name", "users".into()), past),
        (
            "Users",
            "spec/template/metadata/annotations",
            one("traffic.sidecar.istio.io/excludeInboundPorts", "8080".into()),
            past,
        ),
        ("UsersFiguresInTheOpen", "spec/selector/matchLabels", one("hc-cdk/data-class", "phi".into()), strict),
        ("UsersFigures", "spec/selector/matchLabels", one("hc-cdk/data-class", "phi".into()), by_name),
        ("ClinicalNobody", "spec/selector", one("matchLabels", one("app.kubernetes.io/name", "users".into())), by_name),
        (
            "Users",
            "spec/template/metadata/labels",
            Object::new().with("sidecar.istio.io/inject", "true").with("istio.io/rev", "gone").into(),
            past,
        ),
        ("Clinical", "metadata/labels/istio-injection", "disabled".into(), past),
        ("Users", "spec/template/spec/securityContext/runAsUser", 1337.into(), past),
        ("Users", "spec/template/spec/securityContext/supplementalGroups", vec![1337].into(), past),
        ("Users", "spec/template/spec/containers/0/securityContext/runAsGroup", 1337.into(), past),
        ("UsersDestination", "spec/trafficPolicy/tls/mode", "DISABLE".into(), open),
        ("UsersDestination", "spec/trafficPolicy/outlierDetection", Json::Null, open),
        ("UsersDestination", "spec/trafficPolicy/outlierDetection/minHealthPercent", 100.into(), open),
        ("UsersDestination", "spec/trafficPolicy/outlierDetection/interval", "24h".into(), open),
        ("UsersDestination", "spec/trafficPolicy/outlierDetection/interval", 10.into(), open),
        ("UsersDestination", "spec/trafficPolicy/outlierDetection/baseEjectionTime", "0s".into(), open),
        ("UsersDestination", "spec/trafficPolicy/outlierDetection/baseEjectionTime", "1ms".into(), open),
        ("UsersDestination", "spec/trafficPolicy/portLevelSettings", vec![Object::new()].into(), open),
        ("UsersDestination", "spec/subsets", vec![one("name", "all".into())].into(), open),
        ("UsersRequests", "spec/http/0/timeout", "0s".into(), endless),
        ("UsersRequests", "spec/http/0/timeout", Json::Null, endless),
        ("UsersRequests", "spec/http/0/route/0/destination/host", "elsewhere.example.org".into(), endless),
        ("UsersRequests", "spec/http/0/mirror", one("host", "other".into()), endless),
    ] {
        let (mut chart, ..) = clinic();
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        chart.add("Weaker", waiver.property(object, path, value));
        let found = found(chart);
        assert!(found.contains(message), "no `{message}` for `{path}` of `{object}` in:\n{found}");
    }
}

#[test]
fn a_port_in_the_open_is_one_of_what_asks_for_a_check() {
    let strict = "lets pods of a mesh be asked without mutual TLS";
    let said = |prober: &str| {
        let (mut chart, ..) = clinic();
        let waiver = || Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        let open = Object::new().with("8080", Object::new().with("mode", "PERMISSIVE"));
        chart.add("Open", waiver().property("UsersFiguresInTheOpen", "spec/portLevelMtls", open));
        let addresses = Object::new().with("static", vec!["https://claims.example.org"]);
        let spec = Object::new()
            .with("prober", Object::new().with("url", prober.to_owned()))
            .with("targets", Object::new().with("staticConfig", addresses));
        let probe = ApiObject::new("monitoring.coreos.com/v1", "Probe", "claims").in_namespace("clinic-clinical");
        chart.add("Probe", waiver().resource(probe.with("spec", spec)));
        found(chart)
    };
    assert!(!said("users.clinic-clinical.svc:8080").contains(strict));
    for another in ["claims.clinic-clinical.svc:8080", "users.clinic-clinical.svc:8081", "users.other.svc:8080"] {
        assert!(said(another).contains(strict), "{another}");
    }
}
