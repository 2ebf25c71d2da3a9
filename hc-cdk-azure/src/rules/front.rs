//! The way in from the internet.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    dimension::tls::Tls12,
    literal::cidr::CidrBlock,
    policy::Dimension,
    rule::{Must, Subject, asks, real_data},
    value::Json,
};
use hc_cdk_manifest::read;

use super::{
    kinds::is_so,
    read::{has_identity, has_only, is, items, meant, number, of_app, referred, secret_vault, text, texts, zones},
};

/// The policy of TLS that Azure keeps: 1.2 and newer, with ciphers that are not broken.
pub(crate) const TLS_POLICY: &str = "AppGwSslPolicy20220101S";

/// The sets of rules that turn known attacks away, and robots.
pub(crate) const ATTACKS: [(&str, &str); 2] = [("OWASP", "3.2"), ("Microsoft_BotManagerRuleSet", "1.0")];

const GATEWAY: &str = "ApplicationGateway";
const FIREWALL: &str = "WebApplicationFirewallPolicy";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub GATEWAY_SPEAKS_TLS = "GatewaySpeaksTls" {
        sentence: "an Application Gateway speaks TLS 1.2 and newer, with ciphers that are not broken, by a certificate of a vault of the app",
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::TRANSMISSION,
            iso27001::NETWORK_SERVICES,
        ],
        on: &[GATEWAY],
        when: |policy| asks(policy, Dimension::tls) || real_data(policy),
        answers: tls,
        must: Must::Hold(|it| {
            let certificates = list(it, "sslCertificates");
            let is_ours = |one: &Json| {
                has_only(one, &["keyVaultSecretId", "name"])
                    && text(one, &["keyVaultSecretId"]).is_some_and(|secret| secret_vault(it, secret).is_some())
            };
            // Nothing newer than 1.2 can be asked for.
            it.stack.policy.floor(Dimension::tls) <= Tls12::POSITION
                && it.text("spec/sslPolicy/policyType") == Some("Predefined")
                && it.text("spec/sslPolicy/policyName") == Some(TLS_POLICY)
                && !certificates.is_empty()
                && certificates.iter().all(is_ours)
                && has_identity(it)
        }),
        message: "speaks an older TLS or broken ciphers, has a certificate from elsewhere, or the policy asks for a newer TLS than can be asked for",
        help: "use an `ApplicationGateway`",
    }

    pub GATEWAY_LISTENS_ON_HTTPS = "GatewayListensOnHttps" {
        sentence: "an Application Gateway listens on 443 alone, and speaks TLS with whom it hands requests to",
        controls: &[hipaa::TRANSMISSION_SECURITY, soc2::TRANSMISSION, iso27001::NETWORK_SECURITY],
        on: &[GATEWAY],
        when: real_data,
        must: Must::Hold(|it| {
            let all = |name: &str, holds: &dyn Fn(&Json) -> bool| {
                let items = list(it, name);
                !items.is_empty() && items.iter().all(holds)
            };
            let https = |one: &Json| text(one, &["protocol"]) == Some("Https");
            all("frontendPorts", &|one| one.get("port") == Some(&Json::Int(443)))
                && all("httpListeners", &|one| {
                    https(one)
                        && text(one, &["hostName"]).is_some()
                        && read::is(one, &["requireServerNameIndication"], true)
                        && is_part(it, one, "sslCertificate", "sslCertificates")
                        && is_part(it, one, "frontendPort", "frontendPorts")
                        && is_part(it, one, "frontendIPConfiguration", "frontendIPConfigurations")
                })
                && all("backendHttpSettingsCollection", &|one| https(one) && text(one, &["hostName"]).is_some())
                && all("requestRoutingRules", &|one| is_route(it, one))
        }),
        message: "takes requests without TLS, or hands them on without it",
        help: "use an `ApplicationGateway`",
    }

    pub GATEWAY_ASKS_ITS_PODS = "GatewayAsksItsPods" {
        sentence: "an Application Gateway is in several zones, and pods that do not answer get no requests",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::MONITORING, iso27001::REDUNDANCY],
        on: &[GATEWAY],
        when: real_data,
        must: Must::Hold(|it| {
            let probes = list(it, "probes");
            let asks = |one: &Json| text(one, &["protocol"]) == Some("Https") && text(one, &["path"]).is_some_and(|it| it.starts_with('/'));
            let settings = list(it, "backendHttpSettingsCollection");
            zones(&it.resource.properties, &["spec", "zones"]) >= Some(2)
                && number(it, "spec/autoscaleConfiguration/minCapacity").is_some_and(|it| it >= 2)
                && !probes.is_empty()
                && probes.iter().all(asks)
                && settings.iter().all(|one| is_part(it, one, "probe", "probes"))
        }),
        message: "is in one zone, or asks no pod whether it answers",
        help: "use an `ApplicationGateway`",
    }

    pub GATEWAY_ASKS_ITS_NETWORK = "GatewayAsksItsNetwork" {
        sentence: "an address that an Application Gateway hands requests to is one of a subnet of the app",
        controls: &[
            hipaa::ACCESS_ISOLATION,
            hipaa::TRANSMISSION_SECURITY,
            soc2::BOUNDARY_PROTECTION,
            iso27001::NETWORK_SECURITY,
        ],
        on: &[GATEWAY],
        when: real_data,
        must: Must::Hold(|it| {
            let pools = list(it, "backendAddressPools").iter();
            pools.flat_map(|pool| items(pool, &["backendAddresses"])).all(|one| is_asked(it, one))
        }),
        message: "hands requests to an address that no subnet of the app has",
        help: "use an `ApplicationGateway`, and `.balancer(&front.endpoints())` of an `HttpsRoute` in the chart",
    }

    pub GATEWAY_IS_BEHIND_A_FIREWALL = "GatewayIsBehindAFirewall" {
        sentence: "requests from the internet to an Application Gateway go past a firewall of the app",
        controls: &[hipaa::ACCESS_CONTROL, soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SECURITY],
        on: &[GATEWAY],
        when: real_data,
        must: Must::Hold(|it| {
            let of = |list_of: &str, name: &str, kind: &'static str| {
                let all = list(it, list_of);
                let is_ours = |one: &Json| {
                    read::at(one, &[name, "reference"]).is_some_and(|one| meant(it, one, kind).is_some())
                };
                !all.is_empty() && all.iter().all(is_ours)
            };
            it.text("spec/sku/tier") == Some("WAF_v2")
                && it.text("spec/sku/name") == Some("WAF_v2")
                && referred(it, "spec/firewallPolicy/reference", FIREWALL).is_some_and(|it| is_so(&it, is_on))
                && is(it, "spec/forceFirewallPolicyAssociation", true)
                && of("gatewayIPConfigurations", "subnet", "VirtualNetworksSubnet")
                && of("frontendIPConfigurations", "publicIPAddress", "PublicIPAddress")
        }),
        message: "is behind no firewall of the app, or in no subnet of the app",
        help: "use an `ApplicationGateway`",
    }

    pub FIREWALL_TURNS_ATTACKS_AWAY = "AzureFirewallTurnsAttacksAway" {
        sentence: "a firewall policy of Azure turns away what the rules of OWASP find, robots, and whoever asks too often",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SECURITY],
        on: &[FIREWALL],
        when: real_data,
        must: Must::Hold(|it| {
            let sets = items(&it.resource.properties, &["spec", "managedRules", "managedRuleSets"]);
            let has = |(kind, version): &(&str, &str)| {
                sets.iter().any(|set| {
                    has_only(set, &["ruleSetType", "ruleSetVersion"])
                        && text(set, &["ruleSetType"]) == Some(kind)
                        && text(set, &["ruleSetVersion"]) == Some(version)
                })
            };
            let own = list(it, "customRules");
            is_on(it)
                && it.text("spec/policySettings/mode") == Some("Prevention")
                && is(it, "spec/policySettings/requestBodyCheck", true)
                && ATTACKS.iter().all(has)
                && own.iter().any(counts)
                && own.iter().all(|rule| text(rule, &["action"]) == Some("Block"))
        }),
        message: "lets a known attack pass, or as many requests as somebody likes",
        help: "use an `ApplicationGateway`, which has one",
    }
}

