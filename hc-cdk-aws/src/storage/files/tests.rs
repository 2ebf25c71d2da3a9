//! What is written for files, and what is found in them.

use hc_cdk::{
    app::App,
    data::Phi,
    dimension::recovery::Minutes5,
    policy::{Hipaa, Production},
    rule::{Rule, Verdict},
    uses::Use,
};
use serde_json::Value;

use super::{AccessPoint, FileSystem, Files, IdleFor, PosixUser, Throughput};
use crate::{
    assertions::{Clinic, Template, json},
    compute::FargateService,
    perimeter::Perimeter,
    region,
    stack::Stack,
};

type Prod = (Hipaa, Production);

/// A stack with what is made in its perimeter.
fn with(make: impl FnOnce(&mut Stack<Prod>, &Perimeter<Phi>)) -> Stack<Prod> {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    make(&mut stack, &zone);
    stack
}

fn letters(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>) -> Files<Phi> {
    let files = FileSystem::builder().perimeter(zone).idle(IdleFor::MONTH).throughput(Throughput::Bursting);
    stack.add("Letters", files.build())
}

macro_rules! service {
    ($zone:expr) => {
        FargateService::builder().perimeter($zone).port(8080).image(hc_cdk::image!(
            "registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        ))
    };
}

#[test]
fn files_are_written_as_they_were_asked_for() {
    let template = Template::of_stack(with(|stack, zone| drop(letters(stack, zone))));
    let key = json!({ "Fn::GetAtt": ["Key", "Arn"] });
    template.has_resource(
        "AWS::EFS::FileSystem",
        json!({
            "DeletionPolicy": "Retain",
            "Properties": {
                "Encrypted": true,
                "KmsKeyId": key,
                "LifecyclePolicies": [
                    { "TransitionToIA": "AFTER_30_DAYS" },
                    { "TransitionToPrimaryStorageClass": "AFTER_1_ACCESS" },
                ],
                "ReplicationConfiguration": { "Destinations": [{ "KmsKeyId": key, "Region": { "Ref": "AWS::Region" } }] },
                "ThroughputMode": "bursting",
            },
        }),
    );
    template.has_resource(
        "AWS::EFS::AccessPoint",
        json!({
            "DependsOn": ["LettersMountTarget1", "LettersMountTarget2"],
            "Properties": {
                "PosixUser": { "Uid": "1000", "Gid": "1000" },
                "RootDirectory": {
                    "Path": "/letters",
                    "CreationInfo": { "OwnerUid": "1000", "OwnerGid": "1000", "Permissions": "0750" },
                },
            },
        }),
    );
    let refused = &template.json()["Resources"]["Letters"]["Properties"]["FileSystemPolicy"]["Statement"];
    let names: Vec<&Value> = refused.as_array().unwrap().iter().map(|it| &it["Sid"]).collect();
    assert_eq!(names, ["TlsOnly", "ByAccessPointOnly", "NeverAsRoot", "NotDeleted"]);
}

#[test]
fn a_service_mounts_them_over_tls_with_its_role() {
    let template = Template::of_stack(with(|stack, zone| {
        let letters = letters(stack, zone);
        stack.add("Api", service!(zone).connect(&letters).build());
        stack.add("Reader", service!(zone).reads(&letters).build());
    }));
    let of = |id: &str| template.json()["Resources"][id]["Properties"].clone();
    let container = &of("ApiTask")["ContainerDefinitions"][0];
    let point = json!({ "ContainerPath": "/mnt/letters", "ReadOnly": false, "SourceVolume": "letters" });
    assert_eq!(container["MountPoints"], json!([point]));
    assert_eq!(container["Environment"], json!([{ "Name": "LETTERS_FOLDER", "Value": "/mnt/letters" }]));
    let volume = json!({
        "EFSVolumeConfiguration": {
            "AuthorizationConfig": {
                "AccessPointId": { "Fn::GetAtt": ["LettersAccessPoint", "AccessPointId"] },
                "IAM": "ENABLED",
            },
            "FilesystemId": { "Fn::GetAtt": ["Letters", "FileSystemId"] },
            "TransitEncryption": "ENABLED",
        },
        "Name": "letters",
    });
    assert_eq!(of("ApiTask")["Volumes"], json!([volume]));
    let statement = &of("ApiTaskRolePolicy")["PolicyDocument"]["Statement"][0];
    assert_eq!(statement["Action"], json!(["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]));
    assert_eq!(statement["Resource"], json!({ "Fn::GetAtt": ["Letters", "Arn"] }));
    let through = json!({ "Fn::GetAtt": ["LettersAccessPoint", "Arn"] });
    let condition = json!({ "StringEquals": { "elasticfilesystem:AccessPointArn": through } });
    assert_eq!(statement["Condition"], condition);
    assert_eq!((&of("ApiLettersEgress")["ToPort"], &of("ApiLettersIngress")["ToPort"]), (&2049.into(), &2049.into()));

    assert_eq!(of("ReaderTask")["ContainerDefinitions"][0]["MountPoints"][0]["ReadOnly"], true);
    let reading = &of("ReaderTaskRolePolicy")["PolicyDocument"]["Statement"][0];
    assert_eq!(reading["Action"], "elasticfilesystem:ClientMount");
}

#[test]
fn an_access_point_leads_to_a_folder_of_its_own() {
    let template = Template::of_stack(with(|stack, zone| {
        let letters = letters(stack, zone);
        let drafts = AccessPoint::builder().files(&letters).user(PosixUser::new(1001, 1002));
        let drafts = stack.add("Drafts", drafts.root("/letters/drafts").mounted_at("/var/drafts").build());
        assert_eq!(drafts.id().json(), letters.id().json());
        stack.add("Api", service!(zone).connect(&letters).connect(&drafts).build());
    }));
    // Both lead to one file system, and there is one way to it.
    assert_eq!(template.find_resources("AWS::EC2::SecurityGroupEgress", json!({ "ToPort": 2049 })).len(), 1);
    let of = |id: &str| template.json()["Resources"][id]["Properties"].clone();
    assert_eq!(of("Drafts")["PosixUser"], json!({ "Gid": "1002", "Uid": "1001" }));
    assert_eq!(of("Drafts")["RootDirectory"]["Path"], "/letters/drafts");
    let points = of("ApiTask")["ContainerDefinitions"][0]["MountPoints"].clone();
    assert_eq!(points[1]["ContainerPath"], "/var/drafts");
    assert_eq!(of("ApiTaskRolePolicy")["PolicyDocument"]["Statement"].as_array().unwrap().len(), 2);
}

#[test]
fn what_only_values_show_is_found() {
    let stack = with(|stack, zone| {
        let files = || FileSystem::builder().perimeter(zone);
        stack.add("Exact", files().build().recovery(Minutes5));
        stack.add("Root", files().user(PosixUser::new(0, 0)).build());
        stack.add("Deep", files().root("/a/b/c/d/e").build());
        stack.add("Bare", files().root("letters").mounted_at("letters").build());
        let one = stack.add("One", files().mounted_at("/mnt/files").build());
        let other = stack.add("Other", files().mounted_at("/mnt/files").build());
        stack.add("Api", service!(zone).connect(&one).reads(&other).scratch("/mnt/files").build());
    });
    let findings = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
    for sentence in [
        "`clinic/Exact` is asked to lose less than an hour's work",
        "`clinic/Root` is entered as root",
        "`clinic/Deep` leads to `/a/b/c/d/e`, which is no folder of a file system",
        "`clinic/Bare` leads to `letters`",
        "`clinic/Bare` is mounted at `letters`",
        "`clinic/Api` has two things in the folder `/mnt/files`",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}

hc_cdk::policy! {
    /// Asks for two regions.
    Everywhere { availability: MultiRegion }
}

#[test]
fn files_are_in_one_region() {
    let Clinic { mut stack, zone, .. } = Clinic::<(Hipaa, Everywhere), Phi>::new("clinic", region::UsEast1);
    stack.add("Letters", FileSystem::builder().perimeter(&zone).build());
    let findings = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
    assert!(
        findings.contains("is asked to survive the loss of a region, and its files are in one region"),
        "{findings}"
    );
}

#[test]
fn reading_files_does_not_write_them() {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let reading = Use::reading(&letters(&mut stack, &zone)).rights();
    assert_eq!(reading[0].actions, ["elasticfilesystem:ClientMount"]);
    assert!(reading.len() == 1 && App::new("test").stack(stack).check().is_ok());
}

/// Each sentence of a service that mounts files is read in its task.
#[test]
fn how_files_are_mounted_is_read() {
    let stack = with(|stack, zone| {
        let letters = letters(stack, zone);
        stack.add("Api", service!(zone).connect(&letters).build());
    });
    let app = App::new("test").stack(stack);
    let checked = app.check().unwrap();
    let held = |rule: Rule| checked.judged(|_| true).iter().any(|it| it.rule == rule && it.verdict == Verdict::Held);
    assert!(held(crate::rule::TASK_MOUNTS_BY_ROLE) && held(crate::rule::FILES_ARE_ENTERED_BY_NAME));
}
