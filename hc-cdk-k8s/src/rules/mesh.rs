//! The mesh of a namespace, as Istio has it: who speaks what with whom, and what becomes of requests.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    literal::cidr::CidrBlock,
    rule::{Must, Subject, Verdict, real_data},
    value::{Json, Object},
};

use super::{
    floors::{has_given_labels, labels_of_pods},
    operated::has_only,
    read::{Declared, at, inside, items, named, namespace, namespace_name, text},
};

const IN_TRANSIT: &[Control] =
    &[hipaa::TRANSMISSION_SECURITY, hipaa::TRANSMISSION_ENCRYPTION, soc2::TRANSMISSION, iso27001::NETWORK_SERVICES];

/// What is said of pods that get no requests for a while. That enough pods have to be well would let those that fail have them.
const EJECTED: [&str; 4] = ["baseEjectionTime", "consecutive5xxErrors", "interval", "maxEjectionPercent"];

/// What pods of a program's own are made by.
const MAKERS: [&str; 8] = ["CronJob", "DaemonSet", "Deployment", "Job", "Pod", "ReplicaSet", "Rollout", "StatefulSet"];

const RESILIENT: &[Control] = &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub MESH_IS_STRICT = "MeshIsStrict" {
        sentence: "proxies of a mesh take mutual TLS only, but on ports that tell figures or that a `Probe` asks",
        controls: IN_TRANSIT,
        on: &["PeerAuthentication"],
        when: real_data,
        must: Must::Hold(is_strict),
        message: "lets pods of a mesh be asked without mutual TLS",
        help: "give the namespace a mesh, `Namespace::builder().mesh()`, or set `mode` to `STRICT`",
    }

    pub MESH_ADMITS_BY_NAME = "MeshAdmitsByName" {
        sentence: "workloads of a mesh are asked by accounts or namespaces that are named, on ports that are named; for figures, and by a `Probe`, by whoever the network lets through; a gateway, by networks that are named",
        controls: &[hipaa::AUTHENTICATION, hipaa::ACCESS_ISOLATION, soc2::LOGICAL_ACCESS, iso27001::ACCESS_CONTROL],
        on: &["AuthorizationPolicy", "PeerAuthentication"],
        when: real_data,
        must: Must::Judge(|it| match it.kind() {
            "AuthorizationPolicy" => Verdict::of(admits_by_name(it)),
            // Pods of which no policy says anything are asked by everybody, unless one for all says that nobody does.
            _ if is_for_all(it) => Verdict::of(namespace(it).is_some_and(|it| inside(&it, "AuthorizationPolicy").any(|it| is_nobody(&it)))),
            _ => Verdict::NotApplicable,
        }),
        message: "lets in whoever asks, or does not say whom",
        help: "connect workloads: `.connect(&service)` names the account that asks",
    }

    pub SPEAKS_THROUGH_ITS_MESH = "SpeaksThroughItsMesh" {
        sentence: "workloads in a namespace with a mesh speak through a proxy, in and out",
        controls: IN_TRANSIT,
        on: &MAKERS,
        when: real_data,
        must: Must::Judge(|it| if is_meshed(it) { Verdict::of(is_proxied(it)) } else { Verdict::NotApplicable }),
        message: "speaks past the mesh of its namespace",
        help: "use a `Workload`, or label its pods `sidecar.istio.io/inject: \"true\"` and leave out what passes the proxy by",
    }

    pub REQUESTS_STAY_IN_THE_MESH = "RequestsStayInTheMesh" {
        sentence: "requests to a workload go over mutual TLS, and pods that fail get none for a while",
        controls: RESILIENT,
        on: &["DestinationRule"],
        when: real_data,
        must: Must::Hold(|it| {
            let policy = "spec/trafficPolicy";
            let positive = |name: &str| matches!(it.property(&format!("{policy}/outlierDetection/{name}")), Some(Json::Int(1..)));
            it.property("spec").is_some_and(|it| has_only(it, "", &["host", "trafficPolicy"]))
                && it.property(policy).is_some_and(|it| has_only(it, "", &["connectionPool", "loadBalancer", "outlierDetection", "tls"]))
                && it.property(&format!("{policy}/tls")).is_some_and(|it| has_only(it, "", &["mode"]))
                && it.text(&format!("{policy}/tls/mode")) == Some("ISTIO_MUTUAL")
                && it.property(&format!("{policy}/outlierDetection")).is_some_and(|it| has_only(it, "", &EJECTED))
                && ["baseEjectionTime", "interval"].iter().all(|name| {
                    it.property(&format!("{policy}/outlierDetection/{name}")).is_none_or(is_in_seconds)
                })
                && positive("consecutive5xxErrors")
                && positive("maxEjectionPercent")
        }),
        message: "sends requests without mutual TLS, or to pods that fail",
        help: "leave requests to the `Traffic` of the workload",
    }

    pub REQUESTS_END = "RequestsEnd" {
        sentence: "a request to a workload ends after a stated time, and goes to that workload and nowhere else",
        controls: RESILIENT,
        on: &["VirtualService"],
        when: real_data,
        must: Must::Hold(requests_end),
        message: "has requests that never end, or that go elsewhere",
        help: "leave requests to the `Traffic` of the workload",
    }
}

