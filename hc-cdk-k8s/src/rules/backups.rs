//! Backups: what a policy asks of them, and how stores are backed up that see to it themselves.

use hc_cdk::{
    dimension::recovery::{Hours1, Hours4, Hours24, Minutes5, Minutes15},
    policy::{Dimension, PolicyFacts},
    rule::{Subject, Verdict, asks},
    value::{Json, Object},
};

use super::read::{at, is, items, namespace_name, text};

/// How backups are made and kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Backups {
    /// Of how many minutes the work may be lost.
    pub(crate) minutes: u32,
    /// For how many days a backup is kept.
    pub(crate) days: u32,
}

impl Backups {
    /// What a policy asks for, if it asks for backups.
    pub(crate) fn of(policy: &PolicyFacts) -> Option<Self> {
        let asked = [Dimension::backup_retention, Dimension::recovery].iter().any(|it| asks(policy, *it));
        let days = policy.floor(Dimension::backup_retention).days();
        asked.then(|| Self { minutes: most_minutes(policy), days: days.max(1) })
    }
}

/// Of how many minutes the work may be lost.
pub(super) fn most_minutes(policy: &PolicyFacts) -> u32 {
    let floor = policy.floor(Dimension::recovery);
    let steps = [
        (Minutes5::POSITION, 5),
        (Minutes15::POSITION, 15),
        (Hours1::POSITION, 60),
        (Hours4::POSITION, 4 * 60),
        (Hours24::POSITION, 24 * 60),
    ];
    steps.iter().find(|(position, _)| floor >= *position).map_or(24 * 60, |(_, minutes)| *minutes)
}

/// Reads something in the backups that a store makes itself, if it is of a kind that does.
pub(super) fn own_backups(store: &Subject<'_>, holds: impl Fn(&Backups) -> bool) -> Option<Verdict> {
    let own = match store.kind() {
        "Cluster" => of_postgres(store),
        "Elasticsearch" => of_elastic(store),
        "PerconaServerMongoDB" => of_mongo(&store.resource.properties),
        _ => return None,
    };
    Some(Verdict::of(own.is_some_and(|it| holds(&it))))
}

/// How Elasticsearch is backed up: by the policy of its operator that selects it, which has snapshots made of all indices.
fn of_elastic(store: &Subject<'_>) -> Option<Backups> {
    let labels = store.property("metadata/labels");
    let is_for = |policy: &Subject<'_>| {
        let wanted = policy.property("spec/resourceSelector/matchLabels").and_then(Json::as_object);
        policy.is("StackConfigPolicy")
            && namespace_name(policy) == namespace_name(store)
            && policy.property("spec/resourceSelector/matchExpressions").is_none()
            && wanted.is_some_and(|it| has_labels(labels, it))
    };
    let policy = store.of_stack().find(is_for)?;
    let places = policy.property("spec/elasticsearch/snapshotRepositories")?;
    let rules = policy.property("spec/elasticsearch/snapshotLifecyclePolicies").and_then(Json::as_object)?;
    let made = rules.iter().filter_map(|(_, rule)| {
        let is_whole = at(rule, &["config"]).is_none() && places.get(text(rule, &["repository"])?).is_some();
        let days = text(rule, &["retention", "expire_after"])?.strip_suffix('d')?.parse().ok()?;
        let minutes =
            every_minutes(&text(rule, &["schedule"])?.strip_prefix("0 ")?.replace("0/", "*/").replace('?', "*"))?;
        is_whole.then_some(Backups { minutes, days })
    });
    made.max_by_key(|it| it.days)
}

/// How MongoDB is backed up: by a task that keeps so many whole backups, and by what is written down in between.
fn of_mongo(store: &Json) -> Option<Backups> {
    let backup = at(store, &["spec", "backup"])?;
    let places = at(backup, &["storages"])?;
    let tasks = items(backup, &["tasks"]).iter().filter(|it| {
        is(it, &["enabled"], true)
            && text(it, &["storageName"]).is_some_and(|place| places.get(place).is_some())
            && text(it, &["type"]).is_none_or(|it| it == "logical" || it == "physical")
            && text(it, &["retention", "type"]) == Some("count")
    });
    let kept = tasks.filter_map(|task| {
        let every = every_minutes(text(task, &["schedule"])?)?;
        let Some(Json::Int(count)) = at(task, &["retention", "count"]) else { return None };
        Some((every, u32::try_from(count.saturating_mul(i64::from(every)) / (24 * 60)).ok()?))
    });
    let (every, days) = kept.max_by_key(|(_, days)| *days)?;
    let between = at(backup, &["pitr"]).filter(|it| is(it, &["enabled"], true) && at(it, &["oplogOnly"]).is_none());
    let minutes = between.and_then(|it| match at(it, &["oplogSpanMin"]) {
        Some(Json::Int(minutes)) => u32::try_from(*minutes).ok().filter(|it| *it > 0),
        _ => None,
    });
    is(backup, &["enabled"], true).then(|| Backups { minutes: minutes.map_or(every, |it| it.min(every)), days })
}

