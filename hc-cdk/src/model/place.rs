//! Places in sources as they are printed and written: the same on every machine.
//!
//! Cargo names the files of the program's own workspace from its root, and those of other crates by where they lie on this
//! machine. Of these, what is left begins with the crate's folder, or is the file's name alone.

use std::{borrow::Cow, panic::Location};

/// The folders of a crate in which Cargo looks for sources.
const SOURCES: [&str; 4] = ["/src/", "/examples/", "/tests/", "/benches/"];

/// The file and the line.
pub fn line(location: &Location<'_>) -> String {
    format!("{}:{}", file(location), location.line())
}

/// The file, the line and the column.
pub fn column(location: &Location<'_>) -> String {
    format!("{}:{}:{}", of_crate(location.file()), location.line(), location.column())
}

/// The file.
pub fn file(location: &Location<'_>) -> String {
    of_crate(location.file()).into_owned()
}

fn of_crate(path: &str) -> Cow<'_, str> {
    if path.contains('\\') || path.contains("/../") {
        return Cow::Owned(straight(within(&path.replace('\\', "/"))));
    }
    Cow::Borrowed(within(path))
}

/// Without the steps back of a file that another one names by its path.
fn straight(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        if part == ".." && parts.last().is_some_and(|before| *before != "..") {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// What is left of a path with slashes.
fn within(path: &str) -> &str {
    if !path.starts_with('/') && !path.contains(":/") {
        return path;
    }
    let sources = SOURCES.iter().filter_map(|folder| path.rfind(folder)).max();
    let before = sources.and_then(|at| path.get(..at)).unwrap_or(path).rfind('/').map_or(0, |at| at + 1);
    path.get(before..).unwrap_or_default().trim_start_matches('/')
}

#[cfg(test)]
mod tests {
    use super::of_crate;

    #[test]
    fn a_place_does_not_say_where_on_this_machine_a_crate_lies() {
        for (path, written) in [
            ("examples/prod_stack.rs", "examples/prod_stack.rs"),
            ("examples\\prod_stack.rs", "examples/prod_stack.rs"),
            ("examples/systems/../hms/main.rs", "examples/hms/main.rs"),
            ("../shared/lib.rs", "../shared/lib.rs"),
            (
                "/home/jane/.cargo/registry/src/index.crates.io-1949cf8c/wards-0.1.0/src/lib.rs",
                "wards-0.1.0/src/lib.rs",
            ),
            ("/home/jane/src/wards/src/beds/mod.rs", "wards/src/beds/mod.rs"),
            ("/home/jane/src/wards/examples/beds.rs", "wards/examples/beds.rs"),
            ("/home/jane/src/wards/tests/beds/main.rs", "wards/tests/beds/main.rs"),
            ("C:\\Users\\jane\\wards\\src\\lib.rs", "wards/src/lib.rs"),
            ("/src/main.rs", "src/main.rs"),
            ("/tmp/wards.rs", "wards.rs"),
        ] {
            assert_eq!(of_crate(path), written);
        }
    }
}
