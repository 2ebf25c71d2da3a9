//! What a cluster takes without a word although it cannot be meant: two objects that want the same, and work that is never done.

#![expect(deprecated, reason = "clusters still have the controller that is retired")]

use hc_cdk::{
    data::Phi,
    image::Image,
    policy::{Development, Hipaa, Production},
    prelude::*,
    waiver::Raw,
};
use hc_cdk_k8s::{api_object::ApiObject, assertions::Ward, edge::Controller, network::Certificate, prelude::*};

use crate::own_objects::json;

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const GATEWAY: Controller = Controller::Gateway { class: "shared", namespace: "gateways" };

/// The findings of objects of one's own.
fn own(objects: &[(&'static str, &'static str, &str)]) -> Vec<String> {
    let mut chart = Chart::<Development>::new("clinic");
    for (at, (version, kind, spec)) in objects.iter().enumerate() {
        let name = if *kind == "HorizontalPodAutoscaler" { "scaler".to_owned() } else { format!("own{at}") };
        let object = ApiObject::new(*version, *kind, name)
            .in_namespace("clinic")
            .with("spec", json(serde_json::from_str(spec).unwrap()));
        chart.add(format!("Own{at}"), Raw(object));
    }
    said(&App::new("clinic").stack(chart))
}

fn said(app: &App) -> Vec<String> {
    let findings = app.check().err().map(|findings| findings.0).unwrap_or_default();
    findings.into_iter().map(|it| format!("{}: {}", it.path, it.message)).collect()
}

#[test]
fn a_chart_is_not_called_as_the_file_that_names_it() {
    let written = |name| App::new("clinic").stack(Chart::<Development>::new(name)).synthesize();
    let found = written("kustomization").unwrap_err().0;
    let found: Vec<String> = found.iter().map(|it| format!("{}: {}", it.code, it.message)).collect();
    assert_eq!(found, ["FileTwice: has two files for `k8s/kustomization.yaml`"]);
    assert_eq!(written("kustomizations").unwrap().len(), 2);
}

const SCALER: &str =
    r#"{"minReplicas": 2, "maxReplicas": 4, "scaleTargetRef": {"kind": "Deployment", "name": "own0"}}"#;

