//! Ways in from the internet: TLS with a certificate for each host, and none without.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    dimension::tls::Tls13,
    policy::{Dimension, PolicyFacts},
    rule::{Must, Subject, Verdict, asks, one_or_many, real_data},
    value::{Json, Object},
};
use hc_cdk_manifest::read::named_in;

use super::{
    gateway::{self, TRANSMISSION},
    read::{at, has_members, has_only, inside, items, named, namespace, namespace_name, text},
    watch_ways::End,
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub TLS_FOR_EVERY_HOST = "TlsForEveryHost" {
        sentence: "a way in from outside has TLS, with a certificate of the app for each of its hosts",
        controls: TRANSMISSION,
        on: &["Gateway", "Ingress"],
        when: real_data,
        must: Must::Hold(|it| if it.is("Ingress") { ingress_has_tls(it) } else { gateway::has_tls(it) }),
        message: "takes requests without TLS, or for a host without a certificate of the app",
        help: "use an `HttpsRoute`, which has a certificate",
    }

    pub NO_PLAIN_HTTP = "NoPlainHttp" {
        sentence: "plain HTTP is sent on to HTTPS, or not taken at all",
        controls: TRANSMISSION,
        on: &["Gateway", "Ingress"],
        when: real_data,
        must: Must::Hold(|it| it.is("Gateway") && gateway::has_tls(it) || redirects(it)),
        message: "takes plain HTTP",
        help: "use an `HttpsRoute`, which sends it on to HTTPS",
    }

    pub NO_OLDER_TLS = "NoOlderTls" {
        sentence: "a way in from outside asks for no TLS that is older than the policy's",
        controls: TRANSMISSION,
        on: &["Gateway", "Ingress"],
        when: |policy| asks(policy, Dimension::tls),
        answers: tls,
        must: Must::Judge(no_older_tls),
        message: "speaks TLS that is older than the policy asks for, or may",
        help: "use an `HttpsRoute`; for TLS 1.3 and newer only, one with `Controller::Contour`",
    }

    pub BALANCER_REACHES_A_GATEWAY = "BalancerReachesAGateway" {
        sentence: "a load balancer of the app hands requests over TLS to a gateway of the app, which has none of its own, and to nothing else",
        controls: TRANSMISSION,
        on: &["TargetGroupBinding"],
        when: real_data,
        must: Must::Hold(is_of_a_balancer),
        message: "has requests handed on without TLS, or to something else than a gateway of the app, or of a target group of somebody else",
        help: "use an `HttpsRoute` with a `.balancer(..)`",
    }

    pub CERTIFICATE_IS_RENEWED = "CertificateIsRenewed" {
        sentence: "a certificate is renewed before it ends, each time with a new key",
        controls: &[hipaa::TRANSMISSION_ENCRYPTION, soc2::TRANSMISSION, iso27001::CRYPTOGRAPHY],
        on: &["Certificate"],
        when: real_data,
        must: Must::Hold(|it| {
            it.property("spec/renewBefore").is_some() && it.text("spec/privateKey/rotationPolicy") == Some("Always")
        }),
        message: "is not renewed before it ends, or keeps its key",
        help: "use a `Certificate`, or set `renewBefore`, and the key's `rotationPolicy` to `Always`",
    }

    pub ISSUER_IS_ASKED_OVER_TLS = "IssuerIsAskedOverTls" {
        sentence: "who gives out certificates is asked over TLS, learns by records of names or from a way in of the app that domains are ours, and no key stands in the text",
        controls: &[hipaa::TRANSMISSION_ENCRYPTION, hipaa::AUTHENTICATION, soc2::TRANSMISSION, iso27001::CRYPTOGRAPHY],
        on: &["Issuer"],
        when: real_data,
        must: Must::Hold(is_asked_over_tls),
        message: "asks who gives out certificates without TLS, or by other proofs than records of names and what a way in of the app answers",
        help: "use an `AcmeIssuer`",
    }

    pub DOMAIN_CAN_BE_PROVEN = "DomainCanBeProven" {
        sentence: "what proves a domain by HTTP is let in to, on its port",
        controls: TRANSMISSION,
        on: &["Issuer"],
        when: real_data,
        must: Must::Judge(can_be_proven),
        message: "has domains proven by HTTP, and nobody is let in to what answers",
        help: "take the requests of the domain by an `HttpsRoute` with the certificate, which opens the way",
    }
}

/// Who proves a domain by HTTP: the label and its value of the pods that cert-manager makes for that, and their port.
///
/// Source: cert-manager, `pkg/issuer/acme/http`.
pub(crate) const SOLVER: (&str, &str) = ("acme.cert-manager.io/http01-solver", "true");
pub(crate) const SOLVED_ON: u16 = 8089;

