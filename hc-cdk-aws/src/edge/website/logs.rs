//! The access log of a website: every request, in a log group that is encrypted with the customer's key.

use hc_cdk::{resource::Made, stack::Scope};

use super::{distribution::arn, name::own_name};
use crate::{
    audit::{Logs, log_group},
    cfn::{
        cloudfront::Distribution,
        logs::{Delivery, DeliveryDestination, DeliverySource},
    },
    pseudo,
};

/// What is recorded of a request. Cookies identify a person, and do not belong into logs.
///
/// Source: "Log file fields" of CloudFront's standard logging (v2).
const FIELDS: [&str; 24] = [
    "date",
    "time",
    "x-edge-location",
    "sc-bytes",
    "c-ip",
    "cs-method",
    "cs(Host)",
    "cs-uri-stem",
    "sc-status",
    "cs(Referer)",
    "cs(User-Agent)",
    "x-edge-result-type",
    "x-edge-request-id",
    "x-host-header",
    "cs-protocol",
    "cs-bytes",
    "time-taken",
    "ssl-protocol",
    "ssl-cipher",
    "x-edge-response-result-type",
    "cs-protocol-version",
    "c-port",
    "time-to-first-byte",
    "x-edge-detailed-result-type",
];

/// Has the requests of a distribution recorded.
pub(super) fn access_logs(scope: &mut Scope<'_>, distribution: &Made<Distribution>, logs: &Logs<'_>) {
    let name = own_name(scope);
    let group = log_group(scope, "AccessLogs", logs, None);
    let source = scope.resource(
        "AccessLogSource",
        DeliverySource {
            log_type: Some("ACCESS_LOGS".into()),
            name: Some(name.clone()),
            resource_arn: Some(arn(distribution)),
            ..Default::default()
        },
    );
    let destination = scope.resource(
        "AccessLogDestination",
        DeliveryDestination {
            // The ARN without `:*` at its end, which the group's own attribute has.
            destination_resource_arn: Some(pseudo::arn_here("logs", ["log-group:".into(), group.id().into()])),
            name: Some(name),
            output_format: Some("json".into()),
            ..Default::default()
        },
    );
    scope.resource(
        "AccessLogDelivery",
        Delivery {
            delivery_destination_arn: Some(destination.get(DeliveryDestination::ARN)),
            delivery_source_name: Some(source.id()),
            record_fields: Some(FIELDS.iter().map(|field| (*field).into()).collect()),
            ..Default::default()
        },
    );
}
