//! From what was declared to files: the texts, the page about them, and what differs from an earlier run.

mod again;
mod changes;
mod check;
mod compose;
mod fill;
mod graph;
mod handbook;
mod image;
mod name;
mod page;
mod pulled;
mod pushed;
mod settings;
mod stand_in;
mod text;

use hc_cdk::{
    check::Checked,
    diff::Change,
    finding::Finding,
    rule::Reading,
    target::{Before, File, Judge, Part, Target, Writer},
};

use crate::{rules::READINGS, target::GitHub};

impl Judge for GitHub {
    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) {
        check::check(checked, findings);
    }

    fn comes_again(&self, checked: &Checked<'_>) -> Vec<(String, String)> {
        again::comes_again(checked)
    }

    fn readings(&self) -> &'static [&'static [Reading]] {
        READINGS
    }

    fn takes_outputs(&self) -> bool {
        true
    }
}

impl Writer for GitHub {
    fn has_tags(&self) -> bool {
        false
    }

    fn files(&self, checked: &Checked<'_>, _findings: &mut Vec<Finding>) -> Vec<File> {
        checked.stacks_of(Self::NAME).flat_map(|(_, stack)| text::files(checked, stack)).collect()
    }

    fn notes(&self, _: &Checked<'_>, files: &[File]) -> Vec<String> {
        page::notes(files)
    }

    fn is_for_a_repository(&self) -> bool {
        true
    }

    fn part(&self, file: &File) -> Option<Part> {
        text::part(&file.path)
    }

    fn changes(&self, checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
        changes::changes(checked, before)
    }
}
