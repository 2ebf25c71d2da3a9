//! From what was read to stacks of the library: each resource becomes a construct of its own.

mod chart;
mod raw;
mod stack;

pub(crate) use self::{chart::objects, stack::stack};
