//! The way in from the internet.

use std::net::Ipv4Addr;

use serde_json::Value;

use super::{referred, vault, zones};
use crate::{
    document::{Thing, list},
    oracle::{Table, operated::text, when},
};

pub(super) const TABLE: Table = &[
    ("GatewaySpeaksTls", |it| {
        let new = ["AppGwSslPolicy20170401S", "AppGwSslPolicy20220101", "AppGwSslPolicy20220101S"];
        let policy = it.says("spec/sslPolicy/policyType", "Predefined")
            && it.text("spec/sslPolicy/policyName").is_some_and(|it| new.contains(&it));
        let certificates = it.list("spec/sslCertificates");
        let ours = certificates.iter().all(|one| vault(it, text(one, "keyVaultSecretId")).is_some());
        when(!policy, "it speaks an old TLS")
            .or_else(|| when(certificates.is_empty() || !ours, "it has a certificate that is in no vault of the app"))
    }),
    ("GatewayListensOnHttps", |it| {
        let https = |list: &str| it.list(list).iter().all(|it| text(it, "protocol").eq_ignore_ascii_case("https"));
        let ports = it.list("spec/frontendPorts");
        when(!https("spec/httpListeners") || it.list("spec/httpListeners").is_empty(), "it takes requests in the clear")
            .or_else(|| when(!https("spec/backendHttpSettingsCollection"), "it hands them on in the clear"))
            .or_else(|| when(ports.iter().any(|it| it["port"] != 443), "it listens on other ports"))
    }),
    ("GatewayAsksItsPods", |it| {
        let few = it.at("spec/zones").is_none_or(|it| zones(it) < 2);
        when(it.list("spec/probes").is_empty(), "no pod is asked whether it answers")
            .or_else(|| when(few, "it is in one zone"))
    }),
    ("GatewayAsksItsNetwork", |it| {
        let all = || it.beside("VirtualNetworksSubnet");
        let one = all().filter_map(|it| it.text("spec/addressPrefix"));
        let subnets: Vec<&str> = one.chain(all().flat_map(|it| it.texts("spec/addressPrefixes"))).collect();
        let asked: Vec<&Value> =
            it.list("spec/backendAddressPools").iter().flat_map(|it| list(it.get("backendAddresses"))).collect();
        let elsewhere = asked.iter().find(|one| match one["ipAddress"].as_str() {
            Some(address) => !subnets.iter().any(|it| is_within(address, it)),
            None => !one["fqdn"].is_string(),
        });
        elsewhere.map(|one| format!("{one} is in no subnet of the app"))
    }),
    ("GatewayIsBehindAFirewall", |it| {
        let policy = referred(it, FIREWALL, "spec/firewallPolicy/reference");
        when(!it.says("spec/sku/tier", "WAF_v2"), "it has no firewall")
            .or_else(|| when(policy.is_none(), "it is behind no firewall of the app"))
            .or_else(|| {
                let off = policy.is_some_and(|it| it.says("spec/policySettings/state", "Disabled"));
                when(off, "its firewall is off")
            })
    }),
    ("AzureFirewallTurnsAttacksAway", |it: Thing<'_>| {
        let sets = it.list("spec/managedRules/managedRuleSets");
        let has = |kind: &str| sets.iter().any(|it| text(it, "ruleSetType").contains(kind));
        let own = it.list("spec/customRules");
        let counts = own.iter().any(|it| {
            text(it, "ruleType") == "RateLimitRule" && text(it, "action") == "Block" && text(it, "state") != "Disabled"
        });
        let on = !it.says("spec/policySettings/state", "Disabled") && it.says("spec/policySettings/mode", "Prevention");
        when(!on, "it turns nothing away")
            .or_else(|| when(!has("OWASP") && !has("DefaultRuleSet"), "attacks pass"))
            .or_else(|| when(!has("BotManager"), "robots pass"))
            .or_else(|| when(own.iter().any(|it| text(it, "action") == "Allow"), "somebody passes by"))
            .or_else(|| when(!counts, "whoever asks too often is let in"))
    }),
];

const FIREWALL: &str = "WebApplicationFirewallPolicy";

/// Whether an address is one of a range.
fn is_within(address: &str, range: &str) -> bool {
    let number = |it: &str| it.parse::<Ipv4Addr>().ok().map(u32::from);
    let range = range.split_once('/').and_then(|(base, bits)| Some((number(base)?, bits.parse::<u32>().ok()?)));
    range.zip(number(address)).is_some_and(|((base, bits), it)| (base ^ it).checked_shr(32 - bits).unwrap_or(0) == 0)
}
