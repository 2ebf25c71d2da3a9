//! What is attested of a system is true of what is written, whatever somebody changes in it.
//!
//! Each value of each resource of the examples, and of programs of any shape, is weakened in turn. Whatever of it the library
//! refuses, attests nothing. What it lets through, as it is or under signatures for the rules that it says are broken, is
//! written; and of all that is then still attested, an oracle that asks the library nothing says whether it is true.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "what is not as expected fails the test, and whoever runs it reads what was tried"
)]

mod change;
mod clouds;
mod copy;
mod document;
mod extra;
mod neighbours;
mod oracle;
mod programs;
mod replay;
mod repository;
mod run;
mod unwritten;
mod weaken;
mod written;

use std::collections::BTreeMap;

use hc_cdk::app::App;
use rayon::prelude::*;

use crate::{
    change::Change,
    document::Documents,
    programs::{Amount, Plan},
    replay::Signed,
    run::{Share, Tally},
};

/// Which sentences are attested and nobody reads again here, and why.
const UNREAD: &[(&str, &str)] = &[
    ("ActionsExist", "which actions there are is read from AWS's own tables, and a second reader would have no others"),
    (
        "ActionsFit",
        "which resources an action takes is read from AWS's own tables, and a second reader would have no others",
    ),
    ("ApiHasZones", "what it says of zones it says that AWS says, and the rest is a floor of the policy"),
    ("JudgedKind", "which kinds have rules is no fact of what is written"),
    ("JudgedMembers", "which members have rules is no fact of what is written"),
    ("JudgedType", "which types have rules is no fact of what is written"),
    ("MessagesHaveZones", "what it says of zones it says that AWS says, and the rest is a floor of the policy"),
    ("StateMachineHasZones", "what it says of zones it says that AWS says, and the rest is a floor of the policy"),
    ("TableHasZones", "what it says of zones it says that AWS says, and the rest is a floor of the policy"),
];

/// How many of the weakenings of an example are made, unless `PROOF` says otherwise: one of so many.
const STEP: usize = 71;

/// How many programs of any shape there are, unless `PROGRAMS` says otherwise.
const PROGRAMS: usize = 24;

/// In how many parts an example is weakened, each on a thread.
const PARTS: usize = 2;

/// What whoever runs the tests says of how much is tried.
#[allow(clippy::disallowed_methods, reason = "how much is tried is for whoever runs the tests to say")]
fn said<T>(name: &str, usual: T, read: impl Fn(&str) -> Option<T>) -> T {
    std::env::var(name).map_or(usual, |said| read(&said).unwrap_or_else(|| panic!("`{name}` is `{said}`")))
}

/// The programs that are weakened: all, or those of the kinds that `ONLY` begins.
fn plans() -> Vec<Plan> {
    let only = said("ONLY", String::new(), |it| Some(it.to_owned()));
    let random = programs::random(said("PROGRAMS", PROGRAMS, |it| it.parse().ok()));
    programs::examples().into_iter().chain(random).filter(|it| it.kind.starts_with(&only)).collect()
}

#[test]
fn a_copy_is_what_it_was_made_of() {
    let rules = run::rules();
    plans().par_iter().for_each(|plan| {
        let program = plan.make();
        let system = program.app.system();
        let read = || system.stacks().iter().filter(|it| program.reads(it));
        let own: Vec<&str> = read().flat_map(|it| &it.waivers).flat_map(|it| &it.rules).map(|it| it.code).collect();
        let expected = |code: &str| run::is_of_ways(code) || own.contains(&code);
        let kinds = |app: &App| Documents::of(&program, app, &app.synthesize().unwrap()).kinds();
        let same = run::settled(&program, &Change::Nothing, &rules, Signed::default(), |copy, checked, signed| {
            assert!(signed.0.iter().all(|(.., code)| expected(code)), "{}: {signed:?}", program.name);
            assert_eq!(kinds(copy), kinds(&program.app), "{}", program.name);
            let before = program.app.check().unwrap();
            assert_eq!(run::verdicts(&program, checked), run::verdicts(&program, &before), "{}", program.name);
        });
        assert!(same.is_some(), "{} is not written as it is", program.name);
    });
}

#[test]
fn whatever_is_attested_is_true() {
    let step = said("PROOF", STEP, |it| if it == "all" { Some(1) } else { it.parse().ok() });
    let (plans, rules) = (plans(), run::rules());
    let shares = plans.iter().flat_map(|plan| {
        let parts = if matches!(plan.amount, Amount::Rarer(_)) { PARTS } else { 1 };
        (0..parts).map(move |part| (plan, Share { step, part, parts }))
    });
    let shares: Vec<(&Plan, Share)> = shares.collect();
    let tally = |(plan, share): &(&Plan, Share)| (plan.kind, Tally::of(plan, *share, &rules));
    let tallies: Vec<_> = shares.par_iter().map(tally).collect();
    let mut kinds: BTreeMap<&str, Tally> = BTreeMap::new();
    for (kind, tally) in tallies {
        let before = kinds.remove(kind).unwrap_or_default();
        kinds.insert(kind, before.and(tally));
    }
    for (kind, tally) in &kinds {
        println!("{kind}: {}", tally.words());
    }
    let tally = kinds.into_values().fold(Tally::default(), Tally::and);
    println!("all: {}\nattested and read by nobody: {:?}", tally.words(), tally.unread);
    assert!(tally.written > 0 && tally.read > 1000, "too little was read: {}", tally.words());
    let unread: Vec<_> = tally.unread.iter().filter(|code| UNREAD.iter().all(|(it, _)| it != *code)).collect();
    assert!(tally.wrong.is_empty(), "attested, and false:\n{}", tally.wrongs());
    assert!(unread.is_empty(), "attested, and read by nobody: {unread:?}");
}

#[test]
fn each_sentence_that_is_read_is_a_rule() {
    let rules = run::rules();
    let unknown: Vec<&str> = oracle::codes().filter(|code| !rules.contains_key(code)).collect();
    assert_eq!(unknown, Vec::<&str>::new());
    for (code, reason) in UNREAD {
        assert!(rules.contains_key(code) && oracle::of(code).is_none() && !reason.is_empty(), "{code}");
    }
}
