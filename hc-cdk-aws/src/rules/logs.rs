//! Rules about logs: how long they are kept, and that what computes and what takes requests writes them there.

use hc_cdk::{
    control::{Control, hipaa, iso27001, part11, soc2},
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, at, real_data},
    value::{Json, Token},
};

use super::{
    acting::{LINES, Work, is_given, is_of_encryption, lets, may_be_refused},
    bucket_kept::keeps_objects,
    meant::{About, may_be_some_of},
    permission::allowed,
    possible::means,
    read::{PLACE, REFERENCE, flat, flat_name, number, text_at},
    roles::surely_of,
};

const LOGGED: &[Control] = &[hipaa::AUDIT_CONTROLS, iso27001::LOGGING, soc2::MONITORING];

const GROUP: &str = "AWS::Logs::LogGroup";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub LOG_GROUP_KEEPS = "LogGroupKeeps" {
        sentence: "logs are kept for as long as the policy asks for",
        controls: LOGGED,
        on: &[GROUP],
        when: |policy| asks(policy, Dimension::log_retention),
        must: Must::Hold(keeps),
        message: "deletes logs sooner than the policy asks for, or does not say when",
        help: "set `RetentionInDays` to what the policy asks for, or use a `LogGroup`",
    }

    pub AUDIT_RECORDS_KEEP = "AuditRecordsKeep" {
        sentence: "records of who did what are kept for as long as the policy asks for audit records",
        controls: &[hipaa::DOCUMENTATION_SIX_YEARS, hipaa::AUDIT_CONTROLS, iso27001::EVIDENCE, part11::AUDIT_TRAIL],
        on: &[GROUP, "AWS::S3::Bucket"],
        when: |policy| asks(policy, Dimension::audit_retention),
        must: Must::Judge(keeps_audit_records),
        message: "deletes records of who did what sooner than the policy asks for audit records",
        help: "set `RetentionInDays`, or the days of the bucket's lifecycle, to what the policy asks for audit records",
    }

    pub TASK_LOGS = "TaskLogs" {
        sentence: "what its containers write is sent to a log group that keeps it for as long as the policy asks for; what a buffer does not hold while that takes nothing is lost",
        controls: LOGGED,
        on: &["AWS::ECS::TaskDefinition"],
        when: |policy| asks(policy, Dimension::log_retention),
        answers: log_retention,
        must: Must::Hold(|task| {
            let containers = task.list("ContainerDefinitions");
            !containers.is_empty() && containers.iter().all(|it| is_logged(task, it))
        }),
        message: "has containers of which nobody keeps what they write for as long as the policy asks for",
        help: "name a log group of the program in `LogConfiguration`, with the driver `awslogs`, or use a `FargateService`",
    }

    pub FUNCTION_LOGS = "FunctionLogs" {
        sentence: "what the function writes goes to a log group that keeps it for as long as the policy asks for",
        controls: LOGGED,
        on: &["AWS::Lambda::Function"],
        when: |policy| asks(policy, Dimension::log_retention),
        answers: log_retention,
        must: Must::Hold(|it| {
            // A level drops what is below it.
            let level = it.property("LoggingConfig/ApplicationLogLevel");
            let all = level.is_none_or(|it| it.as_text() == Some("TRACE"));
            all && it.target("LoggingConfig/LogGroup").is_some_and(|group| keeps(&group) && may_write(it, &group))
        }),
        message: "writes to a log group that Lambda makes, that keeps less than the policy asks for, or that its role may not write to",
        help: "name a log group of the program in `LoggingConfig/LogGroup`, and let the role `logs:CreateLogStream` and `logs:PutLogEvents` there",
    }

    pub FIREWALL_LOGS = "FirewallLogs" {
        sentence: "what the firewall lets through and refuses is kept for as long as the policy asks for",
        controls: LOGGED,
        on: &["AWS::WAFv2::LoggingConfiguration"],
        when: |policy| asks(policy, Dimension::log_retention),
        answers: log_retention,
        must: Must::Hold(|it| {
            let places = it.list("LogDestinationConfigs");
            // A filter drops what it does not keep.
            let all = it.property("LoggingFilter").is_none();
            all && !places.is_empty() && places.iter().all(|place| keeps_what_goes_to(it, place))
        }),
        message: "logs to a place that does not keep it for as long as the policy asks for",
        help: "name a log group of the program in `LogDestinationConfigs`, or use an `HttpsEndpoint`",
    }

    pub FLOW_LOG_RECORDS_ALL = "FlowLogRecordsAll" {
        sentence: "what gets through and what is refused is recorded, and goes to a log group of the program",
        controls: &[hipaa::AUDIT_CONTROLS, hipaa::WORKFORCE_AUTHORIZATION, soc2::MONITORING, iso27001::MONITORING],
        on: &["AWS::EC2::FlowLog"],
        when: real_data,
        must: Must::Hold(records_all_traffic),
        message: "does not record all traffic in a log group of the program",
        help: "set `TrafficType` to `ALL`, name a log group of the program, and let the role in `DeliverLogsPermissionArn` write there, or use a `Vpc`",
    }
}

