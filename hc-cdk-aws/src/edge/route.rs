//! A path of an endpoint that a service answers, declared in the service's stack.
//!
//! The endpoint's stack knows nothing of it: target group, rule and the two rules of the way to the tasks stand beside the
//! service. So a service can come and go without a deployment of the endpoint, and as many stacks as it takes share one.

use std::borrow::Cow;

use hc_cdk::{
    construct::{Construct, Spec},
    control::{hipaa, iso27001},
    policy::Policy,
    resource::Made,
    route::Answers,
    rule::Rule,
    stack::{Scope, Within},
};

use super::{balancer, endpoint::Endpoint, listener, priority, shift, target::Target};
use crate::{cfn::elasticloadbalancingv2::TargetGroup, compute::Served, rule, stack::Aws};

/// Paths of an endpoint that a service answers: what [`Endpoint::route`] gives. Its handle is the endpoint, with the figures of the
/// service.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{kind::CertificateArn, prelude::*, region};
///
/// type Prod = (Hipaa, Production);
///
/// let mut base = Stack::<Prod>::new("clinic-base", region::UsEast1);
/// let key = base.add("Key", CustomerKey::builder());
/// let trail = base.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = base.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = base.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
/// let cert = Certificate::existing(arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b"));
/// let front = HttpsEndpoint::builder().perimeter(&clinical).domain("api.example.org").certificate(&cert);
/// let front = base.add("Front", front);
///
/// let mut apps = Stack::<Prod>::new("clinic-apps", region::UsEast1);
/// let lab = apps.add("Lab", FargateService::builder().perimeter(&clinical)
///     .image(image!("registry.example/clinic/lab@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .port(8080));
/// let lab = apps.add("LabRoute", front.route("/lab/*", &lab).and("/tests/*"));
/// let errors = lab.errors();
/// # assert!(App::new("clinic").stack(base).stack(apps).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
#[must_use = "a route is not there until a stack takes it: `stack.add(\"LabRoute\", front.route(..))`"]
pub struct ServiceRoute {
    front: Endpoint,
    paths: Vec<Cow<'static, str>>,
    target: Target,
    number: Option<u16>,
}

impl Endpoint {
    /// Hands requests for a path, such as `/billing/*`, to a service, whatever stack this one is in: the way to the service is
    /// declared in the service's stack, and the endpoint's stays as it is.
    pub fn route(&self, path: impl Into<Cow<'static, str>>, service: &(impl Served + ?Sized)) -> ServiceRoute {
        ServiceRoute { front: self.clone(), paths: vec![path.into()], target: Target::of(service.it()), number: None }
    }
}

impl ServiceRoute {
    /// Hands requests for one more path to the same service.
    pub fn and(mut self, path: impl Into<Cow<'static, str>>) -> Self {
        self.paths.push(path.into());
        self
    }

    /// In which place the first path is asked, from 1 to 50 000, instead of the place that follows from the path: for two paths
    /// that come to be in one place.
    pub fn asked_at(mut self, number: u16) -> Self {
        self.number = Some(number);
        self
    }
}

impl Spec for ServiceRoute {
    type Handle = Endpoint;
    const KIND: &'static str = "ServiceRoute";
    const INVARIANTS: &'static [Rule] = &[rule::TARGETS_ARE_ASKED];
}

impl<P: Policy> Construct<P, Aws> for ServiceRoute {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Endpoint {
        self.check(scope);
        let targets = declare(&self, scope);
        Endpoint { targets, is_route: true, ..self.front }
    }
}

fn declare(route: &ServiceRoute, scope: &mut Scope<'_>) -> Vec<Made<TargetGroup>> {
    let ServiceRoute { front, paths, target, number } = route;
    scope.flow_between(&front.this, target.class(), target.this());
    front.group.connect(scope, &target.name, &target.group, target.port.clone());
    let targets = balancer::target_group(scope, "", target);
    let other = target.deployment.shifts().then(|| balancer::target_group(scope, "Other", target));
    for (nth, path) in paths.iter().enumerate() {
        let number = number.filter(|_| nth == 0).map_or_else(|| priority::number(path), usize::from);
        let rule = listener::rule(scope, "", number, &front.https, path.clone(), &targets, other.as_ref());
        if nth == 0 {
            let shifting = other.as_ref().map(|other| shift::shifting(scope, &rule, &targets, other));
            target.join(scope, "", &front.balancer, &targets, &rule, shifting);
        }
    }
    std::iter::once(targets).chain(other).collect()
}

/// The last place in which a rule can be asked.
const LAST: u16 = 50_000;

impl ServiceRoute {
    fn check(&self, scope: &mut Scope<'_>) {
        let Self { front, paths, target, number } = self;
        let name = target.name();
        for path in paths.iter().filter(|path| !listener::is_path(path)) {
            scope.reject(None, format!("hands `{path}` to `{name}`, which is not a path"), listener::PATHS);
        }
        if !front.targets.is_empty() && !front.is_route && paths.iter().any(|path| path == "/*") {
            scope.reject(
                None,
                format!("hands `/*` to `{name}`, which leaves nothing to the endpoint's own target"),
                "make it the target, or give the endpoint a `.perimeter(..)` instead",
            );
        }
        if target.deployment.shifts() && paths.len() > 1 {
            scope.reject(
                Some(iso27001::CHANGE_MANAGEMENT),
                format!(
                    "hands requests for {} paths to `{name}`, which is deployed by shifting those of one",
                    paths.len()
                ),
                "give it one path that takes all, or `Deployment::rolling()`",
            );
        }
        if number.is_some_and(|it| it == 0 || it > LAST) {
            scope.reject(
                None,
                format!("is asked at `{}`", number.unwrap_or_default()),
                format!("use a number from 1 to {LAST}"),
            );
        }
        if target.class() > front.class {
            scope.reject(
                Some(hipaa::ACCESS_ISOLATION),
                format!(
                    "hands `{}` data to `{name}`, by an endpoint for `{}` data",
                    target.class().name(),
                    front.class.name()
                ),
                "make the endpoint in a perimeter for that class",
            );
        }
        if target.network.id().json() != front.vpc.json() {
            scope.reject(
                Some(iso27001::NETWORK_SECURITY),
                format!("hands requests to `{name}`, which stands in another network than the endpoint"),
                "make both in perimeters of one network",
            );
        }
    }
}
