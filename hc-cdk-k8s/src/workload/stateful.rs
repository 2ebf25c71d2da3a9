//! A workload whose pods keep something: each has a name that stays, and a volume of its own on an encrypted storage class.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    dimension::{
        Level, PolicyFloor,
        availability::{AvailabilityFor, MultiAz},
    },
    literal::port::PortNumber,
    policy::{Policy, PolicyFacts},
    rule::Rule,
    stack::{Scope, Within},
    value::{Object, Value},
};
use hc_cdk_manifest::object::Metadata;

use super::{
    KEEPING, backup,
    deployment::one_region,
    mount::Mount,
    placing::Placing,
    pod::Pod,
    probes::{IsProbes, Probes},
    scale::{NumberOfPods, Scale},
    service::{self, Service},
    traffic::{self, Traffic},
};
use crate::{
    api::{apps, core},
    chart::Kubernetes,
    literal::quantity::Memory,
    naming::selector,
    rules::Backups,
    storage::{Encrypted, OnEncryptedDisks},
};

/// A workload whose pods keep something. `A` is what may fail without it failing.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{prelude::*, storage::EncryptedStorage};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// let disks = chart.add("Disks", EncryptedStorage::ebs().key("arn:aws:kms:us-east-1:111122223333:key/1a2b"));
/// let index = chart.add("Index", StatefulWorkload::builder().perimeter(&zone)
///     .image(image!("registry.example/index@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .port(9200).peers(9300).probes(Probes::tcp()).resources(cpu!("1"), memory!("2Gi"))
///     .keep("/data", memory!("20Gi"), &disks).scale(3));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct StatefulWorkload<D: DataClass, A = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> A>,
}

/// A folder that stays.
#[derive(Debug, Clone)]
pub struct Kept {
    path: &'static str,
    size: Memory,
    class: Encrypted,
}

super::parts::parts! {
    /// What a workload is made of.
    pub struct Parts;
    /// A workload that is being described.
    pub struct StatefulWorkloadBuilder => StatefulWorkload;
    needs {
        /// How it is asked whether it lives and whether it is ready.
        probes(probes: impl IsProbes) -> Probes { probes.it().clone() }: WorkloadNeedsProbes;
        /// The folder that each pod keeps, its size, and the encrypted disks that it is on.
        keep(path: &'static str, size: impl IsMemory, disks: &(impl OnEncryptedDisks + ?Sized)) -> Kept {
            Kept { path, size: size.it().clone(), class: disks.it().clone() }
        }: WorkloadNeedsDisks;
        /// How many pods there are: `3`, `2..=10`, or a [`Scale`]; by default as many as the policy asks for.
        scale(scale: impl NumberOfPods) -> Option<Scale> { Some(scale.it()) }: MayBeLeftOut;
    }
    may {
        /// The port that it listens on: a number, or `port!(8080)`, from 1024. Without one nothing can reach it.
        port(port: impl PortNumber) -> Option<u16> { Some(port.number()) } = None;
        /// The port on which it tells its figures, for a `ServiceMonitor`.
        metrics(port: impl PortNumber) -> Option<u16> { Some(port.number()) } = None;
        /// How requests go to it, if its namespace has a mesh.
        traffic(traffic: Traffic) -> Option<Traffic> { Some(traffic) } = None;
        /// The port on which its pods speak to each other, from 1024; by default that of its requests, if there are several pods.
        ///
        /// They find each other by name, `index-0.index` for the first pod of `index`, before they are ready. So does whoever
        /// connects to the workload: what is not ready yet is there to be found, and refuses or waits.
        peers(port: impl PortNumber) -> Option<u16> { Some(port.number()) } = None;
    }
    never {}
    positions StatefulWorkload {
        /// What may fail without the workload failing, instead of what the policy asks for.
        availability: A,
    }
}

impl<D: DataClass, A> Spec for StatefulWorkload<D, A> {
    type Handle = Service<D>;
    const KIND: &'static str = "StatefulWorkload";
    const INVARIANTS: &'static [Rule] = KEEPING;
}

impl<D: DataClass, A: AvailabilityFor<P>, P: Policy> Construct<P, Kubernetes> for StatefulWorkload<D, A> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Service<D> {
        let Parts { port, metrics, peers, .. } = self.parts;
        let traffic = self.parts.traffic.clone();
        let (probes, scale, keep) =
            (Some(self.parts.probes.clone()), self.parts.scale.clone(), self.parts.keep.clone());
        let mut pod = Pod { port, metrics, peers, probes, ..self.parts.pod() };
        pod.mounts.push((keep.path, Mount::Kept(VOLUME)));
        let placing = Placing {
            zones: A::POSITION >= MultiAz::POSITION,
            spread: true,
            restart: core::PodSpecRestartPolicy::Always,
            log_days: <P::LogRetention as Level>::POSITION.days(),
            kind: "StatefulSet",
        };
        one_region::<A, P>(scope);
        let running = declare(pod, keep, scale, scope, placing);
        backup::declare(scope, &running, Backups::of(&PolicyFacts::of::<P>()));
        traffic::declare(traffic, scope, &running);
        Service::new(running)
    }
}

/// The name of the volume that each pod keeps.
const VOLUME: &str = "kept";

fn declare(
    mut pod: Pod,
    keep: Kept,
    scale: Option<Scale>,
    scope: &mut Scope<'_>,
    placing: Placing,
) -> service::Running {
    let scale = scale.unwrap_or_else(|| Scale::for_zones(placing.zones));
    scale.check(placing.zones, scope);
    if scale.is_several() {
        // Members that could not reach each other would each keep something else.
        pod.peers = pod.peers.or(pod.port);
    }
    let (template, running) = pod.declare(scope, placing);
    let service::Running { name, .. } = &running;
    let size: Value<String> = keep.size.into();
    let claim = core::PersistentVolumeClaim {
        spec: Some(core::PersistentVolumeClaimSpec {
            access_modes: Some(vec![core::PersistentVolumeClaimSpecAccessModes::ReadWriteOnce]),
            resources: Some(core::VolumeResourceRequirements {
                requests: Some(Object::new().with("storage", size)),
                ..core::VolumeResourceRequirements::default()
            }),
            storage_class_name: Some(keep.class.name()),
        }),
        ..core::PersistentVolumeClaim::new(Metadata { name: Some(VOLUME.into()), ..Metadata::default() })
    };
    let made = scope.resource(
        "",
        apps::StatefulSet::new(
            running.meta(name.clone()),
            apps::StatefulSetSpec {
                service_name: Some(name.clone().into()),
                volume_claim_templates: Some(vec![claim]),
                ..apps::StatefulSetSpec::new(selector(name), template)
            },
        ),
    );
    service::declare(scope, &running, service::At::Pods);
    scale.declare(scope, &running, &made);
    running
}
