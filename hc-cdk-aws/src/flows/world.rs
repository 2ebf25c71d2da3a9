//! The resources of the stacks on AWS, by their places, and who refers to whom.

use std::{cell::OnceCell, slice};

use indexmap::{IndexMap, IndexSet};

use hc_cdk::{
    check::{Checked, graph},
    model::{ResourceModel, StackModel},
    rule::{Marks, real_data},
    target::{Place, Who},
    value::{Json, NameSuffix, Quick, ResourceRef, Token},
};

use super::{
    begun::{begun_by, both, filed, looked_up},
    powers::{RUNS, Runs},
};
use crate::{
    rules::{BEFORE_ROLE, NAMES_ROLE},
    stack::NAME,
};

const ROLE: &str = "AWS::IAM::Role";

/// What passes on to others what it was given: a role to what it runs as, a group to what is made from it.
const PASSES_ON: &[&str] = &["AWS::EC2::LaunchTemplate", "AWS::ECS::TaskDefinition", "AWS::IAM::InstanceProfile"];

/// Resources by their kind and what they are called in an account.
type Called<'a> = IndexMap<(&'a str, String), Vec<Place>>;

/// The resources of an app.
pub(super) struct World<'a> {
    pub(super) checked: &'a Checked<'a>,
    /// What somebody may have run by its kind and the name that the program gives it, which only texts take.
    run: OnceCell<Called<'a>>,
    /// The resources that refer to a role by the name that the program gives it: the graph knows nothing of it.
    named: IndexMap<Place, Vec<Place>, Quick>,
    /// Roles by the names that the program gives them, in lower case.
    roles: IndexMap<String, Place>,
    /// Other roles, by how the names begin that CloudFormation gives them.
    begun: OnceCell<IndexMap<String, Place>>,
}

impl<'a> World<'a> {
    pub(super) fn of(checked: &'a Checked<'a>) -> Self {
        let mut world = Self {
            checked,
            run: OnceCell::new(),
            named: IndexMap::default(),
            roles: IndexMap::new(),
            begun: OnceCell::new(),
        };
        let called = |place: &Place| {
            Some((NameSuffix::shown(world.property(*place, "RoleName")?)?.to_ascii_lowercase(), *place))
        };
        let roles = world.places().filter(|place| world.kind(*place) == ROLE);
        world.roles = roles.filter_map(|place| called(&place)).collect();
        let mut found = Vec::new();
        for place in world.places().filter(|place| world.has(*place, NAMES_ROLE)) {
            world.texts(place, &mut |text| {
                if text.contains(BEFORE_ROLE) {
                    found.extend(world.role_of(text).map(|to| (to, place)));
                }
            });
        }
        for (to, from) in found {
            world.named.entry(to).or_default().push(from);
        }
        world
    }

