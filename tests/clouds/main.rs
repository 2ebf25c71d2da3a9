//! Clouds whose resources operators make, and workloads of their clusters.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod azure;
mod google;
mod names;
