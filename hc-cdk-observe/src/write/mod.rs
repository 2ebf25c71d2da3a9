//! From the whole to what tools read: a file for each tool, which gives a tree of properties or a text.

pub mod alertmanager;
pub mod beside;
pub mod cloudwatch;
pub mod collector;
pub mod grafana;
mod json;
pub mod picture;
pub mod prometheus;
mod promql;
pub mod runbook;

pub use json::pretty;
