//! Places that there are once: two resources that want the same one, and two items of a list that are called the same.
//!
//! Sources: `DuplicateListener`, `RouteAlreadyExists`, `NetworkAclEntryAlreadyExists`, `Resource.AlreadyAssociated`,
//! `InvalidPermission.Duplicate` (CloudFormation lets it pass, and takes the rule away from both when one leaves:
//! cloudformation-coverage-roadmap#1534), `MountTargetConflict`, `ConflictException` of API Gateway and
//! `ResourceConflictException` of Lambda, and of lists the references of `WebACL` (priorities and names), `PutTargets`,
//! `ContainerDefinition`, `LifecycleConfiguration`, `CacheBehavior`, `MetricDataQuery` and `PipelineDeclaration`, each of which asks for unique ones.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::Json,
};
use indexmap::{IndexMap, IndexSet};

use super::found::{all_at, is_sometimes, resources};

/// What is wanted twice is called this in findings.
const TAKEN: &str = "PlaceTaken";

/// A type, what makes its place, and what that is called. What nobody says counts as the same; the first has to be said.
type Place = (&'static str, &'static [&'static str], &'static str);

#[rustfmt::skip]
const PLACES: [Place; 19] = [
    ("AWS::ApiGateway::Method", &["ResourceId", "RestApiId", "HttpMethod"], "this method of this path"),
    ("AWS::ApiGateway::Resource", &["ParentId", "RestApiId", "PathPart"], "this path"),
    ("AWS::ApiGateway::Stage", &["RestApiId", "StageName"], "the stage of this name"),
    ("AWS::ApiGatewayV2::Route", &["ApiId", "RouteKey"], "this route"),
    ("AWS::ApiGatewayV2::Stage", &["ApiId", "StageName"], "the stage of this name"),
    ("AWS::EC2::NetworkAclEntry", &["NetworkAclId", "RuleNumber", "Egress"], "this number"),
    ("AWS::EC2::Route", &["RouteTableId", "DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"], "where this goes"),
    ("AWS::EC2::SecurityGroupEgress", &["GroupId", "IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6", "DestinationSecurityGroupId", "DestinationPrefixListId"], "this rule"),
    ("AWS::EC2::SecurityGroupIngress", &["GroupId", "IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6", "SourceSecurityGroupId", "SourcePrefixListId"], "this rule"),
    ("AWS::EC2::SubnetRouteTableAssociation", &["SubnetId"], "the routes of this subnet"),
    ("AWS::ECS::ClusterCapacityProviderAssociations", &["Cluster"], "the providers of this cluster"),
    ("AWS::EFS::MountTarget", &["FileSystemId", "SubnetId"], "this subnet"),
    ("AWS::ElasticLoadBalancingV2::Listener", &["LoadBalancerArn", "Port"], "this port"),
    ("AWS::Lambda::EventInvokeConfig", &["FunctionName", "Qualifier"], "what becomes of its events"),
    ("AWS::Lambda::EventSourceMapping", &["EventSourceArn", "FunctionName", "Topics/*", "Queues/*"], "what this source hands over"),
    ("AWS::Lambda::Url", &["TargetFunctionArn", "Qualifier"], "the address of this function"),
    ("AWS::SecretsManager::ResourcePolicy", &["SecretId"], "the policy of this secret"),
    ("AWS::SecretsManager::RotationSchedule", &["SecretId"], "the schedule of this secret"),
    ("AWS::WAFv2::WebACLAssociation", &["ResourceArn"], "the firewall of this resource"),
];

/// A type, a list of it, what tells its items apart, and what these are.
type Items = (&'static str, &'static str, &'static [&'static str], &'static str);

#[rustfmt::skip]
const ITEMS: [Items; 23] = [
    ("AWS::CloudFront::Distribution", "DistributionConfig/CacheBehaviors/*", &["PathPattern"], "behaviours of the path"),
    ("AWS::CloudFront::Distribution", "DistributionConfig/Origins/*", &["Id"], "origins of the name"),
    ("AWS::CloudWatch::Alarm", "Metrics/*", &["Id"], "metrics of the name"),
    ("AWS::CodePipeline::Pipeline", "Stages/*", &["Name"], "stages of the name"),
    ("AWS::DynamoDB::Table", "AttributeDefinitions/*", &["AttributeName"], "attributes of the name"),
    ("AWS::DynamoDB::Table", "GlobalSecondaryIndexes/*", &["IndexName"], "indexes of the name"),
    ("AWS::EC2::SecurityGroup", "SecurityGroupEgress/*", EGRESS, "equal rules of"),
    ("AWS::EC2::SecurityGroup", "SecurityGroupIngress/*", INGRESS, "equal rules of"),
    ("AWS::ECS::TaskDefinition", "ContainerDefinitions/*", &["Name"], "containers of the name"),
    ("AWS::ECS::TaskDefinition", "Volumes/*", &["Name"], "volumes of the name"),
    ("AWS::Events::Rule", "Targets/*", &["Id"], "targets of the name"),
    ("AWS::IAM::Group", "Policies/*", &["PolicyName"], "policies of the name"),
    ("AWS::IAM::Role", "Policies/*", &["PolicyName"], "policies of the name"),
    ("AWS::IAM::User", "Policies/*", &["PolicyName"], "policies of the name"),
    ("AWS::S3::Bucket", "LifecycleConfiguration/Rules/*", &["Id"], "rules of the name"),
    ("AWS::S3::Bucket", "ReplicationConfiguration/Rules/*", &["Id"], "rules of the name"),
    ("AWS::S3::Bucket", "ReplicationConfiguration/Rules/*", &["Priority"], "rules of the priority"),
    ("AWS::WAFv2::RuleGroup", "Rules/*", &["Name"], "rules of the name"),
    ("AWS::WAFv2::RuleGroup", "Rules/*", &["Priority"], "rules of the priority"),
    ("AWS::WAFv2::WebACL", "Rules/*", &["Name"], "rules of the name"),
    ("AWS::WAFv2::WebACL", "Rules/*", &["Priority"], "rules of the priority"),
    ("AWS::Lambda::Function", "FileSystemConfigs/*", &["LocalMountPath"], "file systems at the path"),
    ("AWS::Cognito::UserPool", "Schema/*", &["Name"], "attributes of the name"),
];

const EGRESS: &[&str] = &[
    "IpProtocol",
    "FromPort",
    "ToPort",
    "CidrIp",
    "CidrIpv6",
    "DestinationSecurityGroupId",
    "DestinationPrefixListId",
];
const INGRESS: &[&str] = &[
    "IpProtocol",
    "FromPort",
    "ToPort",
    "CidrIp",
    "CidrIpv6",
    "SourceSecurityGroupId",
    "SourceSecurityGroupName",
    "SourcePrefixListId",
];

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut taken: IndexMap<(&str, &str, Vec<String>), (&StackModel, &ResourceModel)> = IndexMap::new();
    for (stack, resource) in resources(checked) {
        let kind = resource.kind();
        for (_, path, names, what) in ITEMS.iter().filter(|(it, ..)| *it == kind) {
            findings.extend(item_twice((stack, resource), path, names, what));
        }
        ports(stack, resource, findings);
        let Some((_, paths, what)) = PLACES.iter().find(|(it, ..)| *it == kind) else { continue };
        if is_sometimes(resource) {
            continue;
        }
        let Some(place) = place(&resource.properties, paths) else { continue };
        match taken.get(&(kind, stack.region, place.clone())) {
            Some((other, before)) => {
                let by = other.path_of(before.construct);
                let message = format!("has an `{kind}` for {what}, for which `{by}` has one: there can be one");
                let written_at = other.construct_of(before).map_or(other.written_at, |it| it.written_at);
                let finding = stack.finding(
                    TAKEN,
                    resource.construct,
                    message,
                    "leave one of them out, or say in one what both say: of routes, by `.and(..)`",
                );
                findings.push(finding.beside(written_at, "has the other one"));
            }
            None => drop(taken.insert((kind, stack.region, place), (stack, resource))),
        }
    }
}

