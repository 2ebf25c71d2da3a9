//! Work that is done again and again, at stated times. It never runs twice at once.

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    dimension::Level,
    policy::Policy,
    rule::Rule,
    stack::Within,
};
use hc_cdk_manifest::naming::name_of;

use super::{WORK, job};
use crate::{
    api::batch,
    chart::Kubernetes,
    literal::cron::{Cron, IsSchedule},
};

/// Work that is done again and again.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::prelude::*;
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// chart.add("Backup", CronJob::builder().perimeter(&zone).schedule(cron!("0 3 * * *"))
///     .image(image!("registry.example/backup@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .resources(cpu!("500m"), memory!("256Mi")));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct CronJob<D: DataClass> {
    parts: Parts<D>,
}

super::parts::parts! {
    /// What work is made of.
    pub struct Parts;
    /// Work that is being described.
    pub struct CronJobBuilder => CronJob;
    needs {
        /// When it is done, in Coordinated Universal Time: `cron!("0 3 * * *")`.
        schedule(schedule: impl IsSchedule) -> Cron { schedule.it().clone() }: WorkNeedsSchedule;
    }
    may {
        /// After how many seconds it is given up; an hour by default.
        deadline(seconds: u32) -> u32 { seconds } = 3600;
        /// How often it is tried again after it failed; three times by default.
        retries(times: u32) -> u32 { times } = 3;
    }
    never { port: WorkDoesNotListen, probes: WorkIsNotAsked }
}

impl<D: DataClass> From<Parts<D>> for CronJob<D> {
    fn from(parts: Parts<D>) -> Self {
        Self { parts }
    }
}

impl<D: DataClass> CronJob<D> {
    /// Starts the description of work.
    pub fn builder() -> CronJobBuilder<D> {
        Parts::builder()
    }
}

impl<D: DataClass> Spec for CronJob<D> {
    type Handle = ();
    const KIND: &'static str = "CronJob";
    const INVARIANTS: &'static [Rule] = WORK;
}

impl<D: DataClass, P: Policy> Construct<P, Kubernetes> for CronJob<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        let Parts { deadline, retries, .. } = self.parts;
        let schedule = self.parts.schedule.clone();
        let (template, running) = job::once(self.parts.pod(), scope, <P::LogRetention as Level>::POSITION.days());
        let work = batch::JobSpec {
            // What it did can be looked at for a day.
            ttl_seconds_after_finished: Some(86_400),
            ..job::spec(template, deadline, retries)
        };
        let work = batch::JobTemplateSpec { spec: Some(work), metadata: None };
        let spec = batch::CronJobSpec {
            concurrency_policy: Some(batch::CronJobSpecConcurrencyPolicy::Forbid),
            failed_jobs_history_limit: Some(3),
            successful_jobs_history_limit: Some(1),
            time_zone: Some("Etc/UTC".into()),
            ..batch::CronJobSpec::new(work, schedule.into())
        };
        let metadata = running.meta(name_of(scope));
        scope.resource("", batch::CronJob::new(metadata, spec));
    }
}
