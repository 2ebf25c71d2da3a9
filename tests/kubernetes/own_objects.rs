//! What a user's own construct declares besides pods is read, too: for each rule what breaks it, and what does not.

use hc_cdk::{
    app::App,
    data::{Phi, Synthetic},
    date,
    rule::BY_HAND,
    value::{Json, Object},
    waiver::Waiver,
};
use hc_cdk_k8s::{api_object::ApiObject, assertions::Ward, chart::Chart, namespace::Namespace, rule};

use crate::rules::{Own, Prod, found, here, is_seen, object, set};

/// An object with the members that a text has, which is JSON.
pub(crate) fn like(version: &str, kind: &str, members: &str) -> ApiObject {
    let members: serde_json::Value = serde_json::from_str(members).unwrap();
    let members = members.as_object().unwrap().clone();
    members.into_iter().fold(here(version, kind), |all, (name, value)| {
        let name: &'static str = Box::leak(name.into_boxed_str());
        all.with(name, json(value))
    })
}

/// A tree of ours like that one.
pub(crate) fn json(value: serde_json::Value) -> Json {
    match value {
        serde_json::Value::Null => Json::Null,
        serde_json::Value::Bool(it) => it.into(),
        serde_json::Value::Number(it) => it.as_i64().unwrap().into(),
        serde_json::Value::String(it) => it.into(),
        serde_json::Value::Array(items) => items.into_iter().map(json).collect::<Vec<_>>().into(),
        serde_json::Value::Object(members) => {
            members.into_iter().fold(Object::new(), |all, (name, value)| all.with(name, json(value))).into()
        }
    }
}

/// Nothing is found in these.
pub(crate) fn are_right(objects: impl IntoIterator<Item = ApiObject>) {
    for object in objects {
        assert_eq!(found::<Prod>(Own(object.clone())), "", "{object:?}");
    }
}

