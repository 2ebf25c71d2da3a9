//! Where all data is made up and nothing is asked to stay, a stack can be deleted with all that it has; elsewhere nothing empties a
//! bucket.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail where it stands")]

use hc_cdk::{
    data::{DataClass, Internal, Phi, Synthetic},
    dimension::recovery::Hours1,
    policy::{Development, Hipaa, Policy, Production, Soc2},
    prelude::*,
};
use hc_cdk_aws::{
    assertions::{Clinic, Template, json},
    delivery::{ImageBuild, Source},
    kind::CertificateArn,
    prelude::*,
    region,
};
use serde_json::Value as Json;

/// A stack with stores of every kind, a service and an endpoint, as deletion is concerned with them.
fn clinic<P, D>() -> Template
where
    P: Policy,
    D: DataClass + hc_cdk::data::AllowedUnder<P>,
    region::EuSouth1: hc_cdk::dimension::residency::ResidencyFor<P>,
{
    let Clinic { mut stack, zone, .. } = Clinic::<P, D>::new("clinic", region::EuSouth1);
    let records = EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build();
    let records = stack.add("Records", records);
    let files = stack.add("Files", SecureBucket::builder().perimeter(&zone).build());
    let visits = EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("patient")).build();
    stack.add("Visits", visits);
    let image = image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let api = FargateService::builder().perimeter(&zone).image(image).port(8080).connect(&records).connect(&files);
    let api = stack.add("Api", api.build());
    let certificate = arn!(CertificateArn, "arn:aws:acm:eu-south-1:111122223333:certificate/1a2b");
    let front = HttpsEndpoint::builder().target(&api).domain(domain!("api.example.org"));
    stack.add("Front", front.certificate(&Certificate::existing(certificate)).build());
    Template::of_stack(stack)
}

fn waits_for(resource: &Json, name: &str) -> bool {
    resource["DependsOn"].as_array().into_iter().flatten().any(|it| it == name)
}

