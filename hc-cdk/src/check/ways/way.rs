//! A way as a target reads it.

use std::rc::Rc;

use crate::policy::data::Class;

/// A resource, by the places of its stack in the system and its own in the stack.
pub type Place = (usize, usize);

/// A way by which data can go between a store and somebody.
#[derive(Debug, Clone)]
pub struct Way {
    /// Who can go it.
    pub who: Who,
    /// Where it leads.
    pub to: To,
    /// The resource that opens it.
    pub by: Place,
    /// Whether data can be read.
    pub reads: bool,
    /// Whether data can be written.
    pub writes: bool,
    /// Whether what opens it is its declaration too, as where a secret that belongs to no store is handed to a workload.
    pub is_said: bool,
}

/// Who can go a way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// What a resource of the app runs or is.
    OfApp(Place),
    /// An account of a cluster, by what its tokens say of it.
    ByToken(String),
    /// Whatever runs in a cluster, by the cluster's name.
    FromCluster(String),
    /// Somebody who is not of the app, in words.
    Elsewhere(String),
}

/// Where a way leads.
#[derive(Debug, Clone)]
pub enum To {
    /// To one store, by a resource of it.
    OneStore(Place),
    /// To every one of these, since nothing says to which. They are shared, and looked through only to the first that is wrong.
    EveryStore(Rc<[Place]>),
}

/// A way that somebody signed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WaivedWay {
    /// The construct that can go it: the places of its stack and its own.
    pub from: (usize, usize),
    /// The construct of the store.
    pub to: (usize, usize),
    /// The class of the data.
    pub class: Option<Class>,
}

impl To {
    pub(super) fn stores(&self) -> &[Place] {
        match self {
            Self::OneStore(store) => std::slice::from_ref(store),
            Self::EveryStore(stores) => stores,
        }
    }
}
