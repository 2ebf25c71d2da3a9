//! What measures and tells: what the documentation of the Prometheus operator says of its objects.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, list, words};

pub(super) const TABLE: Table = &[
    ("AskedByName", |it| {
        let asked = it.list("spec/targets/staticConfig/static");
        let is_address = |it: &Value| {
            let text = words(it);
            let host =
                text.split_once("://").map_or(text.as_str(), |(_, rest)| rest).split('/').next().unwrap_or_default();
            host.contains('.') && !host.contains(['*', '@'])
        };
        let shown = ["basicAuth", "bearerTokenSecret", "authorization", "oauth2", "tlsConfig"];
        let shows = shown.iter().any(|name| it.at(&format!("spec/{name}")).is_some());
        let moved = it.at("spec/targets/staticConfig/relabelingConfigs").is_some();
        when(asked.is_empty() || !asked.iter().all(is_address), "it asks no address that it names")
            .or_else(|| when(it.at("spec/targets/ingress").is_some() || moved, "it asks what others name"))
            .or_else(|| when(shows, "it shows what it asks a secret"))
    }),
    ("OperatedAsConfined", |it| {
        let user = |name: &str| it.number(&format!("spec/securityContext/{name}"));
        let rooted = ["runAsUser", "runAsGroup"].iter().any(|name| user(name) == Some(0.0));
        let open = it.text("spec/securityContext/seccompProfile/type") == Some("Unconfined")
            || it.is_on("spec/securityContext/windowsOptions/hostProcess")
            || it.at("spec/securityContext/seLinuxOptions").is_some()
            || it.at("spec/securityContext/sysctls").is_some()
            || it.is_on("spec/hostNetwork");
        let beside = ["containers", "initContainers", "volumes", "volumeMounts", "thanos"];
        let beside = beside.iter().find(|name| it.at(&format!("spec/{name}")).is_some());
        let digest = it.text("spec/image").is_some_and(|it| it.contains("@sha256:"));
        when(!digest, "its image is not named by a digest")
            .or_else(|| when(!it.is_on("spec/securityContext/runAsNonRoot") || rooted, "it may run as root"))
            .or_else(|| when(open, "it is not kept apart from its node"))
            .or_else(|| when(!has_disk(it), "its disks are of no class of the app"))
            .or_else(|| beside.map(|name| format!("it has {name} beside it")))
    }),
    ("FiguresAreKept", |it| {
        let asked = it.asked().figures;
        if asked == 0.0 {
            return None;
        }
        let days = it.text("spec/retention").map_or(1.0, days);
        let other = list(it.at("spec/additionalArgs")).iter().any(|it| words(&it["name"]).contains("retention"));
        when(days < asked, "they are kept for too few days")
            .or_else(|| when(it.at("spec/retentionSize").is_some() || other, "they end when there are many"))
            .or_else(|| when(!has_disk(it), "they end with their pod"))
            .or_else(|| when(it.is_on("spec/paused"), "the operator makes nothing of it"))
    }),
];

/// Whether what it keeps is on disks of a class that the app has.
fn has_disk(it: Thing<'_>) -> bool {
    let class = it.text("spec/storage/volumeClaimTemplate/spec/storageClassName");
    let passing = ["emptyDir", "ephemeral"].iter().any(|name| it.at(&format!("spec/storage/{name}")).is_some());
    class.is_some() && !passing && it.others("StorageClass").any(|it| it.text("metadata/name") == class)
}

/// How many days a duration of Prometheus has, such as `1w2d12h`.
fn days(text: &str) -> f64 {
    let (mut all, mut number) = (0.0, String::new());
    let units = [('y', 365.0), ('w', 7.0), ('d', 1.0), ('h', 1.0 / 24.0)];
    for it in text.chars() {
        match units.iter().find(|(unit, _)| *unit == it) {
            Some((_, days)) => all += std::mem::take(&mut number).parse().unwrap_or(0.0) * days,
            None => number.push(it),
        }
    }
    all
}
