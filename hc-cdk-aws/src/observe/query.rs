//! What CloudWatch is asked for by an alarm.

use super::{
    metric::{Measure, Series, Source},
    threshold::Threshold,
};
use crate::cfn::cloudwatch::alarm::{Dimension, Metric as MetricProperty, MetricDataQuery, MetricStat};

/// What CloudWatch has to ask for: the last query is the one that is compared, but for what is usual.
pub(super) fn queries(threshold: Threshold) -> Vec<MetricDataQuery> {
    let band = threshold.compared.is_usual().then(|| MetricDataQuery {
        expression: Some(format!("ANOMALY_DETECTION_BAND(result, {})", threshold.limit).into()),
        id: Some(USUAL.into()),
        label: Some("what is usual".into()),
        return_data: Some(true.into()),
        ..Default::default()
    });
    measured(threshold.series).into_iter().chain(band).collect()
}

/// The query by which what is usual is known.
pub(super) const USUAL: &str = "usual";

fn measured(series: Series) -> Vec<MetricDataQuery> {
    let Series { label, source, period } = series;
    let result = MetricDataQuery {
        id: Some("result".into()),
        label: Some(label.into()),
        return_data: Some(true.into()),
        ..Default::default()
    };
    match source {
        Source::Measured(measure) => vec![MetricDataQuery { metric_stat: Some(stat(measure, period)), ..result }],
        Source::Computed(formula) => {
            let expression = formula.written("m");
            let inputs = formula.inputs.into_iter().enumerate().map(|(place, measure)| MetricDataQuery {
                id: Some(format!("m{place}").into()),
                metric_stat: Some(stat(measure, period)),
                return_data: Some(false.into()),
                ..Default::default()
            });
            let computed = MetricDataQuery { expression: Some(expression.into()), ..result };
            inputs.chain([computed]).collect()
        }
    }
}

fn stat(measure: Measure, period: u32) -> MetricStat {
    MetricStat {
        metric: Some(MetricProperty {
            dimensions: Some(
                measure
                    .dimensions
                    .into_iter()
                    .map(|(name, value)| Dimension { name: Some(name.into()), value: Some(value) })
                    .collect(),
            ),
            metric_name: Some(measure.name),
            namespace: Some(measure.namespace.into()),
        }),
        period: Some(period.into()),
        stat: Some(measure.statistic.name().into()),
        ..Default::default()
    }
}
