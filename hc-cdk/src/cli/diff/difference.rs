//! What would change against an output folder: what the targets find in their files, and what the folder's mark says.

use std::{
    fs,
    path::{Path, PathBuf},
};

use indexmap::IndexSet;

use crate::{
    check::Checked,
    cli::{
        content::{self, Content},
        cost,
        earlier::{Earlier, Kind},
        fatal::Fatal,
        reading,
    },
    model::change::{Action, Change},
    value::nearest,
    write::app::App,
};

/// What differs.
#[derive(Debug)]
pub(in crate::cli) struct Difference {
    pub(in crate::cli) folder: PathBuf,
    /// Whether there is an earlier output.
    pub(in crate::cli) earlier: bool,
    /// Other folders beside it that are outputs of this program, if there is no earlier output.
    pub(super) others: Vec<String>,
    /// Files that somebody changed after the run that wrote them.
    pub(super) by_hand: Vec<String>,
    /// What changes in the stacks that the program has.
    pub(in crate::cli) changes: Vec<Change>,
    /// Stacks that leave the program, each with its target.
    pub(in crate::cli) gone: Vec<(String, String)>,
    /// What is in those.
    pub(in crate::cli) leaving: Vec<Change>,
    /// What it cost in a month and would cost then, in dollars, as far as both are known.
    pub(in crate::cli) cost: Option<(f64, f64)>,
}

impl Difference {
    /// Compares with a folder. `named` says whether the command line names it.
    pub(in crate::cli) fn of(app: &App, checked: &Checked<'_>, folder: &Path, named: bool) -> Result<Self, String> {
        let (earlier, by_hand) = earlier(folder)?;
        let others = if earlier.is_some() { Vec::new() } else { others(checked.system().name(), folder) };
        if named && !folder.exists() {
            refuse_typo(folder, &others)?;
        }
        // The mark names the stacks of targets that have none left, which nobody asks; a target, those that an old mark does not.
        let gone = earlier.as_ref().map_or(Vec::new(), |it| it.gone(checked).cloned().collect());
        let (earlier, folder) = (earlier.is_some(), folder.to_owned());
        let mut all =
            Self { folder, earlier, others, by_hand, changes: Vec::new(), gone, leaving: Vec::new(), cost: None };
        all.ask(app, checked)?;
        if all.earlier && all.is_some() {
            let before = |path: &str| reading::inside(&all.folder, path);
            all.cost = cost::change(app, checked, &before)?;
        }
        Ok(all)
    }

    /// Whether anything would change.
    pub(in crate::cli) fn is_some(&self) -> bool {
        !self.changes.is_empty() || !self.gone.is_empty()
    }

    /// Whether there is something of that kind.
    pub(in crate::cli) fn has(&self, fatal: Fatal) -> bool {
        match fatal {
            Fatal::Change => self.is_some(),
            Fatal::DataLoss => self.changes.iter().any(|it| it.loss().is_some()),
            Fatal::Refusal => self.changes.iter().any(|it| matches!(it.action, Action::Refused { .. })),
        }
    }

    /// Asks every target what would change in its stacks.
    fn ask(&mut self, app: &App, checked: &Checked<'_>) -> Result<(), String> {
        let folder = self.folder.clone();
        let before = |path: &str| reading::inside(&folder, path);
        for (target, writer) in app.writers() {
            let of_target = writer.changes(checked, &before).map_err(|message| {
                format!(
                    "error: {message}\n  help: compare with the output of a run that succeeded, or choose another folder with `--out DIR`"
                )
            })?;
            let there: IndexSet<&str> = checked.stacks_of(target).map(|(_, stack)| stack.name()).collect();
            for change in of_target {
                if there.contains(change.stack.as_str()) {
                    self.changes.push(change);
                    continue;
                }
                let stack = (change.stack.clone(), target.to_owned());
                self.leaving.push(change);
                if !self.gone.contains(&stack) {
                    self.gone.push(stack);
                }
            }
        }
        Ok(())
    }
}

/// What the folder says of itself, and which of its files were changed by hand; nothing if there is no earlier output.
fn earlier(folder: &Path) -> Result<(Option<Earlier>, Vec<String>), String> {
    let refused = |why: String| {
        let help = "name the folder that a run wrote with `--out DIR`";
        Err(format!("error: `{}` {why}\n  help: {help}", folder.display()))
    };
    match content::of(folder, &[]) {
        Ok(Content::Nothing) => Ok((None, Vec::new())),
        Ok(Content::Ours(it, _) | Content::Stranger(_, it, _)) if it.kind != Kind::Output => {
            refused(format!("holds {}, which nobody deploys", it.kind.name()))
        }
        // What else is in the folder is in the way of a run and not of a comparison.
        Ok(Content::Ours(earlier, by_hand) | Content::Stranger(_, earlier, by_hand)) => Ok((Some(earlier), by_hand)),
        Ok(Content::Unlisted(_, earlier)) => Ok((Some(earlier), Vec::new())),
        Ok(Content::NotOurs) => refused("holds files that are not an output of this program".to_owned()),
        Err(error) => refused(format!("cannot be read: {error}")),
    }
}

/// The folders beside a folder that are outputs of the system, by name.
fn others(system: &str, folder: &Path) -> Vec<String> {
    let parent = folder.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folders = fs::read_dir(parent).into_iter().flatten().flatten().map(|entry| entry.path());
    let ours = folders.filter(|it| it.is_dir() && Earlier::read(it).is_some_and(|earlier| earlier.is_of(system)));
    let mut names: Vec<String> = ours.filter_map(|it| Some(it.file_name()?.to_str()?.to_owned())).collect();
    // What begins with a dot is what a run is writing, or a killed one has left.
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

/// Refuses a folder that is not there, where one of nearly the same name is: who means a first deployment would not have it.
fn refuse_typo(folder: &Path, others: &[String]) -> Result<(), String> {
    let name = folder.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    match nearest(name, others.iter().map(String::as_str)) {
        None => Ok(()),
        Some(meant) => Err(format!(
            "error: there is no folder `{}`\n  help: did you mean `{}`, which is an output of this program?",
            folder.display(),
            folder.with_file_name(meant).display()
        )),
    }
}
