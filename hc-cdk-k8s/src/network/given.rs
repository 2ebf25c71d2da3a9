//! What pods get from what their workload uses: variables, and credentials as files. It is the same for pods of every kind.
//!
//! They find credentials in variables, as they were when the pod began, and as files, which follow when these are replaced. Of a
//! store of the cluster they also get the certificate by which it is known, and not its key.

use hc_cdk::{
    uses::{Credentials, Use},
    value::Value,
};

use super::gate::Gate;
use crate::api::core;
use hc_cdk_manifest::naming::kebab;
use hc_cdk_manifest::naming::shorten;

/// The keeper of credentials that are a secret of the cluster already, in the namespace of what they are for.
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
    /// What the pods of a workload get.
    pub(crate) fn to(workload: &str, uses: &[Use]) -> Self {
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
                given.variables.extend(fields.map(|(end, key)| variable(&start, end, None, Some(from(&secret, key)))));
                given.files(&store, folder, secret, None);
            }
            let gate = it.connection.place.as_ref().and_then(|it| Gate::of(it.gate.as_ref()?));
            if let Some((secret, key)) = gate.and_then(|it| it.authority) {
                let known_by = format!("{store}-ca");
                let (folder, file) = (folder(&known_by), format!("{}/ca.crt", folder(&known_by)));
                given.variables.push(variable(&start, "CA_FILE", Some(file.into()), None));
                given.files(&known_by, folder, secret.into(), Some(core::KeyToPath::new(key.into(), "ca.crt".into())));
            }
        }
        given
    }

    /// Mounts a secret in a folder: all of it, or one of its keys.
    fn files(&mut self, store: &str, folder: String, secret: Value<String>, key: Option<core::KeyToPath>) {
        let volume = shorten(&format!("secret-{store}"));
        self.mounts.push(core::VolumeMount {
            read_only: Some(true),
            ..core::VolumeMount::new(folder.clone().into(), volume.clone().into())
        });
        self.folders.push(folder);
        let secret = core::SecretVolumeSource { items: key.map(|key| vec![key]), ..files_of(secret) };
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
fn from(secret: &Value<String>, key: &'static str) -> core::EnvVarSource {
    let key = core::SecretKeySelector { name: Some(secret.clone()), ..core::SecretKeySelector::new(key.into()) };
    core::EnvVarSource { secret_key_ref: Some(key) }
}
