//! Literals that are checked when the program is compiled: ARNs, actions, sizes of tasks, names of secrets.
//!
//! Each macro checks its text in a named constant, which `cargo check` evaluates. What is known only when the program
//! runs has a `parse` that returns a `Result`. Domains, ports and variables are in the core.

pub mod action;
pub mod arn;
pub mod fargate;
pub mod secret_name;
pub mod user_name;
