//! From a checked app to the bytes of its files. Same program, same bytes: no clock, no randomness, no environment.

use crate::{check::Checked, finding::Findings};

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path inside the output folder, with `/` between folders.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// All files of an app, in a fixed order.
///
/// # Errors
///
/// What only the written files show: a target says that one of them is larger than it takes.
pub fn emit(checked: &Checked<'_>) -> Result<Vec<File>, Findings> {
    let mut findings = Vec::new();
    let targets = checked.app().targets();
    let files = targets.into_iter().flat_map(|target| target.files(checked, &mut findings)).collect();
    if findings.is_empty() { Ok(files) } else { Err(Findings(findings)) }
}