/// Whether a firewall looks at requests.
fn is_on(firewall: &Subject<'_>) -> bool {
    firewall.text("spec/policySettings/state") == Some("Enabled")
}

/// A list of the specification.
fn list<'a>(it: &Subject<'a>, name: &str) -> &'a [Json] {
    items(&it.resource.properties, &["spec", name])
}

/// Whether a member names a part of the gateway that it has, by where it is.
fn is_part(it: &Subject<'_>, json: &Json, member: &str, of: &str) -> bool {
    let place = text(json, &[member, "reference", "armId"]);
    let Some((before, name)) = place.and_then(|it| it.rsplit_once('/')) else { return false };
    let gateway = it.text("metadata/name");
    let here = gateway.is_some_and(|gateway| before.ends_with(&format!("/applicationGateways/{gateway}/{of}")));
    here && list(it, of).iter().any(|part| text(part, &["name"]) == Some(name))
}

/// Whether a gateway asks somebody by a name, who has to have a certificate of that, or at an address of a subnet.
fn is_asked(it: &Subject<'_>, one: &Json) -> bool {
    match (text(one, &["fqdn"]), text(one, &["ipAddress"])) {
        (Some(_), None) => has_only(one, &["fqdn"]),
        (None, Some(address)) => CidrBlock::parse(&format!("{address}/32")).is_ok_and(|address| {
            let has = |range: &str| CidrBlock::parse(range).is_ok_and(|it| it.contains(address));
            let ranges = |it: &Subject<'_>| {
                let all =
                    read::either(&it.resource.properties, &["spec", "addressPrefix"], &["spec", "addressPrefixes"]);
                all.is_some_and(|it| it.into_iter().any(has))
            };
            of_app(it, "VirtualNetworksSubnet").any(|it| ranges(&it))
        }),
        _ => false,
    }
}

