//! Finds the members through which an object contains its own like; those must be behind a pointer.
//!
//! Lists and maps are pointers already, so only members that hold the object itself count.

use super::model::{Shape, Struct};

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Boxes one member of each circle: the one that leads back to an object from which it was reached.
pub(crate) fn break_cycles(structs: &mut [Struct]) {
    let mut states = vec![State::New; structs.len()];
    for index in 0..structs.len() {
        visit(structs, &mut states, index);
    }
}

fn visit(structs: &mut [Struct], states: &mut [State], index: usize) {
    if states.get(index) != Some(&State::New) {
        return;
    }
    set(states, index, State::Open);
    let held: Vec<(usize, usize)> = structs
        .get(index)
        .into_iter()
        .flat_map(|made| made.fields.iter().enumerate())
        .filter_map(|(place, field)| match field.shape {
            Shape::Struct(inner) => Some((place, inner)),
            _ => None,
        })
        .collect();
    for (place, inner) in held {
        if states.get(inner) == Some(&State::Open) {
            if let Some(field) = structs.get_mut(index).and_then(|made| made.fields.get_mut(place)) {
                field.boxed = true;
            }
        } else {
            visit(structs, states, inner);
        }
    }
    set(states, index, State::Done);
}

fn set(states: &mut [State], index: usize, state: State) {
    if let Some(slot) = states.get_mut(index) {
        *slot = state;
    }
}
