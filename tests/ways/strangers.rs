//! Ways to somebody who is not of the app, or for whoever may change what runs: by actions that give more than they say, by what is about a
//! whole account, and by copies.

use hc_cdk::{
    app::App,
    data::Class,
    finding::Finding,
    model::Role,
    policy::Development,
    stack::Scope,
    value::{Json, Object},
};
use hc_cdk_aws::{cfn, prelude::Stack, region};

use crate::{
    Own, Ward,
    by_hand::{add, json, signed, with},
    document, finds, found, function, lambda, statement, ward, ward_in,
};

/// What is found of a service that is not cleared, if it may do that.
fn of_mail(action: &str, resource: &str) -> Vec<(&'static str, String, String)> {
    let policy = format!(
        r#"{{"P": {{"Type": "AWS::IAM::ManagedPolicy", "Properties": {{"Roles": [{{"Ref": "MailTaskRole"}}], "PolicyDocument": {{"Statement": [{{"Effect": "Allow", "Action": "{action}", "Resource": {resource}}}]}}}}}}}}"#
    );
    found(with(&policy))
        .into_iter()
        .filter(|(_, path, says)| path == "clinic/Mail" && says.contains("`HandP`"))
        .collect()
}

#[test]
fn who_may_open_or_copy_a_store_gets_at_it() {
    for action in [
        "appsync:UpdateResolver",
        "backup:CopyFromBackupVault",
        "backup:PutBackupVaultSharingPolicy",
        "backup:UpdateBackupPlan",
        "batch:SubmitJob",
        "cloudformation:ExecuteChangeSet",
        "cloudformation:UpdateStack",
        "codepipeline:UpdatePipeline",
        "dms:CreateReplicationTask",
        "dynamodb:ExportTableToPointInTime",
        "ec2:ModifyImageAttribute",
        "ec2:ModifySnapshotAttribute",
        "ec2:RunInstances",
        "glue:UpdateJob",
        "iam:ResetServiceSpecificCredential",
        "kms:CreateGrant",
        "kms:PutKeyPolicy",
        "rds:CopyDBClusterSnapshot",
        "rds:CopyDBSnapshot",
        "s3:PutBucketPolicy",
        "s3:PutObjectVersionAcl",
        "secretsmanager:RotateSecret",
        "ssm:RegisterTaskWithMaintenanceWindow",
        "sso:AttachManagedPolicyToPermissionSet",
    ] {
        assert!(!of_mail(action, r#""*""#).is_empty(), "{action}");
    }
    for harmless in ["cloudformation:DescribeStacks", "glue:GetJob", "kms:DescribeKey", "rds:DescribeDBSnapshots"] {
        assert_eq!(of_mail(harmless, r#""*""#), [], "{harmless}");
    }
}

/// Pods of a cluster that start machines of that cluster alone, of images of AWS, get at no more than they do already.
#[test]
fn machines_are_started_in_the_cluster_or_anywhere() {
    let of = |pods: &str, cluster: &str, resource: &str, condition: &str| {
        let trust = format!(
            r#"{{"Statement": [{{"Effect": "Allow", "Principal": {{"Service": "{pods}"}}, "Action": "sts:AssumeRole", "Condition": {{"ArnEquals": {{"aws:SourceArn": {{"Fn::GetAtt": ["{cluster}", "Arn"]}}}}}}}}]}}"#
        );
        let policy = format!(
            r#"{{"C": {{"Type": "AWS::EKS::Cluster", "Properties": {{}}}}, "O": {{"Type": "AWS::EKS::Cluster", "Properties": {{}}}}, "R": {{"Type": "AWS::IAM::Role", "Properties": {{"AssumeRolePolicyDocument": {trust}}}}}, "P": {{"Type": "AWS::IAM::ManagedPolicy", "Properties": {{"Roles": [{{"Ref": "HandR"}}], "PolicyDocument": {{"Statement": [{{"Effect": "Allow", "Action": ["ec2:RunInstances", "ec2:CreateFleet"], "Resource": {{"Fn::Sub": "arn:aws:ec2:us-east-1:{resource}"}}, "Condition": {{"StringEquals": {{{condition}}}}}}}]}}}}}}}}"#
        );
        found(with(&policy)).iter().any(|(_, _, says)| says.contains("`HandP`"))
    };
    let pods = "pods.eks.amazonaws.com";
    let (tag, of_aws) = (r#""aws:RequestTag/kubernetes.io/cluster/wards": "owned""#, r#""ec2:Owner": "amazon""#);
    let group = "111122223333:security-group/${HandC.ClusterSecurityGroupId}";
    for (resource, condition) in [
        ("111122223333:subnet/subnet-0a", of_aws),
        (group, of_aws),
        ("111122223333:instance/*", tag),
        (":image/*", of_aws),
    ] {
        assert!(!of(pods, "HandC", resource, condition), "{resource}");
        assert!(of("ecs-tasks.amazonaws.com", "HandC", resource, condition), "{resource} by somebody else");
    }
    assert!(of(pods, "HandO", group, of_aws), "the group of another cluster");
    for (resource, condition) in [
        ("111122223333:subnet/*", tag),
        ("111122223333:security-group/*", of_aws),
        ("111122223333:security-group/sg-0a", of_aws),
        ("111122223333:security-group/sg-*", tag),
        ("111122223333:security-group/{{resolve:ssm:/group}}", of_aws),
        ("111122223333:instance/*", of_aws),
        ("111122223333:key-pair/*", tag),
        (":image/*", tag),
        ("*", tag),
    ] {
        assert!(of(pods, "HandC", resource, condition), "{resource}");
    }
}

#[test]
fn what_an_arn_does_not_name_may_be_of_any_store() {
    let arn = |rest: &str| format!(r#""arn:aws:{rest}""#);
    for (action, of) in [
        ("rds:ModifyDBSnapshotAttribute", "rds:us-east-1:111122223333:snapshot:rds:records-2026-01-31"),
        ("rds:CopyDBClusterSnapshot", "rds:us-east-1:111122223333:cluster-snapshot:monthly"),
        ("s3:CreateAccessGrant", "s3:us-east-1:111122223333:access-grants/default/location/1"),
    ] {
        assert!(!of_mail(action, &arn(of)).is_empty(), "{action} on {of}");
    }
    assert_eq!(of_mail("rds:ModifyDBInstance", &arn("rds:us-east-1:111122223333:pg:tuned")), []);
}

/// A text can have what CloudFormation calls a store, once it has been deployed.
#[test]
fn a_store_is_known_by_the_name_that_cloudformation_gives_it() {
    for (action, of, is_found) in [
        ("dynamodb:GetItem", "dynamodb:us-east-1:111122223333:table/clinic-Visits-1HQ8X9J2K3L4M", true),
        ("dynamodb:GetItem", "dynamodb:us-east-1:111122223333:table/theatre-Visits-1HQ8X9J2K3L4M", false),
        ("dynamodb:GetItem", "dynamodb:us-east-1:111122223333:table/clinic-Visits-archive", false),
        ("sts:AssumeRole", "iam::111122223333:role/clinic-JobRole-1HQ8X9J2K3L4M", true),
        ("sts:AssumeRole", "iam::111122223333:role/clinic-OtherRole-1HQ8X9J2K3L4M", false),
    ] {
        let policy = format!(
            r#"{{"P": {{"Type": "AWS::IAM::ManagedPolicy", "Properties": {{"Roles": [{{"Ref": "MailTaskRole"}}], "PolicyDocument": {{"Statement": [{{"Effect": "Allow", "Action": "{action}", "Resource": "arn:aws:{of}"}}]}}}}}}}}"#
        );
        let mut stack = with(&policy);
        stack.add(
            "Job",
            Own(|scope: &mut Scope<'_>| {
                scope.plays(Role::Workload, Class::Phi);
                function(scope, document(statement("s3:GetObject", "arn:aws:s3:::scans/*")));
            }),
        );
        let stores = ["read `clinic/Scans`", "`clinic/Visits`"];
        let is_way =
            |(_, path, says): &(_, String, String)| path == "clinic/Mail" && stores.iter().any(|it| says.contains(it));
        let of_mail = found(stack).iter().any(is_way);
        assert_eq!(of_mail, is_found, "{action} on {of}");
    }
}

#[test]
fn a_key_is_opened_for_what_it_encrypts() {
    let key = r#"{"Fn::GetAtt": ["Key", "Arn"]}"#;
    assert!(of_mail("kms:PutKeyPolicy", key).iter().any(|(.., says)| says.contains("`clinic/Scans`")));
    let other = r#""arn:aws:kms:us-east-1:111122223333:key/9f86d081-884c-4d65-9a2f-eaa0c55ad015""#;
    assert_eq!(of_mail("kms:PutKeyPolicy", other), []);
    // A grant for services of AWS lets nobody else in.
    for (operator, value, is_found) in [("Bool", "true", false), ("Bool", "false", true), ("Null", "true", true)] {
        for action in ["kms:CreateGrant", "kms:*"] {
            let Ward { mut stack, .. } = ward();
            let condition = Object::new().with(operator, Object::new().with("kms:GrantIsForAWSResource", value));
            let granted = statement(action, "*").with("Condition", condition);
            stack.add("Job", Own(|scope: &mut Scope<'_>| drop(function(scope, document(granted)))));
            let is_open = is_found || action == "kms:*";
            assert_eq!(found(stack).iter().any(|(_, path, _)| path == "clinic/Job"), is_open, "{action} {value}");
        }
    }
}

#[test]
fn who_may_change_what_runs_by_its_name_may_do_what_that_may() {
    let job = |named: &str| {
        let reads = r#"{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::Sub": "${Scans.Arn}/*"}}]}"#;
        let all = format!(
            r#"{{"R": {{"Type": "AWS::IAM::Role", "Properties": {{"RoleName": "nightly", "AssumeRolePolicyDocument": {{"Statement": [{{"Effect": "Allow", "Principal": {{"Service": "glue.amazonaws.com"}}, "Action": "sts:AssumeRole"}}]}}}}}}, "RP": {{"Type": "AWS::IAM::ManagedPolicy", "Properties": {{"Roles": [{{"Ref": "HandR"}}], "PolicyDocument": {reads}}}}}, "J": {{"Type": "AWS::Glue::Job", "Properties": {{"Name": "nightly", "Role": "nightly", "Command": {{"Name": "glueetl"}}}}}}, "P": {{"Type": "AWS::IAM::ManagedPolicy", "Properties": {{"Roles": [{{"Ref": "MailTaskRole"}}], "PolicyDocument": {{"Statement": [{{"Effect": "Allow", "Action": "glue:UpdateJob", "Resource": {named}}}]}}}}}}}}"#
        );
        let of_mail = |it: &(_, String, String)| it.1 == "clinic/Mail" && it.2.contains("read `clinic/Scans`");
        found(with(&all)).iter().any(of_mail)
    };
    assert!(job(r#""arn:aws:glue:us-east-1:111122223333:job/nightly""#));
    assert!(job(r#"{"Fn::Sub": "arn:aws:glue:us-east-1:111122223333:job/${HandJ}"}"#));
    assert!(!job(r#""arn:aws:glue:us-east-1:111122223333:job/weekly""#));
}

#[test]
fn several_stores_may_have_the_name_that_a_statement_has() {
    let Ward { mut stack, .. } = ward();
    let mut other = ward_in("theatre").stack;
    for stack in [&mut stack, &mut other] {
        stack.add("Called", signed().property("Records", "DBInstanceIdentifier", "records"));
    }
    let reads = document(statement("rds:ModifyDBInstance", "arn:aws:rds:us-east-1:111122223333:db:records"));
    stack.add("Job", Own(|scope: &mut Scope<'_>| drop(function(scope, reads))));
    let findings = hc_cdk::app::App::new("clinic").stack(stack).stack(other).check().err().unwrap();
    for store in ["`clinic/Records`", "`theatre/Records`"] {
        let fits = |it: &&hc_cdk::finding::Finding| it.code == "NotCleared" && it.message.contains(store);
        assert!(findings.0.iter().any(|it| fits(&it)), "{store}: {findings}");
    }
}

#[test]
fn what_is_about_an_account_is_about_its_stores() {
    for (kind, properties) in [
        (
            "AWS::Logs::AccountPolicy",
            r#"{"PolicyName": "x", "PolicyType": "SUBSCRIPTION_FILTER_POLICY", "PolicyDocument": "x"}"#,
        ),
        ("AWS::Logs::ResourcePolicy", r#"{"PolicyName": "x", "PolicyDocument": "x"}"#),
        ("AWS::Oam::Link", r#"{"ResourceTypes": ["AWS::Logs::LogGroup"], "SinkIdentifier": "x"}"#),
        ("AWS::S3::AccessGrant", r#"{"AccessGrantsLocationId": "x", "Permission": "READ", "Grantee": {}}"#),
        ("AWS::S3::AccessGrantsLocation", r#"{"LocationScope": "s3://", "IamRoleArn": "x"}"#),
        ("AWS::SSO::Assignment", r#"{"PrincipalId": "x"}"#),
        ("AWS::DataSync::LocationS3", r#"{"S3BucketArn": "arn:aws:s3:::scans"}"#),
        ("AWS::RAM::ResourceShare", r#"{"ResourceArns": ["arn:aws:s3:::SCANS"], "Name": "x"}"#),
    ] {
        let found = found(with(&format!(r#"{{"X": {{"Type": "{kind}", "Properties": {properties}}}}}"#)));
        assert!(found.iter().any(|(_, path, says)| path == "clinic/Hand" && says.contains(kind)), "{kind}: {found:#?}");
    }
    let none =
        r#"{"X": {"Type": "AWS::DataSync::LocationS3", "Properties": {"S3BucketArn": "arn:aws:s3:::leaflets"}}}"#;
    assert_eq!(found(with(none)), []);
}

#[test]
fn what_is_made_of_a_store_has_what_it_has() {
    for (kind, properties, store) in [
        ("AWS::RDS::DBInstance", r#"{"SourceDBInstanceIdentifier": {"Ref": "Records"}}"#, "Records"),
        ("AWS::RDS::DBCluster", r#"{"SourceDBClusterIdentifier": {"Ref": "Records"}}"#, "Records"),
        (
            "AWS::RDS::DBCluster",
            r#"{"ReplicationSourceIdentifier": {"Fn::GetAtt": ["Records", "DBInstanceArn"]}}"#,
            "Records",
        ),
        (
            "AWS::DynamoDB::Table",
            r#"{"ImportSourceSpecification": {"S3BucketSource": {"S3Bucket": "scans"}, "InputFormat": "CSV"}, "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}"#,
            "Scans",
        ),
        (
            "AWS::ElastiCache::ReplicationGroup",
            r#"{"ReplicationGroupDescription": "x", "SnapshotArns": ["arn:aws:s3:::scans/dump.rdb"]}"#,
            "Scans",
        ),
    ] {
        let found = found(with(&format!(r#"{{"X": {{"Type": "{kind}", "Properties": {properties}}}}}"#)));
        let says = format!("can read `clinic/{store}` by `HandX` (`{kind}`)");
        assert!(found.iter().any(|(.., it)| it.contains(&says)), "{says}: {found:#?}");
    }
}

#[test]
fn copies_of_backups_stay_in_the_account() {
    let plan = |vault: &str| {
        format!(
            r#"{{"P": {{"Type": "AWS::Backup::BackupPlan", "Properties": {{"BackupPlan": {{"BackupPlanName": "p", "BackupPlanRule": [{{"RuleName": "r", "TargetBackupVault": "v", "CopyActions": [{{"DestinationBackupVaultArn": {vault}}}]}}]}}}}}}}}"#
        )
    };
    for vault in [r#""arn:aws:backup:us-east-1:999988887777:backup-vault:theirs""#, r#"{"Fn::ImportValue": "theirs"}"#]
    {
        let found = found(with(&plan(vault)));
        assert!(
            found.iter().any(|(.., says)| says.contains("lets the owner of another vault read")),
            "{vault}: {found:#?}"
        );
    }
    let here = r#"{"Fn::Sub": "arn:aws:backup:us-west-2:${AWS::AccountId}:backup-vault:ours"}"#;
    assert_eq!(found(with(&plan(here))), []);
    let vault = |principal: &str| {
        format!(
            r#"{{"V": {{"Type": "AWS::Backup::BackupVault", "Properties": {{"BackupVaultName": "v", "AccessPolicy": {{"Statement": [{{"Effect": "Allow", "Principal": {{"AWS": {principal}}}, "Action": "backup:CopyFromBackupVault", "Resource": "*"}}]}}}}}}}}"#
        )
    };
    let theirs = found(with(&vault(r#""999988887777""#)));
    assert!(theirs.iter().any(|(.., says)| says.contains("lets `999988887777` read")), "{theirs:#?}");
    assert_eq!(found(with(&vault(r#"{"Ref": "AWS::AccountId"}"#))), []);
}

#[test]
fn what_a_bucket_copies_or_shows_by_itself_goes_to_somebody() {
    for (path, value) in [
        (
            "ReplicationConfiguration",
            r#"{"Role": "x", "Rules": [{"Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::foreign"}}]}"#,
        ),
        (
            "MetadataTableConfiguration",
            r#"{"S3TablesDestination": {"TableBucketArn": "arn:aws:s3tables:us-east-1:999988887777:bucket/x", "TableName": "t"}}"#,
        ),
        ("AccessControl", r#""PublicRead""#),
    ] {
        let mut stack = with("{}");
        stack.add("Sends", signed().property("Scans", path, json(&serde_json::from_str(value).unwrap())));
        finds(stack, "NotCleared", "clinic/Scans", &["read `clinic/Scans` by `Scans`"]);
    }
    let mut stack = with("{}");
    stack.add("Sends", signed().property("Scans", "AccessControl", "Private"));
    assert_eq!(found(stack), []);
}

#[test]
fn the_function_that_replaces_the_password_of_a_store_is_of_the_app() {
    let found = found(with(
        r#"{"S": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {"SecretId": {"Fn::GetAtt": ["Records", "MasterUserSecret.SecretArn"]}, "RotationLambdaARN": "arn:aws:lambda:us-east-1:999988887777:function:theirs"}}}"#,
    ));
    assert!(
        found
            .iter()
            .any(|(.., says)| says.contains("lets a function that is not of the app read and write `clinic/Records`")),
        "{found:#?}"
    );
}

#[test]
fn who_may_call_a_function_hands_it_data_and_gets_its_answer() {
    let called = |principal: Json| {
        let Ward { mut stack, .. } = ward();
        stack.add(
            "Job",
            Own(move |scope: &mut Scope<'_>| {
                scope.plays(Role::Workload, Class::Phi);
                lambda(scope, "Function", &Object::new());
                let permission = scope.resource("Permission", cfn::lambda::Permission::default());
                assert!(scope.amend(&permission, |it| {
                    it.insert("Action", "lambda:InvokeFunction");
                    it.insert("FunctionName", Object::new().with("Ref", "JobFunction"));
                    it.insert("Principal", principal);
                }));
            }),
        );
        found(stack)
    };
    for (principal, words) in [("999988887777", "`999988887777`"), ("*", "everybody")] {
        let found = called(principal.into());
        assert!(
            found.iter().any(|(.., says)| says.contains(&format!("lets {words} read and write `clinic/Job`"))),
            "{found:#?}"
        );
    }
    assert_eq!(called("apigateway.amazonaws.com".into()), []);
    assert_eq!(called(Object::new().with("Ref", "AWS::AccountId").into()), []);
}

/// Rules say by what a pipeline changes a stack, and nothing where its own stack has no real data.
#[test]
fn a_pipeline_of_a_weaker_stack_changes_none_with_data() {
    const PIPELINE: &str = r#"{
        "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "codepipeline.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
            "Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "cloudformation:UpdateStack", "Resource": "*"}]}}]}},
        "Line": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {"RoleArn": {"Fn::GetAtt": ["HandR", "Arn"]}, "Stages": []}}}"#;
    let mut tools = Stack::<Development>::new("tools", region::UsEast1);
    add(&mut tools, PIPELINE);
    let findings = App::new("clinic").stack(ward().stack).stack(tools).check().unwrap_err().0;
    let reaches =
        |it: &Finding| it.code == "NotCleared" && it.path == "tools/Hand" && it.message.contains("by `HandR`");
    assert!(findings.iter().any(reaches), "{findings:#?}");
}
