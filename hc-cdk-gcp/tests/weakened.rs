//! Whatever somebody changes in what the constructs write is found (`hc-cdk-manifest/tests/weakened`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod program;
#[path = "../../hc-cdk-manifest/tests/weakened/mod.rs"]
mod weakened;

use hc_cdk::{
    prelude::App,
    value::{Json, Object},
    waiver::Overridden,
};
use weakened::{Cloud, Written, found, written};

fn program(changed: Vec<Overridden>) -> App {
    program::app(|stack| {
        for (number, it) in changed.into_iter().enumerate() {
            stack.add(format!("Changed{number}"), it);
        }
    })
}

#[test]
fn what_is_written_as_text_passes() {
    weakened::what_is_written_as_text_passes(program);
}

#[test]
fn of_what_says_more_than_rules_know_nothing_is_attested() {
    weakened::of_what_says_more_than_rules_know_nothing_is_attested(program);
}

#[test]
fn whatever_weakens_is_found() {
    let project = Object::new().with("cnrm.cloud.google.com/project-id", "other");
    weakened::whatever_weakens_is_found(&Cloud {
        program,
        places: &[
            ("of another project", "clinic-prod"),
            ("in another region", "us-central1"),
            ("in another ring", "keyRings/key"),
        ],
        elsewhere: vec![
            ("metadata/namespace", "elsewhere".into()),
            ("metadata/namespace", Json::Null),
            ("metadata/annotations", project.into()),
        ],
        harmless: include_str!("harmless.tsv"),
    });
}

/// What is found in the first object of a kind that has another value somewhere.
fn found_in(kind: &str, path: &'static str, value: impl Into<Json>) -> Vec<String> {
    let it = written(program).into_iter().find(|it| it.kind == kind).unwrap();
    found(program, it.name, vec![(path, value.into())])
}

#[test]
fn a_span_of_nothing_is_no_span() {
    assert!(!found_in("KMSCryptoKey", "spec/rotationPeriod", "0s").is_empty());
    assert!(!found_in("MonitoringUptimeCheckConfig", "spec/period", "0s").is_empty());
    for never in ["61 2 * * *", "0 24 * * *"] {
        assert!(!found_in("GKEBackupBackupPlan", "spec/backupSchedule/cronSchedule", never).is_empty());
    }
}

#[test]
fn what_stays_is_not_destroyed_with_the_program() {
    let stays = |it: &Written| it.annotations["cnrm.cloud.google.com/deletion-policy"].as_str() == Some("abandon");
    for Written { name, kind, .. } in written(program).into_iter().filter(stays) {
        // A ring stays in the cloud whatever somebody says, and images and a cluster can be made anew.
        let is_replaceable = ["ArtifactRegistryRepository", "ContainerCluster", "KMSKeyRing"].contains(&kind.as_str());
        let found = found(program, name, vec![("metadata/annotations", Object::new().into())]);
        assert!(is_replaceable || !found.is_empty(), "{name} is destroyed with the program");
    }
}

/// What is found in each object of a kind that has another value somewhere.
fn found_in_each(kind: &str, path: &'static str, value: &Json) -> Vec<Vec<String>> {
    let all = written(program).into_iter().filter(|it| it.kind == kind);
    all.map(|it| found(program, it.name, vec![(path, value.clone())])).collect()
}

#[test]
fn a_network_is_not_opened_range_by_range() {
    let ranges =
        |count: u8| -> Json { (1..=count).map(|it| Json::from(format!("{it}.0.0.0/8"))).collect::<Vec<_>>().into() };
    let opened = |ranges: &Json| {
        let all = found_in_each("ComputeFirewall", "spec/destinationRanges", ranges);
        all.iter().flatten().filter(|it| it.contains("range by range")).count()
    };
    let named = Json::List(vec!["203.0.113.0/24".into(), "198.51.100.0/24".into()]);
    // The rule that denies everything denies less with any other ranges.
    assert!(opened(&named) == 1 && opened(&ranges(9)) > 1);
    for all in [Json::Null, Json::List(vec!["::/0".into()]), Json::List(vec!["0.0.0.0/0".into()])] {
        assert!(opened(&all) > 1, "{all:?}");
    }
}

#[test]
fn a_filter_that_takes_a_part_of_the_logs_is_found() {
    for filter in ["other\"", "cluster\"AND(severity>=ERROR)\"", "cluster\" AND severity>=ERROR"] {
        let filter = Json::from(format!("resource.labels.cluster_name=\"{filter}"));
        let found = found_in_each("LoggingLogSink", "spec/filter", &filter);
        assert!(!found.is_empty() && found.iter().all(|it| !it.is_empty()), "{found:?}");
    }
}

#[test]
fn nodes_write_logs_by_their_scopes() {
    const SCOPES: &str = "spec/nodeConfig/oauthScopes";
    let is_silent = |scopes: &[&str]| {
        let all =
            scopes.iter().map(|it| Json::from(format!("https://www.googleapis.com/auth/{it}"))).collect::<Vec<_>>();
        found_in("ContainerNodePool", SCOPES, all).iter().any(|it| it.contains("write no logs"))
    };
    for silent in
        [["devstorage.read_only"].as_slice(), &["logging.write"], &["monitoring"], &["logging.read", "monitoring"]]
    {
        assert!(is_silent(silent), "{silent:?}");
    }
    for right in
        [["cloud-platform"].as_slice(), &["logging.write", "monitoring"], &["logging.admin", "monitoring.write"]]
    {
        assert!(!is_silent(right), "{right:?}");
    }
}
