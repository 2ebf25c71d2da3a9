//! Formats the generated files, and compares them with, or writes them to, the working tree.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use super::render::HEADER;

/// Files by their path in the crate.
pub(crate) type Tree = BTreeMap<PathBuf, String>;

/// A file that is not as generated.
#[derive(Debug)]
pub(crate) struct Change {
    path: PathBuf,
    /// What it should hold; nothing if it should not exist.
    text: Option<String>,
}

impl Change {
    /// The file, and what is wrong with it.
    pub(crate) fn describe(&self, workspace: &Path) -> String {
        let path = self.path.strip_prefix(workspace).unwrap_or(&self.path).display();
        match &self.text {
            None => format!("{path}: is not generated any more"),
            Some(_) if self.path.exists() => format!("{path}: differs"),
            Some(_) => format!("{path}: is missing"),
        }
    }
}

/// The same files, formatted with rustfmt in the folder `scratch`.
pub(crate) fn format(tree: Tree, scratch: &Path) -> Result<Tree> {
    if scratch.exists() {
        fs::remove_dir_all(scratch).with_context(|| format!("cannot empty `{}`", scratch.display()))?;
    }
    let rust: Vec<PathBuf> =
        tree.iter().filter(|(_, text)| text.starts_with(HEADER)).map(|(path, _)| path.clone()).collect();
    for path in &rust {
        if let Some(text) = tree.get(path) {
            write_file(&scratch.join(path), text)?;
        }
    }
    // The outermost files lead rustfmt to all others.
    let outermost = rust.iter().map(|path| path.components().count()).min().unwrap_or_default();
    let roots = rust.iter().filter(|path| path.components().count() == outermost).map(|path| scratch.join(path));
    let status = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .args(roots)
        .status()
        .context("cannot run `rustfmt`; `rustup component add rustfmt` installs it")?;
    if !status.success() {
        bail!("`rustfmt` refused the generated code ({status}), which is in `{}`", scratch.display());
    }
    let mut formatted = tree;
    for path in rust {
        let text = fs::read_to_string(scratch.join(&path))?;
        formatted.insert(path, text);
    }
    Ok(formatted)
}

/// The files of the crate that are not as generated.
pub(crate) fn compare(tree: &Tree, krate: &Path) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    for (path, text) in tree {
        let path = krate.join(path);
        if !fs::read_to_string(&path).is_ok_and(|found| found == *text) {
            changes.push(Change { path, text: Some(text.clone()) });
        }
    }
    let mut folders = vec![krate.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot list `{}`", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let known = path.strip_prefix(krate).is_ok_and(|path| tree.contains_key(path));
            if !known && fs::read_to_string(&path)?.starts_with(HEADER) {
                changes.push(Change { path, text: None });
            }
        }
    }
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(changes)
}

/// Makes the changes.
pub(crate) fn write(changes: &[Change]) -> Result<()> {
    for Change { path, text } in changes {
        let Some(text) = text else {
            fs::remove_file(path).with_context(|| format!("cannot remove `{}`", path.display()))?;
            // The folder of a service that is not generated any more is empty now; any other stays.
            _ = path.parent().map(fs::remove_dir);
            continue;
        };
        write_file(path, text)?;
    }
    Ok(())
}

fn write_file(path: &Path, text: &str) -> Result<()> {
    let write = || {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, text)
    };
    write().with_context(|| format!("cannot write `{}`", path.display()))
}
