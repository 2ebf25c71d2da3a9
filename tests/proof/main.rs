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
mod copy;
mod document;
mod extra;
mod neighbours;
mod oracle;
mod programs;
mod replay;
mod run;
mod weaken;

use hc_cdk::app::App;

use crate::{change::Change, document::Documents, run::Tally};

/// Which sentences are attested and nobody reads again here, and why.
const UNREAD: &[(&str, &str)] = &[
    ("ActionsExist", "which actions there are is read from AWS's own tables, and a second reader would have no others"),
    (
        "ActionsFit",
        "which resources an action takes is read from AWS's own tables, and a second reader would have no others",
    ),
    ("ApiHasZones", "that an interface is in one region is so of each, whatever is written of it"),
    ("ClusterIsMeasured", "a second reading of the one member that it is about would be the first one again"),
    ("JudgedKind", "which kinds have rules is no fact of what is written"),
    ("JudgedType", "which types have rules is no fact of what is written"),
    ("KeysAreHere", "in which regions stacks are is not read a second time yet"),
    ("MessagesHaveZones", "that a queue or a topic is in one region is so of each, whatever is written of it"),
    (
        "NoOlderTls",
        "what a route asks for is an annotation of who keeps it, of which there is no other table than the library's",
    ),
    ("StateMachineHasZones", "that a state machine is in one region is so of each, whatever is written of it"),
    ("TargetsAreAsked", "a second reading of the members that it is about would be the first one again"),
    ("TaskStartsInAnyZone", "the zones of subnets that tasks start in are not read a second time yet"),
    ("ToldByReference", "receivers of alerts are read again by `amtool`, on the examples"),
];

/// How many of the weakenings are made, unless `PROOF` says `all`: one of so many.
const STEP: usize = 59;

#[test]
fn a_copy_is_what_it_was_made_of() {
    for program in programs::all(2) {
        let (copy, signed) = run::settled(&program, &Change::Nothing, &run::rules()).unwrap();
        let own: Vec<&str> =
            program.app.stacks().iter().flat_map(|it| &it.waivers).flat_map(|it| &it.rules).map(|it| it.code).collect();
        let expected = |code: &str| run::is_of_ways(code) || own.contains(&code);
        assert!(signed.0.iter().all(|(.., code)| expected(code)), "{}: {signed:?}", program.name);
        let written = |app: &App| Documents::of(app, &app.synthesize().unwrap(), program.asked).kinds();
        assert_eq!(written(&copy), written(&program.app), "{}", program.name);
        let (copy, own) = (copy.check().unwrap(), program.app.check().unwrap());
        for rule in run::rules().values().filter(|rule| !run::is_of_ways(rule.code)) {
            assert_eq!(copy.verdicts().of(rule), own.verdicts().of(rule), "{}: {}", program.name, rule.code);
        }
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "how much is tried is for whoever runs the tests to say")]
fn whatever_is_attested_is_true() {
    let step = match std::env::var("PROOF").as_deref() {
        Ok("all") => 1,
        Ok(step) => step.parse().expect("`all`, or of how many weakenings one is made"),
        Err(_) => STEP,
    };
    let mut tally = Tally::default();
    for program in programs::all(if step == 1 { 4 } else { 1 }) {
        tally.weaken(&program, step);
    }
    println!("{}", tally.words());
    assert!(tally.written > 100 && tally.read > 1000, "too little was read: {}", tally.words());
    let unread: Vec<_> = tally.unread.iter().filter(|code| UNREAD.iter().all(|(it, _)| it != *code)).collect();
    assert!(unread.is_empty(), "attested, and read by nobody: {unread:?}");
    assert!(tally.wrong.is_empty(), "attested, and false:\n{}", tally.wrongs());
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
