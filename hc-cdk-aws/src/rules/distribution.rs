//! Rules about distributions: TLS, a firewall, how they ask for what they show, what they tell browsers, and where they are read.
//! Scanners for HIPAA have none.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, soc2},
    dimension::{
        Position,
        availability::MultiRegion,
        tls::{Tls12, Tls13},
    },
    policy::Dimension,
    rule::{Index, Known, Must, Subject, Verdict, asks, at, lacks, one_or_many, real_data},
    value::Json,
};

use super::{
    balancer::refuses,
    permission::{allowed, hides_statements},
    possible::{is_looked_up, may_be},
    read::{flat, number_at, text_at},
};

pub(super) const DISTRIBUTION: &[&str] = &["AWS::CloudFront::Distribution"];

const RECORD: &str = "AWS::Route53::RecordSet";

const CLOUDFRONT: &str = "cloudfront.amazonaws.com";

/// The security policies of viewers, with the oldest TLS of each. What is not here speaks an older one, or older ciphers.
///
/// Source: CloudFront, "Supported protocols and ciphers between viewers and CloudFront"; AWS Security Hub, CloudFront.15.
const OLDEST: [(&str, Position); 3] =
    [("TLSv1.2_2021", Tls12::POSITION), ("TLSv1.2_2025", Tls12::POSITION), ("TLSv1.3_2025", Tls13::POSITION)];

/// The managed policy `SecurityHeadersPolicy`, which has no `Content-Security-Policy`, is none of these.
const HEADERS: [&str; 4] = [
    "ContentSecurityPolicy/ContentSecurityPolicy",
    "ContentTypeOptions/Override",
    "FrameOptions/FrameOption",
    "StrictTransportSecurity/AccessControlMaxAgeSec",
];

const GUARDED: &[Control] =
    &[hipaa::MALICIOUS_SOFTWARE, hipaa::AUDIT_CONTROLS, soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SERVICES];

