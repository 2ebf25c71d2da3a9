//! What a website tells browsers: to come back over TLS only, to run nothing that is not its own, and to show it in no other page.

use hc_cdk::{control::iso27001, resource::Made, stack::Scope, value::Value};

use super::name::own_name;
use crate::{
    cfn::cloudfront::{ResponseHeadersPolicy, response_headers_policy as property},
    rules::lets_run,
};

/// For how many seconds browsers come back over TLS only: two years, as lists of such websites ask for.
const SECONDS: i64 = 2 * 365 * 24 * 60 * 60;

/// Declares the policy.
pub(super) fn headers(scope: &mut Scope<'_>, content: &Value<String>) -> Made<ResponseHeadersPolicy> {
    if let Some(source) = content.json().as_text().and_then(lets_run) {
        scope.reject(
            Some(iso27001::NETWORK_SERVICES),
            format!("lets browsers run what is not its own: `{source}` among the sources of scripts"),
            "name the hosts of scripts, or their digests: `script-src 'self' https://maps.example.org`",
        );
    }
    let yes = || Some(true.into());
    let security = property::SecurityHeadersConfig {
        content_security_policy: Some(property::ContentSecurityPolicy {
            content_security_policy: Some(content.clone()),
            r#override: yes(),
        }),
        content_type_options: Some(property::ContentTypeOptions { r#override: yes() }),
        frame_options: Some(property::FrameOptions { frame_option: Some("DENY".into()), r#override: yes() }),
        referrer_policy: Some(property::ReferrerPolicy {
            referrer_policy: Some("strict-origin-when-cross-origin".into()),
            r#override: yes(),
        }),
        strict_transport_security: Some(property::StrictTransportSecurity {
            access_control_max_age_sec: Some(SECONDS.into()),
            include_subdomains: yes(),
            r#override: yes(),
            ..Default::default()
        }),
        ..Default::default()
    };
    let name = own_name(scope);
    scope.resource(
        "Headers",
        ResponseHeadersPolicy {
            response_headers_policy_config: Some(property::ResponseHeadersPolicyConfig {
                name: Some(name),
                security_headers_config: Some(security),
                ..Default::default()
            }),
        },
    )
}
