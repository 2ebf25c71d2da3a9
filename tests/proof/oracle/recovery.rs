//! What is there after a disaster: what the documentation of Velero and of Kubernetes says of the fields of these objects.

use serde_json::Value;

use super::{Table, when};
use crate::document::{is_on, list, value, words};

pub(super) const TABLE: Table = &[
    ("CopiesAreEncrypted", |it| {
        let setting = |name: &str| it.at("spec/config").and_then(|all| all.get(name)).map(words);
        let key = match it.text("spec/provider") {
            Some("velero.io/gcp" | "gcp") => setting("kmsKeyName").is_some_and(|key| key.contains("/cryptoKeys/")),
            _ => setting("kmsKeyId").is_some_and(|key| !key.is_empty() && !key.contains("alias/aws/")),
        };
        let plain = setting("s3Url").is_some_and(|it| it.starts_with("http:"));
        let blind = setting("insecureSkipTLSVerify").is_some_and(|it| it == "true");
        when(!key || plain || blind, "a bucket does not encrypt what it gets, or gets it in the open")
    }),
    ("NamespaceIsCopied", |it| {
        let template = it.at("spec/template");
        let of = |name: &str| list(template.and_then(|it| it.get(name)));
        let on = |name: &str| template.and_then(|it| it.get(name)).is_some_and(is_on);
        let zones = of("includedNamespaces");
        let of_app = |zone: &Value| it.others("Namespace").any(|it| it.text("metadata/name") == zone.as_str());
        let place = it.text("spec/template/storageLocation");
        let there = it.others("BackupStorageLocation").any(|it| it.text("metadata/name") == place);
        let narrowed =
            ["labelSelector", "orLabelSelectors", "includedResources", "resourcePolicy", "excludedNamespaces"];
        let part = narrowed.iter().any(|name| template.is_some_and(|it| it.get(*name).is_some()));
        let hours = it.text("spec/template/ttl").and_then(|it| it.split_once('h')?.0.parse::<f64>().ok());
        let daily = it.text("spec/schedule").is_some_and(|it| it.ends_with(" * * *"));
        when(zones.is_empty() || !zones.iter().all(of_app) || part, "a part of a namespace is left out")
            .or_else(|| when(!on("snapshotMoveData") || !on("snapshotVolumes"), "what pods keep stays where it is"))
            .or_else(|| when(!of("excludedResources").iter().any(|it| it == "secrets"), "secrets are copied"))
            .or_else(|| when(!there, "it goes to a place that is not of the app"))
            .or_else(|| when(!daily || it.is_on("spec/paused"), "it is not made every day"))
            .or_else(|| when(hours.is_none_or(|it2| it2 < it.asked().backup * 24.0), "copies end too early"))
    }),
    ("BackupsAreReadBack", |it| {
        let pod = it.at("spec/jobTemplate/spec/template/spec");
        let command = list(pod.and_then(|it| value(it, "containers/0/command"))).iter().map(words).collect::<String>();
        let monthly = it.text("spec/schedule").is_some_and(|it| it.ends_with(" * *"));
        let of_postgres = command.contains("barman-cloud-restore") && command.contains("pg_amcheck");
        let of_mongo = command.contains(r#""pbm", "restore""#) && command.contains(".validate().valid");
        // Documents are counted where they were restored to, and where nothing is written back to.
        let of_search = ["/_restore?wait_for_completion=true", "/_count", r#""readonly": True"#];
        let looks = of_postgres || of_mongo || of_search.iter().all(|it| command.contains(it));
        let ends = it.number("spec/jobTemplate/spec/activeDeadlineSeconds").is_some_and(|it| it > 0.0);
        when(!looks, "it does not look at what it reads back")
            .or_else(|| when(!monthly || it.is_on("spec/suspend"), "it is not done each month"))
            .or_else(|| when(it.is_on("spec/jobTemplate/spec/suspend"), "its jobs wait for somebody to begin them"))
            .or_else(|| {
                let soon = it.number("spec/startingDeadlineSeconds").is_some_and(|it| it < 10.0);
                when(soon, "it has less time to begin than whoever begins it takes to look")
            })
            .or_else(|| when(!ends, "it may take as long as it likes"))
    }),
];
