//! What is written for pipelines that change stacks, and what is found in them.

use hc_cdk::{
    app::App,
    data::Phi,
    policy::{Hipaa, Production},
};

use super::{Source, StackChange, StackPipeline};
use crate::{
    arn,
    assertions::{Clinic, Template, json},
    kind::RoleArn,
    region,
};

type Prod = (Hipaa, Production);

fn delivered(stack: &'static str, template: &'static str) -> Clinic<Prod, Phi> {
    let mut clinic = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let role = arn!(RoleArn, "arn:aws:iam::111122223333:role/execution");
    let change = StackChange::of(stack, template, role).approved("Change it?");
    let pipeline = StackPipeline::builder().key(&clinic.key).trail(&clinic.trail).source(Source::upload("out.zip"));
    clinic.stack.add("Delivery", pipeline.change(change).build());
    clinic
}

#[test]
fn a_stack_is_changed_by_what_somebody_saw() {
    let template = Template::of_stack(delivered("wards", "cdk.out/wards.template.json").stack);
    let stages = template.json()["Resources"]["Delivery"]["Properties"]["Stages"].clone();
    assert_eq!(stages.as_array().unwrap().len(), 2);
    let actions = stages[1]["Actions"].as_array().unwrap();
    let order: Vec<_> = actions.iter().map(|it| (it["Name"].as_str().unwrap(), it["RunOrder"].clone())).collect();
    assert_eq!(order, [("Prepare", json!(1)), ("Approve", json!(2)), ("Deploy", json!(3))]);
    let prepared = &actions[0]["Configuration"];
    assert_eq!(prepared["TemplatePath"], "Source::cdk.out/wards.template.json");
    assert_eq!((&prepared["ActionMode"], &prepared["StackName"]), (&json!("CHANGE_SET_REPLACE"), &json!("wards")));
    assert_eq!(prepared["ChangeSetName"], actions[2]["Configuration"]["ChangeSetName"]);
    assert_eq!(actions[2]["Configuration"]["ActionMode"], "CHANGE_SET_EXECUTE");
}

/// It changes one stack, and has CloudFormation alone use the role.
#[test]
fn a_pipeline_changes_one_stack_as_one_role() {
    let template = Template::of_stack(delivered("wards", "wards.json").stack);
    let policy =
        template.json()["Resources"]["DeliveryRolePolicy"]["Properties"]["PolicyDocument"]["Statement"].clone();
    let all = policy.as_array().unwrap();
    let of = |action: &str| all.iter().find(|it| it["Action"].to_string().contains(action)).unwrap();
    assert!(of("cloudformation:ExecuteChangeSet")["Resource"].to_string().contains(":stack/wards/*"));
    let passes = of("iam:PassRole");
    assert_eq!(passes["Resource"], "arn:aws:iam::111122223333:role/execution");
    assert_eq!(passes["Condition"]["StringEquals"]["iam:PassedToService"], "cloudformation.amazonaws.com");
    assert!(all.iter().all(|it| it["Resource"] != "*"), "{policy}");
}

#[test]
fn a_stack_has_a_name_and_a_template_a_place() {
    for (stack, template, found) in [
        ("1wards", "wards.json", "changes `1wards`, which is no stack"),
        ("wards/*", "wards.json", "changes `wards/*`, which is no stack"),
        ("wards", "", "takes its template from ``"),
        ("wards", "Other::wards.json", "takes its template from `Other::wards.json`"),
    ] {
        let findings = App::new("test").stack(delivered(stack, template).stack).synthesize().unwrap_err().to_string();
        assert!(findings.contains(found), "{found}\n{findings}");
    }
}
