//! A waiver is signed, holds until its last day, and no longer than its policy lets it.

use time::Duration;

use crate::{
    model::{StackModel, finding::Finding, waiver::WaiverRecord},
    policy::Dimension,
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
            findings.extend(today.and_then(|today| too_long(stack, waiver, today)));
        }
    }
}

/// Reports a waiver that holds longer, from today, than the policy lets one hold.
fn too_long(stack: &StackModel, waiver: &WaiverRecord, today: Date) -> Option<Finding> {
    let term = stack.policy.floor(Dimension::waiver_term);
    let last = today.checked_add(Duration::days(i64::from(term.days())))?;
    if waiver.end <= last {
        return None;
    }
    let message = format!("stands under a waiver until {}, and the policy lets one hold `{}`", waiver.end, term.name());
    let help = format!("let it end on {last} or before, and have `{}` renew it then", waiver.approver);
    let control = stack.policy.asked(Dimension::waiver_term).and_then(|it| it.controls.first());
    let finding = finding("LongWaiver", stack, waiver, message, help);
    Some(if control.is_some() { finding.citing(control.copied()) } else { finding })
}

/// How many words there are: of two letters or digits at least.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().filter(|it| it.is_alphanumeric()).count() >= 2).count()
}

fn finding(code: &'static str, stack: &StackModel, waiver: &WaiverRecord, message: String, help: String) -> Finding {
    let control = waiver.rules.first().and_then(|rule| rule.controls.first()).copied();
    stack.finding_of(code, waiver, message, help).citing(control)
}
