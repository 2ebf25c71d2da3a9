//! What is in an output folder before a run replaces it: only what a run of ours wrote may go.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

use indexmap::IndexSet;

use super::{
    earlier::{Earlier, MARK, Written},
    reading,
};
use crate::model::file::File;

/// How often a folder is looked at again that other runs replace meanwhile.
const TRIES: usize = 1000;

/// What is in the folder.
#[derive(Debug)]
pub(super) enum Content {
    /// Nothing, or not even the folder.
    Nothing,
    /// An output of ours and nothing else, with the files that differ from what was written.
    Ours(Earlier, Vec<String>),
    /// Something that no run of ours wrote, by its path, beside what a run did, with the files that differ from that.
    Stranger(String, Earlier, Vec<String>),
    /// Something in a folder without a mark of ours.
    NotOurs,
    /// Something of which a mark without a list of files does not say whether a run of ours wrote it.
    Unlisted(String, Earlier),
}

/// Looks into a folder that is to be replaced by these files.
pub(super) fn of(folder: &Path, files: &[File]) -> io::Result<Content> {
    let mut tries = 0;
    loop {
        let mark = mark(folder)?;
        let content = look(folder, mark.as_deref(), files);
        tries += 1;
        // Another run may have replaced the folder meanwhile, so that one's mark was read and another one's files.
        if self::mark(folder)? == mark || tries == TRIES {
            return content;
        }
    }
}

/// Whether it is a lock of the CDK command line, which locks the folder before it starts the program: `synth.lock`, and
/// `read.PID.N.lock`.
pub(super) fn is_lock(path: &Path) -> bool {
    let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    let reader = name.strip_prefix("read.").and_then(|it| it.strip_suffix(".lock"));
    let is_name = name == "synth.lock" || reader.is_some_and(|it| it.split('.').all(|it| it.parse::<u32>().is_ok()));
    is_name && fs::symlink_metadata(path).is_ok_and(|it| it.is_file())
}

/// The text of the folder's mark. What is no regular file, or no text, is none of ours.
fn mark(folder: &Path) -> io::Result<Option<String>> {
    let path = folder.join(MARK);
    match fs::symlink_metadata(&path) {
        Ok(file) if file.is_file() => Ok(reading::text(&path).ok()),
        Ok(_) => Ok(None),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

fn look(folder: &Path, mark: Option<&str>, files: &[File]) -> io::Result<Content> {
    let earlier = mark.and_then(Earlier::parse);
    let known = Known::of(earlier.as_ref(), files);
    let mut found = Found::default();
    match walk(folder, "", &known, &mut found) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Content::Nothing),
        walked => walked?,
    }
    Ok(match (earlier, found.stranger) {
        (Some(earlier), None) => Content::Ours(earlier, found.changed),
        (Some(earlier), Some(path)) if earlier.files.is_empty() => Content::Unlisted(path, earlier),
        (Some(earlier), Some(path)) => Content::Stranger(path, earlier, found.changed),
        (None, Some(_)) => Content::NotOurs,
        (None, None) => Content::Nothing,
    })
}

/// What an earlier run wrote.
struct Known<'a> {
    earlier: Option<&'a Earlier>,
    /// What this run writes: what a mark without a list of files is compared with.
    writes: IndexSet<&'a str>,
    folders: IndexSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(earlier: Option<&'a Earlier>, files: &'a [File]) -> Self {
        let unlisted = earlier.is_some_and(|it| it.files.is_empty());
        let writes: IndexSet<&str> = files.iter().filter(|_| unlisted).map(|file| file.path.as_str()).collect();
        let listed = earlier.into_iter().flat_map(|it| it.files.keys().map(String::as_str));
        let paths = listed.chain(writes.iter().copied());
        let folders = paths.flat_map(|path| path.match_indices('/').filter_map(|(at, _)| path.get(..at))).collect();
        Self { earlier, writes, folders }
    }

    /// What the mark says of a file.
    fn said(&self, path: &str) -> Said {
        let Some(earlier) = self.earlier else { return Said::Nothing };
        if path == MARK {
            return Said::Ours;
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        let of_stack = || earlier.stacks.iter().any(|(stack, _)| name.split('.').next() == Some(stack));
        match earlier.files.get(path) {
            Some(written) => Said::Written(*written),
            None if earlier.files.is_empty() && (self.writes.contains(path) || of_stack()) => Said::Ours,
            None => Said::Nothing,
        }
    }
}

/// What a mark says of a file.
enum Said {
    /// Nothing: no run of ours wrote it.
    Nothing,
    /// A run of ours wrote it.
    Ours,
    /// A run of ours wrote this.
    Written(Written),
}

#[derive(Default)]
struct Found {
    stranger: Option<String>,
    changed: Vec<String>,
}

/// Looks at everything in a folder, in the order of names; in one that is not ours up to the first stranger.
fn walk(folder: &Path, before: &str, known: &Known<'_>, found: &mut Found) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let path = format!("{before}{}", name.to_string_lossy());
        let kind = entry.file_type()?;
        if before.is_empty() && is_lock(&entry.path()) {
            continue;
        }
        let (is_text, is_file) = (name.to_str().is_some(), kind.is_file() && name.to_str().is_some());
        if kind.is_dir() && is_text && known.folders.contains(path.as_str()) {
            walk(&entry.path(), &format!("{path}/"), known, found)?;
        } else {
            match known.said(&path) {
                Said::Written(written) if is_file => {
                    if !is_as_written(&entry.path(), written)? {
                        found.changed.push(path);
                    }
                }
                Said::Ours if is_file => {}
                _ => {
                    found.stranger.get_or_insert(path);
                }
            }
        }
        if found.stranger.is_some() && known.earlier.is_none() {
            return Ok(());
        }
    }
    Ok(())
}

fn is_as_written(path: &Path, written: Written) -> io::Result<bool> {
    Ok(fs::metadata(path)?.len() == written.length && Written::of(&reading::bytes(path)?) == written)
}
