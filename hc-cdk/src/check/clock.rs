//! What starts by a clock, as tables: targets say in which kinds of resources a time stands.

use std::borrow::Cow;

use super::Checked;
use crate::value::Json;

/// Where a time stands in resources of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// The kind, with the group in front of it where kinds have one: `batch/CronJob`.
    pub kind: &'static str,
    /// The path of the time: names joined by `/`, and `*` for each member or item.
    pub time: &'static str,
    /// The member beside the time that has its zone, and the zone where none is said: each may be empty.
    pub zone: (&'static str, &'static str),
    /// How a time is shown: `{}` is it.
    pub when: &'static str,
    /// What happens then, behind the construct.
    pub what: &'static str,
    /// A member beside the time, and a value of it with which nothing happens by itself; each may be empty.
    pub unless: (&'static str, &'static str),
}

/// Members beside a time or around it, by which it is off although it stands there.
const OFF: [(&str, Json); 4] = [
    ("suspend", Json::Bool(true)),
    ("paused", Json::Bool(true)),
    ("enabled", Json::Bool(false)),
    ("State", Json::Text(Cow::Borrowed("DISABLED"))),
];

impl Checked<'_> {
    /// What the resources of a target start again and again, as a table has it: when, and what.
    pub fn clocks(&self, target: &str, table: &[Clock]) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (_, stack) in self.stacks_of(target) {
            for resource in &stack.resources {
                for clock in table.iter().filter(|it| it.is_of(resource.kind())) {
                    let path = stack.path_of(resource.construct);
                    let kind = stack.construct_of(resource).map_or("", |it| it.kind);
                    let times = clock.times(&resource.properties).into_iter();
                    all.extend(times.map(|when| (when, format!("{path} ({kind}) {}", clock.what))));
                }
            }
        }
        all
    }
}

impl Clock {
    /// Whether it is of a kind, whatever the version: `batch/v1/CronJob` is `batch/CronJob`.
    fn is_of(&self, kind: &str) -> bool {
        let mut parts = kind.split('/');
        let (first, last) = (parts.next(), parts.next_back());
        kind == self.kind || last.is_some_and(|last| self.kind.split_once('/') == first.map(|first| (first, last)))
    }

    /// The times in a tree, as they are shown.
    fn times(&self, properties: &Json) -> Vec<String> {
        let (around, name) = self.time.rsplit_once('/').unwrap_or(("", self.time));
        let is_on = |it: &&Json| !OFF.iter().any(|(name, off)| it.get(name) == Some(off));
        let mut here: Vec<&Json> = [properties].into_iter().filter(is_on).collect();
        for step in around.split('/').filter(|it| !it.is_empty()) {
            here = here.into_iter().flat_map(|it| below(it, step)).filter(is_on).collect();
        }
        here.into_iter().filter(|it| !self.is_without(it)).filter_map(|it| self.shown(it, name)).collect()
    }

    /// Whether nothing happens by itself beside a time.
    fn is_without(&self, around: &Json) -> bool {
        let (member, value) = self.unless;
        match around.get(member) {
            Some(Json::Text(text)) => text == value,
            Some(Json::Int(number)) => number.to_string() == value,
            _ => false,
        }
    }

    fn shown(&self, around: &Json, name: &str) -> Option<String> {
        let time: Cow<'_, str> = match around.get(name)? {
            Json::Text(text) => text.as_ref().into(),
            Json::Int(number) => number.to_string().into(),
            _ => return None,
        };
        let (member, otherwise) = self.zone;
        let zone = around.get(member).and_then(Json::as_text).unwrap_or(otherwise);
        let comma = if zone.is_empty() { "" } else { ", " };
        Some(format!("{}{comma}{zone}", self.when.replace("{}", &time)))
    }
}

/// The members or items of a tree that a step of a path leads to.
fn below<'a>(json: &'a Json, step: &str) -> Vec<&'a Json> {
    match json {
        Json::List(items) if step == "*" => items.iter().collect(),
        Json::Object(members) if step == "*" => members.iter().map(|(_, it)| it).collect(),
        json => json.get(step).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use crate::value::{Json, Object};

    const TASKS: Clock = Clock {
        kind: "example.org/Store",
        time: "tasks/*/schedule",
        zone: ("timeZone", ""),
        when: "cron `{}`",
        what: "is copied",
        unless: ("kept", "0"),
    };

    fn store(task: Object) -> Vec<String> {
        TASKS.times(&Object::new().with("tasks", Json::List(vec![task.into()])).into())
    }

    #[test]
    fn a_kind_is_one_in_any_version_of_its_group() {
        assert!(TASKS.is_of("example.org/v1/Store") && TASKS.is_of("example.org/v2beta1/Store"));
        assert!(!TASKS.is_of("other.org/v1/Store") && !TASKS.is_of("Store") && !TASKS.is_of("example.org/v1/Stores"));
        let cloud = Clock { kind: "AWS::Backup::BackupPlan", ..TASKS };
        assert!(cloud.is_of("AWS::Backup::BackupPlan") && !cloud.is_of("AWS::Backup::BackupVault"));
    }

    #[test]
    fn a_time_is_shown_with_its_zone_unless_it_is_off() {
        let task = || Object::new().with("schedule", "0 3 * * *");
        assert_eq!(store(task()), ["cron `0 3 * * *`"]);
        assert_eq!(store(task().with("timeZone", "Asia/Ho_Chi_Minh")), ["cron `0 3 * * *`, Asia/Ho_Chi_Minh"]);
        assert_eq!(store(task().with("enabled", true)), ["cron `0 3 * * *`"]);
        assert_eq!(store(task().with("enabled", false)), [""; 0]);
        assert_eq!(store(task().with("suspend", true)), [""; 0]);
        assert_eq!(store(task().with("kept", 7)), ["cron `0 3 * * *`"]);
        assert_eq!(store(task().with("kept", 0)), [""; 0]);
        assert_eq!(store(task().with("kept", "0")), [""; 0]);
        let all = Object::new().with("tasks", Json::List(vec![task().into()])).with("enabled", false);
        assert_eq!(TASKS.times(&all.into()), [""; 0]);
        assert_eq!(store(Object::new()), [""; 0]);
    }
}
