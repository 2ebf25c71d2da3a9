//! The objects of all stacks of a target, as whoever reads the ways of data looks for them: by what refers to them, with the names that
//! stand in others.

use std::rc::Rc;

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, Role},
    rule::{Subject, at},
    target::{Place, To},
    value::{Json, Token},
};
use indexmap::IndexMap;

/// The objects of the stacks of one target.
#[derive(Debug)]
pub struct World<'a> {
    checked: &'a Checked<'a>,
    target: &'static str,
    /// By their kinds, namespaces and names. There are several of one where each of several clusters has it.
    objects: IndexMap<(&'a str, Option<&'a str>, &'a str), Vec<Place>>,
    stores: Rc<[Place]>,
}

impl<'a> World<'a> {
    /// The objects of a target, of which those keep something that a role says so of.
    #[must_use]
    pub fn of(checked: &'a Checked<'a>, target: &'static str, role: fn(&str) -> Role) -> Self {
        let mut world = Self { checked, target, objects: IndexMap::new(), stores: Rc::from([]) };
        let mut stores = Vec::new();
        for (place, object) in world.all() {
            let kind = object.short_kind();
            if let Some(name) = text(object, "metadata/name") {
                world.objects.entry((kind, world.space(object), name)).or_default().push(place);
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

    /// The name of the namespace that an object is in, if it can be read.
    #[must_use]
    pub fn space(&self, object: &'a ResourceModel) -> Option<&'a str> {
        let space = at(&object.properties, "metadata/namespace")?;
        space.as_text().or_else(|| text(self.object(self.pointed(space)?)?, "metadata/name"))
    }

    /// The object that a value is a reference to, whatever it is.
    #[must_use]
    pub fn pointed(&self, value: &Json) -> Option<Place> {
        let Json::Token(token) = value else { return None };
        let Token::Attribute { resource, name: None } = token.as_ref() else { return None };
        Some((self.checked.system().place(resource.stack())?, resource.index()))
    }

    /// The one object of that kind that a tree refers to by its `name`, in the `namespace` that it says or in that of who refers to it.
    #[must_use]
    pub fn referred(&self, from: Place, kind: &str, tree: &Json) -> Option<Place> {
        let name = tree.get("name")?;
        if let Some(place) = self.pointed(name) {
            return self.object(place).filter(|it| it.short_kind() == kind).map(|_| place);
        }
        let said = tree.get("namespace").map(|it| self.name(it));
        let space = match &said {
            Some(said) => Some(said.as_deref()?),
            None => self.space(self.object(from)?),
        };
        self.called(from, kind, space, &self.name(name)?)
    }

    /// The one object of that kind and name in a namespace, as it is meant at a place.
    #[must_use]
    pub fn called(&self, from: Place, kind: &str, space: Option<&str>, name: &str) -> Option<Place> {
        match nearest(from, self.objects.get(&(kind, space, name))?).as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The text that a value is, with the names of the objects that it refers to.
    #[must_use]
    pub fn name(&self, value: &Json) -> Option<String> {
        match value {
            Json::Text(text) => Some(text.to_string()),
            Json::Token(token) => match token.as_ref() {
                Token::Attribute { .. } => text(self.object(self.pointed(value)?)?, "metadata/name").map(str::to_owned),
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

/// The objects of all stacks of a target, as rules read them.
pub fn subjects<'a>(checked: &'a Checked<'_>, target: &str) -> impl Iterator<Item = Subject<'a>> {
    let stacks = checked.stacks_of(target);
    stacks.flat_map(move |(at, it)| (0..it.resources.len()).filter_map(move |place| checked.subject(at, place)))
}

/// Which of some objects of one name are meant at a place: those of the same stack, or all if it has none.
#[must_use]
pub fn nearest((stack, _): Place, all: &[Place]) -> Vec<Place> {
    let own: Vec<Place> = all.iter().copied().filter(|it| it.0 == stack).collect();
    if own.is_empty() { all.to_vec() } else { own }
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