    /// The places of all resources on AWS, in the order of declaration.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> + use<'a> {
        let stacks = self.checked.stacks_of(NAME);
        stacks.flat_map(|(at, stack)| (0..stack.resources.len()).map(move |resource| (at, resource)))
    }

    pub(super) fn stack(&self, place: Place) -> Option<&'a StackModel> {
        self.checked.stacks().get(place.0)
    }

    pub(super) fn resource(&self, place: Place) -> Option<&'a ResourceModel> {
        self.stack(place)?.resources.get(place.1)
    }

    /// Whether some stack has real data.
    pub(super) fn has_real_data(&self) -> bool {
        self.checked.stacks().iter().any(|it| real_data(&it.policy))
    }

    /// Whether a resource has a mark.
    pub(super) fn has(&self, place: Place, mark: Marks) -> bool {
        self.checked.graph().marks(place).has(mark)
    }

    pub(super) fn kind(&self, place: Place) -> &'a str {
        self.resource(place).map_or("", ResourceModel::kind)
    }

    /// A property by its path, if it is set.
    pub(super) fn property(&self, place: Place, path: &str) -> Option<&'a Json> {
        hc_cdk::rule::at(&self.resource(place)?.properties, path)
    }

    pub(super) fn place(&self, reference: &ResourceRef) -> Option<Place> {
        Some((self.checked.system().place(reference.stack())?, reference.index()))
    }

    /// The role of the app that has a name.
    pub(super) fn role_called(&self, name: &str) -> Option<Place> {
        let given = looked_up(&name.to_ascii_lowercase()).find_map(|it| self.roles.get(&it).copied());
        given.or_else(|| {
            let begun = self.begun.get_or_init(|| {
                let roles =
                    self.places().filter(|it| self.kind(*it) == ROLE && self.property(*it, "RoleName").is_none());
                let named = roles.filter_map(|place| Some((place, self.begins(place)?)));
                named.flat_map(|(place, (stack, own))| both(stack, own).map(|it| (it, place))).collect()
            });
            begun.get(&begun_by(name)?).copied()
        })
    }

    /// What the name is made of that CloudFormation gives to a resource: the name of the stack, and the resource's own.
    pub(super) fn begins(&self, place: Place) -> Option<(&'a str, &'a str)> {
        Some((self.stack(place)?.name(), self.resource(place)?.logical_id.as_str()))
    }

    /// What of the app has a name that a text ends in or has between its slashes and colons, of what somebody may have run.
    pub(super) fn named_in(&self, runs: &Runs, text: &str) -> Vec<Place> {
        let names = self.run.get_or_init(|| {
            let mut names: Called<'_> = IndexMap::new();
            for (place, it) in self.places().flat_map(|place| RUNS.iter().map(move |it| (place, it))) {
                let name = if self.kind(place) == it.kind { self.property(place, it.name) } else { None };
                for name in name.and_then(NameSuffix::shown).iter().flat_map(|it| filed(it)) {
                    names.entry((it.kind, name)).or_default().push(place);
                }
            }
            names
        });
        let parts = text.split(['/', ':']).flat_map(looked_up);
        parts.filter_map(|name| names.get(&(runs.kind, name))).flatten().copied().collect()
    }

    /// The role of the app that a text has the ARN of.
    pub(super) fn role_of(&self, text: &str) -> Option<Place> {
        let (_, path) = text.split_once(BEFORE_ROLE)?;
        self.role_called(path.rsplit('/').next().unwrap_or(path))
    }

    /// The resources that refer to one.
    pub(super) fn users(&self, place: Place) -> Users<'_> {
        let graph = self.checked.graph();
        let named = self.named.get(&place).map_or(&[][..], Vec::as_slice);
        Users { typed: graph.resource(place.0, place.1).map(|node| graph.users(node)), named: named.iter() }
    }

    /// Those that have from it what they are: what only passes it on stands for its own users, if it has any.
    pub(super) fn bearers(&self, place: Place, is_bearer: &dyn Fn(&str) -> bool) -> Vec<Place> {
        let (mut found, mut waiting) = (Vec::new(), vec![place]);
        let mut seen = IndexSet::new();
        while let Some(at) = waiting.pop() {
            let users: Vec<Place> = self.users(at).filter(|user| is_bearer(self.kind(*user))).collect();
            if users.is_empty() && at != place {
                found.push(at);
            }
            for user in users.into_iter().filter(|user| seen.insert(*user)) {
                if PASSES_ON.contains(&self.kind(user)) { waiting.push(user) } else { found.push(user) }
            }
        }
        found
    }

    /// All resources that one refers to.
    pub(super) fn references(&self, place: Place) -> Vec<Place> {
        let Some(resource) = self.resource(place) else { return Vec::new() };
        let mut found = Vec::new();
        resource.properties.tokens(&mut |token| {
            if let Token::Attribute { resource, .. } = token {
                found.extend(self.place(resource));
            }
        });
        found
    }

    /// Calls `visit` for each text of a resource.
    pub(super) fn texts(&self, place: Place, visit: &mut dyn FnMut(&'a str)) {
        if let Some(resource) = self.resource(place) {
            texts(&resource.properties, visit);
        }
    }

    /// The resource that a value refers to, whatever stands around the reference.
    pub(super) fn referred(&self, json: &Json) -> Option<Place> {
        self.all_referred(json).first().copied()
    }

    /// The resources that a value may refer to: each of those among which it is chosen.
    pub(super) fn each_referred(&self, json: &Json) -> Vec<Place> {
        choices(json).into_iter().filter_map(|it| self.referred(it)).collect()
    }

    /// Whom a value may mean: what it refers to, and for whatever else it can turn out to be, or if there is none, whoever that is.
    pub(super) fn whom(&self, value: Option<&Json>, elsewhere: &str) -> Vec<Who> {
        let whoever = || Who::Elsewhere(elsewhere.to_owned());
        let Some(value) = value else { return vec![whoever()] };
        choices(value).into_iter().map(|it| self.referred(it).map_or_else(whoever, Who::OfApp)).collect()
    }

    /// All resources that a value refers to.
    pub(super) fn all_referred(&self, json: &Json) -> Vec<Place> {
        let mut found = Vec::new();
        json.tokens(&mut |token| {
            if let Token::Attribute { resource, .. } = token {
                found.extend(self.place(resource));
            }
        });
        found
    }
}

/// What a value may turn out to be: those among which a function chooses, and else the value itself.
pub(super) fn choices(json: &Json) -> Vec<&Json> {
    let among = match json {
        Json::Token(token) => match token.as_ref() {
            Token::Function { name: "Fn::If", arguments } => arguments.as_list().and_then(|all| all.get(1..)),
            Token::Function { name: "Fn::Select", arguments } => {
                arguments.as_list().and_then(|all| all.get(1)?.as_list())
            }
            _ => None,
        },
        _ => None,
    };
    among.map_or_else(|| vec![json], |all| all.iter().flat_map(choices).collect())
}

/// The resources that refer to one, by reference and then by name.
///
/// It has a name, so that whoever asks compiles one loop over it and not all that it is made of.
pub(super) struct Users<'a> {
    typed: Option<graph::Users<'a>>,
    named: slice::Iter<'a, Place>,
}

impl Iterator for Users<'_> {
    type Item = Place;

    fn next(&mut self) -> Option<Place> {
        self.typed.as_mut().and_then(Iterator::next).or_else(|| self.named.next().copied())
    }
}

/// Calls `visit` for each text of a tree.
fn texts<'a>(json: &'a Json, visit: &mut dyn FnMut(&'a str)) {
    json.as_text().into_iter().for_each(&mut *visit);
    json.inside(|it| {
        texts(it, visit);
        false
    });
}
