//! Clouds whose resources operators make, and workloads of their clusters.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod acting;
mod azure;
mod fronts;
mod gateways;
mod google;
mod memorystore;
mod names;
mod premium;
mod pulled;
