//! The policy's ceiling holds for what flows, not only for what is declared.

use crate::{control::iso27001, finding::Finding, model::StackModel};

pub(super) fn check(stacks: &[StackModel], findings: &mut Vec<Finding>) {
    for stack in stacks {
        for flow in &stack.flows {
            if flow.class > stack.policy.data_ceiling {
                findings.push(Finding {
                    control: Some(iso27001::SEPARATION),
                    ..stack.finding(
                        flow.from.index,
                        format!(
                            "handles `{}` data in a stack that may hold `{}` at most",
                            flow.class.name(),
                            stack.policy.data_ceiling.name()
                        ),
                        "use a store of a lower class, or a stack under another policy",
                    )
                });
            }
        }
    }
}
