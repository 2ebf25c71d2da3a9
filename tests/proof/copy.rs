//! Constructs of one's own that declare what the constructs of a system declared, with one thing changed.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    model::{StackModel, System},
    resource::{Made, Resource, ResourceType},
    rule::Rule,
    stack::{Scope, Within},
    target::{Target, WrittenFor},
    value::{Json, Object, StackId, Token},
};

use crate::change::{Change, edited};

/// A resource of whatever type, with properties that come later.
pub(crate) struct Copied<T> {
    kind: String,
    target: PhantomData<fn() -> T>,
}

impl<T> Copied<T> {
    pub(crate) fn new(kind: &str) -> Self {
        Self { kind: kind.to_owned(), target: PhantomData }
    }
}

impl<T: Target> Resource for Copied<T> {
    type Id = String;
    type Of = T::Resources;

    const TYPE: &'static ResourceType = &ResourceType::untyped("Copied");

    fn kind(&self) -> Option<String> {
        Some(self.kind.clone())
    }

    fn into_properties(self) -> Json {
        Object::new().into()
    }
}

/// The copies of a stack's resources, by their places; nothing where one was left out.
pub(crate) type Copies<T> = Vec<Option<Made<Copied<T>>>>;

/// The references to the copies, by the places of stack and resource.
pub(crate) type Places = Vec<Vec<Option<Json>>>;

/// A stack of a system with what is changed in that.
#[derive(Clone, Copy)]
pub(crate) struct Of<'a> {
    pub(crate) system: &'a System,
    pub(crate) model: &'a StackModel,
    /// Its place in the system.
    pub(crate) at: usize,
    pub(crate) change: &'a Change,
}

/// A construct with everything inside of it.
pub(crate) struct Copy<'a, T> {
    pub(crate) of: Of<'a>,
    /// Its place in the stack.
    pub(crate) construct: usize,
    pub(crate) copies: &'a mut Copies<T>,
}

impl<T: Target> Spec for Copy<'_, T> {
    type Handle = ();
    const KIND: &'static str = "Copy";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P, T: Target> Construct<P, T> for Copy<'_, T>
where
    Copied<T>: WrittenFor<T>,
{
    fn declare(self, scope: &mut Within<'_, P, T>) {
        copy(self.of, self.construct, self.copies, scope);
    }
}

fn copy<T: Target>(of: Of<'_>, at: usize, copies: &mut Copies<T>, scope: &mut Scope<'_>) {
    let construct = &of.model.constructs[at];
    if let Some(class) = construct.class {
        scope.plays(construct.role, class);
    }
    for (dimension, position) in &construct.positions {
        scope.stands_at(*dimension, *position);
    }
    for (place, it) in of.model.resources.iter().enumerate().filter(|(_, it)| it.construct as usize == at) {
        if !of.change.deletes((of.at, place)) {
            copies[place] = Some(scope.resource(it.name.clone(), Copied::new(it.kind())));
        }
    }
    for (child, it) in of.model.constructs.iter().enumerate() {
        if it.parent.is_some_and(|parent| parent as usize == at) {
            let name = it.path.rsplit('/').next().unwrap_or_default();
            copy(of, child, copies, &mut scope.child(name, it.kind, it.invariants));
        }
    }
}

/// A resource that nobody asked for.
pub(crate) struct Neighbour<T>(pub(crate) Copied<T>, pub(crate) Json);

impl<T: Target> Spec for Neighbour<T> {
    type Handle = ();
    const KIND: &'static str = "Neighbour";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P, T: Target> Construct<P, T> for Neighbour<T>
where
    Copied<T>: WrittenFor<T>,
{
    fn declare(self, scope: &mut Within<'_, P, T>) {
        let properties = with_kind(&self.0.kind, self.1);
        let made = scope.resource("", self.0);
        set(scope, &made, &properties);
    }
}

/// Fills in the properties, once there is everything to which they refer.
pub(crate) struct Fill<'a, T> {
    pub(crate) of: Of<'a>,
    pub(crate) copies: &'a Copies<T>,
    pub(crate) places: &'a Places,
}

