//! The web application firewall of an endpoint: what it refuses, how many requests it lets through, and what it records.

use std::ops::RangeInclusive;

use hc_cdk::{resource::Made, stack::Scope, value::Value};

use crate::{
    audit::{Logs, log_group},
    cfn::{
        elasticloadbalancingv2::LoadBalancer,
        wafv2::{
            self, WebAcl,
            logging_configuration::{FieldToMatch, FieldToMatchSingleHeader},
            web_acl::{
                AllowAction, BlockAction, DefaultAction, ManagedRuleGroupStatement, OverrideAction, RateBasedStatement,
                Rule, RuleAction, Statement, VisibilityConfig,
            },
        },
    },
    pseudo,
};

/// The rule groups that AWS keeps up to date, in the order in which they are asked. Together they take 1125 of the 1500
/// capacity units that a web ACL has without surcharge.
const MANAGED: [&str; 4] = [
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
];

/// Headers that identify a person: they do not belong into logs.
const REDACTED: [&str; 2] = ["authorization", "cookie"];

/// How many requests one address may be allowed in five minutes.
///
/// Source: `Limit` of `AWS::WAFv2::WebACL`.
pub(super) const RATE_LIMITS: RangeInclusive<u32> = 10..=2_000_000_000;

/// Declares a web ACL with its log, and puts it before the load balancer. One address is allowed that many requests in
/// five minutes.
pub(super) fn firewall(scope: &mut Scope<'_>, balancer: &Made<LoadBalancer>, limit: u32, logs: &Logs<'_>) {
    let name = format!("{}-{}", scope.stack().name(), scope.path().replace('/', "-"));
    let acl = scope.resource(
        "Firewall",
        WebAcl {
            default_action: Some(DefaultAction { allow: Some(AllowAction::default()), ..Default::default() }),
            rules: Some(rules(limit)),
            scope: Some("REGIONAL".into()),
            visibility_config: Some(visible(name.clone())),
            ..Default::default()
        },
    );
    // The service takes only log groups whose names begin like this.
    let group = log_group(scope, "FirewallLogs", logs, Some(format!("aws-waf-logs-{name}")));
    scope.resource(
        "FirewallLogging",
        wafv2::LoggingConfiguration {
            // The ARN without `:*` at its end, which the group's own attribute has.
            log_destination_configs: Some(vec![pseudo::arn_here("logs", ["log-group:".into(), group.id().into()])]),
            redacted_fields: Some(
                REDACTED
                    .map(|name| FieldToMatch {
                        single_header: Some(FieldToMatchSingleHeader { name: Some(name.into()) }),
                        ..Default::default()
                    })
                    .into(),
            ),
            resource_arn: Some(acl.get(WebAcl::ARN)),
            ..Default::default()
        },
    );
    scope.resource(
        "FirewallAssociation",
        wafv2::WebAclAssociation {
            resource_arn: Some(balancer.get(LoadBalancer::LOAD_BALANCER_ARN)),
            web_acl_arn: Some(acl.get(WebAcl::ARN)),
        },
    );
}

fn rules(limit: u32) -> Vec<Rule> {
    let rate = Rule {
        action: Some(RuleAction { block: Some(BlockAction::default()), ..Default::default() }),
        statement: Some(Statement {
            rate_based_statement: Some(RateBasedStatement {
                aggregate_key_type: Some("IP".into()),
                evaluation_window_sec: Some(300.into()),
                limit: Some(limit.into()),
                ..Default::default()
            }),
            ..Default::default()
        }),
        ..named("RateLimit")
    };
    let managed = MANAGED.map(|name| Rule {
        override_action: Some(OverrideAction { none: Some(hc_cdk::value::Object::new().into()), ..Default::default() }),
        statement: Some(Statement {
            managed_rule_group_statement: Some(ManagedRuleGroupStatement {
                name: Some(name.into()),
                vendor_name: Some("AWS".into()),
                ..Default::default()
            }),
            ..Default::default()
        }),
        ..named(name)
    });
    let mut rules: Vec<Rule> = [rate].into_iter().chain(managed).collect();
    for (priority, rule) in (0_u32..).zip(&mut rules) {
        rule.priority = Some(priority.into());
    }
    rules
}

fn named(name: &'static str) -> Rule {
    Rule { name: Some(name.into()), visibility_config: Some(visible(name)), ..Default::default() }
}

/// Counted, but without samples: those keep whole requests and know no redaction.
fn visible(metric: impl Into<Value<String>>) -> VisibilityConfig {
    VisibilityConfig {
        cloud_watch_metrics_enabled: Some(true.into()),
        metric_name: Some(metric.into()),
        sampled_requests_enabled: Some(false.into()),
    }
}
