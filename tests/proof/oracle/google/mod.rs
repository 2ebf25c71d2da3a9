//! What sentences about Google Cloud mean, by the reference of its services and of Config Connector.

mod accounts;
mod cluster;
mod front;
mod network;
mod records;
mod stores;
mod watch;

use super::{Table, when};
use crate::document::Thing;

pub(super) const TABLES: [Table; 7] =
    [accounts::TABLE, cluster::TABLE, front::TABLE, network::TABLE, records::TABLE, stores::TABLE, watch::TABLE];

/// What becomes of something in the cloud when its object is deleted.
fn is_abandoned(it: Thing<'_>) -> bool {
    it.note("cnrm.cloud.google.com/deletion-policy") == Some("abandon")
}

/// The project that an object is made in, by its namespace.
fn project(it: Thing<'_>) -> &str {
    it.text("metadata/namespace").unwrap_or_default()
}

/// The number of that project.
fn number_of_the_project(it: Thing<'_>) -> &str {
    let mut homes = it.others("Namespace").filter(|home| home.written.stack == it.written.stack);
    homes.find(|home| home.name() == project(it)).and_then(|it| it.note("hc-cdk/project-number")).unwrap_or_default()
}

/// Why no key of the app encrypts something.
fn no_key(it: Thing<'_>, path: &str) -> Option<String> {
    when(it.named("KMSCryptoKey", path).is_none(), format!("{path} names no key of the app"))
}

/// The key of the app that a full name names.
fn key_in_full<'a>(it: Thing<'a>, path: &str) -> Option<Thing<'a>> {
    let full = it.text(path)?;
    it.others("KMSCryptoKey").find(|key| {
        let Some(ring) = key.named("KMSKeyRing", "spec/keyRingRef/name") else { return false };
        let place = ring.text("spec/location").unwrap_or_default();
        let rings = format!("projects/{}/locations/{place}/keyRings/{}", project(*key), ring.name());
        full == format!("{rings}/cryptoKeys/{}", key.name())
    })
}

/// Whether a full name is that of an object in a region.
fn is_in_full(full: &str, of: Thing<'_>, inside: &str) -> bool {
    let place = of.text("spec/location").unwrap_or_default();
    full.ends_with(&format!("projects/{}/locations/{place}/{inside}/{}", project(of), of.name()))
}

/// A span of time in days.
fn days(it: Thing<'_>, path: &str) -> Option<f64> {
    Some(it.text(path)?.strip_suffix('s')?.parse::<f64>().ok()? / 86_400.0)
}
