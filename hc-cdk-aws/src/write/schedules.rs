//! Times at which a service starts something: expressions that it refuses, and days that never come.
//!
//! Sources: "Cron expressions reference" and "Rate expressions reference" in the guide to `EventBridge`, "Schedule types" in that to its
//! Scheduler, "Scheduled scaling" in that to Application Auto Scaling, and `ScheduleExpression` of `BackupRuleInput`.

use std::ops::RangeInclusive;

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::{Json, nearest},
};

use super::found::{all_at, resources};
use crate::compute::TIME_ZONES;

/// A time that there is not is called this in findings.
const SCHEDULE: &str = "ImpossibleSchedule";

/// Where a schedule stands, and a time zone.
struct Place {
    kind: &'static str,
    when: &'static str,
    zone: &'static str,
    /// Whether it may be once, `at(..)`.
    once: bool,
}

#[rustfmt::skip]
const PLACES: [Place; 5] = [
    Place { kind: "AWS::ApplicationAutoScaling::ScalableTarget", when: "ScheduledActions/*/Schedule", zone: "ScheduledActions/*/Timezone", once: true },
    Place { kind: "AWS::Backup::BackupPlan", when: "BackupPlan/BackupPlanRule/*/ScheduleExpression", zone: "BackupPlan/BackupPlanRule/*/ScheduleExpressionTimezone", once: false },
    Place { kind: "AWS::Backup::RestoreTestingPlan", when: "ScheduleExpression", zone: "ScheduleExpressionTimezone", once: false },
    Place { kind: "AWS::Events::Rule", when: "ScheduleExpression", zone: "", once: false },
    Place { kind: "AWS::Scheduler::Schedule", when: "ScheduleExpression", zone: "ScheduleExpressionTimezone", once: true },
];

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (stack, resource) in resources(checked) {
        let Some(place) = PLACES.iter().find(|it| it.kind == resource.kind()) else { continue };
        let texts = |path| all_at(&resource.properties, path).into_iter().filter_map(Json::as_text);
        for when in texts(place.when).filter(|it| !it.contains("{{resolve:")) {
            if let Some((why, help)) = wrong(when, place) {
                findings.push(finding(stack, resource, &format!("`{when}`, {why}"), help.to_owned()));
            }
        }
        for zone in texts(place.zone).filter(|zone| !TIME_ZONES.lines().any(|it| it == *zone)) {
            let meant = nearest(zone, TIME_ZONES.lines());
            let help = meant
                .map_or_else(|| "use a name such as `Europe/London`".to_owned(), |it| format!("did you mean `{it}`?"));
            findings.push(finding(stack, resource, &format!("the clocks of `{zone}`, which is no time zone"), help));
        }
    }
}

fn finding(stack: &StackModel, resource: &ResourceModel, what: &str, help: String) -> Finding {
    stack.finding(SCHEDULE, resource.construct, format!("has an `{}` by {what}", resource.kind()), help)
}

const SHAPE: &str = "write `rate(5 minutes)`, or minute, hour, day of the month, month, day of the week and year, such as `cron(0 3 * * ? *)`";
const ONE_DAY: &str =
    "leave one of day of the month and day of the week to the other by `?`, such as `cron(0 3 ? * SUN *)`";
const A_DAY: &str = "name a day that one of these months has";

