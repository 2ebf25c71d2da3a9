//! What must hold before the crates are published: what they say of themselves, what they depend on, the oldest compiler and the other
//! systems that they are for, and the packages that are made of them.

mod crates;
mod manifests;

use std::{path::Path, process::Command};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use self::crates::{names, published};
use crate::judge::tool;

/// Checks something of what cargo says of the workspace, and says what was found.
type Check = fn(&Value) -> Result<String>;

/// What is checked, by name.
const CHECKS: [(&str, Check); 6] = [
    ("manifests", manifests::check),
    ("dependencies", dependencies),
    ("advisories", advisories),
    ("oldest compiler", oldest),
    ("other systems", systems),
    ("packages", packages),
];

/// What `cargo xtask release` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Check this alone
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
}

/// Checks all of it, and says what was not looked at.
pub(crate) fn run(args: &Args) -> Result<()> {
    let wanted = |name: &str| args.only.as_deref().is_none_or(|only| only == name);
    let metadata = tool::output(Command::new(env!("CARGO")).args(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata = serde_json::from_str(&metadata)?;
    let mut count = 0;
    for (name, check) in CHECKS.into_iter().filter(|(name, _)| wanted(name)) {
        let said = check(&metadata).with_context(|| format!("{name}: not ready"))?;
        println!("{name}: {said}");
        count += 1;
    }
    if count == 0 {
        bail!("there is no such check; there are: {}", CHECKS.map(|(name, _)| name).join(", "));
    }
    println!("not checked: semantic versions, of which there is none before the first release");
    Ok(())
}

/// Licences, versions that are there twice, and where crates are from, by `deny.toml`.
fn dependencies(metadata: &Value) -> Result<String> {
    let mut deny = deny(metadata)?;
    let (said, is_right) = tool::attempt(deny.args(["--offline", "check", "licenses", "bans", "sources"]))?;
    if !is_right {
        bail!("{}", said.trim_end());
    }
    Ok("licences, versions and sources are those of deny.toml".to_owned())
}

/// Whether somebody warns of a crate: what `RustSec` knows, and what was yanked, both as they are today.
fn advisories(metadata: &Value) -> Result<String> {
    let (said, is_there) = tool::attempt(deny(metadata)?.args(["fetch", "db", "index"]))?;
    if !is_there && said.contains("failed to fetch") {
        return Ok("not checked: what is known today cannot be fetched, as `cargo deny fetch` says".to_owned());
    }
    if !is_there {
        bail!("{}", said.trim_end());
    }
    let (said, is_right) = tool::attempt(deny(metadata)?.args(["--offline", "check", "advisories"]))?;
    if !is_right {
        bail!("{}", said.trim_end());
    }
    Ok("nobody warns of a crate".to_owned())
}

/// `cargo-deny`, which is installed unless it is there.
fn deny(metadata: &Value) -> Result<Command> {
    const PINS: &str = include_str!("../../judges/cargo-deny/requirements.txt");

    let target = metadata["target_directory"].as_str().context("cargo names no target folder")?;
    let folder = Path::new(target).join("judges/cargo-deny");
    tool::python(&folder, PINS)?;
    let mut command = Command::new(folder.join("bin/cargo-deny"));
    command.args(["--color", "never"]);
    Ok(command)
}

/// Whether the crates compile with the oldest compiler that they say.
fn oldest(metadata: &Value) -> Result<String> {
    let version = published(metadata).find_map(|it| it["rust_version"].as_str()).context("no crate says one")?;
    let toolchain = format!("{version}.0");
    if !has(&["toolchain", "install", &toolchain, "--profile", "minimal"]) {
        return Ok(format!("not checked: `rustup toolchain install {toolchain}` has to work"));
    }
    check(metadata, &[&format!("+{toolchain}")], &["--target-dir", "target/oldest"])?;
    Ok(format!("all crates compile with Rust {toolchain}"))
}

/// Whether the crates compile for systems that no test runs on.
fn systems(metadata: &Value) -> Result<String> {
    const SYSTEMS: [&str; 2] = ["x86_64-pc-windows-gnu", "x86_64-apple-darwin"];

    let mut said = Vec::new();
    for system in SYSTEMS {
        if has(&["target", "add", system]) {
            check(metadata, &[], &["--target", system])?;
            said.push(format!("all crates compile for {system}"));
        } else {
            said.push(format!("{system} is not checked: `rustup target add {system}` has to work"));
        }
    }
    Ok(said.join("; "))
}

/// Whether rustup has something, or gets it.
fn has(arguments: &[&str]) -> bool {
    tool::attempt(Command::new("rustup").args(arguments)).is_ok_and(|(_, is_there)| is_there)
}

/// Compiles the crates that are published, as far as a check does.
fn check(metadata: &Value, before: &[&str], after: &[&str]) -> Result<()> {
    let crates = names(metadata).flat_map(|it| ["--package", it]);
    // Another toolchain is chosen by rustup's `cargo`, and not by the one that runs this.
    let mut command = Command::new("cargo");
    command.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN").args(before).args(["check", "--quiet", "--locked"]);
    succeed(command.args(crates).args(after))
}

/// Makes the packages as they would be published, in their order.
fn packages(metadata: &Value) -> Result<String> {
    let all: Vec<&str> = names(metadata).collect();
    let crates = all.iter().flat_map(|it| ["--package", it]);
    let mut command = Command::new(env!("CARGO"));
    // What they are made of was compiled already, and differs from nothing in a clean clone.
    succeed(
        command.args(["publish", "--dry-run", "--quiet", "--locked", "--no-verify", "--allow-dirty"]).args(crates),
    )?;
    Ok(format!("{} can be published", all.join(", ")))
}

fn succeed(command: &mut Command) -> Result<()> {
    if command.status()?.success() { Ok(()) } else { bail!("`{command:?}` failed") }
}
