//! Names that things have of their own: two of one name in a region, and those that their service refuses.
//!
//! Sources: "CloudTrail trail naming requirements", `DBInstanceIdentifier` of `AWS::RDS::DBInstance` (stored in lower case), and
//! "Naming requirements" of IAM, whose names are those of an account and compared without case.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::Json,
};
use indexmap::IndexMap;

use super::refused::NAMED;
use crate::stack::NAME;

/// A name that is taken is called this in findings.
const TWICE: &str = "NameTwice";
/// One that is refused, this.
const REFUSED: &str = "NameRefused";

/// What compares names without case.
const WITHOUT_CASE: [&str; 2] = ["AWS::IAM::", "AWS::RDS::"];
/// What has names for all regions of an account.
const GLOBAL: [&str; 2] = ["AWS::IAM::", "AWS::S3::"];

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut taken: IndexMap<(&str, &str, String), (&StackModel, &ResourceModel)> = IndexMap::new();
    for (_, stack) in checked.stacks_of(NAME) {
        for resource in &stack.resources {
            let Some(name) = name(resource) else { continue };
            refused(stack, resource, name, findings);
            match taken.get(&key(stack, resource, name)) {
                Some(&(other, before)) => findings.push(twice((stack, resource), (other, before), name)),
                None => drop(taken.insert(key(stack, resource, name), (stack, resource))),
            }
        }
    }
}

/// The name of a thing, if it is known and has one of its own.
fn name(resource: &ResourceModel) -> Option<&str> {
    let (_, property) = NAMED.iter().find(|(kind, _)| *kind == resource.kind())?;
    resource.properties.get(property).and_then(Json::as_text)
}

/// Where a name stands once, and as what it is compared.
fn key<'a>(stack: &'a StackModel, resource: &'a ResourceModel, name: &str) -> (&'a str, &'a str, String) {
    let is = |all: &[&str]| all.iter().any(|start| resource.kind().starts_with(start));
    let name = if is(&WITHOUT_CASE) { name.to_ascii_lowercase() } else { name.to_owned() };
    (resource.kind(), if is(&GLOBAL) { "" } else { stack.region }, name)
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

#[cfg(test)]
mod tests {
    use hc_cdk::{app::App, policy::Development, value::Attr, waiver::Raw};

    use crate::{
        cfn::{logs, rds},
        prelude::*,
        region,
    };

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
}
