//! What the trail records, read from the template.

use std::collections::BTreeSet;

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use serde_json::Value;

use crate::{assertions::Clinic, prelude::*};

/// The buckets where logs and records go, and where those are copied to.
fn of_logs(resources: &serde_json::Map<String, Value>) -> BTreeSet<String> {
    let targets = resources.values().map(|it| &it["Properties"]);
    let targets = targets.flat_map(|it| [&it["LoggingConfiguration"]["DestinationBucketName"], &it["S3BucketName"]]);
    let mut logs: BTreeSet<String> = targets.filter_map(|it| it["Ref"].as_str().map(ToOwned::to_owned)).collect();
    for name in logs.clone() {
        let rules = &resources[&name]["Properties"]["ReplicationConfiguration"]["Rules"];
        let copies = rules.as_array().into_iter().flatten().map(|it| &it["Destination"]["Bucket"]["Fn::GetAtt"][0]);
        logs.extend(copies.filter_map(|it| it.as_str().map(ToOwned::to_owned)));
    }
    logs
}

#[test]
fn accesses_to_every_bucket_are_recorded_but_to_those_of_logs() {
    let mut clinic = Clinic::<(Hipaa, Production), Phi>::new("clinic", crate::region::UsEast1);
    clinic.stack.add("Scans", SecureBucket::builder().perimeter(&clinic.zone).build());
    let template = clinic.template();
    let resources = template.json()["Resources"].as_object().unwrap();
    let selectors = resources["Audit"]["Properties"]["AdvancedEventSelectors"].as_array().unwrap();
    let of_objects = |it: &&Value| it["FieldSelectors"][1]["Equals"][0] == "AWS::S3::Object";
    let selector = selectors.iter().find(of_objects).unwrap();
    let fields = selector["FieldSelectors"].as_array().unwrap();
    let narrowing: Vec<&Value> =
        fields.iter().filter(|it| it["Field"] != "eventCategory" && it["Field"] != "resources.type").collect();
    let [Value::Object(field)] = narrowing[..] else { panic!("{selector}") };
    assert_eq!(field.keys().collect::<Vec<_>>(), ["Field", "NotStartsWith"]);
    assert_eq!(field["Field"], "resources.ARN");
    let left_out: BTreeSet<String> = field["NotStartsWith"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let [arn, slash] = it["Fn::Join"][1].as_array().unwrap().as_slice() else { panic!("{it}") };
            assert_eq!((&arn["Fn::GetAtt"][1], slash), (&"Arn".into(), &"/".into()));
            arn["Fn::GetAtt"][0].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(left_out, of_logs(resources));
    assert_eq!(left_out, ["AuditAccessLogs", "AuditRecords", "AuditRecordsCopy"].map(String::from).into());
    assert_eq!(resources["ScansCopy"]["Type"], "AWS::S3::Bucket");
}