/// Whether the pods that prove a domain by HTTP are let in to.
fn can_be_proven(issuer: &Subject<'_>) -> Verdict {
    if !issuer.list("spec/acme/solvers").iter().any(|it| has_members(it, &["http01"])) {
        return Verdict::NotApplicable;
    }
    let Some(zone) = namespace(issuer) else { return Verdict::Broken };
    let of_cilium = |it: Subject<'_>| {
        let path = ["spec", "endpointSelector", "matchLabels", SOLVER.0];
        text(&it.resource.properties, &path) == Some(SOLVER.1) && it.list("spec/ingress").iter().any(lets_gateways_in)
    };
    let is_open = inside(&zone, "CiliumNetworkPolicy").any(of_cilium);
    Verdict::of(is_open || End::labelled(zone, SOLVER).lets_in(Some(SOLVED_ON)))
}

/// Whether a rule of Cilium lets its gateways in to the port by which a domain is proven.
fn lets_gateways_in(rule: &Json) -> bool {
    let is_theirs = |it: &Json| it.as_text() == Some("ingress");
    let is_it = |it: &Json| {
        let port = it.get("port");
        port.and_then(Json::as_int) == Some(SOLVED_ON.into())
            || port.and_then(Json::as_text).and_then(|it| it.parse().ok()) == Some(SOLVED_ON)
    };
    let ports = one_or_many(rule.get("toPorts")).iter().flat_map(|it| one_or_many(it.get("ports")));
    one_or_many(rule.get("fromEntities")).iter().any(is_theirs) && ports.into_iter().any(is_it)
}

/// Whether the target group of a binding is one of the app that is spoken to over TLS, and all of it pods of a gateway that the mesh
/// makes for the inside of the cluster.
fn is_of_a_balancer(binding: &Subject<'_>) -> bool {
    let spec = binding.property("spec");
    let service = binding.text("spec/serviceRef/name");
    let group = binding.target("spec/targetGroupARN");
    let over_tls = |it: &Subject<'_>| it.text("Protocol") == Some("HTTPS") && it.text("TargetType") == Some("ip");
    // What else is in the group gets requests, too.
    let is_empty =
        |it: &Subject<'_>| it.lacks("Targets") && FILLERS.iter().all(|kind| it.users_of(kind).next().is_none());
    let leads_there = |gateway: &Subject<'_>| {
        let name = gateway.text("metadata/name").map(|name| format!("{name}-istio"));
        name.as_deref() == service && gateway.text("spec/gatewayClassName") == Some("istio") && is_inside(gateway)
    };
    // Whatever else it says opens ways by itself, or names another group.
    spec.is_some_and(|it| has_only(it, &["serviceRef", "targetGroupARN", "targetType"]))
        && group
            .is_some_and(|it| it.kind() == "AWS::ElasticLoadBalancingV2::TargetGroup" && over_tls(&it) && is_empty(&it))
        && binding.text("spec/targetType") == Some("ip")
        && binding.property("spec/serviceRef/port") == Some(&Json::Int(443))
        && namespace(binding).is_some_and(|it| {
            // A service of that name is what the mesh finds, and leads wherever it says.
            let is_taken = inside(&it, "Service").any(|it| {
                it.property("metadata/name").is_none_or(|it| it.as_text().is_none_or(|it| Some(it) == service))
            });
            !is_taken && inside(&it, "Gateway").any(|it| leads_there(&it))
        })
}

/// What puts into a target group what it starts.
const FILLERS: [&str; 2] = ["AWS::AutoScaling::AutoScalingGroup", "AWS::ECS::Service"];

/// Whether the mesh makes a gateway without a load balancer, and under the name that follows from its own.
fn is_inside(gateway: &Subject<'_>) -> bool {
    let annotations = at(&gateway.resource.properties, &["metadata", "annotations"]).and_then(Json::as_object);
    let only = |it: &Object| it.len() == 1 && it.get(SERVICE).and_then(Json::as_text) == Some("ClusterIP");
    annotations.is_some_and(only)
        && at(&gateway.resource.properties, &["spec", "addresses"]).is_none()
        && at(&gateway.resource.properties, &["spec", "infrastructure"]).is_none_or(|it| has_only(it, &["labels"]))
}

/// The annotation that says how a gateway that the mesh makes is reached.
const SERVICE: &str = "networking.istio.io/service-type";

fn is_asked_over_tls(issuer: &Subject<'_>) -> bool {
    const ACCOUNTS: [(&str, &[&str]); 3] = [
        ("azureDNS", &["hostedZoneName", "resourceGroupName", "subscriptionID"]),
        ("cloudDNS", &["hostedZoneName", "project"]),
        ("route53", &["hostedZoneID", "region"]),
    ];
    let proven = |it: &Json| {
        if has_members(it, &["http01"]) {
            return has_only(it, &["http01"]) && at(it, &["http01"]).is_some_and(|it| is_asked_in_the_app(issuer, it));
        }
        let known = |(name, known): &(&str, &[&str])| at(it, &["dns01", name]).is_none_or(|it| has_only(it, known));
        has_only(it, &["dns01"])
            && at(it, &["dns01"]).is_some_and(|it| has_only(it, &ACCOUNTS.map(|(name, _)| name)))
            && ACCOUNTS.iter().all(known)
            && ACCOUNTS.iter().any(|(name, _)| has_members(it, &["dns01", name]))
    };
    let solvers = issuer.list("spec/acme/solvers");
    issuer.property("spec").is_some_and(|it| has_only(it, &["acme"]))
        && issuer
            .property("spec/acme")
            .is_some_and(|it| has_only(it, &["email", "privateKeySecretRef", "server", "solvers"]))
        && issuer.text("spec/acme/server").is_some_and(|it| it.starts_with("https://"))
        && !solvers.is_empty()
        && solvers.iter().all(proven)
}

