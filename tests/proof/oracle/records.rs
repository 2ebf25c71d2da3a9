//! Where an API server sends its records, who takes them, and how long Loki keeps them, if it can.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, words};

pub(super) const TABLE: Table = &[("RequestsAreSent", sent), ("RequestsAreKept", kept)];

/// Why what an API server is told leads to nobody of the program, or in the open.
fn sent(it: Thing<'_>) -> Option<String> {
    if it.kind() != "Config" {
        return None;
    }
    let (clusters, users) = (it.list("clusters"), it.list("users"));
    let opened = |cluster: &Value| {
        let server = cluster["cluster"]["server"].as_str().unwrap_or_default();
        let checked = cluster["cluster"]["insecure-skip-tls-verify"] != true;
        let known = cluster["cluster"]["certificate-authority"].is_string();
        !(server.starts_with("https://") && checked && known)
    };
    let own = |user: &Value| user["user"]["client-certificate"].is_string() && user["user"]["client-key"].is_string();
    let ours = |cluster: &Value| {
        let server = cluster["cluster"]["server"].as_str().unwrap_or_default();
        it.others("Service").any(|service| {
            service.text("spec/clusterIP").is_some_and(|address| server.contains(&format!("//{address}:")))
        })
    };
    when(clusters.is_empty() || clusters.iter().any(opened), "it does not know whom it tells, or tells it in the open")
        .or_else(|| when(users.is_empty() || !users.iter().all(own), "nobody knows who tells"))
        .or_else(|| when(!clusters.iter().all(ours), "it tells nobody of the program"))
}

/// Why what takes records takes them of anybody, or no Loki keeps them for long enough.
fn kept(it: Thing<'_>) -> Option<String> {
    let text = files(it);
    if !text.contains("webhookevent") {
        return None;
    }
    let guarded = text.matches("webhookevent:").count() == text.matches("client_ca_file:").count();
    let hours = |text: &str| {
        let (_, stream) = text.split_once("kube-apiserver")?;
        let (_, period) = stream.split_once("period: ")?;
        period.trim_start_matches('"').split('h').next()?.parse::<f64>().ok()
    };
    let asked = it.asked().audit * 24.0;
    let lokis = asked_by(it, &text);
    when(!guarded || !text.contains("kube-apiserver"), "it takes records of anybody, or does not say whose they are")
        .or_else(|| when(lokis.is_empty(), "who is handed them begins with no file of the program"))
        .or_else(|| {
            when(!lokis.iter().all(|it| hours(it).is_some_and(|it| it >= asked)), "they are not kept for long enough")
        })
}

/// What the pods are told that a collector hands records to: the text of the file that each begins with, and nothing of one that
/// begins with another.
fn asked_by(it: Thing<'_>, collector: &str) -> Vec<String> {
    let hosts =
        collector.lines().filter_map(|it| it.trim().strip_prefix("endpoint: http://")?.split(['/', ':']).next());
    let hosts: Vec<&str> = hosts.collect();
    let is_asked = |service: &Thing<'_>| {
        let name = service.text("metadata/name").zip(service.text("metadata/namespace"));
        name.is_some_and(|(name, zone)| hosts.contains(&&*format!("{name}.{zone}.svc")))
    };
    let mut told = Vec::new();
    for service in it.others("Service").filter(is_asked) {
        let zone = service.text("metadata/namespace");
        let wanted = service.at("spec/selector").and_then(Value::as_object);
        for kind in ["Deployment", "StatefulSet"] {
            let selected = it.others(kind).filter(|it| {
                let labels = it.at("spec/template/metadata/labels");
                let has = |(name, value)| labels.is_some_and(|it| it.get(name) == Some(value));
                it.text("metadata/namespace") == zone && wanted.is_some_and(|it| it.iter().all(has))
            });
            told.extend(selected.map(|it| begins_with(it).filter(|text| has_its_bucket(it, text)).unwrap_or_default()));
        }
    }
    told
}

/// Whether pods that keep what they are told in a bucket know keys of it, or have an account with a role.
fn has_its_bucket(pods: Thing<'_>, told: &str) -> bool {
    let in_bucket = told.contains("object_store: s3");
    let variables =
        pods.list("spec/template/spec/containers").iter().flat_map(|it| it["env"].as_array().into_iter().flatten());
    let keys = variables.filter(|it| {
        let name = it["name"].as_str().unwrap_or_default();
        name.starts_with("AWS_") && it["valueFrom"]["secretKeyRef"]["key"].is_string()
    });
    let account = pods.text("spec/template/spec/serviceAccountName");
    let has_role = |it: Thing<'_>| it.text("metadata/name") == account && it.at("metadata/annotations").is_some();
    !in_bucket || keys.count() >= 2 || pods.others("ServiceAccount").any(has_role)
}

/// The text of the file that the first container of some pods begins with.
fn begins_with(pods: Thing<'_>) -> Option<String> {
    let container = pods.list("spec/template/spec/containers").first()?;
    let words: Vec<&str> = ["command", "args"]
        .iter()
        .flat_map(|it| container[*it].as_array().into_iter().flatten())
        .filter_map(Value::as_str)
        .collect();
    let file = words.iter().find_map(|it| it.split_once("config.file=")).map(|(_, it)| it)?;
    let (folder, name) = file.rsplit_once('/')?;
    let mounts = container["volumeMounts"].as_array()?;
    let volume = mounts.iter().find(|it| it["mountPath"] == folder && it["subPath"].is_null())?["name"].as_str()?;
    let volumes = pods.list("spec/template/spec/volumes");
    let map = volumes.iter().find(|it| it["name"] == volume)?["configMap"]["name"].as_str()?.to_owned();
    let zone = pods.text("metadata/namespace");
    let is_it = |it: &Thing<'_>| it.text("metadata/name") == Some(&map) && it.text("metadata/namespace") == zone;
    Some(pods.others("ConfigMap").find(is_it)?.at("data")?.get(name)?.as_str()?.to_owned())
}

/// The texts of a configuration.
fn files(it: Thing<'_>) -> String {
    let data = it.at("data").and_then(Value::as_object);
    data.into_iter().flatten().map(|(_, it)| it.as_str().map_or_else(|| words(it), str::to_owned)).collect()
}