const LET_IN: &[Control] =
    &[hipaa::ACCESS_CONTROL, hipaa::ACCESS_AUTHORIZATION, soc2::LOGICAL_ACCESS, iso27001::ACCESS_CONTROL];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DISTRIBUTION_SPEAKS_TLS = "DistributionSpeaksTls" {
        sentence: "a distribution answers over TLS, and over none that is older than the policy asks for",
        controls: &[
            hipaa::ENCRYPTION,
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_INTEGRITY,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::TRANSMISSION,
            iso27001::CRYPTOGRAPHY,
            gdpr::ENCRYPTION,
        ],
        on: DISTRIBUTION,
        when: |policy| asks(policy, Dimension::tls),
        answers: tls,
        must: Must::Hold(speaks_tls),
        message: "answers over an older TLS than the policy asks for, or without any",
        help: "set `MinimumProtocolVersion` and each `ViewerProtocolPolicy`, or use a `Website`",
    }

    pub DISTRIBUTION_HAS_A_FIREWALL = "DistributionHasAFirewall" {
        sentence: "requests to a distribution pass a web application firewall that refuses some of them",
        controls: GUARDED,
        on: DISTRIBUTION,
        when: real_data,
        must: Must::Hold(has_a_firewall),
        message: "takes requests without a firewall of this program that refuses any",
        help: "name a web ACL of the scope `CLOUDFRONT` in `WebACLId`, or use a `Website`",
    }

    pub DISTRIBUTION_READS_PRIVATELY = "DistributionReadsPrivately" {
        sentence: "a distribution signs what it asks of buckets, and asks others over TLS",
        controls: LET_IN,
        on: DISTRIBUTION,
        when: real_data,
        must: Must::Hold(reads_privately),
        message: "asks a bucket without a signature, or something else without TLS",
        help: "give each bucket an `OriginAccessControlId` that always signs, and others `OriginProtocolPolicy: https-only`, or use a `Website`",
    }

    pub DISTRIBUTION_SENDS_HEADERS = "DistributionSendsHeaders" {
        sentence: "browsers are told to come back over TLS, and what a page may run and stand in",
        controls: GUARDED,
        on: DISTRIBUTION,
        when: real_data,
        must: Must::Hold(|it| behaviors(it).all(|behavior| sends_headers(it, behavior))),
        message: "does not tell browsers how to keep its pages from harm",
        help: "name a `ResponseHeadersPolicy` with its `SecurityHeadersConfig` in each behavior, or use a `Website`",
    }

    pub DISTRIBUTION_IS_LOGGED = "DistributionIsLogged" {
        sentence: "requests to a distribution are recorded",
        controls: &[hipaa::AUDIT_CONTROLS, hipaa::ACTIVITY_REVIEW, soc2::MONITORING, iso27001::LOGGING],
        on: DISTRIBUTION,
        when: real_data,
        must: Must::Hold(is_logged),
        message: "records no requests",
        help: "deliver its `ACCESS_LOGS` by an `AWS::Logs::DeliverySource`, or use a `Website`",
    }

    pub DISTRIBUTION_NAMES_READERS = "DistributionNamesReaders" {
        sentence: "where the policy says where data may be, a distribution is read in countries that are named",
        controls: &[gdpr::TRANSFERS, iso27001::NETWORK_SERVICES],
        on: DISTRIBUTION,
        when: |policy| policy.requirements.iter().any(|it| it.dimension == Dimension::residency),
        must: Must::Hold(|it| {
            let restriction = "DistributionConfig/Restrictions/GeoRestriction";
            it.text(&format!("{restriction}/RestrictionType")) == Some("whitelist")
                && !it.list(&format!("{restriction}/Locations")).is_empty()
        }),
        message: "is read in countries that nobody named",
        help: "set `GeoRestriction` to a `whitelist` of countries, or use a `Website` with `.readers(..)`",
    }

    pub DISTRIBUTION_ANSWERS = "DistributionAnswers" {
        sentence: "a distribution is on, and asks in a second region if the policy wants it to outlive one",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: DISTRIBUTION,
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(|it| {
            let outlives = it.stack.policy.floor(Dimension::availability) < MultiRegion::POSITION;
            it.flag("DistributionConfig/Enabled") == Known::Is(true)
                && (outlives || !it.list("DistributionConfig/OriginGroups/Items").is_empty())
        }),
        message: "is off, or asks in one region only",
        help: "set `Enabled`, and give it `OriginGroups` where the loss of a region is to be survived",
    }

    pub ONE_DISTRIBUTION_READS = "OneDistributionReads" {
        sentence: "CloudFront gets in for one distribution, and for nobody else's",
        controls: LET_IN,
        on: &["AWS::KMS::Key", "AWS::S3::BucketPolicy"],
        when: real_data,
        must: Must::Judge(one_reads),
        message: "lets CloudFront in for whatever distribution asks",
        help: "name the distribution's ARN as `aws:SourceArn` under `StringEquals`, or use a `Website`",
    }

    pub UPTIME_IS_ASKED_OVER_TLS = "UptimeIsAskedOverTls" {
        sentence: "what asks whether something is there asks over TLS, and by its name",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::TRANSMISSION_SECURITY, soc2::MONITORING, iso27001::MONITORING],
        on: &["AWS::Route53::HealthCheck"],
        when: real_data,
        must: Must::Hold(|it| {
            let config = "HealthCheckConfig";
            matches!(it.text(&format!("{config}/Type")), Some("HTTPS" | "HTTPS_STR_MATCH"))
                && it.property(&format!("{config}/FullyQualifiedDomainName")).is_some()
                && matches!(it.flag(&format!("{config}/EnableSNI")), Known::Missing | Known::Is(true))
                && matches!(it.flag(&format!("{config}/Inverted")), Known::Missing | Known::Is(false))
        }),
        message: "does not ask over TLS and by a name, or takes an answer for none",
        help: "set `Type` to `HTTPS`, and `FullyQualifiedDomainName`, or use an `UptimeCheck`",
    }

    pub FAILOVER_IS_ASKED = "FailoverIsAsked" {
        sentence: "the first of two that answer to a name is asked for itself, and given up when it does not answer",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::EMERGENCY_MODE, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &[RECORD],
        when: real_data,
        must: Must::Judge(is_given_up),
        message: "is the first of two that answer to a name, or may be, and nobody asks whether it does, or there is no second",
        help: "name an `AWS::Route53::HealthCheck` in `HealthCheckId`, and have a record with `Failover: SECONDARY` beside it, or use `.first(..)` of a `HostedZone`",
    }

    pub CERTIFICATE_RENEWS = "CertificateRenews" {
        sentence: "a certificate is proven by a record of its zone, and so renews by itself",
        controls: &[hipaa::TRANSMISSION_ENCRYPTION, soc2::TRANSMISSION, iso27001::CRYPTOGRAPHY],
        on: &["AWS::CertificateManager::Certificate"],
        when: real_data,
        must: Must::Hold(|it| it.text("ValidationMethod") == Some("DNS")),
        message: "is proven by a mail that somebody has to answer before it expires",
        help: "set `ValidationMethod` to `DNS`, or use an `IssuedCertificate`",
    }
}

