//! Every pod is restricted, probed, of an image by digest, and has what its mounts and variables refer to; no secret is text.

use std::collections::BTreeSet;

use super::{Object, Value, World, amounts, count, items, only, ports, refers::brought, texts};

/// What says that a variable is secret.
const SECRET: [&str; 4] = ["PASSWORD", "SECRET", "TOKEN", "CREDENTIAL"];

pub(super) fn check(world: &mut World<'_>, object: &Object, template: &Value) {
    let spec = &template["spec"];
    confined(world, object, spec);
    labelled(world, object, &template["metadata"]["labels"]);
    let account = world.beside(object, "ServiceAccount", &spec["serviceAccountName"]).is_some();
    world.must(object, account && spec["serviceAccountName"] != "default", "an account of its own");
    // The name of a workload is the name of the account that is only its own, and which has no rights.
    let own = spec["serviceAccountName"] == template["metadata"]["labels"]["app.kubernetes.io/name"];
    world.must(object, spec["automountServiceAccountToken"] == !own, "no token that it did not ask for");
    world.must(object, spec["enableServiceLinks"] == false, "no variables of its neighbours");
    let containers = items(&spec["containers"]);
    world.must(object, !containers.is_empty(), "a container");
    let others = count(spec, &["initContainers", "ephemeralContainers"]);
    world.must(object, others == 0, "no containers that nobody looked at");
    for container in containers {
        contained(world, object, container);
        probed(world, object, template, container);
        variables(world, object, container);
    }
    mounted(world, object, spec);
}

fn confined(world: &mut World<'_>, object: &Object, spec: &Value) {
    let security = &spec["securityContext"];
    world.must(object, security["runAsNonRoot"] == true, "runAsNonRoot");
    for id in ["runAsUser", "runAsGroup", "fsGroup"] {
        world.must(object, security[id].as_i64().is_some_and(|id| id > 0), id);
    }
    world.must(object, security["seccompProfile"]["type"] == "RuntimeDefault", "a seccomp profile");
}

fn labelled(world: &mut World<'_>, object: &Object, labels: &Value) {
    let days = labels["hc-cdk/log-retention-days"].as_str().and_then(|days| days.parse::<u32>().ok());
    world.must(object, days.is_some_and(|days| days >= world.asked.log_days), "logs that are kept long enough");
    let class = &labels["hc-cdk/data-class"];
    let own = &object.json()["metadata"]["labels"]["hc-cdk/data-class"];
    world.must(object, class.is_string() && class == own, "a class of data");
}

fn contained(world: &mut World<'_>, object: &Object, container: &Value) {
    let security = &container["securityContext"];
    world.must(object, security["allowPrivilegeEscalation"] == false, "allowPrivilegeEscalation");
    world.must(object, security["readOnlyRootFilesystem"] == true, "readOnlyRootFilesystem");
    world.must(object, security["runAsNonRoot"] == true, "runAsNonRoot of the container");
    world.must(object, security["seccompProfile"]["type"] == "RuntimeDefault", "a seccomp profile of the container");
    world.must(object, security["capabilities"] == serde_json::json!({ "drop": ["ALL"] }), "no capabilities");
    // A container may say otherwise than its pod; ours leave the user to it.
    world.must(object, count(security, &["runAsUser", "runAsGroup", "privileged", "procMount"]) == 0, "nothing else");
    let digest = container["image"].as_str().and_then(|image| image.split_once("@sha256:"));
    let digest =
        digest.is_some_and(|(_, digest)| digest.len() == 64 && digest.chars().all(|it| it.is_ascii_hexdigit()));
    world.must(object, digest, "an image by digest");
    world.must(object, amounts::are_stated(&container["resources"]), "requests, and limits that are no less");
    for port in items(&container["ports"]) {
        let number = port["containerPort"].as_i64().is_some_and(|number| (1024..=65535).contains(&number));
        let name = port["name"].as_str().is_some_and(|name| !name.is_empty() && name.len() <= 15);
        world.must(object, number && name && port["protocol"] == "TCP", "a port with a name");
    }
}

fn probed(world: &mut World<'_>, object: &Object, template: &Value, container: &Value) {
    let ends = matches!(object.kind(), "Job" | "CronJob");
    let ports = ports(template);
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        let Some(probe) = container.get(name) else {
            world.must(object, ends, name);
            continue;
        };
        world.must(object, !ends, "no probe of what ends");
        let one = count(probe, &["httpGet", "tcpSocket", "grpc", "exec"]) == 1;
        world.must(object, one, "one way to be asked");
        for way in ["httpGet", "tcpSocket", "grpc"] {
            let Some(asked) = probe.get(way) else { continue };
            let known = ports.iter().any(|(name, number)| asked["port"] == *name || asked["port"] == *number);
            world.must(object, known, "a probe of a port that it listens on");
        }
    }
}

