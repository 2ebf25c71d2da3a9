//! What is recorded, where it goes, and how long it stays.

use serde_json::Value;

use super::{
    Table,
    encryption::{all_on, attribute, receives_logs, stays},
    users::policies,
    when,
};
use crate::document::{Thing, is_on, list, number, value, words};

pub(super) const TABLE: Table = &[
    ("TrailLogs", |it| all_on(it, &["IsLogging"])),
    ("TrailEveryRegion", |it| all_on(it, &["IsMultiRegionTrail", "IncludeGlobalServiceEvents"])),
    ("CloudTrailLogFileValidationEnabled", |it| all_on(it, &["EnableLogFileValidation"])),
    ("CloudTrailCloudWatchLogsEnabled", |it| match it.at("CloudWatchLogsLogGroupArn") {
        // Which group a literal names, nobody here knows.
        Some(to) => when(it.target(to).is_some_and(|it| it.kind() != "AWS::Logs::LogGroup"), NOWHERE),
        None => Some("it delivers to no log group".into()),
    }),
    ("TrailRecordsManagement", |it| when(!records(it, "Management", None), "some call is not recorded")),
    ("TrailRecordsObjects", |it| {
        when(!records(it, "Data", Some("AWS::S3::Object")), "some access to an object is not recorded")
    }),
    ("TrailIsLocked", locked),
    ("RecordsStay", |it| stays(it, &["Retain", "RetainExceptOnCreate"])),
    ("CloudWatchLogGroupRetentionPeriod", |it| {
        when(it.number("RetentionInDays").is_none(), "it does not say how long")
    }),
    ("LogGroupKeeps", keeps),
    ("AuditRecordsKeep", |it| {
        let asked = it.asked().audit;
        let few = |days: Option<f64>| days.is_some_and(|days| days < asked);
        let mut rules = it.list("LifecycleConfiguration/Rules").iter().filter(|rule| rule["Status"] == "Enabled");
        let expires = rules.any(|rule| few(rule.get("ExpirationInDays").and_then(number)));
        when(few(it.number("RetentionInDays")) || expires, "they are gone before audit records may be")
    }),
    ("WorkspaceLogs", |it| group(it, it.at("LoggingConfiguration/LogGroupArn"))),
    ("FunctionLogs", |it| group(it, it.at("LoggingConfig/LogGroup")).or_else(|| is_silent(it, "Role"))),
    ("StateMachineLogs", |it| {
        let places = it.list("LoggingConfiguration/Destinations");
        when(it.text("LoggingConfiguration/Level") != Some("ALL"), "only some steps are recorded")
            .or_else(|| when(places.is_empty(), NOWHERE))
            .or_else(|| places.iter().find_map(|to| group(it, value(to, "CloudWatchLogsLogGroup/LogGroupArn"))))
    }),
    ("StateMachineLogsNoData", |it| {
        when(it.is_on("LoggingConfiguration/IncludeExecutionData"), "its log has what is handed on")
    }),
    ("TaskLogs", task),
    ("FlowLogRecordsAll", |it| {
        when(it.text("TrafficType") != Some("ALL"), "only some traffic is recorded")
            .or_else(|| group(it, it.at("LogDestination").or(it.at("LogGroupName"))).filter(|it| it == NOWHERE))
            .or_else(|| is_silent(it, "DeliverLogsPermissionArn"))
    }),
    ("VPCFlowLogsEnabled", |it| {
        let mut logs = it.others("AWS::EC2::FlowLog").filter(|log| log.points_at(log.at("ResourceId"), it));
        let all = |log: &Thing<'_>| log.text("ResourceType") == Some("VPC") && log.text("TrafficType") == Some("ALL");
        when(!logs.any(|log| all(&log)), "no flow log is of all of it")
    }),
    ("WAFv2LoggingEnabled", |it| when(firewall_log(it).is_none(), "nothing logs what it does")),
    ("FirewallLogs", |it| {
        match Some(it).filter(|it| it.kind() == "AWS::WAFv2::LoggingConfiguration").or_else(|| firewall_log(it)) {
            None => Some("nothing logs what it does".into()),
            // The name of the group is the end of an ARN.
            Some(log) => {
                log.list("LogDestinationConfigs").iter().find_map(|to| group(log, to["Fn::Join"][1].as_array()?.last()))
            }
        }
    }),
    ("S3BucketLoggingEnabled", |it| {
        // Without a name, the logs go to the bucket itself.
        let to = it.at("LoggingConfiguration/DestinationBucketName");
        let elsewhere = to.and_then(|to| it.target(to)).is_some_and(|it| it.kind() != "AWS::S3::Bucket");
        let logs = it.at("LoggingConfiguration").is_some_and(|it| it.as_object().is_some_and(|it| !it.is_empty()));
        when((!logs || elsewhere) && !receives_logs(it), "no access is logged")
    }),
    ("ELBLoggingEnabled", |it| {
        if let Some(policy) = it.at("AccessLoggingPolicy") {
            let to = policy.get("S3BucketName");
            return when(!policy.get("Enabled").is_some_and(is_on) || to.is_none(), "no request is logged");
        }
        let on = attribute(it, "access_logs.s3.enabled").is_some_and(is_on);
        when(!on || attribute(it, "access_logs.s3.bucket").is_none(), "no request is logged")
    }),
];

