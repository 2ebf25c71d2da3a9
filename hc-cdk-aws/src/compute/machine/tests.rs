//! State machines, from steps to template.

use hc_cdk::{
    data::Phi,
    date,
    policy::{Hipaa, Production},
    prelude::*,
    value::{Json, Object, Value},
};
use serde_json::{Value as Tree, json};

use super::{Machine, Steps, When};
use crate::{
    assertions::{Clinic, Template},
    cfn::{logs, stepfunctions},
    compute::{Lambda, Schedule},
    iam::{Statement, document},
    kind::RoleArn,
    literal::action::Action,
    prelude::*,
    pseudo, region, rule,
};

type Prod = (Hipaa, Production);

const IMAGE: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/letters@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);

fn clinic() -> (Clinic<Prod, Phi>, Lambda<Phi>) {
    let mut clinic = Clinic::new("clinic", region::UsEast1);
    let summarise = Function::builder().perimeter(&clinic.zone).code(IMAGE).build();
    let summarise = clinic.stack.add("Summarise", summarise);
    (clinic, summarise)
}

/// What is written of a machine with these steps, and of the whole.
fn written(steps: impl FnOnce(&Lambda<Phi>) -> Steps<Phi>) -> (Tree, Tree) {
    let (Clinic { mut stack, zone, .. }, summarise) = clinic();
    stack.add("Discharge", StateMachine::builder().perimeter(&zone).steps(steps(&summarise)).build());
    let all = Template::of_stack(stack).json()["Resources"].clone();
    (all["Discharge"]["Properties"]["Definition"].clone(), all)
}

/// What is found of a machine with these steps.
fn found(steps: impl FnOnce(&Lambda<Phi>) -> Steps<Phi>, sentence: &str) {
    let (Clinic { mut stack, zone, .. }, summarise) = clinic();
    stack.add("Discharge", StateMachine::builder().perimeter(&zone).steps(steps(&summarise)).build());
    let findings = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
    assert!(findings.contains(&format!("`clinic/Discharge` {sentence}")), "{sentence}\n{findings}");
}

