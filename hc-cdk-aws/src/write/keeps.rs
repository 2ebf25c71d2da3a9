//! How long something keeps what is in it: where that becomes shorter, what is older is deleted, though the thing itself stays.

use serde_json::Value;

use super::between::at;

/// For ever, as most things keep what nobody says an end of.
const FOR_EVER: f64 = f64::INFINITY;

/// How long that is: the type, where it stands, and how long it is where it does not. Of the rules of a bucket each counts for what it is
/// about; a switch that is on keeps more than one that is off.
///
/// Source: the template reference, and for queues and streams `SetQueueAttributes` and `DecreaseStreamRetentionPeriod`.
const KEEPS: [(&str, &str, f64); 14] = [
    ("AWS::DocDB::DBCluster", "BackupRetentionPeriod", 1.0),
    ("AWS::DynamoDB::Table", "PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled", 0.0),
    ("AWS::DynamoDB::Table", "PointInTimeRecoverySpecification/RecoveryPeriodInDays", 35.0),
    ("AWS::ElastiCache::ReplicationGroup", "SnapshotRetentionLimit", 0.0),
    ("AWS::Kinesis::Stream", "RetentionPeriodHours", 24.0),
    ("AWS::Logs::LogGroup", "RetentionInDays", FOR_EVER),
    ("AWS::Neptune::DBCluster", "BackupRetentionPeriod", 1.0),
    ("AWS::RDS::DBCluster", "BackupRetentionPeriod", 1.0),
    ("AWS::RDS::DBInstance", "BackupRetentionPeriod", 1.0),
    ("AWS::S3::Bucket", "LifecycleConfiguration/Rules/*/ExpirationInDays", FOR_EVER),
    ("AWS::S3::Bucket", "LifecycleConfiguration/Rules/*/NoncurrentVersionExpiration/NoncurrentDays", FOR_EVER),
    ("AWS::S3::Bucket", "LifecycleConfiguration/Rules/*/NoncurrentVersionExpirationInDays", FOR_EVER),
    ("AWS::SQS::Queue", "MessageRetentionPeriod", 345_600.0),
    ("AWS::Timestream::Table", "RetentionProperties/MagneticStoreRetentionPeriodInDays", 73_000.0),
];

/// Where the rules of a list stand, each of which is about some of what a bucket keeps.
const RULES: &str = "LifecycleConfiguration/Rules";

/// Whether a change of properties lets something keep what is in it for less long. Of what only the deployment knows nothing is said.
pub(super) fn is_shortened(kind: &str, before: Option<&Value>, after: Option<&Value>) -> bool {
    KEEPS.iter().filter(|(of, ..)| *of == kind).any(|(_, path, usual)| {
        if let Some(days) = path.strip_prefix(RULES).and_then(|it| it.strip_prefix("/*/")) {
            return rules(after, days).iter().any(|it| shortens(it, &rules(before, days), *usual));
        }
        let [before, after] = [before, after].map(|it| shortest(&at(it, path), *usual));
        before.zip(after).is_some_and(|(before, after)| after < before)
    })
}

/// A rule of a bucket: which objects it is about, and how long they are kept.
struct Kept<'a> {
    /// How their keys begin.
    prefix: &'a str,
    /// What else they have to be.
    filter: Option<&'a Value>,
    days: &'a Value,
}

/// The rules of a bucket that are on and say how long something is kept.
fn rules<'a>(bucket: Option<&'a Value>, days: &str) -> Vec<Kept<'a>> {
    let all = at(bucket, RULES).into_iter().filter_map(Value::as_array).flatten();
    let is_on = |it: &&Value| it["Status"] != "Disabled";
    let kept = all.filter(is_on).filter_map(|it| {
        let [days] = at(Some(it), days)[..] else { return None };
        let beside = ["TagFilters", "ObjectSizeGreaterThan", "ObjectSizeLessThan"];
        let filter = it.get("Filter").or_else(|| beside.iter().find_map(|name| it.get(name)));
        Some(Kept { prefix: it["Prefix"].as_str().unwrap_or_default(), filter, days })
    });
    kept.collect()
}

