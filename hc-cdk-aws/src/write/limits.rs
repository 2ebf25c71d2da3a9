//! The limits that CloudFormation puts on a template.
//!
//! Source: "Understand CloudFormation quotas" in the CloudFormation user guide, and "Tag naming limits" in the guide to
//! tagging AWS resources.

use hc_cdk::{check::Checked, finding::Finding, model::StackModel, target::File, value::Json};
use indexmap::IndexSet;

use super::{
    exports::{self, Exported},
    tags, template,
};
use crate::stack::NAME;

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
                LIMIT,
                "has no resources, and CloudFormation takes no empty stack",
                "add a construct to it, or leave it out of the app",
            ));
        }
        let exported = exports::of(checked, at, stack);
        let outputs = stack.outputs.len() + exported.len();
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
        names(stack, &exported, findings);
        exports::check(stack, &exported, findings);
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

/// What is more than CloudFormation takes is called this in findings.
pub(super) const LIMIT: &str = "CloudFormationLimit";

fn too_many(stack: &StackModel, what: &str, count: usize, most: usize) -> Finding {
    stack.finding_here(
        LIMIT,
        format!("has {count} {what}, and CloudFormation takes {most} in a stack"),
        format!("move some of its constructs to another stack{}", largest(stack)),
    )
}

/// Descriptions, and defaults of parameters.
fn texts(stack: &StackModel, findings: &mut Vec<Finding>) {
    for parameter in &stack.parameters {
        let default = parameter.facts.default.as_ref().and_then(Json::as_text).unwrap_or_default();
        let description = parameter.facts.description;
        let texts = [(default, "default", PARAMETER_VALUE_BYTES), (description, "description", DESCRIPTION_BYTES)];
        for (text, what, most) in texts {
            if text.len() > most {
                let message = format!("has a parameter `{}` whose {what} is longer than {most} bytes", parameter.name);
                findings.push(stack.finding_here(LIMIT, message, "shorten it").at(parameter.written_at));
            }
        }
    }
    for output in stack.outputs.iter().filter(|output| output.description.len() > DESCRIPTION_BYTES) {
        let message =
            format!("has an output `{}` whose description is longer than {DESCRIPTION_BYTES} bytes", output.name);
        findings.push(stack.finding_here(LIMIT, message, "shorten it").at(output.written_at));
    }
}

