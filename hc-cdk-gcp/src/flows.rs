//! The ways by which data can go on Google Cloud, read from the finished objects: who has a role that lets somebody get at a store.
//!
//! More is read rather than less. A role that is not known to lead to no data leads to every store, and so does one on a project without
//! a condition that can be read. Somebody who is not of the app, is somebody.

use std::collections::BTreeMap;

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, Role},
    target::{Place, Target, To, Way, Who},
    value::Json,
};
use hc_cdk_manifest::world::{World, text};

use crate::{
    names::{MAY_ACT_AS, OF_AN_INSTANCE},
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
    /// The account of the app that has it.
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

/// Whom a tree names: by a text, or by an account of the app.
fn members(it: &Json) -> (Option<&str>, Option<&Json>) {
    (it.get("member").and_then(Json::as_text), it.at("memberFrom/serviceAccountRef/name"))
}

/// Who acts as the accounts of the app, by the names of these: accounts of clusters, and what runs as one.
struct Known(BTreeMap<String, Vec<Who>>);

impl Known {
    fn of(world: &World<'_>, grants: &[Grant<'_>]) -> Self {
        let mut all: BTreeMap<String, Vec<Who>> = BTreeMap::new();
        let mut add = |account: Option<&Json>, who: Who| {
            let name = account.and_then(|name| world.name(name));
            all.entry(name.unwrap_or_default()).or_default().push(who);
        };
        for grant in grants.iter().filter(|it| it.role == Some(MAY_ACT_AS)) {
            add(grant.object.properties.at("spec/resourceRef/name"), by_token(grant.member));
        }
        for (place, object) in world.all().filter(|(_, it)| !it.short_kind().starts_with("IAM")) {
            accounts(&object.properties, &mut |account| add(Some(account), Who::OfApp(place)));
        }
        Self(all)
    }

    /// Who has a role: whoever acts as an account of the app, or somebody else.
    fn who(&self, world: &World<'_>, grant: &Grant<'_>) -> Vec<Who> {
        match (grant.account.and_then(|it| world.name(it)), grant.member) {
            (Some(account), _) => self.0.get(&account).cloned().unwrap_or_default(),
            (None, Some(member)) => vec![Who::Elsewhere(format!("`{member}`"))],
            (None, None) => vec![Who::Elsewhere("somebody whom only the deployment knows".to_owned())],
        }
    }
}

/// The accounts that something runs as, wherever it says so.
fn accounts<'a>(json: &'a Json, add: &mut impl FnMut(&'a Json)) {
    match json {
        Json::Object(members) => {
            for (name, it) in members.iter() {
                match it.get("name") {
                    Some(account) if name == "serviceAccountRef" => add(account),
                    _ => accounts(it, add),
                }
            }
        }
        Json::List(items) => items.iter().for_each(|it| accounts(it, add)),
        _ => {}
    }
}

/// Which stores a role leads to: the one that it is on or that its condition names, or all.
fn to(world: &World<'_>, grant: &Grant<'_>) -> To {
    on(world, grant.object).or_else(|| named(world, grant.condition)).map_or_else(|| world.everywhere(), To::OneStore)
}

/// The store that a role is on, if it is on one of the app.
fn on(world: &World<'_>, object: &ResourceModel) -> Option<Place> {
    let kind = text(object, "spec/resourceRef/kind").filter(|it| role(it) == Role::Store)?;
    world.named(kind, object.properties.at("spec/resourceRef/name"))
}

/// The database that the condition of a role names.
fn named(world: &World<'_>, condition: Option<&Json>) -> Option<Place> {
    let condition = world.name(condition?)?;
    let (before, name) = condition.strip_suffix(OF_AN_INSTANCE)?.rsplit_once('/')?;
    let is_one = before.starts_with("resource.name == \"projects/") && before.ends_with("/instances");
    if is_one { world.called("SQLInstance", name) } else { None }
}

/// The account of a cluster that acts as an account of a project: `serviceAccount:clinic-prod.svc.id.goog[clinic/claims]`.
fn by_token(member: Option<&str>) -> Who {
    let account = member.and_then(|it| it.split_once('[')).and_then(|(_, it)| it.strip_suffix(']'));
    match account.and_then(|it| it.split_once('/')) {
        Some((space, name)) => Who::ByToken(format!("system:serviceaccount:{space}:{name}")),
        None => Who::Elsewhere(format!("`{}`", member.unwrap_or("somebody whom only the deployment knows"))),
    }
}
