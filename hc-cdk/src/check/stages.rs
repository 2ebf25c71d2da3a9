//! What is needed and what data goes to is as hard to lose as what needs it, and of the same stage: production does not stand
//! on development, and development does not reach into production.

use super::checked::Checked;
use crate::{model::finding::Finding, policy::control::iso27001};

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (at, stack) in checked.stacks().iter().enumerate() {
        for other in checked.links().needs(at).filter_map(|other| checked.stacks().get(other)) {
            if other.policy.is_weaker_than(&stack.policy) {
                let message = format!(
                    "depends on `{}`, whose policy ({}) is weaker than its own ({})",
                    other.name(),
                    other.policy.names.join(", "),
                    stack.policy.names.join(", ")
                );
                let help = "put both under the same policy, or do without the reference";
                let finding = stack.finding_here("WeakerStack", message, help).citing(iso27001::SEPARATION);
                findings.push(finding.beside(other.written_at, "is the stack it depends on"));
            }
        }
        for flow in &stack.flows {
            let place = checked.system().place(&flow.to.stack).filter(|place| *place != at);
            let Some(other) = place.and_then(|place| checked.stacks().get(place)) else { continue };
            let (Some(own), Some(stage)) = (stack.policy.stage, other.policy.stage) else { continue };
            if own != stage && !other.policy.is_weaker_than(&stack.policy) {
                let message = format!("is in {own} and uses what `{}` holds, which is in {stage}", other.name());
                let help = "give each stage stores of its own";
                let finding = stack.finding("AnotherStage", flow.from.index, message, help);
                findings
                    .push(finding.citing(iso27001::SEPARATION).beside(other.written_at, "is the stack that it uses"));
            }
        }
    }
}