#[test]
fn a_machine_is_encrypted_recorded_and_traced() {
    let (_, all) = written(|summarise| Steps::new().calls("Summarise", summarise));
    let it = &all["Discharge"]["Properties"];
    let arn = |name: &str| json!({ "Fn::GetAtt": [name, "Arn"] });
    assert_eq!(it["EncryptionConfiguration"], json!({ "Type": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": arn("Key") }));
    let group = json!([{ "CloudWatchLogsLogGroup": { "LogGroupArn": arn("DischargeLogs") } }]);
    assert_eq!(
        it["LoggingConfiguration"],
        json!({ "Level": "ALL", "IncludeExecutionData": false, "Destinations": group })
    );
    assert_eq!(it["TracingConfiguration"], json!({ "Enabled": true }));
    assert_eq!((&it["RoleArn"], &it["StateMachineType"]), (&arn("DischargeRole"), &"STANDARD".into()));
    assert_eq!(all["Discharge"]["DependsOn"], json!(["DischargeRolePolicy"]));
    let lines = &all["DischargeLogs"]["Properties"];
    assert_eq!(lines["LogGroupName"], "/aws/vendedlogs/states/clinic-Discharge");
    let deliver = &lines["ResourcePolicyDocument"]["Statement"][0];
    assert_eq!(deliver["Principal"], json!({ "Service": "delivery.logs.amazonaws.com" }));
}

#[test]
fn its_role_may_do_what_the_steps_call_and_no_more() {
    let (_, all) = written(|it| Steps::new().calls("Summarise", it).calls("Again", it));
    let statements = all["DischargeRolePolicy"]["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
    let about = |action: &str| statements.iter().filter(|it| it["Action"].to_string().contains(action)).count();
    assert_eq!((about("lambda:"), about("sqs:"), about("PutResourcePolicy")), (1, 0, 0), "each right once");
    let call = statements.iter().find(|it| it["Action"] == "lambda:InvokeFunction").unwrap();
    assert_eq!(call["Resource"], json!({ "Fn::GetAtt": ["Summarise", "Arn"] }));
    let trust = &all["DischargeRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0];
    let own = json!({ "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } });
    assert_eq!(trust["Condition"], own);
}

#[test]
fn steps_are_written_in_their_order() {
    let (definition, _) = written(|summarise| {
        Steps::new()
            .calls("Summarise", summarise)
            .retries(2)
            .or("Failed")
            .chooses("IsUrgent", [(When::is("visit.urgent", true), "Again")], "AnHour")
            .waits("AnHour", 3600)
            .calls("Again", summarise)
            .ends()
            .fails("Failed", "NoSummary", "nobody knows why")
    });
    let state = |name: &str| &definition["States"][name];
    assert_eq!((&definition["StartAt"], &definition["QueryLanguage"]), (&"Summarise".into(), &"JSONata".into()));
    assert_eq!(definition["TimeoutSeconds"], 86_400);
    let first = state("Summarise");
    let resource = json!({ "Fn::Join": ["", ["arn:", { "Ref": "AWS::Partition" }, ":states:::lambda:invoke"]] });
    assert_eq!((&first["Type"], &first["Resource"], &first["Next"]), (&"Task".into(), &resource, &"IsUrgent".into()));
    let arguments = json!({ "FunctionName": { "Fn::GetAtt": ["Summarise", "Arn"] }, "Payload": "{% $states.input %}" });
    assert_eq!((&first["Arguments"], &first["Output"]), (&arguments, &"{% $states.result.Payload %}".into()));
    assert_eq!(
        first["Retry"][1],
        json!({ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 2, "MaxAttempts": 2, "BackoffRate": 2 })
    );
    assert_eq!(first["Catch"][0]["Next"], "Failed");
    let choice = json!([{ "Condition": "{% $states.input.visit.urgent = true %}", "Next": "Again" }]);
    assert_eq!((&state("IsUrgent")["Choices"], &state("IsUrgent")["Default"]), (&choice, &"AnHour".into()));
    assert!(state("IsUrgent").get("Next").is_none() && state("IsUrgent").get("End").is_none());
    assert_eq!(*state("AnHour"), json!({ "Type": "Wait", "Seconds": 3600, "Next": "Again" }));
    assert_eq!((&state("Again")["End"], state("Again").get("Next")), (&true.into(), None));
    assert_eq!(*state("Failed"), json!({ "Type": "Fail", "Error": "NoSummary", "Cause": "nobody knows why" }));
}

#[test]
fn steps_are_done_for_each_and_at_once() {
    let (definition, all) = written(|summarise| {
        let one = Steps::new().calls("Summarise", summarise);
        let other = Steps::new().waits("Rest", 5).succeeds("Rested");
        Steps::new().each("Each", "visits", 4, one).together("Both", [Steps::new().calls("Again", summarise), other])
    });
    let each = &definition["States"]["Each"];
    assert_eq!(
        (&each["Type"], &each["Items"], &each["MaxConcurrency"]),
        (&"Map".into(), &"{% $states.input.visits %}".into(), &4.into())
    );
    assert_eq!(each["ItemProcessor"]["ProcessorConfig"], json!({ "Mode": "INLINE" }));
    assert_eq!(each["ItemProcessor"]["StartAt"], "Summarise");
    assert_eq!(each["Next"], "Both");
    let both = &definition["States"]["Both"];
    assert_eq!((&both["Type"], &both["Branches"][1]["StartAt"]), (&"Parallel".into(), &"Rest".into()));
    assert_eq!(both["Branches"][1]["States"]["Rested"], json!({ "Type": "Succeed" }));
    assert!(all["DischargeRolePolicy"].to_string().contains("lambda:InvokeFunction"), "what is inside is called, too");
}

#[test]
fn conditions_are_written_in_jsonata() {
    let written = [
        When::is("a", 7),
        When::is("a", "it's \"so\""),
        When::above("a.b", 3),
        When::below("_a1", -3),
        When::there("a"),
    ];
    assert_eq!(
        written.map(|it| it.expression()),
        [
            "{% $states.input.a = 7 %}",
            r#"{% $states.input.a = "it's \"so\"" %}"#,
            "{% $states.input.a.b > 3 %}",
            "{% $states.input._a1 < -3 %}",
            "{% $exists($states.input.a) %}",
        ]
    );
}

#[test]
fn what_no_machine_can_do_is_found() {
    found(|_| Steps::new(), "has nothing to do");
    found(|it| Steps::new().ends().calls("A", it), "says how it goes on before it has a step");
    found(|it| Steps::new().calls("A", it).calls("A", it), "has two steps `A`");
    found(|it| Steps::new().calls("", it), "has a step ``");
    found(|it| Steps::new().calls("A", it).then("B"), "goes from `A` to `B`, which it does not have");
    found(|it| Steps::new().calls("A", it).or("B"), "goes from `A` to `B`, which it does not have");
    found(|it| Steps::new().calls("A", it).ends().waits("B", 1), "never comes to `B`");
    found(|_| Steps::new().waits("A", 0), "waits for `0` seconds in `A`");
    found(|_| Steps::new().succeeds("A").ends(), "goes on behind `A`, which says itself what comes");
    found(|it| Steps::new().waits("A", 1).or("B").calls("B", it), "says what to do if `A` fails, which cannot");
    found(|it| Steps::new().chooses("A", [], "B").calls("B", it), "has nothing to choose from in `A`");
    let sly = |it: &Lambda<Phi>| Steps::new().chooses("A", [(When::is("a = 1 or b", 1), "B")], "B").calls("B", it);
    found(sly, "asks in `A` for `a = 1 or b`, which is no field");
    found(
        |it| Steps::new().each("A", "a[0]", 1, Steps::new().calls("B", it)),
        "asks in `A` for `a[0]`, which is no field",
    );
    found(|_| Steps::new().each("A", "a", 1, Steps::new()), "has nothing to do");
    found(|it| Steps::new().together("A", [Steps::new().calls("B", it)]), "does less than two things at once in `A`");
    let (Clinic { mut stack, zone, .. }, it) = clinic();
    let never = StateMachine::builder().perimeter(&zone).steps(Steps::new().calls("A", &it)).timeout(0);
    stack.add("Never", never.build());
    let findings = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
    assert!(findings.contains("`clinic/Never` may run for `0` seconds"), "{findings}");
}

#[test]
fn a_machine_tells_queues_topics_and_other_machines_and_is_started() {
    let (Clinic { mut stack, zone, .. }, summarise) = clinic();
    let letters = stack.add("Letters", Queue::builder().perimeter(&zone).build());
    let nurses = stack.add("Nurses", Topic::builder().perimeter(&zone).build());
    let inner = StateMachine::builder().perimeter(&zone).steps(Steps::new().calls("Summarise", &summarise));
    let inner = stack.add("Inner", inner.build());
    let steps = Steps::new().calls("Print", &letters).calls("Tell", &nurses).calls("Start", &inner);
    let outer = StateMachine::builder().perimeter(&zone).steps(steps).schedule(Schedule::every_minutes(5));
    let outer = stack.add("Outer", outer.build());
    stack.add("Ward", Function::builder().perimeter(&zone).code(IMAGE).connect(&outer).build());
    let all = Template::of_stack(stack).json()["Resources"].clone();
    let states = &all["Outer"]["Properties"]["Definition"]["States"];
    let arguments = |name: &str| states[name]["Arguments"].clone();
    let text = "{% $string($states.input) %}";
    assert_eq!(arguments("Print"), json!({ "QueueUrl": { "Ref": "Letters" }, "MessageBody": text }));
    assert_eq!(arguments("Tell"), json!({ "TopicArn": { "Fn::GetAtt": ["Nurses", "TopicArn"] }, "Message": text }));
    let inner = json!({ "StateMachineArn": { "Fn::GetAtt": ["Inner", "Arn"] }, "Input": "{% $states.input %}" });
    assert_eq!(arguments("Start"), inner);
    assert_eq!(states["Print"]["Output"], "{% $states.input %}");
    let rights = all["OuterRolePolicy"].to_string();
    for action in ["sqs:SendMessage", "sns:Publish", "states:StartExecution"] {
        assert!(rights.contains(action), "{action}");
    }
    let target = &all["OuterSchedule"]["Properties"]["Target"];
    assert_eq!(target["Arn"], json!({ "Fn::GetAtt": ["Outer", "Arn"] }));
    let started = &all["Ward"]["Properties"]["Environment"]["Variables"]["OUTER_STATE_MACHINE_ARN"];
    assert_eq!(*started, json!({ "Fn::GetAtt": ["Outer", "Arn"] }));
}

/// What is found of a function that may do something with a machine, by its ARN or by those of its runs.
fn with_right(actions: &'static [Action], of: impl FnOnce(&Machine<Phi>) -> Json) -> String {
    let (Clinic { mut stack, zone, .. }, it) = clinic();
    let machine = StateMachine::builder().perimeter(&zone).steps(Steps::new().calls("A", &it)).build();
    let machine = stack.add("Discharge", machine);
    let right = Statement::allow(actions, [of(&machine)]);
    stack.add("Somebody", Function::builder().perimeter(&zone).code(IMAGE).allow(right).build());
    App::new("test").stack(stack).synthesize().map_or_else(|it| it.to_string(), |_| String::new())
}

#[test]
fn who_may_start_or_change_a_machine_gets_at_what_it_has() {
    let arn = |it: &Machine<Phi>| it.arn().into();
    let findings = with_right(actions!["states:StartExecution"], arn);
    assert!(findings.contains("`clinic/Somebody` can write to `clinic/Discharge`"), "{findings}");
    let findings = with_right(actions!["states:GetExecutionHistory"], |it| {
        let name = it.made().get(stepfunctions::StateMachine::NAME);
        pseudo::arn_here("states", ["execution:".into(), name.into(), ":*".into()]).into()
    });
    assert!(findings.contains("`clinic/Somebody` can read `clinic/Discharge`"), "{findings}");
    let findings = with_right(actions!["states:UpdateStateMachine"], arn);
    assert!(findings.contains("`clinic/Somebody` can read and write `clinic/Summarise`"), "as the machine: {findings}");
    assert_eq!(with_right(actions!["states:DescribeStateMachine"], arn), "");
}

#[test]
fn who_is_let_in_by_a_log_group_reads_it() {
    let Clinic { mut stack, key, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let partner = Value::<RoleArn>::literal("arn:aws:iam::999988887777:role/partner");
    let read = Statement::allow(actions!["logs:GetLogEvents"], ["*"]);
    let lines = logs::LogGroup {
        kms_key_id: Some(key.arn().into()),
        retention_in_days: Some(365.into()),
        resource_policy_document: Some(document([read.for_principal(Object::new().with("AWS", partner).into())])),
        ..Default::default()
    };
    let why = "the partner looks after the machines";
    let waiver = Waiver::new(rule::POLICY_STAYS_INSIDE, why, "jane.roe", date!("2099-01-31")).and(rule::RECORDS_STAY);
    stack.add("Lines", waiver.resource(lines));
    let findings = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
    assert!(findings.contains("role/partner` read `clinic/Lines`"), "{findings}");
}
