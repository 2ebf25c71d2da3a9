//! What refers to another object refers to one that is in the file, and is as the reference takes it to be.

use serde_json::json;

use super::{Object, Value, World, count, items, only, ports, texts};

/// What a role may name.
const VERBS: [&str; 7] = ["get", "list", "watch", "create", "update", "patch", "delete"];

pub(super) fn check(world: &mut World<'_>, object: &Object) {
    match object.kind() {
        "Service" => service(world, object),
        "Role" => role(world, object),
        "RoleBinding" => binding(world, object),
        "ExternalSecret" if object.json()["spec"].get("dataFrom").is_some() => generated(world, object),
        "SecretStore" | "ExternalSecret" => secret(world, object),
        "Ingress" => ingress(world, object),
        "HTTPRoute" | "Gateway" => gateway(world, object),
        "ReferenceGrant" => grant(world, object),
        "Certificate" => certificate(world, object),
        "ServiceMonitor" | "PrometheusRule" => watching(world, object),
        _ => {}
    }
}

fn service(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    let pods = world.one_selected(object, &spec["selector"]);
    world.must(object, pods.is_some(), "the pods of one workload");
    let listened = ports(pods.and_then(Object::pods).unwrap_or(&Value::Null));
    for port in items(&spec["ports"]) {
        let target = port["targetPort"].as_str().zip(port["port"].as_i64());
        world.must(object, target.is_some_and(|it| listened.contains(&it)), "ports that the container has");
    }
    world.must(object, spec.get("type").is_none_or(|it| it == "ClusterIP"), "no way in from outside the cluster");
}

fn role(world: &mut World<'_>, object: &Object) {
    let rules = items(&object.json()["rules"]);
    world.must(object, !rules.is_empty(), "rights");
    for rule in rules {
        let (verbs, resources) = (texts(&rule["verbs"]), texts(&rule["resources"]));
        let named = !verbs.is_empty() && verbs.iter().all(|it| VERBS.contains(it));
        world.must(object, named, "verbs by name");
        // Rights to these are rights to everything that the cluster keeps.
        let far = ["secrets", "roles", "rolebindings", "pods/exec", "serviceaccounts/token"];
        let near = !resources.is_empty() && resources.iter().all(|it| !far.contains(it));
        world.must(object, near && items(&rule["apiGroups"]).len() == 1, "kinds of objects by name, and no secrets");
    }
}

fn binding(world: &mut World<'_>, object: &Object) {
    let (role, subject) = (&object.json()["roleRef"], only(&object.json()["subjects"]));
    let known = role["kind"] == "Role" && world.beside(object, "Role", &role["name"]).is_some();
    world.must(object, known, "a role that exists");
    let (zone, name) = (subject["namespace"].as_str(), text(&subject["name"]));
    let account = world.find("ServiceAccount", zone, name).is_some();
    let known = subject["kind"] == "ServiceAccount" && zone.is_some();
    world.must(object, account && known && subject["name"] != "default", "an account that exists");
}

/// A secret whose passwords are generated, once.
fn generated(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    let ways = items(&spec["dataFrom"]);
    let known = ways.iter().all(|it| {
        let by = &it["sourceRef"]["generatorRef"];
        let generator = world.beside(object, "Password", &by["name"]).map(|it| it.json()["spec"]["length"].as_i64());
        by["kind"] == "Password" && generator.flatten().is_some_and(|it| it >= 32)
    });
    world.must(object, known && !ways.is_empty(), "passwords that are long");
    let once = spec["refreshPolicy"] == "CreatedOnce" && spec["target"]["immutable"] == true;
    world.must(object, once && spec["target"]["creationPolicy"] == "Orphan", "one password for as long as it is there");
}

/// The keys that an object brings into the cluster's secret.
pub(super) fn brought(secret: &Value) -> Vec<&str> {
    let spec = &secret["spec"];
    let read = items(&spec["data"]).iter().filter_map(|it| it["secretKey"].as_str());
    let generated = items(&spec["dataFrom"]).iter().map(|it| {
        let renamed = items(&it["rewrite"]).first().and_then(|it| it["regexp"]["target"].as_str());
        renamed.unwrap_or("password")
    });
    let beside = spec["target"]["template"]["data"].as_object();
    read.chain(generated).chain(beside.into_iter().flat_map(|it| it.keys().map(String::as_str))).collect()
}