fn is_route(it: &Subject<'_>, json: &Json) -> bool {
    text(json, &["ruleType"]) == Some("Basic")
        && is_part(it, json, "httpListener", "httpListeners")
        && is_part(it, json, "backendAddressPool", "backendAddressPools")
        && is_part(it, json, "backendHttpSettings", "backendHttpSettingsCollection")
}

/// Whether a rule turns away whoever asks too often: every address for itself, within a minute.
fn counts(rule: &Json) -> bool {
    let conditions = items(rule, &["matchConditions"]);
    let everybody = |one: &Json| {
        has_only(one, &["matchValues", "matchVariables", "operator"])
            && text(one, &["operator"]) == Some("IPMatch")
            && texts(one, &["matchValues"]).is_some_and(|it| it == ["0.0.0.0/0"])
            && matches!(items(one, &["matchVariables"]), [it] if text(it, &["variableName"]) == Some("RemoteAddr"))
    };
    let groups = items(rule, &["groupByUserSession"]);
    let by_address = |group: &Json| {
        let all = items(group, &["groupByVariables"]);
        !all.is_empty() && all.iter().all(|it| text(it, &["variableName"]) == Some("ClientAddr"))
    };
    text(rule, &["ruleType"]) == Some("RateLimitRule")
        && text(rule, &["state"]) == Some("Enabled")
        && text(rule, &["rateLimitDuration"]) == Some("OneMin")
        && rule.get("rateLimitThreshold").and_then(Json::as_int).is_some_and(|it| (1..=10_000).contains(&it))
        && !conditions.is_empty()
        && conditions.iter().all(everybody)
        && !groups.is_empty()
        && groups.iter().all(by_address)
}
