//! Whether the ways are open that watching takes: to the API server, to a prober and on to what that asks, and to whoever is told.
//!
//! A namespace is closed, so that a monitor, a check or a channel without its way is there in vain. Labels of pods are taken from what
//! selects them: a policy counts if it surely is about these pods.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    rule::{Must, Subject, Verdict, one_or_many, real_data},
    value::{Json, sorted},
};
use hc_cdk_manifest::read::called_in_app;

use super::{
    gateway::NAME_OF_A_NAMESPACE,
    read::{OPERATED, at, has_members, inside, items, namespace, namespace_name, text},
};

const WATCHED: &[Control] =
    &[hipaa::ACTIVITY_REVIEW, hipaa::RESPONSE, soc2::MONITORING, iso27001::MONITORING, iso27001::CONFIGURATION];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub TARGETS_ARE_FOUND = "TargetsAreFound" {
        sentence: "Prometheus is let out to addresses that are no pods', where the API server tells it what there is to ask",
        controls: WATCHED,
        on: &["Prometheus"],
        when: real_data,
        must: Must::Judge(|it| End::operated(it, PROMETHEUS).map_or(Verdict::NotApplicable, |it| {
            Verdict::of(it.ways(Side::Out).any(|way| items(way, &["to"]).iter().any(is_outside)))
        })),
        message: "has no way to the API server, so that it finds nothing to ask",
        help: "use a `Prometheus` with `.api_server([cidr!(..)], 443)`, which opens the way there",
    }

    pub CHECKS_ARE_ASKED = "ChecksAreAsked" {
        sentence: "an uptime check has its ways: from Prometheus to the prober, and from the prober to what it asks",
        controls: WATCHED,
        on: &["Probe"],
        when: real_data,
        must: Must::Judge(are_asked),
        message: "is never answered: a way is closed from Prometheus to its prober, or from there to what it asks",
        help: "use a `Monitoring` with `.prober(&prober).watcher(&prometheus)`, and `.connect(..)` the prober to each workload that it asks",
    }

    pub CHANNELS_ARE_REACHED = "ChannelsAreReached" {
        sentence: "Alertmanager is let out to as many places as there are kinds of channels and servers of mail, on their ports",
        controls: WATCHED,
        on: &["AlertmanagerConfig"],
        when: real_data,
        must: Must::Judge(are_told),
        message: "tells somebody through a channel to which Alertmanager has no way",
        help: "give the `Prometheus` a way for each: `.tells_through(&outside)`",
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    In,
    Out,
}

impl Side {
    /// What a policy calls it: its type, its rules, and their peers.
    fn words(self) -> [&'static str; 3] {
        match self {
            Self::In => ["Ingress", "ingress", "from"],
            Self::Out => ["Egress", "egress", "to"],
        }
    }
}

/// Pods at an end of a way: the namespace of the app that they are in, and labels that they have.
pub(super) struct End<'a> {
    space: Subject<'a>,
    labels: Vec<(&'a str, &'a str)>,
}

/// What the operator calls the pods of Prometheus.
pub(super) const PROMETHEUS: &str = "prometheus";

/// The label that the operator and our workloads give pods.
const NAME: &str = "app.kubernetes.io/name";

impl<'a> End<'a> {
    /// The pods that the operator makes of an object.
    pub(super) fn operated(it: &Subject<'a>, pods: &'static str) -> Option<Self> {
        Some(Self::labelled(namespace(it)?, (NAME, pods)))
    }

    /// Pods with that label.
    pub(super) fn labelled(space: Subject<'a>, label: (&'static str, &'static str)) -> Self {
        Self { space, labels: vec![label] }
    }

    /// The pods of a service.
    pub(super) fn of(service: &Subject<'a>) -> Option<Self> {
        Self::made_with(namespace(service)?, service.property("spec/selector")?)
    }

    /// Pods that have those labels.
    pub(super) fn made_with(space: Subject<'a>, labels: &'a Json) -> Option<Self> {
        let labels = labels.as_object().filter(|it| !it.is_empty())?;
        let labels = labels.iter().filter_map(|(name, value)| Some((name, value.as_text()?)));
        Some(Self { space, labels: labels.collect() })
    }

