//! How programs declare: stacks, what a construct is, how it is described and where it declares, waivers, parameters, and
//! what goes from target to target.

mod asked;
pub mod builder;
pub mod cluster;
mod command;
pub mod construct;
pub mod country;
pub mod declassified;
mod depth;
pub(crate) mod given;
pub mod machines;
pub mod parameter;
pub mod party;
pub(crate) mod physical;
pub mod proof;
pub(crate) mod region;
pub mod route;
pub(crate) mod scope;
pub mod sentences;
pub(crate) mod stack;
pub mod usage;
pub mod uses;
mod waits;
pub mod waiver;
