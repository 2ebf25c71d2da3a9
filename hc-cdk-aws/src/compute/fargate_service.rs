//! A service on Fargate: containers without servers, inside a perimeter.
//!
//! By construction its containers run as a user without privileges on a read-only root file system, what they write stays
//! in memory or in a `FileSystem` that they are connected to, its roles name each action and each resource, secrets reach it by
//! reference only, its logs are encrypted and kept, and a deployment that fails is rolled back. Where the policy asks for several
//! zones, at least two tasks run.
//!
//! Without a `FargateCluster` a service has a cluster of its own. A cluster costs nothing, and so alarms, permissions and the log of
//! commands that are run inside a task belong to one service and not to all of them.
//!
//! It is not for jobs that end (`FargateTask`), for what takes no requests (`FargateWorker`), for images by tag, or for
//! containers that must write to their root file system. Nothing can reach it but an `HttpsEndpoint` and, in a cluster with a mesh,
//! services and workers that are connected to it: `.connect(&billing)`.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::AllowedUnder,
    dimension::{PolicyFloor, availability::AvailabilityFor},
    model::Role,
    policy::{Dimension, Policy},
    rule::Rule,
    stack::Within,
};

use super::{
    Deployed, Deployment, Repository, Service, mesh, plan,
    running::{self, Running},
    tasks::{NumberOfTasks, Tasks},
};
use crate::{audit::Logs, cfn::ecs, parameters::PortOfTask, rule};

/// A service on Fargate, cleared for data of class `D`. `A` is what may fail without the service failing.
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
/// let api = stack.add("Api", FargateService::builder().perimeter(&clinical)
///     .image(image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .port(8080)
///     .size(fargate!(cpu = 512, memory = 1024))
///     .scale(2..=10)
///     .variable(variable!("LOG_LEVEL", "info"))
///     .scratch("/tmp"));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct FargateService<D: DataClass, A = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> A>,
}

super::parts::parts! {
    /// What a service is made of.
    pub struct Parts;
    /// A service that is being described.
    pub struct FargateServiceBuilder => FargateService<D>;
    needs {
        /// The port that it listens on: a number, `port!(8080)`, or a parameter of the type [`ContainerPort`]; from 1024 up, since its
        /// program has no privileges.
        port(port: impl PortOfTask) -> Value<ContainerPort> { port.value() }: ServiceNeedsPort;
        /// How many tasks run at least and at most; by default up to ten, and as few as its availability lets.
        scale(tasks: impl NumberOfTasks) -> Option<Tasks> { Some(tasks.it()) }: MayBeLeftOut;
    }
    may {
        /// How many requests a minute each task takes before there are more of them, which an endpoint counts; by default 1000.
        requests_per_minute(requests: u32) -> Option<u32> { Some(requests) } = None;
        /// How a new version takes the place of the old one; by default task by task.
        deployment(deployment: Deployment) -> Deployment { deployment } = Deployment::rolling();
        /// The repository of its later images, which a [`Pipeline`](crate::delivery::Pipeline) pushes to: it may pull from that one, too, and
        /// its first image may be from anywhere. By default they are in the repository of its first image.
        releases(images: &Repository) -> Option<Repository> { Some(images.clone()) } = None;
        /// The path that says whether it is healthy, for which an endpoint asks; by default `/health`.
        health_check(path: &'static str) -> Option<&'static str> { Some(path) } = None;
    }
    positions FargateService {
        /// What may fail without the service failing, instead of what the policy asks for.
        availability: A,
    }
}

/// What holds for whatever runs on and on.
pub(super) const INVARIANTS: &[Rule] = &[
    rule::SERVICE_IS_NOT_FIRST_USER,
    rule::TASK_IS_CONFINED,
    rule::TASK_HAS_NO_SECRET_AS_TEXT,
    rule::TASK_NAMES_ITS_IMAGES,
    rule::TASK_LOGS,
    rule::SERVICE_HAS_NO_PUBLIC_ADDRESS,
    rule::SERVICE_ROLLS_BACK,
    rule::SERVICE_HAS_ZONES,
    rule::ACTIONS_ARE_NAMED,
    rule::RESOURCES_ARE_NAMED,
    rule::POLICIES_ARE_WRITTEN_HERE,
    rule::POLICY_STAYS_INSIDE,
    rule::LOG_GROUP_KEEPS,
    rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
    rule::RECORDS_STAY,
];

impl<D: DataClass, A> Spec for FargateService<D, A> {
    type Handle = Service<D>;
    const KIND: &'static str = "FargateService";
    const INVARIANTS: &'static [Rule] = INVARIANTS;
}

impl<D, A, P> Construct<P, Aws> for FargateService<D, A>
where
    D: DataClass + AllowedUnder<P>,
    A: AvailabilityFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Service<D> {
        let (perimeter, cluster) = (self.parts.perimeter.clone(), self.parts.cluster.clone());
        let (requests_per_minute, health_check) = (self.parts.requests_per_minute, self.parts.health_check);
        let deployment = self.parts.deployment;
        plan::for_endpoints(scope, health_check, requests_per_minute, deployment);
        let (requests_per_minute, health_path) =
            (requests_per_minute.unwrap_or(1000), health_check.unwrap_or("/health"));
        deployment.check(scope);
        plan::check_answers(scope, health_path, requests_per_minute);
        let tasks = Tasks::of(scope, self.parts.scale.clone(), A::POSITION);
        let port = self.parts.port.clone();
        plan::check_port(scope, &port);
        let scraped = self.parts.sidecars.iter().find_map(|it| it.scraped.clone());
        let releases = self.parts.releases.clone();
        let called = cluster.as_ref().and_then(|it| it.mesh.as_ref()).map(|_| mesh::called(scope));
        let work = Work { releases, called: called.clone(), ..self.parts.work(Some(port.clone())) };
        scope.stands_at(Dimension::availability, A::POSITION);
        scope.plays(Role::Workload, D::CLASS);
        work.tell(scope, Some(health_path));
        let logs = Logs::of::<P>(&perimeter.key);
        let running = running::declare(&work, &tasks, deployment, cluster.as_ref(), scope, &perimeter.network, &logs);
        let deployed = deployed(&work, &running);
        let Running { group, cluster, made, scaling, .. } = running;
        Service {
            this: scope.this(),
            name: scope.path().rsplit('/').next().unwrap_or_default().to_owned(),
            perimeter,
            group,
            port,
            health_path,
            made,
            cluster,
            called,
            scaling,
            requests_per_minute,
            deployment,
            deployed,
            scraped,
        }
    }
}

fn deployed(work: &Work, running: &Running) -> Deployed {
    Deployed {
        service: running.made.id(),
        name: running.made.get(ecs::Service::NAME),
        cluster: running.cluster.name(),
        architecture: work.architecture,
        family: running.definition.family.clone(),
        repository: work.releases.as_ref().map(Repository::uri).or_else(|| work.image.address()),
        roles: running.definition.roles.clone().map(Into::into).into(),
        flows: work.relations.uses.iter().map(|it| (it.class, it.connection.to.clone())).collect(),
    }
}
