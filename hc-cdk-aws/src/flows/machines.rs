//! Starting machines: whoever may start any machine anywhere gets at everything, and whoever may do so in one place alone gets at what
//! that place does.
//!
//! What such a machine may do is what its role may, which has to be handed over to it (`iam:PassRole`) and is read of that. What it reaches
//! is what its security groups reach, which is read of these. So it adds nothing that a statement names both, and says whose images it
//! runs. AWS asks for each thing that a start takes, one by one: that a statement allows some of them opens none of the others.

use hc_cdk::{
    rule::at,
    value::{Json, Object},
};

use super::{named::Named, world::World};

/// What a start makes.
const MADE: [&str; 6] =
    ["fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume"];

/// Whether a resource of a statement that lets somebody start machines is no more than one place, an image of AWS, or what bears the tag
/// of one cluster, as whatever is made with it does.
pub(super) fn is_bound(world: &World<'_>, stack: usize, statement: &Json, resource: &Json) -> bool {
    let named = Named::of(world, stack, resource);
    let parts: Vec<&str> = named.text.splitn(6, ':').collect();
    let [_, _, "ec2", _, _, name] = parts[..] else { return false };
    let Some((kind, id)) = name.split_once('/') else { return false };
    let is_one = !named.is_unknown && !id.contains(['*', '?']) && (id.is_empty() != named.resources.is_empty());
    match kind {
        "security-group" | "subnet" => is_one,
        "image" | "snapshot" => equals(statement, |key| key == "ec2:Owner", "amazon"),
        _ => MADE.contains(&kind) && equals(statement, is_tag_of_a_cluster, "owned"),
    }
}

/// Whether it is a tag of a cluster: one that is asked for, or that something has.
fn is_tag_of_a_cluster(key: &str) -> bool {
    let of_cluster = |it: &str| it.strip_prefix("kubernetes.io/cluster/").is_some_and(|name| !name.is_empty());
    ["aws:RequestTag/", "aws:ResourceTag/"].iter().any(|it| key.strip_prefix(it).is_some_and(of_cluster))
}

/// Whether a statement holds only where a key is a value and no other.
fn equals(statement: &Json, is_key: impl Fn(&str) -> bool, value: &str) -> bool {
    let keys = at(statement, "Condition/StringEquals").and_then(Json::as_object);
    let mut all = keys.into_iter().flat_map(Object::iter);
    all.any(|(key, it)| is_key(key) && it.as_text() == Some(value))
}
