//! Texts that people write freely are short enough to be read, and show what is in them: reasons and approvers of waivers,
//! descriptions, tags.

use crate::model::{StackModel, finding::Finding, printable, waiver::WaiverRecord};

/// The most characters of a waiver's reason, and of the name of who approved it.
const LONGEST_REASON: usize = 500;
const LONGEST_APPROVER: usize = 100;
/// The most bytes of a description, whatever a target takes.
const LONGEST_DESCRIPTION: usize = 8192;

const UNREADABLE: &str = "UnreadableText";

pub(super) fn check(stacks: &[StackModel], findings: &mut Vec<Finding>) {
    for stack in stacks {
        stack.waivers.iter().for_each(|waiver| of_waiver(stack, waiver, findings));
        for parameter in &stack.parameters {
            let wrong = wrong_bytes(parameter.facts.description).map(|wrong| {
                finding(stack, format!("has a parameter `{}` with a description that {wrong}", parameter.name))
            });
            findings.extend(wrong.map(|finding| finding.at(parameter.written_at)));
        }
        for output in &stack.outputs {
            let wrong = wrong_bytes(&output.description).map(|wrong| {
                finding(stack, format!("has an output `{}` with a description that {wrong}", output.name))
            });
            findings.extend(wrong.map(|finding| finding.at(output.written_at)));
        }
        // How long a tag may be is the target's matter.
        for (key, value) in stack.said_tags() {
            let hidden = hides(key) || value.as_text().is_some_and(hides);
            findings.extend(hidden.then(|| finding(stack, format!("has a tag `{key}` that {HIDES}"))));
        }
    }
}

fn of_waiver(stack: &StackModel, waiver: &WaiverRecord, findings: &mut Vec<Finding>) {
    let texts = [("a reason", waiver.reason, LONGEST_REASON), ("an approver", waiver.approver, LONGEST_APPROVER)];
    for (what, text, longest) in texts {
        if let Some(wrong) = wrong(text, text.chars().count(), longest, "characters") {
            let message = format!("stands under a waiver with {what} that {wrong}");
            findings.push(stack.finding_of(UNREADABLE, waiver, message, HELP));
        }
    }
}

fn finding(stack: &StackModel, message: String) -> Finding {
    stack.finding_here(UNREADABLE, message, HELP)
}

const HELP: &str = "write it in a sentence or two, on one line, in characters that are shown";

const HIDES: &str = "has a line break or another character that is not shown";

fn wrong_bytes(text: &str) -> Option<String> {
    wrong(text, text.len(), LONGEST_DESCRIPTION, "bytes")
}

/// What is wrong with a text of that length, if something is.
fn wrong(text: &str, length: usize, longest: usize, unit: &str) -> Option<String> {
    if length > longest {
        Some(format!("has {length} {unit}, and {longest} are the most"))
    } else {
        hides(text).then(|| HIDES.to_owned())
    }
}

fn hides(text: &str) -> bool {
    text.contains(printable::is_hidden)
}
