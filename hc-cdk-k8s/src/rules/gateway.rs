//! Gateways of the Gateway API, whose routes they take, and what lets them have certificates of other namespaces.
//!
//! A gateway stands in the namespace of its routes, or with its proxies in one that is no namespace of the app. Then its listeners name
//! the one namespace of the app whose routes they take.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    rule::{Must, Subject, real_data},
    value::Json,
};
use hc_cdk_manifest::read::{named_in, said};

use super::read::{at, called_in, has_members, has_only, inside, items, named, namespace, namespace_name, text};

/// The clauses on which rules about ways in rest.
pub(super) const TRANSMISSION: &[Control] = &[
    hipaa::TRANSMISSION_SECURITY,
    hipaa::TRANSMISSION_ENCRYPTION,
    soc2::TRANSMISSION,
    soc2::BOUNDARY_PROTECTION,
    iso27001::NETWORK_SERVICES,
];

/// The label by which the cluster says of every namespace what it is called.
pub(crate) const NAME_OF_A_NAMESPACE: &str = "kubernetes.io/metadata.name";

/// The group of its objects.
const GROUP: &str = "gateway.networking.k8s.io";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub ROUTES_OF_A_GATEWAY = "RoutesOfAGateway" {
        sentence: "a route takes the requests of a gateway of the app, by a listener that takes its namespace, and leads to services of that namespace",
        controls: TRANSMISSION,
        on: &["HTTPRoute"],
        when: real_data,
        must: Must::Hold(is_of_a_gateway),
        message: "takes requests of a gateway that the app does not declare or whose listeners do not take it, or leads to something else than services of its namespace",
        help: "use an `HttpsRoute`",
    }

    pub GATEWAY_TAKES_ONE_NAMESPACE = "GatewayTakesOneNamespace" {
        sentence: "a gateway takes the routes of one namespace of the app",
        controls: &[hipaa::ACCESS_ISOLATION, soc2::BOUNDARY_PROTECTION, iso27001::SEGREGATION],
        on: &["Gateway"],
        when: real_data,
        must: Must::Hold(takes_one_namespace),
        message: "takes routes of namespaces that it does not name, of several, or of one that the app does not declare",
        help: "use an `HttpsRoute`, whose gateway takes the routes of its namespace alone",
    }

    pub GRANTS_ONE_CERTIFICATE = "GrantsOneCertificate" {
        sentence: "what gateways of another namespace are granted is the secret of one certificate, which a gateway of the app has there",
        controls: &[
            hipaa::ACCESS_ISOLATION,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::BOUNDARY_PROTECTION,
            iso27001::ACCESS_RESTRICTION,
        ],
        on: &["ReferenceGrant"],
        when: real_data,
        must: Must::Hold(grants_one_certificate),
        message: "grants more than the secret of one certificate to gateways of one namespace, or to one where no gateway of the app has it",
        help: "use an `HttpsRoute`, which grants its certificate to its gateway",
    }
}

/// Whether all listeners of a gateway end TLS, with certificates of the app for each of their hosts, or send plain HTTP on to those.
pub(super) fn has_tls(gateway: &Subject<'_>) -> bool {
    let is_tls = |it: &Json| {
        let certificates = items(it, &["tls", "certificateRefs"]);
        text(it, &["protocol"]) == Some("HTTPS")
            && at(it, &["tls", "mode"]).is_none_or(|it| it.as_text() == Some("Terminate"))
            && at(it, &["tls", "options"]).is_none()
            && !certificates.is_empty()
            && certifies(gateway, it, certificates)
    };
    let listeners = gateway.list("spec/listeners");
    // Other settings of its proxies may say anything, TLS among it.
    let is_plain = gateway.property("spec/infrastructure").is_none_or(|it| has_only(it, &["labels"]));
    is_plain && listeners.iter().any(is_tls) && listeners.iter().all(|it| is_tls(it) || sends_on(gateway, it))
}

