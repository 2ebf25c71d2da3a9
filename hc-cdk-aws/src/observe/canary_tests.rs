//! Canaries, from description to template.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use serde_json::json;

use super::{Asked, Canary};
use crate::{assertions::Clinic, prelude::*, region};

type Prod = (Hipaa, Production);

fn clinic() -> Clinic<Prod, Phi> {
    Clinic::new("clinic", region::UsEast1)
}

#[test]
fn a_canary_asks_by_a_script_and_leaves_what_it_says_under_the_key() {
    let mut clinic = clinic();
    let canary = Canary::builder().perimeter(&clinic.zone).address("https://portal.example.org").every_minutes(10);
    let canary =
        canary.ask(Asked::path("/health").header("accept", "text/plain")).ask(Asked::path("/lab").answers(401));
    let canary = clinic.stack.add("Portal", canary.build());
    let alarms = Alarms::builder().key(&clinic.key).notify(Contact::email("oncall@example.org"));
    clinic.stack.add("Alarms", alarms.watch("PortalFails", preset::canary_failing(&canary)).build());
    let template = clinic.template();
    let resources = &template.json()["Resources"];
    let it = &resources["Portal"]["Properties"];
    let script = it["Code"]["Script"].as_str().unwrap();
    let first = r#"const ASKED = [{"path":"/health","status":200,"headers":{"accept":"text/plain"}},{"path":"/lab","status":401,"headers":{}}];"#;
    assert_eq!(script.lines().next(), Some(first));
    assert_eq!(it["Name"], "clinic-portal");
    assert_eq!(it["RunConfig"]["EnvironmentVariables"], json!({ "ADDRESS": "https://portal.example.org" }));
    assert_eq!(it["RunConfig"]["TimeoutInSeconds"], 50);
    assert_eq!(it["Schedule"], json!({ "Expression": "rate(10 minutes)" }));
    assert_eq!(it.get("VPCConfig"), None);
    let key = json!({ "EncryptionMode": "SSE_KMS", "KmsKeyArn": { "Fn::GetAtt": ["Key", "Arn"] } });
    assert_eq!(it["ArtifactConfig"]["S3Encryption"], key);
    let lines = json!({ "Fn::Join": ["", ["/aws/lambda/cwsyn-clinic-portal-", { "Fn::GetAtt": ["Portal", "Id"] }]] });
    assert_eq!(resources["PortalLogs"]["Properties"]["LogGroupName"], lines);
    let metric = json!({ "Namespace": "CloudWatchSynthetics", "MetricName": "SuccessPercent", "Dimensions": [{ "Name": "CanaryName", "Value": { "Ref": "Portal" } }] });
    let metrics = json!([{ "MetricStat": { "Metric": metric, "Period": 600 } }]);
    template.has_properties("AWS::CloudWatch::Alarm", json!({ "Metrics": metrics, "Threshold": 100.0 }));
    let expires = &resources["PortalLeft"]["Properties"]["LifecycleConfiguration"]["Rules"][0];
    assert_eq!(expires["ExpirationInDays"], 31);
}

#[test]
fn a_canary_asks_from_inside_by_a_group_of_its_own() {
    let mut clinic = clinic();
    let canary = Canary::builder().perimeter(&clinic.zone).address("https://lab.example.org").from_inside();
    clinic.stack.add("Lab", canary.build());
    let resources = clinic.template().json()["Resources"].clone();
    let group = json!({ "Fn::GetAtt": ["LabGroup", "GroupId"] });
    assert_eq!(resources["Lab"]["Properties"]["VPCConfig"]["SecurityGroupIds"], json!([group]));
    assert_eq!(resources["LabHttpsEgress"]["Properties"]["ToPort"], 443);
    let script = resources["Lab"]["Properties"]["Code"]["Script"].as_str().unwrap();
    assert!(script.starts_with(r#"const ASKED = [{"path":"/","status":200,"headers":{}}];"#), "{script}");
}

#[test]
fn what_a_canary_cannot_ask_is_found() {
    let mut clinic = clinic();
    let canary = Canary::builder().perimeter(&clinic.zone).address("http://portal.example.org").every_minutes(90);
    let canary = canary.kept_days(500).ask(Asked::path("health").answers(100).header("Authorization", "Bearer x"));
    clinic.stack.add("Portal", canary.build());
    let findings = App::new("clinic").stack(clinic.stack).check().unwrap_err().to_string();
    for sentence in [
        "asks `http://portal.example.org`, which is no address that is spoken to over TLS",
        "asks every 90 minutes",
        "keeps what its runs leave for 500 days",
        "asks for `health`, which is no path",
        "waits for 100, with which nothing is answered",
        "sends the header `Authorization`, which says who somebody is",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}
