//! How many pods there are: a fixed number, or as many as the load asks for. One value says it, so it is never both.
//!
//! Either is for an autoscaler to keep, and no workload states a number of its own. A number that is stated once and left out
//! later is 1 until the autoscaler looks, and all pods but one end (Kubernetes documentation, "Horizontal Pod
//! Autoscaling", on migrating workloads to it); one that stays is set again by each apply, whatever the load. So a fixed number is
//! a range without room. An autoscaler brings too few pods to its least number without a look at any figure.
//!
//! What is scaled by CPU and memory alone is scaled by the cluster itself. What is scaled by what Prometheus reads, too, is scaled by
//! KEDA, and never by both.

use std::ops::RangeInclusive;

use hc_cdk::{
    control::{iso27001, soc2},
    resource::{Made, Resource},
    stack::Scope,
    value::Value,
};
use hc_cdk_observe::{Amount, InUnitOf};

use super::{
    scaled_object,
    scaler::{Figure, IsFigure, Measured, Scaler, Target},
    service::Running,
};
use crate::{
    api::{autoscaling as hpa, policy},
    literal::quantity::Memory,
    naming::{meta, selector},
    zone::Scoped,
};

/// How many pods there are: `3`, `2..=10`, or `Scale::between(2..=10).cpu(60).measured(&scaler, &SESSIONS, Count(100.0))`.
#[derive(Debug, Clone)]
pub struct Scale {
    least: u32,
    most: u32,
    fixed: bool,
    targets: Vec<Target>,
}

/// How many pods there are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number of pods",
    label = "write a number, `3`, the least and the most of them, `2..=10`, or a `Scale`"
)]
pub trait NumberOfPods {
    /// What is given.
    fn it(self) -> Scale;
}

#[diagnostic::do_not_recommend]
impl<S: Into<Scale>> NumberOfPods for S {
    fn it(self) -> Scale {
        self.into()
    }
}

impl From<u32> for Scale {
    fn from(pods: u32) -> Self {
        Self { least: pods, most: pods, fixed: true, targets: Vec::new() }
    }
}

impl From<RangeInclusive<u32>> for Scale {
    fn from(pods: RangeInclusive<u32>) -> Self {
        Self::between(pods)
    }
}

impl Scale {
    /// As many as the load asks for: by default so many that each uses 70 % of the CPU that it asks for.
    pub fn between(pods: RangeInclusive<u32>) -> Self {
        Self { least: *pods.start(), most: *pods.end(), fixed: false, targets: Vec::new() }
    }

    /// Keeps the CPU that a pod uses at that share of what it asks for, in percent.
    #[must_use]
    pub fn cpu(self, percent: u8) -> Self {
        self.target(Target::Cpu(percent))
    }

    /// Keeps the memory that a pod uses at that share of what it asks for, in percent.
    #[must_use]
    pub fn memory(self, percent: u8) -> Self {
        self.target(Target::Memory(percent))
    }

    /// Keeps the memory that a pod uses at that amount.
    #[must_use]
    pub fn memory_amount(self, amount: Memory) -> Self {
        self.target(Target::MemoryAmount(amount))
    }

    /// Keeps what each pod has to do at that amount, by what Prometheus reads: of a counter that the workload exports so many in a minute, of
    /// a gauge that level, of a histogram that mean, and of [a figure of a store](crate::database::ClusterStore::figure) that share.
    ///
    /// While Prometheus does not answer, there are no fewer pods than there were.
    #[must_use]
    pub fn measured<F: IsFigure + ?Sized>(self, scaler: &Scaler, figure: &F, each: impl InUnitOf<F::Unit>) -> Self {
        let each = each.it().number();
        self.target(Target::Measured(Measured { scaler: scaler.clone(), figure: figure.figure(), each }))
    }

    fn target(mut self, target: Target) -> Self {
        self.targets.push(target);
        self
    }

    /// As many as the zones ask for.
    pub(crate) fn for_zones(zones: bool) -> Self {
        Self::from(if zones { 2 } else { 1 })
    }

    /// Whether there may be several pods.
    pub(crate) fn is_several(&self) -> bool {
        self.most > 1
    }

    /// Says what is wrong with the numbers.
    pub(crate) fn check(&self, zones: bool, scope: &mut Scope<'_>) {
        if self.fixed && self.least == 0 {
            scope.reject(None, "has no pods", "have 1 pod at least; to stop it, leave the workload out");
        } else if self.least == 0 || self.least > self.most {
            scope.reject(
                None,
                format!("has at least {} and at most {} pods", self.least, self.most),
                "give a range from 1 or more up to no less, such as `2..=10`",
            );
        } else if zones && self.least < 2 {
            scope.reject(
                Some(soc2::BACKUP_AND_RECOVERY),
                format!("has {} pod at least, which is gone with its zone", self.least),
                "have 2 pods at least, or state a lower availability where the policy lets you",
            );
        }
        for target in &self.targets {
            if let Target::Cpu(percent) | Target::Memory(percent) = target
                && !(1..=100).contains(percent)
            {
                scope.reject(
                    Some(iso27001::CAPACITY),
                    format!("uses {percent} % of what it asks for"),
                    "give a share from 1 to 100 %",
                );
            }
        }
    }

