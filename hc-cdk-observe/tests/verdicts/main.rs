//! The same indicator written for Prometheus and for CloudWatch says the same of the same series.
//!
//! Both are read by small readers of their own, which know nothing of the library: what is compared is what is written.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "a test may fail where it stands"
)]

mod cloudwatch;
mod grammar;
mod prometheus;

use hc_cdk_observe::{
    Alert, Channel, Condition, Count, Counter, Gauge, Histogram, KeyOf, Metric, Missing, PerMinute, Percent, Routes,
    Runbook, Seconds, Severity, Watch, write,
};
use proptest::{option, prelude::*};
use serde_json::Value;

use self::{cloudwatch::CloudWatch, prometheus::Prometheus};

const REQUESTS: Counter = Counter::named("requests_total");
const ERRORS: Counter = Counter::named("errors_total");
const ANSWERED: Histogram<Seconds> = Histogram::named("answered_seconds");
const USED: Gauge<Count> = Gauge::named("pool_used");
const SIZE: Gauge<Count> = Gauge::named("pool_size");

/// What happens in a minute: how many requests there are in each of its quarters, how many of them fail and how many are slow, and
/// how much of a pool is used in its first and its second half.
type Minute = ([(u8, u8, u8); 4], [u8; 2]);

/// The ends of the buckets, in seconds, and how long a quick and a slow answer take.
const BUCKETS: [&str; 4] = ["1", "5", "10", "+Inf"];
const QUICK: f64 = 0.5;
const SLOW: f64 = 8.0;

/// Lets the same minutes be seen by both. Nothing is seen in a minute in which the system is down, nor between two of these. Some
/// tell CloudWatch that they counted nothing, and some do not.
fn seen(minutes: &[Option<Minute>], says_nothing: bool) -> (Prometheus, CloudWatch) {
    let (mut prometheus, mut cloudwatch) = (Prometheus::default(), CloudWatch::default());
    let mut totals = [0.0; 3];
    // Errors are not exported before there are some.
    let failing = |it: &Option<Minute>| it.is_some_and(|(quarters, _)| quarters.iter().any(|it| it.1.min(it.0) > 0));
    let first = minutes.iter().position(failing).map_or(i64::MAX, |it| i64::try_from(it).unwrap() * 60);
    let scrape = |prometheus: &mut Prometheus, [all, failed, slow]: [f64; 3], at: i64| {
        prometheus.sample("requests_total", &[], at, all);
        if at >= first {
            prometheus.sample("errors_total", &[], at, failed);
        }
        for (bucket, count) in BUCKETS.iter().zip([all - slow, all - slow, all, all]) {
            prometheus.sample("answered_seconds_bucket", &[("le", bucket)], at, count);
        }
    };
    scrape(&mut prometheus, totals, 0);
    for (at, minute) in (0_i64..).zip(minutes) {
        let Some((quarters, pool)) = minute else {
            if minutes.get(usize::try_from(at).unwrap() + 1).is_some_and(Option::is_some) {
                scrape(&mut prometheus, totals, (at + 1) * 60);
            }
            continue;
        };
        for (quarter, (all, failed, slow)) in (1_i64..).zip(quarters) {
            let moment = at * 60 + quarter * 15;
            for (total, (name, more)) in totals.iter_mut().zip([
                ("requests_total", *all),
                ("errors_total", *failed.min(all)),
                ("", *slow.min(all)),
            ]) {
                *total += f64::from(more);
                if (more > 0 || says_nothing) && !name.is_empty() {
                    cloudwatch.measured(name, moment, f64::from(more));
                }
            }
            for number in 0..*all {
                cloudwatch.measured("answered_seconds", moment, if number < *slow { SLOW } else { QUICK });
            }
            scrape(&mut prometheus, totals, moment);
        }
        for (half, used) in (0_i64..).zip(pool) {
            for (name, value) in [("pool_used", f64::from(*used)), ("pool_size", 200.0)] {
                prometheus.sample(name, &[], at * 60 + 10 + half * 30, value);
                cloudwatch.measured(name, at * 60 + 10 + half * 30, value);
            }
        }
    }
    (prometheus, cloudwatch)
}

