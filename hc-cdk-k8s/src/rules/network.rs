//! What a network policy must not open, and where pods are.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    literal::cidr::CidrBlock,
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::{
    gateway::{NAME_OF_A_NAMESPACE, takes_one_namespace},
    read::{at, has_members, has_only, items, namespace, namespace_name, pods, text},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub OPENS_NAMED_WAYS = "OpensNamedWays" {
        sentence: "a network policy opens numbered ports to pods and networks that it names, and to nothing else",
        controls: &[
            hipaa::ACCESS_ISOLATION,
            hipaa::TRANSMISSION_SECURITY,
            soc2::BOUNDARY_PROTECTION,
            iso27001::NETWORK_SECURITY,
            iso27001::ACCESS_RESTRICTION,
            gdpr::BY_DESIGN,
        ],
        on: &["NetworkPolicy"],
        when: real_data,
        must: Must::Hold(opens_named_ways),
        message: "opens ports, pods or networks that it does not name one by one, or networks that are wider than anybody's",
        help: "connect a workload to what it uses, which opens the ways between the two and no others; a network is of 16 bits at least, and a private one of 12",
    }

    pub CILIUM_ADMITS_ITS_GATEWAYS = "CiliumAdmitsItsGateways" {
        sentence: "a policy of Cilium lets its gateways ask numbered ports of pods that it names, and opens nothing else",
        controls: &[
            hipaa::ACCESS_ISOLATION,
            hipaa::TRANSMISSION_SECURITY,
            soc2::BOUNDARY_PROTECTION,
            iso27001::NETWORK_SECURITY,
            iso27001::ACCESS_RESTRICTION,
        ],
        on: &["CiliumNetworkPolicy"],
        when: real_data,
        must: Must::Hold(admits_gateways),
        message: "opens more than numbered ports of pods that it names, or lets in others than gateways of Cilium",
        help: "use an `HttpsRoute` with `Controller::Gateway { class: \"cilium\", namespace: \"gateways\" }`, and a network policy for whatever else",
    }

    pub IN_A_CLOSED_NAMESPACE = "InAClosedNamespace" {
        sentence: "a pod is in a namespace of the app",
        controls: &[
            hipaa::ACCESS_ISOLATION,
            hipaa::TRANSMISSION_SECURITY,
            soc2::BOUNDARY_PROTECTION,
            iso27001::ACCESS_RESTRICTION,
            gdpr::BY_DESIGN,
        ],
        on: &[],
        when: real_data,
        must: Must::Judge(|it| match pods(it, |_, _| false) {
            Verdict::NotApplicable => Verdict::NotApplicable,
            _ => Verdict::of(namespace(it).is_some()),
        }),
        message: "makes pods in a namespace that the app does not declare",
        help: "put it into a `Namespace`",
    }

    pub IN_ITS_NAMESPACE = "InItsNamespace" {
        sentence: "what belongs to a namespace is in one of the app; a gateway may be with its proxies, if it takes the routes of such a one alone",
        controls: &[hipaa::ACCESS_ISOLATION, soc2::BOUNDARY_PROTECTION, iso27001::SEGREGATION],
        on: &[
            "Alertmanager",
            "AlertmanagerConfig",
            "AuthorizationPolicy",
            "Certificate",
            "CiliumNetworkPolicy",
            "Cluster",
            "ConfigMap",
            "DestinationRule",
            "Elasticsearch",
            "ExternalSecret",
            "Gateway",
            "HTTPRoute",
            "HorizontalPodAutoscaler",
            "Ingress",
            "Issuer",
            "Lease",
            "LimitRange",
            "NetworkPolicy",
            "ObjectStore",
            "Password",
            "PeerAuthentication",
            "PerconaServerMongoDB",
            "PersistentVolumeClaim",
            "PodDisruptionBudget",
            "PodMonitor",
            "Pooler",
            "Probe",
            "Prometheus",
            "PrometheusRule",
            "RedisReplication",
            "RedisSentinel",
            "ReferenceGrant",
            "ResourceQuota",
            "Role",
            "RoleBinding",
            "ScaledObject",
            "ScheduledBackup",
            "Secret",
            "SecretStore",
            "Service",
            "ServiceAccount",
            "ServiceMonitor",
            "StackConfigPolicy",
            "TargetGroupBinding",
            "VerticalPodAutoscaler",
            "VirtualService",
        ],
        when: real_data,
        must: Must::Hold(|it| {
            let with_its_proxies = it.is("Gateway") && namespace_name(it).is_some() && takes_one_namespace(it);
            namespace(it).is_some() || with_its_proxies
        }),
        message: "is in a namespace that the app does not declare, or in none",
        help: "put it into a `Namespace`",
    }

    pub CLOSED_SERVICE = "ClosedService" {
        sentence: "a service opens no port to the outside of the cluster, but for private networks that it names at an address of theirs",
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            soc2::BOUNDARY_PROTECTION,
            iso27001::NETWORK_SECURITY,
            iso27001::CONFIGURATION,
        ],
        on: &["Service"],
        when: real_data,
        must: Must::Hold(|it| {
            let inside = it.property("spec/type").is_none_or(|it| it.as_text() == Some("ClusterIP"));
            inside && it.property("spec/externalIPs").is_none() || is_at_an_address(it)
        }),
        message: "opens a port to the outside of the cluster",
        help: "use an `HttpsRoute`, which has a certificate",
    }
}

