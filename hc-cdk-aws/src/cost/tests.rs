//! What is read in templates: the amounts of a small assembly, and that every item has a price or is known to have none.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Amount, PRICES, charges, meters::METERS};

/// Items of which no price is known yet, so that an estimate says so.
const UNPRICED: [(&str, &str); 7] = [
    ("Backup", "copies in a vault"),
    ("CloudWatch", "composite alarm"),
    ("CloudWatch Synthetics", "canary run"),
    ("EventBridge", "events kept"),
    ("EventBridge", "events of programs"),
    ("RDS", "replica of a database elsewhere"),
    ("RDS MySQL", ""),
];

/// What is paid for of these resources, as item and amount.
fn read(parameters: &Value, resources: &Value) -> Vec<(String, Amount)> {
    let manifest = json!({ "artifacts": { "clinic": {
        "environment": "aws://unknown-account/eu-west-2", "properties": { "templateFile": "clinic.json" },
    } } });
    let template = json!({ "Parameters": parameters, "Resources": resources });
    let read = |path: &str| {
        let file = if path == "manifest.json" { &manifest } else { &template };
        Ok(Some(file.to_string()))
    };
    let charges = charges(&read).unwrap();
    assert!(charges.iter().all(|it| it.stack == "clinic" && it.region == "eu-west-2"), "{charges:?}");
    charges.into_iter().map(|it| (it.of.map_or(it.kind, |(_, item)| item), it.amount)).collect()
}

fn known(item: &str, amount: f64) -> (String, Amount) {
    (item.to_owned(), Amount::Known(amount))
}

#[test]
fn a_database_in_two_zones_has_two_of_everything_and_its_size_may_be_a_parameter() {
    let database = |size: Value| {
        json!({ "Records": { "Type": "AWS::RDS::DBInstance", "Properties": {
            "Engine": "postgres", "DBInstanceClass": size, "AllocatedStorage": "20", "MultiAZ": true,
        } } })
    };
    let parameters = json!({ "Size": { "Type": "String", "Default": "db.t3.micro" } });
    let expected = vec![known("db.t3.micro", 1460.0), known("gp2/gp3 storage", 40.0)];
    assert_eq!(read(&parameters, &database(json!({ "Ref": "Size" }))), expected);
    let chosen = json!({ "Fn::If": ["Large", "db.r6g.large", "db.t3.micro"] });
    assert_eq!(read(&parameters, &database(chosen))[0].1, Amount::Open, "only the deployment knows");
}

#[test]
fn a_replica_that_does_not_name_its_engine_is_listed() {
    let replica = json!({ "Records": { "Type": "AWS::RDS::DBInstance", "Properties": {
        "SourceRegion": "us-east-1", "DBInstanceClass": "db.r6g.large", "MultiAZ": true,
    } } });
    let storage = ("gp2/gp3 storage".to_owned(), Amount::Open);
    assert_eq!(read(&json!({}), &replica), [known("db.r6g.large", 1460.0), storage]);
}

#[test]
fn a_service_runs_at_least_as_many_tasks_as_its_scaling_says() {
    let service = json!({
        "Task": { "Type": "AWS::ECS::TaskDefinition", "Properties": { "Cpu": "256", "Memory": "512" } },
        "Api": { "Type": "AWS::ECS::Service", "Properties": { "TaskDefinition": { "Ref": "Task" } } },
        "Scaling": { "Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {
            "MinCapacity": 2, "ResourceId": { "Fn::Join": ["", ["service/", { "Fn::GetAtt": ["Api", "Name"] }]] },
        } },
    });
    assert_eq!(read(&json!({}), &service), [known("vCPU, x86", 365.0), known("memory, x86", 730.0)]);
}

#[test]
fn what_runs_when_something_is_deployed_has_no_calls() {
    let function = json!({ "Type": "AWS::Lambda::Function", "Properties": { "MemorySize": 512 } });
    let resources = json!({
        "Close": function, "Answer": function,
        "Closed": { "Type": "Custom::Closed", "Properties": { "ServiceToken": { "Fn::GetAtt": ["Close", "Arn"] } } },
    });
    let read = read(&json!({}), &resources);
    let items: Vec<&str> = read.iter().map(|(item, _)| item.as_str()).collect();
    assert_eq!(items, ["requests", "duration x86, first 6 billion"], "of `Answer` alone");
    assert_eq!(read[1].1, Amount::Used("milliseconds of running", 0.0005));
}

#[test]
fn a_type_that_nobody_knows_is_named() {
    let resources = json!({
        "Robot": { "Type": "AWS::RoboMaker::Fleet" }, "Role": { "Type": "AWS::IAM::Role" },
        "Group": { "Type": "AWS::EC2::VPCEndpoint", "Properties": { "VpcEndpointType": "Gateway" } },
    });
    assert_eq!(read(&json!({}), &resources), [("AWS::RoboMaker::Fleet".to_owned(), Amount::Open)]);
}

#[test]
fn every_item_has_a_price_or_is_known_to_have_none() {
    let rows = PRICES.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    let rows: BTreeSet<(&str, &str)> = rows.map(|cells| (cells[0], cells[1])).collect();
    for meter in METERS {
        let (service, item) = meter.priced_as();
        // An item that a property says is any of its service.
        let is_there = |row: &&(&str, &str)| row.0 == service && (item.is_empty() || row.1 == item);
        let is_unpriced = UNPRICED.contains(&(service, item));
        assert_ne!(rows.iter().any(|row| is_there(&row)), is_unpriced, "{service}, {item}");
    }
}

#[test]
fn a_canary_runs_as_often_as_it_says() {
    let canary = |rate: Value| json!({ "Up": { "Type": "AWS::Synthetics::Canary", "Properties": { "Schedule": { "Expression": rate } } } });
    let runs = |rate: Value| read(&json!({}), &canary(rate))[0].1;
    assert_eq!(runs("rate(5 minutes)".into()), Amount::Known(8760.0));
    assert_eq!(runs("rate(1 minute)".into()), Amount::Known(43_800.0));
    for open in ["rate(0 minute)", "cron(0 * * * ? *)"] {
        assert_eq!(runs(open.into()), Amount::Open, "{open}");
    }
}

#[test]
fn what_the_name_of_an_item_says_is_free_is_free() {
    let mut rows = PRICES.lines().filter(|it| !it.starts_with('#')).map(|it| it.split('\t').collect::<Vec<_>>());
    let free = rows.next().unwrap().iter().position(|it| *it == "free").unwrap();
    let of = |number: f64| {
        let words =
            ["", "K", "M"].into_iter().zip([1.0, 1e3, 1e6]).map(move |(end, by)| format!("{}{end}", number / by));
        words.chain((number.to_string() == "1").then(|| "one".to_owned())).collect::<Vec<_>>()
    };
    for row in rows {
        let item = row[1];
        let says = item.contains(" free") || item.contains(" after ") || item.contains(", after ");
        assert_eq!(says, !row[free].is_empty(), "{item}");
        let known = |number: &str| {
            of(number.parse().unwrap()).iter().any(|it| item.split([' ', ',', ')']).any(|word| word == it))
        };
        assert!(!says || known(row[free]), "{item}: {}", row[free]);
    }
}
