//! Functions whose new versions take requests by and by, and alarms that roll them back.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
    value::Json,
};
use serde_json::{Value as Tree, json};

use super::{AlarmSet, Alarms, Contact, Count};
use crate::{
    assertions::{Clinic, Template},
    compute::{Deployment, FunctionBuilder, Lambda, Schedule, Steps},
    iam::Statement,
    prelude::*,
    region,
};

type Prod = (Hipaa, Production);

const IMAGE: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/letters@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);

/// A clinic with a function that is deployed in that way, and alarms on it.
fn clinic(deployment: Deployment, memory: i32) -> (Clinic<Prod, Phi>, Lambda<Phi>, AlarmSet) {
    let mut clinic = Clinic::new("clinic", region::UsEast1);
    let letters = clinic.stack.add("Letters", Queue::builder().perimeter(&clinic.zone).build());
    let print = Function::builder().perimeter(&clinic.zone).code(IMAGE).memory(memory).deployment(deployment);
    let print = print.on(&letters).schedule(Schedule::every_minutes(5));
    let print = clinic.stack.add("Print", print.build());
    let alarms = Alarms::builder().key(&clinic.key).notify(Contact::email("on-call@example.org"));
    let alarms = alarms.watch("Failing", print.errors().above(Count(10.0)));
    let alarms = clinic.stack.add("Alarms", alarms.build());
    (clinic, print, alarms)
}

fn written(deployment: Deployment, memory: i32) -> Tree {
    let (Clinic { mut stack, zone, .. }, print, alarms) = clinic(deployment, memory);
    stack.add("Rollback", alarms.roll_back("Failing", &print));
    stack.add("Again", alarms.roll_back("Failing", &print));
    stack.add("Ask", Function::builder().perimeter(&zone).code(IMAGE).connect(&print).build());
    let steps = Steps::new().calls("Print", &print);
    stack.add("Discharge", StateMachine::builder().perimeter(&zone).steps(steps).build());
    Template::of_stack(stack).json()["Resources"].clone()
}

fn versions(all: &Tree) -> Vec<String> {
    let names = all.as_object().unwrap().iter().filter(|(_, it)| it["Type"] == "AWS::Lambda::Version");
    names.map(|(name, _)| name.clone()).collect()
}

#[test]
fn requests_go_to_an_alias_that_is_moved_by_steps() {
    let all = written(Deployment::canary(10, 15), 512);
    let version = &versions(&all)[0];
    let alias = &all["PrintLive"];
    assert_eq!(alias["Properties"]["FunctionVersion"], json!({ "Fn::GetAtt": [version, "Version"] }));
    let by = json!({ "ApplicationName": { "Ref": "PrintApplication" }, "DeploymentGroupName": { "Ref": "PrintDeployments" } });
    assert_eq!(alias["UpdatePolicy"], json!({ "CodeDeployLambdaAliasUpdate": by }));
    assert_eq!(alias["DependsOn"], Tree::Null, "it waits for what it names");
    let shift =
        json!({ "Type": "TimeBasedCanary", "TimeBasedCanary": { "CanaryInterval": 15, "CanaryPercentage": 10 } });
    assert_eq!(all["PrintShift"]["Properties"]["TrafficRoutingConfig"], shift);
    assert_eq!(all["PrintDeployments"]["Properties"]["DeploymentConfigName"], json!({ "Ref": "PrintShift" }));
    let by_fifths = written(Deployment::linear(20, 5), 512);
    let shift =
        json!({ "Type": "TimeBasedLinear", "TimeBasedLinear": { "LinearInterval": 5, "LinearPercentage": 20 } });
    assert_eq!(by_fifths["PrintShift"]["Properties"]["TrafficRoutingConfig"], shift);
}

