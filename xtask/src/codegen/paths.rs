//! Applies the schema's lists of property paths to the objects that the paths lead through.
//!
//! Several properties can share one object. A fact holds for a member of it only if it holds by every way that leads
//! there; by some but not all, it is left out rather than said of the wrong property.

use indexmap::{IndexMap, IndexSet};

use super::model::{Field, Shape, Struct};

/// A member, by the place of its object and its own.
type Member = (usize, usize);

/// Notes a fact at each field that the paths name.
pub(crate) fn note(structs: &mut [Struct], paths: &[String], fact: &'static str) {
    for (index, place) in named(structs, paths) {
        if let Some(field) = structs.get_mut(index).and_then(|made| made.fields.get_mut(place)) {
            field.notes.push(fact);
        }
    }
}

/// Takes out the fields that the paths name, the fields that have no content without them, and unused objects.
pub(crate) fn remove(structs: &mut Vec<Struct>, paths: &[String]) {
    let filled: Vec<bool> = structs.iter().map(|made| !made.fields.is_empty()).collect();
    let mut out = named(structs, paths);
    while !out.is_empty() {
        for (index, made) in structs.iter_mut().enumerate() {
            let mut place = 0;
            made.fields.retain(|_| {
                place += 1;
                !out.contains(&(index, place - 1))
            });
        }
        let emptied = |shape: &Shape| {
            shape.innermost_struct().is_some_and(|index| {
                filled.get(index) == Some(&true) && structs.get(index).is_some_and(|made| made.fields.is_empty())
            })
        };
        out = members(structs).filter(|(_, field)| emptied(&field.shape)).map(|(member, _)| member).collect();
    }
    drop_unused(structs);
}

fn members(structs: &[Struct]) -> impl Iterator<Item = (Member, &Field)> {
    structs
        .iter()
        .enumerate()
        .flat_map(|(index, made)| made.fields.iter().enumerate().map(move |(place, field)| ((index, place), field)))
}

/// The members to which a path leads by every way there is to their object.
fn named(structs: &[Struct], paths: &[String]) -> IndexSet<Member> {
    let mut ways: IndexMap<Member, IndexSet<Option<Member>>> = IndexMap::new();
    for path in paths {
        if let Some((member, way)) = follow(structs, path) {
            ways.entry(member).or_default().insert(way);
        }
    }
    let mut leading: IndexMap<usize, Vec<Member>> = IndexMap::new();
    for (member, field) in members(structs) {
        if let Some(index) = field.shape.innermost_struct() {
            leading.entry(index).or_default().push(member);
        }
    }
    ways.retain(|(index, _), found| {
        leading.get(index).into_iter().flatten().all(|member| found.contains(&Some(*member)))
    });
    ways.into_keys().collect()
}

/// The member at the end of a path, and the one before it.
fn follow(structs: &[Struct], path: &str) -> Option<(Member, Option<Member>)> {
    let mut way = None;
    let mut index = 0;
    let mut segments = path.split('/').filter(|segment| *segment != "*").peekable();
    while let Some(segment) = segments.next() {
        let fields = &structs.get(index)?.fields;
        let place = fields.iter().position(|field| field.property == segment)?;
        if segments.peek().is_none() {
            return Some(((index, place), way));
        }
        way = Some((index, place));
        index = fields.get(place)?.shape.innermost_struct()?;
    }
    None
}

fn drop_unused(structs: &mut Vec<Struct>) {
    let mut used: IndexSet<usize> = IndexSet::from([0]);
    let mut next = 0;
    while let Some(&index) = used.get_index(next) {
        let fields = structs.get(index).into_iter().flat_map(|made| &made.fields);
        used.extend(fields.filter_map(|field| field.shape.innermost_struct()));
        next += 1;
    }
    used.sort_unstable();
    let mut index = 0;
    structs.retain(|_| {
        index += 1;
        used.contains(&(index - 1))
    });
    for field in structs.iter_mut().flat_map(|made| &mut made.fields) {
        renumber(&mut field.shape, &used);
    }
}

fn renumber(shape: &mut Shape, used: &IndexSet<usize>) {
    match shape {
        Shape::Struct(index) => *index = used.get_index_of(index).unwrap_or_default(),
        Shape::List(inner) | Shape::Map(inner) => renumber(inner, used),
        _ => {}
    }
}
