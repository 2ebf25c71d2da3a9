//! Trails, logs, alarms and topics.

use hc_cdk::value::Value;
use hc_cdk_aws::cfn::{cloudtrail::Trail, cloudwatch::Alarm, kms, logs::LogGroup, sns::Topic};

use super::{Case, alone, parameter, raw};

fn trail() -> Trail {
    Trail {
        cloud_watch_logs_log_group_arn: Some("arn:aws:logs:us-east-1:111122223333:log-group:audit:*".into()),
        enable_log_file_validation: Some(true.into()),
        kms_key_id: Some("arn:aws:kms:us-east-1:111122223333:key/audit".into()),
        ..Default::default()
    }
}

pub(crate) const CASES: &[Case] = &[
    Case {
        rule: "CloudTrailCloudWatchLogsEnabled",
        bad: |it| alone(it, "Trail", Trail { cloud_watch_logs_log_group_arn: None, ..trail() }),
        good: |it| alone(it, "Trail", trail()),
    },
    Case {
        rule: "CloudTrailCloudWatchLogsEnabled",
        bad: |it| {
            let topic = raw(it, "Topic", Topic::default());
            let group = Some(Value::from_json(topic.id().json().clone()));
            raw(it, "Trail", Trail { cloud_watch_logs_log_group_arn: group, ..trail() });
        },
        good: |it| {
            let group = raw(it, "Logs", LogGroup::default());
            let group = Some(Value::from_json(group.get(LogGroup::ARN).json().clone()));
            raw(it, "Trail", Trail { cloud_watch_logs_log_group_arn: group, ..trail() });
        },
    },
    Case {
        rule: "CloudTrailEncryptionEnabled",
        bad: |it| alone(it, "Trail", Trail { kms_key_id: None, ..trail() }),
        good: |it| {
            let key = raw(it, "Key", kms::Key::default());
            raw(it, "Trail", Trail { kms_key_id: Some(key.get(kms::Key::ARN).into()), ..trail() });
        },
    },
    Case {
        rule: "CloudTrailLogFileValidationEnabled",
        bad: |it| alone(it, "Trail", Trail { enable_log_file_validation: Some(false.into()), ..trail() }),
        good: |it| alone(it, "Trail", trail()),
    },
    Case {
        rule: "CloudTrailLogFileValidationEnabled",
        bad: |it| {
            let validate = parameter(it, "Validate");
            raw(it, "Trail", Trail { enable_log_file_validation: Some(validate), ..trail() });
        },
        good: |it| alone(it, "Trail", trail()),
    },
    Case {
        rule: "CloudWatchAlarmAction",
        bad: |it| alone(it, "Alarm", Alarm { alarm_actions: Some(vec![]), ..Default::default() }),
        good: |it| {
            let topic = raw(it, "Topic", Topic::default());
            let actions = Some(vec![topic.id().into()]);
            raw(it, "Alarm", Alarm { ok_actions: actions, ..Default::default() });
        },
    },
    Case {
        rule: "CloudWatchLogGroupEncrypted",
        bad: |it| alone(it, "Logs", LogGroup::default()),
        good: |it| {
            let key = parameter(it, "Key");
            raw(it, "Logs", LogGroup { kms_key_id: Some(key), ..Default::default() });
        },
    },
    Case {
        rule: "CloudWatchLogGroupEncrypted",
        bad: |it| {
            let other = raw(it, "Other", LogGroup::default());
            raw(
                it,
                "Logs",
                LogGroup { kms_key_id: Some(Value::from_json(other.id().json().clone())), ..Default::default() },
            );
        },
        good: |it| {
            let key = raw(it, "Key", kms::Key::default());
            raw(it, "Logs", LogGroup { kms_key_id: Some(key.get(kms::Key::ARN).into()), ..Default::default() });
        },
    },
    Case {
        rule: "CloudWatchLogGroupRetentionPeriod",
        bad: |it| alone(it, "Logs", LogGroup::default()),
        good: |it| alone(it, "Logs", LogGroup { retention_in_days: Some(365.into()), ..Default::default() }),
    },
    Case {
        rule: "SNSEncryptedKMS",
        bad: |it| {
            let key = Some("alias/aws/sns".into());
            raw(it, "Topic", Topic { kms_master_key_id: key, ..Default::default() });
        },
        good: |it| {
            let key = raw(it, "Key", kms::Key::default());
            let key = Some(key.get(kms::Key::ARN).into());
            raw(it, "Topic", Topic { kms_master_key_id: key, ..Default::default() });
        },
    },
];
