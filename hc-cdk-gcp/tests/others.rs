//! What a sentence says of other objects is read in these: what is changed in one makes it untrue of another, which is as it was.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod program;

use hc_cdk::{
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
};

/// What is found where a part of an object is another.
fn found(object: &'static str, part: &'static str, value: impl Into<Json>) -> String {
    let waiver = Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2027-01-31"));
    let app = program::app(|stack| stack.add("Changed", waiver.property(object, part, value)));
    app.check().map_or_else(|found| found.to_string(), |_| String::new())
}

/// Whether a rule is broken in an object.
fn is_of(found: &str, object: &str, code: &str) -> bool {
    found
        .split("\n\n")
        .any(|it| it.contains(&format!("declares `{object}` (")) && it.contains(&format!("code: {code}")))
}

#[test]
fn what_is_said_of_a_cluster_is_so_of_its_nodes() {
    let scopes = || vec![Json::from("https://www.googleapis.com/auth/devstorage.read_only")];
    for (part, value, code) in [
        ("spec/networkConfig/enablePrivateNodes", Json::from(false), "GkeIsPrivate"),
        ("spec/nodeConfig/workloadMetadataConfig/mode", "GCE_METADATA".into(), "GkeKnowsItsWorkloads"),
        ("spec/nodeConfig/oauthScopes", scopes().into(), "GkeLogsEverything"),
        ("spec/nodeConfig/oauthScopes", "*".into(), "GkeLogsEverything"),
        ("spec/autoscaling/totalMinNodeCount", 1.into(), "GkeHasZones"),
        ("spec/management/autoUpgrade", false.into(), "GkeIsRenewed"),
        ("spec/nodeConfig/shieldedInstanceConfig/enableSecureBoot", false.into(), "GkeNodesAreShielded"),
        // Nobody knows what a member does that no rule judges.
        ("spec/nodeConfig/linuxNodeConfig", Object::new().with("a", "b").into(), "GkeIsPrivate"),
    ] {
        let changed = found("ClusterNodes", part, value);
        assert!(is_of(&changed, "Cluster", code), "{part}: {changed}");
    }
    let more = found("ClusterNodes", "spec/autoscaling/totalMaxNodeCount", 60);
    assert_eq!(more, "");
}

#[test]
fn what_is_named_is_as_the_sentence_has_it() {
    let elsewhere = || vec![Object::new().with("networkRef", Object::new().with("name", "elsewhere"))];
    for (object, part, value, other, code) in [
        (
            "Cluster",
            "spec/addonsConfig/gkeBackupAgentConfig/enabled",
            Json::from(false),
            "ClusterBackups",
            "GkeIsBackedUp",
        ),
        ("ClusterBackups", "spec/location", "us-east1".into(), "Cluster", "InItsRegion"),
        ("FrontCertificate", "spec/managed/domains", Json::List(Vec::new()), "FrontProxy", "BalancerCertificateRenews"),
        ("FrontCertificateEntry", "spec/mapRef/name", "elsewhere".into(), "FrontProxy", "BalancerCertificateRenews"),
        ("FrontBackend", "spec/backend", "*".into(), "FrontRoutes", "BalancerIsBehindAFirewall"),
        ("NetworkGoogleApis", "spec/visibility", "public".into(), "NetworkGoogleApisItself", "NamesArePrivate"),
        (
            "NetworkGoogleApis",
            "spec/privateVisibilityConfig/networks",
            elsewhere().into(),
            "NetworkGoogleApisAll",
            "NamesArePrivate",
        ),
        ("NetworkAddresses", "spec/addressType", "EXTERNAL".into(), "NetworkServices", "ServicesArePrivate"),
        ("NetworkAddresses", "spec/prefixLength", 0.into(), "NetworkAddresses", "ServicesArePrivate"),
        ("AuditConfig", "spec/resourceRef/external", "projects/other".into(), "Audit", "RecordsAreLocked"),
        ("AuditWriter", "spec/condition/expression", "false".into(), "AuditSink", "AuditSinkExportsAll"),
        ("NetworkDenyOut", "spec/targetSecureTags", vec![Json::from("a")].into(), "Network", "NetworkIsClosed"),
    ] {
        let changed = found(object, part, value);
        assert!(is_of(&changed, other, code), "{object} {part}: {changed}");
    }
}
