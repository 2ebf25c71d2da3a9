//! Pods: one container without privileges, and what it is given. Every kind of workload makes its pods here.

use indexmap::{IndexMap, IndexSet};

use hc_cdk::{
    control::hipaa,
    image::Image,
    literal::variable::{Variable, is_variable_name},
    model::Role,
    stack::Scope,
    uses::Use,
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::{kebab, name_of, shorten},
    object::Metadata,
};

use super::{
    command::no_secret,
    mount::Mount,
    placing::{Placing, spread},
    probes::Probes,
    resources::Resources,
    service::{MAIN, METRICS, Running},
    user::UserId,
};
use crate::{
    access::Account,
    api::core,
    config::Proxied,
    literal::{
        digest::Digest,
        label::{OwnAnnotation, OwnLabel},
    },
    mesh::PROXIED,
    naming::{labels, meta, own_annotations, own_labels},
    network::{
        connect,
        given::{self, Given},
        mesh, shared,
    },
    rules::{DECISION_LOG, MODEL, MODEL_VARIABLE},
    secret::Secret,
    zone::Scoped,
};

/// What a pod is made of.
#[derive(Debug)]
pub(crate) struct Pod {
    pub(crate) zone: Scoped,
    pub(crate) image: Image,
    pub(crate) resources: Resources,
    pub(crate) command: &'static [&'static str],
    pub(crate) user: UserId,
    pub(crate) account: Option<Account>,
    pub(crate) uses: Vec<Use>,
    /// The model by which they decide, and what of `uses` decisions are written down in.
    pub(crate) decides: Option<(Digest, usize)>,
    pub(crate) variables: Vec<Variable>,
    pub(crate) secrets: Vec<(&'static str, Secret, &'static str)>,
    /// Variables that are keys of secrets which an operator makes, each by the secret's name.
    pub(crate) keys: Vec<(&'static str, String, &'static str)>,
    pub(crate) mounts: Vec<(&'static str, Mount)>,
    /// Where it is asked by what it hands on, if it is a proxy.
    pub(crate) proxied: Option<Proxied>,
    /// The metrics that it says it exports.
    pub(crate) exports: Vec<&'static str>,
    pub(crate) labels: Vec<OwnLabel>,
    pub(crate) annotations: Vec<OwnAnnotation>,
    /// Whether others build its image.
    pub(crate) is_built_elsewhere: bool,
    /// Whether what is secret is in its environment.
    pub(crate) in_environment: bool,
    pub(crate) port: Option<u16>,
    pub(crate) metrics: Option<u16>,
    pub(crate) peers: Option<u16>,
    pub(crate) probes: Option<Probes>,
}

impl Pod {
    /// Declares what stands beside the pods, whatever runs them: the account and the ways out. Gives the template of the
    /// pods and the handle of the workload.
    pub(crate) fn declare(mut self, scope: &mut Scope<'_>, placing: Placing) -> (core::PodTemplateSpec, Running) {
        scope.plays(Role::Workload, self.zone.class);
        let name = name_of(scope);
        self.uses = self.uses.iter().map(|it| it.by_own_name(scope)).collect();
        let decides = self.decides();
        self.check_ports(scope);
        self.check_proxied(scope);
        self.zone.check_pulls(scope);
        self.check_administers(scope, placing);
        self.open_ways(scope, &name);
        let mut given = Given::to(&name, &self.uses, self.in_environment);
        scope.runs(self.runs());
        let running = Running {
            this: scope.this(),
            class: self.zone.class,
            name: name.clone(),
            zone: self.zone.clone(),
            port: self.port,
            metrics: self.metrics,
            peers: self.peers,
            kind: placing.kind,
            exports: self.exports.clone(),
            labels: own_labels(scope, &self.labels, labels(&name)),
            annotations: own_annotations(scope, &self.annotations),
            probes: self.probes.clone(),
        };
        let (account, token) = self.account(scope, &name);
        shared::ask_rights(scope, &self.zone, &name, &self.uses, &account, self.account.is_some());
        let container = self.container(scope, &running, &mut given);
        let (volumes, annotations) = self.volumes(scope, given, running.annotations.clone());
        let annotations = decides.into_iter().fold(annotations, |all, (name, value)| all.with(name, value));
        let pod_labels = running
            .labels
            .clone()
            .with("hc-cdk/data-class", self.zone.class.name())
            .with("hc-cdk/log-retention-days", placing.log_days.to_string());
        let pod_labels = if self.zone.meshed { pod_labels.with(PROXIED, "true") } else { pod_labels };
        let pod_labels = shared::labelled(scope, &self.uses, pod_labels);
        let spec = core::PodSpec {
            automount_service_account_token: Some(token),
            service_account_name: Some(account),
            topology_spread_constraints: placing.spread.then(|| spread(&name, placing)),
            volumes: (!volumes.is_empty()).then_some(volumes),
            ..self.spec(placing, container)
        };
        let template = core::PodTemplateSpec {
            metadata: Some(Metadata {
                annotations: (!annotations.is_empty()).then_some(annotations),
                labels: Some(pod_labels),
                ..Metadata::default()
            }),
            spec: Some(spec),
        };
        (template, running)
    }

