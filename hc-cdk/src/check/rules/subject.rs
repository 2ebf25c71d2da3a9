//! A declared resource as a rule reads it: its properties by path, and the other resources that name it.

use std::{ops::Range, slice};

use crate::{
    check::{
        Index, Marks,
        graph::{Graph, Users},
        index::Place,
    },
    model::{ParameterFacts, ResourceModel, StackModel, System},
    value::{Json, ResourceRef, Token},
};

/// What is known of a flag before the deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// The property is left out.
    Missing,
    /// It is a literal.
    Is(bool),
    /// Only the deployment knows, or it is no flag at all.
    Later,
}

/// A resource among all that were declared.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    system: &'a System,
    graph: &'a Graph,
    /// The stack that declares the resource.
    pub stack: &'a StackModel,
    /// The resource.
    pub resource: &'a ResourceModel,
    kind: &'a str,
    /// The places of the two: of the stack in the app, and of the resource in the stack.
    place: Place,
}

impl<'a> Subject<'a> {
    /// The resource at a place: that of its stack in the system, and its own in the stack.
    pub(crate) fn at(system: &'a System, graph: &'a Graph, place: Place) -> Option<Self> {
        let stack = system.stacks().get(place.0)?;
        let resource = stack.resources.get(place.1)?;
        Some(Self { system, graph, stack, resource, kind: resource.short_kind(), place })
    }

    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// The name of the app.
    pub fn app(&self) -> &'a str {
        self.system.name()
    }

    /// What it is: the name of its type, such as `AWS::S3::Bucket`, or of a type with a version its last part, such as `Secret`.
    #[inline]
    pub fn kind(&self) -> &'a str {
        self.kind
    }

    /// Whether it is of that kind.
    #[inline]
    pub fn is(&self, kind: &str) -> bool {
        self.kind() == kind
    }

    /// What its target noted of it.
    pub fn marks(&self) -> Marks {
        self.graph.marks(self.place)
    }

    /// A property by its path, if it is set.
    pub fn property(&self, path: &str) -> Option<&'a Json> {
        at(&self.resource.properties, path)
    }

    /// Whether a property is left out, and nothing on the way to it can turn out to have it.
    pub fn lacks(&self, path: &str) -> bool {
        lacks(&self.resource.properties, path)
    }

    /// The items of a list; none if it is not set or not a literal list.
    pub fn list(&self, path: &str) -> &'a [Json] {
        self.property(path).and_then(Json::as_list).unwrap_or_default()
    }

    /// A property's text, if it is a literal.
    pub fn text(&self, path: &str) -> Option<&'a str> {
        self.property(path).and_then(Json::as_text)
    }

    /// A flag. Inside of what only the deployment knows it is not missing.
    pub fn flag(&self, path: &str) -> Known {
        match self.property(path) {
            Some(json) => known(json),
            None if is_hidden(&self.resource.properties, path) => Known::Later,
            None => Known::Missing,
        }
    }

    /// Whether all stacks of the app are in the region of this one, so that nothing of the app is elsewhere.
    pub fn is_in_the_only_region(&self) -> bool {
        self.graph.has_one_region()
    }

    /// The resource that a property refers to, if it does nothing else and the app declares that resource.
    pub fn target(&self, path: &str) -> Option<Self> {
        self.referred(self.property(path)?)
    }

    /// The resource that a value refers to, if it is nothing else and the app declares that resource.
    pub fn referred(&self, value: &Json) -> Option<Self> {
        let Json::Token(token) = value else { return None };
        let Token::Attribute { resource, .. } = token.as_ref() else { return None };
        self.find(resource)
    }

    /// The resources of its stack that an index finds by a text.
    pub fn found_by(&self, index: &'static Index, text: &str) -> Subjects<'a> {
        self.subjects(Places::Listed(self.graph.indexes().find_in(self.system, index, self.place.0, text).iter()))
    }

    /// The same of all stacks.
    pub fn found_in_app(&self, index: &'static Index, text: &str) -> Subjects<'a> {
        self.subjects(Places::Listed(self.graph.indexes().find(self.system, index, text).iter()))
    }

    /// All resources of its stack. To ask for them of every resource takes a square of their number of steps: see `found_by`.
    pub fn of_stack(&self) -> Subjects<'a> {
        self.subjects(Places::OfStack(self.place.0, 0..self.stack.resources.len()))
    }

    /// The resources of the app that a tree refers to anywhere, in its order.
    pub fn references_in(&self, json: &Json) -> Vec<Self> {
        let mut found = Vec::new();
        json.tokens(&mut |token| {
            if let Token::Attribute { resource, .. } = token {
                found.extend(self.find(resource));
            }
        });
        found
    }

    /// What a value may be, if it is a parameter of the stack: its type and the program have said so, and the target refuses
    /// anything else.
    pub fn parameter(&self, value: &Json) -> Option<&'a ParameterFacts> {
        self.stack.parameter(value)
    }

    /// The resources of the same stack that have to be there before this one without being referred to.
    pub fn prerequisites(&self) -> Subjects<'a> {
        self.subjects(Places::Prerequisites(self.place.0, self.resource.depends_on.iter()))
    }

    fn find(&self, reference: &ResourceRef) -> Option<Self> {
        Self::at(self.system, self.graph, self.place_of(reference)?)
    }

    fn place_of(&self, reference: &ResourceRef) -> Option<(usize, usize)> {
        let own = (self.stack.id == *reference.stack()).then_some(self.place.0);
        Some((own.or_else(|| self.system.place(reference.stack()))?, reference.index()))
    }

    /// Every resource of any stack whose properties or options refer to this one, each once.
    ///
    /// The graph knows them, so that asking about every resource takes as many steps as there are references.
    pub fn users(&self) -> Subjects<'a> {
        let node = self.graph.resource(self.place.0, self.place.1);
        self.subjects(node.map_or_else(Places::none, |node| Places::Users(self.graph.users(node))))
    }

    /// Those of that type.
    pub fn users_of(&self, kind: &'static str) -> Subjects<'a> {
        let node = self.graph.resource(self.place.0, self.place.1);
        let hub = node.and_then(|node| self.graph.hub(self.system, node));
        match hub {
            Some(kinds) => self.subjects(kinds.get(kind).map_or_else(Places::none, |all| Places::Listed(all.iter()))),
            None => Subjects { kind: Some(kind), ..self.users() },
        }
    }

    fn subjects(&self, places: Places<'a>) -> Subjects<'a> {
        Subjects { system: self.system, graph: self.graph, places, kind: None }
    }

    /// Whether that property of another resource refers to this one, alone or inside of something.
    pub fn is_named_in(&self, other: &Self, path: &str) -> bool {
        other.property(path).is_some_and(|json| self.is_named_by(json))
    }

    /// Whether that property of another resource refers to this one, or what only the deployment knows and has that property may.
    pub fn may_be_named_in(&self, other: &Self, path: &str) -> bool {
        let holes = path.match_indices('/').filter_map(|(end, _)| other.property(path.get(..end)?));
        let mut holes = holes.filter(|it| it.as_object().is_none());
        self.is_named_in(other, path) || holes.any(|it| self.is_named_by(it))
    }

    /// Whether that property of another resource, or an item of it, is a reference to this one and nothing else.
    pub fn is_meant_in(&self, other: &Self, path: &str) -> bool {
        let is_it = |it: &Json| other.referred(it).is_some_and(|it| it.place == self.place);
        one_or_many(other.property(path)).iter().any(is_it)
    }

    /// Whether a tree refers to this resource somewhere.
    pub fn is_named_by(&self, json: &Json) -> bool {
        let mut named = false;
        json.tokens(&mut |token| {
            if let Token::Attribute { resource, .. } = token {
                named = named || self.place_of(resource) == Some(self.place);
            }
        });
        named
    }

    /// Whether some resource of that type refers to this one in that property.
    pub fn is_named_by_any(&self, kind: &'static str, path: &str) -> bool {
        self.users_of(kind).any(|user| self.is_named_in(&user, path))
    }
}

/// Some of the resources that were declared.
///
/// It has a name, so that a rule that asks for them compiles one loop over it and not all that it is made of.
#[derive(Debug, Clone)]
pub struct Subjects<'a> {
    system: &'a System,
    graph: &'a Graph,
    places: Places<'a>,
    /// If they are of one kind alone, which.
    kind: Option<&'static str>,
}

