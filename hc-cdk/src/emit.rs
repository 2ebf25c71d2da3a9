//! From a checked app to the bytes of its files. Same program, same bytes: no clock, no randomness, no environment.

use crate::check::Checked;

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path inside the output folder, with `/` between folders.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// All files of an app, in a fixed order.
pub fn emit(checked: &Checked<'_>) -> Vec<File> {
    let mut targets: Vec<_> = checked.stacks().iter().map(|stack| stack.target).collect();
    targets.sort_by_key(|target| target.name());
    targets.dedup_by_key(|target| target.name());
    targets.into_iter().flat_map(|target| target.files(checked)).collect()
}
