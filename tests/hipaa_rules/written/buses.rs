//! Buses of events: their key, what becomes of what fails, who else tells them something, and what is kept of them.

use super::Change;

pub(crate) const CHANGES: &[Change] = &[
    Change {
        rule: "BusHasTheCustomersKey",
        good: r#"{"B": {"Type": "AWS::Events::EventBus", "Properties": {"KmsKeyIdentifier": "arn:aws:kms:us-east-1:111122223333:key/1"}}, "A": {"Type": "AWS::Events::Archive", "Properties": {"SourceArn": "@B.Arn", "KmsKeyIdentifier": "arn:aws:kms:us-east-1:111122223333:key/2"}}}"#,
        bad: &[
            ("arn:aws:kms:us-east-1:111122223333:key/1", "alias/aws/events"),
            (r#""KmsKeyIdentifier": "arn:aws:kms:us-east-1:111122223333:key/1""#, ""),
            (r#", "KmsKeyIdentifier": "arn:aws:kms:us-east-1:111122223333:key/2""#, ""),
        ],
    },
    Change {
        rule: "BusKeepsWhatFails",
        good: r#"{"$plays": "Channel", "Q": {"Type": "AWS::SQS::Queue", "Properties": {}}, "B": {"Type": "AWS::Events::EventBus", "Properties": {"DeadLetterConfig": {"Arn": "@Q.Arn"}}}, "R": {"Type": "AWS::Events::Rule", "Properties": {"EventBusName": "@B", "Targets": [{"Id": "A", "Arn": "arn:aws:lambda:us-east-1:111122223333:function:a", "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:111122223333:lost"}}]}}}"#,
        bad: &[
            (r#""DeadLetterConfig": {"Arn": "@Q.Arn"}"#, ""),
            (r#", "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:111122223333:lost"}"#, ""),
            (r#""Targets": [{"#, r#""Targets": [{"Id": "B", "Arn": "arn:aws:sns:us-east-1:111122223333:b"}, {"#),
        ],
    },
    Change {
        rule: "BusKeepsWhatFails",
        good: r#"{"$plays": "Channel", "Q": {"Type": "AWS::SQS::Queue", "Properties": {}}, "B": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "happened", "DeadLetterConfig": {"Arn": "@Q.Arn"}}}, "R": {"Type": "AWS::Events::Rule", "Properties": {"EventBusName": "default", "Targets": [{"Id": "A", "Arn": "arn:aws:lambda:us-east-1:111122223333:function:a"}]}}}"#,
        bad: &[
            (r#""default""#, r#""happened""#),
            (r#""default""#, r#""arn:aws:events:us-east-1:111122223333:event-bus/happened""#),
            (r#""default""#, r#""$later""#),
        ],
    },
    Change {
        rule: "BusKeepsWhatFails",
        good: r#"{"$plays": "Channel", "Q": {"Type": "AWS::SQS::Queue", "Properties": {}}, "T": {"Type": "AWS::SNS::Topic", "Properties": {}}, "B": {"Type": "AWS::Events::EventBus", "Properties": {"DeadLetterConfig": {"Arn": "@Q.Arn"}}}}"#,
        bad: &[("@Q.Arn", "@T")],
    },
    Change {
        rule: "BusNamesWho",
        good: r#"{"P": {"Type": "AWS::Events::EventBusPolicy", "Properties": {"StatementId": "Ours", "Statement": {"Effect": "Allow", "Principal": {"AWS": "$account"}, "Action": "events:PutEvents", "Resource": "arn:aws:events:us-east-1:111122223333:event-bus/ours"}}}}"#,
        bad: &[
            (r#""Statement": {"#, r#""NoStatement": {"#),
            (r#""Effect": "Allow", "#, ""),
            (r#""StatementId": "Ours""#, r#""StatementId": "Ours", "Principal": "*""#),
            (r#""StatementId": "Ours""#, r#""StatementId": "Ours", "Action": "events:PutEvents""#),
            (
                r#""StatementId": "Ours""#,
                r#""StatementId": "Ours", "Condition": {"Key": "aws:PrincipalOrgID", "Type": "StringEquals", "Value": "o-1"}"#,
            ),
        ],
    },
    Change {
        rule: "BusNamesWho",
        good: r#"{"B": {"Type": "AWS::Events::EventBus", "Properties": {"Policy": {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "events:*", "Resource": "*"}]}}}}"#,
        bad: &[(r#""Effect": "Deny", "#, ""), (r#"[{"Effect""#, r#"["$later", {"Effect""#)],
    },
    Change {
        rule: "PolicyNamesWho",
        good: r#"{"P": {"Type": "AWS::Events::EventBusPolicy", "Properties": {"StatementId": "Ours", "Statement": {"Effect": "Allow", "Principal": {"AWS": "$account"}, "Action": "events:PutEvents", "Resource": "arn:aws:events:us-east-1:111122223333:event-bus/ours"}}}}"#,
        bad: &[(r#""$account""#, r#""*""#)],
    },
    Change {
        rule: "EventsAreKept",
        good: r#"{"$plays": "Channel", "B": {"Type": "AWS::Events::EventBus", "Properties": {}}, "A": {"Type": "AWS::Events::Archive", "Properties": {"SourceArn": "@B.Arn", "RetentionDays": 365}}}"#,
        bad: &[
            (r#""@B.Arn""#, r#""arn:aws:events:us-east-1:111122223333:event-bus/other""#),
            ("365", "7"),
            ("365", r#""$later""#),
            (r#""RetentionDays""#, r#""EventPattern": {"source": ["a"]}, "RetentionDays""#),
        ],
    },
];
