//! The manual says everything that the compiler can say, and quotes it word by word.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail where it stands")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use hc_cdk_tests::{compiler::normalised, crates};

/// Files with functions that rustc evaluates are those of the literals, or say so. What these functions can say is a text
/// of several words.
const LITERALS: [&str; 2] = ["literal", "value/literal"];
const COMPILE_TIME: &str = "evaluated at compile time";
const WORDS: usize = 4;

/// Strings of attributes, which are not sentences about a literal.
const ATTRIBUTES: [&str; 4] = ["reason = ", "message = ", "label = ", "note = "];

#[test]
fn the_page_about_errors_has_every_message_of_a_trait() {
    let page = page("errors.md");
    let mut messages: Vec<String> = Vec::new();
    for source in sources() {
        for attribute in source.split("#[diagnostic::on_unimplemented(").skip(1) {
            let (_, rest) = attribute.split_once("message = ").unwrap();
            // Those of dimensions are in the table that the traits are made of.
            if !rest.starts_with('$') {
                messages.extend(literals(rest).next());
            }
        }
    }
    let table = fs::read_to_string("../hc-cdk/src/policy/table.rs").unwrap();
    let rows: Vec<&str> = table.lines().map(str::trim).filter(|line| line.starts_with('"')).collect();
    messages.extend(rows.chunks(3).map(|row| row[0].trim_matches('"').to_owned()));
    let found = messages.len();
    let missing: Vec<String> =
        messages.into_iter().filter(|message| !page.lines().any(|line| is_example(line, message))).collect();
    assert!(found > 15, "only {found} messages");
    assert!(missing.is_empty(), "docs/errors.md does not say: {missing:#?}");
}

/// Whoever copies a sample under a regulation runs it with the day of today: HIPAA lets a waiver hold for a year.
#[test]
fn waivers_of_samples_hold_no_longer_than_policies_let_them() {
    let is_sample = |line: &&str| line.trim_start().starts_with("//");
    let of_sources =
        sources().into_iter().flat_map(|it| it.lines().filter(is_sample).map(str::to_owned).collect::<Vec<_>>());
    let pages = [
        files(Path::new("../docs"), "md"),
        files(Path::new("../examples"), "rs"),
        vec![fs::read_to_string("../README.md").unwrap()],
    ]
    .concat();
    let of_pages = pages.iter().flat_map(|it| it.lines().map(str::to_owned).collect::<Vec<_>>());
    let (mut seen, mut wrong) = (0, Vec::new());
    for line in of_sources.chain(of_pages) {
        for day in line.split("date!(\"").skip(1).filter_map(|it| it.get(..10)) {
            seen += 1;
            if !(LOOKED_THROUGH.0..=LOOKED_THROUGH.1).contains(&day) {
                wrong.push(line.clone());
            }
        }
    }
    assert!(seen > 10, "only {seen} samples");
    assert!(
        wrong.is_empty(),
        "let them end between {} and {}:\n{}",
        LOOKED_THROUGH.0,
        LOOKED_THROUGH.1,
        wrong.join("\n")
    );
}

/// The day on which the samples were looked through, and the last one on which a waiver of that day may hold under `Hipaa`. A release
/// moves both.
const LOOKED_THROUGH: (&str, &str) = ("2026-11-01", "2027-11-01");

#[test]
fn the_page_about_errors_has_every_sentence_about_a_literal() {
    let page = page("errors.md");
    let mut found = 0;
    let mut missing = Vec::new();
    let others = sources().into_iter().filter(|source| source.contains(COMPILE_TIME));
    let literals_of = crates::sources().into_iter().flat_map(|source| LITERALS.map(|it| source.join(it)));
    let folders = literals_of.filter(|it| it.is_dir());
    for source in folders.flat_map(|it| files(&it, "rs")).chain(others) {
        let code: String = source
            .lines()
            .take_while(|line| *line != "#[cfg(test)]")
            .filter(|line| !line.trim_start().starts_with("//"))
            .filter(|line| !ATTRIBUTES.iter().any(|it| line.contains(it)))
            .flat_map(|line| [line, "\n"])
            .collect();
        for sentence in literals(&code).filter(|it| it.split(' ').count() >= WORDS) {
            found += 1;
            if !page.contains(&sentence) {
                missing.push(sentence);
            }
        }
    }
    assert!(found > 30, "only {found} sentences");
    assert!(missing.is_empty(), "docs/errors.md does not say: {missing:#?}");
}

#[test]
fn the_manual_quotes_the_compiler() {
    let words: Vec<String> = files(Path::new("compile_fail"), "stderr");
    let mut quotes = 0;
    for page in files(Path::new("../docs"), "md") {
        let blocks = page.split("```text\n").skip(1).filter_map(|it| it.split("```").next());
        for quote in blocks.filter(|it| it.starts_with("error[E")) {
            quotes += 1;
            let normal = normalised(quote);
            assert!(words.iter().any(|it| it.contains(&normal)), "the compiler does not say:\n{quote}");
        }
    }
    assert!(quotes > 2, "only {quotes} quotes");
}

/// Whether a line has the message with something in the place of each `{..}`.
fn is_example(line: &str, message: &str) -> bool {
    let mut rest = line;
    message.split('{').map(|part| part.split_once('}').map_or(part, |(_, fixed)| fixed)).all(|fixed| {
        match rest.split_once(fixed) {
            Some((_, behind)) => {
                rest = behind;
                true
            }
            None => false,
        }
    })
}

/// The string literals of a piece of code, without the escapes of quotes.
fn literals(code: &str) -> impl Iterator<Item = String> {
    let code = code.replace("\\\"", "\u{0}").replace("'\"'", "");
    let parts: Vec<String> = code.split('"').skip(1).step_by(2).map(|it| it.replace('\u{0}', "\"")).collect();
    parts.into_iter()
}

fn page(name: &str) -> String {
    fs::read_to_string(Path::new("../docs").join(name)).unwrap()
}

fn sources() -> Vec<String> {
    crates::sources().iter().flat_map(|folder| files(folder, "rs")).collect()
}

/// The contents of all files with an extension, in order of their paths. Tests run in the folder of their package.
fn files(folder: &Path, extension: &str) -> Vec<String> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| match path.extension() {
            _ if path.is_dir() => files(&path, extension),
            Some(it) if it == extension => vec![fs::read_to_string(path).unwrap()],
            _ => Vec::new(),
        })
        .collect()
}
