//! The way in from the internet.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    dimension::tls::Tls12,
    policy::Dimension,
    rule::{Known, Must, Subject, asks, real_data},
    value::Json,
};

use super::{
    kinds::is_so,
    read::{at, every, has_only, in_full, items, named, names, of_app, project, referred, text, texts},
};

/// The sets of rules of Cloud Armor for known attacks, from the Core Rule Set of OWASP.
pub(crate) const ATTACKS: [&str; 8] = [
    "sqli-v33-stable",
    "xss-v33-stable",
    "lfi-v33-stable",
    "rfi-v33-stable",
    "rce-v33-stable",
    "scannerdetection-v33-stable",
    "protocolattack-v33-stable",
    "sessionfixation-v33-stable",
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub FRONT_SPEAKS_TLS = "BalancerSpeaksTls" {
        sentence: "a load balancer of Google Cloud speaks TLS 1.2 and newer, with ciphers that are not broken",
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::TRANSMISSION,
            iso27001::NETWORK_SERVICES,
        ],
        on: &["ComputeSSLPolicy", "ComputeTargetHTTPSProxy"],
        when: |policy| asks(policy, Dimension::tls) || real_data(policy),
        answers: tls,
        must: Must::Hold(|it| {
            // Nothing newer than 1.2 can be asked for.
            if it.stack.policy.floor(Dimension::tls) > Tls12::POSITION {
                return false;
            }
            if it.is("ComputeTargetHTTPSProxy") {
                return referred(it, "spec/sslPolicyRef", "ComputeSSLPolicy").is_some_and(|it| is_so(&it, speaks_tls));
            }
            speaks_tls(it)
        }),
        message: "speaks an older TLS or broken ciphers, or the policy asks for a newer TLS than can be asked for",
        help: "use a `GlobalLoadBalancer`",
    }

    pub FRONT_LISTENS_ON_HTTPS = "BalancerListensOnHttps" {
        sentence: "a load balancer of Google Cloud listens on 443 alone, and hands requests to a proxy of the app that speaks TLS",
        controls: &[hipaa::TRANSMISSION_SECURITY, soc2::TRANSMISSION, iso27001::NETWORK_SECURITY],
        on: &["ComputeForwardingRule"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/loadBalancingScheme") == Some("EXTERNAL_MANAGED")
                && it.text("spec/ipProtocol") == Some("TCP")
                && matches!(it.text("spec/portRange"), Some("443" | "443-443"))
                && it.property("spec/target").is_some_and(|it| has_only(it, &["targetHTTPSProxyRef"]))
                && referred(it, "spec/target/targetHTTPSProxyRef", "ComputeTargetHTTPSProxy").is_some()
        }),
        message: "takes requests without TLS, or hands them to somebody else",
        help: "use a `GlobalLoadBalancer`",
    }

    pub FRONT_TURNS_ATTACKS_AWAY = "BalancerTurnsAttacksAway" {
        sentence: "a policy of Cloud Armor denies known attacks, and whoever asks too often",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SECURITY],
        on: &["ComputeSecurityPolicy"],
        when: real_data,
        must: Must::Hold(turns_attacks_away),
        message: "lets a known attack pass, or as many requests as somebody likes",
        help: "use a `GlobalLoadBalancer`, which has one",
    }

    pub FRONT_IS_BEHIND_A_FIREWALL = "BalancerIsBehindAFirewall" {
        sentence: "requests from the internet go past a policy of Cloud Armor of the app, and by TLS to the pods",
        controls: &[hipaa::ACCESS_CONTROL, soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SECURITY],
        on: &["ComputeBackendService", "ComputeURLMap"],
        when: real_data,
        must: Must::Hold(|it| {
            if it.is("ComputeURLMap") {
                let behind = referred(it, "spec/defaultService/backendServiceRef", "ComputeBackendService");
                return behind.is_some_and(|it| is_so(&it, is_behind_a_firewall));
            }
            is_behind_a_firewall(it)
        }),
        message: "is behind no firewall of the app, speaks with the pods without TLS, or leads to another project",
        help: "use a `GlobalLoadBalancer`",
    }

    pub FRONT_RECORDS_REQUESTS = "BalancerRecordsRequests" {
        sentence: "each request that a load balancer of Google Cloud takes is recorded, and pods that do not answer get none",
        controls: &[hipaa::AUDIT_CONTROLS, soc2::MONITORING, iso27001::LOGGING],
        on: &["ComputeBackendService", "ComputeHealthCheck"],
        when: real_data,
        must: Must::Hold(|it| {
            let recorded = it.flag("spec/logConfig/enable") == Known::Is(true);
            if it.is("ComputeHealthCheck") {
                return recorded && it.property("spec/httpsHealthCheck/requestPath").is_some();
            }
            let checks = items(&it.resource.properties, &["spec", "healthChecks"]);
            let is_ours = |check: &Json| named(it, at(check, &["healthCheckRef", "name"]), "ComputeHealthCheck").is_some();
            let all = match it.property("spec/logConfig/sampleRate") {
                Some(Json::Int(share)) => *share == 1,
                Some(Json::Float(share)) => *share >= 1.0,
                _ => false,
            };
            recorded && all && !checks.is_empty() && checks.iter().all(is_ours)
        }),
        message: "does not record each request, or asks no pod whether it answers",
        help: "use a `GlobalLoadBalancer`",
    }

    pub CERTIFICATE_OF_THE_FRONT_RENEWS = "BalancerCertificateRenews" {
        sentence: "a load balancer of Google Cloud is known by a certificate of the app, which renews by itself",
        controls: &[hipaa::TRANSMISSION_SECURITY, soc2::TRANSMISSION, iso27001::CRYPTOGRAPHY],
        on: &[CERTIFICATE, ENTRY, "ComputeTargetHTTPSProxy"],
        when: real_data,
        must: Must::Hold(renews),
        message: "is known by a certificate that somebody has to renew, or by one that is not of the app",
        help: "use a `GlobalLoadBalancer`",
    }
}

