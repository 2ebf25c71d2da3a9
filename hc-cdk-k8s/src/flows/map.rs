//! What the network policies of a cluster let pass, for whoever draws a map of it.

use hc_cdk::{
    model::ResourceModel,
    target::{NetworkMap, NetworkPart, Passage, Place},
    value::Json,
};

use super::{
    cluster::{Cluster, kind},
    network::{Peer, Side, is_about, peers, selected},
};

/// Adds what is read in the objects of a cluster.
pub(super) fn read(cluster: &Cluster<'_>, map: &mut NetworkMap) {
    for place in &cluster.others {
        let Some(policy) = cluster.object(*place).filter(|it| kind(it) == "NetworkPolicy") else { continue };
        for side in [Side::In, Side::Out].into_iter().filter(|side| is_about(policy, *side)) {
            let own = pods(cluster, selected(cluster, policy), policy);
            let mut rules = peers(cluster, policy, side).peekable();
            if rules.peek().is_none() {
                let is = if side == Side::In {
                    "closed to whoever no other policy lets in"
                } else {
                    "closed to what no other policy lets out"
                };
                map.parts.push(NetworkPart { by: *place, is, at: own.clone() });
            }
            for (rule, peer) in rules {
                let peer = match peer {
                    Peer::Pods(them) => pods(cluster, &them, policy),
                    Peer::Undeclared(who) => who,
                    Peer::Range(who) => who.trim_matches('`').to_owned(),
                };
                let (from, to) = if side == Side::In { (peer, own.clone()) } else { (own.clone(), peer) };
                map.passages.push(Passage { by: *place, from, to, ports: ports(rule) });
            }
        }
    }
}

/// The constructs of pods, by their paths; of pods that the app does not declare, those of the policy's namespace.
fn pods(cluster: &Cluster<'_>, pods: &[usize], policy: &ResourceModel) -> String {
    let path = |(stack, at): Place| {
        let stack = cluster.stack(stack)?;
        Some(stack.path_of(stack.resources.get(at)?.construct))
    };
    let mut names: Vec<String> = pods.iter().filter_map(|at| path(cluster.pods.get(*at)?.place)).collect();
    names.sort_unstable();
    names.dedup();
    match (names.is_empty(), cluster.space_of(policy)) {
        (false, _) => names.join(", "),
        (true, Some(space)) => format!("pods of `{space}` that the app does not declare"),
        (true, None) => "pods that the app does not declare".to_owned(),
    }
}

/// The ports that a rule lets pass.
fn ports(rule: &Json) -> String {
    let ports = rule.get("ports").and_then(Json::as_list).unwrap_or_default();
    let number = |port: &Json, name: &str| {
        let it = port.get(name)?;
        it.as_text().map(str::to_owned).or_else(|| it.as_int().map(|it| it.to_string()))
    };
    let one = |port: &Json| {
        let protocol = port.get("protocol").and_then(Json::as_text).unwrap_or("TCP").to_lowercase();
        match (number(port, "port"), number(port, "endPort")) {
            (Some(from), Some(to)) => format!("{from}-{to}/{protocol}"),
            (Some(port), None) => format!("{port}/{protocol}"),
            (None, _) => format!("all/{protocol}"),
        }
    };
    if ports.is_empty() { "all".to_owned() } else { ports.iter().map(one).collect::<Vec<_>>().join(", ") }
}