/// Every how many minutes something is done by a schedule that is the same each hour or day.
pub(super) fn every_minutes(schedule: &str) -> Option<u32> {
    let [minute, hour, "*", "*", "*"] = *schedule.split(' ').collect::<Vec<_>>() else { return None };
    let step = |field: &str, of: u32| {
        let step = field.strip_prefix("*/")?.parse::<u32>().ok()?;
        (step > 0 && of.is_multiple_of(step)).then_some(step)
    };
    let below = |field: &str, end: u32| field.parse::<u32>().is_ok_and(|it| it < end);
    match (minute, hour) {
        (minute, "*") if below(minute, 60) => Some(60),
        (minute, "*") => step(minute, 60),
        (minute, hour) if below(minute, 60) && below(hour, 24) => Some(24 * 60),
        (minute, hour) if below(minute, 60) => Some(step(hour, 24)? * 60),
        _ => None,
    }
}

pub(super) fn has_labels(labels: Option<&Json>, wanted: &Object) -> bool {
    wanted.iter().all(|(name, value)| labels.and_then(|it| it.get(name)) == Some(value))
}

/// How PostgreSQL is backed up: by a schedule that has whole backups made, and by the pieces of its log that a plugin sends to the
/// place of the backups.
fn of_postgres(store: &Subject<'_>) -> Option<Backups> {
    let archives = |it: &&Json| is(it, &["isWALArchiver"], true) && at(it, &["enabled"]).is_none();
    let plugin = items(&store.resource.properties, &["spec", "plugins"]).iter().find(archives)?;
    let is_meant = |kind: &'static str, it: &Subject<'_>| it.is(kind) && namespace_name(it) == namespace_name(store);
    let place = text(plugin, &["parameters", "barmanObjectName"])?;
    let archive = store.of_stack().find(|it| is_meant("ObjectStore", it) && it.text("metadata/name") == Some(place))?;
    let is_for = |it: &Subject<'_>| {
        is_meant("ScheduledBackup", it)
            && it.text("spec/cluster/name") == store.text("metadata/name")
            && it.text("spec/method") == Some("plugin")
            && it.text("spec/pluginConfiguration/name") == text(plugin, &["name"])
            && it.property("spec/pluginConfiguration/parameters").is_none()
            && it.property("spec/suspend").is_none_or(|it| *it == Json::Bool(false))
            && it.text("spec/schedule").is_some_and(|it| it.strip_prefix("0 ").and_then(every_minutes).is_some())
    };
    store.of_stack().find(is_for)?;
    let days = archive.text("spec/retentionPolicy")?.strip_suffix('d')?.parse().ok()?;
    let settings = store.property("spec/postgresql/parameters")?;
    let minutes = text(settings, &["archive_timeout"])?.strip_suffix("min")?.parse::<u32>().ok()?;
    (minutes > 0).then_some(Backups { minutes, days })
}

#[cfg(test)]
mod tests {
    use super::every_minutes;

    #[test]
    fn a_schedule_is_the_same_each_hour_or_day() {
        let often = ["5 * * * *", "*/15 * * * *", "30 2 * * *", "0 */4 * * *"].map(every_minutes);
        assert_eq!(often, [Some(60), Some(15), Some(24 * 60), Some(240)]);
        // Every 45 minutes of an hour is once in an hour, and a minute that no hour has never comes.
        for other in
            ["*/45 * * * *", "0 */5 * * *", "*/0 * * * *", "60 * * * *", "0 24 * * *", "0 2 * * 1", "0 2 1 * *"]
        {
            assert_eq!(every_minutes(other), None, "{other}");
        }
    }
}
