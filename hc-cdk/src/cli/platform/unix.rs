//! Unix: files have owners and modes, and two folders can change places in one step.

use std::{
    fs, io,
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, chown},
    path::Path,
};

use rustix::fs::{CWD, OFlags, RenameFlags, renameat_with};

use super::in_two_steps;

/// Exchanges two folders in one step, or on file systems that cannot in two.
pub(in crate::cli) fn exchange(fresh: &Path, folder: &Path) -> io::Result<()> {
    match renameat_with(CWD, fresh, CWD, folder, RenameFlags::EXCHANGE) {
        Err(rustix::io::Errno::NOSYS | rustix::io::Errno::INVAL | rustix::io::Errno::NOTSUP) => {
            in_two_steps(fresh, folder)
        }
        done => Ok(done?),
    }
}

/// Gives a folder the owner and the mode that another one had.
pub(in crate::cli) fn keep(old: &fs::Metadata, new: &Path) -> io::Result<()> {
    let made = fs::metadata(new)?;
    if (old.uid(), old.gid()) != (made.uid(), made.gid()) {
        chown(new, Some(old.uid()), Some(old.gid()))?;
    }
    fs::set_permissions(new, old.permissions())
}

/// Whether a folder could not be renamed to another one since that is there.
pub(in crate::cli) fn is_taken(error: &io::Error, _folder: &Path) -> bool {
    matches!(error.kind(), io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::AlreadyExists)
}

/// A folder, opened so that it can be locked; nothing where folders cannot be.
pub(in crate::cli) fn lockable(folder: &Path) -> io::Result<Option<fs::File>> {
    fs::File::open(folder).map(Some)
}

/// Waits until a file is on the disk.
pub(in crate::cli) fn flush(path: &Path) -> io::Result<()> {
    fs::File::open(path)?.sync_all()
}

/// Lets its owner change a folder.
pub(in crate::cli) fn open_up(folder: &Path) {
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
}

/// Opens a file that may be anything without waiting for whoever writes to it.
pub(in crate::cli) fn ready(path: &Path) -> io::Result<fs::File> {
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).map_err(io::Error::other)?;
    fs::OpenOptions::new().read(true).custom_flags(flags).open(path)
}
