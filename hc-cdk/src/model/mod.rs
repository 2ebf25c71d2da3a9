//! What a program has declared, as plain data in the order of declaration: the system, its stacks, their constructs,
//! resources, flows and waivers. Everything after `stack.add` reads this and nothing else.
//!
//! Invariant: there are no trait objects and no closures here.

mod board;
pub mod change;
pub mod charge;
pub mod cluster;
mod construct;
pub mod file;
pub mod finding;
pub mod need;
pub mod outputs;
mod parameter;
pub mod place;
pub mod printable;
pub(crate) mod request;
pub mod resource;
pub mod rule;
mod runs;
mod stack;
mod system;
pub mod usage;
pub(crate) mod uses;
pub mod waiver;

pub use board::{Pictured, PicturedPanel};
pub use construct::{AnsweredFor, ConstructModel, ConstructRef, Flow, Role};
pub use parameter::{OnlyWhere, ParameterFacts, ParameterKind, ParameterModel};
pub use runs::{Alerted, Front, Runs};
pub use stack::{
    Addition, KeptExport, Moved, OWNER, OutputModel, OwnerRecord, ResourceModel, StackModel, SuffixRecord,
};
pub use system::System;
