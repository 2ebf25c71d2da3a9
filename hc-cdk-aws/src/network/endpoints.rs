//! Endpoints that keep the traffic with AWS services inside the network.

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Attr, Json, Object, Value},
};

use super::SecurityGroup;
use crate::{
    cfn::ec2,
    iam::document,
    kind::{SubnetId, VpcId},
    pseudo::{self, service_name},
    stores::STORES,
};

/// An AWS service that is reached by an interface endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InterfaceEndpoint {
    /// The registry of container images.
    EcrApi,
    /// The images themselves.
    EcrDkr,
    /// Machines and networks: what nodes of a cluster learn of themselves.
    Ec2,
    /// Clusters on EKS, for their nodes.
    Eks,
    /// Roles that pods of a cluster on EKS take on.
    EksAuth,
    /// Buses of events.
    EventBridge,
    /// Keys.
    Kms,
    /// Functions, to call them.
    LambdaApi,
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
    /// State machines.
    StepFunctions,
    /// Temporary credentials.
    Sts,
    /// Traces.
    XRay,
}

impl InterfaceEndpoint {
    const ALL: [Self; 18] = [
        Self::EcrApi,
        Self::EcrDkr,
        Self::Ec2,
        Self::Eks,
        Self::EksAuth,
        Self::EventBridge,
        Self::Kms,
        Self::LambdaApi,
        Self::Logs,
        Self::Monitoring,
        Self::Prometheus,
        Self::SecretsManager,
        Self::Sns,
        Self::Sqs,
        Self::Ssm,
        Self::StepFunctions,
        Self::Sts,
        Self::XRay,
    ];

    /// The endpoints that containers with secrets and logs need.
    pub const USUAL: [Self; 5] = [Self::EcrApi, Self::EcrDkr, Self::Kms, Self::Logs, Self::SecretsManager];

    /// What the endpoint is called, the service as endpoints name it, and as actions do.
    ///
    /// Source: "AWS services that integrate with AWS `PrivateLink`", and the Service Authorization Reference.
    const fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::EcrApi => ("EcrApi", "ecr.api", "ecr"),
            Self::EcrDkr => ("EcrDkr", "ecr.dkr", "ecr"),
            Self::Ec2 => ("Ec2", "ec2", "ec2"),
            Self::Eks => ("Eks", "eks", "eks"),
            Self::EksAuth => ("EksAuth", "eks-auth", "eks-auth"),
            Self::EventBridge => ("EventBridge", "events", "events"),
            Self::Kms => ("Kms", "kms", "kms"),
            Self::LambdaApi => ("Lambda", "lambda", "lambda"),
            Self::Logs => ("Logs", "logs", "logs"),
            Self::Monitoring => ("Monitoring", "monitoring", "cloudwatch"),
            Self::Prometheus => ("Prometheus", "aps-workspaces", "aps"),
            Self::SecretsManager => ("SecretsManager", "secretsmanager", "secretsmanager"),
            Self::Sns => ("Sns", "sns", "sns"),
            Self::Sqs => ("Sqs", "sqs", "sqs"),
            Self::Ssm => ("Ssm", "ssm", "ssm"),
            Self::StepFunctions => ("StepFunctions", "states", "states"),
            Self::Sts => ("Sts", "sts", "sts"),
            Self::XRay => ("XRay", "xray", "xray"),
        }
    }
}

/// Where a network reaches services of AWS without being left.
#[derive(Debug, Clone)]
pub(super) struct Inside {
    /// The interface endpoints, with their group.
    pub(super) interfaces: Option<(SecurityGroup, Vec<InterfaceEndpoint>)>,
    /// The stores that have one of those instead of a gateway.
    pub(super) stores: Vec<&'static str>,
    /// Whether somebody said of it what it knows already.
    pub(super) is_said_again: bool,
    /// The gateways.
    pub(super) gateways: Vec<Gateway>,
}

/// A gateway to a store.
#[derive(Debug, Clone)]
pub(super) struct Gateway {
    /// What a rule to it is called.
    pub(super) name: &'static str,
    /// The service.
    pub(super) service: &'static str,
    /// The list of its addresses.
    pub(super) addresses: Value<String>,
}

impl Inside {
    /// Whether all of these are reached inside, as actions name them.
    pub(super) fn has(&self, services: &[&str]) -> bool {
        let needs_both = !services.contains(&"ecr")
            || [InterfaceEndpoint::EcrApi, InterfaceEndpoint::EcrDkr]
                .iter()
                .all(|it| self.interfaces.as_ref().is_some_and(|(_, all)| all.contains(it)));
        needs_both
            && services
                .iter()
                .all(|it| self.is_interface(it) || self.gateways.iter().any(|gateway| gateway.service == *it))
    }

