//! A waiver is signed and holds until its last day.

use crate::{
    model::{StackModel, finding::Finding, waiver::WaiverRecord},
    value::date::Date,
};

pub(super) fn check(stacks: &[StackModel], today: Option<Date>, findings: &mut Vec<Finding>) {
    for stack in stacks {
        for waiver in &stack.waivers {
            if waiver.reason.trim().is_empty() || waiver.approver.trim().is_empty() {
                findings.push(finding(
                    stack,
                    waiver,
                    "stands under a waiver without a reason or an approver".to_owned(),
                    "say why the clause is waived and who approved it".to_owned(),
                ));
            }
            if today.is_some_and(|today| waiver.end < today) {
                findings.push(finding(
                    stack,
                    waiver,
                    format!("stands under a waiver that ended on {}", waiver.end),
                    format!("have `{}` renew it, or use the construct that needs no waiver", waiver.approver),
                ));
            }
        }
    }
}

fn finding(stack: &StackModel, waiver: &WaiverRecord, message: String, help: String) -> Finding {
    Finding {
        path: format!("{}/{}", stack.name(), waiver.path),
        written_at: waiver.written_at,
        control: Some(waiver.control),
        ..stack.finding_here(message, help)
    }
}
