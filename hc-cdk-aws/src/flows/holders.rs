//! Who holds a role, and the policies that identities have.

use indexmap::{IndexMap, IndexSet};

use hc_cdk::{
    rule::{at, one_or_many, real_data},
    target::{Place, Who},
    value::{Json, Quick, sorted},
};

use super::{
    kinds::is_policy,
    named::Named,
    principal::Principals,
    statement::{self, allowed},
    world::World,
};

const ROLE: &str = "AWS::IAM::Role";

/// The target of stacks that are workflows of a repository.
const WORKFLOWS: &str = "GitHub";
const PIPELINE: &str = "AWS::CodePipeline::Pipeline";

/// Resources with a policy document, and what it belongs to.
const POLICIES: &[(&str, &[&str])] = &[
    ("AWS::IAM::ManagedPolicy", &["Roles", "Users", "Groups"]),
    ("AWS::IAM::Policy", &["Roles", "Users", "Groups"]),
    ("AWS::IAM::RolePolicy", &["RoleName"]),
    ("AWS::IAM::UserPolicy", &["UserName"]),
    ("AWS::IAM::GroupPolicy", &["GroupName"]),
];

/// A document that nobody can read.
static UNREADABLE: Json = Json::Null;

/// Who holds a role: what runs as it, who is trusted to take it on, and who may do so by his own rights.
pub(super) struct Holders {
    of: IndexMap<Place, Vec<Who>, Quick>,
}

impl Holders {
    pub(super) fn of(world: &World<'_>) -> Self {
        let mut it = Self { of: IndexMap::default() };
        // Who takes on a role, by that role: those who hold another one.
        let mut taken: IndexMap<Place, IndexSet<Place>> = IndexMap::new();
        for place in world.places().filter(|place| world.kind(*place) == ROLE) {
            let runs = |kind: &str| !kind.starts_with("AWS::IAM::") || kind == "AWS::IAM::InstanceProfile";
            let runs = |kind: &str| runs(kind) && !is_policy(kind);
            let mut who: Vec<Who> = world.bearers(place, &runs).into_iter().map(Who::OfApp).collect();
            let trust = world.property(place, "AssumeRolePolicyDocument");
            for principals in trust.and_then(allowed).into_iter().flatten().map(|it| Principals::of(world, it)) {
                who.extend(principals.trusted());
                for other in principals.resources {
                    taken.entry(other).or_default().insert(place);
                }
            }
            if who.is_empty() {
                who.push(Who::OfApp(place));
            }
            it.of.insert(place, who);
        }
        Self::by_rights(world, &mut taken);
        it.hand_on(&taken);
        it
    }

    /// Gives each role that somebody takes on those who hold what he is.
    fn hand_on(&mut self, taken: &IndexMap<Place, IndexSet<Place>>) {
        for holder in taken.keys() {
            let who = self.who(*holder);
            let (mut waiting, mut seen) = (vec![*holder], IndexSet::new());
            while let Some(at) = waiting.pop().filter(|at| seen.insert(*at)) {
                waiting.extend(taken.get(&at).into_iter().flatten());
                if let Some(held) = self.of.get_mut(&at).filter(|_| at != *holder) {
                    let more: Vec<Who> = who.iter().filter(|it| !held.contains(it)).cloned().collect();
                    held.extend(more);
                }
            }
        }
    }

    /// Adds who takes on a role because the holder's own policies let him.
    fn by_rights(world: &World<'_>, taken: &mut IndexMap<Place, IndexSet<Place>>) {
        for place in world.places() {
            for (holder, documents) in documents(world, place) {
                let Some(holder) = holder else { continue };
                for document in documents {
                    for role in statement::roles(world, document).into_iter().flatten() {
                        taken.entry(holder).or_default().insert(role);
                    }
                }
            }
        }
    }

    /// Who holds a role; a user or a group is himself.
    pub(super) fn who(&self, place: Place) -> Vec<Who> {
        self.of.get(&place).cloned().unwrap_or_else(|| vec![Who::OfApp(place)])
    }
}

/// Whether it is a pipeline: of one place in one repository of GitHub, where the program comes from, a workflow of the app there, or one of
/// the app on AWS, of which rules of its own say by what it changes a stack. They say nothing where its stack has no real data, which is
/// of no account if no stack has any.
pub(super) fn is_pipeline(world: &World<'_>, who: &Who) -> bool {
    match who {
        Who::ByToken(name) => name.starts_with("repo:"),
        Who::OfApp(place) => world
            .stack(*place)
            .filter(|it| world.kind(*place) == PIPELINE || it.target == WORKFLOWS)
            .is_some_and(|it| real_data(&it.policy) || !world.has_real_data()),
        _ => false,
    }
}

/// The policy documents of a resource, for each identity that has them; for one that is not of the app there is no place.
pub(super) fn documents<'a>(world: &World<'a>, place: Place) -> Vec<(Option<Place>, Vec<&'a Json>)> {
    let kind = world.kind(place);
    let inside = || {
        let policies = one_or_many(world.property(place, "Policies")).iter();
        policies.map(|it| at(it, "PolicyDocument").unwrap_or(&UNREADABLE)).collect::<Vec<_>>()
    };
    if let "AWS::IAM::Role" | "AWS::IAM::User" | "AWS::IAM::Group" = kind {
        return vec![(Some(place), inside())];
    }
    let Some((_, owners)) = POLICIES.iter().find(|(of, _)| *of == kind) else { return Vec::new() };
    let Some(document) = world.property(place, "PolicyDocument") else { return Vec::new() };
    let named = owners.iter().flat_map(|path| one_or_many(world.property(place, path)));
    let named = named.map(|it| {
        let named = Named::of(world, it);
        named.resources.first().copied().or_else(|| world.role_called(&named.text))
    });
    // A managed policy is given to somebody by his own list too.
    let lists = world
        .users(place)
        .filter(|user| matches!(world.kind(*user), "AWS::IAM::Role" | "AWS::IAM::User" | "AWS::IAM::Group"));
    sorted(named.chain(lists.map(Some))).into_iter().map(|holder| (holder, vec![document])).collect()
}
