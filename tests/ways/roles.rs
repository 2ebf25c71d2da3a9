//! What the roles of workloads may do.

use hc_cdk::{
    data::Class,
    model::Role,
    resource::{Resource, ResourceType},
    stack::Scope,
    uses::Usable,
    value::{Json, Object, Token, Value},
};
use hc_cdk_aws::{
    cfn::{CloudFormation, codebuild, iam},
    iam::{Statement, role},
    prelude::*,
    pseudo,
};

use crate::{Own, Ward, document, finds, finds_nothing, found, function, picture, statement, trust, ward, works};

#[test]
fn a_service_that_is_not_cleared_may_not_read_a_bucket() {
    let Ward { mut stack, office, scans, .. } = ward();
    let objects = Value::concat([scans.arn().into(), "/*".into()]);
    let api = FargateService::builder().perimeter(&office).image(picture()).port(8080);
    stack.add("Api", api.allow(Statement::allow(actions!["s3:GetObject"], [objects])).build());
    let words = ["read `clinic/Scans` by `ApiTaskRolePolicy`", "not cleared for `phi`"];
    finds(stack, "NotCleared", "clinic/Api", &words);
}

#[test]
fn a_service_that_is_cleared_has_to_be_connected() {
    for action in [actions!["s3:GetObject"], actions!["s3:PutObject"], actions!["s3:ListBucket"]] {
        let Ward { mut stack, zone, scans, .. } = ward();
        let api = FargateService::builder().perimeter(&zone).image(picture()).port(8080);
        stack.add("Api", api.allow(Statement::allow(action, [scans.arn()])).build());
        finds(stack, "UndeclaredWay", "clinic/Api", &["`clinic/Scans`", "`ApiTaskRolePolicy`"]);
    }
}

#[test]
fn what_describes_a_store_touches_no_data() {
    let Ward { mut stack, office, scans, .. } = ward();
    let api = FargateService::builder().perimeter(&office).image(picture()).port(8080);
    stack.add("Api", api.allow(Statement::allow(actions!["s3:GetBucketLocation"], [scans.arn()])).build());
    finds_nothing(stack);
}

#[test]
fn every_resource_is_each_of_them() {
    let wide: [(&[_], &str); 23] = [
        (actions!["secretsmanager:GetSecretValue"], "*"),
        (actions!["s3:GetObject"], "*"),
        (actions!["s3:GetObject"], "arn:aws:s3:::*"),
        (actions!["iam:PassRole", "iam:CreateUser"], "*"),
        (actions!["iam:PassRole"], "arn:aws:iam::111122223333:role/*"),
        (actions!["sts:AssumeRole"], "*"),
        (actions!["codebuild:StartBuild"], "*"),
        (actions!["ecs:ExecuteCommand"], "arn:aws:ecs:us-east-1:111122223333:task/a"),
        (actions!["lambda:UpdateFunctionCode"], "arn:aws:lambda:us-east-1:111122223333:function:a"),
        (actions!["lambda:UpdateFunctionConfiguration"], "arn:aws:lambda:us-east-1:111122223333:function:a"),
        (actions!["ssm:ResumeSession"], "arn:aws:ssm:us-east-1:111122223333:session/a"),
        (actions!["ssm:SendCommand"], "arn:aws:ec2:us-east-1:111122223333:instance/a"),
        (actions!["ssm:StartAutomationExecution"], "arn:aws:ssm:us-east-1:111122223333:automation-definition/a"),
        (actions!["ssm:StartSession"], "arn:aws:ec2:us-east-1:111122223333:instance/a"),
        (actions!["backup:StartCopyJob"], "arn:aws:backup:us-east-1:111122223333:recovery-point:a"),
        (actions!["ec2-instance-connect:SendSSHPublicKey"], "arn:aws:ec2:us-east-1:111122223333:instance/a"),
        (actions!["ec2:ModifyNetworkInterfaceAttribute"], "arn:aws:ec2:us-east-1:111122223333:network-interface/a"),
        (actions!["ec2:ModifySecurityGroupRules"], "arn:aws:ec2:us-east-1:111122223333:security-group/a"),
        (actions!["eks:AssociateAccessPolicy"], "arn:aws:eks:us-east-1:111122223333:access-entry/a/role/b/c/d"),
        (actions!["elasticache:ModifyUser"], "arn:aws:elasticache:us-east-1:111122223333:user:a"),
        (actions!["iam:UpdateSAMLProvider"], "arn:aws:iam::111122223333:saml-provider/a"),
        (actions!["ram:AssociateResourceShare"], "arn:aws:ram:us-east-1:111122223333:resource-share/a"),
        (actions!["ssm:UpdateDocument"], "arn:aws:ssm:us-east-1:111122223333:document/a"),
    ];
    for (actions, resource) in wide {
        let Ward { mut stack, zone, .. } = ward();
        let api = FargateService::builder().perimeter(&zone).image(picture()).port(8080);
        stack.add("Api", api.allow(Statement::allow(actions, [resource])).build());
        let found = found(stack);
        let ours = |(_, path, says): &(_, String, String)| path == "clinic/Api" && says.contains("`ApiTaskRolePolicy`");
        assert!(found.iter().any(ours), "{actions:?} on {resource}: {found:#?}");
    }
}

