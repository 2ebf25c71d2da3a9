//! CloudFormation as a target: one template for each stack, and the cloud assembly that the CDK command line reads.

mod assembly;
mod changes;
mod exports;
mod limits;
mod properties;
mod tags;
mod template;

use hc_cdk::{
    check::Checked,
    diff::Change,
    emit::File,
    finding::Finding,
    region::{Before, Target},
};
use serde::Serialize;

/// The target of every AWS region.
pub(crate) static CLOUD_FORMATION: CloudFormation = CloudFormation;

/// Writes CloudFormation templates and a cloud assembly.
#[derive(Debug)]
pub(crate) struct CloudFormation;

/// The target's name.
pub(crate) const NAME: &str = "CloudFormation";

impl Target for CloudFormation {
    fn name(&self) -> &'static str {
        NAME
    }

    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) {
        limits::check(checked, findings);
        properties::check(checked, findings);
        crate::rules::check(checked, findings);
    }

    fn files(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) -> Vec<File> {
        let mut files = vec![assembly::manifest(checked)];
        for (at, stack) in checked.stacks_of(NAME) {
            let bytes = template::bytes(checked, at, stack);
            limits::check_size(stack, bytes.len(), findings);
            files.push(File { path: template::path(stack), bytes });
        }
        files
    }

    fn notes(&self, files: &[File]) -> Vec<String> {
        limits::notes(files)
    }

    fn changes(&self, checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
        changes::changes(checked, before)
    }
}

/// JSON with one blank of indentation, as the CDK writes it, and a line end.
fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    // Writing to memory does not fail, and every map here has text for keys.
    let written = value.serialize(&mut serializer);
    debug_assert!(written.is_ok(), "{written:?}");
    bytes.push(b'\n');
    bytes
}
