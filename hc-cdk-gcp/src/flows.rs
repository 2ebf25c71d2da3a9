//! The ways by which data can go on Google Cloud, read from the finished objects: who has a role that lets somebody get at a store.
//!
//! More is read rather than less. A role that is not known to lead to no data leads to every store, and so does one on a project without
//! a condition that can be read. Somebody who is not of the app, is somebody.

use std::collections::BTreeMap;

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, Role},
    target::{Place, Target, To, Way, Who},
    value::{Json, Token},
};
use hc_cdk_manifest::{
    read,
    world::{World, text},
};

use crate::{
    names::{MAY_ACT_AS, OF_AN_INSTANCE, PROJECT, SECRET},
    rules::{FINDS_CLUSTERS, PUSHES},
    stack::{Gcp, role},
};

/// Roles that let nobody get at what a store keeps.
const HARMLESS: [&str; 7] = [
    "roles/artifactregistry.reader",
    PUSHES,
    FINDS_CLUSTERS,
    "roles/cloudkms.cryptoKeyEncrypterDecrypter",
    "roles/container.defaultNodeServiceAccount",
    MAY_ACT_AS,
    "roles/storage.objectCreator",
];

/// The ways that the stacks open.
pub(crate) fn ways(checked: &Checked<'_>, ways: &mut Vec<Way>) {
    let world = World::of(checked, Gcp::NAME, role);
    let grants: Vec<Grant<'_>> = world.all().flat_map(|(place, object)| grants(place, object)).collect();
    let known = Known::of(&world, &grants);
    for grant in grants.iter().filter(|it| !it.role.is_some_and(|role| HARMLESS.contains(&role))) {
        let to = to(&world, grant);
        for who in known.who(&world, grant) {
            ways.push(Way { who, to: to.clone(), by: grant.by, reads: true, writes: true, is_said: false });
        }
    }
}

/// A role that somebody has on something.
struct Grant<'a> {
    by: Place,
    /// What says on what it is.
    object: &'a ResourceModel,
    role: Option<&'a str>,
    /// Who has it, if that is a text.
    member: Option<&'a str>,
    /// What refers to the account that has it.
    account: Option<&'a Json>,
    condition: Option<&'a Json>,
}

/// The roles that an object gives: one to one, or each of a policy to several.
fn grants<'a>(by: Place, object: &'a ResourceModel) -> Vec<Grant<'a>> {
    let spec = object.properties.get("spec");
    let one = |given: &'a Json, whom: &'a Json| {
        let whom = if let Json::Text(_) = whom { (whom.as_text(), None) } else { members(whom) };
        let role = given.get("role").and_then(Json::as_text);
        let condition = given.at("condition/expression");
        Grant { by, object, role, member: whom.0, account: whom.1, condition }
    };
    match object.short_kind() {
        "IAMPolicyMember" => spec.map(|it| one(it, it)).into_iter().collect(),
        "IAMPartialPolicy" | "IAMPolicy" => {
            let given = spec.and_then(|it| it.get("bindings")).and_then(Json::as_list).unwrap_or_default();
            let whom = |it: &'a Json| it.get("members").and_then(Json::as_list).unwrap_or_default();
            given.iter().flat_map(|it| whom(it).iter().map(move |whom| one(it, whom))).collect()
        }
        _ => Vec::new(),
    }
}

/// What gives somebody roles.
const GRANTS: [&str; 3] = ["IAMPartialPolicy", "IAMPolicy", "IAMPolicyMember"];

/// Whom a tree names: by a text, or by an account of the app.
fn members(it: &Json) -> (Option<&str>, Option<&Json>) {
    (it.get("member").and_then(Json::as_text), it.at("memberFrom/serviceAccountRef"))
}

/// Who acts as accounts of projects, by the addresses of these or by how they end: that of all accounts of a project, or nothing where it
/// cannot be read which they are. Accounts of clusters do, what runs as one, and whoever has a key of one.
struct Known(BTreeMap<String, Vec<Who>>);

impl Known {
    fn of(world: &World<'_>, grants: &[Grant<'_>]) -> Self {
        let mut all: BTreeMap<String, Vec<Who>> = BTreeMap::new();
        let mut add = |whose: Option<String>, who: Who| all.entry(whose.unwrap_or_default()).or_default().push(who);
        for grant in grants.iter().filter(|it| it.role == Some(MAY_ACT_AS)) {
            add(whose(world, grant), by_token(grant.member));
        }
        for (place, object) in world.all().filter(|(_, it)| !GRANTS.contains(&it.short_kind())) {
            let who = match object.short_kind() {
                "IAMServiceAccountKey" => Who::Elsewhere(format!(
                    "whoever has the key `{}`",
                    text(object, "metadata/name").unwrap_or_default()
                )),
                _ => Who::OfApp(place),
            };
            accounts(&object.properties, &mut |it| add(address(world, place, it), who.clone()));
        }
        Self(all)
    }

    /// Who has a role: whoever acts as an account of the app, or somebody else.
    fn who(&self, world: &World<'_>, grant: &Grant<'_>) -> Vec<Who> {
        let Some(reference) = grant.account else {
            return vec![Who::Elsewhere(grant.member.map_or_else(|| SOMEBODY.to_owned(), |it| format!("`{it}`")))];
        };
        let Some(address) = address(world, grant.by, reference) else {
            return vec![Who::Elsewhere(SOMEBODY.to_owned())];
        };
        let project = address.find('@').and_then(|it| address.get(it..)).unwrap_or_default();
        let acting = [&address, project, ""].into_iter().filter_map(|it| self.0.get(it)).flatten().cloned();
        // As an account that the app does not declare, others may act of whom it knows nothing.
        let is_of_app = world.referred(grant.by, ACCOUNT, reference).is_some();
        let others = (!is_of_app).then(|| Who::Elsewhere(format!("`{address}`")));
        acting.chain(others).collect()
    }
}

