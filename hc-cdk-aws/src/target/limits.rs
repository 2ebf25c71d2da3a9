//! The limits that CloudFormation puts on a template.
//!
//! Source: "CloudFormation quotas" in the CloudFormation user guide.

use hc_cdk::{check::Checked, finding::Finding, model::StackModel};

use super::{NAME, template};

const RESOURCES: usize = 500;
const PARAMETERS: usize = 200;
const OUTPUTS: usize = 200;
const BYTES: usize = 1024 * 1024;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (at, stack) in checked.stacks_of(NAME) {
        let outputs = stack.outputs.len() + checked.links().exports(at).count();
        let mut limit = |what: &str, count: usize, most: usize| {
            if count > most {
                findings.push(stack.finding_here(
                    format!("has {count} {what}, and CloudFormation takes {most} in a stack"),
                    format!("move some of its constructs to another stack{}", largest(stack)),
                ));
            }
        };
        limit("resources", stack.resources.len(), RESOURCES);
        limit("parameters", stack.parameters.len(), PARAMETERS);
        limit("outputs", outputs, OUTPUTS);
        // A resource takes at least 20 bytes, so a stack this small is known to fit without writing it.
        let bytes = template::bytes(checked, at, stack).len();
        limit("bytes of template", bytes, BYTES);
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
