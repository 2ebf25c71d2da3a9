//! Reads files that somebody else may have put there: regular ones up to a limit, so that nothing waits for a writer or reads
//! for ever.

use std::{
    fs,
    io::{self, ErrorKind, Read as _},
    path::{Component, Path},
};

use super::platform;
use crate::model::printable;

/// The most that is read of a file: more than a program with a hundred thousand workloads writes into one.
const MOST: u64 = 1 << 30;

/// What is in a regular file. A link is followed.
pub(super) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    // A device may do something when it is opened, so it is asked for before; and again afterwards, since it may be another by then.
    regular(&fs::metadata(path)?)?;
    let file = platform::ready(path)?;
    let size = regular(&file.metadata()?)?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    file.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST { Err(too_large()) } else { Ok(bytes) }
}

/// The text in a regular file, without the mark of its encoding that some editors and shells put before it.
pub(super) fn text(path: &Path) -> io::Result<String> {
    let text = String::from_utf8(bytes(path)?)
        .map_err(|_| io::Error::new(ErrorKind::InvalidData, "it is not text in UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The text of a file of a folder, by its path in it; nothing if there is no such file.
pub(super) fn inside(folder: &Path, path: &str) -> Result<Option<String>, String> {
    let path = Path::new(path);
    // The path may stand in a file of the folder, and then be that of any file of this machine.
    if !path.components().all(|it| matches!(it, Component::Normal(_))) {
        let path = path.to_string_lossy();
        return Err(format!("the earlier output names `{}`, which is not in it", printable::line(&path)));
    }
    let path = folder.join(path);
    match text(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("cannot read `{}`: {error}", path.display())),
    }
}

fn regular(file: &fs::Metadata) -> io::Result<u64> {
    if !file.is_file() {
        Err(io::Error::new(ErrorKind::InvalidInput, "it is not a regular file"))
    } else if file.len() > MOST {
        Err(too_large())
    } else {
        Ok(file.len())
    }
}

fn too_large() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("it has more than {MOST} bytes"))
}
