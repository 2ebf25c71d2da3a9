//! What a stack hands to other stacks: values that they use, and values that the program keeps although nobody uses them
//! any more.
//!
//! The name of an export says what it is of, so that a program can keep one by the name in CloudFormation's messages:
//! `data:RecordsGroup:GroupId`, or `data:Network` for the resource's own id. It has a hyphen for each full stop of the
//! attribute, which CloudFormation does not take in a name.

use std::borrow::Cow;

use hc_cdk::{
    check::Checked,
    control::hipaa,
    finding::Finding,
    model::{KeptExport, ResourceModel, StackModel},
    value::Token,
};

use crate::rules::SECRET_ATTRIBUTES;

/// An attribute of a resource, or its id, as other stacks get it.
pub(super) struct Exported<'a> {
    pub(super) resource: &'a ResourceModel,
    pub(super) attribute: Option<Cow<'static, str>>,
}

/// Everything that a stack exports: what others use, then what else is kept.
pub(super) fn of<'a>(checked: &Checked<'a>, at: usize, stack: &'a StackModel) -> Vec<Exported<'a>> {
    let mut all: Vec<Exported<'_>> = checked
        .links()
        .exports(at)
        .filter_map(|export| {
            let resource = stack.resources.get(export.resource)?;
            Some(Exported { resource, attribute: export.attribute.map(Cow::Borrowed) })
        })
        .collect();
    for exported in stack.kept.iter().filter_map(|kept| find(stack, kept)) {
        let same = |it: &Exported<'_>| {
            it.resource.logical_id == exported.resource.logical_id && it.attribute == exported.attribute
        };
        if !all.iter().any(same) {
            all.push(exported);
        }
    }
    all
}

/// What a secret in an output is called in findings.
const SECRET_OUTPUT: &str = "SecretInOutput";

/// Exports that cannot be kept, and secrets that would be told to whoever may look at the stack.
pub(super) fn check(stack: &StackModel, exported: &[Exported<'_>], findings: &mut Vec<Finding>) {
    let secret = |name: &str| SECRET_ATTRIBUTES.contains(&name);
    let message =
        |name: &str| format!("tells its `{name}` in an output, which everybody reads who may look at the stack");
    let help = "put it into a secret, and hand over that secret's ARN";
    for Exported { resource, attribute } in exported {
        if let Some(name) = attribute.as_deref().filter(|name| secret(name)) {
            let finding = stack.finding(SECRET_OUTPUT, resource.construct, message(name), help);
            findings.push(finding.citing(hipaa::PASSWORDS));
        }
    }
    for output in &stack.outputs {
        output.value.tokens(&mut |token| {
            if let Token::Attribute { name: Some(name), .. } = token
                && secret(name)
            {
                let finding = stack.finding_here(SECRET_OUTPUT, message(name), help);
                findings.push(finding.citing(hipaa::PASSWORDS).at(output.written_at));
            }
        });
    }
    for kept in stack.kept.iter().filter(|kept| find(stack, kept).is_none()) {
        let message = format!("keeps the export `{}`, and has no resource of that name", kept.name);
        let help = "write the name as CloudFormation has it: the stack, a resource of it, and the attribute if it is not the id, joined by colons";
        findings.push(stack.finding_here("UnknownExport", message, help).at(kept.written_at));
    }
}

/// What a kept name is of.
fn find<'a>(stack: &'a StackModel, kept: &KeptExport) -> Option<Exported<'a>> {
    let path = kept.name.strip_prefix(stack.name())?.strip_prefix(':')?;
    let (id, attribute) = match path.split_once(':') {
        Some((id, attribute)) => (id, Some(Cow::Owned(attribute.replace('-', ".")))),
        None => (path, None),
    };
    let resource = stack.resources.iter().find(|resource| resource.logical_id == id)?;
    Some(Exported { resource, attribute })
}

/// The name of the output that hands an attribute to other stacks.
pub(super) fn output(id: &str, attribute: Option<&str>) -> String {
    let attribute = attribute.unwrap_or("Ref").chars().filter(char::is_ascii_alphanumeric);
    "Export".chars().chain(id.chars()).chain(attribute).collect()
}

