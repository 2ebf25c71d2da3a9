//! A workload whose pods are all replaced at once: the new ones stand beside the old ones, are tried, get the requests, and are tried
//! again. What fails a trial gives the requests back, or never gets any. Argo Rollouts does it.
//!
//! Not for a workload that changes schemas as it starts: both versions run at the same time.

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    dimension::{PolicyFloor, availability::AvailabilityFor},
    policy::Policy,
    resource::{Made, ResourceType},
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object, ResourceRef},
};
use hc_cdk_manifest::object::{Custom, Specification};

use super::{
    deployment::{self, Workload},
    service::{Running, Service},
};
use crate::{
    api::{apps, core},
    chart::Kubernetes,
    naming::{labels, meta},
    rules::rule,
};

/// A workload that shifts all requests to new pods at once: [`Workload::blue_green`].
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{prelude::*, workload::Trial};
///
/// const CLAIMS: Image =
///     image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// let claims = Workload::builder().perimeter(&zone).image(CLAIMS).port(8080).probes(Probes::http("/live", "/ready"));
/// let claims = chart.add("Claims", claims.resources(cpu!("250m"), memory!("256Mi")).build().blue_green());
///
/// let trial = Trial::builder().perimeter(&zone).image(CLAIMS).resources(cpu!("100m"), memory!("64Mi")).of(&claims);
/// chart.add("ClaimsTrial", trial.command(&["claims", "try"]));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
#[must_use = "a workload is not there until a chart takes it: `chart.add(\"Name\", ..)`"]
pub struct BlueGreen<D: DataClass, A = PolicyFloor>(Workload<D, A>);

/// A workload that shifts requests, and that a chart has taken: what a [`Trial`](super::Trial) is of, and the
/// [`service`](Self::service) that others connect to.
#[derive(Debug, Clone)]
#[must_use = "requests are shifted after a trial: `chart.add(\"ClaimsTrial\", Trial::builder()..of(&claims).build())`"]
pub struct Shifting<D> {
    service: Service<D>,
    pub(super) rollout: ResourceRef,
}

impl<D> Shifting<D> {
    /// The workload, whichever of its pods have the requests.
    pub fn service(&self) -> &Service<D> {
        &self.service
    }
}

/// A workload that shifts requests.
#[diagnostic::on_unimplemented(
    message = "a trial is of a workload that shifts requests",
    label = "give what `chart.add` returned for one that is `.blue_green()`",
    note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.32: change management"
)]
pub trait ShiftsRequests<D> {
    /// What is given.
    fn it(&self) -> &Shifting<D>;
}

impl<D> ShiftsRequests<D> for Shifting<D> {
    fn it(&self) -> &Self {
        self
    }
}

impl<D: DataClass, A> Workload<D, A> {
    /// Replaces all pods at once, after a trial, and not one after the other.
    pub fn blue_green(self) -> BlueGreen<D, A> {
        BlueGreen(self)
    }
}

impl<D: DataClass, A> Spec for BlueGreen<D, A> {
    type Handle = Shifting<D>;
    const KIND: &'static str = "Workload";
    const INVARIANTS: &'static [Rule] = SHIFTING;
}

impl<D: DataClass, A: AvailabilityFor<P>, P: Policy> Construct<P, Kubernetes> for BlueGreen<D, A> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Shifting<D> {
        let plan = deployment::plan::<D, A, P>(self.0, ROLLOUT, scope);
        let (running, rollout) = declare(plan, scope);
        Shifting { service: Service::new(running), rollout }
    }
}

/// What makes the pods.
pub(super) const ROLLOUT: &str = "Rollout";

/// For how long the old pods stay when they have no requests any more: longer than a trial takes, so that there is a way back.
const STAY_SECONDS: i64 = 1800;

/// The name of the service that leads to the new pods before they have requests.
pub(super) fn preview(name: &str) -> String {
    format!("{name}-preview")
}

struct Rollout(Object);

impl Specification for Rollout {
    const TYPE: &'static ResourceType = &ResourceType::untyped("argoproj.io/v1alpha1/Rollout");
}

impl From<Rollout> for Json {
    fn from(it: Rollout) -> Self {
        it.0.into()
    }
}

fn declare(plan: deployment::Plan, scope: &mut Scope<'_>) -> (Running, ResourceRef) {
    let deployment::Plan { template, running, scale, traffic, seconds } = plan;
    let Running { name, .. } = &running;
    let shift = Object::new()
        .with("activeService", name.clone())
        .with("previewService", preview(name))
        .with("scaleDownDelaySeconds", STAY_SECONDS);
    let spec = apps::DeploymentSpec {
        progress_deadline_seconds: Some(seconds.into()),
        revision_history_limit: Some(5),
        ..apps::DeploymentSpec::new(crate::naming::selector(name), template)
    };
    let spec = Json::from(spec);
    let members = spec.as_object().into_iter().flat_map(Object::iter);
    let it = members.fold(Object::new(), |all, (member, value)| all.with(member.to_owned(), value.clone()));
    // What never becomes ready never gets a request.
    let it = it.with("progressDeadlineAbort", true).with("strategy", Object::new().with("blueGreen", shift));
    let metadata = running.meta(name.clone());
    let made: Made<Custom<Rollout>> = scope.resource("", Custom { metadata, spec: Rollout(it) });
    super::service::declare(scope, &running, super::service::At::Any);
    second(scope, &running);
    scale.declare(scope, &running, &made);
    super::traffic::declare(traffic, scope, &running);
    let reference = made.reference().clone();
    (running, reference)
}

/// The way to the new pods. It has no label by which somebody collects figures, which would count them twice.
fn second(scope: &mut Scope<'_>, running: &Running) {
    let Some(port) = running.port else {
        let help = "give it a `.port(..)`, or leave out `.blue_green()`";
        scope.reject(None, "shifts requests, and listens on no port", help);
        return;
    };
    let port = core::ServicePort {
        name: Some(super::service::MAIN.into()),
        target_port: Some(super::service::MAIN.into()),
        protocol: Some(core::ServicePortProtocol::Tcp),
        ..core::ServicePort::new(port.into())
    };
    let spec = core::ServiceSpec {
        ports: Some(vec![port]),
        selector: Some(labels(&running.name)),
        ..core::ServiceSpec::default()
    };
    let metadata = meta(preview(&running.name), &running.zone);
    scope.resource("Preview", core::Service { spec: Some(spec), ..core::Service::new(metadata) });
}

/// What holds for what shifts requests.
const SHIFTING: &[Rule] = super::holds!(
    SHIFTS_AFTER_A_TRIAL,
    ASKED_WHETHER_IT_LIVES,
    CLOSED_SERVICE,
    DISRUPTED_ONE_BY_ONE,
    SCALED_BY_WHAT_IS_READ
);