/// The outputs that hand values to other stacks have names of their own.
fn names(stack: &StackModel, exported: &[Exported<'_>], findings: &mut Vec<Finding>) {
    let mut names = IndexSet::new();
    for Exported { resource, attribute } in exported {
        let name = exports::output(&resource.logical_id, attribute.as_deref());
        if names.contains(&name) {
            findings.push(stack.finding(
                "NameTwice",
                resource.construct,
                format!("is used by another stack through an output `{name}`, which another resource needs as well"),
                "give the construct another name",
            ));
        }
        names.insert(name);
    }
    for output in stack.outputs.iter().filter(|output| names.contains(output.name.as_ref())) {
        let message = format!("has an output `{}`, which hands a value to another stack already", output.name);
        let finding = stack.finding_here("NameTwice", message, "give the output another name");
        findings.push(finding.at(output.written_at));
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

#[cfg(test)]
mod tests {
    use crate::stack::Stack;
    use hc_cdk::{app::App, parameter::Parameter, policy::Development, value::Attr, waiver::Raw};

    use super::*;
    use crate::{cfn, region};

    fn stack() -> Stack<Development> {
        Stack::new("data", region::UsEast1)
    }

    fn with_topics(count: usize) -> Stack<Development> {
        let mut stack = stack();
        for at in 0..count {
            stack.add(format!("Topic{at}"), Raw(cfn::sns::Topic::default()));
        }
        stack
    }

    #[track_caller]
    fn said(stack: Stack<Development>, expected: &[&str]) {
        app_said(&App::new("test").stack(stack), expected);
    }

    #[track_caller]
    fn app_said(app: &App, expected: &[&str]) {
        let findings = app.synthesize().map_or_else(|findings| findings.0, |_| Vec::new());
        assert_eq!(findings.iter().map(|it| it.message.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_stack_has_resources_but_not_too_many() {
        said(stack(), &["has no resources, and CloudFormation takes no empty stack"]);
        said(with_topics(500), &[]);
        said(with_topics(501), &["has 501 resources, and CloudFormation takes 500 in a stack"]);
    }

    #[test]
    fn a_stack_has_not_too_many_parameters_and_outputs() {
        let with = |parameters: usize, outputs: usize| {
            let mut stack = with_topics(1);
            for at in 0..parameters {
                let _ = stack.parameter(format!("P{at}"), Parameter::<String>::new("a parameter"));
            }
            for at in 0..outputs {
                stack.output(format!("O{at}"), "an output", "x");
            }
            stack
        };
        said(with(200, 200), &[]);
        said(
            with(201, 201),
            &[
                "has 201 parameters, and CloudFormation takes 200 in a stack",
                "has 201 outputs, and CloudFormation takes 200 in a stack",
            ],
        );
    }

    #[test]
    fn a_template_is_not_too_large_and_a_large_one_is_noted() {
        let with = |bytes: usize| {
            let mut stack = stack();
            let body = Some("x".repeat(bytes).into());
            stack.add("Board", Raw(cfn::cloudwatch::Dashboard { dashboard_body: body, ..Default::default() }));
            App::new("test").stack(stack)
        };
        assert_eq!(notes(&with(100).synthesize().unwrap()), Vec::<String>::new());
        let large = with(60_000).synthesize().unwrap();
        assert!(notes(&large)[0].starts_with("`data.template.json` is larger than 51200 bytes: it takes"));
        let findings = with(TEMPLATE_BYTES).synthesize().unwrap_err().0;
        assert!(findings[0].message.ends_with(" bytes of template, and CloudFormation takes 1048576 in a stack"));
        assert!(findings[0].help.ends_with("; the largest is `Board` with 1 resources"), "{}", findings[0].help);
    }

    #[test]
    fn texts_are_not_too_long() {
        let mut stack = with_topics(1);
        let long = || "x".repeat(4097);
        let _ = stack.parameter("P", Parameter::<String>::new("a parameter").default_value(long()));
        stack.output("O", long(), "x");
        said(
            stack,
            &[
                "has a parameter `P` whose default is longer than 4096 bytes",
                "has an output `O` whose description is longer than 1024 bytes",
            ],
        );
    }

    #[test]
    fn an_output_does_not_take_the_name_of_an_export() {
        let mut one = stack();
        let topic = one.add("Topic", Raw(cfn::sns::Topic::default()));
        one.output("ExportTopicRef", "taken", "x");
        let mut two = Stack::<Development>::new("two", region::UsEast1);
        let name = Some(Attr::from_json(topic.id()));
        two.add("Copy", Raw(cfn::sns::Topic { topic_name: name, ..Default::default() }));
        let app = App::new("test").stack(one).stack(two);
        app_said(&app, &["has an output `ExportTopicRef`, which hands a value to another stack already"]);
    }

    #[test]
    fn the_nearest_owner_is_the_tag_of_a_resource() {
        let mut stack = Stack::<Development>::new("one", region::UsEast1);
        stack.tag("Owner", "platform");
        for name in ["Alerts", "Orders"] {
            stack.add(name, Raw(cfn::sns::Topic::default()));
        }
        stack.owner("Orders", "pharmacy");
        let template = App::new("test").stack(stack).synthesize().unwrap();
        let template = template.iter().find(|it| it.path == "one.template.json").unwrap();
        let template: serde_json::Value = serde_json::from_slice(&template.bytes).unwrap();
        let owner = |name: &str| {
            let tags = template["Resources"][name]["Properties"]["Tags"].as_array().unwrap();
            let owners: Vec<&str> =
                tags.iter().filter(|it| it["Key"] == "Owner").map(|it| it["Value"].as_str().unwrap()).collect();
            owners.concat()
        };
        assert_eq!([owner("Alerts"), owner("Orders")], ["platform", "pharmacy"]);
    }

    #[test]
    fn tags_are_what_aws_takes() {
        let mut stack = with_topics(1);
        stack.owner("Topic0", "b#d");
        let long = "x".repeat(257);
        for (key, value) in
            [("team", "records"), ("team", "x"), ("stage", "x"), ("AWS:x", "x"), ("long", &long), ("b#d", "x")]
        {
            stack.tag(key, value);
        }
        said(
            stack,
            &[
                "has a tag `team` already",
                "has a tag `stage` already",
                "has a tag `AWS:x` with a key that is not free",
                "has a tag `long` that is too long",
                "has a tag `b#d` with a character that tags cannot have",
                "has an owner `b#d` that a tag cannot have",
            ],
        );
    }
}
