//! The web application firewall of an endpoint or a website: what it refuses, how many requests it lets through, and what it
//! records.

use std::borrow::Cow;

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Object, Value},
};

use super::protection::{Firewall, start};
use crate::{
    audit::{Logs, log_group},
    cfn::wafv2::{
        self, WebAcl, logging_configuration,
        web_acl::{
            AllowAction, AndStatement, AwsManagedRulesBotControlRuleSet, BlockAction, Body, ByteMatchStatement,
            CountAction, DefaultAction, FieldToMatch, FieldToMatchSingleHeader, GeoMatchStatement,
            ManagedRuleGroupConfig, ManagedRuleGroupStatement, NotStatement, OverrideAction, RateBasedStatement, Rule,
            RuleAction, RuleActionOverride, SizeConstraintStatement, Statement, TextTransformation, VisibilityConfig,
        },
    },
    fingerprint::fingerprint,
    pseudo,
};

/// The rule groups that AWS keeps up to date, in the order in which they are asked. Together they take 1125 of the 1500
/// capacity units that a web ACL has without surcharge.
const MANAGED: [&str; 4] = [
    "AWSManagedRulesAmazonIpReputationList",
    COMMON,
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
];

/// The group that refuses bodies which are too large to look at.
const COMMON: &str = "AWSManagedRulesCommonRuleSet";

/// Headers that identify a person: they do not belong into logs.
const REDACTED: [&str; 2] = ["authorization", "cookie"];

/// Puts a firewall before what has that ARN.
pub(super) fn before(scope: &mut Scope<'_>, arn: Value<String>, limit: u32, more: &Firewall, logs: &Logs<'_>) {
    let acl = firewall(scope, "REGIONAL", limit, more, logs);
    scope.resource(
        "FirewallAssociation",
        wafv2::WebAclAssociation { resource_arn: Some(arn), web_acl_arn: Some(acl.get(WebAcl::ARN)) },
    );
}

/// Declares a web ACL with its log, for what is in the region (`REGIONAL`) or for a distribution (`CLOUDFRONT`). One
/// address is allowed that many requests in five minutes. A rule has its name from what it is, or from its place among those of
/// its kind: they are one resource.
pub(super) fn firewall(
    scope: &mut Scope<'_>,
    of: &'static str,
    limit: u32,
    more: &Firewall,
    logs: &Logs<'_>,
) -> Made<WebAcl> {
    let name = scope.physical_name();
    let acl = scope.resource(
        "Firewall",
        WebAcl {
            default_action: Some(DefaultAction { allow: Some(AllowAction::default()), ..Default::default() }),
            rules: Some(rules(limit, more)),
            scope: Some(of.into()),
            visibility_config: Some(visible(&name)),
            ..Default::default()
        },
    );
    // The service takes only log groups whose names begin like this.
    let group = log_group(scope, "FirewallLogs", logs, Some(name.within("aws-waf-logs-", "")));
    scope.resource(
        "FirewallLogging",
        wafv2::LoggingConfiguration {
            // The ARN without `:*` at its end, which the group's own attribute has.
            log_destination_configs: Some(vec![pseudo::arn_here("logs", ["log-group:".into(), group.id().into()])]),
            redacted_fields: Some(
                REDACTED
                    .map(|name| logging_configuration::FieldToMatch {
                        single_header: Some(logging_configuration::FieldToMatchSingleHeader {
                            name: Some(name.into()),
                        }),
                        ..Default::default()
                    })
                    .into(),
            ),
            resource_arn: Some(acl.get(WebAcl::ARN)),
            ..Default::default()
        },
    );
    acl
}

/// The largest body that a load balancer hands to a firewall.
///
/// Source: "Considerations for managing body inspection in AWS WAF".
const BODY_BYTES: f64 = 8192.0;

/// The group that knows bots.
const BOTS: &str = "AWSManagedRulesBotControlRuleSet";

/// The rules in the order in which they are asked: how often, from where, what AWS knows, and how large.
fn rules(limit: u32, more: &Firewall) -> Vec<Rule> {
    let mut rules = vec![block("RateLimit", rate(limit, None))];
    // By its path, so that a metric goes on while other paths come and go.
    let mut rates: Vec<_> = more.rates.iter().collect();
    rates.sort_unstable();
    for (path, limit) in rates {
        let name = format!("RateLimitOfPath{:08x}", fingerprint(path));
        rules.push(block(name, rate(*limit, Some(on_path(path)))));
    }
    for (nth, (method, path)) in (1..).zip(&more.json) {
        rules.push(block(format!("ContentOfBody{nth}"), no_json(method, path)));
    }
    if let Some(countries) = more.countries {
        let codes = countries.iter().map(|code| (*code).into()).collect();
        let from = GeoMatchStatement { country_codes: Some(codes), ..Default::default() };
        rules.push(block("Countries", not(Statement { geo_match_statement: Some(from), ..Default::default() })));
    }
    let large = !more.large_bodies.is_empty();
    rules.extend(MANAGED.iter().map(|name| managed(name, large && *name == COMMON)));
    if more.without_bots {
        rules.push(managed(BOTS, false));
    }
    if large {
        let small = more.large_bodies.iter().map(|path| not(on_path(path)));
        let statements = std::iter::once(large_body()).chain(small).collect();
        let both = AndStatement { statements: Some(statements) };
        rules.push(block("LargeBodies", Statement { and_statement: Some(both), ..Default::default() }));
    }
    for (priority, rule) in (0_u32..).zip(&mut rules) {
        rule.priority = Some(priority.into());
    }
    rules
}

