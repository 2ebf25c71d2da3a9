//! What a namespace of the app has in it, whoever declared that.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    rule::{Must, Subject, real_data},
    value::{Json, Object},
};

use super::network::is_at_an_address;
use super::read::{at, has_members, inside, is_amount, items};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub RESTRICTED_NAMESPACE = "RestrictedNamespace" {
        sentence: "a namespace lets in pods of the restricted Pod Security Standard only",
        controls: &[hipaa::ACCESS_CONTROL, soc2::MALICIOUS_SOFTWARE, iso27001::CONFIGURATION],
        on: &["Namespace"],
        when: real_data,
        must: Must::Hold(|it| {
            let label = at(&it.resource.properties, &["metadata", "labels", "pod-security.kubernetes.io/enforce"]);
            label.and_then(Json::as_text) == Some("restricted") && is_of_today(it)
        }),
        message: "lets in pods that do not meet the restricted Pod Security Standard",
        help: "use a `Namespace`, or set its label `pod-security.kubernetes.io/enforce` to `restricted`",
    }

    pub CLOSED_NAMESPACE = "ClosedNamespace" {
        sentence: "a namespace is closed in both directions to all that no network policy opens",
        controls: &[
            hipaa::ACCESS_ISOLATION,
            hipaa::TRANSMISSION_SECURITY,
            soc2::BOUNDARY_PROTECTION,
            iso27001::SEGREGATION,
            gdpr::BY_DESIGN,
        ],
        on: &["Namespace"],
        when: real_data,
        must: Must::Hold(|it| inside(it, "NetworkPolicy").any(|it| closes_all(&it))),
        message: "has no network policy that closes it in both directions",
        help: "use a `Namespace`, which has one",
    }

    pub LIMITED_NAMESPACE = "LimitedNamespace" {
        sentence: "what a namespace takes of the cluster is limited, together and each container",
        controls: &[soc2::LEAST_PRIVILEGE, iso27001::CAPACITY, iso27001::CONFIGURATION],
        on: &["Namespace"],
        when: real_data,
        must: Must::Hold(|it| {
            inside(it, "ResourceQuota").any(|it| is_limit(&it)) && inside(it, "LimitRange").any(|it| is_range(&it))
        }),
        message: "has no quota of CPU and memory, or no limits of what a container takes",
        help: "use a `Namespace`, which has both",
    }

    pub NO_PORTS_OF_NODES = "NoPortsOfNodes" {
        sentence: "a namespace has no ports of nodes, and no load balancers but those by which its services have addresses of the network",
        controls: &[hipaa::TRANSMISSION_SECURITY, soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SECURITY],
        on: &["Namespace"],
        when: real_data,
        must: Must::Hold(|it| inside(it, "ResourceQuota").any(|quota| has_no_ports(it, &quota))),
        message: "may have more load balancers than its services have addresses of the network, or ports of nodes",
        help: "use a `Namespace`, whose quota has none of them",
    }

    pub DEFAULT_ACCOUNT = "DefaultAccount" {
        sentence: "the default account of a namespace is known, and gives its token to nobody by itself",
        controls: &[soc2::LEAST_PRIVILEGE, iso27001::PRIVILEGED_ACCESS, iso27001::CONFIGURATION],
        on: &["Namespace"],
        when: real_data,
        must: Must::Hold(|it| {
            let default = |it: &Subject<'_>| it.text("metadata/name") == Some("default") && keeps_its_token(it);
            inside(it, "ServiceAccount").any(|it| default(&it))
        }),
        message: "has a default account whose token every pod gets",
        help: "use a `Namespace`, or declare the account `default` with `automountServiceAccountToken: false`",
    }

    pub TOKEN_ON_DEMAND = "TokenOnDemand" {
        sentence: "an account gives its token to no pod that does not ask for it",
        controls: &[hipaa::UNIQUE_USER, soc2::LEAST_PRIVILEGE, iso27001::ACCESS_CONTROL],
        on: &["ServiceAccount"],
        when: real_data,
        must: Must::Hold(keeps_its_token),
        message: "gives its token to every pod that runs as it, or keeps one in a secret",
        help: "set `automountServiceAccountToken` to false, and leave out `secrets`",
    }
}

/// Whether a namespace takes the standard as it is today. What it was before 1.25 let pods keep their capabilities, or their profiles.
fn is_of_today(namespace: &Subject<'_>) -> bool {
    let version = ["metadata", "labels", "pod-security.kubernetes.io/enforce-version"];
    at(&namespace.resource.properties, &version).is_none_or(|it| match it.as_text() {
        Some("latest") => true,
        Some(text) => text.strip_prefix("v1.").and_then(|it| it.parse::<u32>().ok()).is_some_and(|it| it >= 25),
        None => false,
    })
}

/// Whether a policy is about all pods, in both directions, and opens nothing.
fn closes_all(policy: &Subject<'_>) -> bool {
    let json = &policy.resource.properties;
    let both = ["Ingress", "Egress"]
        .iter()
        .all(|way| items(json, &["spec", "policyTypes"]).iter().any(|it| it.as_text() == Some(way)));
    let all_pods = at(json, &["spec", "podSelector"]).and_then(Json::as_object).is_some_and(Object::is_empty);
    both && all_pods && !["ingress", "egress"].iter().any(|way| opens(at(json, &["spec", way])))
}

/// Whether the ways of a policy in one direction are anything but none.
fn opens(ways: Option<&Json>) -> bool {
    ways.is_some_and(|ways| ways.as_list().is_none_or(|ways| !ways.is_empty()))
}

fn is_limit(quota: &Subject<'_>) -> bool {
    let limits = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];
    limits.iter().all(|name| at(&quota.resource.properties, &["spec", "hard", name]).is_some_and(is_amount))
        && !has_members(&quota.resource.properties, &["spec", "scopes"])
        && !has_members(&quota.resource.properties, &["spec", "scopeSelector"])
}

fn is_range(range: &Subject<'_>) -> bool {
    let each = |item: &Json| {
        at(item, &["type"]).and_then(Json::as_text) == Some("Container")
            && ["default", "defaultRequest"]
                .iter()
                .all(|side| ["cpu", "memory"].iter().all(|it| at(item, &[side, it]).is_some_and(is_amount)))
    };
    items(&range.resource.properties, &["spec", "limits"]).iter().any(each)
}

fn has_no_ports(zone: &Subject<'_>, quota: &Subject<'_>) -> bool {
    let most = |name| match at(&quota.resource.properties, &["spec", "hard", name]) {
        Some(Json::Text(text)) => text.parse().ok(),
        Some(Json::Int(number)) => usize::try_from(*number).ok(),
        _ => None,
    };
    let addresses = || inside(zone, "Service").filter(is_at_an_address).count();
    most("services.nodeports") == Some(0)
        && most("services.loadbalancers").is_some_and(|most| most == 0 || most <= addresses())
}

fn keeps_its_token(account: &Subject<'_>) -> bool {
    let json = &account.resource.properties;
    at(json, &["automountServiceAccountToken"]) == Some(&Json::Bool(false)) && !has_members(json, &["secrets"])
}
