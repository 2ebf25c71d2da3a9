//! A construct as declared, what it is to the data that flows, and where that goes.

use std::panic::Location;

use super::rule::Rule;
use crate::{
    policy::{Dimension, data::Class, dimension::Position},
    value::StackId,
};

/// Points at one construct of one stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstructRef {
    pub(crate) stack: StackId,
    pub(crate) index: u32,
}

impl ConstructRef {
    /// The stack that declares the construct.
    pub fn stack(&self) -> &StackId {
        &self.stack
    }

    /// The construct's place in the order of declaration.
    pub fn index(&self) -> usize {
        self.index as usize
    }
}

/// A construct as declared.
#[derive(Debug)]
pub struct ConstructModel {
    /// Its names from the stack down, joined by `/`, without the stack's.
    pub path: String,
    /// The path that it had before, if it keeps what was named after that.
    pub was: Option<String>,
    /// The construct that declared it.
    pub parent: Option<u32>,
    /// Its kind, such as `EncryptedDatabase`.
    pub kind: &'static str,
    /// The rules that hold for every construct of its kind.
    pub invariants: &'static [Rule],
    /// The user's line.
    pub written_at: &'static Location<'static>,
    /// What it is to the data that flows.
    pub role: Role,
    /// The class of data that it holds or is cleared for.
    pub class: Option<Class>,
    /// Its positions on the dimensions that concern it, each the stricter of what was said and what the policy demands.
    pub positions: Vec<(Dimension, Position)>,
    /// What of it nothing written shows, and who answers for that.
    pub answered_for: Vec<AnsweredFor>,
}

/// Something that holds because somebody says so, such as an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredFor {
    /// What it is.
    pub what: String,
    /// Who answers for it.
    pub by: String,
}

impl ConstructModel {
    /// The path that what it makes is named after.
    pub fn known_as(&self) -> &str {
        self.was.as_deref().unwrap_or(&self.path)
    }
}

/// What a construct is to the data that flows through it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Neither of the others.
    #[default]
    Other,
    /// It takes requests from the internet over TLS, and hands them to workloads.
    Endpoint,
    /// It takes requests from the internet in some other way.
    Exposed,
    /// It computes.
    Workload,
    /// It keeps data.
    Store,
    /// It hands data on, and keeps it for no longer than that takes: a queue, a topic.
    Channel,
    /// It keeps data and is somebody else's: nothing that the program writes answers for it.
    Outside,
}

/// Data of some class that goes from one construct to another.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Where it comes from.
    pub from: ConstructRef,
    /// Where it goes.
    pub to: ConstructRef,
    /// Its class.
    pub class: Class,
}
