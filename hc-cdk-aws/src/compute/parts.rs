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
    ) => {
        use $crate::compute::parts::used::*;

        hc_cdk::builder! {
            $(#[$parts_doc])*
            pub struct Parts<D: DataClass>;
            $(#[$builder_doc])*
            pub struct $builder => $kind;
            needs {
                /// The perimeter that it is in.
                perimeter(perimeter: &impl PerimeterFor<D>) -> Perimeter<D> { perimeter.it().clone() }: ServiceNeedsPerimeter;
                /// The image of its container: `image!("..")`, or a parameter of the type [`Image`](hc_cdk::image::Image). Of an image
                /// that only the deployment knows nobody knows the repository: one in ECR is not pulled, since nothing permits it.
                image(image: impl ImageByDigest) -> Value<Image> { image.value() }: ServiceNeedsImage;
                $($needs)*
            }
            may {
                /// The cluster that it is in; by default one of its own.
                cluster(cluster: &Cluster) -> Option<Cluster> { Some(cluster.clone()) } = None;
                /// The CPU and memory of a task: `fargate!(..)`, or a [`TaskSize`](crate::parameters::TaskSize); by default the smallest
                /// there is.
                size(size: impl IsFargateSize) -> TaskSize { size.it() } = FargateSize::SMALLEST.into();
                /// The processors that its image is built for.
                architecture(architecture: Architecture) -> Architecture { architecture } = Architecture::default();
                /// The command and its arguments, instead of the image's own.
                command(words: &'static [&'static str]) -> &'static [&'static str] { words } = &[];
                /// The command that says by its result, inside the container, whether the program is well. A service and a worker
                /// replace a task that is not.
                healthy_if(words: &'static [&'static str]) -> &'static [&'static str] { words } = &[];
                $($may)*
            }
            also { relations: Relations }
            $(never { $($never)* })?
        }

        impl<D: DataClass, State> $builder<D, State> {
            /// Lets it use something, to read and to write: data flows, ports open on both sides, and its variables and secrets
            /// are in the container's environment. What the program knows flows into what it writes to, so that is for data
            /// of its own class.
            pub fn connect<U>(mut self, to: &U) -> Self
            where
                U: Usable,
                U::Target: LetsIn<Aws>,
                D: ClearedFor<U::Class>,
                U::Class: WrittenBy<D>,
            {
                self.relations.uses.push(Use::of(to));
                self
            }

            /// Lets it read something, and not write to it: data of its class or of a lower one.
            pub fn reads<U>(mut self, from: &U) -> Self
            where
                U: Readable,
                U::Target: LetsIn<Aws>,
                D: ClearedFor<U::Class>,
            {
                self.relations.uses.push(Use::reading(from));
                self
            }

            /// Puts a plain variable into the container's environment: `variable!("LOG_LEVEL", "info")`.
            #[allow(clippy::needless_pass_by_value, reason = "it is given, and what is something else gets a sentence")]
            pub fn variable(mut self, variable: impl IsVariable) -> Self {
                self.relations.variables.push(variable.it().clone());
                self
            }

            /// Puts a secret into the container's environment, by reference: the template never has its value.
            pub fn secret(mut self, name: &'static str, field: &(impl ByReference + ?Sized)) -> Self {
                self.relations.secrets.push((name, field.it().clone()));
                self
            }

            /// Lets the program inside the container do something else.
            #[allow(clippy::needless_pass_by_value, reason = "it is given, and what is something else gets a sentence")]
            pub fn allow(mut self, statement: impl IsStatement) -> Self {
                self.relations.statements.push(statement.it().clone());
                self
            }

            /// Mounts a folder that the container can write to, such as `/tmp`. It is kept in memory, takes a quarter of the
            /// task's at most, and is gone when the task stops.
            pub fn scratch(mut self, path: &'static str) -> Self {
                self.relations.scratch.push(path);
                self
            }

            /// Says that others build its image, such as one of Loki: no workflow builds, tests or signs it, and a compose file pulls it.
            pub fn built_elsewhere(mut self) -> Self {
                self.relations.is_built_elsewhere = true;
                self
            }

            /// Puts another container into each task, such as one that collects what the program measures.
            pub fn sidecar(mut self, sidecar: Sidecar) -> Self {
                self.relations.sidecars.push(sidecar);
                self
            }
        }

        impl<D: DataClass> Parts<D> {
            /// What its tasks are made of, with the port that the program listens on.
            fn work(self, port: Option<Value<ContainerPort>>) -> Work {
                Work {
                    image: self.image,
                    port,
                    size: self.size,
                    architecture: self.architecture,
                    command: self.command,
                    healthy_if: self.healthy_if,
                    relations: self.relations,
                }
            }
        }
    };
}

pub(super) use parts;

/// What the parts of all kinds are written with.
pub(super) mod used {
    pub(in crate::compute) use hc_cdk::{
        builder::MayBeLeftOut,
        data::{ClearedFor, DataClass, WrittenBy},
        image::Image,
        sentences::IsVariable,
        uses::{LetsIn, Readable, Usable, Use},
        value::Value,
    };

    pub(in crate::compute) use crate::{
        compute::{
            cluster::Cluster,
            plan::{Architecture, Relations, Work},
            sidecar::Sidecar,
        },
        iam::IsStatement,
        literal::fargate::FargateSize,
        parameters::{ContainerPort, ImageByDigest, IsFargateSize, TaskSize},
        perimeter::{Perimeter, PerimeterFor},
        secrets::ByReference,
        sentences::*,
        stack::Aws,
    };
}
