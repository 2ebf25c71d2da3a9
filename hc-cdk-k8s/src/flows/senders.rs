//! Who of the app is outside of a cluster and sends something to ports of pods: API servers what they record, and load balancers of a cloud
//! requests.

use hc_cdk::{literal::cidr::CidrBlock, model::ResourceModel, target::Place, value::Json};
use hc_cdk_manifest::read::either;

use super::cluster::{Cluster, kind};
use crate::{
    naming::NAME_LABEL,
    rules::{ADDRESS, FRONTS},
};

/// Somebody of the app that is outside of the cluster and sends something to a port of pods, which are known by the name of their service.
pub(super) struct Sender {
    pub(super) place: Place,
    known: String,
    port: i64,
    /// The ranges that it sends from; none if whoever is let in has to have its certificate.
    from: Vec<CidrBlock>,
}

/// All of them.
pub(super) fn of(cluster: &Cluster<'_>) -> Vec<Sender> {
    recorders(cluster).into_iter().chain(balancers(cluster)).collect()
}

/// What tells API servers where they send what they record: whoever it lets in has to have the certificate of the server.
fn recorders(cluster: &Cluster<'_>) -> Vec<Sender> {
    let objects = cluster.others.iter().filter_map(|place| Some((*place, cluster.object(*place)?)));
    let sender = |(place, it): (Place, &ResourceModel)| {
        let text = |name: &str| it.properties.at(&format!("clusters/0/cluster/{name}")).and_then(Json::as_text);
        let port = text("server")?.strip_prefix("https://")?.split([':', '/']).nth(1)?.parse().ok()?;
        Some(Sender { place, known: text("tls-server-name")?.to_owned(), port, from: Vec::new() })
    };
    objects.filter(|(_, it)| it.kind() == "v1/Config").filter_map(sender).collect()
}

/// The load balancers that ask pods of a service: those that lead to what the service says of itself.
fn balancers(cluster: &Cluster<'_>) -> Vec<Sender> {
    let objects = cluster.others.iter().filter_map(|place| cluster.object(*place));
    let services = objects.filter(|it| kind(it) == "Service").filter_map(|it| {
        let says = it.properties.at("metadata/annotations")?;
        let said = [ENDPOINTS, ADDRESS].iter().find_map(|name| says.get(name)?.as_text())?;
        let name = it.properties.at("spec/selector")?.get(NAME_LABEL)?.as_text()?;
        Some((said, format!("{name}.{}.svc", cluster.space_of(it)?), it))
    });
    let services: Vec<(&str, String, &ResourceModel)> = services.collect();
    // Most apps have none, and to look for the balancers is a walk over all that there is.
    let askers: Vec<Asker> = if services.is_empty() { Vec::new() } else { askers(cluster) };
    let mut senders = Vec::new();
    for (said, known, service) in services {
        for asker in askers.iter().filter(|it| it.knows(said)) {
            let ports = service.properties.at("spec/ports").and_then(Json::as_list).unwrap_or_default();
            // Pods are asked at their own ports.
            let ports = ports.iter().filter_map(|it| it.get("targetPort").or_else(|| it.get("port"))?.as_int());
            let sender = |port| Sender { place: asker.place, known: known.clone(), port, from: asker.from.clone() };
            senders.extend(ports.map(sender));
        }
    }
    senders.dedup_by(|one, other| (one.place, &one.known, one.port) == (other.place, &other.known, other.port));
    senders
}

/// By what a service says under which name load balancers of Google Cloud know its pods.
const ENDPOINTS: &str = "cloud.google.com/neg";

/// A load balancer of a cloud that a stack of the app has: whom it asks, and where from.
struct Asker {
    place: Place,
    /// What the service that it asks says of itself, or a part of that.
    said: String,
    is_whole: bool,
    from: Vec<CidrBlock>,
}

impl Asker {
    fn knows(&self, said: &str) -> bool {
        if self.is_whole { said == self.said } else { said.contains(&self.said) }
    }
}

