//! A map of the networks of a system: what they are made of, and what they let pass.

use super::ways::Place;

/// What the networks of a system are made of, and what they let pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NetworkMap {
    /// Networks, and what stands in them.
    pub parts: Vec<Part>,
    /// Who reaches whom.
    pub passages: Vec<Passage>,
}

/// A network, a part of one, or a way out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The resource that says so.
    pub by: Place,
    /// What it is, such as `subnet`.
    pub is: &'static str,
    /// Its addresses, or the service that it leads to; nothing if only the deployment knows.
    pub at: String,
}

/// That somebody reaches somebody over a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The resource that lets it pass.
    pub by: Place,
    /// Who begins, in words.
    pub from: String,
    /// Who answers, in words.
    pub to: String,
    /// At which ports, such as `443/tcp`.
    pub ports: String,
}
