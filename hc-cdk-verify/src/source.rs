//! What is judged, and by what.

use hc_cdk::policy::PolicyFacts;

use crate::{holds::Holds, node::Node};

/// A template or a document of manifests, and where it is from.
#[derive(Debug)]
pub struct Source {
    /// The file, as findings name it.
    pub file: String,
    /// The stack's name; manifests of one cluster have one.
    pub stack: String,
    /// Its region, if it is known; otherwise it is that of the question.
    pub region: Option<String>,
    /// What is in it.
    pub document: Node,
}

/// What is asked of them.
#[derive(Debug)]
pub struct Asked {
    /// The policies together.
    pub policy: PolicyFacts,
    /// Which resources hold what.
    pub holds: Holds,
    /// The region of templates that do not say theirs; empty if nobody knows.
    pub region: String,
}

impl Source {
    pub(crate) fn region<'a>(&'a self, asked: &'a Asked) -> &'a str {
        self.region.as_deref().unwrap_or(&asked.region)
    }
}
