//! Installing and running the tools of others.

use std::{fs, io::ErrorKind, path::Path, process::Command};

use anyhow::{Context as _, Result, bail};

/// Installs Python packages into a virtual environment, unless it has them already. `requirements` pins each of them by
/// version and hash.
pub(super) fn python(folder: &Path, requirements: &str) -> Result<()> {
    let stamp = folder.join("requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == requirements) {
        return Ok(());
    }
    println!("installing {}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    output(Command::new("python3").args(["-m", "venv"]).arg(folder))
        .context("a virtual environment needs Python 3.10 or newer with its module `venv`")?;
    let wanted = folder.join("wanted.txt");
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
    )?;
    // Only a complete installation bears the name that is looked for.
    fs::rename(wanted, stamp)?;
    Ok(())
}

/// What a command prints; an error says which command failed, and what it said.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let (printed, success) = attempt(command)?;
    if success { Ok(printed) } else { bail!("`{}` failed:\n{}", line(command), printed.trim_end()) }
}

/// What a command prints, and whether it succeeded.
pub(crate) fn attempt(command: &mut Command) -> Result<(String, bool)> {
    let result = command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("`{}` is not installed", command.get_program().display()),
        _ => error.into(),
    })?;
    let mut printed = String::from_utf8_lossy(&result.stdout).into_owned();
    if !result.status.success() {
        printed.push_str(&String::from_utf8_lossy(&result.stderr));
    }
    Ok((printed, result.status.success()))
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