/// Policies of AWS by which a function may write log lines.
const WRITE: [&str; 2] = [
    ":iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    ":iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
];

/// Whether the role of a function lets it write to a log group: without that, Lambda drops what it writes. What a role may do that exists
/// already, or that has a boundary, is written elsewhere.
///
/// Source: AWS Lambda, "Sending Lambda function logs to CloudWatch Logs".
fn may_write(function: &Subject<'_>, group: &Subject<'_>) -> bool {
    // Without a role there is no function.
    if function.lacks("Role") {
        return true;
    }
    let Some(role) = function.target("Role").filter(|it| it.is("AWS::IAM::Role")) else { return false };
    let about = About {
        is: &|policy, to| is_group(policy, to, group),
        may_be: &|policy, it| may_be_some_of(policy, it, group),
        when: &is_of_encryption,
    };
    let may = |action| {
        surely_of(&role).iter().any(|policy| allowed(policy).into_iter().any(|it| lets(policy, it, action, &about)))
    };
    role.lacks("PermissionsBoundary")
        && (is_given(&role, &WRITE) || LINES.into_iter().all(may))
        && !may_be_refused(&role, &LINES, about)
}

/// Whether a resource of a statement is all streams of a log group.
fn is_group(policy: &Subject<'_>, to: &Json, group: &Subject<'_>) -> bool {
    policy.referred(to).is_some_and(|it| std::ptr::eq(it.resource, group.resource))
        || flat(to).is_some_and(|it| it == "*" || is_every_group(&it, group))
}

/// The same of some streams, or of a group by the name that the program gives it.
fn is_in_group(policy: &Subject<'_>, to: &Json, group: &Subject<'_>) -> bool {
    let streams = |arn: &str| arn.rsplit(REFERENCE).next().is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
    let of_name = |arn: &str| {
        let named = arn.splitn(6, ':').nth(5).zip(group.property("LogGroupName").and_then(flat));
        named.is_some_and(|(of, name)| {
            let rest = of.strip_prefix(&format!("log-group:{name}"));
            rest.is_some_and(|it| it.is_empty() || it.starts_with(':'))
                || means(of, &format!("log-group:{name}:log-stream:x"))
        })
    };
    is_group(policy, to, group)
        || match flat(to) {
            Some(arn) if group.is_named_by(to) => streams(&arn),
            Some(arn) => of_name(&arn),
            // Its partition may be one that only the deployment knows.
            None => group.is_named_by(to) && ends_in_streams(to),
        }
}

/// Whether what is put together ends in a reference, or in what stands behind the name of a group.
fn ends_in_streams(arn: &Json) -> bool {
    let Json::Token(token) = arn else { return false };
    let Token::Concat(parts) = token.as_ref() else { return false };
    match parts.last() {
        Some(Json::Token(it)) => matches!(it.as_ref(), Token::Attribute { .. }),
        last => last.and_then(Json::as_text).is_some_and(|it| it.starts_with(':')),
    }
}

/// Whether the role that a property names lets a service write to a log group.
pub(super) fn is_written_by(service: &'static str, it: &Subject<'_>, role: &str, group: &Subject<'_>) -> bool {
    let work = Work { service, actions: &LINES, by_aws: &[":policy/CloudWatchLogsFullAccess"] };
    let about = About {
        is: &|policy, to| is_in_group(policy, to, group),
        may_be: &|policy, it| may_be_some_of(policy, it, group),
        when: &is_of_encryption,
    };
    work.is_done_by(it, role, about)
}

/// Whether an ARN is a pattern for every log group where a group is.
fn is_every_group(arn: &str, group: &Subject<'_>) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, _, "logs", region, _, all] = parts[..] else { return false };
    let is_here = region == "*" || region == group.stack.region || region.chars().eq([PLACE]);
    is_here && matches!(all, "*" | "log-group:*" | "log-group:*:*")
}

/// Whether it is a log group that keeps logs for as long as the policy of its stack asks for.
pub(super) fn keeps(group: &Subject<'_>) -> bool {
    let days = group.property("RetentionInDays").and_then(number);
    group.is(GROUP)
        && is_kept_as_said(group)
        && days.is_some_and(|days| days >= i64::from(group.stack.policy.floor(Dimension::log_retention).days()))
}