/// A record without a turn, and the second of two, are not given up.
fn is_given_up(record: &Subject<'_>) -> Verdict {
    let may_be_first =
        record.property("Failover").map_or(!record.lacks("Failover"), |it| may_be(it, |it| it == "PRIMARY"));
    if !may_be_first {
        return Verdict::NotApplicable;
    }
    let health = record.target("HealthCheckId").filter(|it| it.is("AWS::Route53::HealthCheck"));
    let second = || {
        answered(&record.resource.properties)
            .is_some_and(|it| record.found_in_app(&SECONDS, &it).any(|it| is_beside(&it, record)))
    };
    Verdict::of(health.is_some_and(|it| hears(&it, record)) && second())
}

/// The records that answer where the first does not, by what they answer to.
static SECONDS: Index = Index::by(|it| {
    let is_second = it.kind() == RECORD && text_at(&it.properties, "Failover") == Some("SECONDARY");
    if is_second { answered(&it.properties) } else { None }
});

/// The name that a record answers to, and with what kind of answer.
fn answered(record: &Json) -> Option<String> {
    let name = text_at(record, "Name")?.trim_end_matches('.').to_ascii_lowercase();
    Some(format!("{name} {}", text_at(record, "Type")?))
}

/// Whether two records are in one zone, and the second leads elsewhere.
fn is_beside(second: &Subject<'_>, record: &Subject<'_>) -> bool {
    let same = |name: &str| {
        let (one, other) = (second.property(name), record.property(name));
        one == other
            || one.zip(other).is_some_and(|(one, other)| {
                let referred = second.referred(one).zip(record.referred(other));
                referred.is_some_and(|(one, other)| std::ptr::eq(one.resource, other.resource))
            })
    };
    ["HostedZoneId", "HostedZoneName"].iter().all(|it| same(it)) && leads_elsewhere(second, record)
}

/// Whether the second of two records leads to other places than the first, as they are written.
fn leads_elsewhere(second: &Subject<'_>, record: &Subject<'_>) -> bool {
    let is_same = |one: &Json, other: &Json| match (one.as_text(), other.as_text()) {
        (Some(one), Some(other)) => one.trim_end_matches('.').eq_ignore_ascii_case(other.trim_end_matches('.')),
        _ => one == other,
    };
    let mut all = places(second).peekable();
    all.peek().is_some() && all.all(|it| places(record).all(|other| !is_same(it, other)))
}

/// What a record points at.
fn places<'a>(record: &Subject<'a>) -> impl Iterator<Item = &'a Json> + use<'a> {
    record.property("AliasTarget/DNSName").into_iter().chain(record.list("ResourceRecords"))
}

