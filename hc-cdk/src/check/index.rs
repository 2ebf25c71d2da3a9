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

/// The places of resources in a stack, by the stack's place and their text.
type Found = IndexMap<(usize, String), Vec<usize>>;

/// What was looked up, once somebody asked.
#[derive(Debug, Default)]
pub(super) struct Indexes(Mutex<IndexMap<usize, Arc<Found>>>);

impl Indexes {
    /// The places of a stack's resources that are found by a text.
    pub(super) fn find(&self, system: &System, index: &'static Index, stack: usize, text: String) -> Vec<usize> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found =
            Arc::clone(all.entry(ptr::from_ref(index).addr()).or_insert_with(|| Arc::new(look_up(system, index))));
        drop(all);
        found.get(&(stack, text)).cloned().unwrap_or_default()
    }
}

fn look_up(system: &System, index: &Index) -> Found {
    let mut found = Found::new();
    for (at, stack) in system.stacks().iter().enumerate() {
        for (place, resource) in stack.resources.iter().enumerate() {
            if let Some(text) = (index.key)(resource) {
                found.entry((at, text)).or_default().push(place);
            }
        }
    }
    found
}
