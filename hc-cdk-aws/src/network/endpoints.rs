//! Endpoints that keep the traffic with AWS services inside the network.

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Attr, Json, Value},
};

use super::SecurityGroup;
use crate::{
    cfn::ec2,
    kind::{SubnetId, VpcId},
    pseudo,
    stores::STORES,
};

/// An AWS service that is reached by an interface endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InterfaceEndpoint {
    /// The registry of container images.
    EcrApi,
    /// The images themselves.
    EcrDkr,
    /// Events of programs.
    Events,
    /// Keys.
    Kms,
    /// Logs.
    Logs,
    /// Metrics and alarms.
    Monitoring,
    /// Workspaces of Prometheus, which take figures.
    Prometheus,
    /// Secrets.
    SecretsManager,
    /// Topics.
    Sns,
    /// Queues.
    Sqs,
    /// Parameters.
    Ssm,
    /// Temporary credentials.
    Sts,
}

impl InterfaceEndpoint {
    /// The endpoints that containers with secrets and logs need.
    pub const USUAL: [Self; 5] = [Self::EcrApi, Self::EcrDkr, Self::Kms, Self::Logs, Self::SecretsManager];

    const fn name(self) -> &'static str {
        match self {
            Self::EcrApi => "EcrApi",
            Self::EcrDkr => "EcrDkr",
            Self::Events => "Events",
            Self::Kms => "Kms",
            Self::Logs => "Logs",
            Self::Monitoring => "Monitoring",
            Self::Prometheus => "Prometheus",
            Self::SecretsManager => "SecretsManager",
            Self::Sns => "Sns",
            Self::Sqs => "Sqs",
            Self::Ssm => "Ssm",
            Self::Sts => "Sts",
        }
    }

    const fn service(self) -> &'static str {
        match self {
            Self::EcrApi => "ecr.api",
            Self::EcrDkr => "ecr.dkr",
            Self::Events => "events",
            Self::Kms => "kms",
            Self::Logs => "logs",
            Self::Monitoring => "monitoring",
            Self::Prometheus => "aps-workspaces",
            Self::SecretsManager => "secretsmanager",
            Self::Sns => "sns",
            Self::Sqs => "sqs",
            Self::Ssm => "ssm",
            Self::Sts => "sts",
        }
    }
}

/// The name of an AWS service as an endpoint takes it.
pub(crate) fn service_name(service: &'static str) -> Value<String> {
    Value::concat(["com.amazonaws.".into(), pseudo::region(), format!(".{service}").into()])
}

/// Declares the gateways to stores, which cost nothing.
pub(super) fn gateways(scope: &mut Scope<'_>, vpc: &Attr<VpcId>, route_tables: &[Value<String>]) {
    for (name, service) in STORES.iter().filter_map(|store| store.gateway) {
        scope.resource(
            name,
            ec2::VpcEndpoint {
                route_table_ids: Some(route_tables.to_vec()),
                service_name: Some(service_name(service)),
                vpc_endpoint_type: Some("Gateway".into()),
                vpc_id: Some(vpc.clone()),
                ..Default::default()
            },
        );
    }
}

/// Declares interface endpoints in these subnets, open to the network's own addresses on port 443. Gives them in
/// their order.
pub(super) fn interfaces(
    scope: &mut Scope<'_>,
    vpc: &Attr<VpcId>,
    network: Json,
    subnets: &[Attr<SubnetId>],
    endpoints: &[InterfaceEndpoint],
) -> Vec<Made<ec2::VpcEndpoint>> {
    if endpoints.is_empty() {
        return Vec::new();
    }
    let mut scope = scope.child("Endpoints", "Endpoints", &[]);
    let group = SecurityGroup::closed(&mut scope, vpc);
    group.admit(&mut scope, "Network", network, 443);
    let declare = |endpoint: &InterfaceEndpoint| {
        scope.resource(
            endpoint.name(),
            ec2::VpcEndpoint {
                private_dns_enabled: Some(true.into()),
                security_group_ids: Some(vec![group.id()]),
                service_name: Some(service_name(endpoint.service())),
                subnet_ids: Some(subnets.iter().cloned().map(Into::into).collect()),
                vpc_endpoint_type: Some("Interface".into()),
                vpc_id: Some(vpc.clone()),
                ..Default::default()
            },
        )
    };
    endpoints.iter().map(declare).collect()
}
