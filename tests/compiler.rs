//! What rustc says about a program, without what has nothing to do with the program.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "this is for tests, which may fail where they stand")]

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use rayon::prelude::*;
use serde_json::Value;

/// What programs may use.
const LIBRARIES: [&str; 7] =
    ["hc_cdk", "hc_cdk_aws", "hc_cdk_azure", "hc_cdk_gcp", "hc_cdk_k8s", "hc_cdk_observe", "hc_cdk_delivery"];

/// The folder of this package in the workspace.
const FOLDER: &str = "tests";

/// How wide the margin of line numbers is made; rustc's is as wide as the longest number.
const MARGIN: usize = 2;

/// A line of a source that shows nothing.
const EMPTY: &str = "   |";

/// The errors about each program, [`normalised`], in the order of the programs. Their paths are relative to the folder of this
/// package. `scratch` is for what the compiler writes.
///
/// # Panics
///
/// If the libraries do not compile, or if there is no compiler.
pub fn errors_of(programs: &[PathBuf], scratch: &Path) -> Vec<Vec<String>> {
    let libraries = libraries();
    programs.par_iter().map(|it| errors(it, &libraries, scratch)).collect()
}

/// The arguments that let rustc find the libraries, as cargo has just checked them.
fn libraries() -> Vec<String> {
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--locked", "--package", "hc-cdk-tests", "--lib", "--message-format", "json"])
        .output()
        .unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    let mut arguments = Vec::new();
    for message in messages(&checked.stdout) {
        if let (Some(name), Some(file)) = (message["target"]["name"].as_str(), message["filenames"][0].as_str())
            && LIBRARIES.contains(&name)
        {
            let folder = Path::new(file).parent().unwrap().display();
            arguments.extend([format!("--extern={name}={file}"), format!("-Ldependency={folder}")]);
        }
    }
    assert_eq!(arguments.len(), 2 * LIBRARIES.len(), "cargo names {arguments:#?}");
    arguments
}

fn errors(program: &Path, libraries: &[String], scratch: &Path) -> Vec<String> {
    // The libraries' sources are found from the workspace's folder; without them rustc words its notes in another way.
    let said = Command::new(Path::new(env!("CARGO")).with_file_name("rustc"))
        .args(["--edition=2024", "--crate-type=bin", "--emit=metadata", "--error-format=json", "--out-dir"])
        .arg(scratch)
        .args(libraries)
        .arg(Path::new(FOLDER).join(program))
        .current_dir("..")
        .output()
        .unwrap();
    messages(&said.stderr)
        // The last error has no place: it counts the others.
        .filter(|it| it["level"] == "error" && it["spans"].as_array().is_some_and(|spans| !spans.is_empty()))
        .map(|it| normalised(&it["rendered"].as_str().unwrap().replace(&format!("--> {FOLDER}/"), "--> ")))
        .collect()
}

fn messages(output: &[u8]) -> impl Iterator<Item = Value> {
    let lines: Vec<Value> = output.split(|it| *it == b'\n').filter_map(|it| serde_json::from_slice(it).ok()).collect();
    lines.into_iter()
}

/// An error as it is compared. What changes when something else does is left out or replaced: lists of what else implements a
/// trait, sources of libraries, the types of a builder's state, and the numbers of lines, for which `LL` stands.
pub fn normalised(error: &str) -> String {
    let arrow = error.lines().find_map(|line| line.find("--> "));
    let margin = arrow.unwrap_or(MARGIN);
    let (mut part, mut section) = (true, true);
    let mut text = String::new();
    for line in error.trim_end().lines() {
        let words = line.trim_start_matches([' ', '=']);
        if line.starts_with(char::is_alphabetic) || line.trim_start().starts_with("= ") {
            part = !is_beside_the_point(words);
            section = true;
        } else if let Some(place) = words.strip_prefix("--> ").or_else(|| words.strip_prefix("::: ")) {
            section = place.starts_with("compile_fail/");
        }
        if part && section {
            let line = bound(line).or_else(|| place(line, margin)).unwrap_or_else(|| shifted(line, margin));
            let line = stateless(&line);
            // Where something was left out, the empty lines around it remain.
            if line != EMPTY || text.lines().last() != Some(EMPTY) {
                text.push_str(&line);
                text.push('\n');
            }
        }
    }
    text
}

