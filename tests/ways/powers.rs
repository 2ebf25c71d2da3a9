//! Rights that say less than they give: by each of them somebody gets at what something else may do, without being given its role.

use crate::{by_hand::with, found};

/// What somebody else runs, which may read the scans, and a right of the service that is not cleared.
fn ways_of_mail(others: &str, action: &str, resource: &str) -> Vec<String> {
    let by_hand = format!(
        r#"{{"R": {{"Type": "AWS::IAM::Role", "Properties": {{"RoleName": "reader", "AssumeRolePolicyDocument": {{"Statement": [{{"Effect": "Allow", "Principal": {{"Service": "lambda.amazonaws.com"}}, "Action": "sts:AssumeRole"}}]}}, "Policies": [{{"PolicyName": "reads", "PolicyDocument": {{"Statement": [{{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::scans/*"}}]}}}}]}}}}, {others}, "P": {{"Type": "AWS::IAM::ManagedPolicy", "Properties": {{"Roles": [{{"Ref": "MailTaskRole"}}], "PolicyDocument": {{"Statement": [{{"Effect": "Allow", "Action": "{action}", "Resource": {resource}}}]}}}}}}}}"#
    );
    let ways = found(with(&by_hand)).into_iter();
    ways.filter(|(_, path, _)| path == "clinic/Mail").map(|(_, _, says)| says).collect()
}

/// What runs as the reader, what of it says so, and who may have it do something else.
const RUNS: &[(&str, &str, &[&str], &str)] = &[
    (
        r#""X": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"Family": "reader", "TaskRoleArn": {"Fn::GetAtt": ["HandR", "Arn"]}}}"#,
        r#""arn:aws:ecs:us-east-1:111122223333:task-definition/reader:*""#,
        &["ecs:RegisterTaskDefinition", "ecs:RunTask", "ecs:StartTask"],
        "ecs:DeregisterTaskDefinition",
    ),
    (
        r#""X": {"Type": "AWS::ECS::ExpressGatewayService", "Properties": {"TaskRoleArn": {"Fn::GetAtt": ["HandR", "Arn"]}}}"#,
        r#"{"Ref": "HandX"}"#,
        &["ecs:UpdateExpressGatewayService"],
        "ecs:DescribeExpressGatewayService",
    ),
    (
        r#""X": {"Type": "AWS::Synthetics::Canary", "Properties": {"Name": "reads", "ExecutionRoleArn": {"Fn::GetAtt": ["HandR", "Arn"]}}}"#,
        r#""arn:aws:synthetics:us-east-1:111122223333:canary:reads""#,
        &["synthetics:UpdateCanary", "synthetics:StartCanaryDryRun"],
        "synthetics:GetCanary",
    ),
    (
        r#""X": {"Type": "AWS::CodeDeploy::DeploymentGroup", "Properties": {"DeploymentGroupName": "reads", "ServiceRoleArn": {"Fn::GetAtt": ["HandR", "Arn"]}}}"#,
        r#""arn:aws:codedeploy:us-east-1:111122223333:deploymentgroup:ward/reads""#,
        &["codedeploy:CreateDeployment", "codedeploy:UpdateDeploymentGroup"],
        "codedeploy:GetDeploymentGroup",
    ),
    (
        r#""X": {"Type": "AWS::CodeBuild::Project", "Properties": {"Name": "reads", "ServiceRole": {"Fn::GetAtt": ["HandR", "Arn"]}}}"#,
        r#"{"Fn::GetAtt": ["HandX", "Arn"]}"#,
        &["codebuild:CreateWebhook", "codebuild:UpdateWebhook", "codebuild:UpdateProject", "codebuild:StartBuild"],
        "codebuild:StopBuild",
    ),
    (
        r#""X": {"Type": "AWS::KinesisAnalyticsV2::Application", "Properties": {"ApplicationName": "reads", "ServiceExecutionRole": {"Fn::GetAtt": ["HandR", "Arn"]}}}"#,
        r#""arn:aws:kinesisanalytics:us-east-1:111122223333:application/reads""#,
        &["kinesisanalytics:UpdateApplication", "kinesisanalytics:CreateApplicationPresignedUrl"],
        "kinesisanalytics:DescribeApplication",
    ),
    (
        r#""X": {"Type": "AWS::MWAA::Environment", "Properties": {"Name": "reads", "ExecutionRoleArn": {"Fn::GetAtt": ["HandR", "Arn"]}}}"#,
        r#""arn:aws:airflow:us-east-1:111122223333:environment/reads""#,
        &["airflow:CreateCliToken", "airflow:InvokeRestApi", "airflow:UpdateEnvironment"],
        "airflow:GetEnvironment",
    ),
    (
        r#""X": {"Type": "AWS::Glue::Job", "Properties": {"Name": "reads", "Role": {"Fn::GetAtt": ["HandR", "Arn"]}}}"#,
        r#""arn:aws:glue:us-east-1:111122223333:job/reads""#,
        &["glue:StartJobRun", "glue:UpdateJob", "glue:UpdateJobFromSourceControl"],
        "glue:GetJob",
    ),
    (
        r#""X": {"Type": "AWS::Athena::WorkGroup", "Properties": {"Name": "reads", "WorkGroupConfiguration": {"ExecutionRole": {"Fn::GetAtt": ["HandR", "Arn"]}}}}"#,
        r#""arn:aws:athena:us-east-1:111122223333:workgroup/reads""#,
        &["athena:StartSession", "athena:StartCalculationExecution"],
        "athena:GetWorkGroup",
    ),
    (
        r#""X": {"Type": "AWS::BedrockAgentCore::CodeInterpreterCustom", "Properties": {"Name": "reads", "ExecutionRoleArn": {"Fn::GetAtt": ["HandR", "Arn"]}}}"#,
        r#"{"Fn::GetAtt": ["HandX", "CodeInterpreterArn"]}"#,
        &["bedrock-agentcore:InvokeCodeInterpreter"],
        "bedrock-agentcore:GetCodeInterpreter",
    ),
];

