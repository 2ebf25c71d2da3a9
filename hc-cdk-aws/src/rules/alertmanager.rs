//! Who is told of what, as a configuration of Alertmanager says it.

use hc_cdk::value::Json;
use hc_cdk_observe::Severity;

use super::read::text_at;

/// Who is told of what, as far as it is said in the words that are known here.
pub(super) struct Told<'a> {
    json: &'a Json,
    first: &'a str,
    routes: &'a [Json],
}

/// A topic that is told, and in which words.
pub(super) struct Notice<'a> {
    pub(super) topic: &'a str,
    pub(super) message: Option<&'a str>,
}

impl<'a> Told<'a> {
    /// Nothing if it has words that may say something else.
    pub(super) fn read(told: &'a Json) -> Option<Self> {
        const KNOWN: [&str; 6] = ["receiver", "matchers", "group_by", "group_wait", "continue", "mute_time_intervals"];
        let routes = told.at("route/routes")?.as_list()?;
        let is_known = |it: &Json| it.as_object().is_some_and(|it| it.iter().all(|(name, _)| KNOWN.contains(&name)));
        let first = told.at("route/receiver")?.as_text()?;
        told.get("receivers")?.as_list()?;
        routes.iter().all(is_known).then_some(Self { json: told, first, routes })
    }

    /// Whether each route takes all alerts or those of one severity, and nothing but what is worse about the same keeps one from being
    /// told.
    pub(super) fn holds_nothing_back(&self) -> bool {
        let is_sure = |route: &Json| is_for_all(route) || of_severity(route.get("matchers")).is_some();
        let is_worse = |rule: &Json| {
            let pair = of_severity(rule.get("source_matchers")).zip(of_severity(rule.get("target_matchers")));
            let same = rule.get("equal").and_then(Json::as_list).unwrap_or_default();
            pair.is_some_and(|(worse, it)| worse > it && worse != Severity::Compliance)
                && rule.as_object().is_some_and(|it| it.len() == 3)
                && same.iter().any(|it| it.as_text() == Some("indicator"))
        };
        let inhibits = self.json.get("inhibit_rules").map_or(Some(&[][..]), Json::as_list);
        self.routes.iter().all(is_sure) && inhibits.is_some_and(|all| all.iter().all(is_worse))
    }

    /// Whoever is told of a severity: the first route that takes it, and those behind it that it lets be asked.
    pub(super) fn receivers(&self, severity: Severity) -> Vec<&'a str> {
        let takes = |it: &&Json| is_for_all(it) || of_severity(it.get("matchers")) == Some(severity);
        let mut told = Vec::new();
        let mut is_taken = false;
        for route in self.routes.iter().filter(takes) {
            is_taken = true;
            if self.is_heard(route, severity) {
                told.push(route.get("receiver").map_or(Some(self.first), Json::as_text).unwrap_or_default());
            }
            if route.get("continue") != Some(&Json::Bool(true)) {
                return told;
            }
        }
        if is_taken { told } else { vec![self.first] }
    }

    /// Whether a route is never mute; of what is less than critical it may be mute at times.
    fn is_heard(&self, route: &Json, severity: Severity) -> bool {
        let Some(mute) = route.get("mute_time_intervals") else { return true };
        let all = self.json.get("time_intervals").and_then(Json::as_list).unwrap_or_default();
        let ends =
            |name: &Json| all.iter().any(|it| it.get("name") == Some(name) && minutes(it).is_some_and(|it| it < WEEK));
        severity < Severity::Critical && mute.as_list().is_some_and(|names| names.len() == 1 && names.iter().all(ends))
    }

    /// The topics that a receiver tells.
    pub(super) fn notices(&self, receiver: &str) -> Vec<Notice<'a>> {
        let all = self.json.get("receivers").and_then(Json::as_list).unwrap_or_default();
        let named = all.iter().filter(|it| text_at(it, "name") == Some(receiver));
        let topics = named.filter_map(|it| it.get("sns_configs").and_then(Json::as_list)).flatten();
        topics
            .filter_map(|it| Some(Notice { topic: text_at(it, "topic_arn")?, message: text_at(it, "message") }))
            .collect()
    }
}

/// How many minutes a week has.
const WEEK: i64 = 7 * 24 * 60;

/// For how many minutes a week an interval lasts at most; nothing if that cannot be read.
fn minutes(interval: &Json) -> Option<i64> {
    let each = interval.get("time_intervals")?.as_list()?.iter().map(|it| {
        let days = it.get("weekdays")?.as_list()?;
        // `monday:friday` is several days.
        let alone = days.iter().all(|day| day.as_text().is_some_and(|day| !day.contains(':')));
        let times = it.get("times")?.as_list()?.iter();
        let times: i64 =
            times.map(|it| Some(minute(it, "end_time")? - minute(it, "start_time")?)).sum::<Option<_>>()?;
        alone.then_some(times * i64::try_from(days.len()).ok()?)
    });
    each.sum()
}

fn minute(time: &Json, path: &str) -> Option<i64> {
    let (hours, minutes) = text_at(time, path)?.split_once(':')?;
    Some(hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)
}

fn is_for_all(route: &Json) -> bool {
    route.get("matchers").is_none_or(|it| it.as_list().is_some_and(<[Json]>::is_empty))
}

/// The severity that matchers mean, if they mean one and nothing else.
fn of_severity(matchers: Option<&Json>) -> Option<Severity> {
    let [only] = matchers?.as_list()? else { return None };
    let only = only.as_text()?;
    Severity::ALL.into_iter().find(|it| only == format!("severity=\"{}\"", it.name()))
}
