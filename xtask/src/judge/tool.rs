//! Installing and running the tools of others.

use std::{
    collections::BTreeMap,
    fs,
    io::{ErrorKind, Read},
    panic,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow, bail};

/// No command of a judge needs longer, not beside others on a slow machine; one that does is stopped, and so is the run.
const LIMIT: Duration = Duration::from_secs(900);
/// The folders into which something is being installed.
static LOCKS: Mutex<BTreeMap<PathBuf, Arc<Mutex<()>>>> = Mutex::new(BTreeMap::new());
/// How often a command is asked whether it is done.
const PAUSE: Duration = Duration::from_millis(10);

/// Installs Python packages into a virtual environment, unless it has them already. `requirements` pins each of them by
/// version and hash.
pub(crate) fn python(folder: &Path, requirements: &str) -> Result<()> {
    install(folder, requirements, || {
        output(Command::new("python3").args(["-m", "venv"]).arg(folder))
            .context("a virtual environment needs Python 3.11 or newer with its module `venv`")?;
        let wanted = folder.join("requirements.txt");
        fs::write(&wanted, requirements)?;
        output(
            Command::new(folder.join("bin/pip"))
                .args([
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "--no-input",
                    "--require-hashes",
                    "--requirement",
                ])
                .arg(&wanted),
        )
    })
}

/// Unpacks the source of a Python package into a folder, unless it has it already: it has more than what is installed of it. The
/// requirement pins it by version and hash; `backend` is what pip asks for the name of the package with.
pub(super) fn python_source(folder: &Path, requirement: &str, backend: &str) -> Result<()> {
    install(folder, &format!("{requirement}{backend}"), || {
        fs::create_dir_all(folder)?;
        let (wanted, constraint) = (folder.join("requirements.txt"), folder.join("backend.txt"));
        fs::write(&wanted, requirement)?;
        fs::write(&constraint, backend)?;
        output(
            Command::new("python3")
                .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"])
                .args(["--no-binary", ":all:", "--require-hashes", "--requirement"])
                .arg(&wanted)
                .arg("--dest")
                .arg(folder)
                .env("PIP_CONSTRAINT", &constraint),
        )?;
        for entry in fs::read_dir(folder)? {
            let file = entry?.path();
            if file.extension().is_some_and(|it| it == "gz") {
                output(Command::new("python3").args(["-m", "tarfile", "-e"]).arg(&file).arg(folder))?;
            }
        }
        Ok(String::new())
    })
}

/// Installs npm packages into a folder, unless it has them already. `lock` pins each of them by version and hash.
pub(super) fn node(folder: &Path, package: &str, lock: &str) -> Result<()> {
    install(folder, lock, || {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("package.json"), package)?;
        fs::write(folder.join("package-lock.json"), lock)?;
        output(
            Command::new("npm")
                // What a package wants beside it is installed only if it is among the packages.
                .args([
                    "ci",
                    "--legacy-peer-deps",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--no-update-notifier",
                ])
                .current_dir(folder),
        )
        .context("packages of npm need Node.js 20 or newer with `npm`")
    })
}

/// Unpacks Debian's packages into a folder, unless it has them already. Says whether that can be done here.
pub(super) fn debian(folder: &Path, packages: &[&str]) -> Result<bool> {
    if Command::new("apt-get").arg("--version").output().is_err() {
        return Ok(false);
    }
    install(folder, &packages.join("\n"), || {
        fs::create_dir_all(folder)?;
        output(Command::new("apt-get").arg("--quiet").arg("download").args(packages).current_dir(folder))
            .context("packages of Debian need its lists: `apt-get update`")?;
        for entry in fs::read_dir(folder)? {
            let file = entry?.path();
            if file.extension().is_some_and(|it| it == "deb") {
                output(Command::new("dpkg").arg("-x").arg(&file).arg(folder))?;
            }
        }
        Ok(String::new())
    })?;
    Ok(true)
}

/// Installs into an empty folder, unless the same was installed before.
fn install(folder: &Path, pins: &str, fill: impl FnOnce() -> Result<String>) -> Result<()> {
    // Several judges may need the same.
    let lock = LOCKS.lock().unwrap_or_else(PoisonError::into_inner).entry(folder.to_owned()).or_default().clone();
    let _lock = lock.lock().unwrap_or_else(PoisonError::into_inner);
    let stamp = folder.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == pins) {
        return Ok(());
    }
    println!("installing {}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fill()?;
    // Only a complete installation has the file that is looked for.
    fs::write(stamp, pins)?;
    Ok(())
}

/// What a command prints; an error says which command failed, and what it said.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let (printed, success) = attempt(command)?;
    if success { Ok(printed) } else { bail!("`{}` failed:\n{}", line(command), printed.trim_end()) }
}

/// What a command prints, and whether it succeeded.
pub(crate) fn attempt(command: &mut Command) -> Result<(String, bool)> {
    let mut child = start(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let printed = collect(child.stdout.take());
    let complained = collect(child.stderr.take());
    let status = wait(&mut child, LIMIT).with_context(|| format!("`{}` was stopped", line(command)))?;
    let mut printed = text(printed)?;
    if !status {
        printed.push_str(&text(complained)?);
    }
    Ok((printed, status))
}

/// Starts a command.
pub(super) fn start(command: &mut Command) -> Result<Child> {
    command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow!("`{}` is not installed", command.get_program().display()),
        _ => error.into(),
    })
}

/// Does the work for each item, for as many at a time as there are processors, and begins them in their order. What comes of it is in
/// that order, too; the first error counts, and nothing more is begun after one.
pub(super) fn side_by_side<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> Result<R> + Sync) -> Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = Vec::new();
        while let index = next.fetch_add(1, Ordering::Relaxed)
            && let Some(item) = items.get(index)
        {
            let result = work(item);
            if result.is_err() {
                next.store(items.len(), Ordering::Relaxed);
            }
            done.push((index, result));
        }
        done
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut done: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(some)).collect();
        workers.into_iter().flat_map(|it| it.join().unwrap_or_else(|panic| panic::resume_unwind(panic))).collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Waits for the end of a command, but not longer than `limit`: then it is stopped.
pub(super) fn wait(child: &mut Child, limit: Duration) -> Result<bool> {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if began.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            bail!("it takes longer than {} s", limit.as_secs());
        }
        thread::sleep(PAUSE);
    }
}

/// Reads on a thread of its own, so that a command which prints much does not wait for a reader.
fn collect(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<std::io::Result<Vec<u8>>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    })
}

fn text(reader: JoinHandle<std::io::Result<Vec<u8>>>) -> Result<String> {
    let bytes = reader.join().map_err(|_| anyhow!("the output cannot be read"))??;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::side_by_side;

    #[test]
    fn what_comes_of_each_is_in_their_order() {
        let squares = side_by_side(&(0..100).collect::<Vec<u32>>(), |it| Ok(it * it)).unwrap();
        assert_eq!(squares, (0..100).map(|it| it * it).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_is_told_and_ends_the_rest() {
        let result = side_by_side(&[1, 2, 3], |it| if *it == 2 { bail!("two") } else { Ok(*it) });
        assert_eq!(result.unwrap_err().to_string(), "two");
    }
}
