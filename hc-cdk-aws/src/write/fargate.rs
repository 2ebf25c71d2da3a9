//! How many vCPU services on Fargate may come to take at once, as far as what is written says it.
//!
//! Source: "Task definition parameters for Fargate": `Cpu` is in units of which 1,024 are one vCPU, or a text such as `.5 vCPU`.

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    value::{Json, Token},
};

use super::found::{referred, resources};

/// How many units one vCPU has.
pub(super) const UNITS: usize = 1_024;

/// The services of these stacks, each with the units that all its tasks take when it is scaled up. Of what a deployment
/// overlaps nothing is counted, nor what only the deployment knows.
pub(super) fn services<'a>(
    checked: &Checked<'a>,
    stacks: &[&'a StackModel],
) -> Vec<(&'a StackModel, &'a ResourceModel, usize)> {
    let services = stacks.iter().copied().flat_map(|stack| stack.resources.iter().map(move |it| (stack, it)));
    let services = services.filter(|(_, it)| it.kind() == "AWS::ECS::Service" && is_on_fargate(it));
    let takes = services.filter_map(|(stack, service)| {
        let task = referred(checked, service.properties.get("TaskDefinition"))?;
        let number =
            |it: &Json| it.as_int().or_else(|| it.as_text()?.parse().ok()).or_else(|| stack.parameter(it)?.most());
        let units = usize::try_from(number(task.properties.get("Cpu")?)?).ok()?;
        let usual = service.properties.get("DesiredCount").and_then(number).unwrap_or(1);
        let most = most(checked, service).unwrap_or(usual).max(usual);
        Some((stack, service, units * usize::try_from(most).ok()?))
    });
    takes.collect()
}

fn is_on_fargate(service: &ResourceModel) -> bool {
    let text = |name| service.properties.get(name).and_then(Json::as_text);
    text("LaunchType") == Some("FARGATE") || service.properties.get("CapacityProviderStrategy").is_some()
}

/// How many tasks a service is scaled to.
fn most(checked: &Checked<'_>, service: &ResourceModel) -> Option<i64> {
    let scales = |target: &ResourceModel| {
        let mut is_named = false;
        if let Some(id) = target.properties.get("ResourceId") {
            id.tokens(&mut |token| {
                let it = matches!(token, Token::Attribute { .. })
                    .then(|| referred(checked, Some(&Json::Token(Box::new(token.clone())))));
                is_named |= it.flatten().is_some_and(|it| std::ptr::eq(it, service));
            });
        }
        is_named
    };
    let targets = resources(checked).filter(|(_, it)| it.kind() == "AWS::ApplicationAutoScaling::ScalableTarget");
    let mut targets = targets.filter(|(_, it)| scales(it));
    let (stack, target) = targets.next()?;
    let most = target.properties.get("MaxCapacity")?;
    most.as_int().or_else(|| stack.parameter(most)?.most())
}
