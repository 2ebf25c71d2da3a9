//! Of what only the deployment knows, nothing is attested.

use std::collections::BTreeSet;

use hc_cdk::{
    prelude::*,
    rule::{Rule, Verdict},
    target::Judge as _,
};
use hc_cdk_aws::prelude::*;

use super::{Prod, Written, unrelated};

/// What is attested of the last resource of a text, when somebody signed for all that is broken there.
fn attested(written: &str) -> BTreeSet<&'static str> {
    let rules: Vec<Rule> = Aws.readings().iter().copied().flatten().map(|it| it.rule).collect();
    let resources: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(written).expect("a text of resources");
    let last = resources.keys().next_back().expect("a text has a resource");
    let mut signed = BTreeSet::new();
    loop {
        let mut stack = Stack::<Prod>::new("clinic", hc_cdk_aws::region::UsEast1);
        let waiver = rules.iter().filter(|it| signed.contains(it.code)).fold(unrelated(), |it, rule| it.and(*rule));
        stack.add("It", waiver.construct(Written(resources.clone())));
        let app = App::new("clinic").stack(stack);
        let found: BTreeSet<&str> = match app.check() {
            Ok(checked) => {
                let held = checked.judged(|_| true).into_iter().filter(|it| it.verdict == Verdict::Held);
                return held.filter(|it| it.resource.logical_id.ends_with(last)).map(|it| it.rule.code).collect();
            }
            Err(findings) => findings.0.iter().map(|it| it.code).collect(),
        };
        assert!(found.iter().any(|it| !signed.contains(it)), "nobody can sign for it: {found:?} in {written}");
        signed.extend(found);
    }
}

#[test]
fn nothing_is_attested_of_what_only_a_function_of_others_or_another_template_says() {
    let all = [
        (
            "StateMachineIsWrittenOut",
            r#""Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": {"+": ["{\"StartAt\": \"", "@T.First", "\"}"]}}"#,
        ),
        (
            "ResourcesAreNamed",
            r#""Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}, "Policies": [{"PolicyName": "a", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "@T.Arn"}]}}]}"#,
        ),
        (
            "FunctionIsCalledByOne",
            r#""Type": "AWS::Lambda::Permission", "Properties": {"Action": "lambda:InvokeFunction", "Principal": "sns.amazonaws.com", "SourceArn": "@T.Arn"}"#,
        ),
        (
            "FunctionNamesItsCode",
            r#""Type": "AWS::Lambda::Function", "Properties": {"Code": {"S3Bucket": "a", "S3Key": "b", "S3ObjectVersion": "@T.Version"}}"#,
        ),
    ];
    for (rule, last) in all {
        let of = |kind: &str| format!(r#"{{"T": {{"Type": "{kind}", "Properties": {{}}}}, "It": {{{last}}}}}"#);
        assert!(attested(&of("AWS::SNS::Topic")).contains(rule), "{rule}: {:?}", attested(&of("AWS::SNS::Topic")));
        for kind in ["Custom::Names", "AWS::CloudFormation::CustomResource", "AWS::CloudFormation::Stack"] {
            assert!(!attested(&of(kind)).contains(rule), "`{rule}` is attested of what a `{kind}` says");
        }
    }
}

/// A function of ours says again what it is asked for: that is an id only where it is asked for a resource of the program.
#[test]
fn what_a_function_of_ours_says_again_is_known_as_far_as_it_is_asked_for_a_resource() {
    const CODE: &str = include_str!("../../../hc-cdk-aws/src/rules/emptied.py");
    let code = serde_json::Value::from(CODE);
    let last = r#""Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}, "Policies": [{"PolicyName": "a", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "@T"}]}}]}"#;
    let of = |asked: &str| {
        let function = format!(
            r#"{{"Type": "AWS::Lambda::Function", "Properties": {{"Code": {{"ZipFile": {code}}}, "Handler": "index.handler", "Runtime": "python3.14"}}}}"#
        );
        attested(&format!(
            r#"{{"A": {{"Type": "AWS::S3::Bucket", "Properties": {{}}}}, "C": {{"Type": "Custom::Names", "Properties": {{}}}}, "F": {function}, "T": {{"Type": "Custom::EmptiedBucket", "Properties": {{"ServiceToken": "@F.Arn", "Bucket": {asked}}}}}, "Z": {{{last}}}}}"#
        ))
    };
    assert!(of(r#""@A""#).contains("ResourcesAreNamed"));
    for asked in [r#""*""#, r#""$later""#, r#""@A.Value""#, r#""@C""#, r#"{"+": ["@A", "*"]}"#, r#"["@A"]"#] {
        assert!(!of(asked).contains("ResourcesAreNamed"), "{asked}");
    }
}
