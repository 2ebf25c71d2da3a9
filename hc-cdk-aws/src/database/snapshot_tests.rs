//! What a database is like that is restored from a snapshot.

use hc_cdk::{
    app::App,
    data::Phi,
    date,
    policy::{Hipaa, Production},
    value::Json,
    waiver::Waiver,
};
use serde_json::Value;

use super::{Engine, IsSnapshot};
use crate::{
    assertions::{Clinic, Template},
    kind::{ClusterSnapshotArn, SnapshotArn},
    literal::arn::Arn,
    prelude::*,
    region, rule,
};

type Prod = (Hipaa, Production);

const INSTANCE: Arn<SnapshotArn> = Arn::new("arn:aws:rds:us-east-1:111122223333:snapshot:awsbackup:job-0b1c2d3e");
const CLUSTER: Arn<ClusterSnapshotArn> = Arn::new("arn:aws:rds:us-east-1:111122223333:cluster-snapshot:before");

/// A stack with a database that is restored, and signed for if that is said.
fn restored(engine: impl Into<Engine>, snapshot: impl IsSnapshot, is_signed: bool) -> Stack<Prod> {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let database = EncryptedDatabase::builder().perimeter(&zone).engine(engine.into()).restored_from(snapshot).build();
    let why = "the snapshot was copied with the key of the perimeter, as the restore protocol says";
    let waiver = Waiver::new(rule::DATABASE_HAS_THE_CUSTOMERS_KEY, why, "jane.roe", date!("2027-01-31"));
    if is_signed {
        stack.add("Patients", waiver.and(rule::RDS_STORAGE_ENCRYPTED).construct(database));
    } else {
        stack.add("Patients", database);
    }
    stack
}

fn properties(stack: Stack<Prod>) -> Value {
    Template::of_stack(stack).json()["Resources"]["Patients"]["Properties"].clone()
}

#[test]
fn an_instance_has_from_its_snapshot_what_cannot_be_said_beside_it() {
    let it = properties(restored(Postgres::V17, INSTANCE, true));
    assert_eq!(it["DBSnapshotIdentifier"], INSTANCE.as_str());
    for said_by_the_snapshot in
        ["AllocatedStorage", "DBName", "EngineVersion", "KmsKeyId", "MasterUsername", "StorageEncrypted"]
    {
        assert_eq!(it[said_by_the_snapshot], Value::Null, "{said_by_the_snapshot}");
    }
    assert_eq!((&it["ManageMasterUserPassword"], &it["MultiAZ"]), (&true.into(), &true.into()));
    assert_eq!(it["MaxAllocatedStorage"], 65_536);
}

#[test]
fn somebody_signs_for_the_key_of_a_snapshot_that_nobody_here_knows() {
    let findings = App::new("clinic").stack(restored(Postgres::V17, INSTANCE, false)).check().unwrap_err();
    let rules: Vec<_> = findings.0.iter().map(|it| it.code.to_string()).collect();
    assert_eq!(rules, ["RDSStorageEncrypted", "DatabaseHasTheCustomersKey", "Answered:key_custody"]);
    assert!(App::new("clinic").stack(restored(Mysql::V8_4, INSTANCE, true)).check().is_ok());
}

#[test]
fn aurora_encrypts_what_it_restores_with_the_key_of_the_perimeter() {
    for it in [restored(AuroraPostgres::V17, CLUSTER, false), restored(AuroraPostgres::V17, INSTANCE, false)] {
        let it = properties(it);
        assert!(it["SnapshotIdentifier"].is_string() && it["KmsKeyId"].is_object());
        for said_by_the_snapshot in ["DatabaseName", "EngineVersion", "MasterUsername"] {
            assert_eq!(it[said_by_the_snapshot], Value::Null, "{said_by_the_snapshot}");
        }
    }
}

#[test]
fn a_restored_database_is_taken_to_the_next_major_version_by_a_word() {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let parts = EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).restored_from(INSTANCE);
    stack.add("Patients", parts.allow_major_version_upgrade(true).build());
    let made = stack.model().resources.iter().find(|it| it.logical_id == "Patients").unwrap();
    assert!(made.properties.get("EngineVersion").and_then(Json::as_text).is_some_and(|it| it.starts_with("17.")));
}

#[test]
fn a_snapshot_of_another_kind_or_region_is_found() {
    let elsewhere = Arn::<SnapshotArn>::new("arn:aws:rds:us-west-2:111122223333:snapshot:before");
    for (stack, sentence) in [
        (restored(Postgres::V17, CLUSTER, true), "is restored from a snapshot of a cluster of Aurora, and is none"),
        (restored(Postgres::V17, elsewhere.clone(), true), "is restored from a snapshot in `us-west-2`"),
        (restored(AuroraPostgres::V17, elsewhere, false), "is restored from a snapshot in `us-west-2`"),
    ] {
        let findings = App::new("clinic").stack(stack).check().unwrap_err().to_string();
        assert!(findings.contains(sentence), "{findings}");
    }
}
