//! The ways by which data can go on Google Cloud, read from the finished objects: who has a role that lets somebody get at a store.
//!
//! More is read rather than less. A role that is not known to lead to no data leads to every store, and so does one on a project without
//! a condition that can be read. Somebody who is not of the app, is somebody.

use std::{collections::BTreeMap, rc::Rc};

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, Role},
    rule::at,
    target::{Place, Target, To, Way, Who},
    value::{Json, Token},
};

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

/// The objects of the app's stacks, by their kinds and names.
struct World<'a> {
    checked: &'a Checked<'a>,
    /// Nothing where two have one name, in two projects.
    objects: BTreeMap<(&'a str, &'a str), Option<Place>>,
    stores: Rc<[Place]>,
    /// The accounts of clusters that act as an account of the app, by the account's name.
    workloads: BTreeMap<String, Vec<Who>>,
}

/// The ways that the stacks open.
pub(crate) fn ways(checked: &Checked<'_>, ways: &mut Vec<Way>) {
    let world = World::of(checked);
    for (place, grant) in world.grants() {
        if text(grant, "spec/role").is_some_and(|role| HARMLESS.contains(&role)) {
            continue;
        }
        for who in world.who(grant) {
            let to = world.to(grant);
            ways.push(Way { who, to, by: place, reads: true, writes: true, is_said: false });
        }
    }
}

impl<'a> World<'a> {
    fn of(checked: &'a Checked<'a>) -> Self {
        let mut world = World { checked, objects: BTreeMap::new(), stores: Rc::from([]), workloads: BTreeMap::new() };
        let mut stores = Vec::new();
        for (stack_at, stack) in checked.stacks_of(Gcp::NAME) {
            for (at, object) in stack.resources.iter().enumerate() {
                let (kind, place) = (object.short_kind(), (stack_at, at));
                if let Some(name) = text(object, "metadata/name") {
                    world.objects.entry((kind, name)).and_modify(|it| *it = None).or_insert(Some(place));
                }
                if role(kind) == Role::Store {
                    stores.push(place);
                }
            }
        }
        world.stores = stores.into();
        world.workloads = world.acting();
        world
    }

    fn grants(&self) -> Vec<(Place, &'a ResourceModel)> {
        let stacks = self.checked.stacks_of(Gcp::NAME);
        let all = stacks.flat_map(|(stack_at, stack)| {
            stack.resources.iter().enumerate().map(move |(at, object)| ((stack_at, at), object))
        });
        all.filter(|(_, it)| matches!(it.short_kind(), "IAMPolicyMember")).collect()
    }

    /// Who acts as each account.
    fn acting(&self) -> BTreeMap<String, Vec<Who>> {
        let mut all: BTreeMap<String, Vec<Who>> = BTreeMap::new();
        for (_, grant) in self.grants().into_iter().filter(|(_, it)| text(it, "spec/role") == Some(MAY_ACT_AS)) {
            let account = at(&grant.properties, "spec/resourceRef/name").and_then(|name| self.name(name));
            all.entry(account.unwrap_or_default()).or_default().push(by_token(text(grant, "spec/member")));
        }
        all
    }

    /// The name that a value is, or that of the object that it refers to.
    fn name(&self, value: &Json) -> Option<String> {
        match value {
            Json::Text(text) => Some(text.to_string()),
            Json::Token(token) => match token.as_ref() {
                Token::Attribute { resource, .. } => {
                    let stack = self.checked.stacks().get(self.checked.system().place(resource.stack())?)?;
                    text(stack.resource(resource)?, "metadata/name").map(str::to_owned)
                }
                Token::Concat(parts) => parts.iter().map(|part| self.name(part)).collect(),
                _ => None,
            },
            _ => None,
        }
    }

    /// Who has a role: whoever acts as an account of the app, or somebody else.
    fn who(&self, grant: &ResourceModel) -> Vec<Who> {
        let account = at(&grant.properties, "spec/memberFrom/serviceAccountRef/name").and_then(|it| self.name(it));
        match (account, text(grant, "spec/member")) {
            (Some(account), _) => self.workloads.get(&account).cloned().unwrap_or_default(),
            (None, Some(member)) => vec![Who::Elsewhere(format!("`{member}`"))],
            (None, None) => vec![Who::Elsewhere("somebody whom only the deployment knows".to_owned())],
        }
    }

    /// Which stores a role leads to: the one that it is on or that its condition names, or all.
    fn to(&self, grant: &ResourceModel) -> To {
        let place = self.on(grant).or_else(|| self.named(grant));
        place.map_or_else(|| To::EveryStore(Rc::clone(&self.stores)), To::OneStore)
    }

    /// The store that a role is on, if it is on one of the app.
    fn on(&self, grant: &ResourceModel) -> Option<Place> {
        let kind = text(grant, "spec/resourceRef/kind").filter(|it| role(it) == Role::Store)?;
        let name = self.name(at(&grant.properties, "spec/resourceRef/name")?)?;
        *self.objects.get(&(kind, name.as_str()))?
    }

    /// The database that the condition of a role names.
    fn named(&self, grant: &ResourceModel) -> Option<Place> {
        let condition = self.name(at(&grant.properties, "spec/condition/expression")?)?;
        let (before, name) = condition.strip_suffix(OF_AN_INSTANCE)?.rsplit_once('/')?;
        let is_one = before.starts_with("resource.name == \"projects/") && before.ends_with("/instances");
        if is_one { *self.objects.get(&("SQLInstance", name))? } else { None }
    }
}

/// The account of a cluster that acts as an account of a project: `serviceAccount:clinic-prod.svc.id.goog[clinic/claims]`.
fn by_token(member: Option<&str>) -> Who {
    let account = member.and_then(|it| it.split_once('[')).and_then(|(_, it)| it.strip_suffix(']'));
    match account.and_then(|it| it.split_once('/')) {
        Some((space, name)) => Who::ByToken(format!("system:serviceaccount:{space}:{name}")),
        None => Who::Elsewhere(format!("`{}`", member.unwrap_or("somebody whom only the deployment knows"))),
    }
}

fn text<'a>(object: &'a ResourceModel, path: &str) -> Option<&'a str> {
    at(&object.properties, path).and_then(Json::as_text)
}