const CERTIFICATE: &str = "CertificateManagerCertificate";
const ENTRY: &str = "CertificateManagerCertificateMapEntry";

/// Whether a certificate renews by itself, and so do those that an entry of a map or a proxy has.
fn renews(it: &Subject<'_>) -> bool {
    const MAP: &str = "CertificateManagerCertificateMap";
    let object = &it.resource.properties;
    match it.kind() {
        CERTIFICATE => texts(object, &["spec", "managed", "domains"]).is_some_and(|it| !it.is_empty()),
        ENTRY => {
            let all = items(object, &["spec", "certificatesRefs"]);
            let is_ours = |one: &Json| named(it, one.get("name"), CERTIFICATE).is_some_and(|it| is_so(&it, renews));
            referred(it, "spec/mapRef", MAP).is_some()
                && !all.is_empty()
                && all.iter().all(is_ours)
                && it.text("spec/hostname").is_some()
        }
        _ => {
            let map = in_full(it, "spec/certificateMapRef/external", MAP);
            referred(it, "spec/urlMapRef", "ComputeURLMap").is_some() && map.is_some_and(|map| is_so(&map, has_entries))
        }
    }
}

/// Whether a map of certificates has some, and each renews.
fn has_entries(map: &Subject<'_>) -> bool {
    let is_of_it = |entry: &Subject<'_>| names(entry, map, entry.property("spec/mapRef/name"));
    let mut entries = of_app(map, ENTRY).filter(is_of_it).peekable();
    entries.peek().is_some() && entries.all(|entry| is_so(&entry, renews))
}

/// Whether a policy of TLS takes 1.2 and newer, with ciphers that are not broken.
fn speaks_tls(policy: &Subject<'_>) -> bool {
    policy.text("spec/minTlsVersion") == Some("TLS_1_2")
        && matches!(policy.text("spec/profile"), Some("MODERN" | "RESTRICTED"))
}