/// Whether objects that a rule is about were kept for longer: by the shortest of the rules that were about all of them before.
fn shortens(rule: &Kept<'_>, before: &[Kept<'_>], usual: f64) -> bool {
    let is_about =
        |it: &&Kept<'_>| rule.prefix.starts_with(it.prefix) && (it.filter.is_none() || it.filter == rule.filter);
    let all: Option<Vec<f64>> = before.iter().filter(is_about).map(|it| number(it.days)).collect();
    let before = all.map(|all| all.into_iter().fold(usual, f64::min));
    before.zip(number(rule.days)).is_some_and(|(before, after)| after < before)
}

/// The shortest of what is said, if all of it is literal.
fn shortest(said: &[&Value], usual: f64) -> Option<f64> {
    let all = said.iter().map(|it| number(it)).collect::<Option<Vec<_>>>()?;
    Some(all.into_iter().reduce(f64::min).unwrap_or(usual))
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(is_on) => Some(f64::from(u8::from(*is_on))),
        Value::String(text) if text == "true" || text == "false" => Some(f64::from(u8::from(text == "true"))),
        Value::String(text) => text.parse().ok(),
        other => other.as_f64(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::is_shortened;

    fn shortened(kind: &str, before: &Value, after: &Value) -> bool {
        is_shortened(kind, Some(before), Some(after))
    }

    #[test]
    fn what_keeps_less_long_than_it_did_loses_what_is_older() {
        let days = |days: Value| json!({ "RetentionInDays": days });
        for (before, after, expected) in [
            (days(json!(2192)), days(json!(365)), true),
            (days(json!(365)), days(json!(2192)), false),
            (days(json!("2192")), days(json!(2192)), false),
            (json!({}), days(json!(3653)), true),
            (days(json!(365)), json!({}), false),
            (days(json!(365)), days(json!({ "Ref": "Days" })), false),
        ] {
            assert_eq!(shortened("AWS::Logs::LogGroup", &before, &after), expected, "{before} {after}");
        }
        assert!(!shortened("AWS::SNS::Topic", &days(json!(9)), &days(json!(8))));
    }

    #[test]
    fn switches_count_and_each_rule_for_what_it_is_about() {
        let recovery =
            |is_on: bool| json!({ "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": is_on } });
        assert!(shortened("AWS::DynamoDB::Table", &recovery(true), &recovery(false)));
        assert!(shortened("AWS::DynamoDB::Table", &recovery(true), &json!({})));
        assert!(!shortened("AWS::DynamoDB::Table", &recovery(false), &recovery(true)));
        let rules = |days: &[i64]| {
            let rules: Vec<Value> =
                days.iter().map(|it| json!({ "ExpirationInDays": it, "Status": "Enabled" })).collect();
            json!({ "LifecycleConfiguration": { "Rules": rules } })
        };
        assert!(shortened("AWS::S3::Bucket", &rules(&[400, 500]), &rules(&[400, 30])));
        assert!(shortened("AWS::S3::Bucket", &json!({}), &rules(&[400])));
        assert!(!shortened("AWS::S3::Bucket", &rules(&[400, 500]), &rules(&[500])));
        assert!(!shortened("AWS::S3::Bucket", &rules(&[400]), &json!({})));
        let of = |all: &[(&str, i64, &str)]| {
            let rule = |(prefix, days, status): &(&str, i64, &str)| json!({ "Prefix": prefix, "ExpirationInDays": days, "Status": status });
            json!({ "LifecycleConfiguration": { "Rules": all.iter().map(rule).collect::<Vec<_>>() } })
        };
        let before = of(&[("tmp/", 7, "Enabled"), ("records/", 2192, "Enabled")]);
        for (after, expected) in [
            (of(&[("tmp/", 7, "Enabled"), ("records/", 365, "Enabled")]), true),
            (of(&[("tmp/", 3, "Enabled"), ("records/", 2192, "Enabled")]), true),
            (of(&[("records/", 2192, "Enabled"), ("tmp/", 7, "Enabled")]), false),
            (of(&[("tmp/", 7, "Enabled"), ("records/", 365, "Disabled")]), false),
            (of(&[("tmp/old/", 7, "Enabled"), ("records/", 2192, "Enabled")]), false),
            (of(&[("", 2192, "Enabled")]), true),
        ] {
            assert_eq!(shortened("AWS::S3::Bucket", &before, &after), expected, "{after}");
        }
    }
}
