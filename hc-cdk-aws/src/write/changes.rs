//! What would change in a deployed stack, from the templates of the earlier run and of this one.

use std::collections::BTreeSet;

use hc_cdk::{
    check::Checked,
    diff::{Action, Change, Remains, Values},
    model::{ResourceModel, StackModel},
    resource::ResourceType,
    target::Before,
};
use indexmap::IndexSet;
use serde_json::{Map, Value};

use super::{refused, replaced::Replaced, template};
use crate::{stack::NAME, stores::keeps_data};

pub(super) fn changes(checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
    let mut changes = Vec::new();
    for (at, stack) in checked.stacks_of(NAME) {
        let old = read(before, &template::path(stack), RESOURCES)?;
        compare(stack, &old, template::value(checked, at, stack), &mut changes);
    }
    for (name, path) in gone(checked, &read(before, "manifest.json", ARTIFACTS)?) {
        let old = read(before, &path, RESOURCES)?;
        changes.extend(section(&old, RESOURCES).map(|(id, resource)| removed(&name, id, resource)));
    }
    Ok(changes)
}

/// An earlier file; `null` if there was none. What is no object of objects there would read as if it had nothing.
fn read(before: &Before<'_>, path: &str, section: &str) -> Result<Value, String> {
    let Some(text) = before(path)? else { return Ok(Value::Null) };
    let value: Value =
        serde_json::from_str(&text).map_err(|error| format!("the earlier `{path}` is not JSON: {error}"))?;
    let all = value.get(section).and_then(Value::as_object);
    if all.is_some_and(|all| all.values().all(Value::is_object)) {
        Ok(value)
    } else {
        let what = if section == RESOURCES { "template" } else { "manifest of a cloud assembly" };
        Err(format!("the earlier `{path}` is no {what}: it has no object `{section}` of objects"))
    }
}

const RESOURCES: &str = "Resources";
const ARTIFACTS: &str = "artifacts";

fn section<'a>(template: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    template.get(name).and_then(Value::as_object).into_iter().flatten()
}

/// The stacks of the earlier run that the app no longer has, with their templates.
fn gone(checked: &Checked<'_>, manifest: &Value) -> Vec<(String, String)> {
    let stacks: IndexSet<&str> = checked.stacks_of(NAME).map(|(_, stack)| stack.name()).collect();
    section(manifest, ARTIFACTS)
        .filter(|(name, _)| !stacks.contains(name.as_str()))
        .filter_map(|(name, artifact)| {
            let path = artifact.get("properties")?.get("templateFile")?.as_str()?;
            Some((name.clone(), path.to_owned()))
        })
        .collect()
}

fn compare(stack: &StackModel, old: &Value, mut new: Value, changes: &mut Vec<Change>) {
    let replaced = Replaced::follow(&mut new, |new| replaced(stack, old, new));
    let (old_resources, new_resources) = (old.get(RESOURCES), new.get(RESOURCES));
    for resource in &stack.resources {
        let id = resource.logical_id.as_str();
        let old = old_resources.and_then(|it| it.get(id));
        let Some(action) = happens(resource, old, new_resources) else { continue };
        // A type that was replaced takes the data of the old type with it.
        let stateful = keeps_data(resource.kind()) || old.is_some_and(|old| keeps_data(kind(old)));
        let values = values(&action, old, new_resources.and_then(|it| it.get(id)));
        changes.push(Change {
            stack: stack.name().to_owned(),
            name: id.to_owned(),
            kind: resource.kind().to_owned(),
            action,
            stateful,
            follows: if old.is_some() { replaced.of(id) } else { Vec::new() },
            values,
        });
    }
    for (id, resource) in section(old, RESOURCES) {
        if new_resources.is_none_or(|it| it.get(id).is_none()) {
            changes.push(removed(stack.name(), id, resource));
        }
    }
    for (name, kind) in [("Parameters", "parameter"), ("Outputs", "output")] {
        compare_section(stack, kind, (old.get(name), new.get(name)), &replaced, changes);
    }
}

/// What is replaced of a stack.
fn replaced(stack: &StackModel, old: &Value, new: &Value) -> BTreeSet<String> {
    let (old, new) = (old.get(RESOURCES), new.get(RESOURCES));
    let is_replaced = |resource: &&ResourceModel| {
        let before = old.and_then(|it| it.get(&resource.logical_id));
        matches!(happens(resource, before, new), Some(Action::Replaced(_)))
    };
    stack.resources.iter().filter(is_replaced).map(|it| it.logical_id.clone()).collect()
}

/// What happens to a resource, if something does.
fn happens(resource: &ResourceModel, old: Option<&Value>, new: Option<&Value>) -> Option<Action> {
    match (old, new.and_then(|it| it.get(&resource.logical_id))) {
        (None, _) => Some(Action::Added),
        (Some(old), Some(new)) if kind(old) == kind(new) => action(resource.kind, old, new),
        _ => Some(Action::Replaced(vec!["Type".to_owned()])),
    }
}