/// Whether a check asks what a record points at, and says what it hears.
fn hears(health: &Subject<'_>, record: &Subject<'_>) -> bool {
    const ASKING: [&str; 5] = ["HTTP", "HTTPS", "HTTPS_STR_MATCH", "HTTP_STR_MATCH", "TCP"];
    let set = |name: &str| health.property(&format!("HealthCheckConfig/{name}"));
    let off =
        |name: &str| matches!(health.flag(&format!("HealthCheckConfig/{name}")), Known::Missing | Known::Is(false));
    set("Type").and_then(Json::as_text).is_some_and(|it| ASKING.contains(&it))
        && off("Inverted")
        && off("Disabled")
        // With both it asks the address, and only calls it by the name.
        && set("IPAddress").or_else(|| set("FullyQualifiedDomainName")).is_some_and(|at| places(record).eq([at]))
}

/// How a distribution treats requests: by default, and for some paths. What is missing says nothing, and neither does what cannot be read.
fn behaviors<'a>(it: &Subject<'a>) -> impl Iterator<Item = &'a Json> {
    let by_default = it.property("DistributionConfig/DefaultCacheBehavior").unwrap_or(&it.resource.properties);
    let by_path = "DistributionConfig/CacheBehaviors";
    let is_read = it.lacks(by_path) || it.property(by_path).is_some_and(|all| all.as_list().is_some());
    let hidden = (!is_read).then_some(&it.resource.properties);
    [by_default].into_iter().chain(it.list(by_path)).chain(hidden)
}

fn speaks_tls(it: &Subject<'_>) -> bool {
    let floor = it.stack.policy.floor(Dimension::tls);
    let said = it.text("DistributionConfig/ViewerCertificate/MinimumProtocolVersion");
    let oldest = OLDEST.iter().find(|(name, _)| said == Some(name));
    // With the certificate of CloudFront itself, also for want of another one, viewers get the oldest TLS whatever is said here.
    let certificate = |name: &str| format!("DistributionConfig/ViewerCertificate/{name}");
    let own = matches!(it.flag(&certificate("CloudFrontDefaultCertificate")), Known::Missing | Known::Is(false))
        && ["AcmCertificateArn", "IamCertificateId"].iter().any(|name| it.property(&certificate(name)).is_some());
    let only_tls = |it: &Json| matches!(text_at(it, "ViewerProtocolPolicy"), Some("https-only" | "redirect-to-https"));
    own && oldest.is_some_and(|(_, oldest)| *oldest >= floor) && behaviors(it).all(only_tls)
}

fn has_a_firewall(it: &Subject<'_>) -> bool {
    let acl = it.target("DistributionConfig/WebACLId").filter(|acl| acl.is("AWS::WAFv2::WebACL"));
    acl.is_some_and(|acl| {
        acl.text("Scope") == Some("CLOUDFRONT") && acl.list("Rules").iter().any(|it| refuses(&acl, it))
    })
}

fn reads_privately(it: &Subject<'_>) -> bool {
    let origins = it.list("DistributionConfig/Origins");
    let signs = |origin: &Json| {
        let control = at(origin, "OriginAccessControlId").and_then(|id| it.referred(id));
        control.is_some_and(|control| {
            control.text("OriginAccessControlConfig/SigningBehavior") == Some("always")
                && control.text("OriginAccessControlConfig/SigningProtocol") == Some("sigv4")
        })
    };
    let over_tls = |origin: &Json| {
        let versions = at(origin, "CustomOriginConfig/OriginSSLProtocols").and_then(Json::as_list).unwrap_or_default();
        text_at(origin, "CustomOriginConfig/OriginProtocolPolicy") == Some("https-only")
            && !versions.is_empty()
            && versions.iter().all(|it| it.as_text() == Some("TLSv1.2"))
    };
    let private = |origin: &Json| {
        if at(origin, "CustomOriginConfig").is_some() { over_tls(origin) } else { signs(origin) }
    };
    // What is called legacy is an origin, too.
    let legacy =
        ["CustomOrigin", "S3Origin"].iter().any(|it_is| it.property(&format!("DistributionConfig/{it_is}")).is_some());
    !legacy && !origins.is_empty() && origins.iter().all(private)
}

