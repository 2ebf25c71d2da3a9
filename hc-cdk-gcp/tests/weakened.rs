//! Whatever somebody changes in what the constructs write is found, value by value, but for what weakens nothing.
//!
//! Each object is first written once more as text, so that what names another one does so by its name: that passes. Then each of its
//! values is left out, emptied and made another one in turn, and each of its trees gets a member that no schema has.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod program;

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::{
    date,
    prelude::{App, Waiver},
    rule::BY_HAND,
    value::{Json, Object},
};
use yaml_rust2::{Yaml, YamlLoader};

/// Changes that weaken nothing: kind, path, and what becomes of the value.
const HARMLESS: &str = include_str!("harmless.tsv");

/// Parts of the full names of what the program has, and what it is called when they are others.
const PLACES: [(&str, &str); 3] =
    [("of another project", "clinic-prod"), ("in another region", "us-central1"), ("in another ring", "keyRings/key")];

/// How many changes of each kind are found at least.
const LEAST: usize = 5;

/// An object that the program writes: its name in the stack, its kind and its specification.
struct Written {
    name: &'static str,
    kind: String,
    spec: Json,
    /// Whether it stays when it leaves the program.
    stays: bool,
}

fn written() -> Vec<Written> {
    let files = program::app(|_| {}).synthesize().unwrap_or_else(|found| panic!("{found}"));
    let text = String::from_utf8(files.into_iter().next().unwrap().bytes).unwrap();
    let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# clinic/")).collect();
    let objects = YamlLoader::load_from_str(&text).unwrap();
    assert_eq!(headings.len(), objects.len());
    let names = headings.into_iter().map(|it| &*it.replace([' ', '/'], "").leak());
    let all = names.zip(&objects).filter(|(_, it)| !it["spec"].is_badvalue());
    let annotation = "cnrm.cloud.google.com/deletion-policy";
    let read = |(name, it): (&'static str, &Yaml)| Written {
        name,
        kind: it["kind"].as_str().unwrap().to_owned(),
        spec: json(&it["spec"]),
        stays: it["metadata"]["annotations"][annotation].as_str() == Some("abandon"),
    };
    all.map(read).collect()
}

fn json(yaml: &Yaml) -> Json {
    match yaml {
        Yaml::Boolean(it) => (*it).into(),
        Yaml::Integer(it) => (*it).into(),
        Yaml::Real(it) => it.parse::<f64>().unwrap().into(),
        Yaml::String(it) => it.clone().into(),
        Yaml::Array(items) => items.iter().map(json).collect::<Vec<_>>().into(),
        Yaml::Hash(members) => {
            let member = |(name, it): (&Yaml, &Yaml)| (name.as_str().unwrap().to_owned(), json(it));
            members.iter().map(member).fold(Object::new(), |all, (name, it)| all.with(name, it)).into()
        }
        other => panic!("{other:?}"),
    }
}

/// What is found where a part of an object is another one.
fn found(name: &'static str, part: &'static str, other: Json) -> Vec<String> {
    let waiver = Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2027-01-31"));
    let app: App = program::app(|stack| stack.add("Changed", waiver.property(name, part, other)));
    app.check().map(|_| ()).map_or_else(|found| found.0.into_iter().map(|it| it.message).collect(), |()| Vec::new())
}

