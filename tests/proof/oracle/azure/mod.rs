//! What sentences about Azure mean, by the reference of its services and of Azure Service Operator.

mod accounts;
mod cluster;
mod front;
mod network;
mod places;
mod records;
mod stores;
mod watch;

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, value};

pub(super) const TABLES: [Table; 8] = [
    accounts::TABLE,
    cluster::TABLE,
    front::TABLE,
    network::TABLE,
    places::TABLE,
    records::TABLE,
    stores::TABLE,
    watch::TABLE,
];

/// The object of the app that a reference means.
fn meant<'a>(it: Thing<'a>, reference: Option<&Value>) -> Option<Thing<'a>> {
    let reference = reference?;
    it.called(reference["kind"].as_str()?, reference.get("name"))
}

/// The object of a kind that the reference at a path means.
fn referred<'a>(it: Thing<'a>, kind: &str, path: &str) -> Option<Thing<'a>> {
    meant(it, it.at(path)).filter(|it| it.kind() == kind)
}

/// Whether something is a part of an object. Most kinds have owners of one kind, and say their name alone.
fn is_owned_by(part: Thing<'_>, it: Thing<'_>) -> bool {
    let kind = part.text("spec/owner/kind");
    part.says("spec/owner/name", it.name()) && kind.is_none_or(|kind| kind == it.kind())
}

/// What of a kind is a part of an object.
fn parts<'a>(it: Thing<'a>, kind: &str) -> impl Iterator<Item = Thing<'a>> {
    it.beside(kind).filter(move |part| is_owned_by(*part, it))
}

/// What a part is of, if that is of a kind.
fn owner<'a>(part: Thing<'a>, kind: &str) -> Option<Thing<'a>> {
    part.beside(kind).find(|it| is_owned_by(part, *it))
}

/// What becomes of something in the cloud when its object is deleted.
fn stays(it: Thing<'_>) -> bool {
    matches!(it.note("serviceoperator.azure.com/reconcile-policy"), Some("detach-on-delete" | "skip"))
}

/// The vault of the app that an address names, with what stands behind its name.
fn vault<'a>(it: Thing<'a>, address: &str) -> Option<(Thing<'a>, String)> {
    let (host, rest) = address.strip_prefix("https://")?.split_once('/').unwrap_or((&address[8..], ""));
    let name = host.strip_suffix(".vault.azure.net")?;
    let vault = it.others("Vault").find(|it| it.says("spec/azureName", name))?;
    Some((vault, rest.to_owned()))
}

/// Why no key of a vault of the app stands at a path.
fn no_key(it: Thing<'_>, path: &str) -> Option<String> {
    let key = it.text(path).and_then(|address| vault(it, address)).filter(|(_, rest)| rest.starts_with("keys/"));
    when(key.is_none(), format!("{path} names no key of a vault of the app"))
}

/// Why something is not reached at an address of a network of the app: an endpoint leads to it, from a subnet of the app.
fn no_endpoint(it: Thing<'_>) -> Option<String> {
    let leads = |end: &Thing<'_>| {
        let ways = end.list("spec/privateLinkServiceConnections");
        let to = |way: &Value| value(way, "privateLinkServiceReference").cloned();
        ways.iter().filter_map(to).any(|to| to["kind"] == it.kind() && to["name"] == it.name())
            && referred(*end, "VirtualNetworksSubnet", "spec/subnet/reference").is_some()
    };
    when(!it.beside("PrivateEndpoint").any(|end| leads(&end)), "no endpoint in a network of the app leads to it")
}

/// In how many zones something is.
fn zones(all: &Value) -> usize {
    let mut zones: Vec<String> = crate::document::list(Some(all)).iter().map(Value::to_string).collect();
    zones.sort();
    zones.dedup();
    zones.len()
}

/// Whether a flag of a tree is on.
fn flag(json: &Value, path: &str) -> bool {
    value(json, path) == Some(&Value::Bool(true))
}
