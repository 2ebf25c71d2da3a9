//! Images of another region's registry. What takes over when a region is out cannot start a task whose image is kept there.

use hc_cdk::{
    check::Checked,
    control::iso27001,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::Json,
};
use indexmap::IndexSet;

use super::found::{all_at, resources};
use crate::stack::NAME;

/// A workload whose image is in another region of the app is called this in findings.
const IMAGE: &str = "ImageElsewhere";

/// Where services name an image.
const PLACES: [(&str, &str); 2] =
    [("AWS::ECS::TaskDefinition", "ContainerDefinitions/*/Image"), ("AWS::Lambda::Function", "Code/ImageUri")];

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let is_ours = |region: &str| checked.stacks_of(NAME).any(|(_, it)| it.region == region);
    for (stack, resource) in resources(checked) {
        for (_, path) in PLACES.iter().filter(|(kind, _)| *kind == resource.kind()) {
            for image in all_at(&resource.properties, path).into_iter().filter_map(Json::as_text) {
                if let Some(region) = region(image).filter(|it| *it != stack.region && is_ours(it)) {
                    findings.push(elsewhere(stack, resource.construct, (image, region), stack.region));
                }
            }
        }
    }
    // What runs in clusters of the app's regions is in stacks of another target. Of a registry that the app does not make, nobody here can
    // tell where else it is.
    let made: IndexSet<(&str, &str)> = resources(checked).filter_map(|(stack, it)| repository(stack, it)).collect();
    let mut pulled = IndexSet::new();
    for (by, image) in checked.pulled() {
        let here = by.stack.cluster.as_ref().map(|it| it.region).filter(|it| is_ours(it));
        let from = region(image).filter(|it| made.contains(&(*it, name(image))));
        let Some((here, from)) = here.zip(from).filter(|(here, from)| here != from) else { continue };
        if pulled.insert((by.stack.name(), by.resource.construct, image)) {
            findings.push(elsewhere(by.stack, by.resource.construct, (image, from), here));
        }
    }
}

/// The region and the name of a repository of images that a stack makes.
fn repository<'a>(stack: &'a StackModel, it: &'a ResourceModel) -> Option<(&'a str, &'a str)> {
    let name = || it.properties.get("RepositoryName").and_then(Json::as_text);
    if it.kind() == "AWS::ECR::Repository" { Some((stack.region, name()?)) } else { None }
}

/// The name of an image in its registry.
fn name(image: &str) -> &str {
    let address = image.split(['@', ':']).next().unwrap_or(image);
    address.split_once('/').map_or(address, |(_, name)| name)
}

fn elsewhere(stack: &StackModel, by: u32, (image, from): (&str, &str), here: &str) -> Finding {
    let name = image.split('@').next().unwrap_or(image);
    let message = format!("runs in {here} and pulls `{name}` from {from}: when that is out, it does not start");
    let help = "copy it by `ImageCopies`, and name it by the registry of its own region";
    stack.finding(IMAGE, by, message, help).citing(iso27001::REDUNDANCY)
}

/// The region of an image in ECR.
fn region(image: &str) -> Option<&str> {
    let (host, _) = image.split_once('/')?;
    let (_, host) = host.split_once(".dkr.ecr.")?;
    Some(host.split_once(".amazonaws.com")?.0)
}

#[cfg(test)]
mod tests {
    use hc_cdk::{app::App, policy::Development, value::Object, waiver::Raw};

    use super::super::found::Plain;
    use crate::{prelude::*, region};

    const DIGEST: &str = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /// The regions in which a task in Oregon has findings, for an image of a region, with or without a stack in Virginia.
    fn found(region: &str, is_app_there: bool) -> bool {
        let image = format!("111122223333.dkr.ecr.{region}.amazonaws.com/hms/auth@{DIGEST}");
        let container = Object::new().with("Name", "auth").with("Image", image);
        let mut stack = Stack::<Development>::new("clinic-west", region::UsWest2);
        let task = Object::new().with("ContainerDefinitions", vec![hc_cdk::value::Json::from(container)]);
        stack.add("Auth", Raw(Plain("AWS::ECS::TaskDefinition", task)));
        let app = App::new("clinic").stack(stack);
        let app = if is_app_there { app.stack(Stack::<Development>::new("clinic", region::UsEast1)) } else { app };
        app.check().err().is_some_and(|it| it.0.iter().any(|it| it.code == super::IMAGE))
    }

    #[test]
    fn what_takes_over_pulls_from_its_own_region() {
        assert!(found("us-east-1", true));
        assert!(!found("us-west-2", true));
        assert!(!found("us-east-1", false), "another system's images are where that is");
    }
}