/// The name by which other stacks import it.
pub(super) fn name(stack: &str, id: &str, attribute: Option<&str>) -> String {
    match attribute {
        Some(attribute) => format!("{stack}:{id}:{}", attribute.replace('.', "-")),
        None => format!("{stack}:{id}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::stack::Stack;
    use hc_cdk::{app::App, date, policy::Production, value::Attr, waiver::Waiver};

    use crate::{cfn, region};

    fn app(keep: Option<&'static str>, used: bool) -> App {
        let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "rebuilt nightly", "jane.roe", date!("2027-01-31"));
        let mut data = Stack::<Production>::new("data", region::EuWest2);
        let topic = data.add("Topic", waiver.clone().resource(cfn::sns::Topic::default()));
        if let Some(name) = keep {
            data.keep_export(name);
        }
        let mut app = Stack::<Production>::new("app", region::EuWest2);
        let name = used.then(|| Attr::from_json(topic.get(cfn::sns::Topic::TOPIC_ARN)));
        app.add("Copy", waiver.resource(cfn::sns::Topic { topic_name: name, ..Default::default() }));
        App::new("test").stack(data).stack(app)
    }

    fn outputs(app: &App) -> serde_json::Value {
        let files = app.synthesize().unwrap();
        let data = files.iter().find(|file| file.path == "data.template.json").unwrap();
        serde_json::from_slice::<serde_json::Value>(&data.bytes).unwrap()["Outputs"].take()
    }

    #[test]
    fn a_kept_export_stays_as_it_was_when_nobody_uses_it() {
        let used = outputs(&app(None, true));
        assert_eq!(used["ExportTopicTopicArn"]["Export"]["Name"], "data:Topic:TopicArn");
        assert_eq!(outputs(&app(Some("data:Topic:TopicArn"), true)), used);
        assert_eq!(outputs(&app(Some("data:Topic:TopicArn"), false)), used);
        assert_eq!(outputs(&app(None, false)), serde_json::Value::Null);
        let id = outputs(&app(Some("data:Topic"), false));
        assert_eq!(id["ExportTopicRef"]["Value"], serde_json::json!({"Ref": "Topic"}));
    }

    #[test]
    fn a_secret_is_no_output() {
        for handed in [true, false] {
            let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "rebuilt nightly", "jane.roe", date!("2027-01-31"));
            let mut data = Stack::<Production>::new("data", region::EuWest2);
            let key = cfn::iam::AccessKey { user_name: Some("jane".into()), ..Default::default() };
            let key = data.add("Key", waiver.clone().resource(key));
            let mut app = Stack::<Production>::new("app", region::EuWest2);
            let secret = key.get(cfn::iam::AccessKey::SECRET_ACCESS_KEY);
            if handed {
                let name = Some(Attr::from_json(secret));
                app.add("Copy", waiver.resource(cfn::sns::Topic { topic_name: name, ..Default::default() }));
            } else {
                app.add("Copy", waiver.resource(cfn::sns::Topic::default()));
                data.output("Key", "told", secret);
            }
            let findings = App::new("test").stack(data).stack(app).synthesize().unwrap_err().to_string();
            assert!(findings.contains("tells its `SecretAccessKey` in an output"), "{findings}");
        }
    }

    #[test]
    fn a_value_does_not_cross_regions() {
        let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "rebuilt nightly", "jane.roe", date!("2027-01-31"));
        let mut data = Stack::<Production>::new("data", region::UsEast1);
        let topic = data.add("Topic", waiver.clone().resource(cfn::sns::Topic::default()));
        let mut app = Stack::<Production>::new("app", region::EuWest2);
        let name = Some(Attr::from_json(topic.id()));
        app.add("Copy", waiver.resource(cfn::sns::Topic { topic_name: name, ..Default::default() }));
        let findings = App::new("test").stack(data).stack(app).synthesize().unwrap_err();
        assert!(findings.to_string().contains("refers directly to `data`, which is in us-east-1"), "{findings}");
    }

    #[test]
    fn what_is_not_there_cannot_be_kept() {
        for name in ["data:Topics:TopicArn", "app:Copy:TopicArn", "Topic", "data:", ""] {
            let findings = app(Some(name), true).synthesize().unwrap_err();
            assert!(findings.to_string().contains("has no resource of that name"), "{findings}");
        }
    }
}
