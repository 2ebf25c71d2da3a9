//! The objects of all stacks of a target, as whoever reads the ways of data looks for them: by their kinds and names, with the names
//! that stand in others.

use std::{collections::BTreeMap, rc::Rc};

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, Role},
    rule::at,
    target::{Place, To},
    value::{Json, Token},
};

/// The objects of the stacks of one target.
#[derive(Debug)]
pub struct World<'a> {
    checked: &'a Checked<'a>,
    target: &'static str,
    /// By their kinds and names; nothing where two have one name, in two namespaces.
    objects: BTreeMap<(&'a str, &'a str), Option<Place>>,
    stores: Rc<[Place]>,
}

impl<'a> World<'a> {
    /// The objects of a target, of which those keep something that a role says so of.
    #[must_use]
    pub fn of(checked: &'a Checked<'a>, target: &'static str, role: fn(&str) -> Role) -> Self {
        let mut world = Self { checked, target, objects: BTreeMap::new(), stores: Rc::from([]) };
        let mut stores = Vec::new();
        for (place, object) in world.all() {
            let kind = object.short_kind();
            if let Some(name) = text(object, "metadata/name") {
                world.objects.entry((kind, name)).and_modify(|it| *it = None).or_insert(Some(place));
            }
            if keeps(role(kind)) {
                stores.push(place);
            }
        }
        world.stores = stores.into();
        world
    }

    /// All objects, each with its place.
    pub fn all(&self) -> impl Iterator<Item = (Place, &'a ResourceModel)> + use<'a> {
        self.checked.stacks_of(self.target).flat_map(|(stack_at, stack)| {
            stack.resources.iter().enumerate().map(move |(at, object)| ((stack_at, at), object))
        })
    }

    /// The object at a place.
    #[must_use]
    pub fn object(&self, place: Place) -> Option<&'a ResourceModel> {
        self.checked.stacks().get(place.0)?.resources.get(place.1)
    }

    /// The one object of that kind and name.
    #[must_use]
    pub fn called(&self, kind: &str, name: &str) -> Option<Place> {
        *self.objects.get(&(kind, name))?
    }

    /// The one object of that kind that a value names.
    #[must_use]
    pub fn named(&self, kind: &str, name: Option<&Json>) -> Option<Place> {
        self.called(kind, &self.name(name?)?)
    }

    /// The text that a value is, with the names of the objects that it refers to.
    #[must_use]
    pub fn name(&self, value: &Json) -> Option<String> {
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

    /// Where a way leads of which it is not known where.
    #[must_use]
    pub fn everywhere(&self) -> To {
        To::EveryStore(Rc::clone(&self.stores))
    }
}

/// Whether what has a role keeps data, or hands it on.
fn keeps(role: Role) -> bool {
    matches!(role, Role::Store | Role::Channel)
}

/// The text at a path of an object, if it is a literal.
#[must_use]
pub fn text<'a>(object: &'a ResourceModel, path: &str) -> Option<&'a str> {
    at(&object.properties, path).and_then(Json::as_text)
}
