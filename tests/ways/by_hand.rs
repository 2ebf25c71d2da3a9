//! Ways that somebody opens by hand: with names instead of references, with policies in other places, and with what hands data on by itself.

use hc_cdk::{
    date,
    policy::Policy,
    resource::{Resource, ResourceType},
    rule::BY_HAND,
    stack::Scope,
    value::{Json, Object},
    waiver::Waiver,
};
use hc_cdk_aws::{cfn::CloudFormation, prelude::*, storage::TableKey};

use crate::{Own, Prod, Ward, found, picture, ward};

/// A resource of any type, as a template has it.
struct Any(String, Json);

impl Resource for Any {
    type Id = String;
    type Of = CloudFormation;
    const TYPE: &'static ResourceType = &ResourceType::untyped("Any");

    fn kind(&self) -> Option<String> {
        Some(self.0.clone())
    }

    fn into_properties(self) -> Json {
        self.1
    }
}

pub(crate) fn json(value: &serde_json::Value) -> Json {
    match value {
        serde_json::Value::Null => Json::Null,
        serde_json::Value::Bool(it) => (*it).into(),
        serde_json::Value::Number(it) => it.as_i64().unwrap().into(),
        serde_json::Value::String(it) => it.clone().into(),
        serde_json::Value::Array(items) => items.iter().map(json).collect::<Vec<_>>().into(),
        serde_json::Value::Object(members) => {
            members.iter().fold(Object::new(), |all, (name, it)| all.with(name.clone(), json(it))).into()
        }
    }
}

/// Declares a resource of any type.
pub(crate) fn resource(scope: &mut Scope<'_>, name: &str, kind: String, properties: &serde_json::Value) {
    scope.resource(name.to_owned(), Any(kind, json(properties)));
}

pub(crate) fn signed() -> Waiver {
    Waiver::new(BY_HAND, "shows a way", "jane.roe", date!("2099-01-31"))
}

/// Adds what somebody writes by hand.
pub(crate) fn add<P: Policy>(stack: &mut Stack<P>, by_hand: &str) {
    let all: serde_json::Map<String, serde_json::Value> = serde_json::from_str(by_hand).unwrap();
    stack.add(
        "Hand",
        Own(move |scope: &mut Scope<'_>| {
            for (name, it) in &all {
                resource(scope, name, it["Type"].as_str().unwrap().to_owned(), &it["Properties"]);
            }
        }),
    );
}

/// A ward with a service that is not cleared, a bucket called `scans`, a table, and what somebody adds by hand.
pub(crate) fn with(by_hand: &str) -> Stack<Prod> {
    let Ward { mut stack, zone, office, .. } = ward();
    let table = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient")).build();
    stack.add("Visits", table);
    stack.add("Mail", FargateService::builder().perimeter(&office).image(picture()).port(8080).build());
    stack.add("Called", signed().property("Scans", "BucketName", "scans"));
    add(&mut stack, by_hand);
    stack
}

/// What is written by hand, with one text in the place of another.
#[track_caller]
fn is_a_way(by_hand: &str, (from, to): (&str, &str), words: &[&str]) {
    assert!(by_hand.contains(from), "{from}");
    let found = found(with(&by_hand.replacen(from, to, 1)));
    assert!(
        found.iter().any(|(_, path, says)| words.iter().all(|it| path == it || says.contains(it))),
        "{to}: {words:?}: {found:#?}"
    );
}

#[track_caller]
fn is_none(by_hand: &str) {
    assert_eq!(found(with(by_hand)), []);
}

