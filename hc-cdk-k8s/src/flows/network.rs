//! What network policies let pass: a way is open if the policies of both its ends let it.

use hc_cdk::{
    literal::cidr::CidrBlock,
    model::ResourceModel,
    target::{Place, To, Way, Who},
    value::Json,
};
use indexmap::IndexSet;

use super::{
    cluster::{Cluster, kind},
    senders::{self, Sender, is_everywhere},
};

/// The side of a way that a policy is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    In,
    Out,
}

/// Whom a rule of a policy lets pass.
pub(super) enum Peer {
    /// Pods, by their places.
    Pods(Vec<usize>),
    /// Pods in a namespace that is not of the app, in words: its own charts say what they may.
    Strangers(String),
    /// Pods in namespaces of the app that it does not declare, in words.
    Undeclared(String),
    /// Everybody, or a range of addresses, in words.
    Range(String),
}

/// The ways out of pods, by their places.
#[derive(Default)]
struct Out {
    /// Those for which some policy says where they may go.
    closed: IndexSet<usize>,
    /// Those that may go everywhere.
    open: IndexSet<usize>,
    /// Which of them may go where.
    to: IndexSet<(usize, usize)>,
}

impl Out {
    fn lets(&self, from: usize, to: usize) -> bool {
        !self.closed.contains(&from) || self.open.contains(&from) || self.to.contains(&(from, to))
    }
}

/// Reads the network policies.
pub(super) fn read(cluster: &Cluster<'_>, ways: &mut Vec<Way>) {
    let all = || cluster.others.iter().filter_map(|place| Some((*place, cluster.object(*place)?)));
    let policies: Vec<(Place, &ResourceModel)> = all().filter(|(_, it)| kind(it) == "NetworkPolicy").collect();
    let mut out = Out::default();
    for (place, policy) in all().filter(|(_, it)| kind(it) == "CiliumNetworkPolicy" && !is_for_gateways(it)) {
        let pods = cluster.space_of(policy).map_or(&[][..], |space| cluster.all_in(space));
        out.open.extend(pods);
        push(cluster, &Who::Elsewhere("everybody".to_owned()), pods, place, ways);
    }
    for (place, policy) in policies.iter().filter(|(_, it)| is_about(it, Side::Out)) {
        let from = selected(cluster, policy);
        out.closed.extend(from);
        for peer in peers(cluster, policy, Side::Out).flat_map(|(_, peers)| peers) {
            match peer {
                Peer::Pods(to) => out.to.extend(pairs(from, &to)),
                Peer::Range(range) if is_everywhere(&range) => {
                    out.open.extend(from);
                    push(cluster, &Who::Elsewhere(range), from, *place, ways);
                }
                Peer::Undeclared(who) => push(cluster, &Who::Elsewhere(who), from, *place, ways),
                // Pods have private addresses, and nobody knows which.
                Peer::Range(range) if may_have_pods(&range) => out.open.extend(from),
                Peer::Range(_) | Peer::Strangers(_) => {}
            }
        }
    }
    let senders = senders::of(cluster);
    for (place, policy) in policies.iter().filter(|(_, it)| is_about(it, Side::In)) {
        let to = selected(cluster, policy);
        let senders: Vec<&Sender> = senders.iter().filter(|it| it.is_let_in(cluster, policy)).collect();
        for peer in peers(cluster, policy, Side::In).flat_map(|(_, peers)| peers) {
            match peer {
                Peer::Strangers(_) => {}
                Peer::Range(range) if senders.iter().any(|it| it.is_from(&range)) => {
                    let senders = senders.iter().filter(|it| it.is_from(&range));
                    senders.for_each(|it| push(cluster, &Who::OfApp(it.place), to, *place, ways));
                }
                Peer::Range(who) | Peer::Undeclared(who) => push(cluster, &Who::Elsewhere(who), to, *place, ways),
                Peer::Pods(from) => {
                    let open = pairs(&from, to).filter(|(from, to)| out.lets(*from, *to));
                    open.for_each(|(from, to)| between(cluster, from, to, *place, ways));
                }
            }
        }
    }
}

/// Whether a policy of Cilium lets its gateways in and says nothing else. They are nobody's of the app; any other policy is read as one
/// that opens everything.
fn is_for_gateways(policy: &ResourceModel) -> bool {
    let only = |json: &Json, known: &[&str]| {
        json.as_object().is_some_and(|it| it.iter().all(|(name, _)| known.contains(&name)))
    };
    let gateways = |way: &Json| {
        let from = way.get("fromEntities").and_then(Json::as_list);
        let one = matches!(from, Some([one]) if one.as_text() == Some("ingress"));
        one && only(way, &["fromEntities", "toPorts"])
    };
    let ways = policy.properties.at("spec/ingress").and_then(Json::as_list);
    only(&policy.properties, &["apiVersion", "kind", "metadata", "spec"])
        && policy.properties.get("spec").is_some_and(|it| only(it, &["endpointSelector", "ingress"]))
        && ways.is_some_and(|it| it.iter().all(gateways))
}

fn pairs<'a>(from: &'a [usize], to: &'a [usize]) -> impl Iterator<Item = (usize, usize)> + use<'a> {
    from.iter().flat_map(|from| to.iter().map(|to| (*from, *to)))
}

