//! The rule about what is counted in the records of an audit trail: that somebody hears of it.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    model::ResourceModel,
    rule::{Index, Must, Subject, Verdict, at, real_data},
    value::Json,
};

use super::{read::text_at, told::tells};

const FILTER: &str = "AWS::Logs::MetricFilter";
const ALARM: &str = "AWS::CloudWatch::Alarm";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub MISUSE_IS_TOLD = "MisuseIsTold" {
        sentence: "what is counted in the records of who did what raises an alarm that tells somebody",
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
        message: "counts nothing by one, or no alarm on its metric tells somebody when there is more of it",
        help: "set `MetricValue` to `1`, and declare an alarm on its metric in its stack, or use `.misuse(..)` of `Alarms`",
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
    let alarms = filter.found_by(&ALARMS, metric).filter(is_raised_by_more);
    alarms.map(|it| tells(&it)).min_by_key(|it| *it != Verdict::Held).unwrap_or(Verdict::Broken)
}

/// Alarms by the one metric that they watch.
static ALARMS: Index = Index::by(|resource| {
    let properties = Some(&resource.properties).filter(|_| is_alarm(resource))?;
    match at(properties, "Metrics") {
        None => watched(properties),
        Some(queries) => match queries.as_list()? {
            [query] => watched(at(query, "MetricStat/Metric")?),
            _ => None,
        },
    }
});

fn is_alarm(resource: &ResourceModel) -> bool {
    resource.kind() == ALARM
}

fn watched(of: &Json) -> Option<String> {
    let is_narrowed = at(of, "Dimensions").is_some_and(|it| it.as_list().is_none_or(|it| !it.is_empty()));
    metric(of, "Namespace").filter(|_| !is_narrowed)
}

fn metric(of: &Json, namespace: &str) -> Option<String> {
    Some(format!("{} {}", text_at(of, namespace)?, text_at(of, "MetricName")?))
}

fn is_raised_by_more(alarm: &Subject<'_>) -> bool {
    let comparison = alarm.text("ComparisonOperator");
    matches!(comparison, Some("GreaterThanThreshold" | "GreaterThanOrEqualToThreshold"))
}