/// Whether a listener takes plain HTTP, and each route of the app that may get it from there sends it on to HTTPS.
fn sends_on(gateway: &Subject<'_>, listener: &Json) -> bool {
    let Some(zone) = taken_by(gateway, listener) else { return false };
    let same = |parent: &Json, said: &str, is: &str| {
        at(parent, &[said]).is_none_or(|it| at(listener, &[is]).is_none_or(|is| it == is || !is_literal(it)))
    };
    let leads_here = |route: &Subject<'_>| {
        let parents = route.list("spec/parentRefs");
        let here =
            |it: &Json| may_name(route, it, gateway) && same(it, "sectionName", "name") && same(it, "port", "port");
        parents.is_empty() || parents.iter().any(here)
    };
    let mut routes = inside(&zone, "HTTPRoute").filter(leads_here).peekable();
    // Calls of gRPC cannot be sent on. A listener that names no kinds takes them, too.
    let kinds = items(listener, &["allowedRoutes", "kinds"]);
    let takes_calls = kinds.is_empty() || kinds.iter().any(|it| text(it, &["kind"]) != Some("HTTPRoute"));
    text(listener, &["protocol"]) == Some("HTTP")
        && routes.peek().is_some()
        && routes.all(|it| is_sent_on(&it))
        && !(takes_calls && inside(&zone, "GRPCRoute").any(|it| leads_here(&it)))
}

fn is_literal(json: &Json) -> bool {
    json.as_text().is_some() || json.as_int().is_some()
}

/// Whether all rules of a route send whoever asks on to HTTPS, and do nothing else.
fn is_sent_on(route: &Subject<'_>) -> bool {
    let to_tls = |filter: &Json| {
        text(filter, &["type"]) == Some("RequestRedirect")
            && has_only(filter, &["requestRedirect", "type"])
            && text(filter, &["requestRedirect", "scheme"]) == Some("https")
    };
    let rules = route.list("spec/rules");
    !rules.is_empty()
        && rules.iter().all(|it| {
            has_only(it, &["filters", "matches"]) && matches!(items(it, &["filters"]), [filter] if to_tls(filter))
        })
}

/// Whether a gateway takes plain HTTP of a namespace by the listener that a parent of a route names.
pub(super) fn takes_plain(gateway: &Subject<'_>, parent: &Json, space: Option<&str>) -> bool {
    gateway.list("spec/listeners").iter().any(|it| {
        text(it, &["protocol"]) == Some("HTTP")
            && at(parent, &["sectionName"]) == at(it, &["name"])
            && taken_by(gateway, it).is_some_and(|zone| zone.text("metadata/name") == space)
    })
}

/// Whether all listeners of a gateway take the routes of the same namespace of the app.
pub(super) fn takes_one_namespace(gateway: &Subject<'_>) -> bool {
    let listeners = gateway.list("spec/listeners");
    let mut names = listeners.iter().map(|it| {
        let taken = taken_by(gateway, it)?;
        taken.text("metadata/name").map(str::to_owned)
    });
    let first = names.next().flatten();
    first.is_some() && names.all(|it| it == first)
}

/// The namespace of the app of which a listener takes the routes, if it takes those of no other one.
fn taken_by<'a>(gateway: &Subject<'a>, listener: &Json) -> Option<Subject<'a>> {
    if !has_members(listener, &["allowedRoutes", "namespaces"]) {
        return namespace(gateway);
    }
    let of = at(listener, &["allowedRoutes", "namespaces"])?;
    match at(of, &["from"]).map_or(Some("Same"), Json::as_text)? {
        "Same" => namespace(gateway),
        "Selector" => {
            let selector = at(of, &["selector"]).filter(|it| has_only(it, &["matchLabels"]))?;
            let labels = at(selector, &["matchLabels"]).filter(|it| has_only(it, &[NAME_OF_A_NAMESPACE]))?;
            named(gateway, at(labels, &[NAME_OF_A_NAMESPACE]), "Namespace")
        }
        _ => None,
    }
}

