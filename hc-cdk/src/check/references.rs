//! Every reference points at something: a resource, a construct or a parameter of a stack that is in the system.

use std::borrow::Cow;

use super::checked::{Judge, Judges};
use crate::{
    model::{ResourceModel, StackModel, System, finding::Finding},
    value::{Limits, ResourceRef, StackId, Token},
};

/// What is wrong with a resource that has these tokens.
pub(super) fn of(
    system: &System,
    judges: &Judges<'_>,
    stack: &StackModel,
    resource: &ResourceModel,
    tokens: &[&Token],
    findings: &mut Vec<Finding>,
) {
    for wrong in tokens.iter().filter_map(|token| wrong(system, judges, stack, token)) {
        findings.push(stack.finding(wrong.code, resource.construct, wrong.message, wrong.help));
    }
}

/// What is wrong with the references of a stack besides those of its resources.
pub(super) fn check(system: &System, judges: &Judges<'_>, stack: &StackModel, findings: &mut Vec<Finding>) {
    findings.extend(misplaced(stack));
    for output in &stack.outputs {
        output.value.tokens(&mut |token| {
            if let Some(wrong) = wrong(system, judges, stack, token) {
                let finding = stack.finding_here(wrong.code, wrong.message, wrong.help);
                findings.push(finding.at(output.written_at));
            }
        });
    }
    for flow in &stack.flows {
        for end in [&flow.from, &flow.to].into_iter().filter(|end| system.place(&end.stack).is_none()) {
            let wrong = unknown(&end.stack);
            findings.push(stack.finding(wrong.code, flow.from.index, wrong.message, wrong.help));
        }
    }
    for other in stack.after.iter().filter(|other| system.place(other).is_none()) {
        let wrong = unknown(other);
        findings.push(stack.finding_here(wrong.code, wrong.message, wrong.help));
    }
}

/// What is wrong with a reference, wherever it stands.
struct Wrong {
    code: &'static str,
    message: String,
    help: Cow<'static, str>,
}

fn unknown(stack: &StackId) -> Wrong {
    Wrong {
        code: "UnknownStack",
        message: format!("uses the stack `{}`, which is not in the app", stack.name()),
        help: "add that stack to the app; a test that looks at one of them makes an app of both, too".into(),
    }
}

/// A chart that says of a cluster of the app that it is in another region: where data may be would be asked of the wrong place.
fn misplaced(stack: &StackModel) -> Option<Finding> {
    let cluster = stack.cluster.as_ref()?;
    let stands_in = cluster.stands_in.filter(|it| *it != cluster.region)?;
    let message =
        format!("says that the cluster `{}` is in {}, and it is in {stands_in}", cluster.name, cluster.region);
    Some(stack.finding_here("AnotherRegion", message, "give `.in_region(..)` the region of the stack that makes it"))
}

fn wrong(system: &System, judges: &Judges<'_>, stack: &StackModel, token: &Token) -> Option<Wrong> {
    match token {
        Token::Attribute { resource, name } => wrong_resource(system, judges, stack, resource, *name),
        Token::Parameter { stack: owner, name, limits } => wrong_parameter(stack, owner, name, limits),
        Token::Concat(_) | Token::Function { .. } | Token::Nothing => None,
    }
}

fn wrong_resource(
    system: &System,
    judges: &Judges<'_>,
    stack: &StackModel,
    resource: &ResourceRef,
    attribute: Option<&'static str>,
) -> Option<Wrong> {
    let own = (resource.stack == stack.id).then_some(stack);
    let Some(owner) = own.or_else(|| system.stack(&resource.stack)) else {
        return Some(unknown(&resource.stack));
    };
    // A reference is made with its resource, and no resource leaves its stack.
    let model = owner.resources.get(resource.index())?;
    if owner.target != stack.target {
        let takes = judges.of(stack).is_some_and(Judge::takes_outputs);
        if takes && judges.of(owner).is_some_and(|judge| judge.output(model, attribute).is_some()) {
            return attribute.and_then(|it| wrong_attribute(judges, owner, model, it));
        }
        return Some(Wrong {
            code: "AnotherTarget",
            message: format!("refers directly to `{}`, which is written for {}", owner.name(), owner.target),
            help: "give the value as text, or by a parameter".into(),
        });
    }
    if let Some(wrong) = attribute.and_then(|it| wrong_attribute(judges, owner, model, it)) {
        return Some(wrong);
    }
    let crosses = || judges.of(owner).is_some_and(|judge| judge.is_known_elsewhere(model));
    (owner.region != stack.region && !crosses()).then(|| Wrong {
        code: "AnotherRegion",
        message: format!("refers directly to `{}`, which is in {}", owner.name(), owner.region),
        help: "declare both in one region, or pass the value through an output of that stack".into(),
    })
}

/// An attribute that no resource of the kind has.
fn wrong_attribute(judges: &Judges<'_>, owner: &StackModel, model: &ResourceModel, attribute: &str) -> Option<Wrong> {
    let help = judges.of(owner)?.reads_instead(model, attribute)?;
    let (kind, id) = (model.kind(), &model.logical_id);
    let message = format!("reads `{attribute}` of `{id}`, and no `{kind}` has such an attribute");
    Some(Wrong { code: "UnknownAttribute", message, help: help.into() })
}

fn wrong_parameter(stack: &StackModel, owner: &StackId, name: &str, limits: &Limits) -> Option<Wrong> {
    if *owner != stack.id {
        return Some(Wrong {
            code: "UnknownParameter",
            message: format!("uses the parameter `{name}` of the stack `{}`", owner.name()),
            help: "declare the parameter in this stack, or pass on a value that the other stack makes of it".into(),
        });
    }
    let known = stack.parameters.iter().any(|it| it.name == name && it.facts.limits == limits);
    (!known).then(|| Wrong {
        code: "UnknownParameter",
        message: format!("uses the parameter `{name}`, which the stack does not have"),
        help: "use the value that `parameter` returned".into(),
    })
}
