//! Files on EFS: what its documentation says of policies of file systems, of access points, and of what tasks mount.

use serde_json::Value;

use super::{
    Table,
    backup::{is_kept_by_a_plan, selected},
    encryption::key,
    messages::refuses_plain,
    when,
};
use crate::document::{Thing, is_on, list, value, words};

pub(super) const TABLE: Table = &[
    ("FilesHaveTheCustomersKey", |it| {
        let copies = it.list("ReplicationConfiguration/Destinations");
        when(!it.is_on("Encrypted"), "nothing is encrypted")
            .or_else(|| key(it, "KmsKeyId"))
            .or_else(|| when(copies.iter().any(|copy| copy.get("KmsKeyId").is_none()), "a copy has no key"))
    }),
    ("FilesSpeakTls", |it| {
        let refused = statements(it).any(|statement| refuses_plain(statement, "elasticfilesystem:*"));
        when(!refused, "nothing refuses to be mounted without TLS")
    }),
    ("FilesAreEnteredByName", |it| {
        let root = statements(it)
            .any(|it| denies(it, "elasticfilesystem:ClientRootAccess") && value(it, "Condition").is_none_or(is_empty));
        let past = statements(it).any(|it| {
            let keys = value(it, "Condition/Null").and_then(Value::as_object);
            denies(it, "elasticfilesystem:ClientMount")
                && it["Condition"].as_object().is_some_and(|all| all.len() == 1)
                && keys
                    .is_some_and(|all| all.len() == 1 && all.get("elasticfilesystem:AccessPointArn").is_some_and(is_on))
        });
        let anybody =
            statements(it).any(|it| it["Effect"] == "Allow" && is_everybody(it) && it.get("Condition").is_none());
        when(!root, "root may enter")
            .or_else(|| when(!past, "it is entered past an access point"))
            .or_else(|| when(anybody, "anybody may mount it"))
    }),
    ("FilesAreRestoredInTime", selected),
    ("FilesKeepBackups", |it| when(!is_kept_by_a_plan(it), "backups are kept for too few days")),
    ("FilesHaveZones", |it| {
        let doors = it.others("AWS::EFS::MountTarget");
        let doors = doors.into_iter().filter(|door| it.points_at(door.at("FileSystemId"), it));
        let mut subnets: Vec<String> = doors.filter_map(|door| Some(door.at("SubnetId")?.to_string())).collect();
        subnets.sort_unstable();
        subnets.dedup();
        when(it.at("AvailabilityZoneName").is_some() || subnets.len() < 2, "one zone takes it away")
    }),
    ("AccessPointHasAUser", |it| {
        when(it.number("PosixUser/Uid").is_none_or(|it| it < 1.0), "a client says who it is, or is root")
    }),
    ("TaskMountsByRole", |it| {
        let mounted = it.list("Volumes").iter().filter_map(|it| value(it, "EFSVolumeConfiguration"));
        let open = |it: &Value| {
            let is = |path| value(it, path).is_some_and(|it| it == "ENABLED");
            let entered = value(it, "AuthorizationConfig/AccessPointId").is_some();
            !is("TransitEncryption") || !is("AuthorizationConfig/IAM") || !entered
        };
        when(mounted.into_iter().any(open), "something is mounted without TLS, a role or an access point")
    }),
];

fn statements(it: Thing<'_>) -> impl Iterator<Item = &Value> {
    list(it.at("FileSystemPolicy/Statement")).iter()
}

fn is_empty(it: &Value) -> bool {
    it.as_object().is_some_and(serde_json::Map::is_empty)
}

fn is_everybody(statement: &Value) -> bool {
    statement["Principal"] == "*" || list(value(statement, "Principal/AWS")).iter().any(|it| words(it) == "*")
}

/// Whether a statement refuses everybody an action.
fn denies(statement: &Value, action: &str) -> bool {
    let all = [action, "elasticfilesystem:*", "elasticfilesystem:Client*", "*"];
    let actions = list(statement.get("Action"));
    statement["Effect"] == "Deny"
        && is_everybody(statement)
        && actions.iter().any(|it| all.contains(&words(it).as_str()))
}
