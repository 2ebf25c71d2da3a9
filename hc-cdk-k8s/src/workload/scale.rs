//! How many pods there are: a fixed number, or as many as the load asks for. One value says it, so it is never both.
//!
//! Either is for an autoscaler to keep, and no workload states a number of its own. A number that is stated once and left out
//! later is 1 until the autoscaler looks, and all pods but one end (Kubernetes documentation, "Horizontal Pod
//! Autoscaling", on migrating workloads to it); one that stays is set again by each apply, whatever the load. So a fixed number is
//! a range without room. An autoscaler brings too few pods to its least number without a look at any figure.

use std::ops::RangeInclusive;

use hc_cdk::{
    control::{iso27001, soc2},
    resource::{Made, Resource},
    stack::Scope,
    value::Value,
};

use super::service::Running;
use crate::{
    api::{autoscaling as hpa, policy},
    literal::quantity::Memory,
    naming::{meta, selector},
    zone::Scoped,
};

/// How many pods there are: `3`, `2..=10`, or `Scale::between(2..=10).cpu(60).metric("requests_per_second", 100)`.
#[derive(Debug, Clone)]
pub struct Scale {
    least: u32,
    most: u32,
    fixed: bool,
    targets: Vec<Target>,
}

#[derive(Debug, Clone)]
enum Target {
    /// Percent of what a container asks for.
    Cpu(u8),
    Memory(u8),
    /// A figure of each pod, on average.
    Pods(&'static str, u32),
    MemoryAmount(Memory),
    /// A figure of something else, for each pod.
    OfAnother(Figure, u32),
}

/// A figure of something that a workload uses, such as the connections of a pool.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The version and kind of the object that it is of, and its name.
    pub(crate) object: (&'static str, &'static str, String),
    pub(crate) zone: Scoped,
    /// Its name, if it is told.
    pub(crate) metric: Result<&'static str, &'static str>,
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

    /// Keeps a figure that the pods tell, such as requests a second, at that number for each of them.
    #[must_use]
    pub fn metric(self, name: &'static str, average: u32) -> Self {
        self.target(Target::Pods(name, average))
    }

    /// Keeps a figure of something that the workload uses, such as the connections of a pool, at that number for each pod.
    #[must_use]
    pub fn metric_of(self, figure: &Figure, average: u32) -> Self {
        self.target(Target::OfAnother(figure.clone(), average))
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
            if let Target::Pods(name, average) = target
                && (name.is_empty() || *average == 0)
            {
                scope.reject(
                    Some(iso27001::CAPACITY),
                    format!("keeps the figure `{name}` at {average}"),
                    "name a figure that the pods tell, and give a number above 0",
                );
            }
        }
    }

    /// Says what is wrong with figures of others, of which a cluster knows those of the same namespace.
    fn check_figures(&self, scope: &mut Scope<'_>, zone: &Scoped) {
        for target in &self.targets {
            let Target::OfAnother(Figure { object: (.., name), zone: there, metric }, average) = target else {
                continue;
            };
            let told = metric.is_ok() && *average > 0;
            if !told || there.this != zone.this {
                scope.reject(
                    Some(iso27001::CAPACITY),
                    format!("keeps the figure `{}` of `{name}` at {average}", metric.unwrap_or_else(|it| it)),
                    "name a figure that a store of the same namespace tells, and give a number above 0",
                );
            }
        }
    }

    /// Declares what scales the workload, and what keeps it up while nodes are emptied.
    pub(crate) fn declare<R: Resource<Id = String>>(&self, scope: &mut Scope<'_>, running: &Running, made: &Made<R>) {
        let Running { zone, name, kind, .. } = running;
        self.check_figures(scope, zone);
        let target = hpa::CrossVersionObjectReference {
            api_version: Some("apps/v1".into()),
            ..hpa::CrossVersionObjectReference::new((*kind).into(), made.id())
        };
        let metrics = if self.targets.is_empty() {
            vec![metric(&Target::Cpu(70))]
        } else {
            self.targets.iter().map(metric).collect()
        };
        scope.resource(
            "Autoscaler",
            hpa::HorizontalPodAutoscaler::new(
                meta(name.to_owned(), zone),
                hpa::HorizontalPodAutoscalerSpec {
                    min_replicas: Some(self.least.into()),
                    metrics: Some(metrics),
                    ..hpa::HorizontalPodAutoscalerSpec::new(self.most.into(), target)
                },
            ),
        );
        if self.least > 1 {
            disruption(scope, zone, name);
        }
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

fn metric(target: &Target) -> hpa::MetricSpec {
    let resource = |name: &'static str, target| hpa::MetricSpec {
        resource: Some(hpa::ResourceMetricSource::new(name.into(), target)),
        ..hpa::MetricSpec::new(hpa::MetricSpecType::Resource)
    };
    let average = |value: Value<String>| hpa::MetricTarget {
        average_value: Some(value),
        ..hpa::MetricTarget::new(hpa::MetricTargetType::AverageValue)
    };
    let percent = |percent: u8| hpa::MetricTarget {
        average_utilization: Some(percent.into()),
        ..hpa::MetricTarget::new(hpa::MetricTargetType::Utilization)
    };
    match target {
        Target::Cpu(share) => resource("cpu", percent(*share)),
        Target::Memory(share) => resource("memory", percent(*share)),
        Target::MemoryAmount(amount) => resource("memory", average(amount.clone().into())),
        Target::OfAnother(Figure { object: (version, kind, of), metric, .. }, value) => hpa::MetricSpec {
            object: Some(hpa::ObjectMetricSource::new(
                hpa::CrossVersionObjectReference {
                    api_version: Some((*version).into()),
                    ..hpa::CrossVersionObjectReference::new((*kind).into(), of.clone().into())
                },
                hpa::MetricIdentifier::new(metric.unwrap_or_default().into()),
                average(value.to_string().into()),
            )),
            ..hpa::MetricSpec::new(hpa::MetricSpecType::Object)
        },
        Target::Pods(name, value) => hpa::MetricSpec {
            pods: Some(hpa::PodsMetricSource::new(
                hpa::MetricIdentifier::new((*name).into()),
                average(value.to_string().into()),
            )),
            ..hpa::MetricSpec::new(hpa::MetricSpecType::Pods)
        },
    }
}
