//! What a target has to do to be written.

use crate::{
    check::{Checked, Judge},
    model::{StackModel, change::Change, charge::Charge, file::File, finding::Finding, need::Need},
};

/// Reads a file of an earlier run by its path; if there was no such file, nothing.
pub type Before<'a> = dyn Fn(&str) -> Result<Option<String>, String> + 'a;

/// A part of what stands in a repository that has a command of its own, for whoever wants that part alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What a developer runs: a compose file, with the settings that it asks for.
    ForDevelopers,
    /// What images are built by.
    ForImages,
}

/// What writes the stacks of a target.
pub trait Writer: Judge {
    /// Makes references of what a program wrote as text in the target's own spelling, and adds findings about those that point
    /// at nothing. Whoever reads the stack afterwards sees one kind of reference.
    fn refer(&self, _stack: &mut StackModel) {}

    /// Whether what it writes can have tags, or labels.
    fn has_tags(&self) -> bool {
        true
    }

    /// The files of all the target's stacks, in a fixed order, and findings about what only they show: their size.
    fn files(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) -> Vec<File>;

    /// What whoever deploys these files has to know, a sentence each.
    fn notes(&self, checked: &Checked<'_>, files: &[File]) -> Vec<String>;

    /// What account, region or cluster have to have before a first deployment, as far as what is declared shows it.
    fn needs(&self, _checked: &Checked<'_>) -> Vec<Need> {
        Vec::new()
    }

    /// The command by which a deployment writes down what its stacks said, into the file of `--outputs FILE`; nothing if there
    /// is none.
    fn tells(&self) -> Option<&'static str> {
        None
    }

    /// The prices of what it is made of, as a table: a line each, with tabs between `service`, `item`, `unit`, the regions and
    /// `source`; the first line says, behind a `#`, where they are from. Nothing if it has none.
    fn prices(&self) -> &'static str {
        ""
    }

    /// What is paid for in the stacks of these files; `read` reads one of them, by which the files of an earlier run are as good as
    /// those of this one.
    ///
    /// # Errors
    ///
    /// Why a file cannot be read or understood.
    fn charges(&self, _read: &Before<'_>) -> Result<Vec<Charge>, String> {
        Ok(Vec::new())
    }

    /// Whether its files stand in a repository, from where they are run, and are not deployed themselves.
    fn is_for_a_repository(&self) -> bool {
        false
    }

    /// What of a repository a file is a part of, if a command of its own writes that.
    fn part(&self, _file: &File) -> Option<Part> {
        None
    }

    /// What would change against the files of an earlier run; `before` reads one of them.
    ///
    /// # Errors
    ///
    /// Why an earlier file cannot be read or understood.
    fn changes(&self, checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String>;
}
