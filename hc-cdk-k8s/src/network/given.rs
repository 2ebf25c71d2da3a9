//! What pods get from what their workload uses: variables, and credentials as files. It is the same for pods of every kind.
//!
//! They find credentials as files, which follow when these are replaced and which no child process inherits; a variable says where each is.
//! A program that reads its environment only has them there as well, as they were when the pod began. Of a store of the cluster
//! they also get the certificate by which it is known, and not its key.
//!
//! Source: CIS Kubernetes Benchmark, "Prefer using secrets as files over secrets as environment variables".

use hc_cdk::{
    uses::{Credentials, Use},
    value::Value,
};

use super::gate::Gate;
use crate::api::core;
use hc_cdk_manifest::naming::kebab;
use hc_cdk_manifest::naming::shorten;

/// The keeper of credentials that are a secret of the cluster already. The right to read them is on the namespace that it is in.
pub(crate) const OF_THE_CLUSTER: &str = "Secret";

/// What pods get from what they use.
#[derive(Default)]
pub(crate) struct Given {
    /// The variables, each with its name.
    pub(crate) variables: Vec<(String, core::EnvVar)>,
    /// The folders of credentials.
    pub(crate) folders: Vec<String>,
    pub(crate) mounts: Vec<core::VolumeMount>,
    pub(crate) volumes: Vec<core::Volume>,
}

impl Given {
    /// What the pods of a workload get, with what is secret in the environment or not.
    pub(crate) fn to(workload: &str, uses: &[Use], in_environment: bool) -> Self {
        let mut given = Self::default();
        for it in uses {
            let store = kebab(&it.connection.name);
            let start = it.connection.prefix();
            let plain = it.variables().map(|(end, value)| variable(&start, end, Some(value), None));
            given.variables.extend(plain);
            if let Some(credentials) = &it.connection.credentials {
                let (folder, secret) = (folder(&store), secret(workload, &store, credentials));
                given.variables.push(variable(&start, "SECRET_FILES", Some(folder.clone().into()), None));
                let fields = credentials.fields.iter();
                given.variables.extend(fields.map(|(end, key)| {
                    if in_environment {
                        return variable(&start, end, None, Some(from(&secret, key)));
                    }
                    variable(&start, &format!("{end}_FILE"), Some(format!("{folder}/{key}").into()), None)
                }));
                given.files(&store, folder, secret, Vec::new());
            }
            let gate = it.connection.place.as_ref().and_then(|it| Gate::of(it.gate.as_ref()?));
            if let Some((secret, key)) = gate.and_then(|it| it.authority) {
                let known_by = format!("{store}-ca");
                let (folder, file) = (folder(&known_by), format!("{}/ca.crt", folder(&known_by)));
                given.variables.push(variable(&start, "CA_FILE", Some(file.into()), None));
                given.files(&known_by, folder, secret.into(), vec![core::KeyToPath::new(key.into(), "ca.crt".into())]);
            }
        }
        given
    }

    /// Mounts keys of a secret of the program.
    pub(crate) fn keys(&mut self, text: &str, secret: Value<String>, keys: impl IntoIterator<Item = &'static str>) {
        let keys = keys.into_iter().map(|key| core::KeyToPath::new(key.into(), key.into())).collect();
        self.mount(shorten(&format!("keys-{text}")), folder_of(text), secret, keys);
    }

    /// Mounts a secret in a folder: all of it, or some of its keys.
    fn files(&mut self, store: &str, folder: String, secret: Value<String>, keys: Vec<core::KeyToPath>) {
        self.mount(shorten(&format!("secret-{store}")), folder, secret, keys);
    }

    fn mount(&mut self, volume: String, folder: String, secret: Value<String>, keys: Vec<core::KeyToPath>) {
        self.mounts.push(core::VolumeMount {
            read_only: Some(true),
            ..core::VolumeMount::new(folder.clone().into(), volume.clone().into())
        });
        self.folders.push(folder);
        let items = (!keys.is_empty()).then_some(keys);
        let secret = core::SecretVolumeSource { items, ..files_of(secret) };
        self.volumes.push(core::Volume { secret: Some(secret), ..core::Volume::new(volume.into()) });
    }
}

/// A secret as files, for the workload's group to read, and nobody else.
pub(crate) fn files_of(secret: Value<String>) -> core::SecretVolumeSource {
    core::SecretVolumeSource {
        default_mode: Some(0o440),
        secret_name: Some(secret),
        ..core::SecretVolumeSource::default()
    }
}

/// The secret of the cluster that has the credentials of a store.
fn secret(workload: &str, store: &str, credentials: &Credentials) -> Value<String> {
    if credentials.keeper == OF_THE_CLUSTER { credentials.id.clone() } else { name(workload, store).into() }
}

/// The name of the objects by which a workload gets the credentials of a store.
pub(super) fn name(workload: &str, store: &str) -> String {
    shorten(&format!("{workload}-{store}"))
}

/// Where a container finds the credentials of a store as files.
fn folder(store: &str) -> String {
    format!("/var/run/secrets/{store}")
}

/// Where a container finds a key of a secret of the program.
pub(crate) fn file_of(secret: &str, key: &str) -> String {
    format!("{}/{key}", folder_of(secret))
}

fn folder_of(secret: &str) -> String {
    format!("/etc/secrets/{secret}")
}

fn variable(
    start: &str,
    end: &str,
    value: Option<Value<String>>,
    value_from: Option<core::EnvVarSource>,
) -> (String, core::EnvVar) {
    let name = format!("{start}_{end}");
    (name.clone(), core::EnvVar { value, value_from, ..core::EnvVar::new(name.into()) })
}

/// A key of a secret.
pub(crate) fn from(secret: &Value<String>, key: &'static str) -> core::EnvVarSource {
    let key = core::SecretKeySelector { name: Some(secret.clone()), ..core::SecretKeySelector::new(key.into()) };
    core::EnvVarSource { secret_key_ref: Some(key) }
}