/// Whether a service is reached by a load balancer that is inside of the network of its cloud, by private networks that it names, and by no
/// port of a node for requests.
///
/// Azure makes one reached from elsewhere by other annotations of these: by a link of another subscription, or an address besides.
///
/// Source: "Customizations via Kubernetes annotations" of Azure Kubernetes Service.
pub(super) fn is_at_an_address(it: &Subject<'_>) -> bool {
    let annotations = it.property("metadata/annotations").and_then(Json::as_object);
    let says = |name: &str| annotations.and_then(|it| it.get(name)).and_then(Json::as_text);
    let ranges = it.list("spec/loadBalancerSourceRanges");
    it.text("spec/type") == Some("LoadBalancer")
        && says(INSIDE) == Some("true")
        && says(ADDRESS).is_some_and(|it| CidrBlock::parse(&format!("{it}/32")).is_ok_and(CidrBlock::is_private))
        && annotations.is_some_and(|it| it.iter().all(|(name, _)| !name.starts_with(OF_BALANCERS) || matches!(name, INSIDE | ADDRESS)))
        && it.property("spec").is_some_and(|it| has_only(it, &AT_AN_ADDRESS))
        && it.property("spec/allocateLoadBalancerNodePorts") == Some(&Json::Bool(false))
        && it.list("spec/ports").iter().all(|it| it.get("nodePort").is_none())
        // Otherwise whoever asks is known by the address of a node.
        && it.text("spec/externalTrafficPolicy") == Some("Local")
        && !ranges.is_empty()
        && ranges.iter().all(|it| it.as_text().is_some_and(|it| CidrBlock::parse(it).is_ok_and(CidrBlock::is_private)))
}

/// What a service says for Azure of its load balancer: that it is inside of the network, and at which address.
const OF_BALANCERS: &str = "service.beta.kubernetes.io/";
const INSIDE: &str = "service.beta.kubernetes.io/azure-load-balancer-internal";
pub(crate) const ADDRESS: &str = "service.beta.kubernetes.io/azure-load-balancer-ipv4";

/// The members of a service that is reached by one.
const AT_AN_ADDRESS: [&str; 6] =
    ["allocateLoadBalancerNodePorts", "externalTrafficPolicy", "loadBalancerSourceRanges", "ports", "selector", "type"];

fn opens_named_ways(policy: &Subject<'_>) -> bool {
    let Some(spec) = policy.property("spec") else { return false };
    let of_all = !has_members(spec, &["podSelector"]);
    [("ingress", "from"), ("egress", "to")].iter().all(|(ways, peers)| match spec.get(ways) {
        None => true,
        Some(Json::List(ways)) => {
            ways.iter().all(|way| names_all(way, peers) && (!of_all || *peers == "to" && asks_for_names(way)))
        }
        Some(_) => false,
    }) && (of_all || at(spec, &["podSelector"]).is_some_and(names_pods))
        && namespace_name(policy).is_some()
}