/// Whether a span of time is one of whole seconds: not none at all, nor one that is over at once, nor hours.
fn is_in_seconds(span: &Json) -> bool {
    span.as_text().and_then(|it| it.strip_suffix('s')?.parse::<u32>().ok()).is_some_and(|it| it > 0)
}

/// Whether an object is in a namespace of which all pods take mutual TLS.
fn is_meshed(subject: &Subject<'_>) -> bool {
    namespace(subject).is_some_and(|it| inside(&it, "PeerAuthentication").any(|it| is_for_all(&it)))
}

/// Whether an object of a mesh is about all pods of its namespace.
fn is_for_all(mesh: &Subject<'_>) -> bool {
    mesh.property("spec/selector").is_none()
}

/// Whether a policy lets nobody into any pod of its namespace: it lets in, and does not say whom.
fn is_nobody(policy: &Subject<'_>) -> bool {
    let spec = policy.property("spec");
    spec.is_some_and(|spec| has_only(spec, "", &["action"]) && text(spec, &["action"]) == Some("ALLOW"))
}

fn is_strict(mesh: &Subject<'_>) -> bool {
    let open = mesh.property("spec/portLevelMtls");
    has_only(&mesh.resource.properties, "spec", &["mtls", "portLevelMtls", "selector"])
        && mesh.text("spec/mtls/mode") == Some("STRICT")
        && open.is_none_or(|open| {
            open.as_object().is_some_and(|it| {
                it.iter().all(|(port, it)| {
                    text(it, &["mode"]) == Some("STRICT")
                        || text(it, &["mode"]) == Some("PERMISSIVE") && tells_figures(mesh, port)
                })
            })
        })
}

/// Whether all pods that an object of a mesh selects, and there are some, tell figures on a port, or are what a prober is there.
fn tells_figures(mesh: &Subject<'_>, port: &str) -> bool {
    let Some(zone) = namespace(mesh) else { return false };
    let selected = |it: &Subject<'_>| {
        let wanted = mesh.property("spec/selector/matchLabels");
        wanted.and_then(Json::as_object).is_some_and(|wanted| !wanted.is_empty() && has_given_labels(it, wanted))
    };
    let tells = |it: &Subject<'_>| {
        let pods = Declared::of(it).pods;
        let mut ports = pods.iter().flat_map(|pod| items(pod, &["containers"])).flat_map(|it| items(it, &["ports"]));
        ports.any(|it| {
            text(it, &["name"]) == Some("metrics") && at(it, &["containerPort"]).is_some_and(|it| *it == number(port))
        })
    };
    let all: Vec<Subject<'_>> = MAKERS.iter().flat_map(|kind| inside(&zone, kind)).filter(selected).collect();
    !all.is_empty() && all.iter().all(|it| tells(it) || is_prober(it, port))
}