#[test]
fn what_is_of_another_account_is_no_store_of_the_app() {
    let Ward { mut stack, zone, .. } = ward();
    let api = FargateService::builder().perimeter(&zone).image(picture()).port(8080);
    let leaflets = Statement::allow(actions!["s3:GetObject"], ["arn:aws:s3:::leaflets-of-a-partner/*"]);
    let topic = Statement::allow(actions!["sns:Publish"], ["arn:aws:sns:us-east-1:111122223333:admissions"]);
    stack.add("Api", api.allow(leaflets).allow(topic).build());
    finds_nothing(stack);
}

#[test]
fn a_function_of_ones_own_is_read_in_every_spelling() {
    let function_of = |name: &'static str, arguments: Json| Json::Token(Box::new(Token::Function { name, arguments }));
    let bucket: [fn() -> Json; 3] = [
        || Object::new().with("Fn::GetAtt", vec![Json::from("Scans"), "Arn".into()]).into(),
        || Object::new().with("Fn::Sub", "${Scans.Arn}/*").into(),
        || Object::new().with("Fn::ImportValue", "somewhere").into(),
    ];
    let token = function_of("Fn::Sub", "arn:aws:s3:::${Scans}/*".into());
    for resource in bucket.iter().map(|it| it()).chain([token]) {
        for action in ["s3:Get*", "s3:*", "*", "S3:getobject"] {
            let Ward { mut stack, .. } = ward();
            let policy = document(statement(action, resource.clone()));
            stack.add("Job", Own(|scope: &mut Scope<'_>| drop(function(scope, policy))));
            finds(stack, "NotCleared", "clinic/Job", &["`JobPolicy` (`AWS::IAM::ManagedPolicy`)"]);
        }
    }
}

#[test]
fn what_a_statement_leaves_out_is_allowed() {
    let open = [
        Object::new().with("Effect", "Allow").with("NotAction", "iam:*").with("Resource", "*"),
        Object::new().with("Effect", "Allow").with("Action", "s3:GetObject").with("NotResource", "arn:aws:s3:::x"),
        statement("s3:GetObject", "*").with("Condition", Object::new().with("Bool", Object::new().with("a:b", "c"))),
    ];
    for open in open {
        let Ward { mut stack, .. } = ward();
        stack.add("Job", Own(|scope: &mut Scope<'_>| drop(function(scope, document(open)))));
        finds(stack, "NotCleared", "clinic/Job", &["`JobPolicy`"]);
    }
}

#[test]
fn what_is_denied_opens_nothing() {
    let Ward { mut stack, .. } = ward();
    let mut denied = statement("s3:*", "*");
    denied.insert("Effect", "Deny");
    stack.add("Job", Own(|scope: &mut Scope<'_>| drop(function(scope, document(denied)))));
    finds_nothing(stack);
}

#[test]
fn a_construct_of_ones_own_may_declare_its_way() {
    let Ward { mut stack, scans, .. } = ward();
    let this = scans.connection().to;
    let policy = document(statement("s3:GetObject", scans.arn()));
    stack.add(
        "Job",
        Own(|scope: &mut Scope<'_>| {
            works(scope, &this);
            function(scope, policy);
        }),
    );
    finds_nothing(stack);
}

#[test]
fn who_may_take_on_a_role_may_do_what_it_may() {
    let Ward { mut stack, scans, zone, .. } = ward();
    let reads = document(statement("s3:GetObject", scans.arn()));
    let mut made = None;
    let out = &mut made;
    stack.add(
        "Reader",
        Own(move |scope: &mut Scope<'_>| {
            *out = Some(function(scope, reads));
        }),
    );
    let arn = made.unwrap().get(iam::Role::ARN);
    let api = FargateService::builder().perimeter(&zone).image(picture()).port(8080);
    stack.add("Api", api.allow(Statement::allow(actions!["sts:AssumeRole"], [arn])).build());
    finds(stack, "UndeclaredWay", "clinic/Api", &["`clinic/Scans`", "`ReaderPolicy`"]);
}

#[test]
fn who_may_start_a_build_may_do_what_its_role_may() {
    for (action, is_found) in [("codebuild:StartBuild", true), ("codebuild:StopBuild", false)] {
        let Ward { mut stack, scans, .. } = ward();
        let (this, reads) = (scans.connection().to, document(statement("s3:GetObject", scans.arn())));
        let mut made = None;
        let out = &mut made;
        stack.add(
            "Build",
            Own(move |scope: &mut Scope<'_>| {
                works(scope, &this);
                let service_role = Some(function(scope, reads).get(iam::Role::ARN).into());
                let project = codebuild::Project { service_role, ..Default::default() };
                let project = scope.resource("Project", project);
                assert!(scope.amend(&project, |it| {
                    for name in ["Artifacts", "Environment", "Source"] {
                        it.insert(name, Object::new().with("Type", "given"));
                    }
                }));
                *out = Some(project.get(codebuild::Project::ARN));
            }),
        );
        let starts = document(statement(action, made.unwrap()));
        stack.add("Job", Own(|scope: &mut Scope<'_>| drop(function(scope, starts))));
        let ours = |(_, path, says): &(_, String, String)| path == "clinic/Job" && says.contains("`BuildPolicy`");
        assert_eq!(found(stack).iter().any(ours), is_found, "{action}");
    }
}

/// A warehouse, of which the types here know nothing.
struct Warehouse;

impl Resource for Warehouse {
    type Id = String;
    type Of = CloudFormation;
    const TYPE: &'static ResourceType = &ResourceType::untyped("AWS::Redshift::Cluster");

    fn into_properties(self) -> Json {
        Object::new().into()
    }
}

/// A warehouse of health data, in groups or in none.
pub(crate) fn warehouse(scope: &mut Scope<'_>, groups: Option<Json>) {
    scope.plays(Role::Store, Class::Phi);
    let cluster = scope.resource("Cluster", Warehouse);
    assert!(scope.amend(&cluster, |it| it.put("VpcSecurityGroupIds", groups)));
}

#[test]
fn what_changes_how_a_store_is_reached_opens_it() {
    for action in [
        "rds:ModifyDBInstance",
        "rds:ModifyDBCluster",
        "redshift:ModifyCluster",
        "elasticfilesystem:DeleteFileSystemPolicy",
        "elasticfilesystem:ModifyMountTargetSecurityGroups",
    ] {
        let Ward { mut stack, zone, .. } = ward();
        stack.add("Files", FileSystem::builder().perimeter(&zone).build());
        stack.add("Figures", Own(|scope: &mut Scope<'_>| warehouse(scope, None)));
        stack.add("Job", Own(|scope: &mut Scope<'_>| drop(function(scope, document(statement(action, "*"))))));
        assert!(found(stack).iter().any(|(_, path, _)| path == "clinic/Job"), "{action}");
    }
}

#[test]
fn a_role_is_for_whom_it_trusts() {
    for principal in ["arn:aws:iam::999988887777:root", "*"] {
        let Ward { mut stack, scans, .. } = ward();
        let reads = document(statement("s3:GetObject", scans.arn()));
        stack.add(
            "Partner",
            Own(move |scope: &mut Scope<'_>| {
                let role = iam::Role {
                    assume_role_policy_document: Some(trust(Object::new().with("AWS", principal))),
                    ..Default::default()
                };
                let role = scope.resource("Role", role);
                let policy = iam::ManagedPolicy {
                    policy_document: Some(reads),
                    roles: Some(vec![role.id()]),
                    ..Default::default()
                };
                scope.resource("Policy", policy);
            }),
        );
        let says = format!("lets `{principal}` read `clinic/Scans` by `PartnerPolicy`");
        finds(stack, "NotCleared", "clinic/Partner", &[&says]);
    }
}

#[test]
fn a_policy_of_aws_that_nobody_reviewed_gives_everything() {
    let managed = |name: &'static str| {
        let Ward { mut stack, .. } = ward();
        stack.add(
            "Job",
            Own(move |scope: &mut Scope<'_>| {
                let role = role(scope, "Role", "lambda.amazonaws.com", "works", Vec::new());
                let arn = pseudo::arn_global(["iam::aws:policy/".into(), name.into()]);
                assert!(scope.amend(&role, |it| it.insert("ManagedPolicyArns", vec![Json::from(arn)])));
            }),
        );
        stack
    };
    finds(managed("AmazonS3FullAccess"), "NotCleared", "clinic/Job", &["`JobRole` (`AWS::IAM::Role`)"]);
    finds_nothing(managed("service-role/AWSLambdaBasicExecutionRole"));
}

#[test]
fn a_policy_behind_a_function_gives_everything() {
    let Ward { mut stack, .. } = ward();
    stack.add(
        "Job",
        Own(|scope: &mut Scope<'_>| {
            let role = function(scope, document(statement("s3:GetBucketLocation", "*")));
            let policy = Object::new().with("PolicyDocument", document(statement("s3:GetObject", "*")));
            let hidden = Object::new().with("Fn::Select", vec![Json::from("0"), vec![Json::from(policy)].into()]);
            assert!(scope.amend(&role, |it| it.insert("Policies", vec![Json::from(hidden)])));
        }),
    );
    finds(stack, "NotCleared", "clinic/Job", &["can read and write", "`JobRole` (`AWS::IAM::Role`)"]);
}

#[test]
fn nothing_is_written_down() {
    let Ward { mut stack, office, zone, .. } = ward();
    let notes = stack.add("Notes", SecureBucket::builder().perimeter(&office).build());
    let api = FargateService::builder().perimeter(&zone).image(picture()).port(8080).reads(&notes);
    stack.add("Api", api.allow(Statement::allow(actions!["s3:PutObject"], [notes.arn()])).build());
    finds(stack, "NotCleared", "clinic/Api", &["write to `clinic/Notes`", "no place"]);
}

#[test]
fn what_plays_nothing_is_cleared_for_nothing() {
    let Ward { mut stack, scans, .. } = ward();
    let this = scans.connection().to;
    let policy = document(statement("s3:GetObject", scans.arn()));
    stack.add(
        "Job",
        Own(|scope: &mut Scope<'_>| {
            scope.plays(Role::Workload, Class::Internal);
            scope.flow_of(Class::Phi, &this);
            function(scope, policy);
        }),
    );
    let findings =
        hc_cdk::app::App::new("clinic").stack(stack).check().map_or_else(|it| it.to_string(), |_| String::new());
    assert!(findings.contains("is not cleared for"), "{findings}");
}
