//! What an operator in a cluster starts machines by: a cloud's stack makes it, and a chart for the cluster names it.

use std::{ops::Deref, sync::Arc};

use crate::value::Json;

/// What machines are started by, as the cloud that they are in knows it. A target of the cloud gives it to programs, and a chart hands
/// it on without reading it.
#[derive(Debug, Clone)]
pub struct Machines(Arc<MachineFacts>);

/// What each machine that is started is given, in the cloud's spelling.
#[derive(Debug, Clone, PartialEq)]
pub struct MachineFacts {
    /// The name of the cluster that it becomes a node of.
    pub cluster: String,
    /// The name of the region that it is in.
    pub region: &'static str,
    /// What it is known by, such as an instance profile.
    pub profile: Json,
    /// The parts of the network that it may be in.
    pub subnets: Vec<Json>,
    /// The groups by which the network knows it.
    pub groups: Vec<Json>,
    /// The key that encrypts its disks.
    pub key: Json,
}

impl Machines {
    /// What machines are started by. For crates of clouds, and for clusters that are there already.
    pub fn new(facts: MachineFacts) -> Self {
        Self(Arc::new(facts))
    }
}

impl Deref for Machines {
    type Target = MachineFacts;

    fn deref(&self) -> &MachineFacts {
        &self.0
    }
}
