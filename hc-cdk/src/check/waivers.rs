//! A waiver holds until its last day.

use crate::{date::Date, finding::Finding, model::StackModel};

pub(super) fn check(stacks: &[StackModel], today: Option<Date>, findings: &mut Vec<Finding>) {
    let Some(today) = today else { return };
    for stack in stacks {
        for waiver in stack.waivers.iter().filter(|waiver| waiver.end < today) {
            findings.push(Finding {
                path: format!("{}/{}", stack.name(), waiver.path),
                written_at: waiver.written_at,
                control: Some(waiver.control),
                message: format!("stands under a waiver that ended on {}", waiver.end),
                help: format!("have `{}` renew it, or use the construct that needs no waiver", waiver.approver),
                other: None,
            });
        }
    }
}
