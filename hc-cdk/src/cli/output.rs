//! Writes the output folder as a whole: a reader sees the old one or the new one, and never a mixture.
//!
//! The files are written into a folder beside it, `.NAME.PID.0.new`, which then takes its place in one step. A failed or killed
//! run leaves the old output as it was. What a killed run leaves beside it is removed by the next run: whoever writes
//! holds a lock on the folder, which ends with the process. Mode and owner of the folder stay as they were.

use std::{
    fmt,
    fs::{self, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
    thread,
};

use super::{
    content::{self, Content, is_lock},
    earlier::{Earlier, Kind, MARK},
    platform,
};
use crate::{
    model::{file::File, printable},
    value::sorted,
};

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

type Result<T> = std::result::Result<T, Error>;

const ANOTHER_FOLDER: &str = "choose a folder of its own with `--out DIR`";

/// What was replaced.
#[derive(Debug, Default)]
pub(super) struct Replaced {
    /// What the earlier output said of itself.
    pub(super) earlier: Earlier,
    /// Its files that somebody had changed since they were written.
    pub(super) changed: Vec<String>,
}

/// Replaces the folder by one that has these files and that mark.
pub(super) fn write(folder: &Path, files: &[File], mark: &str, kind: Kind) -> Result<Replaced> {
    let place = Place::of(folder)?;
    let replaced = refuse_strangers(&place.folder, files, kind)?;
    fs::create_dir_all(&place.parent).map_err(|error| failed("make the folder", &place.parent, &error))?;
    remove_leftovers(&place);
    let fresh = Fresh::claim(&place)?;
    fill(&fresh.folder, files, mark)?;
    keep_locks(&place.folder, &fresh.folder);
    keep_modes(&place.folder, &fresh.folder, files)
        .map_err(|error| failed("keep mode and owner of", &place.folder, &error))?;
    put_in_place(&fresh.folder, &place.folder).map_err(|error| failed("replace", &place.folder, &error))?;
    // Neither the names in the folder nor its own name are lost when the power fails right now, if the disk can promise it.
    let _ = fs::File::open(&place.parent).and_then(|parent| parent.sync_all());
    Ok(replaced)
}

fn failed(what: &str, at: &Path, error: &io::Error) -> Error {
    Error {
        message: format!("cannot {what} `{}`: {error}", at.display()),
        help: "check that the folder around it is writable and has room, or choose another one with `--out DIR`",
    }
}

/// Where the output goes.
struct Place {
    folder: PathBuf,
    parent: PathBuf,
    name: String,
}

impl Place {
    fn of(folder: &Path) -> Result<Self> {
        // A link stays a link: what it points at is replaced.
        let folder = match fs::canonicalize(folder) {
            Ok(folder) => folder,
            Err(error) if folder.is_symlink() => {
                return Err(Error {
                    message: format!("cannot follow the link `{}`: {error}", folder.display()),
                    help: "remove the link, or make the folder that it points at",
                });
            }
            Err(_) => folder.to_owned(),
        };
        let refused = |why: &str| Error {
            message: format!("`{}` cannot be the output folder: {why}", folder.display()),
            help: ANOTHER_FOLDER,
        };
        if folder.exists() && !folder.is_dir() {
            return Err(refused("it is a file"));
        }
        let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
            return Err(refused("it has no name"));
        };
        let Some(name) = name.to_str() else { return Err(refused("its name is no text in UTF-8")) };
        if std::env::current_dir().is_ok_and(|here| here.starts_with(&folder)) {
            return Err(refused("you are in it, and it would be gone from under you"));
        }
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        Ok(Self { parent: parent.to_owned(), name: name.to_owned(), folder })
    }

    /// The folder beside it that is written first. Its name is that of no other run, since several may write at once.
    fn fresh(&self, number: u32) -> PathBuf {
        self.parent.join(format!(".{}.{}.{number}.new", self.name, std::process::id()))
    }

    /// Whether something of that name, beside the folder, is such a folder.
    fn is_fresh(&self, name: &str) -> bool {
        let numbers =
            name.strip_prefix('.').and_then(|it| it.strip_prefix(&self.name)).and_then(|it| it.strip_prefix('.'));
        let numbers = numbers.and_then(|it| it.strip_suffix(".new")).and_then(|it| it.split_once('.'));
        numbers.is_some_and(|(process, number)| process.parse::<u32>().is_ok() && number.parse::<u32>().is_ok())
    }
}

/// Refuses to replace a folder that holds something else than an earlier output.
fn refuse_strangers(folder: &Path, files: &[File], kind: Kind) -> Result<Replaced> {
    let content = content::of(folder, files).map_err(|error| failed("read", folder, &error))?;
    let refused = |why: String, help| Err(Error { message: format!("`{}` {why}", folder.display()), help });
    match content {
        Content::Nothing => Ok(Replaced::default()),
        Content::Ours(earlier, _) if earlier.kind != kind => {
            refused(format!("holds {} of an earlier run, and not {}", earlier.kind.name(), kind.name()), ANOTHER_FOLDER)
        }
        Content::Ours(earlier, changed) => Ok(Replaced { earlier, changed }),
        Content::NotOurs => refused(
            "holds files that are not an output of this program".to_owned(),
            "choose another folder with `--out DIR`, or empty this one yourself",
        ),
        Content::Stranger(path, ..) => refused(
            format!("holds `{}`, which no run wrote, and which would be lost", printable::line(&path)),
            "move it elsewhere, or choose another folder with `--out DIR`",
        ),
        Content::Unlisted(path, _) => refused(
            format!(
                "is an output of an earlier version, which does not say whether a run wrote `{}`",
                printable::line(&path)
            ),
            "move that elsewhere or remove it, or choose another folder with `--out DIR`",
        ),
    }
}

