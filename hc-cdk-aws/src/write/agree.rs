//! Figures of which one has to be less than the other: a service refuses them, or never does what they ask for.
//!
//! Sources: the references of each type; "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments"
//! (Amazon ECS), "Healthcheck timeout must be less than interval" (Elastic Load Balancing), "Queue visibility timeout: 30 seconds is less
//! than Function timeout: 60 seconds" and "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"
//! (Lambda), "'Days' in the Expiration action must be greater than 'Days' in the Transition action" (Amazon S3),
//! "`DeleteAfterDays` cannot be less than 90 days apart from `MoveToColdStorageAfterDays`" (AWS Backup).

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::{Json, Token},
};

use super::found::{all_at, referred, resources};

/// What cannot both be so is called this in findings.
pub(super) const CONTRADICTION: &str = "Contradiction";

/// A type, what of it is looked at, the lesser figure, the greater one, and how far they are apart at least.
type Order = (&'static str, &'static str, &'static str, &'static str, f64);

#[rustfmt::skip]
const ORDERS: [Order; 22] = [
    ("AWS::ApplicationAutoScaling::ScalableTarget", "", "MinCapacity", "MaxCapacity", 0.0),
    ("AWS::AutoScaling::AutoScalingGroup", "", "DesiredCapacity", "MaxSize", 0.0),
    ("AWS::AutoScaling::AutoScalingGroup", "", "MinSize", "DesiredCapacity", 0.0),
    ("AWS::AutoScaling::AutoScalingGroup", "", "MinSize", "MaxSize", 0.0),
    ("AWS::Backup::BackupPlan", "BackupPlan/BackupPlanRule/*", "Lifecycle/MoveToColdStorageAfterDays", "Lifecycle/DeleteAfterDays", 90.0),
    ("AWS::CloudFront::CachePolicy", "CachePolicyConfig", "MinTTL", "MaxTTL", 0.0),
    ("AWS::DocDB::DBCluster", "ServerlessV2ScalingConfiguration", "MinCapacity", "MaxCapacity", 0.0),
    ("AWS::ECS::Service", "DeploymentConfiguration", "MinimumHealthyPercent", "MaximumPercent", 1.0),
    ("AWS::ECS::TaskDefinition", "ContainerDefinitions/*", "MemoryReservation", "Memory", 0.0),
    ("AWS::ECS::TaskDefinition", "", "ContainerDefinitions/*/Memory", "Memory", 0.0),
    ("AWS::ECS::TaskDefinition", "", "ContainerDefinitions/*/MemoryReservation", "Memory", 0.0),
    ("AWS::EKS::Nodegroup", "ScalingConfig", "DesiredSize", "MaxSize", 0.0),
    ("AWS::EKS::Nodegroup", "ScalingConfig", "MinSize", "DesiredSize", 0.0),
    ("AWS::EKS::Nodegroup", "ScalingConfig", "MinSize", "MaxSize", 0.0),
    ("AWS::ElasticLoadBalancing::LoadBalancer", "HealthCheck", "Timeout", "Interval", 1.0),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "", "HealthCheckTimeoutSeconds", "HealthCheckIntervalSeconds", 0.0),
    ("AWS::RDS::DBCluster", "ServerlessV2ScalingConfiguration", "MinCapacity", "MaxCapacity", 0.0),
    ("AWS::RDS::DBInstance", "", "AllocatedStorage", "MaxAllocatedStorage", 0.0),
    ("AWS::S3::Bucket", "LifecycleConfiguration/Rules/*", "NoncurrentVersionTransitions/*/TransitionInDays", "NoncurrentVersionExpiration/NoncurrentDays", 1.0),
    ("AWS::S3::Bucket", "LifecycleConfiguration/Rules/*", "Transition/TransitionInDays", "ExpirationInDays", 1.0),
    ("AWS::S3::Bucket", "LifecycleConfiguration/Rules/*", "Transitions/*/TransitionInDays", "ExpirationInDays", 1.0),
    ("AWS::Neptune::DBCluster", "ServerlessScalingConfiguration", "MinCapacity", "MaxCapacity", 0.0),
];

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (stack, resource) in resources(checked) {
        let (kind, tree) = (resource.kind(), &resource.properties);
        for (_, of, less, more, apart) in ORDERS.iter().filter(|(it, ..)| *it == kind) {
            let parts = if of.is_empty() { vec![tree] } else { all_at(tree, of) };
            let wrong = parts.into_iter().find_map(|it| out_of_order(it, less, more, *apart));
            findings.extend(wrong.map(|what| wrong_figures(stack, resource, &what)));
        }
        match kind {
            "AWS::ECS::Service" => targets(checked, stack, resource, findings),
            "AWS::Lambda::EventSourceMapping" => messages(checked, stack, resource, findings),
            "AWS::SQS::Queue" => order(checked, stack, resource, findings),
            _ => {}
        }
    }
}