const ACCOUNT: &str = "IAMServiceAccount";
const SOMEBODY: &str = "somebody whom only the deployment knows";

/// As which accounts a role lets somebody act: one, or all of a project.
fn whose(world: &World<'_>, grant: &Grant<'_>) -> Option<String> {
    let on = grant.object.properties.at("spec/resourceRef")?;
    match on.get("kind")?.as_text()? {
        ACCOUNT => address(world, grant.by, on),
        "Project" => {
            let project = world.name(on.get("external")?)?;
            let project = project.rsplit('/').next()?;
            // By a number it cannot be read which it is.
            let is_name = project.starts_with(|it: char| it.is_ascii_alphabetic());
            is_name.then(|| of_project("", project))
        }
        _ => None,
    }
}

/// The address of the account that a tree refers to, by an object or by what the cloud calls it; nothing where it cannot be read.
fn address(world: &World<'_>, from: Place, reference: &Json) -> Option<String> {
    if let Some(external) = reference.get("external") {
        let name = world.name(external)?;
        return name.rsplit('/').next().filter(|it| it.contains('@')).map(str::to_owned);
    }
    if let Some(place) = world.referred(from, ACCOUNT, reference) {
        let properties = &world.object(place)?.properties;
        let id = properties.at("spec/resourceID").or_else(|| properties.at("metadata/name"))?;
        return Some(of_project(&world.name(id)?, &project(world, place)?));
    }
    // What the app does not declare has the name of its object, in the project of its namespace.
    let space = match reference.get("namespace") {
        Some(space) => world.name(space)?,
        None => world.space(world.object(from)?)?.to_owned(),
    };
    Some(of_project(&world.name(reference.get("name")?)?, &project_of(world, from, &space)))
}

/// The address of an account of a project, or how those of all end.
fn of_project(id: &str, project: &str) -> String {
    format!("{id}@{project}.iam.gserviceaccount.com")
}

/// The project that an object is in: the one that it says, or that of its namespace.
fn project(world: &World<'_>, place: Place) -> Option<String> {
    let object = world.object(place)?;
    let said = read::text(&object.properties, &["metadata", "annotations", PROJECT]).map(str::to_owned);
    said.or_else(|| Some(project_of(world, place, world.space(object)?)))
}

/// The project that objects of a namespace are in: Config Connector takes its name for one where it says none.
fn project_of(world: &World<'_>, from: Place, space: &str) -> String {
    let namespace = world.called(from, "Namespace", None, space).and_then(|it| world.object(it));
    let said = namespace.and_then(|it| read::text(&it.properties, &["metadata", "annotations", PROJECT]));
    said.unwrap_or(space).to_owned()
}

/// The accounts that something refers to, wherever it does.
fn accounts<'a>(json: &'a Json, add: &mut impl FnMut(&'a Json)) {
    match json {
        Json::Object(members) => {
            for (name, it) in members.iter() {
                if name == "serviceAccountRef" && *it != Json::Null {
                    add(it);
                } else {
                    accounts(it, add);
                }
            }
        }
        Json::List(items) => items.iter().for_each(|it| accounts(it, add)),
        _ => {}
    }
}

/// Which stores a role leads to: the one that it is on or that its condition names, or all.
fn to(world: &World<'_>, grant: &Grant<'_>) -> To {
    on(world, grant).or_else(|| named(world, grant)).map_or_else(|| world.everywhere(), To::OneStore)
}

/// The store that a role is on, or whose secret it is on, if it is of the app.
fn on(world: &World<'_>, grant: &Grant<'_>) -> Option<Place> {
    let kind = text(grant.object, "spec/resourceRef/kind").filter(|it| role(it) == Role::Store || *it == SECRET)?;
    world.referred(grant.by, kind, grant.object.properties.at("spec/resourceRef")?)
}

const DATABASE: &str = "SQLInstance";

/// The database that the condition of a role names: by reference, or by its name in the project that the grant is in.
fn named(world: &World<'_>, grant: &Grant<'_>) -> Option<Place> {
    let condition = grant.condition?;
    let said = world.name(condition)?;
    let (before, name) = said.strip_suffix(OF_AN_INSTANCE)?.rsplit_once('/')?;
    let of = before.strip_prefix("resource.name == \"projects/")?.strip_suffix("/instances")?;
    let is_it = |place: &Place| world.object(*place).is_some_and(|it| it.short_kind() == DATABASE);
    if let Json::Token(token) = condition
        && let Token::Concat(parts) = token.as_ref()
    {
        return parts.iter().find_map(|it| world.pointed(it).filter(is_it));
    }
    let is_here = project(world, grant.by).is_some_and(|it| it == of);
    if is_here { world.called(grant.by, DATABASE, world.space(grant.object), name) } else { None }
}

/// The account of a cluster that acts as an account of a project: `serviceAccount:clinic-prod.svc.id.goog[clinic/claims]`.
fn by_token(member: Option<&str>) -> Who {
    let account = member.and_then(|it| it.split_once('[')).and_then(|(_, it)| it.strip_suffix(']'));
    match account.and_then(|it| it.split_once('/')) {
        Some((space, name)) => Who::ByToken(format!("system:serviceaccount:{space}:{name}")),
        None => Who::Elsewhere(format!("`{}`", member.unwrap_or(SOMEBODY))),
    }
}
