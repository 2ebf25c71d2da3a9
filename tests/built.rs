//! The examples as programs, for tests that run them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "this is for tests, which may fail where they stand")]

use std::{path::PathBuf, process::Command};

use serde_json::Value;

const PACKAGES: [&str; 2] = ["/examples/Cargo.toml", "/examples/systems/Cargo.toml"];

/// The examples by name, with the programs that cargo makes of them. It makes them as `cargo test --workspace` does.
///
/// # Panics
///
/// If they cannot be built.
pub fn examples() -> Vec<(String, PathBuf)> {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--workspace", "--examples", "--message-format", "json"])
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let messages = String::from_utf8(built.stdout).unwrap();
    let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    messages
        .filter(|it| it["target"]["kind"][0] == "example")
        .filter(|it| PACKAGES.iter().any(|of| it["manifest_path"].as_str().unwrap().ends_with(of)))
        .map(|it| (it["target"]["name"].as_str().unwrap().to_owned(), it["executable"].as_str().unwrap().into()))
        .collect()
}
