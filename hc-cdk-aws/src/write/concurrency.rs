//! How many functions run at once: what all of a region reserve leaves the account enough for those that reserve nothing.
//!
//! Source: "Understanding Lambda function scaling" in the developer guide: an account has 1000 in a region unless somebody asked for
//! more, and 100 of them cannot be reserved.

use indexmap::IndexMap;

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::by_key,
};

use crate::{
    compute::{ACCOUNT_CONCURRENCY, CONCURRENCY_QUOTA},
    stack::NAME,
};

/// How many cannot be reserved.
pub(super) const UNRESERVED: i64 = 100;

/// Reports a region in which too many are reserved, at the function that reserves the most.
pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut regions: IndexMap<&str, Vec<(i64, &StackModel, &ResourceModel)>> = IndexMap::new();
    let mut quotas: IndexMap<&str, i64> = IndexMap::new();
    for (_, stack) in checked.stacks_of(NAME) {
        let functions = stack.resources.iter().filter(|it| it.kind() == "AWS::Lambda::Function");
        let reserved = functions.filter_map(|it| Some((reserved(stack, it)?, stack, it)));
        regions.entry(stack.region).or_default().extend(reserved);
        for (_, most) in stack.quotas.iter().filter(|(name, _)| *name == CONCURRENCY_QUOTA) {
            quotas.insert(stack.region, *most);
        }
    }
    for (region, functions) in by_key(&regions) {
        let most = quotas.get(*region).copied().unwrap_or(ACCOUNT_CONCURRENCY);
        let all: i64 = functions.iter().map(|(reserved, ..)| reserved).sum();
        let Some((largest, stack, function)) = functions.iter().max_by_key(|(reserved, ..)| *reserved) else {
            continue;
        };
        if all > most - UNRESERVED {
            let message = format!(
                "reserves {largest} runs at once, and with it all functions in {region} {all}, of which an account with {most} leaves {} to reserve",
                most - UNRESERVED
            );
            let help = "reserve fewer with `.concurrency(..)`, or say with a `FunctionQuota` what the account has been raised to";
            findings.push(stack.finding("ConcurrencyOfTheAccount", function.construct, message, help));
        }
    }
}

/// How many all functions of a stack reserve.
pub(super) fn reserved_in(stack: &StackModel) -> i64 {
    let functions = stack.resources.iter().filter(|it| it.kind() == "AWS::Lambda::Function");
    functions.filter_map(|it| reserved(stack, it)).sum()
}

/// How many a function reserves; of a parameter it is the most that it may be.
pub(super) fn reserved(stack: &StackModel, function: &ResourceModel) -> Option<i64> {
    let reserved = function.properties.get("ReservedConcurrentExecutions")?;
    let text = || reserved.as_text()?.parse().ok();
    reserved.as_int().or_else(|| stack.parameter(reserved)?.most()).or_else(text)
}
