//! CloudWatch: what it has to be asked for, and the alarm on that.

use hc_cdk::value::{Json, Object};

use crate::{
    indicator::{Condition, Fold, Measured, Missing, Reading, Side, Test},
    series::{Compared, Selected},
};

/// What CloudWatch has to be asked for: metrics, each with its statistic, and arithmetic on them, in which `m0` is the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked<'a> {
    /// The metrics and their statistics.
    pub metrics: Vec<(&'a Selected, String)>,
    /// The arithmetic, if there is any.
    pub expression: Option<String>,
}

/// What CloudWatch has to be asked for; nothing if it cannot tell: it knows no time of its own, no expressions for labels, and not
/// one alarm for each value of a label.
pub fn asked(measured: &Measured) -> Option<Asked<'_>> {
    let is_plain = |it: &&Selected| it.labels.iter().all(|(_, how, _)| *how == Compared::Is);
    if measured.by.is_some() || !measured.reading.series().iter().all(is_plain) {
        return None;
    }
    let minutes = measured.period / 60;
    let (metrics, expression) = match &measured.reading {
        Reading::PerMinute(it) => (vec![(it, "Sum".to_owned())], (minutes > 1).then(|| format!("m0 / {minutes}"))),
        Reading::Within(it) => (vec![(it, "Sum".to_owned())], None),
        Reading::Share { part, whole, rest } => {
            // CloudWatch has no value for a period in which nothing was counted.
            let share = if *rest { "100 - 100 * FILL(m0, 0) / m1" } else { "100 * FILL(m0, 0) / m1" };
            (vec![(part, "Sum".to_owned()), (whole, "Sum".to_owned())], Some(share.to_owned()))
        }
        Reading::Quantile { of, hundredths } => (vec![(of, format!("p{hundredths}"))], None),
        Reading::Level { of, fold, times } => {
            let statistic = match fold {
                Fold::Mean => "Average",
                Fold::Highest => "Maximum",
                Fold::Lowest => "Minimum",
            };
            (vec![(of, statistic.to_owned())], (*times > 1).then(|| format!("{times} * m0")))
        }
        Reading::Filled { part, whole } => {
            let mean = |it| (it, "Average".to_owned());
            (vec![mean(part), mean(whole)], Some("100 * m0 / m1".to_owned()))
        }
        Reading::Since(_) | Reading::Until(_) => return None,
    };
    Some(Asked { metrics, expression })
}

/// The properties of an alarm on metrics of that namespace; nothing if CloudWatch cannot tell.
pub fn alarm(condition: &Condition, namespace: &str) -> Option<Object> {
    let Test::Beyond { side, limit, missing } = condition.test else { return None };
    let asked = asked(&condition.measured)?;
    let comparison = match side {
        Side::Above => "GreaterThanThreshold",
        Side::Below => "LessThanThreshold",
    };
    let missing = match missing {
        Missing::Beyond => "breaching",
        Missing::Within => "notBreaching",
    };
    Some(
        Object::new()
            .with("AlarmDescription", condition.sentence())
            .with("ComparisonOperator", comparison)
            .with("DatapointsToAlarm", i64::from(condition.datapoints))
            .with("EvaluationPeriods", i64::from(condition.periods))
            .with("Threshold", limit)
            .with("TreatMissingData", missing)
            .with("Metrics", queries(&asked, &condition.measured, namespace)),
    )
}

/// The last query is the one that is compared.
fn queries(asked: &Asked<'_>, measured: &Measured, namespace: &str) -> Vec<Json> {
    let computed = asked.expression.as_ref().map(|expression| {
        Object::new().with("Id", "result").with("Expression", expression.clone()).with("ReturnData", true).into()
    });
    let metrics = asked.metrics.iter().enumerate().map(|(place, (series, statistic))| {
        let dimensions: Vec<Object> = series
            .labels
            .iter()
            .map(|(name, _, value)| Object::new().with("Name", *name).with("Value", value.clone()))
            .collect();
        let metric = Object::new()
            .with("Namespace", namespace.to_owned())
            .with("MetricName", series.name.to_string())
            .with("Dimensions", dimensions);
        let statistic = Object::new()
            .with("Metric", metric)
            .with("Period", i64::from(measured.period))
            .with("Stat", statistic.clone());
        let query = Object::new().with("Id", format!("m{place}")).with("MetricStat", statistic);
        query.with("ReturnData", computed.is_none()).into()
    });
    metrics.collect::<Vec<Json>>().into_iter().chain(computed.clone()).collect()
}
