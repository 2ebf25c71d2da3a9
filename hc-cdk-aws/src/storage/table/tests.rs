//! What is written for tables, and what is found in them.

use std::collections::BTreeSet;

use hc_cdk::{
    app::App,
    data::Phi,
    dimension::backup_retention::Years7,
    policy::{Dimension, Hipaa, Production},
    uses::Use,
};
use serde_json::Value;

use super::{Capacity, EncryptedTable, Table, TableClass, TableIndex, TableKey, TableStream};
use crate::{
    assertions::{Clinic, Template, json},
    perimeter::Perimeter,
    region,
    stack::Stack,
};

type Prod = (Hipaa, Production);

/// A stack with what is made in its perimeter.
fn with(make: impl FnOnce(&mut Stack<Prod>, &Perimeter<Phi>)) -> Stack<Prod> {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    make(&mut stack, &zone);
    stack
}

fn visits(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>, indexes: &[TableIndex]) -> Table<Phi> {
    let table = EncryptedTable::builder().perimeter(zone).partition_key(TableKey::text("patient"));
    let table = table.sort_key(TableKey::number("at")).indexes(indexes.to_vec()).capacity(Capacity::SCALED);
    let table = table.table_class(TableClass::InfrequentAccess).time_to_live("at").stream(TableStream::Keys);
    stack.add("Visits", table.build())
}

const BY_WARD: TableIndex = TableIndex::new("by-ward", TableKey::bytes("ward"));

#[test]
fn a_table_is_written_as_it_was_asked_for() {
    let template = Template::of_stack(with(|stack, zone| drop(visits(stack, zone, &[BY_WARD]))));
    let units = json!({ "ReadCapacityUnits": 10, "WriteCapacityUnits": 10 });
    let key = |name: &str, role: &str| json!({ "AttributeName": name, "KeyType": role });
    let of_type = |name: &str, kind: &str| json!({ "AttributeName": name, "AttributeType": kind });
    template.has_resource(
        "AWS::DynamoDB::Table",
        json!({
            "DeletionPolicy": "Retain",
            "Properties": {
                "AttributeDefinitions": [of_type("at", "N"), of_type("patient", "S"), of_type("ward", "B")],
                "BillingMode": "PROVISIONED",
                "DeletionProtectionEnabled": true,
                "GlobalSecondaryIndexes": [
                    { "IndexName": "by-ward", "KeySchema": [key("ward", "HASH")], "ProvisionedThroughput": units },
                ],
                "KeySchema": [key("patient", "HASH"), key("at", "RANGE")],
                "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": 35 },
                "ProvisionedThroughput": units,
                "SSESpecification": { "KMSMasterKeyId": { "Fn::GetAtt": ["Key", "Arn"] }, "SSEEnabled": true },
                "StreamSpecification": { "StreamViewType": "KEYS_ONLY" },
                "TableClass": "STANDARD_INFREQUENT_ACCESS",
                "TimeToLiveSpecification": { "AttributeName": "at", "Enabled": true },
            },
        }),
    );
}

#[test]
fn a_table_and_its_indexes_are_scaled_for_reading_and_for_writing() {
    let template = Template::of_stack(with(|stack, zone| drop(visits(stack, zone, &[BY_WARD]))));
    for (id, of, way) in [
        ("VisitsReadScaling", "table", "Read"),
        ("VisitsWriteScaling", "table", "Write"),
        ("VisitsByWardReadScaling", "index", "Read"),
        ("VisitsByWardWriteScaling", "index", "Write"),
    ] {
        let mut parts = vec![json!("table/"), json!({ "Ref": "Visits" })];
        parts.extend((of == "index").then(|| json!("/index/by-ward")));
        template.has_properties(
            "AWS::ApplicationAutoScaling::ScalableTarget",
            json!({
                "MaxCapacity": 1000,
                "MinCapacity": 10,
                "ResourceId": { "Fn::Join": ["", parts] },
                "ScalableDimension": format!("dynamodb:{of}:{way}CapacityUnits"),
                "ServiceNamespace": "dynamodb",
            }),
        );
        template.has_properties(
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            json!({
                "ScalingTargetId": { "Ref": id },
                "TargetTrackingScalingPolicyConfiguration": {
                    "PredefinedMetricSpecification": {
                        "PredefinedMetricType": format!("DynamoDB{way}CapacityUtilization"),
                    },
                    "TargetValue": 70.0,
                },
            }),
        );
    }
}

