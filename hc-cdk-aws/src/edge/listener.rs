//! The two listeners of an endpoint: HTTPS hands requests on, HTTP only sends them to HTTPS.

use std::borrow::Cow;

use hc_cdk::{
    dimension::{Position, tls::Tls13},
    resource::Made,
    stack::Scope,
    value::Value,
};

use super::{certificate::Certificate, priority::LONGEST_PATH};
use crate::cfn::elasticloadbalancingv2::{
    Listener, ListenerRule, LoadBalancer, TargetGroup,
    listener::{self as property, Action, FixedResponseConfig, ListenerAttribute, RedirectConfig},
    listener_rule,
};

/// The security policies that AWS recommends: both know hybrid post-quantum key exchange, and ciphers with forward
/// secrecy only.
///
/// Source: Elastic Load Balancing, "Security policies for your Application Load Balancer".
fn security_policy(oldest_tls: Position) -> &'static str {
    if oldest_tls >= Tls13::POSITION {
        "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09"
    } else {
        "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
    }
}

/// What the answers of the service say besides: browsers come back over HTTPS for a year, and take nothing for what it is
/// not.
const ANSWERS: [(&str, &str); 3] = [
    ("routing.http.response.server.enabled", "false"),
    ("routing.http.response.strict_transport_security.header_value", "max-age=31536000"),
    ("routing.http.response.x_content_type_options.header_value", "nosniff"),
];

/// What a path is, for whoever wrote something else.
pub(super) const PATHS: &str = "begin with `/`, and use `*` for any characters: `/billing/*`";

/// Whether a listener can compare such a path.
///
/// Source: Elastic Load Balancing, "Condition types for listener rules".
pub(super) fn is_path(path: &str) -> bool {
    let fits = |it: char| it.is_ascii_alphanumeric() || "_-.$/~\"'@:+&*?".contains(it);
    path.starts_with('/') && path.len() <= LONGEST_PATH && path.chars().all(fits)
}

/// Declares the listener that hands requests to the targets. Without any it says that nothing is there.
pub(super) fn https(
    scope: &mut Scope<'_>,
    balancer: &Made<LoadBalancer>,
    targets: Option<&Made<TargetGroup>>,
    certificate: &Certificate,
    oldest_tls: Position,
) -> Made<Listener> {
    scope.resource(
        "Https",
        Listener {
            certificates: Some(vec![property::Certificate { certificate_arn: Some(certificate.text()) }]),
            default_actions: Some(vec![targets.map_or_else(nothing_here, forward)]),
            listener_attributes: Some(
                ANSWERS
                    .map(|(key, value)| ListenerAttribute { key: Some(key.into()), value: Some(value.into()) })
                    .into(),
            ),
            load_balancer_arn: Some(arn(balancer)),
            port: Some(443.into()),
            protocol: Some("HTTPS".into()),
            ssl_policy: Some(security_policy(oldest_tls).into()),
            ..Default::default()
        },
    )
}

fn forward(targets: &Made<TargetGroup>) -> Action {
    Action {
        target_group_arn: Some(targets.get(TargetGroup::TARGET_GROUP_ARN)),
        r#type: Some("forward".into()),
        ..Default::default()
    }
}

fn nothing_here() -> Action {
    Action {
        fixed_response_config: Some(FixedResponseConfig {
            content_type: Some("text/plain".into()),
            message_body: Some("Not found".into()),
            status_code: Some("404".into()),
        }),
        r#type: Some("fixed-response".into()),
        ..Default::default()
    }
}

/// Declares the rule that hands requests for a path to other targets, with its number in its name: to one
/// group of them, or to the first of two. Rules are asked in the order
/// of their numbers. Each has one path, so that the narrowest path is found, and the quota of values per rule is met.
pub(super) fn rule(
    scope: &mut Scope<'_>,
    name: &str,
    number: usize,
    listener: &Made<Listener>,
    path: Cow<'static, str>,
    targets: &Made<TargetGroup>,
    other: Option<&Made<TargetGroup>>,
) -> Made<ListenerRule> {
    scope.resource(
        format!("{name}Rule{number}"),
        ListenerRule {
            actions: Some(vec![match other {
                None => listener_rule::Action {
                    target_group_arn: Some(targets.get(TargetGroup::TARGET_GROUP_ARN)),
                    r#type: Some("forward".into()),
                    ..Default::default()
                },
                Some(other) => to_one_of(targets, other),
            }]),
            conditions: Some(vec![listener_rule::RuleCondition {
                field: Some("path-pattern".into()),
                path_pattern_config: Some(listener_rule::PathPatternConfig {
                    values: Some(vec![path.into_owned().into()]),
                    ..Default::default()
                }),
                ..Default::default()
            }]),
            listener_arn: Some(listener.get(Listener::LISTENER_ARN)),
            priority: Some(i64::try_from(number).unwrap_or(i64::MAX).into()),
            ..Default::default()
        },
    )
}

/// Hands requests to the first of two groups of targets, until somebody shifts them.
fn to_one_of(targets: &Made<TargetGroup>, other: &Made<TargetGroup>) -> listener_rule::Action {
    let group = |targets: &Made<TargetGroup>, weight: i64| property::TargetGroupTuple {
        target_group_arn: Some(targets.get(TargetGroup::TARGET_GROUP_ARN)),
        weight: Some(weight.into()),
    };
    listener_rule::Action {
        forward_config: Some(property::ForwardConfig {
            target_groups: Some(vec![group(targets, 1), group(other, 0)]),
            ..Default::default()
        }),
        r#type: Some("forward".into()),
        ..Default::default()
    }
}

/// Declares the listener that sends whoever comes without TLS to the domain with it.
pub(super) fn redirect(scope: &mut Scope<'_>, balancer: &Made<LoadBalancer>, domain: &str) {
    scope.resource(
        "Http",
        Listener {
            default_actions: Some(vec![Action {
                redirect_config: Some(RedirectConfig {
                    host: Some(domain.to_owned().into()),
                    port: Some("443".into()),
                    protocol: Some("HTTPS".into()),
                    status_code: Some("HTTP_301".into()),
                    ..Default::default()
                }),
                r#type: Some("redirect".into()),
                ..Default::default()
            }]),
            load_balancer_arn: Some(arn(balancer)),
            port: Some(80.into()),
            protocol: Some("HTTP".into()),
            ..Default::default()
        },
    );
}

fn arn(balancer: &Made<LoadBalancer>) -> Value<String> {
    balancer.get(LoadBalancer::LOAD_BALANCER_ARN)
}

#[cfg(test)]
mod tests {
    use hc_cdk::dimension::tls::{Tls12, Tls13};

    use super::security_policy;

    #[test]
    fn tls_1_2_is_spoken_only_where_the_floor_allows_it() {
        assert_eq!(security_policy(Tls12::POSITION), "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09");
        assert_eq!(security_policy(Tls13::POSITION), "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09");
    }
}
