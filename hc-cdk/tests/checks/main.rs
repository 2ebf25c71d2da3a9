//! Each check finds what it is for, and nothing in the program beside it that is right.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod borders;
mod ceiling;
mod cycles;
mod depth;
mod forged;
mod in_full;
mod names;
#[path = "../paper/mod.rs"]
mod paper;
mod parameters;
mod properties;
mod reachability;
mod readings;
mod references;
mod rules;
mod secrets;
mod stages;
mod texts;
mod waivers;
mod ways;

use hc_cdk::{
    app::App,
    control::{hipaa, iso27001},
    data::Class,
    date,
    finding::{Finding, Findings},
    model::Role,
    parameter::Parameter,
    policy::{Development, Hipaa, Production, Staging},
    value::{Json, Limits, NameSuffix, Object, Token, Value},
    waiver::Waiver,
};
use paper::{Desk, Does, One, Paper, Plays, Ring, Sheet, Shelf, Stack, Stone, Titled, Wall, reference};

type Prod = (Hipaa, Production);

#[track_caller]
fn prod(name: &str) -> Stack<Prod> {
    Stack::new(name, Desk)
}

/// A stack with a sheet, so that it is not empty.
#[track_caller]
fn filled(name: &str) -> Stack<Prod> {
    let mut stack = prod(name);
    stack.add("Sheet", One(Sheet::default()));
    stack
}

fn findings(app: &App) -> Vec<Finding> {
    match app.check() {
        Ok(_) => Vec::new(),
        Err(Findings(findings)) => findings,
    }
}

/// The findings of an app of one stack, each as its path and message.
#[track_caller]
fn said(stack: Stack<Prod>, expected: &[(&str, &str)]) {
    app_said(&App::new("test").stack(stack), expected);
}

#[track_caller]
fn app_said(app: &App, expected: &[(&str, &str)]) {
    let findings = findings(app);
    let said: Vec<_> = findings.iter().map(|it| (it.path.as_str(), it.message.as_str())).collect();
    assert_eq!(said, expected);
    for finding in &findings {
        assert!(!finding.help.is_empty() && !finding.message.ends_with('.') && !finding.help.ends_with('.'));
        assert!(finding.written_at.file().contains("tests/checks/"), "{finding}");
    }
}

#[test]
fn a_target_is_asked_when_all_else_is_right_and_when_it_writes() {
    app_said(&App::new("test").stack(filled("refused")), &[("refused", "is refused by its target")]);
    let mut stack = prod("long");
    for at in 0..5000 {
        stack.add(format!("{}{at}", "a".repeat(240)), One(Sheet::default()));
    }
    let app = App::new("test").stack(stack);
    let Findings(findings) = app.synthesize().unwrap_err();
    assert_eq!(findings[0].message, "is too long");
}

#[test]
fn all_findings_come_back_at_once_and_read_well() {
    let mut stack = prod("clinic");
    stack.add(
        "Records",
        Does(|scope| {
            scope.resource("", Sheet::default());
            scope.reject(Some(hipaa::AUDIT_CONTROLS), "has no audit log", "send its data events to an `AuditTrail`");
        }),
    );
    stack.add("Ring", Ring(&[0]));
    stack.output("a b", "not a name", "x");
    let findings = App::new("test").stack(stack).check().unwrap_err();
    assert_eq!(findings.0.len(), 3);
    let text = findings.to_string();
    let file = file!();
    assert!(text.starts_with("error[164.312(b)]: `clinic/Records` has no audit log\n  --> "), "{text}");
    assert!(text.contains(&format!("  --> {file}:")), "{text}");
    assert!(text.contains("\n  note: HIPAA 45 CFR 164.312(b): audit controls\n  help: send its data events"), "{text}");
    assert!(text.ends_with("3 findings, nothing was written\n"), "{text}");
}

#[test]
fn the_same_program_gives_the_same_files() {
    let app = || {
        let mut one = filled("one");
        let sheet = one.add("Other", One(Sheet::default()));
        let mut two = prod("two");
        two.add("Copy", One(Sheet::of([reference(sheet.reference())])));
        App::new("test").stack(two).stack(one).synthesize().unwrap()
    };
    let files = app();
    assert_eq!(files, app());
    assert_eq!(files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["two.txt", "one.txt"]);
}

/// What is wrong with the form of a program hides what is wrong with its content from whoever writes it, and not from a judge.
#[test]
fn a_judge_is_told_of_all_at_once() {
    let mut stack = prod("a");
    stack.add("two words", Does(|_| ()));
    stack.add("Loose", One(Sheet(Object::new().with("Kept", false))));
    let app = App::new("test").stack(stack);
    let codes = |findings: Vec<Finding>| findings.into_iter().map(|it| it.code).collect::<Vec<_>>();
    assert_eq!(codes(findings(&app)), ["ImpossibleName"]);
    assert_eq!(codes(app.judge().0), ["ImpossibleName", "SheetIsKept"]);
    let refused = App::new("test").stack(filled("refused"));
    assert_eq!(codes(refused.judge().0), ["Refused"]);
}
