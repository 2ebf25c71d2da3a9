//! The chart: a stack that is written as Kubernetes objects.

use std::borrow::Cow;

use hc_cdk::{
    cluster::Cluster,
    construct::{Construct, Invariant, Spec},
    dimension::{
        AtLeast,
        residency::{Anywhere, ResidencyFor},
    },
    model::StackModel,
    policy::Policy,
    region::{Region, Target},
    stack::{Scope, Stack},
};

use crate::target::KUBERNETES;

/// A unit of deployment to a cluster under the policy `P`: one file, applied as a whole.
///
/// An app takes it like any stack: `App::new("hms").stack(chart)`.
#[derive(Debug)]
pub struct Chart<P>(Stack<P>);

/// Somewhere: the place of a cluster of which the program does not say where it is.
///
/// It satisfies a policy that lets data reside anywhere. For any other, say where the cluster is with [`Chart::in_region`].
#[derive(Debug, Clone, Copy)]
pub struct Somewhere;

impl Region for Somewhere {
    const NAME: &'static str = "cluster";
    const TARGET: &'static dyn Target = &KUBERNETES;
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
        Self(Stack::written_for(name, region, &KUBERNETES))
    }

    /// An empty chart for that cluster. Its workloads can connect to stores of the cloud that the cluster runs in.
    ///
    /// The crate of the cloud has the cluster, such as `EksCluster::existing(..)`, and the store, such as an
    /// `EncryptedDatabase`. A function that takes both need not know the cloud:
    ///
    /// ```
    /// use hc_cdk::{cluster::{Cluster, SharedStore}, data::Phi, dimension::residency::ResidencyFor};
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*, region::Region};
    /// use hc_cdk_k8s::prelude::*;
    ///
    /// type Prod = (Hipaa, Production);
    ///
    /// fn wards<R>(cluster: &Cluster<R>, records: &impl SharedStore<Class = Phi>, image: Image) -> Chart<Prod>
    /// where
    ///     R: Region + ResidencyFor<Prod>,
    /// {
    ///     let mut chart = Chart::in_cluster("wards", cluster);
    ///     let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    ///     let ward = Workload::builder().perimeter(&zone).image(image).port(8080).probes(Probes::tcp());
    ///     chart.add("Ward", ward.resources(cpu!("250m"), memory!("256Mi")).connect(records).build());
    ///     chart
    /// }
    /// ```
    #[track_caller]
    pub fn in_cluster<R>(name: &str, cluster: &Cluster<R>) -> Self
    where
        R: Region + ResidencyFor<P>,
    {
        Self(Stack::for_cluster(name, cluster, &KUBERNETES))
    }

    /// Takes a construct under a name of letters and digits that no other construct of the chart has.
    ///
    /// The objects are named after it: `ClaimsApi` becomes `claims-api`.
    #[track_caller]
    pub fn add<C>(&mut self, name: impl Into<Cow<'static, str>>, construct: C) -> C::Handle
    where
        C: Spec + ClusterConstruct<P>,
    {
        self.0.add(name, Charted(construct))
    }

    /// The chart as data.
    pub fn model(&self) -> &StackModel {
        self.0.model()
    }
}

impl<P> From<Chart<P>> for Stack<P> {
    fn from(chart: Chart<P>) -> Self {
        chart.0
    }
}

/// A construct that may stand in a chart under the policy `P`: it is made of Kubernetes objects.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not made of Kubernetes objects, and an untyped object enters a regulated chart only in a `Waiver`",
    label = "is `.build()` missing? otherwise use the construct for it, or `Waiver::new(clause, reason, approver, date!(\"2027-01-31\")).resource(ApiObject::new(..))`",
    note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.9: configuration management"
)]
pub trait ClusterConstruct<P>: Spec {
    /// Declares the construct's objects in the scope that the chart opened for it.
    fn declare(self, scope: &mut Scope<'_>) -> Self::Handle;
}

/// A cluster construct as the core takes it.
struct Charted<C>(C);

impl<C: Spec> Spec for Charted<C> {
    type Handle = C::Handle;
    const KIND: &'static str = C::KIND;
    const INVARIANTS: &'static [Invariant] = C::INVARIANTS;
}

impl<C: ClusterConstruct<P>, P> Construct<P> for Charted<C> {
    fn declare(self, scope: &mut Scope<'_>) -> C::Handle {
        self.0.declare(scope)
    }
}
