//! A distribution, and how it asks for what it shows: files of a bucket, or what an endpoint answers.

use hc_cdk::{
    dimension::{Position, tls::Tls13},
    resource::Made,
    stack::Scope,
    value::Value,
};

use super::{
    super::{
        certificate::Certificate,
        hosted_zone::{HostedZone, PointsAt},
        protection::Firewall,
    },
    headers::headers,
    name::own_name,
};
use crate::{
    audit::Logs,
    cfn::{
        cloudfront::{
            self, Distribution, OriginAccessControl, ResponseHeadersPolicy, distribution as property,
            origin_access_control::OriginAccessControlConfig,
        },
        wafv2::WebAcl,
    },
    pseudo,
};

/// The zone of all names of CloudFront.
///
/// Source: `AliasTarget` of `AWS::Route53::RecordSet`.
const ZONE: &str = "Z2FDTNDATAQYW2";

/// The managed cache policy `CachingOptimized`: files are kept for a day if they do not say otherwise, by their path alone.
///
/// Source: "Use managed cache policies".
const CACHED: &str = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/// The managed cache policy `CachingDisabled`: every answer is asked for again.
///
/// Source: "Use managed cache policies".
const NOT_CACHED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/// The managed policy `AllViewerExceptHostHeader`: an endpoint is asked by its own name, and is told all else that the visitor said.
///
/// Source: "Use managed origin request policies".
const ALL_BUT_THE_HOST: &str = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/// What is shown.
pub(super) enum From<'a> {
    /// Files of a bucket at that address.
    Files { bucket: Value<String>, single_page: bool },
    /// What an endpoint of that domain answers.
    Endpoint { domain: &'a str },
}

/// What a distribution shows, and how.
pub(super) struct Shown<'a> {
    pub(super) domain: &'a str,
    pub(super) certificate: &'a Certificate,
    /// Into which its name is written, if it is.
    pub(super) zone: Option<&'a HostedZone>,
    pub(super) firewall: &'a Firewall,
    /// How many requests an address may make in five minutes.
    pub(super) rate_limit: u32,
    pub(super) from: From<'a>,
    pub(super) content: Value<String>,
    pub(super) logs: &'a Logs<'a>,
    pub(super) oldest_tls: Position,
    /// None of them for everywhere.
    pub(super) countries: &'static [&'static str],
}

/// The ARN of a distribution, which has no region.
pub(super) fn arn(distribution: &Made<Distribution>) -> Value<String> {
    let id = distribution.get(Distribution::ID);
    pseudo::arn_global(["cloudfront::".into(), pseudo::account().into(), ":distribution/".into(), id.into()])
}

/// Points a domain of a zone at a distribution.
pub(super) fn point(scope: &mut Scope<'_>, zone: &HostedZone, domain: &str, distribution: &Made<Distribution>) {
    let at = PointsAt {
        name: distribution.get(Distribution::DOMAIN_NAME),
        zone: Value::literal(ZONE),
        only_if_healthy: false,
        answers_to_its_name: false,
        records: &[("Record", "A"), ("Ipv6Record", "AAAA")],
    };
    zone.point(scope, domain, &at);
}

/// Declares the distribution, behind a firewall.
pub(super) fn distribution(scope: &mut Scope<'_>, shown: &Shown<'_>, firewall: &Made<WebAcl>) -> Made<Distribution> {
    let (origin, is_single_page) = match &shown.from {
        From::Files { bucket, single_page } => (files(scope, bucket), *single_page),
        From::Endpoint { domain } => (endpoint(domain), false),
    };
    let headers = headers(scope, &shown.content).get(ResponseHeadersPolicy::ID);
    let (files, asked) = (matches!(shown.from, From::Files { .. }), origin.id.clone());
    let behavior = if files { of_files(headers, asked) } else { of_an_endpoint(headers, asked) };
    let config = property::DistributionConfig {
        aliases: Some(vec![shown.domain.to_owned().into()]),
        comment: Some(own_name(scope)),
        custom_error_responses: is_single_page.then(|| [403, 404].map(the_page_of_the_root).into()),
        default_cache_behavior: Some(behavior),
        default_root_object: files.then(|| "index.html".into()),
        enabled: Some(true.into()),
        http_version: Some("http2and3".into()),
        ipv6_enabled: Some(true.into()),
        origins: Some(vec![origin]),
        restrictions: Some(property::Restrictions { geo_restriction: Some(read_in(shown.countries)) }),
        viewer_certificate: Some(certificate(shown)),
        web_acl_id: Some(firewall.get(WebAcl::ARN)),
        ..Default::default()
    };
    scope.resource("", Distribution { distribution_config: Some(config), ..Default::default() })
}

