//! What alarms and dashboards become.

use std::collections::BTreeMap;

use hc_cdk::{data::Phi, prelude::*};
use serde_json::{Value as Tree, json};

use super::{AllFunctions, Bytes, Count, Metric, Percent, Severity, preset};
use crate::{
    assertions::{Clinic, Template},
    edge::tests::{Prod, front, template, with_service},
    kind::SecretArn,
    prelude::*,
    region,
};

/// A template with everything that can be watched.
fn watched() -> Tree {
    let (mut stack, zone, api) = with_service::<Prod, Phi>("clinic");
    let front = front(&mut stack, &api);
    let trail = stack.add("Recorded", AuditTrail::builder().key(&zone.key).build());
    let patients = stack.add("Patients", EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build());
    let alarms = Alarms::builder()
        .key(&zone.key)
        .notify(Contact::email("oncall@example.org"))
        .notify(Contact::https("https://pager.example.org/events"))
        .watch("Throughput", preset::throughput_lost(&front))
        .watch("Errors", preset::failing(&front))
        .watch("Latency", preset::waiting(&front))
        .watch("Audit", preset::audit_silent(&trail))
        .watch("Processor", api.cpu().above(Percent(80.0)).periods(10))
        .watch("Memory", api.memory().above(Percent(80.0)).periods(10))
        .watch("Pool", preset::pool_nearly_full(patients.connections(), 400))
        .watch("Storage", patients.free_storage().below(Bytes::gibibytes(10)))
        .watch("Tasks", front.healthy_targets().unwrap().below(Count(2.0)))
        .watch("ServiceErrors", front.target_5xx().every_minutes(5).above(Count(5.0)))
        .build();
    let alarms = stack.add("Critical", alarms);
    let board = Dashboard::builder()
        .alarms("Now", &alarms)
        .graph("Throughput", [front.requests(), front.target_5xx()])
        .graph("Load", [api.cpu(), patients.cpu(), front.errors()])
        .graph("Audit", [trail.recorded()])
        .build();
    stack.add("Board", board);
    template(stack)
}

#[test]
fn every_alarm_tells_the_topic() {
    let template = watched();
    let resources = template["Resources"].as_object().unwrap();
    let alarms: Vec<&Tree> = resources.values().filter(|it| it["Type"] == "AWS::CloudWatch::Alarm").collect();
    assert_eq!(alarms.len(), 10);
    for alarm in alarms {
        let properties = &alarm["Properties"];
        assert_eq!(properties["AlarmActions"], json!([{ "Fn::GetAtt": ["Critical", "TopicArn"] }]));
        assert_eq!(properties["AlarmActions"], properties["OKActions"]);
        let returned = properties["Metrics"].as_array().unwrap().iter().filter(|it| it["ReturnData"] == true);
        assert_eq!(returned.count(), 1);
    }
    let pool = &resources["CriticalPoolAlarm"]["Properties"];
    assert_eq!(pool["Threshold"], 360.0);
    let dimension = &pool["Metrics"][0]["MetricStat"]["Metric"]["Dimensions"][0];
    assert_eq!(*dimension, json!({ "Name": "DBInstanceIdentifier", "Value": { "Ref": "Patients" } }));
    let throughput = &resources["CriticalThroughputAlarm"]["Properties"];
    assert_eq!(throughput["AlarmDescription"], "critical: requests below 20 for 5 min");
    assert_eq!(throughput["TreatMissingData"], "breaching");
    let errors = &resources["CriticalErrorsAlarm"]["Properties"];
    assert_eq!(errors["Metrics"][3]["Expression"], "100 * (FILL(m0, 0) + FILL(m1, 0)) / m2");
    assert_eq!(errors["Threshold"], 2.0);
    assert_eq!(resources["Critical"]["Properties"]["KmsMasterKeyId"], json!({ "Fn::GetAtt": ["Key", "Arn"] }));
}

#[test]
fn who_is_told_of_what_follows_from_how_bad_it_is() {
    let (mut stack, zone, _) = with_service::<Prod, Phi>("clinic");
    let trail = stack.add("Recorded", AuditTrail::builder().key(&zone.key).build());
    let secret = Secret::existing(
        arn!(SecretArn, "arn:aws:secretsmanager:us-east-1:111122223333:secret:clinic/pager-a1B2c3"),
        &zone.key,
    );
    let alarms = Alarms::builder()
        .key(&zone.key)
        .notify_on(Severity::Compliance, Contact::pager(&secret, "address"))
        .watch("Audit", preset::audit_silent(&trail));
    stack.add("Told", alarms.build());
    let template = template(stack);
    let named = |it: &&String| it.starts_with("ToldContact");
    let name = template["Resources"].as_object().unwrap().keys().find(named).unwrap();
    let contact = &template["Resources"][name]["Properties"];
    assert_eq!(contact["FilterPolicy"], json!({ "AlarmDescription": [{ "prefix": "compliance:" }] }));
    assert_eq!(contact["FilterPolicyScope"], "MessageBody");
    assert!(contact["Endpoint"].to_string().contains("{{resolve:secretsmanager:"), "{contact}");
}