    /// What pods say of the model by which they decide, and of where decisions are written down. They are told the model, too.
    fn decides(&mut self) -> Vec<(&'static str, String)> {
        let Some((model, log)) = self.decides.take() else { return Vec::new() };
        let digest = model.as_str().to_owned();
        self.variables.push(Variable::from_checked(MODEL_VARIABLE, digest.clone()));
        let log = self.uses.get(log).map(|it| kebab(&it.connection.name)).unwrap_or_default();
        vec![(MODEL, digest), (DECISION_LOG, log)]
    }

    /// Opens the ways out: to the other pods of the workload, and to what it uses.
    fn open_ways(&mut self, scope: &mut Scope<'_>, name: &str) {
        let account = self.account.as_ref().map_or(name, |it| &it.text).to_owned();
        mesh::join(scope, &self.zone, name, self.metrics);
        if let Some(port) = self.peers {
            connect::among(scope, &self.zone, name, port);
            mesh::among(scope, &self.zone, name, &account, port);
        }
        self.connect_once(scope);
        for it in &self.uses {
            connect::open(scope, &self.zone, name, it);
            mesh::open(scope, &self.zone, name.into(), &account, it);
            shared::ask(scope, &self.zone, name, it);
        }
    }

    /// What every pod with these guards is.
    fn spec(&self, placing: Placing, container: core::Container) -> core::PodSpec {
        let user = i64::from(self.user.get());
        let keeps = self.mounts.iter().any(|(_, mount)| matches!(mount, Mount::Kept(_)));
        core::PodSpec {
            enable_service_links: Some(false),
            image_pull_secrets: self.zone.pulled_by(),
            restart_policy: Some(placing.restart),
            security_context: Some(core::PodSecurityContext {
                fs_group: Some(user),
                // A disk of many files would otherwise be gone through each time that a pod starts.
                fs_group_change_policy: keeps.then_some(core::PodSecurityContextFsGroupChangePolicy::OnRootMismatch),
                run_as_group: Some(user),
                run_as_non_root: Some(true),
                run_as_user: Some(user),
                seccomp_profile: Some(core::SeccompProfile::new(core::SeccompProfileType::RuntimeDefault)),
            }),
            // Nodes that are kept for something have what watches them, too.
            tolerations: (placing.kind == "DaemonSet")
                .then(|| vec![core::Toleration { operator: Some("Exists".into()), ..core::Toleration::default() }]),
            ..core::PodSpec::new(vec![container])
        }
    }

    /// Leaves one connection of each name, which names its rules, its objects and its variables.
    fn connect_once(&mut self, scope: &mut Scope<'_>) {
        let mut seen = IndexSet::new();
        self.uses.retain(|it| {
            let name = kebab(&it.connection.name);
            let first = seen.insert(name.clone());
            if !first {
                scope.reject(
                    None,
                    format!("connects to `{name}` twice"),
                    "connect once to each, and give different ones different names",
                );
            }
            first
        });
    }