#[test]
fn whoever_reads_gets_no_right_to_write_and_nobody_one_on_the_table_itself() {
    let mut table = None;
    let _ = with(|stack, zone| table = Some(visits(stack, zone, &[BY_WARD])));
    let table = table.unwrap();
    let of = |using: &Use| using.rights().into_iter().flat_map(|it| it.actions).collect::<BTreeSet<_>>();
    let reading = [
        "dynamodb:BatchGetItem",
        "dynamodb:DescribeTable",
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:Scan",
        "kms:Decrypt",
        "kms:DescribeKey",
    ];
    let writing = [
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
    ];
    assert_eq!(of(&Use::reading(&table)), reading.into());
    assert_eq!(of(&Use::of(&table)), reading.into_iter().chain(writing).collect());
}

#[test]
fn its_positions_are_known() {
    let stack = with(|stack, zone| drop(visits(stack, zone, &[])));
    let table = stack.model().constructs.iter().find(|it| it.kind == "EncryptedTable").unwrap();
    let dimensions: Vec<_> = table.positions.iter().map(|(dimension, _)| *dimension).collect();
    let expected = [Dimension::availability, Dimension::recovery, Dimension::backup_retention, Dimension::deletion];
    assert_eq!(dimensions, expected);
}

#[test]
fn what_cannot_be_is_found() {
    let of = |zone: &Perimeter<Phi>| EncryptedTable::builder().perimeter(zone).partition_key(TableKey::text("patient"));
    let findings = |make: &dyn Fn(&mut Stack<Prod>, &Perimeter<Phi>)| {
        App::new("test").stack(with(make)).synthesize().err().map(|it| it.to_string()).unwrap_or_default()
    };
    let many = findings(&|stack, zone| {
        let (most, twice) =
            (Capacity::Provisioned { least: 10, most: 2 }, [TableIndex::new("by-a", TableKey::number("a")); 2]);
        stack.add("Turned", of(zone).capacity(most).build());
        stack.add("Nothing", of(zone).capacity(Capacity::scaled(0..=5)).build());
        stack.add("Kinds", of(zone).sort_key(TableKey::number("patient")).build());
        stack.add("Expires", of(zone).time_to_live("patient").build());
        stack.add("Twice", of(zone).indexes(twice).build());
        stack.add("Kept", of(zone).build().backup_retention(Years7));
    });
    for sentence in [
        "`clinic/Turned` is scaled from `10` to `2` units",
        "`clinic/Nothing` is scaled from `0` to `5` units",
        "`clinic/Kinds` uses `patient` as two types",
        "`clinic/Expires` uses `patient` as two types",
        "`clinic/Twice` has two indexes that are called `by-a`",
        "`clinic/Kept` is to keep its backups for 2557 days",
    ] {
        assert!(many.contains(sentence), "{sentence}\n{many}");
    }
    assert_eq!(findings(&|stack, zone| drop(visits(stack, zone, &[BY_WARD]))), "");
}

#[test]
fn a_table_without_indexes_gives_no_right_on_any() {
    let template = Template::of_stack(with(|stack, zone| drop(visits(stack, zone, &[]))));
    let scaled = template.find_resources("AWS::ApplicationAutoScaling::ScalableTarget", json!({}));
    let names: Vec<&str> = scaled.iter().map(|(id, _): &(&str, &Value)| *id).collect();
    assert_eq!(names, ["VisitsReadScaling", "VisitsWriteScaling"]);
}