#[test]
fn who_has_something_run_what_he_says_may_do_what_it_may() {
    for (others, resource, actions, harmless) in RUNS {
        for action in *actions {
            let ways = ways_of_mail(others, action, resource);
            let is_read = |it: &String| it.contains("read `clinic/Scans` by `HandR`");
            assert!(ways.iter().any(is_read), "{action} on {resource}: {ways:#?}");
        }
        assert_eq!(ways_of_mail(others, harmless, resource), Vec::<String>::new(), "{harmless}");
    }
}

#[test]
fn another_one_of_the_kind_is_not_run() {
    let (others, ..) = RUNS[0];
    let other = r#""arn:aws:ecs:us-east-1:111122223333:task-definition/others:*""#;
    assert_eq!(ways_of_mail(others, "ecs:RegisterTaskDefinition", other), Vec::<String>::new());
}

#[test]
fn one_sign_of_a_name_may_be_any() {
    let (others, ..) = RUNS[0];
    for open in ["reade?:*", "read*", "{{resolve:ssm:/family}}:*"] {
        let any = format!(r#""arn:aws:ecs:us-east-1:111122223333:task-definition/{open}""#);
        assert!(!ways_of_mail(others, "ecs:RegisterTaskDefinition", &any).is_empty(), "{open}");
    }
}

#[test]
fn who_makes_something_run_gets_at_all() {
    let other = r#""X": {"Type": "AWS::SNS::Topic", "Properties": {}}"#;
    for (action, resource) in [
        ("ecs:CreateService", r#""arn:aws:ecs:us-east-1:111122223333:service/ward/new""#),
        ("ecs:UpdateService", r#""arn:aws:ecs:us-east-1:111122223333:service/ward/reads""#),
        ("ecs:CreateTaskSet", r#""arn:aws:ecs:us-east-1:111122223333:task-set/ward/a/b""#),
        ("eks:AssociateIdentityProviderConfig", r#""arn:aws:eks:us-east-1:111122223333:cluster/a""#),
        ("emr-containers:StartJobRun", r#""arn:aws:emr-containers:us-east-1:111122223333:/virtualclusters/a""#),
        ("glue:RunStatement", r#""arn:aws:glue:us-east-1:111122223333:session/a""#),
        ("imagebuilder:UpdateImagePipeline", r#""arn:aws:imagebuilder:us-east-1:111122223333:image-pipeline/a""#),
        ("rolesanywhere:UpdateTrustAnchor", r#""arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/a""#),
        ("sagemaker:UpdateNotebookInstance", r#""arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/a""#),
        ("servicecatalog:CreateProvisioningArtifact", r#""arn:aws:catalog:us-east-1:111122223333:product/a""#),
        ("sts:AssumeRoot", r#""arn:aws:iam::111122223333:root""#),
        ("transfer:ImportSshPublicKey", r#""arn:aws:transfer:us-east-1:111122223333:user/a/b""#),
        ("cloudformation:CreateStackInstances", r#""arn:aws:cloudformation:us-east-1:111122223333:stackset/a:b""#),
        ("apigateway:PATCH", r#""arn:aws:apigateway:us-east-1::/restapis/a/resources/b/methods/GET/integration""#),
        ("apigateway:PUT", r#""arn:aws:apigateway:us-east-1::/apis/a""#),
    ] {
        let ways = ways_of_mail(other, action, resource);
        assert!(ways.iter().any(|it| it.contains("read and write")), "{action}: {ways:#?}");
    }
    for (action, resource) in [
        (
            "apigateway:POST",
            r#"["arn:aws:apigateway:us-east-1::/apikeys", "arn:aws:apigateway:us-east-1::/usageplans/a/keys"]"#,
        ),
        ("apigateway:GET", r#""arn:aws:apigateway:us-east-1::/restapis/a""#),
        ("ecs:DescribeServices", r#""arn:aws:ecs:us-east-1:111122223333:service/ward/new""#),
    ] {
        assert_eq!(ways_of_mail(other, action, resource), Vec::<String>::new(), "{action}");
    }
}

#[test]
fn a_rule_of_a_bus_stands_for_the_bus() {
    let bus = r#""B": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "ward"}}, "X": {"Type": "AWS::Events::Rule", "Properties": {"EventBusName": {"Ref": "HandB"}}}"#;
    let rule = r#"{"Fn::GetAtt": ["HandX", "Arn"]}"#;
    let ways = ways_of_mail(bus, "events:PutTargets", rule);
    assert!(ways.iter().any(|it| it.contains("`clinic/HandB`") || it.contains("`clinic/Hand`")), "{ways:#?}");
    assert_eq!(ways_of_mail(bus, "events:DescribeRule", rule), Vec::<String>::new());
}

/// A role for whoever has that subject in a token of GitHub, which may deploy every service.
fn ways_of_deploying(subject: &str) -> Vec<String> {
    let (others, ..) = RUNS[0];
    let by_hand = format!(
        r#"{{"R": {{"Type": "AWS::IAM::Role", "Properties": {{"AssumeRolePolicyDocument": {{"Statement": [{{"Effect": "Allow", "Principal": {{"Service": "ecs-tasks.amazonaws.com"}}, "Action": "sts:AssumeRole"}}]}}}}}}, {others}, "G": {{"Type": "AWS::IAM::Role", "Properties": {{"AssumeRolePolicyDocument": {{"Statement": [{{"Effect": "Allow", "Principal": {{"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {{"StringEquals": {{"token.actions.githubusercontent.com:sub": "{subject}", "token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}}}}}]}}}}}}, "P": {{"Type": "AWS::IAM::ManagedPolicy", "Properties": {{"Roles": [{{"Ref": "HandG"}}], "PolicyDocument": {{"Statement": [{{"Effect": "Allow", "Action": "ecs:UpdateService", "Resource": "arn:aws:ecs:us-east-1:111122223333:service/ward/*"}}]}}}}}}}}"#
    );
    found(with(&by_hand)).into_iter().map(|(_, _, says)| says).filter(|it| it.contains("`HandP`")).collect()
}

#[test]
fn a_pipeline_deploys_what_it_is_for() {
    assert_eq!(ways_of_deploying("repo:hospital/clinic:environment:production"), Vec::<String>::new());
    assert_ne!(ways_of_deploying("somebody"), Vec::<String>::new());
}
