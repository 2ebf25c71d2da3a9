//! What asks whether something is there.

use hc_cdk::{
    policy::{Hipaa, Production},
    prelude::*,
};
use serde_json::json;

use super::UptimeCheck;
use crate::{assertions::Template, observe::preset, prelude::*, region};

type Prod = (Hipaa, Production);

#[test]
fn a_domain_is_asked_and_somebody_is_told_that_it_is_gone() {
    let mut stack = Stack::<Prod>::new("edge", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let up = stack.add("Up", UptimeCheck::builder().domain("api.example.org").path("/health").build());
    let alarms = Alarms::builder().key(&key).notify(Contact::email("oncall@example.org"));
    let alarms = alarms.watch("Gone", preset::gone(&up)).watch("Nines", preset::less_than_three_nines(&up));
    stack.add("Critical", alarms.build());
    let template = Template::of_stack(stack);
    let config = json!({
        "Type": "HTTPS",
        "FullyQualifiedDomainName": "api.example.org",
        "ResourcePath": "/health",
        "RequestInterval": 30,
        "Regions": ["eu-west-1", "us-east-1", "us-west-2"],
    });
    template.has_properties("AWS::Route53::HealthCheck", json!({ "HealthCheckConfig": config }));
    for (name, threshold) in [("HealthCheckStatus", 1.0), ("HealthCheckPercentageHealthy", 99.9)] {
        let dimensions = json!([{ "Name": "HealthCheckId", "Value": { "Fn::GetAtt": ["Up", "HealthCheckId"] } }]);
        let metric = json!({ "Namespace": "AWS/Route53", "MetricName": name, "Dimensions": dimensions });
        let metrics = json!([{ "MetricStat": { "Metric": metric } }]);
        template.has_properties("AWS::CloudWatch::Alarm", json!({ "Metrics": metrics, "Threshold": threshold }));
    }
}

#[test]
fn what_cannot_be_asked_is_found() {
    let mut stack = Stack::<Prod>::new("edge", region::EuWest2);
    stack.add("Up", UptimeCheck::builder().domain("https://api").path("health").asked_from(&["eu-west-2"]).build());
    let findings = App::new("clinic").stack(stack).check().unwrap_err().to_string();
    for sentence in [
        "asks `https://api`, which is not a domain name",
        "asks for `health`, which is no path",
        "is asked from `eu-west-2`, where nobody asks",
        "is asked from fewer than three regions",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}
