//! Rules about what is recorded: trails, logs, alarms and topics.

use hc_cdk::control::hipaa;

use super::{
    clauses::{AUDITED, AUTHORIZED_AND_AUDITED, ENCRYPTED},
    rule::{Must, Rule, regulated, under_own_keys},
    subject::Subject,
};

const TRAIL: &[&str] = &["AWS::CloudTrail::Trail"];
const LOG_GROUP: &[&str] = &["AWS::Logs::LogGroup"];

pub(super) const RULES: &[Rule] = &[
    // A trail delivers to a log group, where it can be searched and watched.
    Rule {
        name: "CloudTrailCloudWatchLogsEnabled",
        controls: AUTHORIZED_AND_AUDITED,
        on: TRAIL,
        when: regulated,
        must: Must::Set("CloudWatchLogsLogGroupArn"),
        message: "delivers to no log group",
        help: "set `CloudWatchLogsLogGroupArn`, or use an `AuditTrail`",
    },
    // A trail is encrypted with a key of the customer.
    Rule {
        name: "CloudTrailEncryptionEnabled",
        controls: ENCRYPTED,
        on: TRAIL,
        when: under_own_keys,
        must: Must::CustomerKey("KMSKeyId"),
        message: "is not encrypted with a customer-managed key",
        help: "set `KMSKeyId` to the ARN of a `CustomerKey`, or use an `AuditTrail`",
    },
    // A trail signs its files, so that a changed one is noticed.
    Rule {
        name: "CloudTrailLogFileValidationEnabled",
        controls: &[hipaa::INTEGRITY, hipaa::AUTHENTICATE_PHI],
        on: TRAIL,
        when: regulated,
        must: Must::True("EnableLogFileValidation"),
        message: "does not validate its files",
        help: "set `EnableLogFileValidation` to true, or use an `AuditTrail`",
    },
    // An alarm tells somebody.
    Rule {
        name: "CloudWatchAlarmAction",
        controls: AUDITED,
        on: &["AWS::CloudWatch::Alarm"],
        when: regulated,
        must: Must::Hold(alarm_acts),
        message: "tells nobody",
        help: "give it an action for at least one of its states, such as a topic in `AlarmActions`",
    },
    // A log group is encrypted with a key of the customer.
    Rule {
        name: "CloudWatchLogGroupEncrypted",
        controls: ENCRYPTED,
        on: LOG_GROUP,
        when: under_own_keys,
        must: Must::CustomerKey("KmsKeyId"),
        message: "is not encrypted with a customer-managed key",
        help: "set `KmsKeyId` to the ARN of a `CustomerKey`, or use a `LogGroup`",
    },
    // A log group says how long it keeps what it has.
    Rule {
        name: "CloudWatchLogGroupRetentionPeriod",
        controls: AUDITED,
        on: LOG_GROUP,
        when: regulated,
        must: Must::Set("RetentionInDays"),
        message: "states no retention",
        help: "set `RetentionInDays` to what the policy asks for, or use a `LogGroup`",
    },
    // A topic is encrypted with a key of the customer.
    Rule {
        name: "SNSEncryptedKMS",
        controls: ENCRYPTED,
        on: &["AWS::SNS::Topic"],
        when: under_own_keys,
        must: Must::CustomerKey("KmsMasterKeyId"),
        message: "is not encrypted with a customer-managed key",
        help: "set `KmsMasterKeyId` to the ARN of a `CustomerKey`",
    },
];

fn alarm_acts(alarm: &Subject<'_>) -> bool {
    ["AlarmActions", "OKActions", "InsufficientDataActions"].iter().any(|actions| alarm.property(actions).is_some())
}
