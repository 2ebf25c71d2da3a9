//! The handle of an endpoint: what routes, alarms, dashboards and outputs refer to.

use std::borrow::Cow;

use hc_cdk::{
    data::Class,
    literal::cidr::CidrBlock,
    model::ConstructRef,
    resource::Made,
    value::{Attr, Value},
};

use super::pages::{AnswersPages, CalledByPages, Shown, ShowsPages};
use crate::{
    cfn::elasticloadbalancingv2::{Listener, LoadBalancer, TargetGroup},
    kind::VpcId,
    network::SecurityGroup,
};

/// An endpoint that a stack has taken. What a route gives is the same endpoint, with the figures of the route's service.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Its construct, for the data flow.
    pub(super) this: ConstructRef,
    /// The class of data that it was made for.
    pub(super) class: Class,
    pub(super) vpc: Attr<VpcId>,
    /// The networks that its requests come from, if the program knows them.
    pub(super) networks: Vec<CidrBlock>,
    pub(super) domain: Cow<'static, str>,
    pub(super) balancer: Made<LoadBalancer>,
    pub(super) group: SecurityGroup,
    pub(super) https: Made<Listener>,
    /// The targets that its figures are about; all of them if there are none. Two have the requests in turn.
    pub(super) targets: Vec<Made<TargetGroup>>,
    /// Whether it is the route of one service.
    pub(super) is_route: bool,
}

impl Endpoint {
    /// Where it answers, such as `https://api.example.org`.
    pub fn url(&self) -> Value<String> {
        format!("https://{}", self.domain).into()
    }

    /// The load balancer's own name, for whoever writes the domain's record by hand.
    pub fn dns_name(&self) -> Value<String> {
        self.balancer.get(LoadBalancer::DNS_NAME)
    }

    /// The load balancer's ARN.
    pub fn arn(&self) -> Value<String> {
        self.balancer.get(LoadBalancer::LOAD_BALANCER_ARN)
    }

    /// The end of the load balancer's ARN, by which metrics know it.
    pub fn full_name(&self) -> Value<String> {
        self.balancer.get(LoadBalancer::LOAD_BALANCER_FULL_NAME)
    }

    /// The end of the target group's ARN, by which metrics know it: that of the service which answers what no route takes, or of
    /// the route's. An endpoint whose services all have routes of their own has none; where requests are shifted from one version
    /// to another there are two.
    pub fn targets_full_names(&self) -> Vec<Value<String>> {
        self.targets.iter().map(|targets| targets.get(TargetGroup::TARGET_GROUP_FULL_NAME)).collect()
    }

    /// Whether it is the route of one service.
    pub(crate) fn is_route(&self) -> bool {
        self.is_route
    }
}

impl ShowsPages for Endpoint {
    fn shown(&self) -> Shown {
        Shown { domain: self.domain.clone(), content: None }
    }
}

impl AnswersPages for Endpoint {
    fn answering(&self) -> CalledByPages {
        CalledByPages { domain: self.domain.clone().into(), pages: None }
    }
}