#[derive(Debug, Clone)]
enum Places<'a> {
    Users(Users<'a>),
    Listed(slice::Iter<'a, Place>),
    Prerequisites(usize, slice::Iter<'a, u32>),
    OfStack(usize, Range<usize>),
}

impl Places<'_> {
    fn none() -> Self {
        Self::OfStack(0, 0..0)
    }

    fn next(&mut self) -> Option<Place> {
        match self {
            Self::Users(users) => users.next(),
            Self::Listed(places) => places.next().copied(),
            Self::Prerequisites(stack, resources) => Some((*stack, *resources.next()? as usize)),
            Self::OfStack(stack, resources) => Some((*stack, resources.next()?)),
        }
    }
}

impl<'a> Iterator for Subjects<'a> {
    type Item = Subject<'a>;

    fn next(&mut self) -> Option<Subject<'a>> {
        loop {
            let subject = Subject::at(self.system, self.graph, self.places.next()?);
            let is_asked_for = |it: &Subject<'_>| self.kind.is_none_or(|kind| it.is(kind));
            if let Some(subject) = subject.filter(is_asked_for) {
                return Some(subject);
            }
        }
    }
}

/// A member of a tree by its path: names joined by `/`. What is empty counts as left out, and so does what the deployment empties.
pub fn at<'a>(json: &'a Json, path: &str) -> Option<&'a Json> {
    let (mut here, mut rest) = (json, Some(path));
    while let Some(path) = rest {
        (here, rest) = here.as_object()?.begins(path)?;
    }
    is_set(here).then_some(here)
}

