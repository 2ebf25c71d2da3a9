//! Rules about what is recorded: trails, logs, alarms and topics.

use super::{
    clauses::{AUDITED, AUTHORIZED_AND_AUDITED, ENCRYPTED},
    logs::is_written_by,
    read::names_one,
    when::{customer_key, regulated, under_own_keys},
};
use hc_cdk::{
    control::hipaa,
    rule::{Known, Must, Subject},
};

const TRAIL: &[&str] = &["AWS::CloudTrail::Trail"];
const LOG_GROUP: &[&str] = &["AWS::Logs::LogGroup"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED = "CloudTrailCloudWatchLogsEnabled" {
        sentence: "a trail delivers to a log group, where it can be searched and watched",
        controls: AUTHORIZED_AND_AUDITED,
        on: TRAIL,
        when: regulated,
        must: Must::Hold(|it| {
            const TO: &str = "CloudWatchLogsLogGroupArn";
            let groups = it.property(TO).map(|to| it.references_in(to)).unwrap_or_default();
            let by = |group: &Subject<'_>| is_written_by("cloudtrail.amazonaws.com", it, "CloudWatchLogsRoleArn", group);
            names_one(it, TO, LOG_GROUP) && groups.iter().all(by)
        }),
        message: "delivers to no log group",
        help: "set `CloudWatchLogsLogGroupArn`, and let the role in `CloudWatchLogsRoleArn` write there, or use an `AuditTrail`",
    }

    pub CLOUD_TRAIL_ENCRYPTION_ENABLED = "CloudTrailEncryptionEnabled" {
        sentence: "a trail is encrypted with a key of the customer",
        controls: ENCRYPTED,
        on: TRAIL,
        when: under_own_keys,
        must: Must::Hold(|it| customer_key(it, "KMSKeyId")),
        message: "is not encrypted with a customer-managed key",
        help: "set `KMSKeyId` to the ARN of a `CustomerKey`, or use an `AuditTrail`",
    }

    pub CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED = "CloudTrailLogFileValidationEnabled" {
        sentence: "a trail signs its files, so that a changed one is noticed",
        controls: &[hipaa::INTEGRITY, hipaa::AUTHENTICATE_PHI],
        on: TRAIL,
        when: regulated,
        must: Must::True("EnableLogFileValidation"),
        message: "does not validate its files",
        help: "set `EnableLogFileValidation` to true, or use an `AuditTrail`",
    }

    pub CLOUD_WATCH_ALARM_ACTION = "CloudWatchAlarmAction" {
        sentence: "an alarm does something when it is raised or ends",
        controls: AUDITED,
        on: &["AWS::CloudWatch::Alarm"],
        when: regulated,
        must: Must::Hold(alarm_acts),
        message: "does nothing when it is raised",
        help: "give it an action for at least one of its states, such as a topic in `AlarmActions`",
    }

    pub CLOUD_WATCH_LOG_GROUP_ENCRYPTED = "CloudWatchLogGroupEncrypted" {
        sentence: "a log group is encrypted with a key of the customer",
        controls: ENCRYPTED,
        on: LOG_GROUP,
        when: under_own_keys,
        must: Must::Hold(|it| customer_key(it, "KmsKeyId")),
        message: "is not encrypted with a customer-managed key",
        help: "set `KmsKeyId` to the ARN of a `CustomerKey`, or use a `LogGroup`",
    }

    pub CLOUD_WATCH_LOG_GROUP_RETENTION_PERIOD = "CloudWatchLogGroupRetentionPeriod" {
        sentence: "a log group says how long it keeps what it has",
        controls: AUDITED,
        on: LOG_GROUP,
        when: regulated,
        must: Must::Set("RetentionInDays"),
        message: "states no retention",
        help: "set `RetentionInDays` to what the policy asks for, or use a `LogGroup`",
    }

    pub SNS_ENCRYPTED_KMS = "SNSEncryptedKMS" {
        sentence: "a topic is encrypted with a key of the customer",
        controls: ENCRYPTED,
        on: &["AWS::SNS::Topic"],
        when: under_own_keys,
        must: Must::Hold(|it| customer_key(it, "KmsMasterKeyId")),
        message: "is not encrypted with a customer-managed key",
        help: "set `KmsMasterKeyId` to the ARN of a `CustomerKey`",
    }
}

fn alarm_acts(alarm: &Subject<'_>) -> bool {
    let on = matches!(alarm.flag("ActionsEnabled"), Known::Missing | Known::Is(true));
    on && ["AlarmActions", "OKActions", "InsufficientDataActions"].iter().any(|it| alarm.property(it).is_some())
}
