//! What is judged, and by what.

use hc_cdk::policy::PolicyFacts;

use crate::{asked::aws, holds::Holds, node::Node};

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
    /// The regions of what does not say its own: one of a cloud at most.
    pub regions: Vec<String>,
}

impl Asked {
    /// The region that is asked for among those of a cloud; empty if nobody knows.
    pub(crate) fn region(&self, of: &[&'static str]) -> &'static str {
        of.iter().find(|known| self.regions.iter().any(|it| it == *known)).copied().unwrap_or_default()
    }
}

impl Source {
    pub(crate) fn region<'a>(&'a self, asked: &'a Asked) -> &'a str {
        self.region.as_deref().unwrap_or(asked.region(aws::REGIONS))
    }
}
