//! How many vCPU services on Fargate may come to take at once, as far as what is written says it.
//!
//! Source: "Task definition parameters for Fargate": `Cpu` is in units of which 1,024 are one vCPU, or a text such as `.5 vCPU`.

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    value::{Json, Token},
};

use indexmap::IndexMap;

use super::found::{name, named, referred, resources, with_places};

/// How many units one vCPU has.
pub(super) const UNITS: usize = 1_024;

/// The services on Fargate by region, each with the units that all its tasks take when it is scaled up. Of what a deployment
/// overlaps nothing is counted, nor what only the deployment knows.
pub(super) fn services<'a>(checked: &Checked<'a>) -> Vec<(&'a StackModel, &'a ResourceModel, usize)> {
    let scaled = scaled(checked);
    let services = with_places(checked).filter(|(.., it)| it.kind() == "AWS::ECS::Service" && is_on_fargate(it));
    let takes = services.filter_map(|((_, at), stack, service)| {
        let task = referred(checked, service.properties.get("TaskDefinition"))?;
        let units = usize::try_from(number(stack, task.properties.get("Cpu")?)?).ok()?;
        let usual = service.properties.get("DesiredCount").and_then(|it| number(stack, it)).unwrap_or(1);
        let most = scaled.get(&name(stack.name(), at)).copied().unwrap_or(usual).max(usual);
        Some((stack, service, units * usize::try_from(most).ok()?))
    });
    takes.collect()
}

/// A number, or the most that a parameter may be.
fn number(stack: &StackModel, it: &Json) -> Option<i64> {
    it.as_int().or_else(|| it.as_text()?.parse().ok()).or_else(|| stack.parameter(it)?.most())
}

fn is_on_fargate(service: &ResourceModel) -> bool {
    let text = |name| service.properties.get(name).and_then(Json::as_text);
    text("LaunchType") == Some("FARGATE") || service.properties.get("CapacityProviderStrategy").is_some()
}

/// To how many tasks each service is scaled, by its name.
fn scaled(checked: &Checked<'_>) -> IndexMap<String, i64> {
    let mut scaled = IndexMap::new();
    for (stack, target) in
        resources(checked).filter(|(_, it)| it.kind() == "AWS::ApplicationAutoScaling::ScalableTarget")
    {
        let Some(most) = target.properties.get("MaxCapacity").and_then(|it| number(stack, it)) else { continue };
        if let Some(id) = target.properties.get("ResourceId") {
            id.tokens(&mut |token| {
                if matches!(token, Token::Attribute { .. }) {
                    scaled.insert(named(&Json::Token(Box::new(token.clone()))), most);
                }
            });
        }
    }
    scaled
}

#[cfg(test)]
mod tests {
    use hc_cdk::{app::App, data::Synthetic, image, policy::Development};

    use super::{UNITS, services};
    use crate::{assertions::Clinic, compute::FargateService, region};

    #[test]
    fn a_service_takes_what_all_its_tasks_take_when_it_is_scaled_up() {
        let Clinic { mut stack, zone, .. } = Clinic::<Development, Synthetic>::new("clinic", region::EuWest2);
        let image =
            image!("registry.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        let api = || FargateService::builder().perimeter(&zone).image(image.clone()).port(8080);
        stack.add("Api", api().build());
        stack.add("Scaled", api().scale(2..=9).build());
        let app = App::new("clinic").stack(stack);
        let checked = app.check().unwrap_or_else(|findings| panic!("{findings}"));
        let units: Vec<usize> = services(&checked).into_iter().map(|(_, _, units)| units).collect();
        let [one, scaled] = units[..] else { panic!("{units:?}") };
        assert!(one > 0 && one < 4 * UNITS, "{one}");
        assert!(scaled >= 9 * UNITS / 4 && scaled % 9 == 0, "{scaled}");
    }
}