/// What stands at these paths, if the first does. A name is compared as its service does.
fn place(tree: &Json, paths: &[&str]) -> Option<Vec<String>> {
    tree.get(paths.first()?)?;
    Some(paths.iter().map(|path| all_at(tree, path).into_iter().map(said).collect::<Vec<_>>().join(" ")).collect())
}

/// A number as text is that number, and what is off is what nobody says.
fn said(value: &Json) -> String {
    match value {
        Json::Bool(false) => String::new(),
        Json::Text(text) => text.to_string(),
        Json::Int(number) => number.to_string(),
        // Two attributes of one resource are two values, such as the lists of addresses that one looks up.
        other => format!("{other:?}"),
    }
}

fn item_twice(
    (stack, resource): (&StackModel, &ResourceModel),
    path: &str,
    names: &[&str],
    what: &str,
) -> Option<Finding> {
    let mut taken = IndexSet::new();
    for item in all_at(&resource.properties, path) {
        // As they are written: the names of items are told apart by case.
        let Some(first) = names.first().and_then(|name| item.get(name)) else { continue };
        let place: Vec<_> = names.iter().map(|name| item.get(name).map(exactly)).collect();
        if !taken.insert(place) {
            let message = format!("has an `{}` with two {what} `{}`", resource.kind(), exactly(first));
            return Some(stack.finding(TAKEN, resource.construct, message, "tell them apart, or leave one out"));
        }
    }
    None
}

fn exactly(value: &Json) -> String {
    value
        .as_text()
        .map(str::to_owned)
        .or_else(|| Some(value.as_int()?.to_string()))
        .unwrap_or_else(|| format!("{value:?}"))
}

