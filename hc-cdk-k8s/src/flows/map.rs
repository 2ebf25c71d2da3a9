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
        // Of a policy of Cilium it is not read whom it names.
        if let Some(policy) = cluster.object(*place).filter(|it| kind(it) == "CiliumNetworkPolicy") {
            let own = cluster.space_of(policy).map_or(&[][..], |space| cluster.all_in(space));
            let (from, to) = ("whom a policy of Cilium names".to_owned(), pods(cluster, own, policy));
            map.passages.push(Passage { by: *place, from, to, ports: "those that it names".to_owned() });
        }
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
            for (rule, peers) in rules {
                let peers: Vec<String> = peers.into_iter().map(|it| words(cluster, policy, it)).collect();
                let peers = peers.join(", ");
                let (from, to) = if side == Side::In { (peers, own.clone()) } else { (own.clone(), peers) };
                map.passages.push(Passage { by: *place, from, to, ports: ports(rule) });
            }
        }
    }
}

fn words(cluster: &Cluster<'_>, policy: &ResourceModel, peer: Peer) -> String {
    match peer {
        Peer::Pods(them) => pods(cluster, &them, policy),
        Peer::Strangers(who) | Peer::Undeclared(who) | Peer::Range(who) => who.replace('`', ""),
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
        (true, Some(space)) => format!("pods of {space} that the app does not declare"),
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

#[cfg(test)]
mod tests {
    use hc_cdk::{data::Phi, policy::VnHealth, prelude::*, target::NetworkMap};

    use crate::{assertions::Ward, network::ThirdParty, prelude::*};

    const API: Image =
        image!("clinic.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

    #[test]
    fn a_map_says_who_reaches_whom_in_a_cluster_and_beyond() {
        let Ward { mut chart, zone } = Ward::<VnHealth, Phi>::new("clinic");
        let pod = || {
            let pod = Workload::builder().perimeter(&zone).image(API).port(8080).probes(Probes::tcp());
            pod.resources(cpu!("100m"), memory!("128Mi"))
        };
        let records = chart.add("Records", pod());
        let lab =
            ThirdParty::<Phi>::builder().network(cidr!("203.0.113.0/24")).port(443).host(domain!("lab.example.org"));
        let lab = chart.add("Lab", lab.build().agreement(Agreement::of("Contract 2026-014", "jane.roe")));
        chart.add("Api", pod().connect(&records).connect(&lab));
        let app = App::new("clinic").stack(chart);
        let checked = app.check().unwrap();
        let mut map = NetworkMap::default();
        super::super::network(&checked, &mut map);

        let passages: Vec<_> =
            map.passages.iter().map(|it| [it.from.as_str(), it.to.as_str(), it.ports.as_str()]).collect();
        // Both ends say so.
        let pairs = passages.iter().filter(|it| **it == ["clinic/Api", "clinic/Records", "8080/tcp"]);
        assert_eq!(pairs.count(), 2, "{passages:?}");
        assert!(passages.contains(&["clinic/Api", "203.0.113.0/24", "443/tcp"]), "{passages:?}");
        assert!(
            passages.contains(&["clinic/Api, clinic/Records", "pods of kube-system", "53/udp, 53/tcp"]),
            "{passages:?}"
        );
        assert_eq!(map.parts.len(), 2, "the namespace is closed on both sides: {:?}", map.parts);
    }
}
