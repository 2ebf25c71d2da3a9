//! Other systems, such as Windows: owners and modes are inherited, and a folder cannot take the place of another one in one step.

use std::{fs, io, path::Path};

use super::in_two_steps;

/// Exchanges two folders in two steps.
pub(in crate::cli) fn exchange(fresh: &Path, folder: &Path) -> io::Result<()> {
    in_two_steps(fresh, folder)
}

/// Owners and modes are those of the folder around it.
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(in crate::cli) fn keep(_old: &fs::Metadata, _new: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether a folder could not be renamed to another one since that is there, which Windows may call forbidden.
pub(in crate::cli) fn is_taken(error: &io::Error, folder: &Path) -> bool {
    use io::ErrorKind::{AlreadyExists, DirectoryNotEmpty, PermissionDenied};

    matches!(error.kind(), AlreadyExists | DirectoryNotEmpty | PermissionDenied) && folder.is_dir()
}

/// Nothing: an open folder could not be renamed. So what killed runs leave is not removed here.
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(in crate::cli) fn lockable(_folder: &Path) -> io::Result<Option<fs::File>> {
    Ok(None)
}

/// Waits until a file is on the disk, which takes the right to write to it.
pub(in crate::cli) fn flush(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new().append(true).open(path)?.sync_all()
}

/// What is closed to its owner can be removed.
pub(in crate::cli) fn open_up(_folder: &Path) {}

/// No file of a folder waits for whoever writes to it.
pub(in crate::cli) fn ready(path: &Path) -> io::Result<fs::File> {
    fs::File::open(path)
}
