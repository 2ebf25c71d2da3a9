//! State machines: steps that are done one after another, each with what it calls.

mod called;
mod construct;
mod definition;
mod handle;
mod judge;
mod steps;
#[cfg(test)]
mod tests;
mod when;

pub use called::{CalledInStep, StepCall};
pub use construct::{StateMachine, StateMachineBuilder};
pub use handle::Machine;
pub use steps::{Steps, StepsFor};
pub use when::{Constant, When};