/// What is wrong with a schedule, and what to do, if anything is.
fn wrong(text: &str, place: &Place) -> Option<(&'static str, &'static str)> {
    let inside = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
    let unread = Some(("which is none that it takes", SHAPE));
    if let Some(rate) = inside("rate") {
        return if is_rate(rate, place.kind == "AWS::Events::Rule") { None } else { unread };
    }
    if let Some(once) = inside("at").filter(|_| place.once) {
        return if is_time(once) { None } else { unread };
    }
    let fields: Vec<&str> = inside("cron").map_or_else(Vec::new, |it| it.split_whitespace().collect());
    let [minute, hour, day, month, week, year] = fields[..] else { return unread };
    if (day == "?") == (week == "?") {
        return Some(("which says both days or none", ONE_DAY));
    }
    let (months, years) = (field(month, 1..=12, &MONTHS), field(year, 1970..=2199, &[]));
    let is_read = field(minute, 0..=59, &[]).is_some()
        && field(hour, 0..=23, &[]).is_some()
        && (day == "?" || is_special(day) || field(day, 1..=31, &[]).is_some())
        && (week == "?" || is_week(week));
    let (true, Some(months), Some(years)) = (is_read, months, years) else { return unread };
    let days = if day == "?" || is_special(day) { vec![1] } else { field(day, 1..=31, &[])? };
    let comes = |month: &u32, year: &u32| days.iter().any(|day| *day <= last(*month, *year));
    let comes = years.iter().any(|year| months.iter().any(|month| comes(month, year)));
    (!comes).then_some(("a day that never comes", A_DAY))
}

/// A number and a unit, of which one takes the singular where the service is strict.
fn is_rate(text: &str, is_strict: bool) -> bool {
    let Some((number, unit)) = text.split_once(' ') else { return false };
    let Ok(number) = number.parse::<u32>() else { return false };
    let fits = if number == 1 { ["minute", "hour", "day"] } else { ["minutes", "hours", "days"] };
    number > 0
        && ["minute", "hour", "day"].contains(&unit.trim_end_matches('s'))
        && (!is_strict || fits.contains(&unit))
}

