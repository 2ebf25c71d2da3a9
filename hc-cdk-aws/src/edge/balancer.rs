//! The load balancer of an endpoint: who reaches it, whom it reaches, and how it treats what it receives.

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Attr, Json, Value},
};

use super::{site::Site, target::Target};
use crate::{
    cfn::elasticloadbalancingv2::{self as elb, LoadBalancer, TargetGroup, load_balancer, target_group},
    kind::VpcId,
    network::SecurityGroup,
    position::Deletion,
};

/// Declares the load balancer in public subnets, with its group: the internet reaches it on two ports, and it reaches each
/// service on the service's own.
pub(super) fn balancer(
    scope: &mut Scope<'_>,
    site: &Site,
    targets: &[&Target],
    deletion: Deletion,
) -> (Made<LoadBalancer>, SecurityGroup) {
    let anyone = || Json::from("0.0.0.0/0");
    let group = SecurityGroup::closed(scope, &site.network.id());
    group.admit(scope, "Internet", anyone(), 443);
    group.admit(scope, "InternetRedirected", anyone(), 80);
    for target in targets {
        group.connect(scope, &target.name, &target.group, target.port.clone());
    }
    let attributes: [(&str, Value<String>); 8] = [
        ("access_logs.s3.bucket", site.trail.access_logs().clone()),
        ("access_logs.s3.enabled", "true".into()),
        ("access_logs.s3.prefix", scope.full_name().into()),
        ("deletion_protection.enabled", if deletion == Deletion::Destroyable { "false" } else { "true" }.into()),
        ("routing.http.desync_mitigation_mode", "strictest".into()),
        ("routing.http.drop_invalid_header_fields.enabled", "true".into()),
        ("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "true".into()),
        // Without the firewall there is no answer.
        ("waf.fail_open.enabled", "false".into()),
    ];
    let balancer = scope.resource(
        "",
        LoadBalancer {
            ip_address_type: Some("ipv4".into()),
            load_balancer_attributes: Some(
                attributes
                    .into_iter()
                    .map(|(key, value)| load_balancer::LoadBalancerAttribute {
                        key: Some(key.into()),
                        value: Some(value),
                    })
                    .collect(),
            ),
            scheme: Some("internet-facing".into()),
            security_groups: Some(vec![group.id()]),
            subnets: Some(site.network.public()),
            r#type: Some("application".into()),
            ..Default::default()
        },
    );
    scope.depends_on(&balancer, site.trail.access_logs_policy());
    if !site.network.is_entered() {
        scope.reject(
            None,
            "faces the internet, and its network has no gateway to that",
            "put it into a network with a way out, or leave `.without_way_out()` out",
        );
    }
    if let Some(gateway) = site.network.internet() {
        scope.depends_on(&balancer, gateway);
    }
    (balancer, group)
}

/// Declares the group of tasks that requests go to: asked for their health every 30 seconds, left out after three failures. What is in
/// a mesh gets them over TLS.
pub(super) fn target_group(scope: &mut Scope<'_>, name: &str, target: &Target) -> Made<TargetGroup> {
    let asked = Asked { port: None, path: target.health_path };
    let protocol = if target.speaks_tls { "HTTPS" } else { "HTTP" };
    addresses(scope, name, (protocol, target.port.clone().into()), &asked, target.network.id())
}

/// Where those who answer are asked for their health: over HTTP at a port of its own, or as requests come.
pub(super) struct Asked {
    /// The port, if it is not the one of requests.
    pub(super) port: Option<i64>,
    pub(super) path: &'static str,
}

/// The same of whoever speaks a protocol on a port in a network.
pub(super) fn addresses(
    scope: &mut Scope<'_>,
    name: &str,
    (protocol, port): (&'static str, Value<i64>),
    asked: &Asked,
    vpc: Attr<VpcId>,
) -> Made<TargetGroup> {
    scope.resource(
        format!("{name}Targets"),
        elb::TargetGroup {
            health_check_enabled: Some(true.into()),
            health_check_interval_seconds: Some(30.into()),
            health_check_path: Some(asked.path.into()),
            health_check_port: asked.port.map(|port| port.to_string().into()),
            health_check_protocol: Some(if asked.port.is_some() { "HTTP" } else { protocol }.into()),
            health_check_timeout_seconds: Some(5.into()),
            healthy_threshold_count: Some(2.into()),
            matcher: Some(target_group::Matcher { http_code: Some("200-299".into()), ..Default::default() }),
            port: Some(port),
            protocol: Some(protocol.into()),
            target_group_attributes: Some(vec![target_group::TargetGroupAttribute {
                key: Some("deregistration_delay.timeout_seconds".into()),
                value: Some("30".into()),
            }]),
            target_type: Some("ip".into()),
            unhealthy_threshold_count: Some(3.into()),
            vpc_id: Some(vpc),
            ..Default::default()
        },
    )
}
