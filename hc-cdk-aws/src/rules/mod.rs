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
mod secret;
mod subject;
mod universal;

use hc_cdk::{
    check::Checked,
    control::{Control, hipaa},
    dimension::{availability::MultiAz, deletion::Protected, key_custody::CustomerManaged, recovery::Hours24},
    finding::Finding,
    model::StackModel,
    policy::{Dimension, PolicyFacts},
};
use subject::{Known, Subject};

/// One rule: what it is about, when it holds, and what it asks for.
struct Rule {
    /// The name that scanners give it.
    name: &'static str,
    /// The clauses that ask for it, the first of which a finding cites.
    controls: &'static [Control],
    /// The resource types that it is about; none means all.
    on: &'static [&'static str],
    /// Under which policies it holds.
    when: fn(&PolicyFacts) -> bool,
    /// What it asks for.
    must: Must,
    /// What is wrong, behind "which".
    message: &'static str,
    /// What to do.
    help: &'static str,
}

impl Rule {
    fn is_about(&self, kind: &str) -> bool {
        self.on.is_empty() || self.on.contains(&kind)
    }
}

/// What a rule asks for. Properties are given by their path.
enum Must {
    /// The property is there, whatever its value.
    Set(&'static str),
    /// The property is there, and is not one of AWS's own keys.
    CustomerKey(&'static str),
    /// The property is known to be true.
    True(&'static str),
    /// The property is known to be false.
    False(&'static str),
    /// The property is left out or known to be true.
    NotFalse(&'static str),
    /// The property is left out or known to be false.
    NotTrue(&'static str),
    /// Something that takes more than one property.
    Hold(fn(&Subject<'_>) -> bool),
}

impl Must {
    fn holds(&self, subject: &Subject<'_>) -> bool {
        match *self {
            Self::Set(path) => subject.property(path).is_some(),
            Self::CustomerKey(path) => {
                subject.property(path).is_some_and(|key| !key.as_text().is_some_and(|key| key.contains("alias/aws/")))
            }
            Self::True(path) => subject.flag(path) == Known::Is(true),
            Self::False(path) => subject.flag(path) == Known::Is(false),
            Self::NotFalse(path) => matches!(subject.flag(path), Known::Missing | Known::Is(true)),
            Self::NotTrue(path) => matches!(subject.flag(path), Known::Missing | Known::Is(false)),
            Self::Hold(holds) => holds(subject),
        }
    }
}

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

/// Under every policy.
fn always(_: &PolicyFacts) -> bool {
    true
}

/// Under policies that cite the HIPAA Security Rule, whoever declared them.
fn regulated(policy: &PolicyFacts) -> bool {
    let mut cited = policy.requirements.iter().flat_map(|requirement| requirement.controls);
    cited.any(|control| control.framework == hipaa::ACCESS_CONTROL.framework)
}

// What follows narrows rules down that ask for a position on a dimension: there the policy has the last word.

/// Where several zones are asked for, too.
fn in_several_zones(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::availability) >= MultiAz::POSITION
}

/// Where nothing is to be deleted by hand, too.
fn undeletable(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::deletion) >= Protected::POSITION
}

/// Where data has to be back sooner than a day after a disaster, too.
fn recoverable(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::recovery) > Hours24::POSITION
}

/// Where the keys have to be the customer's own, too.
fn under_own_keys(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::key_custody) >= CustomerManaged::POSITION
}