/// The ports of a task, whose containers are on one network.
fn ports(stack: &StackModel, resource: &ResourceModel, findings: &mut Vec<Finding>) {
    let tree = &resource.properties;
    let is_one = resource.kind() == "AWS::ECS::TaskDefinition"
        && tree.get("NetworkMode").and_then(Json::as_text) == Some("awsvpc");
    let mut taken = IndexSet::new();
    for it in all_at(tree, "ContainerDefinitions/*/PortMappings/*").into_iter().filter(|_| is_one) {
        let Some(port) = it.get("ContainerPort").map(exactly) else { continue };
        let protocol = it.get("Protocol").map_or_else(|| "tcp".to_owned(), exactly);
        if !taken.insert((port.clone(), protocol)) {
            let message =
                format!("has a task that listens on the port {port} twice, and its containers are on one network");
            findings.push(stack.finding(TAKEN, resource.construct, message, "name each port once"));
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
        super::found::{Plain, messages},
        TAKEN,
    };
    use crate::{cfn::logs::LogGroup, prelude::*, region};

    fn of(all: impl IntoIterator<Item = (&'static str, Object)>) -> usize {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        for (at, (kind, tree)) in all.into_iter().enumerate() {
            stack.add(format!("It{at}"), Raw(Plain(kind, tree)));
        }
        messages(&App::new("test").stack(stack), &[TAKEN]).len()
    }

    /// Two of a row are found, and one that differs in any part is not.
    #[test]
    fn a_place_is_there_once_and_differs_by_each_part_of_it() {
        for (kind, paths, what) in super::PLACES {
            let with = |other: Option<usize>| {
                paths.iter().enumerate().fold(Object::new(), |tree, (at, path)| {
                    let value = Json::from(if other == Some(at) { "2" } else { "1" });
                    let list = path.strip_suffix("/*");
                    tree.with(list.unwrap_or(path), if list.is_some() { vec![value].into() } else { value })
                })
            };
            assert_eq!(of([(kind, with(None)), (kind, with(None))]), 1, "{kind} {what}");
            for at in 0..paths.len() {
                assert_eq!(of([(kind, with(None)), (kind, with(Some(at)))]), 0, "{kind} {at}");
            }
        }
    }

    #[test]
    fn items_of_a_list_are_told_apart() {
        for (kind, path, names, what) in super::ITEMS {
            let item = |value: i64| Json::from(names.iter().fold(Object::new(), |all, name| all.with(*name, value)));
            let with = |values: [i64; 2]| {
                let list = Json::from(values.map(item).to_vec());
                let parts: Vec<&'static str> = path.trim_end_matches("/*").rsplit('/').collect();
                let tree = parts.into_iter().fold(list, |inside, name| Object::new().with(name, inside).into());
                tree.as_object().unwrap().clone()
            };
            // Rules of copies differ in two ways, and each row looks at one.
            assert_eq!((of([(kind, with([1, 1]))]), of([(kind, with([1, 2]))])), (1, 0), "{kind} {what}");
        }
    }

    #[test]
    fn numbers_are_compared_as_their_service_does() {
        let entry = |number: Json, egress: Option<bool>| {
            let tree = Object::new().with("NetworkAclId", "acl-1").with("RuleNumber", number);
            let tree = egress.map_or(tree.clone(), |it| tree.with("Egress", it));
            ("AWS::EC2::NetworkAclEntry", tree)
        };
        assert_eq!(of([entry(100.into(), None), entry("100".into(), Some(false))]), 1);
        assert_eq!(of([entry(100.into(), None), entry(100.into(), Some(true))]), 0);
    }

    #[test]
    fn two_attributes_of_one_resource_are_two_places() {
        let of = |second: bool| {
            let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
            let group = stack.add("Group", Raw(LogGroup::default()));
            let list = |it: Json| Object::new().with("GroupId", "sg-1").with("DestinationPrefixListId", it);
            let (one, other) = (Json::from(group.id()), group.get(LogGroup::ARN).json().clone());
            stack.add("One", Raw(Plain("AWS::EC2::SecurityGroupEgress", list(one.clone()))));
            stack.add("Two", Raw(Plain("AWS::EC2::SecurityGroupEgress", list(if second { other } else { one }))));
            messages(&App::new("test").stack(stack), &[TAKEN]).len()
        };
        assert_eq!([of(true), of(false)], [0, 1]);
    }

    #[test]
    fn containers_of_a_task_share_its_ports() {
        let task = |mode: &'static str, second: &'static str| {
            let container = |protocol: &'static str| {
                let port = Object::new().with("ContainerPort", 80).with("Protocol", protocol);
                Json::from(Object::new().with("PortMappings", vec![Json::from(port)]))
            };
            let tree = Object::new().with("NetworkMode", mode);
            ("AWS::ECS::TaskDefinition", tree.with("ContainerDefinitions", vec![container("tcp"), container(second)]))
        };
        assert_eq!((of([task("awsvpc", "tcp")]), of([task("awsvpc", "udp")]), of([task("bridge", "tcp")])), (1, 0, 0));
    }
}
