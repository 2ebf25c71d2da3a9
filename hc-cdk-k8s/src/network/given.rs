//! What pods get from what their workload uses: variables, and credentials as files. It is the same for pods of every kind.
//!
//! They find credentials in variables, as they were when the pod began, and as files, which follow when these are replaced.

use hc_cdk::{uses::Use, value::Value};

use crate::api::core;
use hc_cdk_manifest::naming::kebab;
use hc_cdk_manifest::naming::shorten;

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
                let (folder, secret) = (folder(&store), name(workload, &store));
                given.variables.push(variable(&start, "SECRET_FILES", Some(folder.clone().into()), None));
                let fields = credentials.fields.iter();
                given.variables.extend(fields.map(|(end, key)| variable(&start, end, None, Some(from(&secret, key)))));
                given.files(&store, folder, secret);
            }
        }
        given
    }

    /// Mounts a secret in a folder.
    fn files(&mut self, store: &str, folder: String, secret: String) {
        let volume = shorten(&format!("secret-{store}"));
        self.mounts.push(core::VolumeMount {
            read_only: Some(true),
            ..core::VolumeMount::new(folder.clone().into(), volume.clone().into())
        });
        self.folders.push(folder);
        let secret = core::SecretVolumeSource {
            // For the workload's group to read, and nobody else.
            default_mode: Some(0o440),
            secret_name: Some(secret.into()),
            ..core::SecretVolumeSource::default()
        };
        self.volumes.push(core::Volume { secret: Some(secret), ..core::Volume::new(volume.into()) });
    }
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
fn from(secret: &str, key: &'static str) -> core::EnvVarSource {
    let key =
        core::SecretKeySelector { name: Some(secret.to_owned().into()), ..core::SecretKeySelector::new(key.into()) };
    core::EnvVarSource { secret_key_ref: Some(key) }
}