#[test]
fn a_contact_keeps_its_name_whoever_else_is_told() {
    let told = |addresses: &[&'static str]| {
        let (mut stack, zone, _) = with_service::<Prod, Phi>("clinic");
        let trail = stack.add("Recorded", AuditTrail::builder().key(&zone.key).build());
        let alarms = Alarms::builder().key(&zone.key).watch("Audit", preset::audit_silent(&trail));
        let alarms = addresses.iter().fold(alarms, |all, it| all.notify(Contact::email(*it)));
        stack.add("Told", alarms.build());
        stack
    };
    let named = |addresses: &[&'static str]| {
        let template = template(told(addresses));
        let all = template["Resources"].as_object().unwrap().iter().filter(|(name, _)| name.starts_with("ToldContact"));
        all.map(|(name, it)| (name.clone(), it["Properties"]["Endpoint"].clone())).collect::<BTreeMap<_, _>>()
    };
    let both = named(&["a@example.org", "b@example.org"]);
    assert_eq!(both.len(), 2);
    assert_eq!(both, named(&["b@example.org", "a@example.org"]));
    assert!(named(&["b@example.org"]).iter().all(|(name, it)| both.get(name) == Some(it)));
    assert!(App::new("clinic").stack(told(&["a@example.org", "a@example.org"])).check().is_err());
}

#[test]
fn what_nobody_is_told_of_is_found() {
    let (mut stack, zone, api) = with_service::<Prod, Phi>("clinic");
    let alarms = Alarms::builder()
        .key(&zone.key)
        .notify_on(Severity::Critical, Contact::email("oncall@example.org"))
        .watch("Busy", api.cpu().above(Percent(80.0)));
    stack.add("Told", alarms.build());
    let findings = App::new("clinic").stack(stack).check().unwrap_err().to_string();
    assert!(findings.contains("AlarmTellsSomebody"), "{findings}");
}

#[test]
fn a_board_is_json_with_holes() {
    let template = watched();
    let body = &template["Resources"]["Board"]["Properties"]["DashboardBody"]["Fn::Join"][1];
    let filled: String = body.as_array().unwrap().iter().map(|part| part.as_str().unwrap_or("filled")).collect();
    let board: Tree = serde_json::from_str(&filled).unwrap();
    let widgets = board["widgets"].as_array().unwrap();
    assert_eq!(widgets.len(), 4);
    assert_eq!(widgets[0]["properties"]["alarms"].as_array().unwrap().len(), 10);
    assert_eq!(widgets[1]["properties"]["metrics"][0][1], "RequestCount");
    let computed = &widgets[2]["properties"]["metrics"];
    assert_eq!(computed[2][0]["expression"], "100 * (FILL(g2m0, 0) + FILL(g2m1, 0)) / g2m2");
    assert_eq!(computed[3].as_array().unwrap().last().unwrap()["id"], "g2m0");
}

#[test]
fn wrong_thresholds_and_contacts_are_all_reported() {
    let (mut stack, zone, api) = with_service::<Prod, Phi>("clinic");
    let alarms = Alarms::builder()
        .key(&zone.key)
        .notify(Contact::email("nobody"))
        .watch("Percent", api.cpu().above(Percent(200.0)))
        .watch("Never", api.cpu().above(Percent(80.0)).periods(0))
        .watch("Long", api.cpu().above(Percent(80.0)).periods(2000))
        .watch("Impossible", api.cpu().above(Percent(80.0)).periods(2).datapoints(3))
        .watch("Usual", api.cpu().unusual(0.0))
        .build();
    stack.add("Critical", alarms);
    stack.add("Board", Dashboard::builder().build());
    let findings = App::new("clinic").stack(stack).check().unwrap_err().to_string();
    for part in [
        "`clinic/Board` shows nothing",
        "tells `nobody`, which is not an address",
        "raises `Percent`, which has the limit `200 %`",
        "raises `Never`, which looks back over `0` periods of `1` minutes",
        "raises `Long`, which looks back over `2000` periods",
        "raises `Impossible`, which waits for `3` of `2` periods",
        "raises `Usual`, which waits for `0` deviations from what is usual",
    ] {
        assert!(findings.contains(part), "{part}\n{findings}");
    }
}