    fn is_selected(&self, selector: &Json) -> bool {
        let labels = at(selector, &["matchLabels"]).and_then(Json::as_object);
        let has = |name: &str, value: &Json| value.as_text().is_some_and(|it| self.labels.contains(&(name, it)));
        !has_members(selector, &["matchExpressions"])
            && labels.is_none_or(|it| it.iter().all(|(name, value)| has(name, value)))
    }

    /// The ways on a side that policies of the namespace open for these pods.
    pub(super) fn ways(&self, side: Side) -> impl Iterator<Item = &'a Json> {
        let [kind, rules, _] = side.words();
        let policies = inside(&self.space, "NetworkPolicy");
        let about = policies.filter(move |it| {
            let types = it.list("spec/policyTypes");
            (types.is_empty() || types.iter().any(|it| it.as_text() == Some(kind)))
                && it.property("spec/podSelector").is_none_or(|it| self.is_selected(it))
        });
        about.flat_map(move |it| it.list(&format!("spec/{rules}")))
    }

    /// Whether a peer of a policy in a namespace is these pods.
    fn is_peer(&self, here: &Subject<'_>, peer: &Json) -> bool {
        let name = self.space.text("metadata/name");
        let space = match peer.get("namespaceSelector") {
            Some(it) => name.is_some() && text(it, &["matchLabels", NAME_OF_A_NAMESPACE]) == name,
            None => here.text("metadata/name") == name,
        };
        space && peer.get("ipBlock").is_none() && peer.get("podSelector").is_none_or(|it| self.is_selected(it))
    }

    /// Whether these pods let others in on a port, or are let out to them.
    fn opens(&self, side: Side, other: &Self, port: u16) -> bool {
        let [.., peers] = side.words();
        self.ways(side)
            .any(|way| is_of(way, port) && items(way, &[peers]).iter().any(|it| other.is_peer(&self.space, it)))
    }

    /// Whether a way is open on both sides: on that port, or on any one where it is not known which.
    pub(super) fn reaches(&self, other: &Self, port: impl Into<Option<u16>>) -> bool {
        let is_open = |port: u16| self.opens(Side::Out, other, port) && other.opens(Side::In, self, port);
        match port.into() {
            Some(port) => is_open(port),
            None => other.ways(Side::In).flat_map(ports).any(is_open),
        }
    }

    /// Whether somebody is let in, on that port if it is known.
    pub(super) fn lets_in(&self, port: Option<u16>) -> bool {
        self.ways(Side::In).any(|way| port.is_none_or(|port| is_of(way, port)))
    }
}

/// Whether a way is about a port.
fn is_of(way: &Json, port: u16) -> bool {
    ports(way).any(|it| it == port)
}

/// The ports that a way is about.
fn ports(way: &Json) -> impl Iterator<Item = u16> {
    items(way, &["ports"]).iter().filter_map(|it| it.get("port")?.as_int()?.try_into().ok())
}

pub(super) fn is_outside(peer: &Json) -> bool {
    at(peer, &["ipBlock", "cidr"]).is_some()
}

/// Where an address leads.
enum Asked<'a> {
    /// To pods of the app.
    Pods(End<'a>, u16),
    /// Out of the cluster.
    Outside(u16),
    /// To a service that the app does not declare.
    Unknown,
}

impl<'a> Asked<'a> {
    fn at(asker: &Subject<'a>, address: &str) -> Self {
        let (scheme, rest) = address.split_once("://").unwrap_or(("http", address));
        let host = rest.split('/').next().unwrap_or_default();
        let (host, port) = match host.split_once(':') {
            Some((host, port)) => (host, port.parse().ok()),
            None => (host, Some(if scheme == "https" { 443 } else { 80 })),
        };
        let Some(port) = port else { return Self::Unknown };
        let Some((name, space)) = host.strip_suffix(".svc").and_then(|it| it.split_once('.')) else {
            return Self::Outside(port);
        };
        let is_there = |it: &Subject<'_>| namespace(it).is_some_and(|it| it.text("metadata/name") == Some(space));
        let service = called_in_app(asker, name, "Service").find(is_there);
        match service.as_ref().and_then(End::of) {
            Some(end) => Self::Pods(end, port),
            None => Self::Unknown,
        }
    }
}