#[test]
fn a_policy_is_about_the_bucket_that_it_names_by_a_text() {
    let policy = r#"{"P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "other", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Fn::GetAtt": ["MailTaskRole", "Arn"]}}, "Action": "s3:GetObject", "Resource": "*"}]}}}}"#;
    is_none(policy);
    for name in [r#""scans""#, r#""SCANS""#, r#"{"Ref": "Scans"}"#, r#"{"Fn::Sub": "${Scans}"}"#] {
        is_a_way(policy, (r#""other""#, name), &["read `clinic/Scans`", "`HandP`"]);
    }
}

#[test]
fn an_access_point_is_a_way_to_its_bucket() {
    let point = r#"{"A": {"Type": "AWS::S3::AccessPoint", "Properties": {"Bucket": {"Ref": "Scans"}, "Name": "ap"}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": [{"Ref": "MailTaskRole"}], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::other/*"}]}}}}"#;
    is_none(point);
    let other = r#""arn:aws:s3:::other/*""#;
    for arn in [
        r#"{"Fn::Sub": "${HandA.Arn}/object/*"}"#,
        r#""arn:aws:s3:us-east-1:111122223333:accesspoint/ap/object/*""#,
        r#"{"Fn::Sub": "arn:aws:s3:us-east-1:${AWS::AccountId}:accesspoint/ap/object/*"}"#,
        r#""arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap/object/*""#,
    ] {
        is_a_way(point, (other, arn), &["clinic/Mail", "can read", "`HandP`"]);
    }
    let many = r#""AWS::S3::MultiRegionAccessPoint", "Properties": {"Regions": [{"Bucket": {"Ref": "Scans"}}]}"#;
    let many =
        point.replace(r#""AWS::S3::AccessPoint", "Properties": {"Bucket": {"Ref": "Scans"}, "Name": "ap"}"#, many);
    is_a_way(
        &many,
        (other, r#"{"Fn::Sub": "arn:aws:s3::${AWS::AccountId}:accesspoint/${HandA}/object/*"}"#),
        &["clinic/Mail", "can read"],
    );
    let lambda = point.replace("s3:GetObject", "s3-object-lambda:GetObject");
    let arn = r#""arn:aws:s3-object-lambda:us-east-1:111122223333:accesspoint/olap""#;
    is_a_way(&lambda, (other, arn), &["clinic/Mail", "can read"]);
}

#[test]
fn the_policy_of_a_secret_lets_in_who_may_use_what_it_opens() {
    let policy = r#"{"P": {"Type": "AWS::SecretsManager::ResourcePolicy", "Properties": {"SecretId": "other", "ResourcePolicy": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Fn::GetAtt": ["MailTaskRole", "Arn"]}}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}}}}"#;
    is_none(policy);
    let id = r#"{"Fn::GetAtt": ["Records", "MasterUserSecret.SecretArn"]}"#;
    is_a_way(policy, (r#""other""#, id), &["read `clinic/Records`", "`HandP`"]);
    let open = policy.replace(r#"{"AWS": {"Fn::GetAtt": ["MailTaskRole", "Arn"]}}"#, r#""*""#);
    is_a_way(&open, (r#""other""#, id), &["`clinic/Records`"]);
    let all = policy.replace("secretsmanager:GetSecretValue", "secretsmanager:*");
    is_a_way(&all, (r#""other""#, id), &["`clinic/Records`"]);
}

#[test]
fn a_role_is_known_by_its_name() {
    let reader = r#"{"R": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "reader", "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Ref": "AWS::AccountId"}}, "Action": "sts:AssumeRole"}]}}}, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["reader"], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::scans/*"}]}}}, "T": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": [{"Ref": "MailTaskRole"}], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/other"}]}}}}"#;
    for role in ["role/reader", "role/team/Reader"] {
        is_a_way(reader, ("role/other", role), &["clinic/Mail", "read `clinic/Scans`"]);
    }
    let trusts = r#"{"R": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "reader", "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Scans"}, "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/reader"}, "Action": "s3:GetObject", "Resource": "*"}]}}}, "F": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": "arn:aws:iam::111122223333:role/other"}}}"#;
    is_a_way(trusts, ("role/other", "role/reader"), &["read `clinic/Scans`", "`HandP`"]);
}

#[test]
fn what_is_looked_up_for_whatever_it_is_opens_a_store() {
    let machine = r#"{"S": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "clinic/first"}}, "A": {"Type": "AWS::SecretsManager::SecretTargetAttachment", "Properties": {"SecretId": {"Ref": "HandS"}, "TargetId": {"Ref": "Records"}, "TargetType": "AWS::RDS::DBInstance"}}, "T": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"UserData": "none"}}}}"#;
    is_none(machine);
    for looked_up in [
        r#""{{resolve:secretsmanager:clinic/first:SecretString:password}}""#,
        r#""x {{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:111122223333:secret:clinic/first-AbCdEf:SecretString:password}}""#,
        r#"{"Fn::Base64": {"Fn::Sub": "x {{resolve:secretsmanager:${Records.MasterUserSecret.SecretArn}:SecretString:password}}"}}"#,
        r#"{"Fn::Sub": "{{resolve:secretsmanager:${HandS}:SecretString:password}}"}"#,
    ] {
        is_a_way(machine, (r#""none""#, looked_up), &["read `clinic/Records`", "`HandT`"]);
    }
}

#[test]
fn what_a_store_sends_by_itself_goes_to_somebody() {
    let to = |resource: &'static str, path: &'static str, value: &str| {
        let mut stack = with("{}");
        let value = json(&serde_json::from_str(value).unwrap());
        stack.add("Sends", signed().property(resource, path, value));
        found(stack)
    };
    for (resource, path, value) in [
        ("Visits", "KinesisStreamSpecification", r#"{"StreamArn": "arn:aws:kinesis:us-east-1:999988887777:stream/x"}"#),
        (
            "Visits",
            "StreamSpecification",
            r#"{"StreamViewType": "NEW_IMAGE", "ResourcePolicy": {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999988887777:root"}, "Action": "dynamodb:GetRecords", "Resource": "*"}]}}}"#,
        ),
        (
            "Scans",
            "NotificationConfiguration",
            r#"{"QueueConfigurations": [{"Event": "s3:ObjectCreated:*", "Queue": "arn:aws:sqs:us-east-1:999988887777:x"}]}"#,
        ),
        (
            "Scans",
            "NotificationConfiguration",
            r#"{"TopicConfigurations": [{"Event": "s3:ObjectCreated:*", "Topic": "arn:aws:sns:us-east-1:999988887777:x"}]}"#,
        ),
        (
            "Scans",
            "InventoryConfigurations",
            r#"[{"Id": "i", "Enabled": true, "IncludedObjectVersions": "All", "ScheduleFrequency": "Daily", "Destination": {"BucketArn": "arn:aws:s3:::foreign", "Format": "CSV"}}]"#,
        ),
    ] {
        let found = to(resource, path, value);
        let store = format!("`clinic/{resource}`");
        assert!(
            found.iter().any(|(code, _, says)| *code == "NotCleared" && says.contains(&store)),
            "{value}: {found:#?}"
        );
    }
}

#[test]
fn what_nobody_judges_may_do_anything_with_the_stores_that_it_names() {
    for (kind, properties) in [
        (
            "AWS::RAM::ResourceShare",
            r#"{"Name": "theirs", "ResourceArns": [{"Fn::GetAtt": ["Records", "DBInstanceArn"]}], "Principals": ["999988887777"]}"#,
        ),
        (
            "AWS::S3::AccessGrantsLocation",
            r#"{"LocationScope": {"Fn::Sub": "s3://${Scans}"}, "IamRoleArn": "arn:aws:iam::111122223333:role/other"}"#,
        ),
        (
            "AWS::Pipes::Pipe",
            r#"{"Source": {"Fn::GetAtt": ["Visits", "StreamArn"]}, "Target": "arn:aws:sqs:us-east-1:999988887777:x", "RoleArn": "arn:aws:iam::111122223333:role/other"}"#,
        ),
        (
            "AWS::VpcLattice::ResourceConfiguration",
            r#"{"Name": "theirs", "ResourceConfigurationType": "ARN", "ResourceConfigurationArn": {"Fn::GetAtt": ["Records", "DBInstanceArn"]}}"#,
        ),
    ] {
        let resource = format!(r#"{{"X": {{"Type": "{kind}", "Properties": {properties}}}}}"#);
        let found = found(with(&resource));
        assert!(found.iter().any(|(_, path, says)| path == "clinic/Hand" && says.contains(kind)), "{kind}: {found:#?}");
    }
    is_none(
        r#"{"X": {"Type": "AWS::RAM::ResourceShare", "Properties": {"Name": "ours", "Principals": ["999988887777"]}}}"#,
    );
}
