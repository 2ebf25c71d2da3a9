//! What the declared resources of a database are like.

use hc_cdk::{
    data::Synthetic,
    dimension::{
        availability::MultiAz,
        tls::{Tls12, Tls13},
    },
    model::{ResourceModel, StackModel},
    policy::Development,
    uses::Use,
};

use super::Engine;
use crate::{assertions::Clinic, network::Subnets, prelude::*, region};

fn in_three_zones(declare: impl FnOnce(&mut Stack<Development>, &Perimeter<Synthetic>)) -> Stack<Development> {
    let Clinic { mut stack, zone, .. } = Clinic::new("try", region::EuWest2);
    declare(&mut stack, &zone);
    stack
}

fn all<'a>(model: &'a StackModel, kind: &'a str) -> impl Iterator<Item = &'a ResourceModel> {
    model.resources.iter().filter(move |it| it.kind.name == kind)
}

#[test]
fn aurora_has_a_machine_in_each_zone_where_the_loss_of_one_is_survived() {
    let stack = in_three_zones(|stack, zone| {
        let database = EncryptedDatabase::builder().perimeter(zone).engine(AuroraPostgres::V17).build();
        stack.add("One", database.clone());
        stack.add("Three", database.availability(MultiAz));
    });
    assert_eq!(all(stack.model(), "AWS::RDS::DBInstance").count(), 1 + 3);
}

#[test]
fn a_major_upgrade_is_allowed_while_the_program_says_so() {
    let allowed = |is_allowed| {
        let stack = in_three_zones(|stack, zone| {
            let records = EncryptedDatabase::builder().perimeter(zone).engine(Postgres::V17);
            stack.add("Records", records.allow_major_version_upgrade(is_allowed).build());
        });
        let made = all(stack.model(), "AWS::RDS::DBInstance").next().unwrap();
        made.properties.get("AllowMajorVersionUpgrade").cloned()
    };
    assert_eq!([allowed(true), allowed(false)], [Some(true.into()), None]);
}

#[test]
fn every_log_that_is_exported_has_a_group_that_comes_first() {
    for engine in [Engine::from(Postgres::V16), Mysql::V8_4.into(), AuroraPostgres::V16.into()] {
        let stack = in_three_zones(|stack, zone| {
            stack.add("Records", EncryptedDatabase::builder().perimeter(zone).engine(engine).build());
        });
        let model = stack.model();
        let database = model.resources.iter().find(|it| it.logical_id == "Records").unwrap();
        let exports = database.properties.get("EnableCloudwatchLogsExports").unwrap().as_list().unwrap();
        let first: Vec<&str> = database
            .depends_on
            .iter()
            .map(|at| model.resources[*at as usize].properties.get("LogGroupName").unwrap().as_text().unwrap())
            .collect();
        assert_eq!(first.len(), exports.len());
        for (group, log) in first.iter().zip(exports) {
            assert!(group.ends_with(&format!("/try-records/{}", log.as_text().unwrap())), "{group}");
        }
    }
}

#[test]
fn whoever_administers_gets_the_password_by_reference_only() {
    let mut records = None;
    let _ = in_three_zones(|stack, zone| {
        let database = EncryptedDatabase::builder().perimeter(zone).engine(Postgres::V17).build();
        records = Some(stack.add("Records", database));
    });
    let using = Use::of(&records.unwrap().administrator());
    let names: Vec<_> = using.variables().map(|(name, _)| name).collect();
    assert_eq!(names, ["HOST", "PORT", "NAME"]);
    let credentials = using.connection.credentials.clone().unwrap();
    assert_eq!(credentials.fields, [("USERNAME", "username"), ("PASSWORD", "password")]);
    // Who has a password needs no rights besides.
    assert_eq!(using.rights(), []);
}

#[test]
fn a_connection_with_an_older_tls_than_the_policy_s_is_refused() {
    let version =
        |engine: Engine, name, tls| engine.parameters(tls).get(name).and_then(|it| it.as_text().map(str::to_owned));
    let of_postgres = |tls| version(Postgres::V17.into(), "ssl_min_protocol_version", tls);
    let of_mysql = |tls| version(Mysql::V8_4.into(), "tls_version", tls);
    assert_eq!(
        (of_postgres(Tls12::POSITION).as_deref(), of_postgres(Tls13::POSITION).as_deref()),
        (Some("TLSv1.2"), Some("TLSv1.3"))
    );
    assert_eq!((of_mysql(Tls12::POSITION).as_deref(), of_mysql(Tls13::POSITION).as_deref()), (None, Some("TLSv1.3")));
}

#[test]
fn a_database_beside_the_workloads_is_not_said_to_be_isolated() {
    let mut clinic = Clinic::<Development, Synthetic>::new("clinic", region::EuWest2);
    let public = [cidr!("10.0.1.0/24"), cidr!("10.0.2.0/24")];
    let private = [cidr!("10.0.11.0/24"), cidr!("10.0.12.0/24")];
    let vpc = Vpc::builder().cidr(cidr!("10.0.0.0/16")).key(&clinic.key);
    let vpc = clinic.stack.add("Two", vpc.subnets(Subnets::of(public, private)).build());
    let zone = Perimeter::<Synthetic>::builder().vpc(&vpc).key(&clinic.key).trail(&clinic.trail).build();
    let zone = clinic.stack.add("Zone", zone);
    let database = EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build();
    clinic.stack.add("Records", database);
    let template = clinic.template();
    let group = &template.json()["Resources"]["RecordsSubnets"]["Properties"];
    assert_eq!(group["SubnetIds"][0]["Fn::GetAtt"][0], "TwoPrivateSubnet1");
    assert_eq!(group["DBSubnetGroupDescription"], "Subnets of stores");
}
