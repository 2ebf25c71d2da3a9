//! A store of the cloud that the cluster runs in, such as a database: how a workload reaches it and gets its credentials.
//!
//! The store's own side lets it in (`hc_cdk::cluster`). On this side a connection has an account of its own, by which the
//! credentials are read for the workload: the workload's pods have no rights in the cloud. They find the credentials in
//! variables, as they were when the pod began, and as files, which follow when the credentials are replaced.

use hc_cdk::{
    cluster::{Credentials, Offer, SharedStore},
    data::DataClass,
    stack::Scope,
    value::{Object, Value},
};
use hc_cdk_manifest::{
    naming::{kebab, pascal, shorten},
    object::Custom,
};

use super::connection::{Connection, Place, Reachable};
use crate::{
    api::core,
    naming::meta,
    secret::{SecretSpecification, StoreSpecification},
    zone::Scoped,
};

#[diagnostic::do_not_recommend]
impl<T: SharedStore> Reachable for T {
    type Class = T::Class;

    fn connection(&self) -> Connection {
        let offer = self.offer();
        Connection {
            to: offer.to.clone(),
            class: T::Class::CLASS,
            name: kebab(&offer.name),
            host: None,
            port: Some(offer.port),
            place: Place::Outside(offer.networks.clone()),
            offer: Some(offer),
        }
    }
}

/// The name of the objects by which a workload gets the credentials of a store.
fn name(workload: &str, store: &str) -> String {
    shorten(&format!("{workload}-{store}"))
}

/// Asks for the credentials of a store, which then reach the cluster as a secret.
pub(super) fn ask(scope: &mut Scope<'_>, zone: &Scoped, workload: &str, store: &str, offer: &Offer) {
    if offer.credentials.keeper != "SecretsManager" {
        scope.reject(
            None,
            format!("takes credentials that `{}` keeps, from where none reach a cluster", offer.credentials.keeper),
            "use a store whose credentials are in a keeper of secrets that clusters read",
        );
        return;
    }
    let (zone, name, key) = (zone.clone(), name(workload, store), pascal(store));
    let subject = format!("system:serviceaccount:{}:{name}", zone.text);
    let credentials = offer.credentials.clone();
    let answer = move |scope: &mut Scope<'_>, bears| declare(scope, &zone, &name, &key, &credentials, bears);
    scope.request(offer, subject, Box::new(answer));
}

/// Declares who reads the credentials, where they are kept, and the secret that they become.
fn declare(
    scope: &mut Scope<'_>,
    zone: &Scoped,
    name: &str,
    key: &str,
    credentials: &Credentials,
    bears: Vec<(&'static str, Value<String>)>,
) {
    let mut metadata = meta(name.to_owned(), zone);
    metadata.annotations = Some(bears.into_iter().fold(Object::new(), |all, (name, value)| all.with(name, value)));
    let account =
        core::ServiceAccount { automount_service_account_token: Some(false), ..core::ServiceAccount::new(metadata) };
    let account = scope.resource(format!("{key}Reader"), account).id();
    let spec = StoreSpecification::secrets_manager(credentials.region, account);
    let store = scope.resource(format!("{key}Keeper"), Custom { metadata: meta(name.to_owned(), zone), spec }).id();
    let field = |field: &'static str| (field, credentials.id.clone(), field);
    let keys = credentials.fields.iter().map(|(_, it)| field(it)).collect();
    // From when the credentials are replaced to when they are read again, the old ones let nobody in.
    let spec = SecretSpecification { refresh: crate::span!("5m"), store, target: name.to_owned(), keys };
    scope.resource(format!("{key}Secret"), Custom { metadata: meta(name.to_owned(), zone), spec });
}

/// The variables of a workload that uses a store, besides those of every connection. `start` is what their names begin with.
pub(crate) fn variables(workload: &str, store: &str, start: &str, offer: &Offer) -> Vec<(String, core::EnvVar)> {
    let variable = |end: &str, value: Option<Value<String>>, value_from: Option<core::EnvVarSource>| {
        let name = format!("{start}_{end}");
        (name.clone(), core::EnvVar { value, value_from, ..core::EnvVar::new(name.into()) })
    };
    let secret = name(workload, store);
    let from = |key: &'static str| {
        let key =
            core::SecretKeySelector { name: Some(secret.clone().into()), ..core::SecretKeySelector::new(key.into()) };
        core::EnvVarSource { secret_key_ref: Some(key) }
    };
    let plain = offer.variables.iter().map(|(end, value)| variable(end, Some(value.clone()), None));
    let files = variable("SECRET_FILES", Some(folder(store).into()), None);
    let secret = offer.credentials.fields.iter().map(|(end, field)| variable(end, None, Some(from(field))));
    plain.chain([files]).chain(secret).collect()
}

/// Where a container finds the credentials of a store as files.
pub(crate) fn folder(store: &str) -> String {
    format!("/var/run/secrets/{store}")
}

/// The folder of a store's credentials in a container, and the volume that it is.
pub(crate) fn files(workload: &str, store: &str) -> (core::VolumeMount, core::Volume) {
    let volume = shorten(&format!("secret-{store}"));
    let mount = core::VolumeMount {
        read_only: Some(true),
        ..core::VolumeMount::new(folder(store).into(), volume.clone().into())
    };
    let secret = core::SecretVolumeSource {
        // For the workload's group to read, and nobody else.
        default_mode: Some(0o440),
        secret_name: Some(name(workload, store).into()),
        ..core::SecretVolumeSource::default()
    };
    (mount, core::Volume { secret: Some(secret), ..core::Volume::new(volume.into()) })
}