impl<T: Target> Spec for Fill<'_, T> {
    type Handle = ();
    const KIND: &'static str = "Fill";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P, T: Target> Construct<P, T> for Fill<'_, T> {
    fn declare(self, scope: &mut Within<'_, P, T>) {
        let Self { of: Of { system, model, at: stack, change }, copies, places } = self;
        for (at, (it, made)) in model.resources.iter().zip(copies).enumerate() {
            let Some(made) = made else { continue };
            let properties = match change {
                Change::Set(place, path, to) if *place == (stack, at) => &edited(&it.properties, path, to.as_ref()),
                _ => &it.properties,
            };
            set(scope, made, &with_kind(it.kind(), moved(properties, system, places)));
            for (name, value) in it.options.iter() {
                match change.of_option((stack, at), name) {
                    None => scope.option(made, known(name), moved(value, system, places)),
                    Some(Some(to)) => scope.option(made, known(name), to.clone()),
                    Some(None) => {}
                }
            }
            for first in it.depends_on.iter().filter_map(|first| copies[*first as usize].as_ref()) {
                scope.depends_on(made, first);
            }
        }
    }
}

fn set<T: Target>(scope: &mut Scope<'_>, made: &Made<Copied<T>>, properties: &Json) {
    if let Json::Object(members) = properties {
        assert!(scope.amend(made, |it| *it = members.clone()));
    }
}

/// An untyped object of a cluster says itself what it is. No type of AWS has a slash in its name.
fn with_kind(kind: &str, properties: Json) -> Json {
    let (Json::Object(members), Some((version, kind))) = (&properties, kind.rsplit_once('/')) else {
        return properties;
    };
    let own = Object::new().with("apiVersion", version.to_owned()).with("kind", kind.to_owned());
    members.iter().fold(own, |all, (name, value)| all.with(name.to_owned(), value.clone())).into()
}

/// The same tree, in which every reference points at the copies.
pub(crate) fn moved(json: &Json, system: &System, places: &Places) -> Json {
    let again = |it: &Json| moved(it, system, places);
    match json {
        Json::List(items) => Json::List(items.iter().map(again).collect()),
        Json::Object(members) => {
            members.iter().fold(Object::new(), |all, (name, it)| all.with(name.to_owned(), again(it))).into()
        }
        Json::Token(token) => match token.as_ref() {
            Token::Attribute { resource, name } => {
                let stack = system.place(resource.stack()).expect("a stack of the system");
                let copy = places[stack].get(resource.index()).and_then(Option::as_ref);
                copy.map_or("elsewhere".into(), |it| attribute(it, *name))
            }
            Token::Concat(parts) => Json::Token(Box::new(Token::Concat(parts.iter().map(again).collect()))),
            Token::Function { name, arguments } => {
                Json::Token(Box::new(Token::Function { name, arguments: again(arguments) }))
            }
            Token::Nothing => json.clone(),
            Token::Parameter { stack, name, .. } => given(system, stack, name),
        },
        _ => json.clone(),
    }
}

/// What a parameter is if nothing is given: a copy cannot ask for what it does not know the type of.
fn given(system: &System, stack: &StackId, name: &str) -> Json {
    let of = system.place(stack).expect("a stack of the system");
    let parameter = system.stacks()[of].parameters.iter().find(|it| it.name == name);
    let usual = parameter.and_then(|it| it.facts.default.clone());
    usual.unwrap_or_else(|| panic!("a parameter without a default: `{name}`"))
}

/// An attribute of what a reference points at.
pub(crate) fn attribute(reference: &Json, name: Option<&'static str>) -> Json {
    let Json::Token(token) = reference else { return Json::Null };
    let Token::Attribute { resource, .. } = token.as_ref() else { return Json::Null };
    Json::Token(Box::new(Token::Attribute { resource: resource.clone(), name }))
}

fn known(name: &str) -> &'static str {
    let names = [
        "versions",
        "DeletionPolicy",
        "UpdateReplacePolicy",
        "UpdatePolicy",
        "CreationPolicy",
        "Condition",
        "Metadata",
    ];
    names.into_iter().find(|it| *it == name).unwrap_or_else(|| panic!("an option of another name: `{name}`"))
}
