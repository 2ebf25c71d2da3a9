//! Compliance invariants as types: the core of hc-cdk.
//!
//! A program composes constructs in a [`Stack`](stack::Stack) under a [`Policy`](policy::Policy). What a policy forbids
//! does not compile; what only the whole graph can show is a [`Finding`](finding::Finding); what is left is written.
//!
//! ```text
//! declare (stack.add)  ->  graph  ->  check  ->  emit
//! ```
//!
//! Invariant: this crate knows no cloud. A [`Target`](region::Target) writes the files, and only the command line touches
//! files, environment, clock or terminal.

pub mod app;
pub mod assertions;
pub mod builder;
pub mod check;
mod cli;
pub mod cluster;
pub mod construct;
pub mod control;
pub mod data;
pub mod date;
pub mod diff;
pub mod dimension;
pub mod emit;
pub mod finding;
pub mod graph;
pub mod image;
pub mod literal;
pub mod model;
pub mod outputs;
pub mod parameter;
pub mod policy;
pub mod region;
pub mod resource;
pub mod route;
pub mod sentences;
pub mod stack;
pub mod value;
pub mod waiver;

/// What nearly every program needs. Markers stay outside, so that the compiler prints them by their short names.
pub mod prelude {
    pub use crate::{
        app::App,
        construct::{Construct, Spec},
        date, image,
        image::Image,
        parameter::Parameter,
        policy,
        stack::Stack,
        value::Value,
        waiver::{Raw, Waiver},
    };
}
