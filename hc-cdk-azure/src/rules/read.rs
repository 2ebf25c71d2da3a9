//! How rules read an object of Azure Service Operator: what it refers to, whose it is, and what becomes of it.

use hc_cdk::{
    rule::{Index, Subject},
    value::Json,
};
use hc_cdk_manifest::read;

use crate::{
    literal::Guid,
    names::{DETACH, GROUPS, RECONCILE, VAULTS},
};
pub(super) use hc_cdk_manifest::read::{has_only, items, number, of_app, of_stack, text, texts};

/// The kinds of which an object is in no namespace.
const OF_THE_CLUSTER: [&str; 1] = ["Namespace"];

/// The object of that kind that a value names, and that the app declares.
pub(super) fn named<'a>(it: &Subject<'a>, name: Option<&Json>, kind: &'static str) -> Option<Subject<'a>> {
    read::named(it, name, kind, &OF_THE_CLUSTER)
}

/// The object of that kind that a tree refers to, and that the app declares: its group, its kind and its name.
pub(super) fn meant<'a>(it: &Subject<'a>, reference: &Json, kind: &'static str) -> Option<Subject<'a>> {
    let object = named(it, reference.get("name"), kind)?;
    let is_whole = has_only(reference, &["group", "kind", "name"]) && text(reference, &["kind"]) == Some(kind);
    (is_whole && text(reference, &["group"]) == group(&object)).then_some(object)
}

/// The same at a path.
pub(super) fn referred<'a>(it: &Subject<'a>, path: &str, kind: &'static str) -> Option<Subject<'a>> {
    meant(it, it.property(path)?, kind)
}

/// The API group of an object.
fn group<'a>(it: &Subject<'a>) -> Option<&'a str> {
    let group = it.resource.kind().split('/').next()?;
    group.ends_with(GROUPS).then_some(group)
}

/// The object of that kind that something is a part of, and that the app declares.
pub(super) fn owner<'a>(it: &Subject<'a>, kind: &'static str) -> Option<Subject<'a>> {
    let owner = it.property("spec/owner")?;
    if has_only(owner, &["name"]) { named(it, owner.get("name"), kind) } else { meant(it, owner, kind) }
}

/// What of a kind is a part of an object.
pub(crate) fn parts<'a>(it: &Subject<'a>, kind: &'static str) -> Vec<Subject<'a>> {
    it.of_stack().filter(|part| part.is(kind) && is_owned_by(part, it)).collect()
}

/// Whether something is a part of an object.
pub(crate) fn is_owned_by(part: &Subject<'_>, it: &Subject<'_>) -> bool {
    part.property("spec/owner")
        .is_some_and(|owner| text(owner, &["kind"]).is_none_or(|of| it.is(of)) && names(part, it, owner.get("name")))
}

/// Whether a value in one object is the name of another.
fn names(who: &Subject<'_>, it: &Subject<'_>, name: Option<&Json>) -> bool {
    read::names(who, it, name, &OF_THE_CLUSTER)
}

/// Whether an object refers to another one anywhere.
pub(crate) fn mentions(other: &Subject<'_>, it: &Subject<'_>) -> bool {
    fn is_in(json: &Json, other: &Subject<'_>, it: &Subject<'_>) -> bool {
        match json {
            Json::Object(members) => {
                text(json, &["kind"]).is_some_and(|kind| it.is(kind)) && names(other, it, json.get("name"))
                    || members.iter().any(|(_, member)| is_in(member, other, it))
            }
            Json::List(items) => items.iter().any(|item| is_in(item, other, it)),
            _ => false,
        }
    }
    is_in(&other.resource.properties, other, it)
}

/// Whether a flag is known to be that.
pub(super) fn is(it: &Subject<'_>, path: &str, value: bool) -> bool {
    it.property(path) == Some(&Json::Bool(value))
}

/// Whether the resource stays when its object is deleted.
pub(super) fn stays(it: &Subject<'_>) -> bool {
    text(&it.resource.properties, &["metadata", "annotations", RECONCILE]) == Some(DETACH)
}

/// Vaults by the names that they have in the world.
static VAULT_NAMES: Index = Index::by(|it| text(&it.properties, &["spec", "azureName"]).map(str::to_owned));

/// The vault of the app at a place such as `https://clinic-keys.vault.azure.net`, and what stands behind it.
fn vault<'a>(it: &Subject<'a>, place: &'a str) -> Option<(Subject<'a>, &'a str)> {
    let (name, rest) = place.strip_prefix("https://")?.split_once(VAULTS)?;
    let vault = it.found_by(&VAULT_NAMES, name).find(|it| it.is("Vault"))?;
    Some((vault, rest))
}

/// The vault of the app that has the key which a text at a path names.
pub(super) fn key_vault<'a>(it: &Subject<'a>, path: &str) -> Option<Subject<'a>> {
    let (vault, rest) = vault(it, it.text(path)?)?;
    let (name, version) = rest.strip_prefix("/keys/")?.split_once('/')?;
    (!name.is_empty() && version.len() == 32).then_some(vault)
}

/// The vault of the app that a text at a path names.
pub(super) fn vault_at<'a>(it: &Subject<'a>, path: &str) -> Option<Subject<'a>> {
    vault(it, it.text(path)?).filter(|(_, rest)| rest.is_empty()).map(|(vault, _)| vault)
}

/// The vault of the app that has the secret which a text names.
pub(super) fn secret_vault<'a>(it: &Subject<'a>, secret: &'a str) -> Option<Subject<'a>> {
    let (vault, rest) = vault(it, secret)?;
    rest.strip_prefix("/secrets/").filter(|it| !it.is_empty() && !it.contains('/')).map(|_| vault)
}

/// Whether a text at a path is the number of the tenant that the vaults of the app are of.
pub(super) fn is_of_the_tenant(it: &Subject<'_>, path: &str) -> bool {
    it.text(path).is_some_and(|tenant| {
        let is_the_same = |other: &Subject<'_>| other.text("spec/properties/tenantId") == Some(tenant);
        Guid::parse(tenant).is_ok() && it.of_stack().filter(|it| it.is("Vault")).all(|it| is_the_same(&it))
    })
}

/// In how many zones something is, of the three that there are in a region; nothing if that cannot be read.
pub(super) fn zones(json: &Json, path: &[&str]) -> Option<usize> {
    let mut zones = texts(json, path)?;
    zones.sort_unstable();
    zones.dedup();
    zones.iter().all(|it| matches!(*it, "1" | "2" | "3")).then_some(zones.len())
}

/// Whether something is known by identities of the app and by no others.
pub(super) fn has_identity(it: &Subject<'_>) -> bool {
    has_identities(it, "UserAssigned")
}

/// The same of something that may have one beside them that Azure makes for it: what it says of its identities is that.
pub(super) fn has_identities(it: &Subject<'_>, of: &str) -> bool {
    let all = items(&it.resource.properties, &["spec", "identity", "userAssignedIdentities"]);
    let is_ours = |one: &Json| {
        one.get("reference").is_some_and(|reference| meant(it, reference, "UserAssignedIdentity").is_some())
    };
    it.text("spec/identity/type") == Some(of) && !all.is_empty() && all.iter().all(is_ours)
}
