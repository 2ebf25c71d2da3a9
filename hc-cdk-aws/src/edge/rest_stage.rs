//! Where an API answers: its one stage, with what guards and records it, and its domain.

use std::borrow::Cow;

use hc_cdk::{
    dimension::{Position, tls::Tls13},
    resource::Made,
    route::Answers,
    stack::{PhysicalName, Scope},
    value::{Json, Value},
};

use super::{
    api_target::ApiTarget,
    authorizer::Authorizer,
    certificate::Certificate,
    firewall,
    hosted_zone::{HostedZone, PointsAt},
    pages::Shown,
    partner::{self, Partner},
    protection::Firewall,
    rest_handle::{Facts, INTERACTIONS, STAGE},
};
use crate::{
    audit::{Logs, log_group},
    cfn::{
        apigateway::{self, domain_name, rest_api, stage as property},
        iam,
        lambda::Permission,
        logs::{LogGroup, MetricFilter, metric_filter},
    },
    iam::service_role,
    pseudo,
};

/// An API as it is asked for.
pub(super) struct Asked<'a> {
    pub(super) name: PhysicalName,
    pub(super) domain: &'a Cow<'static, str>,
    pub(super) certificate: &'a Certificate,
    pub(super) zone: Option<&'a HostedZone>,
    pub(super) rate_limit: u32,
    pub(super) requests_per_second: u32,
    pub(super) firewall: &'a Firewall,
    pub(super) functions: Vec<&'a ApiTarget>,
    pub(super) authorizer: &'a Authorizer,
    pub(super) partners: &'a [Partner],
    pub(super) definition: Json,
    /// Another one whenever the definition is.
    pub(super) number: usize,
    pub(super) oldest_tls: Position,
    /// Whether it is counted how often each path is asked for.
    pub(super) interactions: bool,
    pub(super) pages: &'a [Shown],
    pub(super) paths: Vec<Cow<'static, str>>,
}

/// What stands in the record for who an authorizer says that a request is from; each says it elsewhere.
const CALLER: &str = "caller";

/// What is recorded of a request: who asked for what, and how that ended. Neither what was sent nor what was answered is.
const ACCESS: [(&str, &str); 10] = [
    ("requestId", "$context.requestId"),
    ("time", "$context.requestTime"),
    ("address", "$context.identity.sourceIp"),
    (CALLER, ""),
    ("role", "$context.identity.userArn"),
    ("method", "$context.httpMethod"),
    ("path", "$context.resourcePath"),
    ("status", "$context.status"),
    ("tls", "$context.tlsVersion"),
    ("error", "$context.error.message"),
];

/// Declares the API with all that belongs to it.
pub(super) fn declare(api: &Asked<'_>, scope: &mut Scope<'_>, logs: &Logs<'_>) -> Facts {
    let name = &api.name;
    let made = scope.resource(
        "",
        apigateway::RestApi {
            body: Some(api.definition.clone()),
            disable_execute_api_endpoint: Some(true.into()),
            endpoint_configuration: Some(rest_api::EndpointConfiguration {
                types: Some(vec!["REGIONAL".into()]),
                ..Default::default()
            }),
            fail_on_warnings: Some(true.into()),
            name: Some(name.into()),
            ..Default::default()
        },
    );
    calls(api, scope, &made);
    let stage = stage(api, scope, &made, logs);
    let parts = ["/restapis/".into(), made.id().into(), "/stages/".into(), stage.id().into()];
    let arn = pseudo::arn_of_no_account("apigateway", parts);
    firewall::before(scope, arn, api.rate_limit, api.firewall, logs);
    let keys = partner::declare(scope, api.partners, (name, &made, &stage));
    let domain = domain(api, scope, &made, &stage);
    Facts {
        this: scope.this(),
        label: scope.name(""),
        name: name.clone(),
        made,
        domain,
        at: api.domain.clone(),
        interactions: api.interactions,
        keys,
        pages: api.pages.iter().map(|it| it.domain.clone()).collect(),
        paths: api.paths.clone(),
        is_signed: api.authorizer.is_iam(),
    }
}

/// Lets the API call its functions, each once, and ask who calls.
fn calls(api: &Asked<'_>, scope: &mut Scope<'_>, made: &Made<apigateway::RestApi>) {
    let routes = api.functions.iter().map(|to| ("Calls", *to, "/*/*/*"));
    for (name, to, of) in routes.chain(api.authorizer.function().map(|to| ("Asks", to, "/authorizers/*"))) {
        let any = [made.id().into(), of.into()];
        scope.resource(
            format!("{name}{}", to.name()),
            Permission {
                action: Some("lambda:InvokeFunction".into()),
                function_name: Some(to.called.clone().into()),
                principal: Some("apigateway.amazonaws.com".into()),
                source_arn: Some(pseudo::arn_here("execute-api", any)),
                ..Default::default()
            },
        );
    }
}

