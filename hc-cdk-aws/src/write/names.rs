//! Names that things have of their own: two of one name in a region, and those that their service refuses.
//!
//! Sources: "CloudTrail trail naming requirements", `DBInstanceIdentifier` of `AWS::RDS::DBInstance` (stored in lower case),
//! "Naming requirements" of IAM, whose names are those of an account and compared without case, and "Constraints" of RDS with what it
//! answers to `MasterUsername` and `DBName` (aws/aws-cdk#10579, aws-cloudformation/cfn-lint#4425).

use std::borrow::Cow;

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::{Json, NameSuffix},
};
use indexmap::IndexMap;

use super::{
    found::{is_sometimes, named},
    named::NAMED,
};
use crate::stack::NAME;

/// A name that is taken is called this in findings.
const TWICE: &str = "NameTwice";
/// One that is refused, this.
pub(super) const REFUSED: &str = "NameRefused";

/// How names begin that a service keeps for what AWS makes: the type, its name, what it begins with, and what to begin it with
/// instead. Of parameters, upper case is lower case.
///
/// Sources: `AliasName` of `CreateAlias` of KMS, `Name` of `PutParameter` of Systems Manager, `GroupName` of `CreateSecurityGroup` of EC2.
const KEPT: [(&str, &str, &[&str], &str); 3] = [
    ("AWS::EC2::SecurityGroup", "GroupName", &["sg-"], "begin it with something else than `sg-`"),
    ("AWS::KMS::Alias", "AliasName", &["alias/aws/"], "begin it with `alias/` and a name of your own"),
    (
        "AWS::SSM::Parameter",
        "Name",
        &["aws", "ssm", "/aws/"],
        "begin it with the name of the system, such as `/clinic/`",
    ),
];

/// What compares names without case.
const WITHOUT_CASE: [&str; 2] = ["AWS::IAM::", "AWS::RDS::"];
/// What has names for all regions of an account.
const GLOBAL: [&str; 2] = ["AWS::IAM::", "AWS::S3::"];

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut taken: IndexMap<(&str, &str, String, String), (&StackModel, &ResourceModel)> = IndexMap::new();
    for (_, stack) in checked.stacks_of(NAME) {
        for resource in &stack.resources {
            reserved(stack, resource, findings);
            kept(stack, resource, findings);
            let Some(name) = name(resource) else { continue };
            refused(stack, resource, &name, findings);
            if is_sometimes(resource) {
                continue;
            }
            match taken.get(&key(stack, resource, &name)) {
                Some(&(other, before)) => findings.push(twice((stack, resource), (other, before), &name)),
                None => drop(taken.insert(key(stack, resource, &name), (stack, resource))),
            }
        }
    }
}

/// The name of a thing, if it is known and has one of its own.
fn name(resource: &ResourceModel) -> Option<Cow<'_, str>> {
    let (_, property, _) = named_kind(resource)?;
    NameSuffix::known(resource.properties.get(property)?)
}

/// What is known of the names of its kind, if it has some.
fn named_kind(resource: &ResourceModel) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let at = NAMED.binary_search_by_key(&resource.kind(), |(kind, ..)| kind).ok()?;
    NAMED.get(at)
}

/// Where a name stands once, and as what it is compared.
fn key<'a>(stack: &'a StackModel, resource: &'a ResourceModel, name: &str) -> (&'a str, &'a str, String, String) {
    let is = |all: &[&str]| all.iter().any(|start| resource.kind().starts_with(start));
    let name = if is(&WITHOUT_CASE) { name.to_ascii_lowercase() } else { name.to_owned() };
    let within = named_kind(resource).map_or("", |(.., within)| within);
    let within = resource.properties.get(within).map_or_else(String::new, named);
    (resource.kind(), if is(&GLOBAL) { "" } else { stack.region }, within, name)
}

fn twice(
    (stack, resource): (&StackModel, &ResourceModel),
    (other, before): (&StackModel, &ResourceModel),
    name: &str,
) -> Finding {
    let by = other.path_of(before.construct);
    let message = format!("has an `{}` of the name `{name}`, and so has `{by}`", resource.kind());
    stack.finding(TWICE, resource.construct, message, "give one of them another name")
}

