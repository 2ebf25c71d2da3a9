//! Everything that is done to a system: each value of each resource in turn is removed, emptied, flipped, made the least, made
//! another one or given to another resource; each resource is left out; and there are neighbours that nobody asked for.

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::{
    model::{ResourceModel, System},
    value::{Json, Object, Token},
};

use crate::{
    change::{Change, Place, Step, line},
    extra, neighbours,
    programs::Program,
    unwritten,
};

/// A change with what it is called.
pub(crate) struct Weakening {
    pub(crate) what: String,
    pub(crate) change: Change,
}

/// What values a system has: what may stand in the place of another.
#[derive(Default)]
pub(crate) struct Pool {
    /// References by the kind of resource that they point at, with that resource.
    pub(crate) references: BTreeMap<String, BTreeMap<Place, Json>>,
    /// Texts by the name of the member that has them.
    texts: BTreeMap<String, BTreeSet<String>>,
}

/// Each weakening of a program, in a fixed order.
pub(crate) fn all(program: &Program) -> Vec<Weakening> {
    let system = program.app.system();
    let pool = Pool::of(system);
    let mut all = Vec::new();
    for (stack_at, stack) in system.stacks().iter().enumerate().filter(|(_, it)| program.reads(it)) {
        for (at, resource) in stack.resources.iter().enumerate() {
            let (place, of) = ((stack_at, at), format!("{}/{}", stack.name(), resource.logical_id));
            let mut put = |what: String, change| all.push(Weakening { what: format!("{of} {what}"), change });
            put("is left out".into(), Change::Delete(place));
            for (name, value) in resource.options.iter() {
                put(format!("without its {name}"), Change::Option(place, name.to_owned(), None));
                if *value != Json::from("Delete") {
                    put(format!("{name} is `Delete`"), Change::Option(place, name.to_owned(), Some("Delete".into())));
                }
            }
            for (path, to) in changes(system, &pool, resource) {
                let words = to.as_ref().map_or("nothing".into(), Json::to_string);
                put(format!("{} is {}", line(&path), short(words)), Change::Set(place, path, to));
            }
        }
        let neighbours = neighbours::of(system, stack_at, &pool);
        all.extend(neighbours.into_iter().map(|(what, change)| Weakening { what, change }));
    }
    all
}

fn short(text: String) -> String {
    if text.chars().count() > 120 { text.chars().take(120).chain("..".chars()).collect() } else { text }
}

/// What becomes of one value after the other, in a resource.
fn changes(system: &System, pool: &Pool, resource: &ResourceModel) -> Vec<(Vec<Step>, Option<Json>)> {
    let mut all = Vec::new();
    walk(&resource.properties, &mut Vec::new(), &mut |path, json| {
        let mut put = |to| all.push((path.to_vec(), to));
        if !path.is_empty() {
            put(None);
            others(system, pool, path, json).into_iter().filter(|it| it != json).for_each(|it| put(Some(it)));
        }
        all.extend(unwritten::members(resource.kind(), path, json).into_iter().map(|(path, it)| (path, Some(it))));
    });
    all
}

fn walk(json: &Json, path: &mut Vec<Step>, visit: &mut impl FnMut(&[Step], &Json)) {
    visit(path, json);
    let inside: Vec<(Step, &Json)> = match json {
        Json::Object(members) => members.iter().map(|(name, it)| (Step::Name(name.to_owned()), it)).collect(),
        Json::List(items) => items.iter().enumerate().map(|(at, it)| (Step::At(at), it)).collect(),
        _ => Vec::new(),
    };
    for (step, it) in inside {
        path.push(step);
        walk(it, path, visit);
        path.pop();
    }
}

/// What may stand in the place of a value.
fn others(system: &System, pool: &Pool, path: &[Step], json: &Json) -> Vec<Json> {
    match json {
        Json::Bool(it) => vec![(!it).into()],
        Json::Int(_) | Json::Float(_) => vec![0.into(), 1.into(), 100_000.into()],
        Json::Text(text) => {
            let name = name(path);
            let known = pool.texts.get(&name).into_iter().flatten().take(4).cloned();
            let mut all: BTreeSet<String> = known.chain(extra::texts(text)).collect();
            all.extend(["*".to_owned(), String::new()]);
            all.into_iter().map(Json::from).collect()
        }
        Json::List(items) => {
            let with = |item: Json| Json::List(items.iter().cloned().chain([item]).collect());
            let more = extra::items(path).into_iter().map(with);
            [Json::List(Vec::new()), Json::List(vec!["*".into()]), "*".into()].into_iter().chain(more).collect()
        }
        Json::Object(members) => {
            let renamed = members.iter().flat_map(|(name, _)| {
                extra::names(name).into_iter().map(move |other| {
                    let name = |it: &str| if it == name { (*other).to_owned() } else { it.to_owned() };
                    members.iter().fold(Object::new(), |all, (it, value)| all.with(name(it), value.clone())).into()
                })
            });
            std::iter::once(Object::new().into()).chain(renamed).collect()
        }
        Json::Token(token) => {
            let mut all = vec!["*".into(), "elsewhere".into()];
            all.extend(references(system, pool, token));
            all
        }
        Json::Null => Vec::new(),
    }
}

/// The nearest name above a value.
fn name(path: &[Step]) -> String {
    let names = path.iter().rev().filter_map(|it| if let Step::Name(name) = it { Some(name.clone()) } else { None });
    names.take(1).collect()
}

/// References to other resources: of the same kind, and of another one.
fn references(system: &System, pool: &Pool, token: &Token) -> Vec<Json> {
    let Token::Attribute { resource, name } = token else { return Vec::new() };
    let Some(stack) = system.place(resource.stack()) else { return Vec::new() };
    let own = (stack, resource.index());
    let kind = system.stacks()[stack].resources[resource.index()].kind();
    let same = pool.references.get(kind).into_iter().flatten().filter(|(place, _)| **place != own).take(2);
    let other = pool.references.iter().filter(|(it, _)| *it != kind).filter_map(|(_, all)| all.iter().next()).take(1);
    same.chain(other).map(|(_, it)| crate::copy::attribute(it, *name)).collect()
}

impl Pool {
    fn of(system: &System) -> Self {
        let mut pool = Self::default();
        for resource in system.stacks().iter().flat_map(|it| &it.resources) {
            resource.properties.tokens(&mut |token| {
                let Token::Attribute { resource, .. } = token else { return };
                let Some(stack) = system.place(resource.stack()) else { return };
                let kind = system.stacks()[stack].resources[resource.index()].kind().to_owned();
                let json = Json::Token(Box::new(Token::Attribute { resource: resource.clone(), name: None }));
                pool.references.entry(kind).or_default().insert((stack, resource.index()), json);
            });
            walk(&resource.properties, &mut Vec::new(), &mut |path, json| {
                if let Some(text) = json.as_text().filter(|it| it.len() < 40) {
                    pool.texts.entry(name(path)).or_default().insert(text.to_owned());
                }
            });
        }
        pool
    }
}
