//! What each example writes and prints is committed in `examples/output`, and it still writes and prints that.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands, and prepares folders"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use hc_cdk_tests::committed::{Files, assert_committed, committed};
use serde_json::Value;

/// The largest file that is worth committing.
const BYTES: usize = 1024 * 1024;

/// Examples of which only a part is committed, with what they are run with: the rest is that of another example.
const PARTS: [(&str, &[&str]); 1] = [("hms_development", &["delivery", "--out", "cdk.out"])];

#[test]
fn every_example_writes_what_is_committed() {
    let examples = examples();
    assert!(examples.len() > 3, "only {examples:#?}");
    let mut now = Files::new();
    for (name, program) in examples {
        run(&name, &program, &mut now);
    }
    let root = fs::canonicalize("..").unwrap();
    for (path, bytes) in &now {
        let path = path.display();
        assert!(bytes.len() < BYTES, "{path} has {} bytes", bytes.len());
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(root.to_str().unwrap()), "{path} has a path of this machine");
    }
    assert_committed(Path::new("../examples/output"), "", &now, "examples");
}

/// The examples by name, with the programs that cargo makes of them. It makes them as `cargo test --workspace` does.
fn examples() -> Vec<(String, PathBuf)> {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--workspace", "--examples", "--message-format", "json"])
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let messages = String::from_utf8(built.stdout).unwrap();
    let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    messages
        .filter(|it| it["target"]["kind"][0] == "example")
        .filter(|it| it["manifest_path"].as_str().unwrap().ends_with("/examples/Cargo.toml"))
        .map(|it| (it["target"]["name"].as_str().unwrap().to_owned(), it["executable"].as_str().unwrap().into()))
        .collect()
}

/// The examples that say how much is used, and so can be asked what they cost.
const COSTED: [&str; 2] = ["healthhub", "healthtech"];

/// A board of each system that has some, as a picture.
const PICTURED: [(&str, &str); 4] =
    [("healthhub", "performance"), ("hms", "hospital"), ("medical_ai", "health"), ("vn_claims", "vn-claims/overview")];

/// The day as of which evidence is committed.
const DAY: &str = "2026-11-27";

/// The examples whose evidence is committed, as the page for people.
const ATTESTED: [&str; 1] = ["medical_ai"];

/// Runs an example: what it writes goes to `name/..`, and what it prints to `name.txt`; what it costs, to `name.cost.txt` and
/// `name.cost.json`; what was read of it, to `name.evidence.md`; a board of it, to `name.BOARD.svg`.
fn run(name: &str, program: &Path, now: &mut Files) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let arguments = PARTS.iter().find(|(it, _)| *it == name).map_or(&[][..], |(_, words)| *words);
    let output = Command::new(program).args(arguments).current_dir(&folder).env_remove("CDK_OUTDIR").output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    now.insert(format!("{name}.txt").into(), output.stdout);
    let written = committed(&folder.join("cdk.out"), "").unwrap();
    for format in ["text", "json"].into_iter().filter(|_| COSTED.contains(&name)) {
        let output = Command::new(program).current_dir(&folder).args(["cost", "--format", format]).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        now.insert(format!("{name}.cost.{}", format.replace("text", "txt")).into(), output.stdout);
    }
    if ATTESTED.contains(&name) {
        let output = Command::new(program).current_dir(&folder).args(["evidence", "--on", DAY]).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let page = fs::read(folder.join("evidence.out/evidence.md")).unwrap();
        now.insert(format!("{name}.evidence.md").into(), page);
    }
    for (_, board) in PICTURED.iter().filter(|(of, _)| *of == name) {
        let output = Command::new(program).current_dir(&folder).args(["board", board]).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let board = board.rsplit('/').next().unwrap();
        now.insert(format!("{name}.{board}.svg").into(), output.stdout);
    }
    now.extend(written.into_iter().map(|(path, bytes)| (Path::new(name).join(path), bytes)));
}
