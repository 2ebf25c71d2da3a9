//! Who is told: every alert reaches somebody, by keys that stand in secrets.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, real_data},
    value::Json,
};

use super::read::{at, every, has_only, items, list, text};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub TOLD_BY_REFERENCE = "ToldByReference" {
        sentence: "every alert is told to somebody, by keys that stand in secrets and not in the object",
        controls: &[hipaa::RESPONSE, hipaa::PASSWORDS, soc2::EVALUATION, iso27001::AUTHENTICATION],
        on: &["AlertmanagerConfig"],
        when: real_data,
        must: Must::Hold(tells_by_reference),
        message: "tells nobody of some alerts, or has a key in its own text",
        help: "use a `Monitoring`, whose channels have keys by reference",
    }
}

/// Whether every route leads to somebody who is told, and nothing mutes an alert for good.
fn tells_by_reference(config: &Subject<'_>) -> bool {
    let Some(spec) = config.property("spec") else { return false };
    let told = |name: &str| items(spec, &["receivers"]).iter().any(|it| text(it, &["name"]) == Some(name));
    // One that takes some alerts only leaves the others to nobody.
    let takes_all = |first: &Json| has_only(first, &GROUPED) && text(first, &["receiver"]).is_some();
    has_only(spec, &["inhibitRules", "muteTimeIntervals", "receivers", "route"])
        && every(spec, &["receivers"], is_told)
        && every(spec, &["inhibitRules"], mutes_what_is_less)
        && at(spec, &["route"]).is_some_and(|first| takes_all(first) && leads(spec, first, &told))
}

/// What every route may say of itself.
const GROUPED: [&str; 7] =
    ["continue", "groupBy", "groupInterval", "groupWait", "receiver", "repeatInterval", "routes"];

/// Whether a route, and each below it, tells somebody at some time of the week.
fn leads(spec: &Json, route: &Json, told: &impl Fn(&str) -> bool) -> bool {
    // What is left out is as in the route above.
    let receiver = at(route, &["receiver"]).is_none_or(|it| it.as_text().is_some_and(told));
    let below = |it: &Json| {
        let known = it.as_object().is_some_and(|it| {
            it.iter().all(|(name, _)| GROUPED.contains(&name) || matches!(name, "matchers" | "muteTimeIntervals"))
        });
        known && leads(spec, it, told)
    };
    receiver && !is_muted(spec, route).unwrap_or(true) && every(route, &["routes"], below)
}

/// The days of a week, and the minutes of one.
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const DAY: u32 = 24 * 60;

/// Whether the times in which a route is muted are all of the week, if they can be read.
fn is_muted(spec: &Json, route: &Json) -> Option<bool> {
    let mut times: Vec<&Json> = Vec::new();
    for name in list(route, &["muteTimeIntervals"])? {
        let named = items(spec, &["muteTimeIntervals"]).iter().find(|it| it.get("name") == Some(name))?;
        times.extend(list(named, &["timeIntervals"])?);
    }
    Some(DAYS.iter().all(|day| times.iter().map(|it| minutes(it, day)).sum::<u32>() >= DAY))
}

/// For how many minutes of a day of the week a time lasts, at the most.
fn minutes(time: &Json, day: &str) -> u32 {
    let days: Option<Vec<&str>> = items(time, &["weekdays"]).iter().map(Json::as_text).collect();
    // Other days may be a range with this one.
    if days.is_some_and(|it| !it.is_empty() && it.iter().all(|it| DAYS.contains(it) && *it != day)) {
        return 0;
    }
    let hours = items(time, &["times"]);
    let lasts = |hours: &Json| Some(clock(hours, "endTime")?.saturating_sub(clock(hours, "startTime")?));
    let all = hours.iter().map(|it| lasts(it).unwrap_or(DAY)).fold(0, u32::saturating_add);
    if hours.is_empty() { DAY } else { all }
}

/// A time of the day, such as `22:00`, in minutes.
fn clock(hours: &Json, name: &str) -> Option<u32> {
    let (hour, minute) = text(hours, &[name])?.split_once(':')?;
    Some(hour.parse::<u32>().ok()?.min(24) * 60 + minute.parse::<u32>().ok()?.min(59))
}

/// Whether what mutes is worse than what is muted, and about the same indicator: so of each that is wrong somebody is told.
fn mutes_what_is_less(rule: &Json) -> bool {
    const RANKS: [&str; 4] = ["critical", "high", "medium", "low"];
    let is_exact = |it: &&Json| {
        has_only(it, &["matchType", "name", "value"])
            && text(it, &["name"]) == Some("severity")
            && matches!(text(it, &["matchType"]), None | Some("="))
    };
    let rank = |side| {
        let severity = text(items(rule, &[side]).iter().find(is_exact)?, &["value"])?;
        RANKS.iter().position(|it| *it == severity)
    };
    let is_less = rank("sourceMatch").zip(rank("targetMatch")).is_some_and(|(worse, less)| worse < less);
    is_less && items(rule, &["equal"]).iter().any(|it| it.as_text() == Some("indicator"))
}

/// Whether a receiver is told through channels whose keys are keys of secrets.
fn is_told(receiver: &Json) -> bool {
    let Some(members) = receiver.as_object().filter(|it| it.len() > 1) else { return false };
    let mut kinds = members.iter().filter(|(name, _)| *name != "name");
    kinds.all(|(name, channels)| {
        let channels = channels.as_list().unwrap_or_default();
        CHANNELS.contains(&name) && !channels.is_empty() && channels.iter().all(is_plain)
    })
}

/// Whether what a channel says is read. What else it can say has secrets of its own, or a text where an address is one.
fn is_plain(channel: &Json) -> bool {
    let is_key = |it: &Json| text(it, &["key"]).is_some() && at(it, &["name"]).is_some();
    let Some(members) = channel.as_object() else { return false };
    let is_said = |name: &str, it: &Json| if KEYS.contains(&name) { is_key(it) } else { it.as_object().is_none() };
    members.iter().all(|(name, it)| (KEYS.contains(&name) || SAID.contains(&name)) && is_said(name, it))
        && KEYS.iter().any(|name| members.get(name).is_some())
}

/// The kinds of channels whose members are known.
const CHANNELS: [&str; 7] = [
    "discordConfigs",
    "emailConfigs",
    "msteamsConfigs",
    "msteamsv2Configs",
    "pagerdutyConfigs",
    "slackConfigs",
    "webhookConfigs",
];

/// The members of a channel that are keys, and those that say how it is told.
const KEYS: [&str; 5] = ["apiURL", "authPassword", "routingKey", "urlSecret", "webhookURL"];
const SAID: [&str; 11] = [
    "authUsername",
    "channel",
    "description",
    "from",
    "requireTLS",
    "sendResolved",
    "smarthost",
    "text",
    "title",
    "to",
    "severity",
];
