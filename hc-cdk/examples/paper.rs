//! A program with a target of its own, which writes lists of names: everything that the core does, without a cloud.
//!
//! `PAPER_STACKS` says how many stacks it has; with none it has a finding. `PAPER_NAME` says what the system is called,
//! and what the names of its stacks begin with. With `PAPER_SIGNED`, each has a sheet that is kept,
//! and if that is `1` another one that is not, which is signed for, or nobody signs for it if it is `forgotten`. With `PAPER_PROPOSED` its stacks
//! are under a rule that is only proposed, too.

#[path = "../tests/paper/mod.rs"]
mod paper;

use std::process::ExitCode;

use hc_cdk::{
    app::App,
    data::Class,
    date,
    model::Role,
    policy::{Hipaa, HipaaProposed2025, PolicyFacts, Production},
    rule::BY_HAND,
    value::Object,
    waiver::Waiver,
};
use paper::{Desk, One, Plays, SHEET_IS_KEPT, Sheet, Stack, reference};

#[allow(clippy::disallowed_methods, reason = "the tests of the command line ask for different programs")]
fn main() -> ExitCode {
    let stacks = std::env::var("PAPER_STACKS").ok().and_then(|it| it.parse().ok()).unwrap_or(2);
    let name = std::env::var("PAPER_NAME").ok();
    let signed = std::env::var("PAPER_SIGNED").ok();
    let mut app = App::new(name.as_deref().unwrap_or("paper"));
    let prefix = name.as_deref().unwrap_or("stack");
    let mut before = None;
    for at in 0..stacks {
        let mut stack = Stack::<(Hipaa, Production)>::new(&format!("{prefix}{at}"), Desk);
        if std::env::var_os("PAPER_PROPOSED").is_some() {
            stack.also_under(&PolicyFacts::of::<HipaaProposed2025>());
        }
        let sheet = stack.add("Sheet", One(Sheet::of(before.iter().map(reference))));
        let store = stack.add("Store", Plays::new(Role::Store, Class::Phi, []));
        stack.add("Api", Plays::new(Role::Workload, Class::Phi, [&store]));
        if signed.is_some() {
            stack.add("Kept", One(Sheet(Object::new().with("Kept", true))));
        }
        if signed.as_deref() == Some("1") {
            let waiver = Waiver::new(SHEET_IS_KEPT, "rebuilt each night", "jane.roe", date!("2027-01-31")).and(BY_HAND);
            stack.add("Raw", waiver.resource(Sheet(Object::new().with("Kept", false))));
        }
        if signed.as_deref() == Some("forgotten") {
            stack.add("Raw", One(Sheet(Object::new().with("Kept", false))));
        }
        before = Some(sheet.reference().clone());
        app = app.stack(stack);
    }
    app.run()
}
