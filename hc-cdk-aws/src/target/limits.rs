//! The limits that CloudFormation puts on a template.
//!
//! Source: "Understand CloudFormation quotas" in the CloudFormation user guide, and "Tag naming limits" in the guide to
//! tagging AWS resources.

use std::collections::BTreeSet;

use hc_cdk::{check::Checked, emit::File, finding::Finding, model::StackModel, value::Json};

use super::{NAME, tags, template};

const RESOURCES: usize = 500;
const PARAMETERS: usize = 200;
const PARAMETER_VALUE_BYTES: usize = 4096;
const OUTPUTS: usize = 200;
const DESCRIPTION_BYTES: usize = 1024;
const TEMPLATE_BYTES: usize = 1024 * 1024;
/// The largest template that is deployed without being uploaded to a bucket first.
const DIRECT_BYTES: usize = 51_200;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (at, stack) in checked.stacks_of(NAME) {
        if stack.resources.is_empty() {
            findings.push(stack.finding_here(
                "has no resources, and CloudFormation takes no empty stack",
                "add a construct to it, or leave it out of the app",
            ));
        }
        let outputs = stack.outputs.len() + checked.links().exports(at).count();
        let counts = [
            ("resources", stack.resources.len(), RESOURCES),
            ("parameters", stack.parameters.len(), PARAMETERS),
            ("outputs", outputs, OUTPUTS),
        ];
        for (what, count, most) in counts {
            if count > most {
                findings.push(too_many(stack, what, count, most));
            }
        }
        texts(stack, findings);
        exports(checked, at, stack, findings);
        tags::check(stack, findings);
    }
}

/// Checks what only the written template shows.
pub(super) fn check_size(stack: &StackModel, bytes: usize, findings: &mut Vec<Finding>) {
    if bytes > TEMPLATE_BYTES {
        findings.push(too_many(stack, "bytes of template", bytes, TEMPLATE_BYTES));
    }
}

/// What whoever deploys templates of that size has to know.
pub(super) fn notes(files: &[File]) -> Vec<String> {
    let large: Vec<String> = files
        .iter()
        .filter(|file| template::is_template(&file.path) && file.bytes.len() > DIRECT_BYTES)
        .map(|file| format!("`{}`", file.path))
        .collect();
    if large.is_empty() {
        return Vec::new();
    }
    vec![format!(
        "{} is larger than {DIRECT_BYTES} bytes: it takes `aws cloudformation deploy --s3-bucket`, or an account that was bootstrapped for `cdk deploy`",
        large.join(", ")
    )]
}

fn too_many(stack: &StackModel, what: &str, count: usize, most: usize) -> Finding {
    stack.finding_here(
        format!("has {count} {what}, and CloudFormation takes {most} in a stack"),
        format!("move some of its constructs to another stack{}", largest(stack)),
    )
}

/// Descriptions, and defaults of parameters.
fn texts(stack: &StackModel, findings: &mut Vec<Finding>) {
    for parameter in &stack.parameters {
        let texts = [("Default", "default", PARAMETER_VALUE_BYTES), ("Description", "description", DESCRIPTION_BYTES)];
        for (name, what, most) in texts {
            if parameter.facts.get(name).and_then(Json::as_text).is_some_and(|text| text.len() > most) {
                findings.push(Finding {
                    written_at: parameter.written_at,
                    ..stack.finding_here(
                        format!("has a parameter `{}` whose {what} is longer than {most} bytes", parameter.name),
                        "shorten it",
                    )
                });
            }
        }
    }
    for output in stack.outputs.iter().filter(|output| output.description.len() > DESCRIPTION_BYTES) {
        findings.push(Finding {
            written_at: output.written_at,
            ..stack.finding_here(
                format!("has an output `{}` whose description is longer than {DESCRIPTION_BYTES} bytes", output.name),
                "shorten it",
            )
        });
    }
}

/// The outputs that hand values to other stacks have names of their own.
fn exports(checked: &Checked<'_>, at: usize, stack: &StackModel, findings: &mut Vec<Finding>) {
    let mut names = BTreeSet::new();
    for export in checked.links().exports(at) {
        let Some(resource) = stack.resources.get(export.resource) else { continue };
        let name = template::export_output(&resource.logical_id, export.attribute);
        if names.contains(&name) {
            findings.push(stack.finding(
                resource.construct,
                format!("is used by another stack through an output `{name}`, which another resource needs as well"),
                "give the construct another name",
            ));
        }
        names.insert(name);
    }
    for output in stack.outputs.iter().filter(|output| names.contains(output.name.as_ref())) {
        findings.push(Finding {
            written_at: output.written_at,
            ..stack.finding_here(
                format!("has an output `{}`, which hands a value to another stack already", output.name),
                "give the output another name",
            )
        });
    }
}

/// The construct with the most resources, in words.
fn largest(stack: &StackModel) -> String {
    let mut counts = vec![0_usize; stack.constructs.len()];
    for resource in &stack.resources {
        if let Some(count) = counts.get_mut(resource.construct as usize) {
            *count += 1;
        }
    }
    let largest = stack.constructs.iter().zip(&counts).max_by_key(|(_, count)| **count);
    largest.map_or_else(String::new, |(construct, count)| {
        format!("; the largest is `{}` with {count} resources", construct.path)
    })
}
