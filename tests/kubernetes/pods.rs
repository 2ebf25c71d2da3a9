//! Pods that a cluster does not take or never replaces, each beside the nearest that it takes.

use hc_cdk::{policy::Development, prelude::*, waiver::Raw};
use hc_cdk_k8s::{api_object::ApiObject, prelude::*};
use serde_json::{Value, json};

use crate::own_objects::json as json_of;

const NEVER: &str = "PodsNeverRun";

/// Adds members to a tree; where both have an object, to that.
fn merge(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            from.iter().for_each(|(name, value)| merge(into.entry(name.clone()).or_insert(Value::Null), value));
        }
        (into, from) => *into = from.clone(),
    }
}

/// What is found of an object with a template of pods and so much beside.
fn of(kind: &'static str, beside: &Value) -> Vec<String> {
    let labels = json!({ "app": "lab" });
    let mut spec = json!({
        "selector": { "matchLabels": labels },
        "template": { "metadata": { "labels": labels }, "spec": { "containers": [{ "name": "lab" }] } },
    });
    merge(&mut spec, beside);
    found(&[(kind, spec)])
}

fn found(all: &[(&'static str, Value)]) -> Vec<String> {
    let mut chart = Chart::<Development>::new("clinic");
    for (at, (kind, spec)) in all.iter().enumerate() {
        let group = if kind.ends_with("Job") { "batch/v1" } else { "apps/v1" };
        let group = if *kind == "HorizontalPodAutoscaler" { "autoscaling/v2" } else { group };
        let object =
            ApiObject::new(group, *kind, format!("it{at}")).in_namespace("clinic").with("spec", json_of(spec.clone()));
        chart.add(format!("It{at}"), Raw(object));
    }
    let judged = App::new("test").stack(chart).judge().0;
    judged.into_iter().filter(|it| it.code == NEVER).map(|it| it.message).collect()
}

/// Each wrong one beside the nearest that is not.
fn told(kind: &'static str, wrong: &Value, right: &Value, says: &str) {
    let found = of(kind, wrong);
    assert!(found.len() == 1 && found[0].contains(says), "{kind} {wrong}: {found:?}");
    assert_eq!(of(kind, right), Vec::<String>::new(), "{kind} {right}");
}

#[test]
fn pods_are_those_that_are_selected() {
    let labels = |value: &str| json!({ "template": { "metadata": { "labels": { "app": value, "tier": "web" } } } });
    told("Deployment", &labels("other"), &labels("lab"), "by the label `app`");
    let same = || json!({ "selector": { "matchLabels": { "app": "lab" } }, "template": { "metadata": { "labels": { "app": "lab", "track": "new" } }, "spec": { "containers": [] } } });
    let other =
        json!({ "selector": { "matchLabels": { "app": "lab", "track": "new" } }, "template": same()["template"] });
    assert_eq!(found(&[("Deployment", same()), ("StatefulSet", same())]).len(), 1);
    assert_eq!(found(&[("Deployment", same()), ("Deployment", other)]), Vec::<String>::new());
}

#[test]
fn what_ends_does_not_start_again_and_what_stays_does() {
    let policy = |it: &str| json!({ "template": { "spec": { "restartPolicy": it } } });
    told("Deployment", &policy("Never"), &policy("Always"), "`restartPolicy` `Never`");
    told("Job", &json!({ "selector": null }), &policy("OnFailure"), "`restartPolicy` `Always`");
}

#[test]
fn pods_are_replaced_when_one_is_more_or_less() {
    let rolling = |surge: Value, less: Value| json!({ "strategy": { "rollingUpdate": { "maxSurge": surge, "maxUnavailable": less } } });
    told("Deployment", &rolling(0.into(), 0.into()), &rolling(1.into(), 0.into()), "which is never");
    told("Deployment", &rolling("0%".into(), "0%".into()), &rolling("0%".into(), "25%".into()), "which is never");
    let daemons = |less: i64| json!({ "updateStrategy": { "rollingUpdate": { "maxUnavailable": less } } });
    told("DaemonSet", &daemons(0), &daemons(1), "which is never");
    let recreate = json!({ "strategy": { "type": "Recreate", "rollingUpdate": { "maxSurge": 1 } } });
    told("Deployment", &recreate, &json!({ "strategy": { "type": "Recreate" } }), "all are at once");
}

#[test]
fn a_rollout_is_not_given_up_before_it_can_be_ready() {
    let seconds = |deadline: i64, ready: i64| json!({ "progressDeadlineSeconds": deadline, "minReadySeconds": ready });
    told("Deployment", &seconds(100, 100), &seconds(101, 100), "after 100 seconds");
    let probe = |delay: i64| {
        let container = json!({ "name": "lab", "readinessProbe": { "initialDelaySeconds": delay } });
        json!({ "template": { "spec": { "containers": [container] } } })
    };
    told("Deployment", &probe(600), &probe(90), "before 600");
    let mut both = probe(300);
    merge(&mut both, &json!({ "minReadySeconds": 400 }));
    assert_eq!(of("Deployment", &both), Vec::<String>::new(), "to be ready is progress");
}

#[test]
fn an_autoscaler_has_room() {
    let of =
        |least: i64| found(&[("HorizontalPodAutoscaler", json!({ "minReplicas": least, "maxReplicas": 4 }))]).len();
    assert_eq!([of(5), of(4)], [1, 0]);
}

#[test]
fn containers_are_told_apart() {
    let of = |other: Value| {
        let first =
            json!({ "name": "lab", "ports": [{ "containerPort": 80 }, { "containerPort": 80, "name": "again" }] });
        json!({ "template": { "spec": { "containers": [first, other] } } })
    };
    told("Deployment", &of(json!({ "name": "lab" })), &of(json!({ "name": "log" })), "two containers `lab`");
    // Ports of containers are for readers: a cluster takes one twice.
    assert_eq!(
        self::of("Deployment", &of(json!({ "name": "log", "ports": [{ "containerPort": 80 }] }))),
        Vec::<String>::new()
    );
}

#[test]
fn containers_mount_take_and_answer_what_there_is() {
    let of = |container: Value, more: Value| {
        let mut spec = json!({ "template": { "spec": { "containers": [container] } } });
        merge(&mut spec, &more);
        spec
    };
    let mounts = || json!({ "name": "lab", "volumeMounts": [{ "name": "data" }] });
    let volume = json!({ "template": { "spec": { "volumes": [{ "name": "data" }] } } });
    told("Deployment", &of(mounts(), json!({})), &of(mounts(), volume), "no such volume");
    let claim = json!({ "volumeClaimTemplates": [{ "metadata": { "name": "data" } }] });
    told("StatefulSet", &of(mounts(), json!({})), &of(mounts(), claim), "no such volume");
    let takes = |limit: &str| {
        let resources = json!({ "requests": { "memory": "1Gi" }, "limits": { "memory": limit } });
        of(json!({ "name": "lab", "resources": resources }), json!({}))
    };
    told("Deployment", &takes("512Mi"), &takes("1Gi"), "more memory than it may take");
    let cores = |limit: Value| {
        let resources = json!({ "requests": { "cpu": 2 }, "limits": { "cpu": limit } });
        of(json!({ "name": "lab", "resources": resources }), json!({}))
    };
    told("Deployment", &cores("1".into()), &cores(2.into()), "more cpu than it may take");
    let asked = |port: &str| {
        let probe = json!({ "httpGet": { "port": port } });
        of(
            json!({ "name": "lab", "ports": [{ "name": "http", "containerPort": 80 }], "livenessProbe": probe }),
            json!({}),
        )
    };
    told("Deployment", &asked("web"), &asked("http"), "none of its ports is called so");
    told("Deployment", &asked("web"), &asked("80"), "none of its ports is called so");
    let probed = |kind: &str| of(json!({ "name": "lab", kind: { "successThreshold": 2 } }), json!({}));
    told("Deployment", &probed("livenessProbe"), &probed("readinessProbe"), "`successThreshold` is not 1");
}

const PORT: &str = "PortOfNoService";

/// What is found of the ports of these objects.
fn ports(all: &[(&'static str, &'static str, &'static str, Value)]) -> Vec<String> {
    let mut chart = Chart::<Development>::new("clinic");
    for (at, (version, kind, name, spec)) in all.iter().enumerate() {
        let object = ApiObject::new(*version, *kind, *name).in_namespace("clinic").with("spec", json_of(spec.clone()));
        chart.add(format!("It{at}"), Raw(object));
    }
    let judged = App::new("test").stack(chart).judge().0;
    judged.into_iter().filter(|it| it.code == PORT).map(|it| it.message).collect()
}

fn service(name: &'static str, ports: &Value) -> (&'static str, &'static str, &'static str, Value) {
    ("v1", "Service", name, json!({ "ports": ports }))
}

#[test]
fn ports_of_a_service_are_told_apart() {
    let of = |all: Value| ports(&[service("lab", &all)]).len();
    assert_eq!(of(json!([{ "name": "a", "port": 80 }, { "name": "b", "port": 80 }])), 1);
    assert_eq!(of(json!([{ "name": "a", "port": 80 }, { "port": 81 }])), 1);
    assert_eq!(of(json!([{ "name": "a", "port": 80 }, { "name": "a", "port": 81 }])), 1);
    assert_eq!(of(json!([{ "name": "a", "port": 53 }, { "name": "b", "port": 53, "protocol": "UDP" }])), 0);
    assert_eq!(of(json!([{ "port": 80 }])), 0);
    let at_nodes = |name: &'static str, number: i64| service(name, &json!([{ "port": 80, "nodePort": number }]));
    assert_eq!(ports(&[at_nodes("lab", 30080), at_nodes("wards", 30080)]).len(), 1);
    assert_eq!(ports(&[at_nodes("lab", 30080), at_nodes("wards", 30081)]).len(), 0);
}

#[test]
fn charts_that_name_no_cluster_may_be_in_two() {
    let chart = |name: &str| {
        let mut chart = Chart::<Development>::new(name);
        let service = ApiObject::new("v1", "Service", "lab").in_namespace(name.to_owned());
        chart.add("Lab", Raw(service.with("spec", json_of(json!({ "ports": [{ "port": 80, "nodePort": 30080 }] })))));
        chart
    };
    let judged = App::new("test").stack(chart("one")).stack(chart("two")).judge().0;
    assert!(judged.iter().all(|it| it.code != PORT), "{judged:?}");
    let node = |name, number: i64| service(name, &json!([{ "port": 80, "nodePort": number }]));
    assert_eq!(ports(&[node("lab", 30_080), node("web", 30_080)]).len(), 1);
    assert_eq!(ports(&[node("lab", 30_080), node("web", 30_081)]).len(), 0);
}

#[test]
fn a_way_leads_to_a_port_of_its_service() {
    let way = |port: Value| {
        let backend = json!({ "service": { "name": "lab", "port": port } });
        let paths = json!([{ "path": "/", "pathType": "Prefix", "backend": backend }]);
        ("networking.k8s.io/v1", "Ingress", "front", json!({ "rules": [{ "http": { "paths": paths } }] }))
    };
    let with = |port: Value| {
        ports(&[service("lab", &json!([{ "name": "http", "port": 80, "targetPort": 8080 }])), way(port)]).len()
    };
    assert_eq!([with(json!({ "number": 8080 })), with(json!({ "name": "web" }))], [1, 1]);
    assert_eq!([with(json!({ "number": 80 })), with(json!({ "name": "http" }))], [0, 0]);
    assert_eq!(with(json!({ "name": "use-annotation" })), 0, "what the AWS Load Balancer Controller is told so");
    let route = |name: &str, port: i64| {
        let rules = json!([{ "backendRefs": [{ "name": name, "port": port }] }]);
        ("gateway.networking.k8s.io/v1", "HTTPRoute", "front", json!({ "rules": rules }))
    };
    let with = |name: &str, port: i64| ports(&[service("lab", &json!([{ "port": 80 }])), route(name, port)]).len();
    assert_eq!([with("lab", 8080), with("lab", 80), with("elsewhere", 8080)], [1, 0, 0]);
}