fn askers(cluster: &Cluster<'_>) -> Vec<Asker> {
    let all = cluster.everything().flat_map(|(place, it)| match kind(it) {
        "ComputeBackendService" => backend(place, it),
        "ApplicationGateway" => gateway(cluster, place, it),
        _ => Vec::new(),
    });
    all.collect()
}

/// The groups of endpoints that a service of a load balancer of Google Cloud leads to.
fn backend(place: Place, it: &ResourceModel) -> Vec<Asker> {
    let ways = it.properties.at("spec/backend").and_then(Json::as_list).unwrap_or_default();
    let groups = ways.iter().filter_map(|it| it.at("group/networkEndpointGroupRef/external")?.as_text());
    let names = groups.filter_map(|it| Some(it.rsplit_once('/')?.1));
    let asker = |name| Asker { place, said: format!("\"name\":\"{name}\""), is_whole: false, from: FRONTS.to_vec() };
    names.map(asker).collect()
}

/// The addresses that a gateway of Azure leads to. It asks from its subnet, in which there are gateways alone.
fn gateway(cluster: &Cluster<'_>, place: Place, it: &ResourceModel) -> Vec<Asker> {
    let list = |json: &'_ Json, name: &str| json.at(name).and_then(Json::as_list).unwrap_or_default().to_vec();
    let places = list(&it.properties, "spec/gatewayIPConfigurations");
    let from: Option<Vec<Vec<CidrBlock>>> = places.iter().map(|it| subnet(cluster, place, it)).collect();
    // One that cannot be read may be any.
    let Some(from) = from.map(|it| it.concat()).filter(|it| !it.is_empty()) else { return Vec::new() };
    let pools = list(&it.properties, "spec/backendAddressPools");
    let all = pools.iter().flat_map(|it| list(it, "backendAddresses"));
    let addresses = all.filter_map(|it| Some(it.get("ipAddress")?.as_text()?.to_owned()));
    addresses.map(|said| Asker { place, said, is_whole: true, from: from.clone() }).collect()
}

/// The addresses of the subnet that a gateway is in.
fn subnet(cluster: &Cluster<'_>, gateway: Place, at: &Json) -> Option<Vec<CidrBlock>> {
    let name = at.at("subnet/reference/name")?;
    let is_called = |place: &Place, it: &ResourceModel| {
        place.0 == gateway.0 && kind(it) == "VirtualNetworksSubnet" && cluster.name_of(it) == cluster.text(name)
    };
    let object = match cluster.referred(name) {
        Some(place) => cluster.object(place),
        None => cluster.everything().find(|(place, it)| is_called(place, it)).map(|(_, it)| it),
    };
    let ranges = either(&object?.properties, &["spec", "addressPrefix"], &["spec", "addressPrefixes"])?;
    ranges.into_iter().map(|it| CidrBlock::parse(it).ok()).collect()
}

impl Sender {
    /// Whether it sends from a range, and nobody else does.
    pub(super) fn is_from(&self, range: &str) -> bool {
        let is_one = || self.from.iter().any(|it| range == format!("`{it}`"));
        !is_everywhere(range) && (self.from.is_empty() || is_one())
    }

    /// Whether a policy is for the pods that take what is sent, and for their port alone.
    pub(super) fn is_let_in(&self, cluster: &Cluster<'_>, policy: &ResourceModel) -> bool {
        let name = policy.properties.at("spec/podSelector/matchLabels").and_then(|it| it.get(NAME_LABEL));
        let known = name.and_then(Json::as_text).zip(cluster.space_of(policy));
        let rules = policy.properties.at("spec/ingress").and_then(Json::as_list).unwrap_or_default();
        let only = |rule: &Json| match rule.get("ports").and_then(Json::as_list) {
            Some([port]) => port.get("port") == Some(&Json::Int(self.port)) && port.get("endPort").is_none(),
            _ => false,
        };
        known.is_some_and(|(name, space)| self.known == format!("{name}.{space}.svc")) && rules.iter().all(only)
    }
}

/// Whether a range, in words, is everybody.
pub(super) fn is_everywhere(range: &str) -> bool {
    !range.starts_with('`')
}