const NOWHERE: &str = "it goes to no log group of the program";

/// Why a log group keeps too little.
fn keeps(it: Thing<'_>) -> Option<String> {
    let days = it.number("RetentionInDays");
    when(it.at("RetentionInDays").is_some() && days.is_none_or(|it| it < 1.0), "nobody can tell for how long")
        .or_else(|| when(days.is_some_and(|days| days < it.asked().log), "logs are kept for too few days"))
}

/// Why what a value names is no log group that keeps its logs.
fn group(it: Thing<'_>, value: Option<&Value>) -> Option<String> {
    match value.and_then(|value| it.target(value)).filter(|it| it.kind() == "AWS::Logs::LogGroup") {
        None => Some(NOWHERE.into()),
        Some(group) => keeps(group),
    }
}

/// Whether every event of a category is recorded: by a selector that leaves nothing out, but for where the records go.
fn records(it: Thing<'_>, category: &str, kind: Option<&str>) -> bool {
    let selectors = it.list("AdvancedEventSelectors");
    if selectors.is_empty() {
        return basic(it, kind);
    }
    selectors.iter().any(|selector| {
        let fields = list(selector.get("FieldSelectors"));
        let equals = |field: &str, to: &str| {
            fields.iter().any(|it| it["Field"] == field && list(it.get("Equals")).iter().any(|it| it == to))
        };
        let known = |it: &Value| {
            let field = it["Field"].as_str().unwrap_or_default();
            let alone = it.as_object().is_some_and(|it| it.len() == 2);
            match field {
                "eventCategory" | "resources.type" => alone && it.get("Equals").is_some(),
                "resources.ARN" => alone && (it.get("NotStartsWith").is_some() || it.get("NotEquals").is_some()),
                _ => false,
            }
        };
        fields.iter().all(known)
            && equals("eventCategory", category)
            && kind.is_none_or(|kind| equals("resources.type", kind))
    })
}

fn basic(it: Thing<'_>, kind: Option<&str>) -> bool {
    let all = |it: &Value| it.get("ReadWriteType").is_none_or(|it| it == "All");
    let selectors = it.list("EventSelectors");
    match kind {
        None => {
            selectors.is_empty()
                || selectors.iter().any(|it| all(it) && it.get("IncludeManagementEvents").is_none_or(is_on))
        }
        Some(kind) => {
            selectors.iter().any(|it| all(it) && list(it.get("DataResources")).iter().any(|it| it["Type"] == kind))
        }
    }
}

fn locked(it: Thing<'_>) -> Option<String> {
    let bucket =
        if it.kind() == "AWS::S3::Bucket" { Some(it) } else { it.at("S3BucketName").and_then(|to| it.target(to)) };
    let Some(bucket) = bucket.filter(|it| it.kind() == "AWS::S3::Bucket") else {
        return Some("it goes to no bucket of the program".into());
    };
    let place = "ObjectLockConfiguration/Rule/DefaultRetention";
    let of = |name: &str| bucket.number(&format!("{place}/{name}"));
    let days = of("Days").or(of("Years").map(|it| it * 365.25)).unwrap_or_default();
    when(!bucket.is_on("ObjectLockEnabled"), "its bucket locks nothing")
        .or_else(|| {
            when(
                bucket.text("ObjectLockConfiguration/ObjectLockEnabled") != Some("Enabled"),
                "its bucket locks nothing",
            )
        })
        .or_else(|| {
            when(bucket.text(&format!("{place}/Mode")) != Some("COMPLIANCE"), "who may bypass the lock can delete")
        })
        .or_else(|| when(days < bucket.asked().audit, "it is locked for too few days"))
}

fn task(it: Thing<'_>) -> Option<String> {
    it.list("ContainerDefinitions").iter().find_map(|container| {
        let driver = value(container, "LogConfiguration/LogDriver").and_then(Value::as_str);
        when(driver != Some("awslogs"), "a container logs elsewhere")
            .or_else(|| group(it, value(container, "LogConfiguration/Options/awslogs-group")))
    })
}

/// The logging of a web ACL.
fn firewall_log(it: Thing<'_>) -> Option<Thing<'_>> {
    it.others("AWS::WAFv2::LoggingConfiguration").find(|log| log.points_at(log.at("ResourceArn"), it))
}

/// Whether a role lets nobody write log lines.
fn is_silent(it: Thing<'_>, role: &str) -> Option<String> {
    let role = it.target(it.at(role)?).filter(|it| it.kind() == "AWS::IAM::Role")?;
    let by_aws = role.list("ManagedPolicyArns").iter().any(|it| words(it).ends_with("ExecutionRole"));
    let is_one = |action: &Value| {
        let action = words(action);
        // A pattern may be for it if what stands before the first star is the beginning of it.
        action
            .split_once('*')
            .map_or(action.starts_with("logs:Put"), |(begin, _)| "logs:PutLogEvents".starts_with(begin))
    };
    let writes = |right: &Value| list(right.get("Action")).iter().any(is_one);
    when(!by_aws && !policies(role).any(|right| writes(&right)), "its role may not write")
}