    /// The account's name, and whether its token is in the pod.
    fn account(&self, scope: &mut Scope<'_>, name: &str) -> (Value<String>, bool) {
        if let Some(account) = &self.account {
            same_namespace(scope, &self.zone, &account.zone, &account.text);
            match &account.api_server {
                Some(server) => connect::out(scope, &self.zone, name, "api-server", &server.networks, server.port),
                None => scope.reject(
                    None,
                    format!("speaks to the cluster as `{}`, and has no way to its API server", account.text),
                    "say where that answers: `ServiceAccount::builder().api_server([cidr!(..)], 443)`",
                ),
            }
            return (account.name(), true);
        }
        let account = core::ServiceAccount {
            automount_service_account_token: Some(false),
            ..core::ServiceAccount::new(meta(name.to_owned(), &self.zone))
        };
        (scope.resource("Account", account).id(), false)
    }

    fn container(&self, scope: &mut Scope<'_>, running: &Running, given: &mut Given) -> core::Container {
        let name = running.name.as_str();
        let port = |(name, port): (&'static str, u16)| core::ContainerPort {
            name: Some(name.into()),
            protocol: Some(core::ContainerPortProtocol::Tcp),
            ..core::ContainerPort::new(port.into())
        };
        let ports: Vec<core::ContainerPort> = running.ports().map(port).collect();
        let mut mounts: Vec<core::VolumeMount> = self
            .mounts
            .iter()
            .map(|(path, mount)| core::VolumeMount {
                read_only: matches!(mount, Mount::Config(_) | Mount::Certificate(_)).then_some(true),
                ..core::VolumeMount::new((*path).into(), mount.volume(path))
            })
            .collect();
        no_secret(scope, "command", self.command);
        let environment = self.environment(scope, given);
        mounts.append(&mut given.mounts);
        let mut container = core::Container {
            command: (!self.command.is_empty()).then(|| self.command.iter().map(|word| (*word).into()).collect()),
            env: (!environment.is_empty()).then_some(environment),
            image: Some(self.image.value()),
            ports: (!ports.is_empty()).then_some(ports),
            resources: Some(self.resources.requirements(scope)),
            security_context: Some(core::SecurityContext {
                allow_privilege_escalation: Some(false),
                capabilities: Some(core::Capabilities { drop: Some(vec![core::CapabilitiesDrop::All]) }),
                read_only_root_filesystem: Some(true),
                run_as_non_root: Some(true),
                seccomp_profile: Some(core::SeccompProfile::new(core::SeccompProfileType::RuntimeDefault)),
            }),
            volume_mounts: (!mounts.is_empty()).then_some(mounts),
            ..core::Container::new(name.to_owned().into())
        };
        if let Some(probes) = &self.probes {
            // What tells figures and nothing else is asked where it tells them.
            let port = self.port.map(|it| (MAIN, it)).or(self.metrics.map(|it| (METRICS, it)));
            probes.apply(&mut container, port, scope);
            if self.port.is_none() && !probes.asked_outside().is_empty() {
                scope.reject(None, "is asked from outside, and takes no requests", "give it a `.port(..)`");
            }
        }
        container
    }

