//! What an output folder says of the run that wrote it: the mark file, which names the program and its stacks.
//!
//! It does not say what is in the stacks: the targets read that in their own files.

use std::{fmt::Write, fs, path::Path};

use crate::check::Checked;

/// The file by which a folder is known to be an earlier output.
pub(super) const MARK: &str = ".hc-cdk";
const HEAD: &str =
    "This folder is an output of hc-cdk. Every run replaces it as a whole, with whatever else was put into it.\n";

/// What happens to what is deployed of a stack that is no longer in the program.
pub(super) const STAYS: &str = "what is deployed of it stays, with its data, until somebody deletes it";

/// The program that wrote an output folder, as far as the mark tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Earlier {
    system: Option<String>,
    /// Each stack's name and its target.
    pub(super) stacks: Vec<(String, String)>,
}

/// The mark of a program's output: after the text for people, the system and each stack on a line of its own.
pub(super) fn mark(checked: &Checked<'_>) -> String {
    let mut text = HEAD.to_owned();
    let _ = writeln!(text, "system {}", checked.system().name());
    for stack in checked.stacks() {
        let _ = writeln!(text, "stack {} {}", stack.name(), stack.target);
    }
    text
}

impl Earlier {
    /// Reads the mark of a folder. Where there is none, or one that names no stacks, nothing is known.
    pub(super) fn read(folder: &Path) -> Self {
        Self::parse(&fs::read_to_string(folder.join(MARK)).unwrap_or_default())
    }

    fn parse(mark: &str) -> Self {
        let mut earlier = Self::default();
        for line in mark.lines() {
            if let Some(name) = line.strip_prefix("system ") {
                earlier.system = Some(name.to_owned());
            } else if let Some((name, target)) = line.strip_prefix("stack ").and_then(|it| it.split_once(' ')) {
                earlier.stacks.push((name.to_owned(), target.to_owned()));
            }
        }
        earlier
    }

    /// The stacks that the app does not have, or has for another target.
    pub(super) fn gone(&self, checked: &Checked<'_>) -> impl Iterator<Item = &(String, String)> {
        self.stacks.iter().filter(|(name, target)| !has(checked, name, target))
    }

    /// What whoever replaces the folder has to know, if stacks are gone.
    pub(super) fn note(&self, checked: &Checked<'_>) -> Option<String> {
        let gone: Vec<String> = self.gone(checked).map(|(name, _)| format!("`{name}`")).collect();
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

/// Whether the app has that stack for that target.
fn has(checked: &Checked<'_>, stack: &str, target: &str) -> bool {
    checked.stacks_of(target).any(|(_, it)| it.name() == stack)
}

#[cfg(test)]
mod tests {
    use super::{Earlier, HEAD};

    #[test]
    fn a_mark_names_the_system_and_its_stacks() {
        let stack = |name: &str, target: &str| (name.to_owned(), target.to_owned());
        assert_eq!(
            Earlier::parse(&format!("{HEAD}system clinic\nstack hms CloudFormation\nstack wards My Own\nelse\n")),
            Earlier {
                system: Some("clinic".to_owned()),
                stacks: vec![stack("hms", "CloudFormation"), stack("wards", "My Own")],
            }
        );
        assert_eq!(Earlier::parse(HEAD), Earlier::default());
    }
}