/// Whether certificates are for the host of a listener; for those of all the routes of the gateway, if that says none.
fn certifies(gateway: &Subject<'_>, listener: &Json, certificates: &[Json]) -> bool {
    let is_for = |host: &Json| certificates.iter().all(|it| gets(gateway, it, host));
    let Some(zone) = taken_by(gateway, listener) else { return false };
    let leads_here = |route: &Subject<'_>| {
        let parents = route.list("spec/parentRefs");
        // What cannot be read may be this one.
        parents.is_empty() || parents.iter().any(|it| may_name(route, it, gateway))
    };
    let mut routes = inside(&zone, "HTTPRoute").filter(leads_here).peekable();
    match listener.get("hostname") {
        Some(host) => is_for(host),
        None => {
            routes.peek().is_some()
                && routes.all(|it| {
                    let hosts = it.list("spec/hostnames");
                    !hosts.is_empty() && hosts.iter().all(is_for)
                })
        }
    }
}

/// Whether a gateway gets a certificate of the app for a host by a reference to its secret: one of its own namespace, or one that is
/// granted to it.
fn gets(gateway: &Subject<'_>, reference: &Json, host: &Json) -> bool {
    let is_secret = has_only(reference, &["group", "kind", "name", "namespace"])
        && at(reference, &["group"]).is_none_or(|it| it.as_text() == Some(""))
        && at(reference, &["kind"]).is_none_or(|it| it.as_text() == Some("Secret"));
    let certificate = named_in(gateway, reference.get("namespace"), reference.get("name"), "Certificate");
    is_secret
        && certificate.is_some_and(|it| {
            is_for(&it, host) && (namespace_name(&it) == namespace_name(gateway) || is_granted(gateway, &it))
        })
}

/// Whether a grant lets a gateway have the secret of a certificate in another namespace.
fn is_granted(gateway: &Subject<'_>, certificate: &Subject<'_>) -> bool {
    let Some(zone) = namespace(certificate) else { return false };
    let secret = certificate.text("metadata/name");
    let mut grants = inside(&zone, "ReferenceGrant");
    grants.any(|grant| {
        let to_us = grant.list("spec/from").iter().any(|it| {
            is_of(it, GROUP, "Gateway")
                && at(it, &["namespace"]).and_then(|it| said(&grant, it)).as_deref() == namespace_name(gateway)
        });
        let of_it = |it: &Json| at(it, &["name"]).is_none_or(|it| said(&grant, it).as_deref() == secret);
        to_us && secret.is_some() && grant.list("spec/to").iter().any(|it| is_of(it, "", "Secret") && of_it(it))
    })
}

/// Whether a grant is from or to objects of that group and kind.
fn is_of(it: &Json, group: &str, kind: &str) -> bool {
    text(it, &["group"]) == Some(group) && text(it, &["kind"]) == Some(kind)
}

/// Whether a certificate of the app is for a host. The secret that it is in has its name.
pub(super) fn is_for(certificate: &Subject<'_>, host: &Json) -> bool {
    has_its_secret(certificate) && certificate.list("spec/dnsNames").contains(host)
}

fn has_its_secret(certificate: &Subject<'_>) -> bool {
    certificate.property("spec/secretName").is_some_and(|secret| {
        Some(secret) == certificate.property("metadata/name")
            || certificate.text("metadata/name").is_some_and(|name| secret.as_text() == Some(name))
    })
}

/// Whether the parent of a route may be a gateway.
fn may_name(route: &Subject<'_>, parent: &Json, gateway: &Subject<'_>) -> bool {
    let ours = gateway.text("metadata/name");
    let Some(name) = parent.get("name") else { return true };
    match name.as_text().zip(ours) {
        Some((name, ours)) => name == ours,
        None => named_in(route, parent.get("namespace"), Some(name), "Gateway")
            .is_none_or(|it| it.text("metadata/name") == ours),
    }
}

