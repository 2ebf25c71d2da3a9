//! Places in sources as they are written: the same on every machine.

use std::panic::Location;

/// The file, line and column. Cargo names the files of the program's own workspace from its root, and those of other crates by
/// where they lie on this machine. Of these, what is left begins with the crate's folder, or is the file's name alone.
pub(super) fn of(location: &Location<'_>) -> String {
    format!("{}:{}:{}", file(location.file()), location.line(), location.column())
}

fn file(path: &str) -> String {
    let path = path.replace('\\', "/");
    if !path.starts_with('/') && !path.contains(":/") {
        return path;
    }
    let sources = path.rfind("/src/").and_then(|at| path.get(..at));
    let before = sources.unwrap_or(&path).rfind('/').map_or(0, |at| at + 1);
    path.get(before..).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::file;

    #[test]
    fn a_place_does_not_say_where_on_this_machine_a_crate_lies() {
        for (path, written) in [
            ("examples/prod_stack.rs", "examples/prod_stack.rs"),
            ("examples\\prod_stack.rs", "examples/prod_stack.rs"),
            (
                "/home/jane/.cargo/registry/src/index.crates.io-1949cf8c/wards-0.1.0/src/lib.rs",
                "wards-0.1.0/src/lib.rs",
            ),
            ("/home/jane/src/wards/src/beds/mod.rs", "wards/src/beds/mod.rs"),
            ("C:\\Users\\jane\\wards\\src\\lib.rs", "wards/src/lib.rs"),
            ("/tmp/wards.rs", "wards.rs"),
        ] {
            assert_eq!(file(path), written);
        }
    }
}
