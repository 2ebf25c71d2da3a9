//! A waiver is signed, holds until its last day, and no longer than its policy lets it; what it says that is changed is so in the end.

use time::Duration;

use crate::{
    model::{
        StackModel,
        finding::Finding,
        waiver::{Override, WaiverRecord},
    },
    policy::Dimension,
    value::{Json, date::Date},
};

pub(super) fn check(stacks: &[StackModel], today: Option<Date>, findings: &mut Vec<Finding>) {
    for stack in stacks {
        for waiver in &stack.waivers {
            let says_little = [
                (words(waiver.reason) < 2, "reason", waiver.reason, "say in a few words why the rule is waived"),
                (is_nobody(waiver.approver), "approver", waiver.approver, "name who approved it, such as `jane.roe`"),
            ];
            for (_, what, text, help) in says_little.into_iter().filter(|(little, ..)| *little) {
                let message = format!("stands under a waiver whose {what} says too little: `{text}`");
                findings.push(finding("UnsignedWaiver", stack, waiver, message, help.to_owned()));
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
            findings.extend(undone(stack, waiver));
        }
    }
}

/// Reports a change that is another one in the end: by a later waiver, or by a construct. What has references in it is written in another
/// way than it was given, and not compared.
fn undone(stack: &StackModel, waiver: &WaiverRecord) -> Option<Finding> {
    let Override { resource, property, new, .. } = waiver.change.as_ref()?;
    let changed = stack.resources.iter().find(|it| it.logical_id == *resource)?;
    let is_plain = matches!(new, Json::Bool(_) | Json::Int(_) | Json::Float(_) | Json::Text(_));
    let now = changed.properties.at(property);
    if !is_plain || now == Some(new) {
        return None;
    }
    let now = now.map_or("left out".to_owned(), Json::to_string);
    let message = format!("stands under a waiver by which `{property}` of `{resource}` is {new}, and it is {now}");
    let help = "sign once, for what it is in the end".to_owned();
    Some(finding("WaiverUndone", stack, waiver, message, help))
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

/// Whether a name is nobody's: there is none, or what stands where a name is to come.
fn is_nobody(approver: &str) -> bool {
    words(approver) < 1
        || ["todo", "tbd", "fixme", "xxx", "n/a", "none"].iter().any(|it| approver.trim().eq_ignore_ascii_case(it))
}

/// How many words there are: of two letters or digits at least.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().filter(|it| it.is_alphanumeric()).count() >= 2).count()
}

fn finding(code: &'static str, stack: &StackModel, waiver: &WaiverRecord, message: String, help: String) -> Finding {
    let control = waiver.rules.first().and_then(|rule| rule.controls.first()).copied();
    stack.finding_of(code, waiver, message, help).citing(control)
}