fn wrong_figures(stack: &StackModel, resource: &ResourceModel, what: &str) -> Finding {
    let message = format!("has an `{}` {what}", resource.kind());
    stack.finding(CONTRADICTION, resource.construct, message, "change one of the two")
}

fn out_of_order(tree: &Json, less: &str, more: &str, apart: f64) -> Option<String> {
    let greater = number(all_at(tree, more).first()?)?;
    let is_wrong = |it: &f64| it + apart > greater;
    let lesser = all_at(tree, less).into_iter().filter_map(number).find(is_wrong)?;
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let by = if apart > 0.0 {
        format!(", and has to be {apart} less at least")
    } else {
        ", and is not to be more".to_owned()
    };
    Some(format!("whose `{}` is {lesser} where its `{}` is {greater}{by}", name(less), name(more)))
}

fn number(value: &Json) -> Option<f64> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "figures of a service, which are far smaller")]
        Json::Int(number) => Some(*number as f64),
        Json::Float(number) => Some(*number),
        other => other.as_text()?.parse().ok(),
    }
}

/// What stands there, or what is so where nothing does; nothing if only the deployment knows.
fn said(resource: &ResourceModel, name: &str, usual: f64) -> Option<f64> {
    resource.properties.get(name).map_or(Some(usual), number)
}

/// A queue whose messages a function takes: it hides them for no less time than that may take, and more than ten at once take a while to
/// gather.
fn messages(checked: &Checked<'_>, stack: &StackModel, mapping: &ResourceModel, findings: &mut Vec<Finding>) {
    let queue = referred(checked, mapping.properties.get("EventSourceArn")).filter(|it| it.kind() == "AWS::SQS::Queue");
    let Some(queue) = queue else { return };
    let is_fifo = queue.properties.get("FifoQueue").is_some_and(|it| *it != Json::Bool(false));
    let figures = said(mapping, "BatchSize", 10.0).zip(said(mapping, "MaximumBatchingWindowInSeconds", 0.0));
    if let Some((batch, _)) = figures.filter(|(batch, window)| !is_fifo && *batch > 10.0 && *window < 1.0) {
        let message = format!("hands a function {batch} messages of a queue at once, and gathers them for no time");
        let help = "take 10 at most, or gather them for some seconds (`MaximumBatchingWindowInSeconds`)";
        findings.push(stack.finding(CONTRADICTION, mapping.construct, message, help));
    }
    let function =
        referred(checked, mapping.properties.get("FunctionName")).filter(|it| it.kind() == "AWS::Lambda::Function");
    let times = said(queue, "VisibilityTimeout", 30.0).zip(function.and_then(|it| said(it, "Timeout", 3.0)));
    if let Some((hidden, takes)) = times.filter(|(hidden, takes)| hidden < takes) {
        let message = format!(
            "hands messages of a queue that hides them for {hidden} seconds to a function that may take {takes}"
        );
        let help = "hide messages for six times as long as the function may take";
        findings.push(stack.finding(CONTRADICTION, mapping.construct, message, help));
    }
}

/// A queue that keeps the order keeps what fails in one that does, too, and any other one in one that does not.
fn order(checked: &Checked<'_>, stack: &StackModel, queue: &ResourceModel, findings: &mut Vec<Finding>) {
    let failed = referred(checked, queue.properties.at("RedrivePolicy/deadLetterTargetArn"));
    let is_fifo = |it: &ResourceModel| match it.properties.get("FifoQueue") {
        None => Some(false),
        Some(Json::Bool(is)) => Some(*is),
        Some(_) => None,
    };
    let both = failed.filter(|it| it.kind() == "AWS::SQS::Queue").and_then(|it| is_fifo(it).zip(is_fifo(queue)));
    if both.is_some_and(|(one, other)| one != other) {
        let message =
            "has a queue that keeps the order and one that does not, of which one takes what fails in the other";
        findings.push(stack.finding(
            CONTRADICTION,
            queue.construct,
            message,
            "let both keep the order, or neither (`FifoQueue`)",
        ));
    }
}

