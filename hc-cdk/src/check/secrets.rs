//! What a stack tells and asks for is no secret: whoever may look at a stack reads its outputs, its parameters and its tags.

use crate::{
    control::hipaa,
    literal::plain::{has_key, keeps_key, names_secret, secret_in_text},
    model::{OutputModel, ParameterFacts, ParameterKind, ParameterModel, StackModel, finding::Finding},
    value::Json,
};

const HELP: &str = "keep it where it is kept and replaced, and tell its name and not its value";

pub(super) fn check(stacks: &[StackModel], findings: &mut Vec<Finding>) {
    for stack in stacks {
        let outputs = stack.outputs.iter().filter(|output| tells(output)).map(|output| {
            finding(stack, format!("has an output `{}` that tells a secret", output.name)).at(output.written_at)
        });
        let parameters = stack.parameters.iter().filter(|parameter| asks(parameter)).map(|parameter| {
            finding(stack, format!("has a parameter `{}` that is a secret", parameter.name)).at(parameter.written_at)
        });
        let told = |key: &str, value: &Json| value.as_text().is_some_and(|text| is_secret(key, text));
        let tags = stack.said_tags().filter(|(key, value)| has_key(key) || told(key, value));
        let tags = tags.map(|(key, _)| finding(stack, format!("has a tag `{key}` that is a secret")));
        findings.extend(outputs.chain(parameters).chain(tags));
    }
}

fn finding(stack: &StackModel, message: String) -> Finding {
    stack.finding_here("SecretAsText", message, HELP).citing(Some(hipaa::PASSWORDS))
}

fn tells(output: &OutputModel) -> bool {
    let named = output.value.as_text().is_some_and(|text| is_secret(&output.name, text));
    named || keeps_key(&output.value) || has_key(&output.description)
}

/// Whether a parameter is for a secret by its name, or has one by default.
fn asks(ParameterModel { name, facts, .. }: &ParameterModel) -> bool {
    let ParameterFacts { kind, description, default, .. } = facts;
    let text = default.as_ref().and_then(Json::as_text);
    let named = matches!(kind, ParameterKind::Text) && names_secret(name);
    named || has_key(description) || text.is_some_and(|text| is_secret(name, text))
}

fn is_secret(name: &str, value: &str) -> bool {
    secret_in_text(&format!("{name}={value}")).is_some() || has_key(value)
}
