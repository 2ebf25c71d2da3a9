//! What is called like a regulation that comes with hc-cdk asks for what that asks for, and what a policy says that it asks for is what
//! its stacks are held to.
//!
//! `policy!` makes no other policies but by their names. Whoever implements the trait by hand could say anything.

use crate::{
    control::{iso27001, soc2},
    model::{StackModel, finding::Finding},
    policy::{Dimension, PolicyFacts, regulation},
};

const CODE: &str = "PolicyIsAnother";

pub(super) fn check(stacks: &[StackModel], findings: &mut Vec<Finding>) {
    for stack in stacks {
        for name in &stack.policy.names {
            if regulation(name).is_some_and(|ours| !asks_for_all_of(&stack.policy, ours)) {
                let message = format!("is held to a policy `{name}` that asks for less than the one of hc-cdk");
                let help = "join yours with that one, and give it another name: `(Hipaa, Ours, Production)`";
                findings.push(stack.finding_here(CODE, message, help).citing(Some(soc2::CHANGE_MANAGEMENT)));
            }
        }
        for (dimension, _) in stack.policy.floors.iter().filter(|(it, _)| is_only_said(&stack.policy, *it)) {
            let message = format!("has a policy that says what it asks for: {}, and asks for less", dimension.words());
            let help = "declare it with `policy! { .. }`, which says the one thing in both places";
            findings.push(stack.finding_here(CODE, message, help).citing(Some(iso27001::CONFIGURATION)));
        }
    }
}

/// Whether a policy holds what is under it to all that a part of it asks for.
fn asks_for_all_of(policy: &PolicyFacts, part: &PolicyFacts) -> bool {
    part.requirements.iter().all(|it| policy.requirements.contains(it))
        && part.floors.iter().all(|(dimension, floor)| policy.floor(*dimension) >= *floor)
        && policy.data_ceiling <= part.data_ceiling
}

/// Whether a policy asks for something on a dimension, and its floor there is nothing that it asks for.
fn is_only_said(policy: &PolicyFacts, dimension: Dimension) -> bool {
    let floor = policy.floor(dimension).name();
    let mut asked = policy.requirements.iter().filter(|it| it.dimension == dimension).peekable();
    asked.peek().is_some() && !asked.any(|it| it.floor == floor)
}
