//! What the systems do differently on which programs run: owners and modes of files, files that wait, folders in each other's place.

#[cfg(not(unix))]
mod elsewhere;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use self::elsewhere::{exchange, flush, is_taken, keep, lockable, open_up, ready};
#[cfg(unix)]
pub(super) use self::unix::{exchange, flush, is_taken, keep, lockable, open_up, ready};

use std::{fs, io, path::Path};

/// Exchanges two folders in two steps. A run that is killed between them leaves the old output under a name that no run removes.
fn in_two_steps(fresh: &Path, folder: &Path) -> io::Result<()> {
    let old = fresh.with_extension("old");
    fs::rename(folder, &old)?;
    fs::rename(fresh, folder).inspect_err(|_| {
        let _ = fs::rename(&old, folder);
    })?;
    fs::remove_dir_all(&old)
}
