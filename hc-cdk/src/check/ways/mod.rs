//! The ways by which data can go, read from what is about to be written, and compared with what was declared.
//!
//! A target knows who may do what to which store, and says it as [`Way`]s, for more rather than for less: what it cannot read
//! leads everywhere. Here each of them is compared with the clearance of whoever can go it, and with the flows of the program.

mod compare;
mod party;
mod way;

pub use way::{Place, To, WaivedWay, Way, Who};

pub(super) use compare::judge;