fn sends_headers(it: &Subject<'_>, behavior: &Json) -> bool {
    let policy = at(behavior, "ResponseHeadersPolicyId").and_then(|id| it.referred(id));
    let set = |policy: &Subject<'_>, header: &str| {
        let config = policy.property("ResponseHeadersPolicyConfig/SecurityHeadersConfig");
        config.is_some_and(|config| at(config, header).is_some())
    };
    policy.is_some_and(|policy| {
        let config = &policy.resource.properties;
        let age = "ResponseHeadersPolicyConfig/SecurityHeadersConfig/StrictTransportSecurity/AccessControlMaxAgeSec";
        let content =
            at(config, "ResponseHeadersPolicyConfig/SecurityHeadersConfig/ContentSecurityPolicy/ContentSecurityPolicy");
        HEADERS.iter().all(|header| set(&policy, header))
            && number_at(config, age).is_some_and(|it| it > 0)
            && content.and_then(flat).is_some_and(|it| !is_looked_up(&it) && lets_run(&it).is_none())
    })
}

/// What among the sources of scripts is no source of the website's own choice, or that no source is named. Scripts have the sources of
/// everything else where there are none of their own; of two directives of one name the first one counts.
///
/// Source: "Content Security Policy Level 3", on parsing and on `script-src`, its `-elem` and its `-attr`.
pub(crate) fn lets_run(content: &str) -> Option<&str> {
    const OPEN: [&str; 6] = ["'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "data:", "blob:"];
    let named = |name| directive(content, name);
    let Some(sources) = named("script-src").or_else(|| named("default-src")) else { return Some("*") };
    let is_open = |source: &&str| {
        let source = source.to_ascii_lowercase();
        let host = source.split_once("://").map_or(source.as_str(), |(_, host)| host);
        OPEN.contains(&source.as_str()) || source.starts_with("http://") || host.split([':', '/']).next() == Some("*")
    };
    let own = ["script-src-elem", "script-src-attr"].into_iter().filter_map(named);
    [sources].into_iter().chain(own).flat_map(str::split_whitespace).find(is_open)
}

/// The sources of a directive of a policy of content.
pub(crate) fn directive<'a>(content: &'a str, name: &str) -> Option<&'a str> {
    let mut directives =
        content.split(';').map(str::trim).map(|it| it.split_once(char::is_whitespace).unwrap_or((it, "")));
    directives.find(|(of, _)| of.eq_ignore_ascii_case(name)).map(|(_, sources)| sources)
}

/// Whether requests are delivered to a bucket by the distribution itself, or by a delivery of logs.
fn is_logged(it: &Subject<'_>) -> bool {
    let delivered = |source: &Subject<'_>| {
        it.is_named_in(source, "ResourceArn")
            && source.text("LogType") == Some("ACCESS_LOGS")
            && source.is_named_by_any("AWS::Logs::Delivery", "DeliverySourceName")
    };
    it.property("DistributionConfig/Logging/Bucket").is_some()
        || it.users_of("AWS::Logs::DeliverySource").any(|source| delivered(&source))
}

/// Whether CloudFront is let in for a distribution that is named, if it is let in.
fn one_reads(it: &Subject<'_>) -> Verdict {
    let for_it = |statement: &&Json| {
        let names = one_or_many(at(statement, "Principal/Service"));
        let is_hidden = names.is_empty() && !lacks(statement, "Principal/Service");
        is_hidden || names.iter().any(|name| may_be(name, |it| it == CLOUDFRONT))
    };
    let for_one = |statement: &Json| {
        let source = at(statement, "Condition/StringEquals").and_then(Json::as_object).and_then(|it| {
            let same = |name: &str| name.eq_ignore_ascii_case("aws:SourceArn");
            it.iter().find(|(name, _)| same(name)).map(|(_, source)| source)
        });
        source.and_then(flat).is_some_and(|arn| arn.contains(":distribution/") && !arn.contains(['*', '?']))
    };
    if ["PolicyDocument", "KeyPolicy"].iter().any(|document| hides_statements(it, document)) {
        return Verdict::Broken;
    }
    let statements: Vec<&Json> = allowed(it).into_iter().filter(for_it).collect();
    if statements.is_empty() {
        return Verdict::NotApplicable;
    }
    Verdict::of(statements.into_iter().all(for_one))
}
