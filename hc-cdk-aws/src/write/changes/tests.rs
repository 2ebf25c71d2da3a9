//! What a difference says of templates.

use crate::stack::Stack;
use hc_cdk::{app::App, policy::Development, resource::Resource, value::Attr, waiver::Raw};
use serde_json::json;

use super::*;
use crate::{cfn, region};

const RULES: ResourceType =
    ResourceType { create_only: &["Name", "Rules/*/Id", "Options/Mode"], ..ResourceType::untyped("Test::Test::Rules") };

fn of(kind: &ResourceType, old: &Value, new: &Value) -> Option<Action> {
    action(kind, &json!({ "Properties": old }), &json!({ "Properties": new }))
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn only_what_stands_at_a_fixed_path_replaces_a_resource() {
    let old = json!({ "Name": "a", "Rules": [{ "Id": 1, "Text": "x" }], "Options": { "Mode": "m", "Size": 1 } });
    let with = |pointer: &str, value: Value| {
        let mut new = old.clone();
        *new.pointer_mut(pointer).unwrap() = value;
        of(&RULES, &old, &new)
    };
    assert_eq!(of(&RULES, &old, &old), None);
    assert_eq!(with("/Rules/0/Text", json!("y")), Some(Action::Changed(names(&["Rules"]))));
    assert_eq!(with("/Options/Size", json!(2)), Some(Action::Changed(names(&["Options"]))));
    assert_eq!(with("/Rules/0/Id", json!(2)), Some(Action::Replaced(names(&["Rules/*/Id"]))));
    assert_eq!(with("/Options/Mode", json!("n")), Some(Action::Replaced(names(&["Options/Mode"]))));
    assert_eq!(with("/Name", json!("b")), Some(Action::Replaced(names(&["Name"]))));
}

#[test]
fn what_depends_on_the_values_is_said_to() {
    let change = of(cfn::rds::DbInstance::TYPE, &json!({ "MultiAZ": false }), &json!({ "MultiAZ": true }));
    assert_eq!(change, Some(Action::MaybeReplaced(names(&["MultiAZ"]))));
}

#[test]
fn what_the_documentation_says_of_changes_counts_too() {
    let change = |kind, property: &str| of(kind, &json!({ property: "a" }), &json!({ property: "b" }));
    for (kind, property) in [
        (cfn::certificatemanager::Certificate::TYPE, "ValidationMethod"),
        (cfn::ec2::Eip::TYPE, "Domain"),
        (cfn::route53::RecordSet::TYPE, "Name"),
    ] {
        assert_eq!(change(kind, property), Some(Action::Replaced(names(&[property]))));
    }
    let locked = change(cfn::s3::Bucket::TYPE, "ObjectLockEnabled");
    assert_eq!(locked, Some(Action::MaybeReplaced(names(&["ObjectLockEnabled"]))));
    // That interrupts, and replaces nothing.
    assert_eq!(change(cfn::rds::DbInstance::TYPE, "Port"), Some(Action::Changed(names(&["Port"]))));
}

#[test]
fn what_stands_beside_the_properties_counts() {
    let (old, new) = (json!({ "DeletionPolicy": "Retain" }), json!({ "DeletionPolicy": "Delete" }));
    assert_eq!(action(&RULES, &old, &new), Some(Action::Changed(names(&["DeletionPolicy"]))));
}

/// A stack with a bucket of that name, and an output if `told`.
fn app(bucket: &'static str, told: bool) -> App {
    let mut stack = Stack::<Development>::new("data", region::UsEast1);
    let name = Some(Attr::literal(bucket));
    let made = stack.add("Files", Raw(cfn::s3::Bucket { bucket_name: name, ..Default::default() }));
    if told {
        stack.output("Name", "the bucket's name", made.id());
    }
    App::new("test").stack(stack)
}

fn against(app: &App, files: &[hc_cdk::target::File]) -> Result<Vec<Change>, String> {
    let before = |path: &str| {
        let file = files.iter().find(|file| file.path == path);
        Ok(file.map(|file| String::from_utf8(file.bytes.clone()).unwrap()))
    };
    changes(&app.check().unwrap(), &before)
}

#[test]
fn a_template_has_no_change_against_itself() {
    let app = app("files-a", true);
    assert_eq!(against(&app, &app.synthesize().unwrap()), Ok(Vec::new()));
}

#[test]
fn everything_is_new_without_an_earlier_output() {
    let changes = against(&app("files-a", true), &[]).unwrap();
    let actions: Vec<_> = changes.iter().map(|it| (it.name.as_str(), &it.action, it.stateful)).collect();
    assert_eq!(actions, [("Files", &Action::Added, true), ("Name", &Action::Added, false)]);
}

#[test]
fn a_store_that_is_renamed_loses_its_data_and_an_output_does_not() {
    let changes = against(&app("files-b", false), &app("files-a", true).synthesize().unwrap()).unwrap();
    let actions: Vec<_> = changes.iter().map(|it| (it.name.as_str(), &it.action, it.stateful)).collect();
    let replaced = Action::Replaced(names(&["BucketName"]));
    assert_eq!(actions, [("Files", &replaced, true), ("Name", &Action::Removed(Remains::Nothing), false)]);
}

/// A store of which one is made of the name of another, and what tells of both.
fn pair(bucket: &'static str) -> App {
    let mut stack = Stack::<Development>::new("data", region::UsEast1);
    let name = Some(Attr::literal(bucket));
    let made = stack.add("Files", Raw(cfn::s3::Bucket { bucket_name: name, ..Default::default() }));
    let lines = cfn::logs::LogGroup {
        log_group_name: Some(Attr::from_json(made.id().json().clone())),
        retention_in_days: Some(365.into()),
        ..Default::default()
    };
    let lines = stack.add("Lines", Raw(lines));
    let note = cfn::ssm::Parameter {
        r#type: Some("String".into()),
        value: Some(lines.get(cfn::logs::LogGroup::ARN)),
        ..Default::default()
    };
    stack.add("Note", Raw(note));
    stack.output("Name", "the bucket's name", made.id());
    App::new("test").stack(stack)
}

#[test]
fn what_is_replaced_takes_along_what_refers_to_it_where_that_cannot_change_in_place() {
    let changes = against(&pair("files-b"), &pair("files-a").synthesize().unwrap()).unwrap();
    let seen: Vec<_> = changes.iter().map(|it| (it.name.as_str(), &it.action, it.follows.clone())).collect();
    let replaced = |name: &str| Action::Replaced(names(&[name]));
    let in_place = Action::Changed(names(&["Value"]));
    let of = |name: &str| vec![name.to_owned()];
    assert_eq!(
        seen,
        [
            ("Files", &replaced("BucketName"), Vec::new()),
            ("Lines", &replaced("LogGroupName"), of("Files")),
            ("Note", &in_place, of("Lines")),
            ("Name", &in_place, of("Files")),
        ]
    );
}

#[test]
fn what_would_be_refused_is_not_replaced_and_says_what_it_was() {
    let disk = |gib: i64| {
        let mut stack = Stack::<Development>::new("data", region::UsEast1);
        stack.add("Disk", Raw(cfn::ec2::Volume { size: Some(gib.into()), ..Default::default() }));
        App::new("test").stack(stack)
    };
    let of = |before, after| against(&disk(after), &disk(before).synthesize().unwrap()).unwrap().remove(0);
    let values = |before: &str, after: &str| Values {
        property: "Size".to_owned(),
        before: Some(before.to_owned()),
        after: Some(after.to_owned()),
    };
    let (more, less) = (of(8, 9), of(9, 8));
    assert_eq!((more.action, more.values), (Action::Changed(names(&["Size"])), vec![values("8", "9")]));
    assert!(matches!(&less.action, Action::Refused { properties, .. } if *properties == names(&["Size"])));
    assert_eq!(less.values, [values("9", "8")]);
}

#[test]
fn what_becomes_another_thing_under_one_name_is_refused() {
    let of = |is_topic: bool| {
        let mut stack = Stack::<Development>::new("data", region::UsEast1);
        if is_topic {
            stack.add("It", Raw(cfn::sns::Topic::default()));
        } else {
            stack.add("It", Raw(cfn::sqs::Queue::default()));
        }
        App::new("test").stack(stack)
    };
    let change = against(&of(false), &of(true).synthesize().unwrap()).unwrap().remove(0);
    assert!(
        matches!(&change.action, Action::Refused { properties, .. } if *properties == names(&["Type"])),
        "{change:?}"
    );
}

#[test]
fn what_stands_beside_the_properties_is_shown_and_what_keeps_less_long_loses() {
    let policy = |it: &str| json!({ "Type": "AWS::Logs::LogGroup", "DeletionPolicy": it });
    let action = Action::Changed(names(&["DeletionPolicy"]));
    let found = values(&action, Some(&policy("Retain")), Some(&policy("Delete")));
    let (property, before, after) = ("DeletionPolicy".to_owned(), Some("Retain".to_owned()), Some("Delete".to_owned()));
    assert_eq!(found, [Values { property, before, after }]);
    let of = |days: i64| {
        let lines = cfn::logs::LogGroup { retention_in_days: Some(days.into()), ..Default::default() };
        let mut stack = Stack::<Development>::new("data", region::UsEast1);
        stack.add("Lines", Raw(lines));
        App::new("test").stack(stack)
    };
    let shortened = |before, after| against(&of(after), &of(before).synthesize().unwrap()).unwrap()[0].shortened;
    assert!(shortened(365, 30) && !shortened(30, 365));
}

#[test]
fn a_stack_that_is_gone_takes_its_resources_along() {
    let mut other = Stack::<Development>::new("other", region::UsEast1);
    other.add("Topic", Raw(cfn::sns::Topic::default()));
    let changes = against(&App::new("test").stack(other), &app("files-a", false).synthesize().unwrap()).unwrap();
    let last = changes.last().unwrap();
    assert_eq!((last.stack.as_str(), last.name.as_str()), ("data", "Files"));
    assert_eq!(last.action, Action::Removed(Remains::Nothing));
    assert!(last.stateful);
}

#[test]
fn an_earlier_output_that_is_not_json_is_an_error() {
    let mut files = app("files-a", false).synthesize().unwrap();
    files[1].bytes.truncate(20);
    let error = against(&app("files-a", false), &files).unwrap_err();
    assert!(error.starts_with("the earlier `data.template.json` is not JSON: "), "{error}");
}
#[test]
fn json_that_is_no_template_does_not_count_as_an_empty_one() {
    let files = app("files-a", false).synthesize().unwrap();
    for text in [
        "{}",
        "[]",
        "null",
        "7",
        r#"{"Resources": []}"#,
        r#"{"Resources": {"Files": 1}}"#,
        r#"{"Resources": {"Files": {}}}"#,
        r#"{"Resources": {"Files": {"Type": 5}}}"#,
        r#"{"Resources": {"Files": {"Type": "AWS::S3::Bucket", "Properties": []}}}"#,
        r#"{"resources": {}}"#,
    ] {
        let with = |at: usize| {
            let mut files = files.clone();
            files[at].bytes = text.as_bytes().to_vec();
            against(&app("files-a", false), &files).unwrap_err()
        };
        assert_eq!(
            with(1),
            "the earlier `data.template.json` is no template: it has no object `Resources` of resources, each with a `Type`",
            "{text}"
        );
        assert!(with(0).starts_with("the earlier `manifest.json` is no manifest of a cloud assembly: "), "{text}");
    }
}

#[test]
fn a_template_that_is_nested_without_end_is_an_error() {
    let mut files = app("files-a", false).synthesize().unwrap();
    files[1].bytes = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000)).into_bytes();
    let error = against(&app("files-a", false), &files).unwrap_err();
    assert!(error.starts_with("the earlier `data.template.json` is not JSON: recursion limit"), "{error}");
}