/// Tasks with addresses of their own are asked by their addresses.
fn targets(checked: &Checked<'_>, stack: &StackModel, service: &ResourceModel, findings: &mut Vec<Finding>) {
    if service.properties.at("NetworkConfiguration/AwsvpcConfiguration").is_none() {
        return;
    }
    for group in all_at(&service.properties, "LoadBalancers/*/TargetGroupArn") {
        let Some(group) = referred(checked, Some(group)) else { continue };
        let by = group.properties.get("TargetType");
        let is_known = !by.is_some_and(|it| matches!(it, Json::Token(it) if !matches!(it.as_ref(), Token::Nothing)));
        if group.kind() == "AWS::ElasticLoadBalancingV2::TargetGroup"
            && is_known
            && by.and_then(Json::as_text) != Some("ip")
        {
            let message =
                "has a service whose tasks have addresses of their own, behind a target group that knows machines";
            findings.push(stack.finding(
                CONTRADICTION,
                service.construct,
                message,
                "let the target group know addresses: `TargetType: ip`",
            ));
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
        CONTRADICTION, ORDERS,
    };
    use crate::{prelude::*, region};

    fn of(declare: impl FnOnce(&mut Stack<Development>)) -> usize {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        declare(&mut stack);
        messages(&App::new("test").stack(stack), &[CONTRADICTION]).len()
    }

    #[test]
    fn each_figure_is_as_far_below_the_other_as_it_has_to_be() {
        for (kind, of_what, less, more, apart) in ORDERS {
            let with = |lesser: f64| {
                let part = both(&nest(less, Json::Float(lesser)), &nest(more, "100"));
                let tree = if of_what.is_empty() { part } else { nest(of_what, part) };
                of(|stack| drop(stack.add("It", Raw(Plain(kind, tree)))))
            };
            assert_eq!((with(100.0 - apart), with(101.0 - apart)), (0, 1), "{kind} {less} {more}");
        }
    }

    #[test]
    fn a_queue_hides_messages_for_as_long_as_a_function_may_take() {
        let of = |hidden: i64, takes: i64, batch: i64, window: i64| {
            of(|stack| {
                let queue = Plain("AWS::SQS::Queue", Object::new().with("VisibilityTimeout", hidden));
                let function = Plain("AWS::Lambda::Function", Object::new().with("Timeout", takes));
                let [queue, function] =
                    [("Queue", queue), ("Function", function)].map(|(name, it)| stack.add(name, Raw(it)));
                let tree = Object::new().with("EventSourceArn", queue.id()).with("FunctionName", function.id());
                let tree = tree.with("BatchSize", batch).with("MaximumBatchingWindowInSeconds", window);
                stack.add("Hands", Raw(Plain("AWS::Lambda::EventSourceMapping", tree)));
            })
        };
        assert_eq!([of(30, 60, 10, 0), of(60, 60, 11, 0), of(30, 60, 11, 0)], [1, 1, 2]);
        assert_eq!([of(60, 60, 10, 0), of(60, 60, 11, 1)], [0, 0]);
    }

    #[test]
    fn what_keeps_the_order_keeps_it_where_it_fails() {
        let of = |one: bool, other: bool| {
            of(|stack| {
                let failed = stack.add("Failed", Raw(Plain("AWS::SQS::Queue", Object::new().with("FifoQueue", other))));
                let policy = Object::new().with("deadLetterTargetArn", failed.id());
                let queue = Object::new().with("FifoQueue", one).with("RedrivePolicy", policy);
                stack.add("Queue", Raw(Plain("AWS::SQS::Queue", queue)));
            })
        };
        assert_eq!([of(true, false), of(false, true), of(true, true), of(false, false)], [1, 1, 0, 0]);
    }

    #[test]
    fn tasks_with_addresses_are_known_by_them() {
        let of = |by: Option<&'static str>, own: bool| {
            of(|stack| {
                let group = by.map_or_else(Object::new, |by| Object::new().with("TargetType", by));
                let group = stack.add("Group", Raw(Plain("AWS::ElasticLoadBalancingV2::TargetGroup", group)));
                let service = nest("LoadBalancers/*/TargetGroupArn", group.id());
                let addresses = nest("NetworkConfiguration/AwsvpcConfiguration", Object::new());
                let service = if own { both(&service, &addresses) } else { service };
                stack.add("Service", Raw(Plain("AWS::ECS::Service", service)));
            })
        };
        assert_eq!([of(None, true), of(Some("instance"), true)], [1, 1]);
        assert_eq!([of(Some("ip"), true), of(None, false)], [0, 0]);
    }
}
