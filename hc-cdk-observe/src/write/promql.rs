//! Expressions of Prometheus: how the value of an indicator comes about, and when it is beyond a limit.

use crate::{
    indicator::{Condition, Fold, Measured, Missing, Reading, Side, Test},
    load::{AddsUp, Load},
    series::{Compared, Selected},
};

/// The name under which the values of an indicator of a watch are recorded.
pub(super) fn recorded(watch: &str, measured: &Measured) -> String {
    let watch: String = watch.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect();
    format!("{watch}:{}:{}", measured.name, measured.unit.name)
}

/// The value of an indicator over so many seconds.
pub(super) fn value(measured: &Measured, seconds: u32) -> String {
    let Measured { reading, by, .. } = measured;
    let over = |function: &str, of: &Selected| format!("{function}({}[{}])", series(of, ""), span(seconds));
    let fold = |how: &str, inner: String| match by {
        Some(label) => format!("{how} by ({label}) ({inner})"),
        None => format!("{how}({inner})"),
    };
    match reading {
        Reading::PerMinute(of) => format!("60 * {}", fold("sum", over("rate", of))),
        Reading::Within(of) => fold("sum", grown(of, seconds)),
        Reading::Share { part, whole, rest } => {
            let (part, whole) = (fold("sum", over("rate", part)), fold("sum", over("rate", whole)));
            // A counter is not there before it counts, and nothing is no share of nothing.
            let share = format!("100 * ({part} or 0 * {whole}) / ({whole} > 0)");
            if *rest { format!("100 - {share}") } else { share }
        }
        Reading::Quantile { of, hundredths } => {
            let labels = by.map_or("le".to_owned(), |label| format!("le, {label}"));
            let rate = format!("rate({}[{}])", series(of, "_bucket"), span(seconds));
            format!("histogram_quantile(0.{hundredths:02}, sum by ({labels}) ({rate}))")
        }
        Reading::Level { of, fold: how, times } => {
            let (how, over_time) = match how {
                Fold::Mean => ("avg", "avg_over_time"),
                Fold::Highest => ("max", "max_over_time"),
                Fold::Lowest => ("min", "min_over_time"),
            };
            let level = fold(how, over(over_time, of));
            if *times == 1 { level } else { format!("{times} * {level}") }
        }
        Reading::Filled { part, whole } => {
            let mean = |of| fold("sum", over("avg_over_time", of));
            format!("100 * {} / {}", mean(part), mean(whole))
        }
        Reading::Since(of) => format!("time() - {}", fold("max", series(of, ""))),
        Reading::Until(of) => format!("{} - time()", fold("min", series(of, ""))),
    }
}

/// How much there is to do of something, of the series that are selected by a name.
///
/// A counter is not there before it counts, and a histogram without an answer has no mean: that is nothing to do, as long as
/// something answers when it is asked.
pub(super) fn load(load: &Load, selected: impl Fn(&'static str) -> Selected) -> String {
    let of = selected(load.name);
    let times = if load.times == 1 { String::new() } else { format!("{} * ", load.times) };
    let rate = |suffix| format!("rate({}[2m])", series(&of, suffix));
    let sum = match load.adds_up {
        AddsUp::PerMinute => format!("60 * sum({})", rate("")),
        AddsUp::Level => format!("{times}sum({})", series(&of, "")),
        AddsUp::Mean => {
            let each = |suffix| format!("sum by (instance) ({})", rate(suffix));
            format!("{times}sum({} / ({} > 0))", each("_sum"), each("_count"))
        }
    };
    format!("{sum} or 0 * (sum({}) > 0)", series(&selected("up"), ""))
}

/// By how much each counter grew: what it says less what it said a period ago, or last before that, in the hour before. `increase`
/// counts neither what is between two periods nor what was there with the first sample. A counter that said nothing for an hour
/// is new, and has grown by all that it says; one that began again, or is gone, has grown by what of it was seen.
fn grown(of: &Selected, seconds: u32) -> String {
    let (now, span) = (series(of, ""), span(seconds));
    let before = format!("last_over_time({now}[1h] offset {span})");
    format!("({now} - {before} >= 0) or ({now} unless {before}) or increase({now}[{span}])")
}

/// When an alert is raised: the expression, and for how many seconds it has to hold.
///
/// The first value covers a whole period already. So what holds for five periods is seen four periods after it was seen first.
pub(super) fn condition(watch: &str, condition: &Condition) -> (String, u32) {
    let Condition { measured, periods, datapoints, .. } = condition;
    let (side, limit, missing) = match condition.test {
        Test::Beyond { side, limit, missing } => (side, limit, missing),
        Test::Burn(burn) => return (burning(measured, burn.figures()), 0),
    };
    let value = match missing {
        Missing::Within => recorded(watch, measured),
        // What stands for a value that is not there is beyond every limit.
        Missing::Beyond if side == Side::Below => format!("({} or on() vector(-Inf))", recorded(watch, measured)),
        Missing::Beyond => format!("({} or on() vector(Inf))", recorded(watch, measured)),
    };
    let than = if side == Side::Above { ">" } else { "<" };
    // Between the ends of longer periods there are values of others, half of which are of each.
    if periods == datapoints && (*periods == 1 || measured.period == 60) {
        return (format!("{value} {than} {limit}"), (periods - 1) * measured.period);
    }
    // One second less than all periods: both ends of a range count, and these would be one period more. With `bool` what stands
    // for a value has the labels of the value.
    let (range, step) = (periods * measured.period - 1, measured.period);
    let beyond = format!("({value} {than} bool {limit})[{}:{}]", span(range), span(step));
    (format!("sum_over_time({beyond}) >= {datapoints}"), 0)
}

/// What goes wrong, compared with what may: over a long time, so that little is not told, and over a short one, so that it ends
/// soon after it is well again.
fn burning(measured: &Measured, (tenths, long, short): (u32, u32, u32)) -> String {
    let may = 100.0 - measured.promised.unwrap_or_default();
    // Rounded, since what is left of 100 has digits that nobody said.
    let limit = (may * f64::from(tenths) / 10.0 * 1e6).round() / 1e6;
    let over = |seconds| format!("100 - ({}) > {limit}", value(measured, seconds));
    format!("({}) and ({})", over(long), over(short))
}

/// The series of a metric.
fn series(of: &Selected, suffix: &str) -> String {
    let labels: Vec<String> = of
        .labels
        .iter()
        .map(|(name, how, value)| {
            let operator = match how {
                Compared::Is => "=",
                Compared::Like => "=~",
                Compared::Unlike => "!~",
            };
            let text = value.json().as_text().unwrap_or_default().replace('\\', "\\\\").replace('"', "\\\"");
            format!("{name}{operator}\"{text}\"")
        })
        .collect();
    let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
    format!("{}{suffix}{labels}", of.name)
}

/// A time in the largest unit that it is a whole number of.
pub(super) fn span(seconds: u32) -> String {
    match seconds {
        it if it % 3600 == 0 => format!("{}h", it / 3600),
        it if it % 60 == 0 => format!("{}m", it / 60),
        it => format!("{it}s"),
    }
}
