//! Whether there is a backup of all that is kept, and for as long as the policy asks for it, from what Velero and the operators of
//! stores say of their objects.
//!
//! Sources: Velero, "Schedule API Type"; `CloudNativePG`, "Backup", and its plugin Barman Cloud, "Retention"; Percona Operator for MongoDB,
//! "Custom resource options"; Elastic Cloud on Kubernetes, "Elastic Stack configuration policies"; Kubernetes, "`StatefulSets`", on the labels
//! of claims; Opstree's operator for Redis, on the labels of what it makes.

use serde_json::json;

use super::{Object, Value, World, items, matches};

pub(super) fn check(world: &mut World<'_>, object: &Object) {
    if !keeps(object) {
        return;
    }
    let asked = world.asked.backup_days;
    let days = world.objects.iter().filter_map(|it| days(object, it, &world.objects)).max();
    world.must(object, asked == 0 || days.is_some_and(|it| it >= asked), "a backup for as long as the policy asks for");
}

/// Whether an object has disks on which something is kept.
fn keeps(object: &Object) -> bool {
    let spec = &object.json()["spec"];
    match object.kind() {
        "StatefulSet" => !items(&spec["volumeClaimTemplates"]).is_empty(),
        kind => matches!(
            kind,
            "PersistentVolumeClaim" | "Cluster" | "PerconaServerMongoDB" | "Elasticsearch" | "RedisReplication"
        ),
    }
}

/// For how many days something has a store backed up, if it has.
fn days(store: &Object, it: &Object, all: &[&Object]) -> Option<u64> {
    let (spec, there) = (&it.json()["spec"], it.namespace() == store.namespace());
    let own = &store.json()["spec"];
    match (store.kind(), it.kind()) {
        ("StatefulSet", "Schedule") => snapshots(store, &own["selector"]["matchLabels"], spec),
        ("PersistentVolumeClaim", "Schedule") => snapshots(store, &store.json()["metadata"]["labels"], spec),
        ("RedisReplication", "Schedule") => {
            let labels = json!({ "app": store.name(), "redis_setup_type": "replication", "role": "replication" });
            snapshots(store, &labels, spec)
        }
        ("Cluster", "ScheduledBackup")
            if there && spec["cluster"]["name"] == store.name() && spec["suspend"] != true =>
        {
            runs(spec["schedule"].as_str()?.split_once(' ')?.1)?;
            let plugin = items(&own["plugins"]).iter().find(|it| it["isWALArchiver"] == true)?;
            let archive = &plugin["parameters"]["barmanObjectName"];
            let is_it = |it: &&&Object| {
                it.kind() == "ObjectStore" && it.namespace() == store.namespace() && *archive == it.name()
            };
            whole_days(&all.iter().find(is_it)?.json()["spec"]["retentionPolicy"])
        }
        ("PerconaServerMongoDB", _) if it.name() == store.name() && it.kind() == store.kind() && there => {
            let backup = &own["backup"];
            let tasks = items(&backup["tasks"]).iter().filter(|it| backup["enabled"] == true && it["enabled"] == true);
            let kept =
                tasks.filter_map(|it| Some(it["retention"]["count"].as_u64()? / runs(it["schedule"].as_str()?)?));
            kept.max()
        }
        ("Elasticsearch", "StackConfigPolicy") if there => {
            let selected = matches(&spec["resourceSelector"]["matchLabels"], &store.json()["metadata"]["labels"]);
            let rules = spec["elasticsearch"]["snapshotLifecyclePolicies"].as_object().filter(|_| selected)?;
            rules.values().filter_map(|it| whole_days(&it["retention"]["expire_after"])).max()
        }
        _ => None,
    }
}

/// For how many days Velero keeps snapshots of the claims with these labels that lie in a store's namespace.
fn snapshots(store: &Object, labels: &Value, schedule: &Value) -> Option<u64> {
    let template = &schedule["template"];
    let wanted = &template["labelSelector"];
    let selected = wanted.is_null() || matches(&wanted["matchLabels"], labels);
    let there = items(&template["includedNamespaces"]).iter().any(|it| it.as_str() == store.namespace());
    let kinds = items(&template["includedResources"]);
    let disks =
        kinds.is_empty() || ["persistentvolumeclaims", "persistentvolumes"].iter().all(|it| kinds.contains(&json!(it)));
    let made = schedule["paused"] != true && template["snapshotVolumes"] == true;
    runs(schedule["schedule"].as_str()?)?;
    let hours: u64 = template["ttl"].as_str()?.split_once('h')?.0.parse().ok()?;
    (selected && there && disks && made).then_some(hours / 24)
}

fn whole_days(json: &Value) -> Option<u64> {
    json.as_str()?.strip_suffix('d')?.parse().ok()
}

/// How many times a day something is done by a schedule that is for every day.
fn runs(schedule: &str) -> Option<u64> {
    let fields: Vec<&str> = schedule.split(' ').collect();
    let (minute, hour) = (*fields.first()?, *fields.get(1)?);
    let times = |field: &str, of: u64| match field.split_once('/') {
        Some((_, step)) => Some(of / step.parse::<u64>().ok().filter(|it| *it > 0)?),
        None => Some(if field == "*" { of } else { 1 }),
    };
    let daily = fields.get(2..5)?.iter().all(|it| matches!(*it, "*" | "?"));
    daily.then_some(())?;
    Some(times(minute, 60)? * times(hour, 24)?)
}