fn secret(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    if object.kind() == "ExternalSecret" {
        let store = &spec["secretStoreRef"];
        let known = store["kind"] == "SecretStore" && world.beside(object, "SecretStore", &store["name"]).is_some();
        world.must(object, known, "a store that exists");
        let remote = items(&spec["data"])
            .iter()
            .all(|it| it["secretKey"].is_string() && it["remoteRef"]["key"].is_string() && count(it, &["value"]) == 0);
        world.must(object, remote && !items(&spec["data"]).is_empty(), "keys that are elsewhere");
        return;
    }
    let provider = &spec["provider"];
    world.must(object, count(provider, &["aws", "vault"]) == 1, "one who keeps the secrets");
    let (aws, vault) = (&provider["aws"]["auth"]["jwt"], &provider["vault"]["auth"]["kubernetes"]);
    let names = [&aws["serviceAccountRef"]["name"], &vault["serviceAccountRef"]["name"]];
    let known = names.into_iter().filter(|it| world.beside(object, "ServiceAccount", it).is_some()).count() == 1;
    world.must(object, known, "an account that exists");
    if let Some(account) = world.beside(object, "ServiceAccount", &aws["serviceAccountRef"]["name"]) {
        let role = account.json()["metadata"]["annotations"]["eks.amazonaws.com/role-arn"].as_str();
        // A role of a stack is a place until the stack is deployed.
        let takes = role.is_some_and(|it| it.starts_with("arn:") || it.starts_with("${"));
        world.must(object, takes, "an account that takes a role");
    }
    if let Some(server) = provider["vault"]["server"].as_str() {
        world.must(object, server.starts_with("https://"), "a keeper that speaks TLS");
    }
}

fn ingress(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    let (tls, rule) = (only(&spec["tls"]), only(&spec["rules"]));
    let (domain, secret) = (only(&tls["hosts"]), &tls["secretName"]);
    world.must(object, domain.is_string() && *domain == rule["host"], "TLS for its domain");
    certified(world, object, object.namespace(), secret, domain);
    let ways = items(&rule["http"]["paths"]);
    for way in ways {
        let backend = &way["backend"]["service"];
        let service = world.beside(object, "Service", &backend["name"]).map_or(&Value::Null, Object::json);
        let has = items(&service["spec"]["ports"]).iter().any(|it| it["name"] == backend["port"]["name"]);
        world.must(object, has, "a service that exists, and its port");
    }
    let ways: Vec<_> = ways.iter().map(|it| (&it["pathType"], &it["path"])).collect();
    paths(world, object, "Prefix", &ways);
    let notes = object.json()["metadata"]["annotations"].as_object();
    let redirected =
        notes.is_some_and(|it| it.iter().any(|(name, on)| name.ends_with("/force-ssl-redirect") && on == "true"));
    world.must(object, redirected, "plain HTTP that is redirected");
    world.must(object, spec["ingressClassName"].is_string(), "who takes the requests");
    let oldest = &object.json()["metadata"]["annotations"]["projectcontour.io/tls-minimum-protocol-version"];
    // The other controllers speak 1.2 and 1.3, and have no setting for a single route.
    let new = if spec["ingressClassName"] == "contour" { oldest == world.asked.tls } else { world.asked.tls == "1.2" };
    world.must(object, new, "TLS that is new enough");
}

fn gateway(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    if object.kind() == "Gateway" {
        let listener = only(&spec["listeners"]);
        let encrypted = listener["protocol"] == "HTTPS" && listener["tls"]["mode"] == "Terminate";
        world.must(object, encrypted, "TLS");
        world.must(object, world.asked.tls == "1.2", "TLS that is new enough");
        // The namespaces of the file have no load balancers, so that a gateway is in another one.
        let made = world.objects.iter().any(|it| it.kind() == "Namespace" && Some(it.name()) == object.namespace());
        world.must(object, !made, "a namespace that may have load balancers");
        let reference = only(&listener["tls"]["certificateRefs"]);
        let zone = &reference["namespace"];
        let from =
            json!({ "from": "Selector", "selector": { "matchLabels": { "kubernetes.io/metadata.name": zone } } });
        let one = zone.is_string() && listener["allowedRoutes"]["namespaces"] == from;
        world.must(object, one, "routes of the namespace of its certificate");
        let granted = world.objects.iter().any(|it| {
            it.kind() == "ReferenceGrant"
                && it.namespace() == zone.as_str()
                && only(&it.json()["spec"]["from"])["namespace"].as_str() == object.namespace()
                && only(&it.json()["spec"]["to"])["name"] == reference["name"]
        });
        world.must(object, granted, "a certificate that is granted to it");
        certified(world, object, zone.as_str(), &reference["name"], &listener["hostname"]);
        return;
    }
    let parent = only(&spec["parentRefs"]);
    let gateway = world.find("Gateway", parent["namespace"].as_str(), text(&parent["name"]));
    let listener = gateway.map_or(&Value::Null, |it| only(&it.json()["spec"]["listeners"]));
    let section = &parent["sectionName"];
    let same = section.is_string() && listener["name"] == *section && listener["hostname"] == *only(&spec["hostnames"]);
    world.must(object, same, "a gateway that exists, for its domain");
    let taken = &listener["allowedRoutes"]["namespaces"]["selector"]["matchLabels"]["kubernetes.io/metadata.name"];
    world.must(object, taken.as_str() == object.namespace(), "a listener that takes its namespace");
    let rules = items(&spec["rules"]);
    for rule in rules {
        let backend = only(&rule["backendRefs"]);
        let service = world.beside(object, "Service", &backend["name"]).map_or(&Value::Null, Object::json);
        let has = items(&service["spec"]["ports"]).iter().any(|it| it["port"] == backend["port"]);
        world.must(object, has, "a service that exists, and its port");
    }
    let ways = rules.iter().map(|it| &only(&it["matches"])["path"]).map(|it| (&it["type"], &it["value"]));
    paths(world, object, "PathPrefix", &ways.collect::<Vec<_>>());
}

