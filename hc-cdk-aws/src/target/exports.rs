//! What a stack hands to other stacks: values that they use, and values that the program keeps although nobody uses them
//! any more.
//!
//! The name of an export says what it is of, so that a program can keep one by the name in CloudFormation's messages:
//! `data:RecordsGroup:GroupId`, or `data:Network` for the resource's own id. It has a hyphen for each full stop of the
//! attribute, which CloudFormation does not take in a name.

use std::borrow::Cow;

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{KeptExport, ResourceModel, StackModel},
};

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

/// Exports that cannot be kept.
pub(super) fn check(stack: &StackModel, findings: &mut Vec<Finding>) {
    for kept in stack.kept.iter().filter(|kept| find(stack, kept).is_none()) {
        findings.push(Finding {
            written_at: kept.written_at,
            ..stack.finding_here(
                format!("keeps the export `{}`, and has no resource of that name", kept.name),
                "write the name as CloudFormation has it: the stack, a resource of it, and the attribute if it is not the id, joined by colons",
            )
        });
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
    use hc_cdk::{app::App, control::hipaa, date, policy::Production, stack::Stack, value::Attr, waiver::Waiver};

    use crate::{cfn, region};

    fn app(keep: Option<&'static str>, used: bool) -> App {
        let waiver = Waiver::new(hipaa::DATA_BACKUP_PLAN, "rebuilt nightly", "jane.roe", date!("2027-01-31"));
        let mut data = Stack::<Production>::new("data", region::EuWest2);
        let topic = data.add("Topic", waiver.resource(cfn::sns::Topic::default()));
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
    fn a_value_does_not_cross_regions() {
        let waiver = Waiver::new(hipaa::DATA_BACKUP_PLAN, "rebuilt nightly", "jane.roe", date!("2027-01-31"));
        let mut data = Stack::<Production>::new("data", region::UsEast1);
        let topic = data.add("Topic", waiver.resource(cfn::sns::Topic::default()));
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