/// Whether what goes to a place goes to a log group that keeps it as long. That other things are called like a group makes them none.
pub(super) fn keeps_what_goes_to(it: &Subject<'_>, place: &Json) -> bool {
    let is_group = |arn: String| arn == REFERENCE.to_string() || arn.split(':').nth(2) == Some("logs");
    flat(place).is_some_and(is_group) && it.references_in(place).iter().any(keeps)
}

/// Whether a log group keeps what it says that it keeps. The class that only delivers keeps everything for a day.
///
/// Source: CloudWatch Logs API, `CreateLogGroup`, `logGroupClass`.
fn is_kept_as_said(group: &Subject<'_>) -> bool {
    group.property("LogGroupClass").is_none_or(|it| matches!(it.as_text(), Some("INFREQUENT_ACCESS" | "STANDARD")))
}

/// Of log groups and buckets with other things than records of who did what, nothing is asked here.
fn keeps_audit_records(it: &Subject<'_>) -> Verdict {
    let floor = it.stack.policy.floor(Dimension::audit_retention).days();
    let records = |by: &Subject<'_>| RECORDS.iter().any(|(kind, path)| by.is(kind) && it.may_be_named_in(by, path));
    if !it.users().any(|by| records(&by)) && !is_named_for_records(it) {
        return Verdict::NotApplicable;
    }
    if it.is(GROUP) {
        let days = it.property("RetentionInDays").and_then(number);
        Verdict::of(is_kept_as_said(it) && days.is_some_and(|days| days >= i64::from(floor)))
    } else {
        Verdict::of(keeps_objects(it, floor))
    }
}

/// What records who did what, and the property with the log group or the bucket of its records.
const RECORDS: [(&str, &str); 12] = [
    ("AWS::ApiGateway::Stage", "AccessLogSetting/DestinationArn"),
    ("AWS::ApiGatewayV2::Stage", "AccessLogSettings/DestinationArn"),
    ("AWS::CloudFront::Distribution", "DistributionConfig/Logging/Bucket"),
    ("AWS::CloudTrail::Trail", "CloudWatchLogsLogGroupArn"),
    ("AWS::CloudTrail::Trail", "S3BucketName"),
    ("AWS::ECS::Cluster", "Configuration/ExecuteCommandConfiguration/LogConfiguration"),
    ("AWS::ElasticLoadBalancing::LoadBalancer", "AccessLoggingPolicy/S3BucketName"),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerAttributes"),
    ("AWS::Elasticsearch::Domain", "LogPublishingOptions/AUDIT_LOGS"),
    ("AWS::OpenSearchService::Domain", "LogPublishingOptions/AUDIT_LOGS"),
    ("AWS::S3::Bucket", "LoggingConfiguration/DestinationBucketName"),
    ("AWS::WAFv2::LoggingConfiguration", "LogDestinationConfigs"),
];

/// Whether a name is, or may turn out to be, one by which a firewall or a database finds where its records go. Databases know theirs by
/// name; pgaudit writes into the log of PostgreSQL itself.
fn is_named_for_records(it: &Subject<'_>) -> bool {
    let of_database =
        |name: &str| name.starts_with("/aws/") && ["/audit", "/postgresql"].iter().any(|log| name.ends_with(log));
    let is_meant = |name: &str| name.starts_with("aws-waf-logs-") || of_database(name);
    let path = if it.is(GROUP) { "LogGroupName" } else { "BucketName" };
    it.property(path).is_some_and(|name| flat_name(name).is_none_or(|name| is_meant(&name)))
}

fn is_logged(task: &Subject<'_>, container: &Json) -> bool {
    let group = at(container, "LogConfiguration/Options/awslogs-group");
    // Without a region it is that of the machine.
    let is_here = |region: &Json| flat(region).is_some_and(|it| it == PLACE.to_string() || it == task.stack.region);
    text_at(container, "LogConfiguration/LogDriver") == Some("awslogs")
        && at(container, "LogConfiguration/Options/awslogs-region").is_none_or(is_here)
        && group.and_then(|group| task.referred(group)).is_some_and(|group| keeps(&group))
}

fn records_all_traffic(log: &Subject<'_>) -> bool {
    // The ARN that a group has ends in `:*`, and nothing is delivered to that.
    let by = |group: &Subject<'_>| is_written_by("vpc-flow-logs.amazonaws.com", log, "DeliverLogsPermissionArn", group);
    let group = log.target("LogGroupName").is_some_and(|it| it.is(GROUP) && by(&it));
    let to_logs = log.property("LogDestinationType").is_none_or(|it| it.as_text() == Some("cloud-watch-logs"));
    // A format of one's own may leave out what became of the traffic.
    let whole = log.property("LogFormat").is_none_or(|it| {
        it.as_text().is_some_and(|it| ["${srcaddr}", "${dstaddr}", "${action}"].iter().all(|field| it.contains(field)))
    });
    log.text("TrafficType") == Some("ALL") && to_logs && group && whole
}