/// Whether something stands there: what is empty counts as left out.
fn is_set(json: &Json) -> bool {
    match json {
        Json::Null => false,
        Json::Text(text) => !text.is_empty(),
        Json::List(items) => !items.iter().all(is_nothing),
        Json::Object(members) => !members.iter().all(|(_, it)| is_nothing(it)),
        Json::Token(_) => !is_nothing(json),
        Json::Bool(_) | Json::Int(_) | Json::Float(_) => true,
    }
}

/// Whether the deployment leaves out what stands there.
fn is_nothing(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Token(token) => **token == Token::Nothing,
        _ => false,
    }
}

/// Whether a member of a tree is left out, and nothing on the way to it can turn out to have it.
pub fn lacks(json: &Json, path: &str) -> bool {
    at(json, path).is_none() && !is_hidden(json, path)
}

/// Whether a path leads into something that is there and has no members to see.
fn is_hidden(json: &Json, path: &str) -> bool {
    let (mut here, mut rest) = (json, path);
    loop {
        let Some(members) = here.as_object() else { return true };
        match members.begins(rest) {
            Some((inside, Some(behind))) if is_set(inside) => (here, rest) = (inside, behind),
            _ => return false,
        }
    }
}

/// A flag as a literal: itself, or a text that says it.
pub fn known(json: &Json) -> Known {
    match json {
        Json::Bool(it) => Known::Is(*it),
        Json::Text(text) if text == "true" => Known::Is(true),
        Json::Text(text) if text == "false" => Known::Is(false),
        _ => Known::Later,
    }
}

/// A value that is one item or a list of them.
pub fn one_or_many(json: Option<&Json>) -> &[Json] {
    match json {
        None => &[],
        Some(Json::List(items)) => items,
        Some(one) => std::slice::from_ref(one),
    }
}
