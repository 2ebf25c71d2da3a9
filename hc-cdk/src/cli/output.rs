//! Writes the output folder as a whole: a reader sees the old one or the new one, and never a mixture.
//!
//! The files are written beside the folder and then take its place in one step. A failed or killed run leaves the old
//! folder as it was; what it may leave beside it is removed by the next run.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::emit::File;

/// Why the output could not be written.
#[derive(Debug)]
pub(super) struct Error {
    message: String,
    help: &'static str,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}\n  help: {}\n\nnothing was written", self.message, self.help)
    }
}

/// The files by one of which a folder is known to be an earlier output.
const MARKS: [&str; 2] = ["manifest.json", "k8s/kustomization.yaml"];

/// Replaces the folder by one that has these files.
pub(super) fn write(folder: &Path, files: &[File]) -> Result<(), Error> {
    let failed = |what: &str, at: &Path, error: &io::Error| Error {
        message: format!("cannot {what} `{}`: {error}", at.display()),
        help: "check that the folder around it exists, is writable and has room, or choose another one with `--out DIR`",
    };
    // A link stays a link: what it points at is replaced.
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    refuse_strangers(&folder)?;
    let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
        return Err(Error {
            message: format!("`{}` cannot be replaced", folder.display()),
            help: "choose a folder of its own with `--out DIR`",
        });
    };
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    fs::create_dir_all(parent).map_err(|error| failed("make the folder", parent, &error))?;
    let fresh = parent.join(format!(".{}.{}.new", name.to_string_lossy(), std::process::id()));
    let _leftover = Removed(&fresh);
    remove(&fresh).map_err(|error| failed("remove", &fresh, &error))?;
    fill(&fresh, files).map_err(|(at, error)| failed("write", &at, &error))?;
    if folder.exists() {
        exchange(&fresh, &folder).map_err(|error| failed("replace", &folder, &error))
    } else {
        fs::rename(&fresh, &folder).map_err(|error| failed("make", &folder, &error))
    }
}

/// Refuses to replace a folder that holds something else than an earlier output.
fn refuse_strangers(folder: &Path) -> Result<(), Error> {
    let help = "choose another folder with `--out DIR`, or empty this one yourself";
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Error { message: format!("cannot read `{}`: {error}", folder.display()), help }),
        Ok(mut entries) => {
            let ours = entries.next().is_none() || MARKS.iter().any(|mark| folder.join(mark).is_file());
            if ours {
                return Ok(());
            }
            Err(Error { message: format!("`{}` holds files that are not an earlier output", folder.display()), help })
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the file that writes files")]
fn fill(folder: &Path, files: &[File]) -> Result<(), (PathBuf, io::Error)> {
    fs::create_dir(folder).map_err(|error| (folder.to_owned(), error))?;
    for file in files {
        let path = folder.join(&file.path);
        let write = || {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            let mut to = fs::File::create(&path)?;
            io::Write::write_all(&mut to, &file.bytes)?;
            to.sync_all()
        };
        write().map_err(|error| (path.clone(), error))?;
    }
    Ok(())
}

/// Puts `fresh` in the place of `folder` in one step where the file system can, and the old one in the place of `fresh`.
fn exchange(fresh: &Path, folder: &Path) -> io::Result<()> {
    match renameat_with(CWD, fresh, CWD, folder, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(rustix::io::Errno::NOSYS | rustix::io::Errno::INVAL | rustix::io::Errno::NOTSUP) => {
            let old = fresh.with_extension("old");
            fs::rename(folder, &old)?;
            fs::rename(fresh, folder).inspect_err(|_| {
                let _ = fs::rename(&old, folder);
            })?;
            remove(&old)
        }
        Err(error) => Err(error.into()),
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes a folder when the run is over, however it ends.
struct Removed<'a>(&'a Path);

impl Drop for Removed<'_> {
    fn drop(&mut self) {
        let _ = remove(self.0);
    }
}