    /// The endpoints that are missing for these services, and the services for which there is none to name.
    pub(super) fn missing<'a>(&self, services: &[&'a str]) -> (Vec<InterfaceEndpoint>, Vec<&'a str>) {
        let absent = services.iter().copied().filter(|it| !self.has(&[it]));
        let (known, others): (Vec<&str>, Vec<&str>) =
            absent.partition(|service| InterfaceEndpoint::ALL.iter().any(|it| it.names().2 == *service));
        let is_there = |it: &InterfaceEndpoint| self.interfaces.as_ref().is_some_and(|(_, all)| all.contains(it));
        let missing = InterfaceEndpoint::ALL.into_iter().filter(|it| known.contains(&it.names().2) && !is_there(it));
        (missing.collect(), others)
    }

    fn is_interface(&self, service: &str) -> bool {
        let is_one = |all: &[InterfaceEndpoint]| all.iter().any(|it| it.names().2 == service);
        self.interfaces.as_ref().is_some_and(|(_, all)| is_one(all) || self.stores.contains(&service))
    }

    /// Opens the ways of a group to these, and gives the names of the rules.
    pub(super) fn open(&self, scope: &mut Scope<'_>, group: &SecurityGroup, services: &[&str]) -> Vec<String> {
        let mut rules = Vec::new();
        if let Some((endpoints, _)) =
            self.interfaces.as_ref().filter(|_| services.iter().any(|it| self.is_interface(it)))
        {
            rules.push(group.reach_group(scope, "Endpoints", endpoints, 443));
        }
        for it in self.gateways.iter().filter(|it| services.contains(&it.service)) {
            rules.push(group.reach_list(scope, it.name, it.addresses.clone(), 443));
        }
        rules
    }
}

/// The policy of an endpoint that lets in those of the account and nobody else: with credentials of another account, data does not
/// leave by it. `service` is what its actions begin with. What those of the account may do is said by their own permissions.
///
/// Source: "Control access to VPC endpoints using endpoint policies" in the guide of AWS `PrivateLink`.
pub(crate) fn own_account(service: &str) -> Json {
    document([principals_here(service)])
}

fn principals_here(service: &str) -> Json {
    Object::new()
        .with("Effect", "Allow")
        .with("Principal", "*")
        .with("Action", format!("{service}:*"))
        .with("Resource", "*")
        .with(
            "Condition",
            Object::new().with("StringEquals", Object::new().with("aws:PrincipalAccount", pseudo::account())),
        )
        .into()
}

/// The same for objects. Two services hand out addresses that they have signed themselves: the layers of images come from a bucket of the
/// registry, and what answers `CloudFormation` puts its answer into one of that.
///
/// Source: "Amazon ECR interface VPC endpoints" in the user guide of ECR, and "Setting up VPC endpoints for AWS `CloudFormation`", which says
/// that the name of the region has no hyphens there.
fn objects(region: &str) -> Json {
    let signed = |action: &'static str, bucket: String| {
        let objects = pseudo::arn_global([format!("s3:::{bucket}/*").into()]);
        Json::from(
            Object::new()
                .with("Effect", "Allow")
                .with("Principal", "*")
                .with("Action", action)
                .with("Resource", objects),
        )
    };
    document([
        principals_here("s3"),
        signed("s3:GetObject", format!("prod-{region}-starport-layer-bucket")),
        signed("s3:PutObject", format!("cloudformation-custom-resource-response-{}", region.replace('-', ""))),
    ])
}

/// Declares the gateways to stores, which cost nothing.
pub(super) fn gateways(scope: &mut Scope<'_>, vpc: &Attr<VpcId>, route_tables: &[Value<String>]) {
    for (name, service) in STORES.iter().filter_map(|store| store.gateway) {
        scope.resource(
            name,
            ec2::VpcEndpoint {
                policy_document: Some(if service == "s3" { objects(scope.region()) } else { own_account(service) }),
                route_table_ids: Some(route_tables.to_vec()),
                service_name: Some(service_name(service)),
                vpc_endpoint_type: Some("Gateway".into()),
                vpc_id: Some(vpc.clone()),
                ..Default::default()
            },
        );
    }
}

/// Declares interface endpoints in these subnets, open to the network's own addresses on port 443. Gives their group, and
/// them in their order.
pub(super) fn interfaces(
    scope: &mut Scope<'_>,
    vpc: &Attr<VpcId>,
    network: Json,
    subnets: &[Attr<SubnetId>],
    endpoints: &[InterfaceEndpoint],
) -> (Option<SecurityGroup>, Vec<Made<ec2::VpcEndpoint>>) {
    if endpoints.is_empty() {
        return (None, Vec::new());
    }
    let mut scope = scope.child("Endpoints", "Endpoints", &[]);
    let group = SecurityGroup::closed(&mut scope, vpc);
    group.admit(&mut scope, "Network", network, 443);
    let declare = |endpoint: &InterfaceEndpoint| {
        let (name, service, actions) = endpoint.names();
        scope.resource(
            name,
            ec2::VpcEndpoint {
                policy_document: Some(own_account(actions)),
                private_dns_enabled: Some(true.into()),
                security_group_ids: Some(vec![group.id()]),
                service_name: Some(service_name(service)),
                subnet_ids: Some(subnets.iter().cloned().map(Into::into).collect()),
                vpc_endpoint_type: Some("Interface".into()),
                vpc_id: Some(vpc.clone()),
                ..Default::default()
            },
        )
    };
    let made = endpoints.iter().map(declare).collect();
    (Some(group), made)
}
