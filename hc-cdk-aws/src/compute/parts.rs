//! What everything on Fargate is made of: a container, what it may reach, and what it is given.

/// Declares the parts of a kind of workload, those that all have and its own, and their builder.
macro_rules! parts {
    (
        $(#[$parts_doc:meta])*
        pub struct Parts;
        $(#[$builder_doc:meta])*
        pub struct $builder:ident => $kind:ty;
        needs { $($needs:tt)* }
        may { $($may:tt)* }
        $(never { $($never:tt)* })?
        $(positions $placed:ident $positions:tt)?
    ) => {
        use $crate::compute::parts::used::*;

        hc_cdk::builder! {
            $(#[$parts_doc])*
            pub struct Parts<D: DataClass>;
            $(#[$builder_doc])*
            pub struct $builder => $kind;
            needs {
                /// The perimeter that it is in.
                perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: ServiceNeedsPerimeter;
                /// The image of its container: `image!("..")`, or a parameter of the type [`Image`](hc_cdk::image::Image). Of an image
                /// that only the deployment knows nobody knows the repository: one in ECR is not pulled, since nothing permits it, unless a service
                /// says that it is `.releases(..)`.
                image(image: impl ImageByDigest) -> Value<Image> { image.value() }: ServiceNeedsImage;
                $($needs)*
            }
            may {
                /// The cluster that it is in; by default one of its own.
                cluster(cluster: &(impl IsFargateCluster + ?Sized)) -> Option<Cluster> { Some(cluster.it().clone()) } = None;
                /// The CPU and memory of a task: `fargate!(..)`, or a [`TaskSize`](crate::parameters::TaskSize); by default the smallest
                /// there is.
                size(size: impl IsFargateSize) -> TaskSize { size.it() } = FargateSize::SMALLEST.into();
                /// The processors that its image is built for.
                architecture(architecture: Architecture) -> Architecture { architecture } = Architecture::default();
                /// The command and its arguments, instead of the image's own.
                command(words: &'static [&'static str]) -> &'static [&'static str] { words } = &[];
                /// The command that says by its result, inside the container, whether the program is well. A service and a worker
                /// replace a task that is not.
                healthy_if(words: &'static [&'static str]) -> &'static [&'static str] { crate::compute::sidecar::asked(words) } = &[];
                $($may)*
            }
            also { relations: Relations, scratch: Vec<&'static str>, sidecars: Vec<Sidecar> }
            $(never { $($never)* })?
            $(positions $placed $positions)?
        }

        $crate::compute::related::related!($builder);

        impl<D: DataClass, State> $builder<D, State> {
            /// Mounts a folder that the container can write to, such as `/tmp`. It is kept in memory, takes a quarter of the
            /// task's at most, and is gone when the task stops.
            pub fn scratch(mut self, path: &'static str) -> Self {
                self.scratch.push(path);
                self
            }

            /// Says that others build its image, such as one of Loki: no workflow builds, tests or signs it, and a compose file pulls it.
            pub fn built_elsewhere(mut self) -> Self {
                self.relations.is_built_elsewhere = true;
                self
            }

            /// Puts another container into each task, such as one that collects what the program measures.
            pub fn sidecar(mut self, sidecar: impl IsSidecar) -> Self {
                let sidecar = sidecar.it();
                self.relations.statements.extend(sidecar.statements.iter().cloned());
                self.sidecars.push(sidecar.clone());
                self
            }
        }

        impl<D: DataClass> Parts<D> {
            /// What its tasks are made of, with the port that the program listens on.
            fn work(self, port: Option<Value<ContainerPort>>) -> Work {
                Work {
                    image: self.image,
                    releases: None,
                    port,
                    called: None,
                    size: self.size,
                    architecture: self.architecture,
                    command: self.command,
                    healthy_if: self.healthy_if,
                    relations: self.relations,
                    scratch: self.scratch,
                    sidecars: self.sidecars,
                }
            }
        }
    };
}

pub(super) use parts;

/// What the parts of all kinds are written with.
pub(super) mod used {
    pub(in crate::compute) use hc_cdk::{builder::MayBeLeftOut, image::Image};

    pub(in crate::compute) use crate::{
        compute::{
            cluster::{Cluster, IsFargateCluster},
            plan::{Architecture, Work},
            sidecar::{IsSidecar, Sidecar},
        },
        literal::fargate::FargateSize,
        parameters::{ContainerPort, ImageByDigest, IsFargateSize, TaskSize},
        perimeter::{Perimeter, PerimeterFor},
        sentences::*,
    };
}
