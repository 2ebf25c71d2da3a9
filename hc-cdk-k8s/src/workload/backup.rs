//! Backups of what a workload keeps on disks: how often they are made, and for how long they are kept, follows from the policy.
//!
//! Velero makes them, in its own namespace: snapshots of the disks and the claims that they belong to.

use hc_cdk::{
    model::Role,
    resource::ResourceType,
    stack::Scope,
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::shorten,
    object::{Custom, Metadata, Specification},
};

use super::{KEEPING, service::Running};
use crate::{
    naming::labels,
    rules::{Backups, VELERO},
    zone::Space,
};

/// Declares the disks of a workload as a store, with their backups if the policy asks for some.
pub(super) fn declare(scope: &mut Scope<'_>, running: &Running, backups: Option<Backups>) {
    let mut scope = scope.child("Disks", "Disks", KEEPING);
    scope.plays(Role::Store, running.class);
    schedule(&mut scope, &running.zone, &running.name, labels(&running.name), backups);
}

/// Declares the backups of disks whose claims have these labels, if the policy asks for some.
pub(crate) fn schedule(scope: &mut Scope<'_>, zone: &Space, name: &str, labels: Object, backups: Option<Backups>) {
    let Some(backups) = backups else { return };
    let metadata = Metadata {
        name: Some(shorten(&format!("{}-{name}", zone.text)).into()),
        namespace: Some(VELERO.into()),
        ..Metadata::default()
    };
    let spec = Schedule { namespace: zone.id.clone(), labels, backups };
    scope.resource("Backups", Custom { metadata, spec });
}

struct Schedule {
    namespace: Value<String>,
    labels: Object,
    backups: Backups,
}

impl Specification for Schedule {
    const TYPE: &'static ResourceType = &ResourceType::untyped("velero.io/v1/Schedule");
}

impl From<Schedule> for Json {
    fn from(it: Schedule) -> Self {
        let template = Object::new()
            .with("includedNamespaces", vec![it.namespace])
            .with("includedResources", vec!["persistentvolumeclaims", "persistentvolumes"])
            .with("labelSelector", Object::new().with("matchLabels", it.labels))
            .with("snapshotVolumes", true)
            .with("ttl", format!("{}h0m0s", it.backups.days * 24));
        Object::new().with("schedule", often(it.backups.minutes)).with("template", template).into()
    }
}

/// When backups are made that come at least every so many minutes.
const fn often(minutes: u32) -> &'static str {
    match minutes {
        0..15 => "*/5 * * * *",
        15..60 => "*/15 * * * *",
        60..240 => "0 * * * *",
        240..1440 => "0 */4 * * *",
        _ => "0 3 * * *",
    }
}
