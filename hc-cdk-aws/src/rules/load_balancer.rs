//! Rules about load balancers and web ACLs.

use hc_cdk::{
    rule::{Known, Must, Subject, at, known},
    value::Json,
};

use super::{
    bucket::BUCKET,
    clauses::{AUDITED, AVAILABLE, ENCRYPTED, ENCRYPTED_ON_THE_WAY},
    possible::may_be,
    read::{each, is_set, may_be_of, names_one},
    when::{regulated, undeletable},
};

pub(super) const LOAD_BALANCER: &[&str] = &["AWS::ElasticLoadBalancingV2::LoadBalancer"];
/// One of the first generation, which has properties for what others have attributes for.
const CLASSIC: &str = "AWS::ElasticLoadBalancing::LoadBalancer";
pub(super) const LISTENER: &[&str] = &["AWS::ElasticLoadBalancingV2::Listener"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub ALB_HTTP_DROP_INVALID_HEADER_ENABLED = "ALBHttpDropInvalidHeaderEnabled" {
        sentence: "headers that no standard allows do not get through",
        controls: ENCRYPTED_ON_THE_WAY,
        on: LOAD_BALANCER,
        when: regulated,
        must: Must::Hold(|it| !is_application(it) || has(it, "routing.http.drop_invalid_header_fields.enabled")),
        message: "lets invalid headers through",
        help: "set the attribute `routing.http.drop_invalid_header_fields.enabled` to `true`, or use an `HttpsEndpoint`",
    }

    pub ALB_HTTP_TO_HTTPS_REDIRECTION = "ALBHttpToHttpsRedirection" {
        sentence: "what comes without TLS is sent to where there is TLS",
        controls: ENCRYPTED_ON_THE_WAY,
        on: LISTENER,
        when: regulated,
        must: Must::Hold(|it| matches!(it.text("Protocol"), Some("HTTPS" | "TLS")) || only_redirects(it)),
        message: "answers without TLS",
        help: "let it redirect to HTTPS and nothing else, or use an `HttpsEndpoint`",
    }

    pub ELB_DELETION_PROTECTION_ENABLED = "ELBDeletionProtectionEnabled" {
        sentence: "a load balancer refuses to be deleted by hand",
        controls: AVAILABLE,
        on: LOAD_BALANCER,
        when: undeletable,
        must: Must::Hold(|it| has(it, "deletion_protection.enabled")),
        message: "can be deleted by hand",
        help: "set the attribute `deletion_protection.enabled` to `true`, or use an `HttpsEndpoint`",
    }

    pub ELB_LOGGING_ENABLED = "ELBLoggingEnabled" {
        sentence: "a load balancer logs each request",
        controls: AUDITED,
        on: &["AWS::ElasticLoadBalancingV2::LoadBalancer", CLASSIC],
        when: regulated,
        must: Must::Hold(logs_requests),
        message: "does not log its requests",
        help: "set the attribute `access_logs.s3.enabled` to `true` and `access_logs.s3.bucket` to a bucket, those of `AccessLoggingPolicy` \
               for one of the first generation, or use an `HttpsEndpoint`",
    }

    pub ELBV2_ACM_CERTIFICATE_REQUIRED = "ELBv2ACMCertificateRequired" {
        sentence: "a listener has a certificate, or sends what comes to where there is one",
        controls: ENCRYPTED,
        on: LISTENER,
        when: regulated,
        must: Must::Hold(|it| has_certificate(it) || only_redirects(it)),
        message: "has no certificate",
        help: "set `Certificates`, or use an `HttpsEndpoint`",
    }

    pub WAFV2_LOGGING_ENABLED = "WAFv2LoggingEnabled" {
        sentence: "a web ACL logs what it let through and what it did not",
        controls: AUDITED,
        on: &["AWS::WAFv2::WebACL"],
        when: regulated,
        must: Must::Hold(|it| {
            let logs = it.users_of("AWS::WAFv2::LoggingConfiguration").filter(|log| it.is_named_in(log, "ResourceArn"));
            each(logs, |log| it.is_meant_in(log, "ResourceArn") && log.property("LoggingFilter").is_none())
        }),
        message: "does not log its requests",
        help: "name its ARN in an `AWS::WAFv2::LoggingConfiguration`, or use an `HttpsEndpoint`",
    }
}

fn is_application(load_balancer: &Subject<'_>) -> bool {
    load_balancer.property("Type").is_none_or(|kind| may_be(kind, |it| it == "application"))
}

/// Whether an attribute of the load balancer is known to be on.
fn has(load_balancer: &Subject<'_>, key: &str) -> bool {
    is_always(load_balancer, key, |value| known(value) == Known::Is(true))
}

fn is_always(load_balancer: &Subject<'_>, key: &str, is_meant: impl Fn(&Json) -> bool) -> bool {
    is_set(load_balancer.list("LoadBalancerAttributes"), ("Key", key), is_meant)
}

/// Whether a listener sends every request to where there is TLS. A rule of its own can do something else with some of them.
pub(super) fn only_redirects(listener: &Subject<'_>) -> bool {
    let actions = listener.list("DefaultActions");
    let is = |action, path, word| at(action, path).and_then(Json::as_text) == Some(word);
    let redirects = |action| is(action, "Type", "redirect") && is(action, "RedirectConfig/Protocol", "HTTPS");
    listener.text("Protocol") == Some("HTTP")
        && !actions.is_empty()
        && actions.iter().all(redirects)
        && !listener.is_named_by_any("AWS::ElasticLoadBalancingV2::ListenerRule", "ListenerArn")
}

fn logs_requests(balancer: &Subject<'_>) -> bool {
    if balancer.is(CLASSIC) {
        return balancer.flag("AccessLoggingPolicy/Enabled") == Known::Is(true)
            && names_one(balancer, "AccessLoggingPolicy/S3BucketName", BUCKET);
    }
    has(balancer, "access_logs.s3.enabled")
        && is_always(balancer, "access_logs.s3.bucket", |to| may_be_of(balancer, to, BUCKET))
}

fn has_certificate(listener: &Subject<'_>) -> bool {
    listener.list("Certificates").iter().any(|it| at(it, "CertificateArn").is_some())
}
