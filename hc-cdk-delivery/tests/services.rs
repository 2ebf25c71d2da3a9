//! What is noted of services on ECS before a deployment, and how they come back, is run for real against a command line of AWS that
//! is made up.

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

const NOTE: &str = include_str!("../src/release/lines/note_services.sh");
const BACK: &str = include_str!("../src/release/lines/services_back.sh");

/// Two stacks, one of which is not there yet, and a repository's file that is no stack.
const MANIFEST: &str = r#"{ "artifacts": { "care": { "type": "aws:cloudformation:stack", "environment": "aws://unknown-account/eu-west-2" },
  "new": { "type": "aws:cloudformation:stack", "environment": "aws://unknown-account/us-east-1" }, "Tree": { "type": "cdk:tree" } } }"#;

const AWS: &str = r#"
echo "$*" >> calls.txt
case "$*" in
  *"--stack-name new"*) echo "Stack with id new does not exist" >&2; exit 254 ;;
  *list-stack-resources*) printf 'arn:aws:ecs:eu-west-2:1:service/ward/auth\tarn:aws:ecs:eu-west-2:1:service/ward/lab\n' ;;
  *describe-services*) printf '%s\t%s\tit:7\n' "$6" "$8" ;;
  *update-service*lab*) [ -z "$BROKEN" ] ;;
esac
"#;

/// A folder with what the script finds there; nothing where there is no shell or `jq`, which fails where that is not allowed.
fn folder(name: &str, aws: &str) -> Option<PathBuf> {
    let there = |program| Command::new(program).arg("--version").output().is_ok();
    if !there("bash") || !there("jq") {
        assert!(std::env::var_os("CI").is_none(), "bash and jq are needed");
        println!("bash or jq is not installed: the script is not run");
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("cdk.out")).unwrap();
    fs::write(folder.join("cdk.out/manifest.json"), MANIFEST).unwrap();
    fs::write(folder.join("aws"), format!("#!/usr/bin/env bash\n{aws}")).unwrap();
    fs::set_permissions(folder.join("aws"), fs::Permissions::from_mode(0o755)).unwrap();
    Some(folder)
}

fn run(folder: &Path, script: &str, broken: &str) -> Output {
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder);
    bash.env("PATH", path).env("BROKEN", broken).output().unwrap()
}

#[test]
fn services_come_back_to_what_they_ran() {
    let Some(folder) = folder("services_back", AWS) else { return };
    let noted = run(&folder, NOTE, "");
    assert!(noted.status.success(), "{noted:?}");
    let kept = fs::read_to_string(folder.join("before.txt")).unwrap();
    let line = |service: &str| format!("ward\tarn:aws:ecs:eu-west-2:1:service/ward/{service}\tit:7\n");
    assert_eq!(kept, line("auth") + &line("lab"));
    assert!(String::from_utf8_lossy(&noted.stdout).contains("new is new"), "{noted:?}");
    assert!(run(&folder, BACK, "").status.success());
    let calls = fs::read_to_string(folder.join("calls.txt")).unwrap();
    for service in ["auth", "lab"] {
        let call = format!(
            "--region eu-west-2 --cluster ward --service arn:aws:ecs:eu-west-2:1:service/ward/{service} --task-definition it:7"
        );
        assert!(calls.contains(&call), "{calls}");
    }
}

#[test]
fn one_that_does_not_come_back_fails_after_all_others() {
    let Some(folder) = folder("services_stay", AWS) else { return };
    run(&folder, NOTE, "");
    let before = fs::read_to_string(folder.join("before.txt")).unwrap();
    let turned: Vec<&str> = before.lines().rev().collect();
    fs::write(folder.join("before.txt"), turned.join("\n") + "\n").unwrap();
    let back = run(&folder, BACK, "yes");
    let said = String::from_utf8_lossy(&back.stdout);
    assert!(
        !back.status.success() && said.contains("lab does not go back") && said.contains("auth goes back"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_noted_is_not_deployed() {
    let Some(folder) = folder("services_unknown", "echo AccessDenied >&2; exit 254") else { return };
    let noted = run(&folder, NOTE, "");
    assert!(!noted.status.success(), "{noted:?}");
    assert!(String::from_utf8_lossy(&noted.stdout).contains("::error::care: AccessDenied"), "{noted:?}");
}
