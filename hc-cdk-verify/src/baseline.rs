//! A baseline: what was wrong when a team began, so that only what is new is said. A line each, without places, which move.

use std::collections::BTreeSet;

use crate::judge::Found;

/// What is known to be wrong.
#[derive(Debug, Default)]
pub(crate) struct Baseline(BTreeSet<String>);

const HEAD: &str = "# What `hc-cdk verify` knows to be wrong: file, resource and rule, with tabs between.\n";

fn line(found: &Found) -> String {
    format!("{}\t{}\t{}", found.file, found.path, found.code)
}

impl Baseline {
    pub(crate) fn parse(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        Self(lines.map(str::to_owned).collect())
    }

    pub(crate) fn has(&self, found: &Found) -> bool {
        !self.0.is_empty() && self.0.contains(&line(found))
    }

    /// The lines that nothing is wrong with any more.
    pub(crate) fn mended(&self, all: &[Found]) -> Vec<&str> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let there: BTreeSet<String> = all.iter().map(line).collect();
        self.0.iter().filter(|line| !there.contains(*line)).map(String::as_str).collect()
    }
}

/// The baseline of what is wrong now.
pub(crate) fn of(all: &[Found]) -> String {
    let lines: BTreeSet<String> = all.iter().map(line).collect();
    let lines: String = lines.into_iter().flat_map(|line| [line, "\n".to_owned()]).collect();
    format!("{HEAD}{lines}")
}