/// A bucket, which is asked with a signature.
fn files(scope: &mut Scope<'_>, bucket: &Value<String>) -> property::Origin {
    property::Origin {
        domain_name: Some(bucket.clone()),
        id: Some("files".into()),
        origin_access_control_id: Some(signed(scope).get(OriginAccessControl::ID)),
        // It has to be there, and be empty where requests are signed.
        s3_origin_config: Some(property::S3OriginConfig {
            origin_access_identity: Some("".into()),
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// An endpoint, which is asked over the newest TLS that CloudFront asks with.
fn endpoint(domain: &str) -> property::Origin {
    property::Origin {
        custom_origin_config: Some(property::CustomOriginConfig {
            origin_protocol_policy: Some("https-only".into()),
            origin_ssl_protocols: Some(vec!["TLSv1.2".into()]),
            ..Default::default()
        }),
        domain_name: Some(domain.to_owned().into()),
        id: Some("endpoint".into()),
        ..Default::default()
    }
}

/// Has every request to the bucket signed for the distribution.
fn signed(scope: &mut Scope<'_>) -> Made<OriginAccessControl> {
    let name = own_name(scope);
    scope.resource(
        "Access",
        cloudfront::OriginAccessControl {
            origin_access_control_config: Some(OriginAccessControlConfig {
                name: Some(name),
                origin_access_control_origin_type: Some("s3".into()),
                signing_behavior: Some("always".into()),
                signing_protocol: Some("sigv4".into()),
                ..Default::default()
            }),
        },
    )
}

/// Files are read, and nothing is sent.
fn of_files(headers: Value<String>, asked: Option<Value<String>>) -> property::DefaultCacheBehavior {
    let methods = || Some(vec!["GET".into(), "HEAD".into()]);
    property::DefaultCacheBehavior {
        allowed_methods: methods(),
        cache_policy_id: Some(CACHED.into()),
        cached_methods: methods(),
        compress: Some(true.into()),
        response_headers_policy_id: Some(headers),
        target_origin_id: asked,
        viewer_protocol_policy: Some("redirect-to-https".into()),
        ..Default::default()
    }
}

/// Whatever a visitor asks, the endpoint answers. Nothing of it is kept.
fn of_an_endpoint(headers: Value<String>, asked: Option<Value<String>>) -> property::DefaultCacheBehavior {
    let methods = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"];
    property::DefaultCacheBehavior {
        allowed_methods: Some(methods.map(Value::from).into()),
        cache_policy_id: Some(NOT_CACHED.into()),
        origin_request_policy_id: Some(ALL_BUT_THE_HOST.into()),
        response_headers_policy_id: Some(headers),
        target_origin_id: asked,
        viewer_protocol_policy: Some("redirect-to-https".into()),
        ..Default::default()
    }
}

/// A bucket whose files nobody may list says of one that is not there that it is forbidden.
fn the_page_of_the_root(error: i64) -> property::CustomErrorResponse {
    property::CustomErrorResponse {
        error_code: Some(error.into()),
        response_code: Some(200.into()),
        response_page_path: Some("/index.html".into()),
        ..Default::default()
    }
}

fn read_in(countries: &'static [&'static str]) -> property::GeoRestriction {
    let locations = (!countries.is_empty()).then(|| countries.iter().map(|code| (*code).into()).collect());
    let kind = if countries.is_empty() { "none" } else { "whitelist" };
    property::GeoRestriction { locations, restriction_type: Some(kind.into()) }
}

fn certificate(shown: &Shown<'_>) -> property::ViewerCertificate {
    let oldest = if shown.oldest_tls >= Tls13::POSITION { "TLSv1.3_2025" } else { "TLSv1.2_2025" };
    property::ViewerCertificate {
        acm_certificate_arn: Some(shown.certificate.arn()),
        minimum_protocol_version: Some(oldest.into()),
        ssl_support_method: Some("sni-only".into()),
        ..Default::default()
    }
}