    /// The variables: plain ones, those of connections, and secrets by reference. No two have one name.
    fn environment(&self, scope: &mut Scope<'_>, given: &mut Given) -> Vec<core::EnvVar> {
        let mut all: Vec<(String, core::EnvVar)> = Vec::new();
        let plain = |name: String, value: Value<String>| {
            let variable = core::EnvVar { value: Some(value), ..core::EnvVar::new(name.clone().into()) };
            (name, variable)
        };
        for variable in &self.variables {
            let name = variable.name();
            if let Some(what) = variable.wrong_value() {
                scope.reject(
                    Some(hipaa::PASSWORDS),
                    format!("has the variable `{name}`: {what}"),
                    "use `.secret(..)`, which names the secret and not its value",
                );
            }
            if !matches!(variable.value().json(), Json::Text(_) | Json::Token(_)) {
                scope.reject(None, format!("has the variable `{name}`, which is no text"), "give it a text");
            }
            all.push(plain(name.to_owned(), variable.value().clone()));
        }
        all.append(&mut given.variables);
        for (name, secret, key) in &self.keys {
            let from = Some(given::from(&secret.clone().into(), key));
            let variable = core::EnvVar { value_from: from, ..core::EnvVar::new((*name).into()) };
            all.push(((*name).to_owned(), variable));
        }
        let mut files: IndexMap<&str, (Value<String>, IndexSet<&'static str>)> = IndexMap::new();
        for (name, secret, key) in &self.secrets {
            same_namespace(scope, &self.zone, &secret.zone, &secret.text);
            // A secret without keys has a finding of its own.
            if !secret.keys.contains(key) && !secret.keys.is_empty() {
                scope.reject(
                    None,
                    format!("takes the key `{key}` of `{}`, which has no such key", secret.text),
                    format!("take one of {}", secret.keys.join(", ")),
                );
            }
            if !is_variable_name(name) {
                scope.reject(
                    None,
                    format!("has a variable called `{name}`"),
                    "use letters, digits and `_`, and do not begin with a digit",
                );
            }
            if self.in_environment {
                let from = Some(given::from(&secret.name(), key));
                let variable = core::EnvVar { value_from: from, ..core::EnvVar::new((*name).into()) };
                all.push(((*name).to_owned(), variable));
            } else {
                let (_, keys) = files.entry(&secret.text).or_insert((secret.name(), IndexSet::new()));
                keys.insert(*key);
                all.push(plain(format!("{name}_FILE"), given::file_of(&secret.text, key).into()));
            }
        }
        for (secret, (name, keys)) in files {
            given.keys(secret, name, keys);
        }
        let mut seen = IndexSet::new();
        for (name, _) in &all {
            if !seen.insert(name.as_str()) {
                scope.reject(None, format!("has two variables called `{name}`"), "give one of them another name");
            }
        }
        all.into_iter().map(|(_, variable)| variable).collect()
    }

    /// The volumes that the mounts refer to, and annotations with the fingerprints of configurations, which roll the pods when they change.
    fn volumes(&self, scope: &mut Scope<'_>, given: Given, mut annotations: Object) -> (Vec<core::Volume>, Object) {
        let mut volumes = given.volumes;
        let mut paths: IndexSet<String> = given.folders.into_iter().collect();
        for (path, mount) in &self.mounts {
            if !path.starts_with('/') || path.contains(':') || path.contains("..") || *path == "/" {
                scope.reject(
                    None,
                    format!("mounts something at `{path}`"),
                    "give a folder's full path, such as `/tmp`",
                );
            }
            if !paths.insert(path.trim_end_matches('/').to_owned()) {
                scope.reject(None, format!("mounts two things at `{path}`"), "give one of them another folder");
            }
            let volume = core::Volume::new(mount.volume(path));
            match mount {
                Mount::Scratch(size) => volumes.push(core::Volume {
                    empty_dir: Some(core::EmptyDirVolumeSource {
                        size_limit: Some(size.clone().into()),
                        ..core::EmptyDirVolumeSource::default()
                    }),
                    ..volume
                }),
                Mount::Config(config) => {
                    same_namespace(scope, &self.zone, &config.zone, &config.text);
                    let name = shorten(&format!("config-{}", config.text));
                    annotations.insert(format!("hc-cdk/{name}"), config.hash.clone());
                    volumes.push(core::Volume {
                        config_map: Some(core::ConfigMapVolumeSource {
                            name: Some(config.name()),
                            ..core::ConfigMapVolumeSource::default()
                        }),
                        ..volume
                    });
                }
                Mount::Certificate(secret) => {
                    volumes.push(core::Volume { secret: Some(given::files_of(secret.clone().into())), ..volume });
                }
                // The set makes a claim of that name for each pod.
                Mount::Kept(_) => {}
            }
        }
        (volumes, annotations)
    }
}

/// What a pod uses has to be in its namespace.
fn same_namespace(scope: &mut Scope<'_>, zone: &Scoped, other: &Scoped, name: &str) {
    if zone.this != other.this {
        scope.reject(
            None,
            format!("uses `{name}`, which is in the namespace `{}`", other.text),
            format!("declare it in the namespace `{}` too", zone.text),
        );
    }
}