/// Whether a policy of Cilium opens ports to gateways, and nothing else.
fn admits_gateways(policy: &Subject<'_>) -> bool {
    let one_port = |it: &Json| {
        let number = text(it, &["port"]).and_then(|it| it.parse::<u16>().ok());
        number.is_some_and(|it| it > 0) && has_only(it, &["port", "protocol"])
    };
    let ports = |it: &Json| {
        let ports = items(it, &["ports"]);
        has_only(it, &["ports"]) && !ports.is_empty() && ports.iter().all(one_port)
    };
    let of_gateways = |it: &Json| {
        let to = items(it, &["toPorts"]);
        has_only(it, &["fromEntities", "toPorts"])
            && matches!(items(it, &["fromEntities"]), [one] if one.as_text() == Some("ingress"))
            && !to.is_empty()
            && to.iter().all(ports)
    };
    let ways = policy.list("spec/ingress");
    policy.property("specs").is_none()
        && policy.property("spec").is_some_and(|it| {
            has_only(it, &["endpointSelector", "ingress"]) && at(it, &["endpointSelector"]).is_some_and(names_pods)
        })
        && !ways.is_empty()
        && ways.iter().all(of_gateways)
        && namespace_name(policy).is_some()
}

/// Whether a way names its ports and who is at its other end.
fn names_all(way: &Json, peers: &str) -> bool {
    let (ports, peers) = (items(way, &["ports"]), items(way, &[peers]));
    let one_port = |it: &Json| matches!(it.get("port"), Some(Json::Int(1..))) && it.get("endPort").is_none();
    let all = !ports.is_empty() && ports.iter().all(one_port) && !peers.is_empty() && peers.iter().all(is_named);
    all && hosts(peers) <= MOST_HOSTS
}

/// What may be reached at most by the networks of one way: as many addresses as the largest private range has.
const MOST_HOSTS: u64 = 1 << 24;

/// How many hosts the networks among some peers have.
fn hosts(peers: &[Json]) -> u64 {
    let block = |it: &Json| CidrBlock::parse(text(it, &["ipBlock", "cidr"])?).ok();
    peers.iter().filter_map(block).map(CidrBlock::addresses).sum()
}

/// Whether it is the way to the cluster's name server, which all pods of a namespace have.
fn asks_for_names(way: &Json) -> bool {
    items(way, &["ports"]).iter().all(|it| it.get("port") == Some(&Json::Int(53)))
}

/// The bits of prefix that a network has at least: the cloud of a team at private addresses, and somebody's part of the internet.
const PRIVATE: u8 = 12;
const PUBLIC: u8 = 16;

fn is_named(peer: &Json) -> bool {
    match (peer.get("ipBlock"), peer.get("namespaceSelector"), peer.get("podSelector")) {
        (Some(block), None, None) => is_network(block),
        (None, None, Some(pods)) => names_pods(pods),
        (None, Some(namespace), pods) => names_namespace(namespace) && pods.is_none_or(names_pods),
        _ => false,
    }
}

/// Whether it is a network that somebody has, and no range of the private addresses as a whole. Addresses of version 6 have 32 bits of
/// prefix at least.
fn is_network(block: &Json) -> bool {
    text(block, &["cidr"]).is_some_and(|cidr| match cidr.split_once('/') {
        Some((address, prefix)) if address.contains(':') => {
            prefix.parse::<u8>().is_ok_and(|it| (32..=128).contains(&it))
        }
        _ => CidrBlock::parse(cidr).is_ok_and(|it| it.prefix() >= if it.is_private() { PRIVATE } else { PUBLIC }),
    })
}

/// Whether a selector says which pods it means by a label's value.
fn names_pods(selector: &Json) -> bool {
    let labels = at(selector, &["matchLabels"]).and_then(Json::as_object).is_some_and(|it| !it.is_empty());
    labels || items(selector, &["matchExpressions"]).iter().any(|it| text(it, &["operator"]) == Some("In"))
}

/// Whether a selector says which namespace it means by the label that only the cluster sets.
fn names_namespace(selector: &Json) -> bool {
    let is_in = |it: &Json| text(it, &["key"]) == Some(NAME_OF_A_NAMESPACE) && text(it, &["operator"]) == Some("In");
    at(selector, &["matchLabels", NAME_OF_A_NAMESPACE]).is_some()
        || items(selector, &["matchExpressions"]).iter().any(is_in)
}
