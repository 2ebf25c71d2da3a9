//! From a checked system to the bytes of its files, and to what is told of it.

pub mod app;
pub mod assertions;
pub(crate) mod board;
pub(crate) mod cost;
pub(crate) mod evidence;
pub(crate) mod graph;
pub(crate) mod report;
pub(crate) mod target;
