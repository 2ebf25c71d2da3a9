//! The chart: a stack that is written as Kubernetes objects.

use std::ops::{Deref, DerefMut};

use hc_cdk::{
    app::IsStack,
    cluster::IsCluster,
    dimension::{
        AtLeast,
        residency::{Anywhere, ResidencyFor},
    },
    policy::Policy,
    stack::Stack,
    target::{Region, Target},
};
use hc_cdk_manifest::object::Objects;

/// A unit of deployment to a cluster under the policy `P`: one file, applied as a whole.
///
/// An app takes it like any stack: `App::new("hms").stack(chart)`.
/// It is a [`Stack`] with ways of its own to say where it goes; all else is the stack's: `add`, and what a chart shares with
/// stacks of other targets.
#[derive(Debug)]
#[must_use = "a chart does nothing until an app takes it: `App::new(..).stack(chart)`"]
pub struct Chart<P>(Stack<P, Kubernetes>);

/// What a chart is written for: a cluster of Kubernetes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Kubernetes;

impl Target for Kubernetes {
    type Resources = Objects;

    const NAME: &'static str = "Kubernetes";
}

/// Somewhere: the place of a cluster of which the program does not say where it is.
///
/// It satisfies a policy that lets data reside anywhere. For any other, say where the cluster is with [`Chart::in_region`].
#[derive(Debug, Clone, Copy)]
pub struct Somewhere;

impl Region for Somewhere {
    const NAME: &'static str = "cluster";
    type Target = Kubernetes;
}

impl AtLeast<Anywhere> for Somewhere {}

/// A policy under which data may reside anywhere, so that a chart need not say where its cluster is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` says where data may reside, and this chart does not say where its cluster is",
    label = "say where the cluster is: `Chart::in_region(name, region)` or `Chart::in_cluster(name, &cluster)`",
    note = "GDPR Article 44: transfers; UK health records stay in London or Ireland"
)]
pub trait LetsResideAnywhere: Sized {
    /// The type of the place.
    type Place: Region + ResidencyFor<Self>;

    /// The place of a cluster of which nothing is said.
    const PLACE: Self::Place;
}

#[diagnostic::do_not_recommend]
impl<P> LetsResideAnywhere for P
where
    Somewhere: ResidencyFor<P>,
{
    type Place = Somewhere;
    const PLACE: Somewhere = Somewhere;
}

impl<P: Policy> Chart<P> {
    /// An empty chart for a cluster that may be anywhere. `name` has letters, digits and hyphens, and begins with a letter.
    #[track_caller]
    pub fn new(name: &str) -> Self
    where
        P: LetsResideAnywhere,
    {
        Self::in_region(name, P::PLACE)
    }

    /// An empty chart for a cluster in that place: a region of whatever cloud the cluster runs in.
    #[track_caller]
    pub fn in_region<R>(name: &str, region: R) -> Self
    where
        R: Region + ResidencyFor<P>,
    {
        Self(Stack::in_region(name, region))
    }

    /// An empty chart for that cluster. Its workloads can connect to stores of the cloud that the cluster runs in.
    ///
    /// The crate of the cloud has the cluster, such as `EksCluster::existing(..)`, and the store, such as an
    /// `EncryptedDatabase`. A function that takes both need not know the cloud:
    ///
    /// ```
    /// use hc_cdk::{cluster::Cluster, data::Phi, dimension::residency::ResidencyFor, uses::{LetsIn, Usable}};
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*, target::Region};
    /// use hc_cdk_k8s::{chart::Kubernetes, prelude::*};
    ///
    /// type Prod = (Hipaa, Production);
    ///
    /// fn wards<R, U>(cluster: &Cluster<R>, records: &U, image: Image) -> Chart<Prod>
    /// where
    ///     R: Region + ResidencyFor<Prod>,
    ///     U: Usable<Class = Phi, Target: LetsIn<Kubernetes>>,
    /// {
    ///     let mut chart = Chart::in_cluster("wards", cluster);
    ///     let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    ///     let ward = Workload::builder().perimeter(&zone).image(image).port(8080).probes(Probes::tcp());
    ///     chart.add("Ward", ward.resources(cpu!("250m"), memory!("256Mi")).connect(records));
    ///     chart
    /// }
    /// ```
    #[track_caller]
    pub fn in_cluster<C>(name: &str, cluster: &C) -> Self
    where
        C: IsCluster<Region: ResidencyFor<P>> + ?Sized,
    {
        Self(Stack::in_cluster(name, cluster.it()))
    }
}

impl<P> Deref for Chart<P> {
    type Target = Stack<P, Kubernetes>;

    fn deref(&self) -> &Stack<P, Kubernetes> {
        &self.0
    }
}

impl<P> DerefMut for Chart<P> {
    fn deref_mut(&mut self) -> &mut Stack<P, Kubernetes> {
        &mut self.0
    }
}

#[diagnostic::do_not_recommend]
impl<P: Policy> IsStack for Chart<P> {
    type Policy = P;
    type Target = Kubernetes;

    fn whole(self) -> Stack<P, Kubernetes> {
        self.0
    }
}

impl<P> From<Chart<P>> for Stack<P, Kubernetes> {
    fn from(chart: Chart<P>) -> Self {
        chart.0
    }
}