/// A time such as `2027-01-31T02:30:00`.
fn is_time(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split(['-', 'T', ':']).map(|it| it.parse().ok()).collect();
    let [Some(year), Some(month), Some(day), Some(hour), Some(minute), Some(second)] = parts[..] else { return false };
    text.len() == 19
        && (1..=12).contains(&month)
        && (1..=last(month, year)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60
}

/// The last day of a month.
fn last(month: u32, year: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEK: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// The values that a field stands for: items joined by commas, each a star, a value or a range, and maybe a step. `names` are those of
/// the lowest value and the next ones.
fn field(text: &str, limits: RangeInclusive<u32>, names: &[&str]) -> Option<Vec<u32>> {
    let value = |text: &str| {
        let of_name = (*limits.start()..).zip(names).find(|(_, name)| text.eq_ignore_ascii_case(name));
        let value = of_name.map(|(value, _)| value).or_else(|| text.parse().ok())?;
        limits.contains(&value).then_some(value)
    };
    let mut all = Vec::new();
    for item in text.split(',') {
        let (range, step) = item.split_once('/').map_or((item, None), |(range, step)| (range, Some(step)));
        let by = step.map_or(Some(1), |it| it.parse::<u32>().ok().filter(|it| *it > 0))?;
        let (from, to) = match range.split_once('-') {
            Some((from, to)) => (value(from)?, value(to)?),
            None if range == "*" => (*limits.start(), *limits.end()),
            None => (value(range)?, if step.is_some() { *limits.end() } else { value(range)? }),
        };
        // A range may go round the end, such as `FRI-MON`.
        let to = if to < from { to + limits.end() - limits.start() + 1 } else { to };
        let round = |it: u32| if it > *limits.end() { it - limits.end() + limits.start() - 1 } else { it };
        all.extend((from..=to).step_by(usize::try_from(by).ok()?).map(round));
    }
    Some(all)
}

/// The last day of a month, or a workday near one.
fn is_special(day: &str) -> bool {
    let near =
        day.strip_suffix('W').is_some_and(|it| it == "L" || field(it, 1..=31, &[]).is_some_and(|it| it.len() == 1));
    near || day == "L" || day.strip_prefix("L-").is_some_and(|it| field(it, 1..=30, &[]).is_some())
}

/// Days of the week; the last one, or the one with that number, of a month.
fn is_week(text: &str) -> bool {
    let is_day = |it: &str| field(it, 1..=7, &WEEK).is_some_and(|it| it.len() == 1);
    match text.split_once('#') {
        Some((day, number)) => is_day(day) && matches!(number, "1" | "2" | "3" | "4" | "5"),
        None => field(text, 1..=7, &WEEK).is_some() || text == "L" || text.strip_suffix('L').is_some_and(is_day),
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{app::App, policy::Development, value::Object, waiver::Raw};

    use super::{
        super::found::{Plain, messages},
        PLACES, SCHEDULE, wrong,
    };
    use crate::{prelude::*, region};

    fn says(kind: &str, text: &str) -> Option<&'static str> {
        wrong(text, PLACES.iter().find(|it| it.kind == kind).unwrap()).map(|(why, _)| why)
    }

    #[test]
    fn what_a_service_takes_passes() {
        for text in [
            "cron(0 3 * * ? *)",
            "cron(0/15 8-17 ? * MON-FRI *)",
            "cron(0 10 L * ? *)",
            "cron(0 10 15W * ? *)",
            "cron(0 10 ? * 6#3 2027)",
            "cron(0 10 ? * 6L 2026-2030)",
            "cron(*/5 * 29 2 ? *)",
            "cron(0 0 31 jan,feb ? *)",
            "cron(0 22 ? * FRI-MON *)",
            "cron(0 0 29 2 ? 2027-2028)",
            "rate(1 minute)",
            "rate(5 minutes)",
        ] {
            assert_eq!(says("AWS::Events::Rule", text), None, "{text}");
        }
        for text in ["rate(1 minutes)", "at(2028-02-29T23:59:59)"] {
            assert_eq!(says("AWS::Scheduler::Schedule", text), None, "{text}");
        }
    }

    #[test]
    fn what_no_service_takes_and_what_never_comes_is_found() {
        let (unread, days, never) =
            (Some("which is none that it takes"), Some("which says both days or none"), Some("a day that never comes"));
        for (text, expected) in [
            ("cron(0 0 * * *)", unread),
            ("cron(60 0 * * ? *)", unread),
            ("cron(0 0 ? * 8 *)", unread),
            ("cron(0 0 ? * 2#6 *)", unread),
            ("cron(0 0 1 13 ? *)", unread),
            ("cron(0 0 1 1 ? 3000)", unread),
            ("cron(0 0 * * * *)", days),
            ("cron(0 0 1 * MON *)", days),
            ("cron(0 0 ? * ? *)", days),
            ("cron(0 0 31 2 ? *)", never),
            ("cron(0 0 31 4,6 ? *)", never),
            ("cron(0 0 29 2 ? 2027)", never),
            ("rate(0 minutes)", unread),
            ("rate(5 minute)", unread),
            ("rate(1 hours)", unread),
            ("rate(30 seconds)", unread),
            ("at(2027-01-31T00:00:00)", unread),
            ("every night", unread),
        ] {
            assert_eq!(says("AWS::Events::Rule", text), expected, "{text}");
        }
        for text in ["at(2027-02-30T00:00:00)", "at(2027-01-31)", "at(2027-01-31T24:00:00)"] {
            assert_eq!(says("AWS::Scheduler::Schedule", text), unread, "{text}");
        }
    }

    #[test]
    fn each_is_said_with_its_time_zone() {
        let found = |when: &'static str, zone: &'static str| {
            let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
            let schedule = Object::new().with("ScheduleExpression", when).with("ScheduleExpressionTimezone", zone);
            stack.add("It", Raw(Plain("AWS::Scheduler::Schedule", schedule)));
            messages(&App::new("test").stack(stack), &[SCHEDULE])
        };
        assert!(found("rate(5 minutes)", "Asia/Ho_Chi_Minh").is_empty());
        assert_eq!(
            found("cron(0 0 31 2 ? *)", "Asia/Saigonn"),
            [
                "has an `AWS::Scheduler::Schedule` by `cron(0 0 31 2 ? *)`, a day that never comes",
                "has an `AWS::Scheduler::Schedule` by the clocks of `Asia/Saigonn`, which is no time zone",
            ]
        );
    }
}