fn block(name: impl Into<Cow<'static, str>>, statement: Statement) -> Rule {
    Rule {
        action: Some(RuleAction { block: Some(BlockAction::default()), ..Default::default() }),
        statement: Some(statement),
        ..named(name)
    }
}

/// More requests of one address than that in five minutes: of all, or of those that something else holds for.
fn rate(limit: u32, of: Option<Statement>) -> Statement {
    Statement {
        rate_based_statement: Some(RateBasedStatement {
            aggregate_key_type: Some("IP".into()),
            evaluation_window_sec: Some(300.into()),
            limit: Some(limit.into()),
            scope_down_statement: of.map(Box::new),
            ..Default::default()
        }),
        ..Default::default()
    }
}

fn not(statement: Statement) -> Statement {
    let not = NotStatement { statement: Some(Box::new(statement)) };
    Statement { not_statement: Some(not), ..Default::default() }
}

fn as_it_is() -> Vec<TextTransformation> {
    vec![TextTransformation { priority: Some(0.into()), r#type: Some("NONE".into()) }]
}

fn on_path(path: &'static str) -> Statement {
    let (start, is_open) = start(path).unwrap_or_default();
    let field = FieldToMatch { uri_path: Some(Object::new().into()), ..Default::default() };
    matches(field, if is_open { "STARTS_WITH" } else { "EXACTLY" }, start, as_it_is())
}

/// A request of that method for that path that does not say that its body is JSON: API Gateway compares what is of another kind with
/// no schema.
fn no_json(method: &'static str, path: &'static str) -> Statement {
    let by_method = FieldToMatch { method: Some(Object::new().into()), ..Default::default() };
    let kind = FieldToMatchSingleHeader { name: Some("content-type".into()) };
    let kind = FieldToMatch { single_header: Some(kind), ..Default::default() };
    let lower = vec![TextTransformation { priority: Some(0.into()), r#type: Some("LOWERCASE".into()) }];
    let all = vec![
        matches(by_method, "EXACTLY", method, as_it_is()),
        on_path(path),
        not(matches(kind, "EXACTLY", "application/json", lower)),
    ];
    Statement { and_statement: Some(AndStatement { statements: Some(all) }), ..Default::default() }
}

fn matches(field: FieldToMatch, how: &'static str, text: &str, read: Vec<TextTransformation>) -> Statement {
    Statement {
        byte_match_statement: Some(ByteMatchStatement {
            field_to_match: Some(field),
            positional_constraint: Some(how.into()),
            search_string: Some(text.to_owned().into()),
            text_transformations: Some(read),
            ..Default::default()
        }),
        ..Default::default()
    }
}

fn large_body() -> Statement {
    let body = Body { oversize_handling: Some("MATCH".into()) };
    Statement {
        size_constraint_statement: Some(SizeConstraintStatement {
            comparison_operator: Some("GT".into()),
            field_to_match: Some(FieldToMatch { body: Some(body), ..Default::default() }),
            size: Some(BODY_BYTES.into()),
            text_transformations: Some(as_it_is()),
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// A group that AWS keeps up to date. Of bodies that are too large it may leave the word to a rule of ours.
fn managed(name: &'static str, counts_large_bodies: bool) -> Rule {
    let count = || RuleAction { count: Some(CountAction::default()), ..Default::default() };
    let overrides = counts_large_bodies
        .then(|| vec![RuleActionOverride { action_to_use: Some(count()), name: Some("SizeRestrictions_BODY".into()) }]);
    let bots = || AwsManagedRulesBotControlRuleSet { inspection_level: Some("COMMON".into()), ..Default::default() };
    let configs = (name == BOTS).then(|| {
        vec![ManagedRuleGroupConfig { aws_managed_rules_bot_control_rule_set: Some(bots()), ..Default::default() }]
    });
    Rule {
        override_action: Some(OverrideAction { none: Some(Object::new().into()), ..Default::default() }),
        statement: Some(Statement {
            managed_rule_group_statement: Some(ManagedRuleGroupStatement {
                managed_rule_group_configs: configs,
                name: Some(name.into()),
                rule_action_overrides: overrides,
                vendor_name: Some("AWS".into()),
                ..Default::default()
            }),
            ..Default::default()
        }),
        ..named(name)
    }
}

fn named(name: impl Into<Cow<'static, str>>) -> Rule {
    let name = name.into().into_owned();
    Rule { name: Some(name.clone().into()), visibility_config: Some(visible(name)), ..Default::default() }
}

/// Counted, but without samples: those keep whole requests and know no redaction.
fn visible(metric: impl Into<Value<String>>) -> VisibilityConfig {
    VisibilityConfig {
        cloud_watch_metrics_enabled: Some(true.into()),
        metric_name: Some(metric.into()),
        sampled_requests_enabled: Some(false.into()),
    }
}