/// A topic of that name in one stack, and in another one what is made of its ARN if that is used.
fn two(topic: &'static str, is_used: bool, is_kept: bool) -> App {
    let mut data = Stack::<Development>::new("data", region::UsEast1);
    let name = Some(topic.into());
    let made = data.add("Topic", Raw(cfn::sns::Topic { topic_name: name, ..Default::default() }));
    if is_kept {
        data.keep_export("data:Topic:TopicArn");
    }
    let mut app = Stack::<Development>::new("app", region::UsEast1);
    let arn = made.get(cfn::sns::Topic::TOPIC_ARN);
    let lines = cfn::logs::LogGroup {
        log_group_name: Some(if is_used { Attr::from_json(arn.json().clone()) } else { Attr::literal("alone") }),
        retention_in_days: Some(365.into()),
        ..Default::default()
    };
    let lines = app.add("Lines", Raw(lines));
    let note = |value| cfn::ssm::Parameter { r#type: Some("String".into()), value: Some(value), ..Default::default() };
    app.add("Note", Raw(note(lines.get(cfn::logs::LogGroup::ARN))));
    App::new("test").stack(data).stack(app)
}

/// A stack, a name in it, and what that follows.
type Followed = (String, String, Vec<String>);

/// What changes, and what is refused with its help.
fn between(now: &App, before: &App) -> (Vec<Followed>, Vec<(String, String)>) {
    let changes = against(now, &before.synthesize().unwrap()).unwrap();
    let refused = changes.iter().filter_map(|it| match &it.action {
        Action::Refused { help, .. } => Some((it.name.clone(), help.to_string())),
        _ => None,
    });
    let refused = refused.collect();
    (changes.into_iter().map(|it| (it.stack, it.name, it.follows)).collect(), refused)
}

#[test]
fn what_is_replaced_is_followed_into_the_stacks_that_import_it_and_refused_while_they_do() {
    let (changes, refused) = between(&two("b", true, false), &two("a", true, false));
    let change = |stack: &str, name: &str, follows: &[&str]| (stack.to_owned(), name.to_owned(), names(follows));
    assert_eq!(
        changes,
        [
            change("data", "Topic", &[]),
            change("data", "ExportTopicTopicArn", &["Topic"]),
            change("app", "Lines", &["data/Topic"]),
            change("app", "Note", &["Lines"]),
        ]
    );
    let [(name, help)] = refused.as_slice() else { panic!("{refused:?}") };
    assert_eq!(name, "ExportTopicTopicArn");
    assert!(help.starts_with("`app` imports it, and what is imported stays: "), "{help}");
}

#[test]
fn an_export_that_is_imported_does_not_go_unless_it_is_kept_for_a_release() {
    let (_, refused) = between(&two("a", false, false), &two("a", true, false));
    let [(name, help)] = refused.as_slice() else { panic!("{refused:?}") };
    assert_eq!(name, "ExportTopicTopicArn");
    assert!(help.contains("`.keep_export(\"data:Topic:TopicArn\")`"), "{help}");
    for (now, before) in
        [(two("a", false, true), two("a", true, false)), (two("a", false, false), two("a", false, true))]
    {
        assert_eq!(between(&now, &before).1, []);
    }
}
