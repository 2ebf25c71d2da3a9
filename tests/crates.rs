//! The crates of the workspace, as its manifest lists them, so that a new one is looked at by every test that is about all of them.

#![allow(clippy::unwrap_used, reason = "this is for tests, which may fail where they stand")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folders of all crates.
///
/// # Panics
///
/// If the manifest has no members.
pub fn members() -> Vec<String> {
    let manifest = fs::read_to_string("../Cargo.toml").unwrap();
    let (list, _) = manifest.split_once("members = [").unwrap().1.split_once(']').unwrap();
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The folders of those that are for users and written by hand.
///
/// # Panics
///
/// If the manifest has no members.
pub fn libraries() -> Vec<String> {
    members().into_iter().filter(|it| it.starts_with("hc-cdk") && it != "hc-cdk-cfn").collect()
}

/// Where the sources of these are.
///
/// # Panics
///
/// If the manifest has no members.
pub fn sources() -> Vec<PathBuf> {
    libraries().into_iter().map(|it| Path::new("..").join(it).join("src")).collect()
}
