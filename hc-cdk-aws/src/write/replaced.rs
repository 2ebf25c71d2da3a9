//! What a replacement takes along: a reference to what is replaced gives another value then, and where such a value cannot change in place,
//! what refers is replaced, too.
//!
//! `cdk diff` follows replacements in the same way, within a template; here they are followed into the stacks that import what is replaced,
//! too. Of what may be replaced or not nothing follows.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::{between::Told, exports};

/// What is replaced, and who refers to it.
#[derive(Debug, Default)]
pub(super) struct Replaced {
    names: BTreeSet<String>,
    /// By the name of who refers.
    followed: IndexMap<String, BTreeSet<String>>,
}

impl Replaced {
    /// Follows replacements in a template until nothing more is replaced. References to what is come to differ from those that were there,
    /// and so do those to what other stacks tell and is `told` to be another. `replaced` says what of a template is replaced as it stands.
    pub(super) fn follow(&mut self, template: &mut Value, told: &Told, replaced: impl Fn(&Value) -> BTreeSet<String>) {
        loop {
            let names: BTreeSet<String> = replaced(template).difference(&self.names).cloned().collect();
            let mut is_marked = false;
            for (section, inner) in [("Resources", "Properties"), ("Outputs", "Value")] {
                let members = template.get_mut(section).and_then(Value::as_object_mut);
                for (name, member) in members.into_iter().flatten() {
                    let mut found = BTreeSet::new();
                    member.get_mut(inner).into_iter().for_each(|it| mark(it, (&names, told), &mut found));
                    if !found.is_empty() {
                        is_marked = true;
                        self.followed.entry(name.clone()).or_default().extend(found);
                    }
                }
            }
            if names.is_empty() && !is_marked {
                return;
            }
            self.names.extend(names);
        }
    }

    /// What is replaced and a resource or an output refers to.
    pub(super) fn of(&self, name: &str) -> Vec<String> {
        self.followed.get(name).into_iter().flatten().cloned().collect()
    }
}

/// Changes each reference to one of the names or to what is told, and says which there are.
fn mark(value: &mut Value, of: (&BTreeSet<String>, &Told), found: &mut BTreeSet<String>) {
    let (names, told) = of;
    match value {
        Value::Array(items) => items.iter_mut().for_each(|it| mark(it, of, found)),
        Value::Object(members) => {
            for (function, arguments) in members {
                match (function.as_str(), &mut *arguments) {
                    ("Fn::ImportValue", name) => {
                        if let Some(from) = told.imported(name) {
                            found.extend(from.iter().cloned());
                            *name = format!("{}{MARK}", exports::shown(name).unwrap_or_default()).into();
                        }
                    }
                    ("Fn::GetStackOutput", at) => {
                        if let Some(from) = told.looked_up(at) {
                            found.extend(from.iter().cloned());
                            at.get_mut("OutputName").into_iter().for_each(|it| *it = MARK.into());
                        }
                    }
                    ("Ref", Value::String(name)) => rename(name, names, found),
                    ("Fn::GetAtt", Value::Array(parts)) => {
                        if let Some(Value::String(name)) = parts.first_mut() {
                            rename(name, names, found);
                        }
                    }
                    ("Fn::Sub", Value::String(text)) => substitute(text, names, found),
                    ("Fn::Sub", Value::Array(parts)) => {
                        if let Some(Value::String(text)) = parts.first_mut() {
                            substitute(text, names, found);
                        }
                        parts.iter_mut().skip(1).for_each(|it| mark(it, of, found));
                    }
                    _ => mark(arguments, of, found),
                }
            }
        }
        _ => {}
    }
}

/// What stands behind a name that is replaced.
const MARK: &str = " (replaced)";

fn rename(name: &mut String, names: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    if names.contains(name) {
        found.insert(name.clone());
        name.push_str(MARK);
    }
}

