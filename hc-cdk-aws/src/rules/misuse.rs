//! The rule about what is counted in the records of an audit trail: that somebody hears of it.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    model::ResourceModel,
    rule::{Index, Must, Subject, Verdict, at, real_data},
    value::{Json, NameSuffix},
};

use super::{
    read::{number_at, text_at},
    told::tells,
};

const FILTER: &str = "AWS::Logs::MetricFilter";
const ALARM: &str = "AWS::CloudWatch::Alarm";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub MISUSE_IS_TOLD = "MisuseIsTold" {
        sentence: "the first record of who did what that is counted in a period raises an alarm that tells somebody",
        controls: &[
            hipaa::ACTIVITY_REVIEW,
            hipaa::LOGIN_MONITORING,
            hipaa::RESPONSE,
            soc2::MONITORING,
            soc2::EVALUATION,
            iso27001::MONITORING,
            gdpr::BREACH_NOTIFICATION,
        ],
        on: &[FILTER],
        when: real_data,
        must: Must::Judge(is_told),
        message: "counts nothing by one, or no alarm on its metric tells somebody of the first",
        help: "set `MetricValue` to `1`, and declare an alarm in its stack on the sum of its metric, above `0` in one period, or use `.misuse(..)` of `Alarms`",
    }
}

/// Of what is counted in other lines than those of a trail, nothing is asked here.
fn is_told(filter: &Subject<'_>) -> Verdict {
    let groups = filter.property("LogGroupName").map(|it| filter.references_in(it)).unwrap_or_default();
    if !groups.iter().any(|it| it.is_named_by_any("AWS::CloudTrail::Trail", "CloudWatchLogsLogGroupArn")) {
        return Verdict::NotApplicable;
    }
    let [counted] = filter.list("MetricTransformations") else { return Verdict::Broken };
    let is_one = text_at(counted, "MetricValue") == Some("1") && at(counted, "Dimensions").is_none();
    let Some(metric) = metric(counted, "MetricNamespace").filter(|_| is_one) else { return Verdict::Broken };
    let alarms = filter.found_by(&ALARMS, &metric).filter(is_raised_by_the_first);
    alarms.map(|it| tells(&it)).min_by_key(|it| *it != Verdict::Held).unwrap_or(Verdict::Broken)
}

/// Alarms by the one metric of their account that they watch, whatever it is measured in.
static ALARMS: Index = Index::by(|resource| {
    let properties = Some(&resource.properties).filter(|_| is_alarm(resource))?;
    let (of, metric) = query(properties)?;
    watched(metric).filter(|_| at(of, "Unit").is_none())
});

/// What an alarm asks, if it asks one thing: how, and of which metric.
fn query(alarm: &Json) -> Option<(&Json, &Json)> {
    match at(alarm, "Metrics") {
        None => Some((alarm, alarm)),
        Some(queries) => match queries.as_list()? {
            [query] if at(query, "AccountId").is_none() => {
                Some((at(query, "MetricStat")?, at(query, "MetricStat/Metric")?))
            }
            _ => None,
        },
    }
}

fn is_alarm(resource: &ResourceModel) -> bool {
    resource.kind() == ALARM
}

fn watched(of: &Json) -> Option<String> {
    let is_narrowed = at(of, "Dimensions").is_some_and(|it| it.as_list().is_none_or(|it| !it.is_empty()));
    metric(of, "Namespace").filter(|_| !is_narrowed)
}

fn metric(of: &Json, namespace: &str) -> Option<String> {
    Some(format!("{} {}", text_at(of, namespace)?, NameSuffix::known(at(of, "MetricName")?)?))
}

/// Whether one record in one period is enough.
fn is_raised_by_the_first(alarm: &Subject<'_>) -> bool {
    let properties = &alarm.resource.properties;
    let counts = query(properties).and_then(|(of, _)| text_at(of, "Stat").or_else(|| text_at(of, "Statistic")));
    let is_beyond = number_at(properties, "Threshold").is_some_and(|limit| match alarm.text("ComparisonOperator") {
        Some("GreaterThanThreshold") => limit < 1,
        Some("GreaterThanOrEqualToThreshold") => limit <= 1,
        _ => false,
    });
    let periods = ["DatapointsToAlarm", "EvaluationPeriods"].into_iter().find(|it| !alarm.lacks(it));
    matches!(counts, Some("Maximum" | "SampleCount" | "Sum"))
        && is_beyond
        && periods.is_some_and(|it| number_at(properties, it) == Some(1))
}