fn is_of_a_gateway(route: &Subject<'_>) -> bool {
    let parents = route.list("spec/parentRefs");
    let ours = |it: &Json| {
        at(it, &["group"]).is_none_or(|it| it.as_text() == Some(GROUP))
            && at(it, &["kind"]).is_none_or(|it| it.as_text() == Some("Gateway"))
            && named_in(route, it.get("namespace"), it.get("name"), "Gateway")
                .is_some_and(|gateway| takes(&gateway, it, route))
    };
    // Requests are sent on, and copied, in several places of a rule.
    let stays = route.property("spec/rules").is_none_or(|rules| rules.as_list().is_some() && !leads_elsewhere(rules));
    !parents.is_empty() && parents.iter().all(ours) && stays
}

/// Whether a gateway has a listener for a route, where that says which one, and one that takes the routes of its namespace.
fn takes(gateway: &Subject<'_>, parent: &Json, route: &Subject<'_>) -> bool {
    let same =
        |said: &str, is: &str, listener: &Json| at(parent, &[said]).is_none_or(|it| at(listener, &[is]) == Some(it));
    gateway.list("spec/listeners").iter().any(|it| {
        same("sectionName", "name", it)
            && same("port", "port", it)
            && taken_by(gateway, it).is_some_and(|zone| zone.text("metadata/name") == namespace_name(route))
    })
}

/// Whether rules of a route may lead out of its namespace: to another one that they name, to what is no service, by a filter that no
/// rule reads, or by sending whoever asks elsewhere or on without TLS.
fn leads_elsewhere(json: &Json) -> bool {
    let redirects_to_tls = |it: &Json| {
        has_only(it, &["path", "port", "scheme", "statusCode"])
            && at(it, &["scheme"]).is_none_or(|it| it.as_text() == Some("https"))
            && at(it, &["port"]).is_none_or(|it| *it == Json::Int(443))
    };
    let is_backend = |it: &Json| {
        let says = |member: &str, usual| at(it, &[member]).is_none_or(|it| it.as_text() == Some(usual));
        says("group", "") && says("kind", "Service")
    };
    match json {
        Json::Object(members) => members.iter().any(|(name, it)| match name {
            "extensionRef" | "namespace" => true,
            "requestRedirect" => !redirects_to_tls(it),
            "backendRefs" => !it.as_list().is_some_and(|all| all.iter().all(is_backend)) || leads_elsewhere(it),
            "backendRef" => !is_backend(it) || leads_elsewhere(it),
            _ => leads_elsewhere(it),
        }),
        Json::List(items) => items.iter().any(leads_elsewhere),
        _ => false,
    }
}

fn grants_one_certificate(grant: &Subject<'_>) -> bool {
    let ([from], [to]) = (grant.list("spec/from"), grant.list("spec/to")) else { return false };
    let Some(space) = at(from, &["namespace"]).and_then(|it| said(grant, it)) else { return false };
    let certificate = named(grant, to.get("name"), "Certificate").filter(has_its_secret);
    let has_it = |gateway: &Subject<'_>, certificate: &Subject<'_>| {
        gateway.list("spec/listeners").iter().flat_map(|it| items(it, &["tls", "certificateRefs"])).any(|it| {
            let named = named_in(gateway, it.get("namespace"), it.get("name"), "Certificate");
            named.is_some_and(|it| {
                it.text("metadata/name") == certificate.text("metadata/name")
                    && namespace_name(&it) == namespace_name(certificate)
            })
        })
    };
    grant.property("spec").is_some_and(|it| has_only(it, &["from", "to"]))
        && has_only(from, &["group", "kind", "namespace"])
        && has_only(to, &["group", "kind", "name"])
        && is_of(from, GROUP, "Gateway")
        && is_of(to, "", "Secret")
        && certificate.is_some_and(|it| called_in(grant, &space, "Gateway").any(|gateway| has_it(&gateway, &it)))
}
