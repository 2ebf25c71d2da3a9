//! What is committed of an output, compared with what it is now, so that a change of it is seen in review.

#![allow(clippy::disallowed_methods, clippy::panic, reason = "this is for tests, and accepting a change writes files")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

/// How many lines of a difference are shown of either side.
const SHOWN: usize = 5;

/// Text or bytes by their path.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Asserts that the files of a folder whose names end in `suffix` are `now`, by their paths in the folder. With `UPDATE=1` in
/// the environment they become what is in `now`. `test` is the target that asserts it.
///
/// # Panics
///
/// If a file differs, is missing, or is too many, and if the folder cannot be read or written.
#[track_caller]
pub fn assert_committed(folder: &Path, suffix: &str, now: &Files, test: &str) {
    let outcome = committed(folder, suffix).and_then(|committed| {
        if env::var_os("UPDATE").is_some_and(|it| it == "1") {
            return accept(folder, &committed, now).map(|()| Vec::new());
        }
        let paths: BTreeSet<&PathBuf> = committed.keys().chain(now.keys()).collect();
        Ok(paths.into_iter().filter_map(|path| difference(folder, path, &committed, now)).collect())
    });
    match outcome {
        Ok(differences) if differences.is_empty() => {}
        Ok(differences) => panic!(
            "not as committed; to accept it, run `UPDATE=1 cargo test -p hc-cdk-tests --test {test}`\n\n{}",
            differences.join("\n")
        ),
        Err(error) => panic!("cannot read or write `{}`: {error}", folder.display()),
    }
}

/// All files of a folder whose names end in `suffix`, by their paths in it. A folder that does not exist has none.
///
/// # Errors
///
/// If a file cannot be read.
pub fn committed(folder: &Path, suffix: &str) -> io::Result<Files> {
    let mut found = Files::new();
    if folder.exists() {
        collect(folder, folder, suffix, &mut found)?;
    }
    Ok(found)
}

fn collect(root: &Path, folder: &Path, suffix: &str, found: &mut Files) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, suffix, found)?;
        } else if path.to_string_lossy().ends_with(suffix) {
            let inside = path.strip_prefix(root).unwrap_or(&path).to_owned();
            found.insert(inside, fs::read(&path)?);
        }
    }
    Ok(())
}

fn accept(folder: &Path, committed: &Files, now: &Files) -> io::Result<()> {
    for path in committed.keys().filter(|path| !now.contains_key(*path)) {
        let path = folder.join(path);
        fs::remove_file(&path)?;
        // A folder that still has something in it stays.
        let _ = path.ancestors().skip(1).take_while(|it| *it != folder).try_for_each(fs::remove_dir);
    }
    for (path, bytes) in now.iter().filter(|(path, bytes)| committed.get(*path) != Some(bytes)) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// What is wrong with a file, if anything is.
fn difference(folder: &Path, path: &Path, committed: &Files, now: &Files) -> Option<String> {
    let name = folder.join(path);
    let name = name.display();
    match (committed.get(path), now.get(path)) {
        (Some(old), Some(new)) if old == new => None,
        (Some(old), Some(new)) => {
            let (line, lines) = lines(&String::from_utf8_lossy(old), &String::from_utf8_lossy(new));
            Some(format!("{name}:{line} differs (- committed, + now)\n{lines}"))
        }
        (Some(_), None) => Some(format!("{name} is committed, and is not written any more\n")),
        (None, _) => Some(format!("{name} is written, and is not committed\n")),
    }
}

/// The number of the first line that differs, and the lines from there to the last one that does.
fn lines(old: &str, new: &str) -> (usize, String) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let head = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let (old, new) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let mut text = String::new();
    for (sign, side) in [('-', old), ('+', new)] {
        let differing = side.len() - tail;
        for line in side.iter().take(differing.min(SHOWN)) {
            let _ = writeln!(text, "  {sign} {line}");
        }
        if differing > SHOWN {
            let _ = writeln!(text, "  {sign} .. and {} more lines", differing - SHOWN);
        }
    }
    (head + 1, text)
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_difference_is_shown_without_what_is_the_same_around_it() {
        assert_eq!(lines("a\nb\nc\n", "a\nx\ny\nc\n"), (2, "  - b\n  + x\n  + y\n".to_owned()));
        assert_eq!(lines("a\n", "a\nb\n"), (2, "  + b\n".to_owned()));
        assert_eq!(lines("a", "a\n"), (2, "  + \n".to_owned()));
        let (line, text) = lines("", &"x\n".repeat(9));
        assert_eq!((line, text.lines().last()), (1, Some("  + .. and 4 more lines")));
    }
}