    /// Says what is wrong with figures that are read: nobody tells them, or each pod has none of them.
    fn check_figures(&self, scope: &mut Scope<'_>, running: &Running) {
        for Measured { figure, each, .. } in self.measured_by() {
            let Figure { load, of_another } = figure;
            let (who, is_told) = match of_another {
                Some(((_, pods), is_told)) => (pods, *is_told),
                None => (&running.name, running.exports.contains(&load.name)),
            };
            if !is_told {
                scope.reject(
                    Some(iso27001::CAPACITY),
                    format!("is scaled by `{}`, which `{who}` does not export", load.name),
                    "say that it is exported, `.exports(&METRIC)`, or take a figure that the store tells",
                );
            }
            if load.share(*each).is_none() {
                scope.reject(
                    Some(iso27001::CAPACITY),
                    format!("keeps `{}` at {each} for each pod", load.name),
                    "give an amount from 1 on, or from a thousandth of a second",
                );
            }
        }
    }

    fn measured_by(&self) -> impl Iterator<Item = &Measured> {
        self.targets.iter().filter_map(|it| if let Target::Measured(it) = it { Some(it) } else { None })
    }

    /// Declares what scales the workload, and what keeps it up while nodes are emptied.
    pub(crate) fn declare<R: Resource<Id = String>>(&self, scope: &mut Scope<'_>, running: &Running, made: &Made<R>) {
        let Running { zone, name, .. } = running;
        self.check_figures(scope, running);
        if self.measured_by().next().is_some() {
            scaled_object::declare(scope, running, made.id(), (self.least, self.most), &self.targets);
        } else {
            self.by_the_cluster(scope, running, made.id());
        }
        if self.least > 1 {
            disruption(scope, zone, name);
        }
    }

    fn by_the_cluster(&self, scope: &mut Scope<'_>, running: &Running, pods: Value<String>) {
        let target = hpa::CrossVersionObjectReference {
            api_version: Some(running.api_version().into()),
            ..hpa::CrossVersionObjectReference::new(running.kind.into(), pods)
        };
        let metrics = if self.targets.is_empty() {
            metric(&Target::Cpu(70)).into_iter().collect()
        } else {
            self.targets.iter().filter_map(metric).collect()
        };
        scope.resource(
            "Autoscaler",
            hpa::HorizontalPodAutoscaler::new(
                meta(running.name.clone(), &running.zone),
                hpa::HorizontalPodAutoscalerSpec {
                    min_replicas: Some(self.least.into()),
                    metrics: Some(metrics),
                    ..hpa::HorizontalPodAutoscalerSpec::new(self.most.into(), target)
                },
            ),
        );
    }
}

/// One pod at a time may be taken away. Of a single pod nothing is said: that would stop nodes from being emptied.
fn disruption(scope: &mut Scope<'_>, zone: &Scoped, name: &str) {
    scope.resource(
        "Disruption",
        policy::PodDisruptionBudget {
            spec: Some(policy::PodDisruptionBudgetSpec {
                max_unavailable: Some(1.into()),
                selector: Some(selector(name)),
                unhealthy_pod_eviction_policy: Some(
                    policy::PodDisruptionBudgetSpecUnhealthyPodEvictionPolicy::AlwaysAllow,
                ),
                ..policy::PodDisruptionBudgetSpec::default()
            }),
            ..policy::PodDisruptionBudget::new(meta(name.to_owned(), zone))
        },
    );
}

/// What the cluster itself measures of pods.
fn metric(target: &Target) -> Option<hpa::MetricSpec> {
    let resource = |name: &'static str, target| hpa::MetricSpec {
        resource: Some(hpa::ResourceMetricSource::new(name.into(), target)),
        ..hpa::MetricSpec::new(hpa::MetricSpecType::Resource)
    };
    let percent = |percent: u8| hpa::MetricTarget {
        average_utilization: Some(percent.into()),
        ..hpa::MetricTarget::new(hpa::MetricTargetType::Utilization)
    };
    match target {
        Target::Cpu(share) => Some(resource("cpu", percent(*share))),
        Target::Memory(share) => Some(resource("memory", percent(*share))),
        Target::MemoryAmount(amount) => Some(resource(
            "memory",
            hpa::MetricTarget {
                average_value: Some(amount.clone().into()),
                ..hpa::MetricTarget::new(hpa::MetricTargetType::AverageValue)
            },
        )),
        Target::Measured(_) => None,
    }
}