/// What the service does not take, and the schemas do not say.
fn refused(stack: &StackModel, resource: &ResourceModel, name: &str, findings: &mut Vec<Finding>) {
    let is_mark = |it: char| matches!(it, '-' | '.' | '_');
    let two = name.chars().zip(name.chars().skip(1)).any(|(one, next)| is_mark(one) && is_mark(next));
    if resource.kind() == "AWS::CloudTrail::Trail" && two {
        let message = format!(
            "has a trail of the name `{name}`, and CloudTrail takes no two hyphens, dots or underscores in a row"
        );
        findings.push(stack.finding(REFUSED, resource.construct, message, "name the stack and the trail so"));
    }
}

/// Names that begin as those do that AWS makes.
fn kept(stack: &StackModel, resource: &ResourceModel, findings: &mut Vec<Finding>) {
    for (_, property, beginnings, help) in KEPT.iter().filter(|(kind, ..)| *kind == resource.kind()) {
        let Some(name) = resource.properties.get(property).and_then(NameSuffix::known) else { continue };
        let name = name.as_ref();
        let compared = if *property == "Name" { name.to_ascii_lowercase() } else { name.to_owned() };
        if beginnings.iter().any(|it| compared.starts_with(it)) {
            let message =
                format!("has an `{}` of the name `{name}`, and AWS keeps such names for itself", resource.kind());
            findings.push(stack.finding(REFUSED, resource.construct, message, *help));
        }
    }
}

