//! What no object of a chart may be, whoever declared it: what our constructs have no words for.
//!
//! They meet these rules by construction. A construct of a user's own can declare any object, and the types do not see inside
//! it: what it declares is read here, before anything is written. The rules are those of the restricted Pod Security Standard
//! and the promises of this crate. They hold where there is anything but made-up data; a waiver of one of a rule's clauses
//! exempts what it is scoped to.
//!
//! A value that only the deployment knows proves nothing: where a rule wants a literal, it is a finding.

mod object;
mod pod;
mod rule;

use hc_cdk::{
    data::Class,
    finding::Finding,
    model::{ResourceModel, StackModel},
};

use self::rule::Subject;

/// Reads an object under the rules.
pub(crate) fn check(chart: &StackModel, resource: &ResourceModel, kind: &str, findings: &mut Vec<Finding>) {
    if chart.policy.data_ceiling == Class::Synthetic {
        return;
    }
    let json = &resource.properties;
    let subject = Subject { kind, json, pod: pod::of(json) };
    let rules = if subject.pod.is_some() { pod::RULES } else { object::RULES };
    for rule in rules {
        if (rule.broken)(&subject) && !chart.is_waived(resource.construct, rule.controls) {
            let message = format!("makes a {kind}, which {}", rule.message);
            let finding = chart.finding(resource.construct, message, rule.help);
            findings.push(Finding { control: rule.controls.first().copied(), ..finding });
        }
    }
}