/// Whether a domain is proven by what a gateway of the app answers over plain HTTP, or who takes its ingresses. The service of what answers
/// opens no port of nodes.
fn is_asked_in_the_app(issuer: &Subject<'_>, solver: &Json) -> bool {
    let is_inside = |it: &Json| text(it, &["serviceType"]) == Some("ClusterIP");
    let is_ours = |parent: &Json| {
        has_only(parent, &["name", "namespace", "sectionName"])
            && named_in(issuer, parent.get("namespace"), parent.get("name"), "Gateway")
                .is_some_and(|it| gateway::takes_plain(&it, parent, namespace_name(issuer)))
    };
    let route = at(solver, &["gatewayHTTPRoute"]);
    let ingress = at(solver, &["ingress"]);
    let of_a_gateway = |it: &Json| {
        let parents = items(it, &["parentRefs"]);
        has_only(it, &["parentRefs", "serviceType"]) && !parents.is_empty() && parents.iter().all(is_ours)
    };
    let of_an_ingress = |it: &Json| {
        let class = at(it, &["ingressClassName"]);
        let same = |other: &Subject<'_>| class.is_some() && other.property("spec/ingressClassName") == class;
        has_only(it, &["ingressClassName", "serviceType"])
            && namespace(issuer).is_some_and(|zone| inside(&zone, "Ingress").any(|it| same(&it)))
    };
    match (route, ingress) {
        (Some(it), None) => is_inside(it) && of_a_gateway(it) && has_only(solver, &["gatewayHTTPRoute"]),
        (None, Some(it)) => is_inside(it) && of_an_ingress(it) && has_only(solver, &["ingress"]),
        _ => false,
    }
}

fn ingress_has_tls(ingress: &Subject<'_>) -> bool {
    let tls = ingress.list("spec/tls");
    let certified = |host: &Json| {
        tls.iter().any(|it| {
            let certificate = || named(ingress, it.get("secretName"), "Certificate");
            items(it, &["hosts"]).contains(host) && certificate().is_some_and(|it| gateway::is_for(&it, host))
        })
    };
    let rules = ingress.list("spec/rules");
    let all = rules.iter().all(|rule| rule.get("host").is_some_and(certified));
    !rules.is_empty() && all && ingress.property("spec/defaultBackend").is_none() && !is_overridden(ingress)
}

fn annotation<'a>(subject: &Subject<'a>, name: &str) -> Option<&'a str> {
    text(&subject.resource.properties, &["metadata", "annotations", name])
}

/// Whether an ingress sends plain HTTP on to HTTPS, in the words of its controller.
fn redirects(ingress: &Subject<'_>) -> bool {
    let name = match ingress.text("spec/ingressClassName") {
        Some("nginx") => "nginx.ingress.kubernetes.io/force-ssl-redirect",
        Some("contour") => "ingress.kubernetes.io/force-ssl-redirect",
        _ => return false,
    };
    annotation(ingress, name) == Some("true") && !is_overridden(ingress)
}

/// Whether an ingress has settings of its controller that override what it says of hosts and TLS, or are text that can say anything.
fn is_overridden(ingress: &Subject<'_>) -> bool {
    const OVERRIDES: [&str; 6] =
        ["snippet", "ssl-ciphers", "ssl-passthrough", "server-alias", "from-to-www-redirect", "mirror-target"];
    match at(&ingress.resource.properties, &["metadata", "annotations"]) {
        None => false,
        Some(Json::Object(all)) => all.iter().any(|(name, _)| OVERRIDES.iter().any(|it| name.contains(it))),
        Some(_) => true,
    }
}

/// Of TLS 1.2 it is enough that nothing asks for less: no controller that we know speaks older ones by itself.
fn no_older_tls(subject: &Subject<'_>) -> Verdict {
    let newest = wants_newest(&subject.stack.policy);
    if subject.is("Gateway") {
        return Verdict::of(!newest && gateway::has_tls(subject));
    }
    let holds = match subject.text("spec/ingressClassName") {
        Some("contour") => match annotation(subject, "projectcontour.io/tls-minimum-protocol-version") {
            Some("1.3") => true,
            Some("1.2") => !newest,
            _ => false,
        },
        Some("nginx") => !newest,
        _ => false,
    };
    // Where TLS is missing, its age says nothing; that it is there is a rule of its own.
    if holds && !ingress_has_tls(subject) { Verdict::NotApplicable } else { Verdict::of(holds) }
}

fn wants_newest(policy: &PolicyFacts) -> bool {
    policy.floor(Dimension::tls) >= Tls13::POSITION
}
