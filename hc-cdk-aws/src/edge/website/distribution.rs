//! The distribution of a website, and how it asks its bucket.

use hc_cdk::{
    dimension::{Position, tls::Tls13},
    resource::Made,
    stack::Scope,
    value::{Attr, Value},
};

use super::{headers::headers, name::own_name};
use crate::{
    cfn::cloudfront::{
        self, Distribution, OriginAccessControl, ResponseHeadersPolicy, distribution as property,
        origin_access_control::OriginAccessControlConfig,
    },
    kind::CertificateArn,
    pseudo,
};

/// The zone of all names of CloudFront.
///
/// Source: `AliasTarget` of `AWS::Route53::RecordSet`.
pub(super) const ZONE: &str = "Z2FDTNDATAQYW2";

/// The managed cache policy `CachingOptimized`: files are kept for a day if they do not say otherwise, by their path alone.
///
/// Source: "Use managed cache policies".
const CACHED: &str = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/// What the distribution calls its bucket.
const ORIGIN: &str = "files";

/// What a distribution shows, and how.
pub(super) struct Shown<'a> {
    pub(super) domain: &'a str,
    pub(super) certificate: Attr<CertificateArn>,
    pub(super) firewall: Value<String>,
    pub(super) bucket: Value<String>,
    pub(super) content: &'a str,
    pub(super) oldest_tls: Position,
    /// None of them for everywhere.
    pub(super) countries: &'static [&'static str],
    pub(super) single_page: bool,
}

/// The ARN of a distribution, which has no region.
pub(super) fn arn(distribution: &Made<Distribution>) -> Value<String> {
    let id = distribution.get(Distribution::ID);
    pseudo::arn_global(["cloudfront::".into(), pseudo::account(), ":distribution/".into(), id.into()])
}

/// Declares the distribution.
pub(super) fn distribution(scope: &mut Scope<'_>, shown: &Shown<'_>) -> Made<Distribution> {
    let signed = signed(scope);
    let headers = headers(scope, shown.content);
    let files = property::Origin {
        domain_name: Some(shown.bucket.clone()),
        id: Some(ORIGIN.into()),
        origin_access_control_id: Some(signed.get(OriginAccessControl::ID)),
        // It has to be there, and be empty where requests are signed.
        s3_origin_config: Some(property::S3OriginConfig {
            origin_access_identity: Some("".into()),
            ..Default::default()
        }),
        ..Default::default()
    };
    let config = property::DistributionConfig {
        aliases: Some(vec![shown.domain.to_owned().into()]),
        comment: Some(own_name(scope).into()),
        custom_error_responses: shown.single_page.then(|| [403, 404].map(the_page_of_the_root).into()),
        default_cache_behavior: Some(behavior(headers.get(ResponseHeadersPolicy::ID))),
        default_root_object: Some("index.html".into()),
        enabled: Some(true.into()),
        http_version: Some("http2and3".into()),
        ipv6_enabled: Some(true.into()),
        origins: Some(vec![files]),
        restrictions: Some(property::Restrictions { geo_restriction: Some(read_in(shown.countries)) }),
        viewer_certificate: Some(certificate(shown)),
        web_acl_id: Some(shown.firewall.clone()),
        ..Default::default()
    };
    scope.resource("", Distribution { distribution_config: Some(config), ..Default::default() })
}

/// Has every request to the bucket signed for the distribution.
fn signed(scope: &mut Scope<'_>) -> Made<OriginAccessControl> {
    let name = own_name(scope);
    scope.resource(
        "Access",
        cloudfront::OriginAccessControl {
            origin_access_control_config: Some(OriginAccessControlConfig {
                name: Some(name.into()),
                origin_access_control_origin_type: Some("s3".into()),
                signing_behavior: Some("always".into()),
                signing_protocol: Some("sigv4".into()),
                ..Default::default()
            }),
        },
    )
}

/// Files are read, and nothing is sent.
fn behavior(headers: Value<String>) -> property::DefaultCacheBehavior {
    let methods = || Some(vec!["GET".into(), "HEAD".into()]);
    property::DefaultCacheBehavior {
        allowed_methods: methods(),
        cache_policy_id: Some(CACHED.into()),
        cached_methods: methods(),
        compress: Some(true.into()),
        response_headers_policy_id: Some(headers),
        target_origin_id: Some(ORIGIN.into()),
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
        acm_certificate_arn: Some(shown.certificate.clone()),
        minimum_protocol_version: Some(oldest.into()),
        ssl_support_method: Some("sni-only".into()),
        ..Default::default()
    }
}
