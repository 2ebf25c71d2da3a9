//! A worker on Fargate: what runs on and on and takes no requests, such as what empties a queue.
//!
//! All that holds for a service holds for it. It listens on no port, so nothing can reach it, and no endpoint takes it.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::AllowedUnder,
    dimension::{PolicyFloor, availability::AvailabilityFor},
    model::Role,
    policy::{Dimension, Policy},
    rule::Rule,
    stack::Within,
    value::Value,
};

use super::{
    Deployment,
    fargate_service::INVARIANTS,
    running::{self, Running},
    tasks::Tasks,
};
use crate::{audit::Logs, cfn::ecs, sentences::WorkerListensNowhere};

/// A worker on Fargate, cleared for data of class `D`. `A` is what may fail without the worker failing.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
/// let letters = stack.add("Letters", FargateWorker::builder().perimeter(&clinical)
///     .image(image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .command(&["celery", "worker"])
///     .healthy_if(&["celery", "status"]));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct FargateWorker<D: DataClass, A = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> A>,
}

super::parts::parts! {
    /// What a worker is made of.
    pub struct Parts;
    /// A worker that is being described.
    pub struct FargateWorkerBuilder => FargateWorker<D>;
    needs {
        /// How many tasks run at least and at most; by default up to ten, and as few as its availability lets.
        scale(tasks: impl Into<Tasks>) -> Option<Tasks> { Some(tasks.into()) }: MayBeLeftOut;
    }
    may {}
    never { port: WorkerListensNowhere }
    positions FargateWorker {
        /// What may fail without the worker failing, instead of what the policy asks for.
        availability: A,
    }
}

/// A worker that a stack has taken.
#[derive(Debug, Clone)]
pub struct Worker<D> {
    name: Value<String>,
    cluster: Value<String>,
    class: PhantomData<fn() -> D>,
}

impl<D> Worker<D> {
    /// Its name, as metrics have it.
    pub fn name(&self) -> Value<String> {
        self.name.clone()
    }

    /// The name of its cluster.
    pub fn cluster(&self) -> Value<String> {
        self.cluster.clone()
    }
}

impl<D: DataClass, A> Spec for FargateWorker<D, A> {
    type Handle = Worker<D>;
    const KIND: &'static str = "FargateWorker";
    const INVARIANTS: &'static [Rule] = INVARIANTS;
}

impl<D, A, P> Construct<P, Aws> for FargateWorker<D, A>
where
    D: DataClass + AllowedUnder<P>,
    A: AvailabilityFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Worker<D> {
        let (perimeter, cluster) = (self.parts.perimeter.clone(), self.parts.cluster.clone());
        let tasks = Tasks::of(scope, self.parts.scale.clone(), A::POSITION);
        let work = self.parts.work(None);
        scope.stands_at(Dimension::availability, A::POSITION);
        scope.plays(Role::Workload, D::CLASS);
        work.tell(scope, None);
        let logs = Logs::of::<P>(&perimeter.key);
        let Running { cluster, made, .. } =
            running::declare(&work, &tasks, Deployment::rolling(), cluster.as_ref(), scope, &perimeter.network, &logs);
        Worker { name: made.get(ecs::Service::NAME), cluster: cluster.name(), class: PhantomData }
    }
}
