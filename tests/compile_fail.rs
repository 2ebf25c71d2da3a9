//! Programs that must not compile, and what the compiler says about them.
//!
//! `compile_fail/<invariant>/<sentence>.rs` must not compile, and the compiler must say what is in `<sentence>.stderr`, as
//! far as it is about the program (`compiler.rs`).
//! The program's first line, `//! expect: ..`, is the sentence that the first error must show. Beside it, in
//! `compile_fail/<invariant>/legal/<sentence>.rs`, is the nearest program that compiles; `legal.rs`,
//! `legal_clouds.rs` or `legal_kubernetes.rs` names it.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use hc_cdk_tests::{
    committed::assert_committed,
    compiler::{errors_of, normalised},
};

const EXPECT: &str = "//! expect: ";

#[test]
fn what_is_forbidden_does_not_compile() {
    let compiled: Vec<_> = said().iter().filter(|(_, errors)| errors.is_empty()).map(|(program, _)| program).collect();
    assert!(compiled.is_empty(), "these compile: {compiled:#?}");
    let words = said().iter().map(|(program, errors)| {
        let program = program.strip_prefix("compile_fail").unwrap();
        (program.with_extension("stderr"), errors.join("\n").into_bytes())
    });
    assert_committed(Path::new("compile_fail"), ".stderr", &words.collect(), "compile_fail");
}

#[test]
fn the_first_error_is_the_expected_sentence_at_the_users_line() {
    let mut wrong = Vec::new();
    for (program, errors) in said() {
        let name = program.display();
        let Some(expected) = expected(program) else {
            wrong.push(format!("{name}: the first line is not `{EXPECT}..`"));
            continue;
        };
        let error = errors.first().map_or("", String::as_str);
        if !error.contains(&expected) {
            wrong.push(format!("{name}: the first error does not say `{expected}`:\n{error}"));
        }
        if !error.lines().any(|line| line.trim_start().starts_with("--> compile_fail/")) {
            wrong.push(format!("{name}: the first error points at no line of the program:\n{error}"));
        }
        for inner in ["AtLeast", "AtMost"] {
            if error.contains(inner) {
                wrong.push(format!("{name}: the first error speaks of `{inner}`:\n{error}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_program_has_a_legal_twin_and_every_twin_a_program() {
    let programs: BTreeSet<String> = programs().iter().map(|path| sentence(path)).collect();
    let twins: BTreeSet<String> = twins().iter().map(|path| sentence(path)).collect();
    let lonely: Vec<_> = programs.symmetric_difference(&twins).collect();
    assert!(lonely.is_empty(), "without a program or without a legal twin: {lonely:#?}");
    let compiled = ["legal.rs", "legal_clouds.rs", "legal_kubernetes.rs"].map(|it| fs::read_to_string(it).unwrap()).concat();
    let compiled: BTreeSet<&str> = compiled.lines().map(|line| line.trim().trim_end_matches(';')).collect();
    let forgotten: Vec<_> = twins.iter().filter(|twin| !compiled.contains(twin.split('/').nth(1).unwrap())).collect();
    assert!(forgotten.is_empty(), "no `legal*.rs` names: {forgotten:#?}");
    assert!(programs.len() >= 40, "only {} programs", programs.len());
}

#[test]
fn the_readme_quotes_the_compiler() {
    let readme = fs::read_to_string("../README.md").unwrap();
    let quotes: Vec<&str> = readme
        .split("```text\n")
        .skip(1)
        .filter_map(|it| it.split("```").next())
        .filter(|it| it.starts_with("error"))
        .collect();
    assert!(!quotes.is_empty());
    for quote in quotes {
        let words = normalised(quote);
        let mut first = said().values().filter_map(|errors| errors.first());
        assert!(first.any(|it| it.starts_with(&words)), "the compiler does not say:\n{quote}");
    }
}

/// The errors about each program. They are compiled once for all tests.
fn said() -> &'static BTreeMap<PathBuf, Vec<String>> {
    static SAID: OnceLock<BTreeMap<PathBuf, Vec<String>>> = OnceLock::new();
    SAID.get_or_init(|| {
        let programs = programs();
        let errors = errors_of(&programs, Path::new(env!("CARGO_TARGET_TMPDIR")));
        programs.into_iter().zip(errors).collect()
    })
}

/// The programs that must not compile. Tests run in the folder of their package.
fn programs() -> Vec<PathBuf> {
    folders().iter().flat_map(|folder| sources(folder)).collect()
}

fn twins() -> Vec<PathBuf> {
    folders().iter().flat_map(|folder| sources(&folder.join("legal"))).collect()
}

fn folders() -> Vec<PathBuf> {
    entries(Path::new("compile_fail")).into_iter().filter(|path| path.is_dir()).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.extension().is_some_and(|it| it == "rs")).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// The invariant and the sentence, without the folder of the twins.
fn sentence(path: &Path) -> String {
    let text = path.with_extension("").to_string_lossy().replace("/legal/", "/");
    text.trim_start_matches("compile_fail/").to_owned()
}

fn expected(program: &Path) -> Option<String> {
    let text = fs::read_to_string(program).unwrap();
    text.lines().next()?.strip_prefix(EXPECT).map(str::to_owned)
}
