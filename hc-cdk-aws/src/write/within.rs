//! Names in a resource that mean another part of it, or of what it refers to, and there is none of that name.
//!
//! Sources: the references of `CacheBehavior` ("must match the ID of an origin"), `ContainerDependency`, `MountPoint`, `LoadBalancer` of
//! a service of Amazon ECS ("The container app did not have a container port 8080 defined"), and `CreateTable` of DynamoDB ("Some index key
//! attributes are not defined in `AttributeDefinitions`", "Number of attributes in `KeySchema` does not exactly match").

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::{Json, Token},
};

use super::found::{all_at, referred, resources};

/// A name that means nothing is called this in findings.
const NOTHING: &str = "NamesNothing";

/// A type, where it names parts, where these are, and what they are called.
type Names = (&'static str, &'static [&'static str], &'static [&'static str], &'static str);

#[rustfmt::skip]
const NAMES: [Names; 8] = [
    ("AWS::CloudFront::Distribution", &["DistributionConfig/DefaultCacheBehavior/TargetOriginId", "DistributionConfig/CacheBehaviors/*/TargetOriginId"], &["DistributionConfig/Origins/*/Id", "DistributionConfig/OriginGroups/Items/*/Id"], "an origin"),
    ("AWS::CloudFront::Distribution", &["DistributionConfig/OriginGroups/Items/*/Members/Items/*/OriginId"], &["DistributionConfig/Origins/*/Id"], "an origin"),
    ("AWS::DynamoDB::Table", KEYS, &["AttributeDefinitions/*/AttributeName"], "an attribute that is defined"),
    ("AWS::DynamoDB::Table", &["AttributeDefinitions/*/AttributeName"], KEYS, "an attribute of a key"),
    ("AWS::ECS::TaskDefinition", &["ContainerDefinitions/*/DependsOn/*/ContainerName"], &["ContainerDefinitions/*/Name"], "a container"),
    ("AWS::ECS::TaskDefinition", &["ContainerDefinitions/*/VolumesFrom/*/SourceContainer"], &["ContainerDefinitions/*/Name"], "a container"),
    ("AWS::ECS::TaskDefinition", &["ContainerDefinitions/*/MountPoints/*/SourceVolume"], &["Volumes/*/Name"], "a volume"),
    ("AWS::ECS::TaskDefinition", &["ProxyConfiguration/ContainerName"], &["ContainerDefinitions/*/Name"], "a container"),
];

const KEYS: &[&str] = &[
    "KeySchema/*/AttributeName",
    "GlobalSecondaryIndexes/*/KeySchema/*/AttributeName",
    "LocalSecondaryIndexes/*/KeySchema/*/AttributeName",
];

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (stack, resource) in resources(checked) {
        let kind = resource.kind();
        if is_of_old(&resource.properties) {
            continue;
        }
        for (_, names, parts, what) in NAMES.iter().filter(|(it, ..)| *it == kind) {
            let tree = &resource.properties;
            // A list that the deployment fills in may have any.
            if let Some(parts) = literals(tree, parts) {
                let names = names.iter().flat_map(|path| all_at(tree, path)).filter_map(Json::as_text);
                findings.extend(names.filter(|it| !parts.contains(it)).map(|it| nothing(stack, resource, it, what)));
            }
        }
        if kind == "AWS::ECS::Service" {
            balanced(checked, stack, resource, findings);
        }
    }
}

/// All texts at these paths; nothing if one of them, or what is around it, is known at the deployment only.
fn literals<'a>(tree: &'a Json, paths: &[&str]) -> Option<Vec<&'a str>> {
    if paths.iter().any(|path| is_open(tree, Some(path))) {
        return None;
    }
    paths.iter().flat_map(|path| all_at(tree, path)).map(Json::as_text).collect()
}

/// Whether the deployment fills in what stands at a step of a path.
fn is_open(tree: &Json, path: Option<&str>) -> bool {
    let Some(path) = path.filter(|_| !is_filled_in(tree)) else { return is_filled_in(tree) };
    match path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest))) {
        ("*", rest) => tree.as_list().unwrap_or_default().iter().any(|it| is_open(it, rest)),
        (name, rest) => tree.get(name).is_some_and(|it| is_open(it, rest)),
    }
}

/// Whether a distribution has its origin in the way of the first ones, without a name.
fn is_of_old(tree: &Json) -> bool {
    ["S3Origin", "CustomOrigin"].iter().any(|it| tree.at(&format!("DistributionConfig/{it}")).is_some())
}

fn is_filled_in(value: &Json) -> bool {
    matches!(value, Json::Token(token) if !matches!(token.as_ref(), Token::Nothing))
}

fn nothing(stack: &StackModel, resource: &ResourceModel, name: &str, what: &str) -> Finding {
    let message = format!("has an `{}` that names `{name}`, which is not {what} of it", resource.kind());
    stack.finding(NOTHING, resource.construct, message, "name one that it has, or add it")
}

