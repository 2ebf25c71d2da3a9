//! Mistakes that a tired engineer makes with the manual beside the keyboard, each one in a program that is legal but for it, and who
//! refuses each. The page `docs/mistakes.md` is written of them.
//!
//! What the compiler refuses is in `compile_fail/`, with the nearest program that compiles.

#![allow(clippy::unwrap_used, clippy::too_many_lines, reason = "a test may fail where it stands, and lists are long")]

mod charts;
mod clinic;
mod compiler;
mod elsewhere;
mod keeping;
mod rights;
mod running;
mod serving;
mod watching;

use std::{fmt::Write, fs, path::Path};

use hc_cdk::prelude::*;
use hc_cdk_tests::committed::{Files, assert_committed};

/// What a mistake is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Somebody gets at what is not for him.
    Security,
    /// A regulation or a policy asks for something else.
    Compliance,
    /// It does not work once it is deployed.
    Wiring,
}

/// A mistake that the checks find.
struct Mistake {
    kind: Kind,
    what: &'static str,
    code: &'static str,
    program: fn() -> App,
}

impl Mistake {
    const fn new(kind: Kind, what: &'static str, code: &'static str, program: fn() -> App) -> Self {
        Self { kind, what, code, program }
    }

    /// What the program is told of it.
    fn message(&self) -> Result<String, String> {
        let Err(findings) = (self.program)().synthesize() else { return Err(format!("accepted: {}", self.what)) };
        let found = findings.0.iter().find(|it| it.code == self.code);
        found.map(|it| format!("`{}` {}", it.path, it.message)).ok_or_else(|| format!("{}\n{findings}", self.what))
    }
}

fn all() -> impl Iterator<Item = &'static Mistake> {
    let parts = [serving::ALL, running::ALL, keeping::ALL, watching::ALL, rights::ALL, charts::ALL, elsewhere::ALL];
    parts.into_iter().flatten()
}

#[test]
fn every_mistake_is_refused_with_these_words() {
    let (mut page, mut wrong) = (String::new(), Vec::new());
    for (kind, what, folder) in compiler::ALL {
        let words = fs::read_to_string(Path::new("compile_fail").join(format!("{folder}.stderr"))).unwrap();
        let (_, message) = words.lines().next().unwrap().split_once("]: ").unwrap();
        let message = message.strip_prefix("evaluation panicked: ").unwrap_or(message);
        writeln!(page, "| {kind:?} | {what} | compiler | {message} |").unwrap();
    }
    for mistake in all() {
        match mistake.message() {
            Ok(message) => {
                let Mistake { kind, what, code, .. } = mistake;
                writeln!(page, "| {kind:?} | {what} | check, `{code}` | {message} |").unwrap();
            }
            Err(not) => wrong.push(not),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let committed = fs::read_to_string("../docs/mistakes.md").unwrap();
    let (head, rest) = committed.split_once(BEGIN).unwrap();
    let (_, tail) = rest.split_once(END).unwrap();
    let page = format!("{head}{BEGIN}{HEAD}{page}{END}{tail}");
    let now = Files::from([("mistakes.md".into(), page.into_bytes())]);
    assert_committed(Path::new("../docs"), "mistakes.md", &now, "mistakes");
}

const BEGIN: &str = "<!-- the table is written by `UPDATE=1 cargo test -p hc-cdk-tests --test mistakes` -->\n";
const HEAD: &str = "\n| about | what is wrong | who says it | in which words |\n|---|---|---|---|\n";
const END: &str = "\n<!-- end of the table -->\n";

#[test]
fn what_the_mistakes_are_made_in_is_legal() {
    for app in clinic::legal() {
        let findings = app.synthesize().err();
        assert!(findings.is_none(), "{}", findings.unwrap());
    }
}

#[test]
fn there_are_a_hundred_of_three_kinds() {
    let kinds: Vec<Kind> = all().map(|it| it.kind).chain(compiler::ALL.iter().map(|it| it.0)).collect();
    assert!(kinds.len() >= 100, "only {}", kinds.len());
    for kind in [Kind::Security, Kind::Compliance, Kind::Wiring] {
        assert!(kinds.iter().filter(|it| **it == kind).count() >= 15, "few are about {kind:?}");
    }
}
