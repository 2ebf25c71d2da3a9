//! What holds for every source file that is not generated, and for the size of the dependency tree.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use hc_cdk_tests::crates::{libraries, members};

/// The longest file that a reader takes in as one.
const LINES: usize = 400;

/// What is not meant to stay. Written in two parts, so that this file has none of it.
const UNWANTED: [(&str, &str); 7] =
    [("to", "do!"), ("db", "g!"), ("unimple", "mented!"), ("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("HA", "CK")];

/// File names that say nothing.
const NAMELESS: [&str; 6] = ["common", "dto", "helpers", "misc", "util", "utils"];

/// What users compile besides their own program.
const DEPENDENCIES: usize = 40;

#[test]
fn every_file_says_what_it_is_for_and_can_be_read_at_once() {
    let mut wrong = Vec::new();
    let files = sources();
    assert!(files.len() > 100, "only {} files", files.len());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        if text.starts_with("// @generated") {
            continue;
        }
        let name = file.display();
        if !text.starts_with("//!") {
            wrong.push(format!("{name}: does not open with `//!`"));
        }
        let lines = text.lines().count();
        if lines > LINES {
            wrong.push(format!("{name}: has {lines} lines, and {LINES} are the most"));
        }
        for (head, tail) in UNWANTED {
            if text.contains(&[head, tail].concat()) {
                wrong.push(format!("{name}: has `{head}{tail}`"));
            }
        }
        if file.file_stem().is_some_and(|stem| NAMELESS.iter().any(|it| stem == *it)) {
            wrong.push(format!("{name}: is not named for its subject"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_documentation_shows_every_builder() {
    let mut seen = 0;
    for name in libraries().iter().filter(|it| *it != "hc-cdk") {
        let folder = &Path::new("..").join(name).join("src");
        let files = sources().into_iter().filter(|it| it.starts_with(folder));
        let files: Vec<(PathBuf, String)> =
            files.map(|file| (file.clone(), fs::read_to_string(file).unwrap())).collect();
        let root = &files.iter().find(|(file, _)| file.ends_with("src/lib.rs")).unwrap().1;
        for (file, text) in &files {
            for builder in builders(text) {
                let exported = |text: &str| {
                    text.split("pub use ").skip(1).filter_map(|it| it.split(';').next()).any(|it| it.contains(builder))
                };
                let of_file = file.strip_prefix(folder).unwrap().with_extension("");
                let module = of_file.to_str().unwrap().trim_end_matches("/mod");
                let public = root.contains(&format!("pub mod {module};"));
                let shown = public || files.iter().any(|(_, text)| exported(text));
                assert!(shown, "{}: `{builder}` is not exported", file.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 25, "only {seen} builders");
}

/// The names of the builders that a file has `builder!` write.
fn builders(text: &str) -> impl Iterator<Item = &str> {
    let heads = text.split("pub struct ").skip(1).filter_map(|it| it.split_once(" => "));
    heads.map(|(name, _)| name).filter(|it| it.bytes().all(|it| it.is_ascii_alphanumeric()))
}

#[test]
fn the_dependency_tree_stays_small() {
    // A program of ours is compiled by nobody but us.
    for package in libraries().iter().filter(|it| *it != "hc-cdk-verify") {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--locked", "--package", package.as_str()])
            .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let crates: BTreeSet<&str> = text.lines().filter_map(|line| line.split(" (").next()).collect();
        assert!(crates.len() > 5, "cargo lists {crates:#?}");
        assert!(crates.len() < DEPENDENCIES, "{} crates of {package}: {crates:#?}", crates.len());
    }
}

/// All source files. Tests run in the folder of their package.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for name in members() {
        collect(&Path::new("..").join(name), &mut found);
    }
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}
