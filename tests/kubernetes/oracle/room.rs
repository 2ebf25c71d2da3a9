//! Whether all pods of a namespace fit into its quota when there are as many as there may be, while all of them are replaced.

use super::{Object, Value, World, amounts, items};

pub(super) fn check(world: &mut World<'_>, namespace: &Object) {
    if namespace.kind() != "Namespace" {
        return;
    }
    let quota = world.find("ResourceQuota", Some(namespace.name()), "quota").map_or(&Value::Null, Object::json);
    let there: Vec<&Object> =
        world.objects.iter().filter(|it| it.namespace() == Some(namespace.name())).copied().collect();
    for (name, read) in [("cpu", amounts::cpu as fn(&str) -> Option<u64>), ("memory", amounts::memory)] {
        for side in ["requests", "limits"] {
            let taken: u64 = there.iter().map(|it| pods(&there, it) * each(it, side, name, read)).sum();
            let most = quota["spec"]["hard"][format!("{side}.{name}")].as_str().and_then(read);
            world.must(namespace, most.is_some_and(|most| taken <= most), "room for all of its pods");
        }
    }
}

/// What a pod of an object takes.
fn each(object: &Object, side: &str, name: &str, read: fn(&str) -> Option<u64>) -> u64 {
    let containers = object.pods().map_or(&[][..], |it| items(&it["spec"]["containers"]));
    containers.iter().filter_map(|it| read(it["resources"][side][name].as_str()?)).sum()
}

/// How many pods there are of an object at most.
fn pods(there: &[&Object], object: &Object) -> u64 {
    let is_of = |it: &&&Object| {
        let of = &it.json()["spec"]["scaleTargetRef"];
        matches!(it.kind(), "HorizontalPodAutoscaler" | "ScaledObject")
            && of["kind"] == object.kind()
            && of["name"] == object.name()
    };
    let most = |it: &&Object| {
        let spec = &it.json()["spec"];
        spec["maxReplicas"].as_u64().or(spec["maxReplicaCount"].as_u64())
    };
    let scaled = there.iter().find(is_of).and_then(most);
    let more = &object.json()["spec"]["strategy"];
    match object.kind() {
        "Deployment" => scaled.unwrap_or(1) + more["rollingUpdate"]["maxSurge"].as_u64().unwrap_or(1),
        "Rollout" => 2 * scaled.unwrap_or(1),
        _ => scaled.unwrap_or(1),
    }
}
