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
use hc_cdk_manifest::world::{World, nearest, text};

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
        let to = to(&world, by, grant);
        for who in known.who(&world, by, grant) {
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
    /// The identities of which the operator writes into a config map by what number they are known.
    identities: BTreeMap<Entry, Vec<Place>>,
    /// Who acts as an identity, by what the cloud calls it; by nothing, who acts as one that cannot be read.
    acting: BTreeMap<String, Vec<Who>>,
    /// Of what else the operator writes something into one.
    others: BTreeMap<Entry, Vec<Place>>,
}

impl Known {
    fn of(world: &World<'_>) -> Self {
        let mut known = Self::default();
        for (place, object) in world.all() {
            let properties = &object.properties;
            match object.short_kind() {
                IDENTITY => {
                    let map = properties.at("spec/operatorSpec/configMaps/principalId");
                    if let Some(entry) = map.and_then(|it| entry(world, object, it)) {
                        known.identities.entry(entry).or_default().push(place);
                    }
                }
                "FederatedIdentityCredential" => {
                    known.acts(world, place, properties.at("spec/owner"), by_token(object));
                }
                _ => {}
            }
            for map in list(properties, "spec/operatorSpec/configMapExpressions") {
                if let Some(entry) = entry(world, object, map) {
                    known.others.entry(entry).or_default().push(place);
                }
            }
            for identity in list(properties, "spec/identity/userAssignedIdentities") {
                known.acts(world, place, identity.get("reference"), Who::OfApp(place));
            }
        }
        known
    }

    /// Notes that somebody acts as the identity that a tree refers to.
    fn acts(&mut self, world: &World<'_>, from: Place, reference: Option<&Json>, who: Who) {
        let name = reference.and_then(|it| identity(world, from, it));
        self.acting.entry(name.unwrap_or_default()).or_default().push(who);
    }

    /// Who has a right: whoever acts as an identity of the app, what Azure knows by an identity of its own, or somebody else.
    fn who(&self, world: &World<'_>, by: Place, grant: &ResourceModel) -> Vec<Who> {
        let maps = WHOM.iter().filter_map(|it| grant.properties.at(&format!("{it}FromConfig")));
        let maps: Vec<Entry> = maps.filter_map(|it| entry(world, grant, it)).collect();
        let [map] = maps.as_slice() else {
            let number = WHOM.iter().find_map(|it| text(grant, it));
            return vec![Who::Elsewhere(number.map_or_else(|| SOMEBODY.to_owned(), |it| format!("`{it}`")))];
        };
        let of = |all: &BTreeMap<Entry, Vec<Place>>| all.get(map).map(|it| nearest(by, it)).unwrap_or_default();
        let (identities, others) = (of(&self.identities), of(&self.others));
        if identities.is_empty() && others.is_empty() {
            return vec![Who::Elsewhere(format!("whomever the config map `{}` names", map.1))];
        }
        let acting = identities.into_iter().flat_map(|it| self.acting(called(world, it)));
        acting.chain(others.into_iter().map(Who::OfApp)).collect()
    }

    /// Who acts as an identity of that name, or may.
    fn acting(&self, name: Option<String>) -> Vec<Who> {
        let Some(name) = name else { return vec![Who::Elsewhere(SOMEBODY.to_owned())] };
        [name.as_str(), ""].iter().filter_map(|it| self.acting.get(*it)).flatten().cloned().collect()
    }
}

const SOMEBODY: &str = "somebody whom only the deployment knows";

/// What the cloud calls the identity that a tree refers to, by an object or by its full name there.
fn identity(world: &World<'_>, from: Place, reference: &Json) -> Option<String> {
    if reference.get("armId").is_some() {
        let name = in_full(world, reference)?;
        let (group, name) = name.split_once("/providers/microsoft.managedidentity/userassignedidentities/")?;
        return Some(format!("{group}/{name}"));
    }
    called(world, world.referred(from, IDENTITY, reference)?)
}

/// What an identity is called in the cloud, which does not tell capitals from small letters: of one there, several objects may be.
fn called(world: &World<'_>, place: Place) -> Option<String> {
    let identity = world.object(place)?;
    let owner = identity.properties.at("spec/owner")?;
    let group = match world.referred(place, "ResourceGroup", owner).and_then(|it| world.object(it)) {
        Some(group) => name(world, group),
        None => owner.get("name").and_then(|it| world.name(it)).or_else(|| in_full(world, owner)),
    };
    Some(format!("{}/{}", group?, name(world, identity)?).to_lowercase())
}

/// What an object is called in the cloud.
fn name(world: &World<'_>, object: &ResourceModel) -> Option<String> {
    let properties = &object.properties;
    world.name(properties.at("spec/azureName").or_else(|| properties.at("metadata/name"))?)
}

/// What a full name in the cloud says from the name of the resource group on, in small letters.
fn in_full(world: &World<'_>, reference: &Json) -> Option<String> {
    let name = world.name(reference.get("armId")?)?.to_lowercase();
    name.split_once("/resourcegroups/").map(|(_, it)| it.to_owned())
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
    let Some(subject) = text(credential, "spec/subject") else { return Who::Elsewhere(SOMEBODY.to_owned()) };
    let is_of_a_cluster = credential.properties.at("spec/issuerFromConfig").is_some();
    if is_of_a_cluster { Who::ByToken(subject.to_owned()) } else { Who::Elsewhere(format!("`{subject}`")) }
}

/// Which stores a right leads to: the one that it is on, or a part of, or all.
fn to(world: &World<'_>, by: Place, grant: &ResourceModel) -> To {
    let owner = grant.properties.at("spec/owner");
    let kind = match grant.short_kind() {
        "FlexibleServersAdministrator" => Some("FlexibleServer"),
        "RedisAccessPolicyAssignment" => Some("Redis"),
        "RedisEnterpriseDatabaseAccessPolicyAssignment" => Some(DATABASE),
        _ => owner.and_then(|it| it.get("kind")).and_then(Json::as_text),
    };
    let on = kind.zip(owner).and_then(|(kind, owner)| store(world, world.referred(by, kind, owner)?));
    on.map_or_else(|| world.everywhere(), To::OneStore)
}

const DATABASE: &str = "RedisEnterpriseDatabase";

/// The store that something is, or is a part of.
fn store(world: &World<'_>, place: Place) -> Option<Place> {
    let object = world.object(place)?;
    match object.short_kind() {
        DATABASE => world.referred(place, "RedisEnterprise", object.properties.at("spec/owner")?),
        kind => matches!(role(kind), Role::Store | Role::Channel).then_some(place),
    }
}
