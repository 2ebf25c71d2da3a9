//! Work that is done once, such as a migration. It has an end, and is not asked whether it lives.

use hc_cdk::{
    construct::{Invariant, Spec},
    data::DataClass,
    dimension::Level,
    policy::Policy,
    stack::Scope,
};

use super::{
    BY_DIGEST, BY_REFERENCE, CLEARED, CONFINED,
    pod::{Placing, Pod},
};
use crate::{
    api::{batch, core},
    chart::ClusterConstruct,
    namespace::Scoped,
    naming::{labels, meta, name_of},
};

/// Work that is done once.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::prelude::*;
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
/// chart.add("Migration", Job::builder().perimeter(&zone)
///     .image(image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .command(&["claims", "migrate"]).resources(cpu!("500m"), memory!("256Mi")).build());
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Job<D: DataClass> {
    parts: Parts<D>,
}

super::parts::parts! {
    Job,
    JobBuilder,
    "Work that is being described.",
    /// What work is made of.
    {
        /// After how many seconds it is given up; an hour by default.
        #[builder(default = 3600)]
        deadline: u32,
        /// How often it is tried again after it failed; three times by default.
        #[builder(default = 3)]
        retries: u32,
    }
}

impl<D: DataClass> From<Parts<D>> for Job<D> {
    fn from(parts: Parts<D>) -> Self {
        Self { parts }
    }
}

impl<D: DataClass> Job<D> {
    /// Starts the description of work.
    pub fn builder() -> JobBuilder<D> {
        Parts::builder()
    }
}

impl<D: DataClass> Spec for Job<D> {
    type Handle = ();
    const KIND: &'static str = "Job";
    const INVARIANTS: &'static [Invariant] = &[CONFINED, BY_REFERENCE, CLEARED, BY_DIGEST];
}

impl<D: DataClass, P: Policy> ClusterConstruct<P> for Job<D> {
    fn declare(self, scope: &mut Scope<'_>) {
        let Parts { deadline, retries, .. } = self.parts;
        let (template, zone) = once(self.parts.pod(), scope, <P::LogRetention as Level>::RANK);
        let name = name_of(scope);
        scope.resource(
            "",
            batch::Job {
                spec: Some(spec(template, deadline, retries)),
                ..batch::Job::new(meta(name.clone(), &zone).labelled(labels(&name)))
            },
        );
    }
}

/// The template of pods that come to an end.
pub(super) fn once(pod: Pod, scope: &mut Scope<'_>, log_days: u32) -> (core::PodTemplateSpec, Scoped) {
    let placing =
        Placing { zones: false, spread: false, restart: core::PodSpecRestartPolicy::Never, log_days, kind: "Job" };
    let (template, running) = pod.declare(scope, placing);
    (template, running.zone)
}

pub(super) fn spec(template: core::PodTemplateSpec, deadline: u32, retries: u32) -> batch::JobSpec {
    batch::JobSpec {
        active_deadline_seconds: Some(deadline.max(1).into()),
        backoff_limit: Some(retries.into()),
        // What it did can be looked at for a day.
        ttl_seconds_after_finished: Some(86_400),
        ..batch::JobSpec::new(template)
    }
}
