//! Who scales by what workloads tell, and what it is that they tell: KEDA asks Prometheus, and divides among the pods.

use std::marker::PhantomData;

use hc_cdk_observe::{Amount, Counter, Gauge, Histogram, Load, PerMinute, Shared};

use crate::literal::quantity::Memory;

/// KEDA as a chart has taken it: who scales workloads by what Prometheus reads.
#[derive(Debug, Clone)]
pub struct Scaler {
    /// Where it asks Prometheus.
    pub(crate) server: String,
}

/// A figure of a store, such as the connections of its pool, by which workloads that use it are scaled.
#[derive(Debug, Clone)]
pub struct OfStore<U> {
    figure: Figure,
    unit: PhantomData<fn() -> U>,
}

impl<U> OfStore<U> {
    pub(crate) fn new(load: Load, told_by: (String, String), is_told: bool) -> Self {
        Self { figure: Figure { load, of_another: Some((told_by, is_told)) }, unit: PhantomData }
    }
}

/// What there is to do, as pods of a workload or of a store tell it.
#[derive(Debug, Clone)]
pub struct Figure {
    pub(crate) load: Load,
    /// Whose it is, if it is not the workload's own: namespace and pods, and whether they tell it.
    pub(crate) of_another: Option<((String, String), bool)>,
}

/// By what the number of pods is decided.
#[derive(Debug, Clone)]
pub(super) enum Target {
    /// Percent of what a container asks for.
    Cpu(u8),
    Memory(u8),
    MemoryAmount(Memory),
    /// What Prometheus reads, for each pod.
    Measured(Measured),
}

/// What Prometheus reads, and how much of it each pod has.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    pub(super) scaler: Scaler,
    pub(super) figure: Figure,
    /// How much of it each pod has, as it was said.
    pub(super) each: f64,
}

/// What pods have to do.
#[diagnostic::on_unimplemented(
    message = "this is nothing of which each pod has its share",
    label = "give a metric that the workload exports, such as a `Counter`, or `store.figure(&metric)`",
    note = "ISO/IEC 27001:2022 A.8.6: capacity"
)]
pub trait IsFigure {
    /// The unit of a share.
    type Unit: Amount;

    /// What is given.
    #[doc(hidden)]
    fn figure(&self) -> Figure;
}

#[diagnostic::do_not_recommend]
impl IsFigure for Counter {
    type Unit = PerMinute;

    fn figure(&self) -> Figure {
        own(self)
    }
}

#[diagnostic::do_not_recommend]
impl<U: Amount> IsFigure for Gauge<U> {
    type Unit = U;

    fn figure(&self) -> Figure {
        own(self)
    }
}

#[diagnostic::do_not_recommend]
impl<U: Amount> IsFigure for Histogram<U> {
    type Unit = U;

    fn figure(&self) -> Figure {
        own(self)
    }
}

#[diagnostic::do_not_recommend]
impl<U: Amount> IsFigure for OfStore<U> {
    type Unit = U;

    fn figure(&self) -> Figure {
        self.figure.clone()
    }
}

fn own(metric: &(impl Shared + ?Sized)) -> Figure {
    Figure { load: metric.load(), of_another: None }
}
