//! Load balancers and web ACLs.

use hc_cdk::value::Value;
use hc_cdk_aws::cfn::{
    elasticloadbalancingv2::{Listener, ListenerRule, LoadBalancer, listener, load_balancer::LoadBalancerAttribute},
    wafv2::{LoggingConfiguration, WebAcl},
};

use super::{Case, Prod, Stack, alone, parameter, raw};

fn with_all(attributes: &[(&'static str, &'static str)]) -> LoadBalancer {
    let attribute = |(key, value): &(&'static str, &'static str)| LoadBalancerAttribute {
        key: Some((*key).into()),
        value: Some((*value).into()),
    };
    let attributes = attributes.iter().map(attribute).collect();
    LoadBalancer { load_balancer_attributes: Some(attributes), ..Default::default() }
}

fn with(key: &'static str, value: &'static str) -> LoadBalancer {
    with_all(&[(key, value)])
}

fn logging() -> LoadBalancer {
    with_all(&[("access_logs.s3.enabled", "true"), ("access_logs.s3.bucket", "clinic-logs")])
}

fn standing_in(subnets: [&'static str; 2]) -> LoadBalancer {
    LoadBalancer { subnets: Some(subnets.map(Value::literal).to_vec()), ..Default::default() }
}

fn redirecting_to(protocol: &'static str) -> Listener {
    let redirect = listener::RedirectConfig { protocol: Some(protocol.into()), ..Default::default() };
    let action =
        listener::Action { redirect_config: Some(redirect), r#type: Some("redirect".into()), ..Default::default() };
    Listener { default_actions: Some(vec![action]), protocol: Some("HTTP".into()), ..Default::default() }
}

fn answering() -> Listener {
    let action = listener::Action { r#type: Some("fixed-response".into()), ..Default::default() };
    Listener { default_actions: Some(vec![action]), protocol: Some("HTTP".into()), ..Default::default() }
}

/// A listener that redirects what no rule is for.
fn with_a_rule(stack: &mut Stack<Prod>) {
    let listener = raw(stack, "Listener", redirecting_to("HTTPS"));
    alone(stack, "Rule", ListenerRule { listener_arn: Some(listener.id()), ..Default::default() });
}

pub(crate) const CASES: &[Case] = &[
    Case {
        rule: "ALBHttpDropInvalidHeaderEnabled",
        bad: |it| alone(it, "Balancer", LoadBalancer::default()),
        good: |it| alone(it, "Balancer", with("routing.http.drop_invalid_header_fields.enabled", "true")),
    },
    Case {
        rule: "ALBHttpDropInvalidHeaderEnabled",
        bad: |it| alone(it, "Balancer", with("routing.http.drop_invalid_header_fields.enabled", "false")),
        good: |it| alone(it, "Balancer", LoadBalancer { r#type: Some("network".into()), ..Default::default() }),
    },
    Case {
        rule: "ALBHttpToHttpsRedirection",
        bad: |it| alone(it, "Listener", answering()),
        good: |it| alone(it, "Listener", redirecting_to("HTTPS")),
    },
    Case {
        rule: "ALBHttpToHttpsRedirection",
        bad: |it| alone(it, "Listener", redirecting_to("HTTP")),
        good: |it| alone(it, "Listener", Listener { protocol: Some("HTTPS".into()), ..answering() }),
    },
    Case {
        rule: "ALBHttpToHttpsRedirection",
        bad: |it| {
            let mut listener = redirecting_to("HTTPS");
            listener.default_actions.iter_mut().flatten().for_each(|it| it.r#type = Some("forward".into()));
            raw(it, "Listener", listener);
        },
        good: |it| alone(it, "Listener", redirecting_to("HTTPS")),
    },
    Case {
        rule: "ALBHttpToHttpsRedirection",
        bad: |it| alone(it, "Listener", Listener { protocol: Some("TCP".into()), ..answering() }),
        good: |it| alone(it, "Listener", Listener { protocol: Some("TLS".into()), ..answering() }),
    },
    Case {
        rule: "ALBHttpToHttpsRedirection",
        bad: with_a_rule,
        good: |it| alone(it, "Listener", redirecting_to("HTTPS")),
    },
    Case {
        rule: "ELBv2ACMCertificateRequired",
        bad: with_a_rule,
        good: |it| alone(it, "Listener", redirecting_to("HTTPS")),
    },
    Case {
        rule: "ELBDeletionProtectionEnabled",
        bad: |it| alone(it, "Balancer", with("deletion_protection.enabled", "false")),
        good: |it| alone(it, "Balancer", with("deletion_protection.enabled", "true")),
    },
    Case {
        rule: "ELBLoggingEnabled",
        bad: |it| alone(it, "Balancer", LoadBalancer::default()),
        good: |it| alone(it, "Balancer", logging()),
    },
    Case {
        rule: "ELBLoggingEnabled",
        bad: |it| alone(it, "Balancer", with("access_logs.s3.enabled", "true")),
        good: |it| alone(it, "Balancer", logging()),
    },
    Case {
        rule: "ELBLoggingEnabled",
        bad: |it| {
            let twice = [("access_logs.s3.enabled", "true"), ("access_logs.s3.bucket", "clinic-logs")];
            alone(it, "Balancer", with_all(&[&twice[..], &[("access_logs.s3.enabled", "clinic")]].concat()));
        },
        good: |it| alone(it, "Balancer", logging()),
    },
    Case {
        rule: "ALBHttpDropInvalidHeaderEnabled",
        bad: |it| {
            let attribute = LoadBalancerAttribute { key: None, value: Some("true".into()) };
            let nameless = LoadBalancer { load_balancer_attributes: Some(vec![attribute]), ..Default::default() };
            alone(it, "Balancer", nameless);
        },
        good: |it| alone(it, "Balancer", with("routing.http.drop_invalid_header_fields.enabled", "true")),
    },
    Case {
        rule: "BalancerHasZones",
        bad: |it| alone(it, "Balancer", standing_in(["subnet-1a", "subnet-1a"])),
        good: |it| alone(it, "Balancer", standing_in(["subnet-1a", "subnet-2b"])),
    },
    Case {
        rule: "ELBv2ACMCertificateRequired",
        bad: |it| alone(it, "Listener", Listener { protocol: Some("HTTPS".into()), ..answering() }),
        good: |it| {
            let certificate = listener::Certificate { certificate_arn: Some(parameter(it, "Certificate")) };
            let certificates = Some(vec![certificate]);
            raw(it, "Listener", Listener { certificates, protocol: Some("HTTPS".into()), ..answering() });
        },
    },
    Case {
        rule: "ELBv2ACMCertificateRequired",
        bad: |it| alone(it, "Listener", answering()),
        good: |it| alone(it, "Listener", redirecting_to("HTTPS")),
    },
    Case {
        rule: "WAFv2LoggingEnabled",
        bad: |it| alone(it, "Acl", WebAcl::default()),
        good: |it| {
            let acl = raw(it, "Acl", WebAcl::default());
            let arn = Some(acl.get(WebAcl::ARN));
            raw(it, "AclLogs", LoggingConfiguration { resource_arn: arn, ..Default::default() });
        },
    },
];