/// The stage, and what is deployed to it: a definition that was changed is another deployment.
fn stage(
    api: &Asked<'_>,
    scope: &mut Scope<'_>,
    made: &Made<apigateway::RestApi>,
    logs: &Logs<'_>,
) -> Made<apigateway::Stage> {
    let writes = may_write_logs(scope);
    let deployment = scope.resource(
        format!("Deployment{:08X}", api.number),
        apigateway::Deployment { rest_api_id: Some(made.id()), ..Default::default() },
    );
    let certificate = scope.resource("ClientCertificate", apigateway::ClientCertificate::default());
    let access = log_group(scope, "AccessLogs", logs, None);
    if api.interactions {
        scope.resource("Interactions", interactions(&api.name, &access));
    }
    // API Gateway writes to a group of this name, and would make one without a key that is kept for ever.
    let name =
        Value::<String>::concat(["API-Gateway-Execution-Logs_".into(), made.id().into(), format!("/{STAGE}").into()]);
    let executions = log_group(scope, "ExecutionLogs", logs, Some(Value::from_json(name)));
    let stage = scope.resource(
        "Stage",
        apigateway::Stage {
            access_log_setting: Some(property::AccessLogSetting {
                // The ARN without `:*` at its end, which the group's own attribute has.
                destination_arn: Some(pseudo::arn_here("logs", ["log-group:".into(), access.id().into()])),
                format: Some(format(api.authorizer.caller(), !api.partners.is_empty()).into()),
            }),
            client_certificate_id: Some(certificate.get(apigateway::ClientCertificate::CLIENT_CERTIFICATE_ID)),
            deployment_id: Some(deployment.get(apigateway::Deployment::DEPLOYMENT_ID)),
            method_settings: Some(vec![property::MethodSetting {
                // What is sent and answered stays out of the log.
                data_trace_enabled: Some(false.into()),
                http_method: Some("*".into()),
                logging_level: Some("INFO".into()),
                metrics_enabled: Some(true.into()),
                resource_path: Some("/*".into()),
                throttling_burst_limit: Some((2 * i64::from(api.requests_per_second)).into()),
                throttling_rate_limit: Some(f64::from(api.requests_per_second).into()),
                ..Default::default()
            }]),
            rest_api_id: Some(made.id()),
            stage_name: Some(STAGE.into()),
            tracing_enabled: Some(true.into()),
            ..Default::default()
        },
    );
    scope.depends_on(&stage, &writes);
    scope.depends_on(&stage, &executions);
    stage
}

/// What counts how often each path is asked for with success. A path is one of the definition: who asks, and for whom, is none of it.
fn interactions(name: &PhysicalName, lines: &Made<LogGroup>) -> MetricFilter {
    let path = metric_filter::Dimension { key: Some("path".into()), value: Some("$.path".into()) };
    MetricFilter {
        filter_pattern: Some("{ $.status = \"2*\" }".into()),
        log_group_name: Some(lines.id()),
        metric_transformations: Some(vec![metric_filter::MetricTransformation {
            dimensions: Some(vec![path]),
            metric_name: Some(name.into()),
            metric_namespace: Some(INTERACTIONS.into()),
            metric_value: Some("1".into()),
            unit: Some("Count".into()),
            ..Default::default()
        }]),
        ..Default::default()
    }
}

/// A line for each request, in JSON.
fn format(caller: &str, has_partners: bool) -> String {
    let said = |name, value| if name == CALLER { caller } else { value };
    let key = has_partners.then_some(("key", "$context.identity.apiKeyId"));
    let all = ACCESS.into_iter().chain(key);
    let members: Vec<String> = all.map(|(name, value)| format!("\"{name}\":\"{}\"", said(name, value))).collect();
    format!("{{{}}}", members.join(","))
}

/// Lets API Gateway write log lines. That is a setting of the account in a region: it stays when the API goes, since others use it.
fn may_write_logs(scope: &mut Scope<'_>) -> Made<apigateway::Account> {
    let purpose = "writes the logs of APIs";
    let policies = ["AmazonAPIGatewayPushToCloudWatchLogs"];
    let role = service_role(scope, "LogWriter", "apigateway.amazonaws.com", purpose, &policies);
    let account =
        scope.resource("Account", apigateway::Account { cloud_watch_role_arn: Some(role.get(iam::Role::ARN)) });
    for option in ["DeletionPolicy", "UpdateReplacePolicy"] {
        scope.option(&role, option, "Retain");
        scope.option(&account, option, "Retain");
    }
    account
}

/// The name under which the API answers, and no other.
fn domain(
    api: &Asked<'_>,
    scope: &mut Scope<'_>,
    made: &Made<apigateway::RestApi>,
    stage: &Made<apigateway::Stage>,
) -> Made<apigateway::DomainName> {
    let newest = api.oldest_tls >= Tls13::POSITION;
    let domain = scope.resource(
        "Domain",
        apigateway::DomainName {
            domain_name: Some(api.domain.clone().into()),
            // A policy of the newer kind takes a word about that.
            endpoint_access_mode: newest.then(|| "STRICT".into()),
            endpoint_configuration: Some(domain_name::EndpointConfiguration {
                types: Some(vec!["REGIONAL".into()]),
                ..Default::default()
            }),
            regional_certificate_arn: Some(api.certificate.arn().into()),
            security_policy: Some(if newest { "SecurityPolicy_TLS13_1_3_2025_09" } else { "TLS_1_2" }.into()),
            ..Default::default()
        },
    );
    scope.resource(
        "Mapping",
        apigateway::BasePathMapping {
            domain_name: Some(domain.id()),
            rest_api_id: Some(made.id()),
            stage: Some(stage.id()),
            ..Default::default()
        },
    );
    if let Some(zone) = api.zone {
        let name = domain.get(apigateway::DomainName::REGIONAL_DOMAIN_NAME);
        let zone_of_aws = domain.get(apigateway::DomainName::REGIONAL_HOSTED_ZONE_ID);
        let records = &[("Record", "A")];
        let at = PointsAt { name, zone: zone_of_aws, only_if_healthy: true, answers_to_its_name: false, records };
        zone.point(scope, api.domain, &at);
    }
    domain
}
