//! The first error of a program that must not compile begins with a sentence of ours, and not with rustc's.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use hc_cdk_tests::crates;

/// What rustc says before it looks at a bound. The manual says each, word by word.
const EXCEPTIONS: [(&str, &str); 5] = [
    ("k8s_confined/a_folder_to_write_to_has_a_size", COUNTED),
    ("policy/a_position_belongs_to_its_dimension", LOOKED_UP),
    ("policy/tls_below_12_does_not_exist", LOOKED_UP),
    ("typed_references/a_key_is_no_role", MEMBER),
    ("waiver/a_waiver_has_an_end", COUNTED),
];

const COUNTED: &str = "rustc counts the arguments of a function before it looks at any";
const LOOKED_UP: &str = "rustc looks up names before it knows of types";
const MEMBER: &str = "a member of a plain struct has one type, and no bound could say more";

/// How rustc begins what a literal says.
const EVALUATED: &str = "evaluation panicked: ";

/// What is a sentence and not a name has so many words.
const WORDS: usize = 4;

#[test]
fn the_first_error_begins_with_our_words() {
    let sentences = sentences();
    assert!(sentences.len() > 100, "only {} sentences", sentences.len());
    let page = fs::read_to_string("../docs/errors.md").unwrap();
    let mut wrong = Vec::new();
    let mut programs = 0;
    for path in files(Path::new("compile_fail"), "stderr") {
        programs += 1;
        let said = first_error(&fs::read_to_string(&path).unwrap());
        let path = path.with_extension("");
        let name = path.strip_prefix("compile_fail").unwrap().to_str().unwrap();
        let ours = sentences.iter().any(|it| begins(&said, it));
        match EXCEPTIONS.iter().find(|(program, _)| *program == name) {
            None if !ours => wrong.push(format!("{name}: rustc's words come first: {said}")),
            Some((_, reason)) if ours => wrong.push(format!("{name}: is no exception any more: {reason}")),
            Some((_, reason)) if !page.contains(&said) => {
                wrong.push(format!("{name}: docs/errors.md does not say `{said}`: {reason}"));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(programs > 100, "only {programs} programs");
}

/// What is given for a handle is looked at once: a text that stands there has no size, which says nothing more.
#[test]
fn what_is_wrong_with_an_argument_is_said_once() {
    let said_twice = files(Path::new("compile_fail"), "stderr").into_iter().filter(|it| {
        let said = fs::read_to_string(it).unwrap();
        said.contains("cannot be known at compilation time")
    });
    let said_twice: Vec<PathBuf> = said_twice.collect();
    assert!(said_twice.is_empty(), "write `&(impl IsKey + ?Sized)` for what these are given: {said_twice:#?}");
}

#[test]
fn what_takes_a_handle_takes_a_text_to_its_sentence() {
    let mut wrong = Vec::new();
    let sources: Vec<PathBuf> = crates::sources().into_iter().flat_map(|it| files(&it, "rs")).collect();
    for path in sources.iter().filter(|it| !it.to_string_lossy().contains("tests")) {
        let source = fs::read_to_string(path).unwrap();
        for line in source.lines().filter(|it| !it.trim_start().starts_with("//")) {
            let sized = line.split("&impl ").skip(1).filter(|it| NO_HANDLES.iter().all(|not| !it.starts_with(not)));
            wrong.extend(sized.map(|_| format!("{}: {}", path.display(), line.trim())));
        }
    }
    assert!(wrong.is_empty(), "write `&(impl IsKey + ?Sized)`:\n{}", wrong.join("\n"));
    assert!(sources.len() > 100, "only {} sources", sources.len());
}

/// Traits that no part of a construct is asked for by.
const NO_HANDLES: [&str; 2] = ["Fn(", "Serialize"];

/// The first error, without its number and without what rustc says of every literal.
fn first_error(diagnostics: &str) -> String {
    let line = diagnostics.lines().find(|line| line.starts_with("error")).unwrap();
    let (_, said) = line.split_once(": ").unwrap();
    said.strip_prefix(EVALUATED).unwrap_or(said).to_owned()
}

/// Whether a text begins with a sentence, with something in the place of each `{..}`.
fn begins(text: &str, sentence: &str) -> bool {
    let mut parts = sentence.split('{').map(|part| part.split_once('}').map_or(part, |(_, fixed)| fixed));
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    parts.all(|fixed| match rest.split_once(fixed) {
        Some((_, behind)) => {
            rest = behind;
            true
        }
        None => false,
    })
}

/// Every text of several words in the sources, besides what is in the place of `{..}`: what traits say is among them, and what
/// literals say.
fn sentences() -> Vec<String> {
    let words = |text: &str| {
        let fixed = text.split('{').map(|part| part.split_once('}').map_or(part, |(_, fixed)| fixed));
        fixed.flat_map(str::split_whitespace).filter(|it| it.bytes().all(|it| it.is_ascii_alphabetic())).count()
    };
    let mut found = Vec::new();
    for path in crates::sources().into_iter().flat_map(|folder| files(&folder, "rs")) {
        let text = fs::read_to_string(path).unwrap();
        let code: String =
            text.lines().filter(|it| !it.trim_start().starts_with("//")).flat_map(|it| [it, "\n"]).collect();
        let code = code.replace("\\\"", "\u{0}").replace("'\"'", "");
        let texts = code.split('"').skip(1).step_by(2).map(|it| it.replace('\u{0}', "\""));
        found.extend(texts.filter(|it| words(it) >= WORDS));
    }
    found
}

/// All files with an extension. Tests run in the folder of their package.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| match path.extension() {
            _ if path.is_dir() => files(&path, extension),
            Some(it) if it == extension => vec![path],
            _ => Vec::new(),
        })
        .collect()
}
