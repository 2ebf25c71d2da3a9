//! What is attested of what a cloud writes is true of it, whatever somebody changes. What breaks rules is signed for, as far as it
//! can be; of all that is then still attested, a reader that was written from the documentation of the cloud says whether it is so, and
//! asks the library nothing.

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::{
    date,
    prelude::{App, Waiver},
    rule::{BY_HAND, Rule, Verdict},
    value::Json,
};
use rayon::prelude::*;
use yaml_rust2::{Yaml, YamlLoader};

use super::{Change, Cloud, Program, Written, changes, written};

/// When a sentence is false of an object, among all that was written.
pub(crate) type Reader = fn(&Yaml, &[Yaml]) -> bool;

/// The sentences that are read a second time, by their codes, each with when it is false.
pub(crate) type Readers = &'static [(&'static str, Reader)];

/// One of so many changes is made: each takes several runs.
const STEP: usize = 5;

/// A program in which a part of an object is another, under signatures for the rules that this breaks; nothing if that cannot be signed.
fn signed(program: Program, name: &'static str, spec: &Json, rules: &BTreeMap<&'static str, Rule>) -> Option<App> {
    let mut broken: BTreeSet<&'static str> = BTreeSet::new();
    for _ in 0..3 {
        let waiver = || Waiver::new(BY_HAND, "to see what is attested", "nobody", date!("2027-01-31"));
        let waiver = broken
            .iter()
            .fold(waiver(), |all, code| rules.get(code).map_or_else(|| panic!("{code}"), |rule| all.and(*rule)));
        let app = program(vec![waiver.property(name, "spec", spec.clone())]);
        let found: Vec<&'static str> = match app.check() {
            Ok(_) => return Some(app),
            Err(found) => found.0.into_iter().map(|it| it.code).collect(),
        };
        if !found.iter().all(|code| rules.contains_key(code)) {
            return None;
        }
        broken.extend(found);
    }
    None
}

/// What is attested, and what was written, by the names of the objects.
fn attested(app: &App) -> (Vec<(&'static str, String)>, BTreeMap<String, Yaml>) {
    let checked = app.check().unwrap();
    let held = checked.judged(|_| true).into_iter().filter(|it| it.verdict == Verdict::Held);
    let held = held.map(|it| (it.rule.code, it.resource.logical_id.clone())).collect();
    let text = String::from_utf8(app.emit(&checked).unwrap().into_iter().next().unwrap().bytes).unwrap();
    let names = text.lines().filter_map(|line| line.strip_prefix("# clinic/")).map(|it| it.replace([' ', '/'], ""));
    (held, names.zip(YamlLoader::load_from_str(&text).unwrap()).collect())
}

/// A sentence that is attested.
struct Sentence {
    code: &'static str,
    is_read: bool,
    /// What is wrong, if it is read and false.
    wrong: Option<String>,
}

/// Whether each sentence is true of whatever can be written, but for those that nobody reads a second time, each with why.
pub(crate) fn whatever_is_attested_is_true(
    cloud: &Cloud,
    readers: &[(&'static str, Reader)],
    unread: &[(&'static str, &str)],
    rules: Vec<Rule>,
) {
    let rules: BTreeMap<&'static str, Rule> = rules.into_iter().map(|it| (it.code, it)).collect();
    let ask = |what: &str, app: &App| -> Vec<Sentence> {
        let (held, objects) = attested(app);
        let all: Vec<Yaml> = objects.values().cloned().collect();
        let read = |(code, object): (&'static str, String)| {
            let reader = readers.iter().find(|(it, _)| *it == code);
            let is_wrong = reader.is_some_and(|(_, is_false)| objects.get(&object).is_none_or(|it| is_false(it, &all)));
            let wrong = is_wrong.then(|| format!("{code} is attested of {object}: {what}"));
            Sentence { code, is_read: reader.is_some(), wrong }
        };
        held.into_iter().map(read).collect()
    };
    let mut all = ask("as it is", &(cloud.program)(Vec::new()));
    for Written { name, spec, .. } in written(cloud.program) {
        let ask = |(path, what, changed): &Change| {
            let app = changed.as_ref().and_then(|changed| signed(cloud.program, name, changed, &rules));
            app.map_or_else(Vec::new, |app| ask(&format!("{name} {path} {what}"), &app))
        };
        let some: Vec<Change> = changes(cloud, &spec, "").into_iter().step_by(STEP).collect();
        all.par_extend(some.par_iter().flat_map_iter(ask));
    }
    let (seen, alone): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.is_read);
    let codes = |of: &[Sentence]| of.iter().map(|it| it.code).collect::<BTreeSet<_>>();
    let read_once = codes(&seen);
    let never: Vec<_> = readers.iter().filter(|(code, _)| !read_once.contains(code)).map(|(code, _)| code).collect();
    assert!(never.is_empty(), "never attested: {never:?}");
    let known: BTreeSet<_> = unread.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes(&alone), known, "attested and read by nobody, and those of which a list says so");
    assert!(seen.len() > 1000, "only {} sentences were read", seen.len());
    let wrong: Vec<String> = seen.into_iter().filter_map(|it| it.wrong).collect();
    assert!(wrong.is_empty(), "attested, and false:\n{}", wrong.join("\n"));
}

/// A value at a path; what is missing is bad.
pub(crate) fn at<'a>(object: &'a Yaml, path: &str) -> &'a Yaml {
    path.split('/').fold(object, |it, name| &it[name])
}

/// Whether nothing stands at a path, or nothing in what does.
pub(crate) fn is_empty(it: &Yaml) -> bool {
    match it {
        Yaml::BadValue | Yaml::Null => true,
        Yaml::String(text) => text.is_empty(),
        Yaml::Array(items) => items.is_empty(),
        Yaml::Hash(members) => members.is_empty(),
        _ => false,
    }
}

/// The objects of a kind.
pub(crate) fn of_kind<'a>(all: &'a [Yaml], kind: &'a str) -> impl Iterator<Item = &'a Yaml> {
    all.iter().filter(move |it| it["kind"].as_str() == Some(kind))
}

/// Whether an object of a kind has that name.
pub(crate) fn is_there(all: &[Yaml], kind: &str, name: &Yaml) -> bool {
    of_kind(all, kind).any(|it| it["metadata"]["name"] == *name)
}

/// The items of a list.
pub(crate) fn items(it: &Yaml) -> &[Yaml] {
    it.as_vec().map_or(&[], Vec::as_slice)
}

/// Whether a range of addresses is private, by RFC 1918.
pub(crate) fn is_private(range: &Yaml) -> bool {
    let Some((address, _)) = range.as_str().and_then(|it| it.split_once('/')) else { return false };
    address.parse::<std::net::Ipv4Addr>().is_ok_and(|it| it.is_private())
}
