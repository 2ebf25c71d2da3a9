//! A stack depends only on stacks that are as hard to lose as itself: production does not stand on development.

use super::Checked;
use crate::{control::iso27001, finding::Finding};

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (at, stack) in checked.stacks().iter().enumerate() {
        for other in checked.links.needs(at).filter_map(|other| checked.stacks().get(other)) {
            let weaker = other.policy.availability < stack.policy.availability
                || other.policy.deletion < stack.policy.deletion
                || other.policy.data_ceiling < stack.policy.data_ceiling;
            if weaker {
                findings.push(Finding {
                    control: Some(iso27001::SEPARATION),
                    other: Some((other.written_at, "is the stack it depends on")),
                    ..stack.finding_here(
                        format!(
                            "depends on `{}`, whose policy ({}) is weaker than its own ({})",
                            other.name(),
                            other.policy.names.join(", "),
                            stack.policy.names.join(", ")
                        ),
                        "put both under the same policy, or do without the reference",
                    )
                });
            }
        }
    }
}
