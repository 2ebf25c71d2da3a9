//! From an image to what runs: where images are kept, where they are deployed, and who approves.

mod cluster;
mod deployment;
mod environment;
mod place;
mod program;
mod registry;
mod stacks;

pub use self::{
    cluster::{Cluster, InCluster},
    deployment::Deployment,
    environment::Environment,
    place::Place,
    program::Program,
    registry::Registry,
    stacks::Stacks,
};
