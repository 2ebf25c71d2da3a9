//! Where an API server sends its records, who takes them, and how long Loki keeps them.

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
    let asked = it.documents.asked.audit * 24.0;
    let lokis: Vec<String> = it.others("ConfigMap").map(files).filter(|it| it.contains("retention_stream")).collect();
    when(!guarded || !text.contains("kube-apiserver"), "it takes records of anybody, or does not say whose they are")
        .or_else(|| {
            when(!lokis.iter().any(|it| hours(it).is_some_and(|it| it >= asked)), "nobody keeps them for long enough")
        })
}

/// The texts of a configuration.
fn files(it: Thing<'_>) -> String {
    let data = it.at("data").and_then(Value::as_object);
    data.into_iter().flatten().map(|(_, it)| it.as_str().map_or_else(|| words(it), str::to_owned)).collect()
}