#[test]
fn whoever_calls_the_function_calls_the_alias() {
    let all = written(Deployment::canary(10, 15), 512);
    let live = json!({ "Ref": "PrintLive" });
    assert_eq!(all["PrintOnLetters"]["Properties"]["FunctionName"], live);
    assert_eq!(all["PrintSchedule"]["Properties"]["Target"]["Arn"], live);
    assert_eq!(all["Ask"]["Properties"]["Environment"]["Variables"]["PRINT_FUNCTION"], live);
    assert_eq!(all["Discharge"]["Properties"]["Definition"]["States"]["Print"]["Arguments"]["FunctionName"], live);
    let statements = all["AskRolePolicy"]["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
    let calls = statements.iter().find(|it| it["Action"] == "lambda:InvokeFunction").unwrap();
    assert_eq!(calls["Resource"], live);
}

#[test]
fn a_function_that_changes_has_another_version() {
    let of = |deployment, memory| versions(&written(deployment, memory));
    assert_eq!(of(Deployment::canary(10, 15), 512), of(Deployment::linear(20, 5), 512), "the same function");
    assert_ne!(of(Deployment::canary(10, 15), 512), of(Deployment::canary(10, 15), 1024));
    let mut more = clinic(Deployment::canary(10, 15), 512);
    more.0.stack.add("Rollback", more.2.roll_back("Failing", &more.1));
    let less = Template::of_stack(more.0.stack).json()["Resources"].clone();
    assert_eq!(versions(&less), of(Deployment::canary(10, 15), 512), "what stands beside it is not of it");
}

#[test]
fn an_alarm_rolls_back() {
    let all = written(Deployment::canary(10, 15), 512);
    let group = &all["PrintDeployments"]["Properties"];
    let alarm = json!({ "Name": { "Ref": "AlarmsFailingAlarm" } });
    assert_eq!(group["AlarmConfiguration"], json!({ "Alarms": [alarm], "Enabled": true }));
    let events = json!(["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST", "DEPLOYMENT_STOP_ON_ALARM"]);
    assert_eq!(group["AutoRollbackConfiguration"], json!({ "Enabled": true, "Events": events }));
}

fn found(deployment: Deployment, sentence: &str) {
    let (Clinic { mut stack, .. }, print, alarms) = clinic(deployment, 512);
    stack.add("Rollback", alarms.roll_back("Failing", &print));
    let findings = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
    assert!(findings.contains(sentence), "{sentence}\n{findings}");
}

#[test]
fn deployments_of_functions_that_cannot_be_are_found() {
    found(
        Deployment::rolling(),
        "`clinic/Rollback` rolls back a function whose new version takes all requests at once",
    );
    found(Deployment::blue_green(), "moves all requests to a new version of a function at once");
    found(Deployment::canary(0, 15), "`clinic/Print` is deployed by steps of `0` percent and `15` minutes");
    found(Deployment::linear(20, 0), "`clinic/Print` is deployed by steps of `20` percent and `0` minutes");
    let (Clinic { stack, .. }, ..) = clinic(Deployment::canary(10, 15), 512);
    let findings = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
    assert!(findings.contains("CodeDeployAutoRollbackMonitorEnabled"), "{findings}");
}

#[test]
fn who_may_call_an_alias_or_a_version_may_call_the_function() {
    let somebody = |of: &dyn Fn(&Lambda<Phi>) -> Json| {
        let (Clinic { mut stack, zone, .. }, print, alarms) = clinic(Deployment::canary(10, 15), 512);
        stack.add("Rollback", alarms.roll_back("Failing", &print));
        let right = Statement::allow(actions!["lambda:InvokeFunction"], [of(&print)]);
        let other: FunctionBuilder<Phi, _> = Function::builder().perimeter(&zone).code(IMAGE).allow(right);
        stack.add("Somebody", other.build());
        App::new("test").stack(stack).synthesize().unwrap_err().to_string()
    };
    let way = "`clinic/Somebody` can read and write `clinic/Print`";
    for findings in
        [somebody(&|it| it.arn().into()), somebody(&|it| it.made().get(crate::cfn::lambda::Function::ARN).into())]
    {
        assert!(findings.contains(way), "{findings}");
    }
}