#[test]
fn what_is_scaled_states_no_number() {
    let scaled = |kind, spec| own(&[("apps/v1", kind, spec), ("autoscaling/v2", "HorizontalPodAutoscaler", SCALER)]);
    let found = scaled("Deployment", r#"{"replicas": 2}"#);
    assert_eq!(found, ["clinic/Own1: scales `own0`, which states a number of pods itself: each apply sets that again"]);
    assert_eq!(scaled("Deployment", r#"{"paused": false}"#), [""; 0]);
    assert_eq!(scaled("StatefulSet", r#"{"replicas": 2}"#), [""; 0]);
}

#[test]
fn whatever_states_a_number_is_not_scaled() {
    let scaler = SCALER.replace("Deployment", "Rollout");
    let with = |spec| {
        own(&[("argoproj.io/v1alpha1", "Rollout", spec), ("autoscaling/v2", "HorizontalPodAutoscaler", &scaler)])
    };
    let found = with(r#"{"replicas": 2, "template": {"spec": {}}}"#);
    assert_eq!(found, ["clinic/Own1: scales `own0`, which states a number of pods itself: each apply sets that again"]);
    assert_eq!(with(r#"{"template": {"spec": {"containers": []}}}"#), [""; 0]);
}

#[test]
fn pods_have_one_autoscaler() {
    let with = |second: &str| {
        let mut chart = Chart::<Development>::new("clinic");
        for (name, spec) in [("one", SCALER), ("two", second)] {
            let scaler = ApiObject::new("autoscaling/v2", "HorizontalPodAutoscaler", name).in_namespace("clinic");
            let spec = json(serde_json::from_str(spec).unwrap());
            chart.add(if name == "one" { "One" } else { "Two" }, Raw(scaler.with("spec", spec)));
        }
        said(&App::new("clinic").stack(chart))
    };
    assert_eq!(with(SCALER), ["clinic/Two: scales `own0`, which another autoscaler scales already"]);
    assert_eq!(with(&SCALER.replace("own0", "own1")), [""; 0]);
}

#[test]
fn pods_are_scaled_by_the_cluster_or_by_keda() {
    let of_keda = r#"{"minReplicaCount": 2, "maxReplicaCount": 4, "scaleTargetRef": {"name": "own1"}}"#;
    let named = |object: &str| object.replace("own0", "own1");
    let found = own(&[
        ("autoscaling/v2", "HorizontalPodAutoscaler", &named(SCALER)),
        ("apps/v1", "Deployment", r#"{"paused": false}"#),
        keda(of_keda),
    ]);
    assert_eq!(found, ["clinic/Own2: scales `own1`, which another autoscaler scales already"]);
    let counted = |kind| own(&[("v1", "ConfigMap", "{}"), ("apps/v1", kind, r#"{"replicas": 2}"#), keda(of_keda)]);
    let found = counted("Deployment");
    assert_eq!(found, ["clinic/Own2: scales `own1`, which states a number of pods itself: each apply sets that again"]);
    // What it scales is a deployment, if it does not say so.
    assert_eq!(counted("StatefulSet"), [""; 0]);
}

fn keda(spec: &str) -> (&'static str, &'static str, &str) {
    ("keda.sh/v1alpha1", "ScaledObject", spec)
}

#[test]
fn a_schedule_comes() {
    for (version, kind) in [("batch/v1", "CronJob"), ("velero.io/v1", "Schedule")] {
        let found = own(&[(version, kind, r#"{"schedule": "0 3 30-31 2 *"}"#)]);
        assert_eq!(found, ["clinic/Own0: has the schedule `0 3 30-31 2 *`, and none of its months has such a day"]);
        assert_eq!(own(&[(version, kind, r#"{"schedule": "0 3 29 2 *"}"#)]), [""; 0]);
        assert_eq!(own(&[(version, kind, r#"{"schedule": "@daily"}"#)]), [""; 0]);
    }
}

fn ingress(class: &str, host: &str, kind: &str, path: &str) -> String {
    format!(
        r#"{{"ingressClassName": "{class}", "rules": [{{"host": "{host}", "http": {{"paths": [{{"pathType": "{kind}", "path": "{path}"}}]}}}}]}}"#
    )
}

#[test]
fn requests_of_one_host_and_path_go_one_way() {
    let first = ingress("nginx", "a.example.org", "Prefix", "/lab");
    let with =
        |second: &str| own(&[("networking.k8s.io/v1", "Ingress", &first), ("networking.k8s.io/v1", "Ingress", second)]);
    let taken = ["clinic/Own1: takes the requests for `a.example.org/lab`, which another route takes already"];
    assert_eq!(with(&first), taken);
    assert_eq!(with(&ingress("nginx", "A.example.org", "Prefix", "/lab/")), taken);
    for other in [
        ingress("nginx", "b.example.org", "Prefix", "/lab"),
        ingress("nginx", "a.example.org", "Exact", "/lab"),
        ingress("nginx", "a.example.org", "Prefix", "/labs"),
        ingress("inside", "a.example.org", "Prefix", "/lab"),
    ] {
        assert_eq!(with(&other), [""; 0], "{other}");
    }
    // What an implementation makes of a path is what it makes of a prefix.
    assert_eq!(with(&ingress("nginx", "a.example.org", "ImplementationSpecific", "/lab")), taken);
    let noted = |class: &'static str| {
        let mut chart = Chart::<Development>::new("clinic");
        for (at, spec) in [first.clone(), first.replace(r#""ingressClassName": "nginx", "#, "")].into_iter().enumerate()
        {
            let class = serde_json::json!({ "kubernetes.io/ingress.class": class });
            let metadata =
                serde_json::json!({ "name": format!("own{at}"), "namespace": "clinic", "annotations": class });
            let object = ApiObject::new("networking.k8s.io/v1", "Ingress", "own").with("metadata", json(metadata));
            chart.add(format!("Own{at}"), Raw(object.with("spec", json(serde_json::from_str(&spec).unwrap()))));
        }
        said(&App::new("clinic").stack(chart))
    };
    assert_eq!(noted("nginx"), taken);
    assert_eq!(noted("inside"), [""; 0]);
    // Within one object.
    let twice = r#"{"rules": [{"host": "a", "http": {"paths": [{"path": "/", "pathType": "Prefix"}, {"path": "/", "pathType": "Prefix"}]}}]}"#;
    assert_eq!(own(&[("networking.k8s.io/v1", "Ingress", twice)]).len(), 1);
}

/// A route of a gateway.
fn of(spec: &str) -> (&'static str, &'static str, &str) {
    ("gateway.networking.k8s.io/v1", "HTTPRoute", spec)
}

#[test]
fn requests_that_gateways_compare_alike_go_one_way() {
    let route = |parent: &str, matches: &str| {
        format!(
            r#"{{"parentRefs": [{{"name": "{parent}"}}], "hostnames": ["a.example.org"], "rules": [{{"matches": {matches}}}]}}"#
        )
    };
    let prefix = r#"[{"path": {"type": "PathPrefix", "value": "/lab"}}]"#;
    let first = route("front", prefix);
    assert_eq!(own(&[of(&first), of(&first)]).len(), 1);
    assert_eq!(own(&[of(&route("front", "[]")), of(&route("front", r#"[{"path": {"value": "/"}}]"#))]).len(), 1);
    let by_method = r#"[{"path": {"type": "PathPrefix", "value": "/lab"}, "method": "POST"}]"#;
    assert_eq!(own(&[of(&first), of(&route("front", by_method))]), [""; 0]);
    assert_eq!(own(&[of(&first), of(&route("inside", prefix))]), [""; 0]);
}

#[test]
fn a_route_stands_at_several_listeners() {
    let route = |parents: &str, rule: &str| {
        format!(r#"{{"parentRefs": [{parents}], "hostnames": ["a.example.org"], "rules": [{rule}]}}"#)
    };
    let at = |listener: &str| route(&format!(r#"{{"name": "front", {listener}}}"#), "{}");
    let (http, https) = (at(r#""sectionName": "http""#), at(r#""sectionName": "https""#));
    // What comes without TLS is sent to where it comes with it.
    assert_eq!(own(&[of(&http), of(&https)]), [""; 0]);
    assert_eq!(own(&[of(&at(r#""port": 80"#)), of(&at(r#""port": 443"#))]), [""; 0]);
    assert_eq!(own(&[of(&https), of(&https)]).len(), 1);
    // Without a word about it, a route is for each listener.
    assert_eq!(own(&[of(&https), of(&route(r#"{"name": "front"}"#, "{}"))]).len(), 1);
    let both = r#"{"name": "front", "sectionName": "http"}, {"name": "front", "sectionName": "https"}"#;
    assert_eq!(own(&[of(&route(both, "{}"))]), [""; 0]);
    assert_eq!(own(&[of(&route(both, "{}, {}"))]).len(), 1);
    assert_eq!(own(&[of(&route(both, "{}")), of(&https)]).len(), 1);
    // A gateway of another namespace is one for all that name it.
    let shared = r#"{"name": "front", "namespace": "gateways"}"#;
    assert_eq!(own(&[of(&route(shared, "{}")), of(&route(shared, "{}"))]).len(), 1);
    assert_eq!(own(&[of(&route(shared, "{}")), of(&route(r#"{"name": "front"}"#, "{}"))]), [""; 0]);
}

#[test]
fn what_is_not_known_is_taken_by_nobody() {
    let route = r#"{"parentRefs": [{"name": "front"}], "hostnames": [1], "rules": [{}]}"#;
    assert_eq!(own(&[of(route), of(route)]), [""; 0]);
    let route = r#"{"parentRefs": [{"name": 1}], "rules": [{}]}"#;
    assert_eq!(own(&[of(route), of(route)]), [""; 0]);
    let ingress = r#"{"rules": [{"host": 1, "http": {"paths": [{"path": "/", "pathType": "Prefix"}]}}]}"#;
    assert_eq!(
        own(&[("networking.k8s.io/v1", "Ingress", ingress), ("networking.k8s.io/v1", "Ingress", ingress)]),
        [""; 0]
    );
}

/// A chart with a route for that domain.
fn front(name: &str, domain: hc_cdk::literal::domain::Domain, controller: Controller) -> Chart<(Hipaa, Production)> {
    let Ward { mut chart, zone } = Ward::<(Hipaa, Production), Phi>::new(name);
    let claims = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
    let claims = chart.add("Claims", claims.resources(cpu!("100m"), memory!("64Mi")).build());
    let tls = chart.add("Tls", Certificate::builder().perimeter(&zone).domain(domain).issuer("public").build());
    chart.add("Front", HttpsRoute::builder().target(&claims).certificate(&tls).controller(controller).build());
    chart
}

#[test]
fn two_routes_of_one_domain_are_found_in_whatever_charts() {
    for controller in [Controller::Nginx, Controller::Contour, GATEWAY] {
        let app = |other| {
            let one = front("one", domain!("a.example.org"), controller);
            App::new("clinic").stack(one).stack(front("two", other, controller))
        };
        let found = said(&app(domain!("a.example.org")));
        assert_eq!(found, ["two/Front: takes the requests for `a.example.org/`, which another route takes already"]);
        assert_eq!(said(&app(domain!("b.example.org"))), [""; 0]);
    }
}

#[test]
fn what_pods_take_does_not_change_where_their_number_follows_from_it() {
    let said = |mode: &str, metric: &str, policies: &str| {
        let metric = format!(r#"{{"metrics": [{{"type": "{metric}", "resource": {{"name": "cpu"}}}}], "minReplicas""#);
        let scaler = SCALER.replace("{\"minReplicas\"", &metric);
        let sizes = r#"{"targetRef": {"kind": "Deployment", "name": "own0"}, "updatePolicy": {"updateMode": "MODE"}, "resourcePolicy": {"containerPolicies": [POLICIES]}}"#;
        let sizes = sizes.replace("POLICIES", policies);
        own(&[
            ("apps/v1", "Deployment", r#"{"paused": false}"#),
            ("autoscaling/v2", "HorizontalPodAutoscaler", &scaler),
            ("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", &sizes.replace("MODE", mode)),
        ])
    };
    let with = |mode, metric| said(mode, metric, "");
    let found = with("Auto", "Resource");
    assert!(found.len() == 1 && found[0].contains("changes what pods of `own0` take"), "{found:?}");
    assert_eq!(with("Off", "Resource"), [""; 0]);
    assert_eq!(with("Auto", "Pods"), [""; 0]);
    let of_each = |policy| said("Auto", "Resource", policy).len();
    assert_eq!(of_each(r#"{"containerName": "*", "controlledResources": ["memory"]}"#), 0);
    assert_eq!(of_each(r#"{"containerName": "*", "mode": "Off"}"#), 0);
    assert_eq!(of_each(r#"{"containerName": "*", "controlledResources": ["cpu"]}"#), 1);
    assert_eq!(of_each(r#"{"containerName": "*"}, {"containerName": "log", "mode": "Off"}"#), 1);
}