#[test]
fn secrets_are_found_in_objects() {
    let secret = |members: &str| like("v1", "Secret", members);
    is_seen(&secret(r#"{"data": {"password": "aHVudGVyMg=="}}"#), "has its secret in the file");
    is_seen(&secret(r#"{"stringData": {"password": "hunter2"}}"#), "has its secret in the file");
    is_seen(&secret(r#"{"type": "kubernetes.io/service-account-token"}"#), "is a token that does not end");
    let file = |text: &str| like("v1", "ConfigMap", &format!(r#"{{"data": {{"app.toml": "{text}"}}}}"#));
    is_seen(&file(r"user = 1\npassword = 'hunter2'\n"), "has a secret as text in a file");
    is_seen(&like("v1", "ConfigMap", r#"{"data": {"password": "hunter2"}}"#), "has a secret as text in a file");
    is_seen(&like("v1", "ConfigMap", r#"{"binaryData": {"a": "aHVudGVyMg=="}}"#), "or a file that cannot be read");
    let token = ["Bearer 0f1e2d3c", "4b5a69788796"].concat();
    let header = format!(r#"{{"spec": {{"endpoints": [{{"header": "{token}"}}]}}}}"#);
    is_seen(&like("coordination.k8s.io/v1", "Lease", &header), "has a key or token as text");
    let login = ["YXBwOmh1", "bnRlcjI="].concat();
    for text in ["machine db login app password hunter2", "db:5432:clinic:app:hunter2", &format!("auth: {login}")] {
        is_seen(&file(text), "has a secret as text in a file");
    }
    let header = |value: &str| {
        let get = format!(r#"{{"httpGet": {{"httpHeaders": [{{"name": "Authorization", "value": "{value}"}}]}}}}"#);
        like("coordination.k8s.io/v1", "Lease", &format!(r#"{{"spec": {{"readinessProbe": {get}}}}}"#))
    };
    is_seen(&header(&format!("Basic {login}")), "has a key or token as text");
    is_seen(&header("hunter2"), "has a key or token as text");
    let route = |value: &str| {
        let set = format!(r#"{{"headers": {{"request": {{"set": {{"authorization": "{value}"}}}}}}}}"#);
        like("coordination.k8s.io/v1", "Lease", &format!(r#"{{"spec": {{"http": [{set}]}}}}"#))
    };
    is_seen(&route("hunter2"), "has a key or token as text");
    are_right([secret(r#"{"data": {}}"#), file("user = 1"), header("$(TOKEN)"), route("%REQ(x-token)%")]);
}

#[test]
fn what_overrides_or_widens_an_object_is_read() {
    let null = like("v1", "Secret", r#"{"data": null, "type": "Opaque"}"#);
    are_right([null]);
    let file = like("v1", "ConfigMap", "{\"data\": {\"password\": \"hunter2\\n\"}}");
    is_seen(&file, "has a secret as text in a file");
    let claim = |spec: &str| like("v1", "PersistentVolumeClaim", &format!(r#"{{"spec": {spec}}}"#));
    let found = crate::rules::found::<Prod>(Own(claim(r#"{"storageClassName": "gp2", "volumeName": "old"}"#)));
    assert!(found.contains("keeps data on disks that are not known to be encrypted"), "{found}");
    let monitor = |endpoint: &str| {
        let spec = format!(r#"{{"selector": {{"matchLabels": {{"app": "own"}}}}, "endpoints": [{endpoint}]}}"#);
        like("monitoring.coreos.com/v1", "ServiceMonitor", &format!(r#"{{"spec": {spec}}}"#))
    };
    are_right([monitor(r#"{"port": "http", "path": "/metrics"}"#)]);
    for endpoint in [
        r#"{"port": "http", "proxyUrl": "http://x.example"}"#,
        r#"{"port": "http", "relabelings": [{"targetLabel": "__address__", "replacement": "x.example:443"}]}"#,
    ] {
        is_seen(&monitor(endpoint), "asks pods of other namespaces or all pods, or has a secret of its own");
    }
    let mirror = r#"{"spec": {"parentRefs": [{"name": "public"}], "rules": [{"filters": [{"requestMirror": {"backendRef": {"name": "x", "namespace": "other"}}}]}]}}"#;
    let found = crate::rules::found::<Prod>(Own(like("gateway.networking.k8s.io/v1", "HTTPRoute", mirror)));
    assert!(found.contains("or leads to something else than services of its namespace"), "{found}");
}

#[test]
fn no_object_signs_for_itself() {
    let labels = object(&[("hc-cdk/data-class", "synthetic".into()), ("app", "own".into())]);
    let annotations = object(&[("hc-cdk/waiver", "approved".into()), ("note", "kept".into())]);
    let metadata = object(&[
        ("name", "own".into()),
        ("namespace", "clinic-clinical".into()),
        ("labels", labels.into()),
        ("annotations", annotations.into()),
    ]);
    let mut chart = Chart::<Prod>::new("clinic");
    chart.add("Clinical", Namespace::<Synthetic>::builder().build());
    chart.add("Own", Own(ApiObject::new("v1", "ConfigMap", "own").with("metadata", metadata)));
    let manifest = hc_cdk_k8s::assertions::Manifest::of_chart(chart);
    let own = manifest.objects().find(|it| it.kind() == "ConfigMap").unwrap();
    let metadata = &own.json()["metadata"];
    assert_eq!(metadata["annotations"], serde_json::json!({ "note": "kept" }));
    assert_eq!(metadata["labels"]["hc-cdk/stage"], "production");
    assert_eq!(metadata["labels"]["app"], "own");
}

#[test]
fn ways_are_found_that_are_wide_open() {
    let policy = |spec: &str| like("networking.k8s.io/v1", "NetworkPolicy", &format!(r#"{{"spec": {spec}}}"#));
    let pods = r#""podSelector": {"matchLabels": {"app": "a"}}"#;
    let wide = "opens ports, pods or networks that it does not name one by one";
    let ports = r#""ports": [{"port": 8080}]"#;
    let named = r#"{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "other"}}}"#;
    for ingress in [
        "[{}]".to_owned(),
        format!("[{{{ports}}}]"),
        format!(r#"[{{{ports}, "from": []}}]"#),
        format!(r#"[{{{ports}, "from": [{{}}]}}]"#),
        format!(r#"[{{{ports}, "from": [{{"namespaceSelector": {{}}}}]}}]"#),
        format!(r#"[{{{ports}, "from": [{{"podSelector": {{}}}}]}}]"#),
        format!(r#"[{{{ports}, "from": [{{"namespaceSelector": {{}}, {pods}}}]}}]"#),
        format!(r#"[{{{ports}, "from": [{{"ipBlock": {{"cidr": "0.0.0.0/0"}}}}]}}]"#),
        format!(
            r#"[{{{ports}, "from": [{{"ipBlock": {{"cidr": "0.0.0.0/1"}}}}, {{"ipBlock": {{"cidr": "128.0.0.0/1"}}}}]}}]"#
        ),
        format!(r#"[{{{ports}, "from": [{{"ipBlock": {{"cidr": "::/0"}}}}]}}]"#),
        format!(r#"[{{"from": [{named}]}}]"#),
        format!(r#"[{{"ports": [{{"protocol": "TCP"}}], "from": [{named}]}}]"#),
        format!(r#"[{{"ports": [{{"port": 1, "endPort": 65535}}], "from": [{named}]}}]"#),
    ] {
        is_seen(&policy(&format!(r#"{{{pods}, "ingress": {ingress}}}"#)), wide);
        is_seen(&policy(&format!(r#"{{{pods}, "egress": {}}}"#, ingress.replace("from", "to"))), wide);
    }
    is_seen(&policy(&format!(r#"{{"podSelector": {{}}, "ingress": [{{{ports}, "from": [{named}]}}]}}"#)), wide);
    are_right([
        policy(&format!(r#"{{{pods}, "ingress": [{{{ports}, "from": [{named}]}}]}}"#)),
        policy(&format!(r#"{{{pods}, "egress": [{{{ports}, "to": [{{"ipBlock": {{"cidr": "10.20.0.0/16"}}}}]}}]}}"#)),
        policy(r#"{"podSelector": {}, "policyTypes": ["Ingress"]}"#),
    ]);
    let service = |spec: &str| like("v1", "Service", &format!(r#"{{"spec": {spec}}}"#));
    is_seen(&service(r#"{"type": "LoadBalancer"}"#), "opens a port to the outside of the cluster");
    is_seen(&service(r#"{"type": "NodePort"}"#), "opens a port to the outside of the cluster");
    is_seen(&service(r#"{"externalIPs": ["192.0.2.1"]}"#), "opens a port to the outside of the cluster");
    are_right([service(r#"{"type": "ClusterIP"}"#)]);
    let elsewhere = ApiObject::new("v1", "Service", "own").in_namespace("kube-system");
    is_seen(&elsewhere, "is in a namespace that the app does not declare, or in none");
}

#[test]
fn a_way_in_without_tls_is_found() {
    let ingress = |spec: &str| {
        let annotations = object(&[("nginx.ingress.kubernetes.io/force-ssl-redirect", "true".into())]);
        let object = like("networking.k8s.io/v1", "Ingress", &format!(r#"{{"spec": {spec}}}"#));
        let metadata = crate::rules::object(&[
            ("name", "own".into()),
            ("namespace", "clinic-clinical".into()),
            ("annotations", annotations.into()),
        ]);
        object.with("metadata", metadata)
    };
    let found = found::<Prod>(Own(ingress(r#"{"ingressClassName": "nginx", "rules": [{"host": "a.example.org"}]}"#)));
    assert!(found.contains("takes requests without TLS"), "{found}");
    let foreign = r#"{"ingressClassName": "nginx", "rules": [{"host": "a.example.org"}], "tls": [{"hosts": ["a.example.org"], "secretName": "a"}]}"#;
    is_seen(&ingress(foreign), "for a host without a certificate of the app");
}

#[test]
fn a_namespace_keeps_to_the_standard_of_today() {
    let found = |version: &'static str| {
        let Ward { mut chart, .. } = Ward::<Prod, Phi>::new("clinic");
        let waiver = Waiver::new(BY_HAND, "the cluster is an old one", "jane.roe", date!("2027-01-31"));
        let labels = hc_cdk::value::Object::new()
            .with("pod-security.kubernetes.io/enforce", "restricted")
            .with("pod-security.kubernetes.io/enforce-version", version);
        chart.add("Old", waiver.property("Clinical", "metadata/labels", labels));
        App::new("clinic").stack(chart).synthesize().map_or_else(|it| it.to_string(), |_| String::new())
    };
    for old in ["v1.21", "v1.24", "1.30"] {
        assert!(found(old).contains("code: RestrictedNamespace"), "{old}");
    }
    for new in ["v1.25", "v1.30", "latest"] {
        assert!(!found(new).contains("code: RestrictedNamespace"), "{new}");
    }
}

#[test]
fn what_is_wrong_with_ways_in_and_budgets_is_said_each_by_itself() {
    let all = |object: ApiObject, messages: &[&str]| {
        let found = found::<Prod>(Own(object));
        for message in messages {
            assert!(found.contains(message), "no `{message}` in {found}");
        }
    };
    let (plain, older) = ("takes plain HTTP", "speaks TLS that is older than the policy asks for, or may");
    all(like("networking.k8s.io/v1", "Ingress", r#"{"spec": {"ingressClassName": "nginx"}}"#), &[plain]);
    all(like("networking.k8s.io/v1", "Ingress", r#"{"spec": {"ingressClassName": "contour"}}"#), &[plain, older]);
    all(like("networking.k8s.io/v1", "Ingress", r#"{"spec": {"ingressClassName": "other"}}"#), &[plain, older]);
    let gateway = "gateway.networking.k8s.io/v1";
    let listener = r#"{"spec": {"listeners": [{"name": "http", "protocol": "HTTP", "port": 80}]}}"#;
    all(like(gateway, "Gateway", listener), &["takes requests without TLS", plain, older]);
    let route = r#"{"spec": {"parentRefs": [{"name": "public", "namespace": "istio-system"}]}}"#;
    is_seen(&like(gateway, "HTTPRoute", route), "takes requests of a gateway that the app does not declare");
    let budget = |most: i64| {
        let spec = format!(r#"{{"maxUnavailable": {most}, "selector": {{"matchLabels": {{"app": "own"}}}}}}"#);
        like("policy/v1", "PodDisruptionBudget", &format!(r#"{{"spec": {spec}}}"#))
    };
    let of_nobody = like("policy/v1", "PodDisruptionBudget", r#"{"spec": {"maxUnavailable": 1}}"#);
    is_seen(&of_nobody, "lets more than one pod be taken away at a time, or none");
    is_seen(&budget(0), "lets more than one pod be taken away at a time, or none");
    is_seen(&budget(2), "lets more than one pod be taken away at a time, or none");
    are_right([budget(1)]);
}

#[test]
fn a_namespace_of_ones_own_is_read() {
    let found = found::<Prod>(Own(ApiObject::new("v1", "Namespace", "own")));
    for message in [
        "lets in pods that do not meet the restricted",
        "has no network policy that closes it in both directions",
        "has no quota of CPU and memory",
        "may have more load balancers than its services have addresses of the network, or ports of nodes",
        "has a default account whose token every pod gets",
        "5 findings",
    ] {
        assert!(found.contains(message), "no `{message}` in {found}");
    }
    is_seen(&like("v1", "ServiceAccount", "{}"), "gives its token to every pod that runs as it");
    let with_a_secret = r#"{"automountServiceAccountToken": false, "secrets": [{"name": "token"}]}"#;
    is_seen(&like("v1", "ServiceAccount", with_a_secret), "gives its token to every pod that runs as it");
    are_right([like("v1", "ServiceAccount", r#"{"automountServiceAccountToken": false}"#)]);
}

#[test]
fn disks_are_found_that_are_not_encrypted() {
    let class = |members: &str| like("storage.k8s.io/v1", "StorageClass", members);
    let found = found::<Prod>(Own(class(r#"{"provisioner": "ebs.csi.aws.com", "reclaimPolicy": "Retain"}"#)));
    assert!(
        found.contains("makes disks that are not encrypted") && found.contains("a key of the customer's own"),
        "{found}"
    );
    let aws = r#"{"provisioner": "ebs.csi.aws.com", "reclaimPolicy": "Retain", "parameters": {"encrypted": "true"}}"#;
    is_seen(&class(aws), "has disks that are not encrypted with a key of the customer's own");
    let google = r#""provisioner": "pd.csi.storage.gke.io", "parameters": {"disk-encryption-kms-key": "projects/a"}"#;
    let twice = r#"{"provisioner": "ebs.csi.aws.com", "parameters": {"encrypted": "true", "Encrypted": "false"}}"#;
    assert!(crate::rules::found::<Prod>(Own(class(twice))).contains("makes disks that are not encrypted"));
    is_seen(&class(&format!("{{{google}}}")), "has disks that are deleted with what claims them");
    are_right([class(&format!(r#"{{{google}, "reclaimPolicy": "Retain"}}"#))]);
    let claim = like("v1", "PersistentVolumeClaim", r#"{"spec": {"storageClassName": "gp2"}}"#);
    assert!(crate::rules::found::<Prod>(Own(claim)).contains("keeps data on disks that are not known to be encrypted"));
}

#[test]
fn objects_of_operators_are_read() {
    let secrets = "external-secrets.io/v1";
    let store = |provider: &str| like(secrets, "SecretStore", &format!(r#"{{"spec": {{"provider": {provider}}}}}"#));
    let vault = |server: &str, auth: &str| store(&format!(r#"{{"vault": {{"server": "{server}", "auth": {auth}}}}}"#));
    let account = r#"{"kubernetes": {"serviceAccountRef": {"name": "own"}}}"#;
    let key = "reads secrets without TLS, or with a key that is kept in the cluster";
    is_seen(&vault("http://vault.example.org", account), key);
    is_seen(&vault("https://vault.example.org", r#"{"tokenSecretRef": {"name": "a", "key": "b"}}"#), key);
    is_seen(&store(r#"{"fake": {"data": []}}"#), key);
    are_right([vault("https://vault.example.org", account)]);
    let secret = like(
        secrets,
        "ExternalSecret",
        r#"{"spec": {"secretStoreRef": {"kind": "ClusterSecretStore", "name": "all"}}}"#,
    );
    is_seen(&secret, "is not read from a store of the chart");
    let certificate = |spec: &str| like("cert-manager.io/v1", "Certificate", &format!(r#"{{"spec": {spec}}}"#));
    is_seen(&certificate(r#"{"renewBefore": "720h"}"#), "is not renewed before it ends, or keeps its key");
    are_right([certificate(r#"{"renewBefore": "720h", "privateKey": {"rotationPolicy": "Always"}}"#)]);
    let scaler = |mode: &str| {
        let spec = format!(r#"{{"spec": {{"updatePolicy": {{"updateMode": "{mode}"}}}}}}"#);
        like("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", &spec)
    };
    is_seen(&scaler("Auto"), "changes by itself what workloads ask for");
    are_right([scaler("Off")]);
    let monitor = |spec: &str| like("monitoring.coreos.com/v1", "ServiceMonitor", &format!(r#"{{"spec": {spec}}}"#));
    let selector = r#""selector": {"matchLabels": {"app": "a"}}, "endpoints": [{"port": "metrics"}]"#;
    is_seen(
        &monitor(&format!(r#"{{{selector}, "namespaceSelector": {{"any": true}}}}"#)),
        "asks pods of other namespaces",
    );
    are_right([monitor(&format!("{{{selector}}}"))]);
    let alerts = |annotations: &str| {
        let rule = format!(
            r#"{{"alert": "A", "expr": "up == 0", "labels": {{"severity": "high"}}, "annotations": {annotations}}}"#
        );
        like(
            "monitoring.coreos.com/v1",
            "PrometheusRule",
            &format!(r#"{{"spec": {{"groups": [{{"rules": [{rule}]}}]}}}}"#),
        )
    };
    is_seen(&alerts(r#"{"summary": "down"}"#), "has an alert that does not say how bad it is");
    are_right([alerts(r#"{"summary": "down", "runbook_url": "https://a.example/down"}"#)]);
}

#[test]
fn kinds_that_no_rule_judges_need_a_signature() {
    let unknown = "is of a kind that no rule judges";
    for (version, kind) in [
        ("cilium.io/v2", "CiliumClusterwideNetworkPolicy"),
        ("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"),
        ("v1", "PersistentVolume"),
        ("external-secrets.io/v1", "ClusterSecretStore"),
        ("example.org/v1", "Ingresses"),
    ] {
        is_seen(&here(version, kind), unknown);
    }
    let pod = set(Object::new().into(), "containers", vec![Object::new()]);
    let list = || ApiObject::new("v1", "List", "own").with("items", vec![object(&[("spec", pod.clone())])]);
    let found_in = |waiver: Waiver| found::<Prod>(waiver.resource(list()));
    let waiver = |rule| Waiver::new(rule, "it was reviewed", "jane.roe", date!("2099-12-31"));
    assert!(found_in(waiver(BY_HAND)).contains(unknown));
    let found = found_in(waiver(rule::JUDGED_KIND));
    assert!(!found.contains(unknown) && found.contains("may run as root"), "{found}");
}

#[test]
fn an_object_is_written_as_what_it_was_read_as() {
    let signed = |rule| Waiver::new(rule, "it was reviewed", "jane.roe", date!("2099-12-31"));
    let mut chart = Chart::<Prod>::new("clinic");
    chart.add("Zone", Namespace::<Phi>::builder().build());
    chart.add("Own", signed(BY_HAND).resource(ApiObject::new("v1", "ConfigMap", "own").in_namespace("clinic-zone")));
    chart.add("Kind", signed(rule::JUDGED_KIND).property("Own", "kind", "Secret"));
    let found = App::new("clinic").stack(chart).check().unwrap_err().to_string();
    assert!(found.contains("declares a `v1/ConfigMap`, which would be written as a `v1/Secret`"), "{found}");
}
