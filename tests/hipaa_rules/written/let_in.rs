//! Services of AWS that a policy lets in, and secrets in what is told to whoever may look.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "ServiceActsForOne",
        good: r#"{"P": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:ours", "Principal": {"Service": "sns.amazonaws.com"}, "Condition": {"StringEquals": {"AWS:SourceAccount": "$account"}}}]}}}}"#,
        bad: &[
            (r#", "Condition": {"StringEquals": {"AWS:SourceAccount": "$account"}}"#, ""),
            ("StringEquals", "StringEqualsIfExists"),
            ("StringEquals", "ForAllValues:StringEquals"),
            ("StringEquals", "StringNotEquals"),
            ("AWS:SourceAccount", "aws:SourceIp"),
            ("AWS:SourceAccount", "kms:ViaService"),
            ("AWS:SourceAccount", "aws:ResourceAccount"),
            (r#""$account""#, r#""999988887777""#),
            (r#""$account""#, r#"["$account", "999988887777"]"#),
            (r#""$account""#, "[]"),
            (r#""$account""#, r#""$later""#),
            (
                r#""StringEquals": {"AWS:SourceAccount": "$account"}"#,
                r#""ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}"#,
            ),
        ],
    },
    Change {
        rule: "ServiceActsForOne",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"+": ["@B.Arn", "/alb/AWSLogs/", "$account", "/*"]}, "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}}]}}}}"#,
        bad: &[
            (r#"{"+": ["@B.Arn", "/alb/AWSLogs/", "$account", "/*"]}"#, r#"{"+": ["@B.Arn", "/alb/AWSLogs/*"]}"#),
            ("s3:PutObject", "s3:GetObject"),
            (r#""Action": "s3:PutObject""#, r#""NotAction": "s3:GetObject""#),
            ("logdelivery.elasticloadbalancing.amazonaws.com", "ses.amazonaws.com"),
            (
                r#"{"+": ["@B.Arn", "/alb/AWSLogs/", "$account", "/*"]}"#,
                r#"[{"+": ["@B.Arn", "/alb/AWSLogs/", "$account", "/*"]}, {"+": ["@B.Arn", "/*"]}]"#,
            ),
        ],
    },
    Change {
        rule: "ServiceActsForOne",
        good: r#"{"T": {"Type": "AWS::SNS::Topic", "Properties": {}}, "K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Principal": {"Service": "events.amazonaws.com"}, "Condition": {"ArnEquals": {"kms:EncryptionContext:aws:sns:topicArn": "@T"}}}]}}}}"#,
        bad: &[(r#""@T""#, r#""arn:aws:sns:*""#), ("kms:EncryptionContext:aws:sns:topicArn", "kms:ViaService")],
    },
    Change {
        rule: "ServiceActsForOne",
        good: r#"{"B": {"Type": "AWS::S3::Bucket", "Properties": {}}, "P": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:ours", "Principal": {"Service": "s3.amazonaws.com"}, "Condition": {"ArnLike": {"aws:SourceArn": "@B.Arn"}}}]}}}}"#,
        bad: &[(r#""@B.Arn""#, r#"{"+": ["@B.Arn", "*"]}"#), (r#""@B.Arn""#, r#"{"+": ["@B.Arn", "-of-others"]}"#)],
    },
    Change {
        rule: "ToldTextHasNoSecret",
        good: r#"{"L": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"UserData": "export DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id db)", "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "token", "Value": "none"}, {"Key": "lab-secret", "Value": "arn:aws:secretsmanager:us-east-1:111122223333:secret:lab"}]}]}}}}"#,
        bad: &[
            ("=$(aws secretsmanager get-secret-value --secret-id db)", "=hunter2"),
            (
                "=$(aws secretsmanager get-secret-value --secret-id db)",
                r"=hunter2\nexport DB_HOST={{resolve:ssm:/clinic/host}}",
            ),
            (
                "DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id db)",
                "URL=postgres://app:hunter2@db/clinic",
            ),
            (
                r#""export DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id db)""#,
                r#""ZXhwb3J0IERCX1BBU1NXT1JEPWh1bnRlcjI=""#,
            ),
            (
                r#""export DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id db)""#,
                r#"{"+": ["export DB_PASSWORD=hunter2 DB_HOST=", "$account"]}"#,
            ),
            ("$(aws secretsmanager get-secret-value --secret-id db)", "{{resolve:ssm-secure:/clinic/db:1}}"),
            (r#""none""#, r#""0f1e2d3c""#),
            (r#""none""#, r#""0f1e2d3c {{resolve:ssm:/clinic/lab}}""#),
            (r#""none""#, r#""$later""#),
            (
                r#""export DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id db)""#,
                r#"{"+": ["export DB_PASSWORD=", "$later"]}"#,
            ),
            (r#""none""#, r#""{{resolve:secretsmanager:lab}}""#),
        ],
    },
    Change {
        rule: "ToldTextHasNoSecret",
        good: r#"{"S": {"Type": "AWS::SNS::Subscription", "Properties": {"Protocol": "https", "Endpoint": "https://pager.example.org/token/hook?team=clinic"}}, "T": {"Type": "AWS::SNS::Subscription", "Properties": {"Protocol": "https", "Endpoint": {"+": ["https://pager.example.org/hook?token=", "{{resolve:secretsmanager:pager}}"]}}}, "U": {"Type": "AWS::SNS::Subscription", "Properties": {"Protocol": "https", "Endpoint": {"+": ["https://pager.example.org/hook?token=", "$later"]}}}, "R": {"Type": "AWS::Route53::RecordSet", "Properties": {"Type": "TXT", "Name": "clinic.example.org", "ResourceRecords": ["\"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC\"", "\"google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ\""]}}, "L": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/clinic/token-service"}}}"#,
        bad: &[
            (r"https://pager.example.org/", r"https://app:hunter2@pager.example.org/"),
            (r"?team=clinic", r"?team=clinic&token=0f1e2d3c4b"),
            (r"google-site-verification=rXOxyZ", r"password=rXOxyZ"),
            (r"/clinic/token-service", r"/clinic/sk_live_4eC39HqLyjWDarjtT1zdp7dc"),
        ],
    },
    Change {
        rule: "ToldTextHasNoSecret",
        good: r#"{"R": {"Type": "AWS::Events::Rule", "Properties": {"Description": "asks the lab each night, with a token of its own", "Targets": [{"Id": "x", "Input": "{\"lab\": \"{{resolve:ssm:/clinic/lab}}\"}"}]}}}"#,
        bad: &[
            ("{{resolve:ssm:/clinic/lab}}", "{{resolve:secretsmanager:clinic/lab}}"),
            (r#"\"lab\": \"{{resolve:ssm:/clinic/lab}}\""#, r#"\"apiKey\": \"hunter2\""#),
            ("with a token of its own", "as sk_live_4eC39HqLyjWDarjtT1zdp7dc"),
            ("with a token of its own", "by password=hunter2"),
        ],
    },
];
