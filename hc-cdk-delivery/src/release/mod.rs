//! From an image to what runs: where images are kept, where they are deployed, and who approves.

mod deployment;
mod environment;
mod program;
mod registry;

pub use self::{deployment::Deployment, environment::Environment, program::Program, registry::Registry};
