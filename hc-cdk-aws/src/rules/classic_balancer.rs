//! Rules about load balancers of the first generation.
//!
//! No construct declares such things yet: the rules are for what a construct of a user's own declares.

use hc_cdk::{
    control::hipaa,
    rule::{Must, Subject, at},
    value::Json,
};

use super::{
    read::{REFERENCE, flat, text_at},
    when::regulated,
};

const BALANCER: &[&str] = &["AWS::ElasticLoadBalancing::LoadBalancer"];

/// The protocols of a listener that are encrypted.
const TLS: [&str; 2] = ["HTTPS", "SSL"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub ELBACM_CERTIFICATE_REQUIRED = "ELBACMCertificateRequired" {
        sentence: "each listener has a certificate that is renewed by itself",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_SECURITY, hipaa::TRANSMISSION_INTEGRITY, hipaa::TRANSMISSION_ENCRYPTION],
        on: BALANCER,
        when: regulated,
        must: Must::Hold(|it| every_listener(it, |listener| at(listener, "SSLCertificateId").is_some_and(is_of_acm))),
        message: "has a listener without a certificate of Certificate Manager",
        help: "set `SSLCertificateId` of each listener to the ARN of such a certificate",
    }

    pub ELB_CROSS_ZONE_LOAD_BALANCING_ENABLED = "ELBCrossZoneLoadBalancingEnabled" {
        sentence: "requests are spread over the machines of all zones",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::EMERGENCY_MODE],
        on: BALANCER,
        when: regulated,
        must: Must::True("CrossZone"),
        message: "spreads requests over the machines of one zone",
        help: "set `CrossZone` to true",
    }

    pub ELB_TLS_HTTPS_LISTENERS_ONLY = "ELBTlsHttpsListenersOnly" {
        sentence: "each listener speaks TLS, and as far as it says how it asks the machines behind it, nothing else there",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_SECURITY, hipaa::TRANSMISSION_INTEGRITY, hipaa::TRANSMISSION_ENCRYPTION],
        on: BALANCER,
        when: regulated,
        must: Must::Hold(|it| every_listener(it, speaks_tls)),
        message: "has a listener that answers without TLS, or asks the machines behind it without",
        help: "set `Protocol` and `InstanceProtocol` of each listener to `HTTPS` or `SSL`",
    }
}

fn every_listener(balancer: &Subject<'_>, holds: impl Fn(&Json) -> bool) -> bool {
    let listeners = balancer.list("Listeners");
    !listeners.is_empty() && listeners.iter().all(holds)
}

/// Whether it is known by its ARN, or by a reference.
fn is_of_acm(certificate: &Json) -> bool {
    flat(certificate).is_some_and(|it| it.contains(":acm:") || it == REFERENCE.to_string())
}

/// Whether it does so to who asks, and to the machines behind, as far as it says how.
fn speaks_tls(listener: &Json) -> bool {
    let is_tls = |name| text_at(listener, name).is_some_and(|it| TLS.iter().any(|tls| it.eq_ignore_ascii_case(tls)));
    is_tls("Protocol") && (at(listener, "InstanceProtocol").is_none() || is_tls("InstanceProtocol"))
}
