//! CloudFormation as a target: one template for each stack, and the cloud assembly that the CDK command line reads.

mod assembly;
mod changes;
mod limits;
mod properties;
mod tags;
mod template;

use hc_cdk::{check::Checked, diff::Change, emit::File, finding::Finding, region::Target};

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

    fn files(&self, checked: &Checked<'_>) -> Vec<File> {
        let mut files = vec![assembly::manifest(checked)];
        files.extend(
            checked
                .stacks_of(NAME)
                .map(|(at, stack)| File { path: template::path(stack), bytes: template::bytes(checked, at, stack) }),
        );
        files
    }

    fn changes(&self, checked: &Checked<'_>, before: &dyn Fn(&str) -> Option<String>) -> Vec<Change> {
        changes::changes(checked, before)
    }
}