/// Whether what follows says which other types implement a trait, where a library declares or does something, or where rustc
/// wrote down a long name.
fn is_beside_the_point(words: &str) -> bool {
    words.ends_with(" defined here")
        || words == "note: the failure occurred here"
        || words.starts_with("help: the following other types implement trait")
        || words.starts_with("help: the trait `") && words.contains("` is implemented for `")
        || words.contains(".long-type-")
        || words.ends_with("to print the full type name to the console")
}

/// The line that says whose bound it is: the type and the function, without type arguments and modules.
fn bound(line: &str) -> Option<String> {
    const NOTE: &str = "note: required by a bound in `";
    let mut path = line.strip_prefix(NOTE)?.strip_suffix('`')?.to_owned();
    while let Some((head, tail)) = path.split_once("::<") {
        path = format!("{head}{}", after_arguments(tail));
    }
    let names: Vec<&str> = path.split("::").collect();
    let last = names.get(names.len().saturating_sub(2)..).unwrap_or_default();
    Some(format!("{NOTE}{}`", last.join("::")))
}

/// The line that says in which line of the program it is.
fn place(line: &str, margin: usize) -> Option<String> {
    let (file, numbers) = line.split_once(".rs:").filter(|_| line.trim_start().starts_with("--> "))?;
    let (_, column) = numbers.split_once(':')?;
    Some(format!("{}.rs:LL:{column}", shifted(file, margin)))
}

/// A line with a margin that does not depend on the longest number.
fn shifted(line: &str, margin: usize) -> String {
    // The second line of a sentence has the same place whatever the margin is.
    if line.trim_start().starts_with("but trait `") {
        return line.to_owned();
    }
    let Some((number, rest)) = line.split_at_checked(margin) else { return line.to_owned() };
    if let Some(rest) = line.strip_prefix("...") {
        format!("...{}", if rest.is_empty() { "" } else { "  " }) + rest.trim_start()
    } else if number.trim().is_empty() {
        format!("{:MARGIN$}{rest}", "")
    } else if number.trim().parse::<usize>().is_ok() {
        format!("LL{rest}")
    } else {
        line.to_owned()
    }
}

/// The line without the type arguments of builders.
fn stateless(line: &str) -> String {
    match line.split_once("Builder<") {
        Some((head, tail)) => format!("{head}Builder<..>{}", stateless(after_arguments(tail))),
        None => line.to_owned(),
    }
}

/// What follows the list of type arguments in which the text begins.
fn after_arguments(text: &str) -> &str {
    let mut open = 1_usize;
    for (at, character) in text.char_indices() {
        match character {
            '<' => open += 1,
            '>' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return text.get(at + 1..).unwrap_or_default();
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::normalised;

    const ERROR: &str = "\
error[E0277]: `u8` is not a port
   --> compile_fail/ports/a_number.rs:7:10
    |
  7 |     api.port(1_u8);
    |         ---- ^^^^ a port is a number
    |
    = note: SOC 2 CC6.7: transmission
    = help: the following other types implement trait `Port`:
              `u16`
              `u32`
            and 3 others
note: required by a bound in `ports::ApiBuilder::<(Key, Vec<u8>), __port>::port`
   --> src/ports.rs:108:5
    |
108 |     fn port(port: impl Port)
    |                        ^^^^ required by this bound
help: the trait `Port<u8>` is not implemented for `u8`
      but trait `Port<u16>` is implemented for it
   --> src/ports.rs:12:1
help: the trait `Port` is implemented for `u16`
   --> src/ports.rs:10:1
    |
 10 | impl Port for u16 {}
    | ^^^^^^^^^^^^^^^^^
    = note: not found in `ApiBuilder<(Key, Vec<u8>), ()>` of `Api`
";

    const NORMALISED: &str = "\
error[E0277]: `u8` is not a port
  --> compile_fail/ports/a_number.rs:LL:10
   |
LL |     api.port(1_u8);
   |         ---- ^^^^ a port is a number
   |
   = note: SOC 2 CC6.7: transmission
note: required by a bound in `ApiBuilder::port`
help: the trait `Port<u8>` is not implemented for `u8`
      but trait `Port<u16>` is implemented for it
   = note: not found in `ApiBuilder<..>` of `Api`
";

    #[test]
    fn what_is_about_the_program_is_left() {
        assert_eq!(normalised(ERROR), NORMALISED);
        assert_eq!(normalised(NORMALISED), NORMALISED);
    }
}