/// Marks `${Name}` and `${Name.Attribute}` in a text.
fn substitute(text: &mut String, names: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    for name in names {
        for (hole, marked) in [
            (format!("${{{name}}}"), format!("${{{name}{MARK}}}")),
            (format!("${{{name}."), format!("${{{name}{MARK}.")),
        ] {
            if text.contains(&hole) {
                found.insert(name.clone());
                *text = text.replace(&hole, &marked);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::between::Importers;
    use hc_cdk::diff::Action;
    use serde_json::json;

    fn following(template: &Value, first: &str) -> (Value, Replaced) {
        let mut after = template.clone();
        let first = first.to_owned();
        // Whatever has another `Fixed` than at first is replaced.
        let replaced = |now: &Value| {
            let resources = now["Resources"].as_object().unwrap().iter();
            let differs = |(name, it): &(&String, &Value)| {
                **name == first
                    || it["Properties"]["Fixed"] != template["Resources"][name.as_str()]["Properties"]["Fixed"]
            };
            resources.filter(differs).map(|(name, _)| name.clone()).collect()
        };
        let mut all = Replaced::default();
        all.follow(&mut after, &Told::default(), replaced);
        (after, all)
    }

    #[test]
    fn replacements_are_followed_through_every_reference_to_the_end() {
        let template = json!({ "Resources": {
            "Network": { "Properties": {} },
            "Subnet": { "Properties": { "Fixed": { "Ref": "Network" } } },
            "Group": { "Properties": { "Fixed": { "Fn::Join": ["", ["a", { "Fn::GetAtt": ["Subnet", "Id"] }]] } } },
            "Store": { "Properties": { "Fixed": { "Fn::Sub": "in-${Group}-here" } } },
            "Other": { "Properties": { "Fixed": { "Fn::Sub": ["${a}", { "a": { "Ref": "Store" } }] } } },
            "Mutable": { "Properties": { "Text": { "Fn::Sub": "${Store.Name} of ${Network}" } } },
            "Apart": { "Properties": { "Fixed": { "Fn::Sub": "${Networks} ${!Network}" } } },
        }, "Outputs": { "Where": { "Value": { "Ref": "Store" } } } });
        let (after, all) = following(&template, "Network");
        let names: Vec<&str> = all.names.iter().map(String::as_str).collect();
        assert_eq!(names, ["Group", "Network", "Other", "Store", "Subnet"]);
        assert_eq!(all.of("Subnet"), ["Network"]);
        assert_eq!(all.of("Mutable"), ["Network", "Store"]);
        assert_eq!(all.of("Where"), ["Store"]);
        assert!(all.of("Apart").is_empty() && all.of("Network").is_empty());
        assert_eq!(after["Resources"]["Apart"], template["Resources"]["Apart"]);
        assert_ne!(after["Outputs"], template["Outputs"]);
    }

    #[test]
    fn what_refers_to_itself_or_in_a_circle_comes_to_an_end() {
        let template = json!({ "Resources": {
            "One": { "Properties": { "Fixed": { "Ref": "Two" } } },
            "Two": { "Properties": { "Fixed": { "Ref": "One" } } },
        } });
        let (_, all) = following(&template, "One");
        assert_eq!((all.of("One"), all.of("Two")), (vec!["Two".to_owned()], vec!["One".to_owned()]));
    }

    #[test]
    fn what_is_imported_is_followed_and_held_fast_with_a_suffix_too() {
        let name = |suffix: &str| json!({ "Fn::Join": ["", ["data-", { "Ref": suffix }, ":Key:Arn"]] });
        let output = |value: &str| json!({ "Outputs": { "ExportKeyArn": { "Value": { "Ref": value }, "Export": { "Name": name("Copy") } } } });
        let mut told = Told::default();
        told.add("data", (&output("Key"), &output("Key (replaced)")), |_| vec!["Key".to_owned()]);
        let uses = json!({ "Properties": { "Text": { "Fn::ImportValue": name("Suffix") } } });
        let mut template = json!({ "Resources": { "Uses": uses } });
        let before = template.clone();
        let mut replaced = Replaced::default();
        replaced.follow(&mut template, &told, |_| BTreeSet::new());
        assert_eq!(replaced.of("Uses"), ["data/Key"]);
        let importers = Importers::of([("ward", &before)].into_iter());
        let gone = Action::Removed(hc_cdk::diff::Remains::Nothing);
        let refused = importers.refuse(output("Key")["Outputs"].get("ExportKeyArn"), &gone);
        let Some(Action::Refused { help, .. }) = refused else { panic!("{refused:?}") };
        assert!(help.contains(".keep_export(\"data-<suffix>:Key:Arn\")"), "{help}");
    }

    #[test]
    fn what_is_looked_up_in_a_stack_of_another_region_is_followed_and_not_held_fast() {
        let output = |value: &str| json!({ "Outputs": { "ExportWebArn": { "Value": { "Ref": value } } } });
        let mut told = Told::default();
        told.add("edge", (&output("Web"), &output("Web")), |_| Vec::new());
        assert_eq!(told, Told::default());
        told.add("edge", (&output("Web"), &output("Web (replaced)")), |_| vec!["Web".to_owned()]);
        let of = |output: &str| {
            let it = json!({ "StackName": "edge", "OutputName": output, "Region": "us-east-1" });
            json!({ "Properties": { "Text": { "Fn::GetStackOutput": it } } })
        };
        let mut template = json!({ "Resources": { "Files": of("ExportWebArn"), "Other": of("ExportWebId") } });
        let before = template.clone();
        let mut replaced = Replaced::default();
        replaced.follow(&mut template, &told, |_| BTreeSet::new());
        assert_eq!((replaced.of("Files"), replaced.of("Other")), (vec!["edge/Web".to_owned()], Vec::new()));
        assert_ne!(template["Resources"]["Files"], before["Resources"]["Files"]);
        let importers = Importers::of([("site", &before)].into_iter());
        let change = Action::Changed(vec!["Value".to_owned()]);
        assert_eq!(importers.refuse(output("Web")["Outputs"].get("ExportWebArn"), &change), None);
    }
}
