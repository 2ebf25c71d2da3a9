//! Resources by what they say, for rules that look for one and are read in every resource.

use std::{ptr, sync::OnceLock};

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

/// What was looked up, once somebody asked: a chain that grows at its end, so that whoever asks again waits for nobody and copies
/// nothing.
#[derive(Debug, Default)]
pub(super) struct Indexes(OnceLock<Box<Link>>);

#[derive(Debug)]
struct Link {
    index: &'static Index,
    found: Found,
    next: Indexes,
}

impl Indexes {
    /// The places of all resources that are found by a text.
    pub(super) fn find(&self, system: &System, index: &'static Index, text: &str) -> &[Place] {
        let found = self.all(system, index);
        // Mostly there is nothing of what is looked for in any resource.
        if found.is_empty() { &[] } else { found.get(text).map_or(&[], Vec::as_slice) }
    }

    /// The places of those of one stack.
    pub(super) fn find_in(&self, system: &System, index: &'static Index, stack: usize, text: &str) -> &[Place] {
        let places = self.find(system, index, text);
        let start = places.partition_point(|place| place.0 < stack);
        let places = places.get(start..).unwrap_or_default();
        places.get(..places.partition_point(|place| place.0 == stack)).unwrap_or_default()
    }

    fn all(&self, system: &System, index: &'static Index) -> &Found {
        let mut at = self;
        loop {
            let make = || Box::new(Link { index, found: look_up(system, index), next: Self::default() });
            let link = at.0.get_or_init(make);
            if ptr::eq(link.index, index) {
                return &link.found;
            }
            at = &link.next;
        }
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
