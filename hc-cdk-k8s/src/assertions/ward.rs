//! A chart with a namespace in it: where the test of a construct begins.

use hc_cdk::{
    data::{AllowedUnder, DataClass},
    policy::Policy,
};

use crate::{
    assertions::Manifest,
    chart::{Chart, LetsResideAnywhere},
    namespace::Namespace,
};

/// A chart with a namespace for data of class `D`, which is called `Clinical`.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
/// use hc_cdk_k8s::{assertions::{Ward, json}, prelude::*};
///
/// let mut ward = Ward::<(Hipaa, Production), Phi>::new("clinic");
/// let rates = ConfigMap::builder().perimeter(&ward.zone).file("rates.toml", "standard = 12\n");
/// ward.chart.add("Rates", rates);
///
/// ward.manifest().has_object("ConfigMap", json!({ "metadata": { "namespace": "clinic-clinical" } }));
/// ```
///
/// Both can be named at once: `let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic")`.
#[derive(Debug)]
pub struct Ward<P, D> {
    /// The chart.
    pub chart: Chart<P>,
    /// The namespace.
    pub zone: Namespace<D>,
}

impl<P, D> Ward<P, D>
where
    P: Policy,
    D: DataClass,
{
    /// A chart of that name for a cluster that may be anywhere.
    #[track_caller]
    pub fn new(name: &str) -> Self
    where
        P: LetsResideAnywhere,
        D: AllowedUnder<P>,
    {
        Self::of(Chart::new(name))
    }

    /// That chart, such as one for a cluster or a region.
    #[track_caller]
    pub fn of(mut chart: Chart<P>) -> Self
    where
        D: AllowedUnder<P>,
    {
        let zone = chart.add("Clinical", Namespace::builder().build());
        Self { chart, zone }
    }

    /// The objects of the chart.
    ///
    /// # Panics
    ///
    /// If the chart has findings, which are printed.
    #[track_caller]
    pub fn manifest(self) -> Manifest {
        Manifest::of_chart(self.chart)
    }
}
