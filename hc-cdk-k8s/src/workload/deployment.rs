//! A workload without a memory of its own: its pods are alike, spread, and replaced one after the other.
//!
//! Not for what keeps data: that is a [`StatefulWorkload`](super::StatefulWorkload), or better a store outside the cluster.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::soc2,
    data::DataClass,
    dimension::{
        Level, PolicyFloor,
        availability::{AvailabilityFor, MultiAz, MultiRegion},
    },
    literal::port::PortNumber,
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
};

use super::{
    RUNNING,
    placing::Placing,
    pod::Pod,
    probes::{IsProbes, Probes},
    scale::{NumberOfPods, Scale},
    service::{self, Service},
    traffic::{self, Traffic},
};
use crate::{
    api::{
        apps,
        core::{PodSpecRestartPolicy, PodTemplateSpec},
    },
    chart::Kubernetes,
    naming::selector,
};

/// A workload whose pods are alike. `A` is what may fail without it failing.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::prelude::*;
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// let claims = chart.add("Claims", Workload::builder().perimeter(&zone)
///     .image(image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .port(8080).probes(Probes::http("/health/live", "/health/ready"))
///     .resources(cpu!("250m"), memory!("256Mi")).limits(cpu!("1"), memory!("512Mi"))
///     .scale(Scale::between(2..=10).cpu(60)).variable(variable!("LOG_LEVEL", "info")).scratch("/tmp", memory!("64Mi")));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Workload<D: DataClass, A = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> A>,
}

super::parts::parts! {
    /// What a workload is made of.
    pub struct Parts;
    /// A workload that is being described.
    pub struct WorkloadBuilder => Workload;
    needs {
        /// How it is asked whether it lives and whether it is ready.
        probes(probes: impl IsProbes) -> Probes { probes.it().clone() }: WorkloadNeedsProbes;
        /// How many pods there are: `3`, `2..=10`, or a [`Scale`]; by default as many as the policy asks for.
        scale(scale: impl NumberOfPods) -> Option<Scale> { Some(scale.it()) }: MayBeLeftOut;
    }
    may {
        /// The port that it listens on: a number, or `port!(8080)`, from 1024. Without one nothing can reach it.
        port(port: impl PortNumber) -> Option<u16> { Some(port.number()) } = None;
        /// The port on which it tells its figures, for a `ServiceMonitor`.
        metrics(port: impl PortNumber) -> Option<u16> { Some(port.number()) } = None;
        /// How requests go to it, if its namespace has a mesh.
        traffic(traffic: Traffic) -> Option<Traffic> { Some(traffic) } = None;
    }
    never {}
    positions Workload {
        /// What may fail without the workload failing, instead of what the policy asks for.
        availability: A,
    }
}

impl<D: DataClass, A> Spec for Workload<D, A> {
    type Handle = Service<D>;
    const KIND: &'static str = "Workload";
    const INVARIANTS: &'static [Rule] = RUNNING;
}

impl<D: DataClass, A: AvailabilityFor<P>, P: Policy> Construct<P, Kubernetes> for Workload<D, A> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Service<D> {
        Service::new(declare(plan::<D, A, P>(self, "Deployment", scope), scope, service::At::Any))
    }
}

/// What an object is made of that makes the pods of a workload.
pub(super) struct Plan {
    pub(super) template: PodTemplateSpec,
    pub(super) running: service::Running,
    pub(super) scale: Scale,
    pub(super) traffic: Option<Traffic>,
    /// For how many seconds pods may take to become ready.
    pub(super) seconds: u32,
}

/// Declares what stands beside the pods, whatever makes them.
pub(super) fn plan<D: DataClass, A: AvailabilityFor<P>, P: Policy>(
    it: Workload<D, A>,
    kind: &'static str,
    scope: &mut Scope<'_>,
) -> Plan {
    let Parts { port, metrics, .. } = it.parts;
    let (probes, scale, traffic) = (Some(it.parts.probes.clone()), it.parts.scale.clone(), it.parts.traffic.clone());
    let pod = Pod { port, metrics, probes, ..it.parts.pod() };
    one_region::<A, P>(scope);
    planned(pod, (scale, traffic), scope, placing::<P>(A::POSITION >= MultiAz::POSITION, kind))
}

/// Where pods are that are alike.
fn placing<P: Policy>(zones: bool, kind: &'static str) -> Placing {
    let log_days = <P::LogRetention as Level>::POSITION.days();
    Placing { zones, spread: true, restart: PodSpecRestartPolicy::Always, log_days, kind }
}

/// Declares a workload that a construct brings along.
pub(crate) fn brought<P: Policy>(pod: Pod, at: service::At, scope: &mut Scope<'_>) -> service::Running {
    let zones = <P::Availability as Level>::POSITION >= MultiAz::POSITION;
    let plan = planned(pod, (None, None), scope, placing::<P>(zones, "Deployment"));
    declare(plan, scope, at)
}

fn planned(
    pod: Pod,
    (scale, traffic): (Option<Scale>, Option<Traffic>),
    scope: &mut Scope<'_>,
    placing: Placing,
) -> Plan {
    let scale = scale.unwrap_or_else(|| Scale::for_zones(placing.zones));
    scale.check(placing.zones, scope);
    // The time that a pod may take to start is no lack of progress.
    let seconds = pod.probes.as_ref().map_or(600, |it| it.start_seconds().saturating_add(540).max(600));
    let (template, running) = pod.declare(scope, placing);
    Plan { template, running, scale, traffic, seconds }
}

/// Refuses to promise what no cluster keeps. Where it is the policy that asks for it, a rule says so, for which somebody can sign.
pub(super) fn one_region<A: AvailabilityFor<P>, P: Policy>(scope: &mut Scope<'_>) {
    if A::POSITION >= MultiRegion::POSITION && <P::Availability as Level>::POSITION < MultiRegion::POSITION {
        scope.reject(
            Some(soc2::BACKUP_AND_RECOVERY),
            "would survive the loss of a region, and a cluster is in one",
            "state `MultiAz`, and have a chart for each region",
        );
    }
}

fn declare(plan: Plan, scope: &mut Scope<'_>, at: service::At) -> service::Running {
    let Plan { template, running, scale, traffic, seconds } = plan;
    let service::Running { name, .. } = &running;
    // A new pod is there before an old one goes, so the number that the zones ask for is never undercut.
    let rolling = apps::RollingUpdateDeployment { max_surge: Some(1.into()), max_unavailable: Some(0.into()) };
    let made = scope.resource(
        "",
        apps::Deployment::new(
            running.meta(name.clone()),
            apps::DeploymentSpec {
                progress_deadline_seconds: Some(seconds.into()),
                revision_history_limit: Some(5),
                strategy: Some(apps::DeploymentStrategy {
                    rolling_update: Some(rolling),
                    r#type: Some(apps::DeploymentStrategyType::RollingUpdate),
                }),
                ..apps::DeploymentSpec::new(selector(name), template)
            },
        ),
    );
    service::declare(scope, &running, at);
    scale.declare(scope, &running, &made);
    traffic::declare(traffic, scope, &running);
    running
}