/// Whether each container that a balancer asks is one of the task's, and has that port.
fn balanced(checked: &Checked<'_>, stack: &StackModel, service: &ResourceModel, findings: &mut Vec<Finding>) {
    let Some(task) = referred(checked, service.properties.get("TaskDefinition")) else { return };
    let Some(names) = literals(&task.properties, &["ContainerDefinitions/*/Name"]) else { return };
    for asked in all_at(&service.properties, "LoadBalancers/*") {
        let Some(name) = asked.get("ContainerName").and_then(Json::as_text) else { continue };
        if !names.contains(&name) {
            let message =
                format!("has a service whose balancer asks the container `{name}`, and its task has none of that name");
            findings.push(stack.finding(NOTHING, service.construct, message, "name a container of the task"));
            continue;
        }
        let is_it = |it: &&Json| it.get("Name").and_then(Json::as_text) == Some(name);
        let of = all_at(&task.properties, "ContainerDefinitions/*").into_iter().find(is_it);
        let ports: Vec<_> =
            of.into_iter().flat_map(|it| all_at(it, "PortMappings/*/ContainerPort")).map(Json::as_int).collect();
        let Some(port) = asked.get("ContainerPort").and_then(Json::as_int) else { continue };
        let is_open = of.is_some_and(|it| it.get("PortMappings").is_some_and(is_filled_in));
        if !is_open && ports.iter().all(|it| it.is_some_and(|it| it != port)) {
            let message =
                format!("has a service whose balancer asks `{name}` at the port {port}, at which that does not listen");
            findings.push(stack.finding(NOTHING, service.construct, message, "name a port of the container"));
        }
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        policy::Development,
        value::{Json, Object},
        waiver::Raw,
    };

    use super::{
        super::found::{Plain, both, messages, nest},
        NAMES, NOTHING, Token,
    };
    use crate::{prelude::*, region};

    fn of(declare: impl FnOnce(&mut Stack<Development>)) -> usize {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        declare(&mut stack);
        messages(&App::new("test").stack(stack), &[NOTHING]).len()
    }

    #[test]
    fn each_name_means_a_part() {
        // Of attributes and keys each has to be among the other.
        let rows = NAMES.iter().filter(|(kind, ..)| *kind != "AWS::DynamoDB::Table");
        for (kind, names, parts, what) in rows {
            for name in *names {
                let with = |part: &'static str| {
                    let tree = both(&nest(name, "one"), &nest(parts[0], part));
                    of(|stack| drop(stack.add("It", Raw(Plain(kind, tree)))))
                };
                assert_eq!((with("one"), with("other")), (0, 1), "{kind} {name} {what}");
            }
        }
    }

    #[test]
    fn attributes_of_a_table_are_those_of_its_keys() {
        let of = |attribute: &'static str, key: &'static str| {
            let tree =
                both(&nest("AttributeDefinitions/*/AttributeName", attribute), &nest("KeySchema/*/AttributeName", key));
            of(|stack| drop(stack.add("It", Raw(Plain("AWS::DynamoDB::Table", tree)))))
        };
        assert_eq!([of("Patient", "Patient"), of("Patient", "Ward")], [0, 2]);
    }

    /// What the deployment chooses may be any, at whichever step of a path it does.
    #[test]
    fn what_the_deployment_fills_in_may_have_any_name() {
        let chosen = Json::Token(Box::new(Token::Function { name: "Fn::If", arguments: "IsLarge".into() }));
        for path in ["AttributeDefinitions", "AttributeDefinitions/*", "AttributeDefinitions/*/AttributeName"] {
            let tree = both(&nest("KeySchema/*/AttributeName", "Patient"), &nest(path, chosen.clone()));
            assert_eq!(of(|stack| drop(stack.add("It", Raw(Plain("AWS::DynamoDB::Table", tree))))), 0, "{path}");
        }
        for path in ["KeySchema", "KeySchema/*", "GlobalSecondaryIndexes/*/KeySchema"] {
            let tree = both(&nest("AttributeDefinitions/*/AttributeName", "Patient"), &nest(path, chosen.clone()));
            assert_eq!(of(|stack| drop(stack.add("It", Raw(Plain("AWS::DynamoDB::Table", tree))))), 0, "{path}");
        }
    }

    #[test]
    fn an_origin_of_the_first_way_has_no_name() {
        let of = |origin: &'static str| {
            let tree = both(&nest("DistributionConfig/DefaultCacheBehavior/TargetOriginId", "it"), &nest(origin, "it"));
            of(|stack| drop(stack.add("It", Raw(Plain("AWS::CloudFront::Distribution", tree)))))
        };
        let old = ["DistributionConfig/S3Origin/DNSName", "DistributionConfig/CustomOrigin/DNSName"];
        assert_eq!((old.map(of), of("DistributionConfig/Comment")), ([0, 0], 1));
    }

    #[test]
    fn a_balancer_asks_a_container_that_listens() {
        let of = |name: &'static str, port: i64| {
            of(|stack| {
                let container = Object::new()
                    .with("Name", "app")
                    .with("PortMappings", vec![Json::from(nest("ContainerPort", 8080))]);
                let task = Object::new().with("ContainerDefinitions", vec![Json::from(container)]);
                let task = stack.add("Task", Raw(Plain("AWS::ECS::TaskDefinition", task)));
                let asked = Object::new().with("ContainerName", name).with("ContainerPort", port);
                let service =
                    Object::new().with("TaskDefinition", task.id()).with("LoadBalancers", vec![Json::from(asked)]);
                stack.add("Service", Raw(Plain("AWS::ECS::Service", service)));
            })
        };
        assert_eq!([of("app", 8080), of("web", 8080), of("app", 9090)], [0, 1, 1]);
    }
}