/// Removes what killed runs have left: folders beside the output that no process has locked, and in which nothing else is.
fn remove_leftovers(place: &Place) {
    let entries = fs::read_dir(&place.parent).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_str().is_some_and(|name| place.is_fresh(name))) {
        // To open anything but a folder could wait for ever.
        if !entry.file_type().is_ok_and(|it| it.is_dir()) {
            continue;
        }
        let Ok(Some(lock)) = platform::lockable(&entry.path()) else { continue };
        let is_ours = || matches!(content::of(&entry.path(), &[]), Ok(Content::Nothing | Content::Ours(..)));
        if lock.try_lock().is_ok() && is_ours() {
            // What cannot be removed does no harm. The lock is held until it is gone, so that nobody begins to use it.
            remove(&entry.path());
        }
    }
}

/// The folder that this run writes. It is removed when the run is over, however it ends.
struct Fresh {
    folder: PathBuf,
    /// Says to other runs that this one is alive; it is released when the process ends, even if it is killed.
    _lock: Option<fs::File>,
}

impl Fresh {
    fn claim(place: &Place) -> Result<Self> {
        for number in 0..100 {
            let folder = place.fresh(number);
            match fs::create_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                made => made.map_err(|error| failed("make the folder", &folder, &error))?,
            }
            // Before the lock is taken another run may hold the folder for a leftover: then this run takes the next one.
            // A file system without locks still writes; there, leftovers are not removed either.
            let Ok(lock) = platform::lockable(&folder) else { continue };
            let is_held = lock.as_ref().is_some_and(|it| matches!(it.try_lock(), Err(TryLockError::WouldBlock)));
            if !is_held && folder.exists() {
                return Ok(Self { folder, _lock: lock });
            }
        }
        Err(Error { message: format!("too many runs write to `{}`", place.folder.display()), help: ANOTHER_FOLDER })
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        remove(&self.folder);
    }
}

/// Removes a folder of ours, also one whose mode does not let its owner change it. What cannot be removed stays.
fn remove(folder: &Path) {
    open_up(folder);
    let _ = fs::remove_dir_all(folder);
}

fn open_up(folder: &Path) {
    platform::open_up(folder);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|it| it.is_dir()) {
            open_up(&entry.path());
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the file that writes files")]
fn fill(folder: &Path, files: &[File], mark: &str) -> Result<()> {
    let mark = (Path::new(MARK), mark.as_bytes());
    // The mark comes first: if the run is killed, the next one knows what it may remove.
    let files = files.iter().map(|file| (Path::new(&file.path), file.bytes.as_slice()));
    let files = [mark].into_iter().chain(files);
    let mut written = Vec::new();
    for (path, bytes) in files {
        let path = folder.join(path);
        let write = || {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::File::create(&path)?.write_all(bytes)
        };
        write().map_err(|error| failed("write", &path, &error))?;
        written.push(path);
    }
    sync(&written).map_err(|(path, error)| failed("write", path, &error))
}

/// Waits until the files are on the disk: some file systems tell only then that there was no room.
fn sync(files: &[PathBuf]) -> std::result::Result<(), (&Path, io::Error)> {
    // Each file waits for the disk, and a disk takes what waits at the same time together.
    const AT_ONCE: usize = 32;
    thread::scope(|scope| {
        let parts = files.chunks(files.len().div_ceil(AT_ONCE).max(1));
        let threads: Vec<_> = parts
            .map(|part| {
                scope.spawn(move || part.iter().find_map(|path| Some((path.as_path(), platform::flush(path).err()?))))
            })
            .collect();
        let failure = threads.into_iter().find_map(|thread| thread.join().ok().flatten());
        failure.map_or(Ok(()), Err)
    })
}

/// Takes the lock files of other programs along, such as that of the CDK command line which runs this one.
fn keep_locks(from: &Path, to: &Path) {
    for path in fs::read_dir(from).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if let Some(name) = path.file_name().filter(|_| is_lock(&path)) {
            // A lock that is gone by now is not missed.
            let _ = fs::copy(&path, to.join(name));
        }
    }
}

/// Gives what replaces files and folders their modes, and folders their owner: the innermost first, as a folder may then be closed
/// to whoever runs the program.
fn keep_modes(from: &Path, to: &Path, files: &[File]) -> io::Result<()> {
    let paths = || files.iter().map(|file| file.path.as_str()).chain([MARK]);
    for path in paths() {
        if let Some(old) = there(&from.join(path))?.filter(fs::Metadata::is_file) {
            fs::set_permissions(to.join(path), old.permissions())?;
        }
    }
    let folders = sorted(paths().flat_map(|path| Path::new(path).ancestors().skip(1)));
    for path in folders.into_iter().rev() {
        let Some(old) = there(&from.join(path))?.filter(fs::Metadata::is_dir) else { continue };
        platform::keep(&old, &to.join(path))?;
    }
    Ok(())
}

/// What is there, without following a link. Another run may have replaced the folder meanwhile.
fn there(path: &Path) -> io::Result<Option<fs::Metadata>> {
    match fs::symlink_metadata(path) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        found => found.map(Some),
    }
}

/// Puts `fresh` in the place of `folder` in one step, and the old one, if there is one, in the place of `fresh`.
fn put_in_place(fresh: &Path, folder: &Path) -> io::Result<()> {
    // Another run may make or replace the folder at any moment, so what is found is tried again.
    loop {
        match fs::rename(fresh, folder) {
            Err(error) if platform::is_taken(&error, folder) => {}
            done => return done,
        }
        match platform::exchange(fresh, folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            done => return done,
        }
    }
}
