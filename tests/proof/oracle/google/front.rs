//! The way in from the internet.

use serde_json::Value;

use super::project;
use crate::{
    document::{Thing, value},
    oracle::{
        Table,
        operated::{items, text},
        when,
    },
};

pub(super) const TABLE: Table = &[
    ("BalancerSpeaksTls", |it| {
        let policy = if it.kind() == POLICY { Some(it) } else { it.named(POLICY, "spec/sslPolicyRef/name") };
        // What a policy leaves out is 1.0, and what a proxy leaves out is such a policy.
        let new = policy.is_some_and(|it| it.says("spec/minTlsVersion", "TLS_1_2"));
        let ciphers = policy.and_then(|it| it.text("spec/profile"));
        when(!new, "an older TLS is spoken")
            .or_else(|| when(!matches!(ciphers, Some("MODERN" | "RESTRICTED" | "FIPS_202205")), "ciphers are broken"))
    }),
    ("BalancerListensOnHttps", |it| {
        let proxy = it.named("ComputeTargetHTTPSProxy", "spec/target/targetHTTPSProxyRef/name");
        when(!matches!(it.text("spec/portRange"), Some("443" | "443-443")), "it listens on other ports")
            .or_else(|| when(proxy.is_none(), "it hands requests to no proxy of the app that speaks TLS"))
    }),
    ("BalancerTurnsAttacksAway", |it| {
        let attacks = ["sqli", "xss", "lfi", "rce", "rfi", "protocolattack"];
        let rules = it.list("spec/rule");
        let counts = rules.iter().any(|it| {
            text(it, "action") == "throttle" && text(it, "rateLimitOptions/exceedAction").starts_with("deny")
        });
        let missing = attacks.iter().find(|attack| !turns_away(rules, attack));
        missing.map(|attack| format!("`{attack}` passes")).or_else(|| when(!counts, "whoever asks too often is let in"))
    }),
    ("BalancerIsBehindAFirewall", |it| {
        let service = match it.kind() {
            "ComputeBackendService" => Some(it),
            _ => it.named("ComputeBackendService", "spec/defaultService/backendServiceRef/name"),
        };
        let policy = service.and_then(|it| it.named("ComputeSecurityPolicy", "spec/securityPolicyRef/name"));
        let speaks_tls = service.is_some_and(|it| matches!(it.text("spec/protocol"), Some("HTTP2" | "HTTPS")));
        let leads_out = |it: &Value| !text(it, "group/networkEndpointGroupRef/external").contains(&of(service));
        when(policy.is_none(), "requests go past no policy of the app")
            .or_else(|| when(!speaks_tls, "it speaks with the pods in the clear"))
            .or_else(|| {
                when(service.is_some_and(|it| it.list("spec/backend").iter().any(leads_out)), "it leads elsewhere")
            })
    }),
    ("BalancerRecordsRequests", |it| {
        let checks = it.list("spec/healthChecks");
        let nobody = |check: &Value| it.called("ComputeHealthCheck", value(check, "healthCheckRef/name")).is_none();
        let is_service = it.kind() == "ComputeBackendService";
        let all = it.number("spec/logConfig/sampleRate").is_none_or(|it| it >= 1.0);
        when(!it.is("spec/logConfig/enable", true) || is_service && !all, "a request is not recorded").or_else(|| {
            when(is_service && (checks.is_empty() || checks.iter().any(nobody)), "no pod is asked whether it answers")
        })
    }),
    ("BalancerCertificateRenews", |it| match it.kind() {
        CERTIFICATE => has_to_be_renewed(it),
        ENTRY => of_an_entry(it),
        _ => {
            let full = it.text("spec/certificateMapRef/external").unwrap_or_default();
            let map = it.beside("CertificateManagerCertificateMap");
            let here = format!("projects/{}/locations/global/certificateMaps/", project(it));
            let map = map.into_iter().find(|map| full.ends_with(&format!("{here}{}", map.name())));
            let mut entries = map.into_iter().flat_map(|map| map.parts(ENTRY, "spec/mapRef/name")).peekable();
            when(map.is_none(), "its certificates are in no map of the app")
                .or_else(|| when(!it.is_empty("spec/sslCertificates"), "it has a certificate of another kind"))
                .or_else(|| when(entries.peek().is_none(), "it has no certificate"))
                .or_else(|| entries.find_map(of_an_entry))
        }
    }),
];

const CERTIFICATE: &str = "CertificateManagerCertificate";
const ENTRY: &str = "CertificateManagerCertificateMapEntry";
const POLICY: &str = "ComputeSSLPolicy";

/// What stands in the place of whatever is in the project of a service.
fn of(service: Option<Thing<'_>>) -> String {
    format!("/projects/{}/", service.map(project).unwrap_or_default())
}

/// Whether an attack is denied before anything is allowed.
fn turns_away(rules: &[Value], attack: &str) -> bool {
    let place = |it: &Value| it["priority"].as_i64().unwrap_or_default();
    let expression = |it: &Value| text(it, "match/expr/expression").to_owned();
    let denies = |it: &&Value| {
        let asked = expression(it);
        text(it, "action").starts_with("deny") && asked.contains(&format!("'{attack}-")) && !asked.contains(['!', '&'])
    };
    let first = rules.iter().filter(denies).map(place).min();
    first.is_some_and(|first| !rules.iter().any(|it| text(it, "action") == "allow" && place(it) < first))
        && rules.iter().filter(denies).all(|it| it["preview"] != true)
}

fn has_to_be_renewed(it: Thing<'_>) -> Option<String> {
    let managed = !items(&it.written.json, "spec/managed/domains").is_empty();
    when(!managed || !it.is_empty("spec/selfManaged"), "somebody has to renew it")
}

fn of_an_entry(it: Thing<'_>) -> Option<String> {
    let certificates = it.list("spec/certificatesRefs");
    let why = |one: &Value| match it.called(CERTIFICATE, one.get("name")) {
        None => Some("it has a certificate that is not of the app".to_owned()),
        Some(certificate) => has_to_be_renewed(certificate),
    };
    when(certificates.is_empty(), "it has no certificate").or_else(|| certificates.iter().find_map(why))
}