/// A condition by numbers: what is measured, on which side of which limit, and in how many of how many periods.
fn condition(
    (kind, below, limit, minutes): (u8, bool, u8, u32),
    (some, all): (u32, u32),
    missing: Option<bool>,
) -> Condition {
    let number = f64::from(limit);
    macro_rules! beyond {
        ($indicator:expr, $unit:ident) => {{
            let it = $indicator.over_minutes(minutes);
            if below { it.below($unit(number)) } else { it.above($unit(number)) }
        }};
    }
    let it = match kind {
        0 => beyond!(REQUESTS.everywhere().per_minute("measured"), PerMinute),
        1 => beyond!(ERRORS.everywhere().within_minutes("measured", minutes), Count),
        2 => beyond!(ERRORS.everywhere().share_of(REQUESTS.everywhere(), "measured"), Percent),
        3 => beyond!(ERRORS.everywhere().rest_of(REQUESTS.everywhere(), "measured"), Percent),
        4 => beyond!(USED.everywhere().of(SIZE.everywhere(), "measured"), Percent),
        5 => beyond!(USED.everywhere().highest("measured"), Count),
        6 => beyond!(USED.everywhere().lowest("measured"), Count),
        7 => beyond!(USED.everywhere().mean("measured"), Count),
        _ => {
            let it = ANSWERED.everywhere().p95("measured").over_minutes(minutes);
            if below { it.below(Seconds(5.0)) } else { it.above(Seconds(5.0)) }
        }
    };
    let it = it.in_some_of(some.min(all), all);
    match missing {
        Some(true) => it.missing(Missing::Beyond),
        Some(false) => it.missing(Missing::Within),
        None => it,
    }
}

fn watch(condition: Condition) -> Watch {
    let key = KeyOf { secret: "pager".into(), key: "key", place: String::new(), is_missing: false };
    let alert = Alert::builder().name("Alert").when(condition).severity(Severity::High).summary("it is not well");
    let alert = alert.runbook(Runbook::first("look")).build();
    let routes = Routes::to(&Channel::pager("OnCall", &key));
    Watch::builder().runbooks("https://runbooks.example.org").routes(routes).alerts([alert]).build()
}

fn read(json: &hc_cdk::value::Json) -> Value {
    serde_json::from_str(&write::pretty(json)).unwrap()
}

fn minutes() -> impl Strategy<Value = Vec<Option<Minute>>> {
    let quarter = || (0..40_u8, prop_oneof![Just(0), 0..6_u8], 0..4_u8);
    let busy = ([quarter(), quarter(), quarter(), quarter()], [0..200_u8, 0..200_u8]);
    // Nobody asks for anything.
    let quiet = (Just([(0, 0, 0); 4]), [0..200_u8, 0..200_u8]);
    let well = prop_oneof![busy.clone().prop_map(|(it, pool)| (it.map(|(all, _, slow)| (all, 0, slow)), pool)), busy];
    let minute = prop_oneof![3 => well, 1 => quiet];
    let minutes = prop::collection::vec(option::weighted(0.8, minute), 5..40);
    // Who is down for a minute only has been asked before and after it, and seems to have counted nothing.
    minutes.prop_map(|it| it.into_iter().flat_map(|it| vec![it; if it.is_some() { 1 } else { 2 }]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn prometheus_and_cloudwatch_say_the_same(
        minutes in minutes(),
        kind in (0..9_u8, any::<bool>(), prop_oneof![Just(0), 0..100_u8], prop::sample::select(vec![1_u32, 5])),
        periods in (1..4_u32, 1..6_u32),
        missing in option::of(any::<bool>()),
        says_nothing in any::<bool>(),
    ) {
        // Who says that nothing means something else than what it means has to hear of it; nothing is below none.
        let missing = missing.filter(|_| kind.0 > 1 || says_nothing && kind.0 == 0);
        let kind = if kind.0 < 2 { (kind.0, kind.1, kind.2.max(1), kind.3) } else { kind };
        let condition = condition(kind, periods, missing);
        let period = i64::from(condition.measured.period);
        let alarm = write::cloudwatch::alarm(&condition, "Clinic").unwrap();
        let first = i64::from(condition.periods) * period;
        let (alarm, watch) = (read(&alarm.into()), watch(condition));
        let rules = read(&write::prometheus::rules(&watch, "clinic", None));
        let (mut prometheus, cloudwatch) = seen(&minutes, says_nothing);
        for moment in (1_i64..).zip(&minutes).map(|(minute, _)| minute * 60) {
            let raised = !prometheus.evaluate(&rules, moment).is_empty();
            if moment >= first && moment % period == 0 {
                prop_assert_eq!(raised, cloudwatch.is_raised(&alarm, moment), "after {} s: {} {}", moment, rules, alarm);
            }
        }
    }
}