fn text(json: &Value) -> &str {
    json.as_str().unwrap_or_default()
}

/// The paths of a route: each is there once and goes to the service that it was written for, and one is for all the rest.
fn paths(world: &mut World<'_>, object: &Object, prefix: &str, ways: &[(&Value, &Value)]) {
    for (at, (kind, path)) in ways.iter().enumerate() {
        let path = path.as_str().unwrap_or_default();
        let plain = path.starts_with('/') && !path.contains(['*', '?']) && !path.contains("//");
        world.must(object, plain && (**kind == prefix || **kind == "Exact"), "paths that a cluster compares");
        world.must(object, !ways[..at].contains(&ways[at]), "one service for a path");
    }
    let rest = ways.iter().any(|(kind, path)| **kind == prefix && **path == "/");
    world.must(object, rest, "a service for all other requests");
}

/// What is granted is one secret of a certificate, to the gateways of the namespace of one that has it.
fn grant(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    let (from, to) = (only(&spec["from"]), only(&spec["to"]));
    let of_gateways = from["group"] == "gateway.networking.k8s.io" && from["kind"] == "Gateway";
    let of_secret = to["group"] == "" && to["kind"] == "Secret";
    world.must(object, of_gateways && of_secret, "a secret for gateways");
    world.must(object, world.beside(object, "Certificate", &to["name"]).is_some(), "one certificate by its name");
    let has_it = world.objects.iter().any(|it| {
        let listeners = items(&it.json()["spec"]["listeners"]);
        let mut references = listeners.iter().flat_map(|it| items(&it["tls"]["certificateRefs"]));
        it.kind() == "Gateway"
            && it.namespace() == from["namespace"].as_str()
            && references.any(|it| it["name"] == to["name"] && it["namespace"].as_str() == object.namespace())
    });
    world.must(object, has_it, "a gateway there that has it");
}

/// The secret of a route's TLS is made by a certificate for the route's domain.
fn certified(world: &mut World<'_>, object: &Object, zone: Option<&str>, secret: &Value, domain: &Value) {
    let certificate = world.find("Certificate", zone, text(secret)).map_or(&Value::Null, Object::json);
    let spec = &certificate["spec"];
    let known = spec["secretName"] == *secret && items(&spec["dnsNames"]).contains(domain);
    world.must(object, known, "a certificate for its domain");
}

fn certificate(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    world.must(object, spec["privateKey"]["rotationPolicy"] == "Always", "a new key each time");
    let hours = |name: &str| spec[name].as_str()?.strip_suffix('h')?.parse::<u32>().ok();
    let renewed =
        hours("renewBefore").zip(hours("duration")).is_some_and(|(before, whole)| 0 < before && before < whole);
    world.must(object, renewed && spec["issuerRef"]["name"].is_string(), "a renewal before its end");
}

fn watching(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    if object.kind() == "ServiceMonitor" {
        let port = &only(&spec["endpoints"])["port"];
        let labels = &spec["selector"]["matchLabels"];
        let known = world.objects.iter().any(|it| {
            it.kind() == "Service"
                && it.namespace() == object.namespace()
                && super::matches(labels, &it.json()["metadata"]["labels"])
                && items(&it.json()["spec"]["ports"]).iter().any(|it| it["name"] == *port)
        });
        world.must(object, known, "a service that tells figures");
        return;
    }
    for alert in items(&only(&spec["groups"])["rules"]).iter().filter(|it| it["record"].is_null()) {
        let runbook = alert["annotations"]["runbook_url"].as_str().is_some_and(|it| it.starts_with("https://"));
        let told = alert["annotations"]["summary"].is_string() && alert["labels"]["severity"].is_string();
        world.must(object, runbook && told, "an alert that says how bad it is and what to do");
    }
}
