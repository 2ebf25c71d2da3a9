//! Canaries: what they leave, what they ask, how often, on what they run, and what is known of it.

use super::Change;

const CANARY: &str = r#"{
    "C": {"Type": "AWS::Synthetics::Canary", "Properties": {
        "Name": "up", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/up", "ArtifactS3Location": "s3://left",
        "ArtifactConfig": {"S3Encryption": {"EncryptionMode": "SSE_KMS", "KmsKeyArn": "arn:aws:kms:us-east-1:111122223333:key/1"}},
        "Code": {"Handler": "index.handler", "Script": "require('https').get('https://api.example.org')"},
        "RunConfig": {"EnvironmentVariables": {"ADDRESS": "https://api.example.org"}},
        "RuntimeVersion": "syn-nodejs-puppeteer-17.0", "Schedule": {"Expression": "rate(5 minutes)"}, "StartCanaryAfterCreation": true}},
    "L": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": {"+": ["/aws/lambda/cwsyn-up-", "@C.Id"]}, "RetentionInDays": 2192}}
}"#;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "CanaryHasTheCustomersKey",
        good: CANARY,
        bad: &[
            ("SSE_KMS", "SSE_S3"),
            ("SSE_KMS", "$later"),
            (r#", "KmsKeyArn": "arn:aws:kms:us-east-1:111122223333:key/1""#, ""),
            ("arn:aws:kms:us-east-1:111122223333:key/1", "alias/aws/s3"),
        ],
    },
    Change {
        rule: "CanaryAsksOverTls",
        good: CANARY,
        bad: &[
            ("get('https:", "get('http:"),
            ("require('https')", "require('http')"),
            ("require('https')", "require('node:http')"),
            ("require('https')", "require('node:http2')"),
            ("get('https:", "get('HTTP:"),
            ("get('https:", "get('ws:"),
            (r#""ADDRESS": "https:"#, r#""ADDRESS": "HTTP:"#),
            (r#""ADDRESS": "https://api.example.org""#, r#""ADDRESS": "$later""#),
            (r#""ADDRESS": "https"#, r#""NODE_TLS_REJECT_UNAUTHORIZED": "0", "ADDRESS": "https"#),
            (
                r#""Script": "require('https').get('https://api.example.org')""#,
                r#""S3Bucket": "scripts", "S3Key": "up.zip""#,
            ),
            (r#""Script": "require('https').get('https://api.example.org')""#, r#""Script": "$later""#),
        ],
    },
    Change {
        rule: "CanaryHasNoSecretAsText",
        good: CANARY,
        bad: &[
            (r#""ADDRESS": "https"#, r#""PASSWORD": "hunter2hunter2", "ADDRESS": "https"#),
            ("get('https://api", "get('https://me:hunter2hunter2@api"),
            (r#"{"ADDRESS": "https://api.example.org"}"#, r#""$later""#),
        ],
    },
    Change {
        rule: "CanaryAsksAgain",
        good: CANARY,
        bad: &[
            (r#""StartCanaryAfterCreation": true"#, r#""StartCanaryAfterCreation": false"#),
            (r#", "StartCanaryAfterCreation": true"#, ""),
            ("rate(5 minutes)", "rate(0 minute)"),
            ("rate(5 minutes)", "$later"),
            (r#""Expression": "rate"#, r#""DurationInSeconds": "600", "Expression": "rate"#),
        ],
    },
    Change {
        rule: "CanaryRuntimeIsSupported",
        good: CANARY,
        bad: &[
            ("puppeteer-17.0", "puppeteer-9.1"),
            ("syn-nodejs-puppeteer-17.0", "syn-1.0"),
            ("syn-nodejs-puppeteer-17.0", "$later"),
        ],
    },
    Change {
        rule: "CanaryLogs",
        good: CANARY,
        bad: &[
            ("cwsyn-up-", "cwsyn-down-"),
            (r#", "RetentionInDays": 2192"#, ""),
            (r#""RetentionInDays": 2192"#, r#""RetentionInDays": 1"#),
        ],
    },
];
