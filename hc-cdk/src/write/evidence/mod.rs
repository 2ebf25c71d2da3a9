//! The evidence that an auditor asks for: what was read of a checked system, for machines in OSCAL 1.2.1 and for people in
//! Markdown, all from one model.
//!
//! A program with findings is attested only where somebody asks for it, and each document says so: nothing of it is deployed.
//!
//! It says of a clause which sentences were read, and never that the clause is met: clauses ask for more than what is written
//! shows. Same program, same day, same bytes; an id is made of the names of what it is for, so that it stays from run to run.

mod assessment;
mod catalog;
mod components;
mod markdown;
pub(crate) mod model;
mod network;
mod objective;
mod oscal;
mod reviews;
mod subpart_c;
mod table;

use self::{
    model::{Evidence, Read, Stated, constructs, owner},
    oscal::Oscal,
};
use crate::{
    check::Checked,
    model::{file::File, finding::Finding},
    value::{date::Date, sorted},
};

/// Who answers for the constructs of a system.
fn owners(checked: &Checked<'_>) -> Vec<String> {
    sorted(constructs(checked).filter_map(|(at, stack, _)| owner(at, stack).map(str::to_owned)))
}

/// All documents, as of a day, with what was found wrong.
pub(crate) fn files(checked: &Checked<'_>, findings: &[Finding], on: Date) -> Vec<File> {
    let judged = checked.judged(|_| true);
    let evidence = Evidence {
        checked,
        read: Read::all(&judged),
        stated: Stated::all(checked).collect(),
        findings,
        oscal: Oscal {
            system: checked.system().name().to_owned(),
            on,
            findings: findings.len(),
            owners: owners(checked),
        },
    };
    let mut files = vec![File { path: "evidence.md".to_owned(), bytes: markdown::of(&evidence).into_bytes() }];
    files.extend(catalog::files(&evidence));
    files.push(components::file(&evidence));
    files.extend(assessment::files(&evidence));
    files
}
