//! What every kind of workload is made of: a container, what it may reach, and what it is given.

/// Declares the parts of a kind of workload, those that all have and its own, and their builder.
macro_rules! parts {
    (
        $(#[$parts_doc:meta])*
        pub struct Parts;
        $(#[$builder_doc:meta])*
        pub struct $builder:ident => $kind:ident;
        needs { $($needs:tt)* }
        may { $($may:tt)* }
        never { $($never:tt)* }
        $(positions $placed:ident $positions:tt)?
    ) => {
        use $crate::workload::parts::used::*;

        hc_cdk::builder! {
            $(#[$parts_doc])*
            pub struct Parts<D: DataClass>;
            $(#[$builder_doc])*
            pub struct $builder => $kind<D>;
            needs {
                /// The namespace that it is in.
                perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: WorkloadNeedsNamespace;
                /// The image of its container, by digest.
                image(image: impl NamedByDigest) -> Image { image.it().clone() }: WorkloadNeedsImage;
                /// The CPU and memory that its container asks for, and gets.
                resources(cpu: impl IsCpu, memory: impl IsMemory) -> (Cpu, Memory) { (cpu.it().clone(), memory.it().clone()) }: WorkloadNeedsResources;
                $($needs)*
            }
            may {
                /// The CPU and memory that its container may take at most; by default what it asks for.
                limits(cpu: impl IsCpu, memory: impl IsMemory) -> Option<(Cpu, Memory)> { Some((cpu.it().clone(), memory.it().clone())) } = None;
                /// The command and its arguments, instead of the image's own.
                command(words: &'static [&'static str]) -> &'static [&'static str] { words } = &[];
                /// The user that it runs as, `uid!(..)`; by default 1000.
                user(user: impl IsUserId) -> UserId { *user.it() } = UserId::USUAL;
                /// The account by which it speaks to the cluster. Without one it has no token.
                account(account: &(impl IsAccount + ?Sized)) -> Option<Account> { Some(account.it().clone()) } = None;
                $($may)*
            }
            also {
                uses: Vec<Use>,
                decides: Option<(Digest, usize)>,
                variables: Vec<Variable>,
                secrets: Vec<(&'static str, Secret, &'static str)>,
                mounts: Vec<(&'static str, Mount)>,
                proxied: Option<Proxied>,
                exports: Vec<&'static str>,
                labels: Vec<OwnLabel>,
                annotations: Vec<OwnAnnotation>,
                is_built_elsewhere: bool,
                in_environment: bool,
            }
            never {
                capability: NothingIsCapable,
                privileged: NothingIsPrivileged,
                host_network: NothingIsOnItsNode,
                host_path: NothingReadsItsNode,
                writable_root: NothingWritesToItsRoot,
                $($never)*
            }
            $(positions $placed $positions)?
        }

        impl<D: DataClass, State> $builder<D, State> {
            /// Lets it use something, to read and to write: data flows, and the way is open on both sides. The other's host and
            /// port are in the environment, as `NAME_HOST` and `NAME_PORT`. What the workload knows flows into what it writes
            /// to, so that is for data of the workload's own class.
            pub fn connect<U>(mut self, to: &U) -> Self
            where
                U: Usable + ?Sized,
                U::Target: LetsIn<Kubernetes>,
                D: ClearedFor<U::Class>,
                U::Class: WrittenBy<D>,
            {
                self.uses.push(Use::of(to));
                self
            }

            /// Says by which model it decides, and where it writes down what was decided, by which model and for whom: it uses that as by
            /// [`connect`](Self::connect). The digest is in the variable `MODEL`, for the record of each decision:
            /// `.decides(digest!("sha256:.."), &log)`.
            pub fn decides<U>(mut self, by: impl IsDigest, log: &U) -> Self
            where
                U: Usable + ?Sized,
                U::Target: LetsIn<Kubernetes>,
                D: ClearedFor<U::Class>,
                U::Class: WrittenBy<D>,
            {
                self.decides = Some((by.it().clone(), self.uses.len()));
                self.connect(log)
            }

            /// Lets it read something, and not write to it: data of its class or of a lower one.
            pub fn reads<U>(mut self, from: &U) -> Self
            where
                U: Readable + ?Sized,
                U::Target: LetsIn<Kubernetes>,
                D: ClearedFor<U::Class>,
            {
                self.uses.push(Use::reading(from));
                self
            }

            /// Puts a plain variable into the environment: `variable!("LOG_LEVEL", "info")`.
            pub fn variable(mut self, variable: impl IsVariable) -> Self {
                self.variables.push(variable.it().clone());
                self
            }

            /// Hands over a key of a secret, by reference: no file of ours has its value. `.secret("DB_PASSWORD", &secret, "password")` is a
            /// file of the pod, which the variable `DB_PASSWORD_FILE` names and which follows when the secret is replaced; with
            /// [`secrets_in_environment`](Self::secrets_in_environment), the variable `DB_PASSWORD` has what it said when the pod began.
            pub fn secret(
                mut self,
                name: &'static str,
                secret: &(impl ByReference + ?Sized),
                key: &'static str,
            ) -> Self {
                self.secrets.push((name, secret.it().clone(), key));
                self
            }

            /// Puts what is secret into its environment, for a program that reads nothing else: passwords of what it is connected to, and each
            /// `.secret(..)`. Child processes, dumps of a crash and whoever reads `/proc` have it then, too; without this it is in files only.
            pub fn secrets_in_environment(mut self) -> Self {
                self.in_environment = true;
                self
            }

            /// Puts a label of one's own on its object and its pods: `label!("team", "claims")`. Nothing selects by it.
            pub fn label(mut self, label: impl IsOwnLabel) -> Self {
                self.labels.push(*label.it());
                self
            }

            /// Puts an annotation of one's own on its object and its pods: `annotation!("example.org/runbook", "https://..")`.
            pub fn annotation(mut self, annotation: impl IsOwnAnnotation) -> Self {
                self.annotations.push(*annotation.it());
                self
            }

            /// Says that others build its image, such as one of Loki: no workflow builds, tests or signs it, and a compose file pulls it.
            pub fn built_elsewhere(mut self) -> Self {
                self.is_built_elsewhere = true;
                self
            }

            /// Says which metrics it exports on its `.metrics(..)` port: one, or several as `(&REQUESTS, &ERRORS)`. Alerts and boards
            /// read what is exported, and nothing else.
            pub fn exports(mut self, metrics: impl Metrics) -> Self {
                self.exports.extend(metrics.names());
                self
            }

            /// Mounts a configuration as files in a folder. When it changes, the workload is rolled.
            pub fn config(mut self, path: &'static str, config: &(impl IsConfig + ?Sized)) -> Self {
                self.mounts.push((path, Mount::Config(config.it().clone())));
                self
            }

            /// Has it collect logs: the configuration is the folder `/etc/otelcol`, and the ways to whom it hands them on are open.
            pub fn collects(mut self, what: &Collecting) -> Self {
                self.mounts.push(("/etc/otelcol", Mount::Config(what.config.clone())));
                self.uses.extend(what.uses.iter().cloned());
                self
            }

            /// Has it hand requests on, as nginx does: the configuration is the folder `/etc/nginx/conf.d`, and the ways to whom it hands
            /// them on are open. It writes to `/tmp`, 64 MiB unless a [`scratch`](Self::scratch) says more, as an unprivileged nginx does.
            pub fn hands_on(mut self, ways: &ProxyWays) -> Self {
                self.mounts.push(("/etc/nginx/conf.d", Mount::Config(ways.config.clone())));
                self.uses.extend(ways.uses.iter().cloned());
                self.proxied = Some(ways.asked);
                self
            }

            /// Mounts a folder that it can write to, such as `/tmp`, with what fits into it. It is gone with the pod.
            pub fn scratch(mut self, path: &'static str, size: impl IsMemory) -> Self {
                self.mounts.push((path, Mount::Scratch(size.it().clone())));
                self
            }
        }

        impl<D: DataClass> Parts<D> {
            /// What its pods are made of.
            fn pod(self) -> Pod {
                let mut parts = self;
                if parts.proxied.is_some() && !parts.mounts.iter().any(|(path, _)| *path == "/tmp") {
                    parts.mounts.push(("/tmp", Mount::Scratch($crate::memory!("64Mi"))));
                }
                Pod {
                    zone: parts.perimeter.scoped,
                    image: parts.image,
                    resources: Resources { requests: parts.resources, limits: parts.limits },
                    command: parts.command,
                    user: parts.user,
                    account: parts.account,
                    uses: parts.uses,
                    decides: parts.decides,
                    variables: parts.variables,
                    secrets: parts.secrets,
                    keys: Vec::new(),
                    mounts: parts.mounts,
                    proxied: parts.proxied,
                    exports: parts.exports,
                    labels: parts.labels,
                    annotations: parts.annotations,
                    is_built_elsewhere: parts.is_built_elsewhere,
                    in_environment: parts.in_environment,
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

/// What the parts of all kinds are written with.
pub(crate) mod used {
    pub(crate) use hc_cdk::{
        builder::MayBeLeftOut,
        data::{ClearedFor, WrittenBy},
        image::Image,
        literal::variable::Variable,
        sentences::{IsVariable, NamedByDigest},
        uses::{LetsIn, Readable, Usable, Use},
    };

    pub(crate) use hc_cdk_observe::Metrics;

    pub(crate) use crate::{
        access::{Account, service_account::IsAccount},
        config::{Collecting, IsConfig, Proxied, ProxyWays},
        literal::{
            digest::{Digest, IsDigest},
            label::{IsOwnAnnotation, IsOwnLabel, OwnAnnotation, OwnLabel},
            quantity::{Cpu, IsCpu, IsMemory, Memory},
        },
        namespace::{Namespace, NamespaceFor},
        secret::{ByReference, Secret},
        sentences::*,
        workload::{
            mount::Mount,
            pod::Pod,
            resources::Resources,
            user::{IsUserId, UserId},
        },
    };
}
