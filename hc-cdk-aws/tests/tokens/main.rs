//! What the function of a `TokenChecker` says of tokens, good and bad, as Node.js runs the code that stands in the template.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::{path::Path, process::Command};

#[test]
fn a_token_is_taken_if_nothing_is_wrong_with_it() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut node = Command::new("node");
    node.arg(here.join("tests/tokens/cases.mjs")).arg(here.join("src/rules/tokens.js"));
    let said = node.output().expect("Node.js 20 or newer is needed, as CONTRIBUTING says");
    let (out, errors) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    assert!(said.status.success(), "{out}\n{errors}");
    assert_eq!(out.trim(), "39 cases");
}