#[test]
fn alarms_watch_what_another_stack_has() {
    let (mut stack, zone, api) = with_service::<Prod, Phi>("clinic");
    let front = front(&mut stack, &api);
    let mut watch = Stack::<Prod>::new("watch", region::EuWest2);
    let alarms = Alarms::builder().key(&zone.key).watch("Errors", preset::failing(&front));
    let alarms = alarms.notify(Contact::email("oncall@example.org")).build();
    let alarms = watch.add("Critical", alarms);
    watch.add("Board", Dashboard::builder().alarms("Now", &alarms).graph("Load", [api.cpu()]).build());
    let files = App::new("clinic").stack(stack).stack(watch).synthesize().unwrap();
    let file = files.iter().find(|file| file.path == "watch.template.json").unwrap();
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert!(text.contains("\"Fn::ImportValue\": \"clinic:Front:LoadBalancerFullName\""), "{text}");
}

#[test]
fn a_table_tells_what_it_refused() {
    let Clinic { mut stack, key, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let visits = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient"));
    let visits = stack.add("Visits", visits.build());
    let alarms = Alarms::builder().key(&key).notify(Contact::email("on-call@example.org"));
    let alarms = alarms.watch("Reads", visits.refused_reads().above(Count(0.0)));
    stack.add("Critical", alarms.watch("Writes", visits.refused_writes().above(Count(0.0))).build());
    let template = Template::of_stack(stack);
    for name in ["ReadThrottleEvents", "WriteThrottleEvents"] {
        let dimensions = json!([{ "Name": "TableName", "Value": { "Ref": "Visits" } }]);
        let metric = json!({ "Namespace": "AWS/DynamoDB", "MetricName": name, "Dimensions": dimensions });
        let metrics = json!([{ "MetricStat": { "Metric": metric } }]);
        template.has_properties("AWS::CloudWatch::Alarm", json!({ "Metrics": metrics }));
    }
}

#[test]
fn what_several_count_together_is_one_alarm() {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let table = |name: &'static str, stack: &mut Stack<Prod>| {
        let table = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient"));
        stack.add(name, table.build())
    };
    let tables: Vec<Table<Phi>> = ["One", "Two", "Three", "Four", "Five", "Six"].map(|it| table(it, &mut stack)).into();
    let refused = |so_many: usize| Metric::total("refused", tables.iter().take(so_many).map(Table::refused));
    let one = Metric::total("refused", tables.iter().take(1).map(Table::refused_reads).map(|it| it.every_minutes(5)));
    let alarms = Alarms::builder().key(zone.key()).notify(Contact::email("oncall@example.org"));
    let right = alarms.clone().watch("All", refused(5).above(Count(0.0))).watch("One", one.above(Count(0.0)));
    stack.add("Right", right.build());
    let resources = template(stack)["Resources"].clone();
    let metrics = |name: &str| resources[name]["Properties"]["Metrics"].as_array().unwrap().clone();
    let all = metrics("RightAllAlarm");
    let sum = all.iter().find_map(|it| it["Expression"].as_str()).unwrap();
    assert!(sum.starts_with("FILL(m0, 0) + FILL(m1, 0) + FILL(m2, 0)") && sum.ends_with(" + FILL(m9, 0)"), "{sum}");
    let of = |at: usize| all[at]["MetricStat"]["Metric"]["Dimensions"][0]["Value"]["Ref"].clone();
    assert_eq!((all.len(), of(0), of(9)), (11, "One".into(), "Five".into()));
    let one = metrics("RightOneAlarm");
    assert_eq!((one.len(), &one[0]["MetricStat"]["Period"]), (2, &300.into()));
    let Clinic { mut stack, .. } = Clinic::<Prod, Phi>::new("other", region::UsEast1);
    let wrong = alarms.watch("All", refused(6).above(Count(0.0))).watch("None", refused(0).above(Count(0.0)));
    stack.add("Wrong", wrong.build());
    let found = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
    for sentence in
        ["raises `All`, which is computed of `12` metrics", "raises `None`, which is computed of `0` metrics"]
    {
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
}

#[test]
fn what_is_unusual_is_compared_with_what_was_learned() {
    let (mut stack, zone, api) = with_service::<Prod, Phi>("clinic");
    let front = front(&mut stack, &api);
    let alarms = Alarms::builder().key(&zone.key).notify(Contact::email("oncall@example.org"));
    let trail = stack.add("Recorded", AuditTrail::builder().key(&zone.key).build());
    let alarms = alarms.watch("Curious", trail.recorded().unusually_high(3.0).periods(3));
    let alarms = alarms.watch("Quiet", front.requests().unusually_low(2.0)).watch("Odd", front.errors().unusual(2.5));
    stack.add("Told", alarms.build());
    let template = template(stack);
    let alarm = |name: &str| template["Resources"][format!("Told{name}Alarm")]["Properties"].clone();
    for (name, operator, band) in [
        ("Curious", "GreaterThanUpperThreshold", "ANOMALY_DETECTION_BAND(result, 3)"),
        ("Quiet", "LessThanLowerThreshold", "ANOMALY_DETECTION_BAND(result, 2)"),
        ("Odd", "LessThanLowerOrGreaterThanUpperThreshold", "ANOMALY_DETECTION_BAND(result, 2.5)"),
    ] {
        let alarm = alarm(name);
        assert_eq!(alarm["ComparisonOperator"], operator);
        assert_eq!((&alarm["Threshold"], &alarm["ThresholdMetricId"]), (&Tree::Null, &json!("usual")));
        let returned = alarm["Metrics"].as_array().unwrap().iter().filter(|it| it["ReturnData"] == true);
        let returned: Vec<_> = returned.map(|it| (&it["Id"], &it["Expression"])).collect();
        assert_eq!(returned[0].0, "result");
        assert_eq!(returned[1..], [(&json!("usual"), &json!(band))]);
    }
    let said = "medium: audit records above what is usual by 3 deviations for 3 min";
    assert_eq!(alarm("Curious")["AlarmDescription"].as_str().unwrap().replace("180 min", "3 min"), said);
}

#[test]
fn several_alarms_together_are_one() {
    let with = |severity, told, of: &'static [&'static str]| {
        let (mut stack, zone, api) = with_service::<Prod, Phi>("clinic");
        let alarms = Alarms::builder().key(&zone.key).notify_on(told, Contact::email("oncall@example.org"));
        let alarms = alarms.watch("Busy", api.cpu().above(Percent(80.0)).severity(told));
        let alarms = alarms.watch("Full", api.memory().above(Percent(80.0)).severity(told));
        stack.add("Told", alarms.all_of("Overrun", severity, of.iter().copied()).build());
        App::new("clinic").stack(stack)
    };
    let app = with(Severity::Critical, Severity::Critical, &["Busy", "Full"]);
    let files = app.synthesize().unwrap();
    let template: Tree =
        serde_json::from_slice(&files.iter().find(|it| it.path.ends_with("template.json")).unwrap().bytes).unwrap();
    let alarm = &template["Resources"]["ToldOverrunAlarm"];
    assert_eq!(alarm["Type"], "AWS::CloudWatch::CompositeAlarm");
    let rule = json!(["ALARM(\"", { "Ref": "ToldBusyAlarm" }, "\") AND ALARM(\"", { "Ref": "ToldFullAlarm" }, "\")"]);
    assert_eq!(alarm["Properties"]["AlarmRule"], json!({ "Fn::Join": ["", rule] }));
    assert_eq!(alarm["Properties"]["AlarmActions"], json!([{ "Fn::GetAtt": ["Told", "TopicArn"] }]));
    assert_eq!(alarm["Properties"]["AlarmDescription"], "critical: all of these alarms: Busy, Full");

    let found = |app: App| app.check().map(|_| ()).unwrap_err().to_string();
    assert!(found(with(Severity::High, Severity::Critical, &["Busy", "Full"])).contains("AlarmTellsSomebody"));
    assert!(found(with(Severity::Critical, Severity::Critical, &["Busy"])).contains("by fewer than two alarms"));
    let unknown = found(with(Severity::Critical, Severity::Critical, &["Busy", "Fuller"]));
    assert!(unknown.contains("by an alarm `Fuller` that is not among the alarms"), "{unknown}");
}