/// What a value becomes: nothing, or another one, and what that is called.
type Change = (String, &'static str, Option<Json>);

/// All trees that differ from one in one place, each with the path of it. Items of lists have the name `*`.
fn changes(tree: &Json, path: &str) -> Vec<Change> {
    let here = |what, value: Json| (path.to_owned(), what, Some(value));
    let mut all: Vec<Change> = vec![(path.to_owned(), "left out", None)];
    let inner = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
    match tree {
        Json::Object(members) => {
            all.push(here("with more", members.clone().with("aMemberOfNoSchema", true).into()));
            for (name, it) in members.iter() {
                all.extend(changes(it, &inner(name)).into_iter().map(|(at, what, changed)| {
                    let mut other = members.clone();
                    match changed {
                        Some(it) => other.insert(name.to_owned(), it),
                        None => drop(other.remove(name)),
                    }
                    (at, what, Some(other.into()))
                }));
            }
        }
        Json::List(items) => {
            for (number, it) in items.iter().enumerate() {
                all.extend(changes(it, &inner("*")).into_iter().map(|(at, what, changed)| {
                    let mut other = items.clone();
                    other.splice(number..=number, changed);
                    (at, what, Some(other.into()))
                }));
            }
        }
        Json::Bool(it) => all.push(here("flipped", (!it).into())),
        Json::Int(it) => all.extend([here("less", (it - 1).into()), here("more", (it + 1_000_000).into())]),
        Json::Text(it) => {
            all.extend([here("other", "other".into()), here("empty", "".into())]);
            let elsewhere = PLACES.iter().filter(|(_, part)| it.contains(part));
            all.extend(elsewhere.map(|(what, part)| here(what, it.replace(part, "evil").into())));
        }
        _ => {}
    }
    all
}

#[test]
fn what_is_written_as_text_passes() {
    for Written { name, spec, .. } in written() {
        assert_eq!(found(name, "spec", spec), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn whatever_weakens_is_found() {
    let (mut tried, mut passed, mut caught) = (0, BTreeSet::new(), BTreeMap::<String, usize>::new());
    for Written { name, kind, spec, .. } in written() {
        for (part, other) in elsewhere() {
            assert!(!found(name, part, other).is_empty(), "{name} is in another project");
            *caught.entry(kind.clone()).or_default() += 1;
        }
        for (path, what, changed) in changes(&spec, "") {
            tried += 1;
            if found(name, "spec", changed.unwrap_or(Json::Null)).is_empty() {
                passed.insert((kind.clone(), path, what));
            } else {
                *caught.entry(kind.clone()).or_default() += 1;
            }
        }
    }
    assert!(tried > 500, "only {tried} changes");
    let rows: Vec<Vec<&str>> =
        HARMLESS.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    let is = |(kind, path, what): &(String, String, &str), row: &[&str]| match row {
        [of, at, "*"] => kind == of && path == at,
        [of, at, whats] => kind == of && path == at && whats.split(", ").any(|it| it == *what),
        _ => panic!("{row:?}"),
    };
    let unknown: Vec<String> =
        passed.iter().filter(|it| !rows.iter().any(|row| is(it, row))).map(|it| format!("{it:?}")).collect();
    assert!(unknown.is_empty(), "of {tried} changes, nobody finds these:\n{}", unknown.join("\n"));
    let gone: Vec<_> = rows.iter().filter(|row| !passed.iter().any(|it| is(it, row))).collect();
    assert!(gone.is_empty(), "found by now: {gone:?}");
    let rarely: Vec<_> = caught.iter().filter(|(_, times)| **times < LEAST).collect();
    assert!(
        caught.len() > 30 && rarely.is_empty(),
        "of {} kinds, few changes are found of these: {rarely:?}",
        caught.len()
    );
}

/// What an object says of itself, made another: the project that it is in.
fn elsewhere() -> [(&'static str, Json); 3] {
    let annotation = Object::new().with("cnrm.cloud.google.com/project-id", "other");
    [
        ("metadata/namespace", "elsewhere".into()),
        ("metadata/namespace", Json::Null),
        ("metadata/annotations", annotation.into()),
    ]
}

#[test]
fn what_stays_is_not_destroyed_with_the_program() {
    for Written { name, kind, .. } in written().into_iter().filter(|it| it.stays) {
        // A ring stays in the cloud whatever somebody says, and images and a cluster can be made anew.
        let is_replaceable = ["ArtifactRegistryRepository", "ContainerCluster", "KMSKeyRing"].contains(&kind.as_str());
        let found = found(name, "metadata/annotations", Object::new().into());
        assert!(is_replaceable || !found.is_empty(), "{name} is destroyed with the program");
    }
}
