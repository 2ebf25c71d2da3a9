//! The policy's ceiling holds for what a construct keeps and for what flows, not only for what types say.

use crate::{
    model::{StackModel, System, finding::Finding},
    policy::control::iso27001,
};

pub(super) fn check(system: &System, findings: &mut Vec<Finding>) {
    for stack in system.stacks() {
        for (at, construct) in (0..).zip(&stack.constructs) {
            if let Some(class) = construct.class.filter(|class| *class > stack.policy.data_ceiling) {
                findings.push(finding(stack, at, format!("is meant for `{}` data {}", class.name(), within(stack))));
            }
        }
        for flow in &stack.flows {
            let (from, class) = (flow.from.index, flow.class);
            if class > stack.policy.data_ceiling {
                findings.push(finding(stack, from, format!("handles `{}` data {}", class.name(), within(stack))));
            }
            let other = system.stack(&flow.to.stack);
            if let Some(other) = other.filter(|it| it.id != stack.id && class > it.policy.data_ceiling) {
                let (class, ceiling) = (class.name(), other.policy.data_ceiling.name());
                let message = format!("sends `{class}` data to `{}`, which may hold `{ceiling}` at most", other.name());
                findings.push(finding(stack, from, message));
            }
        }
    }
}

fn within(stack: &StackModel) -> String {
    format!("in a stack that may hold `{}` at most", stack.policy.data_ceiling.name())
}

fn finding(stack: &StackModel, construct: u32, message: String) -> Finding {
    let help = "use a store of a lower class, or a stack under another policy";
    stack.finding("AboveTheCeiling", construct, message, help).citing(iso27001::SEPARATION)
}