fn variables(world: &mut World<'_>, object: &Object, container: &Value) {
    let mut names = BTreeSet::new();
    for variable in items(&container["env"]) {
        let name = variable["name"].as_str().unwrap_or_default();
        world.must(object, names.insert(name), "variables with names of their own");
        world.must(object, count(variable, &["value", "valueFrom"]) == 1, "a variable that is one thing");
        // Where the files of a secret are is none, and neither is where one of them is.
        let value = variable["value"].as_str().unwrap_or_default();
        let end = if name.ends_with("_SECRET_FILES") { Some(value) } else { value.rsplit_once('/').map(|it| it.0) };
        let there = items(&container["volumeMounts"]).iter().any(|it| it["mountPath"].as_str() == end);
        let place = there && (name.ends_with("_SECRET_FILES") || name.ends_with("_FILE"));
        let secret = SECRET.iter().any(|word| name.contains(word)) && !place;
        world.must(object, !secret || variable.get("valueFrom").is_some(), "no secret as text");
        world.must(object, variable["value"].is_string() || variable.get("value").is_none(), "a value that is text");
        let Some(reference) = variable.get("valueFrom") else { continue };
        let key = &reference["secretKeyRef"];
        let from = world.beside(object, "ExternalSecret", &key["name"]).map(Object::json);
        let known = from.is_some_and(|it| {
            it["spec"]["target"]["name"] == key["name"] && brought(it).iter().any(|it| key["key"] == **it)
        });
        world.must(object, known, "a secret that is brought from outside");
    }
}

fn mounted(world: &mut World<'_>, object: &Object, spec: &Value) {
    let claims = items(&object.json()["spec"]["volumeClaimTemplates"]);
    let volumes = items(&spec["volumes"]);
    let names = volumes.iter().map(|it| &it["name"]).chain(claims.iter().map(|it| &it["metadata"]["name"]));
    let names: Vec<&str> = names.filter_map(Value::as_str).collect();
    let mounts: Vec<&Value> = items(&spec["containers"]).iter().flat_map(|it| items(&it["volumeMounts"])).collect();
    let mounted: BTreeSet<&str> = mounts.iter().filter_map(|it| it["name"].as_str()).collect();
    let same = names.len() == mounted.len() && names.iter().all(|name| mounted.contains(name));
    world.must(object, same, "volumes that are mounted, and mounts that have a volume");
    let paths: BTreeSet<&str> = mounts.iter().filter_map(|it| it["mountPath"].as_str()).collect();
    world.must(object, paths.len() == mounts.len(), "one thing in one folder");
    for volume in volumes {
        let size = volume["emptyDir"]["sizeLimit"].as_str().and_then(amounts::memory);
        let config = world.beside(object, "ConfigMap", &volume["configMap"]["name"]).is_some();
        let secret = world.beside(object, "ExternalSecret", &volume["secret"]["secretName"]).map(Object::json);
        let keys = secret.map(brought).unwrap_or_default();
        for key in items(&volume["secret"]["items"]) {
            let known = keys.iter().any(|it| key["key"] == **it) && key["path"] == key["key"];
            world.must(object, known, "a secret that is brought from outside");
        }
        let secret = secret.is_some_and(|it| it["spec"]["target"]["name"] == volume["secret"]["secretName"])
            && volume["secret"]["defaultMode"] == 0o440;
        let one = count(volume, &["emptyDir", "configMap", "secret"]) == 1
            && volume.as_object().is_some_and(|it| it.len() == 2);
        world.must(object, one && (size.is_some() || config || secret), "a folder with a size, or what exists");
        if let Some(config) = volume["configMap"]["name"].as_str() {
            let rolled = &object.pods().unwrap_or(&Value::Null)["metadata"]["annotations"];
            let hash = rolled[format!("hc-cdk/config-{config}")].as_str();
            world.must(object, hash.is_some_and(|it| it.len() == 16), "a fingerprint of its configuration");
        }
    }
    for claim in claims {
        let class = claim["spec"]["storageClassName"].as_str().unwrap_or_default();
        let class = world.find("StorageClass", None, class).map(Object::json);
        let encrypted = class.is_some_and(|it| it["parameters"]["encrypted"] == "true");
        world.must(object, encrypted, "encrypted disks");
        let modes = texts(&claim["spec"]["accessModes"]) == ["ReadWriteOnce"];
        let size = claim["spec"]["resources"]["requests"]["storage"].as_str().and_then(amounts::memory);
        world.must(object, modes && size.is_some(), "disks of a size, each of one pod");
    }
    let once = spec["securityContext"]["fsGroupChangePolicy"] == "OnRootMismatch";
    world.must(object, once != claims.is_empty(), "a disk whose files are given to its user once");
    if object.kind() == "StatefulSet" {
        world.must(object, only(&object.json()["spec"]["volumeClaimTemplates"]).is_object(), "a disk for each pod");
    }
}
