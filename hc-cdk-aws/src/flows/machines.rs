//! Starting machines: whoever may start any machine anywhere gets at everything, and pods of a cluster that may start machines of that cluster
//! alone get at no more than they do already.
//!
//! What such a machine may do is what its role may, which has to be handed over to it (`iam:PassRole`) and is read of that. What it reaches
//! is what the cluster's own group reaches, which every pod has. So it adds nothing that a statement names this group, and says whose
//! images the machine runs. AWS asks for each thing that a start takes, one by one: that a statement allows some of them opens none of the
//! others.

use hc_cdk::{
    rule::{at, one_or_many},
    target::Place,
    value::{Json, Object},
};

use super::{named::Named, world::World};

/// As whom EKS hands roles to pods.
const PODS: &str = "pods.eks.amazonaws.com";

/// What a start makes.
const MADE: [&str; 6] =
    ["fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume"];

/// The clusters whose pods take on a role, if nobody else does.
pub(super) fn clusters_of(world: &World<'_>, role: Place) -> Vec<Place> {
    let statements = one_or_many(world.property(role, "AssumeRolePolicyDocument/Statement"));
    let of_one = |statement: &Json| {
        let who = at(statement, "Principal").and_then(Json::as_object)?;
        let is_for_pods = who.iter().all(|(kind, it)| kind == "Service" && it.as_text() == Some(PODS));
        let of = Named::of(world, at(statement, "Condition/ArnEquals")?.get("aws:SourceArn")?).resources;
        (is_for_pods && !of.is_empty()).then_some(of)
    };
    let all: Option<Vec<Vec<Place>>> = statements.iter().map(of_one).collect();
    all.unwrap_or_default().concat()
}

/// Whether a resource of a statement that lets somebody start machines is no more than one subnet, the group of one of these clusters, an
/// image of AWS, or what bears the tag of a cluster, as whatever is made with it does.
pub(super) fn is_bound(world: &World<'_>, statement: &Json, resource: &Json, clusters: &[Place]) -> bool {
    if clusters.is_empty() {
        return false;
    }
    let named = Named::of(world, resource);
    let parts: Vec<&str> = named.text.splitn(6, ':').collect();
    let [_, _, "ec2", _, _, name] = parts[..] else { return false };
    let Some((kind, id)) = name.split_once('/') else { return false };
    let is_one = !named.is_unknown && !id.contains(['*', '?']) && (id.is_empty() != named.resources.is_empty());
    match kind {
        "subnet" => is_one,
        "security-group" => is_one && id.is_empty() && named.resources.iter().all(|it| clusters.contains(it)),
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
