//! The ways by which data can go on Azure, read from the finished objects: who has a role, or is let into a cache or a database.
//!
//! More is read rather than less. A role that is not known to lead to no data leads to the store that it is on, and to every one if it is
//! on something else. Somebody who is not of the app, is somebody.

use std::collections::BTreeMap;

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, Role},
    target::{Place, Target, To, Way, Who},
    value::Json,
};
use hc_cdk_manifest::world::{World, text};

use crate::{
    names::role as given,
    stack::{Azure, role},
};

/// Roles that let nobody get at what a store keeps.
const HARMLESS: [&str; 7] =
    [given::ENCRYPTS, given::JOINS, given::PULLS, given::PUSHES, given::READS, given::READS_SECRETS, given::SIGNS_IN];

/// What gives somebody a right on what it is a part of.
const GRANTS: [&str; 4] = [
    "FlexibleServersAdministrator",
    "RedisAccessPolicyAssignment",
    "RedisEnterpriseDatabaseAccessPolicyAssignment",
    ASSIGNMENT,
];

const ASSIGNMENT: &str = "RoleAssignment";
const IDENTITY: &str = "UserAssignedIdentity";

/// Where a grant says by what number somebody is known, or in which config map that stands.
const WHOM: [&str; 3] = ["spec/principalId", "spec/user/objectId", "spec/objectId"];

/// The ways that the stacks open.
pub(crate) fn ways(checked: &Checked<'_>, ways: &mut Vec<Way>) {
    let world = World::of(checked, Azure::NAME, role);
    let known = Known::of(&world);
    for (by, grant) in world.all().filter(|(_, it)| GRANTS.contains(&it.short_kind()) && !is_harmless(it)) {
        let to = to(&world, grant);
        for who in known.who(&world, grant) {
            ways.push(Way { who, to: to.clone(), by, reads: true, writes: true, is_said: false });
        }
    }
}

/// Whether it is a role that leads to no data.
fn is_harmless(grant: &ResourceModel) -> bool {
    let role = text(grant, "spec/roleDefinitionReference/armId").and_then(|it| it.rsplit('/').next());
    grant.short_kind() == ASSIGNMENT && role.is_some_and(|it| HARMLESS.contains(&it))
}

/// A place in a config map: in its namespace, its name and its key.
type Entry = (String, String, String);

/// Who is known by what.
#[derive(Default)]
struct Known {
    /// The identities, by what they are called in the cloud, of which the operator writes into a config map by what number they are known.
    identities: BTreeMap<Entry, String>,
    /// Who acts as an identity.
    acting: BTreeMap<String, Vec<Who>>,
    /// Of what else the operator writes something into one.
    others: BTreeMap<Entry, Place>,
}

impl Known {
    fn of(world: &World<'_>) -> Self {
        let mut known = Self::default();
        for (place, object) in world.all() {
            let properties = &object.properties;
            match object.short_kind() {
                IDENTITY => {
                    let map = properties.at("spec/operatorSpec/configMaps/principalId");
                    known.identities.extend(map.and_then(|it| entry(world, object, it)).zip(called(object)));
                }
                "FederatedIdentityCredential" => {
                    let identity = properties.at("spec/owner/name").and_then(|it| world.named(IDENTITY, Some(it)));
                    let name = identity.and_then(|it| called(world.object(it)?));
                    known.acting.entry(name.unwrap_or_default()).or_default().push(by_token(object));
                }
                _ => {}
            }
            for map in list(properties, "spec/operatorSpec/configMapExpressions") {
                known.others.extend(entry(world, object, map).map(|it| (it, place)));
            }
            for identity in list(properties, "spec/identity/userAssignedIdentities") {
                let identity = world.named(IDENTITY, identity.at("reference/name"));
                let name = identity.and_then(|it| called(world.object(it)?));
                known.acting.entry(name.unwrap_or_default()).or_default().push(Who::OfApp(place));
            }
        }
        known
    }

    /// Who has a right: whoever acts as an identity of the app, what Azure knows by an identity of its own, or somebody else.
    fn who(&self, world: &World<'_>, grant: &ResourceModel) -> Vec<Who> {
        let maps = WHOM.iter().filter_map(|it| grant.properties.at(&format!("{it}FromConfig")));
        let maps: Vec<Entry> = maps.filter_map(|it| entry(world, grant, it)).collect();
        let [map] = maps.as_slice() else {
            let number = WHOM.iter().find_map(|it| text(grant, it));
            return vec![Who::Elsewhere(number.map_or_else(|| SOMEBODY.to_owned(), |it| format!("`{it}`")))];
        };
        match (self.identities.get(map), self.others.get(map)) {
            (Some(identity), _) => self.acting.get(identity).cloned().unwrap_or_default(),
            (None, Some(place)) => vec![Who::OfApp(*place)],
            (None, None) => vec![Who::Elsewhere(format!("whomever the config map `{}` names", map.1))],
        }
    }
}

const SOMEBODY: &str = "somebody whom only the deployment knows";

/// What an identity is called in the cloud: of one there, several objects may be.
fn called(identity: &ResourceModel) -> Option<String> {
    text(identity, "spec/azureName").or_else(|| text(identity, "metadata/name")).map(str::to_owned)
}

fn entry(world: &World<'_>, object: &ResourceModel, map: &Json) -> Option<Entry> {
    let space = object.properties.at("metadata/namespace").and_then(|it| world.name(it));
    Some((space.unwrap_or_default(), world.name(map.get("name")?)?, world.name(map.get("key")?)?))
}

fn list<'a>(json: &'a Json, path: &str) -> &'a [Json] {
    json.at(path).and_then(Json::as_list).unwrap_or_default()
}

/// Whose tokens are taken for an identity: those of an account of a cluster, or of somebody else.
fn by_token(credential: &ResourceModel) -> Who {
    let subject = text(credential, "spec/subject").unwrap_or(SOMEBODY);
    let is_of_a_cluster = credential.properties.at("spec/issuerFromConfig").is_some();
    if is_of_a_cluster { Who::ByToken(subject.to_owned()) } else { Who::Elsewhere(format!("`{subject}`")) }
}

/// Which stores a right leads to: the one that it is on, or a part of, or all.
fn to(world: &World<'_>, grant: &ResourceModel) -> To {
    let owner = grant.properties.at("spec/owner");
    let name = owner.and_then(|it| it.get("name"));
    let kinds = match grant.short_kind() {
        "FlexibleServersAdministrator" => Some("FlexibleServer"),
        "RedisAccessPolicyAssignment" => Some("Redis"),
        "RedisEnterpriseDatabaseAccessPolicyAssignment" => Some(DATABASE),
        _ => owner.and_then(|it| it.get("kind")).and_then(Json::as_text),
    };
    let on = kinds.and_then(|kind| store(world, world.named(kind, name)?));
    on.map_or_else(|| world.everywhere(), To::OneStore)
}

const DATABASE: &str = "RedisEnterpriseDatabase";

/// The store that something is, or is a part of.
fn store(world: &World<'_>, place: Place) -> Option<Place> {
    let object = world.object(place)?;
    match object.short_kind() {
        DATABASE => world.named("RedisEnterprise", object.properties.at("spec/owner/name")),
        kind => matches!(role(kind), Role::Store | Role::Channel).then_some(place),
    }
}
