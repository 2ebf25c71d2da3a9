//! Literals that are checked when the program is compiled: networks, ARNs, actions, ports.
//!
//! Each macro checks its text in a named constant, which `cargo check` evaluates. What is known only when the program
//! runs has a `parse` that returns a `Result`.

pub mod action;
pub mod arn;
pub mod cidr;
pub mod domain;
pub mod fargate;
pub mod port;
pub mod variable;
