//! Whatever somebody changes in what the constructs write is found (`hc-cdk-manifest/tests/weakened`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod program;
#[path = "../../hc-cdk-manifest/tests/weakened/mod.rs"]
mod weakened;

use hc_cdk::{prelude::App, waiver::Overridden};

fn program(changed: Option<Overridden>) -> App {
    program::app(|stack| {
        if let Some(changed) = changed {
            stack.add("Changed", changed);
        }
    })
}

#[test]
fn what_is_written_as_text_passes() {
    weakened::what_is_written_as_text_passes(program);
}

#[test]
fn whatever_weakens_is_found() {
    weakened::whatever_weakens_is_found(program, include_str!("harmless.tsv"));
}