/// Compares what keeps no data and has no type.
fn compare_section(
    stack: &StackModel,
    kind: &str,
    (old, new): (Option<&Value>, Option<&Value>),
    replaced: &Replaced,
    changes: &mut Vec<Change>,
) {
    for name in differing(old, new) {
        let (old, new) = (old.and_then(|it| it.get(&name)), new.and_then(|it| it.get(&name)));
        let action = match (old, new) {
            (None, _) => Action::Added,
            (_, None) => Action::Removed(Remains::Nothing),
            _ => Action::Changed(differing(old, new)),
        };
        let follows = if matches!(action, Action::Changed(_)) { replaced.of(&name) } else { Vec::new() };
        let (stack, kind) = (stack.name().to_owned(), kind.to_owned());
        changes.push(Change { stack, name, kind, action, stateful: false, follows, values: Vec::new() });
    }
}

fn removed(stack: &str, id: &str, resource: &Value) -> Change {
    let policy = resource.get("DeletionPolicy").and_then(Value::as_str);
    Change {
        stack: stack.to_owned(),
        name: id.to_owned(),
        kind: kind(resource).to_owned(),
        action: Action::Removed(match policy {
            Some("Retain" | "RetainExceptOnCreate") => Remains::Itself,
            Some("Snapshot") => Remains::Snapshot,
            _ => Remains::Nothing,
        }),
        stateful: keeps_data(kind(resource)),
        follows: Vec::new(),
        values: Vec::new(),
    }
}

/// What the properties of a change were and would be, where that is one text, number or flag.
fn values(action: &Action, old: Option<&Value>, new: Option<&Value>) -> Vec<Values> {
    let (Action::Changed(properties)
    | Action::MaybeReplaced(properties)
    | Action::Replaced(properties)
    | Action::Refused { properties, .. }) = action
    else {
        return Vec::new();
    };
    let all = properties.iter().filter_map(|property| {
        let one = |resource: Option<&Value>| match at(resource?.get("Properties"), property).as_slice() {
            [] => Some(None),
            [Value::String(text)] => Some(Some(text.clone())),
            [value] if value.is_number() || value.is_boolean() => Some(Some(value.to_string())),
            _ => None,
        };
        let (before, after) = (one(old)?, one(new)?);
        (before != after).then(|| Values { property: property.clone(), before, after })
    });
    all.collect()
}

/// What happens to a resource that is there before and after, if something does.
fn action(kind: &ResourceType, old: &Value, new: &Value) -> Option<Action> {
    let (before, after) = (old.get("Properties"), new.get("Properties"));
    let changed = |paths: &[&str]| -> Vec<String> {
        paths.iter().filter(|path| at(before, path) != at(after, path)).map(|path| (*path).to_owned()).collect()
    };
    let fixed = changed(kind.create_only);
    if let Some((properties, help)) = refused::of(kind.name, (before, after), &fixed) {
        return Some(Action::Refused { properties, help });
    }
    if !fixed.is_empty() {
        return Some(Action::Replaced(fixed));
    }
    let perhaps = changed(kind.sometimes_create_only);
    if !perhaps.is_empty() {
        return Some(Action::MaybeReplaced(perhaps));
    }
    let mut names = differing(before, after);
    names.extend(differing(Some(old), Some(new)).into_iter().filter(|name| name != "Properties"));
    (!names.is_empty()).then_some(Action::Changed(names))
}

/// What stands at a path such as `Rules/*/Id`, in order.
fn at<'a>(properties: Option<&'a Value>, path: &str) -> Vec<&'a Value> {
    path.split('/').fold(properties.into_iter().collect(), |values, name| {
        let inner = |value: &'a Value| -> Vec<&'a Value> {
            if name == "*" {
                value.as_array().into_iter().flatten().collect()
            } else {
                value.get(name).into_iter().collect()
            }
        };
        values.into_iter().flat_map(inner).collect()
    })
}

/// The names of the members that differ: those of the new object first, then those that only the old one has.
fn differing(old: Option<&Value>, new: Option<&Value>) -> Vec<String> {
    let (old, new) = (old.and_then(Value::as_object), new.and_then(Value::as_object));
    let only_old = old.into_iter().flatten().filter(|(name, _)| new.is_none_or(|new| !new.contains_key(*name)));
    let names = new.into_iter().flatten().chain(only_old).map(|(name, _)| name);
    names.filter(|name| member(old, name) != member(new, name)).cloned().collect()
}

fn member<'a>(object: Option<&'a Map<String, Value>>, name: &str) -> Option<&'a Value> {
    object?.get(name)
}

fn kind(resource: &Value) -> &str {
    resource.get("Type").and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::stack::Stack;
    use hc_cdk::{app::App, policy::Development, resource::Resource, value::Attr, waiver::Raw};
    use serde_json::json;

    use super::*;
    use crate::{cfn, region};

    const RULES: ResourceType = ResourceType {
        create_only: &["Name", "Rules/*/Id", "Options/Mode"],
        ..ResourceType::untyped("Test::Test::Rules")
    };

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
        for text in
            ["{}", "[]", "null", "7", r#"{"Resources": []}"#, r#"{"Resources": {"Files": 1}}"#, r#"{"resources": {}}"#]
        {
            let with = |at: usize| {
                let mut files = files.clone();
                files[at].bytes = text.as_bytes().to_vec();
                against(&app("files-a", false), &files).unwrap_err()
            };
            assert_eq!(
                with(1),
                "the earlier `data.template.json` is no template: it has no object `Resources` of objects",
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
}