/// Whether a policy is about what goes in or out. One that does not say is about what goes in, and about what goes out if it
/// has rules for it.
pub(super) fn is_about(policy: &ResourceModel, side: Side) -> bool {
    match policy.properties.at("spec/policyTypes").and_then(Json::as_list) {
        Some(types) => {
            let name = if side == Side::In { "Ingress" } else { "Egress" };
            types.iter().any(|it| it.as_text() == Some(name))
        }
        None => side == Side::In || policy.properties.at("spec/egress").is_some(),
    }
}

/// The pods that a policy is for.
pub(super) fn selected<'a>(cluster: &'a Cluster<'_>, policy: &'a ResourceModel) -> &'a [usize] {
    let space = policy.properties.at("metadata/namespace");
    let space = space.map_or(Some("default"), |it| match it {
        Json::Text(text) => Some(text),
        it => cluster.referred(it).and_then(|place| cluster.name_of(cluster.object(place)?)),
    });
    space.map_or(&[], |space| cluster.selected(space, policy.properties.at("spec/podSelector")))
}

/// Whom the rules of a policy let pass on a side, each with its rule.
pub(super) fn peers<'a>(
    cluster: &Cluster<'a>,
    policy: &'a ResourceModel,
    side: Side,
) -> impl Iterator<Item = (&'a Json, Vec<Peer>)> {
    let (rules, ends) = if side == Side::In { ("spec/ingress", "from") } else { ("spec/egress", "to") };
    let rules = policy.properties.at(rules).and_then(Json::as_list).unwrap_or_default();
    rules.iter().map(move |rule| match rule.get(ends).and_then(Json::as_list) {
        None | Some([]) => (rule, vec![Peer::Range("everybody".to_owned())]),
        Some(ends) => (rule, ends.iter().map(|end| peer(cluster, policy, end)).collect()),
    })
}

fn peer<'a>(cluster: &Cluster<'a>, policy: &'a ResourceModel, end: &'a Json) -> Peer {
    if let Some(range) = end.at("ipBlock/cidr") {
        return Peer::Range(match range.as_text() {
            Some("0.0.0.0/0" | "::/0") | None => "everybody".to_owned(),
            Some(range) => format!("`{range}`"),
        });
    }
    let (spaces, pods) = (end.get("namespaceSelector"), end.get("podSelector"));
    // All pods of all namespaces are also those of which the app knows nothing.
    if spaces.is_some_and(is_empty) && pods.is_none_or(is_empty) {
        return Peer::Range("everything in the cluster".to_owned());
    }
    let spaces = spaces.map_or_else(|| cluster.space_of(policy).into_iter().collect(), |it| cluster.spaces(it));
    let selected: Vec<usize> = spaces.iter().flat_map(|space| cluster.selected(space, pods)).copied().collect();
    match spaces.as_slice() {
        [] => Peer::Strangers(match named(end) {
            Some(space) => format!("pods of `{space}`"),
            None => "pods of namespaces that the app does not declare".to_owned(),
        }),
        [space] if selected.is_empty() => Peer::Undeclared(format!("pods of `{space}` that the app does not declare")),
        _ if selected.is_empty() => Peer::Undeclared("pods that the app does not declare".to_owned()),
        _ => Peer::Pods(selected),
    }
}

/// The namespace that a peer names.
fn named(end: &Json) -> Option<&str> {
    end.at("namespaceSelector/matchLabels")?.get("kubernetes.io/metadata.name")?.as_text()
}

/// Whether a selector selects everything.
fn is_empty(selector: &Json) -> bool {
    let has = |name| selector.get(name).is_some_and(|it| it.as_object().is_none_or(|it| !it.is_empty()));
    !has("matchLabels") && selector.get("matchExpressions").is_none()
}

/// Whether a range of addresses may have pods in it. One that cannot be read may be any.
fn may_have_pods(range: &str) -> bool {
    let block = CidrBlock::parse(range.trim_matches('`'));
    // Of the addresses that were kept for later (240.0.0.0/4), GKE gives some to pods, too.
    block.map_or(true, |it| it.first() >> 28 == 0xF || OF_PODS.iter().any(|pods| it.overlaps(*pods)))
}

/// Where clusters have their pods: the private addresses of RFC 1918, those that providers share (RFC 6598) and those for measurements
/// (RFC 2544), which networks of AWS and Google Cloud take for pods when the private ones are used up.
const OF_PODS: [CidrBlock; 5] = [
    CidrBlock::literal("10.0.0.0/8"),
    CidrBlock::literal("172.16.0.0/12"),
    CidrBlock::literal("192.168.0.0/16"),
    CidrBlock::literal("100.64.0.0/10"),
    CidrBlock::literal("198.18.0.0/15"),
];

/// Opens a way from each of these pods to somebody.
fn push(cluster: &Cluster<'_>, who: &Who, pods: &[usize], by: Place, ways: &mut Vec<Way>) {
    let stores = pods.iter().filter_map(|at| cluster.pods.get(*at)).filter(|it| !it.is_front);
    let way = |to| Way { who: who.clone(), to: To::OneStore(to), by, reads: true, writes: false, is_said: false };
    ways.extend(stores.map(|it| way(it.place)));
}

/// Opens a way between pods: those who ask get at the data of those who answer.
fn between(cluster: &Cluster<'_>, from: usize, to: usize, by: Place, ways: &mut Vec<Way>) {
    if let Some((from, to)) = cluster.pods.get(from).zip(cluster.pods.get(to)).filter(|(_, to)| !to.is_front) {
        let (who, to) = (Who::OfApp(from.place), To::OneStore(to.place));
        ways.push(Way { who, to, by, reads: true, writes: false, is_said: false });
    }
}
