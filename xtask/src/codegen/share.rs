//! Objects that several resource types of a service have in common are generated once.
//!
//! The first type that has the object owns it, the others re-export it. Two objects are the same only if their names,
//! their documentation and all that is in them are.

use std::collections::BTreeMap;

use super::model::{Resource, Shape, Struct};

/// A struct, by the place of its resource and its own.
type Place = (usize, usize);

/// Marks the objects that an earlier resource of the service has too.
pub(crate) fn mark(resources: &mut [Resource]) {
    let classes = classes(resources);
    let mut owners: BTreeMap<usize, usize> = BTreeMap::new();
    let mut shared: Vec<(Place, usize)> = Vec::new();
    for (place, class) in classes {
        let owner = *owners.entry(class).or_insert(place.0);
        if owner != place.0 {
            shared.push((place, owner));
        }
    }
    for ((resource, index), owner) in shared {
        let owner = resources.get(owner).map(|owner| owner.module.clone());
        if let Some(made) = resources.get_mut(resource).and_then(|resource| resource.structs.get_mut(index)) {
            made.owner = owner;
        }
    }
}

/// Numbers for all objects, the same for two that are the same.
///
/// At first, objects that look the same share a number. Those that hold different ones are then told apart, until there
/// are no more to tell apart; so circles need no special care.
fn classes(resources: &[Resource]) -> BTreeMap<Place, usize> {
    let mut classes: BTreeMap<Place, usize> = BTreeMap::new();
    let mut count = 0;
    loop {
        let mut numbers: BTreeMap<(String, Vec<usize>), usize> = BTreeMap::new();
        let mut next = BTreeMap::new();
        for (at, resource) in resources.iter().enumerate() {
            // The first is the resource itself.
            for (index, made) in resource.structs.iter().enumerate().skip(1) {
                let inner = made.fields.iter().filter_map(|field| field.shape.innermost_struct());
                let inner = inner.map(|inner| classes.get(&(at, inner)).copied().unwrap_or(usize::MAX)).collect();
                let new = numbers.len();
                next.insert((at, index), *numbers.entry((look(made), inner)).or_insert(new));
            }
        }
        let more = numbers.len();
        classes = next;
        if more == count {
            return classes;
        }
        count = more;
    }
}

/// All that is generated for an object, without the names of the objects in it.
fn look(made: &Struct) -> String {
    let fields = made.fields.iter().map(|field| {
        (&field.property, &field.name, outline(&field.shape), field.boxed, &field.phrase, field.required, &field.notes)
    });
    format!("{} {:?}", made.name, fields.collect::<Vec<_>>())
}

fn outline(shape: &Shape) -> String {
    match shape {
        Shape::Struct(_) => "object".to_owned(),
        Shape::List(inner) => format!("list of {}", outline(inner)),
        Shape::Map(inner) => format!("map of {}", outline(inner)),
        other => format!("{other:?}"),
    }
}
