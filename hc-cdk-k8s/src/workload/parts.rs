//! What every kind of workload is made of: a container, what it may reach, and what it is given.

/// Declares the parts of a kind of workload, those that all have and its own, and the name and the sentence of their builder.
macro_rules! parts {
    ($kind:ident, $builder:ident, $said:literal, $(#[$doc:meta])* { $($own:tt)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, typed_builder::TypedBuilder)]
        #[builder(builder_type(name = $builder, doc = $said), build_method(into = $kind<D>), mutators(
            /// Lets it use something, to read and to write: data flows, and the way is open on both sides. The other's host and
            /// port are in the environment, as `NAME_HOST` and `NAME_PORT`. What the workload knows flows into what it writes to,
            /// so that is for data of the workload's own class.
            pub fn connect<U>(&mut self, to: &U)
            where
                U: hc_cdk::uses::Usable,
                U::Target: hc_cdk::uses::LetsIn<$crate::chart::Kubernetes>,
                D: hc_cdk::data::ClearedFor<U::Class>,
                U::Class: hc_cdk::data::WrittenBy<D>,
            {
                self.uses.push(hc_cdk::uses::Use::of(to));
            }

            /// Lets it read something, and not write to it: data of its class or of a lower one.
            pub fn reads<U>(&mut self, from: &U)
            where
                U: hc_cdk::uses::Readable,
                U::Target: hc_cdk::uses::LetsIn<$crate::chart::Kubernetes>,
                D: hc_cdk::data::ClearedFor<U::Class>,
            {
                self.uses.push(hc_cdk::uses::Use::reading(from));
            }

            /// Puts a plain variable into the environment: `variable!("LOG_LEVEL", "info")`.
            pub fn variable(&mut self, variable: hc_cdk::literal::variable::Variable) {
                self.variables.push(variable);
            }

            /// Puts a key of a secret into the environment, by reference: no file of ours has its value.
            pub fn secret(&mut self, name: &'static str, secret: &$crate::secret::Secret, key: &'static str) {
                self.secrets.push((name, secret.clone(), key));
            }

            /// Mounts a configuration as files in a folder. When it changes, the workload is rolled.
            pub fn config(&mut self, path: &'static str, config: &$crate::config::Config) {
                self.mounts.push((path, $crate::workload::pod::Mount::Config(config.clone())));
            }

            /// Mounts a folder that it can write to, such as `/tmp`, with what fits into it. It is gone with the pod.
            pub fn scratch(&mut self, path: &'static str, size: $crate::literal::quantity::Memory) {
                self.mounts.push((path, $crate::workload::pod::Mount::Scratch(size)));
            }
        ))]
        pub struct Parts<D: hc_cdk::data::DataClass> {
            /// The namespace that it is in.
            #[builder(setter(transform = |perimeter: &$crate::namespace::Namespace<D>| perimeter.clone()))]
            perimeter: $crate::namespace::Namespace<D>,
            /// The image of its container, by digest.
            image: hc_cdk::image::Image,
            /// The CPU and memory that its container asks for, and gets.
            #[builder(setter(transform = |cpu: $crate::literal::quantity::Cpu, memory: $crate::literal::quantity::Memory| (cpu, memory)))]
            resources: ($crate::literal::quantity::Cpu, $crate::literal::quantity::Memory),
            /// The CPU and memory that its container may take at most; by default what it asks for.
            #[builder(default, setter(transform = |cpu: $crate::literal::quantity::Cpu, memory: $crate::literal::quantity::Memory| Some((cpu, memory))))]
            limits: Option<($crate::literal::quantity::Cpu, $crate::literal::quantity::Memory)>,
            /// The command and its arguments, instead of the image's own.
            #[builder(default)]
            command: &'static [&'static str],
            /// The user that it runs as, `uid!(..)`; by default 1000.
            #[builder(default = $crate::workload::user::UserId::USUAL)]
            user: $crate::workload::user::UserId,
            /// The account by which it speaks to the cluster. Without one it has no token.
            #[builder(default, setter(transform = |account: &$crate::access::Account| Some(account.clone())))]
            account: Option<$crate::access::Account>,
            $($own)*
            #[builder(via_mutators)]
            uses: Vec<hc_cdk::uses::Use>,
            #[builder(via_mutators)]
            variables: Vec<hc_cdk::literal::variable::Variable>,
            #[builder(via_mutators)]
            secrets: Vec<(&'static str, $crate::secret::Secret, &'static str)>,
            #[builder(via_mutators)]
            mounts: Vec<(&'static str, $crate::workload::pod::Mount)>,
        }

        impl<D: hc_cdk::data::DataClass> Parts<D> {
            /// What its pods are made of.
            fn pod(self) -> $crate::workload::pod::Pod {
                let parts = self;
                $crate::workload::pod::Pod {
                    zone: parts.perimeter.scoped,
                    image: parts.image,
                    resources: $crate::workload::resources::Resources { requests: parts.resources, limits: parts.limits },
                    command: parts.command,
                    user: parts.user,
                    account: parts.account,
                    uses: parts.uses,
                    variables: parts.variables,
                    secrets: parts.secrets,
                    mounts: parts.mounts,
                    port: None,
                    metrics: None,
                    peers: None,
                    probes: None,
                }
            }
        }
    };
}

pub(crate) use parts;