fn are_asked(probe: &Subject<'_>) -> Verdict {
    let Some(Asked::Pods(prober, port)) = probe.text("spec/prober/url").map(|it| Asked::at(probe, it)) else {
        return Verdict::NotApplicable;
    };
    // Where there is one for each of several namespaces, that of the check's own asks.
    let (near, far): (Vec<_>, Vec<_>) =
        probe.found_by(&OPERATED, "Prometheus").partition(|it| namespace_name(it) == namespace_name(probe));
    let askers = if near.is_empty() { far } else { near };
    let reached = |it: &Subject<'_>| End::operated(it, PROMETHEUS).is_some_and(|it| it.reaches(&prober, port));
    // One that the app does not have is let in by its namespace.
    let is_reached = if askers.is_empty() { prober.lets_in(Some(port)) } else { askers.iter().all(reached) };
    // Of what nobody here knows it is not known whether the prober gets there.
    let answers = |address: &Json| match address.as_text().map(|it| Asked::at(probe, it)) {
        Some(Asked::Pods(end, port)) => Some(prober.reaches(&end, port)),
        Some(Asked::Outside(port)) => Some(is_let_out(&prober, port)),
        Some(Asked::Unknown) | None => None,
    };
    let answered: Vec<Option<bool>> = probe.list("spec/targets/staticConfig/static").iter().map(answers).collect();
    if !is_reached || answered.contains(&Some(false)) {
        Verdict::Broken
    } else if answered.is_empty() || answered.contains(&None) {
        Verdict::NotApplicable
    } else {
        Verdict::Held
    }
}

/// Whether pods are let out to some network on a port.
fn is_let_out(pods: &End<'_>, port: u16) -> bool {
    pods.ways(Side::Out).any(|way| is_of(way, port) && items(way, &["to"]).iter().any(is_outside))
}

/// Where a channel leads: a kind of channel of one service each, or a server.
fn places<'a>(config: &Subject<'a>) -> Vec<(&'a str, Option<u16>)> {
    let mut places = Vec::new();
    for receiver in config.list("spec/receivers") {
        for (kind, channels) in receiver.as_object().into_iter().flat_map(hc_cdk::value::Object::iter) {
            match kind {
                "name" => {}
                // A server that is not said here is one, too.
                "emailConfigs" => places.extend(one_or_many(Some(channels)).iter().map(|it| {
                    let server = text(it, &["smarthost"]).unwrap_or_default();
                    (server, server.rsplit_once(':').and_then(|(_, port)| port.parse().ok()))
                })),
                // What a webhook is called at stands in a secret.
                "webhookConfigs" => places.push((kind, None)),
                _ => places.push((kind, Some(443))),
            }
        }
    }
    sorted(places)
}

fn are_told(config: &Subject<'_>) -> Verdict {
    let mut tellers = config.found_by(&OPERATED, "Alertmanager").peekable();
    if tellers.peek().is_none() {
        return Verdict::NotApplicable;
    }
    let places = places(config);
    // Receivers that are names alone tell nobody, and of what nobody here can read nothing is known.
    if places.is_empty() {
        return Verdict::NotApplicable;
    }
    Verdict::of(tellers.all(|it| {
        let Some(pods) = End::operated(&it, "alertmanager") else { return true };
        // Among themselves they tell nobody, and a block without addresses is none.
        let leads = |it: &Json| is_outside(it) || (it.get("ipBlock").is_none() && !pods.is_peer(&pods.space, it));
        let is_out = |way: &&Json| items(way, &["to"]).iter().any(leads);
        let ways: Vec<&Json> = pods.ways(Side::Out).filter(is_out).filter(|way| !is_of(way, 53)).collect();
        let enough = |port: u16| {
            let asked = places.iter().filter(|(_, it)| *it == Some(port)).count();
            ways.iter().filter(|way| is_of(way, port)).count() >= asked
        };
        ways.len() >= places.len() && places.iter().filter_map(|(_, port)| *port).all(enough)
    }))
}
