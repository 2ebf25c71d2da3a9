//! How much there is to do, as `promtool` evaluates what an autoscaler asks: what pods tell adds up, what counted nothing yet is
//! nothing to do, and of what nobody reads there is no number.

use hc_cdk::value::{Json, Object};
use hc_cdk_observe::{Count, Counter, Gauge, Histogram, Load, Seconds, Shared, write};

const REQUESTS: Counter = Counter::named("http_requests_total");
const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_seconds");
const SESSIONS: Gauge<Count> = Gauge::named("active_sessions");

/// Series without what is selected, and their values each minute.
type Series = &'static [(&'static str, &'static str, &'static str)];

const UP: (&str, &str, &str) = ("up", r#"instance="a""#, "1x20");
const DOWN: (&str, &str, &str) = ("up", r#"instance="a""#, "0x20");

/// Tests of what is asked ten minutes after the beginning.
pub(crate) fn unit_tests() -> Json {
    let cases: [(Load, Series, Option<i64>); 9] = [
        (
            SESSIONS.load(),
            &[UP, ("active_sessions", r#"instance="a""#, "100x20"), ("active_sessions", r#"instance="b""#, "60x20")],
            Some(160),
        ),
        (SESSIONS.load(), &[UP], Some(0)),
        (SESSIONS.load(), &[DOWN], None),
        (SESSIONS.load(), &[], None),
        (
            REQUESTS.load(),
            &[
                UP,
                ("http_requests_total", r#"instance="a",path="/x""#, "0+60x20"),
                ("http_requests_total", r#"instance="b",path="/x""#, "0+30x20"),
            ],
            Some(90),
        ),
        (REQUESTS.load(), &[UP], Some(0)),
        // The mean of one pod, whatever its answers are told apart by, and that of another; a third one answers nobody.
        (
            ANSWERED.load(),
            &[
                UP,
                ("http_request_seconds_sum", r#"instance="a",path="/x""#, "0+20x20"),
                ("http_request_seconds_count", r#"instance="a",path="/x""#, "0+40x20"),
                ("http_request_seconds_sum", r#"instance="a",path="/y""#, "0+10x20"),
                ("http_request_seconds_count", r#"instance="a",path="/y""#, "0+20x20"),
                ("http_request_seconds_sum", r#"instance="b",path="/x""#, "0+15x20"),
                ("http_request_seconds_count", r#"instance="b",path="/x""#, "0+60x20"),
                ("http_request_seconds_sum", r#"instance="c",path="/x""#, "7x20"),
                ("http_request_seconds_count", r#"instance="c",path="/x""#, "9x20"),
            ],
            Some(750),
        ),
        (
            ANSWERED.load(),
            &[
                UP,
                ("http_request_seconds_sum", r#"instance="c""#, "7x20"),
                ("http_request_seconds_count", r#"instance="c""#, "9x20"),
            ],
            Some(0),
        ),
        (ANSWERED.load(), &[DOWN], None),
    ];
    Object::new()
        .with("rule_files", Json::List(Vec::new()))
        .with("evaluation_interval", "1m")
        .with("tests", cases.iter().map(|(load, series, sum)| unit_test(load, series, *sum)).collect::<Vec<_>>())
        .into()
}

fn unit_test(load: &Load, series: Series, sum: Option<i64>) -> Object {
    let written = |job: &str, (name, labels, values): &(&str, &str, &str)| {
        let name = format!(r#"{name}{{namespace="clinic",job="{job}",{labels}}}"#);
        Object::new().with("series", name).with("values", (*values).to_owned())
    };
    // Others have as much to do, which is none of the workload's.
    let all = ["api", "other"].iter().flat_map(|job| series.iter().map(|it| written(job, it)));
    let samples = sum.map(|it| Object::new().with("labels", "{}").with("value", it));
    let asked = Object::new()
        .with("expr", write::prometheus::load(load, &[("namespace", "clinic"), ("job", "api")]))
        .with("eval_time", "10m")
        .with("exp_samples", samples.into_iter().collect::<Vec<_>>());
    Object::new()
        .with("interval", "1m")
        .with("input_series", all.collect::<Vec<_>>())
        .with("promql_expr_test", vec![asked])
}
