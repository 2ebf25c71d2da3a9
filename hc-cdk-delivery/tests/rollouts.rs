//! How a deployment waits for trials of new pods, and goes back, is run for real against a cluster that is made up.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test may fail where it stands, prepares files, and says what it leaves out"
)]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const NOTE: &str = include_str!("../src/release/lines/note_rollouts.sh");
const SHIFTED: &str = include_str!("../src/release/lines/shifted.sh");
const BACK: &str = include_str!("../src/release/lines/pods_back.sh");

/// The state is what a file says, a line for each time that somebody asks.
const KUBECTL: &str = r#"#!/usr/bin/env bash
echo "$*" >> calls.txt
case "$*" in
  *"get rollouts.argoproj.io --output name"*) echo rollout.argoproj.io/claims ;;
  *"get rollouts.argoproj.io --output json"*) cat rollouts.json ;;
  *"--output jsonpath"*) head -n 1 states.txt; sed -i 1d states.txt ;;
esac
"#;

const ROLLOUTS: &str = r#"{ "items": [{ "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout",
  "metadata": { "name": "claims", "namespace": "ward", "uid": "1", "resourceVersion": "7" },
  "spec": { "replicas": 4, "template": { "old": true } }, "status": { "phase": "Healthy" } }] }"#;

fn folder(name: &str, states: &str, rollouts: &str) -> Option<PathBuf> {
    let there = |program| Command::new(program).arg("--version").output().is_ok();
    if !there("bash") || !there("jq") {
        assert!(std::env::var_os("CI").is_none(), "bash and jq are needed");
        println!("bash or jq is not installed: the script is not run");
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("states.txt"), states).unwrap();
    fs::write(folder.join("rollouts.json"), rollouts).unwrap();
    fs::write(folder.join("kubectl"), KUBECTL).unwrap();
    fs::set_permissions(folder.join("kubectl"), fs::Permissions::from_mode(0o755)).unwrap();
    Some(folder)
}

fn run(folder: &Path, script: &str) -> Output {
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder);
    bash.env("PATH", path).env("NAMESPACE", "ward").env("PAUSE", "0").output().unwrap()
}

#[test]
fn it_waits_until_the_new_version_is_healthy() {
    // The first two lines are about the version before.
    let states = "2 1 Healthy\n2 1 Degraded\n2 2 Progressing\n2 2 Healthy\n";
    let Some(folder) = folder("shifted", states, ROLLOUTS) else { return };
    let run = run(&folder, SHIFTED);
    assert!(run.status.success(), "{run:?}");
    assert_eq!(fs::read_to_string(folder.join("states.txt")).unwrap(), "", "every state was looked at");
}

#[test]
fn a_trial_that_fails_ends_it() {
    let Some(folder) = folder("degraded", "2 2 Progressing\n2 2 Degraded\n2 2 Healthy\n", ROLLOUTS) else { return };
    let run = run(&folder, SHIFTED);
    assert!(!run.status.success(), "{run:?}");
    assert!(String::from_utf8_lossy(&run.stdout).contains("has failed its trial"), "{run:?}");
}

#[test]
fn what_was_noted_is_applied_again() {
    let Some(folder) = folder("pods_back", "", ROLLOUTS) else { return };
    assert!(run(&folder, NOTE).status.success());
    let noted = fs::read_to_string(folder.join("before.json")).unwrap();
    for (part, is_there) in
        [("\"old\": true", true), ("\"claims\"", true), ("replicas", false), ("uid", false), ("status", false)]
    {
        assert_eq!(noted.contains(part), is_there, "{part}: {noted}");
    }
    assert!(run(&folder, BACK).status.success());
    let calls = fs::read_to_string(folder.join("calls.txt")).unwrap();
    assert!(calls.contains("apply -f before.json") && calls.contains("rollout undo deployment"), "{calls}");
}

#[test]
fn where_nothing_was_nothing_is_applied() {
    let Some(folder) = folder("nothing_back", "", "{ \"items\": [] }") else { return };
    assert!(run(&folder, NOTE).status.success() && run(&folder, BACK).status.success());
    let calls = fs::read_to_string(folder.join("calls.txt")).unwrap();
    assert!(!calls.contains("apply"), "{calls}");
}
