//! A path of an endpoint that a cluster answers.
//!
//! A gateway of the cluster's mesh takes the requests, over TLS once more. Its pods come and go: a `TargetGroupBinding` of the chart has
//! the AWS Load Balancer Controller fill the group that is declared here with their addresses. Here stand the rule of the listener, the
//! ways between balancer and pods, and the right to fill this group and no other.

use std::borrow::Cow;

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    policy::Policy,
    resource::Made,
    route,
    rule::Rule,
    stack::{Scope, Within},
    value::{Attr, Json},
};

use super::{
    balancer::{self, Asked},
    endpoint::Endpoint,
    listener, priority,
};
use crate::{
    actions,
    cfn::{eks, elasticloadbalancingv2::TargetGroup, iam::Role},
    cluster::IsEks,
    iam::{Statement, permit},
    kind::VpcId,
    network::SecurityGroup,
    rule,
    stack::Aws,
};

/// A path of an endpoint that a cluster answers: what [`Endpoint::cluster`] gives. Its handle is the target group, which an
/// `HttpsRoute` of a chart has filled: `.balancer(&group)`.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{cluster::Nodes, kind::CertificateArn, prelude::*, region};
///
/// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// # let key = stack.add("Key", CustomerKey::builder());
/// # let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// # let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// # let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
/// let wards = EksCluster::builder().perimeter(&clinical).region(region::UsEast1).nodes(Nodes::between(3..=50));
/// let wards = stack.add("Wards", wards);
/// let cert = Certificate::existing(arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b"));
/// let front = HttpsEndpoint::builder().perimeter(&clinical).domain("api.example.org").certificate(&cert);
/// let front = stack.add("Front", front);
/// let group = stack.add("WardsRoute", front.cluster("/*", &wards));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
#[must_use = "a route is not there until a stack takes it: `stack.add(\"WardsRoute\", front.cluster(..))`"]
pub struct ClusterRoute {
    front: Endpoint,
    path: Cow<'static, str>,
    pods: SecurityGroup,
    filler: Made<Role>,
    vpc: Attr<VpcId>,
}

impl Endpoint {
    /// Hands requests for a path, such as `/*`, to a gateway of the mesh of a cluster, which an `HttpsRoute` of its chart declares.
    pub fn cluster(&self, path: impl Into<Cow<'static, str>>, cluster: &(impl IsEks + ?Sized)) -> ClusterRoute {
        let pods: Json = cluster.made().get(eks::Cluster::CLUSTER_SECURITY_GROUP_ID).into();
        ClusterRoute {
            front: self.clone(),
            path: path.into(),
            pods: SecurityGroup::of(&pods),
            filler: cluster.filler().clone(),
            vpc: cluster.vpc(),
        }
    }
}

impl Spec for ClusterRoute {
    type Handle = route::TargetGroup;
    const KIND: &'static str = "ClusterRoute";
    const INVARIANTS: &'static [Rule] = &[rule::TARGETS_ARE_ASKED];
}

impl<P: Policy> Construct<P, Aws> for ClusterRoute {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> route::TargetGroup {
        self.check(scope);
        declare(self, scope)
    }
}

fn declare(route: ClusterRoute, scope: &mut Scope<'_>) -> route::TargetGroup {
    let ClusterRoute { front, path, pods, filler, vpc } = route;
    front.group.connect(scope, "Cluster", &pods, PORT);
    front.group.connect(scope, "Health", &pods, HEALTH_PORT);
    let asked = Asked { port: Some(HEALTH_PORT), path: "/healthz/ready" };
    let group = balancer::addresses(scope, "", ("HTTPS", PORT.into()), &asked, vpc);
    listener::rule(scope, "", priority::number(&path), &front.https, path, &group, None);
    let arn = group.get(TargetGroup::TARGET_GROUP_ARN);
    let fill = actions!["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"];
    permit(scope, "FillerPolicy", &filler, vec![Statement::allow(fill, [Json::from(arn.clone())])]);
    route::TargetGroup { from: front.this, class: front.class, arn, networks: front.networks }
}

/// Where a gateway of Istio takes requests over TLS, and where it says whether it is ready to.
const PORT: i64 = 443;
const HEALTH_PORT: i64 = 15021;

impl ClusterRoute {
    fn check(&self, scope: &mut Scope<'_>) {
        let Self { front, path, vpc, .. } = self;
        if !listener::is_path(path) {
            scope.reject(None, format!("hands `{path}` to a cluster, which is not a path"), listener::PATHS);
        }
        if !front.targets.is_empty() && !front.is_route && path == "/*" {
            scope.reject(
                None,
                "hands `/*` to a cluster, which leaves nothing to the endpoint's own target",
                "give the endpoint a `.perimeter(..)` instead of a target",
            );
        }
        if vpc.json() != front.vpc.json() {
            scope.reject(
                Some(iso27001::NETWORK_SECURITY),
                "hands requests to a cluster that is in another network than the endpoint",
                "make both in perimeters of one network",
            );
        }
        if front.networks.is_empty() {
            scope.reject(
                Some(iso27001::NETWORK_SECURITY),
                "hands requests to a cluster, and nothing says from which networks",
                "make the network by a `Vpc` whose addresses are a literal",
            );
        }
    }
}
