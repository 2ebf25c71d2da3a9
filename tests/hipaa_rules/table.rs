//! The table: of every rule, where it is met.
//!
//! `data/hipaa_aws_rules.tsv` is the list of rules as scanners publish it. `data/hipaa_aws_places.tsv` has one row for each:
//!
//! - `by type`: the construct that declares such resources cannot be made otherwise. `construct` is its file, and `shown`
//!   a program or test that shows it. What a construct of a user's own declares is left to the check.
//! - `by check`: a resource that breaks the rule is found before anything is written. `check` is the rule's file.

use std::{fs, path::PathBuf};

use hc_cdk_aws::{
    assertions::{Template, json},
    explained::{EXPLAINED, PACK},
};

/// A rule as scanners publish it.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) controls: Vec<&'static str>,
    types: Vec<&'static str>,
}

/// Where a rule is met.
pub(crate) struct Place {
    pub(crate) rule: &'static str,
    pub(crate) how: &'static str,
    construct: &'static str,
    shown: &'static str,
    check: &'static str,
}

fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        cells.try_into().unwrap_or_else(|cells: Vec<_>| panic!("{} cells and not {N}: {line}", cells.len()))
    })
}

pub(crate) fn rules() -> impl Iterator<Item = Rule> {
    rows(include_str!("../data/hipaa_aws_rules.tsv")).map(|[name, _, types, controls, _]| Rule {
        name,
        controls: controls.split(',').collect(),
        types: types.split(',').collect(),
    })
}

pub(crate) fn places() -> impl Iterator<Item = Place> {
    rows(include_str!("../data/hipaa_aws_places.tsv")).map(|[rule, how, construct, shown, check]| Place {
        rule,
        how,
        construct,
        shown,
        check,
    })
}

fn read(path: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("`{path}`: {error}"))
}

/// The part of a file that is compiled into the library, and no comment.
fn code(path: &str) -> String {
    read(path).lines().filter(|line| !line.trim_start().starts_with("//")).collect()
}

#[test]
fn what_is_signed_for_is_explained_under_every_name_of_the_pack() {
    assert!(rules().map(|rule| rule.name).eq(PACK.iter().copied()), "{PACK:?}");
    for row in EXPLAINED {
        assert!(PACK.contains(&row.rule.code), "{}", row.rule.code);
    }
}

#[test]
fn every_rule_has_a_place_and_no_place_is_without_a_rule() {
    let mut rules: Vec<_> = rules().map(|rule| rule.name).collect();
    let mut places: Vec<_> = places().map(|place| place.rule).collect();
    assert_eq!(rules.len(), 90);
    rules.sort_unstable();
    places.sort_unstable();
    assert_eq!(rules, places);
}

#[test]
fn every_clause_of_a_rule_can_be_cited() {
    for rule in rules() {
        for clause in &rule.controls {
            let known = hc_cdk::control::hipaa::ALL.iter().any(|control| control.id == *clause);
            assert!(known, "`{clause}` of `{}` is no clause that may be cited", rule.name);
        }
    }
}

#[test]
fn every_place_is_there() {
    for Place { rule, how, construct, shown, check } in places() {
        match how {
            "by type" | "by check" => {
                let literal = format!("= \"{rule}\" {{");
                assert!(code(check).contains(&literal), "`{check}` has no rule `{rule}`");
                for path in [construct, shown] {
                    assert_eq!(path.is_empty(), how == "by check", "`{rule}` is `{how}` and has the place `{path}`");
                    if !path.is_empty() {
                        read(path);
                    }
                }
            }
            _ => panic!("`{rule}` is met in no known way: `{how}`"),
        }
    }
}

/// That our constructs break no rule shows something of a rule only if they declare what it is about.
#[test]
fn what_is_met_by_type_is_declared_by_a_construct() {
    let template = Template::of_stack(super::constructs::everything());
    for place in places().filter(|place| place.how == "by type") {
        let rule = rules().find(|rule| rule.name == place.rule).expect("every place has a rule");
        let declared = rule.types.iter().any(|kind| !template.find_resources(kind, json!({})).is_empty());
        assert!(declared, "no construct declares what `{}` is about", rule.name);
    }
}
