//! Whether an alarm can be raised at all: by as many periods as it looks at, by what its metric can be, and by what is measured while nothing
//! happens.
//!
//! Sources: Amazon CloudWatch, "Configuring how alarms treat missing data"; the metrics in the guides of EC2, RDS, `ElastiCache`, EFS,
//! `DocumentDB`, Neptune, Lambda and Direct Connect; Elastic Load Balancing, "metrics for your Application Load Balancer" ("There is a
//! nonzero value"); Amazon CloudWatch Logs, "Creating metrics from log events using filters".

use hc_cdk::{
    rule::{Index, Subject},
    value::Json,
};

use super::read::{number, text_at};

/// Metrics that are a share of a hundred, and never more.
const SHARES: [(&str, &str); 9] = [
    ("AWS/DocDB", "CPUUtilization"),
    ("AWS/EBS", "BurstBalance"),
    ("AWS/EC2", "CPUUtilization"),
    ("AWS/EFS", "PercentIOLimit"),
    ("AWS/ElastiCache", "CPUUtilization"),
    ("AWS/ElastiCache", "DatabaseMemoryUsagePercentage"),
    ("AWS/ElastiCache", "EngineCPUUtilization"),
    ("AWS/Neptune", "CPUUtilization"),
    ("AWS/RDS", "CPUUtilization"),
];

/// Sums that are there only while something comes, and so are one at least.
const COMES: [(&str, &str); 5] = [
    ("AWS/ApplicationELB", "NewConnectionCount"),
    ("AWS/ApplicationELB", "RequestCount"),
    ("AWS/ApplicationELB", "RequestCountPerTarget"),
    ("AWS/ELB", "RequestCount"),
    ("AWS/Lambda", "Invocations"),
];

/// What makes metrics of lines of logs, of which there is no figure where no line is: by namespace and name, and by nothing what cannot be
/// read and may make any.
static OF_LINES: Index = Index::by(|it| {
    let made = it.properties.get("MetricTransformations").filter(|_| it.kind() == "AWS::Logs::MetricFilter")?;
    let one = made.as_list().and_then(<[Json]>::first).filter(|it| it.as_object().is_some());
    let Some(one) = one else { return Some(String::new()) };
    let (space, name) = text_at(one, "MetricNamespace").zip(text_at(one, "MetricName"))?;
    one.get("DefaultValue").is_none().then(|| format!("{space} {name}"))
});

pub(super) fn can_be_raised(alarm: &Subject<'_>) -> bool {
    let periods = |name: &str| alarm.property(name).and_then(number);
    let sees_enough = alarm.lacks("DatapointsToAlarm")
        || periods("DatapointsToAlarm")
            .zip(periods("EvaluationPeriods"))
            .is_some_and(|(bad, all)| 0 < bad && bad <= all);
    sees_enough && (alarm.text("TreatMissingData") == Some("breaching") || can_be_beyond(alarm))
}

/// Whether its metric can pass its limit. Of a metric that is not known here, and of a limit that is no literal, it is taken that it can.
fn can_be_beyond(alarm: &Subject<'_>) -> bool {
    let named = alarm.text("Namespace").zip(alarm.text("MetricName"));
    let (Some(named), Some(limit)) = (named, alarm.property("Threshold").and_then(amount)) else { return true };
    let statistic = alarm.text("Statistic");
    let is_share = SHARES.contains(&named) && !matches!(statistic, Some("SampleCount" | "Sum"));
    let least = || least(alarm, named, statistic, limit);
    match alarm.text("ComparisonOperator") {
        Some("GreaterThanThreshold") => !is_share || limit < 100.0,
        Some("GreaterThanOrEqualToThreshold") => !is_share || limit <= 100.0,
        Some("LessThanThreshold") => least().is_none_or(|least| limit > least),
        Some("LessThanOrEqualToThreshold") => least().is_none_or(|least| limit >= least),
        _ => true,
    }
}

/// The least that there is a figure of: where nothing happens there is none of some metrics, and not one of nothing.
fn least(alarm: &Subject<'_>, (space, name): (&str, &str), statistic: Option<&str>, limit: f64) -> Option<f64> {
    if statistic == Some("SampleCount") || COMES.contains(&(space, name)) && statistic == Some("Sum") {
        return Some(1.0);
    }
    // What is behind may be so by less than nothing, when it is not known how far, and light is measured in less than nothing: who
    // names such a limit has such a metric, unless it is a share.
    if space.starts_with("AWS/") {
        let may_be_less = limit < 0.0 && !SHARES.contains(&(space, name));
        return (!may_be_less && !name.contains("Lag")).then_some(0.0);
    }
    let hidden = alarm.found_in_app(&OF_LINES, "").next().map(|_| f64::INFINITY);
    let filters = alarm.found_in_app(&OF_LINES, &format!("{space} {name}"));
    let figures: Option<Vec<f64>> = filters
        .map(|it| it.list("MetricTransformations").first().and_then(|it| it.get("MetricValue")).and_then(amount))
        .collect();
    figures.unwrap_or_default().into_iter().reduce(f64::min).or(hidden)
}

/// A number that is a literal, in any of the ways in which CloudFormation takes it.
fn amount(json: &Json) -> Option<f64> {
    match json {
        Json::Float(it) => Some(*it),
        Json::Text(it) => it.parse().ok(),
        #[allow(clippy::cast_precision_loss, reason = "it is compared with small figures")]
        Json::Int(it) => Some(*it as f64),
        _ => None,
    }
}
