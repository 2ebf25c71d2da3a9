//! Namespaces, disks, budgets, backups and what watches.

use serde_json::Value;

use super::{Table, stores, when};
use crate::document::{Thing, is_on, value, words};

pub(super) const TABLE: Table = &[
    ("RestrictedNamespace", |it| {
        let level = it.written.json["metadata"]["labels"]["pod-security.kubernetes.io/enforce"].as_str();
        let version = it.written.json["metadata"]["labels"]["pod-security.kubernetes.io/enforce-version"].as_str();
        let minor = version.and_then(|it| it.strip_prefix("v1.")).and_then(|it| it.parse::<u32>().ok());
        // Seccomp came with 1.19, and that capabilities are dropped with 1.22.
        when(level != Some("restricted") || minor.is_some_and(|it| it < 22), "other pods are let in")
    }),
    ("LimitedNamespace", |it| {
        let own = |kind: &'static str| {
            it.others(kind).filter(move |other| other.text("metadata/namespace") == it.text("metadata/name"))
        };
        let quota = own("ResourceQuota").any(|it| {
            ["limits.cpu", "limits.memory"]
                .iter()
                .all(|name| it.written.json["spec"]["hard"].get(*name).is_some_and(|it| !it.is_null()))
        });
        let limits = own("LimitRange").any(|it| it.list("spec/limits").iter().any(|it| it["type"] == "Container"));
        let is_namespace = it.kind() == "Namespace";
        when(is_namespace && !quota, "nothing limits all of it")
            .or_else(|| when(is_namespace && !limits, "nothing limits a container"))
    }),
    ("EncryptedDisks", |it| {
        let parameters = it.at("parameters");
        let provisioner = it.text("provisioner").unwrap_or_default();
        // The driver reads the names of parameters in small letters.
        let named = parameters.and_then(Value::as_object).into_iter().flatten();
        let on = parameters.and_then(|it| value(it, "encrypted")).is_some_and(is_on)
            && named.filter(|(name, _)| name.eq_ignore_ascii_case("encrypted")).all(|(_, it)| is_on(it));
        when(
            (provisioner == "ebs.csi.aws.com" || provisioner == "efs.csi.aws.com") && !on,
            "its disks are not encrypted",
        )
    }),
    ("KeyOfDisks", |it| {
        let key = it.at("parameters").and_then(|it| value(it, "kmsKeyId"));
        when(
            it.text("provisioner") == Some("ebs.csi.aws.com") && key.is_none_or(|it| words(it).contains("alias/aws/")),
            "the key is AWS's",
        )
    }),
    ("DisksOutliveTheirPods", |it| match it.kind() {
        "StorageClass" => when(it.text("reclaimPolicy") != Some("Retain"), "its disks are deleted"),
        _ => None,
    }),
    ("OnEncryptedDisks", |it| {
        if stores::is_one(it) {
            return stores::disks(it);
        }
        let claims = it.list("spec/volumeClaimTemplates").iter();
        claims.into_iter().find_map(|claim| {
            let class = value(claim, "spec/storageClassName").and_then(Value::as_str);
            let known =
                class.is_some_and(|class| it.others("StorageClass").any(|it| it.text("metadata/name") == Some(class)));
            when(!known, "its disks are of a class that is not of the app")
        })
    }),
    ("DisruptedOneByOne", |it| {
        let budgets = budgets(it);
        when(budgets.is_empty(), "no budget is for its pods").or_else(|| {
            budgets.into_iter().find_map(|it| {
                let most = it.at("spec/maxUnavailable").map(words);
                let one = most.as_deref() == Some("1");
                when(!one, "more than one may be taken away")
            })
        })
    }),
    ("RecommendsOnly", |it| when(it.text("spec/updatePolicy/updateMode") != Some("Off"), "it changes what it watches")),
    ("CertificateIsRenewed", |it| {
        when(it.text("spec/privateKey/rotationPolicy") != Some("Always"), "its key stays the same")
    }),
    ("KeyInObject", key),
    ("KeyInTemplate", key),
    ("InItsNamespace", |it| {
        let is_ours =
            |zone: Option<&str>| zone.is_some() && it.others("Namespace").any(|it| it.text("metadata/name") == zone);
        // A gateway may be with its proxies.
        let listeners = it.list("spec/listeners");
        let takes_ours = it.kind() == "Gateway"
            && !listeners.is_empty()
            && listeners.iter().all(|listener| is_ours(super::gateways::taken(it, listener)));
        when(!is_ours(it.text("metadata/namespace")) && !takes_ours, "its namespace is not of the app")
    }),
    ("WatchedByName", |it| {
        let labels = it.at("spec/selector/matchLabels").and_then(Value::as_object);
        let others = it.at("spec/namespaceSelector").is_some_and(|it| it.as_object().is_some_and(|it| !it.is_empty()));
        when(labels.is_none_or(serde_json::Map::is_empty), "it selects every pod")
            .or_else(|| when(others, "it asks pods of other namespaces"))
    }),
];

/// The labels of an object's pods.
fn labels(it: Thing<'_>) -> Option<&Value> {
    super::pods::template(it).map(|it| &it["metadata"]["labels"])
}

/// The disruption budgets of an object's pods.
fn budgets(it: Thing<'_>) -> Vec<Thing<'_>> {
    if it.kind() == "PodDisruptionBudget" {
        return vec![it];
    }
    let selects = |budget: &Thing<'_>| {
        let wanted = budget.at("spec/selector/matchLabels").and_then(Value::as_object);
        budget.text("metadata/namespace") == it.text("metadata/namespace")
            && wanted.is_some_and(|all| {
                all.iter().all(|(name, value)| labels(it).is_some_and(|it| it.get(name) == Some(value)))
            })
    };
    it.others("PodDisruptionBudget").filter(selects).collect()
}

/// Why a text is a key or token, by how those of AWS, Stripe and GitHub begin.
fn key(it: Thing<'_>) -> Option<String> {
    let text = it.written.json.to_string();
    when(["AKIA", "sk_live_", "ghp_", "BEGIN PRIVATE KEY"].iter().any(|key| text.contains(key)), "a key stands there")
}
