//! What only the whole app shows to be wrong: names that no service has, and values that are not known before the deployment.

use hc_cdk::{
    check::{Checked, Foreign},
    finding::Finding,
    model::{ResourceModel, StackModel},
    target::Target,
    value::Token,
};

use super::fill;
use crate::target::GitHub;

/// The most jobs that GitHub makes of one.
const LARGEST: usize = 256;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let services = fill::services(checked);
    for (_, stack) in checked.stacks_of(GitHub::NAME) {
        if !stack.parameters.is_empty() || !stack.outputs.is_empty() {
            let help = "declare them in the stack that the value comes from";
            findings.push(stack.finding_here(
                "ParametersOfAPipeline",
                "has parameters or outputs, which files of a repository cannot have",
                help,
            ));
        }
        for resource in &stack.resources {
            resource.properties.tokens(&mut |token| findings.extend(wrong(checked, stack, resource, token, &services)));
        }
    }
}

fn wrong(
    checked: &Checked<'_>,
    stack: &StackModel,
    resource: &ResourceModel,
    token: &Token,
    services: &[String],
) -> Vec<Finding> {
    let finding = |code, message: String, help: String| stack.finding(code, resource.construct, message, help);
    if let Some(out) = fill::left_out(token) {
        let known = |name: &&&str| services.iter().any(|it| it == *name);
        let unknown = out.iter().filter(|name| !known(name)).map(|name| {
            let message = format!("leaves out the service `{name}`, which the app does not have");
            finding("UnknownService", message, format!("name one of {}", services.join(", ")))
        });
        let left = services.len() - out.iter().filter(known).count().min(services.len());
        let number = (left == 0 || left > LARGEST).then(|| {
            let message = format!("runs for {left} services");
            finding("ServicesOfAMatrix", message, format!("give the app from one to {LARGEST} services"))
        });
        return unknown.chain(number).collect();
    }
    if matches!(token, Token::Concat(_)) || fill::text(checked, token).is_some() {
        return Vec::new();
    }
    vec![match checked.foreign(token) {
        Some(Foreign::Wrong(other, output, why)) => finding(
            "WrongOutput",
            format!("needs the output `{output}` of `{other}`, which {why}"),
            "deploy that stack, and give the outputs of the deployment".to_owned(),
        ),
        _ => finding(
            "UnknownValue",
            "uses a value that is not known before the deployment".to_owned(),
            "use a literal, a variable of the repository, or a value of a stack's resource".to_owned(),
        ),
    }]
}