fn number(text: &str) -> Json {
    text.parse::<i64>().map_or(Json::Null, Json::Int)
}

/// Whether an uptime check of the chart is made by a workload, on a port.
fn is_prober(workload: &Subject<'_>, port: &str) -> bool {
    let (name, zone) = (workload.text("metadata/name"), namespace_name(workload));
    let Some((name, zone)) = name.zip(zone) else { return false };
    let address = format!("{name}.{zone}.svc:{port}");
    workload.of_stack().any(|it| it.is("Probe") && it.text("spec/prober/url") == Some(&address))
}

fn admits_by_name(policy: &Subject<'_>) -> bool {
    let Some(spec) = policy.property("spec") else { return false };
    let rules = items(spec, &["rules"]);
    let selects = at(spec, &["selector", "matchLabels"]).and_then(Json::as_object).is_some_and(|it| !it.is_empty());
    let of_pods = has_only(spec, "", &["action", "rules", "selector"]) && selects;
    is_nobody(policy)
        || (of_pods || is_of_gateways(policy, spec))
            && text(spec, &["action"]).is_none_or(|it| it == "ALLOW")
            && !rules.is_empty()
            && rules.iter().all(|rule| names_who_and_where(policy, rule, !of_pods))
}

/// Whether a policy is about gateways of the app in its namespace, and about no other pods.
fn is_of_gateways(policy: &Subject<'_>, spec: &Json) -> bool {
    let targets = items(spec, &["targetRefs"]);
    let ours = |it: &Json| {
        has_only(it, "", &["group", "kind", "name"])
            && text(it, &["group"]) == Some("gateway.networking.k8s.io")
            && text(it, &["kind"]) == Some("Gateway")
            && named(policy, it.get("name"), "Gateway").is_some()
    };
    has_only(spec, "", &["action", "rules", "targetRefs"]) && !targets.is_empty() && targets.iter().all(ours)
}

/// Whether a rule says who asks, on which ports. What asks a gateway is outside of the mesh: it is known by its network.
fn names_who_and_where(policy: &Subject<'_>, rule: &Json, of_gateway: bool) -> bool {
    let ways = items(rule, &["to"]);
    let ports = |way: &Json| {
        let ports = items(way, &["operation", "ports"]);
        let named = ports.iter().all(|it| it.as_text().is_some_and(|it| it.parse::<u16>().is_ok()));
        has_only(way, "", &["operation"]) && has_only(way, "operation", &["ports"]) && !ports.is_empty() && named
    };
    let open = |way: &Json| {
        items(way, &["operation", "ports"]).iter().all(|it| it.as_text().is_some_and(|it| tells_figures(policy, it)))
    };
    let who = items(rule, &["from"]);
    let known_by_network = |it: &Json| {
        let blocks = items(it, &["source", "ipBlocks"]);
        let small = |it: &Json| {
            let block = it.as_text().and_then(|it| CidrBlock::parse(it).ok());
            block.is_some_and(|it| {
                it.prefix() >= SMALL_NETWORK && it.is_private() || it.prefix() >= SMALL_PART || FRONTS.contains(&it)
            })
        };
        of_gateway
            && has_only(it, "", &["source"])
            && has_only(it, "source", &["ipBlocks"])
            && !blocks.is_empty()
            && blocks.iter().all(small)
    };
    let named = |it: &Json| {
        let all = ["namespaces", "principals"].iter().flat_map(|kind| items(it, &["source", kind])).collect::<Vec<_>>();
        has_only(it, "", &["source"])
            && has_only(it, "source", &["namespaces", "principals"])
            && !all.is_empty()
            && all.iter().all(|it| it.as_text().is_some_and(|it| !it.is_empty() && !it.contains('*')))
    };
    has_only(rule, "", &["from", "to"])
        && !ways.is_empty()
        && ways.iter().all(ports)
        && if who.is_empty() {
            at(rule, &["from"]).is_none() && ways.iter().all(open)
        } else {
            who.iter().all(|it| named(it) || known_by_network(it))
        }
}