#[test]
fn nothing_is_kept_locked_or_protected() {
    let template = clinic::<Development, Synthetic>();
    let mut stays = 0;
    for (name, resource) in template.resources() {
        for option in ["DeletionPolicy", "UpdateReplacePolicy"] {
            let policy = resource.get(option);
            assert!(policy.is_none_or(|it| it == "Delete"), "{name}: {policy:?}");
            stays += usize::from(policy.is_some());
        }
        let text = resource["Properties"].to_string();
        for protection in ["\"DeletionProtection\":true", "\"DeletionProtectionEnabled\":true", "ObjectLock"] {
            assert!(!text.contains(protection), "{name} has {protection}");
        }
        assert!(!text.contains(r#"{"Key":"deletion_protection.enabled","Value":"true"}"#), "{name}");
    }
    assert!(stays > 20, "only {stays}");
    // A vault with recovery points in it cannot be deleted.
    template.resource_count("AWS::Backup::BackupVault", 0);
    template.resource_count("AWS::Backup::BackupSelection", 0);
}

#[test]
fn every_bucket_is_emptied_and_nothing_else_is_touched() {
    let template = clinic::<Development, Synthetic>();
    let resources = &template.json()["Resources"];
    let statements = &resources["AuditEmptierRolePolicy"]["Properties"]["PolicyDocument"]["Statement"];
    let allowed: Vec<&Json> =
        statements.as_array().unwrap().iter().filter(|it| it.to_string().contains("s3:")).collect();
    let [on_buckets, on_objects] = allowed.as_slice() else { panic!("{allowed:#?}") };
    assert_eq!(on_buckets["Action"], "s3:ListBucketVersions");
    assert_eq!(on_objects["Action"], json!(["s3:DeleteObject", "s3:DeleteObjectVersion"]));
    let mut buckets = Vec::new();
    for (bucket, _) in template.find_resources("AWS::S3::Bucket", json!({})) {
        let emptied = format!("{bucket}Emptied");
        let resource = &resources[&emptied];
        assert_eq!(resource["Properties"]["Bucket"], json!({ "Ref": bucket }));
        assert_eq!(resource["Properties"]["ServiceToken"], json!({ "Fn::GetAtt": ["AuditEmptier", "Arn"] }));
        assert!(waits_for(resource, "AuditEmptierRolePolicy"), "{resource}");
        // What lets services write to it goes first.
        assert!(waits_for(&resources[format!("{bucket}Policy")], &emptied), "{bucket}");
        buckets.push(json!({ "Fn::GetAtt": [bucket, "Arn"] }));
    }
    assert_eq!(buckets.len(), 3);
    // Workloads are told the name by what stands for the emptying, so that they are gone before it.
    let told = json!({ "Environment": [{ "Name": "FILES_BUCKET", "Value": { "Ref": "FilesEmptied" } }] });
    template.has_properties("AWS::ECS::TaskDefinition", json!({ "ContainerDefinitions": [told] }));
    assert_eq!(on_buckets["Resource"], Json::from(buckets));
    assert_eq!(on_objects["Resource"].as_array().unwrap().len(), 3);
}

#[test]
fn a_bucket_of_another_stack_is_emptied_by_rights_of_its_own() {
    let Clinic { stack, zone, .. } = Clinic::<Development, Synthetic>::new("clinic", region::EuSouth1);
    let mut other = Stack::<Development>::new("other", region::EuSouth1);
    other.add("Files", SecureBucket::builder().perimeter(&zone).build());
    let template = Template::of(&App::new("test").stack(stack).stack(other), "other");
    let emptied = &template.json()["Resources"]["FilesEmptied"];
    assert!(waits_for(emptied, "FilesEmptierPolicy"), "{emptied}");
    let role = json!({ "Roles": [{ "Fn::ImportValue": "clinic:AuditEmptierRole" }] });
    template.has_properties("AWS::IAM::ManagedPolicy", role);
}

#[test]
fn nothing_writes_to_the_artifacts_of_a_pipeline_once_they_are_emptied() {
    let Clinic { mut stack, key, trail, zone, .. } = Clinic::<Development, Synthetic>::new("clinic", region::EuSouth1);
    let images = stack.add("Images", ImageRepository::builder().key(&key).build());
    let image = images.image("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08").unwrap();
    let api = stack.add("Api", FargateService::builder().perimeter(&zone).image(image).port(8080).build());
    let delivery = Pipeline::builder().key(&key).trail(&trail).source(Source::upload("api.zip"));
    stack.add(
        "Delivery",
        delivery
            .image(ImageBuild::to(&images).tested("npm test").scanned().signed().approved("Release?"))
            .deploy(&api)
            .build(),
    );
    let template = Template::of_stack(stack);
    let resources = &template.json()["Resources"];
    for policy in ["DeliveryRolePolicy", "DeliveryBuildRolePolicy", "DeliveryScanRolePolicy"] {
        assert!(waits_for(&resources[policy], "DeliveryArtifactsEmptied"), "{policy}: {}", resources[policy]);
    }
    assert_eq!(resources["DeliverySourceEmptied"]["Type"], "Custom::EmptiedBucket");
    assert_eq!(resources["Images"]["Properties"]["EmptyOnDelete"], true);
}

#[test]
fn a_copy_is_emptied_when_nothing_copies_any_more() {
    let Clinic { mut stack, zone, .. } = Clinic::<Development, Synthetic>::new("clinic", region::EuSouth1);
    stack.add("Files", SecureBucket::builder().perimeter(&zone).build().recovery(Hours1));
    let template = Template::of_stack(stack);
    let resources = &template.json()["Resources"];
    // What waits for something is deleted before it.
    for first in ["FilesEmptied", "FilesCopierPolicy", "FilesCopyPolicy"] {
        assert!(waits_for(&resources[first], "FilesCopyEmptied"), "{first}: {}", resources[first]);
    }
}

#[test]
fn nothing_empties_a_bucket_where_data_is_real_or_is_asked_to_stay() {
    for template in [clinic::<(Hipaa, Production), Phi>(), clinic::<Soc2, Internal>()] {
        template.resource_count("Custom::EmptiedBucket", 0);
        let template = template.json().to_string();
        assert!(!template.contains("s3:DeleteObjectVersion") && template.contains("ObjectLock"));
    }
}
