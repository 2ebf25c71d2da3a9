//! Properties that CloudFormation would refuse, by what the registry's schemas say of them.

use hc_cdk::{
    finding::Finding,
    model::{ResourceModel, StackModel},
    resource::Tagging,
    value::Quick,
};
use hc_cdk_cfn::schema::{Problem, Schema, Wrong};
use indexmap::IndexMap;

/// The schemas of the types that were met so far, by name.
pub(super) type Schemas = IndexMap<&'static str, Schema, Quick>;

pub(super) fn check(stack: &StackModel, schemas: &mut Schemas, findings: &mut Vec<Finding>) {
    for resource in &stack.resources {
        let schema = schemas.entry(resource.kind.name).or_insert_with(|| Schema::parse(resource.kind.schema));
        schema.check(&resource.properties, &mut |problem| {
            if !is_tags(resource, &problem) {
                findings.push(finding(stack, resource, &problem));
            }
        });
    }
}

/// Whether the problem is that there are no tags: every resource that can have some gets them.
fn is_tags(resource: &ResourceModel, problem: &Problem) -> bool {
    let Some(Tagging::List(property) | Tagging::Map(property)) = resource.kind.tags else { return false };
    problem.wrong == Wrong::Missing && problem.path == property
}

fn finding(stack: &StackModel, resource: &ResourceModel, Problem { path, wrong, allowed }: &Problem) -> Finding {
    let what = match wrong {
        Wrong::Unknown => format!("with a `{path}`, which is none of the properties that can be set"),
        Wrong::Missing => format!("without `{path}`"),
        Wrong::NotOneOf(value) => format!("whose `{path}` is `{value}`, which is not one of the allowed values"),
        Wrong::Length(length) => format!("whose `{path}` has {length}"),
        Wrong::OutOfRange(value) => format!("whose `{path}` is {value}, which is out of range"),
        Wrong::NoMatch(value) => format!("whose `{path}` is `{value}`, which does not match"),
    };
    let name = if resource.name.is_empty() { String::new() } else { format!(" `{}`", resource.name) };
    stack.finding(
        "Schema",
        resource.construct,
        format!("has an `{}`{name} {what}", resource.kind.name),
        format!("`{path}`: {allowed}"),
    )
}
