//! Every reference points at something: a resource, a construct or a parameter of a stack that is in the app.

use crate::{
    finding::Finding,
    graph::position,
    model::StackModel,
    value::{Json, StackId, Token},
};

pub(super) fn check(stacks: &[StackModel], findings: &mut Vec<Finding>) {
    for stack in stacks {
        for resource in &stack.resources {
            let at = |message: String, help: &str| stack.finding(resource.construct, message, help);
            check_tree(stacks, stack, &resource.properties, &at, findings);
            for (_, option) in resource.options.iter() {
                check_tree(stacks, stack, option, &at, findings);
            }
        }
        for output in &stack.outputs {
            let at = |message: String, help: &str| Finding {
                written_at: output.written_at,
                ..stack.finding_here(message, help)
            };
            check_tree(stacks, stack, &output.value, &at, findings);
        }
        for flow in &stack.flows {
            for end in [&flow.from, &flow.to] {
                if position(stacks, &end.stack).is_none() {
                    findings.push(stack.finding(flow.from.index, unknown(&end.stack), ADD_IT));
                }
            }
        }
    }
}

const ADD_IT: &str = "add that stack to the app";

fn unknown(stack: &StackId) -> String {
    format!("uses the stack `{}`, which is not in the app", stack.name())
}

fn check_tree(
    stacks: &[StackModel],
    stack: &StackModel,
    tree: &Json,
    finding: &dyn Fn(String, &str) -> Finding,
    findings: &mut Vec<Finding>,
) {
    tree.tokens(&mut |token| match token {
        Token::Attribute { resource, .. } => match position(stacks, &resource.stack) {
            None => findings.push(finding(unknown(&resource.stack), ADD_IT)),
            Some(other) => {
                let target = stacks.get(other).filter(|it| it.resources.len() > resource.index());
                match target {
                    None => findings.push(finding(
                        format!("refers to a resource that `{}` does not have", resource.stack.name()),
                        "use the handle that `add` returned",
                    )),
                    Some(target) if target.target.name() != stack.target.name() => findings.push(finding(
                        format!(
                            "refers directly to `{}`, which is written for {}",
                            target.name(),
                            target.target.name()
                        ),
                        "pass the value through an output of that stack",
                    )),
                    Some(_) => {}
                }
            }
        },
        Token::Parameter { stack: owner, name } if *owner != stack.id => findings.push(finding(
            format!("uses the parameter `{name}` of the stack `{}`", owner.name()),
            "declare the parameter in this stack, or pass on a value that the other stack makes of it",
        )),
        Token::Parameter { .. } | Token::Concat(_) | Token::Function { .. } => {}
    });
}
