//! What a stack hands to other stacks: values that they use, and values that the program keeps although nobody uses them
//! any more.
//!
//! The name of an export says what it is of, so that a program can keep one by the name in CloudFormation's messages:
//! `data:RecordsGroup:GroupId`, or `data:Network` for the resource's own id. It has a hyphen for each full stop of the
//! attribute, which CloudFormation does not take in a name. In `data-<suffix>:Network` the suffix is what the deployment gives.

use std::borrow::Cow;

use hc_cdk::{
    check::Checked,
    control::hipaa,
    finding::Finding,
    model::{KeptExport, ResourceModel, StackModel},
    value::{Json, NameSuffix, Token, Value},
};
use serde_json::Value as Tree;

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
    let (owner, path) = kept.name.split_once(':')?;
    let is_ours = match given(stack) {
        None => owner == stack.name(),
        Some(_) => NameSuffix::may_be_one(&format!("{}-{}", stack.name(), NameSuffix::SHOWN), owner),
    };
    if !is_ours {
        return None;
    }
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

/// The name by which other stacks import it, as it stands in the template of `here`, which exports or imports it. If the names of the stack
/// end in what the deployment gives, so does this one: in what is given to the template where it stands.
pub(super) fn name(stack: &StackModel, here: &StackModel, id: &str, attribute: Option<&str>) -> Json {
    let behind = match attribute {
        Some(attribute) => format!(":{id}:{}", attribute.replace('.', "-")),
        None => format!(":{id}"),
    };
    let given = given(stack).and(given(here));
    let Some(suffix) = given else { return format!("{}{behind}", stack.name()).into() };
    Value::<String>::concat([format!("{}-", stack.name()).into(), suffix.clone(), behind.into()]).into()
}

/// What the names of a stack end in, if the deployment gives it.
fn given(stack: &StackModel) -> Option<&Json> {
    stack.name_suffix.as_ref().map(|it| &it.value).filter(|it| it.as_text().is_none())
}

/// The name of an export as a template has it, in which [`NameSuffix::SHOWN`] stands for what the deployment gives.
pub(super) fn shown(name: &Tree) -> Option<String> {
    if let Some(name) = name.as_str() {
        return Some(name.to_owned());
    }
    let parts = name.get("Fn::Join")?.get(1)?.as_array()?.iter();
    let shown = |it: &Tree| it.as_str().map_or_else(|| NameSuffix::SHOWN.to_owned(), str::to_owned);
    Some(parts.map(shown).collect())
}

#[cfg(test)]
mod tests {
    use crate::stack::Stack;
    use hc_cdk::{
        app::App,
        date,
        parameter::Parameter,
        policy::{Development, Production},
        value::{Attr, NameSuffix},
        waiver::{Raw, Waiver},
    };

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
    fn a_kept_export_has_the_suffix_that_the_deployment_gives() {
        let kept = |name: &'static str| {
            let mut stack = Stack::<Development>::new("data", region::EuWest2);
            let suffix = stack.parameter("Copy", Parameter::<NameSuffix>::new("which copy it is"));
            stack.name_suffix(suffix);
            stack.add("Topic", Raw(cfn::sns::Topic::default()));
            stack.keep_export(name);
            App::new("test").stack(stack)
        };
        for name in ["data-<suffix>:Topic:TopicArn", "data-dev:Topic:TopicArn"] {
            let name = &outputs(&kept(name))["ExportTopicTopicArn"]["Export"]["Name"];
            assert_eq!(name["Fn::Join"][1], serde_json::json!(["data-", { "Ref": "Copy" }, ":Topic:TopicArn"]));
            assert_eq!(super::shown(name).as_deref(), Some("data-<suffix>:Topic:TopicArn"));
        }
        for name in ["data:Topic:TopicArn", "data-a-b:Topic:TopicArn", "other-dev:Topic:TopicArn"] {
            let findings = kept(name).synthesize().unwrap_err().to_string();
            assert!(findings.contains("has no resource of that name"), "{findings}");
        }
    }

    #[test]
    fn another_region_finds_nothing_that_has_a_suffix() {
        let mut data = Stack::<Development>::new("data", region::EuWest2);
        let suffix = data.parameter("Copy", Parameter::<NameSuffix>::new("which copy it is"));
        data.name_suffix(suffix);
        let group = data.add("Group", Raw(cfn::iam::Group::default()));
        let mut app = Stack::<Development>::new("app", region::UsEast1);
        let suffix = app.parameter("Copy", Parameter::<NameSuffix>::new("which copy it is"));
        app.name_suffix(suffix);
        let name = Some(Attr::from_json(group.get(cfn::iam::Group::ARN)));
        app.add("Topic", Raw(cfn::sns::Topic { topic_name: name, ..Default::default() }));
        let findings = App::new("test").stack(data).stack(app).synthesize().unwrap_err().to_string();
        assert!(findings.contains("only stacks of the same region can find them"), "{findings}");
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
