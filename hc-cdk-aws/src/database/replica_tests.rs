//! What a replica becomes, in the region of its database and in another one.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use serde_json::{Value as Tree, json};

use super::{Database, ReadReplica};
use crate::{
    assertions::{Clinic, Template},
    kind::FunctionArn,
    prelude::*,
    region,
    secrets::{Generated, SecretHandle},
};

type Prod = (Hipaa, Production);
type Place = Clinic<Prod, Phi>;

fn places() -> (Place, Place) {
    (Clinic::new("east", region::UsEast1), Clinic::new("west", region::UsWest2))
}

/// The user of a database, with a copy in the west if there is to be one.
fn user(east: &mut Place, west: Option<&Place>) -> SecretHandle {
    let rotate = arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:rotate-records");
    let user = Generated::field("password").beside("username", "administrator");
    let user = Secret::builder().perimeter(&east.zone).rotated_by(rotate).generated(user).build();
    match west {
        Some(west) => east.stack.add("User", user.replicated_to(region::UsWest2, &west.key)),
        None => east.stack.add("User", user),
    }
}

fn records(east: &mut Place, user: &SecretHandle) -> Database<Phi> {
    let records = EncryptedDatabase::builder().perimeter(&east.zone).engine(Postgres::V17).credentials(user);
    east.stack.add("Records", records.build())
}

fn replica(place: &mut Place, of: &Database<Phi>) -> Database<Phi> {
    place.stack.add("Replica", ReadReplica::builder().perimeter(&place.zone).of(of).build())
}

fn properties(template: &Template, id: &str) -> Tree {
    template.json()["Resources"][id]["Properties"].clone()
}

fn findings(east: Place, west: Place) -> String {
    let app = App::new("clinic").stack(east.stack).stack(west.stack);
    app.check().err().map(|it| it.to_string()).unwrap_or_default()
}

const IMAGE: Image =
    image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

#[test]
fn a_replica_beside_its_database_has_its_key_and_its_users_from_there() {
    let (mut east, _) = places();
    let user = user(&mut east, None);
    let records = records(&mut east, &user);
    let copy = replica(&mut east, &records);
    let reports = FargateTask::builder().perimeter(&east.zone).image(IMAGE).connect(&copy.administrator()).build();
    east.stack.add("Reports", reports);
    let template = Template::of_stack(east.stack);
    let made = properties(&template, "Replica");
    // By its name RDS would not take the group of subnets.
    assert_eq!(made["SourceDBInstanceIdentifier"], json!({ "Fn::GetAtt": ["Records", "DBInstanceArn"] }));
    assert_eq!(made["DBSubnetGroupName"], json!({ "Ref": "ReplicaSubnets" }));
    let left_to_the_source = [
        "AllocatedStorage",
        "DBName",
        "EngineVersion",
        "KmsKeyId",
        "ManageMasterUserPassword",
        "MasterUserPassword",
        "MasterUserSecret",
        "MasterUsername",
        "SourceRegion",
        "StorageEncrypted",
    ];
    assert!(left_to_the_source.iter().all(|name| made[name].is_null()), "{made}");
    assert_eq!((&made["PubliclyAccessible"], &made["MultiAZ"]), (&json!(false), &json!(true)));
    assert_eq!(made["DBParameterGroupName"], json!({ "Ref": "ReplicaParameters" }));
    let secrets = properties(&template, "ReportsTask")["ContainerDefinitions"][0]["Secrets"].to_string();
    assert!(secrets.contains(r#"{"Ref":"User"}"#), "{secrets}");
    let way = properties(&template, "ReportsReplicaIngress");
    assert_eq!(way["GroupId"], json!({ "Fn::GetAtt": ["ReplicaGroup", "GroupId"] }), "{way}");
}

/// Its key and its network are there first, and so stand in a stack of their own: the secret of the database has a copy under that key.
#[test]
fn a_replica_in_another_region_has_a_key_and_a_secret_there() {
    let (mut east, west) = places();
    let user = user(&mut east, Some(&west));
    let records = records(&mut east, &user);
    let mut standby = Stack::<Prod>::new("standby", region::UsWest2);
    let copy = standby.add("Replica", ReadReplica::builder().perimeter(&west.zone).of(&records).build());
    let reports = FargateTask::builder().perimeter(&west.zone).image(IMAGE).connect(&copy.administrator()).build();
    standby.add("Reports", reports);
    let app = App::new("clinic").stack(east.stack).stack(west.stack).stack(standby);
    let template = Template::of(&app, "standby");
    let made = properties(&template, "Replica");
    let of = json!({
        "Fn::GetStackOutput": { "OutputName": "ExportRecordsDBInstanceArn", "Region": "us-east-1", "StackName": "east" }
    });
    assert_eq!((&made["SourceDBInstanceIdentifier"], &made["SourceRegion"]), (&of, &json!("us-east-1")));
    let key = json!({ "Fn::ImportValue": "west:Key:Arn" });
    assert_eq!(made["KmsKeyId"], key);
    assert!(["Engine", "StorageEncrypted"].iter().all(|name| made[name].is_null()), "{made}");
    let secrets = properties(&template, "ReportsTask")["ContainerDefinitions"][0]["Secrets"].to_string();
    assert!(secrets.contains(":secretsmanager:us-west-2:"), "{secrets}");
    // `Fn::Split` takes no output of another stack as it is.
    assert!(secrets.contains(r#"{"Fn::Split":[":",{"Fn::Join":["",[{"Fn::GetStackOutput":"#), "{secrets}");
    let reads = properties(&template, "ReportsExecutionRolePolicy")["PolicyDocument"]["Statement"].clone();
    let of =
        |action: &str| reads.as_array().unwrap().iter().find(|it| it["Action"] == action).unwrap()["Resource"].clone();
    assert!(of("secretsmanager:GetSecretValue").to_string().contains(":secretsmanager:us-west-2:"), "{reads}");
    assert_eq!(of("kms:Decrypt"), key);
}

#[test]
fn data_flows_from_the_database_into_its_replica() {
    let (mut east, _) = places();
    let user = user(&mut east, None);
    let records = records(&mut east, &user);
    replica(&mut east, &records);
    let model = east.stack.model();
    let of = |name: &str| model.constructs.iter().position(|it| it.path == name).unwrap();
    assert!(model.flows.iter().any(|it| it.from.index() == of("Records") && it.to.index() == of("Replica")));
}

#[test]
fn what_has_no_replica_is_found() {
    let (mut east, west) = places();
    let managed = EncryptedDatabase::builder().perimeter(&east.zone).engine(Postgres::V17).build();
    let managed = east.stack.add("Records", managed);
    replica(&mut east, &managed);
    let found = findings(east, west);
    assert!(found.contains("is a replica of a database whose password RDS makes"), "{found}");

    let (mut east, west) = places();
    let user = user(&mut east, None);
    let aurora = EncryptedDatabase::builder().perimeter(&east.zone).engine(AuroraPostgres::V17).credentials(&user);
    let aurora = east.stack.add("Records", aurora.build());
    replica(&mut east, &aurora);
    let found = findings(east, west);
    assert!(found.contains("is a replica of a cluster of Aurora"), "{found}");
}

#[test]
fn a_region_that_takes_over_has_the_password() {
    let (mut east, mut west) = places();
    let user = user(&mut east, None);
    let records = records(&mut east, &user);
    replica(&mut west, &records);
    let found = findings(east, west);
    assert!(found.contains("`west/Replica` finds its password in `us-east-1`, which it is to outlive"), "{found}");
}
