//! What a parameter says of itself fits together. Its values are known before the deployment, and allowed.

use std::ops::RangeInclusive;

use crate::{
    model::{ParameterFacts, ParameterModel, StackModel, finding::Finding},
    value::{Json, beyond},
};

pub(super) fn check(stacks: &[StackModel], findings: &mut Vec<Finding>) {
    for stack in stacks {
        for parameter in &stack.parameters {
            findings.extend(wrong(&parameter.facts).map(|(what, help)| finding(stack, parameter, what, help)));
        }
    }
}

fn finding(stack: &StackModel, parameter: &ParameterModel, what: &str, help: &str) -> Finding {
    let message = format!("has a parameter `{}` {what}", parameter.name);
    stack.finding_here("ImpossibleParameter", message, help).at(parameter.written_at)
}

/// What is wrong, and what to do.
fn wrong(facts: &ParameterFacts) -> Option<(&'static str, &'static str)> {
    let (default, allowed, range) = (facts.default.as_ref(), facts.allowed.as_deref(), facts.range.as_ref());
    let outside = |value: &Json| matches!(value, Json::Int(it) if range.is_some_and(|range| !range.contains(it)));
    let values = || default.into_iter().chain(allowed.into_iter().flatten());
    if values().any(|value| matches!(value, Json::Token(_))) {
        Some(("whose default or allowed values are known only after the deployment", "give literals"))
    } else if values().any(|value| matches!(value, Json::Float(number) if !number.is_finite())) {
        Some(("with a default or an allowed value that is infinite or not a number", "give finite numbers"))
    } else if allowed.is_some_and(<[Json]>::is_empty) {
        Some(("that allows no value at all", "name at least one allowed value, or do not restrict it"))
    } else if range.is_some_and(RangeInclusive::is_empty) {
        Some(("whose range is empty", "give the smallest value first"))
    } else if default.zip(allowed).is_some_and(|(default, allowed)| !allowed.contains(default)) {
        Some(("whose default is not among its allowed values", "allow the default, or choose another one"))
    } else if let Some((least, most)) = facts.limits.range
        && range.is_some_and(|it| !it.is_empty() && (*it.start() < least || *it.end() > most))
    {
        Some(("whose range is wider than its type", "leave the range out, or narrow it"))
    } else if values().any(outside) {
        Some(("with a default or an allowed value outside its range", "widen the range, or choose another value"))
    } else if values().any(|value| beyond(facts.limits, value).is_some()) {
        Some(("with a default or an allowed value that its type does not have", "use the values of its type"))
    } else {
        None
    }
}
