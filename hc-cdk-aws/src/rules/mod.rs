//! The rules that scanners apply to finished templates, applied before anything is written.
//!
//! Our constructs meet them by construction. A construct of a user's own can declare any resource, and the types do not
//! see inside it: what it declares is read here. A rule bears the name that scanners give it in their HIPAA pack, so
//! that a finding can be looked up; a waiver of one of its clauses exempts what it is scoped to.
//!
//! A value that only the deployment knows counts as what it may turn out to be: a key given by reference is a key, but a
//! parameter that decides whether a database is public is a finding.

mod audit;
mod bucket;
mod clauses;
mod compute;
mod database;
mod lambda;
mod load_balancer;
mod network;
mod permission;
mod rule;
mod secret;
mod subject;
mod universal;

use hc_cdk::{check::Checked, finding::Finding, model::StackModel};

use self::{rule::Rule, subject::Subject};

/// Reads every resource of the stack at that place, under the rules that its policy brings with it.
pub(crate) fn check(checked: &Checked<'_>, stack_at: usize, stack: &StackModel, findings: &mut Vec<Finding>) {
    let rules: Vec<&Rule> = all().filter(|rule| (rule.when)(&stack.policy)).collect();
    for (resource_at, resource) in stack.resources.iter().enumerate() {
        let Some(subject) = Subject::at(checked, stack_at, resource_at) else { continue };
        for rule in rules.iter().filter(|rule| rule.is_about(resource.kind.name)) {
            if !rule.must.holds(&subject) && !stack.is_waived(resource.construct, rule.controls) {
                findings.push(finding(rule, &subject));
            }
        }
    }
}

fn all() -> impl Iterator<Item = &'static Rule> {
    [
        audit::RULES,
        bucket::RULES,
        compute::RULES,
        database::RULES,
        lambda::RULES,
        load_balancer::RULES,
        network::RULES,
        permission::RULES,
        secret::RULES,
        universal::RULES,
    ]
    .into_iter()
    .flatten()
}

fn finding(rule: &Rule, subject: &Subject<'_>) -> Finding {
    let resource = subject.resource;
    let message = format!("declares `{}` (`{}`), which {}", resource.logical_id, resource.kind.name, rule.message);
    let help = format!("{} (the rule is called `{}`)", rule.help, rule.name);
    Finding { control: rule.controls.first().copied(), ..subject.stack.finding(resource.construct, message, help) }
}
