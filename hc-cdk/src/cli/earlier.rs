//! What an output folder says of the run that wrote it: the mark file, which names the program, its stacks, and every file.
//!
//! It does not say what is in the stacks: the targets read that in their own files.

use std::{fmt::Write, path::Path};

use indexmap::IndexMap;

use super::reading;
use crate::{
    check::Checked,
    model::{file::File, printable},
};

/// The file by which a folder is known to be an earlier output.
pub(super) const MARK: &str = ".hc-cdk";
/// What every mark begins with.
const OURS: &str = "This folder is an output of hc-cdk.";
const HEAD: &str =
    "This folder is an output of hc-cdk. Every run replaces it as a whole, if nothing else was put into it.\n";

/// What happens to what is deployed of a stack that is no longer in the program.
pub(super) const STAYS: &str = "what is deployed of it stays, with its data, until somebody deletes it";

/// What a folder holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    /// What is deployed.
    #[default]
    Output,
    /// What is read of it, for auditors.
    Evidence,
    /// What stands in a repository.
    Delivery,
    /// What of that a developer runs.
    Compose,
    /// What of that images are built by.
    Docker,
    /// The same as a page.
    Report,
}

impl Kind {
    /// What stands beside the output.
    const BESIDE: [Self; 5] = [Self::Evidence, Self::Delivery, Self::Compose, Self::Docker, Self::Report];

    /// What it is called in messages and in the mark.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Output => "output",
            Self::Evidence => "evidence",
            Self::Delivery => "delivery",
            Self::Compose => "compose",
            Self::Docker => "docker",
            Self::Report => "report",
        }
    }
}

/// The program that wrote an output folder, as far as the mark tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Earlier {
    system: Option<String>,
    /// What is in it.
    pub(super) kind: Kind,
    /// Each stack's name and its target.
    pub(super) stacks: Vec<(String, String)>,
    /// Each file, by its path in the folder. The first versions of the mark had none.
    pub(super) files: IndexMap<String, Written>,
}

/// What was written into a file, to tell whether somebody has changed it since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) length: u64,
    /// FNV-1a of 64 bits: enough for a change by mistake, and none hides by intent in a folder of one's own.
    hash: u64,
}

impl Written {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Self { length: bytes.len() as u64, hash: bytes.iter().fold(0xcbf2_9ce4_8422_2325, step) }
    }
}

/// The mark of a program's output: after the text for people, the system, each stack and each file on a line of its own.
pub(super) fn mark(checked: &Checked<'_>, files: &[File], kind: Kind) -> String {
    let mut text = HEAD.to_owned();
    if kind != Kind::Output {
        let _ = writeln!(text, "kind {}", kind.name());
    }
    let _ = writeln!(text, "system {}", checked.system().name());
    for stack in checked.stacks() {
        let _ = writeln!(text, "stack {} {}", stack.name(), stack.target);
    }
    for file in files {
        let Written { length, hash } = Written::of(&file.bytes);
        let _ = writeln!(text, "file {length} {hash:016x} {}", file.path);
    }
    text
}

impl Earlier {
    /// Reads the mark of a folder. Where there is none of ours, nothing is known.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        Self::parse(&reading::text(&folder.join(MARK)).ok()?)
    }

    /// What a mark says, if it is one of ours.
    pub(super) fn parse(mark: &str) -> Option<Self> {
        if !mark.starts_with(OURS) {
            return None;
        }
        let mut earlier = Self::default();
        for line in mark.lines() {
            if let Some(name) = line.strip_prefix("kind ") {
                earlier.kind = Kind::BESIDE.into_iter().find(|it| it.name() == name).unwrap_or_default();
            } else if let Some(name) = line.strip_prefix("system ") {
                earlier.system = Some(name.to_owned());
            } else if let Some((name, target)) = line.strip_prefix("stack ").and_then(|it| it.split_once(' ')) {
                earlier.stacks.push((name.to_owned(), target.to_owned()));
            } else if let Some((path, written)) = line.strip_prefix("file ").and_then(listed) {
                earlier.files.insert(path, written);
            }
        }
        Some(earlier)
    }

    /// Whether it is an output of that system.
    pub(super) fn is_of(&self, system: &str) -> bool {
        self.system.as_deref() == Some(system)
    }

    /// The stacks that the app does not have, or has for another target.
    pub(super) fn gone(&self, checked: &Checked<'_>) -> impl Iterator<Item = &(String, String)> {
        self.stacks.iter().filter(|(name, target)| !has(checked, name, target))
    }

    /// What whoever replaces the folder has to know, if stacks are gone.
    pub(super) fn note(&self, checked: &Checked<'_>) -> Option<String> {
        let gone: Vec<String> = self.gone(checked).map(|(name, _)| format!("`{}`", printable::line(name))).collect();
        if gone.is_empty() {
            return None;
        }
        let stacks = gone.join(", ");
        let other = self.system.as_ref().filter(|it| *it != checked.system().name() && gone.len() == self.stacks.len());
        Some(match (other, gone.len()) {
            (Some(system), _) => format!(
                "the earlier output was that of `{system}`, with {stacks}, and is replaced: to keep both, give each program a folder of its own with `--out DIR`"
            ),
            (None, 1) => format!("the earlier output had {stacks}, which is not in this program: {STAYS}"),
            (None, _) => format!(
                "the earlier output had {stacks}, which are not in this program: what is deployed of them stays, with its data, until somebody deletes it"
            ),
        })
    }
}

/// What a line of the mark says of a file: its length, hash and path.
fn listed(line: &str) -> Option<(String, Written)> {
    let mut words = line.splitn(3, ' ');
    let (length, hash) = (words.next()?.parse().ok()?, u64::from_str_radix(words.next()?, 16).ok()?);
    Some((words.next()?.to_owned(), Written { length, hash }))
}

/// Whether the app has that stack for that target.
fn has(checked: &Checked<'_>, stack: &str, target: &str) -> bool {
    checked.stacks_of(target).any(|(_, it)| it.name() == stack)
}

#[cfg(test)]
mod tests {
    use super::{Earlier, HEAD, Kind, Written};

    #[test]
    fn a_mark_names_the_system_its_stacks_and_its_files() {
        let stack = |name: &str, target: &str| (name.to_owned(), target.to_owned());
        let mark =
            "system clinic\nstack hms CloudFormation\nstack wards My Own\nfile 1 af63dc4c8601ec8c k8s/a b.yaml\nelse\n";
        assert_eq!(
            Earlier::parse(&format!("{HEAD}{mark}")),
            Some(Earlier {
                system: Some("clinic".to_owned()),
                stacks: vec![stack("hms", "CloudFormation"), stack("wards", "My Own")],
                kind: Kind::Output,
                files: [("k8s/a b.yaml".to_owned(), Written::of(b"a"))].into(),
            })
        );
        assert_eq!(Earlier::parse(HEAD), Some(Earlier::default()));
        for other in ["", "system clinic\n", "# This folder is an output of hc-cdk.\n", "{}"] {
            assert_eq!(Earlier::parse(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_written_is_told_by_length_and_hash() {
        // The vectors of the algorithm's authors.
        assert_eq!(Written::of(b"").hash, 0xcbf2_9ce4_8422_2325);
        assert_eq!(Written::of(b"foobar").hash, 0x8594_4171_f739_67e8);
        assert_ne!(Written::of(b"ab"), Written::of(b"ba"));
    }
}
