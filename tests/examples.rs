//! What each example writes and prints is committed in `examples/output`, and it still writes and prints that.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands, and prepares folders"
)]

use std::{fs, path::Path, process::Command};

use hc_cdk_tests::{
    built::examples,
    committed::{Files, assert_committed, committed},
};

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

/// The examples that say how much is used, and so can be asked what they cost.
const COSTED: [&str; 2] = ["healthhub", "healthtech"];

/// A board of each system that has some, as a picture.
const PICTURED: [(&str, &str); 4] = [
    ("healthhub", "performance"),
    ("hms", "hospital"),
    ("medical_ai", "assistant/health"),
    ("vn_claims", "vn-claims/overview"),
];

/// The day as of which evidence is committed.
const DAY: &str = "2026-11-27";

/// The examples whose evidence is committed, as the page for people.
const ATTESTED: [&str; 1] = ["medical_ai"];

/// The example whose graph is the picture of the README.
const DRAWN: &str = "prod_stack";

#[test]
fn the_readme_has_the_picture_of_the_example() {
    let graph = fs::read_to_string(format!("../examples/output/{DRAWN}.mmd")).unwrap();
    let readme = fs::read_to_string("../README.md").unwrap();
    let picture = format!("```mermaid\n{graph}```\n");
    assert!(readme.contains(&picture), "README.md is to have this picture:\n{picture}");
}

/// The owners of healthhub tell 100 to 175 USD a month for these services, and nothing of networks, firewalls and keys.
#[test]
fn what_the_owners_count_costs_what_they_say() {
    let estimate = fs::read_to_string("../examples/output/healthhub.cost.json").unwrap();
    let estimate: serde_json::Value = serde_json::from_str(&estimate).unwrap();
    let counted = ["Lambda", "DynamoDB", "S3", "CloudFront", "API Gateway", "CloudWatch"];
    let dollars: f64 = counted.map(|service| estimate["services"][service].as_f64().unwrap()).iter().sum();
    assert!((100.0..=175.0).contains(&dollars), "{dollars:.2}");
}

/// Runs an example: what it writes goes to `name/..`, and what it prints to `name.txt`; what it costs, to `name.cost.txt` and
/// `name.cost.json`; what was read of it, to `name.evidence.md`; its graph, to `name.mmd`; a board of it, to `name.BOARD.svg`.
fn run(name: &str, program: &Path, now: &mut Files) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let arguments = PARTS.iter().find(|(it, _)| *it == name).map_or(&[][..], |(_, words)| *words);
    let output = Command::new(program).args(arguments).current_dir(&folder).env_remove("CDK_OUTDIR").output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    now.insert(format!("{name}.txt").into(), output.stdout);
    let written = committed(&folder.join("cdk.out"), "").unwrap();
    if name == DRAWN {
        let output = Command::new(program).current_dir(&folder).arg("graph").output().unwrap();
        assert!(output.status.success());
        now.insert(format!("{name}.mmd").into(), output.stdout);
    }
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