/// What a network has at least that load balancers stand in, of the bits of an address: no VPC is larger.
const SMALL_NETWORK: u8 = 16;

/// The same of a part of the internet, where no VPC is: what one of the ranges of a load balancer is.
const SMALL_PART: u8 = 24;

/// Where load balancers of Google Cloud ask from, and nobody else does: "Firewall rules" of Cloud Load Balancing.
pub(crate) const FRONTS: [CidrBlock; 2] = [CidrBlock::literal("130.211.0.0/22"), CidrBlock::literal("35.191.0.0/16")];

/// Whether pods have a proxy that all of their requests go through.
fn is_proxied(workload: &Subject<'_>) -> bool {
    const PROXIED: &str = "sidecar.istio.io/inject";
    let labels = labels_of_pods(workload).and_then(Json::as_object);
    let places: [&[&str]; 3] = [
        &["metadata", "annotations"],
        &["spec", "template", "metadata", "annotations"],
        &["spec", "jobTemplate", "spec", "template", "metadata", "annotations"],
    ];
    let mut said = places.iter().filter_map(|it| at(&workload.resource.properties, it));
    let of_mesh = |name: &str| name.contains("istio");
    let passes_by = |it: &Json| it.as_object().is_none_or(|it| it.iter().any(|(name, _)| of_mesh(name)));
    // Other labels of the pods or of their namespace say that they have no proxy, or one of whatever version.
    let said_of_all = namespace(workload).and_then(|it| it.property("metadata/labels"));
    let is_plain = |it: &Object| it.iter().all(|(name, _)| !of_mesh(name) || name == PROXIED);
    labels.is_some_and(|it| it.get(PROXIED).and_then(Json::as_text) == Some("true") && is_plain(it))
        && !said.any(passes_by)
        && !said_of_all.is_some_and(passes_by)
        && !runs_as_the_proxy(&workload.resource.properties)
}

/// Whether something runs as the user or in a group of the proxy itself, whose requests go past it.
fn runs_as_the_proxy(json: &Json) -> bool {
    const PROXY: Json = Json::Int(1337);
    const IDS: [&str; 3] = ["fsGroup", "runAsGroup", "runAsUser"];
    match json {
        Json::Object(members) => members.iter().any(|(name, it)| {
            let is_id = IDS.contains(&name) && *it == PROXY;
            let is_group = name == "supplementalGroups" && it.as_list().is_none_or(|all| all.contains(&PROXY));
            is_id || is_group || runs_as_the_proxy(it)
        }),
        Json::List(items) => items.iter().any(runs_as_the_proxy),
        _ => false,
    }
}

fn requests_end(service: &Subject<'_>) -> bool {
    let hosts = service.list("spec/hosts");
    let ways = service.list("spec/http");
    let goes_there = |way: &Json| {
        let routes = items(way, &["route"]);
        let there = |it: &Json| at(it, &["destination", "host"]).is_some_and(|it| hosts == [it.clone()]);
        let ends = text(way, &["timeout"]).is_some_and(|it| it.starts_with(|it: char| ('1'..='9').contains(&it)));
        has_only(way, "", &["retries", "route", "timeout"])
            && ends
            && !routes.is_empty()
            && routes.iter().all(|it| has_only(it, "", &["destination"]) && there(it))
    };
    has_only(&service.resource.properties, "spec", &["hosts", "http"])
        && !ways.is_empty()
        && ways.iter().all(goes_there)
}
