//! A waiver is signed and holds until its last day.

use crate::{
    model::{StackModel, finding::Finding, waiver::WaiverRecord},
    value::date::Date,
};

pub(super) fn check(stacks: &[StackModel], today: Option<Date>, findings: &mut Vec<Finding>) {
    for stack in stacks {
        for waiver in &stack.waivers {
            if words(waiver.reason) < 2 || words(waiver.approver) < 1 {
                findings.push(finding(
                    "UnsignedWaiver",
                    stack,
                    waiver,
                    "stands under a waiver without a reason or an approver".to_owned(),
                    "say in a few words why the rule is waived, and who approved it".to_owned(),
                ));
            }
            if today.is_some_and(|today| waiver.end < today) {
                findings.push(finding(
                    "EndedWaiver",
                    stack,
                    waiver,
                    format!("stands under a waiver that ended on {}", waiver.end),
                    format!("have `{}` renew it, or use the construct that needs no waiver", waiver.approver),
                ));
            }
        }
    }
}

/// How many words there are: of two letters or digits at least.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().filter(|it| it.is_alphanumeric()).count() >= 2).count()
}

fn finding(code: &'static str, stack: &StackModel, waiver: &WaiverRecord, message: String, help: String) -> Finding {
    let path = format!("{}/{}", stack.name(), waiver.path);
    let control = waiver.rules.first().and_then(|rule| rule.controls.first()).copied();
    Finding::new(code, path, waiver.written_at, message, help).citing(control)
}
