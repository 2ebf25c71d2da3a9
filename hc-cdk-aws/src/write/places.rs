//! The places in which a listener asks its rules: it asks one rule in each.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    rule::{at, one_or_many},
};
use indexmap::IndexMap;

use super::found::is_sometimes;
use crate::stack::NAME;

/// Reports the rules that are asked in one place, in whatever stacks they are: a deployment fails at the second.
pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut taken: IndexMap<(String, String), (&StackModel, &ResourceModel)> = IndexMap::new();
    for (_, stack) in checked.stacks_of(NAME) {
        let rules = stack
            .resources
            .iter()
            .filter(|it| it.kind() == "AWS::ElasticLoadBalancingV2::ListenerRule" && !is_sometimes(it));
        for rule in rules {
            let Some((listener, place)) = at(&rule.properties, "ListenerArn").zip(at(&rule.properties, "Priority"))
            else {
                continue;
            };
            let key = (format!("{listener:?}"), format!("{place:?}"));
            match taken.get(&key) {
                Some((other_stack, other)) => findings.push(twice((stack, rule), (other_stack, other))),
                None => drop(taken.insert(key, (stack, rule))),
            }
        }
    }
}

fn twice((stack, rule): (&StackModel, &ResourceModel), (other_stack, other): (&StackModel, &ResourceModel)) -> Finding {
    let (own, others) = (taken_by(rule), taken_by(other));
    let by = other_stack.path_of(other.construct);
    if own == others {
        let message = format!("takes `{own}`, which `{by}` takes already");
        return stack.finding("RouteTwice", rule.construct, message, "leave one of them out");
    }
    let message = format!("takes `{own}`, which comes to be asked in the same place as `{others}` of `{by}`");
    let help = "declare one of them by `front.route(..)` with `.asked_at(..)`, and a number near that of the other";
    stack.finding("RouteTwice", rule.construct, message, help)
}

/// What requests a rule is for, by the first text of each of its conditions; by its own name, if it has none.
fn taken_by(rule: &ResourceModel) -> String {
    const VALUES: [&str; 3] = ["HostHeaderConfig/Values", "PathPatternConfig/Values", "Values"];
    let conditions = one_or_many(at(&rule.properties, "Conditions")).iter();
    let first = |condition| VALUES.iter().find_map(|path| one_or_many(at(condition, path)).first()?.as_text());
    let taken: Vec<&str> = conditions.filter_map(first).collect();
    if taken.is_empty() { rule.logical_id.clone() } else { taken.join(" ") }
}
