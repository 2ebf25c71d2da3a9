//! Whatever somebody changes in what the constructs of a cloud write is found, value by value, but for what weakens nothing. The tests
//! of crates of clouds include this.
//!
//! Each object is first written once more as text, so that what names another one does so by its name: that passes. Then each of its
//! values is left out, emptied and made another one in turn, and each of its trees gets a member that no schema has.

#[allow(dead_code, reason = "not each test asks it")]
pub(crate) mod oracle;

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::{
    date,
    prelude::{App, Waiver},
    rule::{BY_HAND, Verdict},
    value::{Json, Object},
    waiver::Overridden,
};
use hc_cdk_manifest::judged::JUDGED_MEMBERS;
use rayon::prelude::*;
use yaml_rust2::{Yaml, YamlLoader};

/// A program of all constructs of a cloud, with what is changed in it.
pub(crate) type Program = fn(Vec<Overridden>) -> App;

/// A part of an object by its path, and what it becomes.
pub(crate) type Part = (&'static str, Json);

/// A cloud: its program, and what is elsewhere for it.
pub(crate) struct Cloud {
    pub(crate) program: Program,
    /// Parts of the full names of what the program has, each behind what it is called when that is another one.
    pub(crate) places: &'static [(&'static str, &'static str)],
    /// What of an object says where it is made, made another.
    pub(crate) elsewhere: Vec<Part>,
    /// Changes that weaken nothing: kind, path, and what becomes of the value.
    pub(crate) harmless: &'static str,
}

/// How many changes of each kind are found at least.
const LEAST: usize = 5;

/// An object that the program writes: its name in the stack, its kind, its annotations and its specification.
pub(crate) struct Written {
    pub(crate) name: &'static str,
    pub(crate) kind: String,
    pub(crate) annotations: Yaml,
    spec: Json,
}

pub(crate) fn written(program: Program) -> Vec<Written> {
    let files = program(Vec::new()).synthesize().unwrap_or_else(|found| panic!("{found}"));
    let text = String::from_utf8(files.into_iter().next().unwrap().bytes).unwrap();
    let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# clinic/")).collect();
    let objects = YamlLoader::load_from_str(&text).unwrap();
    assert_eq!(headings.len(), objects.len());
    let names = headings.into_iter().map(|it| &*it.replace([' ', '/'], "").leak());
    let all = names.zip(&objects).filter(|(_, it)| !it["spec"].is_badvalue());
    let read = |(name, it): (&'static str, &Yaml)| Written {
        name,
        kind: it["kind"].as_str().unwrap().to_owned(),
        annotations: it["metadata"]["annotations"].clone(),
        spec: json(&it["spec"]),
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

/// What is found where parts of an object are others.
pub(crate) fn found(program: Program, name: &'static str, parts: Vec<Part>) -> Vec<String> {
    let waiver = || Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2027-01-31"));
    program(parts.into_iter().map(|(part, other)| waiver().property(name, part, other)).collect())
        .check()
        .map(|_| ())
        .map_or_else(|found| found.0.into_iter().map(|it| it.message).collect(), |()| Vec::new())
}

/// What a value becomes: nothing, or another one, and what that is called.
type Change = (String, &'static str, Option<Json>);

/// All trees that differ from one in one place, each with the path of it. Items of lists have the name `*`.
fn changes(cloud: &Cloud, tree: &Json, path: &str) -> Vec<Change> {
    let here = |what, value: Json| (path.to_owned(), what, Some(value));
    let mut all: Vec<Change> = vec![(path.to_owned(), "left out", None)];
    let inner = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
    match tree {
        Json::Object(members) => {
            all.push(here("with more", members.clone().with("aMemberOfNoSchema", true).into()));
            for (name, it) in members.iter() {
                all.extend(changes(cloud, it, &inner(name)).into_iter().map(|(at, what, changed)| {
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
                all.extend(changes(cloud, it, &inner("*")).into_iter().map(|(at, what, changed)| {
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
            let elsewhere = cloud.places.iter().filter(|(_, part)| it.contains(part));
            all.extend(elsewhere.map(|(what, part)| here(what, it.replace(part, "evil").into())));
        }
        _ => {}
    }
    all
}

/// Whether each object is taken for what it is where what it names is named by its name.
pub(crate) fn what_is_written_as_text_passes(program: Program) {
    for Written { name, spec, .. } in written(program) {
        assert_eq!(found(program, name, vec![("spec", spec)]), Vec::<String>::new(), "{name}");
    }
}

/// Whether nothing is attested of an object that says what no rule judges, once somebody signed for that.
pub(crate) fn of_what_says_more_than_rules_know_nothing_is_attested(program: Program) {
    for Written { name, .. } in written(program) {
        let waiver = Waiver::new(JUDGED_MEMBERS, "to see what is attested", "nobody", date!("2027-01-31"));
        match program(vec![waiver.property(name, "spec/aMemberOfNoSchema", true)]).check() {
            Ok(checked) => {
                let judged = checked.judged(|_| true);
                let mut held = judged.iter().filter(|it| it.verdict == Verdict::Held);
                assert!(held.all(|it| it.resource.logical_id != name), "{name}");
            }
            // What asks for an answer has none, and what is said of another object that names it is not so.
            Err(found) => {
                let of_it = format!("`{name}`");
                let is_expected = |code: &str, said: &str| code.starts_with("Answered:") || !said.contains(&of_it);
                assert!(found.0.iter().all(|it| is_expected(it.code, &it.message)), "{name}: {found}");
            }
        }
    }
}

/// Whether each change is found, but for those that weaken nothing. That an object is made elsewhere is always found, also of one that
/// names others by their names.
pub(crate) fn whatever_weakens_is_found(cloud: &Cloud) {
    let Cloud { program, elsewhere, harmless, .. } = cloud;
    let (mut tried, mut passed, mut caught) = (0, BTreeSet::new(), BTreeMap::<String, usize>::new());
    for Written { name, kind, spec, .. } in written(*program) {
        for part in elsewhere {
            assert!(!found(*program, name, vec![part.clone()]).is_empty(), "{name} is elsewhere: {part:?}");
            let by_name = vec![("spec", spec.clone()), part.clone()];
            assert!(!found(*program, name, by_name).is_empty(), "{name} is elsewhere, by names: {part:?}");
            *caught.entry(kind.clone()).or_default() += 1;
        }
        let unseen = |(.., changed): &Change| {
            found(*program, name, vec![("spec", changed.clone().unwrap_or(Json::Null))]).is_empty()
        };
        let changes = changes(cloud, &spec, "");
        tried += changes.len();
        let all: Vec<bool> = changes.par_iter().map(unseen).collect();
        for ((path, what, _), unseen) in changes.into_iter().zip(all) {
            if unseen {
                passed.insert((kind.clone(), path, what));
            } else {
                *caught.entry(kind.clone()).or_default() += 1;
            }
        }
    }
    assert!(tried > 500, "only {tried} changes");
    let rows: Vec<Vec<&str>> =
        harmless.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
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
    assert!(rarely.is_empty(), "few changes are found of these: {rarely:?}");
}
