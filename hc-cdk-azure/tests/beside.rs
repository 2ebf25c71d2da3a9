//! What stands beside an object, and undoes what is said of it: somebody signs for the one, and nobody for the other.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod program;

use hc_cdk::{
    date,
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
};
use hc_cdk_azure::{region, rule};
use hc_cdk_manifest::object::ApiObject;

/// What is found of a resource under a rule.
fn is_found(app: &App, resource: &str, code: &str) -> bool {
    let found = app.check().map_or_else(|found| found.to_string(), |_| String::new());
    found
        .split("\n\n")
        .any(|it| it.contains(&format!("declares `{resource}` (")) && it.contains(&format!("code: {code}")))
}

#[test]
fn a_setting_that_names_its_database_otherwise_may_be_one_of_it() {
    let app = program::app(|stack| {
        let spec = Object::new().with("azureName", "pgaudit.log").with("value", "none").with("source", "user-override");
        let server =
            "/subscriptions/a/resourceGroups/clinic-prod/providers/Microsoft.DBforPostgreSQL/flexibleServers/x";
        let spec = spec.with("owner", Object::new().with("armId", server));
        let why = "the auditors have asked for it";
        let waiver = Waiver::new(rule::SERVER_RECORDS_STATEMENTS, why, "jane.roe", date!("2027-01-31"));
        let waiver = waiver.and(rule::JUDGED_MEMBERS).and(rule::IN_ITS_GROUP);
        let group = "dbforpostgresql.azure.com/v1api20240801";
        let quiet = ApiObject::new(group, "FlexibleServersConfiguration", "quiet").in_namespace("clinic-prod");
        stack.add("Quiet", waiver.resource(quiet.with("spec", spec)));
    });
    assert!(is_found(&app, "Patients", "FlexibleServerRecordsStatements"));
}

#[test]
fn what_has_no_backups_of_its_own_keeps_none() {
    let app = |part: &'static str, value: &'static str| {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2027-01-31"));
        program::app(|stack| stack.add("Changed", waiver.property("Patients", part, value)))
    };
    assert!(is_found(&app("spec/createMode", "Replica"), "Patients", "FlexibleServerKeepsBackups"));
    let of_somebody = "https://other.vault.azure.net/keys/a/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5";
    let key = "spec/dataEncryption/geoBackupKeyURI";
    assert!(is_found(&app(key, of_somebody), "Patients", "FlexibleServerHasTheCustomersKey"));
}

#[test]
fn what_sends_some_of_its_logs_is_not_watched() {
    let app = |enabled: bool| {
        program::app(|stack| {
            let log = Object::new().with("categoryGroup", "allLogs").with("enabled", enabled);
            let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2027-01-31"));
            stack.add("Changed", waiver.property("PatientsLogs", "spec/logs", vec![log]));
        })
    };
    assert!(!is_found(&app(true), "Patients", "AzureIsWatched"));
    assert!(is_found(&app(false), "Patients", "AzureIsWatched"));
}

#[test]
fn a_group_is_opened_by_no_rule_of_another_stack() {
    let app = |group: &str, range: &'static str| {
        let rule = Object::new()
            .with("owner", Object::new().with("name", group.to_owned()))
            .with("access", "Allow")
            .with("direction", "Outbound")
            .with("priority", 300)
            .with("protocol", "Tcp")
            .with("sourcePortRange", "*")
            .with("sourceAddressPrefix", "VirtualNetwork")
            .with("destinationPortRange", "443")
            .with("destinationAddressPrefix", range);
        let kind = "NetworkSecurityGroupsSecurityRule";
        let rule = ApiObject::new("network.azure.com/v1api20240301", kind, "beside").with("spec", rule);
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2027-01-31"));
        let mut other = program::Live::new("other", region::EastUs2);
        other.add("Beside", waiver.resource(rule.in_namespace("clinic-prod")));
        program::app(|_| {}).stack(other)
    };
    let is_open = |group, range| is_found(&app(group, range), "NetworkInside", "AzureNetworkIsClosed");
    assert!(is_open("network-inside", "8.0.0.0/7"));
    assert!(!is_open("network-inside", "8.0.0.0/16"));
    assert!(!is_open("elsewhere", "8.0.0.0/7"));
}

#[test]
fn what_a_sentence_says_of_other_objects_is_read_in_these() {
    let network = |name: &'static str| {
        Object::new().with("group", "network.azure.com").with("kind", "VirtualNetwork").with("name", name)
    };
    let nobody = || Json::List(vec![Object::new().with("categoryGroup", "audit").with("enabled", true).into()]);
    for (object, part, value, other, code) in [
        ("PatientsEndpoint", "spec/subnet/reference/name", Json::from("elsewhere"), "Patients", "AzureStoreIsPrivate"),
        ("KeyEndpoint", "spec/subnet/reference/name", "elsewhere".into(), "Key", "VaultIsPrivate"),
        ("AuditEndpoint", "spec/subnet/reference/name", "elsewhere".into(), "Audit", "AzureArchiveIsPrivate"),
        ("NetworkNodes", "spec/defaultOutboundAccess", true.into(), "Network", "AzureSubnetIsBehindAGroup"),
        ("NetworkBlobNamesLink", "spec/registrationEnabled", true.into(), "NetworkBlobNames", "AzureNamesArePrivate"),
        (
            "NetworkBlobNamesLink",
            "spec/virtualNetwork/reference",
            network("x").into(),
            "AuditEndpointName",
            "AzureNamesArePrivate",
        ),
        ("KeyDisks", "spec/rotationToLatestKeyVersionEnabled", false.into(), "Cluster", "AksNodesHaveEncryptedDisks"),
        ("ClusterNodes", "spec/enableNodePublicIP", true.into(), "Cluster", "AksIsPrivate"),
        ("ClusterNodes", "spec/minCount", 1.into(), "Cluster", "AksHasZones"),
        ("ClusterNodes", "spec/enableEncryptionAtHost", false.into(), "Cluster", "AksNodesHaveEncryptedDisks"),
        ("ClusterNodes", "spec/securityProfile/enableVTPM", false.into(), "Cluster", "AksNodesAreShielded"),
        ("ClusterNodes", "spec/linuxOSConfig", Object::new().with("a", "b").into(), "Cluster", "AksIsPrivate"),
        ("KeyIdentity", "metadata/namespace", "elsewhere".into(), "KeyKeyUse", "AzureGrantIsNarrow"),
        ("PatientsLogs", "spec/storageAccountReference/name", "elsewhere".into(), "Patients", "AzureIsWatched"),
        ("AuditActivities", "spec/logs", nobody(), "Audit", "AzureRecordsAreLocked"),
        ("FrontFirewall", "spec/policySettings/state", "Disabled".into(), "Front", "GatewayIsBehindAFirewall"),
    ] {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2027-01-31"));
        let app = program::app(|stack| stack.add("Changed", waiver.property(object, part, value)));
        assert!(is_found(&app, other, code), "{object} {part}");
    }
    let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2027-01-31"));
    let more = program::app(|stack| stack.add("Changed", waiver.property("ClusterNodes", "spec/maxCount", 60)));
    assert!(more.check().is_ok());
}
