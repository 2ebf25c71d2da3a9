//! Who reaches a store over the network: those that a rule of the store's security group lets in.

use hc_cdk::{
    rule::{at, one_or_many},
    target::{Place, To, Way, Who},
    value::Json,
};

use super::{
    named::Named,
    world::{World, choices},
};
use crate::stack::NAME;

pub(super) const GROUP: &str = "AWS::EC2::SecurityGroup";
const INGRESS: &str = "AWS::EC2::SecurityGroupIngress";

/// What answers on the network with the data that it keeps, and the property with its groups.
const LISTENS: &[(&str, &str)] = &[
    ("AWS::AmazonMQ::Broker", "SecurityGroups"),
    ("AWS::DAX::Cluster", "SecurityGroupIds"),
    ("AWS::DocDB::DBCluster", "VpcSecurityGroupIds"),
    ("AWS::EFS::MountTarget", "SecurityGroups"),
    ("AWS::ElastiCache::CacheCluster", "VpcSecurityGroupIds"),
    ("AWS::ElastiCache::ReplicationGroup", "SecurityGroupIds"),
    ("AWS::ElastiCache::ServerlessCache", "SecurityGroupIds"),
    ("AWS::FSx::FileSystem", "SecurityGroupIds"),
    ("AWS::MSK::Cluster", "BrokerNodeGroupInfo/SecurityGroups"),
    ("AWS::MemoryDB::Cluster", "SecurityGroupIds"),
    ("AWS::Neptune::DBCluster", "VpcSecurityGroupIds"),
    ("AWS::OpenSearchService::Domain", "VPCOptions/SecurityGroupIds"),
    ("AWS::RDS::DBCluster", "VpcSecurityGroupIds"),
    ("AWS::RDS::DBInstance", "VPCSecurityGroups"),
    ("AWS::Redshift::Cluster", "VpcSecurityGroupIds"),
];

/// Reads who reaches a store.
pub(super) fn read(world: &World<'_>, place: Place, ways: &mut Vec<Way>) {
    let kind = world.kind(place);
    let Some((_, path)) = LISTENS.iter().find(|(of, _)| *of == kind) else { return };
    // What is mounted is the file system, and not the place where it is.
    let mounted = world.property(place, "FileSystemId").map(|it| world.each_referred(it)).unwrap_or_default();
    let stores = if mounted.is_empty() { vec![place] } else { mounted };
    for store in stores {
        of_store(world, store, (place, path), ways);
    }
}

/// Reads who reaches a store at a place that listens by the groups that stand at a path.
fn of_store(world: &World<'_>, store: Place, (place, path): (Place, &str), ways: &mut Vec<Way>) {
    let groups = one_or_many(world.property(place, path));
    if groups.is_empty() && !has_others(world, place) {
        push(ways, store, place, Who::Elsewhere("whoever the network's default group lets in".to_owned()));
    }
    for group in groups.iter().flat_map(choices) {
        let named = Named::of(world, group);
        match named.resources.first() {
            Some(group) if world.kind(*group) == GROUP => of_group(world, store, *group, ways),
            _ => {
                let who = Who::Elsewhere("whoever a group that is not of the app lets in".to_owned());
                push(ways, store, place, who);
            }
        }
    }
}

/// Whether something without groups has not the default group of its network: an instance has the groups of its cluster, and what is in
/// no network has none.
fn has_others(world: &World<'_>, place: Place) -> bool {
    let property = |path: &str| world.property(place, path);
    match world.kind(place) {
        "AWS::OpenSearchService::Domain" => property("VPCOptions").is_none(),
        "AWS::RDS::DBInstance" => property("DBClusterIdentifier").is_some(),
        _ => false,
    }
}

/// Reads the rules of a store's group: those inside it, and those that are resources of their own.
fn of_group(world: &World<'_>, store: Place, group: Place, ways: &mut Vec<Way>) {
    for rule in one_or_many(world.property(group, "SecurityGroupIngress")) {
        of_rule(world, store, group, rule, ways);
    }
    for user in world.users(group).filter(|user| world.kind(*user) == INGRESS) {
        let is_of = |it: &Json| world.each_referred(it).contains(&group);
        if let Some(rule) = world.resource(user).filter(|_| world.property(user, "GroupId").is_some_and(is_of)) {
            of_rule(world, store, user, &rule.properties, ways);
        }
    }
}

fn of_rule(world: &World<'_>, store: Place, by: Place, rule: &Json, ways: &mut Vec<Way>) {
    if rule.as_object().is_none() {
        push(ways, store, by, Who::Elsewhere("whoever a rule lets in that only the deployment knows".to_owned()));
    }
    for source in at(rule, "SourceSecurityGroupId").into_iter().flat_map(choices) {
        of_source(world, store, by, source, ways);
    }
    let ranges = ["CidrIp", "CidrIpv6", "SourcePrefixListId", "SourceSecurityGroupName"];
    for range in ranges.iter().filter_map(|it| at(rule, it)) {
        let words = match range.as_text() {
            Some("0.0.0.0/0" | "::/0") => "everybody".to_owned(),
            Some(text) => format!("`{text}`"),
            None => "a range that only the deployment knows".to_owned(),
        };
        push(ways, store, by, Who::Elsewhere(words));
    }
}

fn of_source(world: &World<'_>, store: Place, by: Place, source: &Json, ways: &mut Vec<Way>) {
    let named = Named::of(world, source);
    match named.resources.first() {
        Some(group) if world.kind(*group) == GROUP => {
            let members = world.bearers(*group, &|kind| !kind.starts_with("AWS::EC2::SecurityGroup"));
            for member in members {
                push(ways, store, by, Who::OfApp(member));
            }
        }
        _ => match cluster(world, source) {
            Some(name) => push(ways, store, by, Who::FromCluster(name)),
            None => push(ways, store, by, Who::Elsewhere("whoever has a group that is not of the app".to_owned())),
        },
    }
}

/// The cluster whose hosts have that group.
pub(super) fn cluster(world: &World<'_>, hosts: &Json) -> Option<String> {
    let others = world.checked.stacks().iter().filter(|stack| stack.target != NAME);
    let mut clusters = others.filter_map(|stack| stack.cluster.as_ref());
    clusters.find(|it| it.hosts == *hosts).map(|it| it.name.clone())
}

/// What listens may be read, at least; whether it may be written is a matter of its own accounts.
fn push(ways: &mut Vec<Way>, store: Place, by: Place, who: Who) {
    ways.push(Way { who, to: To::OneStore(store), by, reads: true, writes: false, is_said: false });
}
