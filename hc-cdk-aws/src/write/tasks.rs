//! Tasks that Amazon ECS does not register, for what no schema says.
//!
//! Sources: "Task definition parameters for Fargate", and what ECS answers: "Fargate only supports network mode 'awsvpc'", "No Fargate
//! configuration exists for given values", "Fargate requires task definition to have execution role ARN to support ECR images" (and log
//! driver `awslogs`, and secrets), "at least one container must be essential", and "When networkMode=awsvpc, the host ports and container
//! ports in port mappings must match".

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::ResourceModel,
    value::{Json, Token},
};

use super::found::{all_at, resources};
use crate::literal::fargate::FargateSize;

/// A task that is refused is called this in findings.
const REFUSED: &str = "TaskRefused";

const CONTAINERS: &str = "ContainerDefinitions/*";

/// What is wrong with a task, and what to do.
type Wrong = (String, &'static str);

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (stack, task) in resources(checked).filter(|(_, it)| it.kind() == "AWS::ECS::TaskDefinition") {
        let on_fargate =
            all_at(&task.properties, "RequiresCompatibilities/*").iter().any(|it| it.as_text() == Some("FARGATE"));
        let fit = on_fargate.then(|| [network(task), size(task), role(task)]);
        let all = fit.into_iter().flatten().chain([essential(task), host_port(task)]).flatten();
        findings.extend(all.map(|(message, help)| stack.finding(REFUSED, task.construct, message, help)));
    }
}

/// What a member says; `None` if only the deployment knows.
fn said<'a>(task: &'a ResourceModel, name: &str) -> Option<&'a str> {
    match task.properties.get(name) {
        Some(Json::Token(token)) if !matches!(token.as_ref(), Token::Nothing) => None,
        it => Some(it.and_then(Json::as_text).unwrap_or_default()),
    }
}

fn network(task: &ResourceModel) -> Option<Wrong> {
    let mode = said(task, "NetworkMode").filter(|it| *it != "awsvpc")?;
    let with =
        if mode.is_empty() { "without a network mode".to_owned() } else { format!("with the network mode `{mode}`") };
    Some((format!("has a task for Fargate {with}, and Fargate has `awsvpc`"), "set `NetworkMode` to `awsvpc`"))
}

fn size(task: &ResourceModel) -> Option<Wrong> {
    let number = |name| {
        task.properties
            .get(name)
            .and_then(|it| u32::try_from(it.as_int()?).ok())
            .or_else(|| said(task, name)?.parse().ok())
    };
    let wrong = FargateSize::new(number("Cpu")?, number("Memory")?).err()?;
    Some((format!("has a task of a size that there is not: {wrong}"), "take a memory that goes with the CPU"))
}

/// What Fargate does for a task before that runs, it does in the name of a role.
fn role(task: &ResourceModel) -> Option<Wrong> {
    if task.properties.get("ExecutionRoleArn").is_some() {
        return None;
    }
    let needs = |it: &Json| {
        let logs = it.at("LogConfiguration/LogDriver").and_then(Json::as_text) == Some("awslogs");
        let image = it.get("Image").and_then(Json::as_text).is_some_and(|it| it.contains(".dkr.ecr."));
        logs || image || !all_at(it, "Secrets/*").is_empty()
    };
    all_at(&task.properties, CONTAINERS).into_iter().any(needs).then(|| {
        let message = "has a task for Fargate that pulls from ECR, logs or gets secrets, and no role for that";
        (message.to_owned(), "give it an `ExecutionRoleArn`")
    })
}

fn essential(task: &ResourceModel) -> Option<Wrong> {
    let all = all_at(&task.properties, CONTAINERS);
    let none = !all.is_empty() && all.iter().all(|it| it.get("Essential") == Some(&Json::Bool(false)));
    none.then(|| {
        ("has a task of which no container is essential".to_owned(), "let the one that it is for be essential")
    })
}

fn host_port(task: &ResourceModel) -> Option<Wrong> {
    if said(task, "NetworkMode") != Some("awsvpc") {
        return None;
    }
    let differs = |it: &Json| {
        let port = |name| it.get(name).and_then(Json::as_int);
        port("HostPort").zip(port("ContainerPort")).filter(|(host, own)| host != own)
    };
    let (host, own) =
        all_at(&task.properties, "ContainerDefinitions/*/PortMappings/*").into_iter().find_map(differs)?;
    let message = format!("has a task with an address of its own that listens on {own} and on {host} of its host");
    Some((message, "leave out the `HostPort`"))
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
        super::found::{Plain, messages},
        REFUSED,
    };
    use crate::{prelude::*, region};

    fn of(container: Object, more: &Object) -> Vec<String> {
        let mut tree = Object::new()
            .with("RequiresCompatibilities", vec![Json::from("FARGATE")])
            .with("NetworkMode", "awsvpc")
            .with("ContainerDefinitions", vec![Json::from(container)]);
        more.iter().for_each(|(name, value)| tree.insert(name.to_owned(), value.clone()));
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        stack.add("It", Raw(Plain("AWS::ECS::TaskDefinition", tree)));
        messages(&App::new("test").stack(stack), &[REFUSED])
    }

    #[test]
    fn a_task_is_as_ecs_registers_it() {
        let plain = || Object::new().with("Name", "app");
        let with = |name: &'static str, value: Json| of(plain(), &Object::new().with(name, value)).len();
        assert_eq!([with("NetworkMode", "bridge".into()), with("NetworkMode", "awsvpc".into())], [1, 0]);
        let size = |memory: &'static str| of(plain(), &Object::new().with("Cpu", "256").with("Memory", memory)).len();
        assert_eq!([size("4096"), size("512")], [1, 0]);
        let logs = || plain().with("LogConfiguration", Object::new().with("LogDriver", "awslogs"));
        assert_eq!(of(logs(), &Object::new()).len(), 1);
        assert_eq!(of(logs(), &Object::new().with("ExecutionRoleArn", "arn:aws:iam::111122223333:role/x")).len(), 0);
        assert_eq!(
            [
                of(plain().with("Essential", false), &Object::new()).len(),
                of(plain().with("Essential", true), &Object::new()).len()
            ],
            [1, 0]
        );
        let port = |host: i64| {
            let mapping = Object::new().with("ContainerPort", 8080).with("HostPort", host);
            of(plain().with("PortMappings", vec![Json::from(mapping)]), &Object::new()).len()
        };
        assert_eq!([port(80), port(8080)], [1, 0]);
    }
}