fn is_behind_a_firewall(service: &Subject<'_>) -> bool {
    referred(service, "spec/securityPolicyRef", "ComputeSecurityPolicy").is_some()
        && matches!(service.text("spec/protocol"), Some("HTTPS" | "HTTP2"))
        && every(&service.resource.properties, &["spec", "backend"], |backend| is_in_its_project(service, backend))
}

/// How the place of a group of endpoints begins.
const PROJECTS: &str = "https://www.googleapis.com/compute/v1/projects/";

/// Whether the endpoints of a backend are in the project of its object, and in the region of the stack.
fn is_in_its_project(it: &Subject<'_>, backend: &Json) -> bool {
    let group = text(backend, &["group", "networkEndpointGroupRef", "external"]);
    let place = group.and_then(|it| it.strip_prefix(PROJECTS)).and_then(|it| it.split_once("/zones/"));
    place.is_some_and(|(of, rest)| {
        project(it) == Some(of)
            && rest.starts_with(&format!("{}-", it.stack.region))
            && rest.contains("/networkEndpointGroups/")
    })
}

/// The place of the last rule of a policy, which is asked about what no other decided.
const LAST: i64 = 2_147_483_647;
/// Attacks are turned away by rules before this place; what counts requests comes behind them.
const COUNTS: i64 = 2000;

fn turns_attacks_away(it: &Subject<'_>) -> bool {
    let rules = items(&it.resource.properties, &["spec", "rule"]);
    let place = |rule: &Json| at(rule, &["priority"]).and_then(Json::as_int);
    let first = |rule: &Json| place(rule).is_some_and(|it| it < COUNTS);
    // What is allowed before it is looked at is allowed whatever it is.
    let lets_nothing_past = |rule: &Json| {
        let late = place(rule).is_some_and(|it| it >= COUNTS);
        refuses(rule, &["action"]) || counts(rule) && late || place(rule) == Some(LAST)
    };
    it.text("spec/type") == Some("CLOUD_ARMOR")
        && it.flag("spec/adaptiveProtectionConfig/layer7DdosDefenseConfig/enable") == Known::Is(true)
        && it.text("spec/advancedOptionsConfig/jsonParsing") == Some("STANDARD")
        && ATTACKS.iter().all(|attack| rules.iter().any(|it| first(it) && denies(it, attack)))
        && rules.iter().any(counts)
        && rules.iter().all(lets_nothing_past)
}

fn refuses(rule: &Json, path: &[&str]) -> bool {
    text(rule, path).is_some_and(|it| it.starts_with("deny("))
}

/// Whether a rule denies a known attack.
fn denies(rule: &Json, attack: &str) -> bool {
    let expression = text(rule, &["match", "expr", "expression"]);
    let wanted = format!("evaluatePreconfiguredWaf('{attack}', {{'sensitivity': ");
    let sensitivity = expression.and_then(|it| it.strip_prefix(&wanted));
    refuses(rule, &["action"]) && matches!(sensitivity, Some("1})" | "2})" | "3})" | "4})"))
}

/// Whether a rule denies an address more than so many requests within a minute.
fn counts(rule: &Json) -> bool {
    let everybody = texts(rule, &["match", "config", "srcIpRanges"]).is_some_and(|it| it == ["*"]);
    let number = |name: &str| at(rule, &["rateLimitOptions", "rateLimitThreshold", name]).and_then(Json::as_int);
    text(rule, &["action"]) == Some("throttle")
        && everybody
        && text(rule, &["rateLimitOptions", "conformAction"]) == Some("allow")
        && refuses(rule, &["rateLimitOptions", "exceedAction"])
        && text(rule, &["rateLimitOptions", "enforceOnKey"]) == Some("IP")
        && number("count").is_some_and(|it| (1..=10_000).contains(&it))
        && number("intervalSec") == Some(60)
}
