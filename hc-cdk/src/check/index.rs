//! Resources by what they say, for rules that look for one and are read in every resource.

use std::{
    ptr,
    sync::{Arc, Mutex, PoisonError},
};

use indexmap::IndexMap;

use crate::model::{ResourceModel, System};

/// By what resources are found. It is a `static`, since by its place it is told from others.
#[derive(Debug)]
pub struct Index {
    key: fn(&ResourceModel) -> Option<String>,
}

impl Index {
    /// Finds resources by a text that is made of each; those of which none is are not found.
    pub const fn by(key: fn(&ResourceModel) -> Option<String>) -> Self {
        Self { key }
    }
}

/// A resource, by the places of its stack and its own.
pub(super) type Place = (usize, usize);

/// The places of resources by their text, in the order of declaration.
type Found = IndexMap<String, Vec<Place>>;

/// What was looked up, once somebody asked.
#[derive(Debug, Default)]
pub(super) struct Indexes(Mutex<IndexMap<usize, Arc<Found>>>);

impl Indexes {
    /// The places of all resources that are found by a text.
    pub(super) fn find(&self, system: &System, index: &'static Index, text: &str) -> Vec<Place> {
        self.all(system, index).get(text).cloned().unwrap_or_default()
    }

    /// The places of those of one stack.
    pub(super) fn find_in(&self, system: &System, index: &'static Index, stack: usize, text: &str) -> Vec<Place> {
        let all = self.all(system, index);
        let places = all.get(text).map(Vec::as_slice).unwrap_or_default();
        let start = places.partition_point(|place| place.0 < stack);
        places.iter().skip(start).take_while(|place| place.0 == stack).copied().collect()
    }

    fn all(&self, system: &System, index: &'static Index) -> Arc<Found> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(ptr::from_ref(index).addr()).or_insert_with(|| Arc::new(look_up(system, index))))
    }
}

fn look_up(system: &System, index: &Index) -> Found {
    let mut found = Found::new();
    for (at, stack) in system.stacks().iter().enumerate() {
        for (place, resource) in stack.resources.iter().enumerate() {
            if let Some(text) = (index.key)(resource) {
                found.entry(text).or_default().push((at, place));
            }
        }
    }
    found
}