/// The first user and the first database, which an engine may have already or keep for itself.
fn reserved(stack: &StackModel, resource: &ResourceModel, findings: &mut Vec<Finding>) {
    if !matches!(resource.kind(), "AWS::RDS::DBCluster" | "AWS::RDS::DBInstance") {
        return;
    }
    let text = |name| resource.properties.get(name).and_then(Json::as_text);
    let engine = text("Engine").unwrap_or_default();
    let kept = |postgres: &'static [&'static str], mysql: &'static [&'static str]| match engine {
        it if it.contains("postgres") => postgres,
        it if it.contains("mysql") || it == "mariadb" => mysql,
        _ => &[],
    };
    let databases = kept(
        // A first database `postgres` is the one that there is.
        &["rdsadmin", "template0", "template1"],
        &["information_schema", "innodb", "mysql", "performance_schema", "sys", "tmp"],
    );
    let is_one_of = |name: &str, all: &[&str]| all.iter().any(|it| name.eq_ignore_ascii_case(it));
    let begins = |name: &str| engine.contains("postgres") && name.to_ascii_lowercase().starts_with("pg_");
    let user = text("MasterUsername")
        .filter(|it| is_one_of(it, kept(&["admin", "rdsadmin"], &["rdsadmin"])) || begins(it))
        .map(|it| ("first user", it, "give it another name, such as `administrator`"));
    let database = ["DBName", "DatabaseName"].into_iter().find_map(text).filter(|it| is_one_of(it, databases));
    let database = database.map(|it| ("first database", it, "give it another name, or leave it out"));
    for (what, name, help) in user.into_iter().chain(database) {
        let message = format!("has a database whose {what} is `{name}`, which `{engine}` keeps for itself");
        findings.push(stack.finding(REFUSED, resource.construct, message, help));
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        policy::Development,
        value::{Attr, Object},
        waiver::Raw,
    };

    use super::{
        super::found::{Plain, messages},
        NAMED, REFUSED,
    };
    use crate::{
        cfn::{logs, rds},
        prelude::*,
        region,
    };

    #[test]
    fn kinds_with_names_are_found_by_order() {
        assert!(NAMED.is_sorted_by(|one, next| one.0 < next.0));
    }

    fn database(stack: &mut Stack<Development>, name: &'static str, identifier: &'static str) {
        let it = rds::DbInstance { db_instance_identifier: Some(identifier.into()), ..Default::default() };
        stack.add(name, Raw(it));
    }

    fn lines(stack: &mut Stack<Development>, name: &'static str, group: &'static str) {
        stack.add(name, Raw(logs::LogGroup { log_group_name: Some(Attr::literal(group)), ..Default::default() }));
    }

    fn stack(name: &'static str) -> Stack<Development> {
        Stack::new(name, region::UsEast1)
    }

    fn findings(app: &App) -> String {
        app.check().err().map_or_else(String::new, |all| all.to_string())
    }

    #[test]
    fn two_of_one_name_are_found_as_their_service_compares_them() {
        let (mut one, mut other) = (stack("one"), stack("other"));
        database(&mut one, "Records", "clinic");
        database(&mut other, "Records", "Clinic");
        let found = findings(&App::new("test").stack(one).stack(other));
        assert!(found.contains("of the name `Clinic`, and so has `one/Records`"), "{found}");

        let mut apart = stack("one");
        lines(&mut apart, "One", "clinic");
        lines(&mut apart, "Other", "Clinic");
        assert!(!findings(&App::new("test").stack(apart)).contains("of the name"));
        let mut twice = stack("one");
        lines(&mut twice, "One", "clinic");
        lines(&mut twice, "Other", "clinic");
        assert!(findings(&App::new("test").stack(twice)).contains("of the name `clinic`, and so has `one/One`"));
    }

    #[test]
    fn a_name_that_counts_in_something_is_free_in_something_else() {
        let service = |cluster: &'static str| {
            Plain("AWS::ECS::Service", Object::new().with("ServiceName", "api").with("Cluster", cluster))
        };
        let found = |clusters: [&'static str; 2]| {
            let mut one = stack("one");
            one.add("One", Raw(service(clusters[0])));
            one.add("Other", Raw(service(clusters[1])));
            messages(&App::new("test").stack(one), &[super::TWICE])
        };
        assert!(found(["blue", "green"]).is_empty());
        assert_eq!(found(["blue", "blue"]), ["has an `AWS::ECS::Service` of the name `api`, and so has `one/One`"]);
    }

    #[test]
    fn one_name_is_free_in_each_region() {
        let (mut one, mut other) = (stack("one"), Stack::<Development>::new("other", region::UsWest2));
        lines(&mut one, "Lines", "clinic");
        lines(&mut other, "Lines", "clinic");
        assert!(!findings(&App::new("test").stack(one).stack(other)).contains("of the name"));
    }

    #[test]
    fn a_trail_has_no_two_hyphens_in_a_row() {
        let of = |name: &'static str| {
            let mut stack = stack(name);
            let key = stack.add("Key", CustomerKey::builder().build());
            stack.add("Audit", AuditTrail::builder().key(&key).build());
            findings(&App::new("test").stack(stack))
        };
        assert!(of("clinic--x").contains("takes no two hyphens, dots or underscores in a row"));
        assert_eq!(of("clinic-x"), "");
    }

    #[test]
    fn aws_keeps_beginnings_of_names_for_itself() {
        for (kind, property, name, found) in [
            ("AWS::KMS::Alias", "AliasName", "alias/aws/clinic", 1),
            ("AWS::KMS::Alias", "AliasName", "alias/AWS/clinic", 0),
            ("AWS::KMS::Alias", "AliasName", "alias/awsome", 0),
            ("AWS::SSM::Parameter", "Name", "awsLimits", 1),
            ("AWS::SSM::Parameter", "Name", "SSM-limits", 1),
            ("AWS::SSM::Parameter", "Name", "/aws/limits", 1),
            ("AWS::SSM::Parameter", "Name", "/clinic/aws", 0),
            ("AWS::EC2::SecurityGroup", "GroupName", "sg-clinic", 1),
            ("AWS::EC2::SecurityGroup", "GroupName", "clinic-sg-1", 0),
        ] {
            let mut stack = stack("one");
            stack.add("It", Raw(Plain(kind, Object::new().with(property, name))));
            assert_eq!(messages(&App::new("test").stack(stack), &[REFUSED]).len(), found, "{kind} {name}");
        }
    }

    #[test]
    fn an_engine_keeps_names_for_itself() {
        let of = |kind, engine: &'static str, property: &'static str, name: &'static str| {
            let mut stack = stack("one");
            let it = Object::new().with("Engine", engine).with(property, name);
            stack.add("Records", Raw(Plain(kind, it)));
            messages(&App::new("test").stack(stack), &[REFUSED]).len()
        };
        let (instance, cluster) = ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster");
        for (kind, engine, property, name, found) in [
            (instance, "postgres", "MasterUsername", "admin", 1),
            (instance, "postgres", "MasterUsername", "pg_dba", 1),
            (cluster, "aurora-postgresql", "MasterUsername", "RDSAdmin", 1),
            (cluster, "aurora-postgresql", "MasterUsername", "postgres", 0),
            (cluster, "aurora-mysql", "MasterUsername", "admin", 0),
            (cluster, "aurora-mysql", "MasterUsername", "rdsadmin", 1),
            (cluster, "aurora-mysql", "DatabaseName", "sys", 1),
            (instance, "postgres", "DBName", "template1", 1),
            (instance, "mysql", "DBName", "template1", 0),
            (instance, "postgres", "DBName", "postgres", 0),
        ] {
            assert_eq!(of(kind, engine, property, name), found, "{engine} {property} {name}");
        }
    }
}