#[test]
fn a_graph_without_metrics_is_found() {
    let mut stack = Stack::<Prod>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let none: [Metric<Count>; 0] = [];
    stack.add("Board", Dashboard::builder().graph("Audit", [trail.recorded()]).graph("Wards", none).build());
    let findings = App::new("clinic").stack(stack).check().unwrap_err().to_string();
    assert!(findings.contains("`clinic/Board` shows nothing in `Wards`"), "{findings}");
}

#[test]
fn all_functions_of_a_region_have_one_alarm() {
    let Clinic { mut stack, key, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let alarms = Alarms::builder().key(&key).notify(Contact::email("oncall@example.org"));
    let alarms = alarms.watch("Fails", AllFunctions.errors().every_minutes(5).above(Count(10.0)));
    stack.add("Alarms", alarms.watch("Refused", AllFunctions.throttles().above(Count(0.0))).build());
    let template = Template::of_stack(stack);
    for (alarm, name, period) in [("Fails", "Errors", 300), ("Refused", "Throttles", 60)] {
        let asked = &template.json()["Resources"][format!("Alarms{alarm}Alarm")]["Properties"]["Metrics"];
        let metric = json!({ "Dimensions": [], "MetricName": name, "Namespace": "AWS/Lambda" });
        assert_eq!(asked[0]["MetricStat"], json!({ "Metric": metric, "Period": period, "Stat": "Sum" }));
        assert_eq!(asked[1], Tree::Null);
    }
}
