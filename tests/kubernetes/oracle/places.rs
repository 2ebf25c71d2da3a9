//! Names, namespaces, labels, and members that no object of ours has.

use std::collections::BTreeSet;

use super::{Object, Value, World, amounts, items, members, only};

/// Members that would give a pod more than it needs, or open a way past the constructs.
const FORBIDDEN: [&str; 16] = [
    "privileged",
    "hostNetwork",
    "hostPID",
    "hostIPC",
    "hostPath",
    "hostPort",
    "hostUsers",
    "hostAliases",
    "nodePort",
    "nodeName",
    "externalIPs",
    "externalName",
    "add",
    "procMount",
    "stringData",
    "loadBalancerIP",
];

/// Kinds that would have secrets as text, or rights in every namespace.
const NEVER: [&str; 3] = ["Secret", "ClusterRole", "ClusterRoleBinding"];

/// Kinds that are in no namespace.
const GLOBAL: [&str; 4] = ["EC2NodeClass", "Namespace", "NodePool", "StorageClass"];

pub(super) fn check(world: &mut World<'_>, object: &Object) {
    let json = object.json();
    world.must(object, is_label(object.name()), "a name that is a label of DNS");
    let global = GLOBAL.contains(&object.kind());
    world.must(object, global == object.namespace().is_none(), "a namespace, if its kind has one");
    world.must(object, !NEVER.contains(&object.kind()), "a kind that may be");
    world.must(object, json["apiVersion"].as_str().is_some_and(|version| version.contains('v')), "a version");
    let mut found = Vec::new();
    members(json, &mut |name, value| {
        // A right to all is a star in a list.
        let star = items(value).iter().any(|it| it == "*");
        if FORBIDDEN.contains(&name) || star || value.is_null() {
            found.push(name.to_owned());
        }
    });
    world.must(object, found.is_empty(), &format!("nothing of {found:?}"));
    let labels = &json["metadata"]["labels"];
    let owned = labels["app.kubernetes.io/managed-by"] == "hc-cdk" && labels["app.kubernetes.io/part-of"].is_string();
    world.must(object, owned, "labels that say whose it is");
    members(json, &mut |name, value| {
        if name == "labels" || name == "matchLabels" {
            let values = value.as_object().into_iter().flatten();
            // Labels of alerts are those of Prometheus, which may say anything.
            let of_alert = object.kind() == "PrometheusRule" && value != labels;
            let fits = |it: &str| if of_alert { !it.is_empty() } else { is_label_value(it) };
            let right = values.map(|(_, value)| value.as_str()).all(|it| it.is_some_and(fits));
            world.must(object, right, "values of labels");
        }
    });
    if object.kind() == "Namespace" {
        namespace(world, object);
    }
    if object.kind() == "ServiceAccount" {
        // A pod that asks for the account mounts its token itself.
        world.must(object, json["automountServiceAccountToken"] == false, "no token that nobody asked for");
    }
    if object.kind() == "StorageClass" {
        let encrypted = json["parameters"]["encrypted"] == "true";
        world.must(object, encrypted, "encrypted disks");
        world.must(object, json["parameters"]["kmsKeyId"].is_string(), "a key of the customer's");
        let kept = json["reclaimPolicy"] == if world.asked.disks_kept { "Retain" } else { "Delete" };
        world.must(object, kept, "disks that stay as long as the policy says");
    }
}

/// A namespace and what stands in it from the start.
fn namespace(world: &mut World<'_>, object: &Object) {
    let labels = &object.json()["metadata"]["labels"];
    for mode in ["enforce", "audit", "warn"] {
        let label = &labels[format!("pod-security.kubernetes.io/{mode}")];
        world.must(object, label == "restricted", "the restricted standard for pods");
    }
    world.must(object, labels["hc-cdk/data-class"].is_string(), "a class of data");
    let inside =
        |kind: &str, name: &str| world.find(kind, Some(object.name()), name).map_or(&Value::Null, Object::json);
    let hard = &inside("ResourceQuota", "quota")["spec"]["hard"];
    let range = only(&inside("LimitRange", "limits")["spec"]["limits"]);
    let closed = &inside("NetworkPolicy", "closed")["spec"];
    let stated = |of: &Value, cpu: &str, memory: &str| {
        let (cpu, memory) = (of[cpu].as_str().and_then(amounts::cpu), of[memory].as_str().and_then(amounts::memory));
        cpu.zip(memory).is_some_and(|(cpu, memory)| cpu > 0 && memory > 0)
    };
    let limited = stated(hard, "requests.cpu", "requests.memory") && stated(hard, "limits.cpu", "limits.memory");
    let hidden = ["services.nodeports", "services.loadbalancers"].iter().all(|name| hard[*name] == "0");
    let each = ["default", "defaultRequest"].iter().all(|name| stated(&range[*name], "cpu", "memory"));
    let shut = closed["podSelector"] == serde_json::json!({})
        && closed["policyTypes"] == serde_json::json!(["Ingress", "Egress"])
        && closed.as_object().is_some_and(|it| it.len() == 2);
    let (names, account) =
        (inside("NetworkPolicy", "names").is_object(), inside("ServiceAccount", "default").is_object());
    world.must(object, names, "a way to the name server");
    world.must(object, account, "an account for whoever asks for none");
    world.must(object, limited && hidden, "a quota, and no ports of nodes");
    world.must(object, each && range["type"] == "Container", "limits for whoever states none");
    world.must(object, shut, "closed both ways");
}

/// Names are given once, and what is in a namespace comes after it.
pub(super) fn check_all(world: &mut World<'_>) {
    let mut seen = BTreeSet::new();
    let mut there = BTreeSet::new();
    for object in world.objects.clone() {
        let new = seen.insert((object.kind(), object.namespace(), object.name()));
        world.must(object, new, "a name of its own");
        world.must(
            object,
            object.namespace().is_none_or(|it| there.contains(it) || is_there_before(object.kind(), it)),
            "a namespace that is there before it",
        );
        if object.kind() == "Namespace" {
            there.insert(object.name());
        }
    }
}

/// Whether an object is for a namespace that no file makes: Velero reads schedules in its own only, which comes with it, and gateways
/// are where they may have load balancers.
fn is_there_before(kind: &str, namespace: &str) -> bool {
    matches!((kind, namespace), ("Schedule", "velero") | ("Gateway", "gateways"))
}

fn is_label(text: &str) -> bool {
    text.len() <= 63
        && text.starts_with(|it: char| it.is_ascii_lowercase())
        && text.ends_with(|it: char| it.is_ascii_lowercase() || it.is_ascii_digit())
        && text.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
}

fn is_label_value(text: &str) -> bool {
    let ends = |it: char| it.is_ascii_alphanumeric();
    text.len() <= 63
        && text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.'))
        && (text.is_empty() || text.starts_with(ends) && text.ends_with(ends))
}
